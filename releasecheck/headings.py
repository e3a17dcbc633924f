"""What the headings of a spreadsheet mean: which facts each column sets, and how its cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from releasecheck.domain import FactValue
from releasecheck.errors import ReleasecheckError
from releasecheck.fact_table import Fact
from releasecheck.facts import (
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
from releasecheck.people_file import RELEASE_DATES, WHY_REFUSED, RowError, Told, UnusedHeading
from releasecheck.recorded_dates import RELEASE_FACTS
from releasecheck.words import listed

#: The facts that a Release Date column can set, whichever its Release Type column names.
TYPED_FACTS = frozenset({"confirmed_release_date", *(names[-1] for names in RELEASE_FACTS.values())})
TYPES_EXPECTED = listed((*RELEASE_FACTS, "confirmed"), "or")
_TYPED_HEADINGS = {
    "releasedate": ("releasetype", "releasedatetype", "typeofrelease", "type"),
    "nondtoreleasedate": ("nondtoreleasedatetype",),
}
_CONFIRMED_HEADINGS = ("confirmed", "releaseconfirmed", "dateconfirmed", "isconfirmed")
_NO_TYPE = "needs a Release Type column, or a heading such as CRD"

Reader: TypeAlias = Callable[[str], Told]


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read: its heading, the facts it can set, and how."""

    index: int
    heading: str
    sets: tuple[str, ...]
    read: Reader


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A Release Date column, the one that says which date it is, and perhaps one that confirms it."""

    day: Column
    type: Column
    confirmed: Column | None


@dataclass(frozen=True, slots=True)
class Layout:
    """What every column of a file is, and what cannot be used."""

    file: str
    row: int
    width: int
    number_heading: str
    columns: tuple[Column, ...]
    typed: tuple[TypedDate, ...]
    unused: tuple[UnusedHeading, ...]
    problems: tuple[RowError, ...]
    notes: tuple[str, ...]

    @property
    def headings(self) -> dict[str, tuple[str, ...]]:
        """Heading -> the facts it can set, in the order of the file."""
        typed = (part for group in self.typed for part in (group.day, group.type, group.confirmed) if part)
        used = sorted((*self.columns, *typed), key=lambda column: column.index)
        return {column.heading: column.sets for column in used}


def read_fact(fact: Fact) -> Reader:
    """Reads a cell as one fact."""
    return lambda text: {fact.name: parse(fact, text)}


def _full_name(text: str) -> Told:
    """A whole name in one cell."""
    names = zip(("last_name", "first_name"), split_name(text), strict=True)
    return {fact: name for fact, name in names if name is not None}


def _mappa(text: str) -> Told:
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


def _no_fixed_abode(text: str) -> Told:
    """Yes is homeless. No says nothing about being settled, so housing is left as it was."""
    return {"housing": "homeless"} if parse_yes_no(text) else {}


def _sentence_and_licence(text: str) -> Told:
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
}
_SPECIAL_NAMES = ("Name", "Full name", "Release Date", "Release Type", "MAPPA", "NFA", "SLED")


def read_column(index: int, heading: str) -> Column | None:
    """What this column says, or None when its heading means nothing by itself."""
    if special := _SPECIAL.get(folded(heading)):
        return Column(index, heading, *special)
    fact = fact_for_heading(heading)
    return Column(index, heading, (fact.name,), read_fact(fact)) if fact else None


def _typed_dates(headings: Sequence[str]) -> tuple[TypedDate, ...]:
    """Each Release Date column that another column gives a type."""
    places = {folded(heading): index for index, heading in reversed(list(enumerate(headings)))}

    def find(names: Iterable[str], *sets: str) -> Column | None:
        index = next((places[name] for name in names if name in places), None)
        return None if index is None else Column(index, headings[index], sets, lambda _: {})

    found = []
    for day_heading, type_headings in _TYPED_HEADINGS.items():
        day, kind = find([day_heading], *sorted(TYPED_FACTS)), find(type_headings)
        if day and kind:
            confirmed = find(_CONFIRMED_HEADINGS, "confirmed_release_date")
            found.append(TypedDate(day, kind, confirmed if day_heading == "releasedate" else None))
    return tuple(found)


def _unused(heading: str, index: int) -> UnusedHeading:
    """A heading we do not know, with the nearest one we do."""
    if not heading:
        return UnusedHeading(f"(column {index + 1}, no heading)")
    return UnusedHeading(heading, suggest_heading(heading, _SPECIAL_NAMES))


def read_headings(file: str, row: int, cells: Sequence[str]) -> Layout:
    """What each column of the file is, and what cannot be used."""
    headings = [" ".join(cell.split()) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    typed = _typed_dates(headings)
    taken = {part.index for group in typed for part in (group.day, group.type, group.confirmed) if part}
    columns = [
        column
        for index, heading in enumerate(headings)
        if index not in taken and (column := read_column(index, heading))
    ]
    taken |= {column.index for column in columns}
    surname = next((column.heading for column in columns if column.sets == ("last_name",)), None)
    whole_names = [column for column in columns if surname and column.read is _full_name]
    columns = [column for column in columns if column not in whole_names]
    left = [(index, heading) for index, heading in enumerate(headings) if index not in taken]
    untyped = [heading for _, heading in left if folded(heading) in _TYPED_HEADINGS]
    dated = bool(typed) or any(RELEASE_DATES.intersection(column.sets) for column in columns)
    number = [column.heading for column in columns if column.sets == ("prison_number",)]
    if not number:
        raise ReleasecheckError(
            f"{file} has no column for the prison number. Looked for Prison Number, NOMS No, NOMIS Number "
            f"and the like; found {listed(heading for heading in headings if heading) or 'no headings'}."
        )
    return Layout(
        *(file, row, len(headings), number[0], tuple(columns), typed),
        unused=tuple(
            _unused(heading, index)
            for index, heading in left
            if heading not in untyped and folded(heading) != folded(WHY_REFUSED)
        ),
        problems=() if dated else tuple(RowError(file, row, name, None, _NO_TYPE) for name in untyped),
        notes=(
            *(f"{column.heading} is not read: {surname} is" for column in whole_names),
            *(f"{name} is not read: it {_NO_TYPE}" for name in untyped if dated),
        ),
    )
