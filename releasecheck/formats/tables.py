"""Reports that are tables of counts: one shape for the forecast, the caseload and the outcomes.

A table holds values, not words, so that programs read the same as people do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from releasecheck.core.named import NamedTuple

Value: TypeAlias = "int | str | date | None"


class Suppressed(str):
    """What stands in the place of a number that these readers are not shown; programs are given none."""

    __slots__ = ()


class Heading(NamedTuple):
    """What programs call a column, and the words over it (none: people are not shown it)."""

    key: str
    words: str


class Table(NamedTuple):
    """Counts under headings; the first column names the row."""

    name: str
    """What programs call it: `months`."""
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    data_only: bool = False
    """For JSON and CSV: too long to be read by people."""
    later: bool = False
    """It came after 0.1.0: in CSV its own columns stand after all that were there before."""

    def objects(self) -> Iterator[dict[str, Value]]:
        """Each row as its values by key."""
        keys = [heading.key for heading in self.headings]
        return (dict(zip(keys, row, strict=True)) for row in self.rows)


class Tables(NamedTuple):
    """A report of tables."""

    kind: str
    """Which command makes it: `forecast`."""
    title: str
    as_of: date
    tables: tuple[Table, ...]
    filters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences under the title: what is counted and what is not."""
    footnotes: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    """Whose data it shows by name."""
    not_counted: Mapping[str, int] | None = None
    """How many people in prison it leaves out, by reason; None: it is not about who is in prison."""
    apart: str = ""
    """The same as a sentence, which is among the footnotes as well."""


Thing = TypeVar("Thing")


class TableColumn(NamedTuple, Generic[Thing]):
    """One column of a table whose rows are each made of a `Thing`."""

    key: str
    """What programs call it."""
    words: str
    """What stands over it; nothing: people are not shown it."""
    value: Callable[[Thing], Value]


def table(
    name: str,
    title: str,
    columns: Sequence[TableColumn[Thing]],
    sources: Iterable[Thing],
    notes: tuple[str, ...] = (),
    *,
    data_only: bool = False,
    later: bool = False,
) -> Table:
    """A table with a row of these columns for each source."""
    headings = tuple(Heading(column.key, column.words) for column in columns)
    rows = tuple(tuple(column.value(source) for column in columns) for source in sources)
    return Table(name, title, headings, rows, notes, data_only, later)
