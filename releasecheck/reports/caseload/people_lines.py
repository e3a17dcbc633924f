"""People by release date as lines for a screen; what they say is decided in `people_page`."""

from __future__ import annotations

from collections.abc import Sequence

from releasecheck.formats.terminal import (
    Screen,
    ScreenCell,
    ScreenColumn,
    cell_width,
    footnote_lines,
    joined,
    table,
    title_lines,
    wrap,
)
from releasecheck.reports.caseload.missing import Caseload
from releasecheck.reports.caseload.people_page import CaseloadPage, PersonWords, caseload_page


def caseload_lines(report: Caseload, screen: Screen, limit: int | None = None) -> list[str]:
    """People by release date, at most `limit` of them besides those to check."""
    page = caseload_page(report)
    people = page.people if limit is None else page.people[:limit]
    lines = title_lines(page.title, page.filters, screen)
    if page.checks:
        rows = ["", screen.style("CHECK THIS", "bad", bold=True), *_check_rows(page, screen)]
        asked = [(row.prison_number, row.name, row.command) for row in page.checks if row.command]
        lines += with_checks(rows, asked, screen)
    if people:
        lines += ["", *_people_rows(people, screen)]
    if left := len(page.people) - len(people):
        lines += ["", f"and {left:,} more: add --all"]
    return lines + footnote_lines(page.footnotes, screen)


def _check_rows(page: CaseloadPage, screen: Screen) -> list[str]:
    rows = [
        [ScreenCell(row.prison_number), ScreenCell(row.name), ScreenCell(row.release, "bad")]
        for row in page.checks
        if row.command is None
    ]
    return [
        line
        for row in table(rows, [ScreenColumn(), ScreenColumn(least=12), ScreenColumn()], screen)
        for line in row
    ]


def with_checks(section: Sequence[str], asked: Sequence[tuple[str, str, str]], screen: Screen) -> list[str]:
    """A section of what to check, with what lists left open: number, name and the question.

    The question is never cut short: the command in it is to be typed.
    """
    lines = list(section or (["", screen.style("CHECK THIS", "bad", bold=True)] if asked else []))
    for words in asked:
        lines += wrap("  ".join(words), screen.room, "  ", "    ")
    return lines


def _people_rows(people: Sequence[PersonWords], screen: Screen) -> list[str]:
    release = max((cell_width(person.release_short or person.release) for person in people), default=0)
    columns = [
        ScreenColumn(),
        ScreenColumn(least=12),
        ScreenColumn(least=6, optional=True),
        ScreenColumn(least=release),
        ScreenColumn(right=True),
        ScreenColumn(least=20),
    ]
    rows = [
        [
            ScreenCell(person.prison_number),
            ScreenCell(person.name),
            ScreenCell(person.prison),
            ScreenCell(person.release, short=person.release_short),
            ScreenCell(person.days),
            ScreenCell(joined(person.counts), person.tone, person.short or None),
        ]
        for person in people
    ]
    return [line for row in table(rows, columns, screen) for line in row]
