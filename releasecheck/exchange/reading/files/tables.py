"""Files as other systems give them -> tables, whatever the format.

Text with any separator, JSON, workbooks of Excel and LibreOffice, web pages named as workbooks. A file that
cannot be read at all is an exception, and nothing is imported.
"""

from __future__ import annotations

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.json_rows import is_json, read_json
from releasecheck.exchange.reading.files.kinds import kind_of
from releasecheck.exchange.reading.files.sheets import BookSheet, list_in
from releasecheck.exchange.reading.files.table import AreHeadings, SourceTable, counted
from releasecheck.exchange.reading.files.text import read_text, text_table


def read_table(
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    are_headings: AreHeadings | None = None,
) -> SourceTable:
    """The rows of a file; its format is told from its first bytes, and never from its name alone.

    `are_headings`: whether a row is the headings of what is to be read, by which the separator of a text and
    the sheet of a workbook are found; without it, they are guessed.
    Raises ReleasecheckError for a file that cannot be read, or whose rows are not rows.
    """
    found = _table(data, name, encoding, sheet, are_headings)
    return found._replace(rows=lambda: counted(name, found.rows()))


def _table(
    data: bytes, name: str, encoding: str | None, sheet: str | None, are_headings: AreHeadings | None
) -> SourceTable:
    kind = kind_of(data, name)
    if kind in ("xlsx", "xlsb", "xls", "ods"):
        found = list_in(name, _sheets(kind, data, name), sheet, are_headings)
        return found._replace(blanks_are_empty=kind == "xlsx")
    text = read_text(data, encoding, name)
    if kind == "html":
        from releasecheck.exchange.reading.files.html_rows import html_sheets

        page = list_in(name, html_sheets(text.text, name), sheet, are_headings)
        return page._replace(notes=(f"{name} is a web page: its table was read", *text.notes))
    if sheet is not None:
        raise ReleasecheckError(f"{name} has no sheets: --sheet is for a workbook")
    if is_json(text.text):
        table = read_json(text.text, name)
        return table._replace(notes=(*text.notes, *table.notes))
    return text_table(text, name, are_headings)


def decode(data: bytes, encoding: str | None = None, name: str = "the file") -> str:
    """The text of a file that is no table, such as a mapping; raises what `read_table` does."""
    return read_text(data, encoding, name).text


def _sheets(kind: str, data: bytes, name: str) -> list[BookSheet]:
    if kind == "xlsx":
        from releasecheck.exchange.reading.files.workbook import xlsx_sheets

        return xlsx_sheets(data, name)
    from releasecheck.exchange.reading.files.calamine_sheets import calamine_sheets

    return calamine_sheets(data, name)
