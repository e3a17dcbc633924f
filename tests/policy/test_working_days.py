"""The calendar: against GOV.UK's list, the `holidays` package, and the services' own cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import holidays
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.errors import ReleasecheckError
from releasecheck.policy.bank_holidays import bank_holidays_by_rule, published_holidays
from releasecheck.policy.working_days import Calendar, ClosedDay, load_calendar, shift
from tests.places import DATA, TOP

PUBLISHED = TOP / "releasecheck" / "data" / "bank-holidays.json"
ONE_DAY = timedelta(days=1)
CALENDAR = load_calendar()
OFFICE = load_calendar({date(2027, 2, 5): "Moving offices", date(2031, 6, 4): "Training day"})
DAYS = st.dates(date(1978, 1, 1), date(2099, 12, 31))
CALENDARS = st.sampled_from([CALENDAR, OFFICE])
COUNTS = st.integers(-400, 400)


def cases(file: str, *ops: str) -> list[object]:
    """The calendar's cases of some operations, each named after the test it was taken from.

    Left out are dates that the service never moves (LED, SED, days gone by): no calendar decides that.
    """
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [
        pytest.param(case["inputs"], case["expected"], id=case["source"].rpartition("Test.kt: ")[2])
        for case in map(json.loads, lines)
        if case["inputs"]["op"] in ops
        and case["expected"].get("adjusted", "") is not None
        and case["expected"].get("usePolicy", True)
    ]


def case_calendar(inputs: Mapping[str, list[str]]) -> Calendar:
    """A calendar that knows the case's own bank holidays and no others."""
    listed = {date.fromisoformat(day): "Bank holiday" for day in inputs["bank_holidays"]}
    return Calendar(listed, published_years=frozenset(range(2000, 2101)))


def every_day(first: int, last: int) -> Iterator[date]:
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += ONE_DAY


# --- the services' own cases


@pytest.mark.parametrize(("inputs", "expected"), cases("licence_dates.jsonl", "is_non_working_day"))
def test_non_working_days_are_those_of_the_licence_service(inputs, expected):
    day = date.fromisoformat(inputs["date"])
    assert {"non_working": not case_calendar(inputs).is_working_day(day)} == expected


@pytest.mark.parametrize(
    ("inputs", "expected"),
    cases("licence_dates.jsonl", "nth_working_day_after", "nth_working_day_before"),
)
def test_counting_working_days_agrees_with_the_licence_service(inputs, expected):
    n = inputs["n"] if inputs["op"] == "nth_working_day_after" else -inputs["n"]
    found = case_calendar(inputs).add_working_days(date.fromisoformat(inputs["date"]), n)
    assert found.isoformat() == expected["date"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    cases("licence_dates.jsonl", "hard_stop_date", "hard_stop_warning_date"),
)
def test_hard_stop_days_follow_from_counting_back(inputs, expected):
    calendar = case_calendar(inputs)
    start = calendar.last_working_day(date.fromisoformat(inputs["licence_start_date"]))
    n = {"hard_stop_date": -2, "hard_stop_warning_date": -4}[inputs["op"]]
    assert {inputs["op"]: calendar.add_working_days(start, n).isoformat()} == expected


@pytest.mark.parametrize(("inputs", "expected"), cases("handover.jsonl", "working_days_between"))
def test_working_days_between_agrees_with_the_allocation_service(inputs, expected):
    start, end = date.fromisoformat(inputs["from"]), date.fromisoformat(inputs["to"])
    assert {"days": case_calendar(inputs).working_days_between(start, end)} == expected


@pytest.mark.parametrize(
    ("inputs", "expected"),
    cases("release_weekend.jsonl", "previous_working_day", "next_working_day"),
)
def test_the_nearest_working_day_and_what_was_skipped_agree_with_the_calculation_service(inputs, expected):
    calendar, day = case_calendar(inputs), date.fromisoformat(inputs["date"])
    back = inputs["op"] == "previous_working_day"
    found = calendar.last_working_day(day) if back else calendar.next_working_day(day)
    skipped, step = [], -ONE_DAY if back else ONE_DAY
    while day != found:
        skipped.append(calendar.why_closed(day))
        day += step
    assert {
        "date": found.isoformat(),
        "adjustedForWeekend": "Saturday" in skipped or "Sunday" in skipped,
        "adjustedForBankHoliday": "Bank holiday" in skipped,
    } == expected


