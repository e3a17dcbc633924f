"""`gate`: the evening before and the day of release, for one person or for everybody who leaves."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.for_programs import present_data, present_sheets
from releasecheck.app.presenting.present import (
    make_folder,
    may_replace,
    paper_document,
    present_paper,
    say,
    write_files,
)
from releasecheck.app.reading.access_log import shown
from releasecheck.app.reading.countdowns import made, not_for_the_dead
from releasecheck.app.reading.directory import directory_of
from releasecheck.app.reading.gate import departures, gate_for, policy_of
from releasecheck.commands.file_forms import DATA_FORMS, SCREEN, written_as
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import DAY_TO_COME, force_option, to_option
from releasecheck.core.errors import UsageError
from releasecheck.core.words import count

if TYPE_CHECKING:
    from releasecheck.reports.papers.gate.check import Departures

_NIGHT = timedelta(days=1)


@click.command("gate")
@click.argument("person", required=False)
@click.option("--on", type=DAY_TO_COME, help="Everybody who leaves on this day.", metavar="DATE")
@click.option("--prison", help="Only this prison's code.", metavar="CODE")
@click.option(
    "--out",
    type=FilePath(file_okay=False),
    help="The list, and a page for each person, as files in this folder.",
    metavar="DIR",
)
@click.option("--exit-code", is_flag=True, help="Exit 4 when anything is outstanding.")
@written_as(*DATA_FORMS, "xlsx", default=None)
@force_option
@to_option
@click.pass_context
def gate_command(
    ctx: click.Context,
    person: str | None,
    on: date | None,
    prison: str | None,
    out: Path | None,
    exit_code: bool,
    form: str | None,
    output: Path | None,
    force: bool,
    recipient: str | None,
) -> None:
    """Check what is recorded for the day of release.

    \b
    Examples:
      releasecheck gate rivers -o rivers.pdf
      releasecheck gate --on 2027-02-05 --out friday --format pdf

    With no PERSON and no --on: everybody who leaves from today to the next working day. For somebody of
    high or unknown RoSH within 28 days, open public-protection work is outstanding as well.
    """
    app = ctx.find_object(App)
    assert app is not None, "the group always makes one"
    if person is not None and (on is not None or prison is not None or out is not None):
        raise UsageError("give either a person or a day (--on, --prison, --out), not both")
    if out is not None and output is not None:
        raise UsageError("give either a file (-o) or a folder (--out), not both")
    if person is not None:
        outstanding = _show_person(app, find_shown(app, person), form or SCREEN, output, force, recipient)
    else:
        # Until this office is next open, by its own days: nobody leaves between two lists.
        first, last = (on, on) if on else (app.today, app.calendar().next_working_day(app.today + _NIGHT))
        report = departures(app, first, last, prison)
        from releasecheck.reports.papers.gate.verdict import outstanding as is_outstanding

        # Whoever is past their day and not recorded as out is outstanding before anybody else.
        outstanding = bool(report.past or report.asked) or any(map(is_outstanding, report.people))
        if out is not None:
            _write_day(app, report, form or "html", out, force, recipient)
        else:
            _show_day(app, report, form or SCREEN, output, force, recipient)
    if exit_code and outstanding:
        ctx.exit(4)


def _show_person(
    app: App, number: str, form: str, output: Path | None, force: bool, recipient: str | None
) -> bool:
    from releasecheck.reports.papers.gate.data import gate_data
    from releasecheck.reports.papers.gate.page import gate_paper
    from releasecheck.reports.papers.gate.verdict import gone_by, outstanding

    not_for_the_dead(app, number)
    policy = policy_of(app)
    report = gate_for(app, number, policy, directory_of(app))
    if form == "json":
        present_data(app, gate_data(report, policy), report.numbers, output, recipient, force)
    elif form == "xlsx":
        from releasecheck.reports.papers.gate.sheets import gate_sheets

        sheets = gate_sheets((report,), app.today, policy)
        present_sheets(app, sheets, report.numbers, output, recipient, force)
    else:
        paper = gate_paper(report, policy, made(app, recipient))
        present_paper(app, paper, form, output, recipient, force)
        if gone_by(report) and report.report.release is not None:
            say(app, f"If not: releasecheck released {number} --on {report.report.release.date}")
        elif report.report.checks and output is None:
            say(app, f"What to check, and what to type: releasecheck show {number}")
    return outstanding(report)


def _show_day(
    app: App, report: Departures, form: str, output: Path | None, force: bool, recipient: str | None
) -> None:
    from releasecheck.reports.papers.gate.data import departures_data
    from releasecheck.reports.papers.gate.day import departures_paper

    policy = policy_of(app)
    if form == "json":
        present_data(app, departures_data(report, policy), report.seen, output, recipient, force)
        return
    if form == "xlsx":
        from releasecheck.reports.papers.gate.sheets import departures_sheets

        sheets = departures_sheets(report, app.today, policy)
        present_sheets(app, sheets, report.seen, output, recipient, force)
        return
    present_paper(app, departures_paper(report, policy, made(app, recipient)), form, output, recipient, force)
    if report.people and output is None:
        say(app, f"A page each: releasecheck gate {report.people[0].report.prison_number}, or --out DIR")
    if report.may_leave and output is None:
        say(app, "Whoever may have to be on it, and what to type: releasecheck list --check")


def _write_day(
    app: App, report: Departures, form: str, out: Path, force: bool, recipient: str | None
) -> None:
    """The day's list and a page for each person, made before any of them is written."""
    from releasecheck.reports.papers.gate.day import departures_paper
    from releasecheck.reports.papers.gate.page import gate_paper

    if form in ("table", "json", "xlsx"):
        raise UsageError("--out makes pages: --format html, pdf, docx, md or txt")
    when, policy = made(app, recipient), policy_of(app)
    pages = {f"gate-{report.first.isoformat()}": departures_paper(report, policy, when)}
    pages |= {f"{one.report.prison_number}-gate": gate_paper(one, policy, when) for one in report.people}
    texts = {out / f"{name}.{form}": paper_document(app, paper, form) for name, paper in pages.items()}
    for path in texts:
        may_replace(path, force)
    make_folder(out, "--out")
    write_files(texts, lambda: shown(app, report.seen, recipient, out))
    say(app, f"The list and {count(len(report.people), 'page')} written to {out}")
