"""A workbook on standard input -> its sheets on standard output, in a process with limits of its own.

A line of JSON for each sheet, [title, whether it is hidden, how many rows], and under it a line for each row,
[its number, its cells as somebody would type them]. `calamine_sheets` starts it.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from releasecheck.core.system import limit_this_process
from releasecheck.exchange.reading.files.table import cell_text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

DAMAGED, TOO_LARGE = 3, 4
"""How it ends where there is nothing to give; the process may also be ended for what it asks for."""
_MOST_MEMORY = 1_024 * 2**20
_MOST_SECONDS = 60
_MOST_WRITTEN = 512 * 2**20


def main() -> None:
    """Read, write and end."""
    limit_this_process(_MOST_MEMORY, _MOST_SECONDS)
    from python_calamine import CalamineError, CalamineWorkbook

    written = 0
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for found in book.sheets_metadata:
            if str(found.typ) != "SheetTypeEnum.WorkSheet":
                continue
            rows = [json.dumps(row) for row in _rows(book.get_sheet_by_name(found.name))]
            hidden = str(found.visible) != "SheetVisibleEnum.Visible"
            written += sum(map(len, rows))
            if written > _MOST_WRITTEN:
                sys.exit(TOO_LARGE)
            print(json.dumps([found.name, hidden, len(rows)]), *rows, sep="\n")
    except MemoryError:
        sys.exit(TOO_LARGE)
    except (CalamineError, ValueError, OverflowError, OSError):
        sys.exit(DAMAGED)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """The filled rows with their numbers; calamine begins with the first cell that is filled."""
    above, before = sheet.start or (0, 0)
    for number, cells in enumerate(sheet.iter_rows(), start=above + 1):
        row = [*[""] * before, *map(cell_text, cells)]
        while row and not row[-1]:
            row.pop()
        if row:
            yield number, row
