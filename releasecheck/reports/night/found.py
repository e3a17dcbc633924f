"""What one night found, as plain values: what changed since the night before, and what each owner must do.

A night is compared with the last one of an earlier day. What it remembers is one line of text a person,
so that those for whom nothing changed are told by comparing two texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.core.domain import NOTHING
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
    """What was missing on a day, to compare a later night with."""

    day: date
    people: Mapping[str, str]
    """By prison number: the release date, then `item:state:due` for each thing missing, parted by spaces."""
    with_missing: int
    """People with something missing."""

    def to_summary(self) -> dict[str, object]:
        """As a run of the record keeps it."""
        return {"day": self.day.isoformat(), "people": self.people, "with_missing": self.with_missing}

    @classmethod
    def from_summary(cls, summary: Mapping[str, object]) -> Snapshot:
        """Back again from what a run of the record kept."""
        people, with_missing = summary["people"], summary["with_missing"]
        assert isinstance(people, dict) and isinstance(with_missing, int), "written by to_summary"
        return cls(date.fromisoformat(str(summary["day"])), people, with_missing)


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


def unanswered(rows: Iterable[MissingRow], days: int) -> Iterator[Change]:
    """What was sent so many days ago or more, and has had no answer."""
    for row in rows:
        if row.waited is not None and row.waited >= days:
            yield Change("unanswered", row.prison_number, row.name, row.prison, row.item, row)


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


class Night(NamedTuple):
    """What one night found over the whole caseload: the index of its folder."""

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
    since: date | None
    """The night it is compared with; None: there was none."""
    before: int | None
    """People with something missing then."""
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
    """How many people in prison are under none of its release days, by reason."""
    stopped: tuple[CaseloadRow, ...] = ()
    """Something stands in the way of the release: told before anything else."""
    first: tuple[PersonNeeds, ...] = ()
    """Who comes first, by risk and days left together."""
    next_day: date | None = None
    """The next working day: who leaves by then is told before the others, with what is open."""
    leaving_next: tuple[tuple[CaseloadRow, PersonNeeds | None], ...] = ()
    newly_late: int = 0
    """People who got something newly late since the night before, listed or not."""
    latest: tuple[tuple[str, int], ...] = ()
    """The first of them by name, with how much; who got most comes first."""
