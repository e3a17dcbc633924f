"""A release date that moves, a transfer, a release and a return: what each opens, closes and keeps."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue, RecordedOutcome
from releasecheck.planning.changes import Decided, PersonChange, decide
from releasecheck.planning.custody import coming_back, holders, leaving, ordinal, prison_tasks, used_up
from releasecheck.planning.moves import (
    Move,
    compare,
    date_fact,
    facts_told,
    standing_instead,
    telling_items,
    who_to_tell,
)
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import state_on
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.sources import builtin_files
from releasecheck.policy.working_days import load_calendar
from tests.made_up.moves import SAM

TODAY = date(2026, 11, 23)
CRD = date(2027, 2, 5)


@cache
def planner() -> Planner:
    return Planner(read_catalogue(builtin_files()), load_calendar({}, None), load_rules())


def sam(*outcomes: RecordedOutcome, **facts: FactValue) -> Decided:
    """A made-up person, as first told of on 12 January 2026."""
    known: dict[str, FactValue | None] = {
        "legal_status": "SENTENCED",
        "sentence_start_date": date(2025, 2, 6),
        "conditional_release_date": CRD,
        "com": "J. Okafor",
        "pom": "P. Marsh",
        "victim_contact": True,
        "bank_account": False,
        "housing": "homeless",
        **facts,
    }
    told = date(2026, 1, 12)
    return decide(None, PersonChange(SAM, known, outcomes, told_on=told), planner(), told)


def move(decided: Decided, today: date = TODAY, told: date | None = None, **facts: FactValue | None) -> Move:
    """What other facts, told on a day, do to somebody."""
    after = decide(decided.record, PersonChange(SAM, facts, told_on=told or today), planner(), today)
    before = planner().plan(decided.record, today)
    telling = telling_items(planner().catalogue)
    return compare(before, after.plan, after.record, telling, today, planner().calendar)


# --- what a new date does ---


def test_a_date_brought_forward_compresses_what_the_rule_had_already_made_due() -> None:
    found = move(sam(), conditional_release_date=date(2026, 12, 18))
    assert found.days == -49
    assert "dtr" in found.due_now and "dtr" not in found.overdue
    assert [window.item for window in found.closed] == ["bank_account"]
    assert found.pressing


def test_a_date_told_days_ago_makes_what_it_compressed_overdue_today() -> None:
    found = move(sam(), told=date(2026, 11, 20), conditional_release_date=date(2026, 12, 18))
    assert "dtr" in found.overdue and "dtr" not in found.due_now


def test_a_date_put_back_opens_a_window_again_and_says_its_new_last_day() -> None:
    found = move(sam(conditional_release_date=date(2026, 12, 18)), conditional_release_date=date(2027, 3, 5))
    assert [(window.item, window.last_day) for window in found.reopened] == [
        ("bank_account", date(2027, 1, 22))
    ]
    assert not found.closed


@given(days=st.integers(-60, 400))
@settings(max_examples=40, deadline=None)
def test_a_move_and_its_way_back_mirror_each_other(days: int) -> None:
    """Windows that one shuts the other opens, and the days are the same with the sign turned."""
    day = planner().calendar.last_working_day(CRD + timedelta(days=days))
    there = move(sam(), conditional_release_date=day)
    back = move(sam(conditional_release_date=day), conditional_release_date=CRD)
    assert there.days == -back.days == (day - CRD).days
    assert there.moves == (day != CRD)
    assert {window.item for window in there.closed} == {window.item for window in back.reopened}


@given(days=st.integers(0, 300), told=st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_a_later_date_never_makes_anything_due_or_shuts_a_window(days: int, told: int) -> None:
    found = move(
        sam(), told=TODAY - timedelta(days=told), conditional_release_date=CRD + timedelta(days=days)
    )
    assert not found.due_now and not found.closed
    assert not found.overdue and not found.pressing


def test_the_same_date_moves_nothing() -> None:
    found = move(sam(), confirmed_release_date=CRD)
    assert not found.moves and not found.pressing
    assert move(sam(), tier="B2").moved == 0


# --- which fact a date told belongs in ---


@pytest.mark.parametrize("kind", ["CRD", "ARD", "PRRD"])
def test_a_date_goes_where_it_is_read_from_its_override_if_there_is_one(kind: str) -> None:
    plain = date_fact({}, kind)
    override = plain.replace("_date", "_override_date")
    assert date_fact({override: CRD}, kind) == override


def test_confirming_the_day_a_crd_falls_on_leaves_the_crd_as_it_is() -> None:
    """The CRD is Saturday 6 February, so they leave on Friday 5."""
    facts = {"conditional_release_date": date(2027, 2, 6)}
    told = facts_told(facts, CRD, "CRD", True, planner().calendar, planner().rules)
    assert told == {"confirmed_release_date": CRD}


def test_confirming_another_day_as_the_crd_moves_the_crd_too() -> None:
    facts, day = {"conditional_release_date": CRD}, date(2026, 12, 18)
    told = facts_told(facts, day, "CRD", True, planner().calendar, planner().rules)
    assert told == {"confirmed_release_date": day, "conditional_release_date": day}


def test_a_date_that_comes_later_in_the_order_stands_aside() -> None:
    found = sam(hdc_actual_date=date(2026, 12, 1))
    assert (
        standing_instead(found.record.facts, found.plan.release, "CRD", planner().rules) == "hdc_actual_date"
    )
    assert standing_instead(found.record.facts, found.plan.release, "HDCAD", planner().rules) is None
    assert standing_instead(found.record.facts, found.plan.release, "PRRD", planner().rules) == "recall"


# --- who must be told ---


def test_everybody_who_plans_with_the_date_is_told_by_name() -> None:
    sent = (
        RecordedOutcome("dtr", "submitted", date(2026, 11, 2), evidence={"authority": "Leeds"}),
        RecordedOutcome("crs", "submitted", date(2026, 11, 2), evidence={"provider": "Ingeus"}),
        RecordedOutcome("crs", "accepted", date(2026, 11, 9)),
    )
    found = sam(*sent, medication=True)
    assert who_to_tell(found.record, planner().plan(found.record, TODAY), TODAY) == (
        "COM J. Okafor",
        "victim liaison",
        "housing authority Leeds",
        "CRS provider Ingeus",
        "healthcare",
        "POM P. Marsh",
        "the person",
    )


def test_a_referral_that_has_lapsed_or_was_withdrawn_has_nobody_to_tell() -> None:
    sent = RecordedOutcome("dtr", "submitted", date(2026, 2, 2), evidence={"authority": "Leeds"})
    gone = RecordedOutcome("crs", "withdrawn", date(2026, 11, 9))
    found = sam(sent, gone)
    told = who_to_tell(found.record, planner().plan(found.record, TODAY), TODAY)
    assert not [who for who in told if "Leeds" in who or "CRS" in who]


def test_whether_a_victim_is_in_the_scheme_not_known_is_said() -> None:
    unknown = decide(sam().record, PersonChange(SAM, {"victim_contact": None}), planner(), TODAY)
    told = who_to_tell(unknown.record, unknown.plan, TODAY)
    assert "victim liaison, if a victim is in the scheme (not known)" in told
    ruled_out = sam(victim_contact=False)
    assert not [who for who in who_to_tell(ruled_out.record, ruled_out.plan, TODAY) if "victim" in who]


@pytest.mark.parametrize("item", ["release_told", "victim_contact"])
def test_what_was_told_of_the_old_date_is_asked_for_again(item: str) -> None:
    told = RecordedOutcome(item, "done", date(2026, 11, 10))
    before = sam(told)
    assert state_on(next(t for t in before.plan.tasks if t.item == item), TODAY) == "done"
    found = move(before, conditional_release_date=date(2027, 1, 29))
    assert item in found.telling


def test_a_victim_liaison_who_has_not_answered_must_be_told_the_new_date() -> None:
    told = RecordedOutcome("victim_contact", "vlo_told", date(2026, 11, 10))
    assert "victim_contact" in move(sam(told), conditional_release_date=date(2027, 1, 29)).telling
    assert "victim_contact" not in move(sam(told), tier="B2").telling


def test_prison_tasks_are_those_of_the_prisons_roles_that_are_not_settled() -> None:
    owned = prison_tasks(sam().plan, TODAY)
    assert "release_told" in owned["OMU"]
    assert "COM" not in owned


def test_holders_count_changes_and_not_repeats() -> None:
    days = [date(2026, 1, day) for day in (1, 2, 3, 4, 5)]
    told: list[FactValue | None] = ["A", "A", None, "B", "A"]
    assert [one.name for one in holders(zip(told, days, strict=True))] == ["A", "B", "A"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (3, "third"), (11, "11th"), (12, "12th"), (21, "21st"), (112, "112th")],
)
def test_ordinals_read_as_they_are_said(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_leaving_counts_nothing_twice() -> None:
    found = sam()
    out = decide(found.record, PersonChange(SAM, {"released_on": CRD}), planner(), CRD)
    gone = leaving(planner().plan(found.record, CRD), out.plan, CRD)
    assert gone.ended and gone.opened
    assert not set(gone.ended) & set(gone.opened) and not set(gone.ended) & set(gone.waiting)


@given(days=st.integers(-400, 400), confirmed=st.booleans())
def test_dates_used_up_by_a_return_are_approved_ones_gone_by_and_any_confirmed_one(
    days: int, confirmed: bool
) -> None:
    """The conditional release date stays recorded: it is part of the sentence, and is not counted to."""
    day = TODAY + timedelta(days=days)
    facts: dict[str, FactValue] = {"conditional_release_date": day, "hdc_actual_date": day}
    if confirmed:
        facts["confirmed_release_date"] = day
    gone = {"hdc_actual_date"} if day <= TODAY else set()
    assert set(used_up(facts, TODAY)) == gone | ({"confirmed_release_date"} if confirmed else set())


def test_what_was_sent_before_still_counts_until_it_lapses() -> None:
    sent = RecordedOutcome("dtr", "submitted", date(2026, 11, 2), evidence={"authority": "Leeds"})
    plan = sam(sent).plan
    assert coming_back(plan, date(2027, 5, 3)).still_counting == ("dtr",)
    assert coming_back(plan, date(2027, 5, 4)).lapsed == ("dtr",)
