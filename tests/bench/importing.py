"""Importing a country: 90,000 people from CSV, compared and planned, and the same file again.

Goals: 90 s and 700 MiB, and a fifth of that for the file that changes nothing. Processor time of whole
processes, as installed; the time on the clock beside it says how shared the machine was.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from releasecheck.people.facts import FACTS, to_text
from tests.bench.commands import took
from tests.bench.people import records

COUNTRY = 90_000


def write_people(path: Path, number: int) -> None:
    """So many people as a spreadsheet would hold them: facts only, each on days of their own."""
    names = [name for name in FACTS if name != "prison_number"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["prison_number", *names])
        for record in records(number):
            facts = record.facts
            cells = (to_text(facts[name]) if name in facts else "" for name in names)
            writer.writerow([record.prison_number, *cells])


def country(number: int = COUNTRY) -> None:
    """The file for the first time, and again when it changes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        file, record = Path(folder) / "people.csv", Path(folder) / "record.db"
        write_people(file, number)
        print(f"{number:,} people, a file of {file.stat().st_size / 2**20:.0f} MiB")
        took(record, "record", "init")
        for which in ("first", "again"):
            found = took(record, "import", "people", str(file))
            print(
                f"{which}: {found.seconds:.1f} s on the clock, {found.cpu_seconds:.1f} s of processor, "
                f"{found.peak_mib:.0f} MiB"
            )
