"""XLSX workbooks -> rows of cells, read as a stream: dates as dates, and numbers with their noughts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import did_you_mean, listed
from releasecheck.exchange.reading.files.table import (
    MOST_COLUMNS,
    NO_VALUE,
    Row,
    SourceCell,
    SourceTable,
    too_wide,
    typed,
)

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MIB = 2**20
_MOST_UNPACKED = 1_024 * _MIB
_FORMULA = b"<f"
"""How a formula begins in a sheet; a sheet that has none of these letters has no formula."""
_MOST_TIMES_SMALLER = 200
"""A real sheet is packed to a tenth or so; one that unpacks to two hundred times its size is made to harm."""


def read_workbook(data: bytes, name: str, sheet: str | None = None) -> SourceTable:
    """A table from the first sheet of a workbook, or the one that is named.

    Raises ReleasecheckError for what is not a workbook, is damaged, or would unpack to more than a gibibyte.
    """
    _check_package(data, name)
    titles = _titles(data, name)
    if sheet is not None and sheet not in titles:
        hint = did_you_mean(sheet, titles) or "."
        raise ReleasecheckError(f'{name} has no sheet "{sheet}"{hint} It has {listed(titles)}')
    title = sheet or titles[0]
    others = [other for other in titles if other != title]
    notes = (
        (f"{name}: read from sheet {title}, and not from {listed(others)}",) if others and not sheet else ()
    )
    return SourceTable(name, lambda: _rows(data, name, title), notes=notes)


def _check_package(data: bytes, name: str) -> None:
    """Look at the list of contents before anything is unpacked."""
    with _mistakes(name), zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise ReleasecheckError(f"{name} is not an Excel workbook: save it as .xlsx or CSV and import that")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    bomb = unpacked > 10 * _MIB and unpacked > packed * _MOST_TIMES_SMALLER
    if bomb or unpacked > _MOST_UNPACKED:
        raise ReleasecheckError(
            f"{name} would unpack to {unpacked // _MIB:,} MiB: it is not read. Save the list as CSV instead"
        )


def _open(data: bytes, name: str, *, formulas: bool = False) -> Workbook:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ReleasecheckError(
            f"{name} is a workbook, and reading those needs openpyxl: pip install 'releasecheck[office]', "
            "or save it as CSV (UTF-8) and import that"
        ) from None
    import warnings

    with _mistakes(name), warnings.catch_warnings():
        # It warns of drop-down lists and the like that it does not read; nor do we.
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas)


@contextmanager
def _mistakes(name: str) -> Iterator[None]:
    """Turns whatever a damaged workbook makes the readers of its parts stumble over into one error."""
    import lzma
    import struct
    import zlib
    from xml.etree.ElementTree import ParseError

    package = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError)
    # What openpyxl raises for a part that is not there, or does not hold what it should.
    parts = (ParseError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
    try:
        yield
    except (*package, *parts) as problem:
        raise _damaged(name) from problem


def _damaged(name: str) -> ReleasecheckError:
    return ReleasecheckError(
        f"{name} is damaged or cut short: open it in Excel, save it again and import that"
    )


def _titles(data: bytes, name: str) -> list[str]:
    book = _open(data, name)
    try:
        titles = [sheet.title for sheet in book.worksheets]
    finally:
        book.close()
    if not titles:
        raise ReleasecheckError(f"{name} has no sheet with cells")
    return titles


def _rows(data: bytes, name: str, title: str) -> Iterator[Row]:
    formulas = _formulas(data, name, title)
    book = _open(data, name)
    try:
        with _mistakes(name):
            for number, cells in enumerate(_sheet(book, title).iter_rows(), start=1):
                if len(cells) > MOST_COLUMNS and any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
                    raise too_wide(name, len(cells))
                row = tuple(_text(cell) for cell in cells)
                if number in formulas:
                    places = formulas[number]
                    row = tuple(
                        NO_VALUE if place in places and _has_no_value(cell) else text
                        for place, (cell, text) in enumerate(zip(cells, row, strict=True))
                    )
                yield number, row
    finally:
        book.close()


def _sheet(book: Workbook, title: str) -> Any:
    """The sheet, whole: some programs write a wrong size, and rows beyond it would be lost."""
    sheet: Any = book[title]
    sheet.reset_dimensions()
    return sheet


def _has_no_value(cell: Any) -> bool:
    """Whether nothing has worked this formula out; one whose answer is an empty text says that it is text."""
    return cell.value is None and cell.data_type != "str"


def _formulas(data: bytes, name: str, title: str) -> dict[int, frozenset[int]]:
    """Where formulas stand, by row; the library reads one without its value as an empty cell.

    A workbook without formulas, as nearly all are, is not read twice.
    """
    with _mistakes(name), zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [part for part in package.namelist() if part.startswith("xl/worksheets/")]
        if not any(_FORMULA in package.read(part) for part in sheets):
            return {}
    book = _open(data, name, formulas=True)
    try:
        with _mistakes(name):
            found = {
                number: frozenset(place for place, cell in enumerate(cells) if cell.data_type == "f")
                for number, cells in enumerate(_sheet(book, title).iter_rows(), start=1)
            }
    finally:
        book.close()
    return {number: places for number, places in found.items() if places}


def _text(cell: Any) -> SourceCell:
    """The cell as somebody would type it: days as ISO dates, numbers with the noughts they are shown with."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    text = typed(value) if isinstance(value, str | int | float) else str(value)
    noughts = str(cell.number_format)
    whole = isinstance(value, int | float) and text.isdecimal()
    return text.zfill(len(noughts)) if whole and set(noughts) == {"0"} else text
