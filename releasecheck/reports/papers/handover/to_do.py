"""What is to be done before somebody leaves: the worst few of it, in order of days."""

from __future__ import annotations

from datetime import date

from releasecheck.formats.paper import Part
from releasecheck.reports.papers.handover.report import REPORT, HandoverReport
from releasecheck.reports.papers.handover.words import (
    LATE,
    OPEN,
    due,
    owner_of,
    standing,
)
from releasecheck.reports.papers.pronouns import pronouns
from releasecheck.reports.person.countdown import TaskLine

_MOST = 7

#: Beside what protects people, what the first night and the first day hang on.
_DECIDING = frozenset(
    (
        *("first_contact", "pom_contact", "cas1", "cas2", "cas3", "private_address", "address_night_one"),
        *("licence_conditions", "licence_approved", "first_appointment", "discharge_medicines"),
    )
)


def open_tasks(report: HandoverReport) -> tuple[TaskLine, ...]:
    """Everything that is still to be done, less what begins only once the person is out, and this page."""
    countdown = report.countdown
    leaves = countdown.release.date if countdown.release else date.max
    return tuple(
        task
        for task in countdown.in_state(*OPEN)
        if task.item != REPORT and not task.quiet and not (task.opens_on and task.opens_on > leaves)
    )


def first_tasks(report: HandoverReport) -> tuple[TaskLine, ...]:
    """At most seven of them, for the first page."""
    return tuple(sorted(sorted(open_tasks(report), key=_worst_first)[:_MOST], key=_in_order))


def to_do_part(report: HandoverReport) -> Part:
    """Those of the first page, in order; of the rest how many there are, and where."""
    found = open_tasks(report)
    rows = [
        (_what(task, report), owner_of(task, report), due(task, report), _where(task, report))
        for task in first_tasks(report)
    ]
    more = len(found) - len(rows)
    after = (f"And {more} more on page 2.",) if more else ()
    out = "released_on" in report.countdown.facts
    he = pronouns(report.countdown.facts)
    title = "To do, in order" if out else "To do before {he} {leaves}, in order".format(**he)
    headings = ("What", "Who", "By", "Where it stands")
    return Part("to_do", title, headings=headings, rows=tuple(rows), after=after)


def _what(task: TaskLine, report: HandoverReport) -> str:
    """What to do, of this very person: see him."""
    return (task.short or task.title).replace("the person", pronouns(report.countdown.facts)["him"])


def _worst_first(task: TaskLine) -> tuple[int, date]:
    """What is late and can hurt somebody, what else is late, what can hurt, and the rest."""
    wrong = task.state in (*LATE, "action")
    decides = task.public_protection or task.item in _DECIDING
    if wrong:
        return (0 if decides else 1), _day(task)
    return (2 if decides and task.state != "waiting" else 3), _day(task)


def _in_order(task: TaskLine) -> tuple[date, bool]:
    return _day(task), not task.public_protection


def _day(task: TaskLine) -> date:
    """When it is due; of what was sent, when somebody is to ask again."""
    day = task.chase_on if task.state in ("waiting", "chase") else task.due_on
    return day or date.max


def _where(task: TaskLine, report: HandoverReport) -> str:
    stands = standing(task, report)
    licence = report.countdown.licence
    if task.item == "licence_approved" and licence is not None and licence.hard_stop == task.due_on:
        return f"{stands}; nothing can be added after that day"
    return stands
