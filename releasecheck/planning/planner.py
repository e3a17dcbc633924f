"""From what is known of a person to their tasks: a pure function, with a memory for speed.

`Planner.plan` decides for every installed item whether it applies, when it opens and falls due, and what
the recorded outcomes make of it. It writes nothing and reads no clock. What can be said of an item without
the person is worked out when the planner is made; conditions are answered once for each combination of
facts met, and dates once for each anchor met, because a country has few of either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from releasecheck.core.domain import (
    NATIONAL_REST,
    NATIONALLY_OPENS,
    FactValue,
    HardNeed,
    PersonRecord,
    Plan,
    RecordedOutcome,
    Task,
    split_owner,
)
from releasecheck.core.words import day_in_words
from releasecheck.people.sentence_dates import is_closed
from releasecheck.planning.asking import to_ask, windows_asked_about
from releasecheck.planning.doubts.doubts import Doubts
from releasecheck.planning.fitting import Fitting
from releasecheck.planning.outcomes import (
    NOT_BEGUN,
    NOTHING,
    OutcomeTrail,
    Tracker,
    counted_from_release,
    gaps,
    hard_need,
    ready,
    trail_of,
    unsigned,
)
from releasecheck.planning.person import Person, know, once_closed
from releasecheck.planning.resting import asked_before, came_too_late, contested, resting
from releasecheck.planning.schedule import Schedule, Timetable
from releasecheck.planning.stopping import Turns, closed, put_to_rest, quietened, without_retired
from releasecheck.planning.verdicts import Decision, Verdicts, is_met
from releasecheck.policy.catalogue import Catalogue, Item, OutcomeSpec
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.items.held import held
from releasecheck.policy.items.order import needed_by, needy_first
from releasecheck.policy.working_days import Calendar

Layer: TypeAlias = Callable[[], tuple[Catalogue, Rules, Mapping[date, str]]]
"""What a prison goes by that has its own, and the days it alone is closed; read for somebody there."""
_Waiting: TypeAlias = Mapping[str, tuple[int, ...]]
NO_LAYERS: Mapping[str, Layer] = MappingProxyType({})


class Planner:
    """A catalogue, a calendar and the date rules, ready to plan anybody.

    `layers`: by prison code, where other rules hold than these; whoever is there is planned by those.
    """

    def __init__(
        self, catalogue: Catalogue, calendar: Calendar, rules: Rules, layers: Mapping[str, Layer] = NO_LAYERS
    ) -> None:
        self.catalogue, self.calendar, self.rules = catalogue, calendar, rules
        self.layers = layers
        self._house: Planner = self
        self._there: dict[object, Planner] = {}
        schedule = Schedule(calendar, rules.timetable)
        self._installed = {item.id: item for item in catalogue.installed()}
        self._retired = {
            item.id: item.retired.since
            for item in self._installed.values()
            if item.retired is not None and item.gone
        }
        self._read_as = {
            item.id: item.retired.into for item in self._installed.values() if item.retired and item.gone
        }
        self._doubts = Doubts(calendar, rules)
        self._turns = Turns(self._installed.values())
        self._closing = windows_asked_about(self._installed, schedule)
        self._verdicts = tuple((name, Verdicts(item)) for name, item in self._installed.items())
        places = {name: place for place, name in enumerate(needy_first(self._installed))}
        waiting = needed_by(self._installed, places)
        lines = {
            name: _Line(item, self._installed, schedule, waiting) for name, item in self._installed.items()
        }
        self._lines = tuple(lines.values())
        self._needy_first = tuple(lines[name] for name in places)
        self._places = tuple(places[name] for name in self._installed)

    def plan(self, record: PersonRecord, today: date) -> Plan:
        """Every task of one person, as it follows from what is known on `today`."""
        return self.lay_out(self.prepare(record, today))

    def at(self, prison: FactValue | None) -> Planner:
        """What plans whoever is in a prison: by its own layer, or by what holds for the whole record."""
        house = self._house
        if not house.layers or prison is None:
            return house
        found = house._there.get(prison)
        if found is None:
            from releasecheck.people.prisons import prison_of  # few records have a layer

            layer = house.layers.get(prison_of(str(prison)))
            found = house._there[prison] = house if layer is None else house._under(*layer())
        return found

    def _under(self, catalogue: Catalogue, rules: Rules, closed: Mapping[date, str]) -> Planner:
        there = Planner(catalogue, self.calendar.closed_on(closed) if closed else self.calendar, rules)
        there._house = self
        return there

    def everywhere(self) -> Iterator[Planner]:
        """What plans by the rules of the whole record, then that of each prison with a layer."""
        yield self._house
        yield from map(self.at, self._house.layers)

    def after_release(self) -> frozenset[str]:
        """The items that go on after release, wherever they hold."""
        installed = (item for planner in self.everywhere() for item in planner.catalogue.installed())
        return frozenset(item.id for item in installed if item.after_release)

    def lay_out(self, person: Person) -> Plan:
        """The same for somebody who has been prepared."""
        there = self.at(person.record.facts.get("prison"))
        if there is not self:
            return there.lay_out(person)
        if is_closed(person.record.facts):
            return self._closed(person)
        decisions = {name: verdicts.decide(person.inputs) for name, verdicts in self._verdicts}
        made: list[Task] = []
        add = made.append
        for line in self._needy_first:
            add((line.held_for(person) if line.decided_by else line).task(person, decisions, made))
        doubts = self._doubts.of(person)
        return Plan(
            person.record.prison_number,
            tuple([made[place] for place in self._places]),
            person.release,
            person.handover,
            person.licence,
            person.anchors,
            *doubts.within(person.valid_from, person.valid_until),
            person.stopped,
            doubts.standing(person.record.settled),
        )

    def _closed(self, person: Person) -> Plan:
        """The plan of a number that is closed: every item is there, and none of them asks for anything."""
        return Plan(
            person.record.prison_number,
            tuple([line.closed(person) for line in self._lines]),
            *(None, None, None, {}, None, None),
        )

    def prepare(self, record: PersonRecord, today: date) -> Person:
        """What conditions and dates read of somebody on a day."""
        there = self.at(record.facts.get("prison"))
        if there is not self:
            return there.prepare(record, today)
        person = know(record, self._stories(record.outcomes), self.calendar, self.rules, today)
        person = person._replace(today=today)
        if self._retired:
            person = without_retired(person, self._retired, today)
        for name, closes in self._closing:
            person = once_closed(person, name, closes.on(person.anchors), today)
        found = self._turns.stopping(person) if record.outcomes else None
        if found is None:
            return person
        quiet = f"{found.stop.words}, recorded {day_in_words(found.stop.since, weekday=False)}"
        return person._replace(stopped=found.stop, quiet=quiet if found.quiet else None)

    def _stories(self, outcomes: Sequence[RecordedOutcome]) -> dict[str, OutcomeTrail]:
        by_item: dict[str, list[RecordedOutcome]] = {}
        for outcome in outcomes:
            for name in (outcome.item, self._read_as.get(outcome.item)):
                if name in self._installed:
                    by_item.setdefault(name, []).append(outcome)
        return {name: trail_of(self._installed[name], recorded) for name, recorded in by_item.items()}


#: The first and last day on which no prerequisites at all are met.
_ALWAYS = (None, None)


#: Combinations of facts remembered for the parts of one item that hold.
_MOST_VARIANTS = 1_024


class _Line:
    """One item, with all that can be said of it before a person is known."""

    def __init__(
        self, item: Item, installed: Mapping[str, Item], schedule: Schedule, waiting: _Waiting
    ) -> None:
        self.item = item
        self._of = (installed, schedule, waiting)
        #: What decides which parts of it hold for somebody; then it is `held_for` them that is asked.
        self.decided_by = item.conditions_within()
        leaves = (leaf for condition in self.decided_by for leaf in condition.leaves())
        self._reads = tuple(dict.fromkeys(leaf.fact for leaf in leaves))
        self._variants: dict[tuple[FactValue | None, ...], _Line] = {}
        self._timetable = Timetable(item, schedule, waiting.get(item.id, ()))
        self._tracker = Tracker(item, schedule)
        self._fitting = Fitting(item, schedule)
        dues = (checkpoint.due for checkpoint in item.checkpoints[-1:])
        self._usual = next((schedule.deadlines(due) for due in dues if due is not None), None)
        self._nationally_opens = counted_from_release(item, schedule) if item.positions else None
        self._several_owners = bool(item.owner_before_handover or item.owner_without_com)
        self._stale = schedule.exact(item.stale) if item.stale else None
        self._closes = schedule.deadlines(item.closes) if item.closes else None
        self._needs = tuple(need for need in item.needs if need.item in installed)
        self._needs_hard = tuple(
            (need, schedule.exact(need.within) if need.within else None)
            for need in item.needs_hard
            if need.item in installed
        )

    def task(self, person: Person, decisions: Mapping[str, Decision], made: Sequence[Task]) -> Task:
        """The item's task for one person, by what conditions say of them; `made`: tasks of what needs it."""
        # Values stand in their places: naming them would cost a country 15 seconds.
        item, anchors, decision = self.item, person.anchors, decisions[self.item.id]
        trail = person.trails.get(item.id, NOTHING)
        timings = self._timetable.timings(anchors, person.known, trail.begun_on, made)
        last, spec = trail.last, trail.spec
        progress = NOT_BEGUN if last is None else self._tracker.progress(trail, timings, anchors)
        stage, counts_until, lapses, timing, chase_on, expires_on = progress
        timing = timings[0] if last is None and timings else timing
        rest, reasons, missing = resting(item, decision, trail, timings, person, self._stale)
        following = spec.next if spec and (stage or spec.draft) else None
        closes_on = None if self._closes is None else self._closes.on(anchors)
        if timing.before:
            stage, counts_until, rest, timing = asked_before(stage, counts_until, rest, timings)
        elif timing.days_lost is not None and item.too_late and rest == "open":
            reasons, following = came_too_late(item, timing, closes_on, reasons, following)
        misfit = None if last is None else self._fitting.of(trail, person)
        if misfit is not None:
            stage, reasons, following = "action", (misfit.reason, *reasons), f"{misfit.next}: {misfit.reason}"
        owner, owner_name = self._owner(person, timing.owner)
        needs = self._hard_needs(person) if self._needs_hard else ()
        ready_from, ready_until = ready(needs) if needs else _ALWAYS
        task = Task(
            item.id,
            owner,
            owner_name,
            stage,
            counts_until,
            lapses,
            rest,
            timing.opens_on,
            timing.due_on,
            closes_on,
            chase_on,
            expires_on,
            timing.days_lost,
            bool(needs),
            ready_from,
            ready_until,
            last.outcome if last else None,
            last.on if last else None,
            last.reason if last else None,
            following,
            last.evidence if last else {},
            gaps(spec, last, self._usual.on(anchors) if self._usual else None) if spec and last else (),
            to_ask(missing, person) if missing else (),
            to_ask(decision.settling, person) if decision.settling and rest == "open" else (),
            reasons,
            needs,
            self._warnings(person, decisions) if self._needs else (),
            self._positions(spec, stage, decision.national, anchors) if item.positions else None,
            None if misfit is None else misfit.reason,
        )
        return self._settled(task, person, decision)

    def _settled(self, task: Task, person: Person, decision: Decision) -> Task:
        """The same with what stands over it: retired, handed back, or quiet while a release is turned."""
        item = self.item
        if item.id in person.retired and item.retired is not None:
            return put_to_rest(task, item.retired.words)
        if item.countersign is not None and task.stage in ("done", "done_late"):
            signs = item.countersigned_by(person.inputs)
            if signs is not None and person.trails.get(item.id, NOTHING).countersigned is None:
                task = unsigned(task, signs, person.names.get(signs))
        if item.id in person.record.handed_back:
            task = contested(task, person.record.handed_back[item.id])
        quiet = person.quiet if item.community else None
        return task if quiet is None else quietened(task, quiet, decision.reasons)

    def held_for(self, person: Person) -> _Line:
        """The line with those of its days, rates and prerequisites that hold for this person."""
        key = tuple(map(person.inputs.get, self._reads))
        found = self._variants.get(key)
        if found is None:
            if len(self._variants) >= _MOST_VARIANTS:
                self._variants.clear()
            item, here = self.item, replace(self.item, **held(self.item, person.inputs))
            installed, schedule, waiting = self._of
            found = self._variants[key] = _Line(here, {**installed, item.id: here}, schedule, waiting)
        return found

    def closed(self, person: Person) -> Task:
        """The item for a number that is closed: what was recorded stands, and nothing follows from it."""
        return closed(self.item, *self._owner(person), person)

    def _owner(self, person: Person, by_then: str | None = None) -> tuple[str, str | None]:
        """The role that must act for this person, and who that is where somebody is named."""
        item = self.item
        if not (person.record.owners or self._several_owners or by_then):
            return item.owner, person.names.get(item.owner)
        chosen = person.record.owners.get(item.id) or by_then
        if chosen is None and item.owner_before_handover and person.inputs.get("responsible") == "POM":
            chosen = item.owner_before_handover
        if chosen is None and item.owner_without_com and "COM" not in person.names:
            chosen = item.owner_without_com
        owner, name = split_owner(chosen or item.owner)
        return owner, name or person.names.get(owner)

    def _positions(
        self, spec: OutcomeSpec | None, stage: str | None, national: str | None, anchors: Mapping[str, date]
    ) -> Mapping[str, str]:
        """The line's own status names for this person; the service that gives them knows only the release."""
        positions: Mapping[str, str] = self.item.positions
        if spec is not None and spec.position:
            positions = {**positions, "live" if stage else "open": spec.position}
        if national is not None:
            positions = {**positions, NATIONAL_REST: national}
        opens = self._nationally_opens
        if opens is None or anchors.get("release") == anchors.get("earliest_possible"):
            return positions
        opens_on = opens.on(anchors)
        return {**positions, NATIONALLY_OPENS: opens_on.isoformat() if opens_on else ""}

    def _hard_needs(self, person: Person) -> tuple[HardNeed, ...]:
        """The prerequisites that block, each with the days on which what is recorded meets it."""
        trails = person.trails
        found = [hard_need(need, within, trails.get(need.item, NOTHING)) for need, within in self._needs_hard]
        return tuple(found)

    def _warnings(self, person: Person, decisions: Mapping[str, Decision]) -> tuple[str, ...]:
        """The prerequisites that only warn, and are not met."""
        trails, needs = person.trails, self._needs
        unmet = (n for n in needs if not is_met(n, trails.get(n.item, NOTHING), decisions[n.item]))
        return tuple([need.item for need in unmet])
