"""A list as its readers want it: one row of headings, and the prison number in a column of its own.

Offices put a group over their headings ("Release" over "Date" and "Type"), and the number behind the name
("RIVERS, Sam (A1234BC)"). What is made of that is a table like any other, with the same numbers of rows, so
that refused rows, tasks and the heading that is asked about are the same for all who read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from releasecheck.core.domain import NOTHING
from releasecheck.core.words import plain_prison_number
from releasecheck.exchange.reading.files.table import (
    TITLE_ROWS,
    Row,
    SourceCell,
    SourceTable,
    is_filled,
    trimmed,
)
from releasecheck.exchange.reading.lists.headings import has_prison_number, means_something, plain_means
from releasecheck.exchange.reading.lists.office_words import OfficeWords, shipped_words
from releasecheck.exchange.reading.lists.row_reader import filled
from releasecheck.people.facts import folded

NUMBER_ADDED = "Prison number"
"""What the column is headed that numbers are put in which stood beside something else."""
_ANSWERS = frozenset({"yes", "y", "no", "n"})
"""What is said of somebody, and heads no column under another heading."""
_LOOKED_AT = 300
"""Rows by which it is settled that a column holds prison numbers."""
_NUMBER = re.compile(
    r"[\s\-–—:,/]*[(\[]?(?<![A-Za-z0-9])(?P<number>[A-Za-z][0-9]{4}[A-Za-z]{2})(?![A-Za-z0-9])[)\]]?[\s\-–—:,/]*"
)
_NAMES = frozenset({"name", "surname_first", "last_name"})
#: A group that changes what the heading under it means: that column is not the fact of today.
_OTHER_TIME = re.compile(r"\b(old|previous|prev|original|former|last|victim|next of kin)\b", re.IGNORECASE)


def arranged(
    table: SourceTable, names: Mapping[str, str] = NOTHING, words: OfficeWords | None = None
) -> SourceTable:
    """The same list with one row of headings, one of which is that of the prison number.

    A list that is so already, or that cannot be made so, is left as it is.
    """
    words = shipped_words() if words is None else words
    if table.unit == "record":
        return table
    start = list(islice(filter(is_filled, table.rows()), TITLE_ROWS))
    at = next((at for at, row in enumerate(start) if has_prison_number(row[1], names, words)), None)
    if at is None:
        return _with_number(table, words)

    def known(heading: str) -> bool:
        return folded(heading) in names or means_something(heading, words)

    above = start[at - 1][1] if at else ()
    below = start[at + 1] if at + 1 < len(start) else None
    if below is not None and _is_lower_floor(start[at][1], below[1], known):
        headings, gone = _two_floors(start[at][1], below[1], known), below[0]
    else:
        headings, gone = _grouped(above, start[at][1], known), None
    if list(headings) == list(start[at][1]):
        return table
    return table._replace(rows=lambda: _with_headings(table, start[at][0], headings, gone))


def _with_headings(
    table: SourceTable, row: int, headings: Sequence[SourceCell], gone: int | None
) -> Iterator[Row]:
    for number, cells in table.rows():
        if number != gone:
            yield number, tuple(headings) if number == row else cells


def _is_group_row(cells: Sequence[SourceCell]) -> bool:
    """Whether these are words over or under headings: a few, and no figures."""
    words = [cell for cell in cells if filled(cell)]
    return len(words) > 1 and not any(map(str.isdigit, "".join(words)))


def _is_lower_floor(
    headings: Sequence[SourceCell], below: Sequence[SourceCell], known: Callable[[str], bool]
) -> bool:
    """Whether a row goes on with the headings above it: words under gaps of theirs, most of them headings."""
    gaps = [at for at, cell in enumerate(below) if filled(cell) and not _at(headings, at)]
    if not gaps or not _is_group_row(below) or any(folded(_at(below, at)) in _ANSWERS for at in gaps):
        return False
    groups = _groups(headings, len(below))
    new = sum(known(f"{groups[at]} {_at(below, at)}") for at in gaps if groups[at])
    return 2 * new >= len(gaps)


def _at(cells: Sequence[SourceCell], at: int) -> str:
    cell = cells[at] if at < len(cells) else None
    return " ".join(cell.split()) if filled(cell) else ""


def _groups(cells: Sequence[SourceCell], width: int) -> list[str]:
    """The group over each column: the nearest to the left."""
    found: list[str] = []
    for at in range(width):
        found.append(_at(cells, at) or (found[-1] if found else ""))
    return found


def _two_floors(
    upper: Sequence[SourceCell], lower: Sequence[SourceCell], known: Callable[[str], bool]
) -> list[SourceCell]:
    """One row of headings from two: "Release" over "Date" is "Release Date"."""
    width = max(len(upper), len(lower))
    groups = _groups(upper, width)
    return [
        _joined(groups[at], under, known) if (under := _at(lower, at)) else _at(upper, at)
        for at in range(width)
    ]


def _joined(group: str, under: str, known: Callable[[str], bool]) -> str:
    both = f"{group} {under}".strip()
    if folded(group) == folded(under) or (
        known(under) and not known(both) and _OTHER_TIME.search(group) is None
    ):
        return under
    return both


def _grouped(
    above: Sequence[SourceCell], headings: Sequence[SourceCell], known: Callable[[str], bool]
) -> list[SourceCell]:
    """The headings, and those that mean nothing by themselves with the group above them where that does."""
    if not _is_group_row(above) or len(trimmed(above)) > len(trimmed(headings)):
        return list(headings)
    groups = _groups(above, len(headings))
    found: list[SourceCell] = []
    for at, cell in enumerate(headings):
        heading = _at(headings, at)
        both = f"{groups[at]} {heading}"
        other = _OTHER_TIME.search(groups[at]) is not None
        better = heading and groups[at] and (other or (not known(heading) and known(both)))
        found.append(both if better else cell)
    return found


def numbers_in(cell: SourceCell) -> list[str]:
    """The prison numbers that stand in a cell, alone or beside something."""
    if not filled(cell):
        return []
    plain = plain_prison_number(cell)
    return [plain] if plain else [found["number"].upper() for found in _NUMBER.finditer(cell)]


def _with_number(table: SourceTable, words: OfficeWords) -> SourceTable:
    """The list with the numbers that stand in a column headed otherwise: by its cells, where all agree."""
    rows = list(islice(filter(is_filled, table.rows()), _LOOKED_AT))
    holding: dict[int, int] = {}
    first: int | None = None
    for at, (_, cells) in enumerate(rows):
        for column, cell in enumerate(cells):
            if len(numbers_in(cell)) == 1:
                holding[column] = holding.get(column, 0) + 1
                first = at if first is None else first
    if first is None or first == 0:
        return table
    column = max(holding, key=lambda one: holding[one])
    row, headings = rows[first - 1]
    heading = _at(headings, column)
    means = plain_means(heading, words)
    people = sum(column < len(cells) and filled(cells[column]) for _, cells in rows[first:])
    if (
        2 * holding[column] < people
        or any(2 * many > holding[column] for other, many in holding.items() if other != column)
        or (means is not None and means not in _NAMES)
        or sum(map(filled, headings)) < 2
    ):
        return table
    width = max(len(cells) for _, cells in rows)
    return table._replace(rows=lambda: _split(table, row, column, width), as_it_came=table.rows)


def _split(table: SourceTable, heading_row: int, column: int, width: int) -> Iterator[Row]:
    """Every row with its number in a column of its own, behind all others."""
    for number, cells in table.rows():
        if number < heading_row:
            yield number, cells
            continue
        wide = [*cells[:width], *[""] * (width - len(cells))]
        if number == heading_row:
            yield number, (*wide, NUMBER_ADDED)
            continue
        found = numbers_in(wide[column])
        if len(found) == 1:
            wide[column] = _without(wide[column] or "")
        yield number, (*wide, found[0] if len(found) == 1 else "", *cells[width:])


def _without(text: str) -> str:
    """What stands in a cell beside its number."""
    if plain_prison_number(text):
        return ""
    return " ".join(_NUMBER.sub(" ", text).split())
