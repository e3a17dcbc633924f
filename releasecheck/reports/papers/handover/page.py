"""A handover in words: what is missing first, then risk, then where they will live, then every pathway.

Two pages for an ordinary case. Status and dates of what protects people, never what was said.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from releasecheck.core.domain import Telling
from releasecheck.core.words import capital, count, day_in_words, listed
from releasecheck.formats.paper import Made, Paper, Part
from releasecheck.people.facts import FACTS
from releasecheck.planning.contacts import Request
from releasecheck.policy.date_rules import HandoverRules
from releasecheck.policy.tables.rule_tables import Span
from releasecheck.reports.papers.handover.parts import (
    accommodation_part,
    coming_day,
    fact_of,
    own_questions_part,
    owner_of,
    past_day,
    pathways_part,
    standing,
    text_day,
)
from releasecheck.reports.papers.handover.report import REPORT, Appointment, HandoverReport
from releasecheck.reports.papers.handover.risk import risk_part
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import Countdown
from releasecheck.reports.person.task_words import stopped_words

_WRONG = ("overdue", "action", "chase", "expired", "blocked")
_MOST_REQUESTS = 6
_MOST_QUESTIONS = 10
_MOST_CHANGES = 20
_MOST_EARLIER = 3
_FEW = 2
"""One in so many of what is needed may be missing before the COM is told to ask first."""

#: What each rule of responsibility says; {span} is its length of time.
_RULES = {
    "early_allocation": "early allocation: {span} before {earliest}",
    "indeterminate": "indeterminate sentence: {span} before {earliest}",
    "indeterminate_open": "indeterminate, in open conditions: {span} before {earliest}",
    "determinate_parole": "determinate with parole: {span} before {earliest}",
    "determinate": "determinate sentence: {span} before {earliest}",
    "determinate_short": "{span} or less from sentence to {earliest}: COM from the start",
    "recall_case": "recalled: the COM is responsible",
    "immigration_case": "immigration case: the COM is responsible",
    "release_date_unknown": "no date is recorded to count back from",
}
_SPANS = {"determinate_short": "short_sentence"}


def handover_page(report: HandoverReport, rules: HandoverRules, made: Made) -> Paper:
    """The page to hand over, ready to be laid out."""
    countdown = report.countdown
    title = f"Handover: {countdown.name} {countdown.prison_number}"
    # Whoever takes over must read first that the day they are given is not one to count on.
    stopped = stopped_words(countdown.stopped, countdown.as_of)
    parts = (
        _check_this(report),
        _missing(report),
        _changed(report),
        _release(report),
        _responsible(report, rules),
        risk_part(report),
        accommodation_part(report),
        pathways_part(report),
        _asked(report),
        own_questions_part(report),
        _dates(report),
        _questions(report),
    )
    return Paper(
        kind="handover",
        title=stopped or title,
        under=(*((title,) if stopped else ()), *_under(report)),
        parts=tuple(part for part in parts if part.lines or part.points or part.rows),
        made=made,
        numbers=report.numbers,
    )


def _under(report: HandoverReport) -> Iterator[str]:
    facts = report.countdown.facts
    place = [phrases.prison(facts.get("prison")), *filter(None, [fact_of(report, "cell")])]
    born = facts.get("date_of_birth")
    if isinstance(born, date):
        place.append(f"born {day_in_words(born, weekday=False)}")
    place += phrases.numbers_elsewhere(facts)
    yield f"For {report.recipient} · {' · '.join(place)}"
    found = report.answers
    if len(found.missing) * _FEW > found.asked:
        known = found.asked - len(found.missing)
        many = f"Only {known} of the" if known else "None of the"
        yield f"{many} {found.asked} {_NEEDS} {'is' if known < 2 else 'are'} known: ask the POM first."


# --- what is wrong ---

_NEEDS = "things a COM needs to take this case"


def _check_this(report: HandoverReport) -> Part:
    """What does not agree, before what is missing: either of the two may be wrong."""
    return Part("check", "Check this", (), (*report.contradictions, *report.countdown.checks), tone="bad")


def _missing(report: HandoverReport) -> Part:
    found = report.answers
    if found.missing:
        lines = [f"Missing of the {found.asked} {_NEEDS}: {listed(found.missing_titles)}."]
    else:
        lines = [f"All {found.asked} {_NEEDS} are known."]
    if found.background:
        lines.append(f"Also not known: {listed(question.title for question in found.background)}.")
    waiting = _unacknowledged(report)
    if waiting:
        lines.append(waiting)
    wrong = report.countdown.in_state(*_WRONG)
    rows = [
        (task.title, owner_of(task), standing(task, report))
        for task in sorted(wrong, key=lambda task: not task.public_protection)
        if task.item != REPORT
    ]
    return Part(
        "missing",
        "Missing",
        tuple(lines),
        (),
        ("What", "Who", "Where it stands"),
        tuple(rows),
        "bad",
    )


def _unacknowledged(report: HandoverReport) -> str | None:
    """That a handover was sent and nobody said that it arrived."""
    if report.waiting_since in (None, report.countdown.as_of):
        return None
    days = count((report.countdown.as_of - report.waiting_since).days, "day")
    to = next((given.to for given in reversed(report.given)), "the COM")
    return f"Handover sent {past_day(report.waiting_since)} to {to} and not acknowledged, {days} ago."


def _changed(report: HandoverReport) -> Part:
    if report.since is None:
        return Part("changed", "")
    points = list(report.changes[:_MOST_CHANGES])
    if more := len(report.changes) - len(points):
        points.append(f"and {more} more: releasecheck history {report.countdown.prison_number}")
    lines = () if points else ("Nothing was recorded since.",)
    return Part("changed", f"Recorded since {past_day(report.since)}", lines, tuple(points))


def _questions(report: HandoverReport) -> Part:
    asked = [question.ask for question in report.answers.blank]
    blank = {question.name for question in report.answers.blank}
    stuck = [task.title for task in report.countdown.in_state(*_WRONG) if task.item not in {REPORT, *blank}]
    points = asked[:_MOST_QUESTIONS]
    if report.pom_view is not None and report.pom_view.view == "disagrees":
        points.insert(0, "The POM disagrees with the parole report: has the Board both views?")
    if more := len(asked) - len(points):
        points.append(f"And the {count(more, 'other thing')} not known, listed under missing.")
    if report.countdown.facts.get("com") and report.com_last_met is None:
        points.append("When will this COM first meet the person?")
    if stuck:
        points.append(f"What stands in the way, and who takes it on: {'; '.join(stuck)}?")
    return Part("questions", "For the meeting", (), tuple(points))


# --- release and responsibility ---


def _release(report: HandoverReport) -> Part:
    countdown = report.countdown
    release = countdown.release
    if release is None:
        said = ("No release date is recorded.", *_could_be(countdown), *_before(report.earlier))
        return Part("release", "Release", said)
    kind = phrases.release_type(release)
    nominal = f", nominal {coming_day(release.nominal_date)}" if release.nominal_date != release.date else ""
    confirmed = phrases.confirmation(release)
    days, working = countdown.days_to_release or 0, countdown.working_days_to_release
    left = f"{count(days, 'day')} from now" if days >= 0 else f"{count(-days, 'day')} ago"
    if working and days > 0:
        left += f", {count(working, 'working day')}"
    move = f" {capital(phrases.may_move(coming_day(release.may_move_to)))}." if release.may_move_to else ""
    told = f"Told {past_day(release.told_on)}" if release.told_on else "The day it was told is not recorded"
    source = release.source or "nobody recorded who said so"
    by = f", recorded by {report.told_by}" if report.told_by else ""
    return Part(
        "release",
        "Release",
        (
            f"{coming_day(release.date)}, {kind}{nominal}, {confirmed}: {left}.{move}",
            f"{told}: {source}{by}.",
            *_could_be(countdown),
            *_before(report.earlier),
        ),
    )


def _could_be(countdown: Countdown) -> Iterator[str]:
    earlier = countdown.another_day
    if earlier is not None:
        yield f"Could be as early as {coming_day(earlier.date)} ({earlier.because})."


def _before(earlier: Sequence[Telling]) -> Iterator[str]:
    if earlier:
        dates = [
            f"{coming_day(telling.date)} {telling.type or 'type not known'} (told "
            f"{past_day(telling.told_on)})"
            for telling in earlier[:_MOST_EARLIER]
        ]
        yield f"Before that: {listed(dates)}."


def _responsible(report: HandoverReport, rules: HandoverRules) -> Part:
    title, handover = "Who is responsible", report.countdown.handover
    if handover is None:
        return Part("responsible", title, ("Offender management in custody does not apply.",))
    pom, com = fact_of(report, "pom") or "(name not known)", fact_of(report, "com") or "(name not known)"
    contact = [text for name in ("com_office", "com_email") if (text := fact_of(report, name))]
    named = {"POM": f"POM {pom}", "COM": ", ".join((f"COM {com}", *contact))}
    other = "COM" if handover.responsible == "POM" else "POM"
    supports = " supports" if handover.supporting == other else ", not yet supporting"
    wanting = phrases.responsible_for_want_of(report.countdown.facts, handover)
    now = f"{named[handover.responsible]} is responsible"
    if handover.date is not None:
        past = handover.date <= report.countdown.as_of
        now += (
            f" since {coming_day(handover.date)}"
            if past
            else f" until handover on {coming_day(handover.date)}"
        )
    met = f"met last on {past_day(report.com_last_met)}" if report.com_last_met else "no contact recorded"
    who = f"{now}; {named[other]}{supports}"
    if wanting is not None:
        who = f"{phrases.not_known_who(wanting)}; {named['POM']}, {named['COM']}"
    lines = [f"{who}.", f"Rule: {_rule(report, rules)}."]
    changes = "; ".join(f"{change.name}, {past_day(change.on)}" for change in report.com_changes)
    if report.com_changes:
        more = len(report.com_changes) - 1
        changed = count(more, "change") if more else "no change"
        lines.append(f"This COM and the person: {met}. COM named: {changes} ({changed} of COM on record).")
    return Part("responsible", title, tuple(lines))


def _rule(report: HandoverReport, rules: HandoverRules) -> str:
    handover = report.countdown.handover
    assert handover is not None, "only asked where there is one"
    earliest = handover.earliest_release
    said = _RULES.get(handover.reason, handover.reason.replace("_", " "))
    name = _SPANS.get(handover.reason, handover.reason)
    span = getattr(rules, name, None)
    return said.format(
        span=_span(span) if isinstance(span, Span) else "",
        earliest=f"{earliest.type} {coming_day(earliest.date)}" if earliest else "release",
    )


def _span(span: Span) -> str:
    sizes = ((span.years, "year"), (span.months, "month"), (span.weeks, "week"), (span.days, "day"))
    return listed(count(number, unit) for number, unit in sizes if number)


# --- contacts, dates ---


def _asked(report: HandoverReport) -> Part:
    lines = []
    latest = {contact.role: contact for contact in report.contacts}
    if latest:
        met = listed(
            f"{contact.role}{f' {contact.name}' if contact.name else ''} {past_day(contact.on)} "
            f"({contact.how.replace('_', ' ')})"
            for contact in latest.values()
        )
        lines.append(f"Last contact: {met}.")
    requests = [request for request in report.requests if request.item != REPORT]
    asked = requests[-_MOST_REQUESTS:]
    rows = [
        (_request(request), f"{past_day(request.asked_on)}, {request.asked_by}", _came_of(request, report))
        for request in reversed(asked)
    ]
    if more := len(requests) - len(asked):
        lines.append(f"The last {len(asked)} of {len(asked) + more} requests:")
    if report.given:
        lines.append(
            f"Handed over before: {listed(f'{past_day(one.on)} to {one.to}' for one in report.given)}."
        )
    if report.acknowledged_on:
        lines.append(f"Handover acknowledged {past_day(report.acknowledged_on)}.")
    headings = ("Asked for", "When, by whom", "What came of it")
    return Part("asked", "Contacts and requests", tuple(lines), (), headings, tuple(rows))


def _request(request: Request) -> str:
    return f"{request.kind} ({request.of})" if request.of else request.kind


def _came_of(request: Request, report: HandoverReport) -> str:
    if not request.steps:
        return f"no answer after {count(request.days_waited(report.countdown.as_of), 'day')}"
    last = request.steps[-1]
    return (
        f"{last.name} {past_day(last.on)}, after {count(request.days_waited(report.countdown.as_of), 'day')}"
    )


def _dates(report: HandoverReport) -> Part:
    rows = []
    licence = report.countdown.licence
    if licence is not None:
        stop = f"; hard stop {coming_day(licence.hard_stop)}" if licence.hard_stop else ""
        rows.append(("Licence", f"starts {coming_day(licence.start)}{stop}"))
    ends = [
        f"{FACTS[name].title[0].lower()}{FACTS[name].title[1:]} {past_day(day)}"
        for name in ("licence_expiry_date", "sentence_expiry_date", "topup_supervision_expiry_date")
        if isinstance(day := report.countdown.facts.get(name), date)
    ]
    if ends:
        rows.append(("Ends", "; ".join(ends)))
    rows += [("Appointment", _appointment(one)) for one in report.appointments]
    if not report.appointments:
        rows.append(("Appointments", "none booked on record"))
    return Part("dates", "Licence and appointments", (), (), ("What", "When"), tuple(rows))


def _appointment(one: Appointment) -> str:
    when = text_day(one.on) + (f" {one.at}" if one.at else "")
    return f"{when}: {one.what}{f', {one.where}' if one.where else ''}"
