"""A list that knows people by CRN: each row gets the prison number of whoever here has that CRN.

Only the table changes, before it is read: a row with a prison number keeps it, one without gets the number. A
CRN that nobody here has, or more than one, stands in its place, and the row is refused with why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from releasecheck.core.domain import FactValue
from releasecheck.core.words import is_crn, listed
from releasecheck.exchange.reading.files.table import (
    TITLE_ROWS,
    Row,
    SourceCell,
    SourceTable,
    is_filled,
    trimmed,
)
from releasecheck.people.identifiers import CRN_EXPECTED

Crns: TypeAlias = Mapping[str, Sequence[str]]
"""CRN -> the prison numbers of everybody here who has it."""

ADDED_HEADING = "Prison number?"
"""What the column is headed that a list without prison numbers gets; no list has it by itself."""


def with_numbers(
    table: SourceTable, crns: Crns, column_of: Callable[[Sequence[SourceCell], str], int | None]
) -> SourceTable:
    """The table with a prison number in each row whose CRN is known; one without CRNs as it is.

    `column_of`: the place of the heading that certainly stands for a fact, in a row of headings.
    """
    found = _headings(table, column_of)
    if found is None:
        return table
    heading_row, crn_at, number_at, width = found

    def rows() -> Iterator[Row]:
        for row, cells in table.rows():
            if number_at is not None:
                told = cells[number_at] if number_at < len(cells) else ""
                if row > heading_row and not (told or "").strip():
                    cells = _put(cells, number_at, _number(cells, crn_at, crns), number_at + 1)
            elif row >= heading_row:
                added = ADDED_HEADING if row == heading_row else _number(cells, crn_at, crns)
                cells = _put(cells, width, added, width)
            yield row, cells

    return table._replace(rows=rows)


def shared_crns(crns: Crns, changes: Iterable[tuple[str, FactValue | None]]) -> dict[str, tuple[str, ...]]:
    """The CRNs that two people have after these changes, each a prison number and its CRN, and with whom."""
    told = dict(changes)
    holders: dict[str, set[str]] = {crn: set(numbers) - told.keys() for crn, numbers in crns.items()}
    for number, crn in told.items():
        if crn is not None:
            holders.setdefault(str(crn), set()).add(number)
    shared = {str(crn) for crn in told.values() if crn is not None and len(holders[str(crn)]) > 1}
    return {crn: tuple(sorted(holders[crn])) for crn in sorted(shared)}


def why_not(text: str, crns: Crns) -> str:
    """Why a CRN names nobody, with what to do about it."""
    if not is_crn(text):
        return CRN_EXPECTED
    numbers = crns.get(text, ())
    if not numbers:
        return (
            f"nobody here has this CRN. Give the prison number, or first: releasecheck set PERSON crn={text}"
        )
    if len(numbers) > 1:
        return f"{listed(numbers)} have this CRN here: give the prison number"
    return "is a CRN: give it a column of its own, headed CRN"


def _headings(
    table: SourceTable, column_of: Callable[[Sequence[SourceCell], str], int | None]
) -> tuple[int, int, int | None, int] | None:
    """The row of the headings, the places of CRN and prison number, and how many columns there are.

    The prison number, where any row names it, says which row that is.
    """
    rows = list(islice(filter(is_filled, table.rows()), TITLE_ROWS))
    for key in ("prison_number", "crn"):
        for row, cells in rows:
            if column_of(cells, key) is not None:
                crn_at = column_of(cells, "crn")
                number_at = column_of(cells, "prison_number")
                return None if crn_at is None else (row, crn_at, number_at, len(trimmed(cells)))
    return None


def crn_of(cells: Sequence[SourceCell], at: int | None) -> str:
    """What stands where the CRN does, in capitals and without spaces; nothing without such a place."""
    cell = cells[at] if at is not None and at < len(cells) else ""
    return "".join((cell or "").split()).upper()


def _number(cells: Sequence[SourceCell], crn_at: int, crns: Crns) -> str:
    """The prison number that a row's CRN stands for, or what stands there instead; nothing for a remark."""
    text = crn_of(cells, crn_at)
    numbers = crns.get(text, ())
    if len(numbers) == 1:
        return numbers[0]
    return text if text.isalnum() and any(map(str.isdecimal, text)) else ""


def _put(cells: Sequence[SourceCell], at: int, cell: SourceCell, until: int) -> tuple[SourceCell, ...]:
    """The cells with one of them in a place, instead of those from there until another."""
    padded = (*cells, *[""] * (at - len(cells)))
    return (*padded[:at], cell, *padded[until:])
