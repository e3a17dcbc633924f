"""How long `show` takes against a Python that has only loaded click and sqlite3: goal at most 1.6 times.

Processor time of whole processes, for the clock on a shared machine says more about its neighbours. Compiled
modules are used, as they are once installed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.people import make_record

RUNS = 25
BARE = "import click, sqlite3"


def seconds(code: str, environment: dict[str, str]) -> float:
    """Processor time of one Python that runs this."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run() -> None:
    """Pairs of runs, one after the other, so that a slow moment hits both alike."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        number = make_record(record, 1000)
        environment = {**os.environ, "RELEASECHECK_RECORD": str(record), "RELEASECHECK_AS_OF": "2026-11-23"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for words in (["show", number], ["note", number, "seen"], ["list"], ["missing", "--within", "7d"]):
            ours = f"from releasecheck.cli import main; main({words!r})"
            seconds(ours, environment)  # the first run compiles, and plans afresh if the rules are newer
            pairs = [(seconds(ours, environment), seconds(BARE, environment)) for _ in range(RUNS)]
            mine, bare = (statistics.median(times) for times in zip(*pairs, strict=True))
            print(f"{words[0]:<8} {mine * 1000:6.0f} ms   {mine / bare:.2f} x {BARE}   (1,000 people)")
