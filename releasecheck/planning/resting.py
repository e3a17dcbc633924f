"""The state in which a task rests where no recorded outcome counts: open, or why it is not asked for.

And the one in which it stands while nobody has taken what was handed back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from releasecheck.core.domain import DONE_BEFORE, HandedBack, Task, joined_owner, split_owner
from releasecheck.core.words import day_in_words
from releasecheck.people.sentence_dates import BEFORE_SENTENCE
from releasecheck.planning.outcomes import UNDATED, OutcomeTrail
from releasecheck.planning.person import Person
from releasecheck.planning.schedule import OffsetDays, Timing
from releasecheck.planning.states import SETTLED
from releasecheck.planning.verdicts import Decision, raw_facts
from releasecheck.policy.catalogue import Item
from releasecheck.policy.offsets import ANCHORS, PAST_ANCHORS

#: Anchors that are the day of release, or hang on it: there is nothing to ask for while it is not known.
_DAY_ITSELF = frozenset(("release", "licence_start", "hard_stop", "release_told"))

#: Anchors that hang on the dates the handover is counted from.
_OF_HANDOVER = ("handover", "handover_start", "earliest_release")


def resting(
    item: Item,
    decision: Decision,
    trail: OutcomeTrail,
    timings: Sequence[Timing],
    person: Person,
    stale: OffsetDays | None,
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The state when no recorded outcome counts, with reasons and missing facts.

    `stale`: after which day the item is of no use to somebody who is first recorded later.
    """
    rest, reasons, missing, *_ = decision
    released = person.inputs["released"]
    if trail.spec is not None and trail.last is not None:
        if trail.spec.kind == "waived":
            return "not_required", (f"not needed: {trail.last.reason or 'no reason given'}",), ()
        if released and trail.spec.achieved:
            return "done", reasons, ()
    if rest not in ("open", "unknown"):
        return rest, reasons, ()
    if released and not item.after_release:
        if rest == "unknown":
            return "not_applicable", ("released; nobody recorded whether it applied",), ()
        return "not_achieved", (*reasons, "released before it was done"), ()
    if not timings and item.checkpoints:
        if item.only_in_time and "release" in person.anchors and person.anchors.keys() & set(item.anchors()):
            return "not_applicable", ("they leave before it would fall due",), ()
        if _waits_for_a_court(item, person):
            return "not_applicable", ("not until a court says when they leave",), ()
        if _waits_for_a_release(item, rest, missing, person):
            return "upcoming", (*reasons, "no release day yet"), ()
        rest, reason, fact = _without_anchor(item, rest, person)
        reasons, missing = (*reasons, *reason), (*missing, *fact)
    if item.outcome_record and rest == "unknown" and "release" in person.anchors:
        # What became of somebody cannot be missing before they leave.
        rest = "open"
    if rest == "open" and timings and timings[0].before and trail.last is None:
        return _from_before(item, timings[0].due_on, reasons, person, stale)
    return rest, reasons, missing


def _from_before(
    item: Item, due_on: date | None, reasons: tuple[str, ...], person: Person, stale: OffsetDays | None
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What had fallen due long before anybody here knew of the person: a question, or of no use any more."""
    first = f"first recorded here {day_in_words(person.known.first, weekday=False)}"
    since = item.checkpoints[0].since if item.checkpoints else None
    if since is not None and person.known.first < since:
        first = f"asked for here since {day_in_words(since, weekday=False)}"
    useful_until = None if stale is None else stale.on(person.anchors)
    if stale is not None and useful_until is not None and useful_until < person.known.first:
        what = f"{stale.anchor} {day_in_words(person.anchors[stale.anchor], weekday=False)}"
        until = f"of use only until {day_in_words(useful_until, weekday=False)}"
        return "not_required", (f"{what}, {first}: {until}",), ()
    anchor = next((name for name in item.anchors() if name in PAST_ANCHORS and name in person.anchors), "")
    days = ((anchor.replace("_", " "), person.anchors.get(anchor)), ("due", due_on))
    said = [f"{what} {day_in_words(day, weekday=False)}" for what, day in days if day is not None]
    return "unknown", (*reasons, ", ".join([*said, first])), (DONE_BEFORE,)


def asked_before(
    stage: str | None, counts_until: date | None, rest: str, timings: Sequence[Timing]
) -> tuple[str | None, date | None, str, Timing]:
    """Stage, last day of it, rest and window of a task whose window is one from before anybody knew.

    The question stands until the next time of the same task comes; then that is what is asked for.
    """
    following = next((timing for timing in timings if not timing.before), None)
    if stage is None and rest == "unknown" and following is not None and following.opens_on is not None:
        return "unknown", following.opens_on - timedelta(days=1), "open", following
    return stage, counts_until, rest, UNDATED


def _waits_for_a_court(item: Item, person: Person) -> bool:
    """Whether it counts from a release that only a court can say: nothing is asked for until it has."""
    if person.inputs.get("legal_status") not in BEFORE_SENTENCE or "earliest_possible" in person.anchors:
        return False
    return any(ANCHORS.get(anchor) == "release_date" for anchor in item.anchors())


def _waits_for_a_release(item: Item, rest: str, missing: tuple[str, ...], person: Person) -> bool:
    """Whether nothing but the day itself is wanting, for somebody who could be out on a day that is known."""
    if "release" in person.anchors or "earliest_possible" not in person.anchors:
        return False
    if _DAY_ITSELF.isdisjoint(item.anchors()):
        return False
    return rest == "open" or set(raw_facts(missing, person.inputs)) <= {"release_date"}


def _without_anchor(item: Item, rest: str, person: Person) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What to say of an item none of whose dates has an anchor: not yet, never, or a fact to ask for."""
    anchor = next(iter(item.anchors()))
    earlier, dot, outcome = anchor.partition(".")
    if dot:
        return "not_applicable", (f"not until {earlier} {outcome.replace('_', ' ')} is recorded",), ()
    if anchor == "released":
        return "not_applicable", ("not until they are released",), ()
    if anchor in ("handover", "handover_start") and person.inputs.get("has_handover") is False:
        return "not_applicable", ("no handover from POM to COM in this case",), ()
    if anchor in _OF_HANDOVER:
        return "unknown", (), ("has_handover",)
    return "unknown", (), (ANCHORS[anchor],)


def came_too_late(
    item: Item, timing: Timing, closes_on: date | None, reasons: tuple[str, ...], following: str | None
) -> tuple[tuple[str, ...], str | None]:
    """The reasons and the next step of what came too late: what to do where its window had closed by then."""
    said = (*reasons, f"came too late for the usual time: {item.too_late}")
    closed = closes_on is not None and timing.due_on is not None and closes_on < timing.due_on
    return said, following or (item.too_late if closed else None)


def contested(task: Task, handed: HandedBack) -> Task:
    """A task that was handed back, as both sides see it: somebody must say now who has it."""
    over = task.stage if task.stage is not None else task.rest
    lapsed = task.stage is not None and task.counts_until is not None and task.counts_until < handed.on
    if over in SETTLED and not lapsed:
        return task
    role, name = split_owner(handed.other)
    said = f"handed back by {handed.by}, {day_in_words(handed.on, weekday=False)}: {handed.reason}"
    held = joined_owner(task.owner, task.owner_name)
    return task._replace(
        stage="action",
        counts_until=None,
        lapses=False,
        outcome_next=f"say who has it, {held} or {handed.other}; {said}",
        reasons=(f"contested: {said}", *task.reasons),
        contested_with=role,
        contested_name=name,
    )
