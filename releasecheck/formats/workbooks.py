"""Rows as an Excel workbook, written as they come: days as days, and every other text as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import chain, islice
from typing import IO, Any, NamedTuple

from releasecheck.core.domain import NOTHING
from releasecheck.core.errors import ReportError
from releasecheck.formats.csv_cells import Cell, flat, whole, written

MOST_ROWS = 1_048_576
MOST_LETTERS = 32_767
"""What a sheet and a cell of Excel can hold."""

_SAMPLE = 100
"""Rows that say how wide a column should be."""
_WIDEST = 50

INSTALL = "a workbook needs openpyxl. Type: pip install 'releasecheck[office]'"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


SHADED = "\0"
"""In place of a value: an empty cell in grey, where nothing is to be filled in."""
_LONGEST_LIST = 255
"""Letters of all the answers that a drop-down may hold."""


class DropDown(NamedTuple):
    """What may be filled into a column, offered in every one of its cells."""

    answers: tuple[str, ...]
    about: str
    """Shown beside a cell that is being filled in."""


def check_can_write() -> None:
    """Raises ReportError, saying what to install, when this machine cannot make workbooks."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise ReportError(INSTALL) from None


def write_workbook(
    file: IO[bytes],
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    above: str | None = None,
    drop_downs: Mapping[str, DropDown] = NOTHING,
) -> None:
    """A workbook of one sheet; `above` is a row of its own before the headings, and on every page printed.

    `drop_downs`: by heading, what its column is to be filled with; anything else is asked about, not refused.

    Raises ReportError for more rows, or a longer text, than Excel can hold.
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet(title)
    rows = whole(rows, len(headings))
    sample = list(islice(rows, _SAMPLE))
    try:
        _lay_out(sheet, headings, sample, above)
        first = number = 2 if above is None else 3
        for number, row in enumerate(chain(sample, rows), start=first):
            if number > MOST_ROWS:
                raise ReportError(f"more than the {MOST_ROWS:,} rows that Excel can hold: add --format csv")
            sheet.append([_cell(sheet, value, number) for value in row])
        for place, heading in enumerate(headings, start=1):
            if heading in drop_downs:
                _offer(sheet, drop_downs[heading], place, first, number)
    finally:
        sheet.close()
    workbook.save(file)


def _lay_out(
    sheet: Any, headings: Sequence[str], sample: Sequence[Sequence[Cell]], above: str | None
) -> None:
    """All before the rows: columns as wide as what is likely in them, and headings that stay in sight."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2" if above is None else "A3"
    sheet.page_setup.orientation = "landscape"
    for number, heading in enumerate(headings):
        longest = max((len(written(row[number])) for row in sample), default=0)
        width = min(max(longest, len(heading)) + 2, _WIDEST)
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    font = Font(name="Calibri", size=11, bold=True)
    if above is not None:
        for margin in (sheet.oddHeader.center, sheet.oddFooter.center):
            margin.text = above.replace("&", "&&")
        sheet.append([_bold(sheet, above, font)])
    sheet.append([_bold(sheet, heading, font) for heading in headings])


def _offer(sheet: Any, drop_down: DropDown, column: int, first: int, last: int) -> None:
    """The answers in every cell of a column; only the words beside it where they are too many for Excel."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(drop_down.answers)
    if drop_down.answers and len(listed) <= _LONGEST_LIST:
        rule = DataValidation("list", formula1=f'"{listed}"', errorStyle="warning")
    else:
        rule = DataValidation()
    rule.allow_blank = rule.showInputMessage = rule.showErrorMessage = True
    rule.prompt = drop_down.about[:_LONGEST_LIST]
    letter = get_column_letter(column)
    rule.add(f"{letter}{first}:{letter}{last}")
    sheet.data_validations.append(rule)


def _bold(sheet: Any, text: str, font: object) -> Any:
    cell = _text(sheet, written(text))
    cell.font = font
    return cell


def _cell(sheet: Any, value: Cell, row: int) -> object:
    if value is SHADED:
        return _shaded(sheet)
    held = flat(value)
    if isinstance(held, datetime):
        return held.astimezone(UTC).replace(tzinfo=None)
    if isinstance(held, date) and held.year < 1901:
        return _text(sheet, held.isoformat())  # before the first day that Excel counts
    if not isinstance(held, str):
        return held
    if len(held) > MOST_LETTERS:
        raise ReportError(
            f"row {row} has a text longer than the {MOST_LETTERS:,} letters that a cell of Excel can hold: "
            "add --format csv"
        )
    return _text(sheet, held) if held.startswith("#") or _UNWRITABLE.search(held) else held


def _shaded(sheet: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import PatternFill

    cell = WriteOnlyCell(sheet)
    cell.fill = PatternFill("solid", fgColor="D9D9D9")
    return cell


def _text(sheet: Any, text: str) -> Any:
    """A cell that Excel takes for text, also where it looks like #N/A; making one takes its time."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, _UNWRITABLE.sub(_REPLACEMENT, text))
    cell.data_type = "s"
    return cell
