"""A record that is encrypted: its key, and SQLCipher, which is loaded only by those who have one."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from releasecheck.core.errors import StoreError

_LIBRARY = "sqlcipher3.dbapi2"
_DIGITS = 64
"""Of a key of 256 bits, in hexadecimal."""
_PAGE = 4096
_NOISE = 240
"""Of 256 values so many stand in a page of noise: of fewer, one such page in more than there are atoms."""
_PLAIN = b"SQLite format 3\0"
_PACKED = (b"PK\3\4", b"%PDF")
"""Other files that are noise from nearly the beginning."""


BESIDE = ("-wal", "-shm", "-journal")
"""How the names of the files end that SQLite keeps beside a record while it is open."""


class WrongKey(StoreError):
    """No key is at hand that opens the record: it is another's, none is set, or the first page is damaged."""


class Key:
    """The key of a record, got when it is first needed and never shown."""

    def __init__(self, get: Callable[[Path], str | None], *, expected: bool) -> None:
        self.expected = expected
        """The office has said which key it is: a record that is not encrypted is then none of its own."""
        self._get, self._digits = get, ""

    def digits(self, path: Path) -> str:
        """The key of the record at this path. Raises StoreError where nobody has it."""
        if not self._digits:
            found = self._get(path)
            if found is None:
                raise WrongKey(
                    f"{path} is encrypted, and its key is not set. Name the file that holds the key: "
                    "releasecheck config set key_file FILE. Without its key nothing can be read of it; what "
                    "was backed up before it was encrypted can be: releasecheck help database"
                )
            self._digits, self.expected = found, True
        return self._digits


def known(digits: str) -> Key:
    """A key that is at hand."""
    return Key(lambda _: digits, expected=True)


NO_KEY = Key(lambda _: None, expected=False)
"""For records that are not encrypted."""


def key_in(text: str, where: str) -> str:
    """The key in a text that came from there. Raises StoreError, without the text, for what is none."""
    digits = text.strip().lower()
    if len(digits) != _DIGITS or not set(digits) <= set("0123456789abcdef"):
        raise StoreError(f"{where} holds no key: a key is {_DIGITS} digits 0 to 9 and a to f, and no more")
    return digits


def errors(*names: str, also: tuple[type[Exception], ...] = ()) -> tuple[type[Exception], ...]:
    """SQLite's exceptions of these names, and SQLCipher's, which are others, where it is loaded."""
    modules = [sqlite3, *filter(None, [sys.modules.get(_LIBRARY)])]
    return also + tuple(getattr(module, name) for module in modules for name in names)


def library() -> Any:
    """SQLCipher. Raises StoreError where it is not installed."""
    from importlib import import_module

    loaded = _LIBRARY in sys.modules
    try:
        module = import_module(_LIBRARY)
    except ImportError:
        raise StoreError(
            "an encrypted record needs SQLCipher, which is not installed. "
            "Type: pip install 'releasecheck[encrypted]'"
        ) from None
    if not loaded:
        nothing: dict[None, None] = {}
        module.register_adapter(type(None), nothing.get)
    return module


def open_with(uri: str, timeout: float, digits: str | None) -> sqlite3.Connection:
    """A file opened by SQLCipher, with a key or, where it is not encrypted, without."""
    sqlite = library().connect(uri, uri=True, timeout=timeout, isolation_level=None)
    # It would write on standard error what is said in words here.
    sqlite.execute("PRAGMA cipher_log_level = NONE")
    if digits is not None:
        sqlite.execute(f'PRAGMA key = "{as_given(digits)}"')
        # What is sorted is not written out in clear.
        sqlite.execute("PRAGMA temp_store = MEMORY")
    return cast(sqlite3.Connection, sqlite)


def as_given(digits: str) -> str:
    """A key as SQLCipher takes it where it is the key itself and no password to work one out from."""
    return f"x'{digits}'"


def beside(record: Path) -> list[Path]:
    """The files that SQLite keeps beside a record while it is open."""
    return [record.with_name(record.name + ending) for ending in BESIDE]


def new_form(record: Path) -> Path:
    """Where a record is made anew, encrypted or no longer, until it takes the place of this one."""
    return record.with_name(f"{record.name}-new")


def is_plain(path: Path) -> bool:
    """Whether a file begins as one of SQLite's that is not encrypted."""
    return _first_page(path).startswith(_PLAIN)


def looks_encrypted(path: Path) -> bool:
    """Whether a file is noise from its first byte on, as an encrypted record is."""
    page = _first_page(path)
    return len(set(page)) >= _NOISE and not page.startswith((_PLAIN, *_PACKED))


def _first_page(path: Path) -> bytes:
    try:
        if not path.is_file():
            return b""  # a pipe would be waited for without end
        with path.open("rb") as file:
            return file.read(_PAGE)
    except OSError:
        return b""


def plain_where_encrypted_was_expected(path: Path) -> StoreError:
    """What is said of a record that anybody can read, where the office has a key."""
    return StoreError(
        f"{path} is not encrypted, and a key is set: it is left alone. Is it the right file? To encrypt it: "
        "releasecheck record encrypt. To use it as it is: releasecheck config unset key_file, or "
        "RELEASECHECK_KEY_FILE= before the command"
    )


def wrong_key(path: Path) -> WrongKey:
    """What is said where the key does not fit."""
    return WrongKey(
        f"the key does not open {path}: it is the key of another record, or the beginning of the file is "
        "damaged. Nothing was changed. With the right key, the newest backup can be put in its place: "
        "releasecheck record restore FILE"
    )
