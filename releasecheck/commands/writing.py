"""The one way a command changes the record: decide, then save, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from releasecheck.changes import Decided, PersonChange, decide, without_repeats
from releasecheck.commands.context import App
from releasecheck.commands.replanning import current_fingerprints
from releasecheck.domain import PersonRecord
from releasecheck.errors import UsageError
from releasecheck.planning import Planner


def record_change(
    app: App, change: PersonChange, *, dry_run: bool = False, new: bool = False
) -> Decided | None:
    """One person's change, saved; None when all of it was recorded already.

    `new`: the person must not be recorded yet. Raises UsageError if they are.
    """
    if new and app.store.person(change.prison_number) is not None:
        raise _recorded_already(change.prison_number)
    found = record_changes(app, [change], dry_run=dry_run, new=new)
    return found[0] if found else None


def record_changes(
    app: App,
    changes: Iterable[PersonChange],
    *,
    dry_run: bool = False,
    combining: bool = False,
    new: bool = False,
) -> list[Decided]:
    """Several people's changes in one transaction; what was already so is left out.

    `combining`: they come from another system's file, and are put together with what the record holds.
    `new`: they must not be recorded yet, which only holds inside the transaction.
    """
    if not dry_run:
        app.ask_for_reason()
    planner = app.planner()
    if dry_run:
        return list(_decided(changes, app.store.person, planner, app.today, new=new))
    saved = []
    marks = current_fingerprints(app)
    with app.store.writing(
        by=app.by, at=app.now, day=app.today, command=app.command, reason=app.reason
    ) as transaction:
        for decided in _decided(changes, transaction.record, planner, app.today, new=new):
            transaction.save(decided, marks)
            saved.append(decided)
        combined = [one.record.prison_number for one in saved if one.before is not None] if combining else []
        if combined:
            transaction.log("combination", combined)
    return saved


def _decided(
    changes: Iterable[PersonChange],
    known: Callable[[str], PersonRecord | None],
    planner: Planner,
    today: date,
    *,
    new: bool,
) -> Iterator[Decided]:
    """What each change makes of what is known by then; nothing where all of it was so already."""
    for change in changes:
        before = known(change.prison_number)
        if new and before is not None:
            raise _recorded_already(change.prison_number)
        fresh = without_repeats(before, change)
        if fresh or before is None:
            yield decide(before, fresh, planner, today)


def _recorded_already(number: str) -> UsageError:
    return UsageError(f"{number} is already recorded. To change a fact: releasecheck set {number} …")
