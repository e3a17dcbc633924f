"""What is missing, and people by release date, as lines for a screen.

Pure functions of the report and the screen; what they say is decided in `caseload_pages`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from releasecheck.caseload_pages import (
    CaseloadPage,
    Group,
    MissingPage,
    MissingWords,
    PersonWords,
    caseload_page,
    missing_page,
)
from releasecheck.caseload_reports import Caseload, Missing
from releasecheck.terminal import (
    LOCAL_DEFAULT,
    Cell,
    Column,
    Screen,
    cell_width,
    elide,
    joined,
    pad,
    safe,
    table,
    wrap,
)


def missing_lines(report: Missing, screen: Screen, limit: int | None = None) -> list[str]:
    """What is missing across the caseload, at most `limit` rows of it, with totals for all of it."""
    page = missing_page(report)
    lines = _title(page.title, page.filters, screen)
    groups = _limited(page.groups, limit)
    rows = [row for group in groups for row in group.rows]
    shown = iter(_missing_rows(rows, page.grouping, screen))
    for group in groups:
        heading = joined((group.title, group.size))
        lines += ["", *(screen.style(line, "plain", bold=True) for line in wrap(heading, screen.room))]
        for _ in group.rows:
            lines += next(shown)
    left = sum(len(group.rows) for group in page.groups) - len(rows)
    if left:
        lines += ["", f"and {left:,} more: add --all"]
    if not page.nothing:
        lines += ["", *_totals(page, screen)]
    if any(row.local_default and row.item for row in rows):
        lines += wrap(LOCAL_DEFAULT, screen.room, rest="  ")
    return lines + _footnotes(page.footnotes, screen)


def _title(title: str, filters: Sequence[str], screen: Screen) -> list[str]:
    lines = [screen.style(line, "plain", bold=True) for line in wrap(title, screen.room, rest="  ")]
    return lines + (wrap(f"Only: {joined(filters)}", screen.room, rest="  ") if filters else [])


def _footnotes(notes: Sequence[str], screen: Screen) -> list[str]:
    lines = [line for note in notes for line in wrap(note, screen.room, rest="  ")]
    return ["", *lines] if lines else []


def _totals(page: MissingPage, screen: Screen) -> list[str]:
    by_owner = wrap(f"{page.total} by owner: {joined(page.by_owner)}", screen.room, rest="  ")
    return by_owner + wrap(f"{page.total} by state: {joined(page.by_state)}", screen.room, rest="  ")


def _limited(groups: Sequence[Group], limit: int | None) -> list[Group]:
    """The groups with so many rows in all; a group with none left goes."""
    if limit is None:
        return list(groups)
    kept = []
    for group in groups:
        if limit > 0:
            kept.append(replace(group, rows=group.rows[:limit]))
        limit -= len(group.rows)
    return kept


def _missing_rows(rows: Sequence[MissingWords], grouping: str, screen: Screen) -> Iterable[list[str]]:
    """Each row as its lines; a fact not known is a sentence after the name."""
    plain = [row for row in rows if row.item is not None]
    cells = [_missing_cells(row, grouping) for row in plain]
    columns = [
        Column(),
        Column(least=12),
        Column(),
        Column(least=24, optional=True),
        Column(least=14),
        Column(optional=True),
        Column(least=14),
    ]
    laid_out = iter(table(cells, columns, screen) if cells else [])
    names = max((cell_width(safe(row.name)) for row in rows), default=0)
    for row in rows:
        if row.item is not None:
            yield next(laid_out)
        elif grouping == "person":
            yield wrap(row.what, screen.room, "  ", "    ")
        else:
            who = pad(elide(safe(row.name), 18), min(names, 18))
            yield wrap(f"{row.prison_number}  {who}  {row.what}", screen.room, "  ", "    ")


def _missing_cells(row: MissingWords, grouping: str) -> list[Cell]:
    person, item, owner = grouping != "person", grouping != "item", grouping != "owner"
    star = "*" if row.local_default else ""
    return [
        Cell(row.prison_number if person else ""),
        Cell(row.name if person else ""),
        Cell(row.item or "" if item else ""),
        Cell(row.what if item else ""),
        Cell(row.state + star, row.tone),
        Cell(row.owner if owner else ""),
        Cell(row.release if person else ""),
    ]


def caseload_lines(report: Caseload, screen: Screen, limit: int | None = None) -> list[str]:
    """People by release date, at most `limit` of them besides those to check."""
    page = caseload_page(report)
    people = page.people if limit is None else page.people[:limit]
    lines = _title(page.title, page.filters, screen)
    if page.checks:
        lines += ["", screen.style("CHECK THIS", "bad", bold=True), *_check_rows(page, screen)]
    if people:
        lines += ["", *_people_rows(people, screen)]
    if left := len(page.people) - len(people):
        lines += ["", f"and {left:,} more: add --all"]
    return lines + _footnotes(page.footnotes, screen)


def _check_rows(page: CaseloadPage, screen: Screen) -> list[str]:
    rows = [[Cell(row.prison_number), Cell(row.name), Cell(row.release, "bad")] for row in page.checks]
    return [line for row in table(rows, [Column(), Column(least=12), Column()], screen) for line in row]


def _people_rows(people: Sequence[PersonWords], screen: Screen) -> list[str]:
    columns = [
        Column(),
        Column(least=12),
        Column(least=6, optional=True),
        Column(),
        Column(right=True),
        Column(least=20),
    ]
    rows = [
        [
            Cell(person.prison_number),
            Cell(person.name),
            Cell(person.prison),
            Cell(person.release),
            Cell(person.days),
            Cell(joined(person.counts), person.tone, person.short or None),
        ]
        for person in people
    ]
    return [line for row in table(rows, columns, screen) for line in row]
