"""What a record holds and what was brought into it, as lines for a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from releasecheck.core.words import day_in_words
from releasecheck.formats.json_text import Json
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, table, wrap
from releasecheck.store.report_rows import Entry, SchemaPart

_VIEWS = "VIEWS, for other programs: these names and columns stay as they are"
_TABLES = "TABLES, behind them: another version may keep them otherwise"


def schema_lines(parts: Iterable[SchemaPart], screen: Screen) -> list[str]:
    """Each view with its columns in words, then each table with the names of its columns."""
    described = sorted(parts, key=lambda part: part.place)
    lines = wrap(_VIEWS, screen.room)
    for view in (part for part in described if part.promised):
        lines += ["", *wrap(f"{view.name}: {view.about}", screen.room)]
        width = max(len(column) for column, _ in view.columns)
        for column, words in view.columns:
            lines += wrap(f"{column:<{width}}  {words}", screen.room, "  ", " " * (width + 4))
    lines += ["", *wrap(_TABLES, screen.room)]
    for table_ in (part for part in described if not part.promised):
        lines += ["", *wrap(f"{table_.name}: {table_.about or 'not known to this version'}", screen.room)]
        lines += wrap(", ".join(column for column, _ in table_.columns), screen.room, "  ", "  ")
    return lines


def schema_object(parts: Iterable[SchemaPart]) -> dict[str, Json]:
    """The same for other programs, with the statement that made each."""
    return {
        "parts": [
            {
                "name": part.name,
                "about": part.about,
                "promised": part.promised,
                "columns": [{"column": column, "about": words} for column, words in part.columns],
                "sql": part.sql,
            }
            for part in sorted(parts, key=lambda part: part.place)
        ]
    }


def import_lines(imports: Sequence[Entry], screen: Screen) -> list[str]:
    """The imports, latest first: entry, day, what was imported from which file, by whom, how many people."""
    if not imports:
        return ["Nothing has been imported. Next: releasecheck import people FILE"]
    rows = [
        (
            ScreenCell(f"{one.entry:,}"),
            ScreenCell(day_in_words(one.day)),
            ScreenCell(one.command.partition(" ")[2] or "people"),
            ScreenCell(f"{len(one.people):,}"),
            ScreenCell(one.by),
            ScreenCell(f"undone by {one.voided_by}" if one.voided_by else ""),
        )
        for one in imports
    ]
    headings = tuple(map(ScreenCell, ("Entry", "Day", "What", "People", "By", "")))
    columns = (
        ScreenColumn(right=True),
        ScreenColumn(),
        ScreenColumn(16),
        ScreenColumn(right=True),
        ScreenColumn(6, optional=True),
        ScreenColumn(),
    )
    lines = [line for row in table([headings, *rows], columns, screen) for line in row]
    return [*lines, "", "To take one back, whole: releasecheck import undo ENTRY"]


@contextmanager
def saying_new_folder(record: Path) -> Iterator[None]:
    """Say on stderr if a folder had to be made for what is put there: a disk may not be mounted."""
    new = next((folder for folder in reversed(record.absolute().parents) if not folder.exists()), None)
    yield
    if new is not None:
        click.echo(f"{new} was not there and was made: is a disk not mounted that belongs there?", err=True)
