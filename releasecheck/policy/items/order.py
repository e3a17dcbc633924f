"""Which items wait for which, and the order that follows."""

from __future__ import annotations

from collections.abc import Mapping

from releasecheck.policy.catalogue import Item


def prerequisites(item: Item) -> tuple[str, ...]:
    """Everything that should or must come first."""
    return tuple(need.item for need in (*item.needs, *item.needs_hard))


def needed_by(items: Mapping[str, Item], places: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """The places of the items that each of these should or must come before, in their order; few have any."""
    found: dict[str, tuple[int, ...]] = {}
    for name, item in items.items():
        for other in dict.fromkeys(prerequisites(item)):
            found[other] = (*found.get(other, ()), places[name])
    return found


def needy_first(items: Mapping[str, Item]) -> tuple[str, ...]:
    """The items in such an order that each comes after all that need it."""
    needed: dict[str, None] = {}

    def walk(name: str) -> None:
        if name not in needed:
            for other in prerequisites(items[name]):
                if other in items:
                    walk(other)
            needed[name] = None

    for name in items:
        walk(name)
    return tuple(reversed(needed))
