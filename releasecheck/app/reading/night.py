"""What a night is made from, read from the record inside one snapshot, prison after prison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import say
from releasecheck.app.reading.accounted import accounted, calendar_scope
from releasecheck.app.reading.calendar_days import post_titles, reminder
from releasecheck.app.reading.caseload import COUNTED_AHEAD, caseload_report
from releasecheck.app.reading.countdowns import countdowns
from releasecheck.app.reading.missing import missing_report
from releasecheck.app.reading.staff import spelled_alike
from releasecheck.core.errors import ReportError
from releasecheck.night.asked import Gone, PrisonNight
from releasecheck.people.office.staff import Spelled
from releasecheck.people.prisons import prison_of
from releasecheck.reports.caseload.accounted import Whereabouts
from releasecheck.reports.caseload.missing import CaseloadRow
from releasecheck.reports.night.found import NightBefore
from releasecheck.store import EVERYONE, Filters
from releasecheck.store.report_rows import Run

SNAPSHOT = "night snapshot"
"""The kind of run that keeps what was missing; the last of two days are kept."""
CALENDAR_DAYS = 14
"""Days ahead that the calendar holds."""
CALENDAR_PEOPLE = 5000
"""People beyond whom a calendar is of no use to anybody, and is left out."""


class NightCaseload(NamedTuple):
    """Everybody in reports, by prison; the same prison however it is spelled."""

    prisons: tuple[tuple[str | None, tuple[CaseloadRow, ...]], ...]
    gone: Gone
    alike: Spelled
    """Every name of a member of staff as written -> the richest spelling of that person."""


def earlier_night(app: App) -> tuple[NightBefore | None, tuple[int, ...]]:
    """The last night of an earlier day, and the runs to keep beside tonight's: it, and any of later days.

    What it says of people is read when it is asked for: inside the same snapshot of the record.
    """
    runs = [(run, _before(app, run)) for run in app.store.runs(SNAPSHOT, 10)]
    later = [run.id for run, before in runs if before.day > app.today]
    earlier = [found for found in runs if found[1].day < app.today]
    if not earlier:
        return None, tuple(later)
    run, before = max(earlier, key=lambda found: (found[1].day, found[0].id))
    return before, (run.id, *later)


def _before(app: App, run: Run) -> NightBefore:
    return NightBefore.from_summary(run.summary, lambda numbers: app.store.night_lines(run.id, numbers))


def everybody(app: App) -> NightCaseload:
    """Who is in reports now, and of those who have left, who they were and when they went."""
    rows = caseload_report(app, None, True, EVERYONE).rows
    found: dict[str | None, list[CaseloadRow]] = {}
    spelled: dict[str, str] = {}
    alike = spelled_alike(app)
    for row in rows:
        row = row._replace(pom=row.pom and alike[row.pom], com=row.com and alike[row.com])
        prison = None if row.prison is None else prison_of(row.prison)
        key = None if prison is None else spelled.setdefault(prison.casefold(), prison)
        found.setdefault(key, []).append(row)
    gone = {row.prison_number: (row.name, row.released_on) for row in rows if row.released_on is not None}
    order = sorted(found, key=lambda prison: (prison is None, (prison or "").casefold()))
    return NightCaseload(tuple((prison, tuple(found[prison])) for prison in order), gone, alike)


def prison_nights(app: App, caseload: NightCaseload) -> Iterator[PrisonNight]:
    """One prison after the other, with everything missing there."""
    for prison, people in caseload.prisons:
        if prison is not None:
            filters = Filters(prison=tuple({person.prison for person in people if person.prison}))
        else:
            filters = Filters(number=tuple(person.prison_number for person in people))
        report = missing_report(app, COUNTED_AHEAD, "person", filters, alike=caseload.alike)
        yield PrisonNight(prison, report, people)


def standings(app: App) -> dict[Whereabouts, int]:
    """How many people stand where, of everybody: for every list of the night to say whom it leaves out."""
    last = app.today + timedelta(days=COUNTED_AHEAD)
    return app.store.standings(app.today, EVERYONE, (), None, last)


def office(app: App, caseload: NightCaseload) -> str:
    """Whose night it is, in words: the office of the config file, else the prisons of the record."""
    named = app.settings.get("office") or app.settings.get("prison")
    prisons = [prison for prison, _ in caseload.prisons if prison is not None]
    if named:
        return named
    return prisons[0] if len(prisons) == 1 else f"{len(prisons)} prisons" if prisons else ""


def calendar_pieces(app: App, caseload: NightCaseload) -> Iterable[str]:
    """The text of a calendar of the window ahead; none, which is said, where it cannot be made."""
    from releasecheck.exchange.writing.calendar_file import check_can_write, entries, ics_pieces

    numbers = [row.prison_number for _, rows in caseload.prisons for row in rows]
    try:
        check_can_write()
        if len(numbers) > CALENDAR_PEOPLE:
            raise ReportError(f"{len(numbers):,} people are too many for one. Type: releasecheck export ics")
    except ReportError as error:
        say(app, f"calendar.ics was left out: {error}")
        return ()
    until = app.today + timedelta(days=CALENDAR_DAYS)
    fields, titles = app.whole_catalogue().fields, post_titles(app)
    found = (
        entry for report in countdowns(app, numbers) for entry in entries(report, fields, titles, until=until)
    )
    # What is overdue is on every other list of the night.
    ahead = [entry for entry in found if entry.day >= app.today]
    apart = accounted(app, {entry.prison_number for entry in ahead}, EVERYONE, calendar_scope(CALENDAR_DAYS))
    return ics_pieces(ahead, app.now, app.marking, apart.words, reminder(app))
