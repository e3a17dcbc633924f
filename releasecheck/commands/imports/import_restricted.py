"""What an import says without saying anything of somebody restricted; it is recorded of them all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from releasecheck.app.law.restricted import restricted
from releasecheck.app.opening.session import App
from releasecheck.exchange.reading.lists.people_diff import PeopleComparison
from releasecheck.exchange.reading.lists.people_file import PeopleFile, RowError, UnreadCell
from releasecheck.exchange.reading.trackers.contacts import ContactsFile
from releasecheck.exchange.reading.trackers.task_file import TasksFile

_WHY = "is of somebody restricted: why it was not read could tell of them, and is not shown"


def people_shown(
    app: App, people: PeopleFile, comparison: PeopleComparison
) -> tuple[PeopleFile, PeopleComparison, int, int]:
    """A list and what it changes without the restricted, but for their refused rows.

    And how many they are, and of how many of them no row was refused.
    """
    hidden = restricted(app)
    unshown = hidden.intersection(row.prison_number for row in people.rows)
    if not hidden.intersection((*comparison.not_in_file, *unshown)):
        return people, comparison, 0, 0
    rows = {row.row for row in people.rows if row.prison_number in hidden}
    changes = (comparison.new, comparison.changed, comparison.older)
    new, changed, older = (tuple(one for one in ones if one.prison_number not in hidden) for ones in changes)
    shown = replace(
        comparison,
        new=new,
        changed=changed,
        older=older,
        unchanged=_others(comparison.unchanged, hidden),
        not_in_file=_others(comparison.not_in_file, hidden),
        one_person=tuple(pair for pair in comparison.one_person if hidden.isdisjoint(pair)),
        refused=errors_shown(comparison.refused, rows),
        unread=cells_shown(comparison.unread, rows),
    )
    others = replace(people, rows=tuple(row for row in people.rows if row.row not in rows))
    return others, shown, len(unshown), len(rows - {error.row for error in comparison.refused})


def _others(numbers: Iterable[str], hidden: Collection[str]) -> tuple[str, ...]:
    return tuple(number for number in numbers if number not in hidden)


def errors_shown(errors: Iterable[RowError], rows: Collection[int]) -> tuple[RowError, ...]:
    """The errors, those of these rows without what stood there and why it does not fit."""
    return tuple(replace(one, value=None, expected=_WHY) if one.row in rows else one for one in errors)


def cells_shown(cells: Iterable[UnreadCell], rows: Collection[int]) -> tuple[UnreadCell, ...]:
    """The same of cells."""
    return tuple(replace(one, value=None, why=_WHY) if one.row in rows else one for one in cells)


def tasks_shown(app: App, tasks: TasksFile) -> tuple[TasksFile, frozenset[str], frozenset[int]]:
    """A tracker without the restricted; who they are, and their rows."""
    hidden = restricted(app)
    told = [(one.prison_number, one.row) for one in tasks.outcomes]
    told += [(one.prison_number, one.row) for one in tasks.left]
    theirs = [(number, row) for number, row in told if number in hidden]
    shown = replace(
        tasks,
        outcomes=tuple(one for one in tasks.outcomes if one.prison_number not in hidden),
        left=tuple(one for one in tasks.left if one.prison_number not in hidden),
    )
    return shown, frozenset(number for number, _ in theirs), frozenset(row for _, row in theirs)


def contacts_shown(app: App, log: ContactsFile) -> tuple[ContactsFile, frozenset[str], frozenset[int]]:
    """The same of a log of contacts."""
    hidden = restricted(app)
    theirs = [one for one in log.contacts if one.prison_number in hidden]
    shown = replace(log, contacts=tuple(one for one in log.contacts if one.prison_number not in hidden))
    return shown, frozenset(one.prison_number for one in theirs), frozenset(one.row for one in theirs)
