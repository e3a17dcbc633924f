"""Reports over the caseload, read from the record in one query each."""

from __future__ import annotations

from datetime import date, timedelta

from releasecheck.caseload_reports import Caseload, CaseloadRow, Missing, MissingRow, missing
from releasecheck.commands.context import App
from releasecheck.commands.reading import footnotes
from releasecheck.domain import Release
from releasecheck.errors import UsageError
from releasecheck.reports import Standing, next_step, rests_on_ours, unmet
from releasecheck.store.report_rows import CaseloadRow as StoredCaseload
from releasecheck.store.report_rows import MissingRow as StoredMissing
from releasecheck.store.rows import Filters
from releasecheck.words import did_you_mean, full_name, listed

COUNTED_AHEAD = 28
"""Days ahead within which what is merely to do is counted in the list of people."""


def missing_report(app: App, window: int, grouping: str, filters: Filters) -> Missing:
    """What is missing across the caseload, in the window asked for."""
    until = app.today + timedelta(days=window)
    filters = fitting(app, filters)
    ours = {row.id: row.local_parts for row in app.store.item_rows()}
    rows = [
        _missing_row(row, app.today, ours.get(row.item, ()))
        for row in app.store.missing_rows(app.today, until, filters)
    ]
    people = app.store.count_people(filters)
    return missing(rows, app.today, window, people, grouping, _asked(filters), footnotes(app))


def _missing_row(row: StoredMissing, today: date, local_parts: tuple[str, ...]) -> MissingRow:
    standing = Standing(
        row.state,
        row.action or "",
        row.opens_on,
        row.outcome_on,
        row.outcome_next,
        row.missing_facts,
        unmet(row.needs, today),
    )
    return MissingRow(
        prison_number=row.prison_number,
        name=full_name(row.last_name, row.first_name),
        prison=row.prison,
        item=row.item,
        title=row.title or row.item,
        owner=row.owner,
        owner_name=row.owner_name,
        state=row.state,
        due_on=row.due_on,
        days=(row.due_on - today).days if row.due_on else None,
        missing_facts=row.missing_facts,
        blocked_by=standing.blocked_by,
        release_on=row.release_on,
        next=next_step(standing, today),
        public_protection=row.public_protection,
        local_default=row.state != "blocked" and rests_on_ours(row.state, local_parts),
        waited=(today - row.outcome_on).days if row.state == "chase" and row.outcome_on else None,
    )


def caseload_report(app: App, window: int | None, released: bool, filters: Filters) -> Caseload:
    """People by release date; those released already only when asked for."""
    filters = fitting(app, filters)
    leaving_by = None if window is None else app.today + timedelta(days=window)
    soon = app.today + timedelta(days=COUNTED_AHEAD)
    read = app.store.caseload_rows
    rows = read(app.today, soon, filters, leaving_by=leaving_by)
    if released:
        rows += read(app.today, soon, filters, leaving_by=leaving_by, released=True)
    return Caseload(
        app.today, tuple(_caseload_row(row, app.today) for row in rows), _asked(filters), footnotes(app)
    )


def _caseload_row(row: StoredCaseload, today: date) -> CaseloadRow:
    release = None
    if row.release_on is not None:
        release = Release(row.release_on, row.release_type, row.release_on, row.confirmed)
    return CaseloadRow(
        prison_number=row.prison_number,
        name=full_name(row.last_name, row.first_name),
        prison=row.prison,
        release=release,
        days_to_release=(row.release_on - today).days if row.release_on else None,
        counts=row.counts,
        released_on=row.released_on,
        pom=row.pom,
        com=row.com,
    )


def narrowed(**asked: str | None) -> Filters:
    """Filters from options as typed: one value each, or none."""
    return Filters(**{name: (value,) for name, value in asked.items() if value is not None})


def fitting(app: App, filters: Filters) -> Filters:
    """The same filters with prisons and names as the record spells them, whatever was typed of them.

    Raises UsageError for one that fits nobody: a slip of the pen must not read as an all-clear.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in ("prison", "pom", "com"):
        for typed in getattr(filters, name):
            known = app.store.known_values(name)
            if not known and not app.store.numbers():
                return filters
            exact = tuple(value for value in known if value.casefold() == typed.casefold())
            part = tuple(value for value in known if typed.strip() and typed.casefold() in value.casefold())
            if not (exact or part):
                raise UsageError(
                    f'nobody in the record has {name} "{typed}"{did_you_mean(typed, known) or "."}'
                )
            found[name] = exact or part
    return filters._replace(**found)


def _asked(filters: Filters) -> tuple[str, ...]:
    return tuple(f"{name} {listed(values, 'or')}" for name, values in filters.asked().items())
