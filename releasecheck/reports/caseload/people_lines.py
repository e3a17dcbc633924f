"""People by release date as lines for a screen; what they say is decided in `people_page`."""

from __future__ import annotations

from collections.abc import Sequence

from releasecheck.formats.terminal import (
    Screen,
    ScreenCell,
    ScreenColumn,
    footnote_lines,
    joined,
    table,
    title_lines,
)
from releasecheck.reports.caseload.missing import Caseload
from releasecheck.reports.caseload.people_page import CaseloadPage, PersonWords, caseload_page


def caseload_lines(report: Caseload, screen: Screen, limit: int | None = None) -> list[str]:
    """People by release date, at most `limit` of them besides those to check."""
    page = caseload_page(report)
    people = page.people if limit is None else page.people[:limit]
    lines = title_lines(page.title, page.filters, screen)
    if page.checks:
        lines += ["", screen.style("CHECK THIS", "bad", bold=True), *_check_rows(page, screen)]
    if people:
        lines += ["", *_people_rows(people, screen)]
    if left := len(page.people) - len(people):
        lines += ["", f"and {left:,} more: add --all"]
    return lines + footnote_lines(page.footnotes, screen)


def _check_rows(page: CaseloadPage, screen: Screen) -> list[str]:
    rows = [
        [ScreenCell(row.prison_number), ScreenCell(row.name), ScreenCell(row.release, "bad")]
        for row in page.checks
    ]
    return [
        line
        for row in table(rows, [ScreenColumn(), ScreenColumn(least=12), ScreenColumn()], screen)
        for line in row
    ]


def _people_rows(people: Sequence[PersonWords], screen: Screen) -> list[str]:
    columns = [
        ScreenColumn(),
        ScreenColumn(least=12),
        ScreenColumn(least=6, optional=True),
        ScreenColumn(),
        ScreenColumn(right=True),
        ScreenColumn(least=20),
    ]
    rows = [
        [
            ScreenCell(person.prison_number),
            ScreenCell(person.name),
            ScreenCell(person.prison),
            ScreenCell(person.release),
            ScreenCell(person.days),
            ScreenCell(joined(person.counts), person.tone, person.short or None),
        ]
        for person in people
    ]
    return [line for row in table(rows, columns, screen) for line in row]
