"""The log of processing as lines for a screen, and as values for other programs."""

from __future__ import annotations

from collections.abc import Sequence

from releasecheck.core.words import count, listed
from releasecheck.formats.columns import Column, csv_of, object_maker
from releasecheck.formats.json_text import Json, json_text, jsonl_line
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, table, wrap
from releasecheck.store.rows import LogRow

_UNDER = " " * 8
_COLUMNS = (
    ScreenColumn(right=True),
    ScreenColumn(),
    ScreenColumn(),
    ScreenColumn(least=8),
    ScreenColumn(least=16),
    ScreenColumn(least=8),
)


def log_lines(rows: Sequence[LogRow], screen: Screen, *, all_of: int) -> list[str]:
    """A line for each processing, oldest first: when (UTC), what kind, whose data, by whom and to whom."""
    if not rows:
        return ["Nothing logged that fits."]
    cells = [
        [
            *(
                ScreenCell(str(row.id)),
                ScreenCell(row.at),
                ScreenCell(row.kind),
                ScreenCell(row.command),
                ScreenCell(_people(row.people)),
            ),
            ScreenCell(row.by),
        ]
        for row in rows
    ]
    lines: list[str] = []
    for row, entry in zip(rows, table(cells, _COLUMNS, screen), strict=True):
        lines += entry
        said = (
            ("unfinished:", "begun, and not seen to end" if row.unfinished else None),
            ("to", row.recipient),
            ("reason:", row.reason),
            ("late: the record took this line only at", row.written_at),
        )
        for label, text in said:
            if text:
                lines += wrap(f"{label} {text}", screen.room, _UNDER, _UNDER)
    if len(rows) < all_of:
        lines += ["", f"The last {len(rows)} of {count(all_of, 'line')}: releasecheck log show --all"]
    return lines


def _people(people: Sequence[str]) -> str:
    if not people:
        return "nobody"
    return listed(people) if len(people) == 1 else f"{people[0]} and {len(people) - 1:,} more"


def log_text(rows: Sequence[LogRow], form: str) -> str:
    """The log as CSV, one JSON list, or JSON Lines; with the hashes, so that it can be checked."""
    if form == "csv":
        return "".join(csv_of(LOG, rows))
    values = log_objects(rows)
    return json_text(values) if form == "json" else "".join(map(jsonl_line, values))


def log_objects(rows: Sequence[LogRow]) -> list[dict[str, Json]]:
    """The same lines as JSON holds them."""
    return list(map(object_maker(LOG), rows))


LOG: tuple[Column[LogRow], ...] = (
    Column("id", "the number of the line", "id"),
    Column("at", "the moment, UTC", "at"),
    Column("by", "who did it", "by"),
    Column("command", "the command", "command"),
    Column("kind", "what kind of processing", "kind"),
    Column("people", "whose data it was, by their numbers", lambda row: tuple(row.people)),
    Column("reason", "why, where a reason was given", "reason"),
    Column("recipient", "who it was given to", "recipient"),
    Column("previous_hash", "the hash of the line before", "previous_hash"),
    Column("hash", "the hash of this line, that one in it; over more than 50 people, their list's", "hash"),
    Column("origin", "the id of the record it was written in; none in a line of version 0.1", "origin"),
    Column("login", "the name the machine knew them by; none in a line of version 0.1", "login"),
    Column("written_at", "when it was written, where the record could not take it then, UTC", "written_at"),
    Column("unfinished", "whether it is a disclosure that was begun and not seen to end", "unfinished"),
)
