"""A verified copy of a record, made while others go on writing to it."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from releasecheck.core.errors import StoreError
from releasecheck.store.sqlite.connection import APPLICATION_ID, Connection, explained

_NAME = re.compile(r"record-[0-9]{4}-[0-9]{2}-[0-9]{2}\.db")


def backup_name(day: date) -> str:
    """record-2026-11-23.db: a later backup of the same day takes the place of an earlier one."""
    return f"record-{day.isoformat()}.db"


def back_up(connection: Connection, target: Path) -> int:
    """A whole copy of the record, which gets its name only once it has been checked; its size in bytes.

    Raises StoreError when it cannot be made or is not sound; what had the name before is then untouched.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".backup-", dir=target.parent)
    except OSError as error:
        raise StoreError(f"cannot write a backup in {target.parent}: {error.strerror}") from error
    os.close(handle)
    temporary = Path(name)
    try:
        with explained(target):
            connection.sqlite.execute("VACUUM INTO ?", (name,))
        _check(temporary, target)
        _to_disk(temporary)
        size = temporary.stat().st_size
        temporary.replace(target)
        _to_disk(target.parent)
    except OSError as error:
        raise StoreError(f"cannot write the backup {target}: {error.strerror}") from error
    finally:
        for ending in ("", "-journal"):
            with suppress(FileNotFoundError):
                Path(name + ending).unlink()
    return size


def _check(copy: Path, target: Path) -> None:
    with explained(target), closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as found:
        mark = found.execute("PRAGMA application_id").fetchone()
        verdict = found.execute("PRAGMA quick_check(1)").fetchone()
    if mark != (APPLICATION_ID,) or verdict != ("ok",):
        raise StoreError(
            f"the backup {target} did not pass its check and was not kept: {verdict and verdict[0]}. "
            "Check the record: releasecheck record verify"
        )


def _to_disk(path: Path) -> None:
    """Wait until the disk has it; a folder too, for a new name is written in its folder."""
    if path.is_dir() and os.name == "nt":
        return  # there a folder cannot be opened
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_old_backups(folder: Path, keep: int) -> int:
    """Remove all backups but the newest so many, and what was left of any cut off; how many went."""
    for left in folder.glob(".backup-*"):
        left.unlink()
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = found[: -max(keep, 1)]
    for path in old:
        path.unlink()
    return len(old)
