"""`missing`: what is missing across the caseload."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import present, say
from releasecheck.app.reading.accounted import accounted, missing_and_rest, missing_scope
from releasecheck.app.reading.caseload import Typed, report_filters
from releasecheck.app.reading.missing import missing_csv
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import (
    STATE,
    WINDOW,
    every_row_option,
    report_options,
    to_option,
)


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
    default="owner",
    show_default=True,
    help="How to group it.",
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
@every_row_option
@click.option("--exit-code", is_flag=True, help="Exit 4 when anything is missing.")
@report_forms
@to_option
@click.pass_context
def missing_command(
    ctx: click.Context,
    /,
    within: int,
    grouping: str,
    item: str | None,
    person: str | None,
    everything: bool,
    exit_code: bool,
    form: str,
    output: Path | None,
    recipient: str | None,
    **narrowing: Typed,
) -> None:
    """Report what is missing across the caseload.

    Overdue, unanswered, blocked and not known, and what falls due in the time asked for. The highest
    risk of harm comes first, then who leaves soonest.
    """
    app = ctx.find_object(App)
    assert app is not None, "the group always makes one"
    number = app.find(person) if person is not None else None
    if item is not None:
        item = app.item(item).id
    filters = report_filters(app, {"number": number, "item": item, **narrowing})
    if form == "csv":
        found = missing_csv(app, within, filters, output, recipient)
        accounted(app, found, filters, missing_scope(within)).say_beside(app, form)
        if exit_code and found:
            ctx.exit(4)
        return
    report, _ = missing_and_rest(app, within, grouping, filters, lists=form != "json")
    present(app, report, form, output, recipient, everything=everything)
    if report.filters and not report.caseload:
        say(app, "Nobody in the record fits that. See who is recorded: releasecheck list")
    if exit_code and report.items:
        ctx.exit(4)
