"""The accommodation lines give the national service's own answers, but for the differences listed here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from releasecheck.core.domain import FactValue, PersonRecord, RecordedOutcome
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.sources import CatalogueFile, builtin_files
from releasecheck.policy.working_days import load_calendar
from releasecheck.reports.person.countdown import ItemInfo, TaskLine, task_line
from tests.places import DATA

CASES = [json.loads(line) for line in (DATA / "accommodation.jsonl").read_text("utf-8").splitlines()]
LINES = {"DTR": "dtr", "CRS": "crs", "CAS1": "cas1", "CAS3": "cas3", "PA": "private_address"}

#: Deliberate differences from the national service, each with its reason.
DIFFERENCES = {
    "sex not known": "a missing sex is unknown and names the fact, never not eligible",
    "tier not known": "a missing tier is unknown and names the fact, never not eligible",
    "live however far off": "a recorded live outcome always shows, however far off the release",
    "request not sent": "a placement request that was not sent is no outcome here: the application stands",
}

_CAS1_STATUS = {
    "STARTED": "started",
    "AWAITING_ASSESSMENT": "submitted",
    "UNALLOCATED_ASSESSMENT": "submitted",
    "ASSESSMENT_IN_PROGRESS": "submitted",
    "AWAITING_PLACEMENT": "submitted",
    "PENDING_PLACEMENT_REQUEST": "submitted",
    "PLACEMENT_ALLOCATED": "submitted",
    "REQUESTED_FURTHER_INFORMATION": "information_requested",
    "REJECTED": "rejected",
    "WITHDRAWN": "withdrawn",
    "EXPIRED": "expired",
    "INAPPLICABLE": "withdrawn",
}
_CAS1_REQUEST = {
    "REQUEST_SUBMITTED": "placement_request_submitted",
    "AWAITING_MATCH": "placement_request_submitted",
    "PLACEMENT_BOOKED": "placement_request_submitted",
    "REQUEST_REJECTED": "placement_request_rejected",
    "REQUEST_WITHDRAWN": "placement_request_withdrawn",
}
_CAS1_PLACEMENT = {
    "UPCOMING": "placement_booked",
    "ARRIVED": "arrived",
    "NOT_ARRIVED": "not_arrived",
    "CANCELLED": "placement_cancelled",
    "DEPARTED": "departed",
}
_CAS3_STATUS = {
    "IN_PROGRESS": "in_progress",
    "SUBMITTED": "submitted",
    "REQUESTED_FURTHER_INFORMATION": "information_requested",
    "REJECTED": "rejected",
}
_CAS3_BOOKING = {
    "PROVISIONAL": "bedspace_offered",
    "CONFIRMED": "booking_confirmed",
    "NOT_MINUS_ARRIVED": "not_arrived",
    "CANCELLED": "booking_cancelled",
    "ARRIVED": "arrived",
    "DEPARTED": "departed",
    "CLOSED": "departed",
}


@cache
def planner() -> Planner:
    return Planner(read_catalogue(builtin_files()), load_calendar(), load_rules())


def line_of(item: str, facts: dict[str, FactValue], outcomes: list[RecordedOutcome], today: date) -> TaskLine:
    record = PersonRecord("A1234BC", facts, today, outcomes=tuple(outcomes))
    task = next(task for task in planner().plan(record, today).tasks if task.item == item)
    return task_line(task, ItemInfo(item, item, "accommodation", "act"), today)


def facts_of(inputs: dict[str, object]) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    if inputs.get("release_date"):
        facts["confirmed_release_date"] = date.fromisoformat(str(inputs["release_date"]))
    for name in ("sex", "tier"):
        if inputs.get(name):
            facts[name] = str(inputs[name])
    if "has_next_accommodation" in inputs:
        facts["next_accommodation"] = bool(inputs["has_next_accommodation"])
    if inputs.get("current_accommodation_settled_type") == "SETTLED":
        facts["housing"] = "settled"
    if "current_accommodation_in_prison_cas1_or_cas2" in inputs:
        inside = inputs["current_accommodation_in_prison_cas1_or_cas2"]
        facts["current_accommodation"] = str(
            inputs.get("current_accommodation_type", "HMP" if inside else "A03")
        )[:3]
    return facts


def outcomes_of(inputs: dict[str, object], today: date) -> Iterator[RecordedOutcome]:
    """What the statuses of the national services are as outcomes recorded here."""
    sent = inputs.get("dtr_submission_date")
    if sent:
        day = date.fromisoformat(str(sent))
        yield RecordedOutcome("dtr", "submitted", day)
        status = str(inputs.get("dtr_status") or "SUBMITTED")
        if status != "SUBMITTED":
            yield RecordedOutcome("dtr", status.lower(), day)
    crs = inputs.get("crs_status")
    if crs:
        day = date.fromisoformat(str(inputs.get("crs_submission_date") or today))
        yield RecordedOutcome("crs", "submitted", day)
        if crs != "LIVE":
            yield RecordedOutcome("crs", str(crs).lower(), day)
    for key, item, names in (
        ("cas1_application_status", "cas1", _CAS1_STATUS),
        ("cas1_request_for_placement_status", "cas1", _CAS1_REQUEST),
        ("cas1_placement_status", "cas1", _CAS1_PLACEMENT),
        ("cas3_application_status", "cas3", _CAS3_STATUS),
    ):
        name = names.get(str(inputs.get(key)))
        if name:
            yield RecordedOutcome(item, name, today)
    if inputs.get("cas3_assessment_status") in ("UNALLOCATED", "IN_REVIEW", "READY_TO_PLACE"):
        # Being assessed, so it was sent, whatever the application itself still says.
        yield RecordedOutcome("cas3", "submitted", today)
    booking = _CAS3_BOOKING.get(str(inputs.get("cas3_booking_status")))
    if booking:
        yield RecordedOutcome("cas3", booking, today)
    elif inputs.get("cas3_assessment_status") in ("CLOSED", "REJECTED"):
        yield RecordedOutcome("cas3", str(inputs["cas3_assessment_status"]).lower(), today)


def difference(case: dict[str, object], line: TaskLine) -> str | None:
    """Which deliberate difference, if any, explains another answer than the service's."""
    inputs = case["inputs"]
    assert isinstance(inputs, dict)
    if case["service"] == "CAS1" and line.state == "unknown":
        return "sex not known" if "sex" in line.missing_facts else "tier not known"
    far = str(inputs.get("release_date") or "") > "2026-01-01" or (
        case["service"] == "CRS" and inputs.get("release_date") == "2025-07-01"
    )
    if far and line.outcome is not None and line.position != "upcoming":
        return "live however far off"
    if inputs.get("cas1_request_for_placement_status") == "REQUEST_UNSUBMITTED":
        return "request not sent"
    return None


