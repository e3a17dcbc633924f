"""From what is known of a person to their tasks: a pure function, with a memory for speed.

`Planner.plan` decides for every installed item whether it applies, when it opens and falls due, and what
the recorded outcomes make of it. It writes nothing and reads no clock. Conditions are answered once for
each combination of facts met, and dates once for each anchor met, because a country has few of either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.catalogue import Catalogue, Item, Need, OutcomeSpec
from releasecheck.domain import (
    Facts,
    HardNeed,
    PersonRecord,
    Plan,
    RecordedOutcome,
    Task,
)
from releasecheck.offsets import ANCHORS, Offset
from releasecheck.person import Person, know
from releasecheck.rules import Rules
from releasecheck.schedule import Schedule, Timing, first_unsatisfied, next_rolling
from releasecheck.stories import NOTHING, Story, hard_need, item_kind, tell_story
from releasecheck.verdicts import Decision, decide, raw_facts
from releasecheck.working_days import Calendar

#: Raised when the same record gives another plan, so that saved plans are made again.
PLAN_VERSION = 1


class Planner:
    """A catalogue, a calendar and the date rules, ready to plan anybody."""

    def __init__(self, catalogue: Catalogue, calendar: Calendar, rules: Rules) -> None:
        self.catalogue, self.calendar, self.rules = catalogue, calendar, rules
        self._schedule = Schedule(calendar)
        self._items = tuple((item, item.reads()) for item in catalogue.installed())
        self._installed = frozenset(item.id for item, _ in self._items)
        self._decisions: dict[tuple[object, ...], Decision] = {}

    def plan(self, record: PersonRecord, today: date) -> Plan:
        """Every task of one person, as it follows from what is known on `today`."""
        person = self.prepare(record, today)
        return Plan(
            record.prison_number,
            tuple(self._task(item, reads, person) for item, reads in self._items),
            person.release,
            person.handover,
            person.licence,
            person.anchors,
            person.valid_from,
            person.valid_until,
        )

    def prepare(self, record: PersonRecord, today: date) -> Person:
        """What conditions and dates read of somebody on a day."""
        return know(record, self._stories(record.outcomes), self.calendar, self.rules, today)

    def decision(self, item: Item, inputs: Facts, reads: tuple[str, ...] | None = None) -> Decision:
        """What the conditions say, remembered for each combination of facts met."""
        reads = item.reads() if reads is None else reads
        key = (item.id, *(inputs.get(name) for name in reads))
        found = self._decisions.get(key)
        if found is None:
            found = self._decisions[key] = decide(item, inputs)
        return found

    def _stories(self, outcomes: Sequence[RecordedOutcome]) -> dict[str, Story]:
        by_item: dict[str, list[RecordedOutcome]] = {}
        for outcome in outcomes:
            by_item.setdefault(outcome.item, []).append(outcome)
        return {
            name: tell_story(self.catalogue.items[name], recorded)
            for name, recorded in by_item.items()
            if name in self._installed
        }

    def _task(self, item: Item, reads: tuple[str, ...], person: Person) -> Task:
        decision = self.decision(item, person.inputs, reads)
        story = person.stories.get(item.id, NOTHING)
        timings = self._schedule.timings(item, person.anchors, person.known)
        rest, reasons, missing = self._rest(item, decision, story, timings, person)
        progress = self._progress(item, story, timings, person)
        needs = tuple(
            hard_need(need, self._schedule, person.stories.get(need.item, NOTHING))
            for need in item.needs_hard
            if need.item in self._installed
        )
        last, spec = story.last, story.spec
        live = spec is not None and progress.stage is not None
        owner = self._owner(item, person)
        return Task(
            item=item.id,
            owner=owner,
            owner_name=_name_of(owner, person.inputs),
            stage=progress.stage,
            counts_until=progress.counts_until,
            lapses=progress.lapses,
            rest=rest,
            opens_on=progress.timing.opens_on,
            due_on=progress.timing.due_on,
            closes_on=self._day(item.closes, person.anchors),
            chase_on=progress.chase_on,
            expires_on=progress.expires_on,
            days_lost=progress.timing.days_lost,
            hard=bool(needs),
            ready_from=_ready_from(needs),
            ready_until=min((need.met_until for need in needs if need.met_until), default=None),
            outcome=last.outcome if last else None,
            outcome_on=last.on if last else None,
            outcome_reason=last.reason if last else None,
            outcome_next=spec.next if spec and (live or spec.draft) else None,
            evidence=last.evidence if last else {},
            gaps=self._gaps(spec, last),
            missing_facts=raw_facts(missing, person.inputs),
            settling_facts=raw_facts(decision.settling, person.inputs) if rest == "open" else (),
            reasons=reasons,
            needs=needs,
            warnings=tuple(
                need.item
                for need in item.needs
                if need.item in self._installed and not self._met(need, person)
            ),
            positions=_positions(item, spec, live),
        )

    def _rest(
        self, item: Item, decision: Decision, story: Story, timings: Sequence[Timing], person: Person
    ) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """The state when no recorded outcome counts, with reasons and missing facts."""
        rest, reasons, missing = decision.rest, decision.reasons, decision.missing
        if story.spec is not None and story.spec.kind == "waived" and story.last is not None:
            return "not_required", (f"not needed: {story.last.reason or 'no reason given'}",), ()
        if person.inputs["released"] and story.spec is not None and story.spec.achieved:
            return "done", reasons, ()
        if rest not in ("open", "unknown"):
            return rest, reasons, ()
        if person.inputs["released"] and not item.after_release:
            if rest == "unknown":
                return "not_applicable", ("released; nobody recorded whether it applied",), ()
            return "not_achieved", (*reasons, "released before it was done"), ()
        if not timings and item.checkpoints:
            rest, reason, fact = _without_anchor(item, rest, person)
            reasons, missing = (*reasons, *reason), (*missing, *fact)
        if item.outcome_record and rest == "unknown" and "release" in person.anchors:
            # What became of somebody cannot be missing before they leave.
            rest = "open"
        return rest, reasons, missing

    def _progress(self, item: Item, story: Story, timings: Sequence[Timing], person: Person) -> Progress:
        """What the recorded outcomes make of the dates."""
        done_on = [o.on for o in story.chain if item_kind(item, o.outcome) == "done"]
        index = first_unsatisfied(timings, done_on)
        timing = timings[min(index, len(timings) - 1)] if timings else _UNDATED
        spec, last = story.spec, story.last
        if spec is None or last is None or spec.kind in ("again", "waived"):
            return Progress(None, None, False, timing, None, None)
        if spec.kind == "done":
            stage = "done_late" if _was_late(timings, done_on, last.on) else "done"
            following = self._following(item, last, timings, index, person)
            renewed = following.opens_on - timedelta(days=1) if following and following.opens_on else None
            answered = first_unsatisfied(timings, done_on[:-1])
            timing = following or (timings[min(answered, len(timings) - 1)] if timings else _UNDATED)
        else:
            stage, renewed = spec.kind, None
        chase_on = None
        if spec.kind == "waiting":
            chase_on = _until(last) or (self._schedule.exact(item.chase, last.on) if item.chase else None)
        expires_on = None
        if item.expires is not None and spec.kind != "declined":
            sent = [o.on for o in story.chain if o.outcome == item.expires.anchor]
            expires_on = self._schedule.exact(item.expires, sent[-1] if sent else last.on)
        lapses = expires_on is not None and (renewed is None or expires_on < renewed)
        counts_until = min((day for day in (expires_on, renewed) if day), default=None)
        return Progress(stage, counts_until, lapses, timing, chase_on, expires_on)

    def _following(
        self, item: Item, last: RecordedOutcome, timings: Sequence[Timing], index: int, person: Person
    ) -> Timing | None:
        """The window in which a task that is done falls due again, if it does."""
        if item.rolling is not None:
            following = next_rolling(
                last.on, item.rolling.days, item.rolling.opens_days_before, self.calendar
            )
            release = person.anchors.get("release")
            ends = release is not None and following.due_on is not None and following.due_on > release
            return None if ends else following
        for timing in timings[index:]:
            if timing.opens_on is not None:
                return timing
        return None

    def _day(self, offset: Offset | None, anchors: Mapping[str, date]) -> date | None:
        if offset is None or offset.anchor not in anchors:
            return None
        return self._schedule.deadline(offset, anchors[offset.anchor])

    def _owner(self, item: Item, person: Person) -> str:
        chosen = person.record.owners.get(item.id)
        if chosen is None and item.owner_before_handover and person.inputs.get("responsible") == "POM":
            chosen = item.owner_before_handover
        return chosen or item.owner

    def _gaps(self, spec: OutcomeSpec | None, last: RecordedOutcome | None) -> tuple[str, ...]:
        if spec is None or last is None:
            return ()
        return tuple(name for name in self.catalogue.required_evidence(spec) if name not in last.evidence)

    def _warnings(self, item: Item, person: Person) -> tuple[str, ...]:
        wanted = (need for need in item.needs if need.item in self._installed)
        return tuple(need.item for need in wanted if not self._met(need, person))

    def _met(self, need: Need, person: Person) -> bool:
        story = person.stories.get(need.item, NOTHING)
        if story.last is None or story.spec is None:
            return self.decision(self.catalogue.items[need.item], person.inputs).rest in (
                "not_applicable",
                "not_required",
            )
        return story.last.outcome in need.outcomes if need.outcomes else story.spec.kind in ("done", "waived")


class Progress(NamedTuple):
    """Where the recorded outcomes have brought a task."""

    stage: str | None
    counts_until: date | None
    lapses: bool
    timing: Timing
    chase_on: date | None
    expires_on: date | None


_UNDATED = Timing(None, None, None)


def _ready_from(needs: Sequence[HardNeed]) -> date | None:
    days = [need.met_from for need in needs]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


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
    return "unknown", (), (ANCHORS[anchor],)


def _was_late(timings: Sequence[Timing], done_on: Sequence[date], on: date) -> bool:
    """Whether the last thing done came after the checkpoint it answered."""
    index = first_unsatisfied(timings, done_on[:-1])
    if index >= len(timings):
        return False
    due = timings[index].due_on
    return due is not None and on > due


def _until(outcome: RecordedOutcome) -> date | None:
    """The day somebody asked not to be reminded before."""
    text = outcome.evidence.get("wait_until")
    return date.fromisoformat(text) if text else None


def _name_of(owner: str, facts: Facts) -> str | None:
    if owner in ("POM", "COM"):
        name = facts.get(owner.lower())
        return str(name) if name is not None else None
    return None


def _positions(item: Item, spec: OutcomeSpec | None, live: bool) -> Mapping[str, str] | None:
    """The line's own status names for this person, where the item has them."""
    if not item.positions:
        return None
    found = dict(item.positions)
    if spec is not None and spec.position:
        found["live" if live else "open"] = spec.position
    return found
