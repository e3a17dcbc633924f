"""`import`: what other systems and spreadsheets already know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import say
from releasecheck.app.presenting.progress_bar import progress_of
from releasecheck.app.recording.custody_events import command_told, recall_outcome
from releasecheck.app.recording.move_checks import move_of
from releasecheck.app.recording.writing import record_each
from releasecheck.commands.imports.import_bundle import import_bundle
from releasecheck.commands.imports.import_contacts import import_contacts
from releasecheck.commands.imports.import_options import (
    bytes_of,
    file_argument,
    reading_options,
    say_refused,
    say_unused,
    table_of,
    write_rejects,
)
from releasecheck.commands.imports.import_tasks import import_tasks
from releasecheck.commands.imports.import_undo import how_to_undo, undo_import
from releasecheck.commands.options import told_option
from releasecheck.core.text import safe
from releasecheck.core.words import count, full_name
from releasecheck.exchange.reading.files.tables import decode
from releasecheck.exchange.reading.lists.change_lines import change_lines
from releasecheck.exchange.reading.lists.column_map import NO_MAP, read_map, suggest_map
from releasecheck.exchange.reading.lists.people import read_people
from releasecheck.exchange.reading.lists.people_diff import (
    PeopleComparison,
    PersonDifference,
    compare,
    told_later,
)
from releasecheck.exchange.reading.lists.people_file import PeopleFile, rejects
from releasecheck.formats.terminal import wrap
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.planning.moves import Move
from releasecheck.reports.person.event_lines import event_line
from releasecheck.reports.person.move_lines import brief_line

_FEW = 20
"""People who are named; more are counted."""


@click.group("import")
def import_command() -> None:
    """Bring in what other systems and spreadsheets hold."""


import_command.add_command(import_tasks)
import_command.add_command(import_contacts)
import_command.add_command(import_bundle)
import_command.add_command(undo_import)


@import_command.command("people")
@file_argument
@reading_options
@told_option
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    help="What the columns are, where headings do not say so (TOML).",
    metavar="FILE",
)
@click.option(
    "--suggest-map", "suggest", is_flag=True, help="Print such a mapping for this file, and save nothing."
)
@click.option("--blank-clears", is_flag=True, help="An empty cell records that the fact is not known.")
@click.pass_context
def import_people(
    ctx: click.Context,
    file: Path,
    map_file: Path | None,
    suggest: bool,
    blank_clears: bool,
    told: date | None,
    encoding: str | None,
    sheet: str | None,
    source: str | None,
    dry_run: bool,
    strict: bool,
    rejects_file: Path | None,
) -> None:
    """Import people from CSV, TSV, XLSX, JSON or JSON Lines; - reads standard input.

    Headings may come in any order and the usual spellings, with titles above them; the records of Prisoner
    Search are read as they are. Dates are YYYY-MM-DD or DD/MM/YYYY. An empty cell leaves a fact as it was.
    What would change is worked out first. Refused rows are listed and the rest is saved; exit 3 then.
    """
    app = ctx.find_object(App)
    assert app is not None, "the group always makes one"
    mapping = NO_MAP if map_file is None else read_map(_text_of(map_file), map_file.name)
    people = read_people(table_of(file, encoding, sheet), mapping, blank_clears=blank_clears)
    if suggest:
        click.echo("\n".join(suggest_map(people, mapping)))
        return
    known = ((row.prison_number, row.facts) for row in app.store.people_rows())
    told_on = told or app.today
    comparison = compare(known, people, app.today, told, partial(command_told, app))
    changing = [person.prison_number for person in comparison.changed]
    comparison = told_later(comparison, app.store.told_since(changing, told_on), told_on)
    saving = not dry_run and not (strict and comparison.refused)
    if rejects_file is not None and comparison.refused:
        # Before anything is saved: a place that cannot be written to stops the import.
        write_rejects(rejects_file, file, rejects(people, comparison.refused))
    app.command = f"import people {people.name}"
    entry, moved = _record(app, comparison, told_on, source or people.name, saving=saving)
    _report(app, people, comparison, moved, saved=saving)
    if entry is not None:
        say(app, how_to_undo(app, entry))
    if comparison.refused:
        say_refused(app, file, rejects_file)
    if comparison.refused or comparison.problems:
        ctx.exit(3)


def _text_of(file: Path) -> str:
    return decode(bytes_of(file), None, file.name)


def _record(
    app: App, comparison: PeopleComparison, told_on: date, source: str, *, saving: bool
) -> tuple[int | None, list[tuple[Move, str]]]:
    """Save what is new and changed, or only work it out: the entry, and whose releases move."""
    # In the order in which they are kept: a first load of many then writes each page of the record once.
    differences = sorted(
        (*comparison.new, *comparison.changed, *comparison.older), key=lambda one: one.prison_number
    )
    moved: list[tuple[Move, str]] = []

    def look(decided: Decided) -> None:
        if decided.before is None or decided.telling is None:
            return
        move = move_of(app, decided)
        if move.moves:
            facts = decided.record.facts
            moved.append((move, full_name(facts.get("last_name"), facts.get("first_name"))))

    changes = (_change(app, one, told_on, source) for one in differences)
    label = "Saving" if saving else "Working out"
    watched = progress_of(changes, len(differences), label, quiet=app.quiet)
    entry = record_each(app, watched, look, people=len(differences), dry_run=not saving, combining=True)
    return entry, sorted(moved, key=lambda pair: (pair[0].after.date if pair[0].after else date.max, pair[1]))


def _change(app: App, difference: PersonDifference, told_on: date, source: str) -> PersonChange:
    carried = difference.carried
    recalled = next((event for event in difference.events if event.kind == "recalled"), None)
    back = recalled is not None and "released_on" in difference.facts
    return PersonChange(
        difference.prison_number,
        {**difference.facts, **{name: one.value for name, one in difference.older.items()}},
        outcomes=recall_outcome(app, recalled.on, told_on) if recalled is not None and back else (),
        owners=carried.owners,
        told_on=told_on,
        source=source,
        known_since=carried.known_since,
        tellings=carried.tellings,
        by_day=True,
    )


def _say_events(app: App, comparison: PeopleComparison) -> frozenset[str]:
    """Each event by number, before anything is counted; the numbers of those whose dates were withdrawn."""
    people = sorted((*comparison.new, *comparison.changed), key=lambda one: one.prison_number)
    for one in people:
        for event in one.events:
            said = event_line(one.prison_number, event, one.facts)
            click.echo("\n".join(wrap(said, app.screen.room, "", "  ")))
    for old, new in comparison.one_person:
        said = (
            f"{new}: same name and date of birth as {old}, who is not in this list. One person? "
            f"Then: releasecheck merge {old} {new}"
        )
        click.echo("\n".join(wrap(said, app.screen.room, "", "  ")))
    return frozenset(one.prison_number for one in people if one.has("withdrawn"))


def _report(
    app: App,
    people: PeopleFile,
    comparison: PeopleComparison,
    moved: Sequence[tuple[Move, str]],
    *,
    saved: bool,
) -> None:
    withdrawn = _say_events(app, comparison)
    click.echo(comparison.sentence(sum(move.pressing for move, _ in moved)))
    for move, name in moved:
        if not saved or move.prison_number in withdrawn:
            click.echo("\n".join(wrap(brief_line(move, name), app.screen.room, "  ", "    ")))
    named = () if saved else {move.prison_number for move, _ in moved}
    for line in change_lines((*comparison.changed, *comparison.older), app.screen, named):
        click.echo(safe(line))
    for note in people.notes:
        say(app, note)
    for problem in (*comparison.problems, *comparison.refused):
        click.echo(safe(str(problem)), err=True)
    say_unused(app, people.name, people.unused_headings)
    if comparison.not_in_file:
        left = count(len(comparison.not_in_file), "person", "people")
        few = len(comparison.not_in_file) <= _FEW
        who = f": {', '.join(comparison.not_in_file)}" if few else ""
        say(app, f"{left} in the record and not in this file, left as they are{who}")
    if not saved:
        click.echo("Nothing saved.")
    elif comparison.new or comparison.changed or comparison.older:
        say(app, "Next: releasecheck missing, or releasecheck list")
