"""One line a person: who comes first, what is late, what is next, from what is missing for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from itertools import groupby
from operator import attrgetter

from releasecheck.core.domain import NAMED_ROLES, NOTHING
from releasecheck.core.named import NamedTuple
from releasecheck.reports.caseload.missing import MissingRow
from releasecheck.reports.caseload.pressing import PressingRules
from releasecheck.reports.person.countdown import TaskLine

#: What a person's tasks are counted under, and the states of each.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "late": ("overdue", "action", "expired"),
    "waiting": ("chase",),
    "blocked": ("blocked",),
    "due": ("to_do",),
}
_GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}


class Mine(NamedTuple):
    """Whoever asks, so that their tasks are known from those of others."""

    role: str
    names: frozenset[str] = frozenset()
    """Every spelling of their name."""

    def has(self, row: MissingRow | TaskLine) -> bool:
        """Whether a task is theirs: in their name, or of their role and in nobody's.

        Where they have people of their own, it is asked of those alone, and all of the role is theirs.
        """
        sides = ((row.owner, row.owner_name), (row.contested_with, row.contested_name))
        return any(
            name in self.names or (role == self.role and (name is None or role in NAMED_ROLES))
            for role, name in sides
        )


class PersonNeeds(NamedTuple):
    """What is missing for one person on a day, with the worst of it and what is next."""

    prison_number: str
    name: str
    prison: str | None
    com: str | None
    rosh: str | None
    release_on: date | None
    earliest_on: date | None
    """The earliest possible day, from the day of the report on."""
    days: int | None
    """Until the release, or without one until the earliest possible day."""
    late: MissingRow | None
    """The worst of what is late."""
    next: MissingRow | None
    """What is not late and comes first: ours before that of others, what is due before what comes, and of
    what falls due by the same day or in the same week the worst. Ours that is late, where the worst is not.
    """
    counts: Mapping[str, int]
    """How many tasks in each of `GROUPS`; one with none is absent."""
    ask: tuple[str, ...]
    """Facts that nobody has recorded and tasks hang on."""
    owners: Mapping[str, int]
    """How many tasks each role has for them."""
    states: Mapping[str, int]
    """How many tasks in each state; with what is not known they add up to all that is missing."""
    mine: int
    """How many tasks are those of whoever asks."""


class Weighing(NamedTuple):
    """What a person's tasks are weighed with."""

    today: date
    rules: PressingRules
    consequence: Mapping[str, int]
    """The weight of each item."""
    mine: Mine | None = None
    """Whoever asks."""


class Needs(NamedTuple):
    """Everybody for whom something is missing: the first of them, and how many there are of what."""

    people: tuple[PersonNeeds, ...]
    """The most pressing first, at most so many as were asked for."""
    listed: int
    """How many there are in all, without those set aside."""
    of_mine: int
    """For how many whoever asks has something to do, those set aside as well."""
    by_group: Mapping[str, int]
    """Tasks in each of `GROUPS`, and questions as `ask`."""
    by_state: Mapping[str, int]
    """Tasks in each of the missing states; as many in all as of all roles together."""
    by_owner: Mapping[str, int]
    """Tasks of each role, the busiest first."""
    people_by_owner: Mapping[str, int]
    """People for whom each role has something to do, the busiest first."""
    in_all: int
    """How many people, those set aside as well."""
    set_aside: int
    """How many of them were set aside."""

    def first(self, number: int) -> Needs:
        """The same with so many people to show."""
        return self._replace(people=self.people[:number])


NOBODY = Needs((), 0, 0, NOTHING, NOTHING, NOTHING, NOTHING, 0, 0)


def needs_of(
    rows: Iterable[MissingRow],
    weighing: Weighing,
    wanted: Callable[[PersonNeeds], bool] = lambda person: True,
    *,
    limit: int | None,
    aside: frozenset[str] = frozenset(),
) -> Needs:
    """Everybody in the rows who is `wanted`; a person's rows come together.

    `limit`: people to keep, or all. `aside`: who is counted and told of elsewhere.
    """
    tally = _Tally(aside)
    found = tally.counting(filter(wanted, people_needs(rows, weighing)))
    key = pressing_order(weighing.rules)
    people = sorted(found, key=key) if limit is None else nsmallest(limit, found, key=key)
    return tally.needs(people)