@pytest.mark.parametrize(
    ("inputs", "expected"),
    cases("release_weekend.jsonl", "working_day_hint"),
)
def test_the_working_day_hint_goes_back_and_for_hdced_forward(inputs, expected):
    calendar, day = case_calendar(inputs), date.fromisoformat(inputs["date"])
    move = calendar.next_working_day if inputs["type"] == "HDCED" else calendar.last_working_day
    assert move(day).isoformat() == expected["adjusted"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    cases("release_weekend.jsonl", "non_friday_release"),
)
def test_brought_forward_agrees_with_the_non_friday_rule(inputs, expected):
    day = case_calendar(inputs).brought_forward(date.fromisoformat(inputs["date"]))
    assert day.isoformat() == expected["date"]


@pytest.mark.parametrize(
    ("file", "ops", "count"),
    [
        (
            "licence_dates.jsonl",
            ["is_non_working_day", "nth_working_day_after", "nth_working_day_before"],
            12,
        ),
        ("licence_dates.jsonl", ["hard_stop_date", "hard_stop_warning_date"], 3),
        ("handover.jsonl", ["working_days_between"], 2),
        ("release_weekend.jsonl", ["previous_working_day", "next_working_day"], 6),
        ("release_weekend.jsonl", ["working_day_hint", "non_friday_release"], 13),
    ],
)
def test_no_case_is_lost_to_a_misspelt_operation(file, ops, count):
    assert len(cases(file, *ops)) == count


@pytest.mark.parametrize(
    ("nominal", "last", "forward", "following", "hard_stop", "warning"),
    [
        ("2026-08-31", "2026-08-28", "2026-08-27", "2026-09-01", "2026-08-26", "2026-08-24"),
        ("2026-09-04", "2026-09-04", "2026-09-03", "2026-09-04", "2026-09-02", "2026-08-28"),
        ("2026-09-06", "2026-09-04", "2026-09-03", "2026-09-07", "2026-09-02", "2026-08-28"),
        ("2026-12-24", "2026-12-24", "2026-12-23", "2026-12-24", "2026-12-22", "2026-12-18"),
        ("2026-12-28", "2026-12-24", "2026-12-23", "2026-12-29", "2026-12-22", "2026-12-18"),
        ("2027-01-01", "2026-12-31", "2026-12-30", "2027-01-04", "2026-12-29", "2026-12-23"),
        ("2027-03-29", "2027-03-25", "2027-03-24", "2027-03-30", "2027-03-23", "2027-03-19"),
        ("2027-12-28", "2027-12-24", "2027-12-23", "2027-12-29", "2027-12-22", "2027-12-20"),
    ],
)
def test_worked_examples_with_the_real_list(nominal, last, forward, following, hard_stop, warning):
    day = date.fromisoformat(nominal)
    back = CALENDAR.last_working_day(day)
    assert [last, forward, following, hard_stop, warning] == [
        found.isoformat()
        for found in (
            back,
            CALENDAR.brought_forward(day),
            CALENDAR.next_working_day(day),
            CALENDAR.add_working_days(back, -2),
            CALENDAR.add_working_days(back, -4),
        )
    ]


# --- which days are closed


def test_the_published_years_close_exactly_the_published_days():
    """2016 to 2028, every day: a weekday is closed if and only if GOV.UK lists it."""
    events = json.loads(PUBLISHED.read_text(encoding="utf-8"))["england-and-wales"]["events"]
    listed = {date.fromisoformat(event["date"]) for event in events}
    assert len(listed) == 107
    for day in every_day(2016, 2028):
        assert CALENDAR.is_working_day(day) is (day.weekday() < 5 and day not in listed), day


