"""`import`: what other systems and spreadsheets already know."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from releasecheck.changes import Decided, PersonChange
from releasecheck.commands.bring_in_undo import undo_import
from releasecheck.commands.context import App
from releasecheck.commands.options import dry_run_option, reason_option, source_option, told_option
from releasecheck.commands.output import say, write_file
from releasecheck.commands.whereabouts import move_of
from releasecheck.commands.writing import record_changes
from releasecheck.comparison import Comparison, compare
from releasecheck.errors import ReleasecheckError
from releasecheck.imports import decode, read_people
from releasecheck.move_screens import brief_line
from releasecheck.moves import Move
from releasecheck.people_file import PeopleFile, rejects
from releasecheck.words import count, full_name


@click.group("import")
def import_command() -> None:
    """Bring in what other systems and spreadsheets hold."""


import_command.add_command(undo_import)


@import_command.command("people")
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path))
@click.option(
    "--encoding", help="The file's encoding, if it is not UTF-8 (cp1252 for old Excel).", metavar="NAME"
)
@told_option
@source_option
@reason_option
@dry_run_option
@click.option("--strict", is_flag=True, help="Save nothing if any row is refused.")
@click.option(
    "--rejects",
    "rejects_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write refused rows here, each with the reason.",
    metavar="FILE",
)
@click.pass_context
def import_people(
    ctx: click.Context,
    file: Path,
    encoding: str | None,
    told: date | None,
    source: str | None,
    dry_run: bool,
    strict: bool,
    rejects_file: Path | None,
) -> None:
    """Import people from a CSV file; - reads standard input.

    Headings may come in any order and the usual spellings. Dates are YYYY-MM-DD or DD/MM/YYYY.
    An empty cell leaves a fact as it was. Refused rows are listed and the rest is saved; exit 3 then.
    """
    app = ctx.find_object(App)
    assert app is not None, "the group always makes one"
    name = "standard input" if str(file) == "-" else file.name
    people = read_people(decode(_bytes(file), encoding, name), name)
    known = {row.prison_number: row.facts for row in app.store.people_rows()}
    comparison = compare(known, people, app.today)
    refuse_all = strict and bool(comparison.refused)
    told_on = told or app.today
    changes = [
        PersonChange(one.prison_number, one.facts, told_on=told_on, source=source or name)
        for one in (*comparison.new, *comparison.changed)
    ]
    if rejects_file is not None and comparison.refused:
        # Before anything is saved: a place that cannot be written to stops the import.
        _write_rejects(rejects_file, people, comparison)
    decided = record_changes(app, changes, dry_run=dry_run or refuse_all, combining=True)
    _report(app, people, comparison, decided, saved=not (dry_run or refuse_all))
    if rejects_file is not None and comparison.refused:
        say(app, f"Refused rows written to {rejects_file}")
    elif comparison.refused:
        say(app, f"Refused rows: add --rejects {file.stem}-refused.csv to get them back with reasons.")
    if comparison.refused or comparison.problems:
        ctx.exit(3)


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise ReleasecheckError(f"cannot read {file}: {error.strerror}") from error


def _report(
    app: App, people: PeopleFile, comparison: Comparison, decided: Sequence[Decided], *, saved: bool
) -> None:
    moves = _moves(decided, app)
    click.echo(comparison.sentence(sum(move.pressing for move in moves)))
    if not saved:
        names = {one.record.prison_number: one.record.facts for one in decided}
        for move in moves:
            facts = names[move.prison_number]
            click.echo(f"  {brief_line(move, full_name(facts.get('last_name'), facts.get('first_name')))}")
    for note in people.notes:
        say(app, note)
    for problem in (*comparison.problems, *comparison.refused):
        click.echo(str(problem), err=True)
    for heading in people.unused_headings:
        say(app, f"{people.name}: {heading}")
    if comparison.not_in_file:
        left = count(len(comparison.not_in_file), "person", "people")
        few = len(comparison.not_in_file) <= 5
        who = f": {', '.join(comparison.not_in_file)}" if few else ""
        say(app, f"{left} in the record and not in this file, left as they are{who}")
    if not saved:
        click.echo("Nothing saved.")
    elif decided:
        say(app, "Next: releasecheck missing, or releasecheck list")


def _moves(decided: Sequence[Decided], app: App) -> list[Move]:
    """What the new dates do, one for each person whose release they move, the soonest to leave first."""
    known = (one for one in decided if one.before is not None and one.telling is not None)
    found = [move for one in known if (move := move_of(app, one)).moves]
    return sorted(found, key=lambda move: (move.after.date if move.after else date.max, move.prison_number))


def _write_rejects(path: Path, people: PeopleFile, comparison: Comparison) -> None:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows(rejects(people, comparison.refused))
    write_file(path, text.getvalue())
