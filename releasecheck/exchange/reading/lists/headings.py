"""What the headings of a spreadsheet mean: which facts each column sets, and how its cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from releasecheck.core.domain import NOTHING, FactValue
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import listed
from releasecheck.exchange.reading.lists.custody_columns import NO_PRISON, custody_columns, prison_cell
from releasecheck.exchange.reading.lists.people_file import (
    WHY_REFUSED,
    RowError,
    RowFacts,
    UnusedHeading,
)
from releasecheck.people.fact import Fact
from releasecheck.people.facts import (
    FACTS,
    BadValue,
    fact_for_heading,
    folded,
    is_not_known,
    parse,
    parse_yes_no,
    split_name,
    suggest_heading,
)
from releasecheck.people.plan_inputs import KNOWN_SINCE, OWNERS, RELEASES_TOLD
from releasecheck.people.sentence_dates import RELEASE_DATES, RELEASE_FACTS, UNTYPED_FACT

#: The facts that a Release Date column can set, whichever its Release Type column names.
TYPED_FACTS = frozenset({"confirmed_release_date", *(names[-1] for names in RELEASE_FACTS.values())})
TYPES_EXPECTED = listed((*RELEASE_FACTS, "confirmed"), "or")
_TYPES = ("releasetype", "releasedatetype", "typeofrelease", "reltype", "type")
_UNTYPED_HEADINGS = ("releasedate", *map(folded, FACTS[UNTYPED_FACT].aliases))
_TYPED_HEADINGS = {
    "nondtoreleasedate": ("nondtoreleasedatetype",),
    **dict.fromkeys(_UNTYPED_HEADINGS, _TYPES),
}
_CONFIRMED_HEADINGS = ("confirmed", "releaseconfirmed", "dateconfirmed", "isconfirmed")
_CARRIED = (KNOWN_SINCE, RELEASES_TOLD, OWNERS)
_GUESSED_AT = 100
"""Unknown headings that get a close match; a file with more has another trouble."""
_NO_TYPE = "needs a Release Type column, or a heading such as CRD"

Reader: TypeAlias = Callable[[str], RowFacts]


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column that is read: its heading, the facts it can set, and how."""

    index: int
    heading: str
    sets: tuple[str, ...]
    read: Reader


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A Release Date column, the one that says which date it is, and perhaps one that confirms it."""

    day: SourceColumn
    type: SourceColumn
    confirmed: SourceColumn | None


@dataclass(frozen=True, slots=True)
class Layout:
    """What every column of a file is, and what cannot be used."""

    file: str
    row: int
    width: int
    number_heading: str
    columns: tuple[SourceColumn, ...]
    typed: tuple[TypedDate, ...]
    untyped: str | None
    """The heading of a release date that no other column gives a type."""
    carried: Mapping[str, int]
    """Where an export says since when somebody is known, what dates were told, and who does what."""
    custody: Mapping[str, int]
    """Where it says where somebody is."""
    unused: tuple[UnusedHeading, ...]
    problems: tuple[RowError, ...]
    notes: tuple[str, ...]

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Heading -> the facts it can set, in the order of the file."""
        typed = (part for group in self.typed for part in (group.day, group.type, group.confirmed) if part)
        used = sorted((*self.columns, *typed), key=lambda column: column.index)
        return {column.heading: column.sets for column in used}


_TIME_OF_DAY = re.compile(r"(\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})[ T]\d\d:\d\d(?::\d\d)?(?:\.0+)?")


def read_fact(fact: Fact) -> Reader:
    """Reads a cell as one fact; of a day with a time of day, the day."""

    def read(text: str) -> RowFacts:
        if fact.kind == "date" and (timed := _TIME_OF_DAY.fullmatch(text.strip())):
            text = timed[1]
        if fact.name == "prison" and (none := prison_cell(text)):
            return {NO_PRISON: none}
        return {fact.name: parse(fact, text, as_it_is=fact.kind == "name")}

    # Only numbers never come again: days, answers, places, staff and names do, and each is read once.
    return read if fact.kind == "prison_number" else lru_cache(maxsize=10_000)(read)


