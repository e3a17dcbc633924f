"""`today`: what needs doing now, and what a bare `releasecheck` says."""

from __future__ import annotations

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.reading.caseload import narrowed
from releasecheck.commands.options import WINDOW, filter_options
from releasecheck.core.errors import UsageError
from releasecheck.store import Filters


def bare(app: App) -> None:
    """With a record, what needs doing now; without one, how to begin."""
    if not app.record.exists():
        click.echo(f"No record yet at {app.record}\n")
        click.echo("  releasecheck demo           see it work on made-up people")
        click.echo("  releasecheck record init    start your own")
        return
    show_today(app, 7, narrowed())


def show_today(app: App, within: int, filters: Filters) -> None:
    """The morning's list: check this, overdue, due soon, waiting too long."""
    from releasecheck.app.reading.accounted import accounted, morning_scope
    from releasecheck.app.reading.caseload import caseload_report, fitting
    from releasecheck.app.reading.missing import missing_report
    from releasecheck.formats.terminal import footnote_lines
    from releasecheck.reports.caseload.today import morning
    from releasecheck.reports.caseload.today_lines import morning_lines

    filters = fitting(app, filters)
    found = missing_report(app, within, "person", filters)
    people = caseload_report(app, None, False, filters)
    office = app.settings.get("office") or app.settings.get("prison", "")
    who = ", ".join(part for part in (app.settings.get("by", ""), app.settings.get("role", "")) if part)
    about = [office, f"you: {who}" if who else "", *found.filters]
    report = morning(found, people.rows, [part for part in about if part])
    looked_at(app, report.numbers)
    apart = accounted(app, report.numbers, filters, morning_scope(within))
    print_lines(app, [*morning_lines(report, app.screen), *footnote_lines(apart.notes, app.screen)])


@click.command("today")
@click.option(
    "--within", type=WINDOW, default=7, show_default="7d", help="Due in this time as well.", metavar="TIME"
)
@click.option("--mine", is_flag=True, help="Only what is yours: role and name from the config file.")
@filter_options
@pass_app
def today_command(
    app: App,
    within: int,
    mine: bool,
    prison: str | None,
    pom: str | None,
    com: str | None,
    owner: str | None,
) -> None:
    """What needs doing now, the most pressing first."""
    asked = {"prison": prison, "pom": pom, "com": com, "owner": owner}
    if mine:
        asked |= _mine(app)
    show_today(app, within, narrowed(**asked))


def _mine(app: App) -> dict[str, str | None]:
    role = app.settings.get("role")
    if not role:
        raise UsageError(
            'whose? Put role = "POM" and by = "your name" in the config file, or use --owner POM'
        )
    own: dict[str, str | None] = {"owner": role.upper()}
    if role.upper() in ("POM", "COM"):
        own[role.lower()] = app.by
    return own
