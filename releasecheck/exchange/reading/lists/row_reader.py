"""Reading rows under headings, cell after cell: each bad one is kept as an error, with where it stood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Generic, NamedTuple, TypeGuard, TypeVar

from releasecheck.core.domain import FactValue
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.formulas import unguarded
from releasecheck.core.words import DID_YOU_MEAN, count, is_crn, listed
from releasecheck.exchange.reading.files.table import (
    LONGEST_CELL,
    NO_VALUE,
    WITHOUT_VALUE,
    Row,
    SourceCell,
    SourceTable,
)
from releasecheck.exchange.reading.lists.cells import Reader
from releasecheck.exchange.reading.lists.headings import (
    column_of,
    has_prison_number,
    not_headings,
    read_column,
)
from releasecheck.exchange.reading.lists.people_file import TELLING_APART, RowError, RowFacts
from releasecheck.people.facts import FACTS, BadValue, expected, fact_for_heading, parse

NUMBER_HEADINGS = ("Prison Number", "NOMS No", "NOMIS Number")
"""What the column of the prison number is usually headed."""
_TITLE_ROWS = 50
"""Rows looked through for the headings."""
_SHOWN = 60
"""Letters of a bad cell that an error repeats."""

Read = TypeVar("Read")
Meaning = TypeVar("Meaning", bound=str)


class Place(NamedTuple):
    """One column: where it is, and its heading."""

    at: int
    heading: str


class Headed(NamedTuple):
    """A table whose headings have been found."""

    row: int
    headings: tuple[str, ...]
    """Each on one line, without empty ones at the end."""
    body: Iterator[Row]
    """The rows under them that are not empty."""
    above: int = 0
    """Rows above them that are not empty."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of the rows above them."""
        one = self.above == 1
        return (f"{count(self.above, 'row')} above the headings {'is' if one else 'are'} not read",) * bool(
            self.above
        )

    def places(self) -> tuple[Place, ...]:
        """Every column that has a heading."""
        return tuple(Place(at, heading) for at, heading in enumerate(self.headings) if heading)


def find_headings(
    table: SourceTable, are_headings: Callable[[Sequence[SourceCell]], bool] = has_prison_number
) -> Headed:
    """The first row that names the prison number, or else the first there is; titles may stand above it.

    Raises ReleasecheckError for an empty table.
    """
    body = ((number, cells) for number, cells in table.rows() if any(map(filled, cells)))
    first: Row | None = None
    for place, row in enumerate(islice(body, _TITLE_ROWS)):
        if are_headings(row[1]):
            return Headed(row[0], _headings(row), body, place)
        first = first or row
    if first is None:
        what = "it holds nobody" if table.unit == "record" else "it has no headings"
        raise ReleasecheckError(f"{table.name} is empty: {what}")
    return Headed(first[0], _headings(first), body)


def filled(cell: SourceCell) -> TypeGuard[str]:
    """Whether anything stands in a cell."""
    return cell is not None and cell != "" and not cell.isspace()


def is_number_heading(heading: str) -> bool:
    """Whether this is a heading for the prison number."""
    fact = fact_for_heading(heading)
    return fact is not None and fact.name == "prison_number"


def is_crn_heading(heading: str) -> bool:
    """Whether this is certainly a heading for the CRN, by which a row may have got its prison number."""
    return column_of((heading,), "crn") is not None


def identity_columns(headed: Headed) -> tuple[tuple[Place, Reader], ...]:
    """The columns of names and birthdays, and how each is read."""
    found = ((place, read_column(place.at, place.heading)) for place in headed.places())
    return tuple(
        (place, column.read) for place, column in found if column and TELLING_APART.issuperset(column.sets)
    )


def prison_number(text: str) -> str:
    """The prison number that a cell holds; raises BadValue, for a CRN that names nobody as well."""
    if is_crn(text.strip()):
        raise BadValue(
            "no one person here has this CRN. Give the prison number, or first: "
            f"releasecheck set PERSON crn={text.strip().upper()}"
        )
    found = parse(FACTS["prison_number"], text)
    if found is None:
        raise BadValue(expected(FACTS["prison_number"]))
    return str(found)


