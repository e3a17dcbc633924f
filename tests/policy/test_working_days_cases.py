"""The calendar against the services' own cases, and worked examples with the real list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest

from releasecheck.policy.working_days import Calendar
from tests.made_up.calendars import CALENDAR, ONE_DAY
from tests.places import DATA


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
