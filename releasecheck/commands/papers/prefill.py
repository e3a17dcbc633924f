"""`prefill`: the answers for a referral form, from what is recorded already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.for_programs import present_data
from releasecheck.app.presenting.present import present_paper, write
from releasecheck.app.reading.countdowns import countdown_for, made, not_for_the_dead
from releasecheck.app.reading.directory import directory_of
from releasecheck.commands.file_forms import data_forms
from releasecheck.commands.options import (
    NAMELESS,
    force_option,
    to_option,
)
from releasecheck.core.errors import UsageError

if TYPE_CHECKING:
    from releasecheck.reports.papers.prefill import Prefilled


@click.command("prefill")
@click.argument("person")
@click.argument("item")
@click.option(
    "--only",
    metavar="WHICH",
    help="The answers alone (answers), or one answer: its question, a part of it, or its number in the form.",
)
@data_forms
@force_option
@to_option
@pass_app
def prefill_command(
    app: App,
    person: str,
    item: str,
    only: str | None,
    form: str,
    output: Path | None,
    force: bool,
    recipient: str | None,
) -> None:
    """Fill in a referral form from the record, as text to paste.

    \b
    Examples:
      releasecheck prefill rivers dtr
      releasecheck prefill rivers dtr --only answers
      releasecheck prefill rivers dtr --only "release date" | clip
      releasecheck prefill rivers cas3 --to "Leeds prevention team" -o cas3.docx

    First it says whether the referral can go, then what is still blank and where that is found, then the
    answers in the form's order. There is a form for dtr, crs, crs_women, cas1, cas2, cas3, da_check,
    child_check, id_document, bank_account, benefits and gp_registration.
    """
    from releasecheck.core.words import listed
    from releasecheck.reports.papers.prefill_forms import forms
    from releasecheck.reports.papers.prefill_page import prefill_data, prefill_paper

    if only is not None and form not in ("table", "txt"):
        raise UsageError(f"--only is text to paste and no {form}: leave one of them out")
    number, chosen = find_shown(app, person), app.item(item).id
    if chosen not in forms():
        raise UsageError(f"there is no form for {chosen}. There is one for {listed(forms())}")
    if recipient is None and output is not None and str(output) != "-":
        raise UsageError("who is the form for? Add --to WHO: giving out people's data is logged")
    not_for_the_dead(app, number)
    report = form_for_person(app, number, chosen)
    if only is not None:
        _only(app, report, only, output, recipient, force)
    elif form == "json":
        present_data(app, prefill_data(report), report.report.numbers, output, recipient, force)
    else:
        present_paper(app, prefill_paper(report, made(app, recipient)), form, output, recipient, force)


def _only(
    app: App, report: Prefilled, only: str, output: Path | None, recipient: str | None, force: bool
) -> None:
    """The answers, or one of them, and nothing else: what is copied is pasted as it is."""
    from releasecheck.app.presenting.present import may_replace
    from releasecheck.app.reading.access_log import shown
    from releasecheck.reports.papers.prefill_page import answer_text, answers_text

    text = answers_text(report) if only == "answers" else answer_text(report, only)
    may_replace(output, force)
    write(
        *(app, text, output, "Answers"),
        lambda: shown(app, report.report.numbers, recipient, output),
        settled=True,
    )


def form_for_person(app: App, number: str, item: str) -> Prefilled:
    """The form of an item, with what the record knows of somebody."""
    from releasecheck.app.reading.need import without_need
    from releasecheck.reports.papers.prefill import Surroundings, prefill
    from releasecheck.reports.papers.prefill_forms import forms

    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    told = app.store.provenance(number, "next_accommodation")
    known = Surroundings(
        by="" if app.by == NAMELESS else app.by,
        office=app.settings.get("office", ""),
        directory=directory_of(app),
        nowhere_since=told[-1].told_on if told else None,
        without_need=without_need(app) is not None,
    )
    form = forms()[item]
    if form.for_women and record.facts.get("sex") == "F":
        form = forms()[form.for_women]
    return prefill(form, countdown_for(app, number), app.whole_catalogue(), record.outcomes, known)
