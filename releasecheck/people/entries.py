"""What one entry of the history holds: everything one command recorded about one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from releasecheck.core.domain import FactValue, HandedBack
from releasecheck.core.named import NamedTuple

ELSEWHERE = "elsewhere"
"""The kind of note that keeps one entry of another office, which is read back as an entry."""
BROUGHT_IN = "brought_in"
"""The kind of note that says that another office's record was taken in, and who signed it off."""
CHECKED = "checked"
"""The kind of note that settles a doubt: its fields are the `code`, and what it was `about`."""


HANDED_BACK = "handed_back"
"""The kind of note that says that whoever had a task has handed it back."""


class ToldFact(NamedTuple):
    """A fact as one entry recorded it; None where it recorded that it is not known."""

    fact: str
    value: FactValue | None
    told_on: date
    source: str | None


class RecordedFact(NamedTuple):
    """A fact as it was told of somebody, with the entry that recorded it."""

    prison_number: str
    fact: str
    value: FactValue | None
    told_on: date
    source: str | None
    by: str
    at: datetime
    entry: int


class ToldOutcome(NamedTuple):
    """An outcome as one entry recorded it."""

    item: str
    outcome: str
    on: date
    reason: str | None
    evidence: Mapping[str, str]


class ToldRelease(NamedTuple):
    """A release date as one entry recorded it."""

    day: date
    type: str | None
    confirmed: bool
    told_on: date
    source: str | None


class ToldOwner(NamedTuple):
    """An owner as one entry recorded it; None went back to the usual one."""

    item: str
    role: str | None


class ToldNote(NamedTuple):
    """A note as one entry recorded it."""

    kind: str
    on: date
    text: str
    item: str | None
    fields: Mapping[str, str]


class HistoryEntry(NamedTuple):
    """What one command recorded about one person, and whether it has been undone."""

    entry: int
    at: datetime
    by: str
    command: str
    day: date
    reason: str | None
    facts: tuple[ToldFact, ...]
    outcomes: tuple[ToldOutcome, ...]
    releases: tuple[ToldRelease, ...]
    owners: tuple[ToldOwner, ...]
    notes: tuple[ToldNote, ...]
    voided_by: int | None
    """The entry that undid this one."""
    void_reason: str | None
    voided_at: datetime | None
    voided_by_whom: str | None
    typed_order: bool = False
    """Made when the order of recording alone decided what stands, whatever day it was told."""
    origin: str = ""
    """The record that it was made in; empty where nobody wrote that down."""
    place: int = 0
    """Its place among the entries of that record."""


#: Evidence fields that name a service something was sent to, the first found being said.
_AGENCIES = ("authority", "provider", "practice", "force", "bank", "prison_asked", "agency")
#: The same, where a colleague may be named.
_WHOM = (*_AGENCIES, "sent_to", "asked_of")


def agency(evidence: Mapping[str, str]) -> str | None:
    """The service something was sent to; None where none is written down, or a colleague is named."""
    return next((evidence[field] for field in _AGENCIES if field in evidence), None)


def whom(evidence: Mapping[str, str]) -> str | None:
    """Whom something was sent to, as its evidence names them; None where nobody wrote it down."""
    return next((evidence[field] for field in _WHOM if field in evidence), None)


@dataclass(frozen=True, slots=True)
class Note:
    """Something written down that is neither a fact nor an outcome: a contact, a request, a remark."""

    kind: str
    on: date
    text: str
    item: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def handed_back_note(item: str, handed: HandedBack, code: str, held: str) -> Note:
    """What is kept of a task handed back; `held`: who had it, and has it until somebody takes it."""
    fields = {"code": code, "held": held, "other": handed.other, "by": handed.by}
    return Note(HANDED_BACK, handed.on, handed.reason, item, fields)


def handed_back_of(on: date, text: str, fields: Mapping[str, str]) -> HandedBack:
    """The same back again."""
    return HandedBack(on, fields["by"], text, fields["other"])
