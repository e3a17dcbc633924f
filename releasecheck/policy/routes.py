"""The accommodation routes beyond their tasks: how much notice, how soon, how long, and who must agree.

Nothing here decides whether a route is open to somebody: the catalogue does. Days are calendar days unless
they are called working days; times are London's. The numbers are in `data/routes.toml`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from releasecheck.core.domain import Facts
from releasecheck.policy.route_rules import Routes
from releasecheck.policy.route_rules import load_routes as load_routes
from releasecheck.policy.working_days import Calendar, shift

Notice = Literal["standard", "short_notice", "emergency"]
Assessed = Literal["standard", "short_notice", "emergency", "placement_request"]
Premises = Literal["normal", "rfap", "pipe", "esap", "mental_health"]
"""Kinds of Approved Premises; rfap is recovery-focused."""
Sentence = Literal["indeterminate", "other"]
Homelessness = Literal["none", "at_risk", "no_fixed_abode"]

#: The order to refer in: CAS-3 needs the other two, and CRS opens first.
SAFE_ORDER = ("crs", "dtr", "cas3")


class Approval(NamedTuple):
    """Somebody whose approval a CAS-3 referral needs, or may need."""

    who: tuple[str, ...]
    because: tuple[str, ...]
    """The facts that call for it; none: it is not known whether it is needed."""
    not_known: tuple[str, ...]
    """The facts that could still call for it."""
    or_flag: str


# --- Approved Premises ---


def notice_type(submitted: date, arrival: date, routes: Routes) -> Notice:
    """How much notice an application sent on a day gives, by the plain rule: 7 days or fewer, 28 or fewer."""
    days = (arrival - submitted).days
    if days <= routes.cas1.emergency_days:
        return "emergency"
    return "short_notice" if days <= routes.cas1.short_notice_days else "standard"


def is_borderline(submitted: date, arrival: date, routes: Routes) -> bool:
    """Whether the service, which drops the part of a day already gone, may call it the shorter notice."""
    days = (arrival - submitted).days
    return days - 1 in (routes.cas1.emergency_days, routes.cas1.short_notice_days)


def outside_national_standards(submitted: date, arrival: date, routes: Routes) -> bool:
    """Whether arrival is six months away or less, so that the form demands a reason."""
    return routes.cas1.outside_national_standards.before(arrival) <= submitted


def assessment_deadline(kind: Assessed, received: datetime, calendar: Calendar, routes: Routes) -> datetime:
    """When an application or placement request should be assessed, in the time zone it was received in.

    A time without a zone is London's. Received before 1pm on a working day, the time counts from then; else
    from 9am on the next working day.
    """
    if received.tzinfo is not None:
        from zoneinfo import ZoneInfo

        there = received.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)
        due = assessment_deadline(kind, there, calendar, routes)
        return due.replace(tzinfo=ZoneInfo("Europe/London")).astimezone(received.tzinfo)
    numbers = routes.cas1
    start = received
    if not calendar.law.is_working_day(received.date()) or received.hour >= numbers.last_clock:
        opens = calendar.law.next_working_day(received.date() + timedelta(days=1))
        start = datetime.combine(opens, time(numbers.first_clock))
    if kind == "emergency":
        return start + timedelta(hours=numbers.emergency_hours)
    days = {
        "standard": numbers.standard_working_days,
        "short_notice": numbers.short_notice_working_days,
        "placement_request": numbers.placement_request_working_days,
    }[kind]
    return datetime.combine(calendar.law.add_working_days(start.date(), days), start.time())


def application_expiry(on: date, routes: Routes, *, accepted: bool) -> date:
    """The day an application shuts: counted from the acceptance, or else from the day it was begun."""
    return shift(on, days=routes.cas1.accepted_days if accepted else routes.cas1.unsent_days)


def default_placement_weeks(
    tier: str, sex: str, sentence: Sentence, premises: Premises, routes: Routes
) -> int | None:
    """Weeks in an Approved Premises by default; None where the service refuses such a place.

    `sex` F is a women's application, anything else a men's.
    """
    weeks = routes.placement
    if len(tier) > 1:
        return weeks.two_character.get(premises, weeks.two_character["other"])
    if premises in ("pipe", "esap"):
        return weeks.single_letter[premises]
    if premises == "mental_health":
        return None if sex == "F" else weeks.single_letter["mental_health"]
    if sex == "F":
        return weeks.single_letter["women"]
    return (weeks.men_indeterminate if sentence == "indeterminate" else weeks.men_other_sentence).get(tier)


# --- CAS-3 ---


def approvals_needed(facts: Facts, routes: Routes) -> tuple[Approval, ...]:
    """Whose approval a CAS-3 referral needs for these risks, or may need while a fact is not known.

    The national minimum; regions may ask for more. Arson and terrorism flags are not kept here.
    """
    found = []
    for rule in routes.cas3.approvals:
        because = tuple(name for name, values in rule.when.items() if facts.get(name) in values)
        unknown = tuple(name for name in rule.when if not _is_settled(name, facts))
        if because or unknown:
            found.append(Approval(rule.who, because, unknown, rule.or_flag))
    return tuple(found)


def _is_settled(name: str, facts: Facts) -> bool:
    """Whether a fact is known; whoever is outside MAPPA has no level to know."""
    return name in facts or (name == "mappa_level" and facts.get("mappa_category") == "none")


def last_night(arrival: date, routes: Routes) -> date:
    """The last night somebody may sleep in a CAS-3 bed; they leave by the next day."""
    return shift(arrival, days=routes.cas3.most_nights - 1)


def nights_over(arrival: date, departure: date, routes: Routes) -> int:
    """Nights stayed beyond the most that CAS-3 gives; 0 within them."""
    return max(0, (departure - arrival).days - routes.cas3.most_nights)


def decision_expected(submitted: date, calendar: Calendar, routes: Routes) -> tuple[date, date]:
    """The first and last day on which the homelessness prevention team should answer."""
    numbers = routes.cas3
    return (
        calendar.law.add_working_days(submitted, numbers.decision_from_working_days),
        calendar.law.add_working_days(submitted, numbers.decision_until_working_days),
    )


def homelessness(facts: Facts, routes: Routes) -> Homelessness | None:
    """The national homelessness flag; None while the facts do not settle it.

    Somebody in prison who keeps a settled home counts as settled. Whether a next accommodation is settled
    is not kept, so with one nothing is said.
    """
    current = facts.get("current_accommodation")
    if current in routes.homelessness.homeless:
        return "no_fixed_abode"
    if current is None or "next_accommodation" not in facts or facts["next_accommodation"] is True:
        return None
    settled = current in routes.homelessness.settled or facts.get("housing") == "settled"
    return "none" if settled else "at_risk"
