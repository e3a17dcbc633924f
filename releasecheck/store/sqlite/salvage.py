"""Reading what can be read of a damaged file, table by table and, where a page is bad, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.errors import StoreError
from releasecheck.store.sqlite import cipher
from releasecheck.store.sqlite.cipher import Key
from releasecheck.store.sqlite.connection import APPLICATION_ID, open_file

if TYPE_CHECKING:
    from releasecheck.store.database import SqlRow

_PAGE = 4096
_MOST_LOOKS = 50_000
"""Looks into one table: more are only made where whole pages are gone."""
FURTHEST = 1 << 22
"""Where nobody can say which row is the last, none is looked for after this one."""

_Read = Callable[[int, int], "list[SqlRow]"]


class RowsRead(NamedTuple):
    """What could be read of a table, and which of its keys could not, as first and last of each run."""

    columns: tuple[str, ...]
    rows: list[SqlRow]
    lost: list[tuple[int, int]]


class DamagedFile:
    """A damaged file, open, and opened anew after a failure: SQLCipher reads nothing after its first one."""

    def __init__(self, opened: Callable[[], sqlite3.Connection], *, again: bool) -> None:
        self._opened, self._again = opened, again
        self._sqlite = self._open()

    def _open(self) -> sqlite3.Connection:
        sqlite = self._opened()
        sqlite.text_factory = lambda kept: kept.decode(errors="replace")
        return sqlite

    def rows(self, sql: str, parameters: Sequence[int] = ()) -> list[SqlRow]:
        """All rows of a question, or what SQLite complains of."""
        try:
            return self._sqlite.execute(sql, parameters).fetchall()
        except unreadable():
            if self._again:
                self.close()
                self._sqlite = self._open()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._sqlite.close()


def unreadable() -> tuple[type[Exception], ...]:
    """What is raised for a page that cannot be read; SQLite's complaint may itself be no text any more."""
    return cipher.errors("DatabaseError", also=(UnicodeDecodeError,))


@contextmanager
def readable(record: Path, folder: Path, key: Key) -> Iterator[DamagedFile]:
    """The record as it is, or a copy of it in `folder` whose header says what the file is really like.

    Raises StoreError where not even its list of tables can be read.
    """
    digits = _digits(record, key)
    damaged = DamagedFile(lambda: open_file(record, "mode=ro", 10.0, digits), again=digits is not None)
    if not _lists_its_tables(damaged):
        damaged.close()
        if digits is not None:
            raise cipher.wrong_key(record)
        damaged = DamagedFile(lambda: _mended_copy(record, folder / "copy.db"), again=False)
    try:
        if not all(columns_of(damaged, table) for table in ("facts", "entries")):
            raise StoreError(f"nothing can be read of {record}: not even its list of tables is there")
        yield damaged
    finally:
        damaged.close()


def _digits(record: Path, key: Key) -> str | None:
    if cipher.is_plain(record):
        if key.expected:
            raise cipher.plain_where_encrypted_was_expected(record)
        return None
    return key.digits(record) if key.expected or cipher.looks_encrypted(record) else None


def _mended_copy(record: Path, copy: Path) -> sqlite3.Connection:
    copyfile(record, copy)
    for ending in ("-wal", "-journal"):
        with suppress(FileNotFoundError):
            copyfile(f"{record}{ending}", f"{copy}{ending}")
    mend_header(copy)
    sqlite = open_file(copy, "mode=rw", 10.0, None)
    # So that a list of tables that is cut short is good for as far as it goes.
    sqlite.execute("PRAGMA writable_schema = ON")
    return sqlite


def _lists_its_tables(damaged: DamagedFile) -> bool:
    try:
        return bool(damaged.rows("SELECT count(*) FROM sqlite_schema")[0][0])
    except unreadable():
        return False


def columns_of(damaged: DamagedFile, table: str) -> set[str]:
    """The columns of a table; none where the list of tables does not go as far as that any more.

    A view in its place has none either: somebody put it there, and reading it could take for ever.
    """
    try:
        # No further than to its own place: what comes after may be what cannot be read.
        kind = "SELECT type FROM sqlite_schema WHERE type IN ('table', 'view') AND name = '{}' LIMIT 1"
        if damaged.rows(kind.format(table)) == [("view",)]:
            return set()
        return {str(row[1]) for row in damaged.rows(f"PRAGMA table_info({table})")}
    except unreadable():
        return set()


def mend_header(path: Path) -> None:
    """Write what the first hundred bytes of a record always are over what they have become."""
    with path.open("r+b") as file:
        header = bytearray(file.read(100).ljust(100, b"\0"))
        size = file.seek(0, 2)
        wal = header[18:20] == b"\2\2" or path.with_name(f"{path.name}-wal").exists()
        version = b"\2\2" if wal else b"\1\1"
        header[0:24] = b"SQLite format 3\0" + _PAGE.to_bytes(2, "big") + version + b"\0@  "
        header[28:32] = max(1, size // _PAGE).to_bytes(4, "big")
        header[32:40] = bytes(8)  # no free pages: they are only room, and their list may be what is bad
        header[44:48] = (4).to_bytes(4, "big")
        header[56:60] = (1).to_bytes(4, "big")
        header[68:72] = APPLICATION_ID.to_bytes(4, "big")
        header[92:96] = header[24:28]
        file.seek(0)
        file.write(header)


def read_table(damaged: DamagedFile, table: str, wanted: Sequence[str], key: str = "rowid") -> RowsRead:
    """Those of these columns that the table has, of every row that can be read, in the order of `key`."""
    there = columns_of(damaged, table)
    columns = tuple(column for column in wanted if column in there)
    if not columns:
        return RowsRead((), [], [])
    names = ", ".join(f'"{column}"' for column in columns)

    def read(first: int, last: int) -> list[SqlRow]:
        return damaged.rows(
            f"SELECT {names} FROM {table} WHERE {key} BETWEEN ? AND ? ORDER BY {key}", (first, last)
        )

    lost: list[tuple[int, int]] = []
    rows = list(_each(read, *_span(damaged, table, key), lost))
    return RowsRead(columns, rows, lost)


def _span(damaged: DamagedFile, table: str, key: str) -> tuple[int, int]:
    """The first and the last key, or how far to look where that cannot be said."""
    found = []
    for which, otherwise in (("min", 1), ("max", FURTHEST)):
        try:
            ((value,),) = damaged.rows(f"SELECT {which}({key}) FROM {table}")
            found.append(int(value or 0))
        except cipher.errors("DatabaseError", also=(ValueError,)):
            found.append(otherwise)
    return min(found), found[1]


def _each(read: _Read, first: int, last: int, lost: list[tuple[int, int]]) -> Iterator[SqlRow]:
    """Every row in this run of keys; a run that cannot be read whole is read in two halves."""
    waiting, looks = [(first, last)], 0
    while waiting:
        start, end = waiting.pop()
        looks += 1
        try:
            rows = read(start, end)
        except unreadable():
            if start < end and looks < _MOST_LOOKS:
                middle = (start + end) // 2
                waiting += [(middle + 1, end), (start, middle)]
            elif lost and lost[-1][1] == start - 1:
                lost[-1] = lost[-1][0], end
            else:
                lost.append((start, end))
        else:
            yield from rows
