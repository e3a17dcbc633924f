"""The accommodation routes' own numbers: the national services' answers, and the days around each limit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue
from releasecheck.core.errors import CatalogueError
from releasecheck.policy.route_rules import load_routes, parse_routes
from releasecheck.policy.routes import (
    Assessed,
    Premises,
    Sentence,
    application_expiry,
    approvals_needed,
    assessment_deadline,
    decision_expected,
    default_placement_weeks,
    homelessness,
    is_borderline,
    last_night,
    nights_over,
    notice_type,
    outside_national_standards,
)
from releasecheck.policy.working_days import Calendar, load_calendar, shift
from tests.places import DATA, TOP

ROUTES = load_routes()
CALENDAR = load_calendar()
LONDON = ZoneInfo("Europe/London")

CASES = [json.loads(line) for line in (DATA / "cas1_timeliness.jsonl").read_text("utf-8").splitlines()]
DEADLINES = [case for case in CASES if case["kind"] == "cas1_assessment_deadline"]
LENGTHS = [case for case in CASES if case["kind"] == "cas1_default_placement_length"]
SHORT_NOTICE = [case for case in CASES if case["kind"] == "cas1_short_notice"]

#: From this line of their test on, the cases are of placement requests; nothing else in a case says so.
_PLACEMENT_REQUESTS_FROM = 260

_NOTICE: dict[str, Assessed] = {
    "standard": "standard",
    "shortNotice": "short_notice",
    "emergency": "emergency",
}
_PREMISES: dict[str, Premises] = {"normal": "normal", "rfap": "rfap", "mhapElliottHouse": "mental_health"}

# --- the national service's cases ---


def source(case: Mapping[str, str]) -> str:
    return case["source"].rpartition("/")[2]


def test_every_case_is_answered() -> None:
    assert len(CASES) == len(DEADLINES) + len(LENGTHS) + len(SHORT_NOTICE) == 89


@pytest.mark.parametrize("case", DEADLINES, ids=source)
def test_an_assessment_is_due_when_the_service_says(case: dict[str, dict[str, str]]) -> None:
    given_, line = case["inputs"], int(str(case["source"]).rpartition(":")[2])
    kind = "placement_request" if line >= _PLACEMENT_REQUESTS_FROM else _NOTICE[given_["notice_type"]]
    days = {date.fromisoformat(day): "Bank holiday" for day in given_["bank_holidays"]}
    calendar = Calendar(days, published_years=frozenset(range(2020, 2027)))
    received = datetime.fromisoformat(given_["created_at"])
    due = datetime.fromisoformat(case["expected"]["due_at"])
    assert assessment_deadline(kind, received, calendar, ROUTES) == due


@pytest.mark.parametrize("case", LENGTHS, ids=source)
def test_a_placement_lasts_as_long_as_the_service_says(case: dict[str, dict[str, object]]) -> None:
    given_, expected = case["inputs"], case["expected"]
    tier = "B1" if given_["tier_version"] == "V2" else str(given_.get("liveTierScore", "E"))
    sentence: Sentence = "indeterminate" if given_.get("sentenceType") in ("life", "ipp") else "other"
    sex = "F" if given_.get("womens_application") else "M"
    weeks = default_placement_weeks(tier, sex, sentence, _PREMISES[str(given_["apType"])], ROUTES)
    assert weeks == expected.get("weeks")
    assert (weeks is None) == ("error" in expected)
    assert weeks is None or weeks * 7 == expected["days"]


@pytest.mark.parametrize("case", SHORT_NOTICE, ids=str)
def test_short_notice_is_what_the_service_calls_short(case: dict[str, dict[str, object]]) -> None:
    created, arrival = case["inputs"]["created"], case["inputs"]["arrival"]
    short = None
    if arrival is not None:
        found = notice_type(date.fromisoformat(str(created)), date.fromisoformat(str(arrival)), ROUTES)
        short = found in ("short_notice", "emergency")
    assert short == case["expected"]["short_notice"]


# --- Approved Premises ---

SENT = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "notice", "borderline"),
    [
        (0, "emergency", False),
        (7, "emergency", False),
        (8, "short_notice", True),
        (9, "short_notice", False),
        (28, "short_notice", False),
        (29, "standard", True),
        (30, "standard", False),
    ],
)
def test_notice_is_counted_in_calendar_days(days: int, notice: str, borderline: bool) -> None:
    arrival = SENT + timedelta(days=days)
    assert notice_type(SENT, arrival, ROUTES) == notice
    assert is_borderline(SENT, arrival, ROUTES) is borderline


@pytest.mark.parametrize(
    ("sent", "arrival", "outside"),
    [
        (date(2026, 11, 22), date(2027, 5, 23), False),
        (date(2026, 11, 23), date(2027, 5, 23), True),
        (date(2027, 2, 27), date(2027, 8, 31), False),
        (date(2027, 2, 28), date(2027, 8, 31), True),
    ],
)
def test_six_months_or_less_is_outside_national_standards(sent: date, arrival: date, outside: bool) -> None:
    assert outside_national_standards(sent, arrival, ROUTES) is outside


def test_bank_holidays_are_not_counted_in_the_time_to_assess() -> None:
    received = datetime(2026, 12, 18, 10, 30)
    due = assessment_deadline("short_notice", received, CALENDAR, ROUTES)
    assert due == datetime(2026, 12, 29, 10, 30)


def test_a_time_without_a_zone_is_in_london() -> None:
    here = datetime(2026, 6, 5, 12, 30)
    due = assessment_deadline("emergency", here, CALENDAR, ROUTES)
    aware = assessment_deadline("emergency", here.replace(tzinfo=LONDON), CALENDAR, ROUTES)
    assert due == datetime(2026, 6, 5, 14, 30)
    assert aware == due.replace(tzinfo=LONDON)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2028, 6, 30), timezones=st.just(UTC)))
def test_more_notice_never_means_a_quicker_assessment(received: datetime) -> None:
    kinds: list[Assessed] = ["emergency", "short_notice", "standard"]
    dues = [assessment_deadline(kind, received, CALENDAR, ROUTES) for kind in kinds]
    assert received < dues[0] < dues[1] < dues[2]
    assert all(CALENDAR.is_working_day(due.astimezone(LONDON).date()) for due in dues)


def test_an_unsent_application_lapses_after_180_days_and_an_accepted_one_after_365() -> None:
    assert application_expiry(date(2026, 11, 23), ROUTES, accepted=False) == date(2027, 5, 22)
    assert application_expiry(date(2026, 11, 23), ROUTES, accepted=True) == date(2027, 11, 23)


@pytest.mark.parametrize(
    ("tier", "sex", "premises", "weeks"),
    [
        ("B2", "M", "pipe", 26),
        ("B2S", "M", "esap", 52),
        ("B2", "F", "mental_health", 12),
        ("B", "M", "pipe", 26),
        ("B", "F", "esap", 62),
        ("G", "M", "mental_health", 26),
        ("A", "F", "mental_health", None),
        ("F", "F", "rfap", 16),
    ],
)
def test_other_premises_have_their_own_lengths(
    tier: str, sex: str, premises: Premises, weeks: int | None
) -> None:
    assert default_placement_weeks(tier, sex, "other", premises, ROUTES) == weeks


# --- CAS-3 ---

LOW: dict[str, FactValue] = {"rosh": "low", "mappa_category": "none", "sex_offence": False}


def who(facts: Mapping[str, FactValue]) -> list[str]:
    """Everybody whose approval is needed for certain."""
    return [name for approval in approvals_needed(facts, ROUTES) if approval.because for name in approval.who]


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ({}, []),
        ({"rosh": "medium"}, []),
        ({"rosh": "high"}, ["senior probation officer"]),
        ({"rosh": "very_high"}, ["senior probation officer"]),
        ({"mappa_category": "2", "mappa_level": 1}, []),
        ({"mappa_category": "2", "mappa_level": 2}, ["senior probation officer"]),
        ({"mappa_category": "2", "mappa_level": 3}, ["head of PDU"]),
        (
            {"rosh": "high", "mappa_category": "2", "mappa_level": 3},
            ["senior probation officer", "head of PDU"],
        ),
        ({"sex_offence": True}, ["head of PDU", "head of operations", "regional probation director"]),
    ],
)
def test_the_risks_say_who_must_approve(facts: dict[str, FactValue], needed: list[str]) -> None:
    assert who({**LOW, **facts}) == needed


def test_facts_not_known_are_named_by_the_approvals_they_could_call_for() -> None:
    found = approvals_needed({"rosh": "low"}, ROUTES)
    assert [(approval.who[0], approval.because, approval.not_known) for approval in found] == [
        ("senior probation officer", (), ("mappa_level",)),
        ("head of PDU", (), ("mappa_level",)),
        ("head of PDU", (), ("sex_offence",)),
    ]


def test_somebody_outside_mappa_has_no_level_to_find_out() -> None:
    assert approvals_needed(LOW, ROUTES) == ()


def test_a_bed_lasts_84_nights() -> None:
    assert last_night(date(2027, 2, 5), ROUTES) == date(2027, 4, 29)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_nights_over_are_those_after_the_last_one(arrival: date, nights: int) -> None:
    departure = arrival + timedelta(days=nights)
    over = nights_over(arrival, departure, ROUTES)
    assert over == max(0, (shift(departure, days=-1) - last_night(arrival, ROUTES)).days)
    assert (over == 0) == (nights <= 84)


def test_a_decision_takes_three_to_five_working_days() -> None:
    assert decision_expected(date(2026, 12, 23), CALENDAR, ROUTES) == (date(2026, 12, 30), date(2027, 1, 4))


@pytest.mark.parametrize(
    ("facts", "flag"),
    [
        ({}, None),
        ({"current_accommodation": "A08A"}, "no_fixed_abode"),
        ({"current_accommodation": "HMP"}, None),
        ({"current_accommodation": "HMP", "next_accommodation": False}, "at_risk"),
        ({"current_accommodation": "HMP", "next_accommodation": False, "housing": "settled"}, "none"),
        ({"current_accommodation": "A01C", "next_accommodation": False}, "none"),
        ({"current_accommodation": "A17", "next_accommodation": False}, "at_risk"),
        ({"current_accommodation": "HMP", "next_accommodation": True}, None),
    ],
)
def test_the_homelessness_flag_follows_from_home_and_next_home(
    facts: dict[str, FactValue], flag: str | None
) -> None:
    assert homelessness(facts, ROUTES) == flag


# --- the numbers are data ---


def shipped() -> dict[str, dict[str, object]]:
    import tomllib

    path = TOP / "releasecheck" / "data" / "routes.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_every_table_has_a_source_and_the_day_it_was_checked() -> None:
    assert [(bool(table["source"]), type(table["checked"])) for table in shipped().values()] == [
        (True, date)
    ] * 4


def test_a_new_number_is_one_edit() -> None:
    changed = shipped()
    changed["cas3"]["most_nights"] = 56
    assert last_night(date(2027, 2, 5), parse_routes(changed)) == date(2027, 4, 1)
    assert replace(parse_routes(changed), cas3=ROUTES.cas3) == ROUTES


def test_every_mistake_is_found_at_once_and_named() -> None:
    wrong = shipped()
    del wrong["placement"]
    wrong["cas1"]["emergency_days"] = "seven"
    wrong["cas1"]["short_notice_day"] = 28
    wrong["cas1"]["outside_national_standards"] = {"fortnights": 13}
    wrong["cas3"]["approval"] = [{"who": [], "when": {"rosch": ["high"]}}]
    wrong["homlessness"] = {}
    with pytest.raises(CatalogueError) as caught:
        parse_routes(wrong)
    assert caught.value.problems == (
        "routes.toml: [placement] is missing",
        "routes.toml: cas1.emergency_days must be a whole number, 0 or more",
        "routes.toml: cas1.outside_national_standards must be a distance such as { months = 6 }",
        "routes.toml: cas3.approval 1.who must be a list of texts",
        "routes.toml: cas3.approval 1 has no fact rosch. Did you mean rosh?",
        "routes.toml: cas1.short_notice_day is not a number of a route. Did you mean short_notice_days?",
        "routes.toml: [homlessness] is not a route. Did you mean homelessness?",
    )
