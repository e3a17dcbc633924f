"""What is not asked for although it applies: a retired item, and what waits while a release is turned.

A recorded outcome turns the release: to be detained, to be removed, stopped, refused, remanded.

The catalogue says which outcomes do and what lifts them; until then nobody may be told that somebody leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from releasecheck.core.domain import RecordedOutcome, Task, TurnedRelease
from releasecheck.core.named import NamedTuple
from releasecheck.planning.outcomes import NOTHING
from releasecheck.planning.person import Person
from releasecheck.planning.states import QUIET, SETTLED
from releasecheck.policy.catalogue import Item
from releasecheck.policy.fits import Turn


class Stopping(NamedTuple):
    """What stops a release, and whether what waits outside is quiet until it is lifted."""

    stop: TurnedRelease
    quiet: bool


class Turns:
    """Every outcome of a catalogue that turns a release."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._turns: dict[str, Mapping[str, Turn]] = {}
        for item in items:
            found = {name: spec.turns for name, spec in item.outcomes.items() if spec.turns is not None}
            if found:
                self._turns[item.id] = found

    def stopping(self, person: Person) -> Stopping | None:
        """What stands in the way of this release: the last that was recorded and not lifted, or None."""
        record = person.record
        told = [outcome for outcome in record.outcomes if outcome.item in self._turns]
        if not told or person.inputs["released"]:
            return None
        standing = [
            (turn, outcome)
            for turn, outcome in self._standing(told).values()
            if _holds(turn, outcome, person)
        ]
        if not standing:
            return None
        turn, outcome = max(standing, key=lambda one: one[1].on)
        return Stopping(TurnedRelease(turn.kind, turn.words, outcome.on, outcome.item), turn.quiet)

    def _standing(self, told: Iterable[RecordedOutcome]) -> dict[str, tuple[Turn, RecordedOutcome]]:
        """By item, the outcome that turned the release and that no later one has lifted."""
        found: dict[str, tuple[Turn, RecordedOutcome]] = {}
        for outcome in told:
            turn = self._turns[outcome.item].get(outcome.outcome)
            if turn is not None:
                found[outcome.item] = turn, outcome
            elif outcome.item in found and outcome.outcome in found[outcome.item][0].lifted_by:
                del found[outcome.item]
        return found


def _holds(turn: Turn, outcome: RecordedOutcome, person: Person) -> bool:
    """Whether it speaks of the release counted to now, and not of an earlier stay or an earlier hearing."""
    back_on = person.record.facts.get("return_to_custody_date")
    if isinstance(back_on, date) and outcome.on < back_on:
        return False
    if turn.types and person.release is not None and person.release.type not in turn.types:
        return False
    again = person.anchors.get(turn.lifted_after) if turn.lifted_after else None
    return again is None or again <= outcome.on


def quietened(task: Task, why: str, reasons: tuple[str, ...]) -> Task:
    """A task for the community while its release is turned: nobody is asked for it, and it says why.

    The line's own status stays what it was, for that is the national service's.
    """
    if task.rest not in ("open", "unknown"):
        return task
    if task.stage not in (None, "unknown", "waiting", "action"):
        return task._replace(rest="not_required")
    live = task.positions is not None and task.stage is not None
    return task._replace(
        stage=QUIET,
        counts_until=None,
        lapses=False,
        outcome_next=None,
        misfit=None,
        reasons=(why, *reasons),
        positions={"live": "", **(task.positions or {})} if live else task.positions,
    )


def without_retired(person: Person, retired: Mapping[str, date], today: date) -> Person:
    """The same person, knowing what is not asked for any more that day, and until when that is so."""
    gone = [(name, since) for name, since in retired.items() if since <= today]
    ahead = [since - timedelta(days=1) for since in retired.values() if since > today]
    first = [day for day in (person.valid_from, *(since for _, since in gone)) if day is not None]
    last = [day for day in (person.valid_until, *ahead) if day is not None]
    return person._replace(
        retired=frozenset(name for name, _ in gone),
        valid_from=max(first, default=None),
        valid_until=min(last, default=None),
    )


def put_to_rest(task: Task, why: str) -> Task:
    """A task of an item that is retired: what was settled stays so, and nothing follows from the rest."""
    applies = task.rest in ("open", "unknown")
    return task._replace(
        stage=task.stage if task.stage in SETTLED else None,
        counts_until=None,
        lapses=False,
        rest="not_required" if applies else task.rest,
        opens_on=None,
        due_on=None,
        closes_on=None,
        chase_on=None,
        expires_on=None,
        days_lost=None,
        hard=False,
        outcome_next=None,
        gaps=(),
        missing_facts=(),
        settling_facts=(),
        needs=(),
        warnings=(),
        reasons=(why,) if applies else task.reasons,
        misfit=None,
    )


def closed(item: Item, owner: str, owner_name: str | None, person: Person) -> Task:
    """The item for a number that is closed: what was recorded stands, and nothing follows from it."""
    last = person.trails.get(item.id, NOTHING).last
    return Task(
        item=item.id,
        owner=owner,
        owner_name=owner_name,
        stage=None,
        counts_until=None,
        lapses=False,
        rest="not_applicable",
        opens_on=None,
        due_on=None,
        closes_on=None,
        chase_on=None,
        expires_on=None,
        days_lost=None,
        hard=False,
        ready_from=None,
        ready_until=None,
        outcome=last.outcome if last else None,
        outcome_on=last.on if last else None,
        outcome_reason=last.reason if last else None,
        outcome_next=None,
        evidence=last.evidence if last else {},
        gaps=(),
        missing_facts=(),
        settling_facts=(),
        reasons=("this number is closed",),
        needs=(),
        warnings=(),
        positions=None,
    )
