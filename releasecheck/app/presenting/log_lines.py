"""The log of processing as lines for a screen, and as values for other programs."""

from __future__ import annotations

from collections.abc import Sequence

from releasecheck.core.words import count, listed
from releasecheck.formats.csv_cells import csv_lines
from releasecheck.formats.json_text import json_text, jsonl_line
from releasecheck.formats.terminal import Cell, Column, Screen, table, wrap
from releasecheck.store.rows import LogRow

_UNDER = " " * 8
_COLUMNS = (Column(right=True), Column(), Column(), Column(least=8), Column(least=16), Column(least=8))


def log_lines(rows: Sequence[LogRow], screen: Screen, *, all_of: int) -> list[str]:
    """A line for each processing, oldest first: when (UTC), what kind, whose data, by whom and to whom."""
    if not rows:
        return ["Nothing logged that fits."]
    cells = [
        [
            *(Cell(str(row.id)), Cell(row.at), Cell(row.kind), Cell(row.command), Cell(_people(row.people))),
            Cell(row.by),
        ]
        for row in rows
    ]
    lines: list[str] = []
    for row, entry in zip(rows, table(cells, _COLUMNS, screen), strict=True):
        lines += entry
        for label, text in (("to", row.recipient), ("reason:", row.reason)):
            if text:
                lines += wrap(f"{label} {text}", screen.room, _UNDER, _UNDER)
    if len(rows) < all_of:
        lines += ["", f"The last {len(rows)} of {count(all_of, 'line')}: releasecheck log show --all"]
    return lines


def _people(people: Sequence[str]) -> str:
    return listed(people) if len(people) == 1 else f"{people[0]} and {len(people) - 1:,} more"


def log_text(rows: Sequence[LogRow], form: str) -> str:
    """The log as CSV, one JSON list, or JSON Lines; with the hashes, so that it can be checked."""
    if form == "csv":
        return csv_lines(LogRow._fields, rows)
    values = [{**row._asdict(), "people": list(row.people)} for row in rows]
    return json_text(values) if form == "json" else "".join(map(jsonl_line, values))
