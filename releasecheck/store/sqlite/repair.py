"""A new record made of what can be read of a damaged one.

What was told is kept, row by row; what follows from it is made again. Where nothing that was sealed is lost
or changed the seals are kept and go on to hold. Otherwise what is left is sealed anew, as it is now, and an
entry of the new record says what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, cast

from releasecheck.core.errors import StoreError
from releasecheck.core.system import to_disk
from releasecheck.store.own_files import parts_in
from releasecheck.store.rows import LogRow
from releasecheck.store.sqlite import guards
from releasecheck.store.sqlite.cipher import NO_KEY, Key, errors
from releasecheck.store.sqlite.connection import Connection, explained, open_file
from releasecheck.store.sqlite.salvage import FURTHEST, DamagedFile, RowsRead, read_table, readable
from releasecheck.store.sqlite.store import create, open_record
from releasecheck.store.sqlite.tombstones import Remembered, remembered
from releasecheck.store.tables import access_log, chain, digests, log_lists, office_rows
from releasecheck.store.tables.columns import TOLD, insert_into
from releasecheck.store.tables.proving import shapes

_SEALED = ("entries", "voids", *TOLD, "salts", "log", "log_lists")
_KEPT = (*_SEALED, "staff", "closed_days", "unread_cells", "runs", "night_rows", *digests.OF_THE_LAW, "meta")
_KEYS = {"salts": "entry", "night_rows": "run"}
_BELONGING = (*TOLD, "staff", "closed_days", "voids", "unread_cells")
_DIGESTED = ("staff", "closed_days", "unread_cells", "runs", "night_rows", *digests.OF_THE_LAW)
_NAMED_BY = {"closed_days": "date", **dict.fromkeys(("holds", "night_rows", "erased"), "prison_number")}

_UNKNOWN = "not readable"
"""Stands where nobody can say who wrote an entry."""
_MOST_NAMED = 50
"""Losses that stand in the entry of the new record; all are printed."""


class Repaired(NamedTuple):
    """What came of a repair."""

    rows: int
    """How many rows were read."""
    lost: list[str]
    """What was not, or is not as it was written, in words."""
    sealed_anew: bool


def repair(
    record: Path,
    target: Path,
    by: str,
    at: datetime,
    day: date,
    login: str,
    key: Key,
    before: Callable[[Repaired], None],
) -> Repaired:
    """Make a new record at `target` of what can be read of this one, which is left as it is.

    It is encrypted with the key of this one, where this one is. `before` is called when it is made and only
    its name is missing: it is logged.

    Raises StoreError if there is something at the target already, or nothing can be read.
    """
    if target.exists() or target.is_symlink():
        raise StoreError(f"there is already something at {target}; nothing was changed")
    if not record.is_file():
        raise StoreError(f"no record at {record}. Name the damaged one with --record FILE before the command")
    try:
        with parts_in(target.parent) as folder:
            new = folder / "new.db"
            with readable(record, folder, key) as damaged, explained(new):
                done = _rebuilt(record, damaged, new, by, at, day, login, key if key.expected else NO_KEY)
            to_disk(new)
            before(done)
            new.rename(target)
            to_disk(target.parent)
    except OSError as error:
        raise StoreError(f"cannot write in {target.parent}: {error.strerror}") from error
    return done


def _rebuilt(
    record: Path, damaged: DamagedFile, new: Path, by: str, at: datetime, day: date, login: str, key: Key
) -> Repaired:
    create(new, login=login, key=key).close()
    digits = key.digits(new) if key.expected else None
    with closing(open_file(new, "mode=rw", 10.0, digits)) as sqlite:
        connection = Connection(new, sqlite, digits)
        with connection.transaction():
            connection.execute("PRAGMA defer_foreign_keys = ON")
            rows, lost = _filled(connection, damaged)
            anew = _sealed(connection, lost)
            _stay_erased(connection, remembered(record, record, access_log.origin_of(connection), key))
        told = " UNION ".join(f"SELECT prison_number FROM {table}" for table in TOLD)
        numbers = [str(number) for (number,) in connection.all(f"{told} ORDER BY 1")]
        told = "SELECT prison_number FROM holds WHERE kind = 'restriction'"
        restricted = {str(number) for (number,) in connection.all(told)} | _restricted(damaged)
    said = "; ".join(lost[:_MOST_NAMED]) or "nothing that was recorded is lost"
    with open_record(new, login=login, key=key) as store:
        with store.writing(by, at, day, "record repair", said) as transaction:
            assert transaction.entry
            for number in numbers:
                transaction.rebuild(number)
            for number in numbers:
                if number in restricted:
                    transaction.restrict(number)
            transaction.say_who_is_kept_apart()
            if numbers:
                transaction.log("alteration", numbers)
        store.compact()
    return Repaired(rows, lost, anew)


def _filled(connection: Connection, damaged: DamagedFile) -> tuple[int, list[str]]:
    """Put every row that can be read into the new record; how many, and what is lost."""
    taken, lost = 0, list[str]()
    connection.execute("DELETE FROM meta")
    for table in _KEPT:
        columns = [name for (name,) in connection.all("SELECT name FROM pragma_table_info(?)", (table,))]
        found = read_table(damaged, table, columns, _KEYS.get(table, "rowid"))
        taken += _put(connection, table, found, lost)
        lost += [f"{table} {_run(first, last)}" for first, last in found.lost]
    connection.execute("DELETE FROM night_rows WHERE run NOT IN (SELECT id FROM runs)")
    _take_out_unreadable(connection, lost)
    _know_itself(connection)
    _stand_in(connection, lost)
    return taken, lost


def _stay_erased(connection: Connection, known: Remembered) -> None:
    """Whom the damaged one erased by a list beside it, be its own table of them read or not."""
    there = {number for (number,) in connection.all("SELECT prison_number FROM erased")}
    for row in known.rows:
        if row[0] not in there:
            connection.execute("INSERT INTO erased(prison_number, at, rule) VALUES (?, ?, ?)", row)
    digests.keep(connection, ("erased",))


def _run(first: int, last: int) -> str:
    if last == FURTHEST:
        return f"{first} and after"
    return str(first) if first == last else f"{first} to {last}"


def _put(connection: Connection, table: str, found: RowsRead, lost: list[str]) -> int:
    """Insert the rows one by one; a row that the table will not take is lost, and named."""
    if not found.columns:
        if not _is_missed(connection, table):
            return 0
        lost.append(f"{table}: the whole table")
        return 0
    insert = insert_into(table, ", ".join(f'"{column}"' for column in found.columns))
    taken = 0
    for row in found.rows:
        try:
            connection.sqlite.execute(insert, row)
            taken += 1
        except errors("IntegrityError", "InterfaceError", also=(OverflowError,)):
            lost.append(f"{table} {row[0]}")
    return taken


def _is_missed(connection: Connection, table: str) -> bool:
    """Whether a table that is not there should be: what names its rows is, but in an older record."""
    if table == "log_lists":
        return any(log_lists.breaks(connection))
    if table == "night_rows":
        states = "CASE WHEN json_valid(summary) THEN json_type(summary, '$.states') END IS NOT NULL"
        return connection.one(f"SELECT 1 FROM runs WHERE {states}") is not None
    return True


def _take_out_unreadable(connection: Connection, lost: list[str]) -> None:
    """A row with a value that is none would stop every command that reads it."""
    while faults := dict.fromkeys(fault.partition(": ")[0] for fault in shapes.unreadable(connection)):
        for place in faults:
            table, _, key = place.partition(" ")
            if table in guards.APPEND_ONLY:
                guards.unguard(connection, table)
            column = _NAMED_BY.get(table, "id")
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (key,))
            guards.guard(connection)
            lost.append(f"{table} {key}: it could not be read")


def _know_itself(connection: Connection) -> None:
    """Which record it is; and nothing of what plans were made from, for they are all made again."""
    if not access_log.origin_of(connection):
        connection.execute(
            "REPLACE INTO meta(key, value) SELECT 'origin', coalesce("
            "(SELECT origin FROM entries ORDER BY id DESC LIMIT 1), lower(hex(randomblob(16))))"
        )
    connection.execute(
        "DELETE FROM meta WHERE key IN ('evidence', 'planned_catalogue', 'planned_calendar') "
        "OR key LIKE 'catalogue!_%' ESCAPE '!'"
    )


def _stand_in(connection: Connection, lost: list[str]) -> None:
    """An entry that says it could not be read, for each that is gone and has rows that are not."""
    owed = " UNION ".join(f"SELECT entry FROM {table}" for table in _BELONGING)
    owed += " UNION SELECT voided_by FROM voids"
    origin = access_log.origin_of(connection)
    for (entry,) in connection.all(f"{owed} EXCEPT SELECT id FROM entries ORDER BY 1"):
        at, day = connection.one(
            "SELECT at, day FROM entries WHERE id < ? ORDER BY id DESC LIMIT 1", (entry,)
        ) or ("2000-01-01T00:00:00Z", "2000-01-01")
        connection.execute(
            insert_into("entries", 'id, at, "by", command, day, origin, origin_seq'),
            (entry, at, _UNKNOWN, _UNKNOWN, day, f"{origin}-{_UNKNOWN}", entry),
        )
        lost.append(f"entries {entry}: who wrote it, when and why; what it says is there")


def _sealed(connection: Connection, lost: list[str]) -> bool:
    """Keep the seals where nothing sealed is lost or changed, and else make them anew; whether they were."""
    gone = any(fault.startswith((*_SEALED, *digests.TOLD_OF_THE_OFFICE)) for fault in lost)
    changed = [name for name in _DIGESTED if digests.is_changed(connection, name)]
    if office_rows.rows_of_nights(connection) or not digests.is_kept(connection, "night_rows"):
        changed = [name for name in changed if name != "night_rows"]  # an older record had none
    lost += [f"{name}: something in it is not as it was written" for name in changed]
    broken = [*chain.breaks(connection), *access_log.breaks(connection)]
    if not gone:  # of what is lost it is said already that it is
        lost += broken
    gone = gone or not digests.TOLD_OF_THE_OFFICE.isdisjoint(changed)
    if gone or broken:
        _seal_anew(connection)
    digests.keep(connection, digests.DIGESTED)
    return bool(gone or broken)


def _seal_anew(connection: Connection) -> None:
    for table in ("entries", "salts", "log", "log_lists"):
        guards.unguard(connection, table)
    connection.execute("DELETE FROM salts")
    connection.execute("UPDATE entries SET hash = NULL")
    chain.seal_all(connection)
    lines = access_log.lines(connection)
    connection.execute("DELETE FROM unfinished")
    connection.execute("DELETE FROM log")
    connection.execute("DELETE FROM meta WHERE key = ?", (access_log.LAST_LINE,))
    for line in lines:
        kind = cast("access_log.LogKind", line.kind)
        people, reason = _whose(line)
        number = access_log.add_line(
            *(connection, line.at, line.by, line.command, kind, people, reason),
            *(line.recipient, line.origin, line.login, line.written_at),
        )
        if line.unfinished:
            access_log.begin(connection, number)
    log_lists.forget(connection)
    guards.guard(connection)


def _whose(line: LogRow) -> tuple[Sequence[str], str | None]:
    """The people of a line, and its reason; of a list that is lost it says how long it was."""
    try:
        return tuple(line.people), line.reason
    except StoreError:
        said = f"the list of its {len(line.people):,} people is lost"
        return (), said if line.reason is None else f"{line.reason} ({said})"


def _restricted(damaged: DamagedFile) -> set[str]:
    """Who was restricted, as far as their own rows can be read."""
    found = read_table(damaged, "people", ["prison_number", "restricted"])
    return {str(row[0]) for row in found.rows if len(row) == 2 and row[1]}
