"""Parts of an item with conditions of their own: on which day, whose, how often, and after what."""

from __future__ import annotations

import pytest

from releasecheck.core.errors import CatalogueError
from releasecheck.planning.states import ready, state_on
from tests.made_up.catalogues import ONE_DAY, RELEASE, TODAY, day, did, item, planner, tasks

DUTY = planner(
    item(
        "duty",
        """owner = "COM"
checkpoints = [
    { owner = "POM", due = { before = "release", days = 1 }, opens = { before = "release", weeks = 4 } },
    { applies = [
        { fact = "adjustments", is = true },
    ], due = { before = "release", days = 1 }, opens = { before = "release", days = 3 } },
]""",
    )
)


def test_a_moment_may_be_another_roles() -> None:
    assert tasks(DUTY)["duty"].owner == "POM"
    signed = tasks(DUTY, did("duty", "done", "2027-01-12"), facts={"adjustments": True})["duty"]
    assert (signed.owner, signed.opens_on) == ("COM", day("2027-02-02"))


@pytest.mark.parametrize(("adjustments", "stage"), [(True, "to_do"), (False, "done"), (None, "to_do")])
def test_a_moment_of_some_people_only_stands_unless_its_condition_says_no(
    adjustments: bool | None, stage: str
) -> None:
    facts = {} if adjustments is None else {"adjustments": adjustments}
    task = tasks(DUTY, did("duty", "done", "2027-01-12"), facts=facts)["duty"]
    assert state_on(task, day("2027-02-03")) == stage


def test_where_no_moment_holds_the_first_stands() -> None:
    twice = planner(
        item(
            "ask",
            """checkpoints = [
    { applies = [{ fact = "home_area", is = "wales" }], due = { before = "release", weeks = 8 } },
    { applies = [{ fact = "home_area", is = "england" }], due = { before = "release", weeks = 4 } },
]""",
        )
    )
    assert tasks(twice, facts={"home_area": "england"})["ask"].due_on == day("2027-01-08")
    assert tasks(twice, facts={"home_area": "wales"})["ask"].due_on == day("2026-12-11")
    assert tasks(twice, facts={"home_area": "scotland"})["ask"].due_on == day("2026-12-11")


SEEN = planner(
    item(
        "contact",
        """due = { before = "release", weeks = 30 }
every = { days = 28, rates = [
    { if = [{ fact = "rosh", is = ["high", "very_high"] }], last_weeks = 12, days = 14 },
    { if = [{ fact = "rosh", is = "low" }], days = 42 },
] }""",
    )
)


@pytest.mark.parametrize(
    ("rosh", "seen", "again"),
    [
        ("medium", "2026-10-05", "2026-11-02"),
        ("low", "2026-10-05", "2026-11-16"),
        ("high", "2026-09-14", "2026-10-12"),
        ("high", "2026-11-16", "2026-11-30"),
        # The last twelve weeks begin on 13 November: then it is due sooner than four weeks after the last.
        ("high", "2026-10-26", "2026-11-13"),
        (None, "2026-10-05", "2026-11-02"),
    ],
)
def test_how_often_follows_the_risk_and_the_weeks_that_are_left(
    rosh: str | None, seen: str, again: str
) -> None:
    facts = {} if rosh is None else {"rosh": rosh}
    assert tasks(SEEN, did("contact", "done", seen), facts=facts)["contact"].due_on == day(again)


def test_a_prerequisite_of_some_people_only_holds_up_nobody_else() -> None:
    family = planner(
        item("contact_decided", 'due = { before = "release", weeks = 9 }'),
        item(
            "family",
            """due = { before = "release", weeks = 8 }
needs_hard = [{ item = "contact_decided", if = [
    { fact = "child_contact_restriction", recorded = true },
] }]""",
        ),
    )
    restricted = tasks(family, facts={"child_contact_restriction": True})["family"]
    assert not ready(restricted, TODAY)
    assert ready(tasks(family, facts={"child_contact_restriction": False})["family"], TODAY)
    assert ready(tasks(family)["family"], TODAY), "not recorded"


def test_what_counts_forward_is_due_on_the_day_of_release_at_the_latest() -> None:
    forward = planner(item("check", 'due = { after = "sentence", weeks = 10 }'))
    assert tasks(forward, facts={"sentence_start_date": day("2027-01-11")})["check"].due_on == RELEASE


def test_what_needs_its_time_is_not_asked_of_somebody_who_leaves_before() -> None:
    plan = planner(item("plan", 'due = { after = "sentence", weeks = 10 }\nonly_in_time = true'))
    task = tasks(plan, facts={"sentence_start_date": day("2027-01-11")})["plan"]
    assert (task.rest, task.due_on) == ("not_applicable", None)
    assert "they leave before it would fall due" in task.reasons
    in_time = tasks(plan, facts={"sentence_start_date": day("2026-11-09")})["plan"]
    assert in_time.due_on == day("2027-01-18")


def test_done_after_its_last_useful_day_it_is_late_whenever_it_was_due() -> None:
    review = planner(
        item(
            "review",
            'due = { before = "release", weeks = 2 }\nlate_after = { before = "release", weeks = 4 }',
        )
    )
    assert tasks(review, did("review", "done", "2027-01-08"))["review"].stage == "done"
    assert tasks(review, did("review", "done", "2027-01-11"))["review"].stage == "done_late"


