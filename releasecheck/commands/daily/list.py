"""`list`: people by release date."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present, say
from releasecheck.app.reading.accounted import caseload_and_rest
from releasecheck.app.reading.caseload import narrowed
from releasecheck.app.reading.day_list import everybodys
from releasecheck.app.reading.missing import worst_and_late, worst_of
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import WINDOW, every_row_option, to_option
from releasecheck.reports.caseload.missing import to_check
from releasecheck.reports.caseload.people_lines import caseload_fitted


@click.command("list")
@click.option("--within", type=WINDOW, help="Only releases in this time (28d, 12w, 3m).", metavar="TIME")
@click.option("--prison", help="Only this prison's code.", metavar="CODE")
@click.option("--pom", help="Only this POM's people.", metavar="NAME")
@click.option("--com", help="Only this COM's people.", metavar="NAME")
@click.option("--released", is_flag=True, help="People already released as well.")
@click.option("--check", is_flag=True, help="Only those of whom something must be settled first.")
@every_row_option
@report_forms
@to_option
@pass_app
def list_command(
    app: App,
    within: int | None,
    prison: str | None,
    pom: str | None,
    com: str | None,
    released: bool,
    check: bool,
    everything: bool,
    form: str,
    output: Path | None,
    recipient: str | None,
) -> None:
    """List people by release date, with what is worst for each.

    \b
    Examples:
      releasecheck list --within 28d
      releasecheck list --prison LEI --pom marsh
      releasecheck list --released -o people.xlsx
    """
    on_screen = form == "table" and output is None and not (everything or check)
    limit = app.screen.lines if on_screen else None
    filters = narrowed(prison=prison, pom=pom, com=com)
    report, apart = caseload_and_rest(app, within, released, filters, limit=limit)
    if check:
        report = report._replace(rows=to_check(report.rows))
    if form == "table" and not (pom or com or prison or within or check):
        yours = everybodys(app, "list", narrowed())
        report = report._replace(footnotes=(*filter(None, (yours,)), *report.footnotes))
    if form in ("table", "txt"):
        report = report._replace(worst=worst_of(app, [row for row in report.rows if not row.to_check]))
    elif form == "html":
        worst, late = worst_and_late(app, report.rows)
        report = report._replace(worst=worst, late=late)
    if limit is not None:
        report = caseload_fitted(report, app.screen)
    present(app, report, form, output, recipient, everything=everything or check)
    apart.say_beside(app, form)
    if report.filters and not report.rows:
        say(app, "Nobody in the record fits that. See who is recorded: releasecheck list")
