"""One line of one person's release-day check.

A line is *open* where somebody has still to do something, *ahead* where its time has not come, *settled*
where the record says that it is so or need not be, and *paper* where only those who look can say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from releasecheck.core.words import capital

Verdict = Literal["open", "ahead", "settled", "paper"]


class GateLine(NamedTuple):
    """One line of one person's check."""

    pause: str
    title: str
    verdict: Verdict
    cell: str
    """A `Stated` where something needs somebody."""
    owner: str
    """Whose the first open thing is."""
    column: str
    short: str
    """What the list of a day calls it."""
    state: str
    """The word that needs somebody."""


def in_state(lines: Iterable[GateLine], verdict: Verdict) -> tuple[GateLine, ...]:
    """The lines of one verdict."""
    return tuple(line for line in lines if line.verdict == verdict)


def as_row(line: GateLine) -> tuple[str, str]:
    """A line as a row of a paper."""
    return capital(line.title), line.cell


def by_column(lines: Iterable[GateLine]) -> Mapping[str, GateLine]:
    """The lines that are columns of the list of a day."""
    return {line.column: line for line in lines if line.column}
