"""Bringing saved plans up to date: when the policy, the calendar or the day has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from releasecheck.app.law.folders import UNFINISHED
from releasecheck.app.opening.house_policy import go_by_the_record
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.progress_bar import progress_of
from releasecheck.core.domain import DONE_BEFORE
from releasecheck.core.errors import NoRight, StoreError
from releasecheck.policy.sources import KEPT_FILES, files_text, made_by, plan_mark
from releasecheck.store.again import decided_again
from releasecheck.store.rows import ClosedDayRow, Fingerprints, PlannedBy

if TYPE_CHECKING:
    from releasecheck.planning.changes import Decided
    from releasecheck.planning.day_moves import DayMoved
    from releasecheck.planning.planner import Planner
    from releasecheck.store.writes import StoreTransaction

AT_ONCE = 200
"""People who are planned again in one transaction because a day has passed, so that others can write."""
_ABOUT_ONE = frozenset(
    ("show", "why", "history", "mark", "note", "set", "own", "sheet", "prefill", "transfer", "com")
)
"""Commands that speak only of people they look up: each is planned again then, and others a few at a time."""
_AT_A_TIME = 500
"""People who are planned together."""
_ASKS_BEFORE = 4
"""The first PLAN_VERSION that asks what was done before somebody was recorded, and calls none of it late."""


def planned_by(app: App) -> PlannedBy:
    """Which catalogue and calendar plans made now are made from, everywhere."""
    house = Fingerprints(plan_mark(app.office_policy()), app.house_calendar().fingerprint)
    return PlannedBy(house, {prison: layer.mark for prison, layer in app.held_layers.items()})


def to_save_by(app: App) -> tuple[Planner, PlannedBy]:
    """What plans are made by that are saved.

    Raises StoreError where a newer version of the program made those that are there.
    """
    planner = app.planner()
    if app.planned_by_newer:
        raise StoreError(
            "a newer version of the program has planned the people of this record, and this one would plan "
            "them by older rules: nothing was saved. Next: pip install --upgrade releasecheck"
        )
    return planner, planned_by(app)


def bring_up_to_date(app: App) -> None:
    """Re-plan whoever has a saved plan that does not hold today, and save it, by the policy the record holds.

    Everybody when the catalogue or calendar changed; otherwise only those for whom a day's passing matters.
    """
    if app.store.meta(UNFINISHED):
        from releasecheck.app.law.erasing import say_unfinished

        say_unfinished(app)
    saved = app.store.fingerprints()
    if saved is not None:
        go_by_the_record(app, saved)
        if app.own_rules or app.planned_by_newer:
            return
    marks = planned_by(app)
    try:
        _plan_whom_it_must_be(app, saved, marks)
    except NoRight:
        import click

        click.echo(
            "releasecheck: your login may only read: what is due is shown as it was planned when somebody "
            "who may write last looked",
            err=True,
        )


def _plan_whom_it_must_be(app: App, saved: Fingerprints | None, marks: PlannedBy) -> None:
    if saved != marks.house:
        _plan_everybody(app, saved)
    elif stale := app.store.stale(app.today, marks):
        few, app.behind = stale, frozenset[str]()
        if len(stale) > AT_ONCE and app.doing in _ABOUT_ONE:
            few, app.behind = stale[:AT_ONCE], frozenset(stale[AT_ONCE:])
        for start in range(0, len(few), AT_ONCE):
            some = few[start : start + AT_ONCE]
            decided_again(partial(replan, app, some, ""))


def catch_up(app: App, number: str) -> None:
    """Plan one person again whose plan a day has passed over, before anything is said of them."""
    app.behind -= {number}
    decided_again(partial(replan, app, [number], ""))


def _plan_everybody(app: App, saved: Fingerprints | None) -> None:
    """By other rules or another calendar than before; whose release moved by it is said."""
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
    if saved is not None and made_by(saved.catalogue) < _ASKS_BEFORE:
        _say_what_is_asked(app, asked)


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

    now, store = app.planner().at(None), app.store
    planner = Planner(now.catalogue, app.calendar_with(days), now.rules, now.layers)
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
    beside: Callable[[StoreTransaction], None] = lambda _: None,
    command: str = "replan",
) -> int:
    """Plan people again and save it, in one transaction, handing each over; the number of people planned.

    `beside`: what else is saved with them, by that command.
    """
    from releasecheck.app.recording.planning_process import decider
    from releasecheck.planning.changes import PersonChange
    from releasecheck.policy.catalogue_files import to_keep

    planner, marks = to_save_by(app)
    wanted = app.store.numbers() if numbers is None else numbers
    with app.store.writing(by=app.looker, at=app.now, day=app.today, command=command) as transaction:
        if numbers is None:
            transaction.set_meta("catalogue_tables", to_keep(app.catalogue_files(), marks.house.catalogue))
            transaction.set_meta(KEPT_FILES, files_text(app.office_policy()))
            transaction.save_fingerprints(marks.house)
        if numbers is None or app.layer_in_hand:
            transaction.save_items(app.whole_catalogue())
        beside(transaction)
        records = progress_of(transaction.records(wanted), len(wanted), why, quiet=app.quiet)
        asked = ((record, PersonChange(record.prison_number)) for record in records)
        batches = iter(lambda: list(islice(asked, _AT_A_TIME)), [])
        for decided, plan in decider(len(wanted))(batches, planner, app.today, marks):
            transaction.save_plan(decided.record, decided.plan, plan)
            each(decided)
    return len(wanted)
