"""A working workbook that comes back: what was filled in, what has changed since, and what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from releasecheck.app.law.restricted import refused, restricted
from releasecheck.app.opening.session import App
from releasecheck.app.reading.task_words import task_words
from releasecheck.app.recording.marking import told_on
from releasecheck.core.domain import PersonRecord, RecordedOutcome, day_known
from releasecheck.core.words import day_in_words
from releasecheck.exchange.reading.files.table import SourceTable
from releasecheck.exchange.reading.lists.people_file import RowError
from releasecheck.exchange.reading.trackers.person_outcomes import add_outcomes
from releasecheck.exchange.reading.trackers.task_file import ReadOutcome, TasksFile
from releasecheck.exchange.reading.trackers.tasks import read_tasks
from releasecheck.exchange.reading.trackers.tasks_diff import TaskComparison
from releasecheck.exchange.reading.trackers.work_rows import WorkRead, read_work
from releasecheck.formats.sheets.drop_downs import LISTS
from releasecheck.formats.sheets.looks import spoken
from releasecheck.people.entries import HistoryEntry

_OUR_LISTS = f"not read: {LISTS} (hidden)."
"""What is said of a workbook that has nothing but our own sheets."""
_SHOWN = 20
"""Rows whose change is told; more are counted."""


def work_of(app: App, table: SourceTable) -> WorkRead | None:
    """What was filled in; None for a table that is no working workbook."""
    return read_work(table, app.planner().catalogue, app.store.heads())


def tasks_of_work(
    app: App, table: SourceTable, work: WorkRead, told: date | None, *, changed: bool
) -> TasksFile:
    """The outcomes that it tells. `changed`: also those of tasks that somebody changed since it was made."""
    if work.keys:
        read = read_tasks(work.table, app.planner().catalogue, app.today, task_words(app), told=told)
    else:
        read = _nothing(work)
    tasks = replace(
        read,
        outcomes=tuple(one._replace(column=spoken(one.column)) for one in read.outcomes),
        errors=(*work.errors, *(replace(one, column=work.heading(one)) for one in read.errors)),
        unused_headings=work.unused,
        notes=tuple(note for note in table.notes if _OUR_LISTS not in note),
        heading_row=work.heading_row,
        table=table,
        left_empty=work.left_empty,
        copies=work.repeated,
    )
    return tasks if changed else _as_they_were(app, tasks, work)


def _nothing(work: WorkRead) -> TasksFile:
    return TasksFile(
        *(work.table.name, "row", (), (), (), 0, "Prison Number", {}, (), (), (), work.heading_row),
        table=work.table,
    )


def _as_they_were(app: App, tasks: TasksFile, work: WorkRead) -> TasksFile:
    """Without the rows whose task somebody has changed since they were made: each shows both."""
    kept: list[ReadOutcome] = []
    problems: list[RowError] = []
    histories: dict[str, list[HistoryEntry]] = {}
    for one in tasks.outcomes:
        number = one.prison_number
        if number not in histories:
            histories[number] = app.store.history(number)
        problem = None
        if entry := _changed_by(histories[number], one.item.id, work.keys[one.row].entry):
            problem = _both(app, one, entry)
            if problem is not None and number in restricted(app):
                problem = refused((number,))
        if problem is None:
            kept.append(one)
        else:
            where = tasks.table.place(one.row)
            problems.append(RowError(tasks.name, one.row, one.column, None, problem, where))
    return replace(tasks, outcomes=tuple(kept), errors=(*tasks.errors, *problems))


def _changed_by(history: list[HistoryEntry], item: str, since: int) -> int | None:
    """The last entry after another that told something of an item, or took it back."""
    told = (entry for entry in history if any(one.item == item for one in entry.outcomes))
    found = [
        entry.voided_by if entry.voided_by is not None else entry.entry
        for entry in told
        if (entry.voided_by is None and entry.entry > since)
        or (entry.voided_by is not None and entry.entry <= since < entry.voided_by)
    ]
    return max(found, default=None)


def _both(app: App, one: ReadOutcome, entry: int) -> str | None:
    """What stands and what the row says; None where the row says what stands, or only adds to it."""
    record = app.store.person(one.prison_number)
    if record is None:
        return None
    added = add_outcomes(
        *(record, (one,), (), app.planner(), app.today),
        by=app.by,
        told_on=partial(told_on, app, one.prison_number),
        although=True,
    )
    standing = _last(record, one.item.id)
    for new in added.new:
        if standing is not None and (new.recorded.outcome, new.recorded.on) == (
            standing.outcome,
            standing.on,
        ):
            return None
    if not added.new and not added.refused:
        return None
    ours = RecordedOutcome(one.item.id, one.spec.name, one.on, evidence=one.evidence)
    return (
        f"{one.item.id} of {one.prison_number} was changed by entry {entry}, after the row was made: it is "
        f"{_said(standing)}, and the row says {_said(ours)}. To record the row all the same: add --changed"
    )


def _last(record: PersonRecord, item: str) -> RecordedOutcome | None:
    return next((one for one in reversed(record.outcomes) if one.item == item), None)


def _said(outcome: RecordedOutcome | None) -> str:
    """submitted on Tue 24 Nov 2026."""
    if outcome is None:
        return "open, with nothing recorded"
    day = f"on {day_in_words(outcome.on)}" if day_known(outcome.evidence) else "on a day not known"
    return f"{outcome.outcome} {day}"


def differences(app: App, tasks: TasksFile, comparison: TaskComparison) -> Iterator[str]:
    """Row by row, what would be recorded and what stood before."""
    rows = {
        (one.prison_number, one.item.id, one.spec.name, one.on): tasks.table.place(one.row)
        for one in tasks.outcomes
    }
    records = {record.prison_number: record for record in app.store.records(comparison.people)}
    for new in comparison.new[:_SHOWN]:
        number, told = new.prison_number, new.recorded
        where = rows.get((number, told.item, told.outcome, told.on), "")
        before = _said(_last(records[number], told.item)) if number in records else ""
        yield f"{where}: {number} {told.item} {_said(told)} (before: {before})"
    if len(comparison.new) > _SHOWN:
        yield f"and {len(comparison.new) - _SHOWN:,} more"
