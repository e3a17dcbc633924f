"""The engine's own rules, on catalogues of one or two items: what counts, until when, and what follows.

What policy says of each shipped item is in `test_item_table.py`.
"""

from __future__ import annotations

from releasecheck.core.domain import PersonRecord
from releasecheck.planning.states import state_on
from tests.made_up.catalogues import REFER, RELEASE, TODAY, TOLD, day, did, item, planner, tasks

# --- checkpoints ---

TWICE = planner(
    item(
        "check",
        """checkpoints = [
            { due = { before = "release", weeks = 8 }, opens = { before = "release", weeks = 12 } },
            { due = { before = "release", weeks = 2 }, opens = { before = "release", weeks = 4 } },
        ]""",
    )
)


def test_nothing_done_leaves_the_first_checkpoint_to_do() -> None:
    task = tasks(TWICE)["check"]
    assert (task.stage, task.rest) == (None, "open")
    assert (task.opens_on, task.due_on) == (day("2026-11-13"), day("2026-12-11"))


def test_something_done_however_early_answers_the_first_checkpoint_and_no_later_one() -> None:
    task = tasks(TWICE, did("check", "done", "2026-03-02"))["check"]
    assert task.stage == "done"
    assert task.counts_until == day("2027-01-07"), "the day before the second window opens"
    assert (task.opens_on, task.due_on) == (day("2027-01-08"), day("2027-01-22"))
    assert state_on(task, day("2027-01-07")) == "done"
    assert state_on(task, day("2027-01-08")) == "to_do"


def test_something_done_in_the_last_window_answers_every_checkpoint() -> None:
    task = tasks(TWICE, did("check", "done", "2027-01-08"))["check"]
    assert task.counts_until is None
    assert state_on(task, RELEASE) == "done_late", "the first was due on 11 December"


def test_each_checkpoint_done_in_its_window_is_in_time() -> None:
    task = tasks(TWICE, did("check", "done", "2026-12-11"), did("check", "done", "2027-01-22"))["check"]
    assert (task.stage, task.counts_until) == ("done", None)


def test_checkpoints_stand_in_the_order_they_fall_due() -> None:
    """The first written hangs on the sentence, which for this person is the later of the two."""
    rules = planner(
        item(
            "check",
            """checkpoints = [
                { due = { after = "sentence", days = 7 } },
                { due = { before = "release", weeks = 8 } },
            ]""",
        )
    )
    task = tasks(rules, facts={"sentence_start_date": day("2027-01-18")})["check"]
    assert task.due_on == day("2026-12-11")


# --- rolling ---

MONTHLY = planner(
    item("contact", 'due = { before = "release", weeks = 8 }\nevery = { days = 28, opens_days_before = 7 }')
)


def test_a_rolling_item_falls_due_again_so_many_days_after_it_was_done() -> None:
    task = tasks(MONTHLY, did("contact", "done", "2026-11-02"))["contact"]
    assert (task.opens_on, task.due_on) == (day("2026-11-23"), day("2026-11-30"))
    assert [state_on(task, day(text)) for text in ("2026-11-22", "2026-11-23", "2026-12-01")] == [
        *("done", "to_do", "overdue")
    ]


def test_a_rolling_item_does_not_fall_due_again_after_release() -> None:
    task = tasks(MONTHLY, did("contact", "done", "2027-01-20"))["contact"]
    assert task.counts_until is None
    assert state_on(task, day("2027-03-01")) == "done_late"


# --- expiry, chasing, waiting ---


def test_what_is_sent_waits_until_its_chase_date_and_expires_counted_from_the_day_it_was_sent() -> None:
    task = tasks(REFER, did("refer", "sent", "2026-06-01"))["refer"]
    assert (task.chase_on, task.expires_on) == (day("2026-06-15"), day("2026-11-30"))
    assert [state_on(task, day(text)) for text in ("2026-06-14", "2026-06-15", "2026-12-01")] == [
        *("waiting", "chase", "expired")
    ]


def test_an_answer_does_not_make_what_was_sent_count_for_longer() -> None:
    task = tasks(REFER, did("refer", "sent", "2026-06-01"), did("refer", "done", "2026-09-01"))["refer"]
    assert (task.stage, task.expires_on) == ("done", day("2026-11-30"))
    assert state_on(task, day("2026-12-01")) == "expired"


def test_sending_it_again_makes_it_count_afresh() -> None:
    task = tasks(REFER, did("refer", "sent", "2026-06-01"), did("refer", "sent", "2026-11-02"))["refer"]
    assert task.expires_on == day("2027-05-03")


