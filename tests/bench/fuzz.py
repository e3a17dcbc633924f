"""Throwing bytes at the readers for a minute each, guided by what they reach: needs `pip install atheris`.

The readers and what they begin from are those of `tests/faults/fuzzed.py`. Whatever the bytes, a file is
read, or refused in words. Another length of time, or one reader alone: RELEASECHECK_FUZZ_SECONDS and
RELEASECHECK_FUZZ_READER.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.faults.fuzzed import READERS

_SECONDS = "RELEASECHECK_FUZZ_SECONDS"
_READER = "RELEASECHECK_FUZZ_READER"


def run() -> None:
    """Fuzz each reader in a process of its own; it ends with the bytes that broke something if any did."""
    if find_spec("atheris") is None:
        print("left out: pip install atheris")
        return
    wanted = os.environ.get(_READER)
    for name in [wanted] if wanted else READERS:
        print(f"-- {name}")
        subprocess.run(
            [sys.executable, "-c", "import tests.bench.fuzz as fuzz, sys; fuzz.fuzz(sys.argv[1])", name],
            check=True,
        )


def fuzz(name: str) -> None:
    """Fuzz one reader; the fuzzer ends this process."""
    atheris = import_module("atheris")
    reader = READERS[name]
    folder = Path(tempfile.mkdtemp(prefix="releasecheck-fuzz-"))
    for number, data in enumerate(reader.begins()):
        (folder / str(number)).write_bytes(data)
    atheris.instrument_all()
    seconds = os.environ.get(_SECONDS, "60")
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=8192", str(folder)], reader.read)
    atheris.Fuzz()
