"""What taking in a bundle changes here: everything for somebody new, and for the others what was told later.

Where both offices recorded something else of the same, whoever recorded it last is followed; what is not
followed stays in the history, and is shown before anything is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from releasecheck.core.domain import FactValue, PersonRecord, RecordedOutcome
from releasecheck.core.words import count, day_in_words
from releasecheck.exchange.bundles.bundle_file import Bundle
from releasecheck.people.entries import BROUGHT_IN, HistoryEntry, Note, ToldRelease
from releasecheck.people.facts import FACTS, show_value
from releasecheck.people.foreign_entries import (
    entries_given,
    entry_given,
    kept_elsewhere,
    same_entry,
    standing,
    told_tellings,
)
from releasecheck.people.names import same_name
from releasecheck.planning.changes import PersonChange
from releasecheck.planning.events import with_events

IMPORT = "import bundle"
"""The command whose entries only repeat what others told."""

_Last: TypeAlias = "dict[tuple[str, str], HistoryEntry]"

_WHO = ("date_of_birth", "last_name")


class Difference(NamedTuple):
    """Something that is not the same here and there."""

    title: str
    here: str
    there: str
    taken: bool


class Taking(NamedTuple):
    """What a bundle changes, and what is shown of it first."""

    change: PersonChange
    differences: tuple[Difference, ...]
    outcomes: tuple[RecordedOutcome, ...]
    """Taken: what happened there and was not known here."""
    entries: int
    """Entries of the history that are new here."""

    @property
    def anything(self) -> bool:
        """Whether it holds anything that is not here yet."""
        return bool(self.entries or self.change.facts or self.outcomes or self.change.owners)


def somebody_else(bundle: Bundle, record: PersonRecord) -> str | None:
    """Why this is not the person of that number here, in words; None when nothing speaks against it."""
    for name in _WHO:
        there, here = bundle.record.facts.get(name), record.facts.get(name)
        if there is None or here is None:
            continue
        if not same_name(str(there), str(here)):
            fact = FACTS[name]
            return (
                f"{fact.title.lower()} {show_value(fact, here)} here, {show_value(fact, there)} in the bundle"
            )
        if name == "date_of_birth":
            return None
    return None


def taking(bundle: Bundle, record: PersonRecord | None, here: Sequence[HistoryEntry], today: date) -> Taking:
    """What the bundle changes here."""
    signed, theirs = bundle.signed, bundle.record
    kept = kept_elsewhere(bundle.entries, here)
    source = f"bundle from {signed.office or 'another office'}, signed off by {signed.by}"
    said = f"{count(len(kept), 'entry', 'entries')} in a {source} on {day_in_words(signed.on)}"
    note = Note(BROUGHT_IN, today, said, None, {})
    if record is None:
        change = PersonChange(
            theirs.prison_number,
            facts=dict(theirs.facts),
            outcomes=theirs.outcomes,
            owners=dict(theirs.owners),
            notes=(*kept, note),
            source=source,
            known_since=theirs.known_since,
            tellings=theirs.tellings,
        )
        return Taking(change, (), theirs.outcomes, len(kept))
    ours, last, sides = _last(here), _last(bundle.entries), _sides(bundle, here)
    facts, differences = _facts(bundle, record, ours, last, sides)
    # What the event forgets, but for what is known of the new prison there.
    facts = {
        name: value
        for name, value in with_events(record.facts, facts).items()
        if name in facts or value is not None or name not in theirs.facts
    }
    outcomes = _outcomes(bundle, record, ours, sides)
    owners = _owners(bundle, record, ours, last, sides)
    dated = any(FACTS[name].group == "dates" for name in facts)
    told = _last_told(bundle.entries) if dated else None
    change = PersonChange(
        theirs.prison_number,
        facts=facts,
        outcomes=outcomes,
        owners=owners,
        notes=(*kept, note) if kept or facts or outcomes or owners else (),
        told_on=told.told_on if told else None,
        source=told.source if told else source,
    )
    return Taking(change, differences, outcomes, len(kept))


def _last_told(entries: Iterable[HistoryEntry]) -> ToldRelease | None:
    releases = told_tellings(entries)
    return releases[-1] if releases else None


def _told_first_hand(entries: Iterable[HistoryEntry]) -> list[HistoryEntry]:
    """What stands, without the entries that took in what others had told."""
    return [entry for entry in standing(entries) if not entry.command.startswith(IMPORT)]


class _Sides(NamedTuple):
    """Which entries each office has, so that what was told in the knowledge of something comes after it."""

    here: frozenset[str]
    there: frozenset[str]

    def later_there(self, ours: HistoryEntry | None, theirs: HistoryEntry, fact: str = "") -> bool:
        """Whether theirs comes after ours: told when ours was known, or else by day and moment.

        Of a fact, the day it was told comes before the day it was recorded.
        """
        if ours is None or same_entry(entry_given(ours)) in self.there:
            return True
        if same_entry(entry_given(theirs)) in self.here:
            return False
        return (_told_on(theirs, fact), theirs.day, theirs.at) > (_told_on(ours, fact), ours.day, ours.at)


def _told_on(entry: HistoryEntry, name: str) -> date:
    """The day an entry was told a fact; for all else one day, so that the entries' own decide."""
    return max((fact.told_on for fact in entry.facts if fact.fact == name), default=date.min)