def ours(known_difference: str, line: TaskLine) -> str | None:
    """The position that we show instead, where we differ on purpose."""
    if known_difference in ("sex not known", "tier not known"):
        return None
    catalogue = planner().catalogue
    assert line.outcome is not None, "only a recorded outcome is shown where the service shows none"
    spec = catalogue.items[line.item].outcomes[line.outcome]
    return spec.position or catalogue.items[line.item].positions["open"]


def test_every_listed_difference_is_one_that_the_cases_show() -> None:
    """A difference that no case shows any more is struck off the list."""
    found = set()
    for case in WHOLE:
        today = date.fromisoformat(case["today"])
        item = LINES[case["service"]]
        line = line_of(item, facts_of(case["inputs"]), list(outcomes_of(case["inputs"], today)), today)
        if line.position != case["expected"]["status"].lower():
            found.add(difference(case, line))
    assert found == set(DIFFERENCES)


WHOLE = [case for case in CASES if case.get("level") is None]


@pytest.mark.parametrize("case", WHOLE, ids=[f"{case['service']}-{n}" for n, case in enumerate(WHOLE)])
def test_a_line_stands_where_the_national_service_says(case: dict[str, object]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    assert isinstance(inputs, dict)
    assert isinstance(expected, dict)
    today = date.fromisoformat(str(case["today"]))
    line = line_of(LINES[str(case["service"])], facts_of(inputs), list(outcomes_of(inputs, today)), today)
    wanted = str(expected["status"]).lower()
    known_difference = difference(case, line)
    if known_difference is not None and line.position != wanted:
        assert known_difference in DIFFERENCES
        assert line.position == ours(known_difference, line)
        return
    assert line.position == wanted
    starts = expected.get("action_start_date")
    if starts:
        assert line.opens_on == date.fromisoformat(str(starts))


RULES = [case for case in CASES if case.get("level") == "rule"]
PREREQUISITES = [case for case in CASES if case.get("level") == "outcome"]
#: What a line is given besides a rule's own input, so that nothing but that rule decides.
_OTHERWISE: dict[str, dict[str, object]] = {
    "CAS1": {"sex": "M", "tier": "A1"},
    "CAS3": {"has_next_accommodation": False},
    "DTR": {"has_next_accommodation": False},
    "CRS": {"has_next_accommodation": False, "release_date": "2025-01-01"},
    "PA": {"has_next_accommodation": False},
}
#: The positions that tell that a rule of the national service holds.
_HOLDS: dict[str, frozenset[str]] = {
    "release within 8 weeks": frozenset({"not_started"}),
    "release within 1 year": frozenset({"not_started"}),
    "live CRS referral": frozenset({"submitted"}),
    "current accommodation type": frozenset({"cannot_start_yet"}),
    "no live CAS1 application": frozenset({"not_started"}),
    "no live CAS3 referral": frozenset({"not_started"}),
    "referral suitable": frozenset({"submitted"}),
    "assessment suitable": frozenset({"submitted"}),
    "booking suitable": frozenset({"not_arrived", "booking_cancelled"}),
}
#: There a past booking makes a rejected referral count again; here the last thing recorded counts.
_ONE_AT_A_TIME = {("assessment suitable", "ARRIVED")}
RULE_NAMES = [f"{n}-{case['inputs']['rule']}" for n, case in enumerate(RULES)]


@pytest.mark.parametrize("case", RULES, ids=RULE_NAMES)
def test_one_rule_of_a_line_holds_when_the_national_service_says(case: dict[str, object]) -> None:
    own = case["inputs"]
    expected = case["expected"]
    assert isinstance(own, dict)
    assert isinstance(expected, dict)
    rule = str(own["rule"])
    if (rule, own.get("cas3_booking_status")) in _ONE_AT_A_TIME:
        assert own["cas3_assessment_status"] == "REJECTED"
        return
    inputs = {**_OTHERWISE[str(case["service"])], **own}
    if own.get("current_accommodation_kind") == "cas1":
        inputs |= {"current_accommodation_in_prison_cas1_or_cas2": True, "current_accommodation_type": "A02"}
    today = date.fromisoformat(str(case["today"]))
    line = line_of(LINES[str(case["service"])], facts_of(inputs), list(outcomes_of(inputs, today)), today)
    assert (line.position in _HOLDS[rule]) is (expected["status"] == "PASS")


@pytest.mark.parametrize("case", PREREQUISITES, ids=range(len(PREREQUISITES)))
def test_cas3_names_what_must_come_first(case: dict[str, object]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    assert isinstance(inputs, dict)
    assert isinstance(expected, dict)
    today = date.fromisoformat(str(case["today"]))
    facts = facts_of({**inputs, "has_next_accommodation": False})
    outcomes = list(outcomes_of(inputs, today))
    missing = inputs.get("outstanding_prerequisites")
    for item in {"dtr", "crs"} - {str(name).lower() for name in missing or ()}:
        outcomes.append(RecordedOutcome(item, "submitted", today))
    line = line_of("cas3", facts, outcomes, today)
    assert line.position == str(expected["status"]).lower()
    if isinstance(missing, list):
        assert set(line.blocked_by) == {str(name).lower() for name in missing}


def test_a_bed_that_is_booked_outlives_the_application() -> None:
    """An accepted application expires after a year; a placement booked or taken up still stands."""
    today = date(2026, 11, 23)
    facts: dict[str, FactValue] = {"sex": "M", "tier": "A1", "confirmed_release_date": date(2027, 2, 5)}
    told = [RecordedOutcome("cas1", name, today) for name in ("submitted", "placement_booked", "expired")]
    assert line_of("cas1", facts, told, today).position == "placement_booked"
    assert line_of("cas1", facts, [told[0], told[2]], today).position == "not_started"


def test_a_settled_home_never_leaves_cas3_blocked() -> None:
    today = date(2026, 11, 23)
    facts: dict[str, FactValue] = {"housing": "settled", "confirmed_release_date": date(2027, 2, 5)}
    assert line_of("cas3", facts, [], today).state == "not_required"


LOW_RISK: dict[str, FactValue] = {"rosh": "low", "mappa_category": "none"}


@pytest.mark.parametrize(
    ("facts", "state", "position"),
    [
        ({"tier": "C", **LOW_RISK}, "not_required", "not_started"),
        ({"tier": "C", "rosh": "high"}, "to_do", "not_started"),
        ({"tier": "C"}, "unknown", "not_started"),
        ({"tier": "D", "rosh": "high"}, "not_applicable", "not_eligible"),
    ],
)
def test_what_is_asked_of_cas1_leaves_the_national_position_as_it_is(
    facts: dict[str, FactValue], state: str, position: str
) -> None:
    today = date(2026, 11, 23)
    line = line_of("cas1", {"sex": "M", "confirmed_release_date": date(2027, 2, 5), **facts}, [], today)
    assert (line.state, line.position) == (state, position)


def test_a_year_ahead_cas1_that_is_not_asked_is_upcoming_nationally() -> None:
    facts: dict[str, FactValue] = {"sex": "M", "tier": "C", "confirmed_release_date": date(2028, 2, 4)}
    line = line_of("cas1", facts | LOW_RISK, [], date(2026, 11, 23))
    assert (line.state, line.position) == ("not_required", "upcoming")
    assert line.reasons == ("eligible by tier; RoSH low, not MAPPA",)


def test_an_exceptional_case_is_asked_for_and_nationally_not_eligible() -> None:
    today = date(2026, 11, 23)
    facts: dict[str, FactValue] = {"sex": "M", "tier": "D", "confirmed_release_date": date(2027, 2, 5)}
    line = line_of("cas1", facts, [RecordedOutcome("ap_exceptional", "agreed", today)], today)
    assert (line.state, line.position) == ("to_do", "not_eligible")
    assert line.reasons[0] == "agreed as an exceptional case"


def test_an_application_that_was_sent_counts_whatever_the_risk() -> None:
    today = date(2026, 11, 23)
    facts: dict[str, FactValue] = {"sex": "M", "tier": "C", "confirmed_release_date": date(2027, 2, 5)}
    line = line_of("cas1", facts | LOW_RISK, [RecordedOutcome("cas1", "submitted", today)], today)
    assert (line.state, line.position) == ("waiting", "submitted")


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ({"automatic_release_date": date(2027, 2, 5)}, "leaves without a licence, as at sentence expiry"),
        ({"hdc_actual_date": date(2027, 2, 5)}, "released on HDC"),
        ({"no_recourse": True, "conditional_release_date": date(2027, 2, 5)}, "no recourse to public funds"),
    ],
)
def test_whom_the_cas3_form_does_not_take_is_not_asked_for_and_nationally_cannot_start_yet(
    facts: dict[str, FactValue], because: str
) -> None:
    line = line_of("cas3", facts, [], date(2026, 11, 23))
    assert (line.state, line.position, line.reasons) == ("not_required", "cannot_start_yet", (because,))


