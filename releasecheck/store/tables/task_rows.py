"""Tasks as rows of their table, and back.

A country's plans are millions of rows, and what a row costs is its columns. Most tasks are *plain*: nothing
is recorded of them and they wait for no other. What such a task leaves empty is written by the statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from releasecheck.core.domain import Task
from releasecheck.store.tables.columns import (
    IsoDays,
    Maps,
    Texts,
    insert_over,
    map_from,
    needs_from,
    texts_from,
    to_json,
)

if TYPE_CHECKING:
    from releasecheck.store.database import SqlRow, SqlValue

_Parsed = TypeVar("_Parsed")

TASK_COLUMNS = ("prison_number", "prison", "open", "sequence", *Task._fields)
#: What a plain task has in each of the fields that its row leaves out, and how a record writes that.
_EMPTY: Mapping[str, tuple[Any, SqlValue]] = {
    **dict.fromkeys(("stage", "counts_until"), (None, None)),
    "lapses": (False, 0),
    **dict.fromkeys(("chase_on", "expires_on"), (None, None)),
    "hard": (False, 0),
    **dict.fromkeys(("ready_from", "ready_until", "outcome", "outcome_on"), (None, None)),
    **dict.fromkeys(("outcome_reason", "outcome_next"), (None, None)),
    "evidence": ({}, "{}"),
    "gaps": ((), "[]"),
    "needs": ((), "[]"),
    **dict.fromkeys(("misfit", "contested_with", "contested_name"), (None, None)),
}
PLAIN_COLUMNS = tuple(column for column in TASK_COLUMNS if column not in _EMPTY)

_left_out = itemgetter(*map(Task._fields.index, _EMPTY))
_NOTHING = tuple(blank for blank, _ in _EMPTY.values())
_as_a_row = itemgetter(*map((*PLAIN_COLUMNS, *_EMPTY).index, TASK_COLUMNS))
_BLANKS = tuple(written for _, written in _EMPTY.values())


def replace_tasks(*, plain: bool) -> str:
    """The statement that writes a row of TASK_COLUMNS, or of PLAIN_COLUMNS, over the one there was."""
    written = {column: _literal(value) for column, (_, value) in _EMPTY.items()} if plain else {}
    values = ", ".join(written.get(column, "?") for column in TASK_COLUMNS)
    every = insert_over("tasks", ", ".join(TASK_COLUMNS), "prison_number, item")
    return every.replace(", ".join("?" * len(TASK_COLUMNS)), values, 1)


def _literal(value: SqlValue) -> str:
    return "NULL" if value is None else repr(value)


def is_plain(task: Task) -> bool:
    """Whether nothing is recorded of a task and it waits for no other."""
    return bool(_left_out(task) == _NOTHING)


def whole_row(plain: tuple[SqlValue, ...]) -> tuple[SqlValue, ...]:
    """The values of TASK_COLUMNS for those of PLAIN_COLUMNS."""
    row: tuple[SqlValue, ...] = _as_a_row(plain + _BLANKS)
    return row


class TaskWriter:
    """Tasks as rows; days and lists that many of them share are written out once."""

    def __init__(self) -> None:
        self._days, self._texts, self._maps = IsoDays(), Texts(), Maps()

    def plain(
        self, number: str, prison: str | None, asked: bool, sequence: int, task: Task
    ) -> tuple[SqlValue, ...]:
        """A plain task as the values of PLAIN_COLUMNS; `asked`: a report may one day have to read it."""
        days, texts = self._days, self._texts
        return (
            number,
            prison,
            int(asked),
            sequence,
            task.item,
            task.owner,
            task.owner_name,
            task.rest,
            days[task.opens_on],
            days[task.due_on],
            days[task.closes_on],
            task.days_lost,
            texts[task.missing_facts],
            texts[task.settling_facts],
            texts[task.reasons],
            texts[task.warnings],
            None if task.positions is None else self._maps[tuple(task.positions.items())],
        )

    def whole(
        self, number: str, prison: str | None, asked: bool, sequence: int, task: Task
    ) -> tuple[SqlValue, ...]:
        """Any task as the values of TASK_COLUMNS."""
        days, texts = self._days, self._texts
        needs = [(need.item, days[need.met_from], days[need.met_until]) for need in task.needs]
        return (
            *(number, prison, int(asked), sequence, task.item, task.owner, task.owner_name),
            *(task.stage, days[task.counts_until], int(task.lapses), task.rest),
            *(days[task.opens_on], days[task.due_on], days[task.closes_on], days[task.chase_on]),
            *(days[task.expires_on], task.days_lost, int(task.hard)),
            *(days[task.ready_from], days[task.ready_until]),
            *(task.outcome, days[task.outcome_on], task.outcome_reason, task.outcome_next),
            to_json(dict(task.evidence)) if task.evidence else "{}",
            *(texts[task.gaps], texts[task.missing_facts], texts[task.settling_facts], texts[task.reasons]),
            to_json(needs) if needs else "[]",
            texts[task.warnings],
            None if task.positions is None else self._maps[tuple(task.positions.items())],
            *(task.misfit, task.contested_with, task.contested_name),
        )


class TaskReader:
    """Rows of tasks back again; days and lists met before are not read twice."""

    def __init__(self) -> None:
        self.day = _remembered(date.fromisoformat)
        self.texts = _remembered(texts_from)
        self.needs = _remembered(needs_from)

    def task(self, row: SqlRow) -> Task:
        """A row of TASK_COLUMNS, without the first four."""
        day, texts = self.day, self.texts
        item, owner, owner_name, stage, counts_until, lapses, rest, *row_after = row
        opens_on, due_on, closes_on, chase_on, expires_on, days_lost, hard, *row_after = row_after
        ready_from, ready_until, outcome, outcome_on, reason, following, evidence, *row_after = row_after
        gaps, missing, settling, reasons, needs, warnings, positions, *over = row_after
        return Task(
            *(item, owner, owner_name, stage, counts_until and day(counts_until), bool(lapses), rest),
            opens_on and day(opens_on),
            due_on and day(due_on),
            closes_on and day(closes_on),
            chase_on and day(chase_on),
            expires_on and day(expires_on),
            days_lost,
            bool(hard),
            ready_from and day(ready_from),
            ready_until and day(ready_until),
            outcome,
            outcome_on and day(outcome_on),
            *(reason, following, map_from(evidence), texts(gaps), texts(missing), texts(settling)),
            *(texts(reasons), self.needs(needs), texts(warnings)),
            None if positions is None else map_from(positions),
            *over,
        )


class _Remembered(dict[str, _Parsed]):
    """What each text says, read once."""

    def __init__(self, read: Callable[[str], _Parsed]) -> None:
        self._read = read

    def __missing__(self, text: str) -> _Parsed:
        value = self[text] = self._read(text)
        return value


def _remembered(read: Callable[[str], _Parsed]) -> Callable[[str], _Parsed]:
    return _Remembered(read).__getitem__
