"""Where both chains of a record stand, and what stood where a night saw their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from releasecheck.core.heads import Head, Heads
from releasecheck.store.tables.access_log import origin_of

if TYPE_CHECKING:
    from releasecheck.store.database import Database

_REPLACED = """SELECT id, at, "by", command FROM log
WHERE command IN ('record restore', 'record repair') ORDER BY id"""


def heads(connection: Database) -> Heads:
    """The ends of the log and of the entries as they are now."""
    return Heads(origin_of(connection), _last(connection, "log"), _last(connection, "entries"))


def _last(connection: Database, table: str) -> Head:
    row = connection.one(f"SELECT id, hash FROM {table} ORDER BY id DESC LIMIT 1")
    return Head(0, "") if row is None else Head(row[0], row[1] or "")


def hashes_at(connection: Database, seen: Heads) -> tuple[str | None, str | None]:
    """The hash of the line and of the entry that have these numbers now; None for one that is not there."""
    found = []
    for table, head in (("log", seen.log), ("entries", seen.entries)):
        (own,) = connection.one(f"SELECT hash FROM {table} WHERE id = ?", (head.number,)) or (None,)
        found.append(own)
    return found[0], found[1]


def replacements(connection: Database) -> list[tuple[int, str, str, str]]:
    """Lines of the log that say that another record took this one's place: number, time, author, command."""
    return [(number, at, by, command) for number, at, by, command in connection.all(_REPLACED)]
