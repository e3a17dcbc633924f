"""The rows of a tracker: those about somebody, those that are nobody, and the day that it was made on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from releasecheck.core.words import count, day_in_words, listed
from releasecheck.exchange.reading.files.table import Row, SourceCell, SourceTable
from releasecheck.exchange.reading.lists.list_rows import day_of_list, kind_of_row
from releasecheck.exchange.reading.lists.row_reader import (
    Headed,
    Place,
    filled,
    identity_columns,
    one_line,
    text_at,
)

_NAMED = 5
"""Rows that are nobody and that are named; more are counted."""


class TrackerRows(NamedTuple):
    """The rows under the headings of a tracker."""

    people: tuple[Row, ...]
    dated: date | None
    """The day that the tracker has above or below its table, once it has come."""
    notes: tuple[str, ...]


def tracker_rows(
    table: SourceTable, headed: Headed, number: Place, tells: Collection[Place], today: date
) -> TrackerRows:
    """The rows of a tracker. `tells`: the columns of which one must hold something in a row about somebody.

    A row without a number that tells of a task is somebody's all the same: refused, and not left out.
    """
    named = tuple(place.at for place, _ in identity_columns(headed))
    people: list[Row] = []
    nobody: list[Sequence[SourceCell]] = []
    for row in headed.body:
        cells = row[1]
        kind = kind_of_row(cells, number.at, named, headed.headings, diary=False).kind
        silent = not any(filled(text_at(cells, place)) for place in tells)
        if kind == "headings" or (kind == "nobody" and silent):
            nobody.append(cells)
        else:
            people.append(row)
    above = [cells for at, cells in islice(table.rows(), headed.row) if at < headed.row]
    dated = day_of_list((*above, *nobody)) if table.unit == "row" else None
    dated = dated if dated is not None and dated <= today else None
    notes = (f"dated {day_in_words(dated)}: what has no day is told as of then",) if dated else ()
    return TrackerRows(tuple(people), dated, (*notes, *_of_nobody(nobody, table.unit)))


def _of_nobody(rows: Sequence[Sequence[SourceCell]], unit: str) -> tuple[str, ...]:
    if not rows:
        return ()
    said = [one_line(next(filter(filled, cells), "")) for cells in rows[:_NAMED]]
    more = f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
    return (f"{count(len(rows), f'{unit} is nobody', f'{unit}s are nobody')}: {listed(said)}{more}",)
