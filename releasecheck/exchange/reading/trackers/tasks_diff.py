"""What importing a tracker would record; worked out first, by the rules of `marking`, and only then saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import zip_longest

from releasecheck.core.domain import PersonRecord
from releasecheck.core.words import count, did_you_mean, listed, tally
from releasecheck.exchange.reading.lists.people_file import RowError, doubts
from releasecheck.exchange.reading.trackers.person_outcomes import NewOutcome, add_outcomes
from releasecheck.exchange.reading.trackers.task_file import LeftOne, ReadOutcome, TasksFile
from releasecheck.planning.changes import PersonChange
from releasecheck.planning.planner import Planner

ToldOn = Callable[[str, str], date | None]
"""Prison number and fact -> the day that the value which stands was told, if any was."""


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
    left_empty: int = 0
    """Rows of a working workbook in which nothing was filled in."""

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
            (self.left_empty, f"{self.left_empty:,} left empty"),
            (refused, f"{refused:,} refused"),
        )
        return tally(self.unit, parts)

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
    unchanged = settled = 0
    left: dict[str, list[LeftOne]] = {}
    for cell in file.left:
        left.setdefault(cell.prison_number, []).append(cell)
    for record in records:
        number = record.prison_number
        certain: list[ReadOutcome] = []
        for one in wanted.pop(number, ()):
            doubt = next(doubts(one.who, record.facts, today), None)
            if doubt is None:
                certain.append(one)
            else:
                refused.append(_about(file, one.row, number, doubt[1]))
        added = add_outcomes(
            *(record, certain, left.pop(number, ()), planner, today),
            by=by,
            told_on=partial(told_on, number),
            although=although,
        )
        new += added.new
        unchanged += added.unchanged
        settled += added.settled
        refused += [_refusal(file, one, problem) for one, problem in added.refused]
        refused += [cell.error(file.name, file.table.place(cell.row)) for cell in added.left]
    unknown: dict[str, list[int]] = {}
    for found in (wanted, left):
        for nobody, cells in found.items():
            unknown.setdefault(nobody, []).extend(cell.row for cell in cells)
    for number, rows in unknown.items():
        why = f"nobody here has this prison number{did_you_mean(number, numbers) or '.'} {_FIRST}"
        refused += [_about(file, row, number, why) for row in rows]
    return TaskComparison(
        *(file.unit, tuple(new), unchanged, repeated + file.copies, file.not_begun + settled),
        # A row about nobody is said once, however many cells it has.
        tuple(sorted(dict.fromkeys((*file.errors, *refused)), key=lambda error: error.row)),
        file.left_empty,
    )


_FIRST = "First: releasecheck import people FILE"


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
