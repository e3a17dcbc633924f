"""What one night found, as plain values: what changed since the night before, and what each owner must do.

A night is compared with the last one of an earlier day. What it remembers is one line of text a person,
so that those for whom nothing changed are told by comparing two texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from typing import Literal

from releasecheck.core.domain import NOTHING
from releasecheck.core.named import NamedTuple
from releasecheck.formats.charts import Releases
from releasecheck.reports.caseload.accounted import DayIs, Whereabouts
from releasecheck.reports.caseload.missing import CaseloadRow, MissingRow
from releasecheck.reports.caseload.needs import PersonNeeds

ChangeKind = Literal["arrived", "left", "moved", "overdue", "new", "cleared", "unanswered"]

#: Every kind of change, in the order in which it is told.
CHANGE_KINDS: tuple[ChangeKind, ...] = (
    *("arrived", "left", "moved", "overdue", "new", "cleared", "unanswered"),
)


class Snapshot(NamedTuple):
    """What is missing on a day, for a later night to be compared with."""

    day: date
    people: Mapping[str, str]
    """By prison number: the release date, then `item:state:due` for each thing missing, parted by spaces."""
    with_missing: int
    """People with something missing."""
    unanswered: int
    """How much has had no answer for too long."""

    def to_summary(self) -> dict[str, object]:
        """As a run of the record keeps it; the lines of people are rows of their own."""
        return {
            "day": self.day.isoformat(),
            "with_missing": self.with_missing,
            "unanswered": self.unanswered,
            "states": states_of(self.people.values()),
        }


class NightBefore(NamedTuple):
    """The night that another is compared with: what it found, and its lines of whoever is asked for."""

    day: date
    with_missing: int
    unanswered: int | None
    """None for a night of an older version."""
    states: Mapping[str, int]
    """How much was in each state."""
    lines: Callable[[Collection[str]], Mapping[str, str]]
    """The lines of these people as a snapshot has them; of whom it had none there is none."""

    def things(self, states: Iterable[str]) -> int:
        """How much was in these states."""
        return sum(self.states.get(state, 0) for state in states)

    @classmethod
    def from_summary(
        cls, summary: Mapping[str, object], lines: Callable[[Collection[str]], Mapping[str, str]]
    ) -> NightBefore:
        """Back again from what a run of the record kept."""
        with_missing, states = summary["with_missing"], summary["states"]
        assert isinstance(states, dict) and isinstance(with_missing, int), "written by to_summary"
        unanswered = summary.get("unanswered")
        known = unanswered if isinstance(unanswered, int) else None
        return cls(date.fromisoformat(str(summary["day"])), with_missing, known, states, lines)


def states_of(lines: Iterable[str]) -> dict[str, int]:
    """How much is in each state, by the lines of a snapshot."""
    found: dict[str, int] = {}
    for told in lines:
        for thing in told.split(" ")[1:]:
            state = thing.split(":")[1]
            found[state] = found.get(state, 0) + 1
    return found


def mark(row: MissingRow) -> str:
    """One thing missing as a snapshot keeps it: `cas3:overdue:2026-12-04`."""
    return f"{row.item}:{row.state}:{row.due_on.isoformat() if row.due_on else ''}"


def line(release_on: date | None, marks: Iterable[str]) -> str:
    """One person as a snapshot keeps them."""
    return " ".join((release_on.isoformat() if release_on else "-", *sorted(marks)))


class Change(NamedTuple):
    """One thing that is not as it was the night before."""

    kind: ChangeKind
    prison_number: str
    name: str
    prison: str | None = None
    item: str | None = None
    row: MissingRow | None = None
    """What is missing now; None for what concerns the whole person, or is missing no more."""
    release_was: date | None = None
    """The release date before, where it moved."""
    release_on: date | None = None


def person_changes(before: str | None, person: CaseloadRow, rows: Sequence[MissingRow]) -> Iterator[Change]:
    """What changed for one person since the snapshot's line about them; None: it had no line.

    Of somebody new only that is said: everything about them is new. Of whom one must say first where they
    are, nothing is newly late.
    """
    who = (person.prison_number, person.name, person.prison)
    release_on = person.release.date if person.release else None
    if before is None:
        yield Change("arrived", *who, release_on=release_on)
        return
    if before == line(release_on, map(mark, rows)):
        return
    day, *marks = before.split(" ")
    was = None if day == "-" else date.fromisoformat(day)
    if was != release_on:
        yield Change("moved", *who, release_was=was, release_on=release_on)
    states = dict(text.split(":")[:2] for text in marks)
    for row in rows:
        if row.state == "overdue" and states.get(row.item) != "overdue":
            if not person.to_check:
                yield Change("overdue", *who, row.item, row)
        elif row.item not in states:
            yield Change("new", *who, row.item, row)
    missing = {row.item for row in rows}
    for item in states:
        if item not in missing:
            yield Change("cleared", *who, item)


class LinkedCount(NamedTuple):
    """How much is missing under one heading of the index, and the page that lists it."""

    title: str
    page: str
    people: int
    things: int
    overdue: int


def standing_of(person: CaseloadRow, window_days: int) -> Whereabouts:
    """Where somebody in reports stands, as the record's own query has it of a window that long."""
    left = person.days_to_release
    day: DayIs = "unknown" if left is None else "past" if left < 0 else "inside"
    if left is not None and left > window_days:
        day = "outside"
    return Whereabouts(False, person.released_on is not None, False, True, day)


