"""How anything is counted of releases: what a rule may say of one, and the sums over many.

Percentages are never given of fewer than ten releases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.reports.figures.released import Released

Verdict = Literal["yes", "no", "not_known", "not_due", "outside"]
"""Counted and in it; counted and not in it; nobody recorded it; its day has not come; not of its kind."""

FEWEST = 10
"""Releases below which no percentage is given: it would say more of chance, and of somebody, than of us."""


class Measured(NamedTuple):
    """One measure over some releases."""

    key: str
    title: str
    yes: int
    of: int
    not_known: int
    not_due: int

    @property
    def percent(self) -> str | None:
        """40.0%; None of fewer than ten."""
        return f"{100 * self.yes / self.of:.1f}%" if self.of >= FEWEST else None


Rule = Callable[[Released, date], Verdict]


class Measure(NamedTuple):
    """What is counted of each release."""

    key: str
    title: str
    means: str
    rule: Rule


def count_up(key: str, title: str, verdicts: Iterable[Verdict]) -> Measured:
    """The verdicts summed."""
    found = list(verdicts)
    yes, no = found.count("yes"), found.count("no")
    return Measured(key, title, yes, yes + no, found.count("not_known"), found.count("not_due"))


def decided(condition: bool) -> Verdict:
    """Yes or no."""
    return "yes" if condition else "no"


def unrecorded(due: date, today: date) -> Verdict:
    """What to say of what nobody has recorded: its day has not come, or nobody knows."""
    return "not_due" if today <= due else "not_known"
