"""The one way a command changes the record: decide, then save, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.app.law.restricted import may_be_shown
from releasecheck.app.opening.session import App
from releasecheck.app.reading.access_log import looked_at
from releasecheck.app.recording.planning_process import PersonAndChange, decider
from releasecheck.app.recording.replanning import to_save_by
from releasecheck.core.errors import UsageError, WrongWords
from releasecheck.people.fact_checks import not_yet
from releasecheck.planning.changes import Decided, PersonChange, without_repeats
from releasecheck.store.again import decided_again

if TYPE_CHECKING:
    from releasecheck.people.standing import ToldOf
    from releasecheck.store.base import Store
    from releasecheck.store.writes import StoreTransaction

_AT_A_TIME = 500
"""People whose records are read together."""


def record_change(
    app: App, change: PersonChange, *, dry_run: bool = False, new: bool = False, again: bool = False
) -> Decided | None:
    """One person's change, saved; None when all of it was recorded already.

    `new`: the person must not be recorded yet. Raises UsageError if they are. `again`: they were erased, and
    are really here again.
    """
    if new and app.store.person(change.prison_number) is not None:
        raise _recorded_already(change.prison_number)
    let = (lambda writing: writing.again(change.prison_number)) if again else None
    found = record_changes(app, [change], dry_run=dry_run, new=new, before=let)
    return found[0] if found else None


def record_changes(
    app: App,
    changes: Iterable[PersonChange],
    *,
    dry_run: bool = False,
    new: bool = False,
    before: Callable[[StoreTransaction], None] | None = None,
) -> list[Decided]:
    """Several people's changes in one transaction; what was already so is left out.

    `new`: they must not be recorded yet, which only holds inside the transaction. `before`: what is done in
    it first.
    """
    found: list[Decided] = []
    changes = list(changes)
    for change in changes if dry_run else ():
        may_be_shown(app, change.prison_number)  # it says what stood before

    def decide() -> list[Decided]:
        found.clear()
        record_each(app, changes, found.append, dry_run=dry_run, new=new, before=before)
        return found

    return decided_again(decide)


def record_each(
    app: App,
    changes: Iterable[PersonChange],
    each: Callable[[Decided], None],
    *,
    people: int = 0,
    dry_run: bool = False,
    combining: bool = False,
    new: bool = False,
    before: Callable[[StoreTransaction], None] | None = None,
    beside: Callable[[StoreTransaction], None] | None = None,
) -> int | None:
    """As `record_changes` for any number of people: each is handed over once decided, and not kept.

    `people`: how many there are, where each comes once only. Of very many, what is handed over has no tasks
    in its plan but where a date that was known has moved.
    `combining`: they come from another system's file, and are put together with what the record holds.
    `before`: what is done in the transaction first. `beside`: what else is saved with them, where anything
    is.
    The number of the entry that was made, or None when there was nothing to record.
    """
    decide_all = decider(people)
    planner, marks = to_save_by(app)
    if dry_run:
        asked = _asked(app, changes, app.store, new=new)
        known: list[str] = []
        for decided, _ in decide_all(asked, planner, app.today, marks):
            each(decided)
            if decided.before is not None:
                known.append(decided.record.prison_number)
        looked_at(app, set(known) - app.store.logged)
        return None
    app.ask_for_reason()
    app.forget_names()
    combined: list[str] = []
    with app.store.writing(
        by=app.by, at=app.now, day=app.today, command=app.command, reason=app.reason
    ) as transaction:
        if before is not None:
            before(transaction)
        asked = _asked(app, changes, transaction, new=new)
        for decided, plan in decide_all(asked, planner, app.today, marks):
            transaction.save(decided, plan)
            each(decided)
            if combining and decided.before is not None:
                combined.append(decided.record.prison_number)
        if combined:
            transaction.log("combination", dict.fromkeys(combined))
        if transaction.wrote and beside is not None:
            beside(transaction)
        return transaction.entry if transaction.wrote else None


def _asked(
    app: App, changes: Iterable[PersonChange], known: Store | StoreTransaction, *, new: bool
) -> Iterator[list[PersonAndChange]]:
    """Each change beside what is known by then; it is left out where all of it was so already."""
    for batch in _batches(changes):
        numbers = [one.prison_number for one in batch]
        before = {record.prison_number: record for record in known.records(numbers)}
        told = _told_of(known, [one for one in batch if one.prison_number in before], app.today)
        asked: list[PersonAndChange] = []
        for change in batch:
            if problem := next(not_yet(change.facts, app.today), None):
                raise WrongWords(f"{change.prison_number} {problem[0]}: {problem[1]}")
            record = before.get(change.prison_number)
            if new and record is not None:
                raise _recorded_already(change.prison_number)
            fresh = without_repeats(record, change, told.get(change.prison_number, {}), app.today)
            if fresh or record is None:
                asked.append((record, fresh))
        yield asked


def _told_of(
    known: Store | StoreTransaction, changes: Sequence[PersonChange], today: date
) -> Mapping[str, ToldOf]:
    """What was told of these people since the first of the changes was: nothing of most."""
    telling = [change for change in changes if change.facts]
    if not telling:
        return {}
    since = min(day for change in telling for day in (change.told_on or today, *change.told.values()))
    return known.told_since([change.prison_number for change in telling], since)


def _batches(changes: Iterable[PersonChange]) -> Iterator[list[PersonChange]]:
    """The changes, many at a time to read the record less often, and never one person twice in a batch."""
    batch: dict[str, PersonChange] = {}
    for change in changes:
        if change.prison_number in batch or len(batch) == _AT_A_TIME:
            yield list(batch.values())
            batch.clear()
        batch[change.prison_number] = change
    if batch:
        yield list(batch.values())


def _recorded_already(number: str) -> UsageError:
    return UsageError(f"{number} is already recorded. To change a fact: releasecheck set {number} …")
