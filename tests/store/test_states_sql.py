"""The state of a task is one definition: its SQL form agrees with the Python one on every combination."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, product
from pathlib import Path

import pytest

from releasecheck.core.domain import Task
from releasecheck.planning.states import COLUMNS, MISSING, STATE_SQL, could_be_missing, state_on
from releasecheck.store import SqliteStore, create
from releasecheck.store.sqlite.connection import connect
from releasecheck.store.tables.task_rows import TASK_COLUMNS, TaskWriter, is_plain, replace_tasks, whole_row
from tests.bench.people import TODAY as BENCH_TODAY
from tests.bench.people import planner, records
from tests.made_up.tasks import blank_task

TODAY = date(2026, 11, 21)
AROUND: tuple[date | None, ...] = (None, *(TODAY + timedelta(days=n) for n in (-1, 0, 1)))
STAGES = (None, "waiting", "done", "action")
RESTS = ("open", "unknown", "not_required")
#: Stages and rests that neither form looks into any further than these.
OTHERS = [("done_late", "open"), ("declined", "open"), ("not_achieved", "unknown"), (None, "not_applicable")]
#: hard, ready_from, ready_until; a task with nothing that blocks it has neither day.
READY = ((False, None, None), *product((True,), AROUND, AROUND))


def every_combination() -> Iterator[Task]:
    """Every stage, rest and readiness, with each date it reads before, on and after today, and not set."""
    recorded = [*product(STAGES, RESTS), *OTHERS]
    dates = product(AROUND, repeat=4)
    for number, ((stage, rest), lapses, ready, days) in enumerate(
        product(recorded, (False, True), READY, dates)
    ):
        counts_until, opens_on, due_on, chase_on = days
        hard, ready_from, ready_until = ready
        yield blank_task(
            f"item_{number}",
            stage=stage,
            counts_until=counts_until,
            lapses=lapses,
            rest=rest,
            opens_on=opens_on,
            due_on=due_on,
            chase_on=chase_on,
            hard=hard,
            ready_from=ready_from,
            ready_until=ready_until,
        )


@pytest.fixture(scope="module")
def combinations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Task]]]:
    """A real table of tasks with a row for each combination."""
    path = tmp_path_factory.mktemp("states") / "record.db"
    tasks = {task.item: task for task in every_combination()}
    create(path).close()
    connection = connect(path)
    writer = TaskWriter()
    with connection.transaction():
        connection.execute("DROP INDEX tasks_open")
        connection.execute_many(
            f"INSERT INTO tasks({', '.join(TASK_COLUMNS)}) VALUES ({', '.join('?' * len(TASK_COLUMNS))})",
            (writer.whole("A1234BC", None, could_be_missing(task), 0, task) for task in tasks.values()),
        )
    connection.close()
    yield path, tasks


def test_sql_and_python_agree_on_every_combination(combinations: tuple[Path, dict[str, Task]]) -> None:
    path, tasks = combinations
    connection = connect(path, read_only=True)
    found: dict[str, str] = dict(
        connection.all(f"SELECT item, {STATE_SQL} FROM tasks", {"today": TODAY.isoformat()})
    )
    connection.close()
    assert len(found) == len(tasks) > 100_000
    differing = {
        item: (state, state_on(tasks[item], TODAY))
        for item, state in found.items()
        if state != state_on(tasks[item], TODAY)
    }
    assert differing == {}


def test_every_state_comes_up(combinations: tuple[Path, dict[str, Task]]) -> None:
    _, tasks = combinations
    states = {state_on(task, TODAY) for task in tasks.values()}
    settled = {"done", "done_late", "declined", "not_achieved", "not_required", "not_applicable"}
    assert states == {*MISSING, "waiting", "upcoming", *settled}


def test_whatever_is_missing_on_some_day_is_in_the_index(combinations: tuple[Path, dict[str, Task]]) -> None:
    """`open` leaves out only tasks that no report of what is missing could ever want."""
    _, tasks = combinations
    wrong = [
        task
        for task in tasks.values()
        if not could_be_missing(task)
        and any(state_on(task, TODAY + timedelta(days=n)) in (*MISSING, "waiting") for n in (-2, 0, 2))
    ]
    assert wrong == []


def test_a_plain_task_is_saved_as_any_other_is() -> None:
    """The row it leaves out is what the statement writes, for planned tasks as for every state there is."""
    writer, seen = TaskWriter(), 0
    planned = (task for record in records(40) for task in planner().plan(record, BENCH_TODAY).tasks)
    for sequence, task in enumerate(chain(every_combination(), planned)):
        if is_plain(task):
            seen += 1
            place = ("A1234BC", "LEI", could_be_missing(task), sequence)
            assert whole_row(writer.plain(*place, task)) == writer.whole(*place, task)
    assert seen > 1_000
    columns, values = replace_tasks(plain=True).partition(") ON CONFLICT")[0].split(") VALUES (")
    assert len(columns.split(", ")) == len(values.split(", ")) == len(TASK_COLUMNS)


def test_index_holds_every_column_the_state_reads(tmp_path: Path) -> None:
    with create(tmp_path / "record.db"):
        connection = connect(tmp_path / "record.db", read_only=True)
        held = {name for (name,) in connection.all("SELECT name FROM pragma_index_info('tasks_open')")}
        connection.close()
    assert {*COLUMNS, "due_on", "prison", "owner", "open"} <= held


def test_table_of_tasks_has_a_column_for_each_field(tmp_path: Path) -> None:
    with create(tmp_path / "record.db") as store:
        assert isinstance(store, SqliteStore)
        connection = connect(tmp_path / "record.db", read_only=True)
        columns = {name for (name,) in connection.all("SELECT name FROM pragma_table_info('tasks')")}
        connection.close()
    assert columns == {"prison_number", "prison", "open", "sequence", *Task._fields}
