"""What importing a tracker would record; worked out first, by the rules of `marking`, and only then saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from releasecheck.core.domain import (
    Facts,
    FactValue,
    PersonRecord,
    Plan,
    RecordedOutcome,
    day_known,
)
from releasecheck.core.words import count, day_in_words, did_you_mean, listed
from releasecheck.exchange.reading.lists.people_file import RowError, doubts
from releasecheck.exchange.reading.trackers.task_file import ReadOutcome, TasksFile
from releasecheck.planning.changes import PersonChange
from releasecheck.planning.marking import TaskStanding, facts_to_record, objection, standing_in
from releasecheck.planning.outcomes import gives_the_day
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue import Item

ToldOn = Callable[[str, str], date | None]
"""Prison number and fact -> the day that the value which stands was told, if any was."""


class NewOutcome(NamedTuple):
    """One outcome that would be recorded."""

    prison_number: str
    recorded: RecordedOutcome
    facts: Mapping[str, FactValue]
    """The facts that it tells as well."""
    gaps: tuple[str, ...]
    """The evidence that it asks for and the file does not have."""


@dataclass(frozen=True, slots=True)
class TaskComparison:
    """What importing a tracker would do. An unchanged file leaves nothing to write."""

    unit: str
    new: tuple[NewOutcome, ...]
    """By person, and for each in the order of their days."""
    unchanged: int
    repeated: int
    not_begun: int
    refused: tuple[RowError, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Whom anything new is told of."""
        return tuple(dict.fromkeys(one.prison_number for one in self.new))

    @property
    def with_gaps(self) -> int:
        """How many of the new have evidence missing."""
        return sum(bool(one.gaps) for one in self.new)

    def sentence(self) -> str:
        """214 rows: 180 outcomes new for 61 people, 20 recorded already, 8 not begun, 3 refused."""
        people = count(len(self.people), "person", "people")
        refused = len({(error.row, self.unit == "cell" and error.column) for error in self.refused})
        parts = (
            (len(self.new), f"{count(len(self.new), 'outcome')} new for {people}"),
            (self.unchanged, f"{self.unchanged:,} recorded already"),
            (self.repeated, f"{self.repeated:,} repeated"),
            (self.not_begun, f"{self.not_begun:,} not begun"),
            (refused, f"{refused:,} refused"),
        )
        told = count(sum(number for number, _ in parts), self.unit)
        said = ", ".join(words for number, words in parts if number)
        return f"{told}: {said}" if said else told

    def changes(self, source: str) -> list[PersonChange]:
        """What to record, in this order; facts told on another day are a change of their own."""
        by_person: dict[str, list[PersonChange]] = {}
        for one in self.new:
            changes = by_person.setdefault(one.prison_number, [])
            change = PersonChange(
                *(one.prison_number, one.facts, (one.recorded,)),
                told_on=one.recorded.on if one.facts else None,
                source=source,
            )
            if changes and (
                None in (changes[-1].told_on, change.told_on) or changes[-1].told_on == change.told_on
            ):
                change = _together(changes.pop(), change)
            changes.append(change)
        # First everybody's first change, so that people are read and saved many at a time.
        return [change for changes in zip_longest(*by_person.values()) for change in changes if change]

    def at_once(self, source: str) -> list[PersonChange]:
        """One change for each person: all that is needed to see what follows."""
        by_person: dict[str, PersonChange] = {}
        for change in self.changes(source):
            earlier = by_person.get(change.prison_number)
            by_person[change.prison_number] = _together(earlier, change) if earlier else change
        return list(by_person.values())


def _together(first: PersonChange, second: PersonChange) -> PersonChange:
    return replace(
        second,
        facts={**first.facts, **second.facts},
        outcomes=(*first.outcomes, *second.outcomes),
        told_on=second.told_on or first.told_on,
    )


def compare_tasks(
    file: TasksFile,
    records: Iterable[PersonRecord],
    planner: Planner,
    today: date,
    *,
    numbers: Sequence[str],
    by: str,
    told_on: ToldOn,
    although: bool = False,
) -> TaskComparison:
    """What the file would add to these records: each outcome new, recorded already, or refused and why.

    `numbers`: everybody recorded; `by`: who records it, where a row does not say.
    """
    wanted, repeated, refused = _once(file)
    new: list[NewOutcome] = []
    unchanged = 0
    for record in records:
        said = wanted.pop(record.prison_number, ())
        person = _Person(record, planner, today)
        for one in sorted(said, key=_order):
            doubt = next(doubts(one.who, record.facts, today), None)
            if doubt is not None:
                refused.append(_about(file, one.row, one.prison_number, doubt[1]))
                continue
            outcome, problem = person.outcome(one, by, although=although or one.sequence is not None)
            if problem:
                refused.append(_refusal(file, one, problem))
            elif outcome is None:
                unchanged += 1
            else:
                told = facts_to_record(
                    one.spec, outcome, planner.catalogue, partial(told_on, record.prison_number)
                )
                person.record(outcome, told)
                needed = planner.catalogue.required_evidence(one.spec)
                gaps = tuple(name for name in needed if name not in outcome.evidence)
                new.append(NewOutcome(record.prison_number, outcome, told, gaps))
    for number, said in wanted.items():
        why = f"nobody here has this prison number{did_you_mean(number, numbers) or '.'} {_FIRST}"
        refused += [_about(file, one.row, number, why) for one in said]
    return TaskComparison(
        *(file.unit, tuple(new), unchanged, repeated, file.not_begun),
        # A row about nobody is said once, however many cells it has.
        tuple(sorted(dict.fromkeys((*file.errors, *refused)), key=lambda error: error.row)),
    )


