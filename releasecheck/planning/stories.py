"""What is recorded about one item of one person, read in order: which outcome stands, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from releasecheck.core.domain import HardNeed, RecordedOutcome
from releasecheck.planning.schedule import Days
from releasecheck.policy.catalogue import Item, Need, OutcomeSpec

#: A recorded outcome whose name the catalogue no longer has: shown, and somebody must say what it means.
_FORGOTTEN = OutcomeSpec(
    "forgotten",
    "action",
    "no longer in the catalogue",
    next="say again what happened: this outcome is no longer used",
)


class Story(NamedTuple):
    """What is recorded about one item of one person, read from the last outcome back."""

    last: RecordedOutcome | None
    spec: OutcomeSpec | None
    chain: tuple[RecordedOutcome, ...]
    """The outcomes since the item was last begun again, oldest first."""


NOTHING = Story(None, None, ())


def tell_story(item: Item, recorded: Sequence[RecordedOutcome]) -> Story:
    """Which of an item's outcomes stands, and the ones since it was last begun again."""
    last: RecordedOutcome | None = None
    spec: OutcomeSpec | None = None
    chain: list[RecordedOutcome] = []
    for outcome in recorded:
        found = item.outcomes.get(outcome.outcome, _FORGOTTEN)
        if last is not None and last.outcome in found.ignored_after:
            continue
        if spec is not None and spec.kind == "again" and not spec.draft:
            chain = []
        last, spec = outcome, found
        chain.append(outcome)
    return Story(last, spec, tuple(chain))


def item_kind(item: Item, outcome: str) -> str:
    """The kind of one of its outcomes, even one that the catalogue has forgotten."""
    return item.outcomes.get(outcome, _FORGOTTEN).kind


def hard_need(need: Need, within: Days | None, story: Story) -> HardNeed:
    """The days between which what is recorded meets a prerequisite; `within` is how long it counts."""
    if story.last is None or story.spec is None:
        return HardNeed(need.item, None, None)
    wanted = need.outcomes or tuple(o.outcome for o in story.chain if story.spec.kind == "done")
    if story.last.outcome not in wanted:
        return HardNeed(need.item, None, None)
    first = next(outcome for outcome in story.chain if outcome.outcome in wanted)
    return HardNeed(need.item, first.on, None if within is None else within[first.on])
