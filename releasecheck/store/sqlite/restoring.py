"""A backup put in the place of a record: checked first, and the record kept aside with all it holds.

Everything is made ready in a file beside the record. Then, with nobody else in it, the record gets a second
name, and one rename puts the copy where it was: whenever that is cut off, a whole record is there.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from releasecheck.core.errors import StoreError
from releasecheck.core.system import on_windows, replace, to_disk
from releasecheck.store.law_rows import ErasedRow, HoldRow
from releasecheck.store.report_rows import LeftBehind
from releasecheck.store.sqlite.backup import clear_copy
from releasecheck.store.sqlite.cipher import Key, WrongKey, beside
from releasecheck.store.sqlite.connection import Connection, connect, make_folders
from releasecheck.store.sqlite.tombstones import Remembered, whom
from releasecheck.store.tables import access_log, digests, law
from releasecheck.store.tables.columns import TOLD

_BESIDE = ".restore-"
_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")

_ENTRIES = 'SELECT id, at, "by", command FROM entries ORDER BY id'
_TOLD_OF = " UNION ".join(f"SELECT prison_number FROM {table}" for table in TOLD)
_ERASED = "SELECT prison_number, rule, at FROM erased ORDER BY at, prison_number"


class Present(NamedTuple):
    """The record that a backup is to take the place of."""

    state: str
    """`none`, `whole`, or `damaged`."""
    parted: bool = False
    """The backup has entries that it has not: it is another record, or they went different ways."""
    entries: tuple[LeftBehind, ...] = ()
    """What was recorded in it that the backup has not."""
    log_lines: int = 0
    """Lines of its log that the backup has not."""
    erased: tuple[tuple[str, str], ...] = ()
    """The people whom it erased since the backup was made, and by which rule."""
    surely: bool = True
    """Nobody else was erased: the record can be read whole, or something else says so."""
    unread: tuple[Path, ...] = ()
    """Lists of whom it erased that cannot be read."""
    holds: tuple[HoldRow, ...] = ()
    """Who is held or restricted in it and not in the backup."""
    last: tuple[int, int] | None = None
    """Its last entry and the last line of its log, where it can be read."""


@contextmanager
def copy_beside(record: Path, file: Path, key: Key) -> Iterator[Path]:
    """A whole copy of a backup in the record's folder; it is gone at the end unless it was put in place."""
    if record.exists() and file.exists() and record.samefile(file):
        raise StoreError(f"{file} is the record itself. Name a backup: backups/record-DATE.db of a night")
    if file.is_dir():  # "." and "/" have no name that anything could lie beside
        raise StoreError(f"{file} is a folder, not a record")
    make_folders(record)
    _clear_what_was_cut_off(record)
    try:
        handle, name = tempfile.mkstemp(prefix=_BESIDE, suffix=".db", dir=record.parent)
    except OSError as error:
        raise StoreError(f"cannot write in {record.parent}: {error.strerror}") from error
    os.close(handle)
    copy = Path(name)
    try:
        try:
            alone = not any(one.exists() for one in beside(file))
            with closing(connect(file, read_only=True, alone=alone, key=key)) as backup:
                backup.execute("VACUUM INTO ?", (name,))
        except StoreError as error:
            if not is_damage(error):
                raise
            raise not_restored(file, [str(error.__cause__)]) from error
        yield copy
    finally:
        clear_copy(copy)


def origin_of_backup(copy: Path, key: Key) -> str:
    """The id of the record that a backup was made of; in one of an older version there is none yet."""
    with closing(connect(copy, key=key)) as backup:
        return access_log.origin_of(backup)


def _clear_what_was_cut_off(record: Path) -> None:
    for left in record.parent.glob(f"{_BESIDE}*"):
        left.unlink(missing_ok=True)
    for second in record.parent.glob(f"{record.stem}-until-*{record.suffix}"):
        if record.exists() and second.samefile(record):
            second.unlink()  # the record has two names, and the copy had none of them yet


