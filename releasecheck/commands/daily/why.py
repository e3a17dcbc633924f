"""`why`: the reasons behind a task, or behind every task of a person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.countdowns import item_infos
from releasecheck.app.reading.need import refuse_unseen, shown_plan, without_need
from releasecheck.commands.file_forms import lines_option
from releasecheck.commands.options import own_rules_option
from releasecheck.people.sensitive import not_shown, shown_facts

if TYPE_CHECKING:
    from releasecheck.reports.person.countdown import TaskLine


@click.command("why")
@click.argument("person")
@click.argument("item", required=False)
@own_rules_option
@lines_option
@pass_app
def why_command(app: App, person: str, item: str | None, own_rules: bool, form: str) -> None:
    """Say why a task is there, and why then.

    Its conditions and the facts they read, the arithmetic of its dates, and where the rule was read.

    With no ITEM: every item's verdict, one to a line.
    """
    from releasecheck.policy.items.unsaid import plain_item
    from releasecheck.reports.person.countdown import task_line
    from releasecheck.reports.person.country_words import worded
    from releasecheck.reports.why.why import Provenance, Reason, explain
    from releasecheck.reports.why.why_data import explanation_object
    from releasecheck.reports.why.why_lines import explanation_lines

    app.own_rules = own_rules
    number = find_shown(app, person)
    planner = app.planner()
    record = app.store.person(number)
    assert record is not None, "found by name just now"
    plan = planner.plan(record, app.today)
    infos = worded(item_infos(app), record.facts)
    chosen = None if item is None else app.item(item)
    if chosen is not None:
        refuse_unseen(app, chosen, number)
    role, withheld = without_need(app), 0
    if role is not None:
        plan, withheld = shown_plan(plan, infos, role)
    looked_at(app, [number])
    lines = {task.item: task_line(task, infos[task.item], app.today) for task in plan.tasks}
    if chosen is None:
        _show_verdicts(app, number, tuple(lines.values()), withheld, form)
        return
    if chosen.off:
        if form == "json":
            print_object(app, explanation_object(number, chosen, None, None))
        else:
            off = (
                f"{chosen.id}: {chosen.title}. Switched off here: see releasecheck catalogue show {chosen.id}"
            )
            click.echo(off)
        return
    provenance = {
        row.fact: Provenance(row.by, row.told_on, row.source) for row in app.store.provenance(number)
    }
    task = plan.task(chosen.id)
    assert task is not None, "only reached for an item that is asked for here"
    known = planner.prepare(record, app.today)
    chosen = whole = replace(chosen, title=lines[chosen.id].title)
    if role is not None:
        chosen, known = plain_item(chosen), known._replace(inputs=shown_facts(known.inputs))
    told = explain(chosen, lines[chosen.id], task, known, planner, provenance, app.today)
    if chosen.conditions() != whole.conditions():
        said = (reason for reason in told.reasons if chosen.conditions() or reason.label != "Applies to")
        told = replace(told, reasons=(Reason("Something of them", "not shown here"), *said))
    if form == "json":
        print_object(app, explanation_object(number, chosen, lines[chosen.id], told))
    else:
        print_lines(app, explanation_lines(told, app.screen))


def _show_verdicts(app: App, number: str, lines: tuple[TaskLine, ...], withheld: int, form: str) -> None:
    """Every item's verdict, and how many are not for the role of whoever asks."""
    from releasecheck.reports.why.why_data import verdicts_object
    from releasecheck.reports.why.why_lines import verdict_lines

    if form == "json":
        print_object(app, verdicts_object(number, lines, withheld))
        return
    left_out = ["", not_shown(withheld)] if withheld else []
    print_lines(app, [*verdict_lines(lines, app.screen), *left_out])
