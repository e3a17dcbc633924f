"""What is one owner's on a day: their people, what is new for them, and what stands as it stood.

The page of an owner has all of it. A digest has nothing sensitive in it, for it is mailed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.core.domain import NOTHING
from releasecheck.people.sensitive import UNSHOWN, plain_names
from releasecheck.reports.caseload.missing import CaseloadRow, MissingRow, to_check
from releasecheck.reports.caseload.needs import GROUPS
from releasecheck.reports.night.found import NightBefore, mark

OWN_PEOPLE = ("POM", "COM")
"""Roles that have people; the others have tasks at a prison."""
SETTLE = "OMU"
"""The role at a prison that settles where people are; others are told of theirs, and of who is stopped."""
CHECKS = 8
"""People to be settled first who are named; the rest are counted."""
SOON = timedelta(days=7)
"""How far ahead somebody counts as out soon."""


class Owner(NamedTuple):
    """Who gets one digest: a named person in a role, or a role at a prison."""

    role: str
    name: str | None
    prison: str | None
    """None for a named person, who may have people in several prisons."""

    def __str__(self) -> str:
        """COM J. Okafor; PRT, LEI; as people address them and as the config file names them."""
        if self.name:
            return f"{self.role} {self.name}"
        return f"{self.role}, {self.prison}" if self.prison else self.role

    def has(self, person: CaseloadRow) -> bool:
        """Whether somebody who is still here is theirs, whatever there is to do for them.

        A POM's and a COM's are in their name; one that nobody is named for is the role's at the prison. Any
        other role has everybody at its prison, and a named worker of it only what was given to them.
        """
        if person.released_on is not None:
            return False
        if self.role not in OWN_PEOPLE:
            return self.name is None
        named = person.pom if self.role == "POM" else person.com
        return named == self.name


def owner_of(row: MissingRow) -> Owner:
    """Who must be told of a thing missing."""
    return Owner(row.owner, row.owner_name, None if row.owner_name else row.prison)


def told_of(row: MissingRow) -> tuple[Owner, ...]:
    """Everybody who must be told of it: of what was handed back, the other side as well."""
    if row.contested_with is None:
        return (owner_of(row),)
    other = Owner(row.contested_with, row.contested_name, None if row.contested_name else row.prison)
    return tuple(dict.fromkeys((owner_of(row), other)))


class Owned(NamedTuple):
    """Everything of one owner on a day."""

    as_of: date
    owner: Owner
    fresh: tuple[MissingRow, ...]
    """What is new or has changed; all of it, where it is compared with no night."""
    before: tuple[MissingRow, ...] = ()
    """What stands as it stood."""
    theirs: Mapping[str, str] = NOTHING
    """The name of everybody who is theirs, by prison number, be there anything to do or not."""
    busy: frozenset[str] = frozenset()
    """For whom there is something to do."""
    checks: tuple[CaseloadRow, ...] = ()
    """Those of them of whom something must be settled first: stopped, with an alarm, their day gone by."""
    more_checks: tuple[CaseloadRow, ...] = ()
    """Those of them that are counted and not named."""
    leaving: int = 0
    """How many of them are out within a week."""
    since: date | None = None
    """The night it is compared with; None: with none."""
    page: str = ""
    """The owner's page, as a path inside the night's folder."""
    folder: str = ""
    """The night's folder by its name."""
    footnotes: tuple[str, ...] = ()
    left_out: str = ""
    """Who in prison is not in it, and why, in a sentence."""

    @property
    def rows(self) -> tuple[MissingRow, ...]:
        """All there is to do."""
        return (*self.fresh, *self.before)

    @property
    def late(self) -> int:
        """How much of it is late."""
        return late(self.rows)

    @property
    def as_before(self) -> Mapping[str, int]:
        """By name, for whom how much stands as it stood; who has most first."""
        names = {row.prison_number: row.name for row in self.before}
        counts = Counter(row.prison_number for row in self.before)
        return {names[number]: found for number, found in counts.most_common()}

    @property
    def idle(self) -> tuple[str, ...]:
        """Who of theirs has nothing to be done for, by name."""
        settled_first = {row.prison_number for row in (*self.checks, *self.more_checks)}
        at_rest = self.theirs.keys() - self.busy - settled_first
        return tuple(sorted(self.theirs[number] for number in at_rest))

    @property
    def named(self) -> frozenset[str]:
        """Who is named with something to do or to settle, by prison number."""
        return self.busy.union(row.prison_number for row in self.checks)

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset(self.theirs).union(row.prison_number for row in self.rows)


