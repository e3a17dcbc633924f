"""Windows, as far as a program meets it through Python: what it lacks, and what it refuses.

No library of POSIX, locks on bytes, no modes, no links, nothing replaced, renamed or removed while it is
open, no folder opened, no name that stands for a device or has letters which its disks do not take.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace
from typing import Any

import pytest

from releasecheck.core import system

LACKING = ("pread", "geteuid", "getuid", "sync", "set_blocking", "fchmod", "fork")
"""Functions of `os` that Windows has not, or not for files."""
RESERVED = set('<>:"|?*')
"""Letters that no name of a file may have there."""


def _locking(handle: int, mode: int, number: int) -> None:
    """As msvcrt's: so many bytes from where the file stands; nobody else may touch them."""
    assert (mode, number) == (2, 1)
    assert os.lseek(handle, 0, os.SEEK_CUR) >= 2**20, "whoever asks who holds it could not read the file"
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PermissionError(errno.EACCES, "Permission denied") from None


MSVCRT = SimpleNamespace(locking=_locking, LK_NBLCK=2)


def library(name: str) -> Any:
    """What Windows has of the libraries that are asked for."""
    return MSVCRT if name == "msvcrt" else None


def open_now() -> set[tuple[int, int]]:
    """What this process has open, by disk and file."""
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            one = handle.stat()
        except OSError:
            continue
        found.add((one.st_dev, one.st_ino))
    return found


def _refuse_open(path: str | os.PathLike[str]) -> None:
    try:
        one = os.lstat(path)
    except OSError:
        return
    if (one.st_dev, one.st_ino) in open_now():
        raise PermissionError(errno.EACCES, "The process cannot access the file", os.fspath(path))


def _refuse_name(path: object) -> None:
    if not isinstance(path, str | os.PathLike):
        return
    name = Path(os.fspath(path)).name
    if PureWindowsPath(name).is_reserved() or RESERVED & set(name) or name.endswith((".", " ")):
        raise OSError(errno.EINVAL, "The filename is incorrect", name)


def move_in(patch: pytest.MonkeyPatch) -> None:
    """Be on Windows until the test ends."""
    really: dict[str, Callable[..., Any]] = {
        name: getattr(os, name) for name in ("open", "replace", "rename", "unlink", "remove", "mkdir")
    }

    def opened(path: Any, flags: int, *more: Any, **given: Any) -> int:
        _refuse_name(path)
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        return int(really["open"](path, flags, *more, **given))

    def moved(name: str) -> Callable[..., None]:
        def move(source: Any, target: Any, **given: Any) -> None:
            _refuse_name(target)
            _refuse_open(source)
            if name == "rename" and os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "Cannot create a file when that file already exists")
            _refuse_open(target)
            really[name](source, target, **given)

        return move

    def removed(path: Any, **given: Any) -> None:
        if not given:
            _refuse_open(path)
        really["unlink"](path, **given)

    def made(path: Any, *more: Any, **given: Any) -> None:
        _refuse_name(path)
        really["mkdir"](path, *more, **given)

    def no_link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "A required privilege is not held by the client")

    patch.setattr(system, "NAME", system.WINDOWS)
    patch.setattr(system, "_library", library)
    for flags in ("ITSELF", "PROMPTLY", "FOLDER"):
        patch.setattr(system, flags, 0)
    system.not_kept.clear()
    patch.setattr(os, "open", opened)
    patch.setattr(os, "replace", moved("replace"))
    patch.setattr(os, "rename", moved("rename"))
    patch.setattr(os, "unlink", removed)
    patch.setattr(os, "remove", removed)
    patch.setattr(os, "mkdir", made)
    patch.setattr(os, "symlink", no_link)
    patch.setattr(os, "supports_dir_fd", set())
    patch.setattr(shutil, "_use_fd_functions", False)
    for name in LACKING:
        patch.delattr(os, name, raising=False)
