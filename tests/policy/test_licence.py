"""When a licence starts, its hard stop, and what the licence service would say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue, Licence
from releasecheck.planning.listed_events import Listed, whereabouts
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.licence import (
    Kind,
    due_in_next_two_working_days,
    earliest_release_day,
    eligibility,
    eligible_for_early_release,
    hard_stop_date,
    hard_stop_warning_date,
    is_in_hard_stop,
    is_release_at_licence_expiry,
    is_time_served,
    late_allocation_warning,
    licence,
    licence_kind,
    licence_start,
)
from releasecheck.policy.movements import movement_codes
from releasecheck.policy.working_days import load_calendar
from tests.made_up.conformance_differences import NOT_ANSWERED, Case, cases, iso, verdict

RULES = load_rules()
CALENDAR = load_calendar()
TODAY = date(2026, 11, 23)
Facts = dict[str, FactValue]

# --- the national service's cases ---

#: Our name for each fact, and the case's.
NAMES = {
    "legal_status": "legal_status",
    "indeterminate": "indeterminate_sentence",
    "recall": "recall",
    "sentence_start_date": "sentence_start_date",
    "conditional_release_date": "conditional_release_date",
    "confirmed_release_date": "confirmed_release_date",
    "post_recall_release_date": "post_recall_release_date",
    "parole_eligibility_date": "parole_eligibility_date",
    "actual_parole_date": "actual_parole_date",
    "licence_expiry_date": "licence_expiry_date",
    "topup_supervision_expiry_date": "topup_supervision_expiry_date",
    "hdc_actual_date": "hdcad",
    "hdc_eligibility_date": "hdced",
}
KINDS: dict[object, Kind] = {"CRD": "CRD", "HDC": "HDC", "FIXED_TERM": "PRRD", "STANDARD": "PRRD"}


def _facts(case: Case) -> Facts:
    """Facts under our names from the case's; null is not known."""
    found: Facts = {}
    for ours, theirs in NAMES.items():
        value = case.inputs.get(theirs)
        if isinstance(value, bool):
            found[ours] = value
        elif isinstance(value, str):
            found[ours] = date.fromisoformat(value) if ours.endswith("_date") else value
    where = whereabouts(Listed(status=str(case.inputs.get("status", ""))), movement_codes())
    return found if where is None else {**found, "custody_status": where}


def _the(case: Case, name: str) -> date:
    day = case.day(name)
    assert day is not None
    return day


def _licence(case: Case) -> Licence:
    assert case.inputs["kind"] == "CRD"
    start, calendar = _the(case, "licence_start_date"), case.calendar()
    stop = hard_stop_date(start, calendar, RULES)
    return Licence(start, stop, hard_stop_warning_date(stop, calendar, RULES))


def _earliest_release_date(case: Case) -> dict[str, object]:
    start = case.day("licence_start_date")
    day = None if start is None else earliest_release_day(start, _facts(case), case.calendar(), RULES)
    return {"earliest_release_date": iso(day)}


def _late_allocation_warning(case: Case) -> dict[str, object]:
    day = case.day("release_date")
    return {"warning": day is not None and late_allocation_warning(day, case.calendar(), case.today, RULES)}


def _nth_working_day(case: Case) -> dict[str, object]:
    number = case.inputs["n"]
    assert isinstance(number, int)
    sign = -1 if case.op.endswith("before") else 1
    return {"date": iso(case.calendar().add_working_days(_the(case, "date"), sign * number))}


def _due_in_next_two_working_days(case: Case) -> dict[str, object]:
    start = case.day("licence_start_date")
    return {
        "due": start is not None and due_in_next_two_working_days(start, case.calendar(), case.today, RULES)
    }


def _licence_start_date(case: Case) -> dict[str, object]:
    kind = KINDS[case.inputs["eligible_kind"]]
    return {"licence_start_date": iso(licence_start(kind, _facts(case), case.calendar(), RULES))}


def _is_time_served(case: Case) -> dict[str, object]:
    rules = load_rules({"licence": {"time_served_days": case.inputs["max_days_before_today"]}})
    return {"time_served": is_time_served(_facts(case), case.today, rules)}


def _licence_eligibility(case: Case) -> dict[str, object]:
    found = eligibility(_facts(case), case.calendar(), case.today, RULES)
    ours: dict[str, object] = {
        "eligible": found.kind is not None,
        "generic_reasons": list(found.any_kind),
        "crd_reasons": list(found.crd),
        "prrd_reasons": list(found.recall),
        "hdc_reasons": list(found.hdc),
    }
    kind = case.expected.get("eligible_kind")
    if found.kind == (kind and KINDS[kind]):
        ours["eligible_kind"] = kind
    return {key: ours[key] for key in case.expected if key in ours}


