"""Timetables that are too short, that move, or that end with the release."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.made_up.catalogues import (
    CALENDAR,
    EIGHT_WEEKS,
    ONE_DAY,
    REFER,
    RELEASE,
    TOLD,
    day,
    did,
    item,
    planner,
    tasks,
    telling,
)

# --- compressed timetables ---


def test_a_task_due_before_anybody_knew_is_due_half_way_to_its_last_use() -> None:
    """Told 25 days before the release: twelve days on is a Saturday."""
    task = tasks(EIGHT_WEEKS, tellings=[telling(day("2027-01-11"), RELEASE)])["refer"]
    assert (task.due_on, task.days_lost) == (day("2027-01-22"), 31)


def test_a_task_counted_from_the_sentence_is_known_from_the_day_the_record_began() -> None:
    """The sentence was four weeks before: ten working days from the first record, as a year is left."""
    rules = planner(item("plan", 'due = { after = "sentence", weeks = 2 }'))
    task = tasks(
        rules,
        facts={"sentence_start_date": day("2026-01-05")},
        tellings=[telling(day("2026-06-01"), RELEASE)],
    )["plan"]
    assert (task.due_on, task.days_lost) == (day("2026-02-16"), (TOLD - day("2026-01-19")).days)


def test_a_release_brought_forward_gives_a_fresh_start_to_what_was_not_yet_due() -> None:
    """46 days are left, so ten working days, less two bank holidays' worth: from Mon 21 Dec to Thu 7 Jan."""
    told_again = day("2026-12-21")
    later = [telling(TOLD, day("2027-06-04")), telling(told_again, RELEASE)]
    task = tasks(EIGHT_WEEKS, tellings=later)["refer"]
    assert (task.due_on, task.days_lost) == (day("2027-01-07"), 10)


def test_told_again_every_day_it_is_due_when_it_was_due_at_first() -> None:
    """A release that moves a day at a time gives nobody more time than the first day gave."""
    first = day("2027-01-04")
    days = [telling(first + timedelta(days=n), RELEASE + timedelta(days=n)) for n in range(6)]
    once = tasks(EIGHT_WEEKS, tellings=days[:1])["refer"].due_on
    again = tasks(EIGHT_WEEKS, release=days[-1].date, tellings=days)["refer"].due_on
    assert once == again == day("2027-01-18")


@given(
    first=st.dates(day("2026-03-02"), day("2027-06-30")),
    days_moved=st.integers(-60, 60),
    told_again=st.dates(TOLD + ONE_DAY, day("2027-03-31")),
)
def test_moving_a_date_forgives_nobodys_lateness(first: date, days_moved: int, told_again: date) -> None:
    """Whoever was late when told another date is still late, unless the new date leaves time."""
    second = first + timedelta(days=days_moved)
    at_first = tasks(EIGHT_WEEKS, release=first, tellings=[telling(TOLD, first)])["refer"].due_on
    fresh = tasks(EIGHT_WEEKS, release=second)["refer"]
    after = tasks(EIGHT_WEEKS, release=second, tellings=[telling(TOLD, first), telling(told_again, second)])[
        "refer"
    ].due_on
    rule = CALENDAR.last_working_day(second - timedelta(weeks=8))
    assert at_first is not None and fresh.due_on is not None and after is not None
    if rule >= told_again:
        assert after == rule
    elif at_first < told_again:
        assert after == max(at_first, rule) < told_again
    else:
        assert told_again <= after <= max(told_again, at_first, second)


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
