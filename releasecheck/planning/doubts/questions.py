"""Doubts that are no alarm: dates that do not look right, a tag and a rent with nothing behind them."""

from __future__ import annotations

from datetime import date, timedelta

from releasecheck.core.domain import Doubt
from releasecheck.core.words import day_in_words
from releasecheck.people.sentence_dates import is_indeterminate, known_day, on_recall
from releasecheck.planning.doubts.found import NOT_IN_DOUBT, Found
from releasecheck.planning.person import Person
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.earliest_day import hdc_no_longer_given
from releasecheck.policy.working_days import Calendar


def hdc_date(person: Person, calendar: Calendar, rules: Rules) -> Found:
    """That there is an HDC eligibility date of a kind that adults are given no longer."""
    day = _given_no_more(person, rules)
    if day is None:
        return NOT_IN_DOUBT
    if day < person.today:
        return Found(None, first=day + timedelta(days=1))
    text = f"Adults are given no HDC eligibility date such as {day_in_words(day)} any more: ask the OMU."
    doubt = Doubt("hdc_date", day.isoformat(), text, "an HDC date that is given no more", pressing=False)
    return Found(doubt, last=day)


def _given_no_more(person: Person, rules: Rules) -> date | None:
    """An HDC eligibility of a kind that adults are given no longer, whether its day has gone by or not."""
    return hdc_no_longer_given(person.record.facts, rules, date.min)


def tranche(person: Person, calendar: Calendar, rules: Rules) -> Found:
    """That a conditional release date may be recalculated, or does not look as if it had been."""
    release, facts, days = person.release, person.record.facts, person.inputs.get("sentence_days")
    if release is None or release.type != "CRD" or not isinstance(days, int) or is_indeterminate(facts):
        return NOT_IN_DOUBT
    placed = rules.progression.tranche(days)
    crd = release.nominal_date
    if placed is None or crd <= placed[1].day:
        return NOT_IN_DOUBT
    _, found = placed
    about = f"{crd.isoformat()} {days} {found.day.isoformat()}"
    brief = f"tranche of {day_in_words(found.day, weekday=False)}, ask the OMU"
    if person.today < found.day:
        upto = f" (up to {found.days:,} days)" if found.days else ""
        text = (
            f"Sentence of {days:,} days, tranche of {day_in_words(found.day)}{upto}: this date may move to "
            "as early as that day, if it is not an excluded or one-half case. Ask the OMU; no due day moves "
            "for it."
        )
        doubt = Doubt("tranche", f"{about} to come", text, brief, pressing=False)
        return Found(doubt, last=found.day - timedelta(days=1))
    start = known_day(facts, "sentence_start_date")
    served = None if start is None else (crd - start).days
    if served is None or served * 100 <= days * rules.progression.recalculated_percent:
        return Found(None, first=found.day)
    text = (
        f"Sentence of {days:,} days, the tranche of {day_in_words(found.day)} has passed and the CRD is "
        f"{_share(served, days)} ({served:,} of {days:,} days): not recalculated, or excluded? Ask the OMU."
    )
    return Found(Doubt("tranche", about, text, brief, pressing=False), first=found.day)


def _share(served: int, days: int) -> str:
    percent = round(served * 100 / days)
    return "at half" if percent == 50 else "past half" if percent > 50 else f"at {percent} per cent"


def tag(person: Person, calendar: Calendar, rules: Rules) -> Found:
    """That somebody is to be tagged, and neither HDC nor a licence condition can be what for.

    Of whoever is under MAPPA, or of high risk, a condition of the licence is to be expected.
    """
    facts = person.record.facts
    if facts.get("electronic_monitoring") is not True or "hdc_actual_date" in facts:
        return NOT_IN_DOUBT
    refused = _given_no_more(person, rules) if facts.get("hdc_eligible") is True else None
    if facts.get("hdc_eligible") is True and refused is None:
        return NOT_IN_DOUBT
    risky = facts.get("rosh") in ("high", "very_high") or facts.get("mappa_category", "none") != "none"
    if risky or _last(person, "licence_conditions") is not None:
        return NOT_IN_DOUBT
    if refused is not None and refused < person.today:
        return Found(None, first=refused + timedelta(days=1))
    text = "Electronic monitoring is yes, with neither HDC nor a licence condition behind it: what is it for?"
    about = refused.isoformat() if refused else "no HDC"
    return Found(Doubt("tag", about, text, "a tag with nothing behind it", pressing=False), last=refused)


_PAYS = {"uc": "Universal Credit", "hb": "Housing Benefit"}
_NOT_SENTENCED = ("REMAND", "CONVICTED_UNSENTENCED")
_NO_HOME = ("tenancy_ended", "no_tenancy")


def housing_payment(person: Person, calendar: Calendar, rules: Rules) -> Found:
    """That the release comes after the day until which help with the rent can go on."""
    facts, release = person.record.facts, person.release
    costs = facts.get("housing_costs")
    since = known_day(facts, "return_to_custody_date" if on_recall(facts) else "reception_date")
    if costs not in _PAYS or since is None or release is None or facts.get("tenancy") == "none":
        return NOT_IN_DOUBT
    if _last(person, "housing_status") in _NO_HOME:
        return NOT_IN_DOUBT
    end = _paid_until(rules, str(costs), since, remand=facts.get("legal_status") in _NOT_SENTENCED)
    if release.date <= end:
        return NOT_IN_DOUBT
    text = (
        f"{_PAYS[str(costs)]} can go on paying for the home until {day_in_words(end)}, and release is "
        f"{day_in_words(release.date)}: is the home kept?"
    )
    about = f"{costs} {end.isoformat()} {release.date.isoformat()}"
    return Found(Doubt("housing_payment", about, text, "the rent is not paid until release", pressing=False))


def _paid_until(rules: Rules, costs: str, since: date, *, remand: bool) -> date:
    found = rules.housing_costs
    span = found.uc if costs == "uc" else found.hb_remand if remand else found.hb_sentenced
    return span.after(since)


def _last(person: Person, item: str) -> str | None:
    """What was recorded last of an item, whether this office asks for it or not."""
    found = (one.outcome for one in reversed(person.record.outcomes) if one.item == item)
    return next(found, None)
