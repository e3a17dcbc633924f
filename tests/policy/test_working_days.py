"""The calendar: which days are closed, how working days are counted, and when two calendars are one."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.errors import ReleasecheckError
from releasecheck.policy.bank_holidays import bank_holidays_by_rule, published_holidays
from releasecheck.policy.working_days import Calendar, ClosedDay, load_calendar, shift
from tests.holidays_days import DAYS as HOLIDAYS
from tests.holidays_days import FIRST, LAST
from tests.made_up.calendars import CALENDAR, OFFICE, ONE_DAY, PUBLISHED, every_day, whole_year

DAYS = st.dates(date(1978, 1, 1), date(2099, 12, 31))
CALENDARS = st.sampled_from([CALENDAR, OFFICE])
COUNTS = st.integers(-400, 400)


# --- which days are closed


def test_the_published_years_close_exactly_the_published_days():
    """2016 to 2028, every day: a weekday is closed if and only if GOV.UK lists it."""
    events = json.loads(PUBLISHED.read_text(encoding="utf-8"))["england-and-wales"]["events"]
    listed = {date.fromisoformat(event["date"]) for event in events}
    assert len(listed) == 107
    for day in every_day(2016, 2028):
        assert CALENDAR.is_working_day(day) is (day.weekday() < 5 and day not in listed), day


def test_every_weekday_from_1978_to_2050_agrees_with_the_holidays_package():
    """As that package counts England: python -m tests.holidays_days writes its days."""
    lines = HOLIDAYS.read_text("utf-8").splitlines()
    england = {date.fromisoformat(line) for line in lines if not line.startswith("#")}
    assert len(england) > 8 * (LAST - FIRST), "the data is whole"
    disagree = [
        day
        for day in every_day(FIRST, LAST)
        if day.weekday() < 5 and CALENDAR.is_working_day(day) is (day in england)
    ]
    assert disagree == []


def test_the_rule_differs_from_the_published_list_only_by_royal_proclamation():
    """Same days and same titles, but for VE day 2020, two jubilee days, a funeral and a coronation."""
    listed = published_holidays(PUBLISHED.read_text(encoding="utf-8"))
    by_rule = {day: title for year in range(2016, 2029) for day, title in bank_holidays_by_rule(year).items()}
    assert {day.isoformat() for day, title in listed.items() if by_rule.get(day) != title} == {
        "2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08",
    }  # fmt: skip
    assert {day.isoformat() for day in by_rule if day not in listed} == {"2020-05-04", "2022-05-30"}


@given(st.integers(1, 9999))
def test_the_rule_gives_every_year_eight_weekdays(year):
    """The count that lets working days be counted across centuries without visiting each year."""
    added = {1981: 1, 1999: 1, 2002: 1, 2011: 1, 2012: 1}
    closed = bank_holidays_by_rule(year)
    assert len(closed) == 8 + added.get(year, 0)
    assert all(day.weekday() < 5 and day.year == year for day in closed)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2027-02-06", "Saturday"),
        ("2027-02-07", "Sunday"),
        ("2026-12-25", "Christmas Day"),
        ("2026-12-28", "Boxing Day (substitute day)"),
        ("2033-12-27", "Christmas Day (substitute day)"),
        ("2012-06-05", "Diamond Jubilee bank holiday"),
        ("2027-02-05", "Moving offices"),
        ("2027-02-04", None),
    ],
)
def test_a_closed_day_says_why(day, why):
    assert OFFICE.why_closed(date.fromisoformat(day)) == why


def test_an_office_closed_day_moves_a_date_earlier_for_that_office_only():
    friday, thursday = date(2027, 2, 5), date(2027, 2, 4)
    assert OFFICE.last_working_day(friday) == thursday
    assert CALENDAR.last_working_day(friday) == friday


def test_a_bank_holiday_the_office_also_lists_is_counted_once():
    shut = [date(2026, 12, 25), date(2026, 12, 26), date(2032, 12, 27)]
    twice = load_calendar(dict.fromkeys(shut, "Shut"))
    for year in (2026, 2032):
        december = date(year, 12, 1), date(year, 12, 31)
        assert twice.working_days_between(*december) == CALENDAR.working_days_between(*december)
    later = date(2030, 6, 1), date(2040, 6, 1)
    assert twice.working_days_between(*later) == CALENDAR.working_days_between(*later)
    assert twice.why_closed(date(2026, 12, 25)) == "Christmas Day"


def test_days_after_the_published_list_are_provisional_and_days_before_it_are_not():
    assert CALENDAR.known_until == date(2028, 12, 31)
    asked = [date(2015, 6, 1), date(2028, 12, 31), date(2029, 1, 1), date(2060, 6, 1)]
    assert [CALENDAR.is_provisional(day) for day in asked] == [False, False, True, True]


def test_closed_days_lists_bank_holidays_and_office_days_in_order():
    """Both ends are included, weekends are left out, and an office's own day is never provisional."""
    assert OFFICE.closed_days(date(2028, 12, 26), date(2029, 3, 30)) == [
        ClosedDay(date(2028, 12, 26), "Boxing Day", False),
        ClosedDay(date(2029, 1, 1), "New Year’s Day", True),
        ClosedDay(date(2029, 3, 30), "Good Friday", True),
    ]
    assert OFFICE.closed_days(date(2031, 6, 3), date(2031, 8, 1)) == [
        ClosedDay(date(2031, 6, 4), "Training day", False)
    ]


