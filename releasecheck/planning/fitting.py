"""Whether what was arranged for a release fits the release that is counted to now.

A bed booked for the 30th is no bed when the release moves to the 16th; a check of the evening before, done
two weeks early, is none. The rules are the catalogue's: here they are laid on one person's release day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from releasecheck.core.domain import RecordedOutcome, day_known
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import day_written
from releasecheck.planning.outcomes import OutcomeTrail
from releasecheck.planning.person import Person
from releasecheck.planning.schedule import OffsetDays, Schedule
from releasecheck.policy.catalogue import Item, OutcomeSpec
from releasecheck.policy.fits import Fit, unfit_words

#: Kinds of outcome that say that something is arranged, or asked for, for a day.
_ARRANGED = ("done", "waiting")


class Misfit(NamedTuple):
    """Why what was arranged does not fit, and what to do about it."""

    reason: str
    next: str


class _Rule(NamedTuple):
    fit: Fit
    first: OffsetDays | None
    last: OffsetDays | None

    def misfit(self, day: date, now: date) -> Misfit | None:
        """What is wrong with this day, if the release (or the hearing) is on that one."""
        early = self.first is not None and day < self.first[now]
        late = self.last is not None and day > self.last[now]
        since = self.fit.since
        outdated = since is not None and day < since <= now
        return Misfit(unfit_words(self.fit, day, now), self.fit.next) if early or late or outdated else None


class Fitting:
    """One item's rules, ready for anybody's outcomes."""

    def __init__(self, item: Item, schedule: Schedule) -> None:
        def ready(fit: Fit) -> _Rule:
            days = (None if one is None else schedule.exact(one) for one in (fit.first, fit.last))
            return _Rule(fit, *days)

        self._fields = tuple((name, ready(fit)) for name, fit in item.evidence_fits.items())
        self._done = ready(item.done_fits) if item.done_fits else None
        self._release = ready(item.release_fits) if item.release_fits else None
        self._if_no = item.if_no
        self._any = bool(self._fields or self._done or self._release or self._if_no)

    def of(self, trail: OutcomeTrail, person: Person) -> Misfit | None:
        """What was arranged for another day than the release counted to; whoever has left is not asked."""
        if not self._any or person.inputs["released"]:
            return None
        return self.misfit(trail, person.anchors, person.release.type if person.release else None)

    def misfit(
        self, trail: OutcomeTrail, anchors: Mapping[str, date], release_type: str | None
    ) -> Misfit | None:
        """The first thing of the outcome that stands which does not fit; None if all does.

        A day that nobody knows is none that anything could not fit.
        """
        if trail.last is None or trail.spec is None or trail.spec.kind not in _ARRANGED:
            return None
        for field, order in self._if_no.items():
            if trail.last.evidence.get(field) == "no":
                return Misfit(f"{field.replace('_', ' ')}: no", order)
        for rule, day in self._days(trail.last, trail.spec):
            now = anchors.get(rule.fit.of)
            if now is not None and (not rule.fit.types or release_type in rule.fit.types):
                found = rule.misfit(day, now)
                if found is not None:
                    return found
        return None

    def _days(self, last: RecordedOutcome, spec: OutcomeSpec) -> Iterator[tuple[_Rule, date]]:
        """Each day that has a rule, and the rule."""
        for name, rule in self._fields:
            day = day_written(last.evidence.get(name))
            if day is not None:
                yield rule, day
        if spec.kind != "done":
            return
        if self._done is not None and day_known(last.evidence):
            yield self._done, last.on
        if self._release is not None and last.for_release is not None:
            yield self._release, last.for_release
