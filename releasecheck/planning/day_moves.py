"""Whose dates a change of the calendar moves: two plans of one person side by side, day by day.

Pure. `moves` says the same of a date told; here nothing was told, and what matters is which days are others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import Plan
from releasecheck.planning.moves import pairs_of
from releasecheck.planning.states import SETTLED, state_on


class DayMoved(NamedTuple):
    """One date of one person that is another day than before; None: there was none, or there is none now."""

    prison_number: str
    what: str
    """`release`, `licence start`, `hard stop`; or an item, with `due` or `chase`."""
    was: date | None
    now: date | None


def days_moved(before: Plan, after: Plan, today: date) -> tuple[DayMoved, ...]:
    """Every date that differs: the release first, then what is still to do, in the order of the catalogue."""
    return tuple(moved for moved in _days(before, after, today) if moved.was != moved.now)


def _days(before: Plan, after: Plan, today: date) -> Iterator[DayMoved]:
    number, was, now = after.prison_number, before.licence, after.licence
    yield DayMoved(number, "release", _release(before), _release(after))
    yield DayMoved(number, "licence start", was.start if was else None, now.start if now else None)
    yield DayMoved(number, "hard stop", was.hard_stop if was else None, now.hard_stop if now else None)
    for task, later in pairs_of(before, after):
        if state_on(task, today) not in SETTLED or state_on(later, today) not in SETTLED:
            yield DayMoved(number, f"{later.item} due", task.due_on, later.due_on)
            yield DayMoved(number, f"{later.item} chase", task.chase_on, later.chase_on)


def _release(plan: Plan) -> date | None:
    return None if plan.release is None else plan.release.date
