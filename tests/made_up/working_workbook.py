"""The working workbook as somebody has it open: its rows by what they are about, and what they write."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.made_up.printed import program

Told = Mapping[str, Any]
"""By heading, what is written into a row."""


class Book:
    """A workbook that is open."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.book: Workbook = load_workbook(file)
        self.sheet: Any = self.book.worksheets[0]

    @property
    def headings(self) -> list[str]:
        return [cell.value for cell in self.sheet[1]]

    def at(self, heading: str) -> int:
        return self.headings.index(heading) + 1

    def row(self, number: str, item: str) -> int:
        """The row of a task, by its key."""
        keys = self.sheet.iter_rows(min_row=2, min_col=self.at("Row key"), max_col=self.at("Row key"))
        return next(row[0].row for row in keys if (row[0].value or "").startswith(f"{number} {item} "))

    def cell(self, row: int, heading: str) -> Any:
        return self.sheet.cell(row, self.at(heading))

    def write(self, row: int, **told: Any) -> None:
        for name, value in told.items():
            self.cell(row, name.replace("_", " ").capitalize()).value = value

    def saved(self, name: str = "filled.xlsx") -> Path:
        file = self.file.with_name(name)
        self.book.save(file)
        return file


def saved_by_libreoffice(file: Path, folder: Path) -> Path:
    """The same workbook opened and saved by LibreOffice."""
    soffice = program("LibreOffice Calc", "libreoffice-calc-nogui", "soffice", "libreoffice")
    out = folder / "from-office"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = (soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir")
    done = subprocess.run((*words, str(out), str(file)), capture_output=True, text=True, timeout=180)
    assert (out / file.name).is_file(), done.stderr
    return out / file.name
