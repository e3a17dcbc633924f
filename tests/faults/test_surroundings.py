"""Surroundings that a command line may find itself in: little memory, few files, odd streams, odd places.

A table of surroundings by a table of commands. Whatever they are, an answer is given or refused in words, in
what letters there are; and nothing is lost.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.made_up.program import make_person, run

NAME = "O’NEILL, Zoë"
_ROOT = Path(__file__).parents[2]
MB = 2**20


class Around(NamedTuple):
    """What is other than usual."""

    env: Mapping[str, str] = {}
    limits: tuple[tuple[int, int], ...] = ()
    stdin: str = "nothing"
    stdout: str = "pipe"
    stderr: str = "pipe"
    codes: tuple[int, ...] = (0,)
    """How `list` and `show` may end."""


#: To add one: a line. 0 is an answer, 1 a refusal, and 120 Python's own for a stream that it cannot end.
AROUND: dict[str, Around] = {
    **{
        f"output in {name}": Around({"PYTHONIOENCODING": name, "PYTHONUTF8": "0"})
        for name in "latin-1 ascii cp037 cp437 cp850 cp1252 utf-16 utf-8:strict ascii:strict".split()
    },
    **{
        f"locale {name}": Around({"LC_ALL": name, "LANG": name})
        for name in ("C", "POSIX", "de_DE", "nosuch", "")
    },
    **{
        f"{number} columns": Around({"COLUMNS": number})
        for number in ("0", "1", "10", "100000", "-5", "x", "٨٠", "9" * 40, "")
    },
    **{f"terminal {name}": Around({"TERM": name}) for name in ("dumb", "nosuch", "", "xterm-256color")},
    **{
        f"time zone {name[:12]!r}": Around({"TZ": name})
        for name in ("UTC", "Pacific/Kiritimati", "nosuch", "", ":/etc/passwd", "A" * 10_000)
    },
    "no home": Around({"HOME": ""}),
    "a home that is not there": Around({"HOME": "/nosuch"}),
    "a home that is a file": Around({"HOME": "/etc/passwd"}),
    "no name to log in with": Around({"LOGNAME": "", "USER": ""}),
    "a name to log in with that turns round": Around({"LOGNAME": "\u202ereenigne"}),
    "input closed": Around(stdin="closed"),
    "output closed": Around(stdout="closed", codes=(0, 1)),
    "errors closed": Around(stderr="closed"),
    "all closed": Around(stdin="closed", stdout="closed", stderr="closed", codes=(0, 1)),
    "output full": Around(stdout="full", codes=(1, 120)),
    "errors full": Around(stderr="full", codes=(0, 1, 120)),
    "a pipe that nobody reads": Around(stdout="unread", codes=(0, 1, 120, 141, -13)),
    **{
        f"{size} MB of memory": Around(limits=((resource.RLIMIT_AS, size * MB),), codes=(0, 1))
        for size in (30, 60, 100, 1_000)
    },
    **{
        f"{number} files open": Around(limits=((resource.RLIMIT_NOFILE, number),), codes=(0, 1))
        for number in (5, 6, 8, 12, 64)  # with four Python itself does not start
    },
    **{
        f"files of {size} bytes": Around(limits=((resource.RLIMIT_FSIZE, size),), codes=(0, 1))
        for size in (0, 1, 4_096, 100_000)
    },
    "no core and no processes": Around(limits=((resource.RLIMIT_CORE, 0), (resource.RLIMIT_NPROC, 1))),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "reads": ("list",),
    "reads one": ("show", "A1234BC"),
    "writes": ("note", "A1234BC", "asks for his card"),
}


def _started(
    words: tuple[str, ...], around: Around, record: Path, folder: Path
) -> subprocess.CompletedProcess[bytes]:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(_ROOT),
        "RELEASECHECK_RECORD": str(record),
        **around.env,
    }

    def begin() -> None:
        for what, most in around.limits:
            resource.setrlimit(what, (most, most))
        for place, how in enumerate((around.stdin, around.stdout, around.stderr)):
            if how == "closed":
                os.close(place)

    streams: list[int | None] = []
    opened: list[int] = []
    for how in (around.stdin, around.stdout, around.stderr):
        if how == "full":
            opened.append(os.open("/dev/full", os.O_WRONLY))
        elif how == "unread":
            read, write = os.pipe()
            os.close(read)
            opened.append(write)
        streams.append({"pipe": subprocess.PIPE, "nothing": subprocess.DEVNULL}.get(how))
        if how in ("full", "unread"):
            streams[-1] = opened[-1]
    try:
        return subprocess.run(
            [sys.executable, "-B", "-m", "releasecheck", "--by", "tester", "--as-of", "2026-11-23", *words],
            env=env,
            cwd=folder,
            stdin=streams[0],
            stdout=streams[1],
            stderr=streams[2],
            preexec_fn=begin,
            timeout=60,
            check=False,
        )
    finally:
        for handle in opened:
            os.close(handle)


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record of one person whose name needs letters that not every stream has."""
    path = tmp_path / "record.db"
    monkeypatch.setenv("RELEASECHECK_RECORD", str(path))
    assert run("record", "init").code == 0
    make_person(name=NAME)
    return path


@pytest.mark.parametrize("name", AROUND)
def test_an_answer_is_given_or_refused_in_words(name: str, record: Path, tmp_path: Path) -> None:
    around = AROUND[name]
    for kind, words in COMMANDS.items():
        done = _started(words, around, record, tmp_path)
        errors = (done.stderr or b"").decode("utf-8", "replace")
        codes = (*around.codes, 1) if kind == "writes" else around.codes
        assert "Traceback" not in errors, errors
        assert "Fatal" not in errors, errors
        assert done.returncode in codes, errors
        refused = done.returncode == 1 and around.stderr == "pipe" and around.stdout == "pipe"
        assert not refused or errors.strip(), "it refused and said nothing"
    whole = run("record", "verify")
    assert whole.code == 0, whole.err


@pytest.mark.parametrize(
    "path",
    ["a b.db", "a'b\".db", "a#b?mode=memory.db", "%41.db", "-x.db", "a\nb.db", "é.db", "$HOME.db", "a;b.db"],
)
def test_a_record_may_lie_under_any_name(path: str, tmp_path: Path) -> None:
    record = tmp_path / path
    for words in (("record", "init"), ("add", "A5561CD", "--name", "NIGHTLARK, Odo"), ("show", "A5561CD")):
        done = run("--record", record, *words)
        assert done.code == 0, done.err
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".db"] == [path]


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("lay", "says"),
    [
        (_folder, "is a folder"),
        (_loop, "cannot open"),
        (lambda path: path.symlink_to("/nosuch/record.db"), "no record"),
        (lambda path: path.write_bytes(b"hello" * 1_000), "not a releasecheck record"),
        (lambda path: path.write_bytes(b""), "empty file"),
        (lambda path: path.symlink_to("/dev/null"), "is a device or a pipe"),
        (lambda path: path.symlink_to("/dev/zero"), "is a device or a pipe"),
        (os.mkfifo, "is a device or a pipe"),
    ],
    ids=["folder", "loop", "nothing", "text", "empty", "null", "zero", "pipe"],
)
def test_what_is_no_record_is_said_as_what_it_is(
    lay: Callable[[Path], object], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "record.db"
    lay(path)
    done = run("--record", path, "list")
    assert done.code == 1
    assert says in done.err
