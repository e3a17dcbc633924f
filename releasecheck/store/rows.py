"""What a record gives back: plain named tuples, with days as dates and lists as tuples.

Where a name is also a field of `Task` it means the same, so that what reads a task can read a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import NamedTuple

from releasecheck.domain import Facts, FactValue, HardNeed, Plan
from releasecheck.told import HistoryEntry as HistoryEntry
from releasecheck.told import ToldFact as ToldFact
from releasecheck.told import ToldNote as ToldNote
from releasecheck.told import ToldOutcome as ToldOutcome
from releasecheck.told import ToldOwner as ToldOwner
from releasecheck.told import ToldRelease as ToldRelease


class Fingerprints(NamedTuple):
    """Which catalogue and which calendar a plan was made from."""

    catalogue: str
    calendar: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Whose tasks, and which: several values of one kind mean any of them, an empty tuple means all."""

    number: tuple[str, ...] = ()
    prison: tuple[str, ...] = ()
    pom: tuple[str, ...] = ()
    """Names, whatever their case."""
    com: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    pathway: tuple[str, ...] = ()
    state: tuple[str, ...] = ()

    def asked(self) -> dict[str, tuple[str, ...]]:
        """Only those that narrow anything."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in values if value}


EVERYONE = Filters()


class PersonRow(NamedTuple):
    """One person's facts as they stand."""

    prison_number: str
    facts: Facts
    known_since: date
    restricted: bool
    """Their data may be kept but not used (Data Protection Act 2018 s62 and s47): left out of reports."""


class FoundPerson(NamedTuple):
    """One of the people that a number or a name fits."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    prison: str | None


class SavedPlan(NamedTuple):
    """A plan as it was saved, whose it is, and what it was made from."""

    person: PersonRow
    plan: Plan
    fingerprints: Fingerprints


class MissingRow(NamedTuple):
    """One thing missing for one person on a day."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    prison: str | None
    item: str
    title: str | None
    """None for an item that the saved catalogue no longer has."""
    action: str | None
    pathway: str | None
    owner: str
    owner_name: str | None
    state: str
    due_on: date | None
    opens_on: date | None
    chase_on: date | None
    outcome: str | None
    outcome_on: date | None
    outcome_next: str | None
    missing_facts: tuple[str, ...]
    needs: tuple[HardNeed, ...]
    release_on: date | None
    public_protection: bool


class MissingCount(NamedTuple):
    """How many tasks of one prison and owner are in one of the missing states."""

    prison: str | None
    owner: str
    state: str
    tasks: int


class CaseloadRow(NamedTuple):
    """One person in the list of people by release date."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    prison: str | None
    pom: str | None
    com: str | None
    release_on: date | None
    release_type: str | None
    confirmed: bool
    released_on: date | None
    responsible: str | None
    counts: Mapping[str, int]
    """Tasks in each of the missing states, and waiting; a state with none is absent."""


class Provenance(NamedTuple):
    """The value of a fact that stands, and where it came from."""

    fact: str
    value: FactValue | None
    told_on: date
    source: str | None
    by: str
    at: datetime
    entry: int


class Entry(NamedTuple):
    """One command that wrote."""

    entry: int
    at: datetime
    by: str
    command: str
    day: date
    reason: str | None
    people: tuple[str, ...]


class ClosedDayRow(NamedTuple):
    """A day that the office closed, or a bank holiday it imported."""

    date: date
    title: str
    kind: str
    """`office` or `bank_holiday`."""


class ItemRow(NamedTuple):
    """What reports say of a catalogue item, as it was saved with the plans."""

    id: str
    code: str | None
    title: str
    pathway: str
    owner: str
    action: str
    local_parts: tuple[str, ...]
    """Which of its dates rest on a number that no source confirms."""
    confidence: str
    outcome_record: bool
    public_protection: bool
    after_release: bool
    outcomes: Mapping[str, str]
    """Names of its outcomes, each in words."""
    first_mark: str | None
    answer_mark: str | None


class LogRow(NamedTuple):
    """One line of the log of processing, chained to the one before."""

    id: int
    at: str
    by: str
    command: str
    kind: str
    people: tuple[str, ...]
    reason: str | None
    recipient: str | None
    previous_hash: str
    hash: str


class LogFilters(NamedTuple):
    """Which lines of the log; what is None narrows nothing."""

    person: str | None = None
    kind: str | None = None
    by: str | None = None
    """A name or a part of it, whatever its case."""
    since: str | None = None
    """From this moment, as the log writes it: ISO 8601, UTC."""
    before: str | None = None
    """Until just before this moment."""


EVERY_LINE = LogFilters()


class Run(NamedTuple):
    """One nightly run and what it found."""

    at: datetime
    kind: str
    summary: Mapping[str, object]
