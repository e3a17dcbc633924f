"""Reports over the caseload, read from the record in one query each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias

from releasecheck.app.opening.session import App
from releasecheck.app.reading.countdowns import footnotes
from releasecheck.app.reading.staff import staff_of
from releasecheck.core.domain import Release
from releasecheck.core.errors import UsageError
from releasecheck.core.words import day_in_words, did_you_mean, full_name, listed
from releasecheck.people.prisons import same_prison
from releasecheck.reports.caseload.missing import Caseload, CaseloadRow, to_check
from releasecheck.store.report_rows import ListAsked, PersonCounts
from releasecheck.store.rows import Filters

Typed: TypeAlias = "str | int | tuple[str, ...] | None"
"""The value of an option that narrows a report."""

COUNTED_AHEAD = 28
"""Days ahead within which what is merely to do is counted in the list of people."""


def caseload_report(
    app: App,
    window: int | None,
    released: bool,
    filters: Filters,
    *,
    limit: int | None = None,
    days: tuple[date, date] | None = None,
) -> Caseload:
    """People by release date; those released already only when asked for.

    At most `limit` of them besides those of whom something must be settled first, and then how many there
    are; or all. `days`: only who leaves on these, or may.
    """
    filters = fitting(app, filters)
    leaving_by = None if window is None else app.today + timedelta(days=window)
    whole = Caseload(app.today, (), asked(filters), footnotes(app), window_days=window)
    here = ListAsked(filters, leaving_by, days=days)
    if limit is None:
        rows = _listed(app, here)
        rows += _listed(app, here._replace(which="gone")) if released else []
        return whole._replace(rows=tuple(rows))
    checks = _rows_to_check(app, here)
    first = tuple(row for row in checks if row.to_check)
    here = here._replace(without=frozenset(row.prison_number for row in first))
    rows = _listed(app, here, limit)
    if released and len(rows) < limit:
        rows += _listed(app, here._replace(which="gone"), limit - len(rows))
    left = app.store.count_listed(app.today, here._replace(which="both" if released else "here"))
    return whole._replace(rows=(*first, *rows), checks=checks, in_all=left + len(first))


def _listed(app: App, of: ListAsked, limit: int | None = None) -> list[CaseloadRow]:
    soon = app.today + timedelta(days=COUNTED_AHEAD)
    found = app.store.caseload_rows(app.today, soon, of, limit=limit)
    return [_caseload_row(row, app.today) for row in found]


def rows_to_check(app: App, filters: Filters) -> tuple[CaseloadRow, ...]:
    """Those of the list of whom something must be settled first; `filters` as the record spells them."""
    return _rows_to_check(app, ListAsked(filters))


def _rows_to_check(app: App, of: ListAsked) -> tuple[CaseloadRow, ...]:
    rows = app.store.caseload_rows(app.today, app.today, of._replace(to_check=True))
    return to_check(_caseload_row(row, app.today) for row in rows)


def _caseload_row(row: PersonCounts, today: date) -> CaseloadRow:
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
        stopped=row.stopped,
        check=row.check,
        earliest_on=row.earliest_on,
        lacks_recall=row.lacks_recall,
        rosh=row.rosh,
        same_crn=row.same_crn,
        alarms=row.alarms,
    )


def narrowed(**asked: str | Sequence[str] | None) -> Filters:
    """Filters from options as typed: one value, several of which any will do, or none."""
    values: dict[str, Any] = {
        name: (value,) if isinstance(value, str) else tuple(value or ()) for name, value in asked.items()
    }
    return Filters(**values)


def report_filters(app: App, typed: Mapping[str, Typed]) -> Filters:
    """Filters from the options that every report has, as the record spells them.

    Raises UsageError for one that fits nobody: a slip of the pen must not read as an all-clear.
    """
    given = {name: value for name, value in typed.items() if name != "leaving" and not isinstance(value, int)}
    leaving, pathway = typed.get("leaving"), typed.get("pathway")
    if isinstance(pathway, str):
        known = sorted({row.pathway for row in app.store.item_rows()})
        if pathway.lower() not in known:
            hint = did_you_mean(pathway, known) or "."
            raise UsageError(f'no pathway "{pathway}"{hint} It is {listed(known, "or")}')
        given["pathway"] = pathway.lower()
    by = (app.today + timedelta(days=leaving),) if isinstance(leaving, int) else ()
    return fitting(app, narrowed(**given)._replace(leaving_by=by))


def fitting(app: App, filters: Filters) -> Filters:
    """The same filters with prisons, wings and names as the record spells them, whatever was typed of them.

    Raises UsageError for one that fits nobody: a slip of the pen must not read as an all-clear.
    """
    found: dict[str, Any] = {}
    for name in _SPELT:
        for typed in getattr(filters, name):
            known = app.store.known_values(name)
            if not known and not app.store.numbers():
                return filters
            exact = tuple(value for value in known if value.casefold() == typed.casefold())
            if name in ("pom", "com"):
                from releasecheck.people.office.staff import Spelled

                exact = tuple(Spelled(staff_of(app), known).of(typed)) or exact
            if name == "prison":
                exact = tuple(value for value in known if same_prison(value, typed)) or exact
            part = tuple(value for value in known if typed.strip() and typed.casefold() in value.casefold())
            if not (exact or part):
                raise UsageError(
                    f'nobody in the record has {name} "{typed}"{did_you_mean(typed, known) or "."}'
                )
            found[name] = exact or part
    return filters._replace(**found)


def _in_words(value: str | date) -> str:
    return day_in_words(value) if isinstance(value, date) else value.replace("_", " ")


_SPELT: tuple[Literal["prison", "pom", "com", "wing"], ...] = ("prison", "pom", "com", "wing")
_IN_WORDS = dict.fromkeys(("rosh", "state", "leaving_by"), _in_words)
_SAID = {"rosh": "risk of serious harm", "number": "person", "leaving_by": "leaving by"}


def asked(filters: Filters) -> tuple[str, ...]:
    """Each filter in words, for the report to say what it leaves out."""
    return tuple(
        "your tasks"
        if name == "mine"
        else f"{_SAID.get(name, name)} {listed(map(_IN_WORDS.get(name, str), values), 'or')}"
        for name, values in filters.asked().items()
    )
