"""`today`: who needs somebody now, and what a bare `releasecheck` says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.app.reading.caseload import narrowed
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import WINDOW, every_row_option, filter_options, ids_option, to_option
from releasecheck.store import Filters

if TYPE_CHECKING:
    from releasecheck.reports.caseload.today import Morning

_WITHIN = 7
"""Days ahead of which a day's list tells."""


def bare(app: App) -> None:
    """With a record, who needs somebody now; without one, how to begin."""
    if not app.may_be_there:
        click.echo(f"No record yet at {app.place}\n")
        click.echo("  releasecheck demo           see it work on made-up people")
        click.echo("  releasecheck record init    start your own")
        return
    _show_people(app, _WITHIN, narrowed(), mine=True, everything=False)


def _show_people(
    app: App,
    within: int,
    filters: Filters,
    *,
    mine: bool,
    everything: bool,
    form: str = "table",
    output: Path | None = None,
    recipient: str | None = None,
) -> None:
    """One line a person; on a screen as many as it is high."""
    from releasecheck.app.reading.day_list import day_list

    on_screen = form == "table" and output is None and not everything
    limit = app.screen.lines if on_screen else None
    report = day_list(app, within, filters, mine=mine, limit=limit)
    if limit is not None:
        from releasecheck.reports.caseload.day_lines import day_fitted

        report = day_fitted(report, app.screen)
    present(app, report, form, output, recipient, everything=everything)


def _tasks(app: App, within: int, filters: Filters, *, ids: bool, mine: bool) -> Morning:
    """The long form: late, due soon, waiting too long, task by task."""
    from releasecheck.app.reading.accounted import accounted, morning_scope
    from releasecheck.app.reading.caseload import fitting, rows_to_check
    from releasecheck.app.reading.countdowns import footnotes
    from releasecheck.app.reading.missing import missing_report
    from releasecheck.reports.caseload.today import morning

    filters = fitting(app, filters)
    found = missing_report(app, within, "person", filters)._replace(ids=ids)
    office = app.settings.get("office") or app.settings.get("prison", "")
    who = ", ".join(part for part in (app.settings.get("by", ""), app.settings.get("role", "")) if part)
    about = [office, f"you: {who}" if who else "", *found.filters]
    report = morning(found, rows_to_check(app, filters), [part for part in about if part], mine=mine)
    apart = accounted(app, report.numbers, filters, morning_scope(within))
    return report._replace(
        footnotes=(*found.footnotes, *apart.notes),
        notes=(*found.footnotes[len(footnotes(app)) :], *apart.notes),
        not_counted=apart.not_counted,
    )


@click.command("today")
@click.option(
    "--within",
    type=WINDOW,
    default=_WITHIN,
    show_default="7d",
    help="Due in this time as well.",
    metavar="TIME",
)
@click.option(
    "--mine", is_flag=True, help="Only yours: the default, once role and name are in the config file."
)
@click.option("--tasks", is_flag=True, help="Task by task instead of person by person.")
@ids_option
@every_row_option
@filter_options
@report_forms
@to_option
@pass_app
def today_command(
    app: App,
    within: int,
    mine: bool,
    tasks: bool,
    ids: bool,
    everything: bool,
    prison: str | None,
    pom: str | None,
    com: str | None,
    owner: str | None,
    form: str,
    output: Path | None,
    recipient: str | None,
) -> None:
    """Who needs somebody now, the most pressing first.

    One line a person. With role and name in the config file it is your list; --all has everybody's.

    \b
    Examples:
      releasecheck today --within 7d
      releasecheck today --pom marsh --tasks
      releasecheck today --all -o monday.html
    """
    from releasecheck.app.reading.caseload import fitting
    from releasecheck.app.reading.day_list import my_tasks, needs_role

    filters = narrowed(prison=prison, pom=pom, com=com, owner=owner)
    if mine:
        needs_role(app)
        if tasks:
            filters = my_tasks(app, fitting(app, filters))
    if tasks:
        report = _tasks(app, within, filters, ids=ids, mine=mine)
        present(app, report, form, output, recipient, everything=everything)
        return
    ours = mine or not (everything or pom or com or owner)
    _show_people(
        *(app, within, filters),
        mine=ours,
        everything=everything,
        form=form,
        output=output,
        recipient=recipient,
    )
