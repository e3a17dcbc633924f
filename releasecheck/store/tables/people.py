"""A person's facts as columns, and their name as it is looked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.core.domain import FactValue, PersonRecord
from releasecheck.people.fact import Fact
from releasecheck.people.facts import FACTS
from releasecheck.people.names import fold
from releasecheck.store.rows import PersonRow

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, SqlValue


def fact_columns() -> tuple[Fact, ...]:
    """The facts that have a column in `people`: all but the prison number, which is the key."""
    return tuple(fact for fact in FACTS.values() if fact.kind != "prison_number")


class PeopleColumns:
    """A person's facts as the columns of `people`, one for each fact there is."""

    def __init__(self) -> None:
        self.facts = fact_columns()
        self.names = ", ".join(f'p."{fact.name}"' for fact in self.facts)
        columns = ["prison_number", "search_name", "known_since", *(fact.name for fact in self.facts)]
        quoted = [f'"{column}"' for column in columns]
        self.row_columns, self.row_names = tuple(columns), ", ".join(quoted)
        self.insert = f"INSERT INTO people({', '.join(quoted)}) VALUES ({', '.join('?' * len(quoted))})"
        told = ", ".join(f"{name} = excluded.{name}" for name in quoted[1:])
        self.upsert = f"{self.insert} ON CONFLICT(prison_number) DO UPDATE SET {told}"
        told = ", ".join(f"{name} = :{name.strip(chr(34))}" for name in quoted[1:])
        kept = ", ".join(
            f"{one}_before = CASE WHEN {one} IS DISTINCT FROM :{one} THEN {one} ELSE {one}_before END"
            for one in ("prison", "com_office")
        )
        self.update = f"UPDATE people SET {told}, {kept} WHERE prison_number = :prison_number"
        """The same of whoever is there, on a server: where they were before is kept beside."""
        self.select = f"SELECT p.prison_number, p.known_since, p.restricted, {self.names} FROM people AS p"
        self._places = {fact.name: place for place, fact in enumerate(self.facts)}
        self._readers = tuple((fact.name, _reader(fact)) for fact in self.facts)

    def row(self, record: PersonRecord) -> tuple[SqlValue, ...]:
        """The values for `upsert`."""
        facts, places = record.facts, self._places
        values: list[SqlValue] = [None] * len(places)
        for name, value in facts.items():
            values[places[name]] = value.isoformat() if isinstance(value, date) else value
        found_by = search_name(facts.get("last_name"), facts.get("first_name"))
        return (record.prison_number, found_by, record.known_since.isoformat(), *values)

    def person(self, row: SqlRow) -> PersonRow:
        """A row of `select` back again."""
        number, known_since, restricted, *values = row
        facts: dict[str, FactValue] = {
            name: reader(value)
            for (name, reader), value in zip(self._readers, values, strict=True)
            if value is not None
        }
        return PersonRow(number, facts, date.fromisoformat(known_since), bool(restricted))


def _reader(fact: Fact) -> Callable[[str], FactValue]:
    readers: dict[str, Callable[[str], FactValue]] = {
        "date": date.fromisoformat,
        "yes_no": bool,
        "whole_number": int,
    }
    return readers.get(fact.kind, str)


def fold_names_again(connection: Database) -> None:
    """Make `Ł` in a name found by `L`, where an earlier version left it as it was."""
    rows = connection.all("SELECT prison_number, last_name, first_name, search_name FROM people")
    again = [
        (search_name(last, first), number)
        for number, last, first, name in rows
        if name and not name.isascii()
    ]
    connection.execute_many("UPDATE people SET search_name = ? WHERE prison_number = ?", again)


def search_name(last_name: object, first_name: object) -> str | None:
    """`oneill, aine` for Áine O’NEILL: what a name typed in a hurry is looked for in."""
    if last_name is None and first_name is None:
        return None
    return f"{fold(str(last_name or ''))}, {fold(str(first_name or ''))}"
