"""A tracker of tasks as values: which outcomes its rows tell, and which of them are refused and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from releasecheck.exchange.reading.files.table import SourceTable
from releasecheck.exchange.reading.lists.people_file import RowError, RowFacts, UnusedHeading
from releasecheck.exchange.reading.lists.row_reader import repeated
from releasecheck.exchange.reading.trackers.cell_words import LeftKind
from releasecheck.policy.catalogue import Item, OutcomeSpec


class ReadOutcome(NamedTuple):
    """One outcome that could be read, and where it stood."""

    row: int
    column: str
    """The heading of what says which outcome it is."""
    text: str
    """What stood there, on one line."""
    prison_number: str
    who: RowFacts
    """What the row says of who it is about, beside the number."""
    item: Item
    spec: OutcomeSpec
    on: date
    reason: str | None
    evidence: Mapping[str, str]
    by: str | None
    sequence: int | None = None
    """Its place among what another record holds of the person: it is taken as it was recorded there."""


class LeftOne(NamedTuple):
    """A cell of which somebody must say more before all of it can be recorded."""

    row: int
    column: str
    value: str | None
    """What stood there, on one line; None where it is better not repeated."""
    prison_number: str
    item: Item
    kind: LeftKind
    why: str

    def error(self, file: str, where: str) -> RowError:
        """As a message says it."""
        value = self.value
        if value is not None and self.kind == "unread":
            value = repeated(value, self.why)
        return RowError(file, self.row, self.column, value, self.why, where)


@dataclass(frozen=True, slots=True)
class TasksFile:
    """A file of outcomes, read."""

    name: str
    unit: str
    """What is counted: rows, or the cells of a tracker with a column for each item."""
    outcomes: tuple[ReadOutcome, ...]
    errors: tuple[RowError, ...]
    left: tuple[LeftOne, ...]
    not_begun: int
    """Rows or cells that say that nothing has happened yet."""
    number_heading: str
    meanings: Mapping[str, str]
    """Each heading that is read, and what a map would say it is."""
    unused_headings: tuple[UnusedHeading, ...]
    problems: tuple[RowError, ...]
    notes: tuple[str, ...]
    heading_row: int
    table: SourceTable = field(repr=False)
    """The file as it came, to be read again for `rejects`."""
    left_empty: int = 0
    """Rows of a working workbook in which nothing was filled in."""
    copies: int = 0
    """Rows of one that say again what another said of the same task."""
