"""What importing a file would change in the record; worked out first, shown, and only then saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from releasecheck.core.domain import NOTHING, Facts, FactValue
from releasecheck.core.words import count, tally
from releasecheck.exchange.reading.lists.people_file import (
    NOTHING_CARRIED,
    Carried,
    PeopleFile,
    ReadRow,
    RowError,
    RowFacts,
    UnreadCell,
    doubts,
)
from releasecheck.exchange.reading.lists.row_checks import heading_of, held_in, of_the_past
from releasecheck.people.names import fold
from releasecheck.people.office.staff import BY_RULE, StaffNames
from releasecheck.people.plan_inputs import KNOWN_SINCE
from releasecheck.people.prisons import is_no_news
from releasecheck.people.sentence_dates import RELEASE_DATES
from releasecheck.people.standing import Older, ToldOf
from releasecheck.planning.events import OF_THE_PRISON, SETTLED, Event
from releasecheck.planning.listed_events import EVENTFUL, NOT_LISTED, happened
from releasecheck.policy.movements import movement_codes


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
    events: tuple[Event, ...] = ()
    """What has happened to them since the record last knew."""

    @property
    def moves_release(self) -> bool:
        """Whether a release date that was known becomes another one, or is withdrawn."""
        return self.has("withdrawn") or any(
            self.before.get(name) is not None and self.facts[name] is not None
            for name in RELEASE_DATES.intersection(self.facts)
        )

    def has(self, *kinds: str) -> bool:
        """Whether one of these things has happened to them."""
        return any(event.kind in kinds for event in self.events)

    @property
    def asked(self) -> bool:
        """Whether something happened that somebody must settle."""
        return any(not event.certain for event in self.events)

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
    unread: tuple[UnreadCell, ...]
    not_in_file: tuple[str, ...]
    repeated: int = 0
    older: tuple[PersonDifference, ...] = ()
    """People of whom something is told that is older than what stands, and nothing else."""
    one_person: tuple[tuple[str, str], ...] = ()
    """Somebody gone from the list and somebody new in it of the same name and birthday: one person?"""

    @property
    def refused_rows(self) -> int:
        """Rows refused; several bad cells of one row count once."""
        return len({error.row for error in self.refused})

    def sentence(self, overdue: int = 0, restricted: int = 0) -> str:
        """208 rows: 12 new, 3 release dates moved (2 make things overdue), 190 unchanged, 3 refused.

        `restricted`: people of whom nothing else is said.
        """
        kinds = Counter(_counted_as(person) for person in self.changed)
        moved = kinds["moved"]
        late = f" ({overdue} {'makes' if overdue == 1 else 'make'} things overdue)" if overdue else ""
        parts = (
            (len(self.new), f"{len(self.new):,} new"),
            (kinds["died"], f"{kinds['died']:,} died"),
            (kinds["recalled"], count(kinds["recalled"], "recall")),
            (kinds["back"], f"{kinds['back']:,} back in prison"),
            (moved, f"{count(moved, 'release date')} moved{late}"),
            (kinds["prison"], f"{kinds['prison']:,} moved prison"),
            (kinds["asked"], f"{kinds['asked']:,} to check"),
            (kinds["other"], f"{kinds['other']:,} otherwise changed"),
            (len(self.older), f"{len(self.older):,} older than what stands"),
            (len(self.unchanged), f"{len(self.unchanged):,} unchanged"),
            (self.repeated, f"{self.repeated:,} repeated"),
            (self.refused_rows, f"{self.refused_rows:,} refused"),
            (restricted, f"{restricted:,} restricted"),
        )
        return tally("row", parts)


def _counted_as(person: PersonDifference) -> str:
    """What somebody is counted as, once: what weighs most."""
    if person.has("died"):
        return "died"
    if person.recalls:
        return "recalled"
    if person.has("returned", "back"):
        return "back"
    if person.moves_release:
        return "moved"
    if person.has("moved"):
        return "prison"
    return "asked" if person.asked else "other"


_TellingOf: TypeAlias = Callable[[str, str], date | None]
"""A prison number and a fact -> the day on which a command last told it."""


def _nothing_told(number: str, fact: str) -> None:
    return None


def compare(
    known: Iterable[tuple[str, Facts]],
    file: PeopleFile,
    today: date,
    told_on: date | None = None,
    command_told: _TellingOf = _nothing_told,
    prison: str | None = None,
    staff: StaffNames = BY_RULE,
) -> PeopleComparison:
    """What importing the file would change in the record of these people, and whom it may have mixed up.

    `told_on`: the day of the list, where that is not today. `prison`: where people are of whom neither the
    list nor the record says it. `staff`: which POMs and COMs are one.
    `known` is gone through once, so that a country's people need never be held at a time.
    """
    rows, not_come = of_the_past(file, today)
    changed: list[PersonDifference] = []
    unchanged: list[ReadRow] = []
    not_in_file: list[str] = []
    refused = list(file.errors)
    day = told_on or today
    gone: dict[tuple[object, ...], str] = {}
    merged: dict[str, str] = {}
    closed: list[ReadRow] = []
    for number, facts in known:
        row = rows.pop(number, None)
        if row is not None and prison is not None and "prison" not in facts:
            row = held_in(row, prison)
        if "merged_into" in facts:
            merged[number] = str(facts["merged_into"])
        if row is None:
            if number not in file.mentioned and "merged_into" not in facts:
                not_in_file.append(number)
                gone[_called(facts)] = number
        elif "merged_into" in facts:
            closed.append(row)
        elif doubtful := _doubts(file, row, facts, today):
            refused += doubtful
        elif difference := _difference(row, facts, day, command_told, staff):
            changed.append(difference)
        else:
            unchanged.append(row)
    refused += [_merged(file, row, _stands_now(row.prison_number, merged)) for row in closed]
    new: list[PersonDifference] = []
    for row in rows.values():
        doubtful = _doubts(file, row, NOTHING, today)
        refused += doubtful
        if not doubtful:
            new.append(_somebody_new(row if prison is None else held_in(row, prison), day))
    return PeopleComparison(
        tuple(new),
        tuple(sorted(changed, key=lambda person: person.row)),
        tuple(row.prison_number for row in sorted(unchanged, key=lambda row: row.row)),
        refused=tuple(sorted(refused, key=lambda error: error.row)),
        unread=(*file.unread, *not_come),
        not_in_file=tuple(sorted(not_in_file)),
        repeated=file.repeated,
        one_person=tuple(_one_person(new, gone)) if gone else (),
    )


_OF_EVENTS = frozenset({"prison", "legal_status", "recall", "reception_date", "released_on", *SETTLED})
_AFTER_EVENTS = frozenset({"died_on", *OF_THE_PRISON, *SETTLED})


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
        if not _OF_EVENTS.isdisjoint(kept):
            # Where they are was told since: what this list says has happened was over by then.
            facts = {name: value for name, value in facts.items() if name not in _AFTER_EVENTS}
            person = replace(person, events=())
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


def _stands_now(number: str, merged: Mapping[str, str]) -> str:
    """The number that somebody has today, however often theirs was merged."""
    for _ in merged:
        number = merged.get(number, number)
    return number


def _merged(file: PeopleFile, row: ReadRow, into: str) -> RowError:
    """A row of a number that stands no more: what it says would be seen by nobody."""
    heading = heading_of(file, "prison_number")
    why = f"{row.prison_number} was merged into {into}: give that number"
    return RowError(file.name, row.row, heading, None, why, file.table.place(row.row))


def _called(facts: RowFacts) -> tuple[object, ...]:
    """By what somebody is known under another number: their name, however it is spelled, and birthday."""
    names = (facts.get("last_name"), facts.get("first_name"))
    return (*(None if name is None else fold(str(name)) for name in names), facts.get("date_of_birth"))


def _one_person(
    new: Iterable[PersonDifference], gone: Mapping[tuple[object, ...], str]
) -> Iterator[tuple[str, str]]:
    for person in new:
        who = _called(person.facts)
        if None not in who and who in gone:
            yield gone[who], person.prison_number


def _somebody_new(row: ReadRow, day: date) -> PersonDifference:
    """What a row says of somebody new: that something is not known is nothing to record of them."""
    facts: RowFacts = row.facts
    events: tuple[Event, ...] = ()
    if row.listed is not NOT_LISTED or facts.get("legal_status") == "DEAD":
        facts, events = happened(NOTHING, facts, row.listed, day, movement_codes(), lambda fact: None)
    if None in facts.values():
        facts = {name: value for name, value in facts.items() if value is not None}
    return PersonDifference(row.row, row.prison_number, facts, carried=row.carried, events=events)


def _difference(
    row: ReadRow, known: Facts, day: date, command_told: _TellingOf, staff: StaffNames
) -> PersonDifference | None:
    """The facts that the row would change, and what has happened; None when all of it is so already."""
    said, number = row.facts, row.prison_number
    facts = _new_facts(said, known, staff)
    events: tuple[Event, ...] = ()
    if row.listed is not NOT_LISTED or not EVENTFUL.isdisjoint(facts):
        codes = movement_codes()
        said, events = happened(known, said, row.listed, day, codes, lambda fact: command_told(number, fact))
        facts = _new_facts(said, known, staff)
    if not facts:
        return None
    before = {name: known.get(name) for name in facts}
    return PersonDifference(row.row, number, facts, before, events=events)


def _new_facts(said: RowFacts, known: Facts, staff: StaffNames) -> dict[str, FactValue | None]:
    """What a row says and the record does not; the same name or prison spelled poorer is nothing new."""

    def is_new(name: str, was: FactValue | None, value: FactValue | None) -> bool:
        return not (is_no_news(was, value) if name == "prison" else staff.same_or_poorer(name, was, value))

    return {
        name: value
        for name, value in said.items()
        if (was := known.get(name)) != value and is_new(name, was, value)
    }


def _doubts(file: PeopleFile, row: ReadRow, known: Facts, today: date) -> list[RowError]:
    """Why this row may be about somebody else."""

    def error(column: str, why: str) -> RowError:
        return RowError(file.name, row.row, column, None, why, file.table.place(row.row))

    found = []
    for name, why in doubts(row.facts, known, today):
        found.append(error(heading_of(file, name), f"{row.prison_number} {why}"))
    told = (row.carried.known_since, *(telling.told_on for telling in row.carried.tellings))
    if any(day is not None and day > today for day in told):
        found.append(error(KNOWN_SINCE, f"{row.prison_number} was told of on a day that has not come yet"))
    return found
