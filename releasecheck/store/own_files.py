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

from releasecheck.core import system

_PARTS = ".releasecheck-"
"""Begins the name of a folder in which files are made, beside their places."""
_OLD_PART = re.compile(r"\.(.+)\.[a-z0-9_]{8}")
"""How 0.1.0 called the file in which one was made; whether it is in use cannot be told, but by its age."""
_DAY = 24 * 60 * 60
"""Seconds."""
_HELD = ".held"
"""A file in such a folder, where the folder itself cannot be held."""


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
        _take_away(path, handle)


def _held(folder: Path) -> tuple[Path, int | None]:
    """A new folder, held for as long as its handle is open; not one that another run has just swept away."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PARTS, dir=folder))
        handle = _taken(path)
        if handle is not None or not system.can_hold():
            return path, handle


def _taken(path: Path) -> int | None:
    """The folder's handle, once nobody else holds it and it still has its name; else None."""
    # On Windows no folder can be opened: a file in it is held instead.
    held = path / _HELD if system.on_windows() else path
    try:
        if system.on_windows():
            handle = system.own_file(held, os.O_RDWR | os.O_CREAT)
        else:
            handle = os.open(held, system.FOLDER)
    except OSError:
        return None
    with suppress(OSError):
        if system.can_hold() and system.hold(handle) and os.path.samestat(os.fstat(handle), os.lstat(held)):
            return handle
    os.close(handle)
    return None


def _take_away(path: Path, handle: int | None) -> None:
    """Remove a folder of ours while it is still held; on Windows nothing that is open can be removed."""
    if handle is not None and system.on_windows():
        os.close(handle)
        handle = None
    shutil.rmtree(path, ignore_errors=True)
    if handle is not None:
        os.close(handle)


def clear_cut_off(folder: Path) -> None:
    """Take away the folders of runs that were cut off, for records and pages lie in them.

    Only ours, and only those that nobody holds.
    """
    for path in sorted(folder.glob(f"{_PARTS}*")):
        if not _is_ours(path, stat.S_ISDIR, system.OWN_FOLDER) or (handle := _taken(path)) is None:
            continue
        _take_away(path, handle)


def _sweep_old(folder: Path, newest: Path, names: frozenset[str]) -> None:
    """Take away what 0.1.0 left of files of these names, a day before the newest or earlier."""
    if not names:
        return
    now = newest.stat().st_mtime
    for path in sorted(folder.glob(".*")):
        found = _OLD_PART.fullmatch(path.name)
        if found and found[1] in names and _is_ours(path, stat.S_ISREG, system.OWN_FILE):
            with suppress(OSError):
                if path.lstat().st_mtime < now - _DAY:
                    path.unlink()


def _is_ours(path: Path, kind: object, mode: int) -> bool:
    """Whether it is of this kind, and only its owner, who is us, can read it."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return bool(callable(kind) and kind(found.st_mode)) and system.is_mine(found, mode)
