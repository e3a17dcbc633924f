"""Which reasons of an item say something sensitive: those of conditions that read a sensitive fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from releasecheck.people.sensitive import SENSITIVE
from releasecheck.policy.catalogue import Item
from releasecheck.policy.conditions import Comparison, Condition, ConditionGroup
from releasecheck.policy.derived_facts import DERIVED_FACTS


def unsaid(item: Item) -> tuple[str, ...]:
    """What a task of this item may give as its reason, and a role without need is not told; in order."""
    texts = (text for condition in item.conditions() for text in _texts(condition))
    return tuple(dict.fromkeys(texts))


def reads_sensitive(condition: Condition) -> bool:
    """Whether any part of a condition reads a sensitive fact, or one that follows from it."""
    return any(_is_sensitive(leaf) for leaf in condition.leaves())


def plain_item(item: Item) -> Item:
    """The item with only those of its conditions that read nothing sensitive, to be explained by."""
    return replace(
        item,
        applies=_plain(item.applies),
        not_required=_plain(item.not_required),
        asked_if=_plain(item.asked_if),
        not_asked_if=_plain(item.not_asked_if),
        notes=_plain(item.notes),
    )


def _plain(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple(condition for condition in conditions if not reads_sensitive(condition))


def _texts(condition: Condition) -> Iterator[str]:
    if not reads_sensitive(condition):
        return
    yield from filter(None, (condition.because, condition.otherwise))
    if isinstance(condition, ConditionGroup):
        for part in condition.parts:
            yield from _texts(part)


def _is_sensitive(leaf: Comparison) -> bool:
    derived = DERIVED_FACTS.get(leaf.fact)
    return not SENSITIVE.isdisjoint((leaf.fact, *(derived.comes_from if derived else ())))
