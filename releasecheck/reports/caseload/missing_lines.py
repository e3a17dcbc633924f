"""What is missing as lines for a screen; what they say is decided in `missing_page`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from releasecheck.formats.terminal import (
    Screen,
    ScreenCell,
    ScreenColumn,
    footnote_lines,
    joined,
    table,
    title_lines,
    wrap,
)
from releasecheck.reports.caseload.missing import Missing
from releasecheck.reports.caseload.missing_page import Block, MissingPage, MissingWords, missing_page

LISTED = 10
"""Agencies, or outcomes without evidence, before the rest is only counted."""


def missing_lines(report: Missing, screen: Screen, limit: int | None = None) -> list[str]:
    """What is missing across the caseload, about `limit` rows of it, with totals for all of it."""
    page = missing_page(report, limit)
    lines = title_lines(page.title, page.filters, screen) + _checks(report, screen)
    lines += _by_item(page, screen) if page.grouping == "item" else _by_person(page, screen, ids=report.ids)
    if page.left:
        lines += ["", f"and {page.left:,} more: add --all"]
    lines += _waits(page, screen, limit)
    lines += _gaps(page, screen, limit)
    if not page.nothing:
        lines += ["", *_totals(page, screen)]
    lines += wrap(page.usual, screen.room, rest="  ") if page.usual else []
    return lines + footnote_lines(page.footnotes, screen)


def _checks(report: Missing, screen: Screen) -> list[str]:
    """What lists left open of where somebody is; never cut short, for the command in it is to be typed."""
    if not report.checks:
        return []
    lines = ["", screen.style("CHECK THIS", "bad", bold=True)]
    return lines + [
        line for words in report.checks for line in wrap("  ".join(words), screen.room, "  ", "    ")
    ]


def _heading(parts: Iterable[str], screen: Screen) -> list[str]:
    return [screen.style(line, "plain", bold=True) for line in wrap(joined(parts), screen.room, rest="  ")]


def _by_person(page: MissingPage, screen: Screen, *, ids: bool) -> Iterator[str]:
    """Each group with its people, and each person with what is missing for them."""
    alone = page.grouping == "person"
    indent = 2 if alone else 4
    laid_out = iter(_task_rows(page, screen, indent, ids=ids))
    for group in page.groups:
        yield ""
        if alone:
            block = group.people[0]
            yield from _heading((group.title, block.rosh, block.release, group.size), screen)
        else:
            yield from _heading((group.title, group.size), screen)
        for block in group.people:
            if not alone:
                yield from wrap(_about(block), screen.room, "  ", "    ")
            for _ in block.rows:
                yield from next(laid_out)


def _about(block: Block) -> str:
    return joined((f"{block.prison_number}  {block.name}", block.rosh, block.release))


def _task_rows(page: MissingPage, screen: Screen, indent: int, *, ids: bool) -> Iterator[list[str]]:
    """Each row as its lines: what to do, since when and why, whose; a fact not known is a sentence."""
    rows = [row for group in page.groups for row in group.rows]
    who = page.grouping != "owner"
    cells = [
        [
            ScreenCell(row.what_now),
            _state(row),
            ScreenCell(row.owner if who else ""),
            ScreenCell(row.item or "" if ids else "", "dim"),
        ]
        for row in rows
        if row.item is not None
    ]
    columns = [ScreenColumn(least=20), ScreenColumn(least=21), ScreenColumn(), ScreenColumn()]
    laid_out = iter(table(cells, columns, screen, indent) if cells else [])
    for row in rows:
        if row.item is not None:
            yield next(laid_out)
        else:
            yield wrap(row.what, screen.room, " " * indent, " " * (indent + 2))


def _state(row: MissingWords) -> ScreenCell:
    return ScreenCell(row.state, row.tone, row.short)


def _by_item(page: MissingPage, screen: Screen) -> Iterator[str]:
    """Each item with the people it is missing for, a line for each."""
    columns = [
        ScreenColumn(),
        ScreenColumn(least=12),
        ScreenColumn(least=16),
        ScreenColumn(least=21),
        ScreenColumn(),
        ScreenColumn(optional=True),
        ScreenColumn(least=24, optional=True),
    ]
    rows = [row for group in page.groups for row in group.rows if row.item is not None]
    cells = [
        [
            ScreenCell(row.prison_number),
            ScreenCell(row.name),
            ScreenCell(row.release, "bad" if row.stopped else "plain", "stopped" if row.stopped else None),
            _state(row),
            ScreenCell(row.rosh),
            ScreenCell(row.owner),
            ScreenCell(row.next),
        ]
        for row in rows
    ]
    laid_out = iter(table(cells, columns, screen) if cells else [])
    for group in page.groups:
        yield from ("", *_heading((group.title, group.size), screen))
        for row in group.rows:
            if row.item is not None:
                yield from next(laid_out)
            else:
                name = f"{row.name}  stopped" if row.stopped else row.name
                yield from wrap(f"{row.prison_number}  {name}  {row.what}", screen.room, "  ", "    ")


def _waits(page: MissingPage, screen: Screen, limit: int | None) -> list[str]:
    shown = page.waits if limit is None else page.waits[:LISTED]
    rows = [[ScreenCell(text) for text in wait] for wait in shown]
    columns = [ScreenColumn(least=20), ScreenColumn(), ScreenColumn(), ScreenColumn()]
    return _listed("WAITING FOR AN ANSWER", rows, columns, len(page.waits) - len(shown), screen)


def _gaps(page: MissingPage, screen: Screen, limit: int | None) -> list[str]:
    shown = page.gaps if limit is None else page.gaps[:LISTED]
    rows = [
        [
            ScreenCell(gap.prison_number),
            ScreenCell(gap.name),
            ScreenCell(gap.item),
            ScreenCell(gap.what),
            ScreenCell(gap.owner),
        ]
        for gap in shown
    ]
    columns = [
        ScreenColumn(),
        ScreenColumn(least=10, optional=True),
        ScreenColumn(),
        ScreenColumn(least=34),
        ScreenColumn(optional=True),
    ]
    return _listed("EVIDENCE NOT WRITTEN DOWN", rows, columns, len(page.gaps) - len(shown), screen)


def _listed(
    heading: str,
    rows: Sequence[Sequence[ScreenCell]],
    columns: Sequence[ScreenColumn],
    left: int,
    screen: Screen,
) -> list[str]:
    if not rows:
        return []
    lines = ["", screen.style(heading, "plain", bold=True)]
    lines += [line for found in table(rows, columns, screen) for line in found]
    return lines + ([f"  and {left:,} more: add --all"] if left else [])


def _totals(page: MissingPage, screen: Screen) -> Iterator[str]:
    for what, parts in (("owner", page.by_owner), ("state", page.by_state), ("reason", page.by_reason)):
        yield from wrap(f"{page.total} by {what}: {joined(parts)}", screen.room, rest="  ")
