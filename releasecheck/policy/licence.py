"""When a licence starts, and when writing it passes to the prison: the hard stop.

The rules are those of create-and-vary-a-licence-api; its numbers are in `data/rules.toml`. A licence has a
kind: CRD, HDC, or PRRD for a release after recall. A hard stop is a day, without a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from releasecheck.core.domain import Facts, Licence
from releasecheck.people.sentence_dates import is_indeterminate, known_day, on_recall, recorded_release_dates
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.release_day import dates_that_count, ends_the_sentence
from releasecheck.policy.working_days import Calendar

Kind: TypeAlias = Literal["CRD", "HDC", "PRRD"]

_FRIDAY = 4
_ONE_DAY = timedelta(days=1)
_ON_PAROLE = "is on non-eligible EDS"
_ELIGIBLE_STATUS = ("in_prison", "out_for_the_day", "in_transit")
"""Where a list has somebody whose status that service takes: ACTIVE IN, ACTIVE OUT and INACTIVE TRN."""
_ON_HDC = "is expected to be released on HDC"
_NO_CRD = "has no conditional release date"


def licence(
    facts: Facts, calendar: Calendar, today: date, rules: Rules, recall_told: date | None = None
) -> Licence | None:
    """The licence start and its hard stop; None for somebody who is not released on such a licence.

    What a recall has used up, as `choose_release` has it, starts no licence, and neither does a release on
    the last day of the sentence. Else only what is recorded decides: a date that has gone by does not take
    the licence away, or its deadline would vanish on the day it was missed. Time served has no hard stop
    until the CRD is 28 days gone.
    """
    facts = dates_that_count(facts, rules, recall_told)
    kind = licence_kind(facts, rules)
    start = None if kind is None else licence_start(kind, facts, calendar, rules)
    if start is None or ends_the_sentence(facts, "HDCAD" if kind == "HDC" else kind, start):
        return None
    valid_from = valid_until = None
    crd = recorded_release_dates(facts).get("CRD")
    if kind == "CRD" and crd is not None and known_day(facts, "sentence_start_date") == crd:
        ends = crd + timedelta(days=rules.licence.time_served_days)
        if today < ends:
            return Licence(start, None, None, valid_until=ends - _ONE_DAY)
        valid_from = ends
    stop = hard_stop_date(start, calendar, rules)
    return Licence(start, stop, hard_stop_warning_date(stop, calendar, rules), valid_from, valid_until)


def licence_kind(facts: Facts, rules: Rules) -> Kind | None:
    """The kind of licence the dates that count call for: HDC if approved, else recall, else CRD."""
    if is_indeterminate(facts) or facts.get("legal_status") == "DEAD":
        return None
    dates = recorded_release_dates(dates_that_count(facts, rules))
    if "HDCAD" in dates:
        return "HDC"
    if "PRRD" in dates:
        return None if "PED" in dates and "APD" in dates else "PRRD"
    return "CRD" if "CRD" in dates and not _released_on_parole(facts, rules) else None


def licence_start(kind: Kind, facts: Facts, calendar: Calendar, rules: Rules) -> date | None:
    """The day a licence of this kind starts; None if the date it hangs on is not recorded."""
    dates = recorded_release_dates(facts)
    if kind == "HDC":
        return dates.get("HDCAD") or dates.get("HDCED")
    if kind not in dates:
        return None
    last = calendar.law.last_working_day(dates[kind])
    confirmed = known_day(facts, "confirmed_release_date")
    if confirmed is None or confirmed > dates[kind]:
        return last
    if kind == "PRRD":
        return last if "CRD" in dates and confirmed <= dates["CRD"] else confirmed
    not_believed = facts.get("legal_status") in rules.licence.early_date_not_believed
    return last if not_believed and confirmed < last else confirmed


def hard_stop_date(start: date, calendar: Calendar, rules: Rules) -> date:
    """The first day on which only the prison can write the licence: two working days before it starts."""
    last = calendar.law.last_working_day(start)
    return calendar.law.add_working_days(last, -rules.licence.hard_stop_working_days)


def hard_stop_warning_date(hard_stop: date, calendar: Calendar, rules: Rules) -> date:
    """The day to warn of the hard stop: two working days before it."""
    return calendar.law.add_working_days(hard_stop, -rules.licence.hard_stop_warning_working_days)


def is_in_hard_stop(found: Licence, today: date) -> bool:
    """Whether today is the hard stop, the licence start, or between them."""
    return found.hard_stop is not None and found.hard_stop <= today <= found.start


def due_in_next_two_working_days(start: date, calendar: Calendar, today: date, rules: Rules) -> bool:
    """Whether the licence starts today or within two working days; a start on a closed day is left there."""
    return calendar.law.add_working_days(start, -rules.licence.due_soon_working_days) <= today <= start


def late_allocation_warning(release: date, calendar: Calendar, today: date, rules: Rules) -> bool:
    """Whether release is no more than five working days away, Fridays not counted, and not yet past."""
    days = rules.licence.late_allocation_working_days
    return _working_days_before(release, days, calendar) <= today <= release


def eligible_for_early_release(release: date, calendar: Calendar) -> bool:
    """Whether the release falls on a Friday, a weekend or a bank holiday."""
    return release.weekday() == _FRIDAY or not calendar.law.is_working_day(release)


def earliest_release_day(start: date, facts: Facts, calendar: Calendar, rules: Rules) -> date:
    """The earliest day the governor may agree to: the third working day before, Fridays not counted.

    A release on another day is not brought forward, and one on home detention curfew never is.
    """
    if known_day(facts, "hdc_actual_date") == start or not eligible_for_early_release(start, calendar):
        return start
    return _working_days_before(start, rules.licence.earliest_release_working_days, calendar)


def _working_days_before(day: date, number: int, calendar: Calendar) -> date:
    """The nth working day before a day, Fridays not counted."""
    while number:
        day -= _ONE_DAY
        if day.weekday() != _FRIDAY and calendar.law.is_working_day(day):
            number -= 1
    return day


def is_time_served(facts: Facts, today: date, rules: Rules) -> bool:
    """Whether the sentence starts on the conditional release date, and that is less than 28 days ago."""
    crd = recorded_release_dates(facts).get("CRD")
    if crd is None or crd != known_day(facts, "sentence_start_date"):
        return False
    return (today - crd).days < rules.licence.time_served_days


def is_release_at_licence_expiry(release: date | None, facts: Facts) -> bool:
    """Whether the licence would end on the day it starts."""
    return release is not None and release == known_day(facts, "licence_expiry_date")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether the licence service would start a licence today, and what stands in the way of each kind."""

    kind: Kind | None
    any_kind: tuple[str, ...]
    crd: tuple[str, ...]
    hdc: tuple[str, ...]
    recall: tuple[str, ...]


