"""Files that are made out of sight and then take their place whole, and what is left of those cut off.

A folder may be one that others write in: nothing is followed there, and nothing taken away that is not ours.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PARTS = ".releasecheck-"
"""Begins the name of a folder in which files are made, beside their places."""
_OLD_PART = re.compile(r"\.(.+)\.[a-z0-9_]{8}")
"""How 0.1.0 called the file in which one was made; whether it is in use cannot be told, but by its age."""
_DAY = 24 * 60 * 60
"""Seconds."""
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def parts_in(folder: Path, names: Iterable[str] = ()) -> Iterator[Path]:
    """A folder of our own inside this one, to make files in that are then moved out; gone at the end.

    What a run that was cut off left there is taken away first: also by 0.1.0 of files of these names.
    Raises OSError where nothing can be written there.
    """
    clear_cut_off(folder)
    path, handle = _held(folder)
    try:
        _sweep_old(folder, path, frozenset(names))
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def new_file(path: Path) -> int:
    """A file that was not there before and that its owner alone can read, open for writing."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def to_disk(path: Path) -> None:
    """Wait until the disk has it; a folder too, for a new name is written in its folder."""
    if path.is_dir() and os.name == "nt":
        return  # there a folder cannot be opened
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _held(folder: Path) -> tuple[Path, int | None]:
    """A new folder, held for as long as its handle is open; not one that another run has just swept away."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PARTS, dir=folder))
        handle = _taken(path)
        if handle is not None or not _can_hold():
            return path, handle


def _can_hold() -> bool:
    try:
        import fcntl  # noqa: F401
    except ImportError:
        return False
    return True


def _taken(path: Path) -> int | None:
    """The folder's handle, once nobody else holds it and it still has its name; else None."""
    try:
        import fcntl

        handle = os.open(path, _FOLDER)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), os.lstat(path)):
            return handle
    except OSError:
        pass
    os.close(handle)
    return None


def clear_cut_off(folder: Path) -> None:
    """Take away the folders of runs that were cut off, for records and pages lie in them.

    Only ours, and only those that nobody holds.
    """
    for path in sorted(folder.glob(f"{_PARTS}*")):
        if not _is_ours(path, stat.S_ISDIR, 0o700) or (handle := _taken(path)) is None:
            continue
        shutil.rmtree(path, ignore_errors=True)
        os.close(handle)


def _sweep_old(folder: Path, newest: Path, names: frozenset[str]) -> None:
    """Take away what 0.1.0 left of files of these names, a day before the newest or earlier."""
    if not names:
        return
    now = newest.stat().st_mtime
    for path in sorted(folder.glob(".*")):
        found = _OLD_PART.fullmatch(path.name)
        if found and found[1] in names and _is_ours(path, stat.S_ISREG, 0o600):
            with suppress(OSError):
                if path.lstat().st_mtime < now - _DAY:
                    path.unlink()


def _is_ours(path: Path, kind: object, mode: int) -> bool:
    """Whether it is of this kind, and only its owner, who is us, can read it."""
    try:
        found = path.lstat()
    except OSError:
        return False
    owner = getattr(os, "geteuid", lambda: found.st_uid)()
    return bool(callable(kind) and kind(found.st_mode)) and (
        (found.st_uid, stat.S_IMODE(found.st_mode)) == (owner, mode)
    )
