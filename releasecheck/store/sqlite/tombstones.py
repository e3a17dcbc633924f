"""Whom a record erased, kept apart from it as well: they stay erased where the record itself is lost.

A small file beside the record, and another with the backups of its nights: number, time and rule, as the
record has them, and by which record. It is encrypted as the record is, and only its owner can read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from releasecheck.core.errors import StoreError
from releasecheck.core.system import new_file, replace, to_disk
from releasecheck.store.law_rows import ErasedRow
from releasecheck.store.own_files import parts_in
from releasecheck.store.sqlite import cipher
from releasecheck.store.sqlite.cipher import Key, is_plain
from releasecheck.store.sqlite.connection import open_file
from releasecheck.store.tables import digests

ENDING = ".erased"
"""What the name of a list ends in, after the name of its record."""
_LONGEST = 64 * 2**20
"""Bytes; of a list of a million people."""
_MOST = 20
"""Lists in one folder that are read."""
_NUMBER = re.compile(r"[A-Z0-9]{1,20}")
_RULE = re.compile(r"[a-z-]{1,40}")
_TABLES = """
CREATE TABLE records(origin TEXT PRIMARY KEY NOT NULL);
CREATE TABLE erased(origin TEXT NOT NULL, prison_number TEXT NOT NULL, at TEXT NOT NULL, rule TEXT NOT NULL,
    PRIMARY KEY(origin, prison_number));
"""


class ErasedList(NamedTuple):
    """What a list says: of which records, by their ids, and whom each erased."""

    records: frozenset[str] = frozenset()
    rows: frozenset[tuple[str, ErasedRow]] = frozenset()


class Remembered(NamedTuple):
    """Whom a record erased, as far as anything but the record itself says so."""

    rows: frozenset[ErasedRow] = frozenset()
    surely: bool = False
    """All of them: a list says so, or the table of a damaged record that can be read whole."""
    unread: tuple[Path, ...] = ()
    """Lists that are there and cannot be read."""


def list_beside(record: Path) -> Path:
    """Where the list of those whom a record erased lies beside it."""
    return record.with_name(record.name + ENDING)


def keep_list(path: Path, origin: str, rows: Iterable[ErasedRow], digits: str | None) -> None:
    """Write who was erased into a list, beside what it says already, also of other records.

    Raises OSError where it cannot be written, and what was there is then untouched.
    """
    was = _read(path, None if is_plain(path) else digits) or ErasedList()
    last = {(record, row.prison_number): row for record, row in was.rows}
    for row in rows:
        before = last.get((origin, row.prison_number))
        if before is None or before.at <= row.at:
            last[origin, row.prison_number] = row
    now = ErasedList(was.records | {origin}, frozenset((record, row) for (record, _), row in last.items()))
    if now != was or is_plain(path) != (digits is None):
        _put(path, now, digits)


def recode_list(path: Path, key: Key, new: Key) -> None:
    """Encrypt a list that is there as its record is from now on, or no longer.

    Raises OSError where that cannot be done; one that cannot be read is left as it is.
    """
    kept = read_list(path, key)
    if kept is not None:
        _put(path, kept, new.digits(path) if new.expected else None)


def _put(path: Path, now: ErasedList, digits: str | None) -> None:
    with parts_in(path.parent) as parts:
        made = parts / path.name
        _write(made, now, digits)
        to_disk(made)
        replace(made, path)
        to_disk(path.parent)


def _write(path: Path, kept: ErasedList, digits: str | None) -> None:
    import os

    os.close(new_file(path))
    with closing(open_file(path, "mode=rw", 10.0, digits)) as sqlite:
        sqlite.executescript(_TABLES)
        sqlite.execute("BEGIN")
        sqlite.executemany("INSERT INTO records VALUES (?)", [(one,) for one in sorted(kept.records)])
        rows = sorted((origin, *row) for origin, row in kept.rows)
        sqlite.executemany("INSERT INTO erased VALUES (?, ?, ?, ?)", rows)
        sqlite.execute("COMMIT")


def read_list(path: Path, key: Key) -> ErasedList | None:
    """What a list says; None where it cannot be read, as with another key or as something else."""
    with suppress(StoreError):
        digits = None if is_plain(path) else key.digits(path)
        return _read(path, digits)
    return None


def _read(path: Path, digits: str | None) -> ErasedList | None:
    """No link is followed, and nothing of another make is believed: others may write in that folder."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LONGEST:
            return None
        with closing(open_file(path, "mode=ro&immutable=1", 0.0, digits)) as sqlite:
            # A view in the place of a table could take for ever.
            made = sqlite.execute("SELECT type, name FROM sqlite_schema WHERE type <> 'index'").fetchall()
            if sorted(made) != [("table", "erased"), ("table", "records")]:
                return None
            records = sqlite.execute("SELECT origin FROM records").fetchall()
            rows = sqlite.execute("SELECT origin, prison_number, at, rule FROM erased").fetchall()
    except cipher.errors("Error", also=(OSError, StoreError, UnicodeDecodeError)):
        return None
    if not all(isinstance(one, str) for row in (*records, *rows) for one in row):
        return None
    found = frozenset((origin, ErasedRow(*row)) for origin, *row in rows)
    if not all(_sound(row) for _, row in found):
        return None
    return ErasedList(frozenset(one for (one,) in records), found)