def late(rows: Iterable[MissingRow]) -> int:
    """How many of these are late: not done in time, to be acted on, or too old to count."""
    return sum(row.state in GROUPS["late"] for row in rows)


def owned(
    owner: Owner,
    rows: Sequence[MissingRow],
    people: Sequence[CaseloadRow],
    before: NightBefore | None,
    today: date,
    heavy: Callable[[MissingRow], int] = lambda row: 0,
) -> Owned:
    """What is an owner's, against a night before; `people`: everybody there is, whose else they may be.

    Whose release is stopped comes before all others. `heavy`: what weighs more comes first for a person.
    """
    ordered = in_order(rows, heavy)
    busy = frozenset(row.prison_number for row in rows)
    known = before.lines(busy) if before else {}
    theirs = [person for person in people if person.prison_number in busy or owner.has(person)]
    names = {row.prison_number: row.name for row in rows}
    all_told = owner.role in (*OWN_PEOPLE, SETTLE)
    checks = to_check(one for one in theirs if all_told or one.stopped or one.prison_number in busy)
    return Owned(
        as_of=today,
        owner=owner,
        fresh=tuple(row for row in ordered if not _stood(row, known)),
        before=tuple(row for row in ordered if _stood(row, known)),
        theirs=names | {person.prison_number: person.name for person in theirs},
        busy=busy,
        checks=checks[:CHECKS],
        more_checks=checks[CHECKS:],
        leaving=sum(
            person.released_on is None and today <= (person.release_on or date.min) <= today + SOON
            for person in theirs
        ),
        since=before.day if before else None,
    )


def in_order(rows: Sequence[MissingRow], heavy: Callable[[MissingRow], int]) -> list[MissingRow]:
    """The people as they come, the stopped first; for each what is late, the heaviest first, and the rest."""
    place: dict[str, int] = {}
    for row in rows:
        place.setdefault(row.prison_number, len(place))
    late_states = GROUPS["late"]
    return sorted(
        rows,
        key=lambda row: (
            *(row.stopped is None, place[row.prison_number]),
            *(row.state not in late_states, -heavy(row) if row.state in late_states else 0),
        ),
    )


def _stood(row: MissingRow, known: Mapping[str, str]) -> bool:
    before = known.get(row.prison_number)
    return before is not None and f" {mark(row)} " in f"{before} "


class Digest(NamedTuple):
    """One owner's list for a day as it is mailed: nothing sensitive is in it, and no sensitive fact."""

    owned: Owned
    withheld: int = 0
    """Things new or changed that are left out, because they are sensitive."""

    @property
    def owner(self) -> Owner:
        """Whose it is."""
        return self.owned.owner

    @property
    def rows(self) -> tuple[MissingRow, ...]:
        """What is new or has changed."""
        return self.owned.fresh

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return self.owned.numbers


def digest(found: Owned, *, repeat: bool = False) -> Digest:
    """What of it may be mailed; how much that is not is counted. `repeat`: all of it, new or not."""
    if repeat:
        found = found._replace(fresh=found.rows, before=(), since=None)
    mailed = tuple(_without_sensitive(row) for row in found.fresh if not row.sensitive)
    stood = tuple(row for row in found.before if not row.sensitive)
    return Digest(found._replace(fresh=mailed, before=stood), len(found.fresh) - len(mailed))


def _without_sensitive(row: MissingRow) -> MissingRow:
    if row.waits_unsaid:
        row = row._replace(blocked_by=(UNSHOWN,), waits_for=(UNSHOWN,), next=f"first {UNSHOWN}")
    named = plain_names(row.missing_facts)
    if len(named) == len(row.missing_facts):
        return row
    return row._replace(missing_facts=named, next="see in the record what is not known")
