"""What commands read from the record: plans as they hold today, and the reports made from them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from releasecheck.caseload_reports import Caseload, CaseloadRow, Missing, MissingRow, missing
from releasecheck.commands.context import App
from releasecheck.domain import Facts, Plan, Release
from releasecheck.fact_checks import check_facts
from releasecheck.handover import missing_flags
from releasecheck.reports import (
    Countdown,
    ItemInfo,
    Standing,
    countdown,
    full_name,
    next_step,
    rests_on_ours,
    unmet,
)
from releasecheck.store.rows import CaseloadRow as StoredCaseload
from releasecheck.store.rows import Filters
from releasecheck.store.rows import MissingRow as StoredMissing
from releasecheck.words import day_in_words, listed

if TYPE_CHECKING:
    from releasecheck.working_days import Calendar

COUNTED_AHEAD = 28
"""Days ahead within which what is merely to do is counted in the list of people."""


def current_plan(app: App, number: str) -> tuple[Plan, Facts]:
    """A person's plan as it holds today, with their facts; opening the record has brought it up to date."""
    saved = app.store.saved_plan(number)
    assert saved is not None, "only called for somebody the record knows"
    return saved.plan, saved.person.facts


def item_infos(app: App) -> Mapping[str, ItemInfo]:
    """Titles and actions of the installed items, as saved with the plans."""
    return {
        row.id: ItemInfo(
            row.id,
            row.title,
            row.pathway,
            row.action,
            row.code,
            row.local_parts,
            row.outcome_record,
            row.public_protection,
            row.first_mark,
            row.answer_mark,
        )
        for row in app.store.item_rows()
    }


def footnotes(app: App) -> tuple[str, ...]:
    """What a report must say of the policy it was made with."""
    version = app.store.meta("catalogue_version")
    own = json.loads(app.store.meta("catalogue_overrides") or "[]")
    return (f"Catalogue {version}" + (f", with this office's own {listed(own)}" if own else ""),)


def checks(plan: Plan, facts: Facts, app: App) -> tuple[str, ...]:
    """What somebody should look at before trusting the rest."""
    found = [check.text for check in check_facts(facts, app.today)]
    release = plan.release
    past = release is not None and release.date < app.today and "released_on" not in facts
    if past and release is not None and not release.confirmed:
        found.insert(0, f"Release day was {day_in_words(release.date)}: released?")
    return tuple(found)


def countdown_for(app: App, number: str) -> Countdown:
    """One person's checklist today."""
    plan, facts = current_plan(app, number)
    return countdown(
        plan,
        facts,
        item_infos(app),
        app.today,
        _working_days_left(app.calendar(), app.today, plan),
        checks(plan, facts, app),
        missing_flags(facts),
        footnotes(app),
    )


def people_to_count(app: App, prison: str | None) -> list[str]:
    """The people whose checklists an export gives out: all of one prison, without the restricted."""
    return [
        person.prison_number
        for person in app.store.people_rows()
        if not person.restricted and (prison is None or person.facts.get("prison") == prison)
    ]


def countdowns(app: App, prison: str | None) -> Iterator[Countdown]:
    """Everybody's checklist today, by prison number, one at a time."""
    infos, notes, calendar = item_infos(app), footnotes(app), app.calendar()
    for saved in app.store.saved_plans():
        plan, facts = saved.plan, saved.person.facts
        if saved.person.restricted or (prison is not None and facts.get("prison") != prison):
            continue
        days = _working_days_left(calendar, app.today, plan)
        yield countdown(
            plan, facts, infos, app.today, days, checks(plan, facts, app), missing_flags(facts), notes
        )


def _working_days_left(calendar: Calendar, today: date, plan: Plan) -> int | None:
    """Days on which something can still be done: today counts, the day of release does not."""
    if plan.release is None:
        return None
    night = timedelta(days=1)
    return calendar.working_days_between(today - night, plan.release.date - night)


def missing_report(app: App, window: int, grouping: str, filters: Filters) -> Missing:
    """What is missing across the caseload, in the window asked for."""
    until = app.today + timedelta(days=window)
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


def _asked(filters: Filters) -> tuple[str, ...]:
    return tuple(f"{name} {listed(values, 'or')}" for name, values in filters.asked().items())
