"""`died`: somebody has died, and nothing is asked for any more."""

from __future__ import annotations

from datetime import date

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.countdowns import not_dead
from releasecheck.app.recording.move_checks import NOTHING_SAVED, not_before
from releasecheck.app.recording.writing import record_change
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import dry_run_option, on_option, reason_option, source_option
from releasecheck.core.errors import WrongWords
from releasecheck.core.words import count, day_in_words, who
from releasecheck.planning.changes import PersonChange
from releasecheck.planning.events import died
from releasecheck.planning.states import MISSING, state_on


@click.command("died")
@click.argument("person")
@on_option
@source_option
@reason_option
@dry_run_option
@answer_option
@pass_app
def died_command(app: App, person: str, on: date | None, source: str | None, dry_run: bool) -> None:
    """Record that somebody has died.

    \b
    Examples:
      releasecheck died rivers --on 2026-11-20

    Nothing is counted, chased, printed or mailed about them any more, and it is no release. The history
    stays.
    """
    record = app.person(person)
    number, day = record.prison_number, on or app.today
    not_dead(record)
    if day > app.today:
        raise WrongWords(f"--on: {day_in_words(day)} has not come yet")
    not_before(
        *(record, day, "date_of_birth", "sentence_start_date", "reception_date", "return_to_custody_date"),
        "released_on",
    )
    before = app.planner().plan(record, app.today)
    record_change(app, PersonChange(number, died(day), told_on=day, source=source), dry_run=dry_run)
    closed = sum(state_on(task, app.today) in (*MISSING, "waiting", "upcoming") for task in before.tasks)
    said = f"{who(number, record.facts)} died {day_in_words(day)}. {count(closed, 'task')} closed; "
    print_lines(app, [f"{said}nothing is asked for any more."])
    click.echo(NOTHING_SAVED if dry_run else f"Next: releasecheck history {number}")
