"""A file as other systems give it, once it is rows of cells: what every reader of a format makes.

A cell is text; what a date or a number stands for is for the reader of the column to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from releasecheck.core.errors import ReleasecheckError
from releasecheck.people.fact import LONGEST_TEXT

SourceCell: TypeAlias = str | None
"""What stands in a cell, "" when it is empty; None where a JSON object has no such key."""
Row: TypeAlias = tuple[int, tuple[SourceCell, ...]]
"""A row with its number, as the file's own program counts."""

NO_VALUE = "'=\0formula"
"""What stands for a formula whose value the file does not hold: no empty cell, and nothing that can be read.

It begins as a guarded formula does, which the quick reading of plain rows leaves to the careful one.
"""

WITHOUT_VALUE = "is a formula without its value: open the file in Excel, save it, import that"
"""Why a cell is refused that another program wrote as a formula, and nothing has worked out since."""

MOST_COLUMNS = 1_000
LONGEST_CELL = LONGEST_TEXT
"""Letters; more in one cell is a slip, and no fact or note is as long."""


class SourceTable(NamedTuple):
    """A file as rows of cells; `rows` reads them afresh each time it is called."""

    name: str
    rows: Callable[[], Iterator[Row]]
    unit: Literal["row", "line", "record"] = "row"
    """What a row is called where the file is looked at."""
    notes: tuple[str, ...] = ()
    """What should be known of how it was read."""


def typed(value: str | float) -> str:
    """A value as somebody would type it: yes and no, and whole numbers without a point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def too_wide(name: str, columns: int) -> ReleasecheckError:
    """The error for a file that has more columns than anybody's list of people."""
    return ReleasecheckError(
        f"{name} has {columns:,} columns, and at most {MOST_COLUMNS:,} are read. Is it the right file?"
    )
