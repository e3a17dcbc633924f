"""A file as other systems give it, once it is rows of cells: what every reader of a format makes.

A cell is text; what a date or a number stands for is for the reader of the column to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import MOST_ROWS
from releasecheck.people.fact import LONGEST_TEXT

SourceCell: TypeAlias = str | None
"""What stands in a cell, "" when it is empty; None where a JSON object has no such key."""
Row: TypeAlias = tuple[int, tuple[SourceCell, ...]]
"""A row with its number, as the file's own program counts."""
AreHeadings: TypeAlias = Callable[[Sequence[SourceCell]], bool]
"""Whether a row of cells is the headings of what is to be read: whoever reads the rows knows that."""

TITLE_ROWS = 50
"""Filled rows looked through for the headings; titles, a day and notes may stand above them."""
SHEET_ROWS = 100_000_000
"""More rows than a sheet has: row 5 of the third sheet of a list is 200,000,005, so no two share a number."""

NO_VALUE = "'=\0formula"
"""What stands for a formula whose value the file does not hold: no empty cell, and nothing that can be read.

It begins as a guarded formula does, which the quick reading of plain rows leaves to the careful one.
"""

WITHOUT_VALUE = "is a formula without its value: open the file in Excel, save it, import that"
"""Why a cell is refused that another program wrote as a formula, and nothing has worked out since."""

MOST_COLUMNS = 1_000
MOST_CELLS = 50_000_000
"""Empty ones count: 90,000 people with every column there is are a quarter of that."""
MOST_SHEETS = 500
LONGEST_CELL = LONGEST_TEXT
"""Letters; more in one cell is a slip, and no fact or note is as long."""


_Cells = TypeVar("_Cells", bound=tuple[object, ...])


class SourceTable(NamedTuple):
    """A file as rows of cells; `rows` reads them afresh each time it is called."""

    name: str
    rows: Callable[[], Iterator[Row]]
    unit: Literal["row", "line", "record"] = "row"
    """What a row is called where the file is looked at."""
    notes: tuple[str, ...] = ()
    """What should be known of how it was read."""
    sheets: tuple[str, ...] = ()
    """The sheets that it comes from, one after the other, where they are several."""
    blanks_are_empty: bool = True
    """Whether nothing stands in a cell that is blank; in some formats an error looks so as well."""
    doubtful: tuple[int, ...] = ()
    """Rows in which letters were lost before the file came here."""

    as_it_came: Callable[[], Iterator[Row]] | None = None
    """The rows before a column of theirs was parted for reading, to be given back to be mended."""

    def place(self, row: int) -> str:
        """Where a row stands, as somebody finds it in the file: "row 5", "sheet December row 5", "line 3"."""
        if not self.sheets:
            return f"{self.unit} {row}"
        sheet, number = divmod(row, SHEET_ROWS)
        return f"sheet {self.sheets[sheet]} {self.unit} {number}"


def heading_row(rows: Iterator[Row], are_headings: AreHeadings) -> Row | None:
    """The first row that is headings, among those that a list may begin with."""
    return next((row for row in islice(filter(is_filled, rows), TITLE_ROWS) if are_headings(row[1])), None)


def is_filled(row: Row) -> bool:
    """Whether anything stands in a row."""
    return any(cell and not cell.isspace() for cell in row[1])


def trimmed(cells: Sequence[SourceCell]) -> list[SourceCell]:
    """The cells without empty ones at the end."""
    found = list(cells)
    while found and not (found[-1] or "").strip():
        found.pop()
    return found


def cell_text(value: object) -> str:
    """A value of a spreadsheet as somebody would type it: days as ISO dates, a day's midnight left out."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if value is None:
        return ""
    return typed(value) if isinstance(value, str | int | float) else str(value)


def typed(value: str | float) -> str:
    """A value as somebody would type it: yes and no, and whole numbers without a point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def counted(name: str, rows: Iterator[tuple[int, _Cells]]) -> Iterator[tuple[int, _Cells]]:
    """The same rows. Raises ReleasecheckError where they come to more than anybody's list has."""
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row[1])
        if number > MOST_ROWS or cells > MOST_CELLS:
            raise too_long(name)
        yield row


def too_long(name: str) -> ReleasecheckError:
    """The error for a file that has more rows or cells than anybody's list of people."""
    return ReleasecheckError(
        f"{name} has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells, and more are not read. "
        "Is it the right file? Save the rows that are meant as CSV and import that"
    )


def too_wide(name: str, columns: int) -> ReleasecheckError:
    """The error for a file that has more columns than anybody's list of people."""
    return ReleasecheckError(
        f"{name} has {columns:,} columns, and at most {MOST_COLUMNS:,} are read. Is it the right file?"
    )
