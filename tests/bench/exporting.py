"""Giving out a country: `export` holds no more of it at once than a few hundred people, goal 150 MiB.

A hundred MB of plans, everybody's facts, and the views that other programs read.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.bench.commands import took
from tests.bench.people import make_record
from tests.bench.planning import COUNTRY
from tests.made_up.records import open_elsewhere

#: How many people make a hundred MB of plans.
HUNDRED_MB = 4_000


def export(record: Path, what: str, ending: str) -> None:
    """One export to a file, with its size beside what it took."""
    path = record.parent / f"{what}.{ending}"
    found = took(record, "export", what, "-o", str(path), "--to", "the bench")
    size = path.stat().st_size / 1e6
    print(f"export {what} {ending}: {size:.0f} MB in {found.seconds:.0f} s, peak {found.peak_mib:.0f} MiB")
    path.unlink()


def run() -> None:
    """Plans of some thousands of people, then facts of a country, then its views."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "some.db"
        make_record(record, HUNDRED_MB, spread=True)
        for what, ending in (("plans", "jsonl"), ("plans", "json"), ("tasks", "xlsx"), ("history", "csv")):
            export(record, what, ending)
        record = Path(folder) / "country.db"
        make_record(record, COUNTRY, spread=True)
        print(f"{COUNTRY:,} people, goal 150 MiB:")
        for ending in ("jsonl", "csv", "xlsx"):
            export(record, "people", ending)
        _views(record)


def _views(record: Path) -> None:
    with open_elsewhere(record) as ask:
        for query in (
            "SELECT count(*) FROM v_missing WHERE state = 'overdue'",
            "SELECT prison, owner, count(*) FROM v_missing WHERE state = 'overdue' GROUP BY 1, 2",
            "SELECT * FROM v_countdown WHERE prison_number = 'B0040AB'",
            "SELECT count(*), sum(overdue) FROM v_people",
        ):
            started = time.perf_counter()
            number = len(ask(query))
            print(f"{(time.perf_counter() - started) * 1000:7.0f} ms, {number} rows: {query}")
