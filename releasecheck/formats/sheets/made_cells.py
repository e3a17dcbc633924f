"""A value as a cell of Excel: what begins like a formula or an error stays text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from releasecheck.core.errors import ReportError
from releasecheck.formats.csv_cells import Cell, flat

MOST_LETTERS = 32_767
"""What a cell of Excel can hold."""

SHADED = "\0"
"""In place of a value: an empty cell in grey, where nothing is to be filled in."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def made_cell(sheet: Any, value: Cell, row: int) -> object:
    """What a row is given for a value. Raises ReportError for a text that no cell can hold."""
    if value is SHADED:
        return _shaded(sheet)
    held = flat(value)
    if isinstance(held, datetime):
        return held.astimezone(UTC).replace(tzinfo=None)
    if isinstance(held, date) and held.year < 1901:
        return text_cell(sheet, held.isoformat())  # before the first day that Excel counts
    if not isinstance(held, str):
        return held
    if len(held) > MOST_LETTERS:
        raise ReportError(
            f"row {row} has a text longer than the {MOST_LETTERS:,} letters that a cell of Excel can hold: "
            "add --format csv"
        )
    return text_cell(sheet, held) if held.startswith("#") or _UNWRITABLE.search(held) else held


def _shaded(sheet: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.fill = solid("D9D9D9")
    return cell


def solid(colour: str) -> Any:
    """A fill of one colour, as RRGGBB."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def aligned() -> Any:
    """To the left and from the top, a long text in lines."""
    from openpyxl.styles import Alignment

    return Alignment(horizontal="left", vertical="top", wrap_text=True)


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that Excel takes for text, also where it looks like #N/A; making one takes its time."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, _UNWRITABLE.sub(_REPLACEMENT, text))
    cell.data_type = "s"
    return cell
