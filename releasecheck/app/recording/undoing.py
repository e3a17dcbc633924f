"""Taking back what was recorded wrongly: which entry that is, and all that undoing it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from typing import TYPE_CHECKING

from releasecheck.app.law.restricted import restricted
from releasecheck.app.opening.session import App
from releasecheck.app.presenting.progress_bar import progress
from releasecheck.app.reading.history import told_lines
from releasecheck.app.recording.replanning import to_save_by
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import count, listed, who
from releasecheck.people.sentence_dates import RELEASE_DATES
from releasecheck.planning.changes import PersonChange, plan_afresh
from releasecheck.store.again import decided_again
from releasecheck.store.rows import LogFilters

if TYPE_CHECKING:
    from releasecheck.people.history import Line
    from releasecheck.store.base import Store
    from releasecheck.store.report_rows import Entry
    from releasecheck.store.writes import StoreTransaction

_NAMED = 3
"""Changes or people that are named; more are counted."""


def last_to_undo(app: App) -> Entry:
    """The last entry that stands of whoever asks.

    Raises ReleasecheckError where there is none, or others hang on it.
    """
    entry = app.store.last_entry(app.by)
    if entry is None:
        raise ReleasecheckError(
            f"nothing that {app.by} recorded is left to undo. Another name: releasecheck --by NAME undo"
        )
    not_of_the_erased(app, entry)
    hanging = app.store.hanging_on(entry.entry)
    if hanging:
        later = count(len(hanging), "later entry stands", "later entries stand")
        raise ReleasecheckError(
            f"entry {entry.entry} first recorded {people_named(app, entry.people)}, and {later} "
            f"({listed(str(one.entry) for one in hanging)}). To take it all back: "
            f"releasecheck void {entry.entry} --reason TEXT"
        )
    return entry


def not_of_the_erased(app: App, entry: Entry) -> None:
    """Raises ReleasecheckError for an entry of which nothing is left, for whom it was about was erased."""
    if not entry.people and app.store.erased_from(entry.entry):
        raise ReleasecheckError(
            f"entry {entry.entry} was about somebody who has been erased: nothing brings them back, and "
            "nothing was changed. For an older entry: releasecheck void ENTRY --reason TEXT"
        )


def just_recorded(app: App, entry: Entry) -> bool:
    """Whether the entry is what this colleague's last command recorded: since then no look, by the log."""
    since = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [line for line in app.store.log_rows(LogFilters(by=app.by, since=since)) if line.by == app.by]
    looks = ("consultation", "disclosure")
    return not lines or (lines[-1].kind not in looks and lines[-1].command == entry.command)


def take_back(app: App, entries: Sequence[Entry], *, dry_run: bool = False) -> str:
    """Void the entries and plan again whoever they are about; one line that says so."""
    app.ask_for_reason()
    first, *hanging = entries
    what = entry_words(app, first)
    if hanging:
        what += f", with {count(len(hanging), 'later entry', 'later entries')} about the same"
    if dry_run:
        return f"Would undo {what}. Nothing saved."
    people = sorted({number for entry in entries for number in entry.people})
    taken_out = decided_again(lambda: _save(app, [entry.entry for entry in entries], people))
    if taken_out:
        what += f"; {people_named(app, taken_out)} off the lists"
    after = "list"
    one = len(people) == 1 and people[0] not in restricted(app)
    if one:
        after = f"{'history' if taken_out else 'show'} {people[0]}"
    now = "" if taken_out or not one else f" Now: {_said(told_lines(app, people[0])[-1])}."
    return f"Undone: {what}.{now} Next: releasecheck {after}"


def _save(app: App, entries: Sequence[int], people: Sequence[str]) -> list[str]:
    """Everything that undoing these entries changes, in one transaction; who is off the lists by it."""
    store = app.store
    before = {record.prison_number: record for record in store.records(people)}
    taken_out = []
    with store.writing(app.by, app.now, app.today, app.command, app.reason) as transaction:
        for entry in entries:
            transaction.void(entry, app.reason)
        if not people:
            _plan_everybody(app, transaction)
        planner, marks = to_save_by(app)
        for number in progress(people, "Taking back", quiet=app.quiet):
            record = transaction.rebuild(number)
            if record is None:
                taken_out.append(number)
                continue
            change = PersonChange(number, told_on=_told_on(store, number))
            decided = plan_afresh(record, planner, app.today, change, before.get(number), undone=True)
            transaction.save(decided, marks.at(record.facts.get("prison")))
    return taken_out


def _plan_everybody(app: App, transaction: StoreTransaction) -> None:
    """After a closed day is taken back, every plan may be another."""
    app.forget_rules()
    planner, marks = to_save_by(app)
    transaction.save_fingerprints(marks.house)
    for record in transaction.records():
        made_from = marks.at(record.facts.get("prison"))
        transaction.save_plan(record, planner.plan(record, app.today), made_from)


def _told_on(store: Store, number: str) -> date | None:
    """The day the release dates that stand again were told: nobody heard of them only today."""
    return max(
        (told.told_on for told in store.provenance(number) if told.fact in RELEASE_DATES), default=None
    )


def entry_words(app: App, entry: Entry) -> str:
    """The entry in a few words: its number, whose it is about, and what it said."""
    about = f"entry {entry.entry}, {entry.command}"
    if not entry.people:
        return about
    if len(entry.people) > _NAMED:
        return f"{about}, {len(entry.people):,} people"
    shown, unshown = _apart(app, entry.people)
    if unshown or len(shown) > 1:
        return f"{about}, {listed([*(_called(app, number) for number in shown), *unshown])}"
    (number,) = shown
    line = next(line for line in told_lines(app, number) if line.entry == entry.entry)
    return f"{about}, {_called(app, number)}: {_said(line)}"


def _called(app: App, number: str) -> str:
    record = app.store.person(number)
    return who(number, record.facts) if record else number


def _said(line: Line) -> str:
    """What an entry said, or what stands since one was undone, in a few words."""
    named = [part.words for part in line.parts[:_NAMED]]
    if len(line.parts) > _NAMED:
        named.append(f"{len(line.parts) - _NAMED} more")
    return ", ".join(named) or "as it was"


def people_named(app: App, numbers: Sequence[str]) -> str:
    """These people by number where they are few, and the restricted among them only as a number of people."""
    if len(numbers) > _NAMED:
        return f"{len(numbers):,} people"
    shown, unshown = _apart(app, numbers)
    return listed([*shown, *unshown])


def _apart(app: App, numbers: Sequence[str]) -> tuple[list[str], list[str]]:
    """These people without the restricted; and of those how many they are, in words."""
    shown = [number for number in numbers if number not in restricted(app)]
    left = len(numbers) - len(shown)
    return shown, [count(left, "restricted person", "restricted people")] if left else []
