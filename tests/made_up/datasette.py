"""Datasette itself, serving one record on this machine alone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener


@contextmanager
def datasette(*words: str | Path) -> Iterator[str]:
    """A Datasette of its own, reading only; its address, which ends in a stroke."""
    command = [sys.executable, "-m", "datasette", "serve", *map(str, words), "-h", "127.0.0.1", "-p", "0"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        said = (re.search(r"running on (http://127\.0\.0\.1:\d+)", line) for line in server.stderr)
        yield next(found[1] for found in said if found) + "/"
    finally:
        server.terminate()
        server.communicate()


def ask(address: str) -> str:
    """What stands there, and with which code where it is an error."""
    try:
        with build_opener(ProxyHandler({})).open(address) as answer:
            return str(answer.read().decode(errors="replace"))
    except HTTPError as refused:
        return str(refused.code)
