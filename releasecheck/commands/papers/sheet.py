"""`sheet`: the page for the person leaving, in plain words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present_paper, say
from releasecheck.app.reading.countdowns import countdown_for, made, not_for_the_dead
from releasecheck.app.reading.directory import directory_of
from releasecheck.commands.file_forms import paper_forms
from releasecheck.commands.options import (
    force_option,
    on_option,
    to_option,
)
from releasecheck.core.errors import UsageError

if TYPE_CHECKING:
    from releasecheck.formats.paper import Paper
    from releasecheck.reports.person.countdown import Countdown

_THE_PERSON = "the person"
"""Who is given the sheet, in the log."""


@click.command("sheet")
@click.argument("person")
@click.option("--welsh", is_flag=True, help="In Welsh.")
@click.option("--large", is_flag=True, help="In large type: html, docx or pdf.")
@click.option("--given", is_flag=True, help="Record that the person was given their sheet.")
@on_option
@paper_forms
@force_option
@to_option
@pass_app
def sheet_command(
    app: App,
    person: str,
    welsh: bool,
    large: bool,
    given: bool,
    on: date | None,
    form: str,
    output: Path | None,
    force: bool,
    recipient: str | None,
) -> None:
    """Make the sheet that somebody takes with them when they leave.

    \b
    releasecheck sheet rivers --large -o sheet.pdf
    releasecheck sheet rivers --given

    Where they will sleep, whom they see and when, what is ready and what is not, in plain words.
    Nothing about risk and nobody else's business. What nobody has recorded is left as a line to write on.
    """
    number = app.find(person)
    not_for_the_dead(app, number)
    if on is not None and not given:
        raise UsageError("--on is the day it was given: add --given")
    if large and form not in _WITH_SIZES:
        raise UsageError("--large is for a page: add -o FILE.pdf, or --format html")
    paper = sheet_for(app, number, welsh=welsh, large=large)
    if output is not None or not given or form != "table":
        present_paper(app, paper, form, output, recipient, force)
    if not welsh and _wants_welsh(app, number):
        say(app, f"{number} wishes to use Welsh: add --welsh")
    if given:
        _record_given(app, number, on or app.today, welsh=welsh, large=large)


_WITH_SIZES = ("html", "docx", "pdf")


def _wants_welsh(app: App, number: str) -> bool:
    """Whether the person said that they wish to use Welsh, the last time they were asked."""
    record = app.store.person(number)
    told = [one.evidence["welsh"] for one in record.outcomes if "welsh" in one.evidence] if record else []
    return told[-1:] == ["yes"]


def sheet_for(app: App, number: str, *, welsh: bool = False, large: bool = False) -> Paper:
    """One person's sheet today, in the words of this office."""
    from releasecheck.formats.template_files import template_texts
    from releasecheck.reports.papers.sheet import begun_by, last_given, sheet
    from releasecheck.reports.papers.sheet_page import PHONES, sheet_paper
    from releasecheck.reports.papers.sheet_words import sheet_words

    about = countdown_for(app, number)
    phones = {name: found for name in PHONES if (found := app.settings.get(f"phone_{name}"))}
    phones |= _from_directory(app, about)
    begun = begun_by(app.planner().catalogue.items)
    report = sheet(about, phones, last_given(app.store.history(number)), begun)
    words = sheet_words("cy" if welsh else "en", lambda name: template_texts(name, app.template_dirs))
    return sheet_paper(report, words, made(app), large=large)


def _from_directory(app: App, about: Countdown) -> dict[str, str]:
    """The numbers of the person's own council and PDU, where the office's directory has them."""
    from releasecheck.reports.papers.prefill import written_down
    from releasecheck.reports.papers.sheet import directory_phones

    directory = directory_of(app)
    record = app.store.person(about.prison_number) if directory.entries else None
    if record is None:
        return {}
    referral = next((line for line in about.tasks if line.item == "dtr"), None)
    referred_to = written_down(referral, "authority", app.planner().catalogue, record.outcomes)
    return directory_phones(about.facts, referred_to, directory)


def _record_given(app: App, number: str, day: date, *, welsh: bool, large: bool) -> None:
    """Keep the day as a note, and log that the person has it."""
    from releasecheck.app.reading.access_log import given_to
    from releasecheck.app.recording.writing import record_change
    from releasecheck.core.words import day_in_words
    from releasecheck.people.entries import Note
    from releasecheck.planning.changes import PersonChange
    from releasecheck.reports.papers.sheet import GIVEN

    fields = {"language": "Welsh" if welsh else "English"} | ({"print": "large"} if large else {})
    given_to(app, [number], _THE_PERSON)
    record_change(app, PersonChange(number, notes=(Note(GIVEN, day, "", None, fields),)))
    click.echo(f"{number}: sheet given {day_in_words(day)}. Next: releasecheck history {number}", err=True)
