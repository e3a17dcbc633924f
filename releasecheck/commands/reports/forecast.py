"""`forecast`: who leaves when, and what that will ask for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.app.reading.caseload import Typed, asked, report_filters
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import (
    WINDOW,
    every_row_option,
    people_options,
    to_option,
)


@click.command("forecast")
@click.option(
    "--within",
    type=WINDOW,
    default="12m",
    show_default=True,
    help="Releases in this time (12w, 6m, 12m).",
    metavar="TIME",
)
@people_options
@every_row_option
@report_forms
@to_option
@pass_app
def forecast_command(
    app: App,
    /,
    within: int,
    everything: bool,
    form: str,
    output: Path | None,
    recipient: str | None,
    **narrowing: Typed,
) -> None:
    """Count the releases ahead, and what they will ask for.

    By week, month, type and prison; on Fridays and eves of closed days; with a compressed timetable;
    beds, referrals and appointments to expect; whose COM has not been told in time; and needs against
    supply: programmes and beds that are needed, and what there is, never by member of staff.

    \b
    Examples:
      releasecheck forecast --within 12w
      releasecheck forecast --prison LEI -o forecast.html
    """
    from releasecheck.app.reading.accounted import accounted, within_days
    from releasecheck.app.reading.countdowns import footnotes
    from releasecheck.reports.figures.forecast import NEEDS, forecast
    from releasecheck.reports.figures.supply import NOT_BY_STAFF, supply_tables

    filters = report_filters(app, narrowing)
    today, until = app.today, app.today + timedelta(days=within)
    store = app.store
    leavers = store.leavers(today, until, filters)
    scope = within_days(today, within)._replace(what="this forecast")
    apart = accounted(app, [each.prison_number for each in leavers], filters, scope)
    one_officer = bool(filters.pom or filters.com)
    report = forecast(
        leavers,
        store.release_needs(today, until, filters, [item for items in NEEDS.values() for item in items]),
        {row.id: row.title for row in store.item_rows()},
        today,
        until,
        app.calendar(),
        asked(filters),
        (*footnotes(app), *apart.notes),
        apart.not_counted,
        (NOT_BY_STAFF,) if one_officer else supply_tables(store.supply_ahead(today, until, filters)),
    )
    report = report._replace(apart=apart.words)
    present(app, report, form, output, recipient, everything=everything)
    apart.say_beside(app, form)
