"""Which sheets of a workbook are the list: the one that is named, or those seen that have its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import did_you_mean, listed
from releasecheck.exchange.reading.files.table import (
    MOST_SHEETS,
    SHEET_ROWS,
    AreHeadings,
    Row,
    SourceCell,
    SourceTable,
    heading_row,
    is_filled,
    trimmed,
)
from releasecheck.people.facts import folded

_SHARED = 0.75
"""Of the headings of two sheets, for both to be one list: in March somebody put in a column."""


class BookSheet(NamedTuple):
    """One sheet of a workbook, or one table of a page."""

    title: str
    hidden: bool
    rows: Callable[[], Iterator[Row]]


class _Found(NamedTuple):
    """A sheet with its row of headings, if it has one."""

    sheet: BookSheet
    headings: Row | None

    @property
    def keys(self) -> list[str]:
        """Its headings, as they are compared: without capitals, spaces and stops."""
        return [folded(cell or "") for cell in trimmed(self.headings[1])] if self.headings else []


def list_in(
    name: str, sheets: Sequence[BookSheet], wanted: str | None, are_headings: AreHeadings | None
) -> SourceTable:
    """The list that a workbook holds.

    `wanted`: the sheet that somebody named; else the first that can be seen and has headings, together with
    all that can be seen and have the same. A hidden one is never read unasked.
    Raises ReleasecheckError where there is none, with what sheets there are.
    """
    if not sheets:
        raise ReleasecheckError(f"{name} has no sheet with cells")
    if len(sheets) > MOST_SHEETS:
        raise ReleasecheckError(
            f"{name} has {len(sheets):,} sheets or tables, and at most {MOST_SHEETS} are read. "
            "Save the one that is the list as CSV and import that"
        )
    if wanted is not None:
        titles = [sheet.title for sheet in sheets]
        if wanted not in titles:
            hint = did_you_mean(wanted, titles) or "."
            raise ReleasecheckError(f'{name} has no sheet "{wanted}"{hint} It has {listed(titles)}')
        return SourceTable(name, sheets[titles.index(wanted)].rows)
    sheets = [sheet for sheet in sheets if any(map(is_filled, sheet.rows()))] or sheets[:1]
    if are_headings is None:
        first = next((sheet for sheet in sheets if not sheet.hidden), sheets[0])
        found, read = [_Found(sheet, None) for sheet in sheets], [_Found(first, None)]
    else:
        found = [_Found(sheet, heading_row(sheet.rows(), are_headings)) for sheet in sheets]
        read = _the_list(name, found)
    notes = _notes(name, found, read)
    if len(read) == 1:
        return SourceTable(name, read[0].sheet.rows, notes=notes)
    return SourceTable(
        name, lambda: _one_after_another(read), "row", notes, tuple(one.sheet.title for one in read)
    )


def _the_list(name: str, found: Sequence[_Found]) -> list[_Found]:
    """The sheets that are read; the only one there is, whatever it holds: its reader says what it lacks."""
    main = next((one for one in found if one.headings and not one.sheet.hidden), None)
    if main is not None:
        return [one for one in found if not one.sheet.hidden and _shares_headings(one, main)]
    if len(found) == 1:
        return [found[0]]
    hidden = [one.sheet.title for one in found if one.headings]
    which = f"{hidden[0]} has, and is hidden" if hidden else f"it has {_titles(found)}"
    raise ReleasecheckError(
        f"{name}: no sheet that can be seen has a heading for the prison number, such as NOMS No; {which}. "
        "Name the sheet to read: --sheet NAME"
    )


def _shares_headings(one: _Found, main: _Found) -> bool:
    """Whether both have the same headings, or one has all of the other's and a few columns more."""
    here, there = (Counter(filter(None, found.keys)) for found in (one, main))
    fewer, more = sorted((here.total(), there.total()))
    return (here <= there or there <= here) and fewer >= _SHARED * more


def _notes(name: str, found: Sequence[_Found], read: Sequence[_Found]) -> tuple[str, ...]:
    """Which sheets were read and which were not."""
    if len(found) == 1:
        return ()
    what = "sheet" if len(read) == 1 else "sheets"
    said = f"{name}: read from {what} {listed([one.sheet.title for one in read])}"
    titles = {one.sheet.title for one in read}
    left = [one for one in found if one.sheet.title not in titles]
    return (f"{said}; not read: {_titles(left)}. --sheet NAME reads another" if left else said,)


def _titles(found: Sequence[_Found]) -> str:
    """The names of sheets, with why one is not read that could be a list."""

    def title(one: _Found) -> str:
        if one.sheet.hidden:
            return f"{one.sheet.title} (hidden)"
        return f"{one.sheet.title} (other headings)" if one.headings else one.sheet.title

    return ", ".join(map(title, found))


def _one_after_another(sheets: Sequence[_Found]) -> Iterator[Row]:
    """The rows of all, under the headings of the first and what others have more: a sheet a month.

    Where its sheet has no such column a row has no cell, which is not an empty one.
    """
    headings: list[SourceCell] = []
    for one in sheets:
        headings += _more(one, headings)
    keys = [folded(cell or "") for cell in headings]
    for place, one in enumerate(sheets):
        assert one.headings is not None, "sheets without any are no list"
        order = _order(keys, one.keys)
        for number, cells in one.sheet.rows():
            if number > one.headings[0]:
                yield place * SHEET_ROWS + number, _in_order(cells, order)
            elif place == 0:
                yield number, tuple(headings) if number == one.headings[0] else cells


def _more(one: _Found, headings: Sequence[SourceCell]) -> list[SourceCell]:
    """The headings of a sheet that are not among those there are; all of the first, as they stand."""
    cells = trimmed(one.headings[1]) if one.headings else []
    left = Counter(folded(cell or "") for cell in headings)
    found: list[SourceCell] = []
    for cell in cells:
        key = folded(cell or "")
        if left[key] > 0:
            left[key] -= 1
        elif key or not headings:
            found.append(cell)
    return found


def _order(keys: Sequence[str], others: Sequence[str]) -> list[int | None] | None:
    """Where each column of the list stands in one of its sheets; None where all stand in the same place."""
    if list(keys) == list(others):
        return None
    places: dict[str, list[int]] = {}
    for at, key in enumerate(others):
        places.setdefault(key, []).append(at)
    order = [places[key].pop(0) if places.get(key) else None for key in keys]
    return [*order, *sorted(at for left in places.values() for at in left)]


def _in_order(cells: Sequence[SourceCell], order: Sequence[int | None] | None) -> tuple[SourceCell, ...]:
    """The cells under the headings of the list; what stands under none comes last."""
    if order is None:
        return tuple(cells)
    found = (None if at is None or at >= len(cells) else cells[at] for at in order)
    return (*found, *cells[max((at for at in order if at is not None), default=-1) + 1 :])
