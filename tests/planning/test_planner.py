"""The engine's own rules, on catalogues of one or two items: what counts, until when, and what follows.

Everybody here is released on Fri 5 Feb 2027, confirmed and told on Mon 2 Feb 2026, unless a test says
otherwise. What policy says of each shipped item is in `test_item_table.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from releasecheck.commands.data.demo_data import BASE_DAY, demo_people
from releasecheck.core.domain import (
    Facts,
    FactValue,
    HardNeed,
    PersonRecord,
    Plan,
    RecordedOutcome,
    Task,
    Telling,
)
from releasecheck.planning.planner import Planner
from releasecheck.planning.schedule import Days, Schedule
from releasecheck.planning.states import state_on
from releasecheck.policy.catalogue_files import CatalogueFile, builtin_files, read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.offsets import Offset
from releasecheck.policy.working_days import load_calendar

CALENDAR = load_calendar()
RULES = load_rules()
SHIPPED = Planner(read_catalogue(builtin_files()), CALENDAR, RULES)
RELEASE = date(2027, 2, 5)
TOLD = date(2026, 2, 2)
TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


def item(name: str, rules: str) -> str:
    """One item in TOML, with the keys that every item must have."""
    own = "" if "owner = " in rules else 'owner = "COM"'
    return f"""
