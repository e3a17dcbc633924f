"""Rows of a tracker -> the outcomes they tell, and which of them are refused and why.

Everything here is a value, as in `people`: a bad row is a `RowError`, kept beside the good ones. Only a file
that cannot be a tracker at all is an exception. What the record says to it is `tasks_diff`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from releasecheck.core.domain import DAY_NOT_KNOWN, NOT_DONE_BEFORE, NOTHING
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import count, did_you_mean, listed
from releasecheck.exchange.reading.files.table import SourceCell, SourceTable
from releasecheck.exchange.reading.lists.headings import has_prison_number
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
from releasecheck.exchange.reading.trackers.cell_days import days_in, without_times
from releasecheck.exchange.reading.trackers.cell_words import (
    CellSays,
    LeftCell,
    SaidOutcome,
    may_be_repeated,
    read_cell,
    without_reason,
)
from releasecheck.exchange.reading.trackers.task_cells import Names, happened_on, in_one_text
from releasecheck.exchange.reading.trackers.task_columns import read_task_columns
from releasecheck.exchange.reading.trackers.task_file import LeftOne, ReadOutcome, TasksFile
from releasecheck.exchange.reading.trackers.task_headings import TaskLayout, TaskMeaning, read_task_headings
from releasecheck.exchange.reading.trackers.task_words import TrackerWords
from releasecheck.exchange.reading.trackers.tracker_map import NO_TRACKER_MAP, TrackerMap, as_they_say
from releasecheck.exchange.reading.trackers.tracker_rows import tracker_rows
from releasecheck.people.facts import BadValue, folded, is_not_known, parse_date, plain
from releasecheck.planning.marking import outcomes_meant, parse_evidence
from releasecheck.policy.catalogue import Catalogue, EvidenceField, Item, OutcomeSpec


def read_tasks(
    table: SourceTable,
    catalogue: Catalogue,
    today: date,
    words: TrackerWords,
    mapping: TrackerMap = NO_TRACKER_MAP,
    told: date | None = None,
) -> TasksFile:
    """Outcomes from the rows of a tracker. Raises ReleasecheckError for a table that is none.

    `told`: the day of the tracker, which settles days without a year and dates what has none; without it, the
    day that it bears above or below its table, or today.
    """
    found = find_headings(table, partial(has_prison_number, names=mapping.columns))
    headed = mapping.renamed(found)
    layout = read_task_headings(table.name, headed, catalogue, words)
    tells = {column.cell for column in layout.found.items} or {layout.columns["item"]}
    rows = tracker_rows(table, headed, layout.columns["prison_number"], tells, today)
    if not rows.people:
        raise ReleasecheckError(f"{table.name} has headings and nothing under them: nothing to import")
    reader = _TaskRowReader(table, headed, layout, catalogue, told or rows.dated or today, words)
    for number, cells in rows.people:
        reader.read(number, as_they_say(mapping.values, found.headings, cells))
    reader.columns_read()
    named = mapping.original(found)
    return TasksFile(
        name=table.name,
        unit="cell" if layout.found.items else table.unit,
        outcomes=tuple(one._replace(column=named(one.column)) for one in reader.outcomes),
        errors=mapping.errors(found, reader.errors),
        left=tuple(one._replace(column=named(one.column)) for one in reader.left),
        not_begun=reader.not_begun,
        number_heading=named(layout.columns["prison_number"].heading),
        meanings={named(heading): meaning for heading, meaning in layout.meanings.items()},
        unused_headings=tuple(replace(one, heading=named(one.heading)) for one in layout.unused),
        problems=mapping.errors(found, layout.problems),
        notes=(*table.notes, *headed.notes, *mapping.notes(found), *rows.notes, *reader.notes()),
        heading_row=headed.row,
        table=table,
    )


class _TaskRowReader(RowReader[TaskMeaning]):
    """Reads row after row, and keeps what they tell and what is wrong with them."""

    def __init__(
        self,
        table: SourceTable,
        headed: Headed,
        layout: TaskLayout,
        catalogue: Catalogue,
        today: date,
        words: TrackerWords,
    ) -> None:
        super().__init__(table, headed, layout.columns)
        self.outcomes: list[ReadOutcome] = []
        self.left: list[LeftOne] = []
        self.not_begun = 0
        self._column_notes: tuple[str, ...] = ()
        self._notes_left = self._unanswered = 0
        self._layout, self._today, self._words = layout, today, words
        self._fields = {folded(name): field for name, field in catalogue.fields.items()}
        self._names = Names(catalogue, words)
        self._rows: list[tuple[int, str, RowFacts, Sequence[SourceCell]]] = []
        """Those about a person, whose columns are tasks."""

    def columns_read(self) -> None:
        """Read the columns of tasks, once every row is there."""
        found = read_task_columns(self._layout.found, self._rows, self._words, self._today)
        self.outcomes += [one for told in found.outcomes.values() for one in told]
        self.left += found.left
        self.not_begun += found.not_begun
        self._column_notes = found.notes

    def notes(self) -> tuple[str, ...]:
        """What should be known of how it was read, and of what was not."""
        what = count(self._notes_left, "note is", "notes are")
        left = count(self._unanswered, "row has no answer and stays", "rows have no answer and stay")
        told = (
            (self._notes_left, f"{what} not kept: the outcome beside it has a reason from a list"),
            (self._unanswered, f"{left} open"),
        )
        return (*self._column_notes, *(words for number, words in told if number))

    def read(self, row: int, cells: Sequence[SourceCell]) -> None:
        """Read one row: one outcome, or one for each item that has a column."""
        before = len(self.errors)
        self.check_width(row, cells)
        number = self.cell(row, cells, self.columns["prison_number"], prison_number)
        who = self.who(row, cells)
        if "done_before" in self.columns:
            self._read_answer(row, cells, number, who, before)
        elif not self._layout.found.items:
            self._read_outcome(row, cells, number, who, before)
        elif number is not None and len(self.errors) == before:
            self._rows.append((row, number, who, cells))

    def _read_outcome(
        self, row: int, cells: Sequence[SourceCell], number: str | None, who: RowFacts, before: int
    ) -> None:
        place = self.columns["outcome"]
        item = self.cell(row, cells, self.columns["item"], self._names.item)
        day = self._day(row, cells)
        said = None if item is None else self.cell(row, cells, place, partial(self._said, item, day))
        if item is None or said is None:
            return
        given = (text_at(cells, self.columns.get("reason")), text_at(cells, self.columns.get("notes")))
        if any(one.spec.kind == "done" for one in said.told) and not any(map(str.strip, given)):
            said = without_reason(item, said, self._words, self._today)
        if said.left is not None and said.left.kind == "later" and day is not None:
            # It stands in its own column.
            self.wrong(row, self.columns["on"].heading, text_at(cells, self.columns["on"]), said.left.why)
        elif said.left is not None and number is not None:
            shown = may_be_repeated(item, text_at(cells, place), self._words)
            text = one_line(text_at(cells, place)) if shown else None
            self.left.append(LeftOne(row, place.heading, text, number, item, said.left.kind, said.left.why))
        elif not said.told:
            self.not_begun += len(self.errors) == before
        for one in said.told:
            self._tell_outcome(row, cells, number, who, item, one, before)

    def _said(self, item: Item, day: date | None, text: str) -> CellSays:
        """What the cell of the outcome says, with the day beside it; BadValue for no outcome at all."""
        exact = item.outcomes.get(text.strip())
        if exact is None:
            dated = text if day is None or days_in(without_times(text)[0]) else f"{text} {day.isoformat()}"
            said = read_cell(item, None, dated if text.strip() else "", self._words, self._today)
            if said.left is not None and said.left.kind in ("unread", "other") and not said.told:
                raise BadValue(said.left.why)
            return said
        if day is not None and day > self._today:
            return CellSays(left=LeftCell("later", "has not come yet"))
        return CellSays((SaidOutcome(exact, day or self._today, evidence=NOTHING if day else DAY_NOT_KNOWN),))

    def _day(self, row: int, cells: Sequence[SourceCell]) -> date | None:
        """The day in a column of its own; None where nobody knows it."""

        def read(text: str) -> date | None:
            days = days_in(without_times(text)[0])
            if is_not_known(text) or text.strip() == "-":
                return None
            return days[0].latest(self._today) if len(days) == 1 else parse_date(text)

        place = self.columns.get("on")
        return None if place is None else self.cell(row, cells, place, read)

    def _tell_outcome(
        self,
        row: int,
        cells: Sequence[SourceCell],
        number: str | None,
        who: RowFacts,
        item: Item,
        said: SaidOutcome,
        before: int,
    ) -> None:
        place = self.columns["outcome"]
        reason = self._reason(row, cells, item, said.spec, said.reason)
        evidence = {**said.evidence, **self._evidence(row, cells, said.spec)}
        by = self.optional(row, cells, "by", plain) or said.by
        sequence = self.optional(row, cells, "sequence", _place)
        if number is not None and len(self.errors) == before:
            text = one_line(text_at(cells, place))
            self.outcomes.append(
                ReadOutcome(
                    *(row, place.heading, text, number, who, item, said.spec, said.on),
                    *(reason, evidence, by, sequence),
                )
            )

    def _read_answer(
        self, row: int, cells: Sequence[SourceCell], number: str | None, who: RowFacts, before: int
    ) -> None:
        """Whether one task was done before somebody was recorded: yes, with the day if it is known, or no."""
        place = self.columns["done_before"]
        text = text_at(cells, place)
        item = self.cell(row, cells, self.columns["item"], self._names.item)
        if is_not_known(text):
            self._unanswered += 1
            return
        said = None if item is None else self.cell(row, cells, place, partial(self._said_of_before, item))
        on = self.optional(row, cells, "on", partial(happened_on, today=self._today))
        if item is None or said is None or number is None or len(self.errors) > before:
            return
        answered_no = said.name == NOT_DONE_BEFORE
        self.outcomes.append(
            ReadOutcome(
                *(row, place.heading, one_line(text), number, who, item, said),
                self._today if on is None or answered_no else on,
                None,
                DAY_NOT_KNOWN if on is None and not answered_no else {},
                None,
            )
        )

    def _said_of_before(self, item: Item, text: str) -> OutcomeSpec:
        """Whether it was done before: yes, no, or the outcome; raises BadValue with what it may be."""
        if folded(text) in ("no", "n", "false", "notdone", "notyet"):
            if NOT_DONE_BEFORE not in item.outcomes:
                raise BadValue(f"nobody asks whether {item.id} was done before")
            return item.outcomes[NOT_DONE_BEFORE]
        if folded(text) in ("yes", "y", "true", "done"):
            done = outcomes_meant(item, "done")
            if len(done) != 1:
                ways = listed((one.name for one in done or item.outcomes.values()), "or")
                raise BadValue(f"{item.id} is done in more than one way: {ways}")
            return done[0]
        said = read_cell(item, None, text, self._words, self._today)
        if not said.told:
            raise BadValue("yes, no, not known, or the outcome")
        return said.told[0].spec

    def _reason(
        self, row: int, cells: Sequence[SourceCell], item: Item, spec: OutcomeSpec, said: str | None
    ) -> str | None:
        """Why; what the notes say where no reason is given, and both together where any words will do.


        `said`: the reason that the outcome's own words give.
        """
        given = self.optional(row, cells, "reason", plain)
        notes = self.optional(row, cells, "notes", plain)
        place = self.columns.get("reason") or self.columns.get("notes")
        heading = place.heading if place else "reason"
        if not spec.reasons:
            text = "; ".join(dict.fromkeys(filter(None, (given, notes)))) or None
            if text is None and spec.reason_needed:
                self.wrong(row, heading, "", _needs_reason(item, spec))
            return text
        self._notes_left += notes is not None and (given or said) is not None
        text = given or (notes if said is None or _code(spec, notes) else said)
        code = _code(spec, text)
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


def _code(spec: OutcomeSpec, text: str | None) -> str | None:
    """The reason from the outcome's list that a text is."""
    return next((name for name in spec.reasons if folded(name) == folded(text or "")), None)


def _place(text: str) -> int:
    """Raises BadValue for what is not a number from 1."""
    if not (text.isascii() and text.strip().isdecimal()) or int(text) < 1:
        raise BadValue("a whole number from 1, as `export outcomes` gives it")
    return int(text)


def _needs_reason(item: Item, spec: OutcomeSpec) -> str:
    allowed = f": {listed(spec.reasons, 'or')}" if spec.reasons else ""
    return f"{item.id} {spec.name} needs a reason{allowed}"
