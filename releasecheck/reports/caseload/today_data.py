"""The morning's list for other programs, and as tables for a page."""

from __future__ import annotations

from releasecheck.core.words import day_in_words
from releasecheck.formats.columns import object_maker
from releasecheck.formats.json_text import Json, plain
from releasecheck.formats.tables import Heading, Table, Tables
from releasecheck.reports.caseload.data import MISSING_OBJECT
from releasecheck.reports.caseload.missing import MissingRow
from releasecheck.reports.caseload.people_page import check_words_of, to_check_objects
from releasecheck.reports.caseload.today import Morning
from releasecheck.reports.person.countdown import STATE_WORDS


def to_json_morning(report: Morning) -> dict[str, Json]:
    """What needs doing, task by task; each as `missing` has it."""
    return {
        "as_of": plain(report.as_of),
        "window_days": report.window_days,
        "caseload": report.caseload,
        "check": to_check_objects(report.unmarked, report.as_of),
        "items": list(map(object_maker(MISSING_OBJECT), report.rows)),
        "others_by_state": dict(report.others),
        "not_counted": dict(report.not_counted),
    }


def morning_tables(report: Morning) -> Tables:
    """The same as tables, in the order of the screen."""
    check = Table(
        "check",
        "Check this",
        (Heading("number", "Number"), Heading("name", "Name"), Heading("check", "What to settle")),
        tuple((row.prison_number, row.name, check_words_of(row, report.as_of)) for row in report.unmarked),
    )
    title = " · ".join((*report.about, f"needs doing, {day_in_words(report.as_of)}"))
    tables = (
        check,
        _table("overdue", "Overdue", report.urgent),
        _table("due", f"Due in {report.window_days} days", report.due),
        _table("waiting", "Waiting too long", report.waiting),
    )
    return Tables("today", title, report.as_of, tables, report.filters, (), report.footnotes, report.numbers)


def _table(name: str, title: str, rows: tuple[MissingRow, ...]) -> Table:
    words = ("Number", "Name", "Task", "Owner", "State", "Due")
    return Table(
        name,
        title,
        tuple(Heading(word.lower(), word) for word in words),
        tuple(
            (row.prison_number, row.name, row.title, row.owner, STATE_WORDS[row.state], row.due_on)
            for row in rows
        ),
    )
