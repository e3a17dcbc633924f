"""The key of an encrypted record: in a file, printed by a command, or asked for; never an argument."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from releasecheck.app.opening.config import hidden
from releasecheck.core.errors import StoreError
from releasecheck.store.sqlite.cipher import Key, key_in

FILE, COMMAND = "RELEASECHECK_KEY_FILE", "RELEASECHECK_KEY_COMMAND"


def office_key(settings: Mapping[str, str], ask: Callable[[str], str | None]) -> Key:
    """The key that this office, or the environment before it, has set; otherwise one that is asked for.

    `ask` puts a question to whoever is there, and gives None where nobody is.
    """
    file, command = _set(settings)
    if file:
        return Key(lambda _: read_key_file(Path(file).expanduser()), expected=True)
    if command:
        return Key(lambda _: _printed_key(command), expected=True)
    return Key(lambda path: typed_key(ask(f"{path} is encrypted. Its key")), expected=False)


def key_where_none_is_known(settings: Mapping[str, str]) -> Key | None:
    """What opens a record that is not encrypted, where a wrong config file hides whether there is a key."""
    why = hidden(settings, "key_file") or hidden(settings, "key_command")
    if why is None or FILE in os.environ or COMMAND in os.environ:
        return None
    instead = f"once the key is named: {FILE}=FILE before the command"

    def not_known(_: Path) -> str:
        raise why.needed("key_file", instead)

    return Key(not_known, expected=False)


def typed_key(text: str | None) -> str | None:
    """The key that somebody typed. Raises StoreError for what is none."""
    return None if text is None else key_in(text, "what was typed")


def key_at_hand(settings: Mapping[str, str]) -> Key | None:
    """The same for whoever may neither ask nor run anything: from a file, or none."""
    file, _ = _set(settings)
    return office_key(settings, lambda _: None) if file else None


def _set(settings: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The file and the command: the environment's, even where it says none, before the office's."""
    if FILE in os.environ or COMMAND in os.environ:
        return os.environ.get(FILE), os.environ.get(COMMAND)
    return settings.get("key_file"), settings.get("key_command")


def read_key_file(path: Path) -> str:
    """The key in a file that nobody else can read. Raises StoreError where there is none, or others can."""
    from releasecheck.app.opening.key_places import in_private_file

    missing = (
        f"no key file at {path}. Without its key nothing can be read of an encrypted record: put the "
        "copy of the key that was kept elsewhere there again"
    )
    return key_in(in_private_file(path, "the key file", missing, StoreError), f"the key file {path}")


def _printed_key(command: str) -> str:
    from releasecheck.app.opening.key_places import printed_by

    return key_in(printed_by(command, "key_command", StoreError), "what key_command printed")


def make_key_file(path: Path) -> str:
    """A new key in a new file that only its owner can read. Raises StoreError if anything is there."""
    import secrets

    from releasecheck.app.opening.key_places import in_new_file

    digits = secrets.token_hex(32)
    in_new_file(path, digits, StoreError)
    return digits
