"""What every store writes in the same way: one command's entry whole, and every look before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from releasecheck.core.errors import StoreError
from releasecheck.store.again import decided_again
from releasecheck.store.rows import NewLine
from releasecheck.store.shared import SharedStore
from releasecheck.store.tables import access_log

if TYPE_CHECKING:
    from types import TracebackType

    from releasecheck.store.database import Database, Ledger, Structure
    from releasecheck.store.late_looks import LateLook
    from releasecheck.store.rows import Look
    from releasecheck.store.tables.transaction import Transaction


class SharedWriting(SharedStore):
    """All of a store that writes, but for the database's own ways."""

    def __init__(
        self,
        connection: Database,
        structure: Structure,
        login: str,
        place: Path,
        kept_in: Path | None,
        *,
        in_memory: bool = False,
    ) -> None:
        super().__init__(connection)
        self._structure, self._login = structure, login
        self._place, self._kept_in = place, kept_in
        self._in_memory = in_memory
        self._only_read: StoreError | None = None
        self._logged = set[str]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the record."""
        raise NotImplementedError

    def log_look(self, look: Look) -> int:
        """Log a look at these people's data, at the least cost; the number of the line.

        It is on the disk before anything is shown. With a recipient it is a disclosure, and marked as begun.
        """
        said = access_log.log_time(look.at), look.by, look.command, look.kind
        line = NewLine(*said, look.people, look.reason, look.recipient, self._login)

        def write() -> int:
            with self._saving(look.at) as ledger:
                ledger.line(line, begun=look.recipient is not None)
                return ledger.end()[-1]

        number = decided_again(write)
        self._logged.update(look.people)
        return number

    def log_ended(self, lines: Iterable[int]) -> None:
        """Take the mark of what is unfinished away from disclosures that have come to their end.

        The disk is not waited for: a mark that comes back after a power cut says no more than it should.
        """
        with self._connection.transaction(quick=True):
            ledger = self._connection.ledger()
            ledger.ended(lines)
            ledger.end()

    def keep_look(self, look: Look) -> LateLook:
        """Keep a look that the record cannot take now; it goes into the log at this user's next writing.

        Raises OSError where that cannot be done either.
        """
        import uuid

        from releasecheck.store.late_looks import LateLook, keep

        kept = LateLook(
            *(uuid.uuid4().hex, access_log.log_time(look.at), look.by, look.command, look.kind),
            *(tuple(look.people), look.reason, look.recipient, self._login),
            record=str(self._place.resolve()),
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

        folder = self._kept_in or self._place.parent
        return file_for(folder, access_log.origin_of(self._connection), self._place)

    def _kept_for_the_log(self) -> list[Path]:
        """Where looks of this user are that belong into this log, if there are any."""
        # What a copy takes in would be gone with it.
        if self._kept_in is None or self._in_memory or not any(self._kept_in.glob("looks-*.jsonl")):
            return []
        from releasecheck.store.late_looks import files_of

        return files_of(self._kept_in, access_log.origin_of(self._connection), self._place)

    @property
    def logged(self) -> AbstractSet[str]:
        """Whose data has been logged, or kept for the log, since the record was opened."""
        return self._logged

    def only_read(self, why: StoreError | None) -> None:
        """Raise this from now on wherever something is to be written; nothing, while it is None."""
        self._only_read = why

    @contextmanager
    def _saving(self, at: datetime) -> Iterator[Ledger]:
        """A transaction that also takes in what was kept of this user's looks, once and for all.

        Whoever uses it ends what it gives.
        """
        if self._only_read is not None:
            raise self._only_read
        files = self._kept_for_the_log()
        if not files:
            with self._connection.transaction():
                yield self._connection.ledger()
            return
        from releasecheck.store.late_looks import taking

        with ExitStack() as held:
            with self._connection.transaction():
                taken = [held.enter_context(taking(file)) for file in files]
                ledger = self._connection.ledger()
                for looks, unread, _ in taken:
                    access_log.take_late(self._connection, ledger, looks, unread, access_log.log_time(at))
                yield ledger
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

        with self._saving(at) as ledger:
            transaction = Transaction(
                *(self._connection, self._structure, self._columns, by, at, day, command, reason),
                *(self._login,),
                ledger=ledger,
            )
            yield transaction
            transaction.finish()
            ledger.end()
        if transaction.wrote:
            self.recorded.append(transaction.entry)
        self._logged |= transaction.logged
