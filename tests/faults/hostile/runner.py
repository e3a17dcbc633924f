"""Runs one command after another, each in a process of its own, with a limit of time and of memory.

Everything is imported once, and each command is a fork of that: it takes ten milliseconds, not three hundred.
What hangs is ended by its alarm, what asks for any amount of memory meets the limit, and neither takes the
tests with it. `python -m tests.faults.hostile.runner` reads a task in JSON to a line, and answers with one.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, NoReturn

MOST_SECONDS = 20
MOST_MEMORY = 2 * 2**30
_PRELOADED = ("openpyxl", "openpyxl.reader.excel", "tomllib", "csv", "zipfile", "html.parser", "difflib")


class Answer(NamedTuple):
    """How a command ended: its exit code, or the signal that ended it as a number below nought."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that it said."""
        return self.out + self.err


class Runner:
    """Runs commands; used as a context."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.faults.hostile.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        )

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def __call__(
        self,
        words: Sequence[str],
        env: Mapping[str, str],
        stdin: Path | None = None,
        folder: Path | None = None,
        seconds: int = MOST_SECONDS,
    ) -> Answer:
        """Run one command line with this environment and no other."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        task = [
            list(words),
            dict(env),
            str(stdin or os.devnull),
            str(folder or tempfile.gettempdir()),
            seconds,
        ]
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        return Answer(*json.loads(self._process.stdout.readline()))


def _serve() -> None:
    import importlib

    from releasecheck.commands.registry import SECTIONS, load

    importlib.import_module("releasecheck.cli")
    for name in _PRELOADED:
        importlib.import_module(name)
    for _, names in SECTIONS:
        for name in names:
            load(name)
    for line in sys.stdin:
        words, env, stdin, folder, seconds = json.loads(line)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if child == 0:
                _run(words, env, stdin, folder, seconds, out.fileno(), err.fileno())
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            texts = []
            for stream in (out, err):
                stream.seek(0)
                texts.append(stream.read(200_000).decode("utf-8", "replace"))
        print(json.dumps([code, *texts]), flush=True)


def _run(
    words: list[str], env: dict[str, str], stdin: str, folder: str, seconds: int, out: int, err: int
) -> NoReturn:
    """In the child: be the command, and end as it ends."""
    from releasecheck.cli import main

    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.alarm(seconds)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(env)
        for place, handle in enumerate((os.open(stdin, os.O_RDONLY), out, err)):
            os.dup2(handle, place)
        sys.stdin, sys.stdout, sys.stderr = (
            io.TextIOWrapper(
                open(place, "rb" if place == 0 else "wb", closefd=False),  # noqa: SIM115
                encoding="utf-8",
                errors=("strict", "strict", "backslashreplace")[place],
                write_through=place > 0,
            )
            for place in range(3)
        )
        main(words)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
