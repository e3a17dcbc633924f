"""The release being counted to: which of the dates recorded it is, and the day it falls on.

A release date is never calculated. The dates recorded are put in the order of `data/rules.toml`; one that
falls on a closed day counts from the working day before.
"""

from __future__ import annotations

from datetime import date

from releasecheck.core.domain import Facts, Release
from releasecheck.people.sentence_dates import CONFIRMED, known_day, on_recall, recorded_release_dates
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.working_days import Calendar


def choose_release(
    facts: Facts, calendar: Calendar, rules: Rules, *, source: str | None = None, told_on: date | None = None
) -> Release | None:
    """The release: the first recorded date in the order of the rules; None if none is recorded.

    A confirmed date stands as it is, and carries the type it confirms: the next recorded one in the order.
    """
    dates = recorded_release_dates(facts)
    confirmed = known_day(facts, "confirmed_release_date")
    if on_recall(facts):
        # Somebody brought back is not counted to a day that had come before they were.
        back_on = known_day(facts, "return_to_custody_date") or date.min
        dates = {name: day for name, day in dates.items() if day > back_on}
        confirmed = confirmed if confirmed and confirmed > back_on else None
    else:
        dates = {name: day for name, day in dates.items() if name not in rules.release.only_on_recall}
    recorded = [name for name in rules.release.order if name in dates or (name == CONFIRMED and confirmed)]
    if not recorded:
        return None
    release_type = next((name for name in recorded if name != CONFIRMED), None)
    if recorded[0] == CONFIRMED and confirmed is not None:
        nominal = day = confirmed
    else:
        nominal = dates[recorded[0]]
        day = release_day(nominal, recorded[0], calendar, rules)
    return Release(
        date=day,
        type=release_type,
        nominal_date=nominal,
        confirmed=recorded[0] == CONFIRMED,
        source=source,
        told_on=told_on,
        may_move_to=may_move_to(day, release_type, calendar, rules),
    )


def release_day(nominal: date, release_type: str, calendar: Calendar, rules: Rules) -> date:
    """The day counted from, for a date of this type: off a closed day, back or forward as the type has it."""
    if release_type in rules.release.back_to_working_day:
        return calendar.law.last_working_day(nominal)
    if release_type in rules.release.forward_to_working_day:
        return calendar.law.next_working_day(nominal)
    return nominal


def may_move_to(day: date, release_type: str | None, calendar: Calendar, rules: Rules) -> date | None:
    """The day a release on a Friday, a weekend or the eve of a bank holiday may be brought forward to."""
    if release_type not in rules.release.may_be_brought_forward:
        return None
    earlier = calendar.law.brought_forward(day)
    return earlier if earlier != day else None


def hdc_eligibility_day(facts: Facts, calendar: Calendar, rules: Rules) -> date | None:
    """The first day the person can leave on home detention curfew: an HDCED on a closed day moves forward."""
    day = known_day(facts, "hdc_eligibility_date")
    return None if day is None else release_day(day, "HDCED", calendar, rules)
