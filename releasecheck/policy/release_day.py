"""The release being counted to: which of the dates recorded it is, and the day it falls on.

A release date is never calculated. The dates that still count are put in the order of `data/rules.toml`; one
that falls on a closed day counts from the working day before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from releasecheck.core.domain import Facts, Release
from releasecheck.people.sentence_dates import (
    CONFIRMED,
    RELEASE_FACTS,
    UNTYPED,
    UNTYPED_FACT,
    known_day,
    on_recall,
    recorded_date,
    recorded_release_dates,
)
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.working_days import Calendar


def dates_that_count(facts: Facts, rules: Rules, recall_told: date | None = None) -> Facts:
    """The facts less the dates that count no longer: for the release and the licence alike.

    On recall a date is used up that lies on or before the day of return or, where that day is not known,
    before `recall_told`, the day the recall was told: it is of the release they were recalled from. A tariff
    is no date of release, and stays. Without a recall a date of one counts only if it is the latest.
    """
    gone: list[str] = []
    if on_recall(facts):
        back_on = known_day(facts, "return_to_custody_date")
        gone = [name for name in _USED_UP if _is_used_up(known_day(facts, name), back_on, recall_told)]
    elif kinds := [kind for kind in rules.release.only_on_recall if recorded_date(facts, kind)]:
        dates = recorded_release_dates(facts)
        latest = max((dates[name] for name in rules.release.set_by_law if name in dates), default=date.min)
        gone = [name for kind in kinds if dates[kind] <= latest for name in RELEASE_FACTS[kind]]
    return {name: value for name, value in facts.items() if name not in gone} if gone else facts


#: Every fact that a release uses up.
_USED_UP = (
    "confirmed_release_date",
    UNTYPED_FACT,
    *(name for kind, names in RELEASE_FACTS.items() if kind != "TED" for name in names),
)


def _is_used_up(day: date | None, back_on: date | None, recall_told: date | None) -> bool:
    if day is None:
        return False
    if back_on is not None:
        return day <= back_on
    return recall_told is not None and day < recall_told


def choose_release(
    facts: Facts,
    calendar: Calendar,
    rules: Rules,
    *,
    source: str | None = None,
    told_on: date | None = None,
    recall_told: date | None = None,
) -> Release | None:
    """The release: the first date that counts in the order of the rules; None if there is none.

    A confirmed date stands as it is, and carries the type it confirms: the next recorded one in the order.
    """
    facts = dates_that_count(facts, rules, recall_told)
    dates = recorded_release_dates(facts)
    untyped, confirmed = known_day(facts, UNTYPED_FACT), known_day(facts, "confirmed_release_date")
    if untyped is not None:
        dates[UNTYPED] = untyped
    recorded = [name for name in rules.release.order if name in dates or (name == CONFIRMED and confirmed)]
    if not recorded:
        return None
    counted = next((name for name in recorded if name != CONFIRMED), None)
    if recorded[0] == CONFIRMED and confirmed is not None:
        nominal = day = confirmed
        counted = _named_by(confirmed, dates, calendar, rules) or counted
    else:
        nominal = dates[recorded[0]]
        day = release_day(nominal, recorded[0], calendar, rules)
    return Release(
        date=day,
        type=None if counted == UNTYPED else counted,
        nominal_date=nominal,
        confirmed=recorded[0] == CONFIRMED,
        source=source,
        told_on=told_on,
        may_move_to=may_move_to(day, counted, calendar, rules),
    )


def _named_by(confirmed: date, dates: Mapping[str, date], calendar: Calendar, rules: Rules) -> str | None:
    """The type that only a confirmed date on its own day makes the release, such as an early transfer."""
    return next(
        (
            name
            for name in rules.release.named_when_confirmed
            if name in dates and confirmed in (dates[name], release_day(dates[name], name, calendar, rules))
        ),
        None,
    )


def ends_the_sentence(facts: Facts, release_type: str | None, nominal: date) -> bool:
    """Whether the person is held to the last day of the sentence or licence: no licence is left to begin.

    The date of the type decides, for a confirmed one may be the working day before.
    """
    recorded = recorded_date(facts, release_type) if release_type in RELEASE_FACTS else None
    ends = (known_day(facts, "sentence_expiry_date"), known_day(facts, "licence_expiry_date"))
    return nominal in ends or (recorded is not None and recorded in ends)


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
