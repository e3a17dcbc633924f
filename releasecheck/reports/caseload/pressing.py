"""Who comes first in a list for the day, and which of their tasks is named: numbers of `pressing.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from releasecheck.core.named import NamedTuple
from releasecheck.core.shipped import DATA


class PressingRules(NamedTuple):
    """What days to release are divided by for risk, and what weighs how much where one task is named."""

    divided_by: Mapping[str, int]
    """By risk of serious harm, `not_known` among them; others are not divided."""
    closing_days: int
    """A window that closes in so many days or fewer, or has closed, weighs `closing` more."""
    closing: int
    protection: int
    """What a task that protects the public weighs more."""
    weights: Mapping[str, int]
    """By item, or else by pathway."""

    def days(self, rosh: str | None, days: int | None) -> float:
        """Days left as they count for the order of people: risk that is high or not known brings nearer."""
        return float("inf") if days is None else days / self.divided_by.get(rosh or "not_known", 1)

    def weight(self, item: str, pathway: str, *, public_protection: bool) -> int:
        """What it would cost if this were forgotten, against other tasks of the same person."""
        own = self.weights.get(item, self.weights.get(pathway, 0))
        return own + (self.protection if public_protection else 0)


@lru_cache(maxsize=1)
def pressing_rules() -> PressingRules:
    """The rules that ship with the program. Their reasons stand in the last column and are not read."""
    found: dict[str, dict[str, int]] = {}
    lines = (DATA / "pressing.csv").read_text("utf-8").splitlines()
    for what, name, number, _ in (line.split(",", 3) for line in lines[1:]):
        found.setdefault(what, {})[name] = int(number)
    return PressingRules(
        divided_by=found["divide"],
        closing_days=found["closing"]["days"],
        closing=found["closing"]["weight"],
        protection=found["protection"]["weight"],
        weights=found["weight"],
    )
