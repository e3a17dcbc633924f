"""Only one night at a time: a lock that the system gives back by itself when its holder dies.

The file stays where it is and says who holds it; words left in it by somebody who no longer holds it mean
that their run was cut off.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from releasecheck.errors import ReportError

LOCK = ".nightly.lock"


@contextmanager
def night_lock(out: Path, holder: str, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder for one night. `holder` says who we are; `say` is told of a lock left by the dead.

    Raises ReportError naming the holder when another run has it.
    """
    path = out / LOCK
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ReportError(f"cannot write in {out}: {error.strerror}") from error
    try:
        if not _taken(handle):
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


def _taken(handle: int) -> bool:
    """Whether the lock is ours now; where the system has no such locks, there is nobody to ask."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _words(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, 500).decode("utf-8", "replace").strip()


def _say_who(handle: int, holder: str) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, f"{holder}\n".encode())
