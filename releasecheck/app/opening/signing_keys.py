"""The office's signing key and the public keys it trusts, as the settings name them.

A secret key is never an argument and never printed: it comes from a file that nobody else can read, or from
a command, and what that printed is shown in no error.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.app.opening.config import TRUSTED, must_be_known
from releasecheck.app.opening.key_places import in_new_file, in_private_file, printed_by
from releasecheck.core.errors import ConfigError, ReleasecheckError, UsageError
from releasecheck.core.signatures import (
    KEY_BYTES,
    SECRET,
    public_key,
    read_public,
    read_secret,
    secret_text,
)
from releasecheck.core.words import for_shell

if TYPE_CHECKING:
    from releasecheck.app.opening.session import App

OURS = "this office"


def signs(app: App) -> bool:
    """Whether this office has a key to sign with."""
    return bool(app.settings.get("signing.key_file") or app.settings.get("signing.command"))


def signing_key(app: App) -> bytes | None:
    """The office's secret key; None where none is set. Raises ConfigError where it cannot be had."""
    file, command = app.settings.get("signing.key_file"), app.settings.get("signing.command")
    if file:
        path = Path(file).expanduser()
        missing = (
            f"signing.key_file: no file {path}. To make a key: releasecheck record signing-key new "
            f"{for_shell(str(path))}"
        )
        text = in_private_file(path, "the signing key", missing, ConfigError)
        return _found(text, f"signing.key_file {path}")
    if command:
        return _found(printed_by(command, "signing.command", ConfigError), "what signing.command printed")
    return None


def _found(text: str, where: str) -> bytes:
    key = read_secret(text)
    if key is None:
        raise ConfigError(f"{where}: no signing key. To make one: releasecheck record signing-key new FILE")
    return key


def trusted_keys(app: App) -> dict[str, str]:
    """The name of whoever has each public key that this office lists, and its own as far as it can be had.

    Raises ConfigError for a key in the settings that is none.
    """
    must_be_known(app.settings, TRUSTED)
    named = {name: value for name, value in app.settings.items() if name.startswith(TRUSTED)}
    wrong = [f"{name}: not a public key" for name, value in named.items() if read_public(value) is None]
    if wrong:
        raise ConfigError("\n".join(wrong))
    found = {value.strip(): name.removeprefix(TRUSTED) for name, value in named.items()}
    if found and not app.settings.get("signing.key_file"):
        return found  # a command may ask somebody for a card: it is not run to check what others signed
    try:
        own = signing_key(app)
        return found if own is None else {**found, public_key(own): OURS}
    except ConfigError:
        return found  # whoever only checks need not be able to sign


def checked_public(name: str, value: str) -> str:
    """A public key as it is kept. Raises UsageError for anything else, without repeating it."""
    if value.startswith(SECRET):
        raise UsageError(
            f"{name}: that is a secret key, and was seen by your shell. Make a new one: "
            "releasecheck record signing-key new FILE"
        )
    if read_public(value) is None:
        raise UsageError(f"{name}: not a public key, as releasecheck record signing-key show prints it")
    return value


def new_key(path: Path) -> str:
    """Make a key in a new file that only its owner can read; its public half.

    Raises ReleasecheckError where there is something at the path already, or it cannot be written.
    """
    secret = os.urandom(KEY_BYTES)
    public = public_key(secret)
    in_new_file(path, secret_text(secret), ReleasecheckError)
    return public
