"""`prefill`: the answers for a referral form, from what is recorded already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present_data, present_paper
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
@data_forms
@force_option
@to_option
@pass_app
def prefill_command(
    app: App,
    person: str,
    item: str,
    form: str,
    output: Path | None,
    force: bool,
    recipient: str | None,
) -> None:
    """Fill in a referral form from the record, as text to paste.

    \b
    releasecheck prefill rivers dtr
    releasecheck prefill rivers cas3 --to "homelessness prevention team" -o cas3.docx

    Blanks are marked, and answers that stop or redirect the referral come first. There is a form for dtr,
    crs, crs_women, cas1, cas2, cas3, da_check, child_check, id_document, bank_account, benefits and
    gp_registration.
    """
    from releasecheck.core.words import listed
    from releasecheck.reports.papers.prefill import forms
    from releasecheck.reports.papers.prefill_page import prefill_data, prefill_paper

    number, chosen = app.find(person), app.item(item).id
    if chosen not in forms():
        raise UsageError(f"there is no form for {chosen}. There is one for {listed(forms())}")
    if recipient is None and output is not None and str(output) != "-":
        raise UsageError("who is the form for? Add --to WHO: giving out people's data is logged")
    not_for_the_dead(app, number)
    report = form_for_person(app, number, chosen)
    if form == "json":
        present_data(app, prefill_data(report), report.report.numbers, output, recipient, force)
    else:
        present_paper(app, prefill_paper(report, made(app, recipient)), form, output, recipient, force)


def form_for_person(app: App, number: str, item: str) -> Prefilled:
    """The form of an item, with what the record knows of somebody."""
    from releasecheck.reports.papers.prefill import forms, prefill

    record = app.store.person(number)
    assert record is not None, "only called for somebody the record knows"
    by = "" if app.by == NAMELESS else app.by
    office = app.settings.get("office", "")
    catalogue = app.planner().catalogue
    report, directory = countdown_for(app, number), directory_of(app)
    form = forms()[item]
    if form.for_women and record.facts.get("sex") == "F":
        form = forms()[form.for_women]
    return prefill(form, report, catalogue, record.outcomes, by, office, directory)
