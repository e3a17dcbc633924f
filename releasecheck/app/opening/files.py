"""Files from outside, read only as far as any such file goes: what each kind may have at most.

The bounds lie far above what an office has, and a message names the one that is passed. A device is no file,
and a pipe that nobody writes into is not waited for.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from releasecheck.core import system
from releasecheck.core.outside import MB

_AT_A_TIME = MB
_PATIENCE = 2_000
"""Milliseconds for whoever writes into a pipe to come."""


def bytes_of_file(path: Path, most: int) -> bytes:
    """All that is in a file of at most so many bytes.

    Raises OSError, with the reason in its `strerror`, for one that cannot be read, is larger, is a device, or
    is a pipe that nobody writes into.
    """
    handle = os.open(path, os.O_RDONLY | system.PROMPTLY)
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        if stat.S_ISBLK(found.st_mode) or (stat.S_ISCHR(found.st_mode) and not _is_empty_or_terminal(handle)):
            raise OSError(errno.EINVAL, "it is a device and no file")
        if found.st_size > most:
            raise too_large(most)
        if not stat.S_ISREG(found.st_mode):
            return _of_pipe(handle, most)
        return _within(handle, most, b"")
    finally:
        os.close(handle)


def text_of_file(path: Path, most: int, encoding: str = "utf-8") -> str:
    """The same as text, its line ends as "\\n". Raises UnicodeDecodeError as well."""
    return bytes_of_file(path, most).decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def open_in(path: Path) -> Path | None:
    """What Excel, Word or LibreOffice puts beside a file that is open there; None for neither."""
    name = path.name
    # Word leaves out the first two letters of a name that is long.
    beside = (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")
    return next((found for one in beside if (found := path.with_name(one)).is_file()), None)


def too_large(most: int) -> OSError:
    """The error for a file beyond its bound."""
    return OSError(errno.EFBIG, f"it is larger than {most // MB:,} MB, the most that is read of such a file")


def _is_empty_or_terminal(handle: int) -> bool:
    """Whether a device is one that ends: what is typed at a terminal, or nothing at all."""
    return system.is_the_empty_device(os.fstat(handle)) or os.isatty(handle)


def _of_pipe(handle: int, most: int) -> bytes:
    """What whoever writes into a pipe sends; they may still be on their way, and may never come."""
    first = b""
    if not os.isatty(handle):
        try:
            first = os.read(handle, _AT_A_TIME)
        except BlockingIOError:
            waited = True  # for what they send, who have it open
        else:
            waited = bool(first)
        if not waited and not system.wait_for_writer(handle, _PATIENCE):
            raise OSError(errno.ETIMEDOUT, "it is a pipe that nobody writes into")
    system.wait_as_usual(handle)
    return _within(handle, most, first)


def _within(handle: int, most: int, first: bytes) -> bytes:
    pieces = [first]
    read = len(first)
    while piece := os.read(handle, min(_AT_A_TIME, most + 1 - read)):
        pieces.append(piece)
        read += len(piece)
        if read > most:
            raise too_large(most)
    return b"".join(pieces)
