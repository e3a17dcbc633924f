"""Throwing bytes at the readers for a minute, guided by what they reach: needs `pip install atheris`.

Seeded with the files of tests/imports and tests/data/lists. Whatever the bytes, a file is read, or refused in
words.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from shutil import copy

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.headings import has_prison_number
from releasecheck.exchange.reading.lists.people import read_people
from tests.places import DATA, IMPORTS

SECONDS = 60


def read_anything(data: bytes) -> None:
    """Read a file as `import people` does; only a refusal in words may be raised."""
    try:
        read_people(read_table(data, "fuzz", are_headings=has_prison_number))
    except ReleasecheckError:
        return


def run() -> None:
    """Fuzz for a minute; the fuzzer ends this process, with the bytes that broke something if any did."""
    try:
        atheris = import_module("atheris")
    except ImportError:
        print("left out: pip install atheris")
        return
    folder = tempfile.mkdtemp(prefix="releasecheck-fuzz-")
    for case in (*IMPORTS.iterdir(), *(DATA / "lists").iterdir()):
        copy(case, folder)
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={SECONDS}", "-max_len=8192", folder], read_anything)
    atheris.Fuzz()
