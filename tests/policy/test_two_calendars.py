"""That an office is shut moves its own deadlines, and never the day on which somebody leaves.

A release moves off a Saturday, a Sunday or a bank holiday only: Criminal Justice Act 1961 s23(3).
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import Facts
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.licence import (
    due_in_next_two_working_days,
    earliest_release_day,
    late_allocation_warning,
    licence,
)
from releasecheck.policy.release_day import choose_release, hdc_eligibility_day
from releasecheck.policy.routes import assessment_deadline, decision_expected
from releasecheck.policy.working_days import load_calendar
from tests.made_up.program import Run

CHRISTMAS_EVE = date(2026, 12, 24)


def shown(run: Run, number: str) -> dict[str, Any]:
    found = json.loads(run("show", number, "--format", "json").out)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def two_people(run: Run, record: Path) -> tuple[str, str]:
    """One leaves on Christmas Eve; the other would on Christmas Day, which is closed to everybody."""
    for number, name, day in (("A9882ZA", "EVE, Bo", "2026-12-24"), ("A9881ZA", "XMAS, Al", "2026-12-25")):
        words = ("add", number, "--name", name, "--release", day, "--type", "CRD", "prison=LEI")
        assert run(*words, "sentence_start_date=2025-12-05", as_of="2026-11-27").code == 0
    return "A9881ZA", "A9882ZA"


def test_an_office_closed_on_christmas_eve_moves_nobodys_release(
    run: Run, two_people: tuple[str, str]
) -> None:
    """Both leave on Thursday 24 December: the sheet in their hand and the gate list must say so."""
    before = [shown(run, number) for number in two_people]
    assert run("calendar", "add", "2026-12-24", "Office closed").code == 0
    for number, was in zip(two_people, before, strict=True):
        now = shown(run, number)
        assert now["release"] == was["release"]
        assert now["release"]["date"] == "2026-12-24"
        assert (
            now["licence"]
            == was["licence"]
            == {
                "start": "2026-12-24",
                "hard_stop": "2026-12-22",
                "hard_stop_warning": "2026-12-18",
            }
        )
        assert "Thursday 24 December 2026" in run("sheet", number).out
    assert "Nobody leaves" in run("gate", "--on", "2026-12-23").out
    assert "2 people: 2 not ready" in run("gate", "--on", "2026-12-24").out
    assert run("record", "verify").code == 0


def test_the_hint_that_a_friday_release_may_be_brought_forward_is_the_laws_too(
    run: Run, record: Path
) -> None:
    """Released on Friday 5 February, he may leave on Thursday: also where that office is shut on Thursday."""
    run("add", "A1234BC", "--name", "SMITH, Ann", "--release", "2027-02-05", "--type", "CRD")
    run("calendar", "add", "2027-02-04", "Staff day")
    assert shown(run, "A1234BC")["release"]["may_move_to"] == "2027-02-04"


def test_the_offices_own_deadlines_still_move(run: Run, two_people: tuple[str, str]) -> None:
    def dues() -> set[str]:
        return {task["due_on"] for number in two_people for task in shown(run, number)["tasks"]}

    closed = "2026-12-10"
    assert closed in dues()
    assert run("calendar", "add", closed, "Office closed").code == 0
    assert closed not in dues()


def test_a_plan_made_when_such_a_day_moved_releases_is_made_again() -> None:
    """Its calendar's mark is another; a record without such days keeps its mark, and its plans."""
    assert load_calendar().fingerprint == load_calendar({}).fingerprint
    office = load_calendar({CHRISTMAS_EVE: "Office closed"})
    assert office.law.fingerprint == load_calendar().fingerprint != office.fingerprint


_DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_FACTS = st.dictionaries(
    st.sampled_from(
        "conditional_release_date automatic_release_date post_recall_release_date confirmed_release_date "
        "hdc_actual_date hdc_eligibility_date sentence_start_date".split()
    ),
    _DAYS,
)


@given(_FACTS, st.booleans(), _DAYS, st.sets(st.integers(-20, 20), min_size=1))
def test_no_day_that_an_office_adds_moves_a_release_or_a_licence(
    dates: dict[str, date], recall: bool, today: date, around: set[int]
) -> None:
    facts: Facts = {**dates, "recall": recall}
    middle = next(iter(dates.values()), today)
    office = load_calendar({middle + timedelta(days=n): "Office closed" for n in around})
    law, rules = load_calendar(), load_rules()
    for ask in (
        lambda calendar: choose_release(facts, calendar, rules),
        lambda calendar: licence(facts, calendar, today, rules),
        lambda calendar: hdc_eligibility_day(facts, calendar, rules),
        lambda calendar: earliest_release_day(middle, facts, calendar, rules),
        lambda calendar: late_allocation_warning(middle, calendar, today, rules),
        lambda calendar: due_in_next_two_working_days(middle, calendar, today, rules),
    ):
        assert ask(office) == ask(law)


def test_the_clocks_of_other_agencies_do_not_stop_for_this_office() -> None:
    from datetime import datetime

    from releasecheck.policy.route_rules import load_routes

    routes, received = load_routes(), datetime(2026, 12, 22, 10)
    office, law = load_calendar({date(2026, 12, 23): "Staff day", CHRISTMAS_EVE: "Closed"}), load_calendar()
    for kind in ("standard", "short_notice", "emergency", "placement_request"):
        assert assessment_deadline(kind, received, office, routes) == assessment_deadline(
            kind, received, law, routes
        )
    day = received.date()
    assert decision_expected(day, office, routes) == decision_expected(day, law, routes)
