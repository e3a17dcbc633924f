"""What one command would change about one person, and the record and plan that follow from it.

Pure: nothing is written here. The store writes what `decide` returns, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from releasecheck.core.domain import (
    PRISON_ROLES,
    Facts,
    FactValue,
    HandedBack,
    PersonRecord,
    Plan,
    PrisonMove,
    RecordedOutcome,
    Telling,
    split_owner,
)
from releasecheck.core.named import NamedTuple
from releasecheck.people.entries import CHECKED, HANDED_BACK, Note, handed_back_of
from releasecheck.people.prisons import same_prison
from releasecheck.people.sentence_dates import RELEASE_DATES, RELEASE_FACTS, UNTYPED_FACT, on_recall
from releasecheck.people.standing import Older, ToldOf
from releasecheck.planning.person import Person, once_told
from releasecheck.planning.planner import Planner
from releasecheck.planning.schedule import TOLD_ANCHORS
from releasecheck.policy.earliest_day import READS


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Everything one command records about one person."""

    prison_number: str
    facts: Mapping[str, FactValue | None] = field(default_factory=dict)
    """New values; None records that the fact is not known."""
    outcomes: tuple[RecordedOutcome, ...] = ()
    owners: Mapping[str, str | None] = field(default_factory=dict)
    """Item, or role for all of its items, to owner as `split_owner` reads it; None: as usual again."""
    notes: tuple[Note, ...] = ()
    told_on: date | None = None
    """The day a new date was told, when that is not the day it is recorded."""
    source: str | None = None
    """Who or what said so."""
    known_since: date | None = None
    """For somebody new here whom another record knew already: since when."""
    tellings: tuple[Telling, ...] = ()
    """For somebody new here: the release dates that another record was told, oldest first."""
    by_day: bool = False
    """Whether it has a day of its own, as a list has, so that what was told later stands; any other change is
    told now, whatever day it is about."""
    older: Mapping[str, Older] = field(default_factory=dict)
    """What was told before what stands: recorded, and changes nothing."""
    told: Mapping[str, date] = field(default_factory=dict)
    """The day that a fact counts as told, where that is not `told_on`."""

    def __bool__(self) -> bool:
        return bool(
            (self.facts or self.older or self.outcomes or self.owners)
            or (self.notes or self.known_since or self.tellings)
        )

    def recorded(self) -> Iterator[tuple[str, FactValue | None]]:
        """Every fact that goes into the history with its value, whether it stands or not."""
        yield from self.facts.items()
        for name, one in self.older.items():
            yield name, one.value


class Decided(NamedTuple):
    """One person's record and plan as they would be after a change."""

    change: PersonChange
    before: PersonRecord | None
    record: PersonRecord
    telling: Telling | None
    """A new date told, if the change moved what we count to."""
    plan: Plan


def without_repeats(
    record: PersonRecord | None, change: PersonChange, told: ToldOf, today: date
) -> PersonChange:
    """The change less what is already so: recording the same thing twice records nothing new.

    `told`: what was told of them on the day of the change or later. Of a change by day, what was told before
    what stands is set apart; any other counts as told no earlier than what it replaces.
    """
    if record is None:
        known = {name: value for name, value in change.facts.items() if value is not None}
        return replace(change, facts=known)
    facts: dict[str, FactValue | None] = {}
    older: dict[str, Older] = {}
    days: dict[str, date] = dict(change.told)
    for name, value in {**change.facts, **_settled(record.facts, change.facts)}.items():
        before, day = told.get(name), change.told.get(name, change.told_on or today)
        if before is not None and before.on > day:
            if not change.by_day and record.facts.get(name) != value:
                facts[name], days[name] = value, before.on
            elif change.by_day and (value, day) not in before.said:
                older[name] = Older(value, before.value, before.on)
        elif record.facts.get(name) != value or (change.by_day and (before is None or before.on < day)):
            # The same value told again on a later day counts from that day.
            facts[name] = value
    owners = {
        item: role
        for item, role in change.owners.items()
        if record.owners.get(item) != role or item in record.handed_back
    }
    return replace(change, facts=facts, older=older, told=days, owners=owners, known_since=None, tellings=())


def _settled(known: Facts, told: Mapping[str, FactValue | None]) -> dict[str, None]:
    """What a release date that is told leaves nothing to ask about, and is forgotten with it.

    A date of no known type has one once the same day is told with its type; what a list said instead of a
    day is settled by any day.
    """
    settled: dict[str, None] = {}
    typed = [told.get(name) for names in RELEASE_FACTS.values() for name in names]
    day = known.get(UNTYPED_FACT)
    if day is not None and UNTYPED_FACT not in told and day in typed:
        settled[UNTYPED_FACT] = None
    days = (told.get(name) for name in (*RELEASE_DATES, "released_on"))
    if "release_day_words" in known and "release_day_words" not in told and any(days):
        settled["release_day_words"] = None
    return settled


