"""The record in one SQLite file, which any SQLite tool can read."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from releasecheck.core.errors import StoreError
from releasecheck.store.shared import SharedStore
from releasecheck.store.sqlite import migrations
from releasecheck.store.sqlite.cipher import NO_KEY, Key, library, new_form
from releasecheck.store.sqlite.connection import (
    Connection,
    connect,
    connect_new,
    create_file,
    remove_file,
)
from releasecheck.store.tables import access_log

if TYPE_CHECKING:
    from releasecheck.core.marks import Marks
    from releasecheck.store.law_rows import Trace
    from releasecheck.store.report_rows import (
        SchemaPart,
    )
    from releasecheck.store.tables.transaction import Transaction


def create(path: Path, *, shared_folder: bool = False, login: str = "", key: Key = NO_KEY) -> SqliteStore:
    """A new, empty record, readable by its owner alone; encrypted where a key is expected.

    `login`: the name the machine knows whoever writes by; it is kept beside the name they give.
    `shared_folder`: it lies on a network share, where write-ahead logging is not safe.
    Raises StoreError if there is something at the path already; what is there is not touched.
    """
    if key.expected:
        library()
        key.digits(path)  # before there is a file
    create_file(path)
    made = False
    try:
        connection = connect_new(path, key)
        try:
            migrations.migrate(connection)
            if not shared_folder:
                # Last, so that the file's header says whose it is before a log lies beside it.
                connection.execute("PRAGMA journal_mode = WAL")
            made = True
        finally:
            if not made:
                connection.close()
    finally:
        if not made:
            remove_file(path)
    return SqliteStore(connection, login)


def open_record(
    path: Path, *, read_only: bool = False, timeout: float = 10.0, login: str = "", key: Key = NO_KEY
) -> SqliteStore:
    """An existing record; one from an older version of this program is brought up to date first.

    `timeout` is how many seconds to wait while another program writes. `login`: the name the machine knows
    whoever writes by; it is kept beside the name they give. `key`: what it is encrypted with, if it is.
    Raises StoreError when there is no record at the path, or it cannot be used.
    """
    _refuse_no_file(path)
    connection = connect(path, read_only=read_only, timeout=timeout, key=key)
    opened = False
    try:
        _refuse_views(connection, path)
        if not read_only and new_form(path).exists():
            from releasecheck.store.sqlite.backup import clear_new_form

            clear_new_form(connection)
        if not migrations.is_up_to_date(connection):
            if read_only:
                raise StoreError(
                    f"the record at {path} is from an older version. Any command that may write to it brings "
                    "it up to date: releasecheck list"
                )
            migrations.migrate(connection)
        opened = True
    finally:
        if not opened:
            connection.close()
    return SqliteStore(connection, login)


def _refuse_no_file(path: Path) -> None:
    """Raise StoreError for a device, a pipe or the like: nobody should take it away for a record."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            what = "a pipe" if stat.S_ISFIFO(mode) else "a device"
            raise StoreError(f"{path} is {what}, not a record. Name another: releasecheck --record PATH")


_READ = (
    "('people', 'plans', 'tasks', 'items', 'closed_days', 'meta', 'runs', 'unread_cells', 'voids', 'facts', "
)
_READ += "'entries', 'releases', 'outcomes', 'owners', 'notes', 'salts', 'log', 'staff')"


def _refuse_views(connection: Connection, path: Path) -> None:
    """Raise StoreError where somebody put a view in the place of a table: reading it could take for ever."""
    found = connection.one(f"SELECT name FROM sqlite_schema WHERE type = 'view' AND name IN {_READ}")
    if found is not None:
        raise StoreError(
            f"the record at {path} is not as this program made it: {found[0]} is a view and no table, so "
            "nothing in it is read. Put the newest backup in its place: releasecheck record restore FILE"
        )


class SqliteStore(SharedStore):
    """A record in a SQLite file, open; see `Store` for what each method is for."""

    def __init__(self, connection: Connection, login: str = "") -> None:
        super().__init__(connection)
        self._sqlite, self._login = connection, login

    def __enter__(self) -> SqliteStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._sqlite.close()

    def schema(self) -> list[SchemaPart]:
        """The views and the tables of the record, in the order they were made."""
        from releasecheck.store.sqlite import schema

        return schema.parts(self._sqlite)

    def back_up(self, target: Path) -> int:
        """A verified copy of the whole record; its size in bytes."""
        from releasecheck.store.sqlite.backup import back_up

        return back_up(self._sqlite, target)

    def faults(self) -> list[str]:
        """All that is wrong with the file and with its rows, by table and key, before anything is planned."""
        from releasecheck.store.sqlite import checks

        return checks.faults(self._sqlite)

    def traces(self, marks: Marks) -> list[Trace]:
        """Every row in which somebody is still named, but for the numbers that the log and erasures keep."""
        from releasecheck.store.sqlite.traces import traces

        return traces(self._sqlite, marks)

    def compact(self) -> tuple[int, int]:
        """Write the file anew without the room that nothing is kept in; its size in bytes before and after.

        Raises StoreError while anybody else has it open for writing, or where the disk has no room for it.
        """
        self._sqlite.all("PRAGMA wal_checkpoint(TRUNCATE)")
        before = self._size()
        self._sqlite.execute("VACUUM")
        self._sqlite.all("PRAGMA wal_checkpoint(TRUNCATE)")
        return before, self._size()

    def _size(self) -> int:
        return self._sqlite.path.stat().st_size

    def log_look(
        self, by: str, at: datetime, command: str, people: Iterable[str], reason: str | None = None
    ) -> None:
        """Log a consultation of these people's data, at the least cost.

        The disk is not waited for, as it is for what is recorded: closing the record sees to that.
        """
        self._sqlite.execute("PRAGMA synchronous = NORMAL")
        with self._sqlite.transaction():
            access_log.add_line(
                *(self._sqlite, access_log.log_time(at), by, command, "consultation", people),
                *(reason, None, access_log.origin_of(self._sqlite), self._login),
            )
        self._sqlite.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def writing(
        self, by: str, at: datetime, day: date, command: str, reason: str | None = None
    ) -> Iterator[Transaction]:
        """One command's writes, saved whole at the end or, after any error, not at all.

        `at` is when (any time zone), `day` the day it is recorded as of.
        """
        from releasecheck.store.tables.transaction import Transaction

        with self._sqlite.transaction():
            transaction = Transaction(
                *(self._sqlite, migrations, self._columns, by, at, day, command, reason, self._login)
            )
            yield transaction
            transaction.finish()
        if transaction.wrote:
            self.recorded.append(transaction.entry)