def test_every_weekday_from_1978_to_2050_agrees_with_the_holidays_package():
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(1978, 2051))
    disagree = [
        day
        for day in every_day(1978, 2050)
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


# --- reading GOV.UK's list, and importing a newer one


def whole_year(year: int) -> dict[date, str]:
    return bank_holidays_by_rule(year)


def as_published(events: object) -> str:
    return json.dumps({"division": "england-and-wales", "events": events})


def test_the_whole_document_and_the_division_alone_read_the_same():
    """With or without the mark that some editors put at the start of a file."""
    text = PUBLISHED.read_text(encoding="utf-8")
    alone = json.dumps(json.loads(text)["england-and-wales"])
    assert len(published_holidays(text)) == 107
    assert published_holidays("\ufeff" + text) == published_holidays(alone) == published_holidays(text)


def test_a_substitute_day_is_titled_as_one():
    event = {"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day", "bunting": True}
    assert published_holidays(as_published([event])) == {date(2026, 12, 28): "Boxing Day (substitute day)"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html>", r"it is not JSON \(Expecting value: line 1 column 1"),
        ("[]", 'there is no "england-and-wales" with "events" in it'),
        ('{"scotland": {"events": []}}', 'there is no "england-and-wales" with "events" in it'),
        ('{"england-and-wales": []}', 'there is no "england-and-wales" with "events" in it'),
        ('{"division": "scotland", "events": []}', "it is for scotland, not for england-and-wales"),
        (as_published([]), 'its "events" is not a list of bank holidays'),
        (as_published({}), 'its "events" is not a list of bank holidays'),
        (as_published(["2027-01-01"]), "event 1 is not a bank holiday"),
        (as_published([{"title": "New Year"}]), 'event 1 needs a "date" and a "title"'),
        (as_published([{"title": 1, "date": "2027-01-01"}]), 'event 1 needs a "date" and a "title"'),
        (
            as_published([{"title": "A", "date": "2027-01-01"}, {"title": "B", "date": "2027-02-30"}]),
            'event 2, "B": no such day as "2027-02-30"',
        ),
    ],
)
def test_a_file_of_another_shape_is_refused_with_what_is_wrong_and_where_to_get_it(text, said):
    with pytest.raises(ReleasecheckError, match=f"{said}.*gov.uk/bank-holidays.json"):
        published_holidays(text)


def test_an_imported_year_is_known_and_no_longer_provisional():
    announced = whole_year(2029) | {date(2029, 6, 8): "A royal wedding"}
    calendar = load_calendar(imported=announced)
    assert calendar.known_until == date(2029, 12, 31)
    assert not calendar.is_provisional(date(2029, 6, 8))
    assert calendar.why_closed(date(2029, 6, 8)) == "A royal wedding"
    assert CALENDAR.is_working_day(date(2029, 6, 8))


def test_an_imported_year_replaces_the_year_that_shipped():
    """A holiday that moved is open on its old day and closed on its new one; other years stay."""
    moved = whole_year(2027)
    moved[date(2027, 5, 7)] = moved.pop(date(2027, 5, 3))
    calendar = load_calendar(imported=moved)
    assert calendar.is_working_day(date(2027, 5, 3))
    assert not calendar.is_working_day(date(2027, 5, 7))
    assert not calendar.is_working_day(date(2026, 5, 4))


def test_an_imported_list_cut_short_takes_no_bank_holiday_away():
    calendar = load_calendar(imported={date(2027, 6, 8): "Extra", date(2029, 1, 1): "New Year’s Day"})
    assert calendar.why_closed(date(2027, 6, 8)) == "Extra"
    assert calendar.why_closed(date(2027, 12, 27)) == "Christmas Day (substitute day)"
    assert calendar.why_closed(date(2029, 12, 25)) == "Christmas Day"
    assert calendar.known_until == date(2028, 12, 31)


def test_a_year_left_out_of_the_lists_is_provisional_and_later_listed_years_are_not():
    calendar = load_calendar(imported=whole_year(2030))
    assert calendar.known_until == date(2028, 12, 31)
    assert calendar.is_provisional(date(2029, 6, 1))
    assert not calendar.is_provisional(date(2030, 6, 1))


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
