"""Files of people from cells that are there already, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from releasecheck.core.domain import FactValue
from releasecheck.exchange.reading.files.table import SourceTable
from releasecheck.exchange.reading.lists.people import read_people
from releasecheck.exchange.reading.lists.people_file import PeopleFile

FEBRUARY = date(2027, 2, 5)


def rows_table(rows: Sequence[Sequence[str]], name: str) -> SourceTable:
    """A table from rows that are there already, numbered from 1."""
    return SourceTable(name, lambda: ((number, tuple(row)) for number, row in enumerate(rows, start=1)))


def rows(cells: Sequence[Sequence[str]], name: str) -> PeopleFile:
    """People from cells that are there already."""
    return read_people(rows_table(cells, name))


def told(file: PeopleFile) -> dict[str, dict[str, FactValue | None]]:
    """Prison number -> what the file says; not that nothing stands instead of a day that was read."""
    return {
        row.prison_number: {
            name: value for name, value in row.facts.items() if (name, value) != ("release_day_words", None)
        }
        for row in file.rows
    }