def test_somebody_may_ask_not_to_be_reminded_before_a_day() -> None:
    task = tasks(REFER, did("refer", "sent", "2026-11-02", wait_until="2026-12-21"))["refer"]
    assert task.chase_on == day("2026-12-21")


def test_a_window_that_opens_before_the_expiry_makes_it_due_again_and_not_expired() -> None:
    rules = planner(
        item(
            "check",
            """checkpoints = [
                { due = { before = "release", weeks = 30 } },
                { due = { before = "release", weeks = 8 }, opens = { before = "release", weeks = 12 } },
            ]
            expires = { after = "done", weeks = 52 }""",
        )
    )
    task = tasks(rules, did("check", "done", "2026-06-01"))["check"]
    assert (task.counts_until, task.lapses) == (day("2026-11-12"), False)
    assert state_on(task, day("2026-11-13")) == "to_do"


def test_what_a_person_declined_does_not_expire() -> None:
    task = tasks(REFER, did("refer", "declined", "2026-02-02"))["refer"]
    assert (task.stage, task.expires_on, task.counts_until) == ("declined", None, None)


def test_something_withdrawn_counts_no_longer() -> None:
    task = tasks(REFER, did("refer", "sent", "2026-06-01"), did("refer", "withdrawn", "2026-06-08"))["refer"]
    assert (task.stage, task.outcome, task.rest) == (None, "withdrawn", "open")
    assert task.outcome_next is None, "the task says by itself that it is to be done"


def test_a_draft_says_what_is_left_to_do() -> None:
    task = tasks(REFER, did("refer", "begun", "2026-06-01"))["refer"]
    assert (task.stage, task.outcome_next) == (None, "finish it")


def test_an_outcome_without_a_field_it_asks_for_has_a_gap() -> None:
    assert tasks(REFER, did("refer", "sent", "2026-06-01"))["refer"].gaps == ("to",)
    assert tasks(REFER, did("refer", "sent", "2026-06-01", to="Leeds"))["refer"].gaps == ()


def test_an_outcome_that_the_catalogue_has_forgotten_is_shown_and_asks_somebody_to_act() -> None:
    task = tasks(REFER, did("refer", "posted", "2026-06-01"))["refer"]
    assert (task.stage, task.outcome) == ("action", "posted")
    assert task.outcome_next == "say again what happened: this outcome is no longer used"


def test_a_waived_task_is_not_required_for_the_reason_given() -> None:
    task = tasks(REFER, did("refer", "not_needed", "2026-06-01", "lives with family"))["refer"]
    assert (task.stage, task.rest, task.reasons) == (None, "not_required", ("not needed: lives with family",))


# --- an item that is not asked for any more ---

RETIRED = """
due = { before = "release", weeks = 8 }
chase = { after = "sent", working_days = 1 }
outcomes.sent = { kind = "waiting", next = "record the answer" }
outcomes.done = { kind = "done" }
retired = { from = 2026-11-20, because = "the scheme is closed", source = "its own page" }
"""
OVER = "retired from 20 Nov 2026: the scheme is closed"


def test_an_item_is_asked_for_until_the_day_it_is_retired_from() -> None:
    rules = planner(item("old", RETIRED))
    assert state_on(tasks(rules, today=day("2026-11-19"))["old"], day("2026-11-19")) == "to_do"
    task = tasks(rules, today=day("2026-11-20"))["old"]
    assert (state_on(task, day("2026-11-20")), task.due_on, task.reasons) == ("not_required", None, (OVER,))


def test_a_plan_is_made_anew_on_the_day_an_item_is_retired_from() -> None:
    rules = planner(item("old", RETIRED))
    record = PersonRecord("A1234BC", {"confirmed_release_date": RELEASE}, TOLD)
    assert rules.plan(record, day("2026-11-19")).valid_until == day("2026-11-19")
    assert rules.plan(record, day("2026-11-20")).valid_from == day("2026-11-20")


def test_what_was_recorded_of_a_retired_item_is_read_and_not_chased() -> None:
    rules = planner(item("old", RETIRED))
    sent = tasks(rules, did("old", "sent", "2026-11-02"))["old"]
    assert (state_on(sent, TODAY), sent.outcome, sent.outcome_next) == ("not_required", "sent", None)
    done = tasks(rules, did("old", "done", "2026-11-02"))["old"]
    assert (state_on(done, TODAY), done.outcome) == ("done", "done")
