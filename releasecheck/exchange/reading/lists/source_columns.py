"""The columns of a list: which of several are read, and which day goes with which type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from releasecheck.exchange.reading.lists.cells import (
    TYPED_FACTS,
    Reader,
    full_name,
    is_release_type,
    surname_first,
)
from releasecheck.exchange.reading.lists.office_words import OfficeWords
from releasecheck.people.facts import FACTS, folded
from releasecheck.people.sentence_dates import RELEASE_DATES, UNTYPED_FACT

OWN_TYPE = "nondtoreleasedate"
"""A prisoner's record has a release date with a type of its own."""
CONFIRMED_HEADINGS = ("confirmed", "releaseconfirmed", "dateconfirmed", "isconfirmed")
"""What a column is headed that says with yes and no whether the day is confirmed."""


def confirms(heading: str) -> bool:
    """Whether this is headed as a column that says whether the day beside it is confirmed."""
    return folded(heading) in CONFIRMED_HEADINGS


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column that is read: its heading, the facts it can set, and how."""

    index: int
    heading: str
    sets: tuple[str, ...]
    read: Reader


class TypedDate(NamedTuple):
    """A column of days, the one that says which date each is, and perhaps one that confirms it."""

    day: SourceColumn | None
    """None in a diary, where the day stands in a row above its people."""
    type: SourceColumn
    confirmed: SourceColumn | None


def told_once(columns: list[SourceColumn]) -> tuple[list[SourceColumn], list[tuple[int, str, str]]]:
    """Each name, number and untyped date from one column, and what is said of the others.

    A surname of its own comes before a whole name.
    """
    dropped: list[tuple[int, str, str]] = []
    surname = next((column.heading for column in columns if column.sets == ("last_name",)), None)
    whole = [column for column in columns if surname and column.read in (full_name, surname_first)]
    numbers = [column for column in columns if column.sets == ("prison_number",)]
    days = sorted((column for column in columns if column.sets == (UNTYPED_FACT,)), key=_preference)
    for others, first in (
        (whole, surname),
        (numbers[1:], numbers[0].heading if numbers else ""),
        (days[1:], days[0].heading if days else ""),
    ):
        dropped += [
            (column.index, column.heading, f"{column.heading} is not read: {first} is") for column in others
        ]
    gone = {index for index, _, _ in dropped}
    return [column for column in columns if column.index not in gone], dropped


def rivals(columns: Iterable[SourceColumn]) -> tuple[SourceColumn, ...]:
    """The columns of release dates that are not read: "Revised release date" beside "Release date".

    Where one of them has another day than the one that is read, neither stands; an earliest date is no rival.
    """
    days = sorted((column for column in columns if column.sets == (UNTYPED_FACT,)), key=_preference)
    return tuple(column for column in days[1:] if _preference(column) < _EARLIEST)


_EARLIEST = 1_000
_DAYS_BY_PREFERENCE = ("releasedate", *map(folded, FACTS[UNTYPED_FACT].aliases))


def _preference(column: SourceColumn) -> int:
    """Which of two columns of release dates is read: the plainest heading first, an earliest date last."""
    heading = folded(column.heading)
    if "earliest" in heading or heading in ("erd", "edr"):
        return _EARLIEST
    return _DAYS_BY_PREFERENCE.index(heading) if heading in _DAYS_BY_PREFERENCE else 100


def type_alone(
    headings: Sequence[str], meanings: Sequence[str], typed: Sequence[TypedDate], words: OfficeWords
) -> SourceColumn | None:
    """A column of types in a list that has a column for each kind of date: which of them people leave on."""
    if any(each.type.heading for each in typed):
        return None
    kinds = (index for index, meaning in enumerate(meanings) if meaning and is_release_type(meaning, words))
    index = next(kinds, None)
    return None if index is None else SourceColumn(index, headings[index], (), lambda _: {})


def typed_dates(
    headings: Sequence[str], meanings: Sequence[str], columns: Sequence[SourceColumn], words: OfficeWords
) -> tuple[TypedDate, ...]:
    """Each column of days that another column gives a type."""
    places = {folded(meaning): index for index, meaning in reversed(list(enumerate(meanings)))}

    def beside(index: int | None, *sets: str) -> SourceColumn | None:
        return None if index is None else SourceColumn(index, headings[index], sets, lambda _: {})

    found = []
    own, kind = (places.get(name) for name in (OWN_TYPE, f"{OWN_TYPE}type"))
    if own is not None and kind is not None:
        day, of = beside(own, *sorted(TYPED_FACTS)), beside(kind)
        assert of is not None, "it has a place"
        found.append(TypedDate(day, of, None))
    kinds = [index for index, meaning in enumerate(meanings) if meaning and is_release_type(meaning, words)]
    if kinds:
        kinds.sort(key=lambda index: folded(meanings[index]) not in ("releasetype", "releasedatetype"))
        days = [column for column in columns if column.sets == (UNTYPED_FACT,)]
        of = beside(kinds[0])
        assert of is not None, "it has a place"
        if days or not any(RELEASE_DATES.intersection(column.sets) for column in columns):
            confirmed = next((places[name] for name in CONFIRMED_HEADINGS if name in places), None)
            day = (
                SourceColumn(days[0].index, days[0].heading, tuple(sorted(TYPED_FACTS)), days[0].read)
                if days
                else None
            )
            found.append(TypedDate(day, of, beside(confirmed, "confirmed_release_date")))
    return tuple(found)
