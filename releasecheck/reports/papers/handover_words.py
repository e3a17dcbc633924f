"""Small things that a handover says the same way throughout: where a task stands, a fact, a day."""

from datetime import date

from releasecheck.core.words import count, day_in_words, listed
from releasecheck.people.facts import FACTS, show_value
from releasecheck.reports.papers.handover import HandoverReport
from releasecheck.reports.person.countdown import TaskLine

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
    if task.state == "overdue" and task.due_on:
        last = f"; last {_said(task)}" if task.outcome else ""
        return f"{count((today - task.due_on).days, 'day')} late, due {coming_day(task.due_on)}{last}"
    if task.state == "upcoming":
        return f"from {coming_day(task.opens_on)}" if task.opens_on else "later"
    if task.state == "unknown":
        return f"cannot say: {listed(name.replace('_', ' ') for name in task.missing_facts)} not known"
    if task.state in ("blocked", "action", "expired"):
        waits = _waits_for(task, report) or task.next or task.state
        return f"{waits}{f' ({_said(task)})' if task.outcome else ''}"
    due = f"due {coming_day(task.due_on)}" if task.due_on else "to do, no date"
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
    on = f" {past_day(task.outcome_on)}" if task.outcome_on else ""
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
    return f"{task.owner} {task.owner_name}" if task.owner_name else task.owner


def fact_of(report: HandoverReport, name: str) -> str | None:
    """A fact in words; None when it is not known."""
    value = report.countdown.facts.get(name)
    return None if value is None else show_value(FACTS[name], value)


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
