"""The working workbook, filled in and back again: rows of a tracker, each tied to its task by its key.

Only what was filled in is read. What stands beside it is there for people, and may have been sorted, filtered
or left behind; a row that does not say beyond doubt whose task it is, is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.heads import Heads
from releasecheck.core.words import did_you_mean, listed
from releasecheck.exchange.reading.files.table import NO_VALUE, WITHOUT_VALUE, Row, SourceCell, SourceTable
from releasecheck.exchange.reading.lists.people_file import RowError, UnusedHeading
from releasecheck.exchange.reading.lists.row_reader import Place, find_headings, text_at
from releasecheck.exchange.reading.trackers.task_cells import named_outcome
from releasecheck.exchange.work_key import EVIDENCE, FILLED_IN, IF, KEY, MORE, OURS, WorkKey, read_key
from releasecheck.formats.sheets.looks import spoken
from releasecheck.people.facts import folded, is_not_known
from releasecheck.policy.catalogue import Catalogue, Item

_ENOUGH = 6
"""Headings of ours by which a sheet is known for a working workbook that has lost its keys."""
_OURS = frozenset(map(folded, OURS))
_PAIRED = tuple(name for pair in EVIDENCE for name in pair)
_KNOWN = frozenset(map(folded, (*OURS, *FILLED_IN, *_PAIRED, MORE, KEY)))


class WorkRead(NamedTuple):
    """What was filled into a working workbook."""

    table: SourceTable
    """The rows that say what happened, as those of a tracker."""
    keys: Mapping[int, WorkKey]
    """By row, whose task it is."""
    columns: Mapping[tuple[int, str], str]
    """By row and heading of a tracker, where that stands in the workbook."""
    errors: tuple[RowError, ...]
    left_empty: int
    """Rows in which nothing was filled in."""
    repeated: int
    """Copies of a row that say the same."""
    unused: tuple[UnusedHeading, ...]
    heading_row: int

    def heading(self, error: RowError) -> str:
        """The heading of the workbook under which an error of the tracker's stands."""
        return self.columns.get((error.row, error.column), spoken(error.column))


def are_work_headings(cells: Sequence[SourceCell]) -> bool:
    """Whether these are the headings of a working workbook, be it one that has lost its keys."""
    found = {folded(cell) for cell in cells if cell}
    return folded(KEY) in found or ("stands" in found and len(found & _OURS) >= _ENOUGH)


def read_work(table: SourceTable, catalogue: Catalogue, heads: Heads) -> WorkRead | None:
    """What was filled in; None for a table that is no working workbook.

    `heads`: where the record stands, which no key of its own is beyond. Raises ReleasecheckError for one
    of which a column is gone that it cannot be read without.
    """
    headed = find_headings(table, are_work_headings)
    if not are_work_headings(headed.headings):
        return None
    at = {folded(heading): place for place, heading in reversed(list(enumerate(headed.headings)))}
    for name in (KEY, "outcome", "on"):
        if folded(name) not in at:
            raise ReleasecheckError(
                f"{table.name} has no column {spoken(name)}, without which nobody can say "
                f"{_WITHOUT[name]}. Make it again: releasecheck export work -o FILE.xlsx"
            )
    reader = _WorkReader(table, catalogue, at, heads)
    for row in headed.body:
        reader.read(*row)
    return reader.came(headed.row, headed.headings)


_WITHOUT = {KEY: "whose tasks its rows are", "outcome": "what happened", "on": "when it happened"}


class _Filled(NamedTuple):
    """What somebody wrote in one row."""

    row: int
    key: WorkKey
    said: Mapping[str, str]
    """By the headings of a tracker."""


