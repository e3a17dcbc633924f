"""What every export asks, whose data it may give out, and how it gets to a file, a pipe or the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import update_wrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import click

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import fill_file, say, write_pieces
from releasecheck.app.presenting.progress_bar import progress_of
from releasecheck.app.reading.access_log import not_restricted, shown
from releasecheck.app.reading.caseload import fitting, narrowed
from releasecheck.commands.file_forms import written_as
from releasecheck.commands.options import LINE_OF_TEXT
from releasecheck.core.domain import NOTHING
from releasecheck.core.errors import UsageError
from releasecheck.core.words import count, for_shell
from releasecheck.store.rows import Filters

if TYPE_CHECKING:
    from releasecheck.formats.columns import Column
    from releasecheck.formats.sheets.drop_downs import DropDown
    from releasecheck.formats.sheets.looks import SheetLook

Thing = TypeVar("Thing")

FORMATS = ("csv", "xlsx", "json", "jsonl")


class ExportOptions(NamedTuple):
    """What an export was asked for, in the options that every export has."""

    form: str
    output: Path | None
    recipient: str | None
    filters: Filters
    people: tuple[str, ...]
    marked: bool


class Export(NamedTuple, Generic[Thing]):
    """What is given out: its name, its columns, and what its rows are made of, as that comes."""

    what: str
    columns: Sequence[Column[Thing]]
    things: Iterable[Thing]
    as_object: Callable[[Thing], Mapping[str, object]] | None = None
    """The JSON object of one; None: it has the keys of the columns."""
    drop_downs: Mapping[str, DropDown] = NOTHING
    """In a workbook, what may be filled into a column."""
    look: SheetLook | None = None
    """In a workbook that people work in, how it looks."""


def export_options(
    default: str, *, comes_back: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of an export; they reach the command as one `ExportOptions`. `default` is its usual format.

    An `ics` export has no other format, and no place for a marking above it. `comes_back`: a sheet that is
    filled in here and imported again; for nobody else, it is logged as given to whoever makes it.
    """
    forms = written_as("ics") if default == "ics" else written_as(*FORMATS, default=default)
    who = _WHO_FILLS_IN if comes_back else _WHO
    options = (forms, who, *_FILTERS) if default == "ics" else (forms, who, *_FILTERS, _MARKED)

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def with_asked(*arguments: Any, **given: Any) -> None:
            shared = {name: given.pop(name) for name in _SHARED if name in given}
            if comes_back and shared["recipient"] is None and _to_file(shared["output"]):
                shared["recipient"] = click.get_current_context().ensure_object(App).by
            command(*arguments, asked(**{"form": default, **shared}), **given)

        wrapped = update_wrapper(with_asked, command)
        for option in reversed(options):
            wrapped = option(wrapped)
        return wrapped

    return decorate


_SHARED = "form output recipient prison pom com people marked".split()
_WHO = click.option(
    "--to",
    "recipient",
    type=LINE_OF_TEXT,
    help="Who it is for; this is logged, and a file needs it.",
    metavar="WHO",
)
_WHO_FILLS_IN = click.option(
    "--to",
    "recipient",
    type=LINE_OF_TEXT,
    help="Who fills it in; this is logged. Default: you.",
    metavar="WHO",
)
_FILTERS = (
    click.option("--prison", help="Only this prison's code.", metavar="CODE"),
    click.option("--pom", help="Only this POM's people.", metavar="NAME"),
    click.option("--com", help="Only this COM's people.", metavar="NAME"),
    click.option(
        "--person", "people", multiple=True, help="Only this person; may be repeated.", metavar="PERSON"
    ),
)
_MARKED = click.option("--marked", is_flag=True, help="Put the protective marking above it (csv, xlsx).")


def asked(
    *,
    form: str,
    output: Path | None,
    recipient: str | None,
    prison: str | None,
    pom: str | None,
    com: str | None,
    people: tuple[str, ...],
    marked: bool = False,
) -> ExportOptions:
    """What these options ask for. Raises UsageError for what does not go together."""
    if recipient is None and _to_file(output):
        raise UsageError("who is the file for? Add --to WHO: giving out people's data is logged")
    if form == "xlsx":
        if output is None:
            raise UsageError("a workbook goes to a file: add -o FILE.xlsx --to WHO")
        from releasecheck.formats.workbooks import check_can_write

        check_can_write()
    if marked and form in ("json", "jsonl"):
        raise UsageError(f"{form} has no place for a marking: --marked is for csv and xlsx")
    return ExportOptions(form, output, recipient, narrowed(prison=prison, pom=pom, com=com), people, marked)


