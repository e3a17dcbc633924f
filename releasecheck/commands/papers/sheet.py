"""`sheet`: the page for the person leaving, in plain words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import laid_out, present_paper, say
from releasecheck.app.reading.countdowns import countdown_for, made, not_for_the_dead
from releasecheck.app.reading.directory import directory_of
from releasecheck.commands.file_forms import paper_forms
from releasecheck.commands.options import force_option, on_option, to_option
from releasecheck.core.errors import ReleasecheckError, UsageError

if TYPE_CHECKING:
    from releasecheck.core.domain import PersonRecord
    from releasecheck.formats.paper import Paper
    from releasecheck.people.office.directory import Directory
    from releasecheck.reports.papers.leaving.office import Phone
    from releasecheck.reports.papers.sheet import Sheet
    from releasecheck.reports.papers.sheet_words import Words
    from releasecheck.reports.person.countdown import Countdown

_THE_PERSON = "the person"
"""Who is given the sheet, in the log."""
_WITH_SIZES = ("html", "docx", "pdf")
#: What is written down of somebody who needs large type.
_LARGE = re.compile(r"large|big(ger)? (print|type|letters)|dyslex|dyslec|print bras", re.IGNORECASE)


class _Looks(NamedTuple):
    """In what language and size; and why, where nobody asked for it."""

    welsh: bool
    both: bool
    large: bool
    why: tuple[str, ...]


@click.command("sheet")
@click.argument("person")
@click.option("--welsh/--english", default=None, help="In Welsh, or in English. Default: as they wish.")
@click.option("--both", is_flag=True, help="Welsh at the left, English at the right.")
@click.option(
    "--large/--small", default=None, help="In large type: html, docx or pdf. Default: as is recorded."
)
@click.option("--given", is_flag=True, help="Record that the person was given their sheet.")
@click.option("--although", is_flag=True, help="Make it although times in it cannot be kept.")
@on_option
@paper_forms
@force_option
@to_option
@pass_app
def sheet_command(
    app: App,
    person: str,
    welsh: bool | None,
    both: bool,
    large: bool | None,
    given: bool,
    although: bool,
    on: date | None,
    form: str,
    output: Path | None,
    force: bool,
    recipient: str | None,
) -> None:
    """Make the sheet that somebody takes with them when they leave.

    \b
    Examples:
      releasecheck sheet rivers --large -o sheet.pdf
      releasecheck sheet rivers --format txt            to read aloud
      releasecheck sheet rivers --given

    The day in order, where they will sleep, what to have in hand, what is not sorted, whom to ring, in plain
    words. Nothing about risk and nobody else's business. What nobody has recorded is asked, or left as a line
    to write on. Who wishes to use Welsh, or needs large print, has it so unless you say otherwise.
    """
    number = find_shown(app, person)
    not_for_the_dead(app, number)
    if on is not None and not given:
        raise UsageError("--on is the day it was given: add --given")
    if large and form not in _WITH_SIZES:
        raise UsageError("--large is for a page: add -o FILE.pdf, or --format html")
    if both and welsh is False:
        raise UsageError("--both is Welsh and English: leave out --english")
    report = _sheet_of(app, number)
    if not although:
        _must_be_met(report)
    looks = _looks(app, number, welsh, large, both=both, sizes=form in _WITH_SIZES)
    if output is not None or not given or form != "table":
        paper = _paper(app, report, looks)
        present_paper(app, paper, form, output, recipient, force)
        _tell(app, report, looks)
    if given:
        _record_given(app, report, on or app.today, looks)


def _must_be_met(report: Sheet) -> None:
    from releasecheck.reports.papers.leaving.worker import unmet

    if found := unmet(report):
        raise ReleasecheckError("\n".join(found))


def _tell(app: App, report: Sheet, looks: _Looks) -> None:
    """What the worker should know before they hand it over."""
    from releasecheck.reports.papers.leaving.worker import worth_saying

    for line in (*looks.why, *worth_saying(report, welsh=looks.welsh)):
        say(app, line)


def _looks(
    app: App, number: str, welsh: bool | None, large: bool | None, *, both: bool, sizes: bool
) -> _Looks:
    """As asked for; else as is recorded of what the person wishes and needs."""
    record = app.store.person(number)
    why = []
    in_welsh = both or welsh is True
    if welsh is None and not both and record is not None and _wants_welsh(record):
        in_welsh = True
        why.append(f"{number}: in Welsh, as they wish. In English: add --english; side by side: --both")
    in_large = large is True
    if large is None and sizes and record is not None and _needs_large(record):
        in_large = True
        why.append(f"{number}: in large type, as their adjustments say. In ordinary type: add --small")
    return _Looks(in_welsh, both, in_large, tuple(why))


def _wants_welsh(record: PersonRecord) -> bool:
    """Whether the person said that they wish to use Welsh, the last time they were asked."""
    if "welsh_wish" in record.facts:
        return record.facts["welsh_wish"] is True
    told = [one.evidence["welsh"] for one in record.outcomes if "welsh" in one.evidence]
    return told[-1:] == ["yes"]


def _needs_large(record: PersonRecord) -> bool:
    """Whether large print or dyslexia is written down as what the person needs, the last time of asking."""
    told = [one.evidence["adjustment"] for one in record.outcomes if "adjustment" in one.evidence]
    return bool(told) and _LARGE.search(told[-1]) is not None


def sheet_for(app: App, number: str, *, welsh: bool = False, large: bool = False) -> Paper:
    """One person's sheet today, in the words of this office."""
    return _paper(app, _sheet_of(app, number), _Looks(welsh, False, large, ()))


