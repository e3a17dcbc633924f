"""Workbooks of every format, made up, as other programs write them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from openpyxl import Workbook

Cells: TypeAlias = Sequence[Any]
"""Rows of values."""

HEADINGS = ("NOMS No", "Surname", "CRD")


def xlsx(sheets: Mapping[str, Cells], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of Excel's; a cell (value, format) is shown in that format."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                shown = value if isinstance(value, tuple) else (value, None)
                cell = sheet.cell(number, column, shown[0])
                cell.number_format = shown[1] or cell.number_format
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def remade(book: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A packed workbook with each of its parts changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            target.writestr(part, change(part, source.read(part)))
    return made.getvalue()


def strict(book: bytes) -> bytes:
    """The same workbook in the strict form of Open XML."""
    usual, its_own = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    names = (
        (b"spreadsheetml/2006/main", b"spreadsheetml/main"),
        (b"officeDocument/2006/", b"officeDocument/"),
    )

    def change(_: str, text: bytes) -> bytes:
        for name, other in names:
            text = text.replace(usual + name, its_own + other)
        return text

    return remade(book, change)


def ods(sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of LibreOffice's from the XML of the rows of each sheet; `ods_row` makes it."""
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    styles = (
        '<style:style style:name="unseen" style:family="table">'
        '<style:table-properties table:display="false"/>'
        '</style:style><style:style style:name="seen" style:family="table"/>'
    )
    tables = "".join(
        f'<table:table table:name="{title}" table:style-name="{"unseen" if title in hidden else "seen"}">'
        f"{rows}</table:table>"
        for title, rows in sheets.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", kind, zipfile.ZIP_STORED)
        target.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
        target.writestr("META-INF/manifest.xml", "<manifest/>")
    return made.getvalue()


def ods_row(*cells: object, repeated: int = 1) -> str:
    """One row of a sheet of LibreOffice's."""

    def cell(value: object) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        if isinstance(value, int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    inner = "".join(map(cell, cells))
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


def xlsb(sheets: Mapping[str, Cells], hidden: Sequence[str] = ()) -> bytes:
    """A binary workbook of Excel's: texts and numbers."""
    names = "http://schemas.openxmlformats.org"
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{names}/officeDocument/2006/relationships/worksheet" '
        f'Target="worksheets/sheet{at}.bin"/>'
        for at in range(1, len(sheets) + 1)
    )
    links = f'<Relationships xmlns="{names}/package/2006/relationships">{links}</Relationships>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/_rels/workbook.bin.rels", links)
        bundle = b"".join(
            _record(156, struct.pack("<II", title in hidden, at) + _wide(f"rId{at}") + _wide(title))
            for at, title in enumerate(sheets, start=1)
        )
        book = _record(131) + _record(143) + bundle + _record(144) + _record(132)
        target.writestr("xl/workbook.bin", book)
        for at, rows in enumerate(sheets.values(), start=1):
            target.writestr(f"xl/worksheets/sheet{at}.bin", _sheet(rows))
    return made.getvalue()


def _sheet(rows: Cells) -> bytes:
    body = b""
    for number, row in enumerate(rows):
        body += _record(0, struct.pack("<II", number, 0) + bytes(9))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, int | float):
                body += _record(5, place + struct.pack("<d", value))
            else:
                body += _record(6, place + _wide(str(value)))
    size = _record(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(map(len, rows)) - 1))
    return _record(129) + size + _record(145) + body + _record(146) + _record(130)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(number: int, body: bytes = b"") -> bytes:
    """A record of a binary workbook: its number and length in pieces of seven bits, then what it holds."""

    def pieces(value: int) -> bytes:
        found = b""
        while value > 127:
            found += bytes([value & 127 | 128])
            value >>= 7
        return found + bytes([value])

    head = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    return head + pieces(len(body)) + body
