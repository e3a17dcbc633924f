"""`export unknown`: what nobody has recorded and a task waits for, as a sheet to fill in and import."""

from __future__ import annotations

from datetime import timedelta

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.caseload import fitting
from releasecheck.app.reading.need import without_need
from releasecheck.commands.data.export_options import (
    Export,
    ExportOptions,
    export_options,
    give_out,
    people_to_give_out,
    say_how_back,
)
from releasecheck.commands.options import WINDOW


@click.command("unknown")
@click.option("--fact", "facts", multiple=True, help="Only this fact; may be repeated.", metavar="FACT")
@click.option("--within", type=WINDOW, help="Only who leaves in this time (28d, 12w, 3m).", metavar="TIME")
@export_options("csv", comes_back=True)
@pass_app
def export_unknown(app: App, wanted: ExportOptions, facts: tuple[str, ...], within: int | None) -> None:
    """Export what is not known: a sheet to fill in, one person to a row.

    \b
    releasecheck export unknown -o ask.xlsx
    releasecheck import people ask.xlsx

    A column for each fact that a task waits for, the most wanted first; whoever leaves soonest stands on top.
    In a workbook each cell offers the answers there are, and what need not be asked is grey. A cell that
    stays empty changes nothing.
    """
    from releasecheck.exchange.writing.unknown_sheet import (
        UnknownOf,
        answers,
        as_questions,
        to_ask,
        unknown_columns,
    )
    from releasecheck.formats.sheets.made_cells import SHADED
    from releasecheck.people.facts import find_fact
    from releasecheck.people.sensitive import SENSITIVE

    named = {find_fact(fact).name for fact in facts}
    if within is not None:
        leaving = wanted.filters._replace(leaving_by=(app.today + timedelta(days=within),))
        wanted = wanted._replace(filters=leaving)
    numbers = people_to_give_out(app, wanted)
    waited_for = app.store.waited_for(fitting(app, wanted.filters)._replace(number=tuple(numbers)))
    hidden = SENSITIVE if without_need(app) else frozenset()
    asked, people = to_ask(
        (
            UnknownOf(number, one.last_name, one.first_name, one.release_on, waited_for[number] - hidden)
            for number, one in app.store.told_apart(waited_for).items()
        ),
        named,
    )
    shown = [one.prison_number for one in people]
    columns = unknown_columns(asked, SHADED if wanted.form == "xlsx" else None)
    given = Export("unknown", columns, people, as_questions, answers(asked))
    give_out(app, wanted, shown, given)
    say_how_back(app, wanted, "people", shown)
