"""What to know about an accommodation route besides its task: lines that `why` adds where they apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from releasecheck.core.domain import Facts, Release, Task
from releasecheck.core.words import count, day_in_words, listed
from releasecheck.people.facts import FACTS, show_value
from releasecheck.people.sentence_dates import is_indeterminate
from releasecheck.policy.route_rules import Routes, load_routes
from releasecheck.policy.routes import (
    SAFE_ORDER,
    Assessed,
    Premises,
    Sentence,
    application_expiry,
    approvals_needed,
    assessment_deadline,
    decision_expected,
    default_placement_weeks,
    homelessness,
    is_borderline,
    last_night,
    nights_over,
    notice_type,
    outside_national_standards,
)
from releasecheck.policy.working_days import Calendar


class RouteNote(NamedTuple):
    """One line: what it is about, and what is to be known."""

    label: str
    text: str


class _Case(NamedTuple):
    """What the notes on a route read."""

    facts: Facts
    release: date | None
    task: Task
    as_of: date
    calendar: Calendar
    routes: Routes

    @property
    def undecided(self) -> bool:
        """Whether the route may still have to be taken, or is being taken."""
        if self.task.stage is not None:
            return self.task.stage in ("waiting", "action")
        return self.task.rest in ("open", "unknown")


_NOTICE_WORDS = {"standard": "standard", "short_notice": "short notice", "emergency": "an emergency"}


def route_notes(
    item_id: str, facts: Facts, release: Release | None, task: Task, today: date, calendar: Calendar
) -> tuple[RouteNote, ...]:
    """What applies to this person of the numbers of an accommodation route; nothing for any other item."""
    writer = _ROUTES.get(item_id)
    if writer is None:
        return ()
    day = release.date if release else None
    return tuple(writer(_Case(facts, day, task, today, calendar, load_routes())))


def _cas1_notes(case: _Case) -> Iterator[RouteNote]:
    if not case.undecided:
        return
    task = case.task
    if task.outcome == "submitted" and task.stage is not None and task.outcome_on is not None:
        # The service calls an application without an arrival date standard.
        release = case.release
        kind: Assessed = notice_type(task.outcome_on, release, case.routes) if release else "standard"
        yield RouteNote("Assessment expected", _assessment(kind, task.outcome_on, case))
    elif task.outcome == "placement_request_submitted" and task.outcome_on is not None:
        yield RouteNote("Answer expected", _assessment("placement_request", task.outcome_on, case))
    elif task.stage is None:
        yield from _cas1_if_sent_today(case)
    yield from _cas1_expiry(case)
    yield from _placement_notes(case)


def _cas1_if_sent_today(case: _Case) -> Iterator[RouteNote]:
    cas1 = case.routes.cas1
    window = case.task.opens_on
    if case.release is None or case.release < case.as_of or (window is not None and case.as_of < window):
        return
    kind = notice_type(case.as_of, case.release, case.routes)
    days = count((case.release - case.as_of).days, "day")
    takes = {
        "standard": count(cas1.standard_working_days, "working day"),
        "short_notice": count(cas1.short_notice_working_days, "working day"),
        "emergency": count(cas1.emergency_hours, "hour"),
    }[kind]
    borderline = is_borderline(case.as_of, case.release, case.routes)
    doubt = "; the service may count a day less" if borderline else ""
    yield RouteNote("If sent today", f"{_NOTICE_WORDS[kind]} ({days}{doubt}): assessed within {takes}")
    six_months = cas1.outside_national_standards.before(case.release)
    if outside_national_standards(case.as_of, case.release, case.routes):
        text = f"from {day_in_words(six_months)} the form asks why: {listed(cas1.late_reasons, 'or')}"
        yield RouteNote("Six months before release", text)


def _assessment(kind: Assessed, received: date, case: _Case) -> str:
    cas1 = case.routes.cas1
    early, late = (
        assessment_deadline(kind, datetime.combine(received, time(clock)), case.calendar, case.routes)
        for clock in (cas1.first_clock, cas1.last_clock)
    )
    notice = "" if kind == "placement_request" else f"{_NOTICE_WORDS[kind]}: "
    if kind == "emergency":
        return f"{notice}within {cas1.emergency_hours} hours; at the latest {_clock(late)}"
    if early.date() == late.date():
        return f"{notice}by {day_in_words(early.date())}"
    by = day_in_words(early.date())
    after = day_in_words(late.date(), year=False)
    return f"{notice}by {by} if received before {cas1.last_clock}:00, else {after}"


def _clock(moment: datetime) -> str:
    return f"{day_in_words(moment.date(), year=False)} {moment:%H:%M}"


def _cas1_expiry(case: _Case) -> Iterator[RouteNote]:
    outcome, on = case.task.outcome, case.task.outcome_on
    if on is None:
        return
    if outcome == "started":
        last = day_in_words(application_expiry(on, case.routes, accepted=False))
        yield RouteNote(
            "Lapses unless it is sent", f"{last}, {case.routes.cas1.unsent_days} days after it was begun"
        )
    elif outcome is not None and outcome.startswith("placement_request"):
        last = day_in_words(application_expiry(on, case.routes, accepted=True))
        days = case.routes.cas1.accepted_days
        yield RouteNote("Application expires", f"{days} days after it was accepted: {last} at the latest")


def _placement_notes(case: _Case) -> Iterator[RouteNote]:
    tier, sex = case.facts.get("tier"), case.facts.get("sex")
    if tier is None:
        return  # the conditions have asked for it already
    sentence = _sentence(case.facts)
    unsure = len(str(tier)) == 1 and (sex not in ("M", "F") or (sex == "M" and sentence is None))
    if unsure:
        asked = "the sentence" if sex == "M" else "the sex"
        yield RouteNote("Expected stay", f"depends on {asked}, which is not known")
        return

    def weeks(premises: Premises) -> int | None:
        kind: Sentence = sentence or "other"
        return default_placement_weeks(str(tier), str(sex), kind, premises, case.routes)

    usual = weeks("normal")
    most = "refused in an ordinary place" if usual is None else f"{count(usual, 'week')} by default"
    yield RouteNote("Expected stay", f"{most}; PIPE {weeks('pipe')}, ESAP {weeks('esap')}")


def _sentence(facts: Facts) -> Sentence | None:
    """Life, IPP and the like, or any other sentence; None while nobody recorded which."""
    if is_indeterminate(facts):
        return "indeterminate"
    told = facts.get("indeterminate") is False or facts.get("legal_status") not in (None, "RECALL")
    return "other" if told else None


def _cas3_notes(case: _Case) -> Iterator[RouteNote]:
    yield from _bed_notes(case)
    task = case.task
    if not case.undecided:
        return
    cas3 = case.routes.cas3
    if task.stage == "waiting" and task.outcome_on is not None:
        first, last = decision_expected(task.outcome_on, case.calendar, case.routes)
        yield RouteNote("Answer expected", f"{day_in_words(first)} to {day_in_words(last)}")
    elif task.stage is None:
        span = f"{cas3.decision_from_working_days} to {cas3.decision_until_working_days} working days"
        yield RouteNote("Answer", f"by email, {span} after it is sent")
        yield from _approval_notes(case)
        yield from _order_note(case)
    if "bed_from" not in task.evidence and case.release is not None:
        last_day = day_in_words(last_night(case.release, case.routes))
        yield RouteNote(f"{cas3.most_nights} nights at most", f"from release day, the last is {last_day}")
    yield from _homeless_note(case)


def _bed_notes(case: _Case) -> Iterator[RouteNote]:
    """When a bed that is booked or slept in runs out."""
    task, most = case.task, case.routes.cas3.most_nights
    if task.outcome not in ("booking_confirmed", "arrived"):
        return
    written = task.evidence.get("bed_from")
    arrival = date.fromisoformat(written) if written else None
    if arrival is None and task.outcome == "arrived":
        arrival = task.outcome_on
    if arrival is None:
        return
    last = last_night(arrival, case.routes)
    yield RouteNote(
        f"{most} nights at most", f"from {day_in_words(arrival)}, the last is {day_in_words(last)}"
    )
    leaves = task.evidence.get("bed_until")
    departure = date.fromisoformat(leaves) if leaves else case.as_of
    over = nights_over(arrival, departure, case.routes)
    if over:
        yield RouteNote("Too long", f"{count(over, 'night')} over: record whether that is authorised")


def _approval_notes(case: _Case) -> Iterator[RouteNote]:
    found = approvals_needed(case.facts, case.routes)
    for approval in found:
        if approval.because:
            why = listed(f"{name} = {show_value(FACTS[name], case.facts[name])}" for name in approval.because)
            yield RouteNote("Approval needed", f"{listed(approval.who)}: {why}")
        else:
            unknown = listed(approval.not_known)
            yield RouteNote("Approval may be needed", f"{listed(approval.who)}: {unknown} not known")
    if not found:
        yield RouteNote("Approval needed", "none for what is recorded; regions may ask for more")
    flags = [f"{rule.or_flag} ({listed(rule.who)})" for rule in case.routes.cas3.approvals if rule.or_flag]
    if flags:
        yield RouteNote("Flags not kept here", f"ask for the approvals they need: {listed(flags)}")


def _order_note(case: _Case) -> Iterator[RouteNote]:
    *first, last = SAFE_ORDER
    yield RouteNote("Safe order", f"{', '.join(first)}, then {last}, which needs both")


def _homeless_note(case: _Case) -> Iterator[RouteNote]:
    flag = homelessness(case.facts, case.routes)
    words = {"no_fixed_abode": "no fixed abode", "at_risk": "risk of no fixed abode"}
    if flag is None:
        if "next_accommodation" not in case.facts:
            yield RouteNote("Homelessness flag", "next_accommodation not known: cannot say")
    elif flag != "none":
        yield RouteNote("Homelessness flag", words[flag])


def _dtr_notes(case: _Case) -> Iterator[RouteNote]:
    if not case.undecided:
        return
    area = case.facts.get("home_area")
    if area == "wales":
        yield RouteNote("In Wales", "an application for assistance, under the Housing (Wales) Act 2014")
    elif area is None:
        yield RouteNote("England or Wales", "home_area not known: in Wales, an application for assistance")
    if case.task.stage is None:
        yield from _order_note(case)
    yield from _homeless_note(case)


def _crs_notes(case: _Case) -> Iterator[RouteNote]:
    if case.undecided and case.task.stage is None:
        yield from _order_note(case)


def _private_address_notes(case: _Case) -> Iterator[RouteNote]:
    if not case.undecided:
        return
    yield RouteNote("Counts as next accommodation", "a proposed address with a postcode and no end date")
    if "next_accommodation" not in case.facts or case.facts["next_accommodation"] is False:
        yield RouteNote(
            "Once it is confirmed", "set next_accommodation=yes: dtr, crs and cas3 are no longer asked for"
        )


_ROUTES: dict[str, Callable[[_Case], Iterator[RouteNote]]] = {
    "cas1": _cas1_notes,
    "cas3": _cas3_notes,
    "dtr": _dtr_notes,
    "crs": _crs_notes,
    "private_address": _private_address_notes,
}