def decide(record: PersonRecord | None, change: PersonChange, planner: Planner, today: date) -> Decided:
    """The record and plan that this change makes."""
    facts = dict(record.facts) if record else {}
    for name, value in change.facts.items():
        if value is None:
            facts.pop(name, None)
        else:
            facts[name] = value
    change = _left_behind(record, change)
    owners = dict(record.owners) if record else {}
    for item, role in change.owners.items():
        if role is None:
            owners.pop(item, None)
        else:
            owners[item] = role
    # What is recorded now was arranged for the release that stood until now.
    stood = record.tellings[-1].date if record and record.tellings else None
    after = PersonRecord(
        prison_number=change.prison_number,
        facts=facts,
        known_since=record.known_since if record else change.known_since or change.told_on or today,
        tellings=record.tellings if record else change.tellings,
        outcomes=(
            *(record.outcomes if record else ()),
            *(outcome._replace(for_release=stood) for outcome in change.outcomes),
        ),
        owners=owners,
        recall_told=_recall_told(record, facts, change.told_on or today),
        handed_back=_handed_back(record, change),
        moved=_moved(record, change, today),
        settled=_dealt_with(record, change),
    )
    return plan_afresh(after, planner, today, change, record)


def _handed_back(record: PersonRecord | None, change: PersonChange) -> Mapping[str, HandedBack]:
    """What is still to be taken by somebody after this change: to say who has a task takes it."""
    before = record.handed_back if record else {}
    found = {item: handed for item, handed in before.items() if item not in change.owners}
    for note in change.notes:
        if note.kind == HANDED_BACK and note.item is not None:
            found[note.item] = handed_back_of(note.on, note.text, note.fields)
    return found


def _left_behind(record: PersonRecord | None, change: PersonChange) -> PersonChange:
    """Of a move to another prison: nobody of the old one is named for anything any more."""
    was, now = record and record.facts.get("prison"), change.facts.get("prison")
    if record is None or was is None or now is None or same_prison(str(was), str(now)):
        return change
    owners = {
        what: None if what == role else role
        for what, (role, name) in ((what, split_owner(owner)) for what, owner in record.owners.items())
        if name is not None and role in PRISON_ROLES and what not in change.owners
    }
    return replace(change, owners={**change.owners, **owners}) if owners else change


def _moved(before: PersonRecord | None, change: PersonChange, today: date) -> PrisonMove | None:
    """The last move: that of this change if it has them in another prison. A first record is none."""
    if before is None:
        return None
    was, now = before.facts.get("prison"), change.facts.get("prison")
    if was is None or now is None or same_prison(was, now):
        return before.moved
    return PrisonMove(change.told.get("prison", change.told_on or today), str(was), str(now))


def _dealt_with(before: PersonRecord | None, change: PersonChange) -> frozenset[tuple[str, str]]:
    """What has been checked, with what this change checks."""
    known: frozenset[tuple[str, str]] = before.settled if before else frozenset()
    return known.union(
        (note.fields.get("code", ""), note.fields.get("about", ""))
        for note in change.notes
        if note.kind == CHECKED
    )


def _recall_told(before: PersonRecord | None, facts: Facts, told_on: date) -> date | None:
    """The day the recall was told: that of this change if it is the one that tells it."""
    if not on_recall(facts):
        return None
    if before is not None and on_recall(before.facts):
        return before.recall_told
    return told_on


def plan_afresh(
    record: PersonRecord,
    planner: Planner,
    today: date,
    change: PersonChange | None = None,
    before: PersonRecord | None = None,
    *,
    undone: bool = False,
) -> Decided:
    """Plan a record, adding a telling when what it counts to is not what was told last.

    `undone`: an entry was taken back. What it counts to may then be a date that was never the one counted to:
    it is told now, as of the day in `change` on which it was told.
    """
    change = PersonChange(record.prison_number) if change is None else change
    person = planner.prepare(record, today)
    telling = _new_telling(person, change, today) if change.facts or undone else None
    if telling is not None:
        person = once_told(person, telling)
    return Decided(change, before, person.record, telling, planner.lay_out(person))


def _new_telling(person: Person, change: PersonChange, today: date) -> Telling | None:
    record, release, earliest = person.record, person.release, person.earliest
    last = record.tellings[-1] if record.tellings else None
    if release is not None:
        counted_to = (release.date, release.type, release.confirmed)
    elif earliest is not None and change.facts.keys() & READS:
        counted_to = (earliest.date, earliest.type, False)
    else:
        return None
    if change.tellings and last and last[1:4] == counted_to:
        # Told elsewhere already; what else counted from it may have moved since with the days.
        return None
    anchors = {name: day for name, day in person.anchors.items() if name in TOLD_ANCHORS}
    if anchors.get("release") == anchors.get("earliest_possible"):
        anchors.pop("earliest_possible", None)
    told = Telling(change.told_on or today, *counted_to, change.source, anchors)
    if last is not None:
        again = last._replace(told_on=told.told_on, source=told.source)
        if again == told or (
            not change.facts.keys() & READS and _beside_earliest(again) == _beside_earliest(told)
        ):
            return None
    return told


def _beside_earliest(told: Telling) -> Telling:
    """All of it but the earliest possible day, which moves as days go by, with nobody telling anything."""
    others = {name: day for name, day in told.anchors.items() if name != "earliest_possible"}
    return told._replace(anchors=others)
