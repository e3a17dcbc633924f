"""Rows of a spreadsheet -> what they say about each person, and which rows are refused and why.

Everything here is a value: a bad row is a `RowError`, kept beside the good rows and never half read. Only a
file that cannot be read at all is an exception. Nothing is written; `people_diff` says what would change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from releasecheck.core.domain import NOTHING, FactValue
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import count, listed
from releasecheck.exchange.reading.files.table import LONGEST_CELL, NO_VALUE, SourceCell, SourceTable
from releasecheck.exchange.reading.lists.column_map import NO_MAP, HeadingMap
from releasecheck.exchange.reading.lists.custody_columns import NO_PRISON, alert_facts, read_listed
from releasecheck.exchange.reading.lists.headings import (
    TYPED_FACTS,
    TYPES_EXPECTED,
    Layout,
    Reader,
    has_prison_number,
    read_fact,
    read_headings,
)
from releasecheck.exchange.reading.lists.people_file import (
    NOTHING_CARRIED,
    Carried,
    PeopleFile,
    ReadRow,
    RowError,
    RowFacts,
)
from releasecheck.exchange.reading.lists.row_reader import filled, find_headings, one_line, whole
from releasecheck.people.facts import (
    FACTS,
    BadValue,
    expected,
    fact_for_heading,
    folded,
    parse,
    parse_date,
    parse_yes_no,
)
from releasecheck.people.plan_inputs import KNOWN_SINCE, OWNERS, RELEASES_TOLD, owners_given, told_before
from releasecheck.people.sentence_dates import RELEASE_DATES, UNTYPED_FACT
from releasecheck.planning.listed_events import NOT_LISTED, Listed

#: What an empty cell says where it says anything.
_NOT_KNOWN = "not known"
#: An empty cell never takes somebody's name away.
_NAMES = frozenset({"prison_number", "last_name", "first_name"})
_CARRIED: Mapping[str, Callable[[str], object]] = {
    KNOWN_SINCE: parse_date,
    RELEASES_TOLD: told_before,
    OWNERS: owners_given,
}


_Reading: TypeAlias = tuple[str, str, Reader]
"""A heading, the cell under it, and how to read it."""


def read_people(
    table: SourceTable, mapping: HeadingMap = NO_MAP, *, blank_clears: bool = False
) -> PeopleFile:
    """People from the rows of a table, under its headings, or under what an office's mapping makes of them.

    `blank_clears`: an empty cell says "not known"; without it, it says nothing.
    Raises ReleasecheckError for a table without headings, without prison numbers or without rows.
    """
    headed = find_headings(table, partial(has_prison_number, names=mapping.columns))
    layout = read_headings(table.name, headed.row, headed.headings, mapping.columns)
    rows: dict[str, ReadRow] = {}
    errors: list[RowError] = []
    mentioned: set[str] = set()
    repeated = read = 0
    for number, cells in headed.body:
        read += 1
        said, wrong = _read_row(layout, number, cells, blank_clears=blank_clears)
        carried = _read_carried(layout, number, cells, wrong) if layout.carried else NOTHING_CARRIED
        place = said.pop(NO_PRISON, None)
        listed = NOT_LISTED
        if layout.custody or place is not None:
            listed = _read_listed(layout, number, cells, said, str(place or ""), wrong)
        if layout.untyped is not None:
            _give_a_type(said)
        who = said.pop("prison_number", None)
        if isinstance(who, str):
            mentioned.add(who)
        if wrong or not isinstance(who, str):
            errors += wrong
        elif (first := rows.setdefault(who, ReadRow(number, who, said, carried, listed))).row == number:
            continue
        elif first.facts == said:
            repeated += 1
        else:
            errors.append(_second_row(layout, number, first, said, table.unit))
    if not read:
        raise ReleasecheckError(f"{table.name} has headings and nobody under them: nothing to import")
    if table.unit != "row":
        errors = [replace(error, unit=table.unit) for error in errors]
    untyped = sum(row.facts.get(UNTYPED_FACT) is not None for row in rows.values())
    which = _which_date(layout, untyped) if untyped else ()
    return PeopleFile(
        *(table.name, tuple(rows.values()), tuple(errors), layout.problems, layout.unused, layout.headings),
        *(
            (*table.notes, *headed.notes, *mapping.notes(headed.headings), *layout.notes, *which),
            repeated,
            frozenset(mentioned),
            headed.row,
            table,
        ),
    )


def _which_date(layout: Layout, people: int) -> tuple[str, ...]:
    """What must be asked of dates that came without a type."""
    heading = layout.untyped or next((typed.day.heading for typed in layout.typed), UNTYPED_FACT)
    whom = count(people, "person", "people")
    return (f"{heading}: of {whom} nobody says which date it is. Counted to for now, last of all dates",)


def _read_row(
    layout: Layout, row: int, cells: Sequence[SourceCell], *, blank_clears: bool
) -> tuple[dict[str, FactValue | None], list[RowError]]:
    """All that a row says, and all that is wrong with it."""
    if not blank_clears and not layout.typed and (simply := _simply_said(layout, cells)):
        return simply, []
    said: dict[str, tuple[str, FactValue | None]] = {}
    wrong: list[RowError] = []
    extra = [cell for cell in cells[layout.width :] if filled(cell)]
    if extra:
        text = f"more cells than the {layout.width} headings"
        wrong.append(RowError(layout.file, row, f"column {layout.width + 1}", one_line(extra[0]), text))
    padded = (*cells, *[None] * (layout.width - len(cells)))
    for heading, text, read in _readings(layout, padded, blank_clears=blank_clears):
        try:
            told = read(whole(text))
        except BadValue as problem:
            wrong.append(
                RowError(layout.file, row, heading, _repeatable(layout, heading, text), str(problem))
            )
            continue
        for name, value in told.items():
            other, already = said.setdefault(name, (heading, value))
            if already != value:
                both = listed((other, heading))
                wrong.append(RowError(layout.file, row, both, None, f"differ, and both are {name}"))
    number_is_bad = any(error.column == layout.number_heading for error in wrong)
    if not number_is_bad and said.get("prison_number", ("", None))[1] is None:
        needed = expected(FACTS["prison_number"])
        wrong.append(RowError(layout.file, row, layout.number_heading, "", needed))
    return {name: value for name, (_, value) in said.items()}, wrong


def _give_a_type(said: dict[str, FactValue | None]) -> None:
    """A release date that is one of the row's dates with a type is that one, and nothing is left to ask."""
    day = said.get(UNTYPED_FACT)
    if day is not None and any(said.get(name) == day for name in RELEASE_DATES - {UNTYPED_FACT}):
        said[UNTYPED_FACT] = None


