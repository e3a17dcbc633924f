"""What is chained where one program at a time writes: each thing follows what is there, at once.

In a file whoever writes has it alone, so the next number and the hash to follow are read from its tables.
A database that many write to at once gathers the same and adds it last: `postgres.ledger`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from releasecheck.store.tables import access_log, digests

if TYPE_CHECKING:
    from releasecheck.store.database import Database, Parameters, SqlRow
    from releasecheck.store.rows import EntrySaid, NewLine
    from releasecheck.store.tables.access_log import LogKind


class FileLedger:
    """See `database.Ledger` for what each method is for."""

    def __init__(self, connection: Database) -> None:
        self._connection = connection
        self._entry, self._previous = 0, ""
        self._lines: list[int] = []

    def begin(self, said: EntrySaid) -> int:
        """Make the entry; its number."""
        from releasecheck.store.tables import chain

        self._entry, self._previous = chain.begin(self._connection, said)
        return self._entry

    def seal(self, digests: Sequence[str], voided: Sequence[SqlRow], *, office: bool) -> None:
        """Seal it, once all of its rows are written."""
        from releasecheck.store.tables import chain

        chain.seal(self._connection, self._entry, self._previous, voided, office=office)

    def line(self, line: NewLine, *, begun: bool = False) -> None:
        """Write it after the last."""
        kind = cast("LogKind", line.kind)
        number = access_log.add_line(
            *(self._connection, line.at, line.by, line.command, kind, line.people, line.reason),
            *(line.recipient, access_log.origin_of(self._connection), line.login, line.written_at),
        )
        if begun:
            access_log.begin(self._connection, number)
        self._lines.append(number)

    def left(self, line: NewLine, begins: str) -> None:
        """In the log, whose chain leaves the house: a hold, an erasure or a rule that nobody logged shows."""
        now = digests.mark_of(self._connection, begins)
        if now != digests.mark_in_the_log(self._connection, begins):
            self.line(line._replace(reason=f"{begins}{now or 'nobody'}"))

    def ended(self, lines: Iterable[int]) -> None:
        """Take the mark away."""
        access_log.end(self._connection, lines)

    def keep(self, names: Iterable[str]) -> None:
        """Write down what these digests are now."""
        digests.keep(self._connection, sorted(names))

    def end(self) -> Sequence[int]:
        """The numbers of the lines; nothing was put off."""
        return self._lines


class OneWriter:
    """The part of a database that one program at a time writes to: nobody else need be waited for."""

    chains = False

    def together(self, asked: Sequence[tuple[str, Parameters]]) -> list[list[SqlRow]]:
        """Every row of each of these."""
        database = cast("Database", self)
        with database.snapshot():
            return [database.all(*one) for one in asked]

    def hold(self, people: Sequence[str]) -> None:
        """Nothing: whoever writes has the whole record."""

    def numbers(self, table: str, count: int, last: int) -> Sequence[int]:
        """The ids that follow the last."""
        if not last:
            database = cast("Database", self)
            (last,) = database.one(f"SELECT coalesce(max(id), 0) FROM {table}") or (0,)
        return range(last + 1, last + 1 + count)

    def digest(self, name: str, sql: str) -> str:
        """SHA-256 over all rows of this query."""
        return digests.of_rows(cast("Database", self).each(sql))

    def ledger(self) -> FileLedger:
        """What is chained of one transaction."""
        return FileLedger(cast("Database", self))
