"""A handover in words: what is missing first, then risk, then where they will live, then every pathway.

Two pages for an ordinary case. Status and dates of what protects people, never what was said.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from releasecheck.contacts import Request
from releasecheck.domain import Telling
from releasecheck.facts import FACTS, show_value
from releasecheck.handover_report import CHECKS, REPORT, Appointment, Check, HandoverReport
from releasecheck.papers import Made, Paper, Part
from releasecheck.reports import TaskLine
from releasecheck.rules import HandoverRules, Span
from releasecheck.words import count, day_in_words, listed

_WRONG = ("overdue", "action", "chase", "expired", "blocked")
_MOST_REQUESTS = 6
_MOST_QUESTIONS = 10
_MOST_CHANGES = 20
_MOST_EARLIER = 3

#: Pathways as they are headed, in the order they are read; the others have parts of their own.
_PATHWAYS = {
    "sentence": "Sentence",
    "handover": "Handover",
    "parole": "Parole",
    "licence": "Licence",
    "release_day": "Release day",
    "family": "Children and family",
    "substances": "Drugs and alcohol",
    "health": "Health",
    "finance": "Money and ID",
    "work": "Work and training",
    "immigration": "Immigration",
    "equality": "Adjustments",
}
_ROUTES = "accommodation"
_PROTECTION = ("protection", "victims")

#: Evidence that whoever takes over needs in order to go on; what checks said is not among it.
_WORTH_SAYING = (
    *("reference", "authority", "provider", "area", "premises", "bed_from", "bed_until", "needed_from"),
    *("document", "bank", "practice", "employer", "starts_on", "appointment_on", "appointment_at", "place"),
    *("jobcentre", "programme", "alternative", "place_kind", "check_in_by", "sent_to", "contact_kind"),
)
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
    "release_date_unknown": "no release date to count from: the POM is responsible",
}
_SPANS = {"determinate_short": "short_sentence"}


def handover_page(report: HandoverReport, rules: HandoverRules, made: Made) -> Paper:
    """The page to hand over, ready to be laid out."""
    countdown = report.countdown
    parts = (
        _missing(report),
        _changed(report),
        _release(report),
        _responsible(report, rules),
        _risk(report),
        _accommodation(report),
        _pathways(report),
        _asked(report),
        _dates(report),
        _questions(report),
    )
    return Paper(
        kind="handover",
        title=f"Handover: {countdown.name} {countdown.prison_number}",
        under=tuple(_under(report)),
        parts=tuple(part for part in parts if part.lines or part.points or part.rows),
        made=made,
        numbers=report.numbers,
    )


def _under(report: HandoverReport) -> Iterator[str]:
    facts = report.countdown.facts
    place = [_fact(report, "prison") or "prison not known", *filter(None, [_fact(report, "cell")])]
    born = facts.get("date_of_birth")
    if isinstance(born, date):
        place.append(f"born {day_in_words(born, weekday=False)}")
    yield f"For {report.recipient} · {' · '.join(place)}"
    if report.complete:
        yield f"Complete: all {report.asked} things that a handover must say are known."
    else:
        yield (
            f"Not complete: {len(report.known)} of {report.asked} things that a handover must say are known "
            f"({100 * len(report.known) // report.asked} per cent), counting release, people, risk, checks, "
            "housing and needs."
        )


# --- what is wrong ---


def _missing(report: HandoverReport) -> Part:
    lines = []
    if report.blank:
        lines.append(f"Not known: {listed(question.title for question in report.blank)}.")
    lines += report.countdown.checks
    waiting = _unacknowledged(report)
    if waiting:
        lines.append(waiting)
    wrong = report.countdown.in_state(*_WRONG)
    rows = [
        (task.title, _who(task), _standing(task, report))
        for task in sorted(wrong, key=lambda task: not task.public_protection)
        if task.item != REPORT
    ]
    if not lines and not rows:
        lines.append("Nothing outstanding on this list.")
    return Part(
        "missing",
        "Missing or unknown",
        tuple(lines),
        (),
        ("What", "Who", "Where it stands"),
        tuple(rows),
        "bad",
    )


def _unacknowledged(report: HandoverReport) -> str | None:
    """That a handover was sent and nobody said that it arrived."""
    if report.waiting_since is None:
        return None
    days = count((report.countdown.as_of - report.waiting_since).days, "day")
    to = next((given.to for given in reversed(report.given)), "the COM")
    return f"Handover sent {_day(report.waiting_since)} to {to} and not acknowledged, {days} ago."


def _changed(report: HandoverReport) -> Part:
    if report.since is None:
        return Part("changed", "")
    points = list(report.changes[:_MOST_CHANGES])
    if more := len(report.changes) - len(points):
        points.append(f"and {more} more: releasecheck history {report.countdown.prison_number}")
    lines = () if points else ("Nothing was recorded since.",)
    return Part("changed", f"Recorded since {_day(report.since)}", lines, tuple(points))


def _questions(report: HandoverReport) -> Part:
    asked = [question.ask for question in report.blank]
    blank = {question.name for question in report.blank}
    stuck = [task.title for task in report.countdown.in_state(*_WRONG) if task.item not in {REPORT, *blank}]
    points = asked[:_MOST_QUESTIONS]
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
        return Part("release", "Release", ("No release date is recorded.", *_before(report.earlier)))
    kind = release.type or "type not known"
    nominal = f", nominal {_due(release.nominal_date)}" if release.nominal_date != release.date else ""
    confirmed = "confirmed" if release.confirmed else "not confirmed"
    days, working = countdown.days_to_release or 0, countdown.working_days_to_release
    left = f"{count(days, 'day')} from now" if days >= 0 else f"{count(-days, 'day')} ago"
    if working and days > 0:
        left += f", {count(working, 'working day')}"
    move = f" May be brought forward to {_due(release.may_move_to)}." if release.may_move_to else ""
    told = f"Told {_day(release.told_on)}" if release.told_on else "The day it was told is not recorded"
    source = release.source or "nobody recorded who said so"
    by = f", recorded by {report.told_by}" if report.told_by else ""
    return Part(
        "release",
        "Release",
        (
            f"{_due(release.date)}, {kind}{nominal}, {confirmed}: {left}.{move}",
            f"{told}: {source}{by}.",
            *_before(report.earlier),
        ),
    )


def _before(earlier: Sequence[Telling]) -> Iterator[str]:
    if earlier:
        dates = [
            f"{_due(telling.date)} {telling.type or 'type not known'} (told {_day(telling.told_on)})"
            for telling in earlier[:_MOST_EARLIER]
        ]
        yield f"Before that: {listed(dates)}."


def _responsible(report: HandoverReport, rules: HandoverRules) -> Part:
    title, handover = "Who is responsible", report.countdown.handover
    if handover is None:
        return Part("responsible", title, ("Offender management in custody does not apply.",))
    pom, com = _fact(report, "pom") or "(name not known)", _fact(report, "com") or "(name not known)"
    contact = [text for name in ("com_office", "com_email") if (text := _fact(report, name))]
    named = {"POM": f"POM {pom}", "COM": ", ".join((f"COM {com}", *contact))}
    other = "COM" if handover.responsible == "POM" else "POM"
    supports = " supports" if handover.supporting == other else ", not yet supporting"
    now = f"{named[handover.responsible]} is responsible"
    if handover.date is not None:
        past = handover.date <= report.countdown.as_of
        now += f" since {_due(handover.date)}" if past else f" until handover on {_due(handover.date)}"
    met = f"met last on {_day(report.com_last_met)}" if report.com_last_met else "no contact recorded"
    lines = [f"{now}; {named[other]}{supports}.", f"Rule: {_rule(report, rules)}."]
    changes = "; ".join(f"{change.name}, {_day(change.on)}" for change in report.com_changes)
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
        earliest=f"{earliest.type} {_due(earliest.date)}" if earliest else "release",
    )


def _span(span: Span) -> str:
    sizes = ((span.years, "year"), (span.months, "month"), (span.weeks, "week"), (span.days, "day"))
    return listed(count(number, unit) for number, unit in sizes if number)


# --- risk, routes, pathways ---


def _risk(report: HandoverReport) -> Part:
    facts = report.countdown.facts
    in_mappa = facts.get("mappa_category") in ("1", "2", "3", "4")
    decided = {task.item: _standing(task, report) for task in report.countdown.tasks}
    mappa = [_known(report, "mappa_category"), decided.get("mappa_category")]
    if in_mappa:
        level = facts.get("mappa_level")
        mappa += [f"level {level}" if level else "level not set", decided.get("mappa_level")]
    rows = [
        ("Risk of serious harm, tier", f"RoSH {_known(report, 'rosh')}, tier {_known(report, 'tier')}"),
        ("MAPPA", ", ".join(filter(None, mappa))),
        ("Domestic abuse", _known(report, "domestic_abuse")),
        *((check.title, _check(check, report)) for check in report.checks),
        ("Contact with children restricted", _known(report, "child_contact_restriction")),
        ("Victim in the contact scheme", _known(report, "victim_contact")),
    ]
    shown = {"mappa_category", "mappa_level", *CHECKS}
    rows += [
        (task.title, _standing(task, report))
        for task in report.countdown.tasks
        if task.pathway in _PROTECTION
        and task.item not in shown
        and task.state not in ("not_applicable", "not_required")
    ]
    return Part("risk", "Risk and public protection", (), (), ("What", "Where it stands"), tuple(rows))


def _check(check: Check, report: HandoverReport) -> str:
    """Sent 5 Feb 2025 to Leeds, answered 19 Feb 2025, used in OASys."""
    task = next((task for task in report.countdown.tasks if task.item == check.item), None)
    if task is not None and task.state in ("not_applicable", "not_required"):
        return listed(task.reasons) or "not needed"
    if check.sent_on is None and check.answered_on is None:
        return "not sent"
    of = f" to {check.asked_of}" if check.asked_of else ""
    sent = f"sent {_day(check.sent_on)}{of}" if check.sent_on else "day sent not recorded"
    if check.answered_on is None:
        waited = (report.countdown.as_of - check.sent_on).days if check.sent_on else 0
        return f"{sent}; not answered after {count(waited, 'day')}"
    used = {
        True: "used in OASys",
        False: "not yet used in OASys",
        None: "whether it was used is not recorded",
    }
    read = f", read by {check.read_by}" if check.read_by else ""
    again = f"; asked again: {_standing(task, report)}" if task and task.state in ("to_do", "overdue") else ""
    return f"{sent}; answered {_day(check.answered_on)}{read}; {used[check.used]}{again}"


def _accommodation(report: HandoverReport) -> Part:
    tasks = [task for task in report.countdown.tasks if task.pathway == _ROUTES]
    rows = [
        (task.title, _position(task), _standing(task, report))
        for task in sorted(tasks, key=lambda task: task.position is None)
        if task.state not in ("not_applicable", "not_required")
    ]
    closed = [task.title for task in tasks if task.state == "not_required"]
    lines = [
        f"Address on release: {_known(report, 'next_accommodation')}. Home: {_known(report, 'housing')}."
    ]
    authority = _fact(report, "release_authority")
    if authority:
        lines[0] += f" Local authority: {authority}."
    if closed:
        lines.append(f"Not needed: {listed(closed)}.")
    headings = ("Route", "Position", "Next")
    return Part("accommodation", "Accommodation", tuple(lines), (), headings, tuple(rows))


def _position(task: TaskLine) -> str:
    return (task.position or task.state).replace("_", " ")


def _pathways(report: HandoverReport) -> Part:
    rows: list[tuple[str, str, str]] = []
    idle: list[str] = []
    unsaid: list[str] = []
    later: list[TaskLine] = []
    for pathway, title in _PATHWAYS.items():
        tasks = [task for task in report.countdown.tasks if task.pathway == pathway]
        found = [
            (task.title, _standing(task, report))
            for task in tasks
            if task.state not in ("not_applicable", "not_required", "upcoming", "unknown")
            and task.item != "offence_work"
        ]
        if pathway == "sentence":
            found += _offence_work(report)
        rows += [(title if n == 0 else "", what, stands) for n, (what, stands) in enumerate(found)]
        idle += [task.title for task in tasks if task.state == "not_required"]
        later += [task for task in tasks if task.state == "upcoming"]
        unsaid += [task.title for task in tasks if task.state == "unknown" and task.item != "offence_work"]
    lines = [f"Not needed: {listed(idle)}."] if idle else []
    if unsaid:
        lines.append(f"Whether and when cannot be said until more is known: {'; '.join(unsaid)}.")
    if later:
        later.sort(key=lambda task: task.opens_on or date.max)
        lines.append(
            f"Not open yet: {'; '.join(f'{task.title} {_standing(task, report)}' for task in later)}."
        )
    headings = ("Pathway", "What", "Where it stands")
    return Part("pathways", "Pathways", tuple(lines), (), headings, tuple(rows), narrow_first=True)


def _offence_work(report: HandoverReport) -> list[tuple[str, str]]:
    """Work on the offending that is needed, against what there is."""
    task = next((task for task in report.countdown.tasks if task.item == "offence_work"), None)
    if task is None:
        return []
    if task.state == "not_applicable" and report.work_named is None:
        return [("Offence-focused work", f"none needed on record: {listed(task.reasons)}")]
    needed = f"needed: {report.work_named or 'not named'}"
    here = {
        True: "available here",
        False: "not available here",
        None: "whether it is available is not recorded",
    }
    return [("Offence-focused work", f"{needed}; {here[report.work_here]}; {_standing(task, report)}")]


# --- contacts, dates ---


def _asked(report: HandoverReport) -> Part:
    lines = []
    latest = {contact.role: contact for contact in report.contacts}
    if latest:
        met = listed(
            f"{contact.role}{f' {contact.name}' if contact.name else ''} {_day(contact.on)} "
            f"({contact.how.replace('_', ' ')})"
            for contact in latest.values()
        )
        lines.append(f"Last contact: {met}.")
    requests = [request for request in report.requests if request.item != REPORT]
    asked = requests[-_MOST_REQUESTS:]
    rows = [
        (_request(request), f"{_day(request.asked_on)}, {request.asked_by}", _came_of(request, report))
        for request in reversed(asked)
    ]
    if more := len(requests) - len(asked):
        lines.append(f"The last {len(asked)} of {len(asked) + more} requests:")
    if report.given:
        lines.append(f"Handed over before: {listed(f'{_day(one.on)} to {one.to}' for one in report.given)}.")
    if report.acknowledged_on:
        lines.append(f"Handover acknowledged {_day(report.acknowledged_on)}.")
    headings = ("Asked for", "When, by whom", "What came of it")
    return Part("asked", "Contacts and requests", tuple(lines), (), headings, tuple(rows))


def _request(request: Request) -> str:
    return f"{request.kind} ({request.of})" if request.of else request.kind


def _came_of(request: Request, report: HandoverReport) -> str:
    if not request.steps:
        return f"no answer after {count(request.days_waited(report.countdown.as_of), 'day')}"
    last = request.steps[-1]
    return f"{last.name} {_day(last.on)}, after {count(request.days_waited(report.countdown.as_of), 'day')}"


def _dates(report: HandoverReport) -> Part:
    rows = []
    licence = report.countdown.licence
    if licence is not None:
        stop = f"; hard stop {_due(licence.hard_stop)}" if licence.hard_stop else ""
        rows.append(("Licence", f"starts {_due(licence.start)}{stop}"))
    ends = [
        f"{FACTS[name].title[0].lower()}{FACTS[name].title[1:]} {_day(day)}"
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
    when = _text_day(one.on) + (f" {one.at}" if one.at else "")
    return f"{when}: {one.what}{f', {one.where}' if one.where else ''}"


# --- small things said the same way throughout ---


def _standing(task: TaskLine, report: HandoverReport) -> str:
    """Where one task stands, with whatever whoever takes over needs to go on."""
    today = report.countdown.as_of
    if task.state in ("done", "done_late", "declined", "not_achieved"):
        return _ended(task, report)
    if task.state in ("waiting", "chase"):
        return _waiting(task, today)
    if task.state == "overdue" and task.due_on:
        last = f"; last {_said(task)}" if task.outcome else ""
        return f"{count((today - task.due_on).days, 'day')} late, due {_due(task.due_on)}{last}"
    if task.state == "upcoming":
        return f"from {_due(task.opens_on)}" if task.opens_on else "later"
    if task.state == "unknown":
        return f"cannot say: {listed(name.replace('_', ' ') for name in task.missing_facts)} not known"
    if task.state in ("blocked", "action", "expired"):
        waits = _waits_for(task, report) or task.next or task.state
        return f"{waits}{f' ({_said(task)})' if task.outcome else ''}"
    due = f"due {_due(task.due_on)}" if task.due_on else "to do, no date"
    return f"{due}{f'; last {_said(task)}' if task.outcome else ''}"


def _waits_for(task: TaskLine, report: HandoverReport) -> str | None:
    """The tasks that must come first, by their titles."""
    titles = {each.item: each.title for each in report.countdown.tasks}
    return (
        f"waits for: {listed(titles.get(item, item) for item in task.blocked_by)}"
        if task.blocked_by
        else None
    )


def _said(task: TaskLine) -> str:
    """done 5 Nov 2026."""
    on = f" {_day(task.outcome_on)}" if task.outcome_on else ""
    return f"{(task.outcome or '').replace('_', ' ')}{on}"


def _ended(task: TaskLine, report: HandoverReport) -> str:
    word = {"declined": "declined", "not_achieved": "not achieved: "}.get(task.state, "")
    said = _said(task)
    if task.state == "not_achieved":
        said = word + said
    by = report.done_by.get(task.item)
    by = f", {by}" if by else ""
    why = f", {task.outcome_reason.replace('_', ' ')}" if task.outcome_reason else ""
    late = ", late" if task.state == "done_late" else ""
    return f"{said}{late}{by}{why}{_evidence(task)}"


def _waiting(task: TaskLine, today: date) -> str:
    waited = f", {count((today - task.outcome_on).days, 'day')} ago" if task.outcome_on else ""
    chase = "chase now" if task.state == "chase" else "waiting"
    if task.state == "waiting" and task.chase_on:
        chase = f"chase from {_due(task.chase_on)}"
    return f"{_said(task)}{waited}; {chase}{_evidence(task)}"


def _evidence(task: TaskLine) -> str:
    if task.pathway in _PROTECTION:
        return ""
    said = [
        f"{_field(name)} {_text_day(task.evidence[name])}" for name in _WORTH_SAYING if name in task.evidence
    ]
    return f"; {', '.join(said)}" if said else ""


def _field(name: str) -> str:
    """A field of the evidence as it is said: `starts`, `at`, `place kind`."""
    return "at" if name == "appointment_at" else name.removesuffix("_on").replace("_", " ")


def _who(task: TaskLine) -> str:
    return f"{task.owner} {task.owner_name}" if task.owner_name else task.owner


def _fact(report: HandoverReport, name: str) -> str | None:
    value = report.countdown.facts.get(name)
    return None if value is None else show_value(FACTS[name], value)


def _known(report: HandoverReport, name: str) -> str:
    return _fact(report, name) or "not known"


def _day(day: date | None) -> str:
    """5 Feb 2027: for what has happened."""
    return day_in_words(day, weekday=False) if day else ""


def _due(day: date | None) -> str:
    """Fri 5 Feb 2027: for what is to come."""
    return day_in_words(day) if day else ""


def _text_day(text: str) -> str:
    """A day kept as 2026-11-20, in words; anything else with its underscores gone."""
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal():
        return day_in_words(date.fromisoformat(text))
    return text.replace("_", " ")
