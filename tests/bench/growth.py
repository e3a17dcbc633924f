"""How what a worker types grows with the record: 1,000 people and 10,000, and the country's 90,000 on demand.

One prison has the same people in each, so that what is asked of it has the same answer. Processor time of
whole processes, the least of a few, on a screen of 40 lines, and how many times that of a Python that has
only loaded click and sqlite3. These machines are shared: read the ratios. The records are made first, which
takes a minute; the country's takes many and 2.7 GB, so name a file for it in RELEASECHECK_BENCH_COUNTRY and
it is made only once.
"""

from __future__ import annotations

import os
import pty
import sys
import tempfile
from collections.abc import Callable
from fcntl import ioctl
from itertools import count
from math import log10
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ
from typing import NamedTuple

from tests.bench.people import ONE_PRISON, make_record
from tests.bench.start_up import BARE, seconds

RUNS = 5
SIZES = (1_000, 10_000)
COUNTRY = 90_000
ONE, PRISON = "B0480AA", ONE_PRISON
WORDS = (
    f"show {ONE}",
    f"note {ONE} seen",
    f"mark {ONE} dtr submitted authority=Leeds-{{run}} --gaps",
    f"find {ONE}",
    f"list --prison {PRISON}",
    f"missing --prison {PRISON}",
    "today --mine",
    "today",
    "missing",
    "list",
)
_CONFIG = f'role = "POM"\nby = "{PRISON} POM 1"\n'
_LINES, _COLUMNS = 40, 100
_RUN = count()
"""Somebody who is marked twice alike is not marked the second time."""


class Cost(NamedTuple):
    """What one command cost on a screen."""

    cpu_seconds: float
    peak_mib: float


def run() -> None:
    """An office and a region."""
    with tempfile.TemporaryDirectory() as folder:
        _table({number: _made(Path(folder) / f"{number}.db", number) for number in SIZES})


def country() -> None:
    """The same beside a country."""
    with tempfile.TemporaryDirectory() as folder:
        records = {number: _made(Path(folder) / f"{number}.db", number) for number in SIZES}
        kept = os.environ.get("RELEASECHECK_BENCH_COUNTRY")
        _table(records | {COUNTRY: _made(Path(kept or Path(folder) / "country.db"), COUNTRY)})


def _made(record: Path, number: int) -> Path:
    if not record.exists():
        make_record(record, number, spread=True)
    return record


def _table(records: dict[int, Path]) -> None:
    """A line for each command: milliseconds and MiB by size, and how they grow."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(_CONFIG)
        bare = min(seconds(BARE, dict(os.environ)) for _ in range(RUNS))
        print(f"{BARE}: {bare * 1000:.0f} ms")
        for words in WORDS:
            costs = {number: _least(record, config, words) for number, record in records.items()}
            cells = (
                f"{number:>7,}: {cost.cpu_seconds * 1000:6,.0f} ms {cost.cpu_seconds / bare:5.1f} x "
                f"{cost.peak_mib:4.0f} MiB"
                for number, cost in costs.items()
            )
            print(f"{words[:26]:<27}{'  '.join(cells)}  {growth(costs)}")


def growth(costs: dict[int, Cost]) -> str:
    """How the time grows from the smallest record to the largest: flat is at most 1.2 times.

    Else what fits the sizes in between better: so much for each person, or for each time there are ten times
    as many. Two sizes tell those apart only by how much is more.
    """
    sizes = sorted(costs)
    first, last = costs[sizes[0]].cpu_seconds, costs[sizes[-1]].cpu_seconds
    if last <= 1.2 * first:
        return f"flat ({last / first:.2f})"
    misses = {name: _miss(costs, by) for name, by in {"logarithmic": log10, "linear": float}.items()}
    likely = min(misses, key=misses.__getitem__) if len(sizes) > 2 else "not flat"
    return f"{likely} ({last / first:.2f})"


def _miss(costs: dict[int, Cost], by: Callable[[float], float]) -> float:
    """How far the sizes between the smallest and the largest lie from a straight line by this measure."""
    sizes = sorted(costs)
    first, last = sizes[0], sizes[-1]
    rise = (costs[last].cpu_seconds - costs[first].cpu_seconds) / (by(last) - by(first))
    return sum(
        abs(costs[size].cpu_seconds - costs[first].cpu_seconds - rise * (by(size) - by(first)))
        for size in sizes[1:-1]
    )


def _least(record: Path, config: Path, words: str) -> Cost:
    costs = [_on_a_screen(record, config, words) for _ in range(RUNS)]
    return Cost(min(cost.cpu_seconds for cost in costs), max(cost.peak_mib for cost in costs))


def _on_a_screen(record: Path, config: Path, words: str) -> Cost:
    """One command in a terminal of its own, its answer read and thrown away."""
    mine = ["--config", str(config)] if "--mine" in words else []
    command = [sys.executable, "-m", "releasecheck", "-q", *mine, *words.format(run=next(_RUN)).split()]
    environment = {
        **{name: value for name, value in os.environ.items() if name not in _NOT_AS_INSTALLED},
        "RELEASECHECK_RECORD": str(record),
        "RELEASECHECK_AS_OF": "2026-11-23",
        "PAGER": "cat",
    }
    process, screen = pty.fork()
    if process == 0:
        os.execve(sys.executable, command, environment)
    ioctl(screen, TIOCSWINSZ, pack("HHHH", _LINES, _COLUMNS, 0, 0))
    answer = b""
    try:
        while part := os.read(screen, 65_536):
            answer += part
    except OSError:
        pass  # whoever wrote to the screen has gone
    os.close(screen)
    _, status, used = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{words} ended with {os.waitstatus_to_exitcode(status)}:\n{answer.decode()}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


_NOT_AS_INSTALLED = ("PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES")