def _full_name(text: str) -> RowFacts:
    """A whole name in one cell."""
    names = zip(("last_name", "first_name"), split_name(text, as_it_is=True), strict=True)
    return {fact: name for fact, name in names if name is not None}


def _mappa(text: str) -> RowFacts:
    """A MAPPA cell, which may hold the category, the level or both; a bare number may be either: refused."""
    text = text.strip().casefold()
    if is_not_known(text) or text in ("n", "no", "nil", "none"):
        return {"mappa_category": None if is_not_known(text) else "none"}
    pattern = r"(?:c(?:at(?:egory)?)?\.?\s*([1-4]))?[\s,/;-]*(?:l(?:evel)?\.?\s*([1-3]))?"
    found = re.fullmatch(pattern, text)
    if not found or not any(found.groups()):
        raise BadValue("say Cat 2, Level 2, Cat 2 Level 2 or none")
    category, level = found.groups()
    told: dict[str, FactValue | None] = {"mappa_category": category} if category else {}
    return told | ({"mappa_level": int(level)} if level else {})


def _no_fixed_abode(text: str) -> RowFacts:
    """Yes is homeless. No says nothing about being settled, so housing is left as it was."""
    return {"housing": "homeless"} if parse_yes_no(text) else {}


def _sentence_and_licence(text: str) -> RowFacts:
    """One expiry date for both."""
    day = parse(FACTS["sentence_expiry_date"], text)
    return {"sentence_expiry_date": day, "licence_expiry_date": day}


_SPECIAL: dict[str, tuple[tuple[str, ...], Reader]] = {
    **dict.fromkeys(
        ("name", "fullname", "prisoner", "prisonername", "offendername"),
        (("last_name", "first_name"), _full_name),
    ),
    "mappa": (("mappa_category", "mappa_level"), _mappa),
    "nfa": (("housing",), _no_fixed_abode),
    "sled": (("sentence_expiry_date", "licence_expiry_date"), _sentence_and_licence),
    "releasedate": ((UNTYPED_FACT,), read_fact(FACTS[UNTYPED_FACT])),
}
SPECIAL_NAMES = ("Name", "Full name", "Release Date", "Release Type", "MAPPA", "NFA", "SLED")


def read_column(index: int, heading: str, meaning: str | None = None) -> SourceColumn | None:
    """What this column says, or None when its heading means nothing by itself.

    `meaning`: the heading that it stands for, where an office's mapping says so.
    """
    meaning = heading if meaning is None else meaning
    if special := _SPECIAL.get(folded(meaning)):
        return SourceColumn(index, heading, *special)
    fact = fact_for_heading(meaning)
    return SourceColumn(index, heading, (fact.name,), read_fact(fact)) if fact else None


def means_something(heading: str) -> bool:
    """Whether a column of this heading is read, by itself or beside another."""
    typed = {name for names in _TYPED_HEADINGS.items() for name in (names[0], *names[1])}
    return folded(heading) in typed.union(_CONFIRMED_HEADINGS) or read_column(0, heading) is not None


def _typed_dates(headings: Sequence[str], meanings: Sequence[str]) -> tuple[TypedDate, ...]:
    """Each Release Date column that another column gives a type."""
    places = {folded(meaning): index for index, meaning in reversed(list(enumerate(meanings)))}

    def find(names: Iterable[str], *sets: str) -> SourceColumn | None:
        index = next((places[name] for name in names if name in places), None)
        return None if index is None else SourceColumn(index, headings[index], sets, lambda _: {})

    found = []
    for day_heading, type_headings in _TYPED_HEADINGS.items():
        day, kind = find([day_heading], *sorted(TYPED_FACTS)), find(type_headings)
        if day and kind:
            confirmed = find(_CONFIRMED_HEADINGS, "confirmed_release_date")
            by_prison_search = day_heading == "nondtoreleasedate"
            found.append(TypedDate(day, kind, None if by_prison_search else confirmed))
            if not by_prison_search:
                break  # one column of types speaks of one column of dates
    return tuple(found)


def has_prison_number(cells: Iterable[str | None], names: Mapping[str, str] = NOTHING) -> bool:
    """Whether one of these headings is that of the prison number: then they are the headings."""
    meanings = (names.get(folded(cell), cell) for cell in cells if cell)
    return any(fact and fact.kind == "prison_number" for fact in map(fact_for_heading, meanings))


