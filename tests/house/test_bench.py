"""The benches measure what the tool does: their people can be planned and share no day by accident."""

from __future__ import annotations

from tests.bench.people import TODAY, planner, records


def test_the_made_up_country_can_be_planned_and_its_copies_differ() -> None:
    rules = planner()
    everyone = list(records(120))
    plans = [rules.plan(record, TODAY) for record in everyone]
    assert all(plan.tasks for plan in plans)
    assert len({record.prison_number for record in everyone}) == 120
    copies = [plans[n] for n in (1, 41, 81)]
    assert len({tuple(task.due_on for task in plan.tasks) for plan in copies}) == 3
