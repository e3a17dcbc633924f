"""The columns of a list that are tasks, and what their cells tell of each person.

For a tracker with a row for each person, and for a list of people that has such columns beside its facts.
Pure: what has been recorded already is for `tasks_diff` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from releasecheck.exchange.reading.files.table import NO_VALUE, SourceCell
from releasecheck.exchange.reading.lists.people_file import RowFacts
from releasecheck.exchange.reading.lists.row_reader import Place, one_line, text_at, whole
from releasecheck.exchange.reading.trackers.cell_words import (
    CellSays,
    LeftCell,
    may_be_repeated,
    read_cell,
    without_reason,
)
from releasecheck.exchange.reading.trackers.task_cells import Names, named_outcome
from releasecheck.exchange.reading.trackers.task_file import LeftOne, ReadOutcome
from releasecheck.exchange.reading.trackers.task_words import TrackerWords
from releasecheck.people.facts import BadValue, folded
from releasecheck.policy.catalogue import Catalogue, Item, OutcomeSpec

_OF_THE_DAY = ("datedone", "datesent", "doneon", "senton", "date", "on")
"""How the heading of a second column ends, in a tracker with a column for each item: "DTR date"."""
_BEFORE = ("dateof", "date")
"""How the heading of a day may begin: "Date DTR sent"."""


class ItemColumn(NamedTuple):
    """A column of one item in a list that has a row for each person."""

    item: Item
    outcome: OutcomeSpec | None
    """The one that the heading names: a day alone, or a tick, is of this."""
    cell: Place
    day: Place | None
    """A second column that holds only the day."""
    of_fact: bool = False
    """Whether it is a fact, whose cells say of the task only what is under way."""


class FoundColumns(NamedTuple):
    """The columns of a list that are tasks."""

    items: tuple[ItemColumn, ...]
    unsure: Mapping[Place, str]
    """Those that could be a task, or something else: which task. They are not read."""


class TaskColumnsRead(NamedTuple):
    """What the task columns of a list tell."""

    outcomes: Mapping[str, tuple[ReadOutcome, ...]]
    """By prison number, in the order of the columns."""
    left: tuple[LeftOne, ...]
    """Cells that somebody must say more of, each with why."""
    not_begun: int
    """Cells that say that nothing has happened."""
    notes: tuple[str, ...]


def read_task_columns(
    columns: FoundColumns,
    rows: Iterable[tuple[int, str, RowFacts, Sequence[SourceCell]]],
    words: TrackerWords,
    list_day: date,
) -> TaskColumnsRead:
    """What the task columns of a list tell: outcomes by prison number, and what was not read.

    `rows`: the number of a row, whom it is about, what it says of who that is, and its cells; `list_day`: the
    day of the list, which settles days without a year, and dates what has none.
    """
    reader = _ColumnReader(columns.items, words, list_day)
    outcomes: dict[str, list[ReadOutcome]] = {}
    left: list[LeftOne] = []
    for row, number, who, cells in rows:
        told, unsettled = reader.read(row, number, who, cells)
        if told:
            outcomes.setdefault(number, []).extend(told)
        left += unsettled
    by_person = {number: tuple(told) for number, told in outcomes.items()}
    return TaskColumnsRead(by_person, tuple(left), reader.not_begun, reader.notes())


class _ColumnReader:
    """Reads the task columns of row after row; the same words in the same column are worked out once."""

    def __init__(self, columns: Sequence[ItemColumn], words: TrackerWords, list_day: date) -> None:
        self.not_begun = 0
        self._columns, self._words, self._list_day = columns, words, list_day
        self._read: dict[tuple[int, str, str], CellSays] = {}
        self._weeks = 0

    def notes(self) -> tuple[str, ...]:
        """What should be known of how they were read."""
        if not self._weeks:
            return ()
        gives = "cell gives" if self._weeks == 1 else "cells give"
        return (f"{self._weeks:,} {gives} a week (w/c): its Monday is recorded",)

    def read(
        self, row: int, number: str, who: RowFacts, cells: Sequence[SourceCell]
    ) -> tuple[list[ReadOutcome], list[LeftOne]]:
        """What one row tells of one person, and the cells that are left for somebody to say more of."""
        told: list[ReadOutcome] = []
        left: list[LeftOne] = []
        for at, column in enumerate(self._columns):
            text, day = text_at(cells, column.cell), text_at(cells, column.day)
            if not (text + day).strip():
                continue
            said = self._says(at, column, text, day)
            self.not_begun += not said.told and said.left is None and not column.of_fact
            for one in said.told:
                self._weeks += one.week
                told.append(
                    ReadOutcome(
                        *(row, column.cell.heading, one_line(text or day), number, who, column.item),
                        *(one.spec, one.on, one.reason, one.evidence, one.by),
                    )
                )
            if said.left is not None:
                shown = may_be_repeated(column.item, text, self._words) and text != NO_VALUE
                value = one_line(text or day) if shown else None
                place = (row, column.cell.heading, value, number, column.item)
                left.append(LeftOne(*place, said.left.kind, said.left.why))
        return told, left

    def _says(self, at: int, column: ItemColumn, text: str, day: str) -> CellSays:
        known = self._read.get((at, text, day))
        if known is None:
            known = self._read[at, text, day] = self._work_out(column, text, day)
        return known

    def _work_out(self, column: ItemColumn, text: str, day: str) -> CellSays:
        try:
            cell = f"{whole(text)} {whole(day)}".strip()
        except BadValue as problem:
            return CellSays(left=LeftCell("unread", str(problem)))
        if column.of_fact:
            return task_outcome_of_fact_cell(column.item, cell, self._words, self._list_day)
        said = read_cell(column.item, column.outcome, cell, self._words, self._list_day)
        return without_reason(column.item, said, self._words, self._list_day)


def task_outcome_of_fact_cell(item: Item, text: str, words: TrackerWords, list_day: date) -> CellSays:
    """What a cell of a fact says of the task behind it: "applied" under Bank a/c, "ordered" under ID held.

    Only what is under way or was refused: that it is done is what the fact says, and "no" says nothing.
    """
    said = without_reason(item, read_cell(item, None, text, words, list_day), words, list_day)
    return CellSays(tuple(one for one in said.told if one.spec.kind not in ("done", "waived", "declined")))


_NO_FACTS: Mapping[int, str] = MappingProxyType({})
_TASK_OF_FACT = {"id_held": "id_document", "bank_account": "bank_account"}
"""Facts whose cells say how far a task is, too."""


# --- which columns are tasks ---


def find_task_columns(
    places: Iterable[Place], names: Names, words: TrackerWords, facts: Mapping[int, str] = _NO_FACTS
) -> FoundColumns:
    """The columns that are headed as an item, or as an item and an outcome, in the order of the file.

    `facts`: columns, from 0, that are read as a fact already. They are no tasks; some cells say what is
    under way.
    """
    found: dict[tuple[str, str | None], ItemColumn] = {}
    days: dict[str, tuple[Item, Place]] = {}
    unsure: dict[Place, str] = {}
    for place in places:
        if place.at in facts:
            fact = facts[place.at]
            item = names.items.get(folded(_TASK_OF_FACT.get(fact, "")))
            if item is not None:
                found.setdefault((item.id, fact), ItemColumn(item, None, place, None, of_fact=True))
            continue
        column = _item_column(place, names, words)
        if isinstance(column, str):
            unsure[place] = column
        elif column is not None and column.day is not None:
            days.setdefault(column.item.id, (column.item, place))
        elif column is not None:
            found.setdefault((column.item.id, column.outcome.name if column.outcome else None), column)
    for name, (item, place) in days.items():
        key: tuple[str, str | None] = (name, None)
        if key not in found:
            # The day of the only other column of the item, whichever outcome that names.
            others = [other for other in found if other[0] == name]
            key = others[0] if len(others) == 1 else (name, None)
        known = found.get(key)
        found[key] = (known or ItemColumn(item, None, place, None))._replace(day=place if known else None)
    return FoundColumns(tuple(found.values()), unsure)


def named_column(text: str, catalogue: Catalogue, words: TrackerWords) -> ItemColumn | None:
    """The item, and perhaps the outcome, that a map gives as what a column is: "dtr", "task:dtr sent"."""
    column = _item_column(Place(0, text), Names(catalogue, words), words)
    return column if isinstance(column, ItemColumn) else None


def _item_column(place: Place, names: Names, words: TrackerWords) -> ItemColumn | str | None:
    """What one heading names; its own place as `day` where it is the day of an item's other column.

    A task that it could be is only named.
    """
    heading = folded(place.heading.removeprefix("task:"))
    known = words.headings.get(heading)
    if heading not in names.items and known is not None:
        if not known.certain:
            return known.item
        item = names.items[folded(known.item)]
        return ItemColumn(item, item.outcomes.get(known.outcome or ""), place, None)
    for start in ("", *_BEFORE):
        if heading.startswith(start) and (
            found := _by_its_name(heading.removeprefix(start), place, names, words)
        ):
            return found if not start else found._replace(day=found.day or place)
    return None


def _by_its_name(heading: str, place: Place, names: Names, words: TrackerWords) -> ItemColumn | None:
    """The item whose name the heading begins with, and what the rest of it says."""
    for name in sorted((name for name in names.items if heading.startswith(name)), key=len, reverse=True):
        item, rest = names.items[name], heading[len(name) :]
        if not rest:
            return ItemColumn(item, None, place, None)
        if rest in _OF_THE_DAY:
            return ItemColumn(item, None, place, place)
        stems = (rest, *(rest.removesuffix(ending) for ending in _OF_THE_DAY if rest.endswith(ending)))
        for stem in stems:
            outcome = named_outcome(item, stem)
            if outcome is None and (like := words.endings.get(stem)):
                word = words.meant(item, like)
                outcome = item.outcomes.get(word.means) if word is not None and word.certain else None
            if outcome is not None or words.endings.get(stem) == "":
                return ItemColumn(item, outcome, place, None)
    return None
