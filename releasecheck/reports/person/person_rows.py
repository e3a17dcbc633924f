"""One person's page as rows of the same columns throughout: what, who, by when, and how it stands in a word.

What is to do now is one list in order of days; then what to ask; then what comes; what needs nobody is last.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.core.domain import NAMED_ROLES
from releasecheck.core.words import capital, count, listed, uncapital
from releasecheck.people.fact import FactGroup
from releasecheck.people.facts import FACTS
from releasecheck.reports.person.asking import Unknown, unknown_of
from releasecheck.reports.person.countdown import SOON, Countdown, TaskLine
from releasecheck.reports.person.state_words import NOT_KNOWN, TAGS, WAITING, Tag
from releasecheck.reports.person.task_words import USUAL, near, task_words

#: Who can answer what nobody has recorded, by the group of the fact.
_ANSWERS: dict[FactGroup, str] = {
    "identity": "OMU",
    "place": "OMU",
    "sentence": "OMU",
    "dates": "OMU",
    "people": "OMU",
    "risk": "COM",
    "housing": "the person",
    "needs": "the person",
}
_NOW = ("overdue", "action", "chase", "expired", "blocked")
_DONE = ("done", "done_late")
_SETTLED = ("declined", "not_achieved", "not_required", "not_applicable")


class RowWords(NamedTuple):
    """One thing to do, to ask or to know of."""

    what: str
    who: str
    by: str
    """The day it is to be done by, that it is now, or the day it was done."""
    tag: Tag
    how: str = ""
    """What is to be said beside the word of its state."""
    notes: tuple[str, ...] = ()
    usual: bool = False
    """The day rests on a number that no source confirms."""


class PersonRows(NamedTuple):
    """Everything on a person's page, in its order."""

    now: tuple[RowWords, ...]
    asks: tuple[RowWords, ...]
    coming: tuple[RowWords, ...]
    later: tuple[RowWords, ...]
    done: tuple[RowWords, ...]
    idle: tuple[RowWords, ...]
    """What is not needed or does not apply, was declined or came to nothing."""

    @property
    def usual(self) -> bool:
        """Whether any of the days shown rests on a number that no source confirms."""
        return any(row.usual for rows in (self.now, self.coming, self.later) for row in rows)


def person_rows(report: Countdown) -> PersonRows:
    """Every task of a person, and every fact that nobody has recorded, in exactly one of the lists."""
    today, last = report.as_of, report.as_of + timedelta(days=SOON)
    due = report.in_state("to_do")
    ahead = [task for task in (*due, *report.in_state("upcoming", "waiting")) if not _is_due(task, today)]
    now = [*report.in_state(*_NOW), *(task for task in due if _is_due(task, today))]
    return PersonRows(
        now=_rows(report, now),
        asks=tuple(_ask(one) for one in unknown_of(report)),
        coming=_rows(report, (task for task in ahead if _on(task, today) <= last)),
        later=_rows(report, (task for task in ahead if _on(task, today) > last)),
        done=_rows(report, report.in_state(*_DONE), backwards=True),
        idle=_rows(report, report.in_state(*_SETTLED)),
    )


def _is_due(task: TaskLine, today: date) -> bool:
    return task.state == "to_do" and (task.due_on is None or task.due_on <= today)


def _on(task: TaskLine, today: date) -> date:
    """The day a task is put in order by."""
    if task.state in _DONE:
        return task.outcome_on or date.min
    if task.state in ("action", "chase", "expired"):
        return today
    days = {"upcoming": task.opens_on, "waiting": task.chase_on}
    return days.get(task.state, task.due_on) or date.max


def _rows(report: Countdown, tasks: Iterable[TaskLine], *, backwards: bool = False) -> tuple[RowWords, ...]:
    ordered = sorted(tasks, key=lambda task: _on(task, report.as_of), reverse=backwards)
    return tuple(_row(report, task) for task in ordered)


def _row(report: Countdown, task: TaskLine) -> RowWords:
    today, title = report.as_of, task.short or task.title
    acts = task.state == "action" and task.next is not None and task.contested_with is None
    named = task.owner_name if task.owner not in NAMED_ROLES else None
    return RowWords(
        what=f"{title}: {task.next}" if acts else title,
        who=f"{task.owner} {named}" if named else task.owner,
        by=_by(task, today),
        tag=WAITING if task.contested_with else TAGS[task.state],
        how=_how(report, task),
        notes=_notes(report, task),
        usual=task.local_default,
    )


def _titles(report: Countdown, items: Iterable[str]) -> str:
    """What to do for these items: nobody reads a page for their ids."""
    titles = {each.item: uncapital(each.short or each.title) for each in report.tasks}
    return listed(titles.get(item, item) for item in items)


def _notes(report: Countdown, task: TaskLine) -> tuple[str, ...]:
    after = f"better after {listed(task.warnings)}"
    said = (note for note in task_words(task, report.as_of).notes if note != USUAL)
    return tuple(f"better after {_titles(report, task.warnings)}" if note == after else note for note in said)


def _by(task: TaskLine, today: date) -> str:
    """13 Nov; today; now; from Fri 11 Dec."""
    if task.state in ("action", "chase", "expired"):
        return "now"
    if task.state in (*_DONE, "declined", "not_achieved"):
        return near(task.outcome_on, today, weekday=False) if task.outcome_on else ""
    if task.state in ("waiting", "not_required", "not_applicable"):
        return ""
    day = task.opens_on if task.state == "upcoming" else task.due_on
    if day is None:
        return ""
    since = "from " if task.state == "upcoming" and task.opens_on != task.due_on else ""
    return "today" if day == today else since + near(day, today, weekday=day > today)


def _how(report: Countdown, task: TaskLine) -> str:
    """110 days, last 28 Oct; sent 30 Oct, 24 days; first refer to council; rejected 20 Oct."""
    today = report.as_of
    if task.contested_with is not None:
        return "handed back"
    if task.state == "blocked":
        return f"first {_titles(report, task.blocked_by)}"
    if task.state in ("overdue", "to_do"):
        late = count((today - task.due_on).days, "day") if task.state == "overdue" and task.due_on else ""
        last = f"last {near(task.outcome_on, today, weekday=False)}" if task.outcome_on else ""
        return ", ".join(filter(None, (late, last)))
    if task.state in ("chase", "waiting", "action", "expired"):
        words = task_words(task, today)
        return ", ".join(filter(None, (words.when, words.days if task.state == "chase" else "")))
    said = (task.outcome or "").replace("_", " ")
    return ("late" if task.state == "done_late" else "") if said in ("done", "") else said


def _ask(unknown: Unknown) -> RowWords:
    fact = FACTS.get(unknown.name)
    title = unknown.title if unknown.title.endswith("?") else f"{unknown.title}?"
    who = _ANSWERS[fact.group] if fact else "whoever did it"
    return RowWords(title, capital(who), "", NOT_KNOWN, notes=(unknown.so,))
