"""`export work`: the tasks that need somebody, as a workbook to fill in and import."""

from __future__ import annotations

from datetime import timedelta

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.countdowns import countdowns
from releasecheck.commands.data.export_options import (
    Export,
    ExportOptions,
    export_options,
    give_out,
    one_by_one,
    people_to_give_out,
    say_how_back,
)
from releasecheck.commands.options import ROLE, WINDOW
from releasecheck.reports.caseload.needs import Mine

_WITHIN = 28
"""Days ahead within which a task that is due stands in the workbook, as in `missing`."""


@click.command("work")
@click.option("--mine", is_flag=True, help="Only yours, by the role and the name in the config file.")
@click.option("--owner", type=ROLE, help="Only tasks of this role (COM, POM, PRT …).", metavar="ROLE")
@click.option("--item", help="Only this item.", metavar="ITEM")
@click.option(
    "--within",
    type=WINDOW,
    default=_WITHIN,
    show_default="28d",
    help="Due in this time, or late.",
    metavar="TIME",
)
@export_options("csv", comes_back=True)
@pass_app
def export_work(
    app: App, wanted: ExportOptions, mine: bool, owner: str | None, item: str | None, within: int
) -> None:
    """Export what needs somebody: a workbook to fill in, one task to a row.

    \b
    releasecheck export work --mine -o work.xlsx
    releasecheck import tasks work.xlsx

    Choose the outcome, type the day, and the evidence beside it; each cell offers what there is. Sort it and
    filter it as you like: a row knows whose task it is. What waits for an answer is there as well. A row
    without an outcome changes nothing.
    """
    from releasecheck.exchange.writing.work_sheet import WORK_LOOK, work_answers, work_columns, work_rows
    from releasecheck.formats.sheets.made_cells import SHADED
    from releasecheck.reports.person.countdown import TaskLine

    catalogue = app.planner().catalogue
    only = None if item is None else app.item(item).id
    wanted, asks = _mine(app, wanted) if mine else (wanted, None)
    numbers = people_to_give_out(app, wanted)

    def chosen(task: TaskLine) -> bool:
        return owner in (None, task.owner) and only in (None, task.item) and (asks is None or asks.has(task))

    reports = one_by_one(app, wanted, countdowns(app, numbers), numbers)
    until = app.today + timedelta(days=within)
    rows = work_rows(reports, until, app.store.heads(), catalogue, chosen)
    theirs = sorted({row.report.prison_number for row in rows})
    columns = work_columns(catalogue, SHADED if wanted.form == "xlsx" else None)
    given = Export("work", columns, rows, drop_downs=work_answers(catalogue, rows), look=WORK_LOOK)
    give_out(app, wanted, theirs, given)
    say_how_back(app, wanted, "tasks", theirs)


def _mine(app: App, wanted: ExportOptions) -> tuple[ExportOptions, Mine]:
    """The same of whoever asks, and who that is. Raises UsageError where nobody said who they are."""
    from releasecheck.app.reading.caseload import fitting
    from releasecheck.app.reading.day_list import my_filters, needs_role
    from releasecheck.app.reading.staff import my_names

    role = needs_role(app)
    filters = fitting(app, wanted.filters)
    own = my_filters(app, filters) or filters
    return wanted._replace(filters=own), Mine(role, my_names(app))
