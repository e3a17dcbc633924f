"""The office's signing key and the public keys it trusts, as the settings name them.

A secret key is never an argument and never printed: it comes from a file that nobody else can read, or from
a command, and what that printed is shown in no error.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.app.opening.config import TRUSTED
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
_MOST = 4096
"""Bytes of the longest file that could hold a key."""
_SECONDS = 60
"""How long a command may take over printing the key: somebody may have to be asked for a card."""
_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY


def signs(app: App) -> bool:
    """Whether this office has a key to sign with."""
    return bool(app.settings.get("signing.key_file") or app.settings.get("signing.command"))


def signing_key(app: App) -> bytes | None:
    """The office's secret key; None where none is set. Raises ConfigError where it cannot be had."""
    file, command = app.settings.get("signing.key_file"), app.settings.get("signing.command")
    if file:
        path = Path(file).expanduser()
        return _found(_in_file(path), f"signing.key_file {path}")
    return _found(_printed(command), "what signing.command printed") if command else None


def _found(text: str, where: str) -> bytes:
    key = read_secret(text)
    if key is None:
        raise ConfigError(f"{where}: no signing key. To make one: releasecheck record signing-key new FILE")
    return key


def _in_file(path: Path) -> str:
    try:
        if not path.is_file():
            raise ConfigError(
                f"signing.key_file: no file {path}. To make a key: releasecheck record signing-key new "
                f"{for_shell(str(path))}"
            )
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise ConfigError(f"{path} can be read by others. Type: chmod 600 {for_shell(str(path))}")
        with path.open("rb") as file:
            return file.read(_MOST).decode("ascii", "replace")
    except OSError as error:
        raise ConfigError(f"cannot read the signing key in {path}: {error.strerror}") from error


def _printed(command: str) -> str:
    """What the command prints; whatever it says on stderr is for whoever is there."""
    import shlex
    import subprocess

    try:
        words = shlex.split(command)
        done = subprocess.run(words, stdout=subprocess.PIPE, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ConfigError(f"signing.command: no key within {_SECONDS} seconds") from None
    except (OSError, ValueError, IndexError) as error:
        why = getattr(error, "strerror", None) or "it is no command"
        raise ConfigError(f"signing.command cannot be run: {why}") from None
    if done.returncode:
        raise ConfigError(f"signing.command ended with {done.returncode} and gave no key")
    return done.stdout[:_MOST].decode("ascii", "replace")


def trusted_keys(app: App) -> dict[str, str]:
    """The name of whoever has each public key that this office lists, and its own as far as it can be had.

    Raises ConfigError for a key in the settings that is none.
    """
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
    try:
        handle = os.open(path, _NEW_FILE, 0o600)
    except FileExistsError:
        raise ReleasecheckError(
            f"there is already something at {path}, and a key is never written over. Name another file"
        ) from None
    except OSError as error:
        raise ReleasecheckError(f"cannot write {path}: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{secret_text(secret)}\n")
            file.flush()
            os.fsync(handle)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise ReleasecheckError(f"cannot write {path}: {error.strerror}") from error
    return public
