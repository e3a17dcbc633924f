"""Who works here, and what is in whose name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from releasecheck.store.queries.filters import HERE_SQL
from releasecheck.store.rows import HeldRow, StaffRow
from releasecheck.store.tables.columns import day_from, insert_into
from releasecheck.store.tables.latest import by_clock
from releasecheck.store.tables.reading import STANDS

if TYPE_CHECKING:
    from releasecheck.store.database import Database

NAMED_FACTS = ("pom", "com", "co_pom")
"""Facts of a person that are somebody's name."""


def staff_rows(connection: Database) -> list[StaffRow]:
    """What stands of each name and role, by name and role, without the undone."""
    rows = connection.all(
        "SELECT s.name, s.role, s.prison, s.left_on FROM staff AS s JOIN entries AS e ON e.id = s.entry "
        f"WHERE s.{STANDS} ORDER BY {by_clock()}, s.id"
    )
    last = {(name, role): StaffRow(name, role, prison, day_from(left)) for name, role, prison, left in rows}
    return sorted(last.values(), key=lambda row: (row.name.casefold(), row.role))


def tell(connection: Database, entry: int, rows: Iterable[StaffRow]) -> None:
    """Add what is told of staff."""
    connection.execute_many(
        insert_into("staff", "entry, name, role, prison, left_on"),
        [
            (entry, row.name, row.role, row.prison, row.left_on.isoformat() if row.left_on else None)
            for row in rows
        ],
    )


def held(connection: Database, facts: Iterable[str]) -> list[HeldRow]:
    """What is in somebody's name: as one of these facts of a person, or as a task or a role of theirs."""
    here = f"{HERE_SQL.format('p.')} AND p.restricted = 0"
    found = [
        HeldRow(number, fact, name)
        for fact in facts
        for number, name in connection.all(
            f"SELECT p.prison_number, p.{fact} FROM people AS p WHERE p.{fact} IS NOT NULL AND {here}"
        )
    ]
    rows = connection.all(
        "SELECT o.prison_number, o.item, o.role FROM owners AS o JOIN people AS p USING (prison_number) "
        f"JOIN entries AS e ON e.id = o.entry WHERE o.{STANDS} AND {here} ORDER BY {by_clock()}, o.id"
    )
    last = {(number, what): owner for number, what, owner in rows}
    found += [
        HeldRow(number, what, owner.partition(" ")[2], owner.partition(" ")[0])
        for (number, what), owner in last.items()
        if owner is not None and " " in owner
    ]
    return sorted(found, key=lambda row: row[:2])
