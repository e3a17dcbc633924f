"""`log`: the log of processing, for whoever has to answer for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import update_wrapper
from pathlib import Path
from typing import Any, get_args

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines, write
from releasecheck.app.reading.access_log import log_itself_given, looked_at
from releasecheck.app.reading.history import find_recorded
from releasecheck.commands.file_forms import lines_option, proof_option, written_as
from releasecheck.commands.options import DAY, LINE_OF_TEXT, against_option
from releasecheck.commands.record.against import compared
from releasecheck.core.errors import StoreError
from releasecheck.core.words import count
from releasecheck.store.rows import LogFilters, LogRow
from releasecheck.store.tables.access_log import LogKind

LINES = 50
"""The last so many lines are shown, unless all are asked for."""


@click.group("log")
def log_command() -> None:
    """The log of processing: who saw, changed or gave out whose data."""


def _filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """--person, --kind, --by, --from and --until, in that order in the help."""

    def build(
        app: App,
        /,
        person: str | None,
        kind: str | None,
        author: str | None,
        first: date | None,
        last: date | None,
        **others: Any,
    ) -> None:
        app.open_to_look()
        filters = LogFilters(
            person=None if person is None else _number(app, person),
            kind=kind,
            by=author,
            since=None if first is None else first.isoformat(),
            before=None if last is None else (last + timedelta(days=1)).isoformat(),
        )
        command(app, filters, **others)

    wrapped: Callable[..., None] = update_wrapper(build, command)
    for option in reversed(
        (
            click.option("--person", help="Only lines that name this person.", metavar="PERSON"),
            click.option(
                "--kind", type=click.Choice(get_args(LogKind)), help="Only this kind of processing."
            ),
            click.option("--by", "author", help="Only what this colleague did.", metavar="NAME"),
            click.option("--from", "first", type=DAY, help="From this day on (UTC).", metavar="DATE"),
            click.option("--until", "last", type=DAY, help="Until this day (UTC).", metavar="DATE"),
        )
    ):
        wrapped = option(wrapped)
    return wrapped


@log_command.command("verify")
@against_option
@proof_option
@pass_app
def verify(app: App, against: Path | None) -> None:
    """Walk the chain and name the first break, then compare it with the nights; exit 1 if anything is wrong.

    As `record verify` does, of the log alone.
    """
    store = app.open_to_look()
    found = store.log_faults()
    if found:
        raise StoreError(f"the log does not hold together: {found[0]}")
    last = store.heads().log
    click.echo(f"{count(last.number, 'line')}, an unbroken chain.")
    if last.number:
        click.echo(f"The last is line {last.number}, {last.hash}")
    if faults := compared(app, against, log_only=True):
        raise StoreError("\n".join(faults))


@log_command.command("show")
@pass_app
@_filter_options
@click.option("--all", "everything", is_flag=True, help="Every line, however many.")
@lines_option
def show_log(app: App, filters: LogFilters, everything: bool, form: str) -> None:
    """Show the log, oldest first; times are UTC."""
    from releasecheck.app.presenting.log_lines import log_lines, log_objects

    rows = app.store.log_rows(filters)
    seen = rows if everything else rows[-LINES:]
    looked_at(app, _named(seen))
    if form == "json":
        print_object(app, {"all_of": len(rows), "lines": log_objects(seen)})
        return
    print_lines(app, log_lines(seen, app.screen, all_of=len(rows)))


@log_command.command("export")
@pass_app
@_filter_options
@click.option(
    "--to",
    "recipient",
    type=LINE_OF_TEXT,
    required=True,
    help="Who it is for; this is logged.",
    metavar="WHO",
)
@written_as("csv", "json", "jsonl", default="csv")
def export_log(app: App, filters: LogFilters, recipient: str, form: str, output: Path | None) -> None:
    """Give out the log, or a part of it: this too is a disclosure, and logged."""
    from releasecheck.app.presenting.log_lines import log_text

    rows = app.store.log_rows(filters)
    text = log_text(rows, form)
    write(app, text, output, "Log", lambda: log_itself_given(app, sorted(_named(rows)), recipient), form=form)


def _number(app: App, person: str) -> str:
    """The number meant: also of somebody erased, of whom the log keeps no more than that."""
    number = person.strip().upper()
    return number if app.store.log_rows(LogFilters(person=number)) else find_recorded(app, person)


def _named(rows: Iterable[LogRow]) -> set[str]:
    return {number for row in rows for number in row.people}
