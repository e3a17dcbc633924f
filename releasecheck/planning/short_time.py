"""When what came too late for its usual time is due: in proportion to the time that is left.

A share of the days from the day somebody knew to the last on which it is of use, at least and at most so many
working days: less for what protects the public and for a window that closes. None of it reads the day it is
asked on, so that a date, once given, stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from releasecheck.core.domain import Telling
from releasecheck.core.named import NamedTuple
from releasecheck.policy.catalogue import Item
from releasecheck.policy.date_rules import TimetableRules
from releasecheck.policy.working_days import Calendar

#: Spans of time remembered for one pace. About 200 bytes each.
_MOST_SPANS = 4_096


class Known(NamedTuple):
    """When what the dates count from became known."""

    since: date
    tellings: tuple[Telling, ...]
    latest: date
    """Nothing due on this day or later can have been asked for too late."""
    first: date
    """The day the record first knew of them, which for somebody recalled is earlier than `since`."""


def known_of(known: Known, asked_since: date) -> Known:
    """The same for what was first asked for on a later day: nothing of it was late before."""
    if known.first >= asked_since:
        return known
    return Known(
        max(known.since, asked_since),
        tuple(telling for telling in known.tellings if telling.told_on > asked_since),
        max(known.latest, asked_since),
        asked_since,
    )


def known(since: date, tellings: tuple[Telling, ...], first: date) -> Known:
    """From the days since when tasks can be asked for and that of the first record, and the dates told since.

    The tellings are oldest first.
    """
    return Known(since, tellings, max(since, tellings[-1].told_on) if tellings else since, first)


class Pace:
    """How much of the time that is left one kind of task may take."""

    def __init__(self, percent: int, least: int, most: int, calendar: Calendar) -> None:
        self.percent, self.least, self.most, self._calendar = percent, least, most, calendar
        self._met: dict[tuple[date, date | None], date] = {}

    def due(self, first: date, last: date | None) -> date:
        """When it is due, known on `first` and of use until `last`, if that is known: between the two."""
        found = self._met.get((first, last))
        if found is None:
            if len(self._met) >= _MOST_SPANS:
                self._met.clear()
            found = self._met[first, last] = self._work_out(first, last)
        return found

    def _work_out(self, first: date, last: date | None) -> date:
        day = self._calendar.add_working_days(first, self.most)
        if last is not None:
            share = first + timedelta(days=(last - first).days * self.percent // 100)
            day = min(day, max(share, self._calendar.add_working_days(first, self.least)), last)
        return max(first, self._calendar.last_working_day(day))


class Paces:
    """The paces of a set of rules."""

    def __init__(self, rules: TimetableRules, calendar: Calendar) -> None:
        self.rules = rules
        least = rules.least_working_days
        self._first = Pace(rules.first_share_percent, least, rules.first_most_working_days, calendar)
        self._usual = Pace(rules.share_percent, least, rules.most_working_days, calendar)

    def of(self, item: Item) -> Pace:
        """The pace of one item."""
        kinds = (("public_protection", item.public_protection), ("closes", item.closes is not None))
        return self._first if any(name in self.rules.first for name, so in kinds if so) else self._usual


class Fair(NamedTuple):
    """A due day in proportion, and what it follows from."""

    due: date
    first: date
    """The day from which it could be asked for."""
    last: date | None
    """The last day on which it is of use; None where nobody knows when that is."""


def last_use(anchor: str, anchors: Mapping[str, date], first: date, *others: date | None) -> date | None:
    """The last day on which something counted from this anchor is of use, for somebody known since `first`.

    The anchor itself where it is still to come, else the end of their time in prison; and no later than any
    of the `others`. Not before `first`; None where no end is known.
    """
    last = anchors.get(anchor)
    if last is None or last < first:
        earliest = anchors.get("earliest_possible") or anchors.get("court")
        release = anchors.get("release")
        if earliest is not None and earliest >= first:
            last = earliest
        elif release is not None and release >= first:
            last = release
        else:
            last = None if earliest is None and release is None else first
    for other in others:
        if other is not None and (last is None or other < last):
            last = other
    return first if last is not None and last < first else last
