"""Who is responsible and when that passes to the community: the national service's own answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from releasecheck.core.domain import EarliestRelease, FactValue, Handover
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
    is_upcoming,
    post_recall_release_date,
    responsibility,
)
from tests.made_up.conformance_differences import NOT_ANSWERED, Case, cases, iso, verdict

RULES = load_rules()
Facts = dict[str, FactValue]


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
