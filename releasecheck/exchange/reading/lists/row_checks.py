"""What a row of a list may not say, and what it leaves to be said for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from releasecheck.exchange.reading.lists.people_file import PeopleFile, ReadRow, UnreadCell
from releasecheck.people.fact_checks import not_yet


def of_the_past(file: PeopleFile, today: date) -> tuple[dict[str, ReadRow], list[UnreadCell]]:
    """The rows by number, without days on which something is to have happened that have not come yet."""
    rows: dict[str, ReadRow] = {}
    unread: list[UnreadCell] = []
    for row in file.rows:
        if wrong := dict(not_yet(row.facts, today)):
            facts = {name: value for name, value in row.facts.items() if name not in wrong}
            unread += [
                UnreadCell(row.row, row.prison_number, heading_of(file, name), None, why)
                for name, why in wrong.items()
            ]
            row = replace(row, facts=facts)
        rows[row.prison_number] = row
    return rows, unread


def held_in(row: ReadRow, prison: str) -> ReadRow:
    """The row with a prison, where the list says nothing of one."""
    if "prison" in row.facts or row.listed.place:
        return row
    return replace(row, facts={**row.facts, "prison": prison})


def heading_of(file: PeopleFile, fact: str) -> str:
    """The heading under which a fact stands."""
    return next((heading for heading, sets in file.headings.items() if fact in sets), fact)