ANSWERS: dict[str, Callable[[Case], dict[str, object]]] = {
    "earliest_release_date": _earliest_release_date,
    "late_allocation_warning": _late_allocation_warning,
    "nth_working_day_after": _nth_working_day,
    "nth_working_day_before": _nth_working_day,
    "in_hard_stop_period": lambda case: {"in_hard_stop": is_in_hard_stop(_licence(case), case.today)},
    "due_in_next_two_working_days": _due_in_next_two_working_days,
    "hard_stop_date": lambda case: {"hard_stop_date": iso(_licence(case).hard_stop)},
    "hard_stop_warning_date": lambda case: {"hard_stop_warning_date": iso(_licence(case).hard_stop_warning)},
    "eligible_for_early_release": lambda case: {
        "eligible": eligible_for_early_release(_the(case, "release_date"), case.calendar())
    },
    "licence_start_date": _licence_start_date,
    "is_release_at_led": lambda case: {
        "at_led": is_release_at_licence_expiry(case.day("release_date"), _facts(case))
    },
    "is_time_served": _is_time_served,
    "is_non_working_day": lambda case: {
        "non_working": not case.calendar().is_working_day(_the(case, "date"))
    },
    "licence_eligibility": _licence_eligibility,
}
CASES = cases("licence_dates")


@pytest.mark.parametrize("case", [case for case in CASES if case.op in ANSWERS], ids=str)
def test_our_answer_is_the_services_answer(case: Case) -> None:
    ours = ANSWERS[case.op](case)
    if "eligible_kind" in case.expected and not case.is_different:
        assert "eligible_kind" in ours, "another kind of licence"
    verdict(case, ours)


def test_every_operation_is_answered_or_listed_with_its_reason() -> None:
    assert {case.op for case in CASES} - ANSWERS.keys() == NOT_ANSWERED["licence_dates"].keys()


# --- the whole answer ---

SATURDAY, FRIDAY = date(2027, 2, 6), date(2027, 2, 5)
APRIL = date(2027, 4, 21)


def test_hard_stop_and_warning_are_two_working_days_apart() -> None:
    """The worked example: a CRD on Saturday 6 February 2027."""
    found = licence({"conditional_release_date": SATURDAY}, CALENDAR, TODAY, RULES)
    assert found == Licence(FRIDAY, date(2027, 2, 3), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("nominal", "start", "hard_stop", "warning"),
    [
        (date(2026, 8, 31), date(2026, 8, 28), date(2026, 8, 26), date(2026, 8, 24)),
        (date(2026, 12, 28), date(2026, 12, 24), date(2026, 12, 22), date(2026, 12, 18)),
        (date(2027, 1, 1), date(2026, 12, 31), date(2026, 12, 29), date(2026, 12, 23)),
        (date(2027, 3, 29), date(2027, 3, 25), date(2027, 3, 23), date(2027, 3, 19)),
    ],
)
def test_bank_holidays_pull_the_licence_dates_earlier(
    nominal: date, start: date, hard_stop: date, warning: date
) -> None:
    found = licence({"conditional_release_date": nominal}, CALENDAR, TODAY, RULES)
    assert found == Licence(start, hard_stop, warning)


@pytest.mark.parametrize(
    ("facts", "kind", "start"),
    [
        ({"conditional_release_date": SATURDAY}, "CRD", FRIDAY),
        ({"conditional_release_date": SATURDAY, "confirmed_release_date": SATURDAY}, "CRD", SATURDAY),
        (
            {"conditional_release_date": SATURDAY, "hdc_actual_date": date(2027, 1, 9)},
            "HDC",
            date(2027, 1, 9),
        ),
        ({"post_recall_release_date": SATURDAY, "recall": True}, "PRRD", FRIDAY),
        (
            {"post_recall_release_date": SATURDAY, "conditional_release_date": APRIL},
            "CRD",
            APRIL,
        ),
        ({"automatic_release_date": SATURDAY}, None, None),
        ({"conditional_release_date": SATURDAY, "indeterminate": True}, None, None),
        ({"conditional_release_date": SATURDAY, "legal_status": "DEAD"}, None, None),
        (
            {
                "conditional_release_date": SATURDAY,
                "parole_eligibility_date": TODAY,
                "actual_parole_date": FRIDAY,
            },
            None,
            None,
        ),
        (
            {
                "conditional_release_date": SATURDAY,
                "parole_eligibility_date": TODAY,
                "confirmed_release_date": date(2027, 2, 1),
            },
            None,
            None,
        ),
        ({}, None, None),
    ],
)
def test_the_kind_of_release_decides_when_the_licence_starts(
    facts: Facts, kind: Kind | None, start: date | None
) -> None:
    found = licence(facts, CALENDAR, TODAY, RULES)
    assert licence_kind(facts, RULES) == kind
    assert (found.start if found else None) == start