def pressing_order(rules: PressingRules) -> Callable[[PersonNeeds], tuple[float, int, str]]:
    """What people are put in order by: days left as risk makes them count, then who leaves first."""

    def key(person: PersonNeeds) -> tuple[float, int, str]:
        days = None if person.days is None else abs(person.days)
        return rules.days(person.rosh, days), 0 if days is None else days, person.prison_number

    return key


def people_needs(rows: Iterable[MissingRow], weighing: Weighing) -> Iterator[PersonNeeds]:
    """Each person of the rows, whose own come together."""
    for _, theirs in groupby(rows, key=attrgetter("prison_number")):
        yield person_needs(tuple(theirs), weighing)


def person_needs(rows: Sequence[MissingRow], weighing: Weighing) -> PersonNeeds:
    """One person, from all that is missing for them."""
    about = rows[0]
    counts = Counter(_GROUP_OF[row.state] for row in rows if row.state in _GROUP_OF)
    late = max(
        (row for row in rows if _GROUP_OF.get(row.state) == "late"), key=_heavy(weighing), default=None
    )
    after = [row for row in rows if row is not late and _comes_after(row, late, weighing.mine)]
    day = about.first_out
    return PersonNeeds(
        *(about.prison_number, about.name, about.prison, about.com, about.rosh),
        *(about.release_on, about.earliest_on, (day - weighing.today).days if day else None),
        late=late,
        next=min(after, key=_soon(weighing), default=None),
        counts=dict(counts),
        ask=tuple(
            dict.fromkeys(fact for row in rows if row.state == "unknown" for fact in row.missing_facts)
        ),
        owners=dict(Counter(row.owner for row in rows)),
        states=dict(Counter(row.state for row in rows)),
        mine=0 if weighing.mine is None else sum(map(weighing.mine.has, rows)),
    )


def _comes_after(row: MissingRow, late: MissingRow | None, mine: Mine | None) -> bool:
    """Whether a task may stand as what is next: what is late is counted beside the worst of it already."""
    group = _GROUP_OF.get(row.state)
    if group == "late":
        return late is not None and mine is not None and mine.has(row) and not mine.has(late)
    return group in ("waiting", "due")


def weight(row: MissingRow, weighing: Weighing) -> int:
    """What it would cost if this were forgotten."""
    own = weighing.consequence.get(row.item, 0)
    rules = weighing.rules
    closing = row.closes_on is not None and row.closes_on <= weighing.today + timedelta(rules.closing_days)
    return own + (rules.closing if closing else 0)


def _heavy(weighing: Weighing) -> Callable[[MissingRow], tuple[int, int]]:
    """The heaviest; of two as heavy, what was due first."""
    return lambda row: (weight(row, weighing), -(row.due_on or date.max).toordinal())


_WEEK = 7


def _soon(weighing: Weighing) -> Callable[[MissingRow], tuple[bool, int, bool, int, date]]:
    """Ours before that of others; what is to be done by now before what comes, week by week.

    Of what falls due by today, or in the same week, the heaviest; of two as heavy, the sooner. What was
    sent and only has to be chased comes after what has still to be done.
    """

    def key(row: MissingRow) -> tuple[bool, int, bool, int, date]:
        when = (row.due_on or date.max) if row.state == "to_do" else weighing.today
        weeks = -(-max((when - weighing.today).days, 0) // _WEEK)
        chase = row.state == "chase"
        theirs = weighing.mine is not None and not weighing.mine.has(row)
        return theirs, weeks, chase, -weight(row, weighing), when

    return key


class _Tally:
    """How many people and tasks go by, so that only the first few need be kept."""

    def __init__(self, aside: frozenset[str]) -> None:
        self.aside, self.of_mine, self.listed = aside, 0, 0
        self.groups: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.tasks: Counter[str] = Counter()
        self.owners: Counter[str] = Counter()
        self.in_all = 0

    def counting(self, people: Iterable[PersonNeeds]) -> Iterator[PersonNeeds]:
        for person in people:
            self.in_all += 1
            self.of_mine += person.mine > 0
            self.groups.update(person.counts)
            self.groups["ask"] += len(person.ask)
            self.states.update(person.states)
            self.tasks.update(person.owners)
            self.owners.update(person.owners.keys())
            if person.prison_number not in self.aside:
                self.listed += 1
                yield person

    def needs(self, people: Iterable[PersonNeeds]) -> Needs:
        return Needs(
            tuple(people),
            self.listed,
            self.of_mine,
            {group: number for group, number in self.groups.items() if number},
            dict(self.states),
            dict(self.tasks.most_common()),
            dict(self.owners.most_common()),
            self.in_all,
            self.in_all - self.listed,
        )
