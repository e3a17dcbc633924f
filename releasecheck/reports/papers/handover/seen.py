"""Who saw the person last, whose case it was, and what was written down of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import PersonRecord
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.office.staff import StaffNames
from releasecheck.planning.contacts import WAYS, Contact, contact_words, last_contact
from releasecheck.policy.catalogue import Item


class Met(NamedTuple):
    """The last time somebody of a role saw or spoke to the person."""

    role: str
    on: date
    how: str
    """face to face, by video, by telephone; empty where nobody wrote it down."""


class Noted(NamedTuple):
    """Something written down: a remark, or what was said of a contact."""

    on: date
    words: str


class ComChange(NamedTuple):
    """Who became the COM, recorded when and by whom."""

    name: str
    on: date
    by: str


#: How somebody was met, as it is said.
_HOW = {"face_to_face": "face to face", "video": "by video", "phone": "by telephone"}


def com_last_met(
    met: Sequence[Contact], record: PersonRecord, changes: Sequence[ComChange], staff: StaffNames
) -> Met | None:
    """The last contact with the COM of now: noted by name, or recorded since they were named."""
    if "com" not in record.facts or not changes:
        return None
    known = last_contact(met, "COM", str(record.facts["com"]), staff)
    found = [Met("COM", known.on, _HOW[WAYS[known.how]])] if known else []
    found += _recorded_contacts(record, "COM", "first_contact", "contact_kind", changes[-1].on)
    return max(found, key=lambda each: each.on, default=None)


def pom_last_met(met: Sequence[Contact], record: PersonRecord) -> Met | None:
    """The last contact with a POM, whoever that was."""
    known = last_contact(met, "POM")
    found = [Met("POM", known.on, _HOW[WAYS[known.how]])] if known else []
    found += _recorded_contacts(record, "POM", "pom_contact", "seen_how", date.min)
    return max(found, key=lambda each: each.on, default=None)


def _recorded_contacts(record: PersonRecord, role: str, item: str, field: str, first: date) -> Iterator[Met]:
    for outcome in record.outcomes:
        if (outcome.item, outcome.outcome) == (item, "done") and outcome.on >= first:
            yield Met(role, outcome.on, _HOW.get(outcome.evidence.get(field, ""), ""))


def noted(entries: Iterable[HistoryEntry], items: Mapping[str, Item]) -> Iterator[Noted]:
    """What was written down in words, latest first: remarks, and contacts."""
    found = []
    for entry in entries:
        for note in entry.notes if entry.voided_by is None else ():
            item = items.get(note.item) if note.item is not None else None
            about = f"{item.title}: " if item is not None else ""
            if note.kind == "note":
                found.append(Noted(note.on, f"{about}{note.text}"))
            elif note.kind == "contact":
                fields = note.fields
                met = contact_words(fields["by"], fields["how"], fields.get("name"))
                found.append(Noted(note.on, f"{met}: {note.text}" if note.text else met))
    yield from sorted(found, key=lambda each: each.on, reverse=True)


def com_changes(entries: Iterable[HistoryEntry], staff: StaffNames) -> Iterator[ComChange]:
    """Each COM that somebody had, the first among them, as they were recorded."""
    before = None
    for entry in entries:
        for fact in entry.facts if entry.voided_by is None else ():
            if fact.fact == "com" and fact.value is not None and not staff.are_one(fact.value, before):
                before = fact.value
                yield ComChange(str(fact.value), fact.told_on, entry.by)
