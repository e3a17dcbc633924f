"""Which column says when people leave, in a list of releases that heads it "Date" and nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from releasecheck.exchange.reading.lists.row_reader import filled
from releasecheck.people.days import parse_date
from releasecheck.people.facts import BadValue, folded

_DAYS = ("date", "day")
#: What a list says of itself above its table, or by its name, whose people are those who leave.
_OF_RELEASES = re.compile(r"\b(?:releases?|discharges?|leavers|leaving)\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:last|previous|past|old|archive)\b", re.IGNORECASE)


def release_heading(
    headings: Sequence[str],
    titles: Iterable[str],
    sample: Callable[[int], Sequence[str]],
    list_day: date | None,
) -> str | None:
    """The heading "Date" or "Day" of a list of releases, where its cells are days still to come; else None.

    `titles`: what stands above the table, its name and those of its sheets; `list_day`: when it was made.
    """
    said = [title for title in titles if _OF_RELEASES.search(title)]
    if not said or any(map(_LAST.search, said)):
        return None
    found = [
        heading
        for at, heading in enumerate(headings)
        if folded(heading) in _DAYS and _are_days(sample(at), list_day)
    ]
    return found[0] if len(found) == 1 else None


def _are_days(cells: Sequence[str], list_day: date | None) -> bool:
    """Whether most of the cells are days, and most of those are not over."""
    days = []
    for cell in filter(filled, cells):
        try:
            days.append(parse_date(cell, "coming"))
        except BadValue:
            continue
    to_come = [day for day in days if list_day is None or day >= list_day]
    return 2 * len(days) > len(cells) and 2 * len(to_come) > len(days)
