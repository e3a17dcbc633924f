"""The people of a line of the log that is over many: the line has a hash and a count, the list stands once.

However often the same people are looked at, their list is kept only once: the sorted prison numbers as JSON,
packed with zlib, by the SHA-256 of that JSON. A line is sealed over the hash, and so over whom it names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from releasecheck.core.errors import StoreError
from releasecheck.store.tables.columns import texts_from, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database

MANY = 50
"""A line names as many people by itself."""

#: How a line says it: the hash always stands in the same place.
_LISTED = re.compile(r'\{"list":"([0-9a-f]{64})","count":([0-9]+)\}')
#: Lines over one of `lists`, as JSON: in words that every database knows.
OVER_THESE = (
    '(substr(people, 1, 9) = \'{"list":"\' '
    "AND substr(people, 10, 64) IN (SELECT value FROM json_each(:lists)))"
)
_LONGEST = 1 << 26
"""Bytes of a list, unpacked: many times more people than there are."""


class ListedPeople(Sequence[str]):
    """The people of a line over many, read when they are asked for: their number is known without."""

    def __init__(self, lists: Lists, hash: str, count: int) -> None:
        self._lists, self.hash, self._count = lists, hash, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        return self._lists.people(self.hash)[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists.people(self.hash))


class Lists:
    """The lists of a record, of which only the one read last is held in memory."""

    def __init__(self, connection: Database) -> None:
        self._connection = connection
        self._last: tuple[str, tuple[str, ...]] = ("", ())

    def people(self, hash: str) -> tuple[str, ...]:
        """Who is on a list. Raises StoreError where it is not there, or is not as it was written."""
        if hash != self._last[0]:
            row = self._connection.one("SELECT people FROM log_lists WHERE hash = ?", (hash,))
            text = None if row is None else _unpacked(hash, row[0])
            if text is None:
                raise StoreError(
                    f"a list of the log, {hash[:12]}…, is not there or not as it was written. To see what is "
                    "wrong: releasecheck log verify"
                )
            self._last = hash, tuple(json.loads(text))
        return self._last[1]

    def of(self, people: str) -> Sequence[str]:
        """The people of a line, from how it is kept. Raises ValueError for what is no such thing."""
        if people.startswith("{"):
            found = _LISTED.fullmatch(people)
            if found is None:
                raise ValueError("neither people nor a list of them")
            return ListedPeople(self, found[1], int(found[2]))
        return texts_from(people)


def kept_as(connection: Database, people: Sequence[str]) -> str:
    """How a line keeps its people: few by themselves, many as the hash of their list, kept once."""
    if len(people) <= MANY:
        return to_json(people)
    import zlib

    own, count, text = _written(people)
    if connection.one("SELECT 1 FROM log_lists WHERE hash = ?", (own,)) is None:
        keep = "INSERT INTO log_lists(hash, people) VALUES (?, ?) ON CONFLICT(hash) DO NOTHING"
        connection.execute(keep, (own, zlib.compress(text)))
    return to_json({"list": own, "count": count})


def key_of(people: Sequence[str]) -> str:
    """A text that is the same for the same people, without reading any list."""
    if isinstance(people, ListedPeople):
        return people.hash
    return json.dumps(people) if len(people) <= MANY else _written(people)[0]


def _written(people: Iterable[str]) -> tuple[str, int, bytes]:
    from hashlib import sha256

    everybody = sorted(set(people))
    text = to_json(everybody).encode(errors="surrogatepass")
    return sha256(text).hexdigest(), len(everybody), text


def naming(connection: Database, number: str) -> list[str]:
    """The lists that name somebody; each is looked through by itself."""
    sought = to_json(number).encode(errors="surrogatepass")
    rows = connection.each("SELECT hash, people FROM log_lists ORDER BY hash")
    return [hash for hash, packed in rows if sought in (_unpacked(hash, packed) or b"")]


def broken(connection: Database) -> list[str]:
    """The lists that are not as they were written, by their hashes."""
    rows = connection.each("SELECT hash, people FROM log_lists ORDER BY hash")
    return [str(hash) for hash, packed in rows if _unpacked(hash, packed) is None]


def forget(connection: Database) -> None:
    """Take out the lists that are not as they were written, and those that no line names."""
    rows = connection.each("SELECT DISTINCT people FROM log WHERE substr(people, 1, 1) = '{'")
    named = [str(people)[9:73] for (people,) in rows]
    wrong = ((one,) for one in broken(connection))
    connection.execute_many("DELETE FROM log_lists WHERE hash = ?", wrong)
    connection.execute(
        "DELETE FROM log_lists WHERE hash NOT IN (SELECT value FROM json_each(?))", (to_json(named),)
    )


def breaks(connection: Database) -> Iterator[str]:
    """Each list that is not as it was written, that no line names, or that is not there for a line."""
    wrong = set(broken(connection))
    yield from (f"list {one[:12]}… of the log is not as it was written" for one in sorted(wrong))
    unused = {str(hash) for (hash,) in connection.each("SELECT hash FROM log_lists")}
    there = frozenset(unused)
    for line, people in connection.each(
        "SELECT id, people FROM log WHERE substr(people, 1, 1) = '{' ORDER BY id"
    ):
        found = _LISTED.fullmatch(str(people))
        if found is None:
            continue  # the line itself is not as it was written
        unused.discard(found[1])
        if found[1] not in there:
            yield f"line {line} of the log names list {found[1][:12]}…, which is not there"
    yield from (f"list {one[:12]}… of the log belongs to no line" for one in sorted(unused - wrong))


def _unpacked(hash: str, packed: object) -> bytes | None:
    """The JSON of a list; None where it is not what its hash says, however it was packed."""
    import zlib
    from hashlib import sha256

    if not isinstance(packed, bytes):
        return None
    try:
        text = zlib.decompressobj().decompress(packed, _LONGEST)
    except zlib.error:
        return None
    return text if sha256(text).hexdigest() == hash else None
