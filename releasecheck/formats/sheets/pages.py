"""A report as the sheets of a workbook: what people see of it, under headings in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from releasecheck.core.domain import NOTHING
from releasecheck.core.words import day_in_words
from releasecheck.formats.columns import Column, names, row_maker
from releasecheck.formats.csv_cells import Cell
from releasecheck.formats.sheets.drop_downs import DropDown
from releasecheck.formats.sheets.looks import SheetLook
from releasecheck.formats.tables import Tables

Thing = TypeVar("Thing")

_LONGEST_TITLE = 31
"""Letters in the name of a sheet."""


class SheetPage(NamedTuple):
    """One sheet of a workbook."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    drop_downs: Mapping[str, DropDown] = NOTHING
    """By heading, what its column is to be filled with; anything else is asked about, not refused."""
    look: SheetLook | None = None
    """It is for people to work in; without one it holds what programs are promised."""
    above: str = ""
    """What it is, and of which day."""


def sheet_of(
    title: str,
    as_of: date,
    columns: Sequence[Column[Thing]],
    things: Iterable[Thing],
    words: Mapping[str, str],
) -> SheetPage:
    """A list as a sheet. `words`: what people call a state, in its cells and over a count of it.

    The day is said above it, and not once more in each row.
    """
    shown = [_in_words(column, words) for column in columns if column.name != "as_of"]
    headings = names(shown)
    look = SheetLook(frozen=headings.index("name") + 1 if "name" in headings else 1)
    above = f"{title}, {day_in_words(as_of)}"
    return SheetPage(title, headings, map(row_maker(shown), things), look=look, above=above)


def _in_words(column: Column[Thing], words: Mapping[str, str]) -> Column[Thing]:
    if column.name == "state" and isinstance(column.value, str):
        take: Callable[[Any], str] = attrgetter(column.value)
        return column._replace(value=lambda source: words.get(take(source), take(source)))
    return column._replace(name=words.get(column.name, column.name))


def sheets_of_tables(report: Tables) -> tuple[SheetPage, ...]:
    """Each table that people are shown, on a sheet of its own."""
    pages = []
    for table in report.tables:
        if table.data_only:
            continue
        shown = [place for place, heading in enumerate(table.headings) if heading.words]
        if not shown:
            continue
        headings = [table.headings[place].words for place in shown]
        rows = [[row[place] for place in shown] for row in table.rows]
        day = day_in_words(report.as_of)
        above = f"{report.title}: {table.title}{'' if day in report.title else f', {day}'}"
        pages.append(SheetPage(table.name, headings, rows, look=SheetLook(frozen=1), above=above))
    return tuple(pages)


def about_sheet(notes: Iterable[str]) -> tuple[SheetPage, ...]:
    """What is to be known of a report, a sentence to a row; no sheet where there is nothing."""
    rows = [(note,) for note in dict.fromkeys(notes) if note]
    return (SheetPage("About", ("about",), rows, look=SheetLook()),) if rows else ()


def sheet_name(title: str) -> str:
    """A title as the name of a sheet, which has no such signs and is not long."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\")[:_LONGEST_TITLE].strip() or "Sheet"
