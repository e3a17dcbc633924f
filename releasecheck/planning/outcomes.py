"""What was recorded of a task as its trail of outcomes, and what that makes of the task's dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from releasecheck.core.domain import COUNTERSIGN, COUNTERSIGNED, HardNeed, RecordedOutcome, Task, day_known
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import day_in_words
from releasecheck.planning.schedule import OffsetDays, Schedule, Timing
from releasecheck.policy.catalogue import Item, Need, OutcomeSpec, Rolling
from releasecheck.policy.working_days import Calendar

_ONE_DAY = timedelta(days=1)
UNDATED = Timing(None, None, None)
"""The window of a task that has no days."""


#: A recorded outcome whose name the catalogue no longer has: shown, and somebody must say what it means.
_FORGOTTEN = OutcomeSpec(
    "forgotten",
    "action",
    "no longer in the catalogue",
    next="say again what happened: this outcome is no longer used",
)


class OutcomeTrail(NamedTuple):
    """What is recorded about one item of one person, read from the last outcome back."""

    last: RecordedOutcome | None
    spec: OutcomeSpec | None
    chain: tuple[RecordedOutcome, ...]
    """The outcomes since the item was last begun again, oldest first."""
    begun_on: date | None = None
    """The day of the first that says that it was not done before: sent, begun again, not done before."""
    countersigned: RecordedOutcome | None = None
    """Who countersigned what stands, and when."""


NOTHING = OutcomeTrail(None, None, ())

#: Kinds of outcome that say that somebody has it in hand now.
_IN_HAND = ("waiting", "action", "again")


def trail_of(item: Item, recorded: Sequence[RecordedOutcome]) -> OutcomeTrail:
    """Which of an item's outcomes stands, and the ones since it was last begun again."""
    last: RecordedOutcome | None = None
    spec: OutcomeSpec | None = None
    chain: list[RecordedOutcome] = []
    begun_on: date | None = None
    signed: RecordedOutcome | None = None
    for outcome in recorded:
        if outcome.outcome == COUNTERSIGNED:
            signed = outcome
            continue
        found = item.outcomes.get(outcome.outcome, _FORGOTTEN)
        if last is not None and last.outcome in found.ignored_after:
            continue
        if spec is not None and spec.kind == "again" and not spec.draft:
            chain = []
        if chain and outcome.outcome == chain[-1].outcome and gives_the_day(outcome, chain[-1]):
            chain.pop()
        last, spec, signed = outcome, found, None
        chain.append(outcome)
        if begun_on is None and found.kind in _IN_HAND:
            begun_on = outcome.on
    return OutcomeTrail(last, spec, tuple(chain), begun_on, signed)


def item_kind(item: Item, outcome: str) -> str:
    """The kind of one of its outcomes, even one that the catalogue has forgotten."""
    return item.outcomes.get(outcome, _FORGOTTEN).kind


def gives_the_day(outcome: RecordedOutcome, earlier: RecordedOutcome) -> bool:
    """Whether this says again what was told without its day, and on which day it was."""
    return (
        outcome.outcome == earlier.outcome
        and not day_known(earlier.evidence)
        and day_known(outcome.evidence)
        and outcome.on <= earlier.on
    )


class Progress(NamedTuple):
    """Where the recorded outcomes have brought a task."""

    stage: str | None
    counts_until: date | None
    lapses: bool
    timing: Timing
    """The window that the task shows: the one it answers, or the one that is next."""
    chase_on: date | None
    expires_on: date | None


NOT_BEGUN = Progress(None, None, False, UNDATED, None, None)
"""Nothing is recorded; its window, if it has one, is the first."""


class Tracker:
    """Reads what is recorded about one item against its checkpoints."""

    def __init__(self, item: Item, schedule: Schedule) -> None:
        self._item, self._calendar = item, schedule.calendar
        self._done = frozenset(spec.name for spec in item.outcomes.values() if spec.kind == "done")
        self._chase = schedule.exact(item.chase) if item.chase else None
        self._expires = schedule.exact(item.expires) if item.expires else None
        self._late_after = schedule.exact(item.late_after) if item.late_after else None
        opens = (checkpoint.opens for checkpoint in item.checkpoints)
        self._told_again = any(one is not None and one.anchor == "release_told" for one in opens)

    def progress(
        self, trail: OutcomeTrail, timings: Sequence[Timing], anchors: Mapping[str, date]
    ) -> Progress:
        """What these outcomes make of these dates."""
        last, spec = trail.last, trail.spec
        done_on = [outcome.on for outcome in trail.chain if outcome.outcome in self._done]
        answered = first_unsatisfied(timings, done_on) if done_on else 0
        timing = _window(timings, answered)
        if last is None or spec is None or spec.kind in ("again", "waived"):
            return Progress(None, None, False, timing, None, None)
        stage: str = spec.kind
        chase_on = renewed = None
        if spec.kind == "done":
            following = self._following(last, timings[answered:], anchors)
            if following is not None and following.opens_on is not None:
                renewed = following.opens_on - _ONE_DAY
            before = first_unsatisfied(timings, done_on[:-1]) if len(done_on) > 1 else 0
            late = _is_late(timings[before:], last.on) or self._too_late(last.on, anchors)
            stage = "done_late" if late and day_known(last.evidence) else "done"
            timing = following or _window(timings, before)
        elif spec.kind == "waiting":
            chase_on = _until(last) or (None if self._chase is None else self._chase[last.on])
            told = anchors.get("release_told")
            if self._told_again and told is not None and told > last.on:
                # What was sent named a date that no longer stands.
                renewed = told - _ONE_DAY
        expires_on = None if spec.kind == "declined" else self._expiry(trail, last)
        lapses = expires_on is not None and (renewed is None or expires_on < renewed)
        counts_until = expires_on if lapses else renewed
        return Progress(stage, counts_until, lapses, timing, chase_on, expires_on)

    def _too_late(self, on: date, anchors: Mapping[str, date]) -> bool:
        """Whether it is of less use by the item's own rule, whenever it was due."""
        last_day = None if self._late_after is None else self._late_after.on(anchors)
        return last_day is not None and on > last_day

    def _following(
        self, last: RecordedOutcome, ahead: Sequence[Timing], anchors: Mapping[str, date]
    ) -> Timing | None:
        """The window in which a task that is done falls due again, if it does."""
        rolling = self._item.rolling
        fixed = next((timing for timing in ahead if timing.opens_on is not None), None)
        fixed = None if fixed is None else _not_due_before_it_opens(fixed)
        if rolling is None:
            return fixed
        following = next_rolling(last.on, rolling, self._calendar, anchors.get("earliest_possible"))
        recall = anchors.get("recall")
        if recall is not None and last.on < recall:
            # Nobody was there to see between the release and the recall.
            following = following._replace(due_on=max(following.due_on or recall, recall))
        release = anchors.get("release")
        if release is not None and following.due_on is not None and following.due_on > release:
            return fixed
        return following if fixed is None else min(fixed, following, key=_due_first)

    def _expiry(self, trail: OutcomeTrail, last: RecordedOutcome) -> date | None:
        """The last day on which what is recorded counts: from when it was sent, if the item says so."""
        if self._expires is None:
            return None
        sent = [outcome.on for outcome in trail.chain if outcome.outcome == self._expires.anchor]
        return self._expires[sent[-1] if sent else last.on]


