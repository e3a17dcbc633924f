"""What other programs rely on: the keys of `show`, `missing` and the export of plans, and their types."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from releasecheck.commands.data.demo_data import demo_people
from releasecheck.core.domain import ROLES
from releasecheck.planning.states import MISSING
from releasecheck.reports.person.countdown import STATE_ORDER
from tests.made_up.answers import EXPORT
from tests.made_up.program import MakePerson, Run

DAY = date(2026, 11, 23)


TASK_KEYS = (
    "item title pathway owner owner_name state position opens_on due_on expires_on chase_on "
    "days compressed outcome outcome_on evidence missing_facts blocked_by reasons next "
    "contested_with contested_name"
).split()
MISSING_KEYS = (
    "prison_number name item title owner state due_on days missing_facts blocked_by earliest_possible "
    "stopped owner_name contested_with contested_name"
).split()
ISO = re.compile(r"\d{4}-\d\d-\d\d")


def is_day(value: object) -> bool:
    return value is None or (isinstance(value, str) and ISO.fullmatch(value) is not None)


def is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def check_countdown(shown: dict) -> None:
    keys = (
        "as_of person release handover licence tasks counts stopped earliest_possible own_questions to_check"
    )
    assert list(shown) == keys.split()
    assert ISO.fullmatch(shown["as_of"])
    assert list(shown["person"]) == ["prison_number", "name", "facts"]
    assert None not in shown["person"]["facts"].values()
    if shown["release"] is not None:
        release = shown["release"]
        assert (
            list(release) == "date type nominal_date confirmed source days working_days may_move_to".split()
        )
        assert is_day(release["date"]) and is_day(release["nominal_date"]) and is_day(release["may_move_to"])
        assert isinstance(release["confirmed"], bool)
        assert isinstance(release["days"], int) and isinstance(release["working_days"], int)
    if shown["handover"] is not None:
        handover = shown["handover"]
        assert list(handover) == "date start reason responsible supporting earliest_release not_known".split()
        assert is_day(handover["date"]) and is_day(handover["start"])
        assert handover["responsible"] in ("POM", "COM")
        assert handover["supporting"] in ("POM", "COM", None)
        assert handover["earliest_release"] is None or list(handover["earliest_release"]) == ["date", "type"]
    if shown["licence"] is not None:
        assert list(shown["licence"]) == ["start", "hard_stop", "hard_stop_warning"]
        assert all(map(is_day, shown["licence"].values()))
    for task in shown["tasks"]:
        check_task(task)
    assert list(shown["counts"]) == list(STATE_ORDER)
    assert sum(shown["counts"].values()) == len(shown["tasks"])


def check_task(task: dict) -> None:
    assert list(task) == TASK_KEYS
    assert all(isinstance(task[key], str) for key in ("item", "title", "pathway", "owner", "state"))
    assert task["owner"] in ROLES
    assert task["state"] in STATE_ORDER
    assert all(map(is_day, (task[k] for k in ("opens_on", "due_on", "expires_on", "chase_on", "outcome_on"))))
    assert isinstance(task["compressed"], bool)
    assert (task["days"] is None) == (task["due_on"] is None)
    assert isinstance(task["evidence"], dict)
    assert all(map(is_texts, (task["missing_facts"], task["blocked_by"], task["reasons"])))
    assert all(task[key] is None or task[key] for key in ("owner_name", "position", "outcome", "next"))
    assert task["position"] is None or task["position"] == task["position"].lower()


def test_every_plan_of_the_demo_keeps_the_contract(run: Run, demo: Path) -> None:
    lines = run(*EXPORT).out.splitlines()
    assert len(lines) == len(demo_people(DAY))
    for line in lines:
        check_countdown(json.loads(line))


def test_show_as_json_is_the_persons_line_of_the_export(run: Run, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "plans.jsonl"
    assert run(*EXPORT, "-o", file).code == 0
    plans = {
        plan["person"]["prison_number"]: plan
        for plan in map(json.loads, file.read_text("utf-8").splitlines())
    }
    for number in ("A1234BC", "A7710FA", "A5561CD"):
        assert json.loads(run("show", number, "--format", "json").out) == plans[number]


def test_missing_as_json_keeps_the_contract(run: Run, demo: Path) -> None:
    shown = json.loads(run("missing", "--within", "14d", "--format", "json").out)
    assert list(shown) == "as_of window_days people items by_owner by_state not_counted".split()
    assert (shown["as_of"], shown["window_days"]) == ("2026-11-23", 14)
    assert shown["people"] == len({row["prison_number"] for row in shown["items"]})
    for row in shown["items"]:
        assert list(row) == MISSING_KEYS
        assert row["owner"] in ROLES and row["state"] in MISSING
        assert is_day(row["due_on"]) and (row["days"] is None) == (row["due_on"] is None)
        assert is_texts(row["missing_facts"]) and is_texts(row["blocked_by"])
    for name, key in (("by_owner", "owner"), ("by_state", "state")):
        assert shown[name] == {word: sum(row[key] == word for row in shown["items"]) for word in shown[name]}
        assert sum(shown[name].values()) == len(shown["items"])


def test_missing_and_show_agree_about_every_person(run: Run, demo: Path) -> None:
    """The one is a query over saved plans, the other is worked out for one person."""
    rows = json.loads(run("missing", "--within", "9999d", "--format", "json").out)["items"]
    by_query = {(row["prison_number"], row["item"], row["state"], row["due_on"]) for row in rows}
    plans = map(json.loads, run(*EXPORT).out.splitlines())
    by_person = {
        (plan["person"]["prison_number"], task["item"], task["state"], task["due_on"])
        for plan in plans
        if "released_on" not in plan["person"]["facts"]
        for task in plan["tasks"]
        if task["state"] in MISSING
    }
    released = {
        plan["person"]["prison_number"]
        for plan in map(json.loads, run(*EXPORT).out.splitlines())
        if "released_on" in plan["person"]["facts"]
    }
    assert {row for row in by_query if row[0] not in released} == by_person


def test_the_example_of_the_contract(run: Run, make_person: MakePerson) -> None:
    """A person released on a Saturday's CRD, looked at on Saturday 21 November 2026."""
    make_person("A1234BC", "SMITH, John", "2027-02-06", "CRD", tier="B2", sex="M")
    shown = json.loads(run("show", "A1234BC", "--format", "json", as_of="2026-11-21").out)
    assert shown["person"] == {
        "prison_number": "A1234BC",
        "name": "SMITH, John",
        "facts": {"sex": "M", "conditional_release_date": "2027-02-06", "tier": "B2"},
    }
    assert shown["release"] == {
        "date": "2027-02-05",
        "type": "CRD",
        "nominal_date": "2027-02-06",
        "confirmed": False,
        "source": None,
        "days": 76,
        # Mon 23 Nov to Thu 4 Feb is 54 weekdays; without 25 and 28 December and 1 January, 51.
        "working_days": 51,
        "may_move_to": "2027-02-04",
    }
    assert shown["handover"] == {
        "date": "2026-05-23",
        "start": "2026-05-23",
        "reason": "determinate",
        "responsible": "COM",
        "supporting": "POM",
        "earliest_release": {"date": "2027-02-06", "type": "CRD"},
        "not_known": None,
    }
    assert shown["licence"] == {
        "start": "2027-02-05",
        "hard_stop": "2027-02-03",
        "hard_stop_warning": "2027-02-01",
    }
    dtr = next(task for task in shown["tasks"] if task["item"] == "dtr")
    assert dtr["reasons"][0] == "no next accommodation recorded"
    assert dtr["next"].startswith("make the referral from 11 December 2026")
    assert {key: dtr[key] for key in TASK_KEYS if key not in ("title", "reasons", "next")} == {
        "item": "dtr",
        "pathway": "accommodation",
        "owner": "COM",
        "owner_name": None,
        "state": "upcoming",
        "position": "upcoming",
        "opens_on": "2026-12-11",
        "due_on": "2027-01-08",
        "expires_on": None,
        "chase_on": None,
        "days": 48,
        "compressed": False,
        "outcome": None,
        "outcome_on": None,
        "evidence": {},
        "missing_facts": [],
        "blocked_by": [],
        "contested_with": None,
        "contested_name": None,
    }


@pytest.mark.parametrize(
    ("as_of", "days", "working_days"),
    [("2026-11-23", 74, 51), ("2027-02-03", 2, 2), ("2027-02-04", 1, 1), ("2027-02-05", 0, 0)],
)
def test_working_days_left_count_today_and_not_the_day_of_release(
    run: Run, make_person: MakePerson, as_of: str, days: int, working_days: int
) -> None:
    make_person()
    release = json.loads(run("show", "smith", "--format", "json", as_of=as_of).out)["release"]
    assert (release["days"], release["working_days"]) == (days, working_days)


def test_somebody_without_a_release_date_has_null_and_still_a_list(run: Run, make_person: MakePerson) -> None:
    make_person(release=None)
    shown = json.loads(run("show", "smith", "--format", "json").out)
    assert (shown["release"], shown["licence"]) == (None, None)
    check_countdown(shown)
