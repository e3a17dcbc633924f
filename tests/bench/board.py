"""How long the board takes until it is painted, in a prison of 1,200: goal at most 0.6 s of the processor.

The whole process in a terminal of 80 by 24, from its start until it is closed once all of it is there.
"""

from __future__ import annotations

import os
import pty
import statistics
import sys
import tempfile
from pathlib import Path

from tests.bench.people import make_record

PRISON = 1_200
RUNS = 15
_LAST = b"close"
"""What is painted last: the keys at the foot."""


def seconds(record: Path, config: Path) -> float:
    """Processor time of one board that is opened, painted and closed."""
    environment = {
        **os.environ,
        "RELEASECHECK_RECORD": str(record),
        "RELEASECHECK_AS_OF": "2026-11-23",
        "RELEASECHECK_CONFIG": str(config),
        "TERM": "xterm-256color",
        "LINES": "24",
        "COLUMNS": "80",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed, what is compiled is used
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, [sys.executable, "-m", "releasecheck", "board"], environment)
    shown = b""
    while _LAST not in shown:
        shown += os.read(terminal, 65_536)
    os.write(terminal, b"q")
    try:
        while os.read(terminal, 65_536):
            pass
    except OSError:
        pass  # its end
    _, status, used = os.wait4(process, 0)
    os.close(terminal)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"the board ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


def run() -> None:
    """The median of some runs, and the longest."""
    with tempfile.TemporaryDirectory() as folder:
        record, config = Path(folder) / "record.db", Path(folder) / "config.toml"
        make_record(record, PRISON)
        config.write_text("")
        seconds(record, config)  # the first run compiles
        times = [seconds(record, config) for _ in range(RUNS)]
        usual, most = statistics.median(times) * 1000, max(times) * 1000
        print(f"board    {usual:6.0f} ms, at most {most:.0f} ms   (1,200 people)")
