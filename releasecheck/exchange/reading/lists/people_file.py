"""A file of people as values: what its rows say, and which of them are refused and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol, TypeAlias

from releasecheck.core.domain import NOTHING, Facts, FactValue, Telling
from releasecheck.exchange.reading.files.table import NO_VALUE, WITHOUT_VALUE, SourceTable
from releasecheck.people.facts import to_text
from releasecheck.people.names import same_name
from releasecheck.planning.listed_events import NOT_LISTED, Listed

RowFacts: TypeAlias = Mapping[str, FactValue | None]
"""What a file says: absent is left as it was, None is "not known"."""

WHY_REFUSED = "Why refused"
"""The last column of a file of refused rows; ignored when that file comes back."""


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was refused; messages use the prison number and never a name."""

    file: str
    row: int
    """As the spreadsheet numbers it: a cell with a line break in it is still one row."""
    column: str
    value: str | None
    """What stood there; None where it is better not repeated."""
    expected: str
    where: str = ""
    """Where that is in the file, as its table says it ("sheet December row 5"); without it, a row."""

    def __str__(self) -> str:
        place = f"{self.file} {self.where or f'row {self.row}'}, {self.column}"
        if self.expected == WITHOUT_VALUE:
            return f"{place} {self.expected}"
        value = "" if self.value is None else f' "{self.value}"'
        return f"{place}{value}: {self.expected}"


class Carried(NamedTuple):
    """What another record's export says beside the facts; it counts for somebody new here."""

    known_since: date | None = None
    tellings: tuple[Telling, ...] = ()
    owners: Mapping[str, str] = NOTHING


NOTHING_CARRIED = Carried()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row that could be read."""

    row: int
    prison_number: str
    facts: RowFacts
    carried: Carried = NOTHING_CARRIED
    listed: Listed = NOT_LISTED
    """Where the list has them."""


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell that says something nobody could read: its fact stays as it was; the rest of the row counts."""

    row: int
    prison_number: str
    column: str
    value: str | None
    """What stood there; None where it is better not repeated."""
    why: str
    release: bool = False
    """Whether it is where the day of release should be."""


@dataclass(frozen=True, slots=True)
class NoPerson:
    """A row about nobody: a month, a total, a note."""

    row: int
    words: str
    """How it begins."""


@dataclass(frozen=True, slots=True)
class UnusedHeading:
    """A column that nothing was read from."""

    heading: str
    suggestion: str | None = None
    asks: str | None = None
    """What it may be, where its cells do not say so plainly enough."""
    index: int = -1
    """Its place; -1 where nobody counts its cells."""

    def __str__(self) -> str:
        hint = f" Did you mean {self.suggestion}?" if self.suggestion else ""
        return f'column "{self.heading}" is not used.{hint}'


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file of people, read."""

    name: str
    rows: tuple[ReadRow, ...]
    errors: tuple[RowError, ...]
    """Why rows were refused: a prison number that is none, or that is somebody else's."""
    unread: tuple[UnreadCell, ...]
    """The cells that could not be read."""
    no_people: tuple[NoPerson, ...]
    unused_headings: tuple[UnusedHeading, ...]
    headings: Mapping[str, tuple[str, ...]]
    """Heading as written, and the facts it can set."""
    notes: tuple[str, ...]
    repeated: int
    """Rows that say again, word for word, what an earlier row said."""
    mentioned: frozenset[str]
    """Every prison number in the file, those of refused rows included."""
    heading_row: int
    table: SourceTable = field(repr=False)
    """The file as it came, to be read again for `rejects`."""
    has_days: bool = True
    """Whether it says of anybody when they leave."""
    dated: date | None = None
    """The day of the list, where it says so above or below the table."""
    prison: str | None = None
    """The prison that the list is of, where it says so above the table."""
    listed_headings: tuple[str, ...] = ()
    """Every heading, read or not, in the order of the file."""


class FileRead(Protocol):
    """A file that was read, and can be read again."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What should be known of how it was read."""

    @property
    def unused_headings(self) -> tuple[UnusedHeading, ...]:
        """The columns that nothing was read from."""

    @property
    def heading_row(self) -> int:
        """The row of its headings."""

    @property
    def table(self) -> SourceTable:
        """The file as it came."""


def rejects(
    file: FileRead, errors: Iterable[RowError], unread: Iterable[UnreadCell] = ()
) -> list[tuple[str, ...]]:
    """The rows not read, or not read whole, as they came, under their headings; why in a last column."""
    why: dict[int, list[str]] = {}
    for error in errors:
        why.setdefault(error.row, []).append(f"{error.column}: {error.expected}")
    for cell in unread:
        why.setdefault(cell.row, []).append(f"{cell.column}: {cell.why}")
    asked = {file.heading_row, *why}
    found = {
        number: tuple("" if cell is None or cell == NO_VALUE else cell for cell in cells)
        for number, cells in (file.table.as_it_came or file.table.rows)()
        if number in asked
    }
    width = max(map(len, found.values()))

    def padded(row: int) -> tuple[str, ...]:
        return (*found[row], *[""] * (width - len(found[row])))

    refused = [(*padded(row), "; ".join(why[row])) for row in found if row in why]
    return [(*padded(file.heading_row), WHY_REFUSED), *refused]


#: The facts by which a person is told from another.
TELLING_APART = frozenset({"last_name", "first_name", "date_of_birth"})


_ANOTHER = "is {} {} here and {} in the record: the same person? If so, set {} first"


def doubts(said: RowFacts, known: Facts, today: date) -> Iterator[tuple[str, str]]:
    """Each fact by which this may be somebody else, another birthday or another surname, and why in words."""
    born, recorded = said.get("date_of_birth"), known.get("date_of_birth")
    if isinstance(born, date) and born > today:
        yield "date_of_birth", "would be born in the future"
    elif born is not None and recorded is not None and born != recorded:
        here, there = to_text(born), to_text(recorded)
        yield "date_of_birth", _ANOTHER.format("born", here, there, f"date_of_birth={here}")
    called, recorded = said.get("last_name"), known.get("last_name")
    if called is not None and recorded is not None and not same_name(str(called), str(recorded)):
        # Their first letters: this goes to stderr, where no name stands.
        here, there = (f"{str(name).strip()[:1]}…" for name in (called, recorded))
        yield "last_name", _ANOTHER.format("called", here, there, "last_name=NAME")