def missing_column(file: str, what: str, looked_for: Sequence[str], row: int) -> ReleasecheckError:
    """That a column which every such file has is not there, with what was looked for and in which row."""
    looked = listed(looked_for, "or")
    return ReleasecheckError(f"{file} has no column for {what}. Looked for {looked}{not_headings(row)}")


class RowReader(Generic[Meaning]):
    """Reads the cells of rows by what their columns mean."""

    def __init__(self, table: SourceTable, headed: Headed, columns: Mapping[Meaning, Place]) -> None:
        self.errors: list[RowError] = []
        self._table, self._width, self.columns = table, len(headed.headings), columns
        self._identity = identity_columns(headed)

    def who(self, row: int, cells: Sequence[SourceCell]) -> RowFacts:
        """What the row says of who it is about, beside the prison number: names and birthday."""
        said: dict[str, FactValue | None] = {}
        for place, read in self._identity:
            if text_at(cells, place).strip():
                said |= self.cell(row, cells, place, read, repeat=False) or {}
        return said

    def check_width(self, row: int, cells: Sequence[SourceCell]) -> None:
        """A cell beyond the last heading belongs to nothing: the row is refused."""
        extra = [cell for cell in cells[self._width :] if filled(cell)]
        if extra:
            text = f"more cells than the {self._width} headings"
            self.wrong(row, f"column {self._width + 1}", None, text)

    def cell(
        self,
        row: int,
        cells: Sequence[SourceCell],
        place: Place,
        read: Callable[[str], Read],
        *,
        repeat: bool = True,
    ) -> Read | None:
        """What the cell says; None, and an error, where it cannot be read.

        `repeat`: the error may say what stood there.
        """
        text = text_at(cells, place)
        try:
            return read(whole(text))
        except BadValue as problem:
            self.wrong(row, place.heading, text if repeat else None, str(problem))
            return None

    def optional(
        self, row: int, cells: Sequence[SourceCell], meaning: Meaning, read: Callable[[str], Read | None]
    ) -> Read | None:
        """The same for a column that need not be there, or a cell that may be empty; never repeated."""
        place = self.columns.get(meaning)
        if place is None or not text_at(cells, place).strip():
            return None
        return self.cell(row, cells, place, read, repeat=False)

    def wrong(self, row: int, column: str, value: str | None, expected: str) -> None:
        """Keep an error, which says what stood there unless it may be a name in the wrong column."""
        line = None if value is None else repeated(value, expected)
        self.errors.append(RowError(self._table.name, row, column, line, expected, self._table.place(row)))


_WORD = re.compile(r"[^\W\d_]{3,}")
_OF_DAYS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun".split())


def repeated(value: str, expected: str) -> str | None:
    """A cell as an error may say it: a day, a number, or a slip of a word that is known.

    None for anything else: in the wrong column it is a name or an address.
    """
    if value == NO_VALUE:
        return None
    figures = any(letter.isdigit() for letter in value)
    plain = figures and all(word[:3].casefold() in _OF_DAYS for word in _WORD.findall(value))
    return one_line(value) if plain or not value.strip() or DID_YOU_MEAN in expected else None


def text_at(cells: Sequence[SourceCell], place: Place | None) -> str:
    """What stands in a cell; nothing for a column or a cell that is not there."""
    return (cells[place.at] or "") if place is not None and place.at < len(cells) else ""


def whole(text: str) -> str:
    """The text of a cell as somebody wrote it; raises BadValue for one that is no cell any more.

    A formula without its value is refused: read as an empty cell, it would clear what it stands for.
    """
    if text == NO_VALUE:
        raise BadValue(WITHOUT_VALUE)
    if len(text) > LONGEST_CELL:
        raise BadValue(f"is longer than {LONGEST_CELL:,} letters")
    return unguarded(text)


def _headings(row: Row) -> tuple[str, ...]:
    headings = [" ".join((cell or "").split()) for cell in row[1]]
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def one_line(text: str) -> str:
    """A cell as an error may repeat it: cut short, and with nothing in it that would spoil a screen."""
    line = "".join(letter if letter.isprintable() else " " for letter in text.strip()[: _SHOWN + 1])
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
