"""What a task waits for: other tasks, whose it is, and the outcome from which it is counted."""

from __future__ import annotations

from datetime import date

import pytest

from releasecheck.core.domain import (
    Facts,
    HardNeed,
    RecordedOutcome,
)
from releasecheck.planning.states import state_on
from tests.made_up.catalogues import EIGHT_WEEKS, FIELDS, REFERRAL, RELEASE, day, did, item, planner, tasks

# --- prerequisites ---

NEEDY = item(
    "bed",
    'due = { before = "release", weeks = 8 }\nneeds_hard = [{ item = "refer", within = { weeks = 26 } }]',
)


def test_a_hard_need_blocks_outside_the_days_on_which_it_is_met() -> None:
    task = tasks(
        planner(item("refer", 'outcomes.done = { kind = "done" }'), NEEDY), did("refer", "done", "2026-05-04")
    )["bed"]
    assert task.needs == (HardNeed("refer", day("2026-05-04"), day("2026-11-02")),)
    assert [
        state_on(task, day(text)) for text in ("2026-05-03", "2026-05-04", "2026-11-02", "2026-11-03")
    ] == [*("blocked", "to_do", "to_do", "blocked")]


def test_a_hard_need_that_nothing_meets_blocks_for_good() -> None:
    task = tasks(planner(item("refer", ""), NEEDY))["bed"]
    assert (task.hard, task.ready_from, task.ready_until) == (True, None, None)
    assert state_on(task, day("2030-01-01")) == "blocked"


def test_every_hard_need_must_be_met_at_once() -> None:
    rules = planner(item("a", ""), item("b", ""), item("bed", 'needs_hard = ["a", "b"]'))
    one = did("a", "done", "2026-05-04")
    assert tasks(rules, one)["bed"].ready_from is None
    assert tasks(rules, one, did("b", "done", "2026-06-01"))["bed"].ready_from == day("2026-06-01")


def test_a_prerequisite_that_is_switched_off_is_ignored() -> None:
    rules = planner(item("refer", "off = true"), NEEDY, item("soft", 'needs = ["refer"]'))
    found = tasks(rules, did("refer", "done", "2026-05-04"))
    assert list(found) == ["bed", "soft"]
    assert (found["bed"].hard, found["bed"].needs, found["soft"].warnings) == (False, (), ())


@pytest.mark.parametrize(
    ("facts", "outcomes", "warnings"),
    [
        ({"sex": "F"}, [], ("refer",)),
        ({}, [], ("refer",)),
        ({"sex": "M"}, [], ()),
        ({"sex": "F"}, [did("refer", "done", "2026-05-04")], ()),
        ({"sex": "F"}, [did("refer", "not_needed", "2026-05-04", "no")], ()),
        ({"sex": "F"}, [did("refer", "declined", "2026-05-04")], ("refer",)),
    ],
    ids=["to do", "cannot say", "does not apply", "done", "waived", "declined"],
)
def test_a_soft_need_warns_until_it_is_done_or_need_not_be(
    facts: Facts, outcomes: list[RecordedOutcome], warnings: tuple[str, ...]
) -> None:
    rules = planner(
        item("refer", 'applies = [{ fact = "sex", is = "F" }]'), item("soft", 'needs = ["refer"]')
    )
    task = tasks(rules, *outcomes, facts=facts)["soft"]
    assert (task.warnings, task.hard) == (warnings, False)


# --- owners ---

CHECK = planner(item("check", 'owner = "COM"\nowner_before_handover = "POM"'))
#: Handed over on 22 May 2026: eight months and 14 days before release.
SENTENCED: Facts = {
    "legal_status": "SENTENCED",
    "sentence_start_date": date(2025, 2, 3),
    "conditional_release_date": RELEASE,
    "pom": "Ann Shaw",
    "com": "Bo Reed",
}


def test_an_item_passes_from_pom_to_com_on_the_handover_date() -> None:
    before = tasks(CHECK, facts=SENTENCED, today=day("2026-05-21"))["check"]
    after = tasks(CHECK, facts=SENTENCED, today=day("2026-05-22"))["check"]
    assert (before.owner, before.owner_name) == ("POM", "Ann Shaw")
    assert (after.owner, after.owner_name) == ("COM", "Bo Reed")


def test_somebody_chosen_for_the_person_owns_the_task_whoever_is_responsible() -> None:
    task = tasks(CHECK, facts=SENTENCED, owners={"check": "PRT"}, today=day("2026-05-21"))["check"]
    assert (task.owner, task.owner_name) == ("PRT", None)


# --- anchors ---

ANSWER = planner(item("refer", REFERRAL), item("answer", 'due = { after = "refer.sent", days = 10 }'), FIELDS)


def test_an_item_counted_from_an_outcome_waits_for_it() -> None:
    task = tasks(ANSWER)["answer"]
    assert (task.rest, task.reasons) == ("not_applicable", ("not until refer sent is recorded",))


def test_an_item_is_counted_from_the_last_time_that_outcome_was_recorded() -> None:
    task = tasks(ANSWER, did("refer", "sent", "2026-06-01"), did("refer", "sent", "2026-11-02"))["answer"]
    assert (task.rest, task.due_on) == ("open", day("2026-11-12"))


def test_an_outcome_from_before_it_was_begun_again_is_no_anchor() -> None:
    outcomes = [did("refer", "sent", "2026-06-01"), did("refer", "withdrawn", "2026-07-01")]
    task = tasks(ANSWER, *outcomes, did("refer", "done", "2026-08-03"))["answer"]
    assert task.rest == "not_applicable"


def test_an_item_without_its_anchor_asks_for_the_fact() -> None:
    task = tasks(EIGHT_WEEKS, release=None)["refer"]
    assert (task.rest, task.missing_facts) == ("unknown", ("conditional_release_date",))


def test_the_last_day_on_which_it_can_be_done_is_a_working_day() -> None:
    rules = planner(
        item("account", 'due = { before = "release", weeks = 8 }\ncloses = { before = "release", days = 5 }')
    )
    assert tasks(rules)["account"].closes_on == day("2027-01-29"), "31 January 2027 is a Sunday"
