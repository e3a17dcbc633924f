"""Every report in every form: its template, page, lines, pictures, rows and JSON object are known here only.

A new report is a module of its own, a function below and a line in `FORMS`. Each form loads what it needs
when it is asked for it: whoever looks at one report on a screen waits for nothing of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from releasecheck.formats.form import Form
from releasecheck.reports.night_forms import digest_form, drawn, night_form, owned_form

if TYPE_CHECKING:
    from releasecheck.formats.charts import Picture
    from releasecheck.formats.json_text import Json
    from releasecheck.formats.paper import Paper
    from releasecheck.formats.sheets.pages import SheetPage
    from releasecheck.formats.tables import Tables
    from releasecheck.formats.terminal import Screen
    from releasecheck.reports.caseload.day_list import DayList
    from releasecheck.reports.caseload.missing import Caseload, Missing
    from releasecheck.reports.caseload.missing_people import MissingPeople
    from releasecheck.reports.caseload.today import Morning
    from releasecheck.reports.person.countdown import Countdown
    from releasecheck.reports.person.history_page import PersonHistory
    from releasecheck.reports.person.requests_page import Requests


class Report(Protocol):
    """What is shown of people, of whatever shape."""

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""


def of(report: object) -> Form:
    """The report in every form."""
    return FORMS[type(report).__name__](report)


def countdown_form(report: Countdown) -> Form:
    """One person's checklist."""

    def page() -> object:
        from releasecheck.reports.person.countdown_page import countdown_page
        from releasecheck.reports.person.person_rows import person_rows

        return countdown_page(report)._replace(rows=person_rows(report))

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.reports.person.countdown_lines import countdown_lines

        return countdown_lines(report, screen, show_all=everything)

    def pictures() -> tuple[Picture, ...]:
        from releasecheck.reports.person.strip import strip, strip_picture

        found = strip(report)
        return (strip_picture(found),) if found else ()

    def csv() -> Iterator[str]:
        from releasecheck.reports.person.countdown_data import countdown_csv

        return countdown_csv(report)

    def data() -> dict[str, Json]:
        from releasecheck.reports.person.countdown_data import to_json_countdown

        return to_json_countdown(report)

    return Form(("show",), page, lines, pictures, csv, data, _sheets(report))


def missing_form(report: Missing) -> Form:
    """What is missing across a caseload."""

    def page() -> object:
        from releasecheck.reports.caseload.missing_page import missing_page

        return missing_page(report)

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.reports.caseload.missing_lines import missing_lines

        return missing_lines(report, screen, limit=None if everything else 40)

    def csv() -> Iterator[str]:
        from releasecheck.reports.caseload.data import missing_csv

        return missing_csv(report.as_of, report.items)

    def data() -> dict[str, Json]:
        from releasecheck.reports.caseload.data import to_json_missing

        return to_json_missing(report)

    return Form(("missing",), page, lines, csv=csv, data=data, sheets=_sheets(report))


def missing_people_form(report: MissingPeople) -> Form:
    """What is missing across a caseload, for a screen: its pages and rows are those of `Missing`."""

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.reports.caseload.missing_people import missing_people_lines

        return missing_people_lines(report, screen, everything)

    return Form((), lambda: report, lines)


def day_form(report: DayList) -> Form:
    """Who needs somebody today."""

    def page() -> object:
        from releasecheck.formats.table_pages import tables_page
        from releasecheck.reports.caseload.day_list import day_tables

        return tables_page(day_tables(report))

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.reports.caseload.day_lines import day_lines

        return day_lines(report, screen, everything)

    def csv() -> Iterator[str]:
        from releasecheck.reports.caseload.day_list import day_csv

        return day_csv(report)

    def data() -> dict[str, Json]:
        from releasecheck.reports.caseload.day_list import to_json_day

        return to_json_day(report)

    return Form(("today", "tables"), page, lines, csv=csv, data=data, sheets=_sheets(report))


def morning_form(report: Morning) -> Form:
    """What needs doing today, task by task."""

    def page() -> object:
        from releasecheck.formats.table_pages import tables_page
        from releasecheck.reports.caseload.today_data import morning_tables

        return tables_page(morning_tables(report))

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.formats.terminal import footnote_lines
        from releasecheck.reports.caseload.today_lines import morning_lines

        return [
            *morning_lines(report, screen, limit=None if everything else 12),
            *footnote_lines(report.notes, screen),
        ]

    def csv() -> Iterator[str]:
        from releasecheck.reports.caseload.data import missing_csv

        return missing_csv(report.as_of, report.rows)

    def data() -> dict[str, Json]:
        from releasecheck.reports.caseload.today_data import to_json_morning

        return to_json_morning(report)

    return Form(("today", "tables"), page, lines, csv=csv, data=data, sheets=_sheets(report))


