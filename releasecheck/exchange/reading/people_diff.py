"""What importing a file would change in the record; worked out first, shown, and only then saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from releasecheck.core.domain import NOTHING, Facts, FactValue
from releasecheck.core.words import count
from releasecheck.exchange.reading.people_file import (
    NOTHING_CARRIED,
    RELEASE_DATES,
    Carried,
    PeopleFile,
    ReadRow,
    RowError,
    RowFacts,
    doubts,
)
from releasecheck.people.fact_checks import not_yet
from releasecheck.people.plan_inputs import KNOWN_SINCE
from releasecheck.people.standing import Older, ToldOf


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """How a row differs from the record of that person; None is not known."""

    row: int
    prison_number: str
    facts: Mapping[str, FactValue | None]
    """The new values, as they would be recorded."""
    before: Mapping[str, FactValue | None] = field(default_factory=dict)
    """What stands in the record in their place; nothing for somebody new."""
    carried: Carried = NOTHING_CARRIED
    """What else another record says of somebody new."""
    older: Mapping[str, Older] = field(default_factory=dict)
    """What was told before what stands: it goes into the history, and changes nothing."""

    @property
    def moves_release(self) -> bool:
        """Whether a release date that was known becomes another one."""
        return any(
            self.before.get(name) is not None and self.facts[name] is not None
            for name in RELEASE_DATES.intersection(self.facts)
        )

    @property
    def recalls(self) -> bool:
        """Whether somebody whom the record knew otherwise is now on recall."""
        return self.facts.get("recall") is True or self.facts.get("legal_status") == "RECALL"


@dataclass(frozen=True, slots=True)
class PeopleComparison:
    """What importing a file would do. An unchanged file leaves nothing to write."""

    new: tuple[PersonDifference, ...]
    changed: tuple[PersonDifference, ...]
    unchanged: tuple[str, ...]
    refused: tuple[RowError, ...]
    problems: tuple[RowError, ...]
    not_in_file: tuple[str, ...]
    repeated: int = 0
    older: tuple[PersonDifference, ...] = ()
    """People of whom something is told that is older than what stands, and nothing else."""

    @property
    def refused_rows(self) -> int:
        """Rows refused; several bad cells of one row count once."""
        return len({error.row for error in self.refused})

    def sentence(self, overdue: int = 0) -> str:
        """208 rows: 12 new, 3 release dates moved (2 make things overdue), 190 unchanged, 3 refused."""
        recalled = sum(person.recalls for person in self.changed)
        moved = sum(person.moves_release and not person.recalls for person in self.changed)
        other = len(self.changed) - recalled - moved
        late = f" ({overdue} {'makes' if overdue == 1 else 'make'} things overdue)" if overdue else ""
        parts = (
            (len(self.new), f"{len(self.new):,} new"),
            (recalled, count(recalled, "recall")),
            (moved, f"{count(moved, 'release date')} moved{late}"),
            (other, f"{other:,} otherwise changed"),
            (len(self.older), f"{len(self.older):,} older than what stands"),
            (len(self.unchanged), f"{len(self.unchanged):,} unchanged"),
            (self.repeated, f"{self.repeated:,} repeated"),
            (self.refused_rows, f"{self.refused_rows:,} refused"),
        )
        rows = count(sum(number for number, _ in parts), "row")
        said = ", ".join(words for number, words in parts if number)
        return f"{rows}: {said}" if said else rows


def compare(known: Iterable[tuple[str, Facts]], file: PeopleFile, today: date) -> PeopleComparison:
    """What importing the file would change in the record of these people, and whom it may have mixed up.

    `known` is gone through once, so that a country's people need never be held at a time.
    """
    rows = {row.prison_number: row for row in file.rows}
    changed: list[PersonDifference] = []
    unchanged: list[ReadRow] = []
    not_in_file: list[str] = []
    refused = list(file.errors)
    for number, facts in known:
        row = rows.pop(number, None)
        if row is None:
            if number not in file.mentioned:
                not_in_file.append(number)
        elif doubtful := _doubts(file, row, facts, today):
            refused += doubtful
        elif difference := _difference(row, facts):
            changed.append(difference)
        else:
            unchanged.append(row)
    new: list[PersonDifference] = []
    for row in rows.values():
        doubtful = _doubts(file, row, NOTHING, today)
        refused += doubtful
        if not doubtful:
            new.append(PersonDifference(row.row, row.prison_number, _known(row), carried=row.carried))
    return PeopleComparison(
        tuple(new),
        tuple(sorted(changed, key=lambda person: person.row)),
        tuple(row.prison_number for row in sorted(unchanged, key=lambda row: row.row)),
        refused=tuple(sorted(refused, key=lambda error: error.row)),
        problems=file.problems,
        not_in_file=tuple(sorted(not_in_file)),
        repeated=file.repeated,
    )


def told_later(comparison: PeopleComparison, told: Mapping[str, ToldOf], told_on: date) -> PeopleComparison:
    """The same, with what a later telling stands against set apart: the day decides, not the order.

    `told`: of each person who would be changed, what was told of them since `told_on`. What an older list
    said already, and was kept in the history then, is nothing new.
    """
    changed: list[PersonDifference] = []
    older: list[PersonDifference] = []
    unchanged = list(comparison.unchanged)
    for person in comparison.changed:
        known = told.get(person.prison_number, {})
        kept = {name: known[name] for name in person.facts if name in known and known[name].on > told_on}
        if not kept:
            changed.append(person)
            continue
        facts = {name: value for name, value in person.facts.items() if name not in kept}
        new = {
            name: Older(person.facts[name], one.value, one.on)
            for name, one in kept.items()
            if (person.facts[name], told_on) not in one.said
        }
        before = {name: person.before[name] for name in facts}
        left = replace(person, facts=facts, before=before, older=new)
        if facts:
            changed.append(left)
        elif new:
            older.append(left)
        else:
            unchanged.append(person.prison_number)
    return replace(comparison, changed=tuple(changed), older=tuple(older), unchanged=tuple(unchanged))


def _known(row: ReadRow) -> RowFacts:
    """What a row says of somebody new: that something is not known is nothing to record of them."""
    if None not in row.facts.values():
        return row.facts
    return {name: value for name, value in row.facts.items() if value is not None}


def _difference(row: ReadRow, known: Facts) -> PersonDifference | None:
    """The facts that the row would change; None when all of it is so already."""
    facts = {name: value for name, value in row.facts.items() if known.get(name) != value}
    if not facts:
        return None
    return PersonDifference(row.row, row.prison_number, facts, {name: known.get(name) for name in facts})


def _doubts(file: PeopleFile, row: ReadRow, known: Facts, today: date) -> list[RowError]:
    """Why this row may be about somebody else, or tells of a day that has not come."""

    def error(column: str, why: str) -> RowError:
        return RowError(file.name, row.row, column, None, why, file.table.unit)

    found = []
    wrong = {**dict(not_yet(row.facts, today)), **dict(doubts(row.facts, known, today))}
    for name, why in wrong.items():
        heading = next((heading for heading, sets in file.headings.items() if name in sets), name)
        found.append(error(heading, f"{row.prison_number} {why}"))
    told = (row.carried.known_since, *(telling.told_on for telling in row.carried.tellings))
    if any(day is not None and day > today for day in told):
        found.append(error(KNOWN_SINCE, f"{row.prison_number} was told of on a day that has not come yet"))
    return found