def eligibility(facts: Facts, calendar: Calendar, today: date, rules: Rules) -> Eligibility:
    """What the licence service would say today, for *why*: unlike `licence`, it turns past dates away.

    Booking, breach of top-up supervision and the sentences themselves are not facts here, so what the service
    says about those is not said.
    """
    any_kind = _any_kind_blocks(facts, today)
    crd, hdc = _crd_blocks(facts, today, rules), _hdc_blocks(facts, today, rules)
    recall = _recall_blocks(facts, calendar, today, rules)
    blocks: tuple[tuple[Kind, tuple[str, ...]], ...] = (("CRD", crd), ("HDC", hdc), ("PRRD", recall))
    free = next((kind for kind, found in blocks if not found), None)
    return Eligibility(None if any_kind else free, any_kind, crd, hdc, recall)


def _any_kind_blocks(facts: Facts, today: date) -> tuple[str, ...]:
    eligible = known_day(facts, "parole_eligibility_date")
    blocks = {
        "is eligible for parole": eligible is not None and eligible > today,
        "has died": facts.get("legal_status") == "DEAD",
        "does not have eligible prison status": "released_on" in facts
        or facts.get("custody_status", "in_prison") not in _ELIGIBLE_STATUS,
        "is on indeterminate sentence": is_indeterminate(facts),
        "PSS licences no longer supported": "topup_supervision_expiry_date" in facts
        and "licence_expiry_date" not in facts,
    }
    return tuple(reason for reason, holds in blocks.items() if holds)


def _crd_blocks(facts: Facts, today: date, rules: Rules) -> tuple[str, ...]:
    dates = recorded_release_dates(facts)
    crd, prrd = dates.get("CRD"), dates.get("PRRD")
    past = crd is not None and crd < today and not is_time_served(facts, today, rules)
    blocks = {
        _NO_CRD: crd is None,
        "CRD in the past and not eligible for time served": past,
        _ON_PAROLE: _released_on_parole(facts, rules),
        "is a recall case": on_recall(facts) if crd is None else prrd is not None and prrd > crd,
        _ON_HDC: "HDCAD" in dates,
    }
    return tuple(reason for reason, holds in blocks.items() if holds)


def _hdc_blocks(facts: Facts, today: date, rules: Rules) -> tuple[str, ...]:
    dates = recorded_release_dates(facts)
    crd = dates.get("CRD")
    blocks = {
        "has no home detention curfew date": "HDCAD" not in dates,
        _NO_CRD: crd is None,
        "CRD is too soon": crd is not None and (crd - today).days < rules.licence.hdc_creation_days,
    }
    return tuple(reason for reason, holds in blocks.items() if holds)


def _recall_blocks(facts: Facts, calendar: Calendar, today: date, rules: Rules) -> tuple[str, ...]:
    dates = recorded_release_dates(facts)
    prrd = dates.get("PRRD")
    blocks = {
        "has no post recall release date": prrd is None,
        "post recall release date is in the past": prrd is not None and prrd < today,
        "is released at licence expiry": is_release_at_licence_expiry(
            licence_start("PRRD", facts, calendar, rules), facts
        ),
        _ON_PAROLE: "PED" in dates and "APD" in dates,
        _ON_HDC: "HDCAD" in dates,
    }
    return tuple(reason for reason, holds in blocks.items() if holds)


def _released_on_parole(facts: Facts, rules: Rules) -> bool:
    """Whether a PED, with an approved date or a confirmed one away from the CRD, means release on parole."""
    dates = recorded_release_dates(facts)
    if "PED" not in dates:
        return False
    confirmed, crd = known_day(facts, "confirmed_release_date"), dates.get("CRD")
    if confirmed is None or crd is None:
        return "APD" in dates
    days_early = (crd - confirmed).days
    return "APD" in dates or not 0 <= days_early <= rules.licence.parole_window_days