def caseload_form(report: Caseload) -> Form:
    """People by release date."""

    def page() -> object:
        from releasecheck.reports.caseload.people_page import caseload_page

        return caseload_page(report)

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.reports.caseload.people_lines import caseload_lines

        return caseload_lines(report, screen, everything)

    def pictures() -> tuple[Picture, ...]:
        from releasecheck.formats.charts import release_weeks, releases_picture

        late = report.late
        days = [
            (row.release.date, "overdue" in row.counts if late is None else row.prison_number in late)
            for row in report.rows
            if row.release and row.released_on is None
        ]
        part = "something late" if late is None else "something late by a rule with a source"
        return drawn(releases_picture(release_weeks(days, report.as_of), part))

    def csv() -> Iterator[str]:
        from releasecheck.reports.caseload.data import caseload_csv

        return caseload_csv(report)

    def data() -> dict[str, Json]:
        from releasecheck.reports.caseload.data import to_json_caseload

        return to_json_caseload(report)

    return Form(("list",), page, lines, pictures, csv, data, _sheets(report))


def tables_form(report: Tables) -> Form:
    """A report of tables: the forecast, the caseload, the outcomes."""

    def page() -> object:
        from releasecheck.formats.table_pages import tables_page

        return tables_page(report)

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.formats.table_lines import tables_lines

        return tables_lines(report, screen, limit=None if everything else 40)

    def pictures() -> tuple[Picture, ...]:
        if report.kind == "outcomes":
            from releasecheck.reports.figures.outcomes_picture import beside_picture

            return drawn(beside_picture(report))
        if report.kind != "forecast":
            return ()
        from releasecheck.formats.charts import releases_picture
        from releasecheck.reports.figures.forecast import compressed_by_week

        return drawn(releases_picture(compressed_by_week(report), "too late for the usual time"))

    def csv() -> Iterator[str]:
        from releasecheck.formats.table_data import tables_csv

        return tables_csv(report)

    def data() -> dict[str, Json]:
        from releasecheck.formats.table_data import to_json_tables

        return to_json_tables(report)

    return Form((report.kind, "tables"), page, lines, pictures, csv, data, _sheets(report))


def paper_form(paper: Paper) -> Form:
    """A paper to be handed to somebody; a docx or a pdf is made of the paper itself."""

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.formats.paper_lines import paper_lines, spoken_lines

        return spoken_lines(paper) if paper.layout == "letter" else paper_lines(paper, screen)

    return Form(paper.templates, lambda: paper, lines)


def history_form(report: PersonHistory) -> Form:
    """Who recorded what of one person."""

    def page() -> object:
        from releasecheck.reports.person.history_page import history_page

        return history_page(report)

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.reports.person.history_lines import history_lines

        return history_lines(report, screen)

    def data() -> dict[str, Json]:
        from releasecheck.reports.person.history_lines import history_object

        return history_object(report)

    return Form(("history",), page, lines, data=data)


def requests_form(report: Requests) -> Form:
    """What was asked for one person."""

    def page() -> object:
        from releasecheck.reports.person.requests_page import requests_page

        return requests_page(report)

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.reports.person.contact_lines import asked_lines

        return asked_lines(report.found, report.met, report.number, report.as_of, screen)

    def csv() -> Iterator[str]:
        from releasecheck.formats.columns import csv_of
        from releasecheck.reports.person.contact_lines import asked_columns

        return csv_of(asked_columns(report.number, report.as_of), report.found)

    def data() -> dict[str, Json]:
        from releasecheck.formats.json_text import plain
        from releasecheck.reports.person.contact_lines import asked_object

        return {
            "as_of": plain(report.as_of),
            "prison_number": report.number,
            "requests": [asked_object(each, report.as_of) for each in report.found],
        }

    return Form(("requests",), page, lines, csv=csv, data=data, sheets=_sheets(report))


def _sheets(report: object) -> Callable[[], tuple[SheetPage, ...]]:
    def sheets() -> tuple[SheetPage, ...]:
        from releasecheck.reports.sheets import sheets_of

        return sheets_of(report)

    return sheets


#: What makes the form of a report, by the name of the report's class: no two classes of the house share one.
FORMS: dict[str, Callable[[Any], Form]] = {
    "Countdown": countdown_form,
    "Missing": missing_form,
    "MissingPeople": missing_people_form,
    "DayList": day_form,
    "Morning": morning_form,
    "Caseload": caseload_form,
    "Tables": tables_form,
    "Paper": paper_form,
    "Night": night_form,
    "Owned": owned_form,
    "Digest": digest_form,
    "PersonHistory": history_form,
    "Requests": requests_form,
}