# --- counting


def test_the_days_to_a_release_in_words():
    """Monday 23 November 2026 to Friday 5 February 2027: Christmas, Boxing Day and New Year are left out."""
    assert CALENDAR.working_days_between(date(2026, 11, 23), date(2027, 2, 5)) == 51


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        ("2027-02-06", 1, "2027-02-08"),
        ("2027-02-06", -1, "2027-02-05"),
        ("2027-02-06", 0, "2027-02-06"),
        ("2027-02-05", -1, "2027-02-04"),
        ("2027-12-29", -1, "2027-12-24"),
    ],
)
def test_counting_never_counts_the_day_it_starts_from(day, n, found):
    assert CALENDAR.add_working_days(date.fromisoformat(day), n).isoformat() == found


@given(CALENDARS, DAYS)
def test_the_last_working_day_is_never_later_and_asking_again_changes_nothing(calendar, day):
    last = calendar.last_working_day(day)
    assert last <= day
    assert calendar.is_working_day(last)
    assert calendar.last_working_day(last) == last
    assert not any(calendar.is_working_day(last + n * ONE_DAY) for n in range(1, (day - last).days + 1))


@given(CALENDARS, DAYS)
def test_the_next_working_day_is_the_first_one_not_before(calendar, day):
    following = calendar.next_working_day(day)
    assert calendar.is_working_day(following)
    assert not any(calendar.is_working_day(day + n * ONE_DAY) for n in range((following - day).days))


@given(CALENDARS, DAYS)
def test_a_day_brought_forward_is_followed_by_a_working_day_and_is_the_nearest_such_day(calendar, day):
    found = calendar.brought_forward(day)

    def fits(day: date) -> bool:
        return calendar.is_working_day(day) and calendar.is_working_day(day + ONE_DAY)

    assert fits(found)
    assert not any(fits(found + n * ONE_DAY) for n in range(1, (day - found).days + 1))


@given(CALENDARS, DAYS, COUNTS)
def test_adding_working_days_lands_on_the_nth_one(calendar, day, n):
    """Against counting on one's fingers."""
    step, left, found = (ONE_DAY if n > 0 else -ONE_DAY), abs(n), day
    while left:
        found += step
        left -= calendar.is_working_day(found)
    assert calendar.add_working_days(day, n) == found


@given(CALENDARS, DAYS, COUNTS)
def test_adding_working_days_and_taking_them_away_comes_back(calendar, day, n):
    start = calendar.last_working_day(day)
    there = calendar.add_working_days(start, n)
    assert calendar.add_working_days(there, -n) == start
    assert calendar.working_days_between(start, there) == n


@given(CALENDARS, DAYS, st.integers(-800, 800))
def test_working_days_between_is_what_one_counts(calendar, start, days):
    end = start + timedelta(days=days)
    first, last = min(start, end), max(start, end)
    counted = sum(calendar.is_working_day(first + n * ONE_DAY) for n in range(1, (last - first).days + 1))
    assert calendar.working_days_between(start, end) == (counted if days >= 0 else -counted)


