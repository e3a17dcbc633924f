"""Who is responsible, when that passes to the community, and how long the answer holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import EarliestRelease, FactValue, Handover
from releasecheck.people.fact_checks import missing_flags
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.responsibility import (
    ROLES,
    approaching_parole,
    checklist,
    com_allocation_days_overdue,
    com_allocation_overdue,
    email_days,
    handover,
    handover_date,
    handover_in_progress,
    handover_validity,
    is_upcoming,
    override_responsibility,
    post_recall_release_date,
)

RULES = load_rules()
TODAY = date(2026, 11, 23)
Facts = dict[str, FactValue]


# --- the whole answer ---

SENTENCED = date(2024, 1, 1)
CRD = date(2027, 2, 6)
LIFE: Facts = {"indeterminate": True, "sentence_start_date": date(2010, 1, 1)}
DISTANT, NEAR = date(2027, 11, 24), date(2027, 11, 23)


def determinate(**facts: FactValue) -> Facts:
    return {"sentence_start_date": SENTENCED, "conditional_release_date": CRD, **facts}


def decided(facts: Facts, today: date = TODAY) -> tuple[str, str, str | None]:
    found = handover(facts, today, RULES)
    assert found is not None
    return found.reason, found.responsible, found.supporting


def test_an_ordinary_sentence_hands_over_eight_months_and_fourteen_days_before() -> None:
    found = handover(determinate(), TODAY, RULES)
    assert found == Handover(
        date=date(2026, 5, 23),
        start=date(2026, 5, 23),
        reason="determinate",
        responsible="COM",
        supporting="POM",
        earliest_release=EarliestRelease(CRD, "CRD"),
        valid_from=date(2026, 5, 23),
        valid_until=None,
    )


def test_three_months_instead_is_one_edit() -> None:
    found = handover(determinate(), TODAY, load_rules({"handover": {"determinate": {"months": 3}}}))
    assert found is not None and (found.date, found.responsible) == (date(2026, 11, 6), "COM")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("release_date_unknown", "POM", None)),
        (determinate(recall=True), ("recall_case", "COM", "POM")),
        ({"legal_status": "RECALL"}, ("recall_case", "COM", "POM")),
        ({"legal_status": "IMMIGRATION_DETAINEE"}, ("immigration_case", "COM", "POM")),
        (determinate(sentence_start_date=date(2026, 4, 6)), ("determinate_short", "COM", "POM")),
        (determinate(sentence_start_date=date(2026, 4, 5)), ("determinate", "COM", "POM")),
        (determinate(early_allocation=True), ("early_allocation", "COM", "POM")),
        (determinate(parole_eligibility_date=date(2027, 6, 1)), ("determinate_parole", "COM", "POM")),
        ({**LIFE, "additional_indeterminate": True, "recall": True}, ("additional_isp", "POM", None)),
        (
            {**LIFE, "target_hearing_date": DISTANT, "recall": True},
            ("recall_thd_over_12_months", "POM", "COM"),
        ),
        ({**LIFE, "target_hearing_date": NEAR, "recall": True}, ("recall_case", "COM", "POM")),
        (
            {**LIFE, "target_hearing_date": DISTANT, "recall": True, "mappa_level": 3},
            ("recall_case", "COM", "POM"),
        ),
        (
            {**LIFE, "target_hearing_date": DISTANT, "last_parole_outcome": "not_release", "mappa_level": 2},
            ("parole_mappa_2_3", "COM", "POM"),
        ),
        (
            {**LIFE, "target_hearing_date": DISTANT, "last_parole_outcome": "not_release", "mappa_level": 1},
            ("thd_over_12_months", "POM", "COM"),
        ),
        (
            {**LIFE, "target_hearing_date": DISTANT, "last_parole_outcome": "release"},
            ("indeterminate", "POM", None),
        ),
        (
            {**LIFE, "target_hearing_date": date(2009, 1, 1), "last_parole_outcome": "not_release"},
            ("release_date_unknown", "POM", None),
        ),
        (
            {**LIFE, "tariff_date": date(2029, 1, 1), "open_conditions": True, "open_since": TODAY},
            ("indeterminate_open", "POM", "COM"),
        ),
        (
            {**LIFE, "tariff_date": date(2029, 1, 1), "open_conditions": True},
            ("indeterminate_open", "POM", None),
        ),
        (
            {"legal_status": "INDETERMINATE_SENTENCE", "tariff_date": date(2029, 1, 1)},
            ("indeterminate", "POM", None),
        ),
    ],
)
def test_the_first_rule_that_fits_decides(facts: Facts, expected: tuple[str, str, str | None]) -> None:
    assert decided(facts) == expected


def test_without_a_sentence_start_no_sentence_is_short() -> None:
    facts = determinate()
    del facts["sentence_start_date"]
    assert decided(facts, date(2020, 1, 1)) == ("determinate", "POM", None)


@pytest.mark.parametrize("status", ["REMAND", "CONVICTED_UNSENTENCED", "CIVIL_PRISONER"])
def test_people_not_serving_a_sentence_are_outside_offender_management(status: str) -> None:
    assert handover(determinate(legal_status=status), TODAY, RULES) is None
    assert handover_validity(determinate(legal_status=status), TODAY, RULES) == (None, None)


def test_a_person_comes_into_scope_on_their_eighteenth_birthday() -> None:
    facts = determinate(date_of_birth=date(2008, 11, 24))
    assert handover(facts, TODAY, RULES) is None
    assert handover_validity(facts, TODAY, RULES) == (None, TODAY)
    grown = handover(facts, date(2026, 11, 24), RULES)
    assert grown is not None and grown.valid_from == date(2026, 11, 24)


@pytest.mark.parametrize(("by", "who"), [("Prison", ("POM", "COM")), ("Community", ("COM", "POM"))])
def test_responsibility_set_by_hand_beats_the_calculation_and_keeps_the_dates(
    by: Literal["Prison", "Community"], who: tuple[str, str]
) -> None:
    found = handover(determinate(), TODAY, RULES)
    assert found is not None
    ours = override_responsibility(found, by)
    assert (ours.responsible, ours.supporting) == who
    assert ours.date == found.date


# --- how long the answer holds ---

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "sentence_start_date": DAYS,
        "date_of_birth": st.dates(date(2000, 1, 1), date(2012, 12, 31)),
        "conditional_release_date": DAYS,
        "automatic_release_date": DAYS,
        "parole_eligibility_date": DAYS,
        "tariff_date": DAYS,
        "target_hearing_date": DAYS,
        "open_since": DAYS,
        "indeterminate": st.booleans(),
        "recall": st.booleans(),
        "early_allocation": st.booleans(),
        "open_conditions": st.booleans(),
        "additional_indeterminate": st.booleans(),
        "mappa_level": st.integers(0, 3),
        "last_parole_outcome": st.sampled_from(["release", "not_release"]),
        "legal_status": st.sampled_from(
            ["SENTENCED", "INDETERMINATE_SENTENCE", "IMMIGRATION_DETAINEE", "REMAND"]
        ),
    },
)
ONE_DAY = timedelta(days=1)


def only_the_answer(facts: Facts, today: date) -> Handover | None:
    """The answer without the days it is valid for."""
    found = handover(facts, today, RULES)
    return None if found is None else found._replace(valid_from=None, valid_until=None)


@given(FACTS, DAYS)
def test_the_answer_is_the_same_from_valid_from_to_valid_until_and_not_beyond(
    facts: Facts, today: date
) -> None:
    found, answer = handover(facts, today, RULES), only_the_answer(facts, today)
    first, last = handover_validity(facts, today, RULES)
    if found is not None:
        assert (found.valid_from, found.valid_until) == (first, last)
    if first is not None:
        assert first <= today
        assert handover(facts, first, RULES) == found
        assert only_the_answer(facts, first - ONE_DAY) != answer
    if last is not None:
        assert today <= last
        assert handover(facts, last, RULES) == found
        assert only_the_answer(facts, last + ONE_DAY) != answer


@given(FACTS, DAYS, st.data())
def test_no_day_between_valid_from_and_valid_until_is_answered_otherwise(
    facts: Facts, today: date, data: st.DataObject
) -> None:
    first, last = handover_validity(facts, today, RULES)
    other = data.draw(st.dates(first or date(1990, 1, 1), last or date(2060, 1, 1)))
    assert handover(facts, other, RULES) == handover(facts, today, RULES)


@given(DAYS, DAYS, st.booleans(), st.booleans())
def test_a_later_release_never_hands_over_earlier(one: date, other: date, life: bool, early: bool) -> None:
    facts: Facts = {"indeterminate": life, "early_allocation": early}
    sooner, later = (
        handover_date(facts, EarliestRelease(day, "CRD"), RULES)[0] for day in sorted([one, other])
    )
    assert sooner is not None and later is not None and sooner <= later


@given(FACTS, DAYS)
def test_support_never_starts_after_the_handover(facts: Facts, today: date) -> None:
    found = handover(facts, today, RULES)
    if found is not None and found.date is not None:
        assert found.start is not None and found.start <= found.date


def test_a_hearing_at_a_month_end_stops_being_distant_on_the_day_the_clamp_gives() -> None:
    """28 Feb 2027 plus 12 months is still before 29 Feb 2028; 1 Mar 2027 is not."""
    facts: Facts = {**LIFE, "target_hearing_date": date(2028, 2, 29), "recall": True}
    found = handover(facts, date(2027, 2, 1), RULES)
    assert found is not None
    assert (found.reason, found.valid_until) == ("recall_thd_over_12_months", date(2027, 2, 28))


# --- lists, checklists and mails ---

AHEAD = Handover(date(2027, 1, 18), date(2027, 1, 18), "determinate", *ROLES["CustodyOnly"], None)
TAKEN_OVER = Handover(date(2026, 11, 21), date(2026, 11, 21), "determinate", *ROLES["Community"], None)


@pytest.mark.parametrize(
    ("today", "com_named", "upcoming", "in_progress"),
    [
        (date(2026, 11, 22), False, False, False),
        (date(2026, 11, 23), False, True, False),
        (date(2026, 11, 23), True, False, True),
        (date(2027, 1, 17), False, True, False),
    ],
)
def test_a_handover_is_upcoming_for_56_days_until_a_com_is_named(
    today: date, com_named: bool, upcoming: bool, in_progress: bool
) -> None:
    assert is_upcoming(AHEAD, com_named, today, RULES) is upcoming
    assert handover_in_progress(AHEAD, com_named, today, RULES) is in_progress


def test_a_handover_that_has_happened_is_in_progress_with_or_without_a_com() -> None:
    assert handover_in_progress(TAKEN_OVER, False, TODAY, RULES)
    assert handover_in_progress(TAKEN_OVER, True, TODAY, RULES)


def test_cases_without_a_handover_date_are_on_no_list() -> None:
    recalled = handover({"recall": True}, TODAY, RULES)
    assert recalled is not None
    assert not handover_in_progress(recalled, True, TODAY, RULES)
    assert not com_allocation_overdue(recalled, False, TODAY, RULES)
    assert com_allocation_days_overdue(recalled, TODAY) is None
    assert email_days(recalled, False, RULES) == {}


def test_mails_fall_due_on_single_days() -> None:
    assert email_days(AHEAD, False, RULES) == {
        "upcoming_handover_window": date(2026, 11, 23),
        "com_allocation_overdue": date(2027, 2, 1),
        "ldu_follow_up": date(2027, 1, 25),
    }
    assert email_days(AHEAD, True, RULES) == {
        "upcoming_handover_window": date(2026, 11, 23),
        "handover_date": date(2027, 1, 18),
    }


def test_the_simplified_checklist_is_off_until_the_rules_turn_it_on() -> None:
    assert checklist({}, AHEAD, RULES) == ("reviewed_oasys", "contacted_com", "attended_handover_meeting")
    assert checklist({"resourcing": "standard"}, AHEAD, RULES) == ("contacted_com", "sent_handover_report")


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"actual_parole_date": NEAR, "post_recall_release_date": DISTANT}, NEAR),
        ({"actual_parole_date": DISTANT, "post_recall_release_date": NEAR}, NEAR),
        ({"post_recall_release_date": NEAR, "post_recall_release_override_date": DISTANT}, DISTANT),
    ],
)
def test_post_recall_release_is_the_earlier_of_parole_and_the_recall_date(facts: Facts, day: date) -> None:
    assert post_recall_release_date(facts) == day


def test_parole_today_has_started_and_no_longer_approaches() -> None:
    assert approaching_parole({"parole_eligibility_date": TODAY}, TODAY, RULES) is None


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, ("legal_status", "recall", "indeterminate", "early_allocation", "sentence_start_date")),
        (
            determinate(legal_status="SENTENCED", indeterminate=False, early_allocation=False),
            (),
        ),
        ({"legal_status": "RECALL", "indeterminate": False}, ()),
        (
            {**LIFE, "legal_status": "SENTENCED", "open_conditions": True, "target_hearing_date": NEAR},
            (
                *("early_allocation", "additional_indeterminate", "open_since"),
                *("last_parole_outcome", "mappa_level"),
            ),
        ),
    ],
)
def test_flags_read_as_no_are_listed_when_they_could_change_who_is_responsible(
    facts: Facts, missing: tuple[str, ...]
) -> None:
    assert missing_flags(facts) == missing
