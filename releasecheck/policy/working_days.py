"""The days on which nobody can be released and few offices answer, and counting around them.

A closed day is a Saturday, a Sunday, an England and Wales bank holiday, or a day the office itself is shut.
Bank holidays are GOV.UK's published list (https://www.gov.uk/bank-holidays.json) as data. Other years are
worked out by rule; after the list's last year they are *provisional*, because a one-off holiday may still be
announced. Days are counted as `WorkingDaysService` in create-and-vary-a-licence-api counts them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from releasecheck.core.domain import Day
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.named import NamedTuple
from releasecheck.core.sha import sha256
from releasecheck.policy.bank_holidays import (
    ADDED_HOLIDAYS,
    HOLIDAYS_A_YEAR,
    bank_holidays_by_rule,
    days_of,
    published_holidays,
    whole_years,
)

_ONE_DAY = timedelta(days=1)

#: Days in each month.
_COMMON_YEAR = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_YEAR = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class ClosedDay(NamedTuple):
    """A bank holiday or an office's own closed day, as a list shows it; ordinary weekends are left out."""

    date: Day
    title: str
    provisional: bool


class Calendar:
    """Closed days for one office; ask it anything about a day between years 1 and 9999.

    A question whose answer would lie outside those years raises ReleasecheckError.
    Two calendars hold the same days when their fingerprints are equal.
    """

    def __init__(
        self,
        bank_holidays: Mapping[date, str],
        office_days: Mapping[date, str] = MappingProxyType({}),
        published_years: frozenset[int] = frozenset(),
    ) -> None:
        self.bank_holidays = bank_holidays
        """Published bank holidays by day."""
        self.office_days = office_days
        """Further days on which the office is closed, each with its reason."""
        self.published_years = published_years
        """Years for which `bank_holidays` is the whole truth; any other year is also worked out by rule."""
        self._law: Calendar | None = None
        self._years: dict[int, dict[date, str]] = {}
        self._weekdays: dict[int, list[date]] = {}
        self._last: dict[date, date] = {}
        self._forward: dict[date, date] = {}
        self._counts: dict[date, int] = {}
        self._added: dict[tuple[date, int], date] = {}
        self._uneven: list[tuple[int, int]] = []

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() < 5 and day not in self._closed_in(day.year)

    def why_closed(self, day: date) -> str | None:
        """What closes this day: "Saturday", "Christmas Day", the office's reason; None on a working day."""
        if day.weekday() >= 5:
            return "Saturday" if day.weekday() == 5 else "Sunday"
        return self._closed_in(day.year).get(day)

    def last_working_day(self, day: date) -> date:
        """The working day on or before this day."""
        found = self._last.get(day)
        if found is None:
            found = day
            while not self.is_working_day(found):
                found = _days_on(found, -1)
            self._last[day] = found
        return found

    def next_working_day(self, day: date) -> date:
        """The working day on or after this day."""
        while not self.is_working_day(day):
            day = _days_on(day, 1)
        return day

    def brought_forward(self, day: date) -> date:
        """The day a release on this day may be brought forward to: a hint, never counted from.

        The nearest working day on or before it whose next day is also a working day
        (`NonFridayReleaseService` in calculate-release-dates-api).
        """
        found = self._forward.get(day)
        if found is None:
            found = self.last_working_day(day)
            while not self.is_working_day(_days_on(found, 1)):
                found = self.last_working_day(_days_on(found, -1))
            self._forward[day] = found
        return found

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after this day, or before it if n is negative; the day itself is not one."""
        if n == 0:
            return day
        found = self._added.get((day, n))
        if found is None:
            target = self._working_days_to(day) + n
            if n < 0 and not self.is_working_day(day):
                target += 1
            found = day
            # Moving by the working days still missing never goes too far, so a handful of steps is enough.
            while missing := target - self._working_days_to(found):
                found = _days_on(found, missing)
            found = self._added[day, n] = self.last_working_day(found)
        return found

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after the start, up to and including the end; negative when the end comes first."""
        return self._working_days_to(end) - self._working_days_to(start)

    @property
    def known_until(self) -> date:
        """The last day of the published list's last year; date.min if nothing is published."""
        year = min(self.published_years, default=0)
        while year + 1 in self.published_years:
            year += 1
        return date(year, 12, 31) if year else date.min

    def is_provisional(self, day: date) -> bool:
        """Whether what is said of this day rests on bank holidays that nobody has published yet."""
        return day.year not in self.published_years and day > self.known_until

    def closed_days(self, from_: date, to: date) -> list[ClosedDay]:
        """Bank holidays and office closed days from one day to another, both included, in order."""
        return [
            ClosedDay(day, title, self.is_provisional(day) and day not in self.office_days)
            for year in range(from_.year, to.year + 1)
            for day, title in sorted(self._closed_in(year).items())
            if from_ <= day <= to
        ]

    @property
    def law(self) -> Calendar:
        """The same without the office's own days: the weekends and bank holidays on which nobody is released.

        That one office is shut moves its own deadlines, and never a release, a licence start or a hard stop
        (Criminal Justice Act 1961 s23(3); `WorkingDayService` in calculate-release-dates-api).
        """
        if self._law is None:
            self._law = Calendar(self.bank_holidays, {}, self.published_years) if self.office_days else self
        return self._law

    def closed_on(self, days: Mapping[date, str]) -> Calendar:
        """The same, with further days on which an office is closed."""
        return Calendar(self.bank_holidays, {**self.office_days, **days}, self.published_years)

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when a closed day, its title or a published year does."""
        import json

        holds = [
            sorted((day.isoformat(), title) for day, title in days.items())
            for days in (self.bank_holidays, self.office_days)
        ]
        # Plans made when an office's days still moved releases have another mark, and are made again.
        says = ["only deadlines"] if self.office_days else []
        text = json.dumps([holds, sorted(self.published_years), *says])
        return sha256(text.encode()).hexdigest()[:16]

    def _closed_in(self, year: int) -> dict[date, str]:
        """Bank holidays and office closed days of a year; a bank holiday's title wins."""
        closed = self._years.get(year)
        if closed is None:
            by_rule = {} if year in self.published_years else bank_holidays_by_rule(year)
            closed = days_of(year, self.office_days) | by_rule | days_of(year, self.bank_holidays)
            self._years[year] = closed
        return closed

    def _weekdays_closed_in(self, year: int) -> list[date]:
        if year not in self._weekdays:
            self._weekdays[year] = sorted(day for day in self._closed_in(year) if day.weekday() < 5)
        return self._weekdays[year]

    def _working_days_to(self, day: date) -> int:
        """Working days from the first day of year 1 up to and including this day."""
        count = self._counts.get(day)
        if count is None:
            weeks, rest = divmod(day.toordinal(), 7)  # day 1 is a Monday
            uneven = self._uneven_years()
            surplus = uneven[bisect_left(uneven, (day.year,)) - 1][1]
            closed = bisect_right(self._weekdays_closed_in(day.year), day)
            count = weeks * 5 + min(rest, 5) - HOLIDAYS_A_YEAR * (day.year - 1) - surplus - closed
            self._counts[day] = count
        return count

    def _uneven_years(self) -> list[tuple[int, int]]:
        """Years that may not close eight weekdays, with the surplus so far: no question loops over years."""
        if not self._uneven:
            added = Counter(day.year for day in ADDED_HOLIDAYS)
            recorded = self.published_years.union(
                (day.year for day in self.bank_holidays), (day.year for day in self.office_days)
            )
            surplus = 0
            self._uneven.append((0, 0))
            for year in sorted(recorded.union(added)):
                if year in recorded:
                    surplus += len(self._weekdays_closed_in(year)) - HOLIDAYS_A_YEAR
                else:  # from the table, so that years long gone do not load dateutil
                    surplus += added[year]
                self._uneven.append((year, surplus))
        return self._uneven