def _order(one: ReadOutcome) -> tuple[int, date, int]:
    """In the order of another record's own entries where the file has it, else in that of the days."""
    return one.sequence or 0, one.on, one.row


_FIRST = "First: releasecheck import people, or add"


def _about(file: TasksFile, row: int, number: str, why: str) -> RowError:
    return RowError(file.name, row, file.number_heading, number, why, file.table.place(row))


def _refusal(file: TasksFile, one: ReadOutcome, problem: str) -> RowError:
    return RowError(file.name, one.row, one.column, one.text, problem, file.table.place(one.row))


def _once(file: TasksFile) -> tuple[dict[str, Sequence[ReadOutcome]], int, list[RowError]]:
    """The outcomes by person, how many say again what another said, and those that contradict another."""
    wanted: dict[str, list[ReadOutcome]] = {}
    first: dict[tuple[str, str, str, date], ReadOutcome] = {}
    repeated, refused = 0, []
    for one in file.outcomes:
        key = (one.prison_number, one.item.id, one.spec.name, one.on)
        other = first.setdefault(key, one)
        if other is not one:
            differing = [
                name for name, text in one.evidence.items() if other.evidence.get(name, text) != text
            ]
            if one.reason and other.reason and one.reason != other.reason:
                differing.insert(0, "reason")
            if differing:
                why = f"is already on {file.table.place(other.row)}, with another {listed(differing)}"
                refused.append(_refusal(file, one, why))
                continue
            if one._replace(row=other.row, column=other.column, text=other.text) == other:
                repeated += 1
                continue
        wanted.setdefault(one.prison_number, []).append(one)
    return dict(wanted), repeated, refused


class _Person:
    """One person as the outcomes of a file are added to what is known; planned again only when it matters."""

    def __init__(self, record: PersonRecord, planner: Planner, today: date) -> None:
        self._record, self._planner, self._today = record, planner, today
        self._looked: tuple[Plan, Facts] | None = None
        self._touched: set[str] = set()
        self._added: dict[str, RecordedOutcome] = {}
        """The last of each item that the file itself has told."""

    def _standing(self, item: Item) -> TaskStanding:
        if self._looked is None or not self._touched.isdisjoint((item.id, *item.depends_on())):
            plan = self._planner.plan(self._record, self._today)
            self._looked = plan, self._planner.prepare(self._record, self._today).inputs
            self._touched.clear()
        return standing_in(*self._looked, self._record, item)

    def outcome(
        self, one: ReadOutcome, by: str, *, although: bool
    ) -> tuple[RecordedOutcome | None, str | None]:
        """What would be recorded, or nothing where all of it is recorded already; and why it cannot be."""
        earlier = [outcome for outcome in self._record.outcomes if outcome.item == one.item.id]
        if not day_known(one.evidence) and any(known.outcome == one.spec.name for known in earlier):
            # A list that says every week that it was done says so once.
            return None, None
        for known in reversed(earlier):
            if (known.outcome, known.on) == (one.spec.name, one.on):
                same = {name: text for name, text in one.evidence.items() if known.evidence.get(name) == text}
                if one.reason in (None, known.reason) and len(same) == len(one.evidence):
                    return None, None
                if known is earlier[-1] and _only_adds(one, known):
                    evidence = {**known.evidence, **one.evidence}
                    return known._replace(
                        reason=one.reason or known.reason, evidence=evidence, by=one.by or by, id=None
                    ), None
        recorded = RecordedOutcome(one.item.id, one.spec.name, one.on, one.reason, one.evidence, one.by or by)
        in_its_order = one.sequence is not None and one.item.id in self._added
        dates_it = bool(earlier) and gives_the_day(recorded, earlier[-1])
        if earlier and earlier[-1].on > one.on and not (in_its_order or dates_it):
            stands = f"{earlier[-1].outcome} on {day_in_words(earlier[-1].on)}"
            return None, f"{one.item.id} has something later recorded, {stands}, which it would replace"
        problem = objection(one.item, one.spec, self._standing(one.item), one.on, although=although)
        return (None, problem) if problem else (recorded, None)

    def record(self, outcome: RecordedOutcome, facts: Mapping[str, FactValue]) -> None:
        """Go on from what this adds."""
        self._touched.add(outcome.item)
        self._added[outcome.item] = outcome
        known = {**self._record.facts, **facts}
        self._record = self._record._replace(outcomes=(*self._record.outcomes, outcome), facts=known)
        if facts:
            self._looked = None


def _only_adds(one: ReadOutcome, known: RecordedOutcome) -> bool:
    """Whether it gives what was missing before, and contradicts nothing."""
    agrees = all(known.evidence.get(name, text) == text for name, text in one.evidence.items())
    return agrees and (known.reason is None or one.reason in (None, known.reason))
