"""Any value as what one cell of a spreadsheet holds, and rows as CSV, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TypeAlias

from releasecheck.core.formulas import guarded
from releasecheck.core.text import harmless_cell

Cell: TypeAlias = (
    "bool | int | str | date | tuple[str, ...] | list[dict[str, object]] | dict[str, object] | None"
)
"""A date may be a moment; a tuple is several texts; a list or a map is kept as JSON."""

ROWS_AT_A_TIME = 200


def flat(value: Cell) -> int | date | str | None:
    """What one cell holds: days stay days, yes and no are words, and no text begins a formula."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | date):
        return value
    if isinstance(value, list | dict):
        import json

        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = value if isinstance(value, str) else "; ".join(value)
    # A lone carriage return would not be quoted, and would end the row for many readers.
    return guarded(harmless_cell(text.replace("\r\n", "\n").replace("\r", "\n")))


def written(value: Cell) -> str:
    """The same as text: days and moments as ISO 8601 writes them."""
    held = flat(value)
    if isinstance(held, date):
        return moment(held) if isinstance(held, datetime) else held.isoformat()
    return "" if held is None else str(held)


def moment(at: datetime) -> str:
    """2026-11-23T14:05:00Z, whatever time zone it is given in."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def csv_pieces(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    above: str | None = None,
) -> Iterator[str]:
    """Rows as CSV with a heading row, some hundred rows at a time; `above` is a row before them."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if above:
        writer.writerow([written(above)])
    writer.writerow(headings)
    for number, row in enumerate(whole(rows, len(headings)), start=1):
        writer.writerow([written(value) for value in row])
        if number % ROWS_AT_A_TIME == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def whole(rows: Iterable[Sequence[Cell]], headings: int) -> Iterator[Sequence[Cell]]:
    """The same rows; one that has more or fewer cells than there are headings is written nowhere."""
    for row in rows:
        assert len(row) == headings, f"a row of {len(row)} cells under {headings} headings"
        yield row
