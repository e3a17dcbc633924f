"""The calendar that ships, and that of an office which closes on a day of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from releasecheck.policy.bank_holidays import bank_holidays_by_rule
from releasecheck.policy.working_days import load_calendar
from tests.places import TOP

PUBLISHED = TOP / "releasecheck" / "data" / "bank-holidays.json"
ONE_DAY = timedelta(days=1)
CALENDAR = load_calendar()
OFFICE = load_calendar({date(2027, 2, 5): "Moving offices", date(2031, 6, 4): "Training day"})


def every_day(first: int, last: int) -> Iterator[date]:
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += ONE_DAY


def whole_year(year: int) -> dict[date, str]:
    return bank_holidays_by_rule(year)
