"""What is said where the program itself is wrong, and a report of it that holds nothing of anybody.

A traceback quotes what the program was given, and goes to screens, to cron's mail and into logs. Here stand
the kinds of the exceptions and the places in the program, and neither words nor values.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import click

from releasecheck import __version__
from releasecheck.core.errors import RECORDED
from releasecheck.core.system import folders, new_folder

_PROGRAM = Path(__file__).resolve().parents[3]
_CHAIN, _FRAMES = 10, 30
"""Exceptions that led to one another and that are listed, and places of each, from both its ends."""


def say_fault(fault: BaseException) -> None:
    """Write a report of it, readable by its owner only, and say on stderr where that is and what to do."""
    kind = type(fault).__name__
    recorded = next((note for note in getattr(fault, "__notes__", ()) if note.startswith(RECORDED)), "")
    saved = (
        f"{recorded.removeprefix(RECORDED)}: do not type it again" if recorded else "nothing was half saved"
    )
    report = _written("\n".join([*_report(fault), ""]))
    where = f"Send {report} to whoever looks after this program here" if report else "Say so to whoever looks"
    lines = (
        f"releasecheck: this program is wrong somewhere and cannot go on ({kind}); {saved}.",
        f"{where}: it says where in the program, and nothing about anybody."
        if report
        else f"{where} after this program here, with the command that you typed.",
        "Is the record sound? releasecheck record verify",
    )
    click.echo("\n".join(lines), err=True)


def _report(fault: BaseException) -> Iterator[str]:
    import platform
    from importlib.metadata import version

    yield "A fault of releasecheck: kinds of errors, and places in programs. Nothing here is about anybody."
    yield f"at {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"releasecheck {__version__}, Python {platform.python_version()}, {platform.system()}"
    yield f"click {version('click')}"
    for one in _chain(fault):
        yield ""
        yield type(one).__qualname__
        places = list(_places(one.__traceback__))
        left_out = len(places) - 2 * _FRAMES
        if left_out > 0:
            places[_FRAMES:-_FRAMES] = [f"and {left_out} more"]
        yield from (f"  {place}" for place in places)


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """The fault, and each that led to the one before."""
    one: BaseException | None = fault
    seen: set[int] = set()
    while one is not None and id(one) not in seen and len(seen) < _CHAIN:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{_file(code.co_filename)}:{trace.tb_lineno}:{code.co_qualname}"
        trace = trace.tb_next


def _file(name: str) -> str:
    """A file of this program or of a library, without the folders above, which may bear somebody's name."""
    path = Path(name)
    # Libraries first: an environment often lies inside the folder of a checkout.
    for folder in ("site-packages", "dist-packages", f"python{sys.version_info[0]}.{sys.version_info[1]}"):
        if folder in path.parts:
            return Path(*path.parts[path.parts.index(folder) + 1 :]).as_posix()
    if path.is_relative_to(_PROGRAM):
        return path.relative_to(_PROGRAM).as_posix()
    return path.name


def _written(text: str) -> Path | None:
    """The file of the report, or None where there is no room for one anywhere."""
    for folder in (folders(os.environ, Path.home()).state, Path(tempfile.gettempdir())):
        with suppress(OSError):
            new_folder(folder, anyway=True)
            handle, name = tempfile.mkstemp(prefix="releasecheck-fault-", suffix=".txt", dir=folder)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            return Path(name)
    return None
