"""The chain of entries: each is sealed with a hash over itself, its rows and the entry before.

What an entry says of one person is hashed apart, with a random salt of its own, and the entry is sealed over
those digests. When a person is erased their rows, their number and the salts go and the digests stay: the
chain still holds, and nothing can be guessed from it by trying values out.

Who works here and which days are closed is replaced by later entries: an entry that changes any of it is
sealed over a digest of all of it, as part 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from releasecheck.core.sha import sha256
from releasecheck.store.tables.access_log import origin_of
from releasecheck.store.tables.columns import KEEP, TOLD, TOLD_COLUMNS, insert_into
from releasecheck.store.tables.latest import LAST_ENTRY, OLD_ENTRIES

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, SqlValue
    from releasecheck.store.rows import EntrySaid

#: What the first entry follows.
START = ""
#: Where the record keeps the hash of its last entry.
LAST = "last_entry"

_SEALED = 'id, at, "by", command, day, reason, origin, origin_seq, login'
_SALTS = "entry, part, prison_number, salt, digest"
_SALT_BYTES = 16
_AT_A_TIME = 500

_Rows: TypeAlias = "Sequence[Sequence[SqlRow]]"
"""One person's rows of one entry, in the order of TOLD."""

_write = json.JSONEncoder(separators=(",", ":")).encode


class Seals:
    """The seals of one entry while it is written: a digest for each person, and a hash at the end."""

    def __init__(self, connection: Database) -> None:
        self._connection, self._sha256 = connection, sha256
        self._parts: dict[str, tuple[str, str]] = {}
        self._again: set[str] = set()
        self._salts = b""

    def add(self, number: str, rows: _Rows) -> None:
        """What the entry says of a person, just before it is written; seldom more than once."""
        if number in self._parts:
            self._again.add(number)
        else:
            self._parts[number] = self._digest(number, rows)

    def _digest(self, number: str, rows: _Rows) -> tuple[str, str]:
        if not self._salts:
            from os import urandom

            self._salts = urandom(_SALT_BYTES * (_AT_A_TIME if self._parts else 1))
        salt, self._salts = self._salts[:_SALT_BYTES].hex(), self._salts[_SALT_BYTES:]
        return salt, self._sha256(_part(salt, number, rows)).hexdigest()

    def forget(self, number: str) -> None:
        """A person is erased by the same command that told of them."""
        self._parts.pop(number, None)
        self._again.discard(number)

    def write(self, entry: int) -> list[str]:
        """Write the digests, once all of the entry's rows are written; them, in order."""
        for number in self._again:
            self._parts[number] = self._digest(number, _rows_of(self._connection, entry, number))
        rows = [
            (entry, part, number, salt, digest)
            for part, (number, (salt, digest)) in enumerate(self._parts.items(), start=1)
        ]
        self._connection.write_rows(insert_into("salts", _SALTS), rows)
        return [digest for *_, digest in rows]


def begin(connection: Database, said: EntrySaid) -> tuple[int, str]:
    """Make an entry after the last, where nobody else can; its number, and the hash that it follows."""
    origin = origin_of(connection)
    (last,) = connection.one("SELECT max(origin_seq) FROM entries WHERE origin = ?", (origin,)) or (None,)
    at, previous = connection.one(f"SELECT at, hash {LAST_ENTRY}") or ("", START)
    # A machine's clock may be put back; the order in which things were recorded is not.
    row = (max(said.at, at), *said[1:5], origin, (last or 0) + 1, said.login)
    columns = 'at, "by", command, day, reason, origin, origin_seq, login'
    return connection.insert(insert_into("entries", columns), row), previous


def seal(connection: Database, entry: int, previous: str, voided: Sequence[SqlRow], *, office: bool) -> None:
    """Seal an entry, once all of its rows and its people's digests are written.

    `office`: also over a digest of what is known of the office itself, which it changed.
    """
    if office:
        from releasecheck.store.tables import digests

        row = entry, 0, None, None, digests.of_the_office(connection)
        connection.execute(insert_into("salts", _SALTS), row)
    own = entry_hash(connection, entry, previous, voided)
    connection.execute("UPDATE entries SET hash = ? WHERE id = ?", (own, entry))
    connection.execute(KEEP, (LAST, own))


def entry_hash(connection: Database, entry: int, previous: str, voided: Sequence[SqlRow]) -> str:
    """SHA-256 over an entry, the entries it undid, its people's digests, and the hash of the one before."""
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
    """Give the entries of an older record their places, and seal them as they are now."""
    own, entries = origin_of(connection), connection.all("SELECT id FROM entries ORDER BY id")
    connection.execute_many(
        "UPDATE entries SET origin = ?, origin_seq = ? WHERE id = ?",
        [(own, place, entry) for place, (entry,) in enumerate(entries, start=1)],
    )
    seal_all(connection)
    last = str(entries[-1][0]) if entries else "0"
    connection.execute(KEEP, (OLD_ENTRIES, last))


