"""For which days a plan holds, and that what a planner remembers changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from releasecheck.commands.data.demo_data import BASE_DAY, demo_people
from releasecheck.core.domain import (
    Facts,
    PersonRecord,
    Plan,
)
from releasecheck.planning.planner import Planner
from releasecheck.planning.schedule import OffsetDays, Schedule
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.offsets import Offset
from releasecheck.policy.sources import builtin_files
from tests.made_up.catalogues import CALENDAR, ONE_DAY, RULES, TODAY

SHIPPED = Planner(read_catalogue(builtin_files()), CALENDAR, RULES)


# --- the days on which a plan holds ---

FACT_DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
SENTENCE_DATES = """
sentence_start_date conditional_release_date automatic_release_date parole_eligibility_date tariff_date
target_hearing_date hdc_actual_date confirmed_release_date post_recall_release_date open_since released_on
""".split()
FLAGS = ("indeterminate", "recall", "open_conditions", "early_allocation")
SENTENCES = st.fixed_dictionaries(
    {"legal_status": st.sampled_from(["SENTENCED", "INDETERMINATE_SENTENCE", "RECALL", "REMAND"])},
    optional={
        **dict.fromkeys(SENTENCE_DATES, FACT_DAYS),
        **dict.fromkeys(FLAGS, st.booleans()),
        "date_of_birth": st.dates(date(2005, 1, 1), date(2012, 12, 31)),
        "mappa_level": st.integers(1, 3),
        "last_parole_outcome": st.sampled_from(["release", "not_release"]),
    },
)
PLAN_DAYS = st.dates(date(2023, 6, 1), date(2031, 6, 30))


def plan_on(facts: Facts, today: date) -> Plan:
    """What the shipped catalogue makes of these facts on a day."""
    return SHIPPED.plan(PersonRecord("A1234BC", facts, date(2024, 1, 1)), today)


@given(facts=SENTENCES, today=PLAN_DAYS, other=PLAN_DAYS)
def test_a_plan_is_the_same_on_every_day_for_which_it_is_valid(
    facts: Facts, today: date, other: date
) -> None:
    plan = plan_on(facts, today)
    assert (plan.valid_from or today) <= today <= (plan.valid_until or today)
    inside = max(other, plan.valid_from or other)
    inside = min(inside, plan.valid_until or inside)
    assert plan_on(facts, inside) == plan


@given(facts=SENTENCES, today=PLAN_DAYS)
def test_a_plan_is_another_on_the_days_just_outside(facts: Facts, today: date) -> None:
    plan = plan_on(facts, today)
    assume(plan.valid_from or plan.valid_until)
    if plan.valid_until:
        assert plan_on(facts, plan.valid_until + ONE_DAY) != plan
    if plan.valid_from:
        assert plan_on(facts, plan.valid_from - ONE_DAY) != plan


# --- what is remembered changes nothing ---


def test_a_planner_that_has_planned_others_plans_as_a_new_one_does() -> None:
    new = Planner(SHIPPED.catalogue, CALENDAR, RULES)
    people = demo_people(BASE_DAY)
    records = [
        PersonRecord(person.prison_number, person.facts, person.known_since, outcomes=person.outcomes)
        for person in people
    ]
    forwards = [SHIPPED.plan(record, BASE_DAY) for record in records]
    backwards = [new.plan(record, BASE_DAY) for record in reversed(records)]
    assert forwards == backwards[::-1]


def test_days_are_worked_out_once_and_what_is_remembered_is_bounded() -> None:
    asked: list[date] = []

    def next_day(anchor: date) -> date:
        asked.append(anchor)
        return anchor + ONE_DAY

    days = OffsetDays("release", next_day)
    anchors = [TODAY + timedelta(days=n) for n in range(20_000)]
    assert [days[anchor] for anchor in anchors] == [anchor + ONE_DAY for anchor in anchors]
    assert days[anchors[-1]] == anchors[-1] + ONE_DAY
    assert asked == anchors
    assert len(days) < 5_000


def test_equal_offsets_share_what_has_been_worked_out() -> None:
    schedule = Schedule(CALENDAR, RULES.timetable)
    weeks = schedule.deadlines(Offset("release", -1, weeks=8))
    assert schedule.deadlines(Offset("release", -1, weeks=8)) is weeks
    assert schedule.exact(Offset("release", -1, weeks=8)) is not weeks