def linked_count(title: str, page: str, rows: Sequence[MissingRow]) -> LinkedCount:
    """How much of these is missing, under a heading."""
    overdue = sum(row.state == "overdue" for row in rows)
    return LinkedCount(title, page, len({row.prison_number for row in rows}), len(rows), overdue)


class NextOut(NamedTuple):
    """Somebody who leaves by the next working day."""

    person: CaseloadRow
    open: tuple[MissingRow, ...] = ()
    """What is open for them, the worst first."""


class Waited(NamedTuple):
    """What one agency has been asked for and has not answered for too long."""

    agency: str
    things: int
    oldest: tuple[MissingRow, ...]
    """The first of them."""

    @property
    def longest(self) -> int:
        """Days that the oldest has waited."""
        return max((row.waited or 0 for row in self.oldest), default=0)


class Night(NamedTuple):
    """What one night found over the whole caseload: the index of its folder.

    What a page names is cut to what a first page has room for; the rest is counted, and stands on the pages
    of owners and prisons.
    """

    as_of: date
    office: str
    window_days: int
    people: int
    """People looked at."""
    with_missing: int
    things: int
    by_state: Mapping[str, int]
    by_owner: Mapping[str, int]
    changes: Mapping[ChangeKind, int]
    listed: tuple[Change, ...]
    """The changes, at most so many of a kind."""
    titles: Mapping[str, str]
    """Of each item, for what is missing no more."""
    before: NightBefore | None
    """The night it is compared with; None: there was none."""
    unanswered_days: int
    owners: tuple[LinkedCount, ...]
    prisons: tuple[LinkedCount, ...]
    past: tuple[CaseloadRow, ...]
    """Of whom there is an alarm, or whose release day has gone by and nobody has recorded that they left."""
    leaving: tuple[CaseloadRow, ...]
    """Out within the window, soonest first."""
    releases: tuple[Releases, ...]
    by_pathway: Mapping[str, int]
    files: tuple[str, ...]
    footnotes: tuple[str, ...] = ()
    not_counted: Mapping[str, int] = NOTHING
    """How many people in prison are not on the index, by reason."""
    stopped: tuple[CaseloadRow, ...] = ()
    """Something stands in the way of the release: told before anything else."""
    first: tuple[PersonNeeds, ...] = ()
    """Who comes first, by risk and days left together."""
    next_day: date | None = None
    """The next working day: who leaves by then is told before the others, with what is open."""
    leaving_next: tuple[NextOut, ...] = ()
    newly_late: int = 0
    """People who got something newly late since the night before, listed or not."""
    waiting: tuple[Waited, ...] = ()
    """What has had no answer for too long by whom it is waited for from, the longest first."""
    linked: frozenset[str] = frozenset()
    """Who has a page of their own in the night's folder, by prison number."""

    @property
    def since(self) -> date | None:
        """The day of the night it is compared with."""
        return self.before.day if self.before else None

    @property
    def checks(self) -> tuple[CaseloadRow, ...]:
        """Whom somebody must look at, besides those whose release is stopped: with an alarm first."""
        rows = sorted(self.past, key=lambda row: (not row.alarms, row.check is None))
        return tuple(row for row in rows if row.stopped is None or row.check is not None)

    @property
    def changed(self) -> tuple[tuple[Change, ...], ...]:
        """What changed for people, a group a person: whose day moved, newly late, new, gone, then cleared.

        Who leaves first comes first; what is merely new on the list is for those who do it.
        """
        found: dict[str, list[Change]] = {}
        for change in self.listed:
            if change.kind not in ("new", "unanswered"):
                found.setdefault(change.prison_number, []).append(change)
        return tuple(sorted(map(tuple, found.values()), key=lambda theirs: _told_first(theirs, self.as_of)))

    @property
    def named(self) -> frozenset[str]:
        """Whom the index names, by prison number."""
        next_out = [one.person for one in self.leaving_next[:NEXT]]
        rows: Sequence[CaseloadRow] = [
            *next_out,
            *self.stopped,
            *self.checks[:CHECKS],
            *self.leaving[:LEAVING],
        ]
        numbers = {row.prison_number for row in rows} | {one.prison_number for one in self.first}
        numbers.update(theirs[0].prison_number for theirs in self.changed[:CHANGED])
        asked = (row for waited in self.waiting[:AGENCIES] for row in waited.oldest)
        return frozenset(numbers).union(row.prison_number for row in asked)


