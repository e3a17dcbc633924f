"""Which recorded date is the release, which day it counts from, and what in the facts does not add up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import Facts, FactValue
from releasecheck.core.errors import CatalogueError
from releasecheck.people.fact_checks import check_facts
from releasecheck.people.sentence_dates import RELEASE_FACTS, known_day, recorded_release_dates
from releasecheck.policy.date_rules import load_rules, parse_rules
from releasecheck.policy.release_day import choose_release, hdc_eligibility_day, may_move_to, release_day
from releasecheck.policy.tables.rule_tables import Span
from releasecheck.policy.working_days import load_calendar
from tests.made_up.conformance_differences import DIFFERENT, NOT_ANSWERED, Case, cases, iso, verdict

RULES = load_rules()
CALENDAR = load_calendar()
TODAY = date(2026, 11, 23)

# --- the national services' cases ---


def _display_release_date(case: Case) -> dict[str, object]:
    facts = {
        ours: case.day(theirs)
        for theirs, ours in {
            "confirmedReleaseDate": "confirmed_release_date",
            "actualParoleDate": "actual_parole_date",
            "homeDetentionCurfewActualDate": "hdc_actual_date",
            "homeDetentionCurfewEligibilityDate": "hdc_eligibility_date",
            "conditionalReleaseDate": "conditional_release_date",
            "automaticReleaseDate": "automatic_release_date",
            "paroleEligibilityDate": "parole_eligibility_date",
        }.items()
    }
    release = choose_release({k: v for k, v in facts.items() if v}, case.calendar(), RULES)
    if release is None:
        return {"releaseDate": None}
    answer: dict[str, object] = {"releaseDate": iso(release.nominal_date)}
    if "releaseType" in case.expected:
        answer["releaseType"] = release.type
    return answer


def _non_friday_release(case: Case) -> dict[str, object]:
    day, release_type = case.day("date"), case.inputs["type"] or "CRD"
    assert day is not None and isinstance(release_type, str)
    moved = may_move_to(day, release_type, case.calendar(), RULES)
    return {"date": iso(moved or day), "usePolicy": moved is not None}


def _working_day_hint(case: Case) -> dict[str, object]:
    day, release_type = case.day("date"), case.inputs["type"]
    assert day is not None and isinstance(release_type, str)
    moved = release_day(day, release_type, case.calendar(), RULES)
    return {"adjusted": iso(moved) if moved != day else None}


def _previous_working_day(case: Case) -> dict[str, object]:
    day = case.day("date")
    assert day is not None
    return {"date": iso(case.calendar().last_working_day(day))}


def _next_working_day(case: Case) -> dict[str, object]:
    day = case.day("date")
    assert day is not None
    return {"date": iso(case.calendar().next_working_day(day))}


ANSWERS: dict[str, Callable[[Case], dict[str, object]]] = {
    "display_release_date": _display_release_date,
    "non_friday_release": _non_friday_release,
    "working_day_hint": _working_day_hint,
    "previous_working_day": _previous_working_day,
    "next_working_day": _next_working_day,
}
CASES = [*cases("release_date_choice"), *cases("release_weekend")]


@pytest.mark.parametrize("case", [case for case in CASES if case.op in ANSWERS], ids=str)
def test_our_answer_is_the_services_answer(case: Case) -> None:
    verdict(case, ANSWERS[case.op](case))


def test_every_operation_is_answered_or_listed_with_its_reason() -> None:
    for file in ("release_date_choice", "release_weekend"):
        ops = {case.op for case in cases(file)}
        assert ops - ANSWERS.keys() == NOT_ANSWERED[file].keys()


def test_every_case_listed_as_different_exists() -> None:
    sources = [case.source for file in NOT_ANSWERED for case in cases(file)]
    assert [end for end in DIFFERENT if not any(source.endswith(end) for source in sources)] == []


# --- the order ---

SATURDAY = date(2027, 2, 6)


def day_of_march(day: int) -> date:
    return date(2027, 3, day)


ALL_DATES: dict[str, FactValue] = {
    "confirmed_release_date": day_of_march(1),
    "actual_parole_date": day_of_march(2),
    "hdc_actual_date": day_of_march(3),
    "post_recall_release_date": day_of_march(4),
    "conditional_release_date": day_of_march(9),
    "automatic_release_date": day_of_march(10),
    "recall": True,
}


@pytest.mark.parametrize(
    ("gone", "release_type", "day", "confirmed"),
    [
        ([], "APD", 1, True),
        (["confirmed_release_date"], "APD", 2, False),
        (["actual_parole_date"], "HDCAD", 3, False),
        (["hdc_actual_date"], "PRRD", 4, False),
        (["post_recall_release_date"], "CRD", 9, False),
        (["conditional_release_date"], "ARD", 10, False),
    ],
)
def test_release_is_the_first_recorded_date_in_order(
    gone: list[str], release_type: str, day: int, confirmed: bool
) -> None:
    """Each row also lacks what the rows before it lack."""
    names = list(ALL_DATES)
    kept = names[names.index(gone[0]) + 1 :] if gone else names
    release = choose_release({name: ALL_DATES[name] for name in kept}, CALENDAR, RULES)
    assert release is not None
    assert (release.type, release.date, release.confirmed) == (release_type, day_of_march(day), confirmed)


def test_nothing_recorded_means_no_release() -> None:
    assert choose_release({"recall": True, "sentence_start_date": TODAY}, CALENDAR, RULES) is None


@pytest.mark.parametrize(
    ("facts", "release_type"),
    [
        ({}, "CRD"),
        ({"recall": False}, "CRD"),
        ({"recall": True}, "PRRD"),
        ({"legal_status": "RECALL"}, "PRRD"),
        ({"legal_status": "SENTENCED"}, "CRD"),
    ],
)
def test_post_recall_date_counts_only_on_recall(facts: Facts, release_type: str) -> None:
    dates = {"post_recall_release_date": day_of_march(4), "conditional_release_date": day_of_march(9)}
    release = choose_release({**dates, **facts}, CALENDAR, RULES)
    assert release is not None and release.type == release_type


def test_confirmed_date_alone_has_no_type() -> None:
    release = choose_release({"confirmed_release_date": SATURDAY}, CALENDAR, RULES)
    assert release is not None
    assert (release.type, release.date, release.confirmed, release.may_move_to) == (
        None,
        SATURDAY,
        True,
        None,
    )


@pytest.mark.parametrize("release_type", ["CRD", "ARD", "PRRD"])
def test_override_beats_the_date_it_overrides(release_type: str) -> None:
    override, overridden = RELEASE_FACTS[release_type]
    facts = {overridden: day_of_march(4), override: day_of_march(9)}
    assert recorded_release_dates(facts) == {release_type: day_of_march(9)}
    assert recorded_release_dates({overridden: day_of_march(4)}) == {release_type: day_of_march(4)}


# --- the day ---


@pytest.mark.parametrize(
    ("fact", "nominal", "day", "may_move"),
    [
        ("conditional_release_date", SATURDAY, date(2027, 2, 5), date(2027, 2, 4)),
        ("automatic_release_date", date(2026, 12, 28), date(2026, 12, 24), date(2026, 12, 23)),
        ("conditional_release_date", date(2026, 12, 24), date(2026, 12, 24), date(2026, 12, 23)),
        ("conditional_release_date", date(2027, 2, 3), date(2027, 2, 3), None),
        ("actual_parole_date", SATURDAY, SATURDAY, None),
        ("hdc_actual_date", SATURDAY, SATURDAY, None),
    ],
)
def test_only_dates_set_by_law_move_off_a_closed_day(
    fact: str, nominal: date, day: date, may_move: date | None
) -> None:
    release = choose_release({fact: nominal}, CALENDAR, RULES, source="OMU memo", told_on=TODAY)
    assert release is not None
    assert (release.date, release.nominal_date, release.may_move_to) == (day, nominal, may_move)
    assert (release.confirmed, release.source, release.told_on) == (False, "OMU memo", TODAY)


def test_confirmed_date_stands_on_a_closed_day_and_may_still_be_brought_forward() -> None:
    facts = {"confirmed_release_date": SATURDAY, "conditional_release_date": date(2027, 2, 8)}
    release = choose_release(facts, CALENDAR, RULES)
    assert release is not None
    assert (release.date, release.nominal_date, release.type) == (SATURDAY, SATURDAY, "CRD")
    assert release.may_move_to == date(2027, 2, 4)


def test_hdc_eligibility_on_a_closed_day_moves_forward() -> None:
    assert hdc_eligibility_day({"hdc_eligibility_date": SATURDAY}, CALENDAR, RULES) == date(2027, 2, 8)
    assert hdc_eligibility_day({}, CALENDAR, RULES) is None


@given(st.dates(date(2016, 1, 1), date(2040, 12, 31)))
def test_release_day_is_open_and_never_later_than_the_day_told(nominal: date) -> None:
    release = choose_release({"conditional_release_date": nominal}, CALENDAR, RULES)
    assert release is not None
    assert CALENDAR.is_working_day(release.date)
    assert release.date <= release.nominal_date == nominal
    if release.may_move_to is not None:
        assert release.may_move_to < release.date
        assert CALENDAR.is_working_day(release.may_move_to + timedelta(days=1))


# --- the rules as data ---


def test_an_office_changes_one_rule_and_keeps_the_rest() -> None:
    office = load_rules({"handover": {"determinate": {"months": 3}}})
    assert office.handover.determinate == Span(months=3)
    assert replace(office.handover, determinate=RULES.handover.determinate) == RULES.handover
    assert (office.release, office.licence) == (RULES.release, RULES.licence)


def test_an_office_order_decides_which_date_is_the_release() -> None:
    office = load_rules({"release": {"order": ["ARD", "CRD"]}})
    release = choose_release(ALL_DATES, CALENDAR, office)
    assert release is not None and (release.type, release.confirmed) == ("ARD", False)


def test_every_mistake_in_the_rules_is_found_at_once() -> None:
    with pytest.raises(CatalogueError) as caught:
        load_rules(
            {
                "release": {"order": ["confirmed", "CDR"], "only_on_recall": "PRRD"},
                "handover": {
                    "determinate": {"month": 8},
                    "upcomming": {"days": 1},
                    "simplified_from": "soon",
                },
                "licence": {"hard_stop_working_days": -2, "time_served_days": True},
                "licences": {},
            }
        )
    assert caught.value.problems == (
        "rules.toml: release.order has no type CDR. Did you mean CRD?",
        "rules.toml: release.only_on_recall must be a list of names",
        "rules.toml: handover.determinate must be a distance such as { months = 8, days = 14 }",
        "rules.toml: handover.simplified_from must be a date such as 2026-09-01",
        "rules.toml: licence.hard_stop_working_days must be a whole number, 0 or more",
        "rules.toml: licence.time_served_days must be a whole number, 0 or more",
        "rules.toml: handover.upcomming is not a rule. Did you mean upcoming?",
        "rules.toml: [licences] is not a table of rules. Did you mean licence?",
    )


def test_a_missing_table_of_rules_is_one_mistake_not_one_for_each_rule() -> None:
    with pytest.raises(CatalogueError) as caught:
        parse_rules({})
    assert caught.value.problems == tuple(
        f"rules.toml: [{name}] is missing"
        for name in (
            *("release", "handover", "licence", "parole", "timetable"),
            *("notice", "progression", "housing_costs"),
        )
    )


@pytest.mark.parametrize(
    ("span", "before", "after"),
    [
        (Span(months=8, days=14), date(2026, 5, 23), date(2027, 10, 20)),
        (Span(months=12), date(2026, 2, 6), date(2028, 2, 6)),
        (Span(weeks=1, days=1), date(2027, 1, 29), date(2027, 2, 14)),
        (Span(years=18), date(2009, 2, 6), date(2045, 2, 6)),
    ],
)
def test_a_span_takes_months_before_days(span: Span, before: date, after: date) -> None:
    assert (span.before(SATURDAY), span.after(SATURDAY)) == (before, after)


def test_months_are_clamped_to_the_end_of_the_month() -> None:
    assert Span(months=1).before(date(2027, 3, 31)) == date(2027, 2, 28)


# --- what does not add up ---

JAN, FEB, MAR = date(2027, 1, 15), date(2027, 2, 15), date(2027, 3, 15)
PAST = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reception_date": date(1990, 1, 1), "date_of_birth": date(1991, 1, 1)}, "born_after_reception"),
        ({"sentence_start_date": date(1990, 1, 1), "date_of_birth": date(1991, 1, 1)}, "born_after_sentence"),
        (
            {"sentence_start_date": PAST, "conditional_release_date": date(2026, 9, 30)},
            "release_before_sentence",
        ),
        ({"licence_expiry_date": JAN, "conditional_release_date": FEB}, "licence_expires_before_release"),
        ({"sentence_expiry_date": JAN, "automatic_release_date": FEB}, "sentence_expires_before_release"),
        (
            {"sentence_expiry_date": date(2026, 1, 1), "sentence_start_date": PAST},
            "sentence_expires_before_it_starts",
        ),
        (
            {"parole_eligibility_date": FEB, "conditional_release_date": JAN},
            "parole_after_conditional_release",
        ),
        ({"hdc_eligibility_date": FEB, "hdc_actual_date": JAN}, "hdc_before_eligibility"),
        ({"hdc_actual_date": FEB, "conditional_release_date": JAN}, "hdc_after_conditional_release"),
        ({"target_hearing_date": date(2026, 9, 1), "sentence_start_date": PAST}, "hearing_before_sentence"),
        (
            {"return_to_custody_date": date(2026, 9, 1), "sentence_start_date": PAST},
            "recalled_before_sentence",
        ),
        ({"reception_date": JAN}, "reception_date_in_future"),
        ({"mappa_level": 2}, "mappa_level_without_category"),
        ({"mappa_level": 2, "mappa_category": "none"}, "mappa_level_though_not_mappa"),
        ({"sex_offence": True, "notification_duty": False}, "sex_offence_without_notification"),
        ({"notification_duty": True, "mappa_category": "none"}, "notification_though_not_mappa"),
        ({"mappa_category": "1", "notification_duty": False}, "mappa_1_without_notification"),
        ({"legal_status": "RECALL", "recall": False}, "recall_status_at_odds"),
        ({"legal_status": "INDETERMINATE_SENTENCE", "indeterminate": False}, "indeterminate_status_at_odds"),
        ({"additional_indeterminate": True}, "further_indeterminate_at_odds"),
        ({"opioid_treatment": True, "substance_need": False}, "opioid_treatment_at_odds"),
        ({"confirmed_release_date": PAST}, "confirmed_date_past"),
        (
            {"confirmed_release_date": FEB, "conditional_release_date": JAN},
            "confirmed_after_conditional_release",
        ),
        ({"tariff_date": JAN}, "tariff_without_indeterminate"),
        ({"hdc_actual_date": JAN, "hdc_eligible": False}, "hdc_though_not_eligible"),
        ({"open_since": PAST}, "open_since_without_open_conditions"),
    ],
)
def test_a_contradiction_is_reported_once_with_the_facts_it_rests_on(
    facts: dict[str, FactValue], code: str
) -> None:
    checks = check_facts(facts, TODAY)
    assert [check.code for check in checks] == [code]
    assert facts.keys() <= set(checks[0].facts)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"sentence_start_date": PAST, "conditional_release_date": PAST, "licence_expiry_date": PAST},
        {"mappa_level": 2, "mappa_category": "2"},
        {"confirmed_release_date": PAST, "released_on": PAST},
        {"confirmed_release_date": TODAY},
        {"confirmed_release_date": FEB, "conditional_release_date": JAN, "recall": True},
        {"post_recall_release_date": JAN, "legal_status": "RECALL"},
        {"tariff_date": JAN, "indeterminate": True},
        {"open_since": PAST, "open_conditions": True},
        {"sex_offence": True},
        {"reception_date": TODAY},
    ],
)
def test_facts_that_agree_raise_nothing(facts: dict[str, FactValue]) -> None:
    assert check_facts(facts, TODAY) == ()


def test_a_check_names_the_override_that_was_read_and_both_days() -> None:
    facts = {
        "conditional_release_date": MAR,
        "conditional_release_override_date": JAN,
        "parole_eligibility_date": FEB,
    }
    (check,) = check_facts(facts, TODAY)
    assert check.facts == ("conditional_release_override_date", "parole_eligibility_date")
    assert check.text == (
        "The conditional release date (Fri 15 Jan 2027) is before "
        "the parole eligibility date (Mon 15 Feb 2027)."
    )


def test_every_fact_may_be_the_wrong_way_round_without_being_refused() -> None:
    """One made-up person with everything wrong: all of it is listed, nothing is raised."""
    facts: dict[str, FactValue] = {
        "date_of_birth": MAR,
        "sentence_start_date": FEB,
        "conditional_release_date": JAN,
        "mappa_level": 3,
    }
    assert [check.code for check in check_facts(facts, TODAY)] == [
        "born_after_sentence",
        "release_before_sentence",
        "date_of_birth_in_future",
        "sentence_start_date_in_future",
        "mappa_level_without_category",
    ]


def test_a_day_that_is_not_a_date_is_our_mistake() -> None:
    with pytest.raises(TypeError, match="tariff_date is not a date: '2027-01-01'"):
        known_day({"tariff_date": "2027-01-01"}, "tariff_date")


def test_what_comes_first_never_takes_more_of_the_time_than_the_rest() -> None:
    with pytest.raises(CatalogueError) as caught:
        load_rules({"timetable": {"share_percent": 10, "first_most_working_days": 20, "first": ["urgent"]}})
    assert caught.value.problems == (
        "rules.toml: timetable.first has no type urgent",
        "rules.toml: timetable.first_share_percent must be no more than share_percent",
        "rules.toml: timetable.first_most_working_days must be no more than most_working_days",
    )