def _simply_said(layout: Layout, cells: Sequence[SourceCell]) -> dict[str, FactValue | None] | None:
    """What a row says when nothing about it is out of the ordinary; else None, and it is looked at with care.

    It takes a third of the time, and nearly every row of a country is such a row.
    """
    if len(cells) > layout.width:
        return None
    said: dict[str, FactValue | None] = {}
    read = 0
    try:
        for column in layout.columns:
            cell = cells[column.index]
            if filled(cell):
                if cell[0] == "'" or len(cell) > LONGEST_CELL:
                    return None
                told = column.read(cell)
                said.update(told)
                read += len(told)
    except (BadValue, IndexError):
        return None
    return said if read == len(said) and said.get("prison_number") is not None else None


def _read_listed(
    layout: Layout,
    row: int,
    cells: Sequence[SourceCell],
    said: dict[str, FactValue | None],
    place: str,
    wrong: list[RowError],
) -> Listed:
    """Where the row has somebody, with what its alerts say; what cannot be read is added to `wrong`."""
    for name, value in alert_facts(layout.custody, cells).items():
        said.setdefault(name, value)
    try:
        return read_listed(layout.custody, cells, place)
    except BadValue as problem:
        wrong.append(RowError(layout.file, row, "last movement", None, str(problem)))
        return NOT_LISTED


