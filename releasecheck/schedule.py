"""When an item opens and falls due: its checkpoints laid on a person's anchors.

Due dates are worked out once for each anchor day met and remembered, for a caseload has few of them.
Nothing falls due before the day anybody could have known: such a task is *compressed* (DESIGN 3.1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.catalogue import Checkpoint, Item
from releasecheck.domain import Telling
from releasecheck.offsets import Offset
from releasecheck.working_days import Calendar

#: Anchors that move when somebody tells another release date.
TOLD_ANCHORS = frozenset(
    "release licence_start hard_stop earliest_release handover handover_start "
    "parole_hearing hdc_eligibility".split()
)


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


class Schedule:
    """Lays checkpoints on anchors; keeps what it has worked out."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._deadlines: dict[tuple[Offset, date], date] = {}
        self._exact: dict[tuple[Offset, date], date] = {}

    def exact(self, offset: Offset, anchor: date) -> date:
        """The calendar day, remembered."""
        key = (offset, anchor)
        found = self._exact.get(key)
        if found is None:
            found = self._exact[key] = offset.exact(anchor, self.calendar)
        return found

    def deadline(self, offset: Offset, anchor: date) -> date:
        """The working day on or before it, remembered."""
        key = (offset, anchor)
        found = self._deadlines.get(key)
        if found is None:
            found = self._deadlines[key] = offset.deadline(anchor, self.calendar)
        return found

    def timings(self, item: Item, anchors: Mapping[str, date], known: Known) -> list[Timing]:
        """The item's checkpoints that have an anchor, in the order they fall due."""
        found = [
            timing
            for checkpoint in item.checkpoints
            if (timing := self._timing(checkpoint, anchors, known)) is not None
        ]
        if len(found) > 1:
            found.sort(key=lambda timing: timing.due_on or date.max)
        return found

    def _timing(self, checkpoint: Checkpoint, anchors: Mapping[str, date], known: Known) -> Timing | None:
        opens_on = None
        if checkpoint.opens is not None and checkpoint.opens.anchor in anchors:
            opens_on = self.exact(checkpoint.opens, anchors[checkpoint.opens.anchor])
        if checkpoint.due is None:
            return None if opens_on is None else Timing(opens_on, None, None)
        anchor = anchors.get(checkpoint.due.anchor)
        if anchor is None:
            return None
        due_on = self.deadline(checkpoint.due, anchor)
        floor = self._first_known(checkpoint.due, known)
        if due_on >= floor:
            return Timing(opens_on, due_on, None)
        return Timing(opens_on, floor, (floor - due_on).days)

    def _first_known(self, due: Offset, known: Known) -> date:
        """The earliest day on which this could be asked for.

        A new release date gives a fresh start only to what was not already due under the one before:
        moving a date by a day forgives nobody's lateness.
        """
        if due.anchor not in TOLD_ANCHORS or not known.tellings:
            return known.since
        floor = known.tellings[0].told_on
        for earlier, later in zip(known.tellings, known.tellings[1:], strict=False):
            anchor = earlier.anchors.get(due.anchor)
            was_due = floor if anchor is None else max(self.deadline(due, anchor), floor)
            floor = later.told_on if anchor is None else min(was_due, later.told_on)
        return floor


def next_rolling(on: date, days: int, opens_days_before: int, calendar: Calendar) -> Timing:
    """The next of a rolling item after one done `on` a day."""
    due = on + timedelta(days=days)
    return Timing(due - timedelta(days=opens_days_before), calendar.last_working_day(due), None)


def first_unsatisfied(timings: Sequence[Timing], done_on: Sequence[date]) -> int:
    """The index of the first checkpoint that nothing done so far answers; their number if none is left.

    Something done answers every checkpoint that was open on that day, and the first however early.
    """
    for index, timing in enumerate(timings):
        opened = index == 0
        if not any(opened or (timing.opens_on or on) <= on for on in done_on):
            return index
    return len(timings)
