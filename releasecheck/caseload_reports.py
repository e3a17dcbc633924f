"""Reports over many people as plain values: what is missing across the caseload, and who leaves when."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.domain import Release
from releasecheck.reports import STATE_ORDER
from releasecheck.states import MISSING


class MissingRow(NamedTuple):
    """One thing missing for one person."""

    prison_number: str
    name: str
    prison: str | None
    item: str
    title: str
    owner: str
    owner_name: str | None
    state: str
    due_on: date | None
    days: int | None
    missing_facts: tuple[str, ...]
    blocked_by: tuple[str, ...]
    release_on: date | None
    next: str | None
    public_protection: bool = False
    local_default: bool = False
    waited: int | None = None
    """Days since something was sent, while its answer is waited for."""


class Missing(NamedTuple):
    """What is missing across the caseload."""

    as_of: date
    window_days: int
    people: int
    """People with at least one thing missing."""
    caseload: int
    """People looked at."""
    items: tuple[MissingRow, ...]
    by_owner: Mapping[str, int]
    by_state: Mapping[str, int]
    grouping: str = "owner"
    filters: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset(row.prison_number for row in self.items)

    def groups(self) -> tuple[tuple[str, tuple[MissingRow, ...]], ...]:
        """The rows under their headings, in the order asked for."""
        found: dict[str, list[MissingRow]] = {}
        for row in self.items:
            found.setdefault(self._heading(row), []).append(row)
        return tuple((heading, tuple(rows)) for heading, rows in sorted(found.items(), key=_group_order))

    def _heading(self, row: MissingRow) -> str:
        if self.grouping == "person":
            return f"{row.prison_number}  {row.name}"
        if self.grouping == "item":
            return f"{row.item}  {row.title}"
        if self.grouping == "prison":
            return row.prison or "prison not known"
        return f"{row.owner} {row.owner_name}" if row.owner_name else row.owner


def _group_order(group: tuple[str, Sequence[MissingRow]]) -> tuple[int, date, str]:
    heading, rows = group
    return (0, min((row.release_on or date.max for row in rows), default=date.max), heading)


class CaseloadRow(NamedTuple):
    """One person in the list of people by release date."""

    prison_number: str
    name: str
    prison: str | None
    release: Release | None
    days_to_release: int | None
    counts: Mapping[str, int]
    released_on: date | None = None
    pom: str | None = None
    com: str | None = None

    @property
    def missing(self) -> int:
        """How many of their tasks count as missing."""
        return sum(self.counts.get(state, 0) for state in MISSING)

    @property
    def past(self) -> bool:
        """Release day has gone by and nobody has recorded that they left."""
        return self.released_on is None and self.days_to_release is not None and self.days_to_release < 0


class Caseload(NamedTuple):
    """People by release date."""

    as_of: date
    rows: tuple[CaseloadRow, ...]
    filters: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset(row.prison_number for row in self.rows)


def missing(
    rows: Iterable[MissingRow],
    today: date,
    window_days: int,
    caseload: int,
    grouping: str = "owner",
    filters: Sequence[str] = (),
    footnotes: Sequence[str] = (),
) -> Missing:
    """The missing-item report, with totals that add up to its rows."""
    kept = sorted(rows, key=_urgency)
    return Missing(
        as_of=today,
        window_days=window_days,
        people=len({row.prison_number for row in kept}),
        caseload=caseload,
        items=tuple(kept),
        by_owner=dict(Counter(row.owner for row in kept).most_common()),
        by_state={state: n for state in MISSING if (n := sum(row.state == state for row in kept))},
        grouping=grouping,
        filters=tuple(filters),
        footnotes=tuple(footnotes),
    )


def _urgency(row: MissingRow) -> tuple[int, date, date, str, str]:
    return (
        STATE_ORDER.index(row.state),
        row.due_on or date.max,
        row.release_on or date.max,
        row.prison_number,
        row.item,
    )
