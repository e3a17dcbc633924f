"""What shell completion reads of a record: read-only, and nothing at all where that cannot be done.

It goes past the store on purpose: a shell waits for the answer at every press of the key, and opening the
store properly would take longer than the answer may. Nothing is planned again. To log whom it names costs
more than all the rest: people are offered only where the office wants that, and whoever offers them logs it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from releasecheck.store.address import Address
    from releasecheck.store.sqlite.cipher import Key

#: A list longer than this helps nobody.
MOST = 200

_PATIENCE = 0.2
"""Seconds to wait for somebody who is writing."""


_NUMBERS = """SELECT {0}, coalesce(last_name, ''), coalesce(first_name, ''), {1}, prison_number FROM people
WHERE {0} >= :upper AND {0} < :upper || '~' AND restricted = 0 ORDER BY 1 LIMIT :most"""
"""Whose number of a kind begins with what was typed."""


class Offer(NamedTuple):
    """Something that could be typed, and what it is."""

    value: str
    about: str = ""
    people: tuple[str, ...] = ()
    """Whose data it tells, by prison number."""


class Peek:
    """One record, looked at a little."""

    def __init__(
        self, place: Path | Address, *, people: Callable[[], bool], key: Callable[[], Key | None]
    ) -> None:
        self._place, self._people, self._key = place, people, key

    def people(self, begun: str) -> list[Offer]:
        """Prison numbers, CRNs, last names and first names that begin so; what was typed keeps its case.

        Nobody where people are not to be offered.
        """
        if not self._people():
            return []
        start = begun.casefold()
        if not begun.isascii():
            from releasecheck.people.names import fold

            start = fold(begun)
        bounds: dict[str, str | int] = {"upper": begun.upper(), "most": MOST}
        numbers = self._rows(_NUMBERS.format("prison_number", "''"), bounds)
        numbers += self._rows(_NUMBERS.format("crn", "' ' || prison_number"), bounds) if begun else []
        found = [
            Offer(begun + number[len(begun) :], f"{_name(last, first)}{whose}", (person,))
            for number, last, first, whose, person in numbers
        ]
        names = self._rows(
            "SELECT search_name, last_name, coalesce(first_name, ''), prison_number FROM people "
            "WHERE (search_name >= :start AND search_name < :start || :end OR search_name IN "
            "(SELECT search_name FROM people WHERE instr(search_name, ', ' || :start) > 0)) "
            "AND restricted = 0 ORDER BY 1 LIMIT :most",
            {"start": start, "end": "\U0010ffff", "most": MOST},
        )
        people: dict[str, list[tuple[str, str]]] = {}
        for search_name, last, first, number in names if begun else ():
            # A shell takes a space or a comma for the end of the word.
            for name in search_name.split(", "):
                word = name.partition(" ")[0]
                if word.startswith(start) and word.isalnum():
                    people.setdefault(word, []).append((f"{_name(last or '', first)} {number}", number))
        for word, whom in people.items():
            about = whom[0][0] if len(whom) == 1 else f"{len(whom)} people"
            found.append(Offer(begun + word[len(start) :], about, tuple(number for _, number in whom)))
        return found

    def items(self) -> list[Offer]:
        """The installed items, in the order of the catalogue."""
        return self._offers("SELECT item, title FROM items ORDER BY sequence")

    def pathways(self) -> list[Offer]:
        """The pathways of the installed items."""
        return self._offers("SELECT pathway, '' FROM items GROUP BY pathway ORDER BY min(sequence)")

    def names(self, kind: str) -> list[Offer]:
        """Staff, and wings: who the POMs and COMs of people here are, whoever works here or has recorded."""
        from releasecheck.store.queries.filters import HERE_SQL, WING_SQL
        from releasecheck.store.tables.reading import STANDS

        match kind:
            case "staff":
                last = f"SELECT max(id) FROM staff WHERE {STANDS} GROUP BY name, role"
                here = f"id IN ({last}) AND left_on IS NULL"
                sql = f"SELECT name, group_concat(role, ', ') FROM staff WHERE {here} GROUP BY name"
            case "author":
                sql = f"SELECT DISTINCT \"by\", '' FROM entries WHERE {STANDS.replace('entry', 'id', 1)}"
            case _:
                value = WING_SQL if kind == "wing" else kind
                here = f"{HERE_SQL.format('')} AND restricted = 0"
                sql = f"SELECT DISTINCT {value}, '' FROM people WHERE {value} <> '' AND {here}"
        return self._offers(f"{sql} ORDER BY 1 LIMIT {MOST}")

    def outcomes(self, item: str) -> list[Offer]:
        """What can be recorded of an item, named by its id or code."""
        return self._offers(
            "SELECT key, value FROM items, json_each(outcomes) WHERE item = :item OR lower(code) = :item",
            item=item,
        )

    def way_done(self, item: str) -> str:
        """The outcome that `done` stands for."""
        names = [offer.value for offer in self.outcomes(item)]
        first = self._offers("SELECT answer_mark, '' FROM items WHERE item = :item", item=item)
        return "done" if "done" in names or not first else first[0].value

    def fields(self, item: str, outcome: str) -> list[Offer]:
        """The evidence that an outcome asks for."""
        asked = self._evidence()
        named = asked.get("fields", {}).get(f"{item} {outcome}", ())
        return [Offer(str(field), str(asked.get("ask", {}).get(field) or "")) for field in named]

    def answers(self, field: str) -> list[Offer]:
        """What an evidence field may be, where that is a short list."""
        return [Offer(str(one)) for one in self._evidence().get("answers", {}).get(field, ())]

    def _evidence(self) -> dict[str, Any]:
        """What outcomes ask for, as the record keeps it."""
        import json

        kept = self._rows("SELECT value FROM meta WHERE key = 'evidence'", {})
        return dict(json.loads(kept[0][0])) if kept else {}

    def _offers(self, sql: str, **parameters: str) -> list[Offer]:
        return [Offer(str(value), str(about or "")) for value, about in self._rows(sql, parameters)]

    def _opened(self, path: Path, uri: str) -> sqlite3.Connection:
        key = self._key()
        if key is None:
            return sqlite3.connect(uri, uri=True, timeout=_PATIENCE)
        from releasecheck.store.sqlite.cipher import open_with

        return open_with(uri, _PATIENCE, key.digits(path))

    def _rows(self, sql: str, parameters: Mapping[str, str | int]) -> list[tuple[str, ...]]:
        if isinstance(self._place, str):
            return _on_server(self._place, sql, parameters)
        return self._in_file(self._place, sql, parameters)

    def _in_file(self, path: Path, sql: str, parameters: Mapping[str, str | int]) -> list[tuple[str, ...]]:
        # What SQLCipher raises is not sqlite3's own, and is known only once it is loaded.
        failures = (sqlite3.Error, OSError, ValueError) if self._key() is None else (Exception,)
        with suppress(*failures):
            # With nobody at work in it no lock is needed, and SQLite must not leave its own files beside it.
            alone = not path.with_name(f"{path.name}-wal").exists()
            uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
            with closing(self._opened(path, uri)) as connection:
                return connection.execute(sql, parameters).fetchall()
        return []


def _on_server(address: Address, sql: str, parameters: Mapping[str, str | int]) -> list[tuple[str, ...]]:
    """The same of a server that answers at once."""
    from releasecheck.core.errors import ReleasecheckError
    from releasecheck.store.postgres.connection import connect

    with suppress(ReleasecheckError), closing(connect(address, _PATIENCE, answers_in=2)) as connection:
        return connection.all(sql, parameters)
    return []


def _name(last: str, first: str) -> str:
    return ", ".join(filter(None, (last, first)))
