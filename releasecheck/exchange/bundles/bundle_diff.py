"""What taking in a bundle changes here: everything for somebody new, and for the others what was told later.

Where both offices recorded something else of the same, what was told last is followed: the day it was told
decides, then the clock, then the record it was told to. All of it is put in one order, whoever recorded it,
and what either office undid is left out: so it comes to the same wherever the bundles of several offices are
taken in, and in whatever order. What is not followed stays in the history, and is shown before anything is
saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from releasecheck.core.domain import FactValue, PersonRecord, RecordedOutcome
from releasecheck.core.words import count, day_in_words
from releasecheck.exchange.bundles.bundle_file import Bundle
from releasecheck.people.entries import BROUGHT_IN, HistoryEntry, Note, ToldFact, ToldRelease
from releasecheck.people.facts import FACTS, show_value
from releasecheck.people.foreign_entries import (
    clock_of,
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

    latest: datetime | None = None
    """When the last of those entries was made, which whatever is recorded here from now on comes after."""

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
    latest = max((entry.at for entry in bundle.entries), default=None)
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
            told=_days(_last(bundle.entries), theirs.facts),
        )
        return Taking(change, (), theirs.outcomes, len(kept), latest)
    ours, both = _last(here), _last(_together(here, bundle.entries))
    facts, differences = _facts(bundle, record, ours, both)
    # What the event forgets, but for what is known of the new prison there.
    facts = {
        name: value
        for name, value in with_events(record.facts, facts).items()
        if name in facts or value is not None or name not in theirs.facts
    }
    outcomes = _outcomes(bundle, record, ours, _sides(bundle, here))
    owners = _owners(ours, both)
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
        told=_days(both, facts),
    )
    return Taking(change, differences, outcomes, len(kept), latest)


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

    def later_there(self, ours: HistoryEntry | None, theirs: HistoryEntry) -> bool:
        """Whether theirs comes after ours: told when ours was known, or else by the clock."""
        if same_entry(entry_given(theirs)) in self.here:
            return False
        if ours is None or same_entry(entry_given(ours)) in self.there:
            return True
        return _order(theirs) > _order(ours)


def _order(entry: HistoryEntry) -> tuple[object, ...]:
    """By the clock and the origin; old bundles name none, and what is in the entry decides."""
    return *clock_of(entry), same_entry(entry_given(entry))


def _together(here: Iterable[HistoryEntry], there: Iterable[HistoryEntry]) -> list[HistoryEntry]:
    """Every entry of both once, the last made last; undone where either undid it."""
    found: dict[str, HistoryEntry] = {}
    for entry in (*here, *there):
        before = found.setdefault(same_entry(entry_given(entry)), entry)
        if before.voided_by is None and entry.voided_by is not None:
            found[same_entry(entry_given(entry))] = before._replace(voided_by=entry.voided_by)
    return [entry for _, entry in sorted(found.items(), key=lambda pair: (*clock_of(pair[1]), pair[0]))]


def _told(entry: HistoryEntry, name: str) -> ToldFact:
    """What an entry told of a fact, last."""
    return next(fact for fact in reversed(entry.facts) if fact.fact == name)


def _days(last: _Last, facts: Iterable[str]) -> dict[str, date]:
    """The day on which each of these facts was told there, which decides here as it did there."""
    return {name: _told(last["fact", name], name).told_on for name in facts if ("fact", name) in last}


def _sides(bundle: Bundle, here: Iterable[HistoryEntry]) -> _Sides:
    ours, theirs = (frozenset(map(same_entry, entries_given(entries))) for entries in (here, bundle.entries))
    return _Sides(ours, theirs)


def _last(entries: Iterable[HistoryEntry]) -> dict[tuple[str, str], HistoryEntry]:
    """The entry that last told each fact, outcome and owner."""
    found: dict[tuple[str, str], HistoryEntry] = {}
    for entry in _told_first_hand(entries):
        for fact in entry.facts:
            before = found.get(("fact", fact.fact))
            if before is None or entry.typed_order or fact.told_on >= _told(before, fact.fact).told_on:
                found["fact", fact.fact] = entry
        found |= {("outcome", told.item): entry for told in entry.outcomes}
        found |= {("owner", owner.item): entry for owner in entry.owners}
    return found


def _facts(
    bundle: Bundle, record: PersonRecord, ours: _Last, both: _Last
) -> tuple[dict[str, FactValue | None], tuple[Difference, ...]]:
    """Facts of which something else stands once both are put together, and every difference."""
    taken: dict[str, FactValue | None] = {}
    differences = []
    for name, fact in FACTS.items():
        value, known = bundle.record.facts.get(name), record.facts.get(name)
        now, later = _now(ours, both, ("fact", name))
        if later:
            value = None if now is None else _told(now, name).value
        if value == known or (now is None and not later):
            continue
        if later:
            taken[name] = value
        differences.append(Difference(fact.title, show_value(fact, known), show_value(fact, value), later))
    return taken, tuple(differences)


def _now(ours: _Last, both: _Last, what: tuple[str, str]) -> tuple[HistoryEntry | None, bool]:
    """The entry that stands once both are put together, and whether it is another than stood here."""
    before, now = ours.get(what), both.get(what)
    if before is None or now is None:
        return now, before is not now
    return now, same_entry(entry_given(before)) != same_entry(entry_given(now))


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


def _owners(ours: _Last, both: _Last) -> dict[str, str | None]:
    """Who does what for them, where somebody else does once both are put together."""
    found: dict[str, str | None] = {}
    for kind, item in {**ours, **both}:
        if kind == "owner":
            now, later = _now(ours, both, (kind, item))
            if later:
                told = now.owners if now else ()
                found[item] = next((one.role for one in reversed(told) if one.item == item), None)
    return found