def _to_file(output: Path | None) -> bool:
    return output is not None and str(output) != "-"


def people_to_give_out(app: App, wanted: ExportOptions) -> list[str]:
    """The prison numbers of everybody asked for, without the restricted.

    Raises ReportError for somebody asked for by name whose data may not be used.
    """
    numbers = app.store.numbers_for(fitting(app, wanted.filters))
    if not wanted.people:
        return numbers
    named = {app.find(person) for person in wanted.people}
    not_restricted(app, named)
    return sorted(named & set(numbers))


def one_by_one(
    app: App, wanted: ExportOptions, people: Iterable[Thing], numbers: Sequence[str]
) -> Iterable[Thing]:
    """The same, with a bar while a file is written; a screen has what is printed to look at."""
    if not _to_file(wanted.output):
        return people
    return progress_of(people, len(numbers), "Exporting", quiet=app.quiet)


def give_out(app: App, wanted: ExportOptions, numbers: Sequence[str], given: Export[Any]) -> None:
    """Write the export where it was asked for; whose data it holds is logged before anybody has it."""
    tally = Tally()
    marking = (app.marking or None) if wanted.marked else None

    def log() -> None:
        shown(app, numbers, wanted.recipient, wanted.output)

    if wanted.form == "xlsx":
        from releasecheck.formats.columns import names, row_maker
        from releasecheck.formats.sheets.pages import SheetPage
        from releasecheck.formats.workbooks import write_workbook

        headings = names(given.columns)
        rows = map(row_maker(given.columns), tally.counted(given.things))
        page = SheetPage(given.what, headings, rows, given.drop_downs, given.look, marking or "")
        _fill(wanted.output, lambda file: write_workbook(file, page), log)
    else:
        write_pieces(_pieces(wanted.form, given, tally, marking), wanted.output, log, form=wanted.form)
    say_written(app, wanted, given.what.capitalize(), count(tally.number, "row"), numbers)


def say_written(app: App, wanted: ExportOptions, what: str, how_many: str, numbers: Sequence[str]) -> None:
    """A word about the file that was written, if one was."""
    if _to_file(wanted.output):
        people = count(len(numbers), "person", "people")
        say(app, f"{what} written to {wanted.output}: {how_many}, {people}")


def say_how_back(app: App, wanted: ExportOptions, kind: str, numbers: Sequence[str]) -> None:
    """What to type once a sheet with somebody on it is filled in; `kind` of import: people or tasks."""
    if _to_file(wanted.output) and numbers:
        say(app, f"Filled in, it comes back by: releasecheck import {kind} {for_shell(str(wanted.output))}")


def _pieces(form: str, given: Export[Any], tally: Tally, marking: str | None) -> Iterator[str]:
    from releasecheck.formats.columns import csv_of, object_maker
    from releasecheck.formats.json_text import json_list, jsonl_line

    things = tally.counted(given.things)
    if form == "csv":
        return csv_of(given.columns, things, marking)
    objects = map(given.as_object or object_maker(given.columns), things)
    return json_list(objects) if form == "json" else map(jsonl_line, objects)


class Tally:
    """How many rows have gone by."""

    def __init__(self) -> None:
        self.number = 0

    def counted(self, rows: Iterable[Thing]) -> Iterator[Thing]:
        """The same, counted as they are taken."""
        for row in rows:
            self.number += 1
            yield row


def _fill(output: Path | None, fill: Callable[[IO[bytes]], None], before: Callable[[], None]) -> None:
    if output is not None and str(output) != "-":
        fill_file(output, fill, before)
        return
    if sys.stdout.isatty():
        raise UsageError("a workbook is not for a screen: add -o FILE.xlsx --to WHO")
    before()
    fill(sys.stdout.buffer)
