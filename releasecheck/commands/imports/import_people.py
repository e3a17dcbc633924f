"""`import`: what other systems and spreadsheets already know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from releasecheck.app.law.erased import without_erased
from releasecheck.app.law.restricted import restricted
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.progress_bar import progress_of
from releasecheck.app.reading.list_words import office_words
from releasecheck.app.reading.staff import staff_of
from releasecheck.app.recording.asked_prison import ask_prison, default_prison
from releasecheck.app.recording.custody_events import command_told, recall_outcome
from releasecheck.app.recording.list_tasks import list_tasks
from releasecheck.app.recording.move_checks import move_of
from releasecheck.app.recording.writing import record_each
from releasecheck.commands.imports.import_answer import Imported, Recorded, say_what_came_of_people
from releasecheck.commands.imports.import_bundle import import_bundle
from releasecheck.commands.imports.import_contacts import import_contacts
from releasecheck.commands.imports.import_options import (
    file_argument,
    reading_options,
    table_of,
    text_of,
    write_rejects,
)
from releasecheck.commands.imports.import_report import report_import
from releasecheck.commands.imports.import_restricted import people_shown
from releasecheck.commands.imports.import_tasks import import_tasks
from releasecheck.commands.imports.import_undo import undo_import
from releasecheck.commands.imports.import_words import ask_about_words
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import told_option
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import day_in_words, full_name
from releasecheck.exchange.reading.answers.answer_lines import LeavingSoon
from releasecheck.exchange.reading.files.table import SourceTable
from releasecheck.exchange.reading.lists.column_map import NO_MAP, ListMap, read_map, suggest_map
from releasecheck.exchange.reading.lists.headings import has_prison_number
from releasecheck.exchange.reading.lists.list_memory import KEY, ListMemory, memory_from, memory_text
from releasecheck.exchange.reading.lists.people import read_people
from releasecheck.exchange.reading.lists.people_diff import (
    PeopleComparison,
    PersonDifference,
    compare,
    told_later,
)
from releasecheck.exchange.reading.lists.people_file import PeopleFile, rejects
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.planning.moves import Move
from releasecheck.policy.release_checks import is_provisional

if TYPE_CHECKING:
    from releasecheck.store.writes import StoreTransaction


@click.group("import")
def import_command() -> None:
    """Bring in what other systems and spreadsheets hold."""


import_command.add_command(import_tasks)
import_command.add_command(import_contacts)
import_command.add_command(import_bundle)
import_command.add_command(report_import)
import_command.add_command(undo_import)


@import_command.command("people")
@file_argument
@reading_options
@told_option
@click.option(
    "--map",
    "map_file",
    type=FilePath(),
    help="What columns and words mean, where they do not say so (TOML); remembered.",
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
    """Import people from CSV, a workbook, JSON or JSON Lines; - reads standard input.

    Headings may come in any order and in the words offices use, with titles above them; the records of
    Prisoner Search are read as they are. Only a row without a prison number, or the CRN of somebody here, is
    refused: a cell that cannot be read leaves its fact as it was, and is listed. What would change is worked
    out first. Exit 3 when any row or cell was not read. What --map says is remembered for the next list.
    """
    app = ctx.find_object(App)
    assert app is not None, "the group always makes one"
    form = _FileForm(file, encoding, sheet, blank_clears, told or app.today)
    people, answers, memory = _read(app, form, map_file, asking=not (dry_run or suggest))
    people = without_erased(app, people)
    told_on = told or _dated(people, app.today) or app.today
    comparison = _compared(app, people, told, told_on)
    changes = _changes(app, comparison, told_on, source or people.name)
    tasks = list_tasks(app, people, comparison, changes, answers, told_on)
    comparison = replace(comparison, unread=(*comparison.unread, *tasks.unread))
    if suggest:
        left = tasks.left_unused(people.unused_headings)
        shown = people_shown(app, people, comparison)[1]
        click.echo("\n".join(suggest_map(people, answers, left, shown.unread)))
        return
    whole = not (comparison.refused or comparison.unread)
    saving = not dry_run and (whole or not strict)
    if rejects_file is not None and not whole:
        # Before anything is saved: a place that cannot be written to stops the import.
        shown = people_shown(app, people, comparison)[1]
        rows = rejects(people, shown.refused, shown.unread)
        write_rejects(app, rejects_file, file, rows)
    app.command = f"import people {people.name}"
    changed = memory.changed(people.listed_headings)
    remembered = memory.with_list(people.listed_headings, answers)
    beside = partial(_keep_beside, people, comparison, remembered)
    changes += tasks.changes(source or people.name) if saving else []
    recorded = _record(app, changes, beside, once=not (saving and tasks.new), saving=saving)
    spoken_of = memory.spoken_of(people.listed_headings)
    unused = tasks.left_unused(people.unused_headings, spoken_of)
    came = Imported(file, rejects_file, people, comparison, tasks, told_on, saving, changed, unused)
    say_what_came_of_people(app, came, recorded)
    if not whole:
        ctx.exit(3)


class _FileForm(NamedTuple):
    """The file, and how it is to be read."""

    path: Path
    encoding: str | None
    sheet: str | None
    blank_clears: bool
    today: date
    """The day of the list, as far as it is known before it is read: it settles days without a year."""


def _read(
    app: App, form: _FileForm, map_file: Path | None, *, asking: bool
) -> tuple[PeopleFile, ListMap, ListMemory]:
    """The list, read with what the office says and has said; at a terminal words may be asked about."""
    words = office_words(app)
    mapping = NO_MAP if map_file is None else read_map(text_of(map_file), map_file.name, words)
    memory = memory_from(app.store.meta(KEY))
    answers = mapping.over(memory.answers)
    are_headings = partial(has_prison_number, names=answers.columns, words=words)
    table = table_of(form.path, form.encoding, form.sheet, are_headings)
    if form.blank_clears:
        _check_blanks(table)
    crns = app.store.by_crn(restricted=True)
    read = partial(
        read_people, table, blank_clears=form.blank_clears, words=words, today=form.today, crns=crns
    )
    people = read(answers)
    asked = ask_about_words(app, people, answers) if asking else answers
    return (people if asked is answers else read(asked)), asked, memory


def _check_blanks(table: SourceTable) -> None:
    if not table.blanks_are_empty:
        raise ReleasecheckError(
            f"{table.name}: in this format an Excel error looks empty, and --blank-clears would clear by it. "
            "Save it as .xlsx and import that"
        )


def _dated(people: PeopleFile, today: date) -> date | None:
    """The day that the list has above or below its table, once it has come."""
    return people.dated if people.dated is not None and people.dated <= today else None


def _compared(app: App, people: PeopleFile, told: date | None, told_on: date) -> PeopleComparison:
    known = ((row.prison_number, row.facts) for row in app.store.people_rows())
    no_prison = not any("prison" in sets for sets in people.headings.values())
    prison = people.prison or (ask_prison(app) if no_prison else default_prison(app))
    day = told if told is not None or told_on == app.today else told_on
    comparison = compare(known, people, app.today, day, partial(command_told, app), prison, staff_of(app))
    changing = [person.prison_number for person in comparison.changed]
    return told_later(comparison, app.store.told_since(changing, told_on), told_on)


def _changes(app: App, comparison: PeopleComparison, told_on: date, source: str) -> list[PersonChange]:
    """What changes of facts, person by person, in the order in which people are kept.

    A first load of many then writes each page of the record once.
    """
    differences = sorted(
        (*comparison.new, *comparison.changed, *comparison.older), key=lambda one: one.prison_number
    )
    return [_change(app, one, told_on, source) for one in differences]


def _record(
    app: App,
    changes: Sequence[PersonChange],
    beside: Callable[[StoreTransaction], None],
    *,
    once: bool,
    saving: bool,
) -> Recorded:
    """Save what is new and changed, or only work it out. `once`: nobody comes twice."""
    moved: list[tuple[Move, str]] = []
    leaving: dict[str, LeavingSoon] = {}
    until = app.calendar().next_working_day(app.today + timedelta(days=1))
    unshown = restricted(app)

    def look(decided: Decided) -> None:
        if decided.record.prison_number in unshown:
            return
        facts = decided.record.facts
        name = full_name(facts.get("last_name"), facts.get("first_name"))
        if (soon := _leaving_soon(decided, name, app.today, until)) is not None:
            leaving[soon.prison_number] = soon
        if decided.before is not None and decided.telling is not None:
            move = move_of(app, decided)
            if move.moves:
                moved.append((move, name))

    label = "Saving" if saving else "Working out"
    watched = progress_of(changes, len(changes), label, quiet=app.quiet)
    entry = record_each(
        *(app, watched, look),
        people=len(changes) if once else 0,
        dry_run=not saving,
        combining=True,
        beside=beside,
    )
    moved.sort(key=lambda pair: (pair[0].after.date if pair[0].after else date.max, pair[1]))
    return Recorded(entry, tuple(moved), tuple(sorted(leaving.values())))


def _keep_beside(
    people: PeopleFile,
    comparison: PeopleComparison,
    remembered: ListMemory,
    transaction: StoreTransaction,
) -> None:
    """With what is recorded: what could not be read, and what is remembered of the list."""
    from releasecheck.store.rows import UnreadRow

    place, whose = people.table.place, {row.row: row.prison_number for row in people.rows}
    refused = (
        UnreadRow(whose.get(error.row, ""), place(error.row), error.column, error.value, error.expected)
        for error in comparison.refused
    )
    cells = (
        UnreadRow(cell.prison_number, place(cell.row), cell.column, cell.value, cell.why)
        for cell in comparison.unread
    )
    transaction.keep_unread((*refused, *cells))
    transaction.set_meta(KEY, memory_text(remembered))


def _leaving_soon(decided: Decided, name: str, today: date, until: date) -> LeavingSoon | None:
    release = decided.plan.release
    if release is None or not today <= release.date <= until:
        return None
    kind = release.type or "which date is not said"
    if is_provisional(release, decided.record.facts):
        kind = f"{kind}, recall not said: check"
    elif release.date != release.nominal_date:
        kind = f"{kind}, {day_in_words(release.nominal_date, year=False)} is closed"
    return LeavingSoon(release.date, decided.record.prison_number, name, kind)


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
