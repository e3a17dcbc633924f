"""The key of an encrypted record: in a file, printed by a command, or asked for; never an argument."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from releasecheck.core.errors import StoreError
from releasecheck.core.words import for_shell
from releasecheck.store.sqlite.cipher import Key, key_in

FILE, COMMAND = "RELEASECHECK_KEY_FILE", "RELEASECHECK_KEY_COMMAND"
_MOST = 1_000
"""Bytes of a key file or of what a command prints that are looked at."""
_SECONDS = 60
"""How long a command may take: it may ask somebody."""


def office_key(settings: Mapping[str, str], ask: Callable[[str], str | None]) -> Key:
    """The key that this office, or the environment before it, has set; otherwise one that is asked for.

    `ask` puts a question to whoever is there, and gives None where nobody is.
    """
    file, command = _set(settings)
    if file:
        return Key(lambda _: read_key_file(Path(file).expanduser()), expected=True)
    if command:
        return Key(lambda _: _printed_by(command), expected=True)
    return Key(lambda path: typed_key(ask(f"{path} is encrypted. Its key")), expected=False)


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
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                raise StoreError(
                    f"the key file {path} can be read by others. Type: chmod 600 {for_shell(str(path))}"
                )
            return key_in(file.read(_MOST).decode("ascii", "replace"), f"the key file {path}")
    except FileNotFoundError:
        raise StoreError(
            f"no key file at {path}. Without its key nothing can be read of an encrypted record: put the "
            "copy of the key that was kept elsewhere there again"
        ) from None
    except OSError as error:
        raise StoreError(f"cannot read the key file {path}: {error.strerror}") from error


def _printed_by(command: str) -> str:
    """What a command prints; what it says on standard error is shown, for it may ask."""
    import shlex
    import subprocess

    try:
        done = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, timeout=_SECONDS, check=False)
    except (OSError, ValueError) as error:
        raise StoreError(f"the command for the key cannot be run (key_command): {error}") from None
    except subprocess.TimeoutExpired:
        raise StoreError(f"the command for the key did not end in {_SECONDS} seconds (key_command)") from None
    if done.returncode:
        raise StoreError(f"the command for the key ended with exit code {done.returncode} (key_command)")
    return key_in(done.stdout[:_MOST].decode("ascii", "replace"), "what the command for the key printed")


def make_key_file(path: Path) -> str:
    """A new key in a new file that only its owner can read. Raises StoreError if anything is there."""
    import secrets

    from releasecheck.store.sqlite.backup import to_disk

    digits = secrets.token_hex(32)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"{digits}\n")
        to_disk(path)
        to_disk(path.absolute().parent)
    except FileExistsError:
        raise StoreError(f"there is already something at {path}; nothing was changed") from None
    except OSError as error:
        raise StoreError(f"cannot make a key file at {path}: {error.strerror}") from error
    return digits
