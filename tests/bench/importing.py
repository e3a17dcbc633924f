"""Importing a country: 90,000 people from CSV, compared and planned, and the same file again.

Goals: 90 s and 700 MiB, and a fifth of that for the file that changes nothing. Processor time of whole
processes, as installed; the time on the clock beside it says how shared the machine was.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from releasecheck.facts import FACTS, to_text
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


def _measure(words: list[str | Path], environment: dict[str, str]) -> str:
    """What one command took, in words."""
    code = f"from releasecheck.cli import main; main({[str(word) for word in words]!r})"
    started = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = subprocess.run(
        [sys.executable, "-c", f"{code}"], env=environment, capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = found.stdout.strip() or found.stderr.strip()
    clock = time.perf_counter() - started
    return f"{cpu:6.1f} s of processor, {clock:6.1f} on the clock, most {after.ru_maxrss >> 10} MiB: {said}"


def country(number: int = COUNTRY) -> None:
    """The file for the first time, again, and what an export of every plan takes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        write_people(file, number)
        environment = {**os.environ, "RELEASECHECK_RECORD": f"{folder}/record.db"}
        environment |= {"RELEASECHECK_AS_OF": "2026-11-23"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        print(f"a file of {file.stat().st_size / 2**20:.0f} MiB")
        _measure(["record", "init"], environment)
        # The most that any process so far has held is what is known: the file again comes first, in effect.
        print("first ", _measure(["import", "people", file], environment))
        print("again ", _measure(["import", "people", file], environment))