class _WorkReader:
    """Reads row after row, and keeps what is filled in and what is wrong with it."""

    def __init__(self, table: SourceTable, catalogue: Catalogue, at: Mapping[str, int], heads: Heads) -> None:
        self._table, self._catalogue, self._at, self._heads = table, catalogue, at, heads
        self._found: dict[WorkKey, list[_Filled]] = {}
        self._errors: list[RowError] = []
        self._left_empty = 0
        self.columns: dict[tuple[int, str], str] = {}
        """Where in a row the evidence of a tracker's heading stands."""
        self._fields = {folded(name): field for name, field in catalogue.fields.items()}
        for field in catalogue.fields.values():
            self._fields.setdefault(folded(field.ask), field)

    def _wrong(self, row: int, name: str, why: str, value: str | None = None) -> None:
        where = self._table.place(row)
        self._errors.append(RowError(self._table.name, row, spoken(name), value, why, where))

    def read(self, row: int, cells: Sequence[SourceCell]) -> None:
        """Read one row, if anything was filled into it."""

        def text(name: str) -> str:
            place = self._at.get(folded(name))
            return text_at(cells, Place(place, name)).strip() if place is not None else ""

        answers = (*FILLED_IN, *(answer for _, answer in EVIDENCE), MORE)
        filled = [name for name in answers if text(name)]
        if not filled:
            self._left_empty += bool(text(KEY))
            return
        if (formula := next((name for name in filled if text(name) == NO_VALUE), None)) is not None:
            self._wrong(row, formula, WITHOUT_VALUE)
            return
        key = self._key(row, text)
        item = None if key is None else self._catalogue.items.get(key.item)
        if key is None:
            return
        if item is None:
            self._wrong(row, "task", f"there is no such task any more: {key.item}")
            return
        if not text("outcome"):
            self._wrong(row, "outcome", f"what happened? {_only(filled)} filled in, and no outcome")
            return
        spec = named_outcome(item, text("outcome"))
        if spec is None:
            titles = [one.title for one in item.outcomes.values()]
            hint = did_you_mean(text("outcome"), titles) or "."
            why = f"{item.id} has no such outcome{hint} It has: {listed(titles, 'or')}"
            self._wrong(row, "outcome", why)
            return
        if not text("on"):
            self._wrong(row, "on", "on which day did it happen? Where nobody knows: not known")
            return
        if (spec.reasons or spec.reason_needed) and not text("reason"):
            which = f": {listed(spec.reasons, 'or')}" if spec.reasons else ""
            self._wrong(row, "reason", f"{item.id} {spec.name} needs a reason{which}")
            return
        evidence = self._evidence(row, item, text)
        if evidence is not None:
            said = {"Prison Number": key.prison_number, "item": item.id, "outcome": spec.name}
            said |= {name: text(name) for name in ("on", "reason")} | {"evidence": text(MORE)} | evidence
            self._found.setdefault(key, []).append(_Filled(row, key, said))

    def _key(self, row: int, text: Callable[[str], str]) -> WorkKey | None:
        """Whose task a row is; None where it does not say beyond doubt, and why is kept."""
        key = read_key(text(KEY), self._heads.origin)
        number, task = text("prison_number"), text("task")
        if not text(KEY):
            self._wrong(row, KEY, f"is empty: was the row added by hand? {_BY_HAND}")
        elif key is None:
            self._wrong(row, KEY, f"is not as it was made, or is of another record. {_BY_HAND}")
        elif key.entry > self._heads.entries.number:
            self._wrong(row, KEY, f"is of a later copy of this record. {_BY_HAND}")
        elif number and number != key.prison_number:
            self._wrong(row, "prison_number", f"is not that of the key: {_SHIFTED}", number)
        elif task and (item := self._catalogue.items.get(key.item)) is not None and item.title != task:
            others = [one.id for one in self._catalogue.items.values() if one.title == task]
            if not others:
                return key
            self._wrong(row, "task", f"is not that of the key: {_SHIFTED}")
        else:
            return key
        return None

    def _evidence(self, row: int, item: Item, text: Callable[[str], str]) -> dict[str, str] | None:
        """What was written down, by the headings of a tracker; None where nobody can say what of."""
        found: dict[str, str] = {}
        for asked, answer in EVIDENCE:
            if not text(answer) or is_not_known(text(answer)):
                continue
            words = text(asked)
            field = self._fields.get(folded(words.rpartition(f" ({IF}")[0] or words))
            if field is None:
                why = f"is the answer to what? {spoken(asked)} names nothing that {item.id} asks for"
                self._wrong(row, answer, why)
                return None
            found[f"evidence.{field.name}"] = text(answer)
            self.columns[row, f"evidence.{field.name}"] = spoken(answer)
        return found

    def _each_once(self) -> tuple[list[_Filled], int]:
        """One row for each task; how many say the same again. Two that differ are refused, both."""
        kept, repeated = [], 0
        for rows in self._found.values():
            if all(one.said == rows[0].said for one in rows):
                kept.append(rows[0])
                repeated += len(rows) - 1
                continue
            for one in rows:
                others = [self._table.place(other.row) for other in rows if other is not one]
                why = f"the task is also on {listed(others)}, with another answer: leave one of them"
                self._wrong(one.row, "outcome", why)
        return sorted(kept, key=lambda one: one.row), repeated

    def came(self, heading_row: int, headings: Sequence[str]) -> WorkRead:
        """Everything that was read."""
        kept, repeated = self._each_once()

        names = tuple(dict.fromkeys(name for one in kept for name in one.said))

        def rows() -> Iterator[Row]:
            yield heading_row, names
            yield from ((one.row, tuple(one.said.get(name, "") for name in names)) for one in kept)

        unused = tuple(
            UnusedHeading(heading) for heading in headings if heading and folded(heading) not in _KNOWN
        )
        keys = {one.row: one.key for one in kept}
        table = self._table._replace(rows=rows, as_it_came=None)
        return WorkRead(
            table, keys, self.columns, tuple(self._errors), self._left_empty, repeated, unused, heading_row
        )


_BY_HAND = "What happened can be recorded by releasecheck mark"
_SHIFTED = "were some columns sorted without the others? Make it again: releasecheck export work -o FILE.xlsx"


def _only(filled: Sequence[str]) -> str:
    return f"{listed([spoken(name) for name in filled])} {'is' if len(filled) == 1 else 'are'}"