def test_a_date_that_has_gone_by_keeps_its_licence_though_the_service_would_not_start_one() -> None:
    facts: Facts = {"conditional_release_date": date(2026, 11, 20)}
    found = licence(facts, CALENDAR, TODAY, RULES)
    assert found is not None and found.start == date(2026, 11, 20)
    assert eligibility(facts, CALENDAR, TODAY, RULES).crd == (
        "CRD in the past and not eligible for time served",
    )


def test_hard_stop_ends_the_day_after_the_licence_starts() -> None:
    found = licence({"conditional_release_date": SATURDAY}, CALENDAR, TODAY, RULES)
    assert found is not None
    days = [date(2027, 2, day) for day in range(1, 8)]
    assert [day.day for day in days if is_in_hard_stop(found, day)] == [3, 4, 5]


def test_due_soon_leaves_a_start_on_a_closed_day_where_it_is() -> None:
    """Saturday's two working days before are Thursday's, where the hard stop counts from Friday."""
    due = [
        day
        for day in range(1, 8)
        if due_in_next_two_working_days(SATURDAY, CALENDAR, date(2027, 2, day), RULES)
    ]
    assert due == [4, 5, 6]
    assert hard_stop_date(SATURDAY, CALENDAR, RULES) == date(2027, 2, 3)


def test_late_allocation_counts_five_working_days_without_fridays() -> None:
    first = date(2023, 11, 8)
    assert late_allocation_warning(date(2023, 11, 16), CALENDAR, first, RULES)
    assert not late_allocation_warning(date(2023, 11, 16), CALENDAR, first - timedelta(days=1), RULES)
    assert not late_allocation_warning(date(2023, 11, 16), CALENDAR, date(2023, 11, 17), RULES)


# --- time served ---


def served(crd: date) -> Facts:
    return {"conditional_release_date": crd, "sentence_start_date": crd}


def test_time_served_has_no_hard_stop_until_the_crd_is_28_days_gone() -> None:
    crd = date(2026, 11, 2)
    last = crd + timedelta(days=27)
    assert licence(served(crd), CALENDAR, TODAY, RULES) == Licence(crd, None, None, None, last)
    later = licence(served(crd), CALENDAR, last + timedelta(days=1), RULES)
    assert later == Licence(crd, date(2026, 10, 29), date(2026, 10, 27), date(2026, 11, 30), None)
    assert not is_in_hard_stop(Licence(crd, None, None), crd)


def test_an_office_may_count_time_served_for_fewer_days() -> None:
    crd, office = date(2026, 11, 2), load_rules({"licence": {"time_served_days": 7}})
    assert is_time_served(served(crd), date(2026, 11, 8), office)
    assert not is_time_served(served(crd), date(2026, 11, 9), office)


DAYS = st.dates(date(2016, 1, 1), date(2035, 12, 31))
FACTS = st.fixed_dictionaries(
    {"conditional_release_date": DAYS},
    optional={
        "sentence_start_date": DAYS,
        "confirmed_release_date": DAYS,
        "post_recall_release_date": DAYS,
        "hdc_actual_date": DAYS,
        "recall": st.booleans(),
    },
)


@given(FACTS, DAYS, st.booleans())
def test_the_licence_is_the_same_on_every_valid_day_and_not_beyond(
    facts: Facts, today: date, time_served: bool
) -> None:
    if time_served:
        facts = {**facts, "sentence_start_date": facts["conditional_release_date"]}
    found = licence(facts, CALENDAR, today, RULES)
    assert found is not None
    answer = found._replace(valid_from=None, valid_until=None)
    for edge, step in ((found.valid_from, -1), (found.valid_until, 1)):
        if edge is None:
            continue
        beyond = licence(facts, CALENDAR, edge + timedelta(days=step), RULES)
        assert licence(facts, CALENDAR, edge, RULES) == found
        assert beyond is not None
        assert beyond._replace(valid_from=None, valid_until=None) != answer
    if found.valid_from is None and found.valid_until is None:
        assert licence(facts, CALENDAR, today + timedelta(days=400), RULES) == found


@given(FACTS)
def test_warning_comes_before_the_hard_stop_and_that_before_the_licence(facts: Facts) -> None:
    found = licence(facts, CALENDAR, date(2060, 1, 1), RULES)
    assert found is not None and found.hard_stop is not None and found.hard_stop_warning is not None
    assert found.hard_stop_warning < found.hard_stop < found.start
    assert CALENDAR.is_working_day(found.hard_stop) and CALENDAR.is_working_day(found.hard_stop_warning)


@given(DAYS)
def test_earliest_release_is_an_open_day_that_is_not_a_friday_or_the_day_itself(day: date) -> None:
    earliest = earliest_release_day(day, {}, CALENDAR, RULES)
    if eligible_for_early_release(day, CALENDAR):
        assert earliest < day and earliest.weekday() != 4 and CALENDAR.is_working_day(earliest)
    else:
        assert earliest == day
