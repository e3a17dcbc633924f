"""XLSX workbooks -> rows of cells, read as a stream: dates as dates, and numbers with their noughts.

openpyxl reads what calamine does not tell: how a number is shown, what is an error, which formula has no
value. A long sheet that has none of these is read by calamine, in a tenth of the time.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import MOST_ROWS
from releasecheck.exchange.reading.files.calamine_sheets import calamine_sheets, has_calamine
from releasecheck.exchange.reading.files.damage import damaged, mistakes, needs
from releasecheck.exchange.reading.files.sheets import BookSheet
from releasecheck.exchange.reading.files.table import (
    MOST_COLUMNS,
    NO_VALUE,
    Row,
    SourceCell,
    cell_text,
    counted,
    too_long,
    too_wide,
)

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_LONG = 2 * 2**20
"""Bytes of a sheet, unpacked: some three thousand rows, which openpyxl takes half a second for."""
_FORMULA_WITHOUT_VALUE = re.compile(
    rb"(</(\w+:)?f>|<(\w+:)?f\b[^>]*/>)\s*(<(\w+:)?v\s*/>|<(\w+:)?v>\s*</(\w+:)?v>)?\s*</(\w+:)?c>"
)
_ERROR = re.compile(rb"""\bt=["']e["']""")
_SHOWN_NOUGHTS = re.compile(rb"""formatCode=["']00+["']""")
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)
"""The names of the strict form of Open XML, and those of the usual one, which openpyxl reads."""


_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref=["']([A-Z]+)([0-9]+):\1([0-9]+)["']""")
"""Cells of one column that are shown as one: what stands in the first is said of all."""


_FAR_ROW = re.compile(rb"""\sr=["']0*([1-9][0-9]{6,12})""")
"""The number of a row by the million; room is made for every row above it."""
_LONG_TAG = re.compile(rb"<[^<>]{5000,}")
_MOST_ATTRIBUTES = 500


def _has_endless_tag(text: bytes) -> bool:
    """Whether a tag has more attributes than any; to find one twice takes readers the square of the time."""
    return any(tag[0].count(b"=") > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text))


class _Parts:
    """What the parts of a workbook hold, looked at as bytes before any library reads them."""

    def __init__(self, data: bytes, name: str) -> None:
        self.longest = 0
        self.unsolved = self.errors = False
        self.merged: dict[str, list[tuple[int, int, int]]] = {}
        with mistakes(name), zipfile.ZipFile(io.BytesIO(data)) as package:
            book = package.read("xl/workbook.xml")
            styles = package.read("xl/styles.xml") if "xl/styles.xml" in package.namelist() else b""
            self.strict = _STRICT[0][0] in book
            self.noughts = _SHOWN_NOUGHTS.search(styles) is not None
            for part in package.namelist():
                if part.endswith((".xml", ".rels")) and _has_endless_tag(package.read(part)):
                    raise damaged(name)
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    text = package.read(part)
                    self.longest = max(self.longest, len(text))
                    if any(int(row) > MOST_ROWS for row in _FAR_ROW.findall(text)):
                        raise too_long(name)
                    self.unsolved |= _FORMULA_WITHOUT_VALUE.search(text) is not None
                    self.errors |= _ERROR.search(text) is not None
                    if merged := [
                        (_column(letters), int(first), int(last))
                        for letters, first, last in _MERGED.findall(text)
                    ]:
                        self.merged[part] = merged


def xlsx_sheets(data: bytes, name: str) -> list[BookSheet]:
    """The sheets of a workbook, in their order.

    Raises ReleasecheckError for one that is damaged, or where openpyxl is not installed.
    """
    parts = _Parts(data, name)
    plain = not (parts.noughts or parts.errors or parts.unsolved or parts.merged)
    if plain and parts.longest > _LONG and has_calamine():
        return calamine_sheets(data, name)
    if parts.strict:
        data = _usual(data, name)
    load = _openpyxl(name)
    try:
        book = _open(load, data, name)
    except ReleasecheckError:
        # Reports of other programs have styles and charts that openpyxl stops at, and a list that is sound.
        if parts.errors or parts.unsolved or not has_calamine():
            raise
        return calamine_sheets(data, name)
    formulas = _open(load, data, name, formulas=True) if parts.unsolved else None

    def sheet_of(found: Any) -> BookSheet:
        twin = formulas[found.title] if formulas is not None else None
        merged = parts.merged.get(_part_of(found), ())

        def rows() -> Iterator[Row]:
            found_rows = _rows(name, found, twin)
            return _filled_down(found_rows, merged) if merged else found_rows

        return BookSheet(found.title, found.sheet_state != "visible", rows)

    return [sheet_of(found) for found in book.worksheets]


