"""Who is responsible, when that passes to the community, and how long the answer holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import EarliestRelease, FactValue, Handover
from releasecheck.people.fact_checks import missing_flags
from releasecheck.people.sentence_dates import recorded_release_dates
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.responsibility import (
    ROLES,
    approaching_parole,
    checklist,
    checklist_progress,
    com_allocation_days_overdue,
    com_allocation_overdue,
    earliest_release,
    email_days,
    handover,
    handover_date,
    handover_in_progress,
    handover_start,
    handover_type,
    handover_validity,
    is_upcoming,
    override_responsibility,
    post_recall_release_date,
    responsibility,
)
from tests.made_up.conformance_differences import NOT_ANSWERED, Case, cases, iso, verdict

RULES = load_rules()
TODAY = date(2026, 11, 23)
Facts = dict[str, FactValue]

# --- the national service's cases ---


def _facts(case: Case, **names: str) -> Facts:
    """Facts under our names from the case's; null is not known."""
    found: Facts = {}
    for ours, theirs in names.items():
        value = case.day(theirs) or case.inputs.get(theirs)
        if isinstance(value, str | int | bool | date):
            found[ours] = value
    return found


def _found(case: Case, *, start: str = "handover_date") -> Handover:
    """A handover as the case states it."""
    who = case.inputs.get("responsibility", "Community")
    assert who in ROLES
    reason = case.inputs.get("reason", "determinate")
    assert isinstance(reason, str)
    return Handover(case.day("handover_date"), case.day(start), reason, *ROLES[who], None)


def _calculate_handover_date(case: Case) -> dict[str, object]:
    facts = _facts(
        case,
        sentence_start_date="sentence_start_date",
        indeterminate="is_indeterminate",
        open_conditions="in_open_conditions",
        early_allocation="is_early_allocation",
    )
    day = case.day("earliest_release_date")
    assert day is not None
    if case.inputs["is_determinate_parole"]:
        facts["parole_eligibility_date"] = day
    found, reason = handover_date(facts, EarliestRelease(day, "CRD"), RULES)
    return {"handover_date": iso(found), "reason": reason}


def _calculate_handover_start_date(case: Case) -> dict[str, object]:
    since = "category_active_since_date" if case.inputs["in_womens_prison"] else "prison_arrival_date"
    facts = _facts(
        case, indeterminate="is_indeterminate", open_conditions="open_prison_rules_apply", open_since=since
    )
    day = case.day("handover_date")
    assert day is not None
    return {"handover_start_date": iso(handover_start(facts, day))}


def _calculate_responsibility(case: Case) -> dict[str, object]:
    return {
        "responsibility": responsibility(
            case.day("handover_date"), case.day("handover_start_date"), case.today
        )
    }


def _calculate_earliest_release(case: Case) -> dict[str, object]:
    dates = (
        *("tariff_date", "target_hearing_date", "parole_eligibility_date"),
        *("conditional_release_date", "automatic_release_date"),
    )
    facts = _facts(case, indeterminate="is_indeterminate", **{name: name for name in dates})
    found = earliest_release(facts, case.today)
    return {"name": found.type if found else None, "date": iso(found.date) if found else None}


def _responsibility_override(case: Case) -> dict[str, object]:
    facts = _facts(
        case,
        indeterminate="indeterminate",
        additional_indeterminate="additional_future_isp",
        recall="recalled",
        mappa_level="mappa_level",
        early_allocation="early_allocation",
        open_conditions="in_open_conditions",
    )
    earliest = case.inputs["earliest_release_for_handover"]
    assert isinstance(earliest, dict) and earliest["name"] == "TED"
    facts["tariff_date"] = date.fromisoformat(earliest["date"])
    if case.inputs["immigration_case"]:
        facts["legal_status"] = "IMMIGRATION_DETAINEE"
    if case.inputs["thd_12_or_more_months_from_now"]:
        facts["target_hearing_date"] = case.today + timedelta(days=400)
    if case.inputs["parole_outcome_not_release"]:
        facts["last_parole_outcome"] = "not_release"
    found = handover(facts, case.today, RULES)
    assert found is not None
    return {
        "responsible": found.responsible,
        "com_supporting": found.supporting == "COM",
        "handover_dates": found.date is not None,
    }


def _persona(case: Case) -> dict[str, object]:
    facts = _facts(
        case,
        indeterminate="indeterminate",
        recall="recalled",
        mappa_level="mappa_level",
        sentence_start_date="sentence_start_date",
        tariff_date="tariff_date",
        parole_eligibility_date="parole_eligibility_date",
        conditional_release_date="conditional_release_date",
        additional_indeterminate="additional_future_isp",
    )
    reviews = case.inputs["parole_reviews"]
    assert isinstance(reviews, list)
    hearings = [review["target_hearing_date"] for review in reviews if review["target_hearing_date"]]
    if hearings:
        facts["target_hearing_date"] = date.fromisoformat(max(hearings))
    ended = [review for review in reviews if review["hearing_outcome"] != "Not Applicable"]
    if ended:
        last = max(ended, key=lambda review: str(review["received_on"]))["hearing_outcome"]
        facts["last_parole_outcome"] = "release" if last == "Release [*]" else "not_release"
    found = handover(facts, case.today, RULES)
    assert found is not None
    ours = {"responsible": found.responsible, "handover_date": iso(found.date)}
    return {key: ours[key] for key in case.expected}


