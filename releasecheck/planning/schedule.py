"""When an item opens and falls due: its checkpoints laid on a person's anchors.

Where an offset leads is worked out once for each anchor day met, for a caseload has few of them.
Nothing falls due before the day anybody could have known: such a task is *compressed*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from releasecheck.core.domain import Telling
from releasecheck.policy.catalogue import Checkpoint, Item
from releasecheck.policy.offsets import Offset
from releasecheck.policy.working_days import Calendar

#: Anchors that move when somebody tells another release date.
TOLD_ANCHORS = frozenset(
    "release licence_start hard_stop earliest_release handover handover_start "
    "parole_hearing hdc_eligibility earliest_possible".split()
)

#: Anchor days remembered for one offset: eleven years of them. About 100 bytes each.
_MOST_DAYS = 4_096


class Timing(NamedTuple):
    """One checkpoint's window on one person: when it opens, falls due, and how much was lost."""

    opens_on: date | None
    due_on: date | None
    days_lost: int | None
    """Days between the rule's due date and the day we first knew; None when nothing was lost."""


class Known(NamedTuple):
    """When what the dates count from became known."""

    since: date
    tellings: tuple[Telling, ...]
    latest: date
    """Nothing due on this day or later can have been asked for too late."""


def known(since: date, tellings: tuple[Telling, ...]) -> Known:
    """From the day the record first knew of somebody, and the release dates told since, oldest first."""
    return Known(since, tellings, max(since, tellings[-1].told_on) if tellings else since)


class OffsetDays(dict[date, date]):
    """Where one offset leads from each anchor day met, worked out on first asking.

    Full, it starts again, so that no caseload outgrows the memory.
    """

    def __init__(self, anchor: str, work_out: Callable[[date], date]) -> None:
        super().__init__()
        self.anchor, self._work_out = anchor, work_out

    def __missing__(self, day: date) -> date:
        found = self._work_out(day)
        if len(self) >= _MOST_DAYS:
            self.clear()
        self[day] = found
        return found

    def on(self, anchors: Mapping[str, date]) -> date | None:
        """The day for a person with these anchors; None without the one it counts from."""
        day = anchors.get(self.anchor)
        return None if day is None else self[day]


class Schedule:
    """Where every offset leads, by one calendar; equal offsets share what has been worked out."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._exact: dict[Offset, OffsetDays] = {}
        self._deadlines: dict[Offset, OffsetDays] = {}

    def exact(self, offset: Offset) -> OffsetDays:
        """The calendar days themselves, closed or not."""
        return self._exact.setdefault(
            offset, OffsetDays(offset.anchor, partial(offset.exact, calendar=self.calendar))
        )

    def deadlines(self, offset: Offset) -> OffsetDays:
        """The last working days on or before them."""
        return self._deadlines.setdefault(
            offset, OffsetDays(offset.anchor, partial(offset.deadline, calendar=self.calendar))
        )


class Timetable:
    """One item's checkpoints, ready to be laid on anybody's anchors."""

    def __init__(self, item: Item, schedule: Schedule) -> None:
        self._windows = tuple(_Window(checkpoint, schedule) for checkpoint in item.checkpoints)

    def timings(self, anchors: Mapping[str, date], known: Known) -> list[Timing]:
        """The checkpoints that have an anchor, in the order they fall due."""
        found = []
        for window in self._windows:
            timing = window.timing(anchors, known)
            if timing is not None:
                found.append(timing)
        if len(found) > 1:
            found.sort(key=_due)
        return found


class _Window:
    """One checkpoint: where its two offsets lead."""

    __slots__ = ("_due", "_opens")

    def __init__(self, checkpoint: Checkpoint, schedule: Schedule) -> None:
        self._opens = schedule.exact(checkpoint.opens) if checkpoint.opens else None
        self._due = schedule.deadlines(checkpoint.due) if checkpoint.due else None

    def timing(self, anchors: Mapping[str, date], known: Known) -> Timing | None:
        opens_on = None if self._opens is None else self._opens.on(anchors)
        if self._due is None:
            return None if opens_on is None else Timing(opens_on, None, None)
        due_on = self._due.on(anchors)
        if due_on is None:
            return None
        floor = due_on if due_on >= known.latest else _first_known(self._due, known)
        if due_on >= floor:
            return Timing(opens_on, due_on, None)
        return Timing(opens_on, floor, (floor - due_on).days)


def _due(timing: Timing) -> date:
    return timing.due_on or date.max


def _first_known(due: OffsetDays, known: Known) -> date:
    """The earliest day on which this could be asked for.

    A new release date gives a fresh start only to what was not already due under the one before:
    moving a date by a day forgives nobody's lateness.
    """
    tellings = known.tellings
    if not tellings or due.anchor not in TOLD_ANCHORS:
        return known.since
    floor = tellings[0].told_on
    for earlier, later in pairwise(tellings):
        was_due = due.on(_as_told(earlier.anchors, due.anchor))
        floor = later.told_on if was_due is None else min(max(was_due, floor), later.told_on)
    return floor


def _as_told(anchors: Mapping[str, date], anchor: str) -> Mapping[str, date]:
    """What was told, with the release as the earliest possible day where no other was said."""
    if anchor != "earliest_possible" or anchor in anchors or "release" not in anchors:
        return anchors
    return {anchor: anchors["release"]}


def next_rolling(on: date, days: int, opens_days_before: int, calendar: Calendar) -> Timing:
    """The next of a rolling item after one done `on` a day."""
    due = on + timedelta(days=days)
    return Timing(due - timedelta(days=opens_days_before), calendar.last_working_day(due), None)


def first_unsatisfied(timings: Sequence[Timing], done_on: Sequence[date]) -> int:
    """The index of the first checkpoint that nothing done so far answers; their number if none is left.

    Something done answers every checkpoint that was open on that day, and the first however early.
    """
    if not done_on:
        return 0
    latest = max(done_on)
    for index, timing in enumerate(timings):
        if index > 0 and timing.opens_on is not None and timing.opens_on > latest:
            return index
    return len(timings)