NEXT, CHECKS, CHANGED, AGENCIES, OLDEST, LEAVING = 5, 8, 12, 8, 3, 40
"""How many the index names: of who leaves by the next working day, who must be checked, for whom something
changed, whom answers are waited for from and for how many people of each, and who leaves in the window.
"""
_TOLD: tuple[ChangeKind, ...] = ("moved", "overdue", "arrived", "left", "cleared")


def _told_first(changes: Sequence[Change], today: date) -> tuple[int, date, str]:
    days = (change.release_on or (change.row.first_out if change.row else None) for change in changes)
    to_come = (day for day in days if day is not None and day >= today)
    kind = min(_TOLD.index(change.kind) for change in changes)
    return kind, min(to_come, default=date.max), changes[0].prison_number


class Waiting:
    """What has had no answer in so many days or more, gathered prison by prison."""

    def __init__(self, days: int) -> None:
        self._days, self.things = days, 0
        self._found: dict[str, Waited] = {}

    def add(self, rows: Iterable[MissingRow]) -> None:
        """Those of these that have waited so long."""
        for row in rows:
            if row.waited is not None and row.waited >= self._days:
                agency = row.sent_to or row.short or row.title
                known = self._found.get(agency) or Waited(agency, 0, ())
                oldest = nsmallest(OLDEST, (*known.oldest, row), key=_longest)
                self._found[agency] = Waited(agency, known.things + 1, tuple(oldest))
                self.things += 1

    def by_agency(self) -> tuple[Waited, ...]:
        """By whom it is waited for from, the longest first."""
        return tuple(sorted(self._found.values(), key=lambda one: (-one.longest, one.agency)))


def _longest(row: MissingRow) -> tuple[int, str]:
    return -(row.waited or 0), row.prison_number
