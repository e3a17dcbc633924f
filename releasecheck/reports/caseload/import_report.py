"""What an import could not read, cell by cell: looked at later, and worked off."""

from __future__ import annotations

from collections.abc import Sequence
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


def import_report(
    entry: int, what: str, day: date, people: int, cells: Sequence[NotRead], today: date
) -> Tables:
    """The import that made an entry, and everything in its file that could not be read.

    `people`: how many it recorded anything of.
    """
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
        tables=(table("not_read", f"Not read: {count(len(cells), 'cell')}", columns, cells),),
        notes=() if cells else ("Every row and every cell was read.",),
        numbers=frozenset(cell.prison_number for cell in cells if cell.prison_number),
    )
