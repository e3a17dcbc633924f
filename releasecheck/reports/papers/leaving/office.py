"""What the office knows for the sheet besides the record: numbers, addresses, and the sheet given before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import Facts
from releasecheck.people.days import parse_date
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.fact import BadValue
from releasecheck.people.office.directory import Directory
from releasecheck.reports.person.countdown import Countdown

GIVEN = "sheet_given"
"""The kind of note that keeps the day somebody was given their sheet."""
NAMED = "release"
"""The field of that note with the day of release that the sheet named."""


class Phone(NamedTuple):
    """A number, and whose it is where the office's directory says so."""

    number: str
    of: str = ""


class Given(NamedTuple):
    """The last sheet that somebody was given."""

    on: date
    release: date | None
    """The day of release that it named."""


class Office(NamedTuple):
    """What the office knows besides the record."""

    phones: Mapping[str, Phone]
    addresses: Mapping[str, str]
    """Where places are, by how they were written down."""
    begun: Collection[tuple[str, str]]
    """The outcomes, each with its item, that say that somebody is at work on it."""


#: The number on the sheet that a kind of entry of the office's directory answers.
_DIRECTORY_PHONES = {"council": "housing", "pdu": "probation"}


def directory_phones(facts: Facts, referred_to: str | None, directory: Directory) -> dict[str, Phone]:
    """The numbers of the person's own council and PDU, which go before the office's, with whose they are.

    `referred_to`: the council that a duty to refer which counts went to.
    """
    found = directory.for_person(facts, {"council": referred_to})
    return {
        phone: Phone(number, found[kind].name)
        for kind, phone in _DIRECTORY_PHONES.items()
        if kind in found and (number := found[kind].telephone)
    }


#: The kinds of entry of the directory that a place written down in such a field can name.
_DIRECTORY_PLACES = {"place": "pdu", "jobcentre": "jobcentre", "provider": "treatment"}


def directory_addresses(report: Countdown, directory: Directory) -> dict[str, str]:
    """The addresses of the places that were written down, where the office's directory has them."""
    written = {
        (kind, name)
        for line in report.tasks
        for field, kind in _DIRECTORY_PLACES.items()
        if (name := line.evidence.get(field))
    }
    area = report.facts.get("home_region")
    return {
        name: entry.address
        for kind, name in written
        if (entry := directory.named(kind, name, area)) is not None and entry.address
    }


def last_given(entries: Sequence[HistoryEntry]) -> Given | None:
    """The last sheet that somebody was given; None where that was never written down."""
    notes = (note for entry in entries if entry.voided_by is None for note in entry.notes)
    given = [note for note in notes if note.kind == GIVEN]
    if not given:
        return None
    last = max(given, key=lambda note: note.on)
    try:
        named = parse_date(last.fields.get(NAMED, ""), "coming")
    except BadValue:
        named = None
    return Given(last.on, named)
