"""The problems of a file in as few lines as they need: what is the same in many rows is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releasecheck.core.words import listed
from releasecheck.exchange.reading.lists.people_file import RowError

_FEW = 3
"""Rows with the same problem that are named; more are counted."""


def gathered(problems: Iterable[RowError]) -> Iterator[str]:
    """A line for each problem; one for all the rows in which the same stands in the same column."""
    alike: dict[tuple[str, str | None, str], list[RowError]] = {}
    for problem in problems:
        alike.setdefault((problem.column, problem.value, problem.expected), []).append(problem)
    for problems_alike in alike.values():
        first = problems_alike[0]
        places = list(dict.fromkeys(one.where or f"row {one.row}" for one in problems_alike))
        if len(places) == 1:
            yield str(first)
            continue
        value = "" if first.value is None else f' "{first.value}"'
        yield f"{first.file} {_together(places)}, {first.column}{value}: {first.expected}"


def _together(places: list[str]) -> str:
    """rows 3, 4 and 2 more; each whole where they are of several sheets."""
    units = {place.rpartition(" ")[0] for place in places}
    named = [place.rpartition(" ")[2] if len(units) == 1 else place for place in places[:_FEW]]
    if len(places) > _FEW:
        named.append(f"{len(places) - _FEW:,} more")
    return f"{f'{units.pop()}s ' if len(units) == 1 else ''}{listed(named)}"
