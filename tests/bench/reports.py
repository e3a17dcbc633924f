"""Reports: a prison of 1,200, where `missing` may take twice as long as `show`; and the country, 90,000.

Processor time of whole processes. The country is made and planned first, which takes many minutes; keep it by
naming a file in RELEASECHECK_BENCH_COUNTRY and it is made only once.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.bench.commands import took
from tests.bench.people import make_record

COUNTRY = 90_000
PRISON = 1_200


def _run(record: Path, *words: str) -> None:
    """One command, how long the processor was ours, and the most memory it held."""
    found = took(record, *words)
    print(f"{' '.join(words):<44} {found.cpu_seconds:6.2f} s   {found.peak_mib:.0f} MiB")


def prison() -> None:
    """The reports of one prison, beside `show`."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        number = make_record(record, PRISON)
        for words in (["show", number], ["missing"], ["forecast"], ["caseload"], ["outcomes"]):
            _run(record, *words)


def country() -> None:
    """The national roll-up (goal 1 s), and everything missing as CSV (goal 10 s and 250 MiB)."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(os.environ.get("RELEASECHECK_BENCH_COUNTRY") or Path(folder) / "country.db")
        if not record.exists():
            make_record(record, COUNTRY, spread=True)
        _run(record, "caseload", "--by", "prison")
        for words in (["forecast"], ["caseload"], ["outcomes"]):
            _run(record, *words)
        _run(record, "missing", "--format", "csv", "-o", str(Path(folder) / "missing.csv"))