def _sides(bundle: Bundle, here: Iterable[HistoryEntry]) -> _Sides:
    ours, theirs = (frozenset(map(same_entry, entries_given(entries))) for entries in (here, bundle.entries))
    return _Sides(ours, theirs)


def _last(entries: Iterable[HistoryEntry]) -> dict[tuple[str, str], HistoryEntry]:
    """The entry that last told each fact, outcome and owner."""
    found: dict[tuple[str, str], HistoryEntry] = {}
    for entry in _told_first_hand(entries):
        for fact in entry.facts:
            before = found.get(("fact", fact.fact))
            if before is None or entry.typed_order or fact.told_on >= _told_on(before, fact.fact):
                found["fact", fact.fact] = entry
        found |= {("outcome", told.item): entry for told in entry.outcomes}
        found |= {("owner", owner.item): entry for owner in entry.owners}
    return found


def _facts(
    bundle: Bundle, record: PersonRecord, ours: _Last, theirs: _Last, sides: _Sides
) -> tuple[dict[str, FactValue | None], tuple[Difference, ...]]:
    """Facts that were told there later than here, and every difference."""
    taken: dict[str, FactValue | None] = {}
    differences = []
    for name, fact in FACTS.items():
        value, known = bundle.record.facts.get(name), record.facts.get(name)
        told = theirs.get(("fact", name))
        if value == known or told is None:
            continue
        later = sides.later_there(ours.get(("fact", name)), told, name)
        if later:
            taken[name] = value
        differences.append(Difference(fact.title, show_value(fact, known), show_value(fact, value), later))
    return taken, tuple(differences)


def _outcomes(
    bundle: Bundle, record: PersonRecord, ours: _Last, sides: _Sides
) -> tuple[RecordedOutcome, ...]:
    """What happened there that is not known here and comes after all that is known here of that item.

    Something older would be read as if it had happened last; it stays in the history.
    """
    known = {_plain(outcome) for outcome in record.outcomes}
    latest = {outcome.item: outcome.on for outcome in record.outcomes}
    told = {
        (one.item, one.outcome, one.on): entry
        for entry in _told_first_hand(bundle.entries)
        for one in entry.outcomes
    }
    found = []
    for outcome in bundle.record.outcomes:
        entry = told.get((outcome.item, outcome.outcome, outcome.on))
        if _plain(outcome) in known or entry is None:
            continue
        before = latest.get(outcome.item, outcome.on)
        same_day_later = outcome.on == before and sides.later_there(
            ours.get(("outcome", outcome.item)), entry
        )
        if outcome.on > before or same_day_later:
            found.append(outcome)
    return tuple(found)


def _plain(outcome: RecordedOutcome) -> tuple[object, ...]:
    evidence = tuple(sorted(outcome.evidence.items()))
    return outcome.item, outcome.outcome, outcome.on, outcome.reason, evidence


def _owners(
    bundle: Bundle, record: PersonRecord, ours: _Last, theirs: _Last, sides: _Sides
) -> dict[str, str | None]:
    """Who does what for them, where that was said there later than here."""
    return {
        item: bundle.record.owners.get(item)
        for (kind, item), told in theirs.items()
        if kind == "owner"
        and bundle.record.owners.get(item) != record.owners.get(item)
        and sides.later_there(ours.get(("owner", item)), told)
    }