def not_restored(file: Path, faults: list[str]) -> StoreError:
    """Why a backup is not put in the place of a record."""
    return StoreError(
        "\n".join(
            [
                f"{file} did not pass its check. Nothing was restored, and nothing was changed:",
                *(f"  {fault}" for fault in faults),
                "Try an older backup, or save what can be read of this one: "
                f"releasecheck --record {file} record repair NEW.db",
            ]
        )
    )


def is_damage(error: StoreError) -> bool:
    """Whether a file is not as SQLite wrote it, and not merely out of reach."""
    cause = error.__cause__
    return isinstance(cause, UnicodeDecodeError) or str(getattr(cause, "sqlite_errorname", "")).startswith(
        _DAMAGE
    )


def _cannot_be_read(error: StoreError) -> bool:
    """Whether a record is damaged, or is so at its beginning that the key of its backup does not open it."""
    return is_damage(error) or isinstance(error, WrongKey)


def look_at_present(
    record: Path, file: Path, origin: str, copy: Connection, timeout: float, key: Key
) -> Present:
    """What the record has that the copy of a backup has not, `origin` the id of the backup.

    Raises StoreError for what is no record of this program.
    """
    if record.exists() and record.stat().st_size:
        with suppress(_Damaged):
            return _present(record, whom(record, file, origin, key, damaged=False), copy, timeout, key)
    state = "damaged" if record.exists() else "none"
    known = whom(record, file, origin, key, damaged=state == "damaged")
    already = set(_erased(copy))
    since = sorted((row.prison_number, row.rule) for row in known.rows if _as_kept(row) not in already)
    return Present(state, erased=tuple(since), surely=known.surely, unread=known.unread)


class _Damaged(Exception):
    """The record cannot be read."""


def _present(record: Path, known: Remembered, copy: Connection, timeout: float, key: Key) -> Present:
    try:
        with closing(connect(record, timeout=timeout, key=key)) as present, present.snapshot():
            return _compared(present, copy, known)
    except StoreError as error:
        if not _cannot_be_read(error):
            raise
        raise _Damaged from error


def _compared(present: Connection, copy: Connection, known: Remembered) -> Present:
    """By what an entry says and not by its seal: an older record is sealed anew when it is migrated."""
    had, entries = set(copy.all(_ENTRIES)), present.all(_ENTRIES)
    lost = tuple(LeftBehind(*row) for row in entries if row not in had)
    kept = len(entries) - len(lost)
    # Somebody erased twice is, in a backup from between, not yet erased again, were it within one second.
    already, here = set(_erased(copy)), set(present.all(_TOLD_OF))
    back = set(copy.all(_TOLD_OF)) - here
    own = _erased(present)
    as_written = _is_as_written(present, own)
    # One letter that is spoilt makes a number somebody else's: a list then says it better.
    own = own if as_written or not known.surely else []
    erased = {
        number: rule for number, rule, at in own if (number, rule, at) not in already or (number,) in back
    }
    # It may be a new one in the place of one that was lost, whose list is still there.
    for row in sorted(known.rows):
        if _as_kept(row) not in already and (row.prison_number,) not in here:
            erased.setdefault(row.prison_number, row.rule)
    lines = _lines(present) - _lines(copy)
    held = {(row.prison_number, row.kind) for row in _holds(copy)}
    holds = tuple(row for row in _holds(present) if (row.prison_number, row.kind) not in held)
    surely, unread = as_written or known.surely, known.unread
    same = kept < len(had), lost, max(lines, 0), tuple(erased.items())
    return Present("whole", *same, surely, unread, holds, _last(present))


def _last(present: Connection) -> tuple[int, int]:
    (entry,) = present.one("SELECT coalesce(max(id), 0) FROM entries") or (0,)
    (line,) = present.one("SELECT coalesce(max(id), 0) FROM log") or (0,)
    return int(entry), int(line)


def _is_as_written(present: Connection, rows: list[tuple[str, str, str]]) -> bool:
    """Whether the rows that were read are those that the digest of them was made of."""
    key = digests.key_of("erased")
    (kept,) = present.one("SELECT value FROM meta WHERE key = ?", (key,)) or (None,)
    return kept is None or kept == digests.of_rows(sorted((number, at, rule) for number, rule, at in rows))


