"""What a record gives back: plain named tuples, with days as dates and lists as tuples.

Where a name is also a field of `Task` it means the same, so that what reads a task can read a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from releasecheck.core.domain import Facts, Plan
from releasecheck.core.named import NamedTuple


class Fingerprints(NamedTuple):
    """Which catalogue and which calendar a plan was made from."""

    catalogue: str
    calendar: str


class PlannedBy(NamedTuple):
    """What everybody's plans are made from, and those of people where a prison has a layer of its own."""

    house: Fingerprints
    layers: Mapping[str, str] = MappingProxyType({})
    """By prison code, the mark of its layer."""

    def at(self, prison: object) -> Fingerprints:
        """What the plan is made from of somebody who is in a prison, or in none."""
        if not self.layers or prison is None:
            return self.house
        from releasecheck.people.prisons import prison_of  # few records have a layer

        layer = self.layers.get(prison_of(str(prison)))
        if layer is None:
            return self.house
        return Fingerprints(f"{self.house.catalogue}+{layer}", self.house.calendar)

    def catalogues(self) -> list[str]:
        """All the marks that a plan may have which holds."""
        return sorted({self.house.catalogue, *(self.at(prison).catalogue for prison in self.layers)})


class Filters(NamedTuple):
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
    wing: tuple[str, ...] = ()
    """What a cell's name begins with, in capitals."""
    rosh: tuple[str, ...] = ()
    """Levels of risk of serious harm; `not_known` for none recorded."""
    leaving_by: tuple[date, ...] = ()
    """A day: only people still here who leave by it."""
    mine: tuple[str, ...] = ()
    """A role, then the spellings of a name: the tasks of whoever asks."""

    def asked(self) -> dict[str, tuple[str | date, ...]]:
        """Only those that narrow anything."""
        return {name: value for name, value in self._asdict().items() if value}


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


class SearchedPerson(NamedTuple):
    """One of the people whom a search brought up, with what it may have been found by."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    prison: str | None
    cell: str | None
    pom: str | None
    com: str | None
    release_on: date | None
    released_on: date | None


class SavedPlan(NamedTuple):
    """A plan as it was saved, whose it is, and what it was made from."""

    person: PersonRow
    plan: Plan
    fingerprints: Fingerprints


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
    short: str
    """The title for narrow places; the whole one until the items are saved again by a program that has it."""
    sensitive: bool = False
    """It is not shown to roles without need, and never mailed or printed."""
    unsaid: tuple[str, ...] = ()
    """Reasons of it that say something sensitive."""


class StaffRow(NamedTuple):
    """Somebody who works here in a role, or has left it."""

    name: str
    role: str
    prison: str | None
    """Their prison's code; None: wherever."""
    left_on: date | None = None


class HeldRow(NamedTuple):
    """Something of a person that is in the name of a member of staff."""

    prison_number: str
    what: str
    """A fact (`pom`, `com`, `co_pom`), an item, or a role: all of its tasks."""
    name: str
    role: str | None = None
    """In which role; None for a fact."""


class UnreadRow(NamedTuple):
    """A cell, or a whole row, of a list that an import could not read."""

    prison_number: str
    """Whose it is; empty for a row that has no prison number."""
    place: str
    """Where it stood: row 12."""
    heading: str
    words: str | None
    """What stood there; None where it is not repeated."""
    why: str


class EntrySaid(NamedTuple):
    """What an entry says of itself before it has its place."""

    at: str
    by: str
    command: str
    day: str
    reason: str | None
    login: str


class NewLine(NamedTuple):
    """A line of the log that has no number yet."""

    at: str
    by: str
    command: str
    kind: str
    people: Sequence[str]
    reason: str | None
    recipient: str | None
    login: str | None
    written_at: str | None = None
    """When it was written, where that was later."""


class LogRow(NamedTuple):
    """One line of the log of processing, chained to the one before."""

    id: int
    at: str
    by: str
    command: str
    kind: str
    people: Sequence[str]
    """Of a line over many they are read when they are asked for."""
    reason: str | None
    recipient: str | None
    previous_hash: str
    hash: str
    origin: str | None = None
    """The id of the record it was written in; None for a line of an older version."""
    login: str | None = None
    """The name that the machine knew the user by."""
    written_at: str | None = None
    """When it was written, where the record could not take it at the time."""
    unfinished: bool = False
    """Whether it is a disclosure that was begun and not seen to end; no part of what is hashed."""


class Look(NamedTuple):
    """A look at people's data, or with a recipient a giving out of it, to be logged."""

    by: str
    at: datetime
    command: str
    people: Sequence[str]
    reason: str | None = None
    recipient: str | None = None

    @property
    def kind(self) -> Literal["consultation", "disclosure"]:
        """What the law calls it."""
        return "consultation" if self.recipient is None else "disclosure"


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
