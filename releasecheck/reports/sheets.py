"""What each report holds as the sheets of a workbook; `forms` knows which report has any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from releasecheck.formats.columns import Column
from releasecheck.formats.sheets.pages import SheetPage, about_sheet, sheet_of, sheets_of_tables
from releasecheck.formats.tables import Tables
from releasecheck.reports.caseload.data import caseload_columns, missing_columns
from releasecheck.reports.caseload.day_list import DayList, day_columns
from releasecheck.reports.caseload.missing import Caseload, Missing
from releasecheck.reports.caseload.today import Morning
from releasecheck.reports.person.contact_lines import asked_columns
from releasecheck.reports.person.countdown import STATE_WORDS, Countdown
from releasecheck.reports.person.countdown_data import TASKS, person_tasks
from releasecheck.reports.person.requests_page import Requests


def sheets_of(report: object) -> tuple[SheetPage, ...]:
    """The report as sheets: what it lists, and on a last one what is to be known of it."""
    if isinstance(report, Tables):
        about = (*report.filters, *report.notes, *report.footnotes)
        return (*sheets_of_tables(report), *about_sheet(about))
    if isinstance(report, Countdown):
        notes = (*report.checks, *report.footnotes)
        return _listed("Tasks", report.as_of, TASKS, person_tasks(report), notes)
    if isinstance(report, Requests):
        columns = asked_columns(report.number, report.as_of)
        return _listed("Requests", report.as_of, columns, report.found, ())
    if isinstance(report, Morning):
        return _listed("Tasks", report.as_of, missing_columns(report.as_of), report.rows, report.notes)
    assert isinstance(report, Missing | DayList | Caseload), "those are all that have rows"
    notes = (*report.filters, *report.footnotes)
    if isinstance(report, Missing):
        about = (*notes, report.apart)
        return _listed("Missing", report.as_of, missing_columns(report.as_of), report.items, about)
    if isinstance(report, DayList):
        return _listed("Today", report.as_of, day_columns(report), report.needs.people, notes)
    about = (*notes, report.apart)
    return _listed("People", report.as_of, caseload_columns(report.as_of), report.rows, about)


def _listed(
    title: str, as_of: date, columns: Sequence[Column[Any]], things: Iterable[Any], notes: Iterable[str]
) -> tuple[SheetPage, ...]:
    return (sheet_of(title, as_of, columns, things, STATE_WORDS), *about_sheet(notes))