def test_a_region_that_an_office_says_has_none_is_not_asked_for() -> None:
    office = CatalogueFile("leeds.toml", '[item.cas3]\nnone_in = ["East of England"]\n', True)
    rules = Planner(read_catalogue((*builtin_files(), office)), load_calendar(), load_rules())
    today = date(2026, 11, 23)
    for region, rest in (("East of England", "not_required"), ("London", "open")):
        facts: dict[str, FactValue] = {"home_region": region, "conditional_release_date": date(2027, 2, 5)}
        tasks = rules.plan(PersonRecord("A1234BC", facts, today), today).tasks
        assert next(task.rest for task in tasks if task.item == "cas3") == rest


def womans(*outcomes: RecordedOutcome) -> dict[str, TaskLine]:
    """The lines of a woman with nowhere to go, about whom this was recorded."""
    today = date(2026, 11, 23)
    facts: dict[str, FactValue] = {"sex": "F", "conditional_release_date": date(2027, 2, 5)}
    return {name: line_of(name, facts, list(outcomes), today) for name in ("crs", "crs_women", "cas3")}


def test_a_woman_is_asked_for_one_crs_referral() -> None:
    lines = womans()
    assert (lines["crs"].state, lines["crs"].position, lines["crs_women"].state) == (
        *("to_do", "not_started"),
        "not_required",
    )


