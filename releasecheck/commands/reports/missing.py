"""`missing`: what is missing across the caseload."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import present, say
from releasecheck.app.reading.accounted import accounted, missing_and_rest, missing_scope, people_and_rest
from releasecheck.app.reading.caseload import Typed, report_filters
from releasecheck.app.reading.day_list import everybodys, my_tasks
from releasecheck.app.reading.missing import missing_csv
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import (
    STATE,
    WINDOW,
    every_row_option,
    ids_option,
    report_options,
    to_option,
)
from releasecheck.reports.caseload.missing_people import missing_fitted


@click.command("missing")
@click.option(
    "--within",
    type=WINDOW,
    default=28,
    show_default="28d",
    help="Count what falls due in this time as well (28d, 12w, 3m).",
    metavar="TIME",
)
@click.option(
    "--by",
    "grouping",
    type=click.Choice(["owner", "person", "item", "prison", "com"]),
    help="Task by task, grouped like this; files and pages by owner.",
)
@report_options
@click.option("--item", help="Only this item.", metavar="ITEM")
@click.option(
    "--state",
    type=STATE,
    multiple=True,
    help="Only tasks in this state, such as overdue or unknown.",
    metavar="STATE",
)
@click.option("--person", help="Only this person.", metavar="PERSON")
@click.option("--mine", is_flag=True, help="Only yours: in your name, or of your role and in nobody's.")
@click.option("--tasks", is_flag=True, help="Task by task instead of person by person.")
@ids_option
@every_row_option
@click.option("--exit-code", is_flag=True, help="Exit 4 when anything is missing.")
@report_forms
@to_option
@click.pass_context
def missing_command(
    ctx: click.Context,
    /,
    within: int,
    grouping: str | None,
    mine: bool,
    tasks: bool,
    ids: bool,
    item: str | None,
    person: str | None,
    everything: bool,
    exit_code: bool,
    form: str,
    output: Path | None,
    recipient: str | None,
    **narrowing: Typed,
) -> None:
    """Report what is missing across the caseload, one line a person.

    Late, unanswered, not known, and what falls due in the time asked for. Who leaves soonest comes first,
    and sooner the higher the risk of harm.

    \b
    Examples:
      releasecheck missing --within 12w
      releasecheck missing --owner COM --state overdue --tasks
      releasecheck missing --by owner -o missing.xlsx
    """
    app = ctx.find_object(App)
    assert app is not None, "the group always makes one"
    number = find_shown(app, person) if person is not None else None
    if item is not None:
        item = app.item(item).id
    filters = report_filters(app, {"number": number, "item": item, **narrowing})
    filters = my_tasks(app, filters) if mine else filters
    if form == "csv":
        whose = missing_csv(app, within, filters, output, recipient)
        accounted(app, whose, filters, missing_scope(within)).say_beside(app, form)
        if exit_code and whose:
            ctx.exit(4)
        return
    if form == "table" and output is None and grouping is None and not tasks:
        people = people_and_rest(app, within, filters, None if everything else app.screen.lines)
        people = people._replace(yours=everybodys(app, "missing", filters))
        people = people if everything else missing_fitted(people, app.screen)
        present(app, people, form, output, recipient, everything=everything)
        found, nobody = people.needs.in_all > 0, bool(people.filters) and not people.caseload
    else:
        report, _ = missing_and_rest(app, within, grouping or "owner", filters, lists=form != "json")
        report = report._replace(ids=ids)
        present(app, report, form, output, recipient, everything=everything)
        found, nobody = bool(report.items), bool(report.filters) and not report.caseload
    if nobody:
        say(app, "Nobody in the record fits that. See who is recorded: releasecheck list")
    if exit_code and found:
        ctx.exit(4)
