"""What every `import` command has: its file, how to read it, and what becomes of refused rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from releasecheck.app.opening.files import bytes_of_file, open_in, too_large
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import print_lines, say, write_file
from releasecheck.app.presenting.watched import log_whom
from releasecheck.commands.file_forms import answer_option, as_csv
from releasecheck.commands.imports.import_undo import how_to_undo
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import dry_run_option, reason_option, source_option
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.formulas import guarded, unguarded
from releasecheck.core.outside import LIST_BYTES, OFFICE_BYTES
from releasecheck.core.text import safe
from releasecheck.core.words import for_shell
from releasecheck.exchange.reading.files.table import AreHeadings, SourceTable
from releasecheck.exchange.reading.files.tables import decode, read_table
from releasecheck.exchange.reading.lists.by_crn import with_numbers
from releasecheck.exchange.reading.lists.headings import column_of, has_prison_number
from releasecheck.exchange.reading.lists.people_file import FileRead, RowError, UnusedHeading
from releasecheck.exchange.reading.trackers.gathered import gathered
from releasecheck.exchange.reading.trackers.tracker_map import NO_TRACKER_MAP, TrackerMap, read_tracker_map
from releasecheck.formats.terminal import wrap

_NAMED = 20
"""Columns that are named; more are counted."""

Command = TypeVar("Command", bound=Callable[..., Any])

file_argument = click.argument("file", type=FilePath(allow_dash=True))


def reading_options(command: Command) -> Command:
    """--encoding and --sheet, --source, --reason, --dry-run, --strict, --rejects and --format."""
    for option in (
        answer_option,
        click.option(
            "--rejects",
            "rejects_file",
            type=FilePath(dir_okay=False),
            callback=as_csv,
            help="Write refused rows here as CSV, each with the reason.",
            metavar="FILE",
        ),
        click.option("--strict", is_flag=True, help="Save nothing if any row is refused."),
        dry_run_option,
        reason_option,
        source_option,
        click.option(
            "--sheet",
            help="The sheet of a workbook. Default: those that have the headings and are not hidden.",
            metavar="NAME",
        ),
        click.option(
            "--encoding",
            help="The file's encoding. Default: UTF-8, or what its mark says, or Windows-1252.",
            metavar="NAME",
        ),
    ):
        command = option(command)
    return command


def map_options(command: Command) -> Command:
    """--map and --suggest-map, for a tracker or a log."""
    for option in (
        click.option(
            "--suggest-map",
            "suggest",
            is_flag=True,
            help="Print such a mapping for this file, and save nothing.",
        ),
        click.option(
            "--map",
            "map_file",
            type=FilePath(),
            help="What the columns are, where headings do not say so (TOML).",
            metavar="FILE",
        ),
    ):
        command = option(command)
    return command


def map_of(file: Path | None, means: Callable[[str], bool], known: Sequence[str]) -> TrackerMap:
    """The mapping in a file, if one is named. Raises ReleasecheckError for what is wrong in it."""
    if file is None:
        return NO_TRACKER_MAP
    return read_tracker_map(text_of(file), file.name, means, known)


def say_open(app: App, file: Path) -> None:
    """Say of a file that somebody has open elsewhere that only what was saved is read."""
    if str(file) != "-" and open_in(file) is not None:
        say(app, f"{file.name} is open in another program: only what was saved there is read")


def name_of(file: Path) -> str:
    """What messages call the file."""
    return "standard input" if str(file) == "-" else file.name


def bytes_of(file: Path, most: int = LIST_BYTES) -> bytes:
    """All of a file; - is standard input. Raises ReleasecheckError for one that cannot be read."""
    try:
        return _standard_input(most) if str(file) == "-" else bytes_of_file(file, most)
    except OSError as error:
        where = name_of(file) if str(file) == "-" else file
        why = error.strerror or ""
        if isinstance(error, PermissionError):
            why += ". Is it open in Excel? Save it and close it there"
        raise ReleasecheckError(f"cannot read {where}: {why}") from error


def _standard_input(most: int) -> bytes:
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        raise too_large(most)
    return data


def text_of(file: Path) -> str:
    """All of a text file, such as a map. Raises ReleasecheckError for one that cannot be read."""
    return decode(bytes_of(file, OFFICE_BYTES), None, file.name)


def table_of(
    file: Path, encoding: str | None, sheet: str | None, are_headings: AreHeadings = has_prison_number
) -> SourceTable:
    """The rows of a file, whatever its format. Raises ReleasecheckError for one that cannot be read.

    `are_headings`: which row is the headings, where a mapping says so; else the one with a prison number.
    """
    return read_table(
        bytes_of(file), name_of(file), encoding=encoding, sheet=sheet, are_headings=are_headings
    )


def numbered(app: App, table: SourceTable, names: Mapping[str, str]) -> SourceTable:
    """The rows with a prison number where they have none but the CRN of somebody here.

    `names`: what an office's mapping says that headings stand for.
    """
    return with_numbers(table, app.store.by_crn(restricted=True), partial(column_of, names=names))


def write_rejects(app: App, path: Path, file: Path, rows: Sequence[Sequence[str]]) -> None:
    """Refused rows with their headings and why, as a CSV file to mend and import again.

    Raises ReleasecheckError where that is the file they come from: its other rows would be gone.
    """
    import csv
    import io

    if path.resolve() == file.resolve():
        raise ReleasecheckError(f"{path} is the file that is read: choose another with --rejects")
    headings, *refused = rows
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    # What came guarded already, or as JSON where nothing runs, leaves guarded once.
    writer.writerows([guarded(unguarded(cell)) for cell in row] for row in refused)
    write_file(path, text.getvalue(), lambda: log_whom(app, text.getvalue(), output=path))


def say_unused(app: App, name: str, unused: Sequence[UnusedHeading]) -> None:
    """Which columns nothing was read from: one with a close match by itself, the rest together."""
    others = [heading for heading in unused if not heading.suggestion]
    alone = [heading for heading in unused if heading.suggestion or len(others) == 1]
    for heading in alone:
        say(app, safe(f"{name}: {heading}"))
    if len(others) > 1:
        named = ", ".join(heading.heading for heading in others[:_NAMED])
        more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
        say(app, safe(f"{name}: columns that are not used: {named}{more}"))


def say_refused(app: App, file: Path, rejects_file: Path | None) -> None:
    """Where the refused rows are, or how to get them."""
    if rejects_file is not None:
        say(app, f"Refused rows written to {rejects_file}")
    else:
        name = "refused.csv" if str(file) == "-" else f"{file.stem}-refused.csv"
        say(app, f"Refused rows: add --rejects {for_shell(name)} to get them back with reasons.")


class Brought(NamedTuple):
    """What an import has come to."""

    sentence: str
    does: tuple[str, ...]
    """What it does, in a few lines."""
    problems: Sequence[RowError]
    entry: int | None
    """The entry that it made, if it made one."""
    saving: bool


def say_what_came(app: App, file: Path, rejects_file: Path | None, read: FileRead, brought: Brought) -> None:
    """The end of an import: what it is, every problem, and how to take it back; exit 3 where there is one."""
    room, problems = app.screen.room, brought.problems
    lines = wrap(brought.sentence, room, rest="  ")
    for detail in brought.does:
        lines += wrap(detail, room, "  ", "    ")
    print_lines(app, lines)
    for note in read.notes:
        say(app, note)
    for line in gathered(problems):
        click.echo(safe(line), err=True)
    say_unused(app, read.name, read.unused_headings)
    if not brought.saving:
        click.echo("Nothing saved.")
    if brought.entry is not None:
        say(app, how_to_undo(app, brought.entry))
    if any(problem.row != read.heading_row for problem in problems):
        say_refused(app, file, rejects_file)
    if problems:
        click.get_current_context().exit(3)
