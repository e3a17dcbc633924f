"""What the tables and the queries ask of a database, whichever it is; SQLite's own is in `sqlite`.

For readers and type checkers: no command loads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

SqlValue: TypeAlias = str | int | None
Parameters: TypeAlias = Sequence[SqlValue | bytes] | Mapping[str, SqlValue | bytes]
SqlRow: TypeAlias = tuple[Any, ...]  # what a database gives; `tables.columns` makes values of it


class Database(Protocol):
    """A connection to one record, whose every failure is a StoreError that says what to do."""

    steps: str
    """The table that says by which steps the others were made."""

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement for what it does."""

    def insert(self, sql: str, parameters: Parameters) -> int:
        """Insert one row; its id."""

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

    def snapshot(self) -> AbstractContextManager[None]:
        """Reads inside see one and the same moment, whatever another program writes meanwhile."""

    def transaction(self, *, quick: bool = False) -> AbstractContextManager[None]:
        """All that is written inside is saved together, or none of it.

        `quick`: the disk is not waited for, and a power cut may undo it.
        """


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
