"""When an item opens and falls due: its checkpoints laid on a person's anchors.

Where an offset leads is worked out once for each anchor day met, for a caseload has few of them.
Nothing falls due before the day anybody could have known: such a task is *compressed*, and due in proportion
to the time that is left. What counts from something long past when somebody was first recorded is a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from releasecheck.core.domain import Task
from releasecheck.core.named import NamedTuple
from releasecheck.planning.short_time import Fair, Known, Pace, Paces, known_of, last_use
from releasecheck.planning.states import SETTLED
from releasecheck.policy.catalogue import Checkpoint, Item
from releasecheck.policy.date_rules import TimetableRules
from releasecheck.policy.offsets import PAST_ANCHORS, Offset
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
    before: bool = False
    """It had gone by long before anybody here knew of the person: was it done then?"""
    owner: str | None = None
    """Whose it is at this moment, where that is not the item's."""


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

    def __init__(self, calendar: Calendar, rules: TimetableRules) -> None:
        self.calendar, self.paces = calendar, Paces(rules, calendar)
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

    def __init__(self, item: Item, schedule: Schedule, needy: tuple[int, ...] = ()) -> None:
        """`needy`: the places, among the tasks made before it, of those that need it."""
        self._needy = needy
        closes = schedule.deadlines(item.closes) if item.closes else None
        pace, self._rules = schedule.paces.of(item), schedule.paces.rules
        self._windows = tuple(
            _Window(
                checkpoint, schedule, pace, closes, asks=not (item.still_needed or checkpoint.still_needed)
            )
            for checkpoint in item.checkpoints
        )
        self._only = self._windows[0] if len(self._windows) == 1 else None
        self._rolling = item.rolling
        self._calendar = schedule.calendar
        ahead = (checkpoint.due for checkpoint in item.checkpoints)
        forward = any(due is not None and due.direction > 0 for due in ahead)
        self._capped = forward and not item.after_release
        self._only_in_time = item.only_in_time

    def timings(
        self,
        anchors: Mapping[str, date],
        known: Known,
        begun_on: date | None = None,
        made: Sequence[Task] = (),
    ) -> list[Timing]:
        """The checkpoints that have an anchor, in the order they fall due: none after the release.

        `begun_on`: since when it is known that a checkpoint from before anybody knew was not met; `made`: the
        tasks of what needs it.
        """
        found = self._laid(anchors, known, begun_on, made)
        last = anchors.get("release") if self._capped and found else None
        if last is None or all(timing.due_on is None or timing.due_on <= last for timing in found):
            return found
        in_time = [timing for timing in found if timing.due_on is None or timing.due_on <= last]
        if self._only_in_time:
            return in_time
        late = [timing._replace(due_on=last) for timing in found if timing not in in_time]
        return [*in_time, *late]

    def _laid(
        self, anchors: Mapping[str, date], known: Known, begun_on: date | None, made: Sequence[Task]
    ) -> list[Timing]:
        """The same, as they would fall whenever somebody leaves."""
        if self._only is not None:
            timing = self._only.timing(anchors)
            if timing is None:
                return []
            due_on, window = timing.due_on, self._only
            if due_on is not None and (due_on < known.latest or window.is_new(due_on)):
                here = window.known_here(known, anchors)
                if due_on < here.latest and not window.stands(due_on, here):
                    timing = self._asked(timing, window, anchors, here, begun_on, self._needed_by(made))
            return [timing]
        found, late = [], False
        for window in self._windows:
            timing = window.timing(anchors)
            if timing is not None:
                found.append(timing)
                due_on = timing.due_on
                if due_on is None or late or not (due_on < known.latest or window.is_new(due_on)):
                    continue
                here = window.known_here(known, anchors)
                late = due_on < here.latest and not window.stands(due_on, here)
        if late:
            return self._late(anchors, known, begun_on, self._needed_by(made))
        if len(found) > 1:
            found.sort(key=_due)
        return found

    def _needed_by(self, made: Sequence[Task]) -> date | None:
        """When the next thing that needs it is due, of what is still to be done."""
        first: date | None = None
        for place in self._needy:
            task = made[place]
            due_on = task.due_on
            if due_on is None or (first is not None and first <= due_on):
                continue
            # A window that has closed goes on counting: no day of another task moves because it has.
            wanted = task.rest in ("open", "unknown") or (
                task.rest == "not_required" and task.closes_on is not None
            )
            if wanted and task.stage not in SETTLED:
                first = due_on
        return first

    def _late(
        self, anchors: Mapping[str, date], known: Known, begun_on: date | None, needed_by: date | None
    ) -> list[Timing]:
        """The same where something had fallen due before it was known, worked out from the last back."""
        pairs = ((window.timing(anchors), window) for window in self._windows)
        nominal = [(timing, window) for timing, window in pairs if timing is not None]
        nominal.sort(key=lambda pair: _due(pair[0]))
        found: list[Timing] = []
        for timing, window in reversed(nominal):
            told, here = timing, window.known_here(known, anchors)
            if timing.due_on is not None and timing.due_on < here.latest:
                told = self._asked(timing, window, anchors, here, begun_on, needed_by)
            if told.due_on is not None and not told.before:
                needed_by = told.due_on if needed_by is None else min(needed_by, told.due_on)
            found.insert(0, told)
        return self._without_needless(found, known)

    def _asked(
        self,
        timing: Timing,
        window: _Window,
        anchors: Mapping[str, date],
        known: Known,
        begun_on: date | None,
        needed_by: date | None,
    ) -> Timing:
        """One checkpoint that had passed: asked whether it was met before, or due in proportion."""
        due_on = timing.due_on
        assert due_on is not None
        if window.lay_before(due_on, anchors, known.first, self._rules.before_days):
            if begun_on is not None:
                first = max(begun_on, known.first)
                return timing._replace(due_on=window.fair(first, anchors, needed_by).due)
            if self._rolling is None or self._rolling.days > self._rules.later_within_days:
                return timing._replace(before=True)
            # It comes round again soon whatever was done before.
            again = self._calendar.last_working_day(known.first + timedelta(days=self._rolling.days))
            fair = window.fair(known.first, anchors, needed_by)
            short = fair.last is not None and fair.last < again
            return timing._replace(due_on=fair.due if short else again)
        fair = window.asked(due_on, anchors, known, needed_by)
        if fair.due <= due_on:
            return timing
        return timing._replace(due_on=fair.due, days_lost=(fair.first - due_on).days)

    def _without_needless(self, timings: list[Timing], known: Known) -> list[Timing]:
        """Less what need not be asked, for another time of the same task is near."""
        if not timings[0].before:
            return timings
        ahead = [timing for timing in timings if not timing.before]
        days = (timing.due_on - known.first for timing in ahead if timing.due_on is not None)
        return ahead if any(each.days <= self._rules.later_within_days for each in days) else timings


