"""What one command takes, run in a process of its own as a user would run it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Took(NamedTuple):
    """What one command took; a process that it began counts in the processor's time alone."""

    seconds: float
    """On the clock."""
    cpu_seconds: float
    peak_mib: float


def took(record: Path, *words: str) -> Took:
    """Run one command on a record, its answer thrown away; SystemExit when it fails."""
    environment = {**os.environ, "RELEASECHECK_RECORD": str(record), "RELEASECHECK_AS_OF": "2026-11-23"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed, what is compiled is used
    command = [sys.executable, "-m", "releasecheck", "-q", *words]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    return Took(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
