"""Parts of an item with conditions of their own: on which day, whose, how often, and after what."""

from __future__ import annotations

import pytest

from releasecheck.core.errors import CatalogueError
from releasecheck.planning.states import ready, state_on
from tests.made_up.catalogues import RELEASE, TODAY, day, did, item, planner, tasks

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
