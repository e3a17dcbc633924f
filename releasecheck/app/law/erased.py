"""Who was erased, and is not taken in again by a file: a bundle of them, or a row of a list."""

from __future__ import annotations

from dataclasses import replace

from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.lists.people_file import PeopleFile, RowError


def refuse_erased(app: App, number: str) -> None:
    """Raises ReleasecheckError for somebody erased who is not recorded again."""
    if app.store.person(number) is None:
        for row in app.store.erased((number,)):
            raise ReleasecheckError(row.words)


def without_erased(app: App, people: PeopleFile) -> PeopleFile:
    """The list without the rows of people who were erased: they are refused, each with what to type."""
    named = {row.prison_number for row in people.rows}
    erased = {row.prison_number: row for row in app.store.erased() if row.prison_number in named}
    here = {row.prison_number for row in app.store.people_rows(erased)} if erased else set()
    gone = {number: row for number, row in erased.items() if number not in here}
    if not gone:
        return people
    refused = tuple(
        RowError(people.name, row.row, "prison_number", None, gone[row.prison_number].words)
        for row in people.rows
        if row.prison_number in gone
    )
    kept = tuple(row for row in people.rows if row.prison_number not in gone)
    unread = tuple(cell for cell in people.unread if cell.prison_number not in gone)
    return replace(people, rows=kept, errors=(*people.errors, *refused), unread=unread)
