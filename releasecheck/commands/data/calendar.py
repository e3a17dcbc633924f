"""`calendar`: closed days, the published ones and this office's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.recording.replanning import replan
from releasecheck.commands.options import DAY
from releasecheck.core.errors import ReleasecheckError, UsageError
from releasecheck.core.words import count, day_in_words
from releasecheck.store.rows import ClosedDayRow


@click.group("calendar")
def calendar_command() -> None:
    """Closed days: bank holidays and the days this office is shut."""


@calendar_command.command("list")
@click.option("--from", "first", type=DAY, help="From this day. Default: today.", metavar="DATE")
@click.option("--to", "last", type=DAY, help="Until this day. Default: two years on.", metavar="DATE")
@pass_app
def list_days(app: App, first: date | None, last: date | None) -> None:
    """List closed days other than weekends, and say which are provisional."""
    from datetime import timedelta

    start = first or app.today
    calendar = app.calendar()
    for day in calendar.closed_days(start, last or start + timedelta(days=730)):
        note = "  provisional: worked out by rule, not yet published" if day.provisional else ""
        click.echo(f"{day_in_words(day.date):<15}  {day.title}{note}")
    published = day_in_words(calendar.known_until)
    click.echo(f"The published list ends on {published}. Newer: releasecheck calendar import FILE")


@calendar_command.command("add")
@click.argument("day", type=DAY)
@click.argument("title")
@pass_app
def add_day(app: App, day: date, title: str) -> None:
    """Add a day on which this office is closed: releasecheck calendar add 2026-12-24 "Office closed"."""
    if not title.strip():
        raise UsageError('what is the day called? Such as "Office closed"')
    _save(app, [ClosedDayRow(day, title.strip(), "office")])


@calendar_command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@pass_app
def import_days(app: App, file: Path) -> None:
    """Import GOV.UK's bank-holidays.json (https://www.gov.uk/bank-holidays.json, saved to a file)."""
    from releasecheck.policy.bank_holidays import published_holidays

    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise ReleasecheckError(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReleasecheckError(f"{file} is not GOV.UK's list of bank holidays: it is not text") from error
    _save(app, [ClosedDayRow(day, title, "bank_holiday") for day, title in published_holidays(text).items()])


def _save(app: App, days: list[ClosedDayRow]) -> None:
    store = app.store
    with store.writing(by=app.by, at=app.now, day=app.today, command=app.command) as transaction:
        new = transaction.add_closed_days(days)
    app.forget_rules()
    planned = replan(app, None, "Closed days have changed: planning everybody again") if new else 0
    click.echo(f"{count(new, 'closed day')} new. {count(planned, 'person', 'people')} planned again.")
