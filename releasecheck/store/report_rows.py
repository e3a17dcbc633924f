"""What a record gives back for reports and history; a command that shows one person needs none of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from releasecheck.core.domain import NOTHING, Doubt, FactValue, TurnedRelease
from releasecheck.core.named import NamedTuple
from releasecheck.store.rows import EVERYONE, Filters


class MissingTask(NamedTuple):
    """One thing missing on a day, as the record writes it: days as ISO dates, lists as JSON.

    A country has half a million of these with few different days and lists; whoever shows them reads each
    once.
    """

    item: str
    state: str
    due_on: str | None
    outcome_on: str | None
    missing_facts: str
    gaps: str
    needs: str
    owner: str
    owner_name: str | None
    outcome: str | None
    outcome_next: str | None
    evidence: str | None
    """Of what is waited for."""
    misfit: str | None
    closes_on: str | None
    contested_with: str | None
    contested_name: str | None


class MissingPerson(NamedTuple):
    """Somebody for whom anything is missing on a day, and what."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    prison: str | None
    com: str | None
    pom: str | None
    rosh: str | None
    release_on: date | None
    earliest_on: date | None
    """The earliest possible day, from the day of the report on."""
    stopped: TurnedRelease | None
    """What stands in the way of the release."""
    tasks: tuple[MissingTask, ...]
    """The worst first."""


class NeedsAsked(NamedTuple):
    """Whose needs a list is about, and what of it whoever asks is shown."""

    until: date
    """What is merely to do counts only if due by then."""
    filters: Filters = EVERYONE
    hidden: tuple[str, ...] = ()
    """Items that are shown only to the role whose task they are."""
    role: str = ""
    """The role of whoever asks, where any are hidden."""
    unsaid: frozenset[str] = frozenset()
    """Facts that are not asked about."""
    mine: tuple[str, ...] = ()
    """The role and every spelling of the name of whoever asks, where their tasks are told from others'."""
    only_theirs: bool = False
    """Only people for whom whoever asks has something to do."""


class Counted(NamedTuple):
    """How much is missing: tasks, or people for whom something is, by state and by role."""

    by_owner: Mapping[str, int]
    """The busiest first."""
    by_state: Mapping[str, int] = NOTHING
    questions: int = 0
    """Facts to ask for, each once for every person of whom it is not known."""
    of_mine: int = 0
    """People for whom whoever asks has something to do."""
    people: frozenset[str] = frozenset()
    """For whom anything is missing, by prison number."""


class ListAsked(NamedTuple):
    """Whom a list of people by release date has."""

    filters: Filters = EVERYONE
    leaving_by: date | None = None
    """Leaves out later releases, and people without a date."""
    which: Literal["here", "gone", "both"] = "here"
    """Those who are here, or those who have left."""
    to_check: bool = False
    """Only those of whom something must be settled first; their tasks are not counted."""
    without: frozenset[str] = frozenset()
    """Prison numbers of whom it is told elsewhere."""
    days: tuple[date, date] | None = None
    """Only who left or leaves on these days, and whoever may: without a day, past it, or listed elsewhere."""


class AskedFact(NamedTuple):
    """A fact for want of which nobody can say whether tasks apply."""

    fact: str
    people: int
    tasks: int


class MissingCount(NamedTuple):
    """How many tasks of one prison and owner are in one of the missing states."""

    prison: str | None
    owner: str
    state: str
    tasks: int


class Sent(NamedTuple):
    """Something sent whose answer is still to come."""

    prison_number: str
    item: str
    on: date
    evidence: Mapping[str, str]


class Gap(NamedTuple):
    """A recorded outcome that lacks evidence it asks for."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    item: str
    owner: str
    outcome: str
    on: date
    fields: tuple[str, ...]
    evidence: Mapping[str, str]
    """What was written down, and whether the day is known."""


class PersonCounts(NamedTuple):
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
    stopped: TurnedRelease | None = None
    """What stands in the way of the release."""
    check: str | None = None
    """What a list said of where they are that nobody has settled."""
    earliest_on: date | None = None
    """The earliest possible day, from the day of the report on."""
    lacks_recall: bool = False
    """The release is the date of a recall that nobody has recorded."""
    rosh: str | None = None
    same_crn: tuple[str, ...] = ()
    """Who else has this CRN, by prison number."""
    alarms: tuple[Doubt, ...] = ()
    """What somebody must be alarmed by, and has not said that it is dealt with."""


class StandingFact(NamedTuple):
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
    voided_by: int | None = None
    """The entry that undid this one."""


class LeftBehind(NamedTuple):
    """An entry that stands in a record and not in the backup that takes its place."""

    entry: int
    at: str
    """As the record writes it: 2026-11-23T14:05:00Z."""
    by: str
    command: str


class Run(NamedTuple):
    """One nightly run and what it found."""

    id: int
    at: datetime
    kind: str
    summary: Mapping[str, object]


class SchemaPart(NamedTuple):
    """A table or a view of the record."""

    name: str
    sql: str
    columns: tuple[tuple[str, str], ...]
    """Each with what stands in it, in words; without any for a table's."""
    about: str
    """What it is; empty for what this version does not know."""
    promised: bool
    """Whether other programs may rely on it: a view."""
    place: int
    """Where it stands among those described; they come in the order in which they were made."""
