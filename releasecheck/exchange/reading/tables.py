"""Files as other systems give them -> tables, whatever the format: CSV, TSV, XLSX, JSON or JSON Lines.

A file that cannot be read at all is an exception, and nothing is imported.
"""

from __future__ import annotations

import re

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.csv_table import decode, text_table
from releasecheck.exchange.reading.table import Table

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


def read_table(data: bytes, name: str, *, encoding: str | None = None, sheet: str | None = None) -> Table:
    """The rows of a file; its format is told from its first bytes, and never from its name alone.

    Raises ReleasecheckError for a file that cannot be read, or whose rows are not rows.
    """
    if data.startswith(_ZIP):
        from releasecheck.exchange.reading.workbook import read_workbook

        return read_workbook(data, name, sheet)
    if data.startswith(_OLE):
        raise ReleasecheckError(
            f"{name} is an old Excel file (.xls), or one with a password: save it as .xlsx without one"
        )
    if sheet is not None:
        raise ReleasecheckError(f"{name} has no sheets: --sheet is for a workbook (.xlsx)")
    text = decode(data, encoding, name)
    if _is_json(text):
        from releasecheck.exchange.reading.json_table import read_json

        return read_json(text, name)
    return text_table(text, name)


def _is_json(text: str) -> bool:
    """Whether it begins as JSON does; a heading could hold a brace, but no heading row starts with one."""
    return re.match(r"\s*(\{|\[\s*(\{|\]))", text) is not None
