"""Bringing saved plans up to date: when the policy, the calendar or the day has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.progress_bar import progress_of
from releasecheck.policy.sources import PLAN_VERSION, fingerprint
from releasecheck.store.rows import Fingerprints

_AT_A_TIME = 500
"""People who are planned together."""


def current_fingerprints(app: App) -> Fingerprints:
    """Which catalogue and calendar a plan made now is made from."""
    files = (*app.catalogue_files(), *app.rule_files())
    return Fingerprints(f"{PLAN_VERSION}-{fingerprint(files)}", app.calendar().fingerprint)


def bring_up_to_date(app: App) -> None:
    """Re-plan whoever has a saved plan that does not hold today, and save it.

    Everybody when the catalogue or calendar changed; otherwise only those for whom a day's passing matters.
    """
    marks = current_fingerprints(app)
    if app.store.fingerprints() != marks:
        replan(app, None, "The rules or the calendar have changed: planning everybody again")
        return
    stale = app.store.stale(app.today, marks)
    if stale:
        replan(app, stale, "")


def replan(app: App, numbers: Sequence[str] | None, why: str) -> int:
    """Plan people again and save it, in one transaction; the number of people planned."""
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
            transaction.save_fingerprints(marks)
        records = progress_of(transaction.records(wanted), len(wanted), why, quiet=app.quiet)
        asked = ((record, PersonChange(record.prison_number)) for record in records)
        batches = iter(lambda: list(islice(asked, _AT_A_TIME)), [])
        for decided, plan in decider(len(wanted))(batches, planner, app.today, marks):
            transaction.save_plan(decided.record, decided.plan, plan)
    return len(wanted)
