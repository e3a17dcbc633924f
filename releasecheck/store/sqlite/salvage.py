"""Reading what can be read of a damaged file, table by table and, where a page is bad, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.errors import StoreError
from releasecheck.store.sqlite.connection import APPLICATION_ID

if TYPE_CHECKING:
    from releasecheck.store.database import SqlRow

_PAGE = 4096
_MOST_LOOKS = 50_000
"""Looks into one table: more are only made where whole pages are gone."""
FURTHEST = 1 << 22
"""Where nobody can say which row is the last, none is looked for after this one."""

_UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite complains of may itself be no text any more."""

_Read = Callable[[int, int], "list[SqlRow]"]


class RowsRead(NamedTuple):
    """What could be read of a table, and which of its keys could not, as first and last of each run."""

    columns: tuple[str, ...]
    rows: list[SqlRow]
    lost: list[tuple[int, int]]


@contextmanager
def readable(record: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """The record as it is, or a copy of it in `folder` whose header says what the file is really like.

    Raises StoreError where not even its list of tables can be read.
    """
    sqlite = sqlite3.connect(f"{record.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    if not _lists_its_tables(sqlite):
        sqlite.close()
        copy = folder / "copy.db"
        copyfile(record, copy)
        for ending in ("-wal", "-journal"):
            with suppress(FileNotFoundError):
                copyfile(f"{record}{ending}", f"{copy}{ending}")
        mend_header(copy)
        sqlite = sqlite3.connect(copy, isolation_level=None)
        # So that a list of tables that is cut short is good for as far as it goes.
        sqlite.execute("PRAGMA writable_schema = ON")
    sqlite.text_factory = lambda kept: kept.decode(errors="replace")
    try:
        if not all(columns_of(sqlite, table) for table in ("facts", "entries")):
            raise StoreError(f"nothing can be read of {record}: not even its list of tables is there")
        yield sqlite
    finally:
        sqlite.close()


def _lists_its_tables(sqlite: sqlite3.Connection) -> bool:
    try:
        return bool(sqlite.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    except _UNREADABLE:
        return False


def columns_of(sqlite: sqlite3.Connection, table: str) -> set[str]:
    """The columns of a table; none where the list of tables does not go as far as that any more."""
    try:
        return {str(row[1]) for row in sqlite.execute(f"PRAGMA table_info({table})")}
    except _UNREADABLE:
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


def read_table(sqlite: sqlite3.Connection, table: str, wanted: Sequence[str], key: str = "rowid") -> RowsRead:
    """Those of these columns that the table has, of every row that can be read, in the order of `key`."""
    there = columns_of(sqlite, table)
    columns = tuple(column for column in wanted if column in there)
    if not columns:
        return RowsRead((), [], [])
    names = ", ".join(f'"{column}"' for column in columns)

    def read(first: int, last: int) -> list[SqlRow]:
        return sqlite.execute(
            f"SELECT {names} FROM {table} WHERE {key} BETWEEN ? AND ? ORDER BY {key}", (first, last)
        ).fetchall()

    lost: list[tuple[int, int]] = []
    rows = list(_each(read, *_span(sqlite, table, key), lost))
    return RowsRead(columns, rows, lost)


def _span(sqlite: sqlite3.Connection, table: str, key: str) -> tuple[int, int]:
    """The first and the last key, or how far to look where that cannot be said."""
    found = []
    for which, otherwise in (("min", 1), ("max", FURTHEST)):
        try:
            (value,) = sqlite.execute(f"SELECT {which}({key}) FROM {table}").fetchone()
            found.append(int(value or 0))
        except (sqlite3.DatabaseError, ValueError):
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
        except _UNREADABLE:
            if start < end and looks < _MOST_LOOKS:
                middle = (start + end) // 2
                waiting += [(middle + 1, end), (start, middle)]
            elif lost and lost[-1][1] == start - 1:
                lost[-1] = lost[-1][0], end
            else:
                lost.append((start, end))
        else:
            yield from rows
