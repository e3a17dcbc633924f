"""Where somebody is still named after they were erased: in rows of a record, and in the bytes of files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.core import system
from releasecheck.core.errors import StoreError
from releasecheck.store.law_rows import Trace
from releasecheck.store.sqlite.cipher import NO_KEY, Key, is_plain
from releasecheck.store.sqlite.connection import Connection, connect
from releasecheck.store.tables.proving import traces as rows

if TYPE_CHECKING:
    from releasecheck.core.marks import Marks

_PART = 1 << 22


def traces(connection: Connection, marks: Marks) -> list[Trace]:
    """Every row in which somebody is named, table by table."""
    names = connection.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    columns = "SELECT name FROM pragma_table_info(?)"
    tables = {str(table): [str(one) for (one,) in connection.all(columns, (table,))] for (table,) in names}
    return list(rows.traces(connection, tables, marks))


def files_with(paths: Iterable[Path], marks: Marks) -> tuple[list[Path], list[Path]]:
    """The files whose bytes hold somebody's name apart from other words, and those that could not be read."""
    found, unread = [], []
    for path in paths:
        try:
            if _holds(path, marks):
                found.append(path)
        except OSError:
            unread.append(path)
    return found, unread


def _holds(path: Path, marks: Marks) -> bool:
    handle = os.open(path, os.O_RDONLY | system.ITSELF)
    with os.fdopen(handle, "rb") as file:
        before = b""
        while part := file.read(_PART):
            if marks.in_bytes(before + part, apart=True):
                return True
            before = part[-marks.longest :]
    return False


def may_be_copy(path: Path) -> bool:
    """Whether a file may be a copy of a record, by its name or its mark."""
    from releasecheck.store.sqlite.backup import is_marked

    with suppress(OSError):
        return path.suffix == ".db" or (is_plain(path) and is_marked(path))
    return False


def holds_person(path: Path, numbers: Iterable[str], key: Key) -> bool | None:
    """Whether a copy of a record still has anything of these people; None where it cannot be looked into.

    `key` opens those that are encrypted; a copy from before that is looked into as well.
    """
    opens = NO_KEY if is_plain(path) else key
    with (
        suppress(StoreError, sqlite3.Error),
        closing(connect(path, read_only=True, timeout=1.0, key=opens)) as copy,
    ):
        for number in numbers:
            for table in ("facts", "notes", "outcomes", "releases", "owners"):
                if copy.one(f"SELECT 1 FROM {table} WHERE prison_number = ? LIMIT 1", (number,)):
                    return True
        return False
    return None
