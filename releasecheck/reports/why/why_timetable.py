"""Why a task is due when it is, where it became known too late or lay before the person was known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from releasecheck.core.domain import DONE_BEFORE, NOT_DONE_BEFORE, Task
from releasecheck.core.words import count, day_in_words
from releasecheck.planning.marking import outcomes_meant
from releasecheck.planning.person import Person
from releasecheck.planning.planner import Planner
from releasecheck.planning.short_time import Paces
from releasecheck.policy.catalogue import Item, Rolling


class TimetableNote(NamedTuple):
    """One line of an explanation."""

    label: str
    text: str
    because: str = ""


def timetable_notes(item: Item, task: Task, person: Person, planner: Planner) -> Iterator[TimetableNote]:
    """What is said of a task beside its checkpoints: that it was asked for late, or is asked about."""
    pace = Paces(planner.rules.timetable, planner.calendar).of(item)
    share = f"{pace.percent}% of the days left, {count(pace.most, 'working day')} at most"
    due = f"due {day_in_words(task.due_on, year=False)}" if task.due_on is not None else ""
    if task.days_lost is not None:
        known = f"known {_known(task, item, person, planner)}{count(task.days_lost, 'day')} after that day"
        yield TimetableNote("Came too late", f"{known}: {due}", share)
    if task.outcome == NOT_DONE_BEFORE and task.outcome_on is not None:
        said = f"said {day_in_words(task.outcome_on, year=False)}"
        yield TimetableNote("Not done before", f"{said}: {due}", share)
    if task.missing_facts == (DONE_BEFORE,) and task.outcome is None:
        done = next((spec.name for spec in outcomes_meant(item, "done")), "done")
        mark = f"releasecheck mark {person.record.prison_number} {item.id}"
        yield TimetableNote("Done before?", task.reasons[-1])
        yield TimetableNote("If it was", f"{mark} {done} --on DAY", "or day_known=no for a day not known")
        yield TimetableNote("If it was not", f"{mark} {NOT_DONE_BEFORE}")
    if item.too_late and task.days_lost is not None:
        yield TimetableNote("Too late for it?", item.too_late)


def _known(task: Task, item: Item, person: Person, planner: Planner) -> str:
    """The day it could first be asked for, where it can be told from the days that were lost."""
    days = {person.known.since, *(telling.told_on for telling in person.known.tellings)}
    for checkpoint in item.checkpoints:
        anchor = person.anchors.get(checkpoint.due.anchor) if checkpoint.due else None
        if checkpoint.due is not None and anchor is not None and task.days_lost is not None:
            known = checkpoint.due.deadline(anchor, planner.calendar) + timedelta(days=task.days_lost)
            if known in days:
                return f"{day_in_words(known, year=False)}, "
    return ""


def how_often(rolling: Rolling) -> str:
    """How often: "every 28 days after the last, until release; every 14 days in the last 12 weeks"."""
    own = "*" if rolling.local_default else ""
    usual = next((rate.days for rate in rolling.rates if rate.last_weeks is None), rolling.days)
    said = f"every {count(usual, 'day')} after the last, until release{own}"
    last = next((rate for rate in rolling.rates if rate.last_weeks is not None), None)
    if last is None or last.days >= usual:
        return said
    return f"{said}; every {count(last.days, 'day')} in the last {last.last_weeks} weeks{own}"
