"""The chain of entries: each is sealed with a hash over itself, its rows and the entry before.

What an entry says of one person is hashed apart, with a random salt of its own, and the entry is sealed over
those digests. When a person is erased their rows, their number and the salts go and the digests stay: the
chain still holds, and nothing can be guessed from it by trying values out.

Closed days are in no seal: a later import may replace them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from releasecheck.store.tables.access_log import origin_of
from releasecheck.store.tables.columns import TOLD, TOLD_COLUMNS, insert_into

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, SqlValue

#: What the first entry follows.
START = ""
#: Where the record keeps the hash of its last entry, and the last of those made when typing decided.
LAST, OLD_ENTRIES = "last_entry", "entries_in_order_of_typing"

_SEALED = 'id, at, "by", command, day, reason, origin, origin_seq, login'
_SALTS = "entry, part, prison_number, salt, digest"
_SALT_BYTES = 16
_AT_A_TIME = 500

_Rows: TypeAlias = "Sequence[Sequence[SqlRow]]"
"""One person's rows of one entry, in the order of TOLD."""

_write = json.JSONEncoder(separators=(",", ":")).encode


class NextEntry(NamedTuple):
    """Where a new entry goes: what it follows, and its place among those of this record."""

    origin: str
    sequence: int
    at: str
    """When the entry before was made; empty for the first."""
    previous: str


class Seals:
    """The seals of one entry while it is written: a digest for each person, and a hash at the end."""

    def __init__(self, connection: Database) -> None:
        from hashlib import sha256

        self._connection, self._sha256 = connection, sha256
        self._parts: dict[str, int] = {}
        self._again: set[str] = set()
        self._new: list[tuple[int, str, str, str]] = []
        self._count = 0
        self._salts = b""

    def add(self, number: str, rows: _Rows) -> None:
        """What the entry says of a person, just before it is written; seldom more than once."""
        if number in self._parts:
            self._again.add(number)
            return
        self._count += 1
        self._parts[number] = self._count
        self._new.append((self._count, number, *self._digest(number, rows)))

    def _digest(self, number: str, rows: _Rows) -> tuple[str, str]:
        if not self._salts:
            from os import urandom

            self._salts = urandom(_SALT_BYTES * (_AT_A_TIME if self._count > 1 else 1))
        salt, self._salts = self._salts[:_SALT_BYTES].hex(), self._salts[_SALT_BYTES:]
        return salt, self._sha256(_part(salt, number, rows)).hexdigest()

    def flush(self, entry: int) -> None:
        """Write the digests gathered so far."""
        self._connection.write_rows(insert_into("salts", _SALTS), [(entry, *one) for one in self._new])
        self._new.clear()

    def forget(self, number: str) -> None:
        """A person is erased by the same command that told of them."""
        self._parts.pop(number, None)
        self._again.discard(number)

    def seal(self, entry: int, previous: str, voided: Sequence[SqlRow]) -> None:
        """Seal the entry, once all of its rows are written."""
        for number in self._again:
            salt, digest = self._digest(number, _rows_of(self._connection, entry, number))
            self._connection.execute(
                "UPDATE salts SET salt = ?, digest = ? WHERE entry = ? AND part = ?",
                (salt, digest, entry, self._parts[number]),
            )
        own = entry_hash(self._connection, entry, previous, voided)
        self._connection.execute("UPDATE entries SET hash = ? WHERE id = ?", (own, entry))
        self._connection.execute("REPLACE INTO meta(key, value) VALUES (?, ?)", (LAST, own))


def place(connection: Database) -> NextEntry:
    """Where the next entry goes."""
    origin = origin_of(connection)
    (last,) = connection.one("SELECT max(origin_seq) FROM entries WHERE origin = ?", (origin,)) or (None,)
    at, previous = connection.one("SELECT at, hash FROM entries ORDER BY id DESC LIMIT 1") or ("", START)
    return NextEntry(origin, (last or 0) + 1, at, previous)


def entry_hash(connection: Database, entry: int, previous: str, voided: Sequence[SqlRow]) -> str:
    """SHA-256 over an entry, the entries it undid, its people's digests, and the hash of the one before."""
    from hashlib import sha256

    own = connection.one(f"SELECT {_SEALED} FROM entries WHERE id = ?", (entry,))
    parts = connection.all("SELECT digest FROM salts WHERE entry = ? ORDER BY part", (entry,))
    return sha256(_write([previous, own, voided, [digest for (digest,) in parts]]).encode()).hexdigest()


def _part(salt: str, number: str, rows: _Rows) -> bytes:
    return f"{salt}{_write([number, *rows])}".encode()


