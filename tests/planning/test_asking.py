"""What is asked for is a fact that a person can tell, and one that would settle it for this sentence."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import DONE_BEFORE, Facts, PersonRecord
from releasecheck.people.facts import FACTS
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files
from tests.made_up.catalogues import CALENDAR, RULES
from tests.made_up.program import MakePerson, Run

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2025, 6, 1), date(2029, 12, 31))
#: Of each fact that a sentence and its dates are known by, perhaps a value.
ANYBODY = st.fixed_dictionaries(
    {},
    optional={
        fact.name: DAYS
        if fact.kind == "date"
        else st.booleans()
        if fact.kind == "yes_no"
        else st.sampled_from(sorted(fact.values))
        for fact in FACTS.values()
        if fact.group in ("dates", "sentence") and fact.kind in ("date", "yes_no", "choice")
    },
)


@cache
def shipped() -> Planner:
    return Planner(read_catalogue(builtin_files()), CALENDAR, RULES)


def asked(facts: Facts, today: date = TODAY) -> dict[str, tuple[str, ...]]:
    plan = shipped().plan(PersonRecord("A1234BC", facts, date(2024, 1, 1)), today)
    return {task.item: (*task.missing_facts, *task.settling_facts) for task in plan.tasks}


def test_of_somebody_unknown_every_item_asks_only_for_what_can_be_recorded() -> None:
    found = asked({})
    assert set(found) == {item.id for item in shipped().catalogue.installed()}
    assert {item: names for item, names in found.items() if not FACTS.keys() >= set(names)} == {}


@given(facts=ANYBODY, today=DAYS)
def test_of_anybody_every_item_asks_only_for_what_can_be_recorded(facts: Facts, today: date) -> None:
    found = {name for names in asked(facts, today).values() for name in names}
    assert FACTS.keys() >= found - {DONE_BEFORE}


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        ({}, "conditional_release_date"),
        ({"legal_status": "SENTENCED"}, "conditional_release_date"),
        ({"legal_status": "RECALL"}, "post_recall_release_date"),
        ({"legal_status": "CIVIL_PRISONER"}, "confirmed_release_date"),
        ({"indeterminate": True}, "target_hearing_date"),
        ({"parole_eligibility_date": date(2020, 1, 6)}, "target_hearing_date"),
    ],
)
def test_a_release_is_asked_for_by_the_date_of_the_sentence(facts: Facts, fact: str) -> None:
    assert asked(facts)["travel_and_money"] == (fact,)


def test_on_remand_nobody_is_asked_for_a_release_that_a_court_decides() -> None:
    found = asked({"legal_status": "REMAND"})
    assert {"release_date", "confirmed_release_date", "target_hearing_date"}.isdisjoint(
        name for names in found.values() for name in names
    )


def test_the_handover_is_asked_for_by_the_date_it_is_counted_from() -> None:
    confirmed: Facts = {"legal_status": "SENTENCED", "confirmed_release_date": date(2027, 2, 5)}
    assert asked(confirmed)["handover_meeting"] == ("conditional_release_date",)
    assert asked({**confirmed, "indeterminate": True})["handover_meeting"] == ("target_hearing_date",)
    settled = asked({**confirmed, "conditional_release_date": date(2027, 2, 5)})
    assert settled["handover_meeting"] == ("resourcing",)


def test_a_day_of_which_the_type_is_not_known_asks_for_the_type_by_its_date() -> None:
    told: Facts = {"legal_status": "SENTENCED", "untyped_release_date": date(2027, 2, 5)}
    assert asked(told)["licence_approved"] == ("conditional_release_date",)


def test_show_names_facts_that_set_records(run: Run, make_person: MakePerson) -> None:
    make_person("A0001AA", "LANE, Kit", None)
    shown = json.loads(run("show", "A0001AA", "--format", "json").out)
    names = [name for task in shown["tasks"] for name in task["missing_facts"]]
    assert set(names) <= FACTS.keys() and "conditional_release_date" in names
    page = run("show", "A0001AA").out
    assert "release_date" not in page.replace("conditional_release_date", "")
    assert "has_handover" not in page
    why = " ".join(run("why", "A0001AA", "handover_meeting").out.split())
    assert "cannot say: conditional_release_date not known" in why and "ask: release_date" not in why
