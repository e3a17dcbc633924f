"""What needs doing today, picked from the missing-item report of the days ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import NOTHING
from releasecheck.reports.caseload.missing import CaseloadRow, Missing, MissingRow, to_check


class Morning(NamedTuple):
    """What needs doing now, the most pressing first; what is merely unknown is only counted."""

    as_of: date
    about: tuple[str, ...]
    """Where and for whom, for the heading."""
    caseload: int
    needing: int
    """How many people need somebody, as the list of people has it: be it only to say what is not known."""
    unmarked: tuple[CaseloadRow, ...]
    """People whose release is stopped, or whose day has passed with nobody recording that they left."""
    urgent: tuple[MissingRow, ...]
    """Overdue, or waiting for somebody here to act."""
    due: tuple[MissingRow, ...]
    waiting: tuple[MissingRow, ...]
    """Sent and unanswered past the day to chase."""
    window_days: int
    others: Mapping[str, int]
    """What is not shown, by state."""
    ids: bool = False
    """Whether the ids of tasks are shown as well."""
    mine: bool = False
    """Whether it is one worker's, who is spoken to."""
    filters: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    """What a page says at its foot."""
    notes: tuple[str, ...] = ()
    """What a screen says at its foot, where the policy is known."""
    not_counted: Mapping[str, int] = NOTHING
    """How many people in prison are not in it, by reason."""

    @property
    def rows(self) -> tuple[MissingRow, ...]:
        """Every task of it, in its order."""
        return (*self.urgent, *self.due, *self.waiting)

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        tasks = [row.prison_number for row in self.rows]
        return frozenset((*tasks, *(row.prison_number for row in self.unmarked)))


def morning(
    found: Missing, caseload: Iterable[CaseloadRow], about: Sequence[str], *, mine: bool = False
) -> Morning:
    """Today's list, from the missing-item report of the days ahead."""
    urgent = tuple(row for row in found.items if row.state in ("overdue", "action", "expired"))
    shown = ("overdue", "action", "expired", "to_do", "chase")
    checks = to_check(caseload)
    needing = {row.prison_number for row in found.items}
    others = {state: n for state, n in found.by_state.items() if state not in shown}
    return Morning(
        as_of=found.as_of,
        about=tuple(about),
        caseload=found.caseload,
        needing=len(needing.union(row.prison_number for row in checks if row.to_check)),
        unmarked=checks,
        urgent=tuple(sorted(urgent, key=_pressing)),
        due=tuple(sorted((row for row in found.items if row.state == "to_do"), key=_soonest)),
        waiting=tuple(sorted((row for row in found.items if row.state == "chase"), key=_longest)),
        window_days=found.window_days,
        others=others,
        ids=found.ids,
        mine=mine,
        filters=found.filters,
    )


def _soonest(row: MissingRow) -> date:
    return row.due_on or date.max


def _longest(row: MissingRow) -> int:
    return -(row.waited or 0)


def _pressing(row: MissingRow) -> tuple[bool, date, date, str]:
    return not row.public_protection, row.first_out or date.max, row.due_on or date.max, row.prison_number
