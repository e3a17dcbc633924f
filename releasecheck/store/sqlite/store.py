"""The record in one SQLite file, which any SQLite tool can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
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
    from releasecheck.store.late_looks import LateLook
    from releasecheck.store.law_rows import Trace
    from releasecheck.store.report_rows import (
        SchemaPart,
    )
    from releasecheck.store.rows import Look
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


class SqliteStore(SharedStore):
    """A record in a SQLite file, open; see `Store` for what each method is for."""

    def __init__(
        self, connection: Connection, login: str = "", kept_in: Path | None = None, *, in_memory: bool = False
    ) -> None:
        super().__init__(connection)
        self._in_memory = in_memory
        self._sqlite, self._login, self._kept_in = connection, login, kept_in
        self._only_read: StoreError | None = None
        self._logged = set[str]()

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

    def keep_erased(self, record: Path, folders: Iterable[Path]) -> list[Path]:
        """Keep whom it erased in a list beside the record and in these folders; those where it cannot be."""
        from releasecheck.store.sqlite.tombstones import keep_list, list_beside

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

    def log_look(self, look: Look) -> int:
        """Log a look at these people's data, at the least cost; the number of the line.

        It is on the disk before anything is shown. With a recipient it is a disclosure, and marked as begun.
        """
        with self._saving(look.at):
            line = access_log.add_line(
                *(self._sqlite, access_log.log_time(look.at), look.by, look.command, look.kind, look.people),
                *(look.reason, look.recipient, access_log.origin_of(self._sqlite), self._login),
            )
            if look.recipient is not None:
                access_log.begin(self._sqlite, line)
        self._logged.update(look.people)
        return line

    def log_ended(self, lines: Iterable[int]) -> None:
        """Take the mark of what is unfinished away from disclosures that have come to their end.

        The disk is not waited for: a mark that comes back after a power cut says no more than it should.
        """
        self._sqlite.execute("PRAGMA synchronous = NORMAL")
        try:
            with self._sqlite.transaction():
                access_log.end(self._sqlite, lines)
        finally:
            self._sqlite.execute("PRAGMA synchronous = FULL")

    def keep_look(self, look: Look) -> LateLook:
        """Keep a look that the record cannot take now; it goes into the log at this user's next writing.

        Raises OSError where that cannot be done either.
        """
        import uuid

        from releasecheck.store.late_looks import LateLook, keep

        kept = LateLook(
            *(uuid.uuid4().hex, access_log.log_time(look.at), look.by, look.command, look.kind),
            *(tuple(look.people), look.reason, look.recipient, self._login),
            record=str(self._sqlite.path.resolve()),
        )
        keep(self.late_file, kept)
        self._logged.update(look.people)
        return kept

    def kept_look_ended(self, look: LateLook) -> None:
        """The same of a disclosure that was kept and has come to its end."""
        from releasecheck.store.late_looks import keep

        keep(self.late_file, look._replace(ended=True))

    @property
    def late_file(self) -> Path:
        """Where the looks of this user are kept that this record could not take."""
        from releasecheck.store.late_looks import file_for

        folder = self._kept_in or self._sqlite.path.parent
        return file_for(folder, access_log.origin_of(self._sqlite), self._sqlite.path)

    def _kept_for_the_log(self) -> list[Path]:
        """Where looks of this user are that belong into this log, if there are any."""
        # What a copy takes in would be gone with it.
        if self._kept_in is None or self._in_memory or not any(self._kept_in.glob("looks-*.jsonl")):
            return []
        from releasecheck.store.late_looks import files_of

        return files_of(self._kept_in, access_log.origin_of(self._sqlite), self._sqlite.path)

    @property
    def logged(self) -> AbstractSet[str]:
        """Whose data has been logged, or kept for the log, since the record was opened."""
        return self._logged

    def only_read(self, why: StoreError | None) -> None:
        """Raise this from now on wherever something is to be written; nothing, while it is None."""
        self._only_read = why

    @contextmanager
    def _saving(self, at: datetime) -> Iterator[None]:
        """A transaction that also takes in what was kept of this user's looks, once and for all."""
        if self._only_read is not None:
            raise self._only_read
        files = self._kept_for_the_log()
        if not files:
            with self._sqlite.transaction():
                yield
            return
        from releasecheck.store.late_looks import taking

        with ExitStack() as held:
            with self._sqlite.transaction():
                taken = [held.enter_context(taking(file)) for file in files]
                for looks, unread, _ in taken:
                    access_log.take_late(self._sqlite, looks, unread, access_log.log_time(at))
                yield
            for _, _, empty in taken:
                empty()

    @contextmanager
    def writing(
        self, by: str, at: datetime, day: date, command: str, reason: str | None = None
    ) -> Iterator[Transaction]:
        """One command's writes, saved whole at the end or, after any error, not at all.

        `at` is when (any time zone), `day` the day it is recorded as of.
        """
        from releasecheck.store.tables.transaction import Transaction

        with self._saving(at):
            transaction = Transaction(
                *(self._sqlite, migrations, self._columns, by, at, day, command, reason, self._login)
            )
            yield transaction
            transaction.finish()
        if transaction.wrote:
            self.recorded.append(transaction.entry)
        self._logged |= transaction.logged
