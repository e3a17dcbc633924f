"""`directory`: the office's councils, PDUs and other services, with how to reach each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.directory import directory_file, read_file
from releasecheck.commands.file_forms import lines_option, proof_option
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import count, did_you_mean
from releasecheck.people.office.directory import EMPTY, HEADINGS, KINDS, Directory, DirectoryEntry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NONE = (
    f"No directory. It is a CSV file with the headings {','.join(HEADINGS)}. "
    "Then: releasecheck config set directory FILE"
)


@click.group("directory")
def directory_command() -> None:
    """Councils, PDUs and other services, with how to reach each.

    A CSV file of the office's own, which the setting `directory` names. It fills in forms, the sheet and
    who must be told of a new date, where what is recorded of a person names an entry.
    """


@directory_command.command("check")
@proof_option
@pass_app
def check_directory(app: App) -> None:
    """Read the directory and report every mistake at once."""
    path = directory_file(app)
    if path is None:
        click.echo(_NONE)
        return
    found = _read(path)
    if found.mistakes:
        mistakes = "\n".join(f"  {mistake}" for mistake in found.mistakes)
        left = count(len(found.entries), "entry is", "entries are")
        raise ReleasecheckError(
            f"{path} has {count(len(found.mistakes), 'mistake')}; {left} used:\n{mistakes}\n"
            "Mend the file, then: releasecheck directory check"
        )
    kinds = [(kind, sum(each.kind == kind for each in found.entries)) for kind in KINDS]
    said = ", ".join(f"{kind} {number}" for kind, number in kinds if number) or "it is empty"
    click.echo(f"{path}: {count(len(found.entries), 'entry', 'entries')}, {said}. No mistakes.")


@directory_command.command("list")
@click.argument("area", required=False)
@lines_option
@pass_app
def list_directory(app: App, area: str | None, form: str) -> None:
    """List the entries, or those there for an area.

    releasecheck directory list "Yorkshire and the Humber"
    """
    found = _directory(app)
    those = [each for each in found.entries if area is None or each.is_for(area)]
    if area is not None and not those:
        areas = {name for each in found.entries for name in each.areas}
        hint = did_you_mean(area, areas) or "."
        raise ReleasecheckError(
            f'nothing in the directory is for "{area}"{hint} See: releasecheck directory list'
        )
    if form == "json":
        print_object(app, {"entries": list(map(_object, those))})
        return
    print_lines(app, _lines(app, those))


@directory_command.command("find")
@click.argument("text")
@lines_option
@pass_app
def find_directory(app: App, text: str, form: str) -> None:
    """Find entries by anything that stands in them, and print all of each.

    releasecheck directory find leeds
    """
    those = _directory(app).search(text)
    if not those:
        raise ReleasecheckError(f'nothing in the directory has "{text}". See: releasecheck directory list')
    if form == "json":
        print_object(app, {"entries": list(map(_object, those))})
        return
    lines = [line for each in those for line in ("", *_whole(each))]
    print_lines(app, lines[1:])


def _directory(app: App) -> Directory:
    path = directory_file(app)
    if path is None:
        raise ReleasecheckError(_NONE)
    found = _read(path)
    if found.mistakes:
        what = count(len(found.mistakes), "mistake")
        click.echo(f"The directory has {what}, left out here. See: releasecheck directory check", err=True)
    return found


def _read(path: Path) -> Directory:
    if not path.exists():
        raise ReleasecheckError(
            f"no file at {path}. Another: releasecheck config set directory FILE. To do without: "
            "releasecheck config unset directory"
        )
    return read_file(path) if path.stat().st_size else EMPTY


def _lines(app: App, entries: Iterable[DirectoryEntry]) -> list[str]:
    from releasecheck.formats.terminal import ScreenCell, ScreenColumn, table

    cells = [[ScreenCell(text, "dim") for text in ("Kind", "Name", "Telephone", "Area", "Email")]]
    cells += [
        [
            ScreenCell(text or "")
            for text in (each.kind, each.name, each.telephone, ", ".join(each.areas), each.email)
        ]
        for each in entries
    ]
    if len(cells) == 1:
        return ["The directory is empty."]
    columns = [ScreenColumn(least=9), ScreenColumn(least=20), ScreenColumn(), ScreenColumn(optional=True)]
    return [
        line for lines in table(cells, [*columns, ScreenColumn(optional=True)], app.screen) for line in lines
    ]


def _object(entry: DirectoryEntry) -> dict[str, object]:
    """Everything that stands in an entry, by its headings."""
    return {name: value for name, value in entry._asdict().items() if name != "line"}


def _whole(entry: DirectoryEntry) -> list[str]:
    """Everything that stands in an entry."""
    rows = (
        ("Telephone", entry.telephone),
        ("Email", entry.email),
        ("Address", entry.address),
        ("Area", ", ".join(entry.areas)),
        ("Also", ", ".join(entry.also)),
    )
    return [
        f"{entry.name}: {KINDS[entry.kind]}",
        *(f"  {word:<10} {text}" for word, text in rows if text),
    ]
