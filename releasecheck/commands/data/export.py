"""`export`: what the record holds, for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import write_pieces
from releasecheck.app.reading.access_log import shown
from releasecheck.app.reading.accounted import accounted, calendar_scope
from releasecheck.app.reading.caseload import fitting
from releasecheck.app.reading.countdowns import countdowns
from releasecheck.commands.data.export_options import (
    Export,
    ExportOptions,
    Tally,
    export_options,
    give_out,
    one_by_one,
    people_to_give_out,
    say_how_back,
    say_written,
)
from releasecheck.commands.data.export_unknown import export_unknown
from releasecheck.commands.data.export_work import export_work
from releasecheck.commands.options import DAY, ROLE, WINDOW
from releasecheck.core.words import count
from releasecheck.store.rows import Filters

if TYPE_CHECKING:
    from releasecheck.core.domain import PersonRecord
    from releasecheck.exchange.writing.calendar_file import CalendarEntry
    from releasecheck.exchange.writing.export_columns import NumberedOutcome


@click.group("export")
def export_command() -> None:
    """Give out what the record holds.

    Restricted people are left out. The columns are listed in the README and stay as they are.
    """


export_command.add_command(export_unknown)
export_command.add_command(export_work)


@export_command.command("people")
@export_options("csv")
@pass_app
def export_people(app: App, wanted: ExportOptions) -> None:
    """Export people: every fact that is known, one person to a row.

    releasecheck export people -o people.xlsx --to "HMP Leeds OMU"

    With `export outcomes` it is all that another record needs to make the same plans.
    """
    from releasecheck.exchange.writing.export_columns import PEOPLE
    from releasecheck.formats.columns import known_maker

    numbers = people_to_give_out(app, wanted)
    records = one_by_one(app, wanted, app.store.records(numbers), numbers)
    give_out(app, wanted, numbers, Export("people", PEOPLE, records, known_maker(PEOPLE)))


@export_command.command("facts")
@click.option("--fact", help="Only this fact: its values over time.", metavar="FACT")
@export_options("csv")
@pass_app
def export_facts(app: App, wanted: ExportOptions, fact: str | None) -> None:
    """Export facts: every value ever told and not undone.

    Each with the day it was told, who or what said so, and who recorded it.
    """
    from releasecheck.exchange.writing.export_columns import FACTS_TOLD
    from releasecheck.people.facts import find_fact

    name = None if fact is None else find_fact(fact).name
    numbers = people_to_give_out(app, wanted)
    facts = (told for told in app.store.facts_told(numbers) if name in (None, told.fact))
    give_out(app, wanted, numbers, Export("facts", FACTS_TOLD, facts))


@export_command.command("tasks")
@click.option("--owner", type=ROLE, help="Only tasks of this role (COM, POM, PRT …).", metavar="ROLE")
@click.option("--item", help="Only this item.", metavar="ITEM")
@export_options("csv")
@pass_app
def export_tasks(app: App, wanted: ExportOptions, owner: str | None, item: str | None) -> None:
    """Export tasks: every task as it stands today, one to a row."""
    from releasecheck.reports.person.countdown_data import TASKS, person_tasks

    only = None if item is None else app.item(item).id
    numbers = people_to_give_out(app, wanted)
    rows = (
        row
        for report in one_by_one(app, wanted, countdowns(app, numbers), numbers)
        for row in person_tasks(report)
        if owner in (None, row.task.owner) and only in (None, row.task.item)
    )
    give_out(app, wanted, numbers, Export("tasks", TASKS, rows))


@export_command.command("before")
@export_options("csv", comes_back=True)
@pass_app
def export_before(app: App, wanted: ExportOptions) -> None:
    """Export what is asked of the time before: was it done? when?

    \b
    releasecheck export before -o before.xlsx
    releasecheck import tasks before.xlsx

    A row for each task that had fallen due long before somebody was recorded here. Fill in done_before and,
    where anybody knows it, on. A row without an answer changes nothing.
    """
    from releasecheck.exchange.writing.export_columns import BEFORE, BEFORE_CHOICES, asked_before

    numbers = people_to_give_out(app, wanted)
    rows = asked_before(one_by_one(app, wanted, countdowns(app, numbers), numbers))
    theirs = sorted({row.prison_number for row in rows})
    give_out(app, wanted, theirs, Export("before", BEFORE, rows, drop_downs=BEFORE_CHOICES))
    say_how_back(app, wanted, "tasks", theirs)


@export_command.command("plans")
@export_options("jsonl")
@pass_app
def export_plans(app: App, wanted: ExportOptions) -> None:
    """Export plans: every person's whole checklist.

    As `show --format json` gives it, one to a line. In a spreadsheet: one row a person,
    with the dates and how many tasks stand where.
    """
    from releasecheck.exchange.writing.export_columns import PLANS
    from releasecheck.reports.person.countdown_data import to_json_countdown

    numbers = people_to_give_out(app, wanted)
    reports = one_by_one(app, wanted, countdowns(app, numbers), numbers)
    give_out(app, wanted, numbers, Export("plans", PLANS, reports, to_json_countdown))


@export_command.command("outcomes")
@click.option("--item", help="Only this item.", metavar="ITEM")
@export_options("csv")
@pass_app
def export_outcomes(app: App, wanted: ExportOptions, item: str | None) -> None:
    """Export outcomes: everything recorded of tasks.

    What was undone is left out. `import tasks` reads it back. In a spreadsheet every field of evidence has
    a column of its own.
    """
    from releasecheck.exchange.writing.export_columns import OUTCOMES, evidence_fields, with_evidence
    from releasecheck.formats.columns import object_maker

    only = None if item is None else app.item(item).id
    numbers = people_to_give_out(app, wanted)
    recorded = _outcomes(one_by_one(app, wanted, app.store.records(numbers), numbers), only)
    fields = evidence_fields(app.catalogue().fields, app.store.evidence_recorded())
    given = Export("outcomes", with_evidence(fields), recorded, object_maker(OUTCOMES))
    give_out(app, wanted, numbers, given)


def _outcomes(records: Iterable[PersonRecord], item: str | None) -> Iterator[NumberedOutcome]:
    from releasecheck.exchange.writing.export_columns import NumberedOutcome

    for record in records:
        for sequence, outcome in enumerate(record.outcomes, start=1):
            if item in (None, outcome.item):
                yield NumberedOutcome(record.prison_number, sequence, outcome)


@export_command.command("history")
@click.option("--from", "first", type=DAY, help="Only what was recorded from this day on.", metavar="DATE")
@click.option("--until", "last", type=DAY, help="Only until this day.", metavar="DATE")
@export_options("csv")
@pass_app
def export_history(app: App, wanted: ExportOptions, first: date | None, last: date | None) -> None:
    """Export history: each change, with what stood before.

    Who recorded it and when, one change to a row; what was undone is there too, and says so.
    """
    from releasecheck.exchange.writing.export_columns import HISTORY, history_rows
    from releasecheck.people.history import chosen, tell

    numbers = people_to_give_out(app, wanted)
    rows = (
        row
        for number in one_by_one(app, wanted, numbers, numbers)
        for row in history_rows(number, chosen(tell(app.store.history(number)), first=first, last=last))
    )
    give_out(app, wanted, numbers, Export("history", HISTORY, rows))


@export_command.command("ics")
@click.option("--owner", type=ROLE, help="Only tasks of this role (COM, POM, PRT …).", metavar="ROLE")
@click.option("--within", type=WINDOW, help="Only what falls in this time (28d, 12w, 3m).", metavar="TIME")
@click.option("--names", is_flag=True, help="Full names; without it, initials and prison number.")
@click.option("--all", "everything", is_flag=True, help="Due dates and days to chase an answer as well.")
@export_options("ics")
@pass_app
def export_ics(
    app: App, wanted: ExportOptions, owner: str | None, within: int | None, names: bool, everything: bool
) -> None:
    """Export a calendar file of appointments and last days.

    releasecheck export ics --owner COM --within 12w -o com.ics --to "J. Okafor"

    For Outlook and others. Each calls itself to mind on the working day before. Read in again later it moves
    what has moved and adds nothing twice. Every entry is marked confidential.
    """
    from releasecheck.app.reading.calendar_days import post_titles, reminder
    from releasecheck.exchange.writing.calendar_file import check_can_write, entries, ics_pieces

    check_can_write()
    until = None if within is None else app.today + timedelta(days=within)
    numbers = people_to_give_out(app, wanted)
    catalogue = app.catalogue()
    titles = post_titles(app)
    tally, seen = Tally(), set[str]()

    def found() -> Iterator[CalendarEntry]:
        for report in one_by_one(app, wanted, countdowns(app, numbers), numbers):
            found_in = entries(
                *(report, catalogue.fields, titles),
                owner=owner,
                until=until,
                names=names,
                everything=everything,
            )
            for entry in found_in:
                seen.add(report.prison_number)
                yield entry

    pieces = ics_pieces(tally.counted(found()), app.now, app.marking, reminder=reminder(app))
    write_pieces(pieces, wanted.output, lambda: shown(app, numbers, wanted.recipient, wanted.output))
    say_written(app, wanted, "Calendar", count(tally.number, "entry", "entries"), numbers)
    filters = Filters(number=tuple(numbers)) if wanted.people else fitting(app, wanted.filters)
    accounted(app, seen, filters, calendar_scope(within, everything=everything)).say_beside(app, wanted.form)
