"""`why`: the reasons behind a task, or behind every task of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.explained import explained, plan_to_explain
from releasecheck.app.reading.need import refuse_unseen
from releasecheck.commands.file_forms import lines_option
from releasecheck.commands.options import own_rules_option
from releasecheck.people.sensitive import not_shown

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

    \b
    Examples:
      releasecheck why rivers dtr
      releasecheck why rivers
    """
    from releasecheck.reports.why.why_data import explanation_object
    from releasecheck.reports.why.why_lines import explanation_lines

    app.own_rules = own_rules
    asked = plan_to_explain(app, find_shown(app, person))
    number = asked.record.prison_number
    chosen = None if item is None else app.item(item)
    if chosen is not None:
        refuse_unseen(app, chosen, number)
    looked_at(app, [number])
    if chosen is None:
        _show_verdicts(app, number, tuple(asked.lines.values()), asked.withheld, form)
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
    chosen, told = explained(app, asked, chosen)
    if form == "json":
        print_object(app, explanation_object(number, chosen, asked.lines[chosen.id], told))
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
