"""Which of a person's tasks is named: what is late, what is next, and how either is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from releasecheck.reports.caseload.missing import MissingRow
from releasecheck.reports.caseload.needs import Mine, PersonNeeds, Weighing, person_needs
from releasecheck.reports.caseload.person_rows import decide_words, late_words, next_words, worst_words
from releasecheck.reports.caseload.pressing import pressing_rules
from tests.made_up.reports import row

TODAY = date(2026, 11, 28)
WEIGHTS = {"address_night_one": 90, "release_told": 40, "dtr": 60}


def task(item: str, state: str, due_in: int | None = None, owner: str = "COM", short: str = "") -> MissingRow:
    due_on = None if due_in is None else TODAY + timedelta(days=due_in)
    return row("A1000AA", "HALL, Curtis", item, state, 4)._replace(due_on=due_on, owner=owner, short=short)


def needs(*rows: MissingRow, mine: Mine | None = None) -> PersonNeeds:
    return person_needs(rows, Weighing(TODAY, pressing_rules(), WEIGHTS, mine))


@pytest.mark.parametrize(
    ("other", "named"),
    [
        (("address_night_one", "to_do", 2), "release_told"),  # due later, however heavy
        (("address_night_one", "to_do", 0), "address_night_one"),  # the same day: the heavier
        (("dtr", "chase", None), "release_told"),  # sent already: only to be chased
    ],
)
def test_what_is_due_comes_before_what_weighs_more(other: tuple[str, str, int | None], named: str) -> None:
    found = needs(task(*other), task("release_told", "to_do", 0))
    assert found.next is not None and found.next.item == named
    assert worst_words(found, TODAY) == next_words(found, None, TODAY)


def test_of_one_week_the_heavier_comes_first_and_not_of_the_next() -> None:
    week = task("release_told", "to_do", 1), task("address_night_one", "to_do", 6)
    assert (found := needs(*week).next) is not None and found.item == "address_night_one"
    later = task("release_told", "to_do", 1), task("address_night_one", "to_do", 8)
    assert (found := needs(*later).next) is not None and found.item == "release_told"


def test_what_is_late_is_not_repeated_as_what_is_next() -> None:
    late = task("address_night_one", "overdue", -2), task("release_told", "overdue", -1)
    found = needs(*late)
    assert (found.late, found.next) == (late[0], None)
    assert late_words(found, None).endswith(" +1")
    assert next_words(found, None, TODAY) == "-"


def test_ones_own_that_is_late_is_named_beside_the_worst_of_others() -> None:
    late = task("address_night_one", "overdue", -2), task("release_told", "overdue", -1, "POM")
    assert next_words(needs(*late, mine=Mine("POM")), Mine("POM"), TODAY).endswith(", late")


def test_a_day_to_decide_by_is_never_said_to_be_today_once_it_is_past() -> None:
    assert decide_words(needs(task("release_told", "overdue", -1)), None, TODAY)[1] == "1 d late"
    assert decide_words(needs(task("release_told", "to_do", 0)), None, TODAY)[1] == "today"
    assert decide_words(needs(task("release_told", "to_do", 2)), None, TODAY)[1] == "Mon 30 Nov"


@pytest.mark.parametrize(
    ("short", "due_in", "said", "brief"),
    [
        ("Book first appointment", 2, "book first appointment Mon 30", "first appointment Mon"),
        ("Refer for housing help", 7, "refer for housing help 5 Dec", "housing help 5 Dec"),
        ("Write to children's director", 0, "write to children's director today", None),
        ("Confirm first night", 40, "confirm first night 7 Jan 2027", None),
    ],
)
def test_days_are_short_and_in_a_narrow_place_long_titles_too(
    short: str, due_in: int, said: str, brief: str | None
) -> None:
    found = needs(task("release_told", "to_do", due_in, short=short))
    assert next_words(found, None, TODAY) == said
    assert next_words(found, None, TODAY, brief=True) == (brief or said)
