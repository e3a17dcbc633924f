"""What a handover says of routes to a home, of every pathway, of what the person asked, and of one task."""

from datetime import date

from releasecheck.core.domain import NOT_DONE_BEFORE, joined_owner
from releasecheck.core.words import count, day_in_words, listed
from releasecheck.formats.paper import Part
from releasecheck.people.questions import OwnQuestion, unanswered
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import TaskLine

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


def accommodation_part(report: HandoverReport) -> Part:
    """Each route with its position and what comes next."""
    tasks = [task for task in report.countdown.tasks if task.pathway == _ROUTES]
    rows = [
        (task.title, _position(task), standing(task, report))
        for task in sorted(tasks, key=lambda task: task.position is None)
        if task.state not in ("not_applicable", "not_required")
    ]
    closed = [task.title for task in tasks if task.state == "not_required"]
    lines = [
        f"Address on release: {known_of(report, 'next_accommodation')}. Home: {known_of(report, 'housing')}."
    ]
    authority = fact_of(report, "release_authority")
    if authority:
        lines[0] += f" Local authority: {authority}."
    if closed:
        lines.append(f"Not needed: {listed(closed)}.")
    headings = ("Route", "Position", "Next")
    return Part("accommodation", "Accommodation", tuple(lines), (), headings, tuple(rows))


def _position(task: TaskLine) -> str:
    return (task.position or task.state).replace("_", " ")


def pathways_part(report: HandoverReport) -> Part:
    """Every other pathway: what is done, waited for, declined and not achieved."""
    rows: list[tuple[str, str, str]] = []
    idle: list[str] = []
    unsaid: list[str] = []
    later: list[TaskLine] = []
    for pathway, title in _PATHWAYS.items():
        tasks = [task for task in report.countdown.tasks if task.pathway == pathway]
        found = [
            (task.title, standing(task, report))
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
            f"Not open yet: {'; '.join(f'{task.title} {standing(task, report)}' for task in later)}."
        )
    headings = ("Pathway", "What", "Where it stands")
    return Part("pathways", "Pathways", tuple(lines), (), headings, tuple(rows), narrow_first=True)


def _offence_work(report: HandoverReport) -> list[tuple[str, str]]:
    """Work on the offending that is needed, against what there is."""
    task = report.countdown.task("offence_work")
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
    return [("Offence-focused work", f"{needed}; {here[report.work_here]}; {standing(task, report)}")]


_MOST_OF_THEIRS = 5
"""Of the person's own questions, so many are said in full."""


def own_questions_part(report: HandoverReport) -> Part:
    """What the person asked and nobody has answered, oldest first; and how many were."""
    today = report.countdown.as_of
    waiting = unanswered(report.own_questions)
    rows = [
        (phrases.own_words(each), f"{past_day(each.asked_on)}, {each.to} to answer", _waited(each, today))
        for each in waiting[:_MOST_OF_THEIRS]
    ]
    lines = []
    if more := len(waiting) - len(rows):
        lines.append(f"And {more} more not answered: releasecheck show {report.countdown.prison_number}.")
    answered = [each.answered_on for each in report.own_questions if each.answered_on is not None]
    if answered:
        lines.append(f"{len(answered)} answered, the last {past_day(max(answered))}.")
    headings = ("In their words", "Asked, and whom", "Answer")
    title = "Their own questions and applications"
    return Part("own_questions", title, tuple(lines), (), headings, tuple(rows))


def _waited(question: OwnQuestion, today: date) -> str:
    days = (today - question.asked_on).days
    return f"none after {count(days, 'day')}" if days else "none yet"


PROTECTION = ("protection", "victims")
"""Pathways of which a handover says status and days, and never what was found."""


#: Evidence that whoever takes over needs in order to go on; what checks said is not among it.
_WORTH_SAYING = (
    *("reference", "authority", "provider", "area", "premises", "bed_from", "bed_until", "needed_from"),
    *("document", "bank", "practice", "employer", "starts_on", "appointment_on", "appointment_at", "place"),
    *("jobcentre", "programme", "alternative", "place_kind", "check_in_by", "sent_to", "contact_kind"),
)


def standing(task: TaskLine, report: HandoverReport) -> str:
    """Where one task stands, with whatever whoever takes over needs to go on."""
    today = report.countdown.as_of
    if task.state in ("done", "done_late", "declined", "not_achieved"):
        return _ended(task, report)
    if task.state in ("waiting", "chase"):
        return _waiting(task, today)
    # What was done and falls due again says both: it is not as if nothing had been recorded.
    before = task.outcome is not None and task.outcome != NOT_DONE_BEFORE
    last = f", last {_said(task)}" if before else ""
    if task.state == "overdue" and task.due_on:
        late = count((today - task.due_on).days, "day")
        return f"{late} late, due {'again ' if before else ''}{coming_day(task.due_on)}{last}"
    if task.state == "upcoming":
        return f"from {coming_day(task.opens_on)}" if task.opens_on else "later"
    if task.state == "unknown":
        return f"cannot say: {phrases.not_known(task.missing_facts)}"
    if task.state in ("blocked", "action", "expired"):
        waits = _waits_for(task, report) or task.next or task.state
        return f"{waits}{f' ({_said(task)})' if task.outcome else ''}"
    if task.due_on is None:
        return f"to do, no date{last}"
    return f"due {'again ' if before else ''}{coming_day(task.due_on)}{last}"


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
    if task.outcome_on is None:
        return (task.outcome or "").replace("_", " ")
    return phrases.happened(task.outcome or "", past_day(task.outcome_on), task.evidence)


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
    days = (today - task.outcome_on).days if task.outcome_on else 0
    waited = f", {count(days, 'day')} ago" if days else ""
    chase = "chase now" if task.state == "chase" else "waiting"
    if task.state == "waiting" and task.chase_on:
        chase = f"chase from {coming_day(task.chase_on)}"
    return f"{_said(task)}{waited}; {chase}{_evidence(task)}"


def _evidence(task: TaskLine) -> str:
    if task.pathway in PROTECTION:
        return ""
    said = [
        f"{_field(name)} {text_day(task.evidence[name])}" for name in _WORTH_SAYING if name in task.evidence
    ]
    return f"; {', '.join(said)}" if said else ""


def _field(name: str) -> str:
    """A field of the evidence as it is said: `starts`, `at`, `place kind`."""
    return "at" if name == "appointment_at" else name.removesuffix("_on").replace("_", " ")


def owner_of(task: TaskLine) -> str:
    """COM J. Okafor; the role alone where nobody is named."""
    return joined_owner(task.owner, task.owner_name)


def fact_of(report: HandoverReport, name: str) -> str | None:
    """A fact in words; None when it is not known."""
    return phrases.shown(name, report.countdown.facts.get(name))


def known_of(report: HandoverReport, name: str) -> str:
    """A fact in words, or that it is not known."""
    return fact_of(report, name) or "not known"


def past_day(day: date | None) -> str:
    """5 Feb 2027: for what has happened."""
    return day_in_words(day, weekday=False) if day else ""


def coming_day(day: date | None) -> str:
    """Fri 5 Feb 2027: for what is to come."""
    return day_in_words(day) if day else ""


def text_day(text: str) -> str:
    """A day kept as 2026-11-20, in words; anything else with its underscores gone."""
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal():
        return day_in_words(date.fromisoformat(text))
    return text.replace("_", " ")
