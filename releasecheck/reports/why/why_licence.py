"""What the licence service makes of a release: lines that `why` adds to the items about a licence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from releasecheck.core.domain import Licence
from releasecheck.core.words import day_in_words, listed
from releasecheck.planning.person import Person
from releasecheck.policy.catalogue import Item
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.licence import (
    Eligibility,
    due_in_next_two_working_days,
    earliest_release_day,
    eligibility,
    is_in_hard_stop,
)
from releasecheck.policy.working_days import Calendar
from releasecheck.reports.why.why_route import RouteNote

_LICENCE_ANCHORS = frozenset(("licence_start", "hard_stop"))


def licence_notes(
    item: Item, person: Person, today: date, calendar: Calendar, rules: Rules
) -> tuple[RouteNote, ...]:
    """Hard stop, how far it may be brought forward, eligibility; nothing for an item about something else."""
    if not _LICENCE_ANCHORS.intersection(item.anchors()) or person.inputs.get("released") is True:
        return ()
    found = person.licence
    return (
        *(_day_notes(found, person, today, calendar, rules) if found is not None else ()),
        *_service_notes(eligibility(person.record.facts, calendar, today, rules)),
    )


def _day_notes(
    found: Licence, person: Person, today: date, calendar: Calendar, rules: Rules
) -> Iterator[RouteNote]:
    start = day_in_words(found.start)
    if is_in_hard_stop(found, today) and found.hard_stop is not None:
        since = day_in_words(found.hard_stop, year=False)
        yield RouteNote("In the hard stop", f"since {since}: only the prison can write the licence")
    elif due_in_next_two_working_days(found.start, calendar, today, rules):
        yield RouteNote("Due soon", f"within two working days, on {start}")
    earliest = earliest_release_day(found.start, person.record.facts, calendar, rules)
    if earliest < found.start and found.start >= today:
        text = f"from {start}, if the governor agrees, to {day_in_words(earliest)} at the earliest"
        yield RouteNote("May be brought forward", text)


#: The kinds of licence the service knows, in our words; it says what stands in the way of each.
_KINDS = (("CRD", "crd"), ("HDC", "hdc"), ("after recall", "recall"))


def _service_notes(found: Eligibility) -> Iterator[RouteNote]:
    """In the service's own words; it reads what is recorded, and knows nothing of a date used up."""
    if found.kind is not None:
        words = "after recall" if found.kind == "PRRD" else f"of kind {found.kind}"
        yield RouteNote("The licence service", f"would begin a licence {words} today")
        return
    if found.any_kind:
        yield RouteNote("The licence service", f"would begin none today: {listed(found.any_kind)}")
        return
    blocks = "; ".join(f"{words}: {listed(getattr(found, name))}" for words, name in _KINDS)
    yield RouteNote("The licence service", f"would begin none today. {blocks}")
