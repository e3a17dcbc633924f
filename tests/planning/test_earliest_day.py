"""Long-lead work counts from the earliest possible day, day-of-release work from the release."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasecheck.commands.data.demo_data import BASE_DAY, demo_people
from releasecheck.core.domain import Facts, FactValue, PersonRecord, Task, Telling
from releasecheck.people.facts import parse_assignments
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import state_on
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.earliest_day import READS
from releasecheck.policy.sources import CatalogueFile, builtin_files
from releasecheck.reports.person.positions import position_on
from releasecheck.store.sqlite.store import open_record
from tests.made_up.catalogues import CALENDAR, RULES
from tests.places import DATA

TODAY = date(2026, 11, 27)
LIFER = """
legal_status=INDETERMINATE_SENTENCE indeterminate=yes open_conditions=yes open_since=2026-03-02 sex=M tier=B
date_of_birth=1975-04-03 sentence_start_date=2009-10-01 reception_date=2009-10-01 tariff_date=2027-09-30
target_hearing_date=2027-08-16 mappa_category=2 rosh=high next_accommodation=no rotl_eligible=yes
"""
EXTENDED = """
legal_status=SENTENCED sex=M tier=B rosh=high sentence_start_date=2022-05-01 reception_date=2022-05-01
mappa_category=2 parole_eligibility_date=2027-05-01 target_hearing_date=2027-08-16
conditional_release_date=2029-05-01 next_accommodation=no
"""


@cache
def shipped() -> Planner:
    return Planner(read_catalogue(builtin_files()), CALENDAR, RULES)


@cache
def all_from_release() -> Planner:
    """The same catalogue, with everything counted from the release."""
    files = [
        CatalogueFile(file.name, file.text.replace('"earliest_possible"', '"release"'))
        for file in builtin_files()
    ]
    return Planner(read_catalogue(files), CALENDAR, RULES)


def told(words: str) -> dict[str, FactValue]:
    """Facts as somebody types them."""
    return {name: value for name, value in parse_assignments(words.split()).items() if value is not None}


def tasks_of(facts: Facts, today: date = TODAY, *tellings: Telling) -> dict[str, Task]:
    """What the shipped catalogue makes of these facts."""
    record = PersonRecord("A1234BC", facts, date(2024, 1, 1), tellings)
    return {task.item: task for task in shipped().plan(record, today).tasks}


# --- for whoever has no other day, nothing changes ---


def made_up(folder: Path) -> Iterator[PersonRecord]:
    """Everybody of the demonstration, and of the record kept since 0.1.0."""
    for person in demo_people(BASE_DAY):
        yield PersonRecord(person.prison_number, person.facts, person.known_since, outcomes=person.outcomes)
    shutil.copyfile(DATA / "records" / "0.1.0" / "record.db", folder / "record.db")
    with open_record(folder / "record.db") as store:
        yield from store.records()


def has_another_day(facts: Facts) -> bool:
    """Whether somebody could be out on another day than the release."""
    indeterminate = (
        facts.get("indeterminate") is True or facts.get("legal_status") == "INDETERMINATE_SENTENCE"
    )
    parole = ("parole_eligibility_date", "tariff_date", "target_hearing_date")
    return indeterminate or facts.get("hdc_eligible") is True or any(name in facts for name in parole)


def test_the_plan_of_an_ordinary_person_is_what_it_was(tmp_path: Path) -> None:
    ordinary = [record for record in made_up(tmp_path) if not has_another_day(record.facts)]
    assert len(ordinary) > 40
    for record in ordinary:
        for days in range(-400, 401, 100):
            today = BASE_DAY + timedelta(days=days)
            now, was = shipped().plan(record, today), all_from_release().plan(record, today)
            assert now == was
            assert now.anchors.get("earliest_possible") == now.anchors.get("release")


# --- the national service's own answer ---

DAYS = st.dates(date(2025, 6, 1), date(2029, 12, 31))
FACTS = st.fixed_dictionaries(
    {"sex": st.sampled_from(["M", "F"]), "tier": st.sampled_from(["A", "B2", "C3", "F"])},
    optional={
        **dict.fromkeys(
            "conditional_release_date parole_eligibility_date tariff_date target_hearing_date "
            "hdc_eligibility_date released_on".split(),
            DAYS,
        ),
        **dict.fromkeys(("hdc_eligible", "indeterminate", "next_accommodation", "recall"), st.booleans()),
        "current_accommodation": st.sampled_from(["HMP", "A02", "A04"]),
        "housing": st.sampled_from(["settled", "homeless"]),
    },
)


@given(facts=FACTS, today=DAYS)
@settings(deadline=None)
def test_a_position_never_follows_the_earliest_possible_day(facts: Facts, today: date) -> None:
    record = PersonRecord("A1234BC", facts, date(2024, 1, 1))
    plans = shipped().plan(record, today), all_from_release().plan(record, today)
    now, was = ([(task.item, position_on(task, today)) for task in plan.tasks] for plan in plans)
    assert now == was


# --- a plan for whoever is released by the Board ---


def test_a_lifer_with_a_hearing_has_a_plan() -> None:
    tasks = tasks_of(told(LIFER))
    assert (tasks["cas1"].opens_on, tasks["cas1"].due_on) == (date(2026, 9, 30), date(2027, 3, 30))
    assert tasks["dtr"].opens_on == date(2027, 8, 5)
    # In open conditions it counts from the day he came there: 2 June, before that was asked of anybody.
    assert tasks["rotl"].due_on == date(2026, 12, 11)
    assert tasks["id_document"].due_on == date(2027, 7, 8)
    cannot_say = [task for task in tasks.values() if state_on(task, TODAY) == "unknown"]
    assert not any("release_date" in task.missing_facts for task in cannot_say)


@pytest.mark.parametrize(
    "item", "licence_ppcs first_appointment travel_and_money governor_check release_told".split()
)
def test_day_of_release_work_waits_for_a_release_day_and_asks_nothing(item: str) -> None:
    task = tasks_of(told(LIFER))[item]
    assert (state_on(task, TODAY), task.missing_facts, task.opens_on) == ("upcoming", (), None)
    assert task.reasons[-1] == "no release day yet"


def test_day_of_release_work_counts_from_the_release_where_both_days_are_known() -> None:
    tasks = tasks_of(told(EXTENDED))
    assert tasks["cas1"].due_on == date(2027, 3, 19), "6 months before Mon 20 Sep 2027 is a Saturday"
    assert tasks["travel_and_money"].due_on == date(2029, 4, 30)


def test_with_no_day_left_the_hearing_is_asked_for() -> None:
    facts = told(LIFER) | {"tariff_date": date(2020, 1, 6), "target_hearing_date": date(2026, 9, 1)}
    tasks = tasks_of(facts)
    for item in ("cas1", "dtr", "travel_and_money", "governor_check"):
        assert tasks[item].missing_facts == ("target_hearing_date",), item
    assert not any("release_date" in task.missing_facts for task in tasks.values())
    assert position_on(tasks["dtr"], TODAY) == "not_started", "the service starts where it holds no date"
    assert tasks_of({"sex": "M"})["dtr"].missing_facts == ("conditional_release_date",)


def test_when_the_day_goes_by_the_plan_no_longer_holds() -> None:
    record = PersonRecord("A1234BC", told(EXTENDED), date(2024, 1, 1))
    plan = shipped().plan(record, TODAY)
    assert plan.valid_until is not None and plan.valid_until <= date(2027, 9, 20)
    eve = shipped().plan(record, date(2027, 9, 20))
    assert eve.valid_until == date(2027, 9, 20)
    after = shipped().plan(record, date(2027, 9, 21))
    assert after.anchors["earliest_possible"] == after.anchors["release"] == date(2029, 5, 1)


# --- told late ---


def changed(record: PersonRecord, on: str, **facts: str) -> PersonRecord:
    values = parse_assignments(f"{name}={value}" for name, value in facts.items())
    change = PersonChange(record.prison_number, values, told_on=date.fromisoformat(on))
    return decide(record, change, shipped(), date.fromisoformat(on)).record


def test_a_hearing_told_late_compresses_and_is_nobodys_lateness() -> None:
    facts = {name: value for name, value in told(LIFER).items() if name != "target_hearing_date"}
    facts["tariff_date"] = date(2020, 1, 6)
    before = PersonRecord("A1234BC", facts, date(2019, 1, 7))
    record = changed(before, "2026-11-27", target_hearing_date="2027-02-01")
    assert [telling.of_release for telling in record.tellings] == [False]
    tasks = {task.item: task for task in shipped().plan(record, TODAY).tasks}
    assert tasks["cas1"].days_lost == (TODAY - date(2026, 9, 8)).days
    assert state_on(tasks["cas1"], TODAY) == "to_do"
    assert state_on(tasks["dtr"], TODAY) == "upcoming"


def test_an_earlier_day_told_beside_a_release_compresses_too() -> None:
    facts = told(EXTENDED) | {"target_hearing_date": date(2028, 8, 14)}
    first = decide(None, PersonChange("A1234BC", facts), shipped(), date(2022, 5, 2)).record
    record = changed(first, "2026-11-27", target_hearing_date="2027-02-01")
    task = {task.item: task for task in shipped().plan(record, TODAY).tasks}["cas1"]
    assert (task.due_on, task.days_lost) == (date(2026, 12, 4), (TODAY - date(2026, 10, 30)).days)


def test_a_day_that_goes_by_is_told_by_nobody() -> None:
    first = decide(None, PersonChange("A1234BC", told(EXTENDED)), shipped(), TODAY).record
    gone_by = date(2027, 10, 1)
    later = decide(first, PersonChange("A1234BC", {"tier": "C"}), shipped(), gone_by)
    assert later.telling is None and len(later.record.tellings) == 1
    asked = {"target_hearing_date": date(2028, 2, 1)}
    assert decide(first, PersonChange("A1234BC", asked), shipped(), gone_by).telling is not None
    assert "tier" not in READS


def test_an_older_telling_that_says_nothing_of_it_is_not_told_again() -> None:
    """What an older version kept stands: another fact tells no date."""
    first = decide(None, PersonChange("A1234BC", told(EXTENDED)), shipped(), TODAY).record
    (telling,) = first.tellings
    others = {name: day for name, day in telling.anchors.items() if name != "earliest_possible"}
    record = first._replace(tellings=(telling._replace(anchors=others),))
    assert decide(record, PersonChange("A1234BC", {"tier": "C"}), shipped(), TODAY).telling is None
    ordinary: Facts = {"conditional_release_date": date(2027, 2, 5), "legal_status": "SENTENCED"}
    decided = decide(None, PersonChange("A1234BC", ordinary), shipped(), TODAY)
    assert decided.telling is not None and "earliest_possible" not in decided.telling.anchors
