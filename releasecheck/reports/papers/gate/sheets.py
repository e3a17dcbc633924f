"""The release-day check as a workbook: a row for each line of each person's check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from releasecheck.formats.columns import Column
from releasecheck.formats.sheets.pages import SheetPage, about_sheet, sheet_of
from releasecheck.reports.papers.gate.check import Departures, Gate
from releasecheck.reports.papers.gate.day import days_of, may_leave_lines
from releasecheck.reports.papers.gate.line import GateLine
from releasecheck.reports.papers.gate.policy import GatePolicy
from releasecheck.reports.papers.gate.verdict import first_words


class _Checked(NamedTuple):
    about: Gate
    verdict: str
    line: GateLine


_COLUMNS: tuple[Column[_Checked], ...] = (
    Column("prison_number", "whose it is", "about.report.prison_number"),
    Column("name", "their name", "about.report.name"),
    Column("release_date", "the release day counted to", "about.report.release?.date"),
    Column("verdict", "what the check comes to", "verdict"),
    Column("check", "what is checked", "line.title"),
    Column("state", "open, ahead, settled, or paper: to be looked at on paper", "line.verdict"),
    Column("says", "what is recorded of it", lambda row: str(row.line.cell)),
    Column("owner", "whose the first open thing is", "line.owner"),
    Column("planned_time", "the time they are to leave", "about.planned"),
    Column("time_out", "the time they left", "about.out"),
)


def gate_sheets(
    people: Iterable[Gate], as_of: date, policy: GatePolicy, notes: Iterable[str] = (), days: str = ""
) -> tuple[SheetPage, ...]:
    """The checks of these people, and on a last sheet what is to be known of them."""
    people = tuple(people)
    rows = [_Checked(one, first_words(one, policy), line) for one in people for line in one.lines]
    points = (f"{one.report.prison_number}: {point}" for one in people for point in one.points)
    page = sheet_of("Release check", as_of, _COLUMNS, rows, {})
    if days:
        page = page._replace(above=f"{page.above}. {days}")
    return (page, *about_sheet((*notes, *points)))


def departures_sheets(report: Departures, as_of: date, policy: GatePolicy) -> tuple[SheetPage, ...]:
    """The same of everybody who leaves on some days, and who may have to be among them."""
    notes = [f"{number}: past their day and not recorded as out" for number in report.past]
    notes += [f"{number}: a list said of where they are: {said}" for number, said in report.asked.items()]
    notes += [*may_leave_lines(report), report.left_out]
    return gate_sheets(report.people, as_of, policy, notes, f"Leaving {days_of(report)}")
