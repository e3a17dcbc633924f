"""Rows of a tracker -> the outcomes they tell, and which of them are refused and why.

Everything here is a value, as in `people`: a bad row is a `RowError`, kept beside the good ones. Only a file
that cannot be a tracker at all is an exception. What the record says to it is `tasks_diff`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import count, did_you_mean, listed
from releasecheck.exchange.reading.files.table import SourceCell, SourceTable
from releasecheck.exchange.reading.lists.people_file import RowFacts
from releasecheck.exchange.reading.lists.row_reader import (
    Headed,
    RowReader,
    find_headings,
    one_line,
    prison_number,
    text_at,
    whole,
)
from releasecheck.exchange.reading.trackers.task_cells import (
    NOT_BEGUN,
    Names,
    NotBegun,
    happened_on,
    in_one_cell,
    in_one_text,
    outcome_said,
)
from releasecheck.exchange.reading.trackers.task_file import ReadOutcome, TasksFile
from releasecheck.exchange.reading.trackers.task_headings import (
    ItemColumn,
    TaskLayout,
    TaskMeaning,
    read_task_headings,
)
from releasecheck.people.facts import BadValue, folded, is_not_known, plain
from releasecheck.planning.marking import parse_evidence
from releasecheck.policy.catalogue import Catalogue, EvidenceField, Item, OutcomeSpec


def read_tasks(table: SourceTable, catalogue: Catalogue, today: date) -> TasksFile:
    """Outcomes from the rows of a tracker. Raises ReleasecheckError for a table that is none."""
    headed = find_headings(table)
    layout = read_task_headings(table.name, headed, catalogue)
    reader = _TaskRowReader(table, headed, layout, catalogue, today)
    rows = 0
    for number, cells in headed.body:
        rows += 1
        reader.read(number, cells)
    if not rows:
        raise ReleasecheckError(f"{table.name} has headings and nothing under them: nothing to import")
    return TasksFile(
        name=table.name,
        unit="cell" if layout.items else table.unit,
        outcomes=tuple(reader.outcomes),
        errors=tuple(reader.errors),
        not_begun=reader.not_begun,
        number_heading=layout.columns["prison_number"].heading,
        unused_headings=layout.unused,
        problems=layout.problems,
        notes=(*table.notes, *headed.notes, *reader.notes()),
        heading_row=headed.row,
        table=table,
    )


class _TaskRowReader(RowReader[TaskMeaning]):
    """Reads row after row, and keeps what they tell and what is wrong with them."""

    def __init__(
        self, table: SourceTable, headed: Headed, layout: TaskLayout, catalogue: Catalogue, today: date
    ) -> None:
        super().__init__(table, headed, layout.columns)
        self.outcomes: list[ReadOutcome] = []
        self.not_begun = 0
        self._notes_left = 0
        self._layout, self._today = layout, today
        self._fields = {folded(name): field for name, field in catalogue.fields.items()}
        self._names = Names(catalogue)

    def notes(self) -> tuple[str, ...]:
        """What should be known of what was not read."""
        if not self._notes_left:
            return ()
        what = count(self._notes_left, "note is", "notes are")
        return (f"{what} not kept: the outcome beside it has a reason from a list",)

    def read(self, row: int, cells: Sequence[SourceCell]) -> None:
        """Read one row: one outcome, or one for each item that has a column."""
        before = len(self.errors)
        self.check_width(row, cells)
        number = self.cell(row, cells, self.columns["prison_number"], prison_number)
        who = self.who(row, cells)
        if not self._layout.items:
            self._read_outcome(row, cells, number, who, before)
        elif number is not None and len(self.errors) == before:
            for column in self._layout.items:
                self._read_item(row, cells, number, who, column)

    def _read_outcome(
        self, row: int, cells: Sequence[SourceCell], number: str | None, who: RowFacts, before: int
    ) -> None:
        place = self.columns["outcome"]
        item = self.cell(row, cells, self.columns["item"], self._names.item)
        said = None if item is None else self.cell(row, cells, place, partial(outcome_said, item))
        if item is None or said is None:
            return
        if said == NOT_BEGUN:
            self.not_begun += len(self.errors) == before
            return
        on = self.cell(row, cells, self.columns["on"], partial(happened_on, today=self._today))
        reason = self._reason(row, cells, item, said)
        evidence = self._evidence(row, cells, said)
        by = self.optional(row, cells, "by", plain)
        sequence = self.optional(row, cells, "sequence", _place)
        if number is not None and on is not None and len(self.errors) == before:
            text = one_line(text_at(cells, place))
            self.outcomes.append(
                ReadOutcome(
                    *(row, place.heading, text, number, who, item, said, on, reason, evidence, by, sequence)
                )
            )

    def _read_item(
        self, row: int, cells: Sequence[SourceCell], number: str, who: RowFacts, column: ItemColumn
    ) -> None:
        """The cell of one item in a row about a person: what happened, and when."""
        item, place, day = column.item, column.cell, text_at(cells, column.day)
        text = text_at(cells, place)
        if not (text + day).strip():
            return

        def read(text: str) -> tuple[OutcomeSpec, date] | NotBegun:
            found = in_one_cell(item, column.outcome, f"{text} {day}".strip(), self._today)
            if found != NOT_BEGUN and found[0].reason_needed:
                raise BadValue(f"{_needs_reason(item, found[0])}. Only a row for each outcome can hold one")
            return found

        found = self.cell(row, cells, place, read)
        if found == NOT_BEGUN:
            self.not_begun += 1
        elif found is not None:
            spec, on = found
            self.outcomes.append(
                ReadOutcome(row, place.heading, one_line(text), number, who, item, spec, on, None, {}, None)
            )

    def _reason(self, row: int, cells: Sequence[SourceCell], item: Item, spec: OutcomeSpec) -> str | None:
        """Why; what the notes say where no reason is given, and both together where any words will do."""
        given = self.optional(row, cells, "reason", plain)
        notes = self.optional(row, cells, "notes", plain)
        place = self.columns.get("reason") or self.columns.get("notes")
        heading = place.heading if place else "reason"
        if not spec.reasons:
            text = "; ".join(dict.fromkeys(filter(None, (given, notes)))) or None
            if text is None and spec.reason_needed:
                self.wrong(row, heading, "", _needs_reason(item, spec))
            return text
        self._notes_left += given is not None and notes is not None
        text = given or notes
        code = next((name for name in spec.reasons if folded(name) == folded(text or "")), None)
        if code is None:
            hint = did_you_mean(text or "", spec.reasons)
            self.wrong(row, heading, text, _needs_reason(item, spec) + hint)
        return code

    def _evidence(self, row: int, cells: Sequence[SourceCell], spec: OutcomeSpec) -> Mapping[str, str]:
        asked = {need.field for need in spec.evidence}
        found: dict[str, str] = {}
        for column in self._layout.fields:
            text = text_at(cells, column.place)
            if text.strip() and (column.everywhere or column.field.name in asked):
                self._tell(row, column.place.heading, column.field, text, found)
        place = self.columns.get("evidence")
        text = text_at(cells, place).strip()
        if place is None or not text:
            return found
        try:
            given = in_one_text(text)
        except BadValue as problem:
            self.wrong(row, place.heading, None, str(problem))
            return found
        for name, value in given.items():
            field = self._fields.get(folded(name))
            if field is None:
                hint = did_you_mean(name, (one.name for one in self._fields.values()))
                self.wrong(row, place.heading, name, f"there is no such evidence{hint}")
            else:
                self._tell(row, f"{place.heading} {name}", field, value, found)
        return found

    def _tell(self, row: int, heading: str, field: EvidenceField, text: str, found: dict[str, str]) -> None:
        """Add one field to the evidence; one that nobody knows stays a gap."""
        if is_not_known(text):
            return
        try:
            value = parse_evidence(field, plain(whole(text)) or "")
        except BadValue as problem:
            self.wrong(row, heading, None if field.kind == "text" else text, str(problem))
            return
        if found.setdefault(field.name, value) != value:
            self.wrong(row, heading, None, f"differs from another column, and both are {field.name}")


def _place(text: str) -> int:
    """Raises BadValue for what is not a number from 1."""
    if not (text.isascii() and text.strip().isdecimal()) or int(text) < 1:
        raise BadValue("a whole number from 1, as `export outcomes` gives it")
    return int(text)


def _needs_reason(item: Item, spec: OutcomeSpec) -> str:
    allowed = f": {listed(spec.reasons, 'or')}" if spec.reasons else ""
    return f"{item.id} {spec.name} needs a reason{allowed}"