[item.{name}]
title = "{name}"
pathway = "work"
{own}
action = "do it"
sources = [{{ title = "made up", confidence = "low", checked = 2026-11-21 }}]
{rules}
"""


def planner(*items: str) -> Planner:
    """A planner for a catalogue of these items and nothing else."""
    return Planner(read_catalogue([CatalogueFile("small.toml", "".join(items))]), CALENDAR, RULES)


def did(name: str, outcome: str, on: str, reason: str | None = None, **evidence: str) -> RecordedOutcome:
    """Something recorded."""
    return RecordedOutcome(name, outcome, date.fromisoformat(on), reason, evidence)


def telling(on: date, release: date) -> Telling:
    """A release date told on a day."""
    return Telling(on, release, confirmed=True, anchors={"release": release})


def tasks(
    rules: Planner,
    *outcomes: RecordedOutcome,
    facts: Facts | None = None,
    release: date | None = RELEASE,
    tellings: Sequence[Telling] | None = None,
    owners: Mapping[str, str] | None = None,
    today: date = TODAY,
) -> dict[str, Task]:
    """The tasks of somebody, by item."""
    known: dict[str, FactValue] = {"confirmed_release_date": release} if release else {}
    told = (telling(TOLD, release),) if release else ()
    record = PersonRecord(
        prison_number="A1234BC",
        facts={**known, **(facts or {})},
        known_since=TOLD,
        tellings=told if tellings is None else tuple(tellings),
        outcomes=outcomes,
        owners=owners or {},
    )
    return {task.item: task for task in rules.plan(record, today).tasks}


def day(text: str) -> date:
    return date.fromisoformat(text)


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

REFERRAL = """
opens = { before = "release", weeks = 40 }
due = { before = "release", weeks = 8 }
expires = { after = "sent", weeks = 26 }
chase = { after = "sent", working_days = 10 }
outcomes.sent = { kind = "waiting", next = "record the answer" }
outcomes.done = { kind = "done" }
outcomes.withdrawn = { kind = "again", next = "send it again" }
outcomes.begun = { kind = "again", draft = true, next = "finish it" }
outcomes.left = { kind = "again", achieved = true }
evidence.sent = ["to", "reference?"]
"""
FIELDS = '[field.to]\nask = "to whom"\n[field.reference]\nask = "reference"\n'
REFER = planner(item("refer", REFERRAL), FIELDS)


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


# --- compressed timetables ---

EIGHT_WEEKS = planner(item("refer", 'due = { before = "release", weeks = 8 }'))


def test_a_task_due_before_anybody_knew_is_due_on_the_day_we_knew() -> None:
    task = tasks(EIGHT_WEEKS, tellings=[telling(day("2027-01-11"), RELEASE)])["refer"]
    assert (task.due_on, task.days_lost) == (day("2027-01-11"), 31)


def test_a_task_counted_from_the_sentence_is_known_from_the_day_the_record_began() -> None:
    rules = planner(item("plan", 'due = { after = "sentence", weeks = 2 }'))
    task = tasks(
        rules,
        facts={"sentence_start_date": day("2026-01-05")},
        tellings=[telling(day("2026-06-01"), RELEASE)],
    )["plan"]
    assert (task.due_on, task.days_lost) == (TOLD, (TOLD - day("2026-01-19")).days)


def test_a_release_brought_forward_gives_a_fresh_start_to_what_was_not_yet_due() -> None:
    told_again = day("2026-12-21")
    later = [telling(TOLD, day("2027-06-04")), telling(told_again, RELEASE)]
    task = tasks(EIGHT_WEEKS, tellings=later)["refer"]
    assert (task.due_on, task.days_lost) == (told_again, 10)


@given(
    first=st.dates(day("2026-03-02"), day("2027-06-30")),
    days_moved=st.integers(-60, 60),
    told_again=st.dates(TOLD + ONE_DAY, day("2027-03-31")),
)
def test_moving_a_date_forgives_nobodys_lateness(first: date, days_moved: int, told_again: date) -> None:
    """Whoever was late when told another date is still late, unless the new date leaves time."""
    second = first + timedelta(days=days_moved)
    before = tasks(EIGHT_WEEKS, release=first)["refer"].due_on
    fresh = tasks(EIGHT_WEEKS, release=second)["refer"].due_on
    after = tasks(EIGHT_WEEKS, release=second, tellings=[telling(TOLD, first), telling(told_again, second)])[
        "refer"
    ].due_on
    assert before is not None and fresh is not None and after is not None
    if before < told_again and fresh < told_again:
        assert after < told_again
        assert after == max(before, fresh)
    else:
        assert after == max(fresh, told_again) if fresh < told_again else after == fresh


# --- ended by release ---


def test_what_was_open_at_release_was_not_achieved() -> None:
    task = tasks(REFER, facts={"released_on": RELEASE}, today=RELEASE)["refer"]
    assert (task.rest, task.reasons) == ("not_achieved", ("released before it was done",))


def test_what_could_not_be_said_at_release_no_longer_asks_for_facts() -> None:
    rules = planner(item("refer", 'applies = [{ fact = "housing", is = "homeless" }]'))
    task = tasks(rules, facts={"released_on": RELEASE}, today=RELEASE)["refer"]
    assert (task.rest, task.missing_facts) == ("not_applicable", ())


def test_what_was_achieved_and_no_longer_counts_is_done_once_the_person_has_left() -> None:
    left = did("refer", "left", "2027-02-05")
    assert tasks(REFER, left)["refer"].rest == "open"
    assert tasks(REFER, left, facts={"released_on": RELEASE}, today=RELEASE)["refer"].rest == "done"


def test_what_is_done_after_release_goes_on_counting_from_the_day_they_left() -> None:
    rules = planner(item("visit", 'after_release = true\ndue = { after = "release", days = 4 }'))
    task = tasks(rules, facts={"released_on": day("2027-02-02")}, today=RELEASE)["visit"]
    assert (task.rest, task.due_on) == ("open", day("2027-02-05"))


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
    assert (task.rest, task.missing_facts) == ("unknown", ("release_date",))


def test_the_last_day_on_which_it_can_be_done_is_a_working_day() -> None:
    rules = planner(
        item("account", 'due = { before = "release", weeks = 8 }\ncloses = { before = "release", days = 5 }')
    )
    assert tasks(rules)["account"].closes_on == day("2027-01-29"), "31 January 2027 is a Sunday"


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

    days = Days("release", next_day)
    anchors = [TODAY + timedelta(days=n) for n in range(20_000)]
    assert [days[anchor] for anchor in anchors] == [anchor + ONE_DAY for anchor in anchors]
    assert days[anchors[-1]] == anchors[-1] + ONE_DAY
    assert asked == anchors
    assert len(days) < 5_000


def test_equal_offsets_share_what_has_been_worked_out() -> None:
    schedule = Schedule(CALENDAR)
    weeks = schedule.deadlines(Offset("release", -1, weeks=8))
    assert schedule.deadlines(Offset("release", -1, weeks=8)) is weeks
    assert schedule.exact(Offset("release", -1, weeks=8)) is not weeks