class _Window:
    """One checkpoint: where its two offsets lead, and how it is due where it came too late."""

    __slots__ = ("_anchor", "_closes", "_due", "_opens", "_owner", "_pace", "_past", "_since", "_told")

    def __init__(
        self,
        checkpoint: Checkpoint,
        schedule: Schedule,
        pace: Pace,
        closes: OffsetDays | None,
        *,
        asks: bool,
    ) -> None:
        self._opens = schedule.exact(checkpoint.opens) if checkpoint.opens else None
        self._due = schedule.deadlines(checkpoint.due) if checkpoint.due else None
        self._pace, self._closes, self._owner = pace, closes, checkpoint.owner
        self._since = checkpoint.since
        self._anchor = checkpoint.due.anchor if checkpoint.due else ""
        self._past, self._told = asks and self._anchor in PAST_ANCHORS, self._anchor in TOLD_ANCHORS

    def is_new(self, due_on: date) -> bool:
        """Whether it was due before it was first asked of anybody."""
        return self._since is not None and due_on < self._since

    def known_here(self, known: Known, anchors: Mapping[str, date]) -> Known:
        """Since when this could be asked for: not before it was first asked of anybody still here."""
        if self._since is None:
            return known
        ends = anchors.get("release") or anchors.get("earliest_possible") or self._since
        return known_of(known, min(self._since, ends))

    def timing(self, anchors: Mapping[str, date]) -> Timing | None:
        """As the rule has it, whoever knew; None without an anchor."""
        # Written out, and not asked of OffsetDays.on: a country asks four million times.
        opens, due, opens_on = self._opens, self._due, None
        if opens is not None:
            day = anchors.get(opens.anchor)
            if day is not None:
                opens_on = opens[day]
        if due is None:
            return None if opens_on is None else Timing(opens_on, None, None, False, self._owner)
        day = anchors.get(due.anchor)
        return None if day is None else Timing(opens_on, due[day], None, False, self._owner)

    def stands(self, due_on: date, known: Known) -> bool:
        """Whether the rule's day holds, as can be seen at a glance; if not, it may all the same."""
        if self._past and due_on < known.first:
            return False
        tellings = known.tellings
        if not self._told or not tellings:
            return due_on >= known.since
        if due_on >= tellings[-1].told_on:
            return True
        if len(tellings) != 2 or self._due is None:
            return False
        was_due = self._due.on(_as_told(tellings[0].anchors, self._anchor))
        return was_due is not None and tellings[0].told_on <= was_due <= due_on

    def lay_before(self, due_on: date, anchors: Mapping[str, date], first: date, days: int) -> bool:
        """Whether it counts from what lay so many days before the first record, or was due by then."""
        if not self._past or due_on >= first:
            return False
        return (first - min(due_on, anchors[self._anchor])).days > days

    def fair(self, first: date, anchors: Mapping[str, date], needed_by: date | None) -> Fair:
        """When it is due in proportion, known on a day."""
        closes = None if self._closes is None else self._closes.on(anchors)
        if closes is not None and closes < first:
            closes = None  # too late for that: what is done instead has until the release
        last = last_use(self._anchor, anchors, first, closes, needed_by)
        return Fair(self._pace.due(first, last), first, last)

    def asked(self, due_on: date, anchors: Mapping[str, date], known: Known, needed_by: date | None) -> Fair:
        """When it is due for somebody of whom dates were told.

        A new date gives a fresh start only to what was not already due under the one before, and never a
        later day than that one gave: moving a date by a day forgives nobody's lateness.
        """
        *earlier, last = known.tellings or (None,)
        if last is None or not self._told:
            return self._from(due_on, known.since, anchors, None, needed_by)
        stood: Fair | None = None
        for telling in earlier:
            told = _as_told(telling.anchors, self._anchor)
            due = self._due.on(told) if self._due is not None else None
            stood = None if due is None else self._from(due, telling.told_on, told, stood, None)
        return self._from(due_on, last.told_on, anchors, stood, needed_by)

    def _from(
        self, due_on: date, on: date, anchors: Mapping[str, date], stood: Fair | None, needed_by: date | None
    ) -> Fair:
        """When it is due after one telling more, where it `stood` before."""
        if due_on >= on:
            return Fair(due_on, due_on, None)
        if stood is not None and stood.due < on:
            return Fair(due_on, due_on, None) if due_on > stood.due else stood
        fresh = self.fair(on, anchors, needed_by)
        return fresh if stood is None or fresh.due <= stood.due else fresh._replace(due=stood.due)


def _due(timing: Timing) -> date:
    return timing.due_on or date.max


def _as_told(anchors: Mapping[str, date], anchor: str) -> Mapping[str, date]:
    """What was told, with the release as the earliest possible day where no other was said."""
    if anchor != "earliest_possible" or anchor in anchors or "release" not in anchors:
        return anchors
    return {anchor: anchors["release"]}
