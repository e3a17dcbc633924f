"""One task in words: how long, by when, and what else must be said of it."""

from __future__ import annotations

from datetime import date

from releasecheck.core.domain import TurnedRelease
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import count, day_in_words, listed
from releasecheck.people.office.reason_codes import reason_words
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import TaskLine

USUAL = "usual here, no rule found"
"""Of a day that rests on a number of ours; a screen says it once."""


class TaskWords(NamedTuple):
    """One task as it is said."""

    item: str
    title: str
    short: str
    what: str
    """The title, or for some states what to do."""
    owner: str
    owner_name: str | None
    days: str
    """How long: overdue, waiting, left or until it opens, as the heading over it says."""
    when: str
    notes: tuple[str, ...]
    """What else must be said of it: that it came too late, evidence missing, why it is not needed."""
    local_default: bool


def near(day: date, today: date, *, weekday: bool = True) -> str:
    """A day, with its year where that is not this one."""
    return day_in_words(day, year=day.year != today.year, weekday=weekday)


def stopped_words(stop: TurnedRelease | None, today: date) -> str | None:
    """Stopped: to be detained under IS91, recorded 14 Jan."""
    if stop is None:
        return None
    return f"Stopped: {stop.words}, recorded {near(stop.since, today, weekday=False)}"


def task_words(task: TaskLine, today: date) -> TaskWords:
    """One task in words, as its state asks for."""
    days, when = _days_and_when(task, today)
    what = task.next if task.state in ("action", "blocked") and task.next else task.title
    return TaskWords(
        item=task.item,
        title=task.title,
        short=task.short or task.title,
        what=what,
        owner=task.owner,
        owner_name=task.owner_name,
        days=days,
        when=when,
        notes=_notes(task, today),
        local_default=task.local_default,
    )


def _days_and_when(task: TaskLine, today: date) -> tuple[str, str]:
    """How long and by when, seen from today."""
    if task.state in ("not_required", "not_applicable"):
        return "", ""
    if task.state == "upcoming":
        if task.opens_on is None:
            return "", phrases.NO_DAY_YET
        return _from_today(task.opens_on, today), f"from {near(task.opens_on, today)}"
    if task.state == "expired" and task.expires_on:
        return _from_today(task.expires_on, today), f"expired {near(task.expires_on, today, weekday=False)}"
    if task.misfit and task.outcome_on:
        return _from_today(task.outcome_on, today), task.misfit
    if task.outcome and task.outcome_on and task.state not in ("overdue", "to_do", "blocked"):
        said = phrases.happened(task.outcome, near(task.outcome_on, today, weekday=False), task.evidence)
        late = ", late" if task.state == "done_late" else ""
        ago = _from_today(task.outcome_on, today) if task.state in ("waiting", "chase", "action") else ""
        return ago, said + late
    if task.due_on is None:
        return "", "no date"
    past = task.due_on < today
    return _from_today(task.due_on, today), f"due {near(task.due_on, today, weekday=not past)}"


def _from_today(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return "today" if day == today else count(abs((day - today).days), "day")


def _notes(task: TaskLine, today: date) -> tuple[str, ...]:
    notes: list[str] = []
    idle = task.state in ("not_required", "not_applicable")
    if task.compressed and not idle:
        notes.append(f"came too late for the usual time, by {count(task.days_lost or 0, 'day')}")
    if task.state in ("declined", "not_achieved", "not_required") and task.outcome_reason:
        notes.append(reason_words(task.outcome_reason).replace("_", " "))
    if idle:
        notes += task.reasons
    if task.state == "waiting" and task.chase_on:
        notes.append(f"chase from {near(task.chase_on, today)}")
    if task.closes_on and task.state in ("overdue", "to_do", "upcoming", "blocked"):
        gone = task.closes_on < today
        instead = f": {task.next}" if gone and task.compressed and task.next else ""
        notes.append(f"{'last day was' if gone else 'last day'} {near(task.closes_on, today)}{instead}")
    if task.warnings and not idle:
        notes.append(f"better after {listed(task.warnings)}")
    if task.local_default:
        notes.append(USUAL)
    return tuple(notes)
