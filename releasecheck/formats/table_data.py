"""A report of tables for other programs: as a JSON object, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from releasecheck.formats.columns import Column, csv_of
from releasecheck.formats.json_text import Json, plain
from releasecheck.formats.tables import Suppressed, Tables, Value


def to_json_tables(report: Tables) -> dict[str, Json]:
    """A report of tables: each under its name, a row as its values by key."""
    return {
        "as_of": plain(report.as_of),
        "filters": list(report.filters),
        **{table.name: [_row(row) for row in table.objects()] for table in report.tables},
        **({} if report.not_counted is None else {"not_counted": dict(report.not_counted)}),
    }


def _row(row: Mapping[str, Value]) -> dict[str, Json]:
    """The values by key; a row that holds a number back says so, and has none there."""
    told = {key: None if isinstance(value, Suppressed) else plain(value) for key, value in row.items()}
    return told | {"suppressed": True} if any(isinstance(each, Suppressed) for each in row.values()) else told


class _TableRow(NamedTuple):
    """A row, with the table that it is of."""

    table: str
    values: Mapping[str, Value]


def tables_csv(report: Tables) -> Iterator[str]:
    """Every table in one: its name first in each row, and a column for every key that any of them has."""
    by_age = sorted(report.tables, key=lambda table: table.later)
    keys = dict.fromkeys(heading.key for table in by_age for heading in table.headings)
    columns: tuple[Column[_TableRow], ...] = (
        Column("as_of", "the day it was worked out for", lambda _: report.as_of),
        Column("table", "which table the row is of", "table"),
        *map(_keyed, keys),
    )
    rows = (_TableRow(table.name, row) for table in report.tables for row in table.objects())
    return csv_of(columns, rows)


def _keyed(key: str) -> Column[_TableRow]:
    return Column(key, "what that table has of it", lambda row: row.values.get(key))
