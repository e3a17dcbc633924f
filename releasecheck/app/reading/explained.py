"""Why a task of somebody is there and why then, as whoever asks may see it; what says so logs the look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.app.opening.session import App
from releasecheck.app.reading.countdowns import item_infos
from releasecheck.app.reading.need import shown_plan, without_need
from releasecheck.people.sensitive import shown_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from releasecheck.core.domain import PersonRecord, Plan
    from releasecheck.planning.planner import Planner
    from releasecheck.policy.catalogue import Item
    from releasecheck.reports.person.countdown import TaskLine
    from releasecheck.reports.why.why import Explanation


class ToExplain(NamedTuple):
    """One person's plan, worked out now, with all that its reasons are read from."""

    record: PersonRecord
    planner: Planner
    plan: Plan
    lines: Mapping[str, TaskLine]
    """Each task that whoever asks may see, by its item."""
    withheld: int
    """How many are not for their role."""


def plan_to_explain(app: App, number: str) -> ToExplain:
    """The plan of somebody who was found just now."""
    from releasecheck.reports.person.countdown import task_line
    from releasecheck.reports.person.country_words import worded

    planner = app.planner()
    record = app.store.person(number)
    assert record is not None, "found by name just now"
    plan = planner.plan(record, app.today)
    infos = worded(item_infos(app), record.facts)
    role, withheld = without_need(app), 0
    if role is not None:
        plan, withheld = shown_plan(plan, infos, role)
    lines = {task.item: task_line(task, infos[task.item], app.today) for task in plan.tasks}
    return ToExplain(record, planner, plan, lines, withheld)


def explained(app: App, asked: ToExplain, item: Item) -> tuple[Item, Explanation]:
    """The reasons of one task, and the item as whoever asks may see it; the item is not switched off."""
    from releasecheck.policy.items.unsaid import plain_item
    from releasecheck.reports.why.why import Provenance, Reason, explain

    number = asked.record.prison_number
    provenance = {
        row.fact: Provenance(row.by, row.told_on, row.source) for row in app.store.provenance(number)
    }
    task = asked.plan.task(item.id)
    assert task is not None, "only reached for an item that is asked for here"
    known = asked.planner.prepare(asked.record, app.today)
    shown = whole = replace(item, title=asked.lines[item.id].title)
    if without_need(app) is not None:
        shown, known = plain_item(shown), known._replace(inputs=shown_facts(known.inputs))
    told = explain(shown, asked.lines[item.id], task, known, asked.planner, provenance, app.today)
    if shown.conditions() != whole.conditions():
        said = (reason for reason in told.reasons if shown.conditions() or reason.label != "Applies to")
        told = replace(told, reasons=(Reason("Something of them", "not shown here"), *said))
    return shown, told
