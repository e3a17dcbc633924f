"""How long `show` takes against a Python that has only loaded click and sqlite3: goal at most 1.6 times."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.people import make_record

RUNS = 15


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run, whole process."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - started


def run() -> None:
    """Pairs of runs, one after the other, so that a slow moment hits both alike."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        number = make_record(record, 1000)
        environment = {**os.environ, "RELEASECHECK_RECORD": str(record), "RELEASECHECK_AS_OF": "2026-11-23"}
        bare = [sys.executable, "-c", "import click, sqlite3"]
        for words in (["show", number], ["missing", "--within", "7d"], ["list"]):
            command = [sys.executable, "-m", "releasecheck", *words]
            seconds(command, environment), seconds(bare, environment)  # warm the file cache
            pairs = [(seconds(command, environment), seconds(bare, environment)) for _ in range(RUNS)]
            ratio = statistics.median(ours / base for ours, base in pairs)
            ours = statistics.median(ours for ours, _ in pairs)
            print(
                f"{words[0]:<8} {ours * 1000:6.0f} ms   {ratio:.2f} x import click, sqlite3   (1,000 people)"
            )
