"""Saving plans: many at a time, and only the rows that differ from those saved before."""

from __future__ import annotations

from collections.abc import Container
from itertools import chain
from typing import TYPE_CHECKING

from releasecheck.core.domain import PersonRecord, Plan
from releasecheck.core.named import NamedTuple
from releasecheck.planning.states import could_be_missing
from releasecheck.store.rows import Fingerprints
from releasecheck.store.tables.columns import PLAN_COLUMNS, insert_over, plan_row, to_json
from releasecheck.store.tables.task_rows import (
    TASK_COLUMNS,
    TaskWriter,
    is_plain,
    replace_tasks,
    whole_row,
)

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlValue

_PLAIN, _OTHERS = replace_tasks(plain=True), replace_tasks(plain=False)
_PLANS = insert_over("plans", ", ".join(PLAN_COLUMNS), "prison_number")
_THESE = "WHERE prison_number IN (SELECT value FROM json_each(?))"
_SAVED = f"SELECT {', '.join(TASK_COLUMNS)} FROM tasks {_THESE}"
_RESTRICTED = f"SELECT 1 FROM people {_THESE} AND restricted <> 0"
_HIDE = (
    f"UPDATE tasks SET open = 0 {_THESE} AND open = 1 "
    "AND prison_number IN (SELECT prison_number FROM people WHERE restricted <> 0)"
)
#: Where the prison number and the item stand in a row of TASK_COLUMNS.
_KEY = slice(0, 5, 4)


class PlanRows(NamedTuple):
    """One person's plan as rows, ready to be written."""

    number: str
    plan: tuple[SqlValue, ...]
    plain: list[tuple[SqlValue, ...]]
    """Tasks of which nothing is recorded, as PLAIN_COLUMNS."""
    others: list[tuple[SqlValue, ...]]
    """The other tasks, as TASK_COLUMNS."""


class RowMaker:
    """Makes rows of plans; days and lists that many plans share are written out once."""

    def __init__(self, after_release: Container[str]) -> None:
        self._after_release = after_release
        self._tasks = TaskWriter()

    def rows(self, record: PersonRecord, plan: Plan, made_from: Fingerprints) -> PlanRows:
        """One person's plan; their prison is copied onto each task, for roll-ups to read no other table."""
        number, prison = record.prison_number, record.facts.get("prison")
        place = None if prison is None else str(prison)
        released, after = "released_on" in record.facts, self._after_release
        plain: list[tuple[SqlValue, ...]] = []
        others: list[tuple[SqlValue, ...]] = []
        for sequence, task in enumerate(plan.tasks):
            asked = could_be_missing(task) and (not released or task.item in after)
            if is_plain(task):
                plain.append(self._tasks.plain(number, place, asked, sequence, task))
            else:
                others.append(self._tasks.whole(number, place, asked, sequence, task))
        return PlanRows(number, plan_row(plan, made_from), plain, others)


class PlanWriter:
    """Plans waiting to be written, as rows."""

    def __init__(self, connection: Database) -> None:
        self._connection = connection
        self._waiting: dict[str, PlanRows] = {}
        self._maker: RowMaker | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, record: PersonRecord, plan: Plan, fingerprints: Fingerprints) -> None:
        """One person's plan, made into rows here."""
        if self._maker is None:
            self._maker = RowMaker(self._counts_after_release())
        self.add_rows(self._maker.rows(record, plan, fingerprints))

    def add_rows(self, made: PlanRows) -> None:
        """One person's plan, made into rows elsewhere."""
        self._waiting[made.number] = made

    def forget_items(self) -> None:
        """The saved items have changed: look again which of them go on after release."""
        self._maker = None

    def _counts_after_release(self) -> frozenset[str]:
        rows = self._connection.all("SELECT item FROM items WHERE after_release <> 0")
        return frozenset(item for (item,) in rows)

    def flush(self) -> None:
        """Write what is waiting: a small change to a plan writes little."""
        if not self._waiting:
            return
        chosen, waiting = to_json(list(self._waiting)), self._waiting.values()
        saved = {row[_KEY]: row for row in self._connection.all(_SAVED, (chosen,))}
        plain = [row for made in waiting for row in made.plain]
        others = [row for made in waiting for row in made.others]
        if saved:
            wanted = {row[_KEY]: row for row in chain(map(whole_row, plain), others)}
            gone = (key for key in saved if key not in wanted)
            self._connection.execute_many("DELETE FROM tasks WHERE prison_number = ? AND item = ?", gone)
            plain, others = [], [row for key, row in wanted.items() if saved.get(key) != row]
        self._connection.write_rows(_PLAIN, plain)
        self._connection.write_rows(_OTHERS, others)
        self._connection.execute_many(_PLANS, (made.plan for made in waiting))
        if self._connection.one(_RESTRICTED, (chosen,)):
            self._connection.execute(_HIDE, (chosen,))
        self._waiting.clear()