def load_calendar(
    office_days: Mapping[date, str] | None = None, imported: Mapping[date, str] | None = None
) -> Calendar:
    """The calendar that ships with the program, with the office's closed days and any newer list it imported.

    An imported year with all its bank holidays replaces that year. One with fewer than eight was cut short:
    its days are added and nothing is taken away, since a lost bank holiday makes a due date too late.
    """
    from releasecheck.core.shipped import DATA

    shipped = DATA / "bank-holidays.json"
    listed = published_holidays(shipped.read_text(encoding="utf-8"))
    published_years = whole_years(listed)
    if imported:
        replaced = whole_years(imported)
        listed = {day: title for day, title in listed.items() if day.year not in replaced} | dict(imported)
        published_years |= replaced
    return Calendar(listed, dict(office_days or {}), published_years)


def shift(day: date, *, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0) -> date:
    """Move a day by calendar months, clamped to the month's end, then by days; negative is earlier.

    Raises ReleasecheckError if that leaves years 1 to 9999.
    """
    months += 12 * years
    days += 7 * weeks
    moved = _months_on(day, months) if months else day
    return _days_on(moved, days) if days else moved


def _months_on(day: date, months: int) -> date:
    """A day some calendar months later, as relativedelta has it and ten times as fast."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    longest = _LEAP_YEAR[month] if _is_leap(year) else _COMMON_YEAR[month]
    try:
        return date(year, month + 1, min(day.day, longest))
    except (ValueError, OverflowError) as error:
        raise _out_of_range(day, months, "months") from error


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_on(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise _out_of_range(day, days, "days") from error


def _out_of_range(day: date, n: int, unit: str) -> ReleasecheckError:
    direction = "after" if n > 0 else "before"
    return ReleasecheckError(f"{abs(n)} {unit} {direction} {day} is outside years 1 to 9999: check the date")
