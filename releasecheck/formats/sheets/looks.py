"""A sheet that people work in: what is coloured, what stays in sight, and how texts are folded into lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from releasecheck.formats.csv_cells import Cell
from releasecheck.formats.sheets.made_cells import aligned, solid
from releasecheck.formats.sheets.places import SheetColumns

_TONES = {
    "F8CBAD": ("overdue", "expired", "do again", "open"),
    "FFE699": ("act now", "action", "chase"),
    "D9E1F2": ("blocked", "not known", "unknown"),
    "E2EFDA": ("done", "done late", "done_late", "settled"),
}
"""What colour goes with which word: each stands beside the word, which says the same."""
_COUNTED = ("overdue", "action", "chase", "expired", "late", "act now", "do again")
"""Headings of counts that are coloured where there is anything to count."""
_STATE = "state"
_FILL = "FFFBE6"
_SHOWN_DAY = "ddd d mmm yyyy"
WIDEST = 28
"""How wide one is at most whose texts are folded into lines."""
PAGE = 170
"""Letters side by side on a page that can still be read."""
LINE = 15


class SheetLook(NamedTuple):
    """A sheet that people work in: headings in words, days as on the screen, colour beside the words."""

    frozen: int = 0
    """Columns that stay in sight beside the headings."""
    fills: frozenset[str] = frozenset()
    """Headings of what is to be filled in."""
    needs: tuple[tuple[str, str], ...] = ()
    """Pairs of headings: while the first is filled in and the second is not, the second is marked."""
    hidden: frozenset[str] = frozenset()
    """Headings that only programs read."""


def spoken(heading: str) -> str:
    """A heading as people read it: release_date is Release date, and com is COM."""
    words = (_CAPITALS.get(word, word) for word in heading.split("_"))
    text = " ".join(words)
    return text[:1].upper() + text[1:]


_CAPITALS = {"com": "COM", "pom": "POM", "rosh": "RoSH"}


def lines_of(row: Sequence[Cell]) -> int:
    """How many lines a row needs."""
    return max((-(-len(value) // (WIDEST - 3)) for value in row if isinstance(value, str)), default=1) or 1


def worked_in(sheet: Any, headings: Sequence[str], cells: Sequence[Any], look: SheetLook) -> list[Any]:
    """A row as people see it: long texts in lines, days with their weekday, and what is to fill in tinted."""
    from openpyxl.cell import Cell as Made
    from openpyxl.cell import WriteOnlyCell

    tint, wrapped = solid(_FILL), aligned()
    row: list[Any] = []
    for heading, value in zip(headings, cells, strict=True):
        cell: Any = value if isinstance(value, Made) else WriteOnlyCell(sheet, value)
        if isinstance(value, date) or heading == "on":
            cell.number_format = _SHOWN_DAY
        if heading in look.fills and cell is not value:
            cell.fill = tint
        if not isinstance(value, int):
            cell.alignment = wrapped
        row.append(cell)
    return row


def colour(sheet: Any, places: SheetColumns, look: SheetLook) -> None:
    """Colour where a word or a number says what it means, and where something is still to be filled in."""
    from openpyxl.formatting import rule as rules

    cell_is: Any = rules.CellIsRule
    formula_says: Any = rules.FormulaRule
    if _STATE in places.headings:
        for tone, words in _TONES.items():
            for word in words:
                rule = cell_is(operator="equal", formula=[f'"{word}"'], fill=_conditional(tone))
                sheet.conditional_formatting.add(places.column(_STATE), rule)
    for heading in places.headings:
        if heading.lower() in _COUNTED:
            rule = cell_is(operator="greaterThan", formula=["0"], fill=_conditional("F8CBAD"))
            sheet.conditional_formatting.add(places.column(heading), rule)
    for given, wanted in look.needs:
        row = places.first
        asks = f'AND(${places.letter(given)}{row}<>"",${places.letter(wanted)}{row}="")'
        rule = formula_says(formula=[asks], fill=_conditional("F8CBAD"))
        sheet.conditional_formatting.add(places.column(wanted), rule)


def _conditional(tone: str) -> Any:
    """The same for a cell that has it at times: Excel takes it from the other end of the pattern."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", bgColor=tone)
