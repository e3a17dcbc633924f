"""`calendar add`: a day on which the office is closed counts in every plan."""

from __future__ import annotations

import pytest

from tests.made_up.answers import shown
from tests.made_up.program import MakePerson, Run


@pytest.mark.parametrize("words", ["done smith com_allocated com_name=Okafor", "set smith tier=C1"])
def test_a_day_on_which_the_office_is_closed_counts_in_every_later_plan(
    run: Run, make_person: MakePerson, words: str
) -> None:
    """`done` once planned before it had read the record's own closed days."""
    make_person()
    assert run("calendar", "add", "2027-01-08", "Office closed").out == (
        "1 closed day new. 1 person planned again.\n"
    )
    assert run(*words.split()).code == 0
    due = {task["item"]: task["due_on"] for task in shown(run, "smith")["tasks"]}
    assert due["dtr"] == "2027-01-07"
    assert run("record", "verify").code == 0


def test_a_closed_day_told_twice_is_one(run: Run, make_person: MakePerson) -> None:
    make_person()
    assert run("calendar", "add", "2027-01-08", "Office closed").code == 0
    again = run("calendar", "add", "2027-01-08", "Office closed")
    assert again.out == "0 closed days new. 0 people planned again.\n"
    assert "Fri 8 Jan 2027" in run("calendar", "list").out
