"""The record in one SQLite file, which any SQLite tool can read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.core.errors import StoreError
from releasecheck.store.shared_writing import SharedWriting
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
    from releasecheck.store.report_rows import SchemaPart


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
    path: Path,
    *,
    read_only: bool = False,
    timeout: float = 10.0,
    login: str = "",
    key: Key = NO_KEY,
    kept_in: Path | None = None,
) -> SqliteStore:
    """An existing record; one from an older version of this program is brought up to date first.

    `timeout` is how many seconds to wait while another program writes. `login`: the name the machine knows
    whoever writes by; it is kept beside the name they give. `key`: what it is encrypted with, if it is.
    `kept_in`: the user's folder in which looks are kept that a record cannot take.
    Raises StoreError when there is no record at the path, or it cannot be used.
    """
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
    return SqliteStore(connection, login, kept_in)


_READ = (
    "('people', 'plans', 'tasks', 'items', 'closed_days', 'meta', 'runs', 'unread_cells', 'voids', 'facts', "
    "'entries', 'releases', 'outcomes', 'owners', 'notes', 'salts', 'log', 'staff', 'holds', 'erased', "
    "'unfinished', 'search_words', 'words', 'log_lists', 'night_rows', '_sqlite_migrations')"
)


def _refuse_views(connection: Connection, path: Path) -> None:
    """Raise StoreError where somebody put a view in the place of a table: reading it could take for ever."""
    found = connection.one(f"SELECT name FROM sqlite_schema WHERE type = 'view' AND name IN {_READ}")
    if found is not None:
        raise StoreError(
            f"the record at {path} is not as this program made it: {found[0]} is a view and no table, so "
            "nothing in it is read. Put the newest backup in its place: releasecheck record restore FILE"
        )


class SqliteStore(SharedWriting):
    """A record in a SQLite file, open; see `Store` for what each method is for."""

    def __init__(
        self, connection: Connection, login: str = "", kept_in: Path | None = None, *, in_memory: bool = False
    ) -> None:
        super().__init__(connection, migrations, login, connection.path, kept_in, in_memory=in_memory)
        self._sqlite = connection

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

    def keep_erased(self, record: Path | None, folders: Iterable[Path]) -> list[Path]:
        """Keep whom it erased in a list beside the record and in these folders; those where it cannot be."""
        from releasecheck.store.sqlite.tombstones import keep_list, list_beside

        record = record or self._sqlite.path
        asked = access_log.origin_of(self._sqlite), self.erased(), self._sqlite.digits
        try:
            keep_list(list_beside(record), *asked)
        except OSError as error:
            raise StoreError(
                f"cannot keep the list of those erased beside {record}: {error.strerror}"
            ) from error
        missed = []
        for folder in folders:
            try:
                keep_list(folder / list_beside(record).name, *asked)
            except OSError:
                missed.append(folder)
        return missed

    def compact(self) -> tuple[int, int, bool]:
        """Write the file anew without the room that nothing is kept in; its size in bytes before and after.

        And whether it is so on the disk: while somebody else reads, it still has what it had.
        Raises StoreError while anybody else has it open for writing, or where the disk has no room for it.
        """
        self._sqlite.all("PRAGMA wal_checkpoint(TRUNCATE)")
        before = self._size()
        self._sqlite.execute("VACUUM")
        ((waits, *_),) = self._sqlite.all("PRAGMA wal_checkpoint(TRUNCATE)")
        return before, self._size(), not waits

    def _size(self) -> int:
        return self._sqlite.path.stat().st_size
