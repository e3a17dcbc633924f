"""A record that cannot be written to, read all the same: from a copy in memory, which nothing outlives."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from releasecheck.core.errors import StoreError
from releasecheck.store.sqlite import cipher, migrations
from releasecheck.store.sqlite.cipher import Key
from releasecheck.store.sqlite.connection import Connection, connect, explained
from releasecheck.store.sqlite.store import SqliteStore

_ONLY_READABLE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_FULL",
    "SQLITE_IOERR_SHMSIZE",
)
"""What SQLite says of a record that may be whole, and that cannot be written to now."""


def open_copy(
    path: Path, why: StoreError, *, timeout: float, login: str, key: Key, kept_in: Path
) -> SqliteStore:
    """The record as it is now, in memory: plans can be made again there for the day, and nothing is saved.

    `why` it could not be opened, or brought up to date; raised again where reading does not help either.
    """
    if not _is_only_readable(why):
        raise why
    with closing(_opened(path, why, timeout, key)) as there, explained(path):
        copy = _in_memory(there.digits)
        there.sqlite.backup(copy)
        connection = Connection(path, copy, there.digits)
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
    if not migrations.is_up_to_date(connection):
        migrations.migrate(connection)
    return SqliteStore(connection, login, kept_in, in_memory=True)


def _in_memory(digits: str | None) -> sqlite3.Connection:
    """With the same key as the record: SQLCipher copies no page from a file with one to a file without."""
    if digits is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    return cipher.open_with("file::memory:", 0.0, digits)


def _opened(path: Path, why: StoreError, timeout: float, key: Key) -> Connection:
    """Read-only; where SQLite may lay nothing beside it, alone with a file that is whole by itself."""
    try:
        return connect(path, read_only=True, timeout=timeout, key=key)
    except StoreError:
        for ending in ("-wal", "-journal"):
            left = path.with_name(path.name + ending)
            if left.exists() and left.stat().st_size:
                raise why from why.__cause__
    try:
        return connect(path, read_only=True, alone=True, timeout=timeout, key=key)
    except StoreError as error:
        if not _is_only_readable(error):
            raise  # damaged, too
        raise why from why.__cause__


def _is_only_readable(error: StoreError) -> bool:
    return str(getattr(error.__cause__, "sqlite_errorname", "")).startswith(_ONLY_READABLE)
