"""How long answers have been waited for, agency by agency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from releasecheck.core.named import NamedTuple


class Wait(NamedTuple):
    """How long one agency's answers have been waited for."""

    agency: str
    waiting: int
    median_days: int
    longest_days: int


def waits_by_agency(sent: Iterable[tuple[str, date]], today: date) -> tuple[Wait, ...]:
    """The median and the longest wait for each agency, from whom was asked and when; by name."""
    found: dict[str, list[int]] = {}
    for agency, on in sent:
        found.setdefault(agency, []).append((today - on).days)
    return tuple(Wait(agency, len(days), middle(days), max(days)) for agency, days in sorted(found.items()))


def middle(numbers: Iterable[int]) -> int:
    """The median as a whole number; between two in the middle, half a day counts as one."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half] + 1) // 2