def test_a_note_is_said_and_decides_nothing() -> None:
    law = planner(
        item(
            "ask",
            """due = { before = "release", weeks = 8 }
notes = [{ fact = "home_area", is = "wales", because = "Wales: another law" }]""",
        )
    )
    assert tasks(law, facts={"home_area": "wales"})["ask"].reasons == ("Wales: another law",)
    plain = tasks(law)["ask"]
    assert (plain.rest, plain.reasons, plain.missing_facts) == ("open", (), ())


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ('checkpoints = [{ due = { on = "release" }, ownr = "COM" }]', 'no key "ownr"'),
        ('checkpoints = [{ due = { on = "release" }, owner = "XYZ" }]', "is no role we know"),
        ('checkpoints = [{ due = { on = "release" }, applies = [{ fact = "rsh", is = "low" }] }]', "rsh"),
        ("every = { days = 28, rates = [{ days = 14, weeks = 2 }] }", 'rates: no key "weeks"'),
        ("every = { days = 28, rates = [{ last_weeks = 2 }] }", "rates: each is a table"),
    ],
)
def test_a_mistake_in_a_part_is_named(rules: str, said: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        planner(item("check", rules))
    assert any(said in problem for problem in caught.value.problems)


def test_what_was_written_down_of_one_task_may_call_for_another() -> None:
    safety = planner(
        item(
            "police",
            """due = { before = "release", weeks = 12 }
outcomes.sent = { kind = "waiting" }
outcomes.answered = { kind = "done" }
evidence.answered = ["result"]

[field.result]
ask = "Known?"
""",
        ),
        item(
            "safety",
            """due = { before = "release", weeks = 8 }
applies = [{ item = "police", field = "result", is = "known", otherwise = "nothing known" }]""",
        ),
    )
    known = did("police", "answered", "2026-11-02", result="known")
    assert tasks(safety)["safety"].rest == "not_applicable"
    assert tasks(safety, known)["safety"].rest == "open"
    assert tasks(safety, known, did("police", "sent", "2026-11-20"))["safety"].rest == "open", "asked again"
    nothing = did("police", "answered", "2026-11-02", result="nothing_known")
    assert tasks(safety, nothing)["safety"].rest == "not_applicable"


def test_a_window_that_has_closed_ends_one_task_and_begins_another() -> None:
    bank = planner(
        item(
            "bank",
            """due = { before = "release", weeks = 12 }
closes = { before = "release", weeks = 6 }
not_required = [{ item = "bank", closed = true, because = "too late for the scheme" }]""",
        ),
        item(
            "without",
            """due = { before = "release", days = 7 }
applies = [{ item = "bank", closed = true, otherwise = "the scheme is open" }]""",
        ),
    )
    closes = day("2026-12-24")
    before, after = (tasks(bank, today=on) for on in (closes, closes + ONE_DAY))
    assert (before["bank"].rest, before["without"].rest) == ("open", "not_applicable")
    assert (after["bank"].rest, after["without"].rest) == ("not_required", "open")


def test_a_law_that_counts_every_day_is_due_on_a_sunday() -> None:
    law = planner(
        item("register", 'due = { after = "release", days = 2, any_day = true }\nafter_release = true')
    )
    assert tasks(law)["register"].due_on == day("2027-02-07")


def test_a_field_may_be_asked_for_only_of_what_came_late() -> None:
    late = planner(
        item(
            "apply",
            """due = { before = "release", weeks = 8 }
outcomes.submitted = { kind = "done" }
evidence.submitted = ["late_reason?late"]

[field.late_reason]
ask = "Why late"
""",
        )
    )
    assert tasks(late, did("apply", "submitted", "2026-12-11"))["apply"].gaps == ()
    assert tasks(late, did("apply", "submitted", "2026-12-14"))["apply"].gaps == ("late_reason",)


def test_a_moment_and_what_comes_round_again_go_together_and_the_earlier_is_next() -> None:
    contact = planner(
        item(
            "contact",
            """checkpoints = [
    { due = { after = "sentence", working_days = 10 }, opens = { on = "sentence" } },
    { due = { before = "release", days = 2 }, opens = { before = "release", days = 14 } },
]
every = { days = 28 }""",
        )
    )
    facts = {"sentence_start_date": day("2026-11-02")}
    assert tasks(contact, did("contact", "done", "2026-12-07"), facts=facts)["contact"].due_on == day(
        "2027-01-04"
    )
    last = tasks(contact, did("contact", "done", "2027-01-11"), facts=facts)["contact"]
    assert (last.opens_on, last.due_on) == (day("2027-01-22"), day("2027-02-03"))
    seen = tasks(contact, did("contact", "done", "2027-01-25"), facts=facts)["contact"]
    assert seen.counts_until is None


def test_what_was_done_before_a_rule_changed_is_done_again_by_those_who_leave_after() -> None:
    licence = planner(
        item(
            "licence",
            """due = { before = "release", weeks = 2 }
done_fits = { since = 2026-10-01, says = "approved on", next = "make it again" }""",
        )
    )
    old = tasks(licence, did("licence", "done", "2026-09-30"))["licence"]
    assert (old.stage, old.misfit) == ("action", "approved on 30 Sep 2026, before 1 Oct 2026")
    assert tasks(licence, did("licence", "done", "2026-10-01"))["licence"].misfit is None
