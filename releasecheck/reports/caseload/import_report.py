"""What an import could not read, cell by cell: looked at later, and worked off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.words import count, day_in_words
from releasecheck.formats.tables import TableColumn, Tables, table


class NotRead(NamedTuple):
    """One cell, or one row, that was not read."""

    prison_number: str
    place: str
    heading: str
    words: str | None
    why: str

    def tells_of(self, numbers: Collection[str]) -> bool:
        """Whether it is about one of these people, or has the number of one in it."""
        return self.prison_number in numbers or any(number in (self.words or "") for number in numbers)


class ToldByImport(NamedTuple):
    """One fact that it recorded."""

    prison_number: str
    fact: str
    value: str | None


def import_report(
    entry: int,
    what: str,
    day: date,
    people: int,
    cells: Sequence[NotRead],
    told: Sequence[ToldByImport],
    today: date,
    notes: Sequence[str] = (),
) -> Tables:
    """The import that made an entry: everything in its file that could not be read, and what it recorded.

    `notes`: what is not shown of it. `people`: how many it recorded anything of. What it recorded is for
    programs: it is as long as the list.
    """
    recorded: tuple[TableColumn[ToldByImport], ...] = (
        TableColumn("prison_number", "Number", lambda one: one.prison_number),
        TableColumn("fact", "Fact", lambda one: one.fact),
        TableColumn("value", "Value", lambda one: one.value),
    )
    columns: tuple[TableColumn[NotRead], ...] = (
        TableColumn("prison_number", "Number", lambda cell: cell.prison_number),
        TableColumn("place", "Where", lambda cell: cell.place),
        TableColumn("heading", "Column", lambda cell: cell.heading),
        TableColumn("words", "Says", lambda cell: "(not repeated)" if cell.words is None else cell.words),
        TableColumn("why", "Not read because", lambda cell: cell.why),
    )
    whom = count(people, "person", "people")
    return Tables(
        kind="import",
        title=f"Entry {entry}: {what}, {day_in_words(day)}, {whom}",
        as_of=today,
        tables=(
            table("not_read", f"Not read: {count(len(cells), 'cell')}", columns, cells),
            table("recorded", "Recorded", recorded, told, data_only=True),
        ),
        notes=(
            *(() if cells or notes else ("Every row and every cell was read.",)),
            f"It recorded {count(len(told), 'fact')}: each of them with --format csv",
            *notes,
        ),
        numbers=frozenset(cell.prison_number for cell in cells if cell.prison_number).union(
            one.prison_number for one in told
        ),
    )
