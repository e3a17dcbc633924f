"""A verified copy of a record, made while others go on writing to it."""

from __future__ import annotations

import os
import re
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from releasecheck.core.errors import StoreError
from releasecheck.core.system import new_file, replace, to_disk
from releasecheck.store.own_files import parts_in
from releasecheck.store.sqlite import cipher
from releasecheck.store.sqlite.cipher import NO_KEY, Key, beside
from releasecheck.store.sqlite.connection import (
    APPLICATION_ID,
    Connection,
    connect,
    explained,
    open_file,
)

_NAME = re.compile(r"record-[0-9]{4}-[0-9]{2}-[0-9]{2}\.db")


def backup_name(day: date) -> str:
    """record-2026-11-23.db: a later backup of the same day takes the place of an earlier one."""
    return f"record-{day.isoformat()}.db"


def back_up(connection: Connection, target: Path) -> int:
    """A whole copy of the record, which gets its name only once it has been checked; its size in bytes.

    Raises StoreError when it cannot be made or is not sound; what had the name before is then untouched.
    """
    try:
        with parts_in(target.parent) as parts:
            temporary = parts / target.name
            os.close(new_file(temporary))
            with explained(target):
                connection.sqlite.execute("VACUUM INTO ?", (str(temporary),))
            _check(temporary, target, connection.digits)
            to_disk(temporary)
            size = temporary.stat().st_size
            replace(temporary, target)
            to_disk(target.parent)
    except OSError as error:
        raise StoreError(f"cannot write a backup in {target.parent}: {error.strerror}") from error
    return size


def replaceable(record: Path | None, target: Path, key: Key = NO_KEY) -> bool:
    """Whether a backup of that name would replace an older one.

    Raises StoreError for what no backup may replace: the record itself, a record in use, a link, a folder,
    or a file of another kind.
    """
    if target.is_symlink():
        raise StoreError(f"{target} is a link: it is left alone. Name the file itself, or another")
    if not target.exists():
        return False
    if target.is_dir():
        raise StoreError(f"{target} is a folder: it is left alone")
    if record is not None and any(_same_file(target, one) for one in (record, *beside(record))):
        raise StoreError(f"{target} is the record itself: a backup goes elsewhere")
    if any(one.exists() for one in beside(target)):
        raise StoreError(f"{target} is a record that may be in use: it is left alone. Name another file")
    if target.stat().st_size and not is_marked(target) and not _opens(target, key):
        raise StoreError(f"{target} is no backup of a record: it is left alone. Name another file")
    return True


def _opens(target: Path, key: Key) -> bool:
    """Whether it is an encrypted record that the key opens."""
    if not (key.expected and cipher.looks_encrypted(target)):
        return False
    with suppress(StoreError), closing(connect(target, read_only=True, alone=True, key=key)):
        return True
    return False


def is_marked(path: Path) -> bool:
    """Whether a file that is not encrypted bears the mark of a record."""
    with path.open("rb") as file:
        return file.read(100)[68:72] == APPLICATION_ID.to_bytes(4, "big")


def _same_file(one: Path, other: Path) -> bool:
    with suppress(FileNotFoundError):
        return one.samefile(other)
    return False


def clear_copy(copy: Path) -> None:
    """Take away a copy that was not kept, with what lay beside it."""
    for path in (copy, *beside(copy)):
        path.unlink(missing_ok=True)


def clear_new_form(connection: Connection) -> None:
    """Take away what a change of form that was cut off has left, and let readers and a writer in together."""
    clear_copy(cipher.new_form(connection.path))
    with suppress(StoreError, OSError):
        if connection.all("PRAGMA journal_mode = WAL") == [("wal",)]:
            # What of it counted was rolled back when the record was opened, and SQLite looks at it no more.
            journal = connection.path.with_name(f"{connection.path.name}-journal")
            journal.unlink(missing_ok=True)


def _check(copy: Path, target: Path, digits: str | None) -> None:
    with explained(target), closing(open_file(copy, "mode=ro", 10.0, digits)) as found:
        mark = found.execute("PRAGMA application_id").fetchone()
        verdict = found.execute("PRAGMA integrity_check(1)").fetchone()
    if mark != (APPLICATION_ID,) or verdict != ("ok",):
        raise StoreError(
            f"the backup {target} did not pass its check and was not kept: {verdict and verdict[0]}. "
            "Check the record: releasecheck record verify"
        )


def clear_old_backups(folder: Path, keep: int) -> int:
    """Remove all backups but the newest so many, and what 0.1.0 left of any cut off; how many went."""
    for left in folder.glob(".backup-*"):
        left.unlink()
    found = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = found[: -max(keep, 1)]
    for path in old:
        path.unlink()
    return len(old)
