"""The morning's list as lines for a screen."""

from __future__ import annotations

from collections.abc import Sequence

from releasecheck.core.text import Tone
from releasecheck.core.words import count, day_in_words, initialled
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, joined, table, wrap
from releasecheck.reports.caseload.missing import MissingRow
from releasecheck.reports.caseload.person_rows import check_block
from releasecheck.reports.caseload.today import Morning
from releasecheck.reports.person import phrases
from releasecheck.reports.person.countdown import STATE_WORDS


def morning_lines(report: Morning, screen: Screen, *, limit: int | None) -> list[str]:
    """Check this, overdue, due soon, waiting too long; then what else there is, in one line.

    `limit`: rows of one section before the rest is only counted.
    """
    verb = "needs" if report.needing == 1 else "need"
    whom = "you" if report.mine else "somebody"
    people = f"{report.needing:,} of {count(report.caseload, 'person', 'people')} {verb} {whom}"
    lines = wrap(joined((day_in_words(report.as_of), *report.about, people)), screen.room, rest="  ")
    shown = check_block(report.unmarked, screen, report.as_of, None)
    lines += shown
    columns = [
        ScreenColumn(),
        ScreenColumn(least=8),
        ScreenColumn(least=16),
        ScreenColumn(least=12),
        ScreenColumn(least=10),
        ScreenColumn(),
    ]
    week = "DUE THIS WEEK" if report.window_days == 7 else f"DUE IN {report.window_days} DAYS"
    sections: tuple[tuple[str, Tone, tuple[MissingRow, ...]], ...] = (
        ("OVERDUE", "bad", report.urgent),
        (week, "soon", report.due),
        ("WAITING TOO LONG", "soon", report.waiting),
    )
    for heading, tone, rows in sections:
        lines += _section(heading, tone, _rows(rows[:limit], report), columns, len(rows), screen)
    if not (shown or report.urgent or report.due or report.waiting):
        lines += ["", phrases.NOTHING_OUTSTANDING]
    more = [f"{number} {STATE_WORDS[state]}" for state, number in report.others.items()]
    if more:
        lines += ["", *wrap(f"Also {' · '.join(more)}: releasecheck missing", screen.room, rest="  ")]
    lines += [
        *([] if more else [""]),
        f"Further ahead: releasecheck today --within {report.window_days * 2}d",
    ]
    return lines


def _section(
    heading: str,
    tone: Tone,
    rows: Sequence[list[ScreenCell]],
    columns: Sequence[ScreenColumn],
    number: int,
    screen: Screen,
) -> list[str]:
    if not rows:
        return []
    lines = ["", screen.style(heading, tone, bold=True)]
    lines += [line for found in table(rows, columns, screen) for line in found]
    if number > len(rows):
        lines.append(f"  and {number - len(rows):,} more")
    return lines


def _rows(rows: Sequence[MissingRow], report: Morning) -> list[list[ScreenCell]]:
    """Each task; whose it is and when they are out stands there once for all that follow one another."""
    found, before = [], ""
    for row in rows:
        cells = _cells(row, report)
        if row.prison_number == before:
            cells[0] = cells[1] = cells[4] = ScreenCell("")
        before = row.prison_number
        found.append(cells)
    return found


def _cells(row: MissingRow, report: Morning) -> list[ScreenCell]:
    return [
        ScreenCell(row.prison_number),
        ScreenCell(row.name, short=initialled(row.name)),
        ScreenCell(row.short or row.title),
        ScreenCell(_when(row), "bad" if row.state == "overdue" else "soon"),
        ScreenCell(_out(row, report)),
        ScreenCell(row.item if report.ids else "", "dim"),
    ]


def _when(row: MissingRow) -> str:
    if row.state == "overdue" and row.days is not None:
        return f"{count(-row.days, 'day')} late"
    if row.waited is not None:
        return f"no answer in {count(row.waited, 'day')}"
    if row.state == "to_do":
        return "no date" if row.due_on is None else day_in_words(row.due_on, year=False)
    return row.next or STATE_WORDS[row.state]


def _out(row: MissingRow, report: Morning) -> str:
    if row.stopped:
        return "stopped"
    if row.release_on is None:
        return phrases.without_release(row.earliest_on)
    days = (row.release_on - report.as_of).days
    if days < 0:
        return f"out {count(-days, 'day')} ago"
    return phrases.out_in(days)
