"""What a record holds, as lines for a screen: views first, for they are what others should read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasecheck.formats.terminal import Screen, wrap
from releasecheck.store.report_rows import SchemaPart
from releasecheck.store.sqlite.schema import TABLES, VIEWS

_VIEWS = "VIEWS, for other programs: these names and columns stay as they are"
_TABLES = "TABLES, behind them: another version may keep them otherwise"


def schema_lines(parts: Iterable[SchemaPart], screen: Screen) -> list[str]:
    """Each view with its columns in words, then each table with the names of its columns."""
    columns = {part.name: part.columns for part in parts}
    lines = wrap(_VIEWS, screen.room)
    for name, (about, words) in VIEWS.items():
        lines += ["", *wrap(f"{name}: {about}", screen.room)]
        width = max(map(len, words))
        for column in columns.get(name, ()):
            indent = " " * (width + 4)
            lines += wrap(f"{column:<{width}}  {words.get(column, '')}", screen.room, "  ", indent)
    lines += ["", *wrap(_TABLES, screen.room)]
    for name in _in_order(columns):
        lines += ["", *wrap(f"{name}: {TABLES.get(name, 'not known to this version')}", screen.room)]
        lines += wrap(", ".join(columns[name]), screen.room, "  ", "  ")
    return lines


def _in_order(columns: Iterable[str]) -> Iterator[str]:
    """The tables in the order of their description, then whatever else there is."""
    found = [name for name in columns if name not in VIEWS]
    yield from (name for name in TABLES if name in found)
    yield from (name for name in found if name not in TABLES)
