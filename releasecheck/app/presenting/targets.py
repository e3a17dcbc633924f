"""What `-o FILE` may be written to: a file of ours, or a stream; never a record, a link or a folder."""

from __future__ import annotations

import stat
from pathlib import Path

from releasecheck.core.errors import ReportError

_BESIDE = ("-wal", "-shm", "-journal")
"""The files that a record has beside it while it is open."""
_BLOCK = 512
"""Bytes: a database is a whole number of these."""


def is_stream(path: Path) -> bool:
    """Whether it is written to and never replaced: a pipe, a device, or what the shell has open."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    if path.is_symlink():
        # /dev/stdout, and /dev/fd/63 of `-o >(gzip)`: links that the system makes.
        return path.absolute().parts[1:2] in (("dev",), ("proc",)) and not stat.S_ISDIR(mode)
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def refuse(path: Path) -> None:
    """Raise ReportError for what is no file that a report may replace."""
    if path.is_symlink():
        raise ReportError(
            f"{path} is a link, which is left alone: name the file itself, or choose another place"
        )
    if path.exists() and not path.is_file():
        raise ReportError(f"cannot write {path}: there is something else of that name, which is left alone")
    if _is_record(path):
        raise ReportError(f"{path} is a record, and is not written over. Choose another place")
    for ending in _BESIDE:
        if path.name.endswith(ending) and _is_record(path.with_name(path.name.removesuffix(ending))):
            raise ReportError(f"{path} belongs to a record, and is not written over. Choose another place")


def _is_record(path: Path) -> bool:
    """Whether a database is there, this record, another or a backup, encrypted or not."""
    try:
        with path.open("rb") as file:
            first = file.read(_BLOCK)
        size = path.stat().st_size
    except OSError:
        return False
    if first.startswith(b"SQLite format 3\0"):
        return True
    in_use = any(path.with_name(path.name + ending).exists() for ending in _BESIDE)
    return bool(size) and (in_use or (size % _BLOCK == 0 and _looks_encrypted(first)))


def _looks_encrypted(block: bytes) -> bool:
    """Whether it has the many control characters of noise, as no text has, and begins like no other file."""
    if block.startswith((b"PK", b"%PDF")):
        return False
    return sum(byte < 32 and byte not in b"\0\t\n\r" for byte in block) >= _BLOCK // 24
