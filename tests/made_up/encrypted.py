"""A record that is encrypted, and the key to it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.made_up.program import Result, run

#: Made up, as the surname of somebody who is nobody: searched for in the bytes of whatever lies in a folder.
SURNAME = "QUILLFEATHER"


def needs_sqlcipher() -> None:
    """A test that lacks it is skipped, and in CI that is a failure."""
    if find_spec("sqlcipher3") is not None:
        return
    said = "no SQLCipher here: pip install 'releasecheck[encrypted]'"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


def key_file(path: Path, digits: str = "a1") -> Path:
    """A file with a key that only its owner can read."""
    path.write_text(f"{digits * 32}\n", "ascii")
    path.chmod(0o600)
    return path


def encrypted(monkeypatch: pytest.MonkeyPatch, key: Path) -> None:
    """Encrypt the record that commands use, with this key, which they use from then on."""
    monkeypatch.setenv("RELEASECHECK_KEY_FILE", str(key))
    done = run("record", "encrypt")
    assert done.code == 0, done.err


def holding(folder: Path, word: str = SURNAME) -> list[str]:
    """The files below a folder in whose bytes a word can be read."""
    known = (word.encode(), word.lower().encode(), word.encode("utf-16-le"))
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.name for path in files if any(one in path.read_bytes() for one in known)]


def mode(path: Path) -> int:
    """Who may read and write a file."""
    return stat.S_IMODE(path.stat().st_mode)


_OPEN = """
import sqlite3, sys
kept = sqlite3.connect(sys.argv[1])
kept.execute("SELECT 1 FROM notes").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def open_in_another_process(record: Path) -> Iterator[None]:
    """Somebody else has it open: in this process two libraries would not see each other's locks."""
    command = [sys.executable, "-c", _OPEN, str(record)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        yield
        other.communicate("")


def refused(done: Result, *words: str) -> None:
    """It ended in words, and not with a traceback."""
    assert done.code == 1
    assert done.err.startswith("releasecheck: ")
    for word in words:
        assert word in done.err
    assert SURNAME not in done.err