def _sound(row: ErasedRow) -> bool:
    with suppress(ValueError):
        datetime.strptime(row.at, "%Y-%m-%dT%H:%M:%SZ")
        return bool(_NUMBER.fullmatch(row.prison_number) and _RULE.fullmatch(row.rule))
    return False


def remembered(record: Path, file: Path, origin: str, key: Key) -> Remembered:
    """Whom the lists beside a record, and beside a backup of it, say that it erased.

    `origin`: the id that the backup bears; one of an older version bears none, and may be of any of them.
    """
    rows, said, unread = set[ErasedRow](), False, []
    for path in dict.fromkeys([list_beside(record), *_lists_in(file.parent)]):
        if not path.exists():
            continue
        found = read_list(path, key)
        if found is None:
            unread.append(path)
            continue
        said = said or not origin or origin in found.records
        rows |= {row for one, row in found.rows if not origin or one == origin}
    return Remembered(frozenset(rows), said, tuple(unread))


def _lists_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.glob(f"*{ENDING}"))[:_MOST]
    return []


def salvaged(record: Path, key: Key) -> Remembered:
    """Whom a damaged record erased, as far as its table of them can be read; surely if that is as written."""
    from releasecheck.store.sqlite.salvage import read_table, readable

    columns = list(ErasedRow._fields)
    try:
        with parts_in(record.parent) as parts, readable(record, parts, key) as damaged:
            table = read_table(damaged, "erased", columns)
            kept = read_table(damaged, "meta", ["key", "value"])
    except (OSError, StoreError):
        return Remembered()
    if list(table.columns) != columns:
        return Remembered()
    written = next((value for name, *value in kept.rows if name == digests.key_of("erased")), None)
    in_order = sorted(table.rows, key=lambda row: str(row[0]))
    rows = (ErasedRow(*row) for row in table.rows if all(isinstance(one, str) for one in row))
    return Remembered(frozenset(filter(_sound, rows)), written == [digests.of_rows(in_order)])


def whom(record: Path, file: Path, origin: str, key: Key, *, damaged: bool) -> Remembered:
    """Whom a record erased of which a backup is to take the place, as far as anything says so."""
    listed = remembered(record, file, origin, key)
    if not damaged:
        return listed
    read = salvaged(record, key)
    if listed.surely and not read.surely:
        return listed  # what was read of the damaged one may be another number than was written
    return Remembered(listed.rows | read.rows, listed.surely or read.surely, listed.unread)