def _in_upcoming_handover_list(case: Case) -> dict[str, object]:
    rules = load_rules({"handover": {"upcoming": {"days": case.inputs["window_days"]}}})
    return {"listed": is_upcoming(_found(case), False, case.today, rules)}


def _handover_in_progress(case: Case) -> dict[str, object]:
    return {"listed": handover_in_progress(_found(case), False, case.today, RULES)}


def _com_allocation_overdue(case: Case) -> dict[str, object]:
    com_known = bool(case.inputs["com_name"] or case.inputs["com_email"])
    return {"listed": com_allocation_overdue(_found(case), com_known, case.today, RULES)}


def _tasks(case: Case) -> tuple[str, ...]:
    assert case.inputs["simplified_flag"] is True
    rules = load_rules({"handover": {"simplified_from": case.day("cutoff")}})
    resourcing = case.inputs["handover_type"]
    assert isinstance(resourcing, str)
    return checklist({"resourcing": resourcing}, _found(case), rules)


def _checklist_fields(case: Case) -> dict[str, object]:
    return {"fields": list(_tasks(case))}


def _checklist_progress(case: Case) -> dict[str, object]:
    ticks = case.inputs["tasks"]
    assert isinstance(ticks, dict)
    complete, total = checklist_progress(_tasks(case), [task for task, ticked in ticks.items() if ticked])
    ours = {"complete": complete, "total": total, "all_complete": complete == total}
    return {key: ours[key] for key in case.expected}


def _handover_email(case: Case) -> dict[str, object]:
    days = email_days(_found(case), bool(case.inputs["has_com"]), RULES)
    email = case.inputs["email"]
    assert isinstance(email, str)
    return {"sent": days.get(email) == case.today}


def _ldu_follow_up_email(case: Case) -> dict[str, object]:
    start = case.day("handover_start_date")
    found = Handover(start, start, "determinate", *ROLES["Community"], None)
    days = email_days(found, bool(case.inputs["has_com"]), RULES)
    return {"sent": days.get("ldu_follow_up") == case.today}


def _handover_type(case: Case) -> dict[str, object]:
    enhanced = case.inputs["enhanced_resourcing"]
    facts: Facts = {} if enhanced is None else {"resourcing": "enhanced" if enhanced else "standard"}
    found = _found(case) if case.inputs["has_calculated_handover"] else None
    return {"handover_type": handover_type(facts, found)}


def _com_allocation_days_overdue(case: Case) -> dict[str, object]:
    return {"days": com_allocation_days_overdue(_found(case), case.today)}


def _approaching_parole(case: Case) -> dict[str, object]:
    names = ("target_hearing_date", "tariff_date", "parole_eligibility_date")
    found = approaching_parole(_facts(case, **{name: name for name in names}), case.today, RULES)
    if found is None:
        return {"approaching": False}
    return {"approaching": True, "type": found.type, "date": iso(found.date)}


def _date_override(case: Case) -> dict[str, object]:
    facts = _facts(
        case,
        automatic_release_date="automaticReleaseDate",
        automatic_release_override_date="automaticReleaseOverrideDate",
        post_recall_release_date="postRecallReleaseDate",
        post_recall_release_override_date="postRecallReleaseOverrideDate",
    )
    (day,) = recorded_release_dates(facts).values()
    return {"date": iso(day)}


def _post_recall_release_date(case: Case) -> dict[str, object]:
    facts = _facts(
        case, actual_parole_date="actualParoleDate", post_recall_release_date="postRecallReleaseDate"
    )
    return {"date": iso(post_recall_release_date(facts))}


def _working_days_between(case: Case) -> dict[str, object]:
    start, end = case.day("from"), case.day("to")
    assert start is not None and end is not None
    return {"days": case.calendar().working_days_between(start, end)}


ANSWERS: dict[str, Callable[[Case], dict[str, object]]] = {
    "calculate_handover_date": _calculate_handover_date,
    "calculate_handover_start_date": _calculate_handover_start_date,
    "calculate_responsibility": _calculate_responsibility,
    "calculate_earliest_release": _calculate_earliest_release,
    "responsibility_override": _responsibility_override,
    "persona": _persona,
    "in_upcoming_handover_list": _in_upcoming_handover_list,
    "handover_in_progress": _handover_in_progress,
    "com_allocation_overdue": _com_allocation_overdue,
    "checklist_fields": _checklist_fields,
    "checklist_progress": _checklist_progress,
    "handover_email": _handover_email,
    "ldu_follow_up_email": _ldu_follow_up_email,
    "handover_type": _handover_type,
    "com_allocation_days_overdue": _com_allocation_days_overdue,
    "approaching_parole": _approaching_parole,
    "date_override": _date_override,
    "post_recall_release_date": _post_recall_release_date,
    "working_days_between": _working_days_between,
}
CASES = cases("handover")


@pytest.mark.parametrize("case", [case for case in CASES if case.op in ANSWERS], ids=str)
def test_our_answer_is_the_services_answer(case: Case) -> None:
    verdict(case, ANSWERS[case.op](case))


def test_every_operation_is_answered_or_listed_with_its_reason() -> None:
    assert {case.op for case in CASES} - ANSWERS.keys() == NOT_ANSWERED["handover"].keys()


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