@given(CALENDARS, st.dates(), st.dates(), st.dates())
def test_working_days_between_adds_up(calendar, first, second, third):
    parts = calendar.working_days_between(first, second) + calendar.working_days_between(second, third)
    assert calendar.working_days_between(first, third) == parts


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.last_working_day(date(1, 1, 1)),
        lambda: CALENDAR.brought_forward(date(9999, 12, 31)),
        lambda: CALENDAR.add_working_days(date(9999, 12, 30), 5),
        lambda: CALENDAR.add_working_days(date(1, 1, 10), -20),
        lambda: shift(date(9999, 12, 1), months=1),
        lambda: shift(date(2027, 1, 1), years=-2027),
        lambda: shift(date(2027, 1, 1), years=10**30),
        lambda: shift(date(2027, 1, 1), days=10**30),
        lambda: shift(date(1, 1, 1), weeks=-1),
    ],
)
def test_an_answer_outside_the_years_a_date_can_have_is_an_error_that_says_so(ask):
    with pytest.raises(ReleasecheckError, match="outside years 1 to 9999: check the date"):
        ask()


# --- moving by calendar months and days


@pytest.mark.parametrize(
    ("day", "by", "moved"),
    [
        ("2027-03-31", {"months": -1}, "2027-02-28"),
        ("2028-03-31", {"months": -1}, "2028-02-29"),
        ("2028-02-29", {"years": 1}, "2029-02-28"),
        ("2027-10-31", {"months": -8, "days": -14}, "2027-02-14"),
        ("2027-02-05", {"weeks": -12}, "2026-11-13"),
        ("2027-01-31", {"years": 1, "months": 1, "weeks": 1, "days": 1}, "2028-03-08"),
        ("2027-02-05", {}, "2027-02-05"),
    ],
)
def test_shift_moves_by_months_clamped_to_the_month_end_and_then_by_days(day, by, moved):
    assert shift(date.fromisoformat(day), **by).isoformat() == moved


@given(DAYS, st.integers(-600, 600))
def test_shift_by_months_keeps_the_day_of_the_month_or_takes_the_last(day, months):
    moved = shift(day, months=months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + ONE_DAY).day == 1)


@given(DAYS, st.integers(-600, 600))
def test_shift_by_months_agrees_with_relativedelta(day, months):
    assert shift(day, months=months) == day + relativedelta(months=months)


@given(DAYS, st.integers(-500, 500), st.integers(-500, 500))
def test_shift_by_weeks_and_days_is_a_number_of_days(day, weeks, days):
    assert (shift(day, weeks=weeks, days=days) - day).days == 7 * weeks + days


# --- telling two calendars apart


def test_the_fingerprint_is_the_same_for_the_same_days_in_any_order():
    shut = {date(2027, 2, 5): "Moving", date(2027, 2, 8): "Moving"}
    again = dict(reversed(list(shut.items())))
    assert load_calendar(shut).fingerprint == load_calendar(again).fingerprint
    listed = published_holidays(PUBLISHED.read_text(encoding="utf-8"))
    assert load_calendar(imported=listed).fingerprint == CALENDAR.fingerprint == load_calendar().fingerprint


def test_the_fingerprint_changes_with_an_office_day_its_title_and_an_imported_year():
    calendars = [
        CALENDAR,
        load_calendar({date(2027, 2, 5): "Moving"}),
        load_calendar({date(2027, 2, 5): "Flood"}),
        load_calendar({date(2027, 2, 8): "Moving"}),
        load_calendar(imported=whole_year(2029)),
    ]
    assert len({calendar.fingerprint for calendar in calendars}) == len(calendars)


def test_the_fingerprint_changes_when_a_year_becomes_known():
    """The days may be the same ones: what changes is that nobody need call them provisional any more."""
    listed = whole_year(2029)
    assert Calendar(listed).fingerprint != Calendar(listed, published_years=frozenset({2029})).fingerprint


def test_changing_the_office_days_afterwards_does_not_change_the_calendar():
    shut = {date(2027, 2, 5): "Moving"}
    calendar = load_calendar(shut)
    shut.clear()
    assert not calendar.is_working_day(date(2027, 2, 5))
