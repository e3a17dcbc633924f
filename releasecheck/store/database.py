"""What the tables and the queries ask of a database, whichever it is; SQLite's own is in `sqlite`.

For readers and type checkers: no command loads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from releasecheck.store.rows import EntrySaid, NewLine

SqlValue: TypeAlias = str | int | None
Parameters: TypeAlias = Sequence[SqlValue | bytes] | Mapping[str, SqlValue | bytes]
SqlRow: TypeAlias = tuple[Any, ...]  # what a database gives; `tables.columns` makes values of it


class Database(Protocol):
    """A connection to one record, whose every failure is a StoreError that says what to do."""

    steps: str
    """The table that says by which steps the others were made."""
    chains: bool
    """Whether each office that writes has chains of its own; a file has one of entries and one of lines."""

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement for what it does."""

    def insert(self, sql: str, parameters: Parameters) -> int:
        """Insert one row; its id."""

    def numbers(self, table: str, count: int, last: int) -> Sequence[int]:
        """So many ids that no row of a table has, or will be given, in order.

        `last`: the last of those that this transaction was given, or 0.
        """

    def hold(self, people: Sequence[str]) -> None:
        """Let nobody else write of these people, by prison number, until the transaction's end."""

    def digest(self, name: str, sql: str) -> str:
        """SHA-256 over all rows of this query, which this name is known by."""

    def ledger(self) -> Ledger:
        """What is chained of one transaction."""

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one statement once for each row."""

    def write_rows(self, insert: str, rows: Sequence[tuple[SqlValue, ...]]) -> None:
        """Run `INSERT … VALUES (…)` for many short rows."""

    def all(self, sql: str, parameters: Parameters = ()) -> list[SqlRow]:
        """Every row at once."""

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[SqlRow]:
        """The rows one after the other, as they are asked for."""

    def one(self, sql: str, parameters: Parameters = ()) -> SqlRow | None:
        """The first row, if there is any."""

    def together(self, asked: Sequence[tuple[str, Parameters]]) -> list[list[SqlRow]]:
        """Every row of each of these, as of one moment; no moments of time and no bytes are among them."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Reads inside see one and the same moment, whatever another program writes meanwhile."""

    def transaction(self, *, quick: bool = False) -> AbstractContextManager[None]:
        """All that is written inside is saved together, or none of it.

        `quick`: the disk is not waited for, and a power cut may undo it.
        """


class Server(Database, Protocol):
    """The same of one that many write to at once."""

    entry: int
    """The entry of this transaction, once it has one."""

    def last(self, sql: str, parameters: Parameters, *, asked: bool) -> SqlRow | None:
        """The last statement of a transaction; `asked`: its answer is needed."""


class Ledger(Protocol):
    """What a transaction adds to the chains, and the digests of tables that it wrote to."""

    def begin(self, said: EntrySaid) -> int:
        """Make the entry; its number."""

    def seal(self, digests: Sequence[str], voided: Sequence[SqlRow], *, office: bool) -> None:
        """Seal it over its people's digests and the entries it undid.

        `office`: and over what is known of the office itself, which it changed.
        """

    def line(self, line: NewLine, *, begun: bool = False) -> None:
        """Add a line to the log; of a disclosure that is `begun`, and marked so until it has ended."""

    def left(self, line: NewLine, begins: str) -> None:
        """Add it where the mark that begins so is no longer what the log says; its reason is the mark."""

    def ended(self, lines: Iterable[int]) -> None:
        """Take that mark away from disclosures that have ended."""

    def keep(self, names: Iterable[str]) -> None:
        """Write down what these digests are at the end."""

    def end(self) -> Sequence[int]:
        """Do what has been put off; the numbers of the lines added, where somebody asked that of one."""


class Structure(Protocol):
    """How a database's tables are changed: what stands in no other database's words."""

    def drop_load_indexes(self, database: Any) -> None:
        """Take away what a first load is quicker without, and make ready for many rows."""

    def make_load_indexes(self, database: Any) -> None:
        """Make those indexes that are not there."""

    def guard(self, database: Any) -> None:
        """Keep what was recorded from being changed or removed."""

    def unguard(self, database: Any, table: str) -> None:
        """Let a table's rows be removed until `guard` is called: only erasure does this."""
