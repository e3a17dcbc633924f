"""What was told to be done without its day: done, never late, and next counted from the day it was told."""

from __future__ import annotations

from datetime import timedelta

from releasecheck.core.domain import DAY_NOT_KNOWN, RecordedOutcome
from tests.made_up.catalogues import day, did, item, planner, tasks

TOLD_ON = day("2026-11-20")
OF_THE_SENTENCE = {"sentence_start_date": day("2026-01-05")}
PLAN = planner(item("plan", 'due = { after = "sentence", weeks = 10 }'))
SEEN = planner(
    item("see", 'opens = { on = "sentence" }\ndue = { after = "sentence", days = 28 }\nevery = { days = 28 }')
)
TWICE = planner(
    item(
        "check",
        'checkpoints = [{ due = { after = "sentence", weeks = 4 } }, '
        '{ opens = { before = "release", weeks = 12 }, due = { before = "release", weeks = 8 } }]',
    )
)
EVENING = planner(
    item("check", 'due = { before = "release", days = 1 }\ndone_fits = { before = { working_days = 1 } }')
)


def told(name: str) -> RecordedOutcome:
    return RecordedOutcome(name, "done", TOLD_ON, evidence=DAY_NOT_KNOWN)


def test_it_is_done_and_not_late_however_long_ago_it_was_due() -> None:
    assert tasks(PLAN, told("plan"), facts=OF_THE_SENTENCE)["plan"].stage == "done"
    dated = did("plan", "done", TOLD_ON.isoformat())
    assert tasks(PLAN, dated, facts=OF_THE_SENTENCE)["plan"].stage == "done_late"


def test_what_is_done_again_and_again_counts_the_next_from_the_day_it_was_told() -> None:
    assert tasks(SEEN, told("see"), facts=OF_THE_SENTENCE)["see"].due_on == TOLD_ON + timedelta(days=28)


def test_its_day_told_later_takes_the_place_of_the_day_it_was_told_on() -> None:
    """Told while the second check was open, it stands for that; done years ago, it does not."""
    open_on = day("2026-11-20")
    assert tasks(TWICE, told("check"), facts=OF_THE_SENTENCE)["check"].counts_until is None
    dated = tasks(TWICE, told("check"), did("check", "done", "2026-02-02"), facts=OF_THE_SENTENCE)["check"]
    assert dated.counts_until is not None and dated.counts_until < open_on
    assert dated.due_on == day("2026-12-11")


def test_a_later_day_than_that_is_another_time() -> None:
    again = tasks(SEEN, told("see"), did("see", "done", "2026-11-23"), facts=OF_THE_SENTENCE)["see"]
    assert again.due_on == day("2026-12-21")
    assert again.stage == "done"


def test_a_day_that_nobody_knows_is_none_that_does_not_fit() -> None:
    assert tasks(EVENING, told("check"))["check"].misfit is None
    assert tasks(EVENING, did("check", "done", TOLD_ON.isoformat()))["check"].misfit
