"""A night: a prison of 1,200 in 5 s, the country's 90,000 in 120 s and 600 MiB, a day after the first.

The first night plans whoever must be planned again and is not counted. These machines are shared: the time
the processor was ours is printed beside the time on the clock.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.people import make_record

PRISON, COUNTRY = 1_200, 90_000
_NIGHT = """
import resource, sys, time
from contextlib import suppress
from releasecheck.cli import main
began = time.perf_counter()
with suppress(SystemExit):
    main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
clock, processor = time.perf_counter() - began, used.ru_utime + used.ru_stime
said = f"{clock:.1f} s on the clock, {processor:.1f} s of processor, {used.ru_maxrss / 1024:.0f} MiB"
print(said, file=sys.stderr)
"""


def prison() -> None:
    """One prison."""
    _two_nights(PRISON, "goal 5 s", spread=False)


def country() -> None:
    """Everybody."""
    _two_nights(COUNTRY, "goal 120 s and 600 MiB", spread=True)


def _two_nights(number: int, goal: str, *, spread: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        make_record(record, number, spread=spread)
        for day in ("2026-11-23", "2026-11-24"):
            words = ["--record", str(record), "--as-of", day, "nightly", "--out", str(Path(folder) / "out")]
            done = subprocess.run(
                [sys.executable, "-c", _NIGHT, *words], check=True, capture_output=True, text=True
            )
        print(f"{number:,} people: {done.stderr.strip().splitlines()[-1]}; {goal}")