@pytest.mark.parametrize(("outcome", "stands"), [("submitted", "waiting"), ("accepted", "done")])
def test_what_was_recorded_as_the_womens_referral_is_the_crs_referral_and_serves_cas3(
    outcome: str, stands: str
) -> None:
    lines = womans(RecordedOutcome("crs_women", outcome, date(2026, 11, 20)))
    assert (lines["crs"].state, lines["crs"].position) == (stands, "submitted")
    assert lines["cas3"].blocked_by == ("dtr",)


def test_the_last_of_both_counts_whichever_it_was_recorded_as() -> None:
    sent = RecordedOutcome("crs_women", "submitted", date(2026, 11, 16))
    lines = womans(sent, RecordedOutcome("crs", "returned_incomplete", date(2026, 11, 20)))
    assert (lines["crs"].state, lines["crs"].outcome) == ("action", "returned_incomplete")
    assert set(lines["cas3"].blocked_by) == {"dtr", "crs"}


def test_the_pre_release_team_refers_until_a_com_is_named() -> None:
    today = date(2026, 11, 23)
    facts: dict[str, FactValue] = {"conditional_release_date": date(2027, 2, 5)}
    assert line_of("crs", facts, [], today).owner == "PRT"
    assert line_of("crs", facts | {"com": "J. Okafor"}, [], today).owner == "COM"
