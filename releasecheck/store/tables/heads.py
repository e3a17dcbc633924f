"""Where both chains of a record stand, and what stood where a night saw their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from releasecheck.core.heads import Head, Heads, over_all
from releasecheck.store.tables.access_log import origin_of
from releasecheck.store.tables.latest import LAST_ENTRY

if TYPE_CHECKING:
    from releasecheck.store.database import Database

_REPLACED = """SELECT id, at, "by", command FROM log
WHERE command IN ('record restore', 'record repair') ORDER BY id"""


def heads(connection: Database) -> Heads:
    """The ends of the log and of the entries as they are now; over all offices, where each has its own."""
    origin = origin_of(connection)
    if not connection.chains:
        return Heads(
            origin,
            _last(connection, "FROM log ORDER BY id DESC LIMIT 1"),
            _last(connection, LAST_ENTRY),
        )
    rows = connection.all("SELECT origin, line, line_hash, entry, entry_hash FROM heads ORDER BY origin")
    ends = [end for end in rows if end[0] == origin or end[1] or end[3]]
    lines = [(own, Head(line, hash if line else "")) for own, line, hash, _, _ in ends]
    entries = [(own, Head(entry, hash)) for own, _, _, entry, hash in ends]
    if len(ends) == 1:
        return Heads(origin, lines[0][1], entries[0][1])
    offices = tuple((own, line, entry) for own, line, _, entry, _ in ends)
    return Heads(origin, over_all(lines), over_all(entries), offices)


def _last(connection: Database, last: str) -> Head:
    row = connection.one(f"SELECT id, hash {last}")
    return Head(0, "") if row is None else Head(row[0], row[1] or "")


def hashes_at(connection: Database, seen: Heads) -> tuple[str | None, str | None]:
    """The hash of the line and of the entry that have these numbers now; None for one that is not there."""
    if connection.chains:
        return _hashes_of_offices(connection, seen)
    found = []
    for table, head in (("log", seen.log), ("entries", seen.entries)):
        (own,) = connection.one(f"SELECT hash FROM {table} WHERE id = ?", (head.number,)) or (None,)
        found.append(own)
    return found[0], found[1]


def _hashes_of_offices(connection: Database, seen: Heads) -> tuple[str | None, str | None]:
    offices = seen.offices or ((seen.origin, seen.log.number, seen.entries.number),)
    lines = [(own, _at(connection, "log", "id", own, line)) for own, line, _ in offices]
    entries = [(own, _at(connection, "entries", "origin_seq", own, entry)) for own, _, entry in offices]
    if seen.offices:
        return over_all(lines).hash, over_all(entries).hash
    return lines[0][1].hash or None, entries[0][1].hash or None


def _at(connection: Database, table: str, key: str, origin: str, number: int) -> Head:
    asked = f"SELECT hash FROM {table} WHERE origin = ? AND {key} = ?"
    (own,) = connection.one(asked, (origin, number)) or ("",)
    return Head(number, own)


def replacements(connection: Database) -> list[tuple[int, str, str, str]]:
    """Lines of the log that say that another record took this one's place: number, time, author, command."""
    return [(number, at, by, command) for number, at, by, command in connection.all(_REPLACED)]
