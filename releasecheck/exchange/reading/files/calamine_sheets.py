"""XLS, ODS, XLSB and long XLSX workbooks -> sheets, read by calamine in a process of its own.

calamine makes room for every cell between the first and the last, and ends the process where there is none:
a file of two kilobytes can ask for 500 gigabytes. So it has a process with limits, which may end.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import releasecheck
from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.calamine_cells import TOO_LARGE
from releasecheck.exchange.reading.files.damage import damaged, needs
from releasecheck.exchange.reading.files.sheets import BookSheet
from releasecheck.exchange.reading.files.table import MOST_COLUMNS, Row, too_wide

_RUN = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from releasecheck.exchange.reading.files.calamine_cells import main; main()"
)


def has_calamine() -> bool:
    """Whether the library is installed."""
    return find_spec("python_calamine") is not None


def calamine_sheets(data: bytes, name: str) -> list[BookSheet]:
    """The sheets of a workbook, in their order.

    Raises ReleasecheckError for one that is damaged or needs too much memory, and where the library is not
    installed.
    """
    if not has_calamine():
        raise needs(name, "python-calamine")
    root = Path(releasecheck.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-P", "-c", _RUN, str(root)], input=data, capture_output=True, check=False
    )
    if done.returncode == TOO_LARGE or done.returncode < 0:
        raise ReleasecheckError(f"{name} is too large to be read: save the list as CSV and import that")
    if done.returncode:
        raise damaged(name)
    return list(_sheets(done.stdout.splitlines(), name))


def _sheets(lines: Sequence[bytes], name: str) -> Iterator[BookSheet]:
    at = 0
    while at < len(lines):
        title, hidden, number = json.loads(lines[at])
        yield BookSheet(title, hidden, partial(_rows, lines[at + 1 : at + 1 + number], name))
        at += 1 + number


def _rows(lines: Sequence[bytes], name: str) -> Iterator[Row]:
    for line in lines:
        number, cells = json.loads(line)
        if len(cells) > MOST_COLUMNS:
            raise too_wide(name, len(cells))
        yield number, tuple(cells)
