"""What a report of tables says, in words: screens and templates lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from releasecheck.core.words import day_in_words, day_written, month_in_words
from releasecheck.formats.tables import Table, Tables, Value


@dataclass(frozen=True, slots=True)
class TableWords:
    """One table, each cell as it is read."""

    title: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    """Which columns hold numbers, to be lined up on the right."""
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    name: str = ""
    """What programs call it, for links within a page."""


@dataclass(frozen=True, slots=True)
class TablesPage:
    """A report of tables, ready to be laid out."""

    title: str
    filters: tuple[str, ...]
    notes: tuple[str, ...]
    tables: tuple[TableWords, ...]
    made_for: str
    footnotes: tuple[str, ...]
    apart: str = ""
    """Who is not counted: one of the footnotes, for a page that says it under its title."""


def tables_page(report: Tables) -> TablesPage:
    """What to say of it; tables that are only for programs are left out, and so are empty ones."""
    return TablesPage(
        title=report.title,
        filters=report.filters,
        notes=report.notes,
        tables=tuple(
            _words(table, report.as_of)
            for table in report.tables
            if (table.rows or table.notes) and not table.data_only
        ),
        made_for=day_in_words(report.as_of),
        footnotes=report.footnotes,
        apart=report.apart,
    )


MONTH = "month"
"""The column of a month, which programs are given as 2026-12 and people in words."""


def _words(table: Table, today: date) -> TableWords:
    """A column without words over it is for programs."""
    shown = [n for n, heading in enumerate(table.headings) if heading.words]
    return TableWords(
        title=table.title,
        headings=tuple(table.headings[n].words for n in shown),
        numeric=tuple(any(isinstance(row[n], int) for row in table.rows) for n in shown),
        rows=tuple(
            tuple(_month(row[n], today) if table.headings[n].key == MONTH else _cell(row[n]) for n in shown)
            for row in table.rows
        ),
        notes=table.notes,
        name=table.name,
    )


def _month(value: Value, today: date) -> str:
    first = day_written(f"{value}-01")
    return month_in_words(first, today) if first else _cell(value)


def _cell(value: Value) -> str:
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, int):
        return f"{value:,}"
    return value or ""
