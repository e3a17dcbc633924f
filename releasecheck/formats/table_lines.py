"""A report of tables as lines for a screen; what they say is decided in `table_pages`."""

from __future__ import annotations

from collections.abc import Iterator

from releasecheck.formats.table_pages import TablesPage, TableWords, tables_page
from releasecheck.formats.tables import Tables
from releasecheck.formats.terminal import (
    Screen,
    ScreenCell,
    ScreenColumn,
    footnote_lines,
    table,
    title_lines,
    wrap,
)

_NAME = 28
"""Cells for the name of a row, before a column on the right gives way."""


def tables_lines(report: Tables, screen: Screen, limit: int | None = None) -> list[str]:
    """Each table under its heading, at most `limit` rows of each."""
    page = tables_page(report)
    return list(_lines(page, screen, limit)) + footnote_lines(page.footnotes, screen)


def _lines(page: TablesPage, screen: Screen, limit: int | None) -> Iterator[str]:
    yield from title_lines(page.title, page.filters, screen)
    for note in page.notes:
        yield from wrap(note, screen.room, rest="  ")
    for each in page.tables:
        yield ""
        yield from (screen.style(line, "plain", bold=True) for line in wrap(each.title.upper(), screen.room))
        if each.rows:
            yield from _rows(each, screen, limit)
        for note in each.notes:
            yield from wrap(note, screen.room, "  ", "    ")


def _rows(each: TableWords, screen: Screen, limit: int | None) -> Iterator[str]:
    shown = each.rows if limit is None else each.rows[:limit]
    cells = [[ScreenCell(text, "dim") for text in each.headings]]
    cells += [[ScreenCell(text) for text in row] for row in shown]
    columns = [
        ScreenColumn(least=12 if n == 0 else None, right=numeric, optional=n > 2)
        if numeric or n
        else ScreenColumn(least=_NAME)
        for n, numeric in enumerate(each.numeric)
    ]
    for lines in table(cells, columns, screen):
        yield from lines
    if left := len(each.rows) - len(shown):
        yield f"  and {left:,} more: add --all"
