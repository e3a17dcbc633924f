"""What changes make of many people: worked out here, or by another process when that is worth it.

Planning is most of the work of an import. A country's people are planned by a process of their own, which
gives back rows ready to be written, while this one reads the record and writes.
"""

from __future__ import annotations

import copyreg
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from releasecheck.core.domain import PersonRecord
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.named import NamedTuple
from releasecheck.planning.changes import Decided, PersonChange, decide
from releasecheck.store.rows import Fingerprints, PlannedBy
from releasecheck.store.tables.plan_rows import PlanRows, RowMaker

if TYPE_CHECKING:
    from concurrent.futures import Future

    from releasecheck.planning.planner import Planner
    from releasecheck.policy.catalogue import Catalogue
    from releasecheck.policy.date_rules import Rules
    from releasecheck.policy.working_days import Calendar

PersonAndChange: TypeAlias = tuple[PersonRecord | None, PersonChange]
"""Somebody as the record has them, and what is to be recorded."""
DecidedAndRows: TypeAlias = tuple[Decided, "Fingerprints | PlanRows"]
"""What follows, with the rows of the plan where another process made them."""

Decider: TypeAlias = Callable[
    [Iterable[Sequence[PersonAndChange]], "Planner", date, PlannedBy], Iterator[DecidedAndRows]
]


def _kept_closed(mapping: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(mapping)


# An empty mapping that nobody can fill has to travel as well.
copyreg.pickle(MappingProxyType, lambda mapping: (_kept_closed, (dict(mapping),)))

WORTH_A_PROCESS = 5_000
"""People: starting another process costs as much as planning a thousand of them."""
_AHEAD = 3
"""Batches under way while one is written."""


class _Made(NamedTuple):
    """What the other process gives back: no plan but where a date has moved, which is looked at here."""

    decided: Decided
    rows: PlanRows


def decider(people: int) -> Decider:
    """What works out the changes of so many people, each of whom comes once; 0: of any number."""
    return decide_elsewhere if people >= WORTH_A_PROCESS else decide_one_by_one


def decide_one_by_one(
    batches: Iterable[Sequence[PersonAndChange]], planner: Planner, today: date, marks: PlannedBy
) -> Iterator[DecidedAndRows]:
    """What follows from each change, worked out here and now."""
    for batch in batches:
        for before, change in batch:
            decided = decide(before, change, planner, today)
            yield decided, marks.at(decided.record.facts.get("prison"))


def decide_elsewhere(
    batches: Iterable[Sequence[PersonAndChange]], planner: Planner, today: date, marks: PlannedBy
) -> Iterator[DecidedAndRows]:
    """The same, in the same order, worked out by another process; nobody may come twice."""
    import gc
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    house = planner.at(None)
    layers = {prison: layer() for prison, layer in house.layers.items()}
    policy = (house.catalogue, house.calendar, house.rules, layers)
    gc.freeze()  # all that was read of a country is needed to the end: looking through it again takes a fifth
    try:
        # Not forked: this process holds a record that is being written to.
        with ProcessPoolExecutor(1, get_context("spawn"), _begin, (*policy, today, marks)) as others:
            under_way: deque[tuple[Sequence[PersonAndChange], Future[list[_Made]]]] = deque()
            for batch in batches:
                under_way.append((batch, others.submit(_work, batch)))
                if len(under_way) > _AHEAD:
                    yield from _answers(*under_way.popleft())
            while under_way:
                yield from _answers(*under_way.popleft())
    finally:
        gc.unfreeze()


def _answers(batch: Sequence[PersonAndChange], found: Future[list[_Made]]) -> Iterator[DecidedAndRows]:
    from concurrent.futures import BrokenExecutor

    try:
        answers = found.result()
    except BrokenExecutor as error:
        raise ReleasecheckError("the process that was planning has been ended: try again") from error
    for (before, change), made in zip(batch, answers, strict=True):
        yield made.decided._replace(before=before, change=change), made.rows


_decide: Callable[[PersonAndChange], _Made]
"""In the other process: works out one change. Made when that process begins."""


def _begin(
    catalogue: Catalogue,
    calendar: Calendar,
    rules: Rules,
    layers: Mapping[str, tuple[Catalogue, Rules, Mapping[date, str]]],
    today: date,
    marks: PlannedBy,
) -> None:
    """Make the other process ready to plan anybody."""
    import gc
    import signal
    from functools import partial

    from releasecheck.planning.planner import Planner

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that began this one
    gc.disable()  # nothing of a plan refers to itself: looking for what does takes a tenth of the time

    read = {prison: partial(_as_it_is, layer) for prison, layer in layers.items()}
    planner = Planner(catalogue, calendar, rules, read)
    maker = RowMaker(planner.after_release())

    def work(asked: PersonAndChange) -> _Made:
        decided = decide(*asked, planner, today)
        rows = maker.rows(decided.record, decided.plan, marks.at(decided.record.facts.get("prison")))
        looked_at = decided.before is not None and decided.telling is not None
        plan = decided.plan if looked_at else decided.plan._replace(tasks=())
        # What was sent need not be sent back.
        return _Made(decided._replace(plan=plan, before=None, change=_NO_CHANGE), rows)

    global _decide
    _decide = work


def _as_it_is(
    layer: tuple[Catalogue, Rules, Mapping[date, str]],
) -> tuple[Catalogue, Rules, Mapping[date, str]]:
    return layer


_NO_CHANGE = PersonChange("")


def _work(batch: Sequence[PersonAndChange]) -> list[_Made]:
    return [_decide(asked) for asked in batch]
