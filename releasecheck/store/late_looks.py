"""Looks that the record could not take: kept in a file of the user's own until it can.

The record may be locked, read-only or on a full disk. One file for each record, named by the record's own
id and its place, JSON Lines, readable by its owner only. A copy of the record, which has the same id, takes
none of it in while the record is there: it would be gone with the copy. What stands in it is taken into the
log as it stands: whoever can write to the file can write what they like there, and a line that went into the
log that way says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from releasecheck.core import system

_KINDS = ("consultation", "disclosure")


class LateLook(NamedTuple):
    """A look as it is kept."""

    id: str
    """Its own, so that the end of a giving out finds its beginning."""
    at: str
    by: str
    command: str
    kind: str
    people: tuple[str, ...]
    reason: str | None
    recipient: str | None
    login: str | None
    ended: bool = False
    """Not a look, but that the giving out of the one with this id came to its end."""
    record: str = ""
    """The place of the record that it was a look into."""

    @property
    def told(self) -> tuple[str | None, ...]:
        """What of it goes into the log, beside the people."""
        return (*self[1:5], self.reason, self.recipient, self.login)


def file_for(folder: Path, origin: str, record: Path) -> Path:
    """Where the looks are kept that this record could not take."""
    place = hashlib.sha256(os.fsencode(record.resolve())).hexdigest()
    return folder / f"{_named(origin)}{place[:12]}.jsonl"


def files_of(folder: Path, origin: str, record: Path) -> list[Path]:
    """The files with looks that belong into the log of this record: its own, and those of where it was."""
    there = [one for one in folder.glob(f"{_named(origin)}*.jsonl") if one.is_file() and one.stat().st_size]
    return [one for one in sorted(there) if _is_of(one, file_for(folder, origin, record), record)]


def _named(origin: str) -> str:
    return f"looks-{''.join(filter(str.isalnum, origin))}-"


def _is_of(kept: Path, own: Path, record: Path) -> bool:
    if kept == own:
        return True
    with suppress(OSError), _held(kept, 0) as handle:
        looks = filter(None, map(_read, _all(handle).splitlines()))
        other = Path(next((look.record for look in looks if look.record), ""))
        return not other.is_file() or other.samefile(record)
    return False


def keep(path: Path, look: LateLook) -> None:
    """Add one, and come back only once it is on the disk. Raises OSError where that cannot be done."""
    system.new_folder(path.parent, anyway=True)
    with _held(path, os.O_CREAT) as handle:
        end = os.lseek(handle, 0, os.SEEK_END)
        # A line that was cut off must not run into this one.
        whole = not end or _at(handle, end - 1) == b"\n"
        line = json.dumps(look._asdict(), ensure_ascii=True).encode() + b"\n"
        data = line if whole else b"\n" + line
        if os.write(handle, data) != len(data):
            os.ftruncate(handle, end)
            raise OSError(28, "No space left on device")
        system.flush(handle)
    if not end:
        system.to_disk(path.parent)  # a new name is there after a power cut only then


@contextmanager
def taking(path: Path) -> Iterator[tuple[list[LateLook], int, Callable[[], None]]]:
    """The looks that are kept, how many lines are none, and what empties the file: once they are in the log.

    Nobody adds to the file inside. There being none, or none that is ours, is an empty one.
    """
    try:
        entered = _held(path, 0)
        handle = entered.__enter__()
    except OSError:
        yield [], 0, lambda: None
        return
    try:
        lines = _all(handle).splitlines()
        found = [_read(line) for line in lines if line.strip()]
        looks = [look for look in found if look is not None]
        yield looks, len(found) - len(looks), lambda: os.ftruncate(handle, 0)
    finally:
        entered.__exit__(None, None, None)


@contextmanager
def _held(path: Path, create: int) -> Iterator[int]:
    """The file itself, never one that a link leads to, with nobody else in it."""
    handle = system.own_file(path, os.O_RDWR | os.O_APPEND | create)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            raise OSError(1, "there is something else of that name")
        system.hold(handle, wait=True)
        yield handle
    finally:
        os.close(handle)


def _at(handle: int, place: int) -> bytes:
    """The byte that stands there; what is added goes to the end all the same."""
    os.lseek(handle, place, os.SEEK_SET)
    return os.read(handle, 1)


def _all(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    return b"".join(iter(lambda: os.read(handle, 1 << 20), b""))


def _read(line: bytes) -> LateLook | None:
    """The look of a line; None for what is none, such as a line that was cut off: nothing was shown by it."""
    try:
        fields = json.loads(line)
        look = LateLook(**{**fields, "people": tuple(fields["people"])})
        datetime.strptime(look.at, "%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = (look.id, look.at, look.by, look.command, look.kind, look.record, *look.people)
    others = (look.reason, look.recipient, look.login)
    sound = all(isinstance(one, str) for one in texts) and all(
        one is None or isinstance(one, str) for one in others
    )
    return look if sound and look.kind in _KINDS and isinstance(look.ended, bool) else None
