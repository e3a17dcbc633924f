"""Days and times in the cells of a tracker, as people write them: 12/11, 18/11/26, 12th Nov, w/c 9/11, 10am.

Day first, always. What has no year is settled by the day of the list.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from releasecheck.core.words import day_in_words
from releasecheck.people.facts import FIRST_YEAR, BadValue

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = r"(?P<week>\b(?:w/?c|week commencing|wk beg)\.?\s*)?"
_WEEKDAY = r"(?:\b(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s*)?"
_DAY = re.compile(
    rf"{_WEEK}{_WEEKDAY}(?<![\d/.:-])(?:"
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<d1>\d{1,2})(?P<sep>[/.-])(?P<m1>\d{1,2})(?P=sep)(?P<y1>\d{4}|\d{2})"
    r"|(?P<d2>\d{1,2})[/.](?P<m2>\d{1,2})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[\s-]*(?P<m3>{'|'.join(_MONTHS)})[a-z]*\.?"
    r"(?:[\s,-]*(?P<y3>\d{4}|\d{2}(?!\d)))?"
    r"|(?P<d4>\d{1,2})(?:st|nd|rd|th)\b"
    r")(?![\d/])",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:[T\s]|^)(?:(?:@|\bat\b)\s*)?(?:"
    r"(?P<h1>\d{1,2})(?:[:.](?P<m1>\d{2}))?\s*(?P<half>am|pm)\b"
    r"|(?P<h2>\d{1,2}):(?P<m2>\d{2})(?::\d{2}(?:\.\d+)?)?Z?(?!\d)"
    r")|(?:@|\bat\b)\s*(?P<h3>\d{1,2})(?:[:.](?P<m3>\d{2}))?(?![\d/])",
    re.IGNORECASE,
)


class WrittenDay(NamedTuple):
    """A day as it stands in a cell, and where."""

    start: int
    end: int
    text: str
    day: int
    month: int | None
    year: int | None
    weekday: str | None
    week: bool
    """Whether it is a week, by the day it begins on."""

    def latest(self, list_day: date) -> date:
        """The day meant by somebody who writes of what has happened: without a year the latest such day that
        is not after the day of the list; of a week, its Monday. Raises BadValue."""
        if self.year is not None:
            return self._checked(self._on(self.year, self.month or 0))
        months = (
            [(list_day.year - back, self.month) for back in range(9)] if self.month else _months(list_day)
        )
        for year, month in months:
            found = _possible(year, month or 0, self.day)
            if found is not None and found <= list_day:
                return self._checked(found)
        raise BadValue("no such day")

    def nearest(self, list_day: date) -> date:
        """The day meant by somebody who writes of an appointment: with no year the nearest to the list's."""
        if self.year is not None or self.month is None:
            return self.latest(list_day)
        years = (list_day.year - 1, list_day.year, list_day.year + 1)
        found = [day for year in years if (day := _possible(year, self.month, self.day)) is not None]
        if not found:
            raise BadValue("no such day")
        return self._checked(min(found, key=lambda day: abs(day - list_day)))

    def _on(self, year: int, month: int) -> date:
        found = _possible(year, month, self.day)
        if found is None:
            raise BadValue("no such day")
        if year < FIRST_YEAR:
            raise BadValue("is the year right?")
        return found

    def _checked(self, day: date) -> date:
        """The day, if it is the weekday that stands before it; of a week, the Monday."""
        if self.weekday is not None and _WEEKDAYS[day.weekday()] != self.weekday:
            raise BadValue(f"{day_in_words(day)} is no {self.weekday.capitalize()}")
        return day - timedelta(days=day.weekday()) if self.week else day


def _months(list_day: date) -> list[tuple[int, int | None]]:
    """The month of the list and the two before it, for a day of the month by itself."""
    found: list[tuple[int, int | None]] = []
    year, month = list_day.year, list_day.month
    for _ in range(3):
        found.append((year, month))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found


def _possible(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_in(text: str) -> tuple[WrittenDay, ...]:
    """Every day that stands in a text, in its order. A time of day is none: leave times out first."""
    return tuple(_written(found) for found in _DAY.finditer(text))


def _written(found: re.Match[str]) -> WrittenDay:
    part = found.groupdict()
    if part["iso"]:
        year, month, day = map(int, part["iso"].split("-"))
    else:
        day = int(part["d1"] or part["d2"] or part["d3"] or part["d4"])
        named = part["m3"]
        number = _MONTHS.index(named.casefold()) + 1 if named else int(part["m1"] or part["m2"] or 0)
        written = part["y1"] or part["y3"]
        return WrittenDay(
            *(found.start(), found.end(), found[0], day, number or (None if part["d4"] else 0)),
            # Nothing in a tracker is of another century.
            int(written) + (2000 if len(written) == 2 else 0) if written else None,
            *(_weekday(part["weekday"]), bool(part["week"])),
        )
    return WrittenDay(
        *(found.start(), found.end(), found[0], day, month, year),
        *(_weekday(part["weekday"]), bool(part["week"])),
    )


def _weekday(text: str | None) -> str | None:
    return text.casefold() if text else None


def without_times(text: str) -> tuple[str, str | None]:
    """The text without its times of day, and the first of them as 09:30; midnight is no time of day."""
    first: str | None = None
    for found in _TIME.finditer(text):
        part = found.groupdict()
        hour = int(part["h1"] or part["h2"] or part["h3"])
        minute = int(part["m1"] or part["m2"] or part["m3"] or 0)
        if part["half"]:
            hour = hour % 12 + (12 if part["half"].casefold() == "pm" else 0)
        if hour < 24 and minute < 60 and (hour or minute):
            first = first or f"{hour:02}:{minute:02}"
    return _TIME.sub(" ", text), first
