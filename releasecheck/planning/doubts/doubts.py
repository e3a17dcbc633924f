"""What about somebody's release a person must look at, until they say that they have.

A pure function of what is known: alarms stand in every list of the day, other doubts on the person's own
pages. None of it moves a date. It is said no more once `checked` has been recorded of it, and again when what
it is about has changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date
from typing import TypeAlias

from releasecheck.core.domain import Doubt
from releasecheck.core.named import NamedTuple
from releasecheck.planning.doubts import alarms, questions
from releasecheck.planning.doubts.found import NOT_IN_DOUBT, Found
from releasecheck.planning.person import Person
from releasecheck.policy.date_rules import Rules
from releasecheck.policy.working_days import Calendar

_DoubtIn: TypeAlias = Callable[[Person, Calendar, Rules], Found]

#: What is looked at, in the order in which it is said.
_LOOKS: tuple[_DoubtIn, ...] = (
    alarms.late_notice,
    alarms.late_move,
    questions.hdc_date,
    questions.tranche,
    questions.tag,
    questions.housing_payment,
)


class Doubted(NamedTuple):
    """All that was found of one person."""

    found: tuple[Found, ...]

    def within(self, first: date | None, last: date | None) -> tuple[date | None, date | None]:
        """Of the days on which a plan holds, those on which nothing else is in doubt."""
        firsts, lasts = [first], [last]
        for one in self.found:
            firsts.append(one.first)
            lasts.append(one.last)
        return max(filter(None, firsts), default=None), min(filter(None, lasts), default=None)

    def standing(self, settled: Set[tuple[str, str]]) -> tuple[Doubt, ...]:
        """The doubts that nobody has dealt with, as they are now."""
        doubts = (one.doubt for one in self.found)
        return tuple(doubt for doubt in doubts if doubt and (doubt.code, doubt.about) not in settled)


_NOTHING = Doubted(())


class Doubts:
    """The rules and the calendar, ready to look at anybody."""

    def __init__(self, calendar: Calendar, rules: Rules) -> None:
        self._calendar, self._rules = calendar, rules

    def of(self, person: Person) -> Doubted:
        """What is in doubt about the release of somebody; of whoever has left, nothing."""
        if "released_on" in person.record.facts:
            return _NOTHING
        looked = (look(person, self._calendar, self._rules) for look in _LOOKS)
        found = tuple(one for one in looked if one is not NOT_IN_DOUBT)
        return Doubted(found) if found else _NOTHING
