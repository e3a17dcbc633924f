"""What a list's outcomes would add to one person's record: new, recorded already, or refused and why.

By the rules of `marking`; an older outcome never takes the place of a later one, and what a list says every
week is recorded once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.core.domain import (
    DAY_NOT_KNOWN,
    NOT_DONE_BEFORE,
    Facts,
    FactValue,
    PersonRecord,
    Plan,
    RecordedOutcome,
    day_known,
)
from releasecheck.core.words import day_in_words
from releasecheck.exchange.reading.trackers.task_file import LeftOne, ReadOutcome
from releasecheck.planning.marking import TaskStanding, facts_to_record, objection, standing_in
from releasecheck.planning.outcomes import gives_the_day, item_kind
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue import Item


class NewOutcome(NamedTuple):
    """One outcome that would be recorded."""

    prison_number: str
    recorded: RecordedOutcome
    facts: Mapping[str, FactValue]
    """The facts that it tells as well."""
    gaps: tuple[str, ...]
    """The evidence that it asks for and the file does not have."""


class Added(NamedTuple):
    """What a list would add to one person."""

    new: tuple[NewOutcome, ...]
    """In the order of their days."""
    unchanged: int
    settled: int
    """Cells that leave something to say, of which the record says it: not needed, and it does not apply."""
    refused: tuple[tuple[ReadOutcome, str], ...]
    """What cannot be recorded, each with why."""
    left: tuple[LeftOne, ...]
    """Cells of which somebody must say more."""


def add_outcomes(
    record: PersonRecord,
    told: Iterable[ReadOutcome],
    left: Iterable[LeftOne],
    planner: Planner,
    today: date,
    *,
    by: str,
    told_on: Callable[[str], date | None],
    although: bool = False,
) -> Added:
    """What these would add to a record: for somebody new, to the record that their facts make.

    `by`: who records it; `told_on`: when the value of a fact that stands was told; `although`: what happened
    is recorded even where the facts say that the task does not apply.
    """
    person = _Person(record, planner, today)
    new: list[NewOutcome] = []
    refused: list[tuple[ReadOutcome, str]] = []
    unchanged = 0
    for one in sorted(told, key=_order):
        outcome, problem = person.outcome(one, by, although=although or one.sequence is not None)
        if problem:
            refused.append((one, problem))
        elif outcome is None:
            unchanged += 1
        else:
            facts = facts_to_record(one.spec, outcome, planner.catalogue, told_on)
            person.record(outcome, facts)
            needed = planner.catalogue.required_evidence(one.spec)
            gaps = tuple(name for name in needed if name not in outcome.evidence)
            new.append(NewOutcome(record.prison_number, outcome, facts, gaps))
    cells = tuple(left)
    still = tuple(one for one in cells if not person.settles(one))
    return Added(tuple(new), unchanged, len(cells) - len(still), tuple(refused), still)


def _order(one: ReadOutcome) -> tuple[int, date, int]:
    """In the order of another record's own entries where the file has it, else in that of the days."""
    return one.sequence or 0, one.on, one.row


