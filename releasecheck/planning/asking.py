"""What to ask for: of all that conditions read and nobody recorded, only what a person can tell.

A release date is told by its type, and whether there is a handover follows from one; so each of these is
asked for by the date that would settle it for this sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from releasecheck.core.domain import DONE_BEFORE, Facts
from releasecheck.people.facts import FACTS
from releasecheck.people.sentence_dates import handover_fact, on_recall
from releasecheck.planning.person import Person
from releasecheck.planning.schedule import OffsetDays, Schedule
from releasecheck.policy.catalogue import Item
from releasecheck.policy.conditions import CLOSED_PREFIX
from releasecheck.policy.derived_facts import DERIVED_FACTS
from releasecheck.policy.earliest_day import waits_for_a_hearing

#: What hangs on the dates that the handover is counted from, which are not always the release.
_OF_HANDOVER = frozenset(("has_handover", "handover_reason", "responsible"))
#: What the Board's own days are asked for by: with a hearing known, the day itself will come of it.
_OF_THE_BOARD = frozenset(("actual_parole_date", "target_hearing_date"))
#: Who serves no sentence, and so has no date of one.
_NO_SENTENCE = ("REMAND", "CONVICTED_UNSENTENCED", "CIVIL_PRISONER", "IMMIGRATION_DETAINEE")


def to_ask(names: Iterable[str], person: Person) -> tuple[str, ...]:
    """The recorded facts to ask for, each once: of whoever the Parole Board releases, no date nobody has."""
    asked: dict[str, None] = {}
    of_the_day = False
    for name in names:
        derived = DERIVED_FACTS.get(name)
        sources = [source for source in derived.comes_from if source not in person.inputs] if derived else []
        if name == DONE_BEFORE:
            asked[name] = None
            continue
        for source in sources or [name]:
            of_the_day |= source not in FACTS
            asked[source if source in FACTS else _settled_by(name, person)] = None
    if of_the_day and waits_for_a_hearing(person.record.facts) and "earliest_possible" in person.anchors:
        return tuple(fact for fact in asked if fact not in _OF_THE_BOARD) or tuple(asked)
    return tuple(asked)


def _settled_by(name: str, person: Person) -> str:
    """The one date that would say what is not recorded itself: the release, or what follows from it."""
    facts = person.record.facts
    if name == "sentence_days":
        return "sentence_start_date"  # the expiry is known, or it would be asked for first
    if name in _OF_HANDOVER:
        return handover_fact(facts)
    if waits_for_a_hearing(facts):
        known = name != "parole" and "earliest_possible" in person.anchors
        return "actual_parole_date" if known else "target_hearing_date"
    likely = _release_of(facts)
    return "conditional_release_date" if name == "parole" and likely in facts else likely


def _release_of(facts: Facts) -> str:
    """The release date of this sentence, where no hearing decides it."""
    if on_recall(facts):
        likely = "post_recall_release_date"
    elif facts.get("legal_status") in _NO_SENTENCE:
        likely = "confirmed_release_date"
    else:
        likely = "conditional_release_date"
    return "confirmed_release_date" if likely in facts else likely


def windows_asked_about(items: Mapping[str, Item], schedule: Schedule) -> tuple[tuple[str, OffsetDays], ...]:
    """The items of which a condition asks whether their last day has gone by, and where that is."""
    read = {name for item in items.values() for name in item.reads()}
    return tuple(
        (name, schedule.deadlines(item.closes))
        for name, item in items.items()
        if item.closes is not None and CLOSED_PREFIX + name in read
    )
