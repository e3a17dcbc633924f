"""Counts so small that they may tell of somebody, held back from readers outside the office.

A count of 1 to 4 is shown as <5, and so many others are held back beside it that it cannot be had by
subtraction: not from a total, not from the groups beside it, and not from how many people there were. What is
not printed and follows from what is (how many were *not* settled) is guarded in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

LEAST = 5
"""Counts below this are small, unless the office says otherwise."""


class Count:
    """A number of a report, or one that follows from those it shows."""

    __slots__ = ("blank", "held", "kept", "printed", "value")

    def __init__(self, value: int, *, printed: bool = True, kept: bool = False) -> None:
        self.value, self.printed, self.kept = value, printed, kept
        self.held = not printed
        """Readers are not shown it."""
        self.blank = False
        """Held back without a word of whether it is small."""


class Sum:
    """A total and what it is the total of."""

    __slots__ = ("across", "parts", "total")

    def __init__(self, total: Count, parts: Sequence[Count], *, across: bool = False) -> None:
        self.total, self.parts, self.across = total, parts, across
        """`across`: of one row, where no number is more of a total than another."""

    def counts(self) -> Iterator[Count]:
        """The total first."""
        yield self.total
        yield from self.parts


Sums = dict[Count, list[Sum]]


def is_small(each: Count, least: int) -> bool:
    """Whether it may tell of somebody; of nobody there is nothing to tell."""
    return 0 < each.value < least


def hold_back(counts: Sequence[Count], sums: Sequence[Sum], least: int) -> None:
    """Hold back every small count, and as many others as keep each small one from being worked out."""
    for each in counts:
        each.held = each.held or is_small(each, least)
    of: Sums = {}
    for one in sums:
        for each in one.counts():
            of.setdefault(each, []).append(one)
    while told := worked_out(sums, least):
        for each in told:
            if (other := _best(each, of)) is not None:
                other.held = True
                break
        else:
            for other in _unlabelled(told[0], of):
                other.held = other.blank = True


def _best(told: Count, of: Sums) -> Count | None:
    """What to hold back as well: near, no total where a part will do, and as small as can be."""
    seen, layer, totals = {told}, [told], []
    while layer:
        near = [(one, other) for each in layer for one in of.get(each, ()) for other in one.counts()]
        near = [(one, other) for one, other in near if other not in seen]
        seen.update(other for _, other in near)
        free = [(one, each) for one, each in near if not each.held and not each.kept and each.value]
        if parts := [each for one, each in free if one.across or each is not one.total]:
            return min(parts, key=_value)
        totals += [each for _, each in free]
        layer = [each for _, each in near if each.held]
    return min(totals, key=_value, default=None)


def _value(each: Count) -> int:
    return each.value


def _unlabelled(told: Count, of: Sums) -> list[Count]:
    """The nearest that can still be held back without saying whether they are small."""
    seen, layer = {told}, [told]
    while layer:
        if found := [each for each in layer if each.printed and not each.blank and not each.kept]:
            return found
        layer = [other for each in layer for one in of.get(each, ()) for other in one.counts()]
        layer = [each for each in dict.fromkeys(layer) if each not in seen]
        seen.update(layer)
    return [each for each in seen if each.printed and not each.blank]


Bounds = dict[Count, tuple[float, float]]


def worked_out(sums: Sequence[Sum], least: int) -> list[Count]:
    """The small counts that are held back in vain from a reader who knows every sum, and this rule."""
    bounds: Bounds = {each: _as_shown(each, least) for one in sums for each in one.counts()}
    moved = True
    while moved:
        moved = False
        for one in sums:
            low, high = (sum(bounds[part][end] for part in one.parts) for end in (0, 1))
            moved |= _narrow(bounds, one.total, low, high)
            low, high = bounds[one.total]
            for part in one.parts:
                rest = [bounds[other] for other in one.parts if other is not part]
                moved |= _narrow(bounds, part, low - sum(b for _, b in rest), high - sum(a for a, _ in rest))
    return [
        each for each, (low, high) in bounds.items() if low == high and each.held and is_small(each, least)
    ]


def _as_shown(each: Count, least: int) -> tuple[float, float]:
    if not each.held:
        return each.value, each.value
    if each.blank or not each.printed:
        return 0, inf
    return (1, least - 1) if is_small(each, least) else (least, inf)


def _narrow(bounds: Bounds, each: Count, low: float, high: float) -> bool:
    old = bounds[each]
    bounds[each] = max(old[0], low), min(old[1], high)
    return bounds[each] != old
