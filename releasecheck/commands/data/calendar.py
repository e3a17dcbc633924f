"""`calendar`: closed days, the published ones and this office's own."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from releasecheck.app.opening.files import text_of_file
from releasecheck.app.opening.layers import closed_there
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.recording.move_checks import NOTHING_SAVED
from releasecheck.app.recording.replanning import days_moved_by, replan
from releasecheck.commands.file_forms import answer_option, lines_option
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import DAY_TO_COME, LINE_OF_TEXT, dry_run_option
from releasecheck.core.errors import ReleasecheckError, UsageError
from releasecheck.core.outside import OFFICE_BYTES
from releasecheck.core.words import count, day_in_words
from releasecheck.planning.day_moves import DayMoved
from releasecheck.reports.person.move_lines import day_moved_lines
from releasecheck.store.rows import ClosedDayRow


@click.group("calendar")
def calendar_command() -> None:
    """Closed days: bank holidays and the days this office is shut."""


@calendar_command.command("list")
@click.option("--from", "first", type=DAY_TO_COME, help="From this day. Default: today.", metavar="DATE")
@click.option("--to", "last", type=DAY_TO_COME, help="Until this day. Default: two years on.", metavar="DATE")
@lines_option
@pass_app
def list_days(app: App, first: date | None, last: date | None, form: str) -> None:
    """List closed days other than weekends, and say which are provisional."""
    from datetime import timedelta

    start = first or app.today
    end, calendar = last or start + timedelta(days=730), app.house_calendar()
    days, there = calendar.closed_days(start, end), closed_there(app.store, app.held_layers)
    there = [one for one in there if start <= one[1] <= end]
    if form == "json":
        closed = [{**day._asdict(), "date": day.date.isoformat(), "prison": None} for day in days]
        closed += [
            {"date": on.isoformat(), "title": title, "provisional": False, "prison": prison}
            for prison, on, title in there
        ]
        print_object(app, {"days": closed, "published_until": calendar.known_until.isoformat()})
        return
    for day in days:
        note = "  provisional: worked out by rule, not yet published" if day.provisional else ""
        click.echo(f"{day_in_words(day.date):<15}  {day.title}{note}")
    for prison, on, title in there:
        click.echo(f"{day_in_words(on):<15}  {title}  at {prison} only")
    published = day_in_words(calendar.known_until)
    click.echo(f"The published list ends on {published}. Newer: releasecheck calendar import FILE")


@calendar_command.command("add")
@click.argument("day", type=DAY_TO_COME)
@click.argument("title", type=LINE_OF_TEXT)
@click.option("--prison", metavar="NAME", help="Closed for people in this prison alone.")
@dry_run_option
@click.option("-y", "--yes", is_flag=True, help="Record it without asking.")
@answer_option
@pass_app
def add_day(app: App, day: date, title: str, prison: str | None, dry_run: bool, yes: bool) -> None:
    """Add a day on which this office is closed: releasecheck calendar add 2026-12-24 "Office closed".

    Shows first whose dates move: this office's own deadlines. Nobody's release moves with them.
    With --prison it counts for the people who are there, and for whoever is moved there.
    """
    if not title.strip():
        raise UsageError('what is the day called? Such as "Office closed"')
    if prison is not None:
        _save_there(app, prison, day, title.strip(), dry_run=dry_run, yes=yes)
        return
    _save(app, [ClosedDayRow(day, title.strip(), "office")], dry_run=dry_run, yes=yes)


@calendar_command.command("remove")
@click.argument("day", type=DAY_TO_COME)
@click.option("--prison", metavar="NAME", required=True, help="The prison that is not closed then after all.")
@dry_run_option
@click.option("-y", "--yes", is_flag=True, help="Record it without asking.")
@answer_option
@pass_app
def remove_day(app: App, day: date, prison: str, dry_run: bool, yes: bool) -> None:
    """Take back a day on which one prison alone was to be closed.

    releasecheck calendar remove 2026-12-24 --prison LEI

    One that was closed for everybody is taken back by `undo`.
    """
    _save_there(app, prison, day, None, dry_run=dry_run, yes=yes)


@calendar_command.command("import")
@click.argument("file", type=FilePath())
@dry_run_option
@click.option("-y", "--yes", is_flag=True, help="Record it without asking.")
@answer_option
@pass_app
def import_days(app: App, file: Path, dry_run: bool, yes: bool) -> None:
    """Import GOV.UK's bank-holidays.json (https://www.gov.uk/bank-holidays.json, saved to a file).

    Shows first whose dates move: a bank holiday moves releases and everybody's deadlines.
    """
    from releasecheck.policy.bank_holidays import published_holidays

    try:
        text = text_of_file(file, OFFICE_BYTES, "utf-8-sig")
    except OSError as error:
        raise ReleasecheckError(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReleasecheckError(f"{file} is not GOV.UK's list of bank holidays: it is not text") from error
    days = [ClosedDayRow(day, title, "bank_holiday") for day, title in published_holidays(text).items()]
    _save(app, days, dry_run=dry_run, yes=yes)


def _save(app: App, days: list[ClosedDayRow], *, dry_run: bool, yes: bool) -> None:
    store = app.store
    known = set(store.closed_days())
    if any(day not in known for day in days) and store.numbers():
        _say_whose_move(app, days_moved_by(app, days), ask=not (yes or dry_run))
    if dry_run:
        click.echo(NOTHING_SAVED)
        return
    with store.writing(by=app.by, at=app.now, day=app.today, command=app.command) as transaction:
        new = transaction.add_closed_days(days)
    app.forget_rules()
    planned = replan(app, None, "Closed days have changed: planning everybody again") if new else 0
    click.echo(f"{count(new, 'closed day')} new. {count(planned, 'person', 'people')} planned again.")


def _say_whose_move(app: App, moved: list[tuple[DayMoved, ...]], *, ask: bool) -> None:
    looked_at(app, (theirs[0].prison_number for theirs in moved))
    print_lines(app, day_moved_lines(moved, app.screen))
    if moved and ask and sys.stdin.isatty():
        click.confirm("Record it?", abort=True, err=True)


def _save_there(app: App, prison: str, day: date, title: str | None, *, dry_run: bool, yes: bool) -> None:
    """One prison's own day, or that it has it no longer: a part of the layer that people there go by."""
    from releasecheck.app.recording.policy_taking import go_by_days, moved_by, proposed_days, save_days

    wanted = proposed_days(app, prison, day, title)
    if wanted is None:
        click.echo("That is so already. Nothing was changed.")
        return
    go_by_days(app, wanted)
    _say_whose_move(app, moved_by(app, wanted.people), ask=not (yes or dry_run))
    if dry_run:
        click.echo(NOTHING_SAVED)
        return
    planned = save_days(app, wanted)
    said = "is closed" if title else "is no longer closed"
    there = count(planned, "person", "people")
    click.echo(f"{wanted.prison} {said} on {day_in_words(day)}. {there} planned again.")
