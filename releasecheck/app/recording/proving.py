"""Whether every saved plan is what comes out today, worked out again for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.progress_bar import progress_of
from releasecheck.app.recording.planning_process import decider
from releasecheck.app.recording.replanning import planned_by
from releasecheck.planning.changes import PersonChange
from releasecheck.store.tables.plan_rows import PlanRows, RowMaker

_AT_A_TIME = 500


def plan_faults(app: App) -> Iterator[str]:
    """What of the saved plans is not what comes out today, by table, prison number, item and column."""
    yield from app.store.plans_that_differ(_made_again(app))


def _made_again(app: App) -> Iterator[PlanRows]:
    planner, marks, numbers = app.planner(), planned_by(app), app.store.numbers()
    maker = RowMaker(planner.after_release())
    records = progress_of(app.store.records(numbers), len(numbers), "Checking plans", quiet=app.quiet)
    asked = ((record, PersonChange(record.prison_number)) for record in records)
    batches = iter(lambda: list(islice(asked, _AT_A_TIME)), [])
    for decided, made in decider(len(numbers))(batches, planner, app.today, marks):
        yield made if isinstance(made, PlanRows) else maker.rows(decided.record, decided.plan, made)
