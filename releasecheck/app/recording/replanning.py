"""Bringing saved plans up to date: when the policy, the calendar or the day has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from releasecheck.app.law.folders import UNFINISHED
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.progress_bar import progress_of
from releasecheck.core.domain import DONE_BEFORE
from releasecheck.policy.sources import KEPT_FILES, PLAN_VERSION, files_text, fingerprint
from releasecheck.store.rows import ClosedDayRow, Fingerprints

if TYPE_CHECKING:
    from releasecheck.planning.changes import Decided
    from releasecheck.planning.day_moves import DayMoved

_AT_A_TIME = 500
"""People who are planned together."""
_ASKS_BEFORE = 4
"""The first PLAN_VERSION that asks what was done before somebody was recorded, and calls none of it late."""


def current_fingerprints(app: App) -> Fingerprints:
    """Which catalogue and calendar a plan made now is made from."""
    files = (*app.catalogue_files(), *app.rule_files())
    return Fingerprints(f"{PLAN_VERSION}-{fingerprint(files)}", app.calendar().fingerprint)


def bring_up_to_date(app: App) -> None:
    """Re-plan whoever has a saved plan that does not hold today, and save it.

    Everybody when the catalogue or calendar changed; otherwise only those for whom a day's passing matters.
    """
    if app.store.meta(UNFINISHED):
        from releasecheck.app.law.erasing import say_unfinished

        say_unfinished(app)
    marks, saved = current_fingerprints(app), app.store.fingerprints()
    if saved != marks:
        from releasecheck.planning.day_moves import DayMoved

        was = app.store.planned_releases()
        moved: list[DayMoved] = []
        asked: list[str] = []

        def compare(decided: Decided) -> None:
            """Said once: what is saved now is what the next opening compares with."""
            number, release = decided.record.prison_number, decided.plan.release
            now = release.date if release else None
            if number in was and was[number] != now and "released_on" not in decided.record.facts:
                moved.append(DayMoved(number, "release", was[number], now))
            asked.extend(number for task in decided.plan.tasks if task.missing_facts == (DONE_BEFORE,))

        replan(app, None, "The rules or the calendar have changed: planning everybody again", compare)
        _say_whose_release_moved(app, moved)
        if saved is not None and _made_before(saved, _ASKS_BEFORE):
            _say_what_is_asked(app, asked)
        return
    stale = app.store.stale(app.today, marks)
    if stale:
        replan(app, stale, "")


def _say_whose_release_moved(app: App, moved: Sequence[DayMoved]) -> None:
    """On stderr, by number, the restricted left out: a release that is another day must not pass unseen."""
    if not moved:
        return
    import click

    from releasecheck.reports.person.move_lines import release_moved_lines

    here = set(app.store.numbers_for())
    told = [one for one in moved if one.prison_number in here]
    for line in release_moved_lines(told, app.screen) if told else ():
        click.echo(line, err=True)


def _made_before(saved: Fingerprints, version: int) -> bool:
    """Whether plans were saved by rules older than a version of them."""
    made_by = saved.catalogue.partition("-")[0]
    return not made_by.isdecimal() or int(made_by) < version


def _say_what_is_asked(app: App, asked: Sequence[str]) -> None:
    """On stderr, once: that what fell due before people were recorded is no longer late but a question."""
    here = set(app.store.numbers_for())
    told = [number for number in asked if number in here]
    if not told:
        return
    import click

    from releasecheck.core.words import count

    tasks, people = count(len(told), "task"), count(len(set(told)), "person", "people")
    click.echo(
        f"{tasks} of {people} fell due long before they were recorded here, and are no longer called late: "
        "done before? when? Next: releasecheck export before -o before.xlsx",
        err=True,
    )


def days_moved_by(app: App, days: Iterable[ClosedDayRow]) -> list[tuple[DayMoved, ...]]:
    """Whose dates these closed days would move, person by person, but the restricted; nothing is saved."""
    from releasecheck.planning.day_moves import days_moved
    from releasecheck.planning.planner import Planner

    planner = Planner(app.catalogue(), app.calendar_with(days), app.rules())
    store = app.store
    numbers = store.numbers()
    people = zip(store.saved_plans(), store.records(), strict=True)
    why = "Working out whose dates move"
    return [
        moved
        for saved, record in progress_of(people, len(numbers), why, quiet=app.quiet)
        if not saved.person.restricted
        and (moved := days_moved(saved.plan, planner.plan(record, app.today), app.today))
    ]


def replan(
    app: App,
    numbers: Sequence[str] | None,
    why: str,
    each: Callable[[Decided], None] = lambda _: None,
) -> int:
    """Plan people again and save it, in one transaction, handing each over; the number of people planned."""
    from releasecheck.app.recording.planning_process import decider
    from releasecheck.planning.changes import PersonChange
    from releasecheck.policy.catalogue_files import to_keep

    planner = app.planner()
    marks = current_fingerprints(app)
    wanted = app.store.numbers() if numbers is None else numbers
    with app.store.writing(by=app.by, at=app.now, day=app.today, command="replan") as transaction:
        if numbers is None:
            transaction.save_items(planner.catalogue)
            transaction.set_meta("catalogue_tables", to_keep(app.catalogue_files()))
            transaction.set_meta(KEPT_FILES, files_text((*app.catalogue_files(), *app.rule_files())))
            transaction.save_fingerprints(marks)
        records = progress_of(transaction.records(wanted), len(wanted), why, quiet=app.quiet)
        asked = ((record, PersonChange(record.prison_number)) for record in records)
        batches = iter(lambda: list(islice(asked, _AT_A_TIME)), [])
        for decided, plan in decider(len(wanted))(batches, planner, app.today, marks):
            transaction.save_plan(decided.record, decided.plan, plan)
            each(decided)
    return len(wanted)