def seal_all(connection: Database) -> None:
    """Seal every entry as it is now; there are no seals yet."""
    from hashlib import sha256
    from os import urandom

    def salted(parts: Iterable[tuple[int, str, list[list[SqlRow]]]]) -> Iterator[tuple[SqlValue, ...]]:
        for entry, group in groupby(parts, key=itemgetter(0)):
            for part, (_, number, rows) in enumerate(group, start=1):
                salt = urandom(_SALT_BYTES).hex()
                yield entry, part, number, salt, sha256(_part(salt, number, rows)).hexdigest()

    connection.execute_many(insert_into("salts", _SALTS), salted(_each_part(connection)))
    voided, previous = _voids(connection), START
    for (entry,) in connection.all("SELECT id FROM entries ORDER BY id"):
        previous = entry_hash(connection, entry, previous, voided.get(entry, []))
        connection.execute("UPDATE entries SET hash = ? WHERE id = ?", (previous, entry))
    connection.execute(KEEP, (LAST, previous))


def _voids(connection: Database) -> dict[int, list[SqlRow]]:
    rows = connection.all("SELECT entry, voided_by, reason FROM voids ORDER BY voided_by, entry")
    return {by: list(group) for by, group in groupby(rows, key=itemgetter(1))}


def breaks(connection: Database) -> Iterator[str]:
    """Everything that is not as it was written, entry by entry: what each says of people, then its own seal.

    Each entry is judged by itself and by the seal that the one before has now.
    """
    yield from _changed_parts(connection)
    voided, ends = _voids(connection), entry_ends(connection)
    order = "origin" if connection.chains else "min(id) OVER (PARTITION BY origin)"
    rows = connection.all(f"SELECT id, hash, origin, origin_seq FROM entries ORDER BY {order}, origin_seq")
    for origin, chain in groupby(rows, key=lambda row: str(row[2]) if connection.chains else ""):
        previous, expected = START, 1
        office, last = ends.pop(origin, ("", None))
        of = f" of {office}" if office else ""
        for entry, own, _, place in chain:
            if connection.chains and place != expected:
                yield f"an entry{of} before entry {entry} is not there"
            if own != entry_hash(connection, entry, previous, voided.pop(entry, [])):
                yield f"entry {entry} is not as it was written, or does not follow the one before"
            previous, expected = own, place + 1
        if last != previous and (last or previous):
            yield f"the last entry{of} is not there"
    yield from (f"voids: entry {entry}, which undid another one, is not there" for entry in voided)
    yield from ("the last entry is not there" for _, last in ends.values() if last)


def entry_ends(connection: Database) -> dict[str, tuple[str, str | None]]:
    """By origin, each chain's office and the hash of its last entry as it is kept apart; "" in a file."""
    if connection.chains:
        rows = connection.all("SELECT origin, office, entry_hash FROM heads ORDER BY origin")
        return {origin: (office, last) for origin, office, last in rows}
    (last,) = connection.one("SELECT value FROM meta WHERE key = ?", (LAST,)) or (None,)
    return {"": ("", last)}


def _changed_parts(connection: Database) -> Iterator[str]:
    """Whose rows of which entry are not those that were sealed; its rows as they are now stand with it."""
    from heapq import merge

    sealed = connection.each(
        "SELECT entry, prison_number, salt, digest FROM salts WHERE prison_number IS NOT NULL "
        "ORDER BY entry, prison_number"
    )
    there = ((entry, number, rows, None) for entry, number, rows in _each_part(connection))
    seals = ((entry, number, None, (salt, digest)) for entry, number, salt, digest in sealed)
    both = merge(there, seals, key=itemgetter(0, 1))
    for (entry, number), found in groupby(both, key=itemgetter(0, 1)):
        rows, seal = None, None
        for *_, some_rows, some_seal in found:
            rows, seal = some_rows or rows, some_seal or seal
        if rows is None or seal is None:
            yield (
                f"entry {entry}: {'nothing' if rows is None else 'something'} is there of {number}, and "
                + ("something was sealed" if rows is None else "nothing was sealed")
                + _named(rows)
            )
        elif sha256(_part(str(seal[0]), number, rows)).hexdigest() != seal[1]:
            yield f"entry {entry}: what it says of {number} is not as it was written{_named(rows)}"


def _named(rows: _Rows | None) -> str:
    named = [
        f"{table} {', '.join(str(row[0]) for row in found)}"
        for table, found in zip(TOLD, rows or (), strict=False)
        if found
    ]
    return f" ({'; '.join(named)})" if named else ""