def _paper(app: App, report: Sheet, looks: _Looks) -> Paper:
    from releasecheck.formats.template_files import template_texts
    from releasecheck.reports.papers.sheet_page import sheet_paper
    from releasecheck.reports.papers.sheet_words import sheet_words

    def words(language: str) -> Words:
        return laid_out(
            app, lambda folders: sheet_words(language, lambda name: template_texts(name, folders))
        )

    chosen = words("cy" if looks.welsh else "en")
    beside = words("en") if looks.both else None
    return sheet_paper(report, chosen, made(app), large=looks.large, english=beside)


def _sheet_of(app: App, number: str) -> Sheet:
    """What the sheet says of one person today. Raises ReleasecheckError where none is to be made."""
    from releasecheck.reports.papers.leaving.office import Office, Phone, directory_addresses, last_given
    from releasecheck.reports.papers.leaving.tasks import begun_by
    from releasecheck.reports.papers.leaving.worker import no_sheet
    from releasecheck.reports.papers.sheet import sheet
    from releasecheck.reports.papers.sheet_page import PHONES

    about = countdown_for(app, number)
    if (refused := no_sheet(about)) is not None:
        raise ReleasecheckError(refused)
    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    directory = directory_of(app)
    phones = {name: Phone(found) for name in PHONES if (found := app.settings.get(f"phone_{name}"))}
    if directory.entries:
        phones |= _from_directory(app, about, record, directory)
    office = Office(phones, directory_addresses(about, directory), begun_by(app.whole_catalogue().items))
    return sheet(about, record.facts, office, last_given(app.store.history(number)))


def _from_directory(
    app: App, about: Countdown, record: PersonRecord, directory: Directory
) -> dict[str, Phone]:
    """The numbers of the person's own council and PDU, where the office's directory has them."""
    from releasecheck.reports.papers.leaving.office import directory_phones
    from releasecheck.reports.papers.prefill import written_down

    referral = next((line for line in about.tasks if line.item == "dtr"), None)
    referred_to = written_down(referral, "authority", app.whole_catalogue(), record.outcomes)
    return directory_phones(about.facts, referred_to, directory)


def _record_given(app: App, report: Sheet, day: date, looks: _Looks) -> None:
    """Keep the day as a note, with the day of release that it named, and log that the person has it."""
    from releasecheck.app.reading.access_log import given_to
    from releasecheck.app.recording.writing import record_change
    from releasecheck.core.words import day_in_words
    from releasecheck.people.entries import Note
    from releasecheck.planning.changes import PersonChange
    from releasecheck.reports.papers.leaving.office import GIVEN, NAMED

    number = report.prison_number
    fields = {"language": "Welsh" if looks.welsh else "English"} | ({"print": "large"} if looks.large else {})
    if looks.both:
        fields["language"] = "Welsh and English"
    if report.release_on is not None:
        fields[NAMED] = day_in_words(report.release_on)
    given_to(app, [number], _THE_PERSON)
    record_change(app, PersonChange(number, notes=(Note(GIVEN, day, "", None, fields),)))
    click.echo(f"{number}: sheet given {day_in_words(day)}. Next: releasecheck history {number}", err=True)
