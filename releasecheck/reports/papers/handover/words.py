"""Days, people and tasks as a handover says them: few words, and a mark on what needs somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from releasecheck.core.domain import NOT_DONE_BEFORE, ROLES, day_known
from releasecheck.core.words import count, day_written, listed, uncapital
from releasecheck.formats.paper import Stated
from releasecheck.reports.papers.handover.report import HandoverReport
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import TaskLine
from releasecheck.reports.person.task_words import near

LATE = ("overdue", "chase", "expired")
WRONG = (*LATE, "action", "blocked")
OPEN = (*WRONG, "to_do", "waiting", "upcoming")
IDLE = ("not_applicable", "not_required")
SETTLED = ("done", "done_late", "declined", "not_achieved")

PROTECTION = ("protection", "victims")
"""Pathways of which a handover says status and days, and never what was found."""


POM_WORDS = 60
"""So many of the POM's own words stand on the first page."""
NEED_WORDS = 40
"""So many of what helps somebody to read, hear or follow."""


def first_words(text: str, most: int) -> str:
    """So many words of a text, and where the rest is."""
    words = text.split()
    return text if len(words) <= most else f"{' '.join(words[:most])} (the rest on page 2)"


def past_day(day: date | None, report: HandoverReport) -> str:
    """20 Nov; with its year where that is not this one: for what has happened."""
    return near(day, report.countdown.as_of, weekday=False) if day else ""


def coming_day(day: date | None, report: HandoverReport) -> str:
    """Fri 5 Feb 2027: for what is to come."""
    return near(day, report.countdown.as_of) if day else ""


def text_day(text: str, report: HandoverReport) -> str:
    """A day kept as 2026-11-20, in words; anything else with its underscores gone."""
    day = day_written(text) if "-" in text else None
    return coming_day(day, report) if day else text.replace("_", " ")


_LETTERS = ("POM", "COM", "SPO", "OMU", "VLO")


def fact_of(report: HandoverReport, name: str) -> str | None:
    """A fact in words; None when it is not known."""
    return phrases.shown(name, report.countdown.facts.get(name))


#: Roles as they are said to probation, which knows some of them by their letters.
_ROLES = {**ROLES, **dict(zip(_LETTERS, _LETTERS, strict=True)), "HC": "healthcare"}


def owner_of(task: TaskLine, report: HandoverReport) -> str:
    """COM; with a name where it is another than the one at the head of the page."""
    role = _ROLES.get(task.owner, task.owner)
    named = report.countdown.facts.get(task.owner.lower())
    return role if task.owner_name in (None, named) else f"{role} {task.owner_name}"


# --- tasks ---

#: Evidence that whoever takes over needs in order to go on; what checks said is not among it.
_WORTH_SAYING = (
    *("authority", "provider", "area", "premises", "bed_from", "bed_until", "needed_from"),
    *("document", "bank", "practice", "employer", "starts_on", "appointment_on", "appointment_at", "place"),
    *("jobcentre", "programme", "alternative", "check_in_by", "contact_kind"),
)
_FIELDS = {
    "appointment_at": "at",
    "appointment_on": "",
    "premises": "",
    "place": "",
    "contact_kind": "",
    "document": "",
    "check_in_by": "in by",
}


def said(task: TaskLine, report: HandoverReport) -> str:
    """What was recorded last of a task: done 5 Nov."""
    if task.outcome_on is None:
        return (task.outcome or "").replace("_", " ")
    words = phrases.happened(task.outcome or "", past_day(task.outcome_on, report), task.evidence)
    return words.replace("mappa", "MAPPA")


def happened_before(task: TaskLine) -> bool:
    """Whether something was recorded of it, which falls due again."""
    return task.outcome is not None and task.outcome != NOT_DONE_BEFORE


def ended(task: TaskLine, report: HandoverReport) -> str:
    """What came of a task: submitted 5 Nov, Leeds; declined 2 Oct; not achieved: refused 3 Oct, no bed."""
    words = f"not achieved: {said(task, report)}" if task.state == "not_achieved" else said(task, report)
    why = f", {task.outcome_reason.replace('_', ' ')}" if task.outcome_reason else ""
    return f"{words}{why}{evidence_of(task, report)}"


def evidence_of(task: TaskLine, report: HandoverReport) -> str:
    """What was written down with it that somebody needs to go on; of what protects people, nothing."""
    if task.pathway in PROTECTION:
        return ""
    told: Mapping[str, str] = task.evidence
    found = (
        f"{_FIELDS.get(name, name.removesuffix('_on').replace('_', ' '))} {text_day(told[name], report)}"
        for name in _WORTH_SAYING
        if name in told
    )
    return "".join(f", {text.strip()}" for text in found)


def standing(task: TaskLine, report: HandoverReport) -> str:
    """Where one task stands, beside the day that it is due; what needs somebody now is marked."""
    today = report.countdown.as_of
    last = _last(task, report)
    match task.state:
        case "waiting" | "chase":
            return _waiting(task, report)
        case "overdue" if task.due_on:
            return Stated.marked(f"{count((today - task.due_on).days, 'day')} late", last)
        case "action":
            known = f" ({said(task, report)})" if task.outcome else ""
            return Stated.marked("act now", f"{task.misfit or task.next or ''}{known}")
        case "expired":
            return Stated.marked("do again", last)
        case "blocked":
            return _waits_for(task, report)
        case "upcoming":
            return "; ".join(filter(None, (_from(task, report), last)))
        case "unknown":
            return Stated.marked("not known", phrases.not_known(task.missing_facts))
    return last or "not begun"


def _last(task: TaskLine, report: HandoverReport) -> str:
    """What was done before, of what falls due again: last 30 Oct."""
    if not happened_before(task):
        return ""
    if task.outcome == "done" and task.outcome_on is not None and day_known(task.evidence):
        return f"last {past_day(task.outcome_on, report)}"
    return f"last {said(task, report)}"


def _from(task: TaskLine, report: HandoverReport) -> str:
    return f"from {coming_day(task.opens_on, report)}" if task.opens_on else "later"


def _waiting(task: TaskLine, report: HandoverReport) -> str:
    days = (report.countdown.as_of - task.outcome_on).days if task.outcome_on else 0
    since = f"{said(task, report)}, {count(days, 'day')}" if days else said(task, report)
    return Stated.marked("no answer", since) if task.state == "chase" else f"waiting: {since}"


def _waits_for(task: TaskLine, report: HandoverReport) -> str:
    """The tasks that must come first, by what is to be done."""
    if not task.blocked_by:
        return task.next or "cannot start yet"
    first = {each.item: uncapital(each.short or each.title) for each in report.countdown.tasks}
    return f"waits for: {listed(first.get(item, item) for item in task.blocked_by)}"


def due(task: TaskLine, report: HandoverReport) -> str:
    """By when: today, Fri 11 Dec, or nothing where no day is known."""
    if task.due_on is None or task.state in ("waiting", "chase"):
        return ""
    return "today" if task.due_on == report.countdown.as_of else coming_day(task.due_on, report)


def next_words(task: TaskLine, report: HandoverReport) -> str:
    """One task that is open, on one line: what, by when, who, and where it stands."""
    again = "again " if happened_before(task) else ""
    by = f"{again}{due(task, report)}" if due(task, report) else ""
    stands = _last(task, report) if task.state == "upcoming" else standing(task, report)
    where = "" if stands == "not begun" else stands
    return f"{task.short or task.title}: {', '.join(filter(None, (by, owner_of(task, report), where)))}"
