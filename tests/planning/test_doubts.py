"""Alarms and doubts about a release: what each follows from, and what makes it come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from releasecheck.core.domain import Doubt, Facts, PersonRecord, PrisonMove, RecordedOutcome, Telling
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import Rules, load_rules
from releasecheck.policy.sources import builtin_files
from tests.made_up.catalogues import CALENDAR

RULES = load_rules()
CATALOGUE = read_catalogue(builtin_files())
TODAY = date(2026, 11, 27)
#: A Friday, ten weeks on.
OUT = date(2027, 2, 5)
LONG_AGO = date(2026, 1, 5)


def doubts(
    facts: Facts | None = None,
    *,
    release: date | None = OUT,
    tellings: Sequence[tuple[date, date]] | None = None,
    known_since: date = LONG_AGO,
    moved: PrisonMove | None = None,
    outcomes: Sequence[RecordedOutcome] = (),
    settled: frozenset[tuple[str, str]] = frozenset(),
    today: date = TODAY,
    rules: Rules = RULES,
) -> dict[str, Doubt]:
    """What is in doubt about somebody confirmed to leave on a day, by code."""
    told = [(LONG_AGO, release)] if tellings is None and release else tellings or ()
    record = PersonRecord(
        "A1234BC",
        {**({"confirmed_release_date": release} if release else {}), **(facts or {})},
        known_since,
        tuple(Telling(on, day, confirmed=True, anchors={"release": day}) for on, day in told),
        outcomes=tuple(outcomes),
        moved=moved,
        settled=settled,
    )
    plan = Planner(CATALOGUE, CALENDAR, rules).plan(record, today)
    return {doubt.code: doubt for doubt in plan.doubts}


# --- late moves ---


def _moved(days_before: int) -> PrisonMove:
    return PrisonMove(OUT - timedelta(days=days_before), "LEI", "MDI")


@pytest.mark.parametrize(("days", "alarmed"), [(0, True), (34, True), (35, False), (-1, False)])
def test_a_move_in_the_last_five_weeks_is_an_alarm(days: int, alarmed: bool) -> None:
    assert ("late_move" in doubts(moved=_moved(days))) is alarmed


@pytest.mark.parametrize(
    ("home", "says"),
    [
        (False, "away from the home area: object"),
        (None, "whether that is in the home area is not known"),
        (True, "before release: make the first-day plan again"),
    ],
)
def test_it_says_whether_the_move_was_away_from_home(home: bool | None, says: str) -> None:
    found = doubts({} if home is None else {"in_home_area": home}, moved=_moved(20))
    assert says in found["late_move"].text and found["late_move"].pressing


def test_an_office_may_ask_only_about_moves_away() -> None:
    away = replace(RULES, notice=replace(RULES.notice, late_move="away"))
    asked = [bool(doubts({"in_home_area": home}, moved=_moved(20), rules=away)) for home in (True, False)]
    assert asked == [False, True]


def test_where_somebody_was_received_is_no_move() -> None:
    move = _moved(20)
    for fact in ("reception_date", "return_to_custody_date"):
        assert "late_move" not in doubts({fact: move.on}, moved=move)
        assert "late_move" in doubts({fact: move.on - timedelta(days=1)}, moved=move)


def test_of_whoever_has_left_or_has_no_release_nothing_is_in_doubt() -> None:
    assert doubts({"released_on": OUT}, moved=_moved(20), today=OUT) == {}
    assert doubts(release=None, moved=_moved(20)) == {}


# --- short notice ---

#: The last day on which a release on Friday 5 February is told with ten working days to go.
IN_TIME = date(2027, 1, 22)


@pytest.mark.parametrize(("told", "late"), [(IN_TIME, False), (IN_TIME + timedelta(days=3), True)])
def test_another_day_told_with_fewer_than_ten_working_days_is_an_alarm(told: date, late: bool) -> None:
    found = doubts(tellings=[(LONG_AGO, date(2027, 5, 7)), (told, OUT)], today=told)
    assert ("late_notice" in found) is late
    if late:
        says = "is new since Mon 25 Jan 2027, 9 working days before, fewer than 10"
        assert says in found["late_notice"].text


def test_the_same_day_told_again_is_no_news() -> None:
    again = OUT - timedelta(days=1)
    assert doubts(tellings=[(LONG_AGO, OUT), (again, OUT)], today=again) == {}
    found = doubts(tellings=[(LONG_AGO, date(2027, 5, 7)), (IN_TIME, OUT), (again, OUT)], today=again)
    assert found == {}


def test_the_first_day_told_is_late_only_after_the_first_record() -> None:
    """Somebody recorded a week before they leave says nothing of when the COM heard of it."""
    told = date(2027, 1, 29)
    assert doubts(tellings=[(told, OUT)], known_since=told, today=told) == {}
    assert "late_notice" in doubts(tellings=[(told, OUT)], known_since=told - timedelta(days=1), today=told)


@pytest.mark.parametrize(("sentenced", "late"), [(IN_TIME, False), (date(2027, 1, 25), True)])
def test_a_first_record_is_late_where_nobody_can_have_known(sentenced: date, late: bool) -> None:
    told = date(2027, 1, 29)
    facts: Facts = {"sentence_start_date": sentenced}
    found = doubts(facts, tellings=[(told, OUT)], known_since=told, today=told)
    assert ("late_notice" in found) is late
    if late:
        assert "cannot have been known before Mon 25 Jan 2027" in found["late_notice"].text


@pytest.mark.parametrize(("days", "late"), [("4", True), ("10", False), ("", False)])
def test_the_notice_that_was_written_down_counts(days: str, late: bool) -> None:
    done = RecordedOutcome(
        "release_told", "done", TODAY, evidence={"days_notice": days} if days else {}, for_release=OUT
    )
    assert ("late_notice" in doubts(outcomes=[done])) is late
    other = done._replace(for_release=OUT - timedelta(days=7))
    assert "late_notice" not in doubts(outcomes=[other])


def test_notice_written_down_in_time_answers_a_date_that_was_recorded_late() -> None:
    told = date(2027, 1, 29)
    tellings = [(LONG_AGO, date(2027, 5, 7)), (told, OUT)]
    done = RecordedOutcome("release_told", "done", told, evidence={"days_notice": "12"}, for_release=OUT)
    assert "late_notice" in doubts(tellings=tellings, today=told)
    assert "late_notice" not in doubts(tellings=tellings, outcomes=[done], today=told)


def test_what_is_settled_comes_back_when_it_is_about_something_else() -> None:
    move = _moved(20)
    told = doubts(moved=move)["late_move"]
    settled = frozenset({(told.code, told.about)})
    assert doubts(moved=move, settled=settled) == {}
    assert "late_move" in doubts(moved=move._replace(now="WDI"), settled=settled)
    later = OUT + timedelta(days=7)
    found = doubts(release=later, tellings=[(LONG_AGO, later)], moved=move, settled=settled)
    assert "late_move" in found


# --- the progression model ---


def _crd(day: date, start: date, days: int) -> Facts:
    return {
        "conditional_release_date": day,
        "sentence_start_date": start,
        "sentence_expiry_date": start + timedelta(days=days - 1),
    }


def _tranche(day: date, start: date, days: int, today: date = TODAY, **facts: bool) -> str | None:
    found = doubts({**_crd(day, start, days), **facts}, release=None, today=today)
    return found["tranche"].text if "tranche" in found else None


START = date(2026, 3, 5)


def test_a_date_at_half_after_its_tranche_is_asked_about() -> None:
    assert _tranche(date(2027, 3, 5), START, 731) == (
        "Sentence of 731 days, the tranche of Tue 13 Oct 2026 has passed and the CRD is at half (365 of 731 "
        "days): not recalculated, or excluded? Ask the OMU."
    )


@pytest.mark.parametrize(("served", "asked"), [(400, False), (401, True)])
def test_what_is_served_at_more_than_forty_per_cent_was_not_recalculated(served: int, asked: bool) -> None:
    start = date(2025, 12, 5)
    assert bool(_tranche(start + timedelta(days=served), start, 1000)) is asked


def test_a_tranche_still_to_come_may_move_the_date_and_then_has_passed() -> None:
    start, crd = date(2022, 5, 28), date(2027, 5, 28)
    tranche = date(2027, 4, 13)
    assert _tranche(crd, start, 3653) == (
        "Sentence of 3,653 days, tranche of Tue 13 Apr 2027 (up to 3,654 days): this date may move to as "
        "early as that day, if it is not an excluded or one-half case. Ask the OMU; no due day moves for it."
    )
    assert "has passed" in (_tranche(crd, start, 3653, today=tranche) or "")
    record = PersonRecord("A1234BC", _crd(crd, start, 3653), LONG_AGO)
    rules = Planner(CATALOGUE, CALENDAR, RULES)
    until, since = rules.plan(record, TODAY).valid_until, rules.plan(record, tranche).valid_from
    assert until is not None and until < tranche and since is not None and since >= tranche


def test_a_date_on_its_tranche_or_before_and_another_kind_of_sentence_are_in_no_doubt() -> None:
    assert _tranche(date(2026, 10, 13), date(2025, 10, 13), 731, today=date(2026, 10, 1)) is None
    assert _tranche(date(2027, 3, 5), START, 731, indeterminate=True) is None
    facts = {**_crd(date(2027, 3, 5), START, 731), "actual_parole_date": date(2027, 3, 1)}
    assert "tranche" not in doubts(facts, release=None)


def test_no_tranche_moves_a_day() -> None:
    facts = _crd(date(2027, 3, 5), START, 731)
    record = PersonRecord("A1234BC", facts, LONG_AGO)
    silent = replace(RULES, progression=replace(RULES.progression, tranches=()))
    asked, plain = (Planner(CATALOGUE, CALENDAR, rules).plan(record, TODAY) for rules in (RULES, silent))
    assert asked.doubts and not plain.doubts
    assert asked._replace(doubts=()) == plain._replace(
        valid_from=asked.valid_from, valid_until=asked.valid_until
    )


def test_an_hdc_date_is_asked_about_until_its_day_and_both_plans_say_for_how_long_they_hold() -> None:
    day = date(2026, 12, 28)
    facts: Facts = {"hdc_eligible": True, "electronic_monitoring": True, "hdc_eligibility_date": day}
    record = PersonRecord("A1234BC", facts, LONG_AGO)
    rules, after = Planner(CATALOGUE, CALENDAR, RULES), day + timedelta(days=1)
    before, then = rules.plan(record, day), rules.plan(record, after)
    assert [doubt.code for doubt in before.doubts] == ["hdc_date", "tag"] and then.doubts == ()
    assert before.valid_until == day and then.valid_from == after


# --- a tag, and the rent ---


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, True),
        ({"hdc_eligible": False}, True),
        ({"hdc_eligible": True}, False),
        ({"hdc_eligible": True, "hdc_eligibility_date": date(2026, 12, 28)}, True),
        ({"hdc_actual_date": date(2027, 1, 4)}, False),
        ({"rosh": "high"}, False),
        ({"mappa_category": "2"}, False),
        ({"mappa_category": "none", "rosh": "low"}, True),
    ],
)
def test_a_tag_needs_hdc_or_a_licence_condition(facts: Facts, asked: bool) -> None:
    assert ("tag" in doubts({"electronic_monitoring": True, **facts})) is asked
    assert "tag" not in doubts({**facts, "electronic_monitoring": False})


def test_a_recorded_licence_condition_is_what_a_tag_is_for() -> None:
    done = RecordedOutcome("licence_conditions", "done", TODAY, evidence={"conditions_count": "2"})
    assert "tag" not in doubts({"electronic_monitoring": True}, outcomes=[done])


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        ({"housing_costs": "uc", "reception_date": date(2026, 8, 4)}, "Thu 4 Feb 2027"),
        ({"housing_costs": "uc", "reception_date": date(2026, 8, 5)}, None),
        ({"housing_costs": "hb", "reception_date": date(2026, 11, 5)}, "Thu 4 Feb 2027"),
        ({"housing_costs": "hb", "reception_date": date(2026, 11, 5), "legal_status": "REMAND"}, None),
        ({"housing_costs": "none", "reception_date": date(2026, 8, 4)}, None),
        ({"housing_costs": "uc", "reception_date": date(2026, 8, 4), "tenancy": "none"}, None),
        ({"housing_costs": "uc"}, None),
    ],
)
def test_the_rent_is_asked_about_where_release_comes_after_the_last_payment(
    facts: Facts, until: str | None
) -> None:
    found = doubts(facts)
    assert ("housing_payment" in found) is (until is not None)
    assert until is None or f"until {until}, and release is Fri 5 Feb 2027" in found["housing_payment"].text


def test_a_home_that_was_given_up_is_not_asked_about() -> None:
    ended = RecordedOutcome("housing_status", "tenancy_ended", TODAY)
    facts: Facts = {"housing_costs": "uc", "reception_date": date(2026, 8, 4)}
    assert "housing_payment" in doubts(facts)
    assert "housing_payment" not in doubts(facts, outcomes=[ended])
