"""Saving plans: many at a time, and only the rows that differ from those saved before."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from releasecheck.domain import PersonRecord, Plan
from releasecheck.states import could_be_missing
from releasecheck.store.columns import (
    PLAN_COLUMNS,
    TASK_COLUMNS,
    Days,
    Texts,
    insert_into,
    plan_row,
    task_row,
    to_json,
)
from releasecheck.store.connection import Connection, Value
from releasecheck.store.rows import Fingerprints

_COLUMNS = ", ".join(TASK_COLUMNS)
_THESE = "WHERE prison_number IN (SELECT value FROM json_each(?))"
#: Where the prison number and the item stand in a row of TASK_COLUMNS.
_KEY = slice(0, 5, 4)


class PlanRows(NamedTuple):
    """One person's plan as rows, ready to be written."""

    number: str
    plan: tuple[Value, ...]
    tasks: list[tuple[Value, ...]]


class RowMaker:
    """Makes rows of plans; days and lists that many plans share are written out once."""

    def __init__(self, fingerprints: Fingerprints, after_release: Container[str]) -> None:
        self._fingerprints, self._after_release = fingerprints, after_release
        self._days, self._texts = Days(), Texts()

    def rows(self, record: PersonRecord, plan: Plan) -> PlanRows:
        """One person's plan; their prison is copied onto each task, for roll-ups to read no other table."""
        number, prison = record.prison_number, record.facts.get("prison")
        place = None if prison is None else str(prison)
        released, after = "released_on" in record.facts, self._after_release
        return PlanRows(
            number,
            plan_row(plan, self._fingerprints),
            [
                task_row(number, place, asked, sequence, task, self._days, self._texts)
                for sequence, task in enumerate(plan.tasks)
                for asked in (could_be_missing(task) and (not released or task.item in after),)
            ],
        )


class PlanWriter:
    """Plans waiting to be written, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._plans: dict[str, tuple[Value, ...]] = {}
        self._tasks: dict[str, list[tuple[Value, ...]]] = {}
        self._maker: tuple[Fingerprints, RowMaker] | None = None

    def __len__(self) -> int:
        return len(self._plans)

    def add(self, record: PersonRecord, plan: Plan, fingerprints: Fingerprints) -> None:
        """One person's plan, made into rows here."""
        if self._maker is None or self._maker[0] != fingerprints:
            self._maker = fingerprints, RowMaker(fingerprints, self._counts_after_release())
        self.add_rows(self._maker[1].rows(record, plan))

    def add_rows(self, made: PlanRows) -> None:
        """One person's plan, made into rows elsewhere."""
        self._plans[made.number] = made.plan
        self._tasks[made.number] = made.tasks

    def forget_items(self) -> None:
        """The saved items have changed: look again which of them go on after release."""
        self._maker = None

    def _counts_after_release(self) -> frozenset[str]:
        rows = self._connection.all("SELECT item FROM items WHERE after_release")
        return frozenset(item for (item,) in rows)

    def flush(self) -> None:
        """Write what is waiting: a small change to a plan writes little."""
        if not self._plans:
            return
        write, chosen = self._connection.execute_many, to_json(list(self._plans))
        rows = self._connection.all(f"SELECT {_COLUMNS} FROM tasks {_THESE}", (chosen,))
        saved = {row[_KEY]: row for row in rows}
        wanted = {row[_KEY]: row for rows in self._tasks.values() for row in rows}
        gone = (key for key in saved if key not in wanted)
        write("DELETE FROM tasks WHERE prison_number = ? AND item = ?", gone)
        different = (row for key, row in wanted.items() if saved.get(key) != row)
        write(_replacing("tasks", _COLUMNS), different)
        write(_replacing("plans", ", ".join(PLAN_COLUMNS)), self._plans.values())
        self._connection.execute(
            f"UPDATE tasks SET open = 0 {_THESE} AND open = 1 "
            "AND prison_number IN (SELECT prison_number FROM people WHERE restricted)",
            (chosen,),
        )
        self._plans.clear()
        self._tasks.clear()


def _replacing(table: str, columns: str) -> str:
    return insert_into(table, columns).replace("INSERT", "REPLACE", 1)
