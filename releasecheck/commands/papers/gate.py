"""`gate`: the evening before and the day of release, for one person or for everybody who leaves."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import (
    make_folder,
    may_replace,
    paper_document,
    present_data,
    present_paper,
    say,
    write_files,
)
from releasecheck.app.reading.access_log import shown
from releasecheck.app.reading.countdowns import countdown_for, made, not_for_the_dead
from releasecheck.commands.file_forms import DATA_FORMS, SCREEN, written_as
from releasecheck.commands.options import DAY_TO_COME, force_option, to_option
from releasecheck.core.errors import UsageError
from releasecheck.core.words import count

if TYPE_CHECKING:
    from releasecheck.core.domain import Release
    from releasecheck.reports.papers.gate import Departures, Gate


@click.command("gate")
@click.argument("person", required=False)
@click.option("--on", type=DAY_TO_COME, help="Everybody who leaves on this day.", metavar="DATE")
@click.option("--prison", help="Only this prison's code.", metavar="CODE")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The list, and a page for each person, as files in this folder.",
    metavar="DIR",
)
@click.option("--exit-code", is_flag=True, help="Exit 4 when anything is outstanding.")
@written_as(*DATA_FORMS, default=None)
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
        outstanding = _show_person(app, app.find(person), form or SCREEN, output, force, recipient)
    else:
        # Until this office is next open, by its own days: nobody leaves between two lists.
        first, last = (on, on) if on else (app.today, app.calendar().next_working_day(app.today + _NIGHT))
        report = departures(app, first, last, prison)
        # Whoever is past their day and not recorded as out is outstanding before anybody else.
        outstanding = bool(report.past or report.asked) or any(
            one.outstanding or one.report.stopped for one in report.people
        )
        if out is not None:
            _write_day(app, report, form or "html", out, force, recipient)
        else:
            _show_day(app, report, form or SCREEN, output, force, recipient)
    if exit_code and outstanding:
        ctx.exit(4)


def _show_person(
    app: App, number: str, form: str, output: Path | None, force: bool, recipient: str | None
) -> bool:
    from releasecheck.reports.papers.gate_page import gate_data, gate_paper

    not_for_the_dead(app, number)
    report = gate_for(app, number)
    if form == "json":
        present_data(app, gate_data(report), report.numbers, output, recipient, force)
    else:
        present_paper(app, gate_paper(report, made(app, recipient)), form, output, recipient, force)
    return bool(report.outstanding or report.report.stopped)


def _show_day(
    app: App, report: Departures, form: str, output: Path | None, force: bool, recipient: str | None
) -> None:
    from releasecheck.reports.papers.gate_page import departures_data, departures_paper

    if form == "json":
        present_data(app, departures_data(report), report.seen, output, recipient, force)
        return
    present_paper(app, departures_paper(report, made(app, recipient)), form, output, recipient, force)
    if report.people and output is None:
        say(app, f"A page each: releasecheck gate {report.people[0].report.prison_number}, or --out DIR")


def _write_day(
    app: App, report: Departures, form: str, out: Path, force: bool, recipient: str | None
) -> None:
    """The day's list and a page for each person, made before any of them is written."""
    from releasecheck.reports.papers.gate_page import departures_paper, gate_paper

    if form in ("table", "json"):
        raise UsageError("--out makes pages: --format html, pdf, docx, md or txt")
    when = made(app, recipient)
    pages = {f"gate-{report.first.isoformat()}": departures_paper(report, when)}
    pages |= {f"{one.report.prison_number}-gate": gate_paper(one, when) for one in report.people}
    texts = {out / f"{name}.{form}": paper_document(app, paper, form) for name, paper in pages.items()}
    for path in texts:
        may_replace(path, force)
    make_folder(out, "--out")
    write_files(texts, lambda: shown(app, report.seen, recipient))
    say(app, f"The list and {count(len(report.people), 'page')} written to {out}")


_NIGHT = timedelta(days=1)


def gate_for(app: App, number: str) -> Gate:
    """One person's release-day check today."""
    from releasecheck.people.alike import likeness
    from releasecheck.reports.papers.gate import gate

    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    report = countdown_for(app, number)
    day = report.release.date if report.release else None
    of = likeness(number, record.facts, day) if "released_on" not in record.facts else None
    return gate(
        report,
        app.planner().catalogue,
        record.outcomes,
        app.store.history(number),
        app.late_after,
        app.store.alike(of) if of else (),
    )


def departures(app: App, first: date, last: date, prison: str | None) -> Departures:
    """Everybody who leaves on these days, or left on them, soonest and earliest first."""
    from releasecheck.app.reading.accounted import accounted
    from releasecheck.app.reading.caseload import caseload_report, fitting, narrowed
    from releasecheck.reports.caseload.accounted import Scope
    from releasecheck.reports.papers.gate import Departures

    filters = fitting(app, narrowed(prison=prison))
    rows = caseload_report(app, None, True, filters).rows
    # Whoever a list has elsewhere is asked about, and does not stand among those who leave.
    leaving = [
        row for row in rows if row.check is None and first <= _leaves(row.released_on, row.release) <= last
    ]
    people = [gate_for(app, row.prison_number) for row in leaving]
    people.sort(key=lambda one: (_leaves(one.released_on, one.report.release), one.planned or "99:99"))
    past = tuple(row.prison_number for row in rows if row.past and row.check is None and row not in leaving)
    asked = {row.prison_number: row.check for row in rows if row.check is not None}
    report = Departures(first, last, tuple(people), past if first <= app.today else (), asked)
    apart = accounted(app, report.numbers, filters, Scope(first, last, outside="leaving on other days"))
    return report._replace(not_counted=apart.not_counted, left_out=apart.words)


def _leaves(released_on: date | None, release: Release | None) -> date:
    """The day somebody left or is to leave; far away where nobody knows."""
    return released_on or (release.date if release else date.max)