def _column(letters: bytes) -> int:
    """The place of a column by its letters, A being 0."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def _part_of(sheet: Any) -> str:
    """The part of the package that a sheet stands in, which openpyxl keeps to itself."""
    return str(getattr(sheet, "_worksheet_path", ""))


def _filled_down(rows: Iterator[Row], merged: Sequence[tuple[int, int, int]]) -> Iterator[Row]:
    """The rows with what stands in merged cells of a column in each of their rows.

    `merged`: column, first row and last row of each, as the sheet counts rows and from column 0.
    """
    begins = {(first, column): last for column, first, last in merged}
    open_ones: dict[int, tuple[int, SourceCell]] = {}
    for number, cells in rows:
        row = list(cells)
        for column, (last, value) in list(open_ones.items()):
            if number > last:
                del open_ones[column]
            elif column < len(row):
                row[column] = row[column] or value
        for column in range(len(row)):
            if (last_row := begins.get((number, column))) is not None:
                open_ones[column] = (last_row, row[column])
        yield number, tuple(row)


def _usual(data: bytes, name: str) -> bytes:
    """A workbook in the strict form of Open XML, in the usual one."""
    made = io.BytesIO()
    with mistakes(name), zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            if part.endswith((".xml", ".rels")):
                for strict, usual in _STRICT:
                    text = text.replace(strict, usual)
            target.writestr(part, text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _openpyxl(name: str) -> Callable[..., Workbook]:
    """What opens a workbook; raises ReleasecheckError where the library is not installed."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise needs(name, "openpyxl") from None
    return load_workbook


def _open(load: Callable[..., Workbook], data: bytes, name: str, *, formulas: bool = False) -> Workbook:
    import warnings

    # It warns of drop-down lists and the like that it does not read, and of each impossible day; nor do we.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    with mistakes(name):
        return load(io.BytesIO(data), read_only=True, data_only=not formulas)


def _rows(name: str, sheet: Any, twin: Any) -> Iterator[Row]:
    """The rows of a sheet; `twin` is the same with formulas for values, where some have none."""
    with mistakes(name):
        formulas = _formulas(twin) if twin is not None else {}
        for number, cells in counted(name, enumerate(_whole(sheet).iter_rows(), start=1)):
            if len(cells) > MOST_COLUMNS:
                if any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
                    raise too_wide(name, len(cells))
                cells = cells[:MOST_COLUMNS]
            row = tuple(_text(cell) for cell in cells)
            if number in formulas:
                places = formulas[number]
                row = tuple(
                    NO_VALUE if place in places and _has_no_value(cell) else text
                    for place, (cell, text) in enumerate(zip(cells, row, strict=True))
                )
            yield number, row


def _whole(sheet: Any) -> Any:
    """The sheet, whole: some programs write a wrong size, and rows beyond it would be lost."""
    sheet.reset_dimensions()
    return sheet


def _has_no_value(cell: Any) -> bool:
    """Whether nothing has worked this formula out; one whose answer is an empty text says that it is text."""
    return cell.value is None and cell.data_type != "str"


def _formulas(sheet: Any) -> dict[int, frozenset[int]]:
    """Where formulas stand, by row; the library reads one without its value as an empty cell."""
    found = {
        number: frozenset(place for place, cell in enumerate(cells) if cell.data_type == "f")
        for number, cells in enumerate(_whole(sheet).iter_rows(), start=1)
    }
    return {number: places for number, places in found.items() if places}


def _text(cell: Any) -> str:
    """The cell as somebody would type it, numbers with the noughts they are shown with."""
    value = cell.value
    text = cell_text(value)
    if isinstance(value, int | float) and text.isdecimal():
        noughts = str(cell.number_format)
        return text.zfill(len(noughts)) if set(noughts) == {"0"} else text
    return text
