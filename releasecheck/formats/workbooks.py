"""Rows as an Excel workbook, written as they come: days as days, and every other text as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain, islice
from typing import IO, Any

from releasecheck.core.errors import ReportError
from releasecheck.formats.csv_cells import Cell, whole, written
from releasecheck.formats.sheets.drop_downs import add_lists, blocks_of, offer
from releasecheck.formats.sheets.looks import (
    LINE,
    PAGE,
    WIDEST,
    SheetLook,
    colour,
    lines_of,
    spoken,
    worked_in,
)
from releasecheck.formats.sheets.made_cells import SHADED, aligned, made_cell, solid, text_cell
from releasecheck.formats.sheets.pages import SheetPage, sheet_name
from releasecheck.formats.sheets.places import SheetColumns

MOST_ROWS = 1_048_576
"""What a sheet of Excel can hold."""

_SAMPLE = 100
"""Rows that say how wide a column should be."""
_WIDEST = 50

INSTALL = "a workbook needs openpyxl. Type: pip install 'releasecheck[office]'"
_TO_WRITE = 14
"""How wide a column is at least that somebody writes in."""
_WANTED, _SAID = "FFD966", "D9D9D9"
"""Behind the headings of what is to be filled in, and of what is not."""


def check_can_write() -> None:
    """Raises ReportError, saying what to install, when this machine cannot make workbooks."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise ReportError(INSTALL) from None


def workbook_bytes(pages: Sequence[SheetPage], marking: str) -> bytes:
    """A report as a workbook. Raises ReportError where this machine cannot make one."""
    import io

    check_can_write()
    made = io.BytesIO()
    marked = [page._replace(above=". ".join(filter(None, (marking, page.above)))) for page in pages]
    _write_pages(made, marked)
    return made.getvalue()


def write_workbook(file: IO[bytes], page: SheetPage) -> None:
    """A workbook of one sheet; what is above it is a row of its own, and on every page printed.

    Raises ReportError for more rows, or a longer text, than Excel can hold.
    """
    _write_pages(file, (page,))


def _write_pages(file: IO[bytes], pages: Sequence[SheetPage]) -> None:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for page in pages:
        _write_page(workbook, page)
    for page in pages:
        add_lists(workbook, page.drop_downs)
    workbook.save(file)


def _write_page(workbook: Any, page: SheetPage) -> None:
    headings, look, above = page.headings, page.look, page.above or None
    sheet: Any = workbook.create_sheet(sheet_name(page.title))
    rows = whole(page.rows, len(headings))
    sample = list(islice(rows, _SAMPLE))
    try:
        _lay_out(sheet, headings, sample, above, look)
        first = number = 2 if above is None else 3
        for number, row in enumerate(chain(sample, rows), start=first):
            if number > MOST_ROWS:
                raise ReportError(f"more than the {MOST_ROWS:,} rows that Excel can hold: add --format csv")
            cells = [made_cell(sheet, value, number) for value in row]
            if look is not None:
                sheet.row_dimensions[number].height = LINE * lines_of(row)
                cells = worked_in(sheet, headings, cells, look)
            sheet.append(cells)
        places = SheetColumns(headings, first, number)
        sheet.auto_filter.ref = f"A{first - 1}:{places.last_letter}{number}"
        sheet.print_title_rows = f"{first - 1}:{first - 1}"
        if look is not None:
            colour(sheet, places, look)
        blocks = blocks_of(page.drop_downs)
        for heading in headings:
            if heading in page.drop_downs:
                offer(sheet, page.drop_downs[heading], heading, places, blocks)
    finally:
        sheet.close()


def _lay_out(
    sheet: Any,
    headings: Sequence[str],
    sample: Sequence[Sequence[Cell]],
    above: str | None,
    look: SheetLook | None,
) -> None:
    """All before the rows: columns as wide as what is likely in them, and headings that stay in sight."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    top = 2 if above is None else 3
    sheet.freeze_panes = f"{get_column_letter(look.frozen + 1 if look else 1)}{top}"
    sheet.page_setup.orientation = "landscape"
    sheet.print_options.gridLines = look is not None
    total = 0
    for number, heading in enumerate(headings):
        longest = max((_width(row[number], look) for row in sample), default=0)
        width = min(max(longest, len(heading) + 2 * (look is not None)) + 2, WIDEST if look else _WIDEST)
        total += width
        column = sheet.column_dimensions[get_column_letter(number + 1)]
        column.width = max(width, _TO_WRITE) if look and heading in look.fills else width
        column.hidden = look is not None and heading in look.hidden
    if look is not None:
        # As many pages side by side as it takes to be read, with who it is on each.
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, round(total / PAGE)), 0
        if look.frozen:
            sheet.print_title_cols = f"A:{get_column_letter(look.frozen)}"
    font = Font(name="Calibri", size=11, bold=True)
    if above is not None:
        for margin in (sheet.oddHeader.center, sheet.oddFooter.center):
            margin.text = above.replace("&", "&&")
        sheet.append([_bold(sheet, above, font)])
    cells = [_bold(sheet, spoken(heading) if look else heading, font) for heading in headings]
    if look is not None:
        for cell, heading in zip(cells, headings, strict=True):
            cell.fill = solid(_WANTED if heading in look.fills else _SAID)
            cell.alignment = aligned()
    sheet.append(cells)


def _width(value: Cell, look: SheetLook | None) -> int:
    if look is not None and isinstance(value, date):
        return len("Wed 23 Sep 2026")
    return 0 if value is SHADED else max(map(len, written(value).split("\n")), default=0)


def _bold(sheet: Any, text: str, font: object) -> Any:
    cell = text_cell(sheet, written(text))
    cell.font = font
    return cell