def _unused(left: Iterable[tuple[int, str]]) -> Iterator[UnusedHeading]:
    """The headings we do not know, each once, the first of them with the nearest one we do."""
    seen: set[str] = set()
    for index, heading in left:
        if not heading:
            yield UnusedHeading(f"(column {index + 1}, no heading)")
        elif folded(heading) not in seen:
            guess = suggest_heading(heading, SPECIAL_NAMES) if len(seen) < _GUESSED_AT else None
            seen.add(folded(heading))
            yield UnusedHeading(heading, guess)


def read_headings(
    file: str, row: int, cells: Sequence[str | None], names: Mapping[str, str] = NOTHING
) -> Layout:
    """What each column of the file is, and what cannot be used.

    `names`: heading, folded, to what an office says it stands for; "" is a column not to read.
    """
    headings = [" ".join((cell or "").split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    meanings = [names.get(folded(heading), heading) for heading in headings]
    typed = _typed_dates(headings, meanings)
    custody = custody_columns(meanings)
    taken = {part.index for group in typed for part in (group.day, group.type, group.confirmed) if part}
    # To hospital, in a prisoner's record, and no release.
    taken |= {custody["discharged_on"]} if "discharged_on" in custody else set()
    columns = [
        column
        for index, heading in enumerate(headings)
        if index not in taken and (column := read_column(index, heading, meanings[index]))
    ]
    taken |= {column.index for column in columns}
    surname = next((column.heading for column in columns if column.sets == ("last_name",)), None)
    whole_names = [column for column in columns if surname and column.read is _full_name]
    columns = [column for column in columns if column not in whole_names]
    dates = [column for column in columns if folded(meanings[column.index]) in _UNTYPED_HEADINGS]
    dates.sort(key=lambda column: _UNTYPED_HEADINGS.index(folded(meanings[column.index])))
    columns = [column for column in columns if column not in dates[1:]]
    carried = {
        name: meanings.index(name) for name in (KNOWN_SINCE, RELEASES_TOLD, OWNERS) if name in meanings
    }
    taken |= {*carried.values(), *custody.values()}
    left = [
        (index, heading)
        for index, heading in enumerate(headings)
        if index not in taken and (meanings[index] or not heading)
    ]
    untyped = [heading for index, heading in left if folded(meanings[index]) in _TYPED_HEADINGS]
    dated = bool(typed) or any(RELEASE_DATES.intersection(column.sets) for column in columns)
    number = [column.heading for column in columns if column.sets == ("prison_number",)]
    if not number:
        raise _no_number(file, row, headings)
    return Layout(
        *(file, row, len(headings), number[0], tuple(columns), typed),
        *(dates[0].heading if dates else None, carried, custody),
        unused=tuple(
            _unused(
                (index, heading)
                for index, heading in left
                if heading not in untyped and folded(heading) != folded(WHY_REFUSED)
            )
        ),
        problems=() if dated else tuple(RowError(file, row, name, None, _NO_TYPE) for name in untyped),
        notes=(
            *(f"{column.heading} is not read: {surname} is" for column in whole_names),
            *(f"{column.heading} is not read: {dates[0].heading} is" for column in dates[1:]),
            *(f"{name} is not read: it {_NO_TYPE}" for name in untyped if dated),
        ),
    )


def _no_number(file: str, row: int, headings: Sequence[str]) -> ReleasecheckError:
    """Why there is nobody to read: never repeating what may be somebody's details."""
    if any(re.fullmatch(r"[A-Za-z]\d{4}[A-Za-z]{2}", heading) for heading in headings):
        return ReleasecheckError(
            f"{file} has no headings: row {row} is somebody already. Put a row of headings above it, "
            "such as NOMS No, Surname, CRD"
        )
    found = [heading for heading in headings if heading]
    more = f" and {len(found) - 20} more" if len(found) > 20 else ""
    return ReleasecheckError(
        f"{file} has no column for the prison number. Looked for Prison Number, NOMS No, NOMIS Number "
        f"and the like; found {listed(found[:20]) + more or 'no headings'}."
    )
