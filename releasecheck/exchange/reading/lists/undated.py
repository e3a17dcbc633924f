"""Days that a list writes without their year: by their weekday, or by the week that their sheet is of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from releasecheck.exchange.reading.files.table import SHEET_ROWS
from releasecheck.people.days import day_by_weekday, is_day_of, parse_date
from releasecheck.people.facts import BadValue

_WEEK = re.compile(
    r"\s*(?:w[/ .]?c|w[/ .]?b|week|wk)(?: (?:commencing|beginning|of))?\b[ .:-]*", re.IGNORECASE
)


class Undated(NamedTuple):
    """By what a day without a year is settled; without either, none is."""

    near: date | None = None
    """When the list was made."""
    weeks: Mapping[int, date] = MappingProxyType({})
    """The place of a sheet -> the first day of the week that it is of."""

    def settled(self, text: str, row: int) -> date | None:
        """The day that a cell of this row means; None where it may be more than one."""
        week = self.weeks.get(row // SHEET_ROWS)
        if week is not None:
            days = (week + timedelta(day) for day in range(7))
            return next((day for day in days if is_day_of(text, day)), None)
        try:
            return None if self.near is None else day_by_weekday(text, self.near)
        except BadValue:
            return None

    def in_a_week(self, text: str) -> bool:
        """Whether a cell is a day of one of the weeks."""
        return any(self.settled(text, place * SHEET_ROWS) is not None for place in self.weeks)


BY_NOTHING = Undated()
"""Nothing by which a day without a year could be settled."""


def weeks_of(sheets: Sequence[str]) -> dict[int, date]:
    """The weeks that sheets are named for, by their places: "wc 30-11-26"."""
    found: dict[int, date] = {}
    for place, title in enumerate(sheets):
        if (week := _WEEK.match(title)) is not None:
            try:
                found[place] = parse_date(title[week.end() :], "coming")
            except BadValue:
                continue
    return found
