"""What the record says twice and differently of one person: said first, with both days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import Facts, FactValue, RecordedOutcome
from releasecheck.core.words import day_in_words
from releasecheck.people.entries import HistoryEntry
from releasecheck.reports.papers.handover.needed import IN_MAPPA


class _Pair(NamedTuple):
    """A fact and an outcome that cannot both be."""

    fact: str
    values: tuple[FactValue, ...]
    item: str
    outcome: str
    evidence: tuple[str, str] | None
    """A field of the evidence and what stands in it; None: whatever stands there."""
    said: str
    """The fact in words; {value} is its value."""
    recorded: str


_PAIRS: tuple[_Pair, ...] = (
    _Pair(
        *("mappa_category", IN_MAPPA, "mappa_category", "not_mappa", None),
        *("MAPPA category {value}", "not MAPPA"),
    ),
    _Pair(
        *("victim_contact", (True,), "victim_contact", "no_victim_opted_in", None),
        *("a victim in the contact scheme", "no victim opted in"),
    ),
    _Pair(
        *("victim_contact", (True,), "victim_contact", "done", ("in_scheme", "no")),
        *("a victim in the contact scheme", "no victim in the scheme"),
    ),
    _Pair(
        *("victim_contact", (False,), "victim_contact", "done", ("in_scheme", "yes")),
        *("no victim in the contact scheme", "a victim in the scheme"),
    ),
    _Pair(
        *("domestic_abuse", ("none",), "da_check", "answered", ("result", "known")),
        *("no domestic abuse", "police know of some"),
    ),
    *(
        _Pair(
            "mappa_category",
            tuple(other for other in IN_MAPPA if other != category),
            "mappa_category",
            "identified",
            ("category", category),
            "MAPPA category {value}",
            f"category {category} identified",
        )
        for category in IN_MAPPA
    ),
    *(
        _Pair(
            "mappa_level",
            tuple(other for other in (1, 2, 3) if other != level),
            "mappa_level",
            "set",
            ("level", str(level)),
            "MAPPA level {value}",
            f"level {level} set",
        )
        for level in (1, 2, 3)
    ),
    _Pair(
        *("next_accommodation", (True,), "address_night_one", "nowhere", None),
        *("an address on release", "nowhere to sleep on the first night"),
    ),
    *(
        _Pair("next_accommodation", (False,), item, outcome, None, "no address on release", place)
        for item, outcome, place in (
            ("cas1", "placement_booked", "a place in an Approved Premises"),
            ("cas2", "placed", "a CAS-2 place"),
            ("cas3", "booking_confirmed", "a CAS-3 room"),
            ("private_address", "confirmed", "a confirmed address"),
            ("address_night_one", "done", "somewhere for the first night"),
        )
    ),
)


def contradictions(
    facts: Facts,
    outcomes: Sequence[RecordedOutcome],
    entries: Iterable[HistoryEntry],
    misfits: Iterable[str] = (),
) -> tuple[str, ...]:
    """Each two things recorded that do not agree, as a sentence.

    `misfits`: items of which what was arranged does not fit the release, and is said to elsewhere.
    """
    latest = {outcome.item: outcome for outcome in outcomes}
    for item in misfits:
        latest.pop(item, None)
    told = _told(entries)
    return tuple(_found(facts, latest, told))


class _ToldBy(NamedTuple):
    """When something was said, and by whom: where it came from, else whoever recorded it."""

    on: date
    by: str | None


def _found(facts: Facts, latest: Mapping[str, RecordedOutcome], told: Mapping[str, _ToldBy]) -> Iterator[str]:
    for pair in _PAIRS:
        outcome, value = latest.get(pair.item), facts.get(pair.fact)
        if outcome is None or outcome.outcome != pair.outcome or value not in pair.values:
            continue
        if pair.evidence is not None and outcome.evidence.get(pair.evidence[0]) != pair.evidence[1]:
            continue
        said, recorded = pair.said.format(value=value), pair.recorded
        both = (_on(said, told.get(pair.fact)), _on(recorded, _ToldBy(outcome.on, _decided_by(outcome))))
        yield f"These two do not agree: {both[0]} and {both[1]}."


def _told(entries: Iterable[HistoryEntry]) -> dict[str, _ToldBy]:
    """When and by whom each fact was last told, of what stands."""
    found: dict[str, _ToldBy] = {}
    for entry in entries:
        for fact in entry.facts if entry.voided_by is None else ():
            if fact.fact not in found or fact.told_on >= found[fact.fact].on:
                found[fact.fact] = _ToldBy(fact.told_on, fact.source or entry.by)
    return found


def _decided_by(outcome: RecordedOutcome) -> str | None:
    """Who decided or confirmed it; whoever recorded it where that was not written down."""
    names = ("decided_by", "confirmed_with", "read_by")
    return next((outcome.evidence[name] for name in names if name in outcome.evidence), outcome.by)


def _on(words: str, said: _ToldBy | None) -> str:
    if said is None:
        return words
    by = f", {said.by}" if said.by else ""
    return f"{words} ({day_in_words(said.on, weekday=False)}{by})"
