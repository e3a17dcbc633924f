"""Who is not in a report over people and dates: asked of the record, and said under every such report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.present import say
from releasecheck.app.reading.caseload import asked, caseload_report, fitting, rows_to_check
from releasecheck.app.reading.missing import Withheld, missing_report, missing_rows, weighing_for
from releasecheck.app.reading.needs import first_needs, what_is_shown
from releasecheck.core.words import count
from releasecheck.reports.caseload.accounted import LeftOut, Scope, leaving_after, left_out, left_out_words
from releasecheck.reports.caseload.missing import Caseload, Missing
from releasecheck.reports.caseload.missing_people import MissingPeople
from releasecheck.reports.caseload.needs import needs_of
from releasecheck.store.report_rows import ListAsked, NeedsAsked
from releasecheck.store.rows import Filters


class Accounted:
    """Whom a report leaves out, as numbers for programs and as a sentence for people."""

    def __init__(self, left: LeftOut, scope: Scope, seen: int) -> None:
        self.seen = seen
        """How many people the report has."""
        self.not_counted = left.not_counted
        self.words = left_out_words(left, scope)

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentence as the last of a report's notes; none where the report has everybody."""
        return (self.words,) if self.words else ()

    def say_beside(self, app: App, form: str) -> None:
        """The sentence on stderr, beside a form that has no room for it: rows for a spreadsheet."""
        if form in ("csv", "ics") and self.words:
            say(app, self.words)


def accounted(
    app: App,
    shown: Iterable[str],
    filters: Filters,
    scope: Scope,
    also: ListAsked | None = None,
) -> Accounted:
    """Everybody in prison whom a report does not show, and why. `filters` as the record spells them.

    It shows these people, and everybody whom `also` asks for.
    """
    last = min(filters.leaving_by, default=scope.last)
    if last is not None and filters.leaving_by:
        scope = scope._replace(last=last, outside=leaving_after(last))
    standings = app.store.standings(app.today, filters, shown, scope.first, scope.last, also)
    seen = sum(number for standing, number in standings.items() if standing.shown)
    return Accounted(left_out(standings), scope, seen)


def within_days(today: date, days: int | None) -> Scope:
    """Releases in so many days from today, as `--within` asks for; None: whenever they are."""
    if days is None:
        return Scope()
    last = today + timedelta(days=days)
    return Scope(last=last, outside=leaving_after(last))


def caseload_and_rest(
    app: App, window: int | None, released: bool, filters: Filters, *, limit: int | None = None
) -> tuple[Caseload, Accounted]:
    """People by release date, at most `limit` of them or all, which says who is not among them."""
    filters = fitting(app, filters)
    report = caseload_report(app, window, released, filters, limit=limit)
    leaving_by = None if window is None else app.today + timedelta(days=window)
    shown = ListAsked(filters, leaving_by, "both" if released else "here")
    apart = accounted(app, (), filters, within_days(app.today, window), shown)
    return _with(report, apart), apart


def missing_and_rest(
    app: App, window: int, grouping: str, filters: Filters, *, lists: bool = False
) -> tuple[Missing, Accounted]:
    """What is missing across the caseload, which says who is not in it."""
    report = missing_report(app, window, grouping, filters, lists=lists)
    apart = accounted(app, report.numbers, filters, missing_scope(window))
    return _with(report, apart), apart


Report = TypeVar("Report", Caseload, Missing)


def _with(report: Report, apart: Accounted) -> Report:
    """The report, which says whom it leaves out: under its title where there is one, else in its foot."""
    return report._replace(
        footnotes=(*report.footnotes, *apart.notes), not_counted=apart.not_counted, apart=apart.words
    )


def people_and_rest(app: App, window: int, filters: Filters, limit: int | None) -> MissingPeople:
    """For whom something is missing, at most `limit` of them, which says who is not in it.

    `filters` as the record spells them. All are read person by person, and of a screenful no others.
    """
    until = app.today + timedelta(days=window)
    ask = what_is_shown(app, NeedsAsked(until, filters))
    checks, weighing, withheld = rows_to_check(app, filters), weighing_for(app), Withheld()
    aside = frozenset(row.prison_number for row in checks if row.to_check)
    told = frozenset(row.prison_number for row in checks)
    counted = app.store.tasks_counted(app.today, ask)
    apart = accounted(app, told | counted.people, filters, missing_scope(window))
    if limit is None:
        rows = missing_rows(app, window, filters, withheld)
        needs = needs_of(rows, weighing, limit=None, aside=aside)
    else:
        seen = needing(app, ask, apart, told)
        needs = first_needs(app, ask, counted, weighing, aside, seen, limit, tasks=True)
        withheld.tasks = app.store.withheld(app.today, ask)
    return MissingPeople(
        as_of=app.today,
        window_days=window,
        caseload=app.store.count_people(app.today, until, filters),
        needs=needs,
        checks=checks,
        gaps=0 if filters.state else app.store.count_gaps(filters),
        filters=asked(filters),
        footnotes=(*withheld.notes, *apart.notes),
    )


def needing(app: App, ask: NeedsAsked, apart: Accounted, told: frozenset[str]) -> int:
    """For how many something is missing, of all whom a report has: those whom it tells of anyway left out."""
    return apart.seen - len(told) + (len(app.store.missing_among(app.today, ask, told)) if told else 0)


def missing_scope(window: int) -> Scope:
    """What is missing in so many days, whenever people leave."""
    return Scope(nothing=f"with nothing missing within {count(window, 'day')}")


def morning_scope(window: int) -> Scope:
    """What needs doing in so many days; what is merely not known is not among it."""
    return Scope(nothing=f"with nothing due within {count(window, 'day')}")


def calendar_scope(window: int | None, *, everything: bool = False) -> Scope:
    """What falls in so many days of a calendar; None: whenever it falls. `everything`: due dates too."""
    days = "" if window is None else f" within {count(window, 'day')}"
    nothing = "nothing due" if everything else "no appointment and no last day"
    return Scope(nothing=f"with {nothing}{days}", what="this calendar")
