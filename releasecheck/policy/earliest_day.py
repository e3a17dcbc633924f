"""The earliest possible day: the first on which somebody could be out, beside *the* release.

Work that takes months is counted from it, because the people of whom most is asked may leave long before the
date recorded: on home detention curfew, or on the Parole Board's decision. No date is calculated that nobody
told: it is one recorded, or a hearing and the days that a decision takes (`[parole]` of `data/rules.toml`).
The earliest release of offender management in custody is another thing: `responsibility`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from releasecheck.core.domain import EarliestPossible, Facts, Release
from releasecheck.core.words import day_in_words
from releasecheck.people.sentence_dates import (
    BY_THE_BOARD,
    RELEASE_FACTS,
    in_custody,
    is_indeterminate,
    known_day,
    on_recall,
    recorded_date,
    release_to_come,
)
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.release_day import hdc_eligibility_day
from releasecheck.policy.working_days import Calendar

#: The facts that the day follows from, beside those of the release: another of them is another day told.
READS = frozenset(
    "hdc_eligible hdc_eligibility_date hdc_date_stands date_of_birth parole_eligibility_date tariff_date "
    "target_hearing_date last_parole_outcome indeterminate legal_status recall return_to_custody_date "
    "sentence_start_date confirmed_release_date released_on".split()
) | {name for names in RELEASE_FACTS.values() for name in names}

_NAMES = {"PED": "parole eligibility", "TED": "tariff expiry"}
_ONE_DAY = timedelta(days=1)


def earliest_possible(
    facts: Facts, release: Release | None, calendar: Calendar, rules: Rules, today: date
) -> EarliestPossible | None:
    """The earliest, from today on, of the release, an HDC eligibility that applies, and the parole route.

    A day gone by is none, and so is a hearing that did not release; None: nothing is left to count from.
    """
    if not in_custody(facts):
        return None
    released = release_to_come(facts, release, today)
    if _has_one_way_out(facts):
        return released
    found = (
        *((released,) if released else ()),
        *_on_hdc(facts, calendar, rules),
        *_on_parole(facts, rules, today),
    )
    # Of two on one day the first: the release itself.
    return min((one for one in found if one.date >= today), key=lambda one: one.date, default=None)


def earliest_possible_validity(
    facts: Facts, release: Release | None, calendar: Calendar, rules: Rules, today: date
) -> tuple[date | None, date | None]:
    """The first and last day on which long-lead work counts from today's day; None: without end.

    A release that goes by goes on being counted from, so that alone it turns nothing.
    """

    def counted(on: date) -> date | None:
        found = earliest_possible(facts, release, calendar, rules, on)
        return found.date if found else release.date if release else None

    if _has_one_way_out(facts):
        return None, None
    days = sorted(set(_turning_days(facts, release, calendar, rules)))
    if not days:
        return None, None
    now = counted(today)
    ended = next((day for day in days if day > today and counted(day) != now), None)
    began = next((day for day in reversed(days) if day <= today and counted(day - _ONE_DAY) != now), None)
    return began, None if ended is None else ended - _ONE_DAY


def _has_one_way_out(facts: Facts) -> bool:
    """Whether nothing but the release is recorded to count from: so it is for nearly everybody."""
    return facts.get("hdc_eligible") is not True and facts.keys().isdisjoint(BY_THE_BOARD)


def hdc_to_ask_about(
    facts: Facts, release: Release | None, calendar: Calendar, rules: Rules, today: date
) -> date | None:
    """The HDC eligibility that would be the earliest day, if it applied: nobody recorded whether it does."""
    if "hdc_eligible" in facts:
        return None
    eligible = {**facts, "hdc_eligible": True, "hdc_date_stands": True}
    found = earliest_possible(eligible, release, calendar, rules, today)
    return found.date if found is not None and found.type == "HDCED" else None


def hdc_no_longer_given(facts: Facts, rules: Rules, today: date) -> date | None:
    """An HDC eligibility still to come that the national calculator gives adults no longer: to be checked."""
    day = recorded_date(facts, "HDCED")
    if day is None or day < today or not in_custody(facts) or on_recall(facts):
        return None
    return day if facts.get("hdc_eligible") is not False and is_given_no_more(facts, rules) else None


def is_given_no_more(facts: Facts, rules: Rules) -> bool:
    """Whether the HDC eligibility recorded is one that adults are given no more, and nobody has confirmed it.

    The kinds of sentence that keep theirs are not recorded here: for those the OMU confirms it.
    """
    ended, born = rules.parole.no_adult_hdced_from, known_day(facts, "date_of_birth")
    day = recorded_date(facts, "HDCED")
    if day is None or ended is None or day < ended or "hdc_actual_date" in facts:
        return False
    if facts.get("hdc_date_stands") is True:
        return False
    return born is None or rules.handover.adult_age.after(born) <= day


def waits_for_a_hearing(facts: Facts) -> bool:
    """Whether it is a parole hearing that says when this person could be out."""
    return is_indeterminate(facts) or not facts.keys().isdisjoint(BY_THE_BOARD)


def _on_hdc(facts: Facts, calendar: Calendar, rules: Rules) -> Iterator[EarliestPossible]:
    """An HDC date that was approved stands instead; whoever was recalled has used theirs up."""
    day = hdc_eligibility_day(facts, calendar, rules)
    if day is None or facts.get("hdc_eligible") is not True:
        return
    if "hdc_actual_date" not in facts and not on_recall(facts) and not is_given_no_more(facts, rules):
        yield EarliestPossible(day, "HDCED", "home detention curfew eligibility")


def _on_parole(facts: Facts, rules: Rules, today: date) -> Iterator[EarliestPossible]:
    """The later of eligibility and hearing plus decision, or the one of them that is known and to come."""
    kinds = ("TED",) if is_indeterminate(facts) else ("PED", "TED")
    eligible = next(((kind, day) for kind in kinds if (day := recorded_date(facts, kind))), None)
    hearing = _hearing(facts, today)
    approved = known_day(facts, "actual_parole_date")
    if approved is not None and not _used_up(facts, approved) and (hearing is None or hearing <= approved):
        return  # the Board has decided, and the day is set
    if hearing is not None:
        days = rules.parole.decision_days + rules.parole.provisional_days
        final = hearing + timedelta(days=days)
        held = f"hearing {day_in_words(hearing, year=False, weekday=False)} + {days} days"
        if eligible is None or eligible[1] <= final:
            yield EarliestPossible(final, "THD", held)
        else:
            yield EarliestPossible(eligible[1], eligible[0], f"{_NAMES[eligible[0]]}, after {held}")
    elif eligible is not None:
        yield EarliestPossible(
            eligible[1], eligible[0], f"{_NAMES[eligible[0]]}, no hearing to come recorded"
        )


def _hearing(facts: Facts, today: date) -> date | None:
    """The hearing, unless it belongs to an earlier sentence or stay, or was held and did not release."""
    hearing = known_day(facts, "target_hearing_date")
    if hearing is None or _used_up(facts, hearing):
        return None
    sentenced = known_day(facts, "sentence_start_date")
    if sentenced is not None and hearing < sentenced:
        return None
    return None if facts.get("last_parole_outcome") == "not_release" and hearing <= today else hearing


def _used_up(facts: Facts, day: date) -> bool:
    """Whether a day lies before the return of somebody who was recalled."""
    back_on = known_day(facts, "return_to_custody_date")
    return on_recall(facts) and back_on is not None and day <= back_on


def _turning_days(facts: Facts, release: Release | None, calendar: Calendar, rules: Rules) -> Iterator[date]:
    """Every day on which the answer may differ from the day before; some may turn nothing."""
    hearing = known_day(facts, "target_hearing_date")
    if hearing is not None:
        yield hearing
    before = hearing - _ONE_DAY if hearing else date.min
    routes = (
        *_on_hdc(facts, calendar, rules),
        *_on_parole(facts, rules, before),
        *_on_parole(facts, rules, date.max),
    )
    days = [one.date for one in routes]
    if routes and release is not None:
        days.append(release.date)
    yield from (day + _ONE_DAY for day in days)