def _not_due_before_it_opens(timing: Timing) -> Timing:
    """A task that opens again because something changed is due that day at the earliest."""
    if timing.due_on is None or timing.opens_on is None or timing.due_on >= timing.opens_on:
        return timing
    return timing._replace(due_on=timing.opens_on)


def _due_first(timing: Timing) -> date:
    return timing.due_on or date.max


def _window(timings: Sequence[Timing], index: int) -> Timing:
    """The checkpoint at this index, or the last of them."""
    return timings[min(index, len(timings) - 1)] if timings else UNDATED


def _is_late(unanswered: Sequence[Timing], on: date) -> bool:
    """Whether something done on this day came after the first checkpoint that it had to answer."""
    due_on = unanswered[0].due_on if unanswered and not unanswered[0].before else None
    return due_on is not None and on > due_on


def _until(outcome: RecordedOutcome) -> date | None:
    """The day somebody asked not to be reminded before."""
    text = outcome.evidence.get("wait_until")
    return date.fromisoformat(text) if text else None


def ready(needs: Sequence[HardNeed]) -> tuple[date | None, date | None]:
    """The first and last day on which all these are met; without a first day they are not."""
    began = [need.met_from for need in needs if need.met_from is not None]
    ends = [need.met_until for need in needs if need.met_until is not None]
    return max(began) if len(began) == len(needs) else None, min(ends, default=None)


def gaps(spec: OutcomeSpec, last: RecordedOutcome, usual: date | None) -> tuple[str, ...]:
    """What the outcome asks to be written down and nobody has; `usual`: when it was due by the rule."""
    late = usual is not None and last.on > usual
    return tuple(
        [
            need.field
            for need in spec.evidence
            if (need.required or (need.if_late and late)) and need.field not in last.evidence
        ]
    )


def hard_need(need: Need, within: OffsetDays | None, trail: OutcomeTrail) -> HardNeed:
    """The days between which what is recorded meets a prerequisite; `within` is how long it counts."""
    if trail.last is None or trail.spec is None:
        return HardNeed(need.item, None, None)
    wanted = need.outcomes or tuple(o.outcome for o in trail.chain if trail.spec.kind == "done")
    if trail.last.outcome not in wanted:
        return HardNeed(need.item, None, None)
    first = next(outcome for outcome in trail.chain if outcome.outcome in wanted)
    return HardNeed(need.item, first.on, None if within is None else within[first.on])


def next_rolling(
    on: date, rolling: Rolling, calendar: Calendar, earliest_possible: date | None = None
) -> Timing:
    """The next of a rolling item after one done `on` a day.

    In the last weeks before the earliest possible day, where that is known, it may come round more often.
    """
    usual = next((rate.days for rate in rolling.rates if rate.last_weeks is None), rolling.days)
    due = on + timedelta(days=usual)
    last = next((rate for rate in rolling.rates if rate.last_weeks is not None), None)
    if last is not None and last.last_weeks is not None and earliest_possible is not None:
        begins = earliest_possible - timedelta(weeks=last.last_weeks)
        due = min(due, max(begins, on + timedelta(days=last.days)))
    return Timing(due - timedelta(days=rolling.opens_days_before), calendar.last_working_day(due), None)


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


def unsigned(task: Task, role: str, name: str | None) -> Task:
    """What is done and waits for a countersignature: with whoever countersigns, to act now."""
    done = "" if task.outcome_on is None else f" {day_in_words(task.outcome_on, weekday=False)}"
    return task._replace(
        owner=role,
        owner_name=name,
        stage="action",
        outcome_next=COUNTERSIGN,
        reasons=(f"done{done}, waits for the {role} to countersign", *task.reasons),
    )


def counted_from_release(item: Item, schedule: Schedule) -> OffsetDays | None:
    """When the national service opens a line that opens here before the earliest possible day."""
    opens = item.checkpoints[0].opens if item.checkpoints else None
    if opens is None or opens.anchor != "earliest_possible":
        return None
    return schedule.exact(replace(opens, anchor="release"))
