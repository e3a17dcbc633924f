"""Only one night at a time: a lock that the system gives back by itself when its holder dies.

The file stays where it is and says who holds it; words left in it by somebody who no longer holds it mean
that their run was cut off.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from releasecheck.core import system
from releasecheck.core.errors import ReportError

LOCK = ".nightly.lock"

_HOLDER = re.compile(r"process [0-9]+, .*", re.DOTALL)
_MOST = 500
"""Bytes that a lock may hold."""


def holder_words(process: int, by: str, since: str) -> str:
    """How the holder of a lock is called in it, and so how a lock is told from another file."""
    return f"process {process}, {by}, since {since}"


@contextmanager
def night_lock(out: Path, holder: str, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder for one night. `holder` says who we are; `say` is told of a lock left by the dead.

    Raises ReportError naming the holder when another run has it, and for something of the lock's name that
    is no lock of this program: others may write in the folder, so that is left as it is, and not read out.
    """
    path = out / LOCK
    handle = _opened(path)
    try:
        if not _is_ours(handle):
            raise _no_lock(path, "is no lock of this program")
        if not system.hold(handle):
            raise ReportError(f"another night is being made in {out}: {_words(handle) or 'holder not known'}")
        left = _words(handle)
        if left:
            say(f"the last run was cut off and its lock is taken over: {left}")
        _say_who(handle, holder)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _opened(path: Path) -> int:
    """The lock's own file, never one that a link leads to, and never waiting for the other end of a pipe."""
    if system.is_link(path):
        raise _no_lock(path, "is a link")
    # Where the system can, it sees to it: a link may be put there between the look and the opening.
    try:
        return system.own_file(path, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        if path.is_dir() or error.errno in (errno.ELOOP, errno.ENXIO):
            raise _no_lock(path, "is no lock of this program") from error
        raise ReportError(f"cannot write in {path.parent}: {error.strerror}") from error


def _is_ours(handle: int) -> bool:
    """Whether it is a plain file of one name that is empty or says who made a night."""
    found = os.fstat(handle)
    plain = stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and found.st_size <= _MOST
    return plain and (not found.st_size or _HOLDER.fullmatch(_words(handle)) is not None)


def _no_lock(path: Path, what: str) -> ReportError:
    return ReportError(f"{path} {what}: it is left alone. Move it away, or choose another folder with --out")


def _words(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, _MOST).decode("utf-8", "replace").strip()


def _say_who(handle: int, holder: str) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, f"{holder}\n".encode()[:_MOST])
