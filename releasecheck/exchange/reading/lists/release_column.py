"""Which column says when people leave, in a list of releases that heads it "Date" and nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from releasecheck.exchange.reading.lists.undated import Undated
from releasecheck.people.days import parse_date
from releasecheck.people.facts import BadValue, folded

DAY_HEADINGS = ("date", "day")
"""Headings, folded, that say of themselves only that days stand under them."""
#: What a list says of itself above its table, or by its name, whose people are those who leave.
_OF_RELEASES = re.compile(r"\b(?:releases?|discharges?|leavers|leaving)\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:last|previous|past|old|archive)\b", re.IGNORECASE)


def release_heading(
    headings: Sequence[str],
    titles: Iterable[str],
    sample: Callable[[int], Sequence[str]],
    list_day: date | None,
    undated: Undated,
) -> str | None:
    """The heading "Date" or "Day" of a list of releases, where its cells are days still to come; else None.

    `titles`: what stands above the table, its name and those of its sheets; `list_day`: when it was made;
    `undated`: by what days are settled that have no year. Sheets named for weeks are such a list.
    """
    titles = list(titles)
    if not (undated.weeks or any(map(_OF_RELEASES.search, titles))) or any(map(_LAST.search, titles)):
        return None
    found = [
        heading
        for at, heading in enumerate(headings)
        if folded(heading) in DAY_HEADINGS and _are_days(sample(at), list_day, undated)
    ]
    return found[0] if len(found) == 1 else None


def _are_days(cells: Sequence[str], list_day: date | None, undated: Undated) -> bool:
    """Whether most of the cells are days, and most of those are not over."""
    days = over = 0
    for cell in cells:
        try:
            day = parse_date(cell, "coming")
        except BadValue:
            days += undated.in_a_week(cell)
        else:
            days += 1
            over += list_day is not None and day < list_day
    return 2 * days > len(cells) and 2 * over < days