class _Person:
    """One person as the outcomes of a file are added to what is known; planned again only when it matters."""

    def __init__(self, record: PersonRecord, planner: Planner, today: date) -> None:
        self._record, self._planner, self._today = record, planner, today
        self._looked: tuple[Plan, Facts] | None = None
        self._touched: set[str] = set()
        self._added: dict[str, RecordedOutcome] = {}
        """The last of each item that the file itself has told."""

    def _standing(self, item: Item) -> TaskStanding:
        if self._looked is None or not self._touched.isdisjoint((item.id, *item.depends_on())):
            plan = self._planner.plan(self._record, self._today)
            self._looked = plan, self._planner.prepare(self._record, self._today).inputs
            self._touched.clear()
        return standing_in(*self._looked, self._record, item)

    def outcome(
        self, one: ReadOutcome, by: str, *, although: bool
    ) -> tuple[RecordedOutcome | None, str | None]:
        """What would be recorded, or nothing where all of it is recorded already; and why it cannot be."""
        earlier = [outcome for outcome in self._record.outcomes if outcome.item == one.item.id]
        again = any(known.outcome == NOT_DONE_BEFORE for known in earlier)
        if one.spec.name == NOT_DONE_BEFORE and one.sequence is None and again:
            # A list that says every week that it was not says so once.
            return None, None
        if not day_known(one.evidence) and one.sequence is None and earlier:
            adds = self._without_day(one, earlier)
            if adds is not True:
                return None, adds
        for known in reversed(earlier):
            if (known.outcome, known.on) == (one.spec.name, one.on):
                same = {name: text for name, text in one.evidence.items() if known.evidence.get(name) == text}
                if one.reason in (None, known.reason) and len(same) == len(one.evidence):
                    return None, None
                if known is earlier[-1] and _only_adds(one, known):
                    evidence = {**known.evidence, **one.evidence}
                    return known._replace(
                        reason=one.reason or known.reason, evidence=evidence, by=one.by or by, id=None
                    ), None
        recorded = RecordedOutcome(one.item.id, one.spec.name, one.on, one.reason, one.evidence, one.by or by)
        in_its_order = one.sequence is not None and one.item.id in self._added
        dates_it = bool(earlier) and gives_the_day(recorded, earlier[-1])
        if earlier and earlier[-1].on > one.on and not (in_its_order or dates_it):
            stands = f"{earlier[-1].outcome} on {day_in_words(earlier[-1].on)}"
            return None, f"{one.item.id} has something later recorded, {stands}, which it would replace"
        problem = objection(one.item, one.spec, self._standing(one.item), one.on, although=although)
        return (None, problem) if problem else (recorded, None)

    def _without_day(
        self, one: ReadOutcome, earlier: Sequence[RecordedOutcome]
    ) -> str | Literal[True] | None:
        """Whether something without its day adds to the record: True, None where not, or why that is unclear.

        A list that says every week that it was done says so once, and what was sent is older than its answer.
        """
        last = earlier[-1]
        said = {name: text for name, text in one.evidence.items() if name not in DAY_NOT_KNOWN}
        if any(known.outcome == one.spec.name for known in earlier):
            # An appointment that was moved, or that has its day now.
            moved = last.outcome == one.spec.name and any(
                last.evidence.get(name) != text for name, text in said.items()
            )
            return True if moved else None
        stands = item_kind(one.item, last.outcome)
        standing_draft = stands == "again" and one.item.outcomes[last.outcome].draft
        if standing_draft or (stands == "waiting" and one.spec.kind != "waiting" and not one.spec.draft):
            return True
        if one.spec.kind == "waiting" or one.spec.draft:
            names = list(one.item.outcomes)
            if stands == "waiting" and not one.spec.draft:
                return True if names.index(one.spec.name) > names.index(last.outcome) else None
            if one.spec.draft or stands in ("done", "not_achieved", "declined", "waived"):
                return None
        on = f"{last.outcome} on {day_in_words(last.on)}"
        return f"without its day: {on} is recorded, and which is later? Write the day in"

    def settles(self, one: LeftOne) -> bool:
        """Whether the record says already what a cell leaves to be said."""
        if one.kind == "not_needed":
            task = self._standing(one.item).task
            return task is None or task.rest in ("not_applicable", "not_required")
        recorded = [outcome for outcome in self._record.outcomes if outcome.item == one.item.id]
        sent = bool(recorded) and item_kind(one.item, recorded[-1].outcome) in ("waiting", "done")
        return one.kind == "under_way" and sent

    def record(self, outcome: RecordedOutcome, facts: Mapping[str, FactValue]) -> None:
        """Go on from what this adds."""
        self._touched.add(outcome.item)
        self._added[outcome.item] = outcome
        known = {**self._record.facts, **facts}
        self._record = self._record._replace(outcomes=(*self._record.outcomes, outcome), facts=known)
        if facts:
            self._looked = None


def _only_adds(one: ReadOutcome, known: RecordedOutcome) -> bool:
    """Whether it gives what was missing before, and contradicts nothing."""
    agrees = all(known.evidence.get(name, text) == text for name, text in one.evidence.items())
    return agrees and (known.reason is None or one.reason in (None, known.reason))