def _as_kept(row: ErasedRow) -> tuple[str, str, str]:
    return row.prison_number, row.rule, row.at


def _erased(connection: Connection) -> list[tuple[str, str, str]]:
    """Nobody was ever erased from a record of an older version: it has no table of them."""
    rows = connection.all(_ERASED) if _has(connection, "erased") else []
    return [(str(number), str(rule), str(at)) for number, rule, at in rows]


def _holds(connection: Connection) -> list[HoldRow]:
    return law.holds(connection) if _has(connection, "holds") else []


def _has(connection: Connection, table: str) -> bool:
    return connection.one("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)) is not None


def _lines(connection: Connection) -> int:
    (lines,) = connection.one("SELECT count(*) FROM log") or (0,)
    return int(lines)


def put_in_place(
    copy: Path, record: Path, last: tuple[int, int] | None, day: date, timeout: float, key: Key
) -> Path | None:
    """Put the copy where the record is; where the record was kept, or None if there was none.

    `last`: the record's last entry and line of its log, as they were looked at, where it can be read.
    Raises StoreError when it is in use, or somebody wrote to it since, who would not find it again.
    """
    with closing(connect(copy, key=key)) as made:
        made.execute("PRAGMA journal_mode = WAL")
    to_disk(copy)
    try:
        if not record.exists():
            replace(copy, record)
            to_disk(record.parent)
            return None
        aside = free_name(record, f"until-{day.isoformat()}")
        with _nobody_in(record, timeout, key) as present:
            if present is not None and last is not None and _last(present) != last:
                raise written_since()
            if present is not None and on_windows():
                present.close()  # there nothing that is open is replaced
            _name_twice(record, aside)
            if present is None:
                _rename_beside(record, aside)
            to_disk(record.parent)
            replace(copy, record)
            to_disk(record.parent)
    except OSError as error:
        raise StoreError(f"cannot put the backup in the place of {record}: {error.strerror}") from error
    return aside


def written_since() -> StoreError:
    """Why nothing was restored where somebody was at work in the record."""
    return StoreError("somebody has just written to the record; try again")


def free_name(record: Path, words: str) -> Path:
    """`record-until-2026-11-27.db` beside the record, with a number where that is taken."""
    number = 1
    while True:
        more = "" if number == 1 else f"-{number}"
        path = record.with_name(f"{record.stem}-{words}{more}{record.suffix}")
        if not any(one.exists() for one in (path, *beside(path))):
            return path
        number += 1


@contextmanager
def _nobody_in(record: Path, timeout: float, key: Key) -> Iterator[Connection | None]:
    """Hold the record so that nobody reads or writes it, its log brought into the file.

    None for a record that is damaged: it cannot be held, and its log stays beside it.
    """
    present = _held(record, timeout, key)
    try:
        yield present
    finally:
        if present is not None:
            # No log and no journal is open: closing touches nothing that has the record's name now.
            present.close()


def _held(record: Path, timeout: float, key: Key) -> Connection | None:
    try:
        present = connect(record, timeout=timeout, key=key)
    except StoreError as error:
        if record.stat().st_size and not _cannot_be_read(error):
            raise
        return None
    try:
        # Only the last one in it can do this: it empties the log into the file and takes it away.
        (mode,) = present.one("PRAGMA journal_mode = DELETE") or ("",)
        if mode != "delete":
            raise StoreError("the record is in use by another program; try again")
        present.execute("BEGIN EXCLUSIVE")
    except StoreError as error:
        present.close()
        if not is_damage(error):
            raise
        return None
    return present


def _name_twice(record: Path, aside: Path) -> None:
    """The record under both names, so that it has the one until the other is taken."""
    try:
        os.link(record, aside)
    except OSError:
        record.rename(aside)  # a disk that knows no second names


def _rename_beside(record: Path, aside: Path) -> None:
    """The logs of a damaged record go with it: they may hold the last of what was recorded."""
    for one, other in zip(beside(record), beside(aside), strict=True):
        with suppress(FileNotFoundError):
            one.rename(other)
