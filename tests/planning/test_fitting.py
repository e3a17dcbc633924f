"""What was arranged fits the release counted to exactly when its rule says so, on every two days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue, PersonRecord, Plan, RecordedOutcome, Task, Telling
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import state_on
from releasecheck.policy.catalogue import Catalogue, Item
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.sources import CatalogueFile, builtin_files
from releasecheck.policy.working_days import load_calendar
from tests.made_up.program import AS_OF

TODAY = date.fromisoformat(AS_OF)
CALENDAR = load_calendar()
DAY = timedelta(days=1)
#: Far enough away that nothing recorded has lapsed, near enough that the calendar is known.
DAYS = st.dates(date(2026, 12, 1), date(2027, 4, 30))

ARRANGED = """
[item.bed]
title = "Bed"
pathway = "accommodation"
owner = "COM"
action = "book a bed"
evidence.done = ["bed_from"]
evidence.asked = ["bed_from"]
outcomes.done = { kind = "done" }
outcomes.asked = { kind = "waiting" }
outcomes.cancelled = { kind = "again" }
sources = [{ title = "Made up", confidence = "low", checked = 2026-11-21 }]
"""
#: Each rule, and the first and last day that fit a release.
RULES: dict[str, Callable[[date], tuple[date, date]]] = {
    "{ on_day = true }": lambda day: (day, day),
    "{ not_before = true }": lambda day: (day, date.max),
    "{ past = true }": lambda day: (day + DAY, date.max),
    "{ after = { days = 3 } }": lambda day: (day, day + 3 * DAY),
    "{ after = { weeks = 3 } }": lambda day: (day, day + 21 * DAY),
    "{ before = { days = 2 } }": lambda day: (day - 2 * DAY, day),
    "{ before = { days = 2 }, after = { days = 1 } }": lambda day: (day - 2 * DAY, day + DAY),
    "{ after = { working_days = 1 } }": lambda day: (day, CALENDAR.add_working_days(day, 1)),
    "{ before = { working_days = 1 } }": lambda day: (CALENDAR.add_working_days(day, -1), day),
}


@cache
def planner(rule: str) -> Planner:
    """The shipped catalogue with one more item, whose bed, day done and release day fit by the same rule."""
    text = f"""{ARRANGED}evidence_fits.bed_from = {rule}
{ARRANGED.replace("item.bed", "item.check").replace('["bed_from"]', "[]")}done_fits = {rule}
{ARRANGED.replace("item.bed", "item.told").replace('["bed_from"]', "[]")}release_fits = {rule}
"""
    catalogue = read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", text, True)))
    return Planner(catalogue, CALENDAR, load_rules())


def plan_of(rule: str, release: date, *outcomes: RecordedOutcome) -> Plan:
    """The plan of somebody whose confirmed release is on that day."""
    facts: dict[str, FactValue] = {"confirmed_release_date": release, "legal_status": "SENTENCED"}
    telling = Telling(TODAY, release, confirmed=True)
    record = PersonRecord("A1234BC", facts, TODAY - 300 * DAY, (telling,), outcomes)
    return planner(rule).plan(record, TODAY)


def task_of(plan: Plan, item: str) -> Task:
    """One task of a plan."""
    return next(task for task in plan.tasks if task.item == item)


def bed(day: date, outcome: str = "done") -> RecordedOutcome:
    """A bed from that day, written down today."""
    return RecordedOutcome("bed", outcome, TODAY, evidence={"bed_from": day.isoformat()})


@given(st.sampled_from(sorted(RULES)), DAYS, DAYS, st.sampled_from(("done", "asked")))
def test_a_task_asks_for_action_exactly_when_its_day_lies_outside_the_rule(
    rule: str, release: date, day: date, outcome: str
) -> None:
    first, last = RULES[rule](release)
    task = task_of(plan_of(rule, release, bed(day, outcome)), "bed")
    fits = first <= day <= last
    assert (state_on(task, TODAY) == "action") is not fits
    assert (task.misfit is None) is fits
    if task.misfit:
        assert task.misfit in task.reasons and task.misfit in (task.outcome_next or "")
        assert "; release is now " in task.misfit


@given(st.sampled_from(sorted(RULES)), DAYS, DAYS)
def test_the_day_done_and_the_release_then_are_laid_on_the_same_rule(
    rule: str, release: date, day: date
) -> None:
    first, last = RULES[rule](release)
    outcomes = (
        RecordedOutcome("check", "done", day),
        RecordedOutcome("told", "done", TODAY, for_release=day),
    )
    plan = plan_of(rule, release, *outcomes)
    for item in ("check", "told"):
        assert (state_on(task_of(plan, item), TODAY) == "action") is not (first <= day <= last)


_OURS = ("bed", "told")


@given(st.sampled_from(sorted(RULES)), DAYS, DAYS, DAYS)
def test_moving_the_release_there_and_back_restores_the_task(
    rule: str, release: date, moved: date, day: date
) -> None:
    outcomes = (bed(day), RecordedOutcome("told", "done", TODAY))
    record: PersonRecord | None = None
    states: list[list[tuple[str | None, str]]] = []
    for day_told in (release, moved, release):
        told: dict[str, FactValue] = {"confirmed_release_date": day_told, "legal_status": "SENTENCED"}
        change = PersonChange("A1234BC", facts=told)
        record = decide(record, change, planner(rule), TODAY).record
        if not states:
            record = decide(record, PersonChange("A1234BC", outcomes=outcomes), planner(rule), TODAY).record
        plan = planner(rule).plan(record, TODAY)
        states.append([(task.misfit, state_on(task, TODAY)) for task in map(partial(task_of, plan), _OURS)])
    assert states[0] == states[2]
    first, last = RULES[rule](moved)
    assert [misfit is None for misfit, _ in states[1]] == [first <= one <= last for one in (day, release)]


@given(st.sampled_from(sorted(RULES)), DAYS, DAYS)
def test_booking_again_for_the_right_day_clears_it(rule: str, release: date, day: date) -> None:
    right = RULES[rule](release)[0]
    task = task_of(plan_of(rule, release, bed(day), bed(right)), "bed")
    assert task.misfit is None and state_on(task, TODAY) in ("done", "done_late")


def test_what_was_cancelled_or_is_over_is_not_compared() -> None:
    wrong = bed(date(2026, 12, 30))
    again = RecordedOutcome("bed", "cancelled", TODAY)
    assert task_of(plan_of("{ on_day = true }", date(2026, 12, 16), wrong, again), "bed").misfit is None


def test_nothing_is_compared_without_a_day_or_once_somebody_has_left() -> None:
    on_day = planner("{ on_day = true }")
    outcomes = (bed(date(2026, 12, 30)),)
    day = date(2026, 11, 20)
    told: tuple[dict[str, FactValue], ...] = ({}, {"confirmed_release_date": day, "released_on": day})
    for facts in told:
        record = PersonRecord("A1234BC", facts, TODAY - 300 * DAY, (), outcomes)
        assert task_of(on_day.plan(record, TODAY), "bed").misfit is None


# --- the shipped catalogue ---


@cache
def shipped() -> Catalogue:
    """The catalogue as it ships."""
    return read_catalogue(builtin_files())


#: Dates that are no arrangement for a release: when something was sent, told, or is to be looked at again.
NO_ARRANGEMENT = frozenset(
    "wait_until answer_by first_contact_on review_on next_meeting_on report_sent_on registered_on "
    "submitted_on served_on told_on reply_on original_day new_day recalled_on agreed_on "
    "rotl_from rotl_until hearing_on first_released_on early_removal_on received_on assessment_on "
    "reflected_on household_asked_on order_ends".split()
)
#: Interviews for work are held before release too; work found after it was planned for no day.
NO_RULE = {("work_lined_up", "interview_on"), ("work_outcome", "starts_on")}


@pytest.mark.parametrize("item", shipped().items.values(), ids=lambda item: item.id)
def test_every_arranged_day_has_its_rule(item: Item) -> None:
    asked = {
        need.field
        for spec in item.outcomes.values()
        for need in spec.evidence
        if shipped().fields[need.field].kind == "date"
    }
    without = {(item.id, name) for name in asked - NO_ARRANGEMENT - item.evidence_fits.keys()}
    assert without <= NO_RULE
