"""The folder of one night: built out of sight, shown whole by one rename, and cleared away when old.

Files are readable by their owner alone. Nothing is removed but what the night made: folders that are named
for a day and hold its summary.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from releasecheck.core import system
from releasecheck.core.errors import ReportError

SUMMARY = "summary.json"
PROGRAM = "releasecheck nightly"
"""Stands in the summary of every night: only such folders are ever removed."""
LATEST = "latest"
KEPT_WHATEVER_THEIR_AGE = 7
"""Nights that stay however old they look: a clock that jumped ahead must not cost them."""

_UNFINISHED = ".night-"
_DAY_FOLDER = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.([0-9]+))?")


class NightFolder:
    """One night's files while they are made; unless they are published they are gone at the end."""

    def __init__(self, out: Path, day: date) -> None:
        self.out, self.day = out, day
        clear_unfinished(out)
        self._building = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=out))
        self._made: dict[str, None] = {}

    def __enter__(self) -> NightFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._building.exists():
            shutil.rmtree(self._building, ignore_errors=True)

    @property
    def files(self) -> tuple[str, ...]:
        """What has been made so far, as paths inside the folder."""
        return tuple(self._made)

    @contextmanager
    def file(self, name: str) -> Iterator[TextIO]:
        """A new text file in the folder, to write to piece by piece."""
        path = self._building / name
        if not path.parent.exists():
            system.new_folder(path.parent)
        with os.fdopen(system.new_file(path), "w", encoding="utf-8", newline="") as file:
            yield file
        self._made[name] = None

    def write(self, name: str, text: str) -> None:
        """A whole file in the folder."""
        with self.file(name) as file:
            file.write(text)

    def publish(self) -> Path:
        """Give the folder its name, all at once; a second run of a day is `2026-11-23.2`, and so on."""
        system.flush_everything()  # once for all the files: each by itself would cost seconds for a country
        name = self.day.isoformat()
        number = 1
        while os.path.lexists(self.out / name):
            number += 1
            name = f"{self.day.isoformat()}.{number}"
        path = self.out / name
        self._building.rename(path)
        return path


def make_out(out: Path) -> None:
    """The folder for all nights, made if only its last part is not there.

    Raises ReportError if its parent is not there (a disk not mounted, a slip of the pen) or it is no folder.
    """
    if out.is_dir():
        return
    if os.path.lexists(out):
        raise ReportError(f"{out} is not a folder. Choose another with --out")
    if not out.parent.is_dir():
        raise ReportError(f"no folder {out.parent} to make {out.name} in: make it, or mount its disk")
    try:
        system.new_folder(out)
    except OSError as error:
        raise ReportError(f"cannot make {out}: {error.strerror}") from error


def clear_unfinished(out: Path) -> None:
    """Remove what runs that were cut off left half made; only ever called by who holds the lock."""
    for path in out.glob(f"{_UNFINISHED}*"):
        if path.is_dir() and not system.is_link(path):
            shutil.rmtree(path, ignore_errors=True)
    for path in out.glob(f".{LATEST}-*"):
        if path.is_symlink() or path.is_file():
            path.unlink()


def point_latest(out: Path, name: str) -> None:
    """Make `latest` lead to a night, in one step; a file that names it where there can be no links.

    Raises ReportError where somebody has put something else under that name.
    """
    latest = out / LATEST
    if os.path.lexists(latest) and _named_by(latest) is None:
        what = "folder" if latest.is_dir() and not system.is_link(latest) else "link or file"
        raise ReportError(f"{latest} is a {what} that somebody made: move it away. The night is in {name}")
    temporary = out / f".{LATEST}-{os.getpid()}"
    with suppress(FileNotFoundError):
        temporary.unlink()
    if not system.link_to(name, temporary):
        with os.fdopen(system.new_file(temporary), "w", encoding="utf-8") as file:
            file.write(f"{name}\n")
    system.replace(temporary, latest)


def latest_night(out: Path) -> Path | None:
    """The night that `latest` leads to, or None where there is none."""
    name = _named_by(out / LATEST)
    return out / name if name is not None and (out / name).is_dir() else None


def _named_by(latest: Path) -> str | None:
    """The night that a link or a file of ours names, be it there or not; None where it is none of ours.

    A link is never followed, and leads nowhere but to a night beside it.
    """
    if latest.is_symlink():
        text = str(latest.readlink())
    elif latest.is_file() and latest.stat().st_size <= _LONGEST_NAME:
        text = latest.read_text("utf-8", "replace").strip()
    else:
        return None
    return text if _DAY_FOLDER.fullmatch(text) else None


_LONGEST_NAME = 40
"""Bytes of the longest name that a night could have."""


def nights(out: Path) -> list[tuple[date, int, Path]]:
    """Every published night, oldest first: its day, which run of that day, and where it is."""
    found = []
    for path in out.iterdir():
        match = _DAY_FOLDER.fullmatch(path.name)
        if match and path.is_dir() and not system.is_link(path) and _is_ours(path):
            with suppress(ValueError):
                found.append((date.fromisoformat(match[1]), int(match[2] or 1), path))
    return sorted(found)


def _is_ours(path: Path) -> bool:
    """Whether it holds a summary of ours. No link is followed to one."""
    try:
        return read_summary(path / SUMMARY, follow=False).get("program") == PROGRAM
    except (OSError, ValueError):
        return False


def read_summary(path: Path, *, follow: bool = True) -> dict[str, Any]:
    """What a summary says: a plain file of a length that one could have, for a pipe would never end.

    `follow`: it was named by whoever asks, and may be a link. Raises OSError where it cannot be read,
    ValueError for what is no summary.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | (system.PROMPTLY if follow else system.ITSELF)), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LONGEST_SUMMARY:
            raise ValueError("no summary")
        text = file.read(_LONGEST_SUMMARY)
    try:
        summary = json.loads(text)
    except RecursionError:
        raise ValueError("no summary") from None
    if not isinstance(summary, dict):
        raise ValueError("no summary")
    return summary


_LONGEST_SUMMARY = 16_000_000
"""Bytes; that of a country is shorter."""


def clear_old(out: Path, today: date, days: int) -> int:
    """Remove the nights of more than so many days ago, but never the newest few; how many went."""
    last = today - timedelta(days=days)
    old = [path for day, _, path in nights(out)[:-KEPT_WHATEVER_THEIR_AGE] if day < last]
    for path in old:
        # In one step, so that nobody reads half of an old one; under a name that nobody can have foreseen.
        hidden = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=out))
        path.rename(hidden / path.name)
        shutil.rmtree(hidden, ignore_errors=True)
    return len(old)