def _rows_of(connection: Database, entry: int, number: str) -> list[list[SqlRow]]:
    return [
        connection.all(
            f"SELECT id, {TOLD_COLUMNS[table]} FROM {table} "
            "WHERE entry = ? AND prison_number = ? ORDER BY id",
            (entry, number),
        )
        for table in TOLD
    ]


def _each_part(connection: Database) -> Iterator[tuple[int, str, list[list[SqlRow]]]]:
    """Every entry's rows, person by person, in the order of entries and prison numbers."""
    from heapq import merge

    def rows(place: int, table: str) -> Iterator[tuple[int, str, int, SqlRow]]:
        sql = f"SELECT id, {TOLD_COLUMNS[table]} FROM {table} ORDER BY entry, prison_number, id"
        return ((row[1], row[2], place, row) for row in connection.each(sql))

    whole = merge(*(rows(place, table) for place, table in enumerate(TOLD)), key=itemgetter(0, 1))
    for (entry, number), group in groupby(whole, key=itemgetter(0, 1)):
        found: list[list[SqlRow]] = [[] for _ in TOLD]
        for _, _, place, row in group:
            found[place].append(row)
        yield entry, number, found


def fill(connection: Database) -> None:
    """Seal the entries of an older record, as they are now."""
    from hashlib import sha256
    from os import urandom

    def salted(parts: Iterable[tuple[int, str, list[list[SqlRow]]]]) -> Iterator[tuple[SqlValue, ...]]:
        for entry, group in groupby(parts, key=itemgetter(0)):
            for part, (_, number, rows) in enumerate(group, start=1):
                salt = urandom(_SALT_BYTES).hex()
                yield entry, part, number, salt, sha256(_part(salt, number, rows)).hexdigest()

    own, entries = origin_of(connection), connection.all("SELECT id FROM entries ORDER BY id")
    connection.execute_many(
        "UPDATE entries SET origin = ?, origin_seq = ? WHERE id = ?",
        [(own, place, entry) for place, (entry,) in enumerate(entries, start=1)],
    )
    connection.execute_many(insert_into("salts", _SALTS), salted(_each_part(connection)))
    voided, previous, last = _voids(connection), START, 0
    for (entry,) in entries:
        previous, last = entry_hash(connection, entry, previous, voided.get(entry, [])), entry
        connection.execute("UPDATE entries SET hash = ? WHERE id = ?", (previous, entry))
    keep = "REPLACE INTO meta(key, value) VALUES (?, ?)"
    connection.execute_many(keep, [(LAST, previous), (OLD_ENTRIES, str(last))])


def _voids(connection: Database) -> dict[int, list[SqlRow]]:
    rows = connection.all("SELECT entry, voided_by, reason FROM voids ORDER BY voided_by, entry")
    return {by: list(group) for by, group in groupby(rows, key=itemgetter(1))}


def first_break(connection: Database) -> str | None:
    """What is wrong with the first entry that is not as it was written; None when all are."""
    with connection.snapshot():
        changed = _first_changed_part(connection)
        return _first_changed_entry(connection, changed)


def _first_changed_part(connection: Database) -> int | None:
    """The first entry whose rows of some person are not those that were sealed."""
    from hashlib import sha256

    salts = connection.each(
        "SELECT entry, prison_number, salt, digest FROM salts WHERE prison_number IS NOT NULL "
        "ORDER BY entry, prison_number"
    )
    for entry, number, rows in _each_part(connection):
        sealed = next(salts, None)
        if sealed is None or sealed[0] > entry:
            return entry
        if sealed[:2] != (entry, number):
            return min(entry, int(sealed[0]))
        if sha256(_part(str(sealed[2]), number, rows)).hexdigest() != sealed[3]:
            return entry
    left = next(salts, None)
    return None if left is None else int(left[0])


def _first_changed_entry(connection: Database, changed: int | None) -> str | None:
    previous, voided = START, _voids(connection)
    entries = connection.all("SELECT id, hash FROM entries ORDER BY id")
    for entry, own in entries:
        undid = voided.pop(entry, [])
        if changed is not None and changed < entry:
            break
        if own != entry_hash(connection, entry, previous, undid):
            return f"entry {entry} is not as it was written, or does not follow the one before"
        if changed == entry:
            return f"entry {entry} is not as it was written: what it says of somebody has changed"
        previous = own
    if changed is not None:
        return f"entry {changed} is not there, and something says it belongs to it"
    (last,) = connection.one("SELECT value FROM meta WHERE key = ?", (LAST,)) or (None,)
    if voided or last != previous:
        return "the last entry is not there" if not voided else f"entry {min(voided)} is not there"
    return None