def _read_carried(layout: Layout, row: int, cells: Sequence[SourceCell], wrong: list[RowError]) -> Carried:
    """What an export of another record says beside the facts; what cannot be read is added to `wrong`."""
    found: dict[str, Any] = {}
    for name, read in _CARRIED.items():
        place = layout.carried.get(name)
        cell = cells[place] if place is not None and place < len(cells) else None
        if not filled(cell):
            continue
        try:
            found[name] = read(whole(cell))
        except BadValue as problem:
            wrong.append(RowError(layout.file, row, name, None, str(problem)))
    return Carried(found.get(KNOWN_SINCE), found.get(RELEASES_TOLD, ()), found.get(OWNERS, NOTHING))


def _readings(layout: Layout, cells: Sequence[SourceCell], *, blank_clears: bool) -> Iterator[_Reading]:
    """Each cell that says something, with how to read it; an empty one says "not known", or nothing."""
    for column in layout.columns:
        cell = cells[column.index]
        if filled(cell):
            yield column.heading, cell, column.read
        elif blank_clears and cell is not None and not _NAMES.issuperset(column.sets):
            yield column.heading, _NOT_KNOWN, column.read
    for typed in layout.typed:
        day, kind = cells[typed.day.index], cells[typed.type.index] or ""
        name = _fact_of_type(kind)
        if not filled(day):
            if blank_clears and day is not None and name is not None:
                yield typed.day.heading, _NOT_KNOWN, read_fact(FACTS[name])
            continue
        if not filled(kind):
            yield typed.day.heading, day, read_fact(FACTS[UNTYPED_FACT])
            continue
        if name is None:
            yield typed.type.heading, kind, _refuse_type
            continue
        yield typed.day.heading, day, read_fact(FACTS[name])
        if typed.confirmed and filled(confirmed := cells[typed.confirmed.index]):
            yield typed.confirmed.heading, confirmed, _confirms(day)


def _fact_of_type(kind: str) -> str | None:
    """The fact that a release type names: CRD, "Conditional release", confirmed."""
    if folded(kind) == "confirmed":
        return "confirmed_release_date"
    fact = fact_for_heading(kind)
    return fact.name if fact and fact.name in TYPED_FACTS else None


def _refuse_type(_: str) -> RowFacts:
    raise BadValue(TYPES_EXPECTED)


def _confirms(day: str) -> Reader:
    """Reads a Confirmed cell: yes makes this the confirmed date, no says that there is none."""

    def read(text: str) -> RowFacts:
        answer = parse_yes_no(text)
        if answer is None:
            return {}
        try:
            return {"confirmed_release_date": parse(FACTS["confirmed_release_date"], day) if answer else None}
        except BadValue:
            return {}  # the date's own column already says what is wrong with it

    return read


def _repeatable(layout: Layout, heading: str, text: str) -> str | None:
    """The cell as it stood, on one line; None for a name or a sensitive fact, which errors do not repeat."""
    facts = [FACTS[name] for name in layout.headings[heading]]
    if text == NO_VALUE or any(fact.kind == "name" or fact.sensitive for fact in facts):
        return None
    return one_line(text)


def _second_row(layout: Layout, row: int, first: ReadRow, said: RowFacts, unit: str) -> RowError:
    """A person who comes twice in one file, and not with the same details."""
    names = [name for name in FACTS if first.facts.get(name) != said.get(name)]
    what = listed(names) or "other details"
    return RowError(
        *(layout.file, row, layout.number_heading, first.prison_number),
        f"is already on {unit} {first.row}, where it has another {what}",
    )
