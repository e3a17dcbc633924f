"""`mark` with several people, several items or a file: one entry, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_up.answers import ANN, SAM, SENT, said, task
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import entries


@pytest.mark.usefixtures("sam", "ann")
def test_several_people_are_marked_in_one_entry(run: Run, record: Path) -> None:
    before = entries(record)
    done = run("mark", SAM, "cole", "crs", "submitted", "provider=Ingeus")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == [SAM, ANN, "To", "Next:"]
    assert entries(record) == before + 1
    assert [task(run, "crs", number)["evidence"] for number in (SAM, ANN)] == [{"provider": "Ingeus"}] * 2
    assert run("undo").code == 0
    assert [task(run, "crs", number)["outcome"] for number in (SAM, ANN)] == [None, None]


@pytest.mark.usefixtures("sam")
def test_several_items_each_take_the_evidence_that_they_ask_for(run: Run) -> None:
    done = run("mark", "rivers", "crs,dtr", "submitted", *SENT[2:], "provider=Ingeus", "reference=R-1")
    assert done.code == 0, done.err
    assert task(run, "crs")["evidence"] == {"provider": "Ingeus", "reference": "R-1"}
    assert task(run, "dtr")["evidence"] == {
        "authority": "Leeds",
        "consent_to_refer": "yes",
        "reference": "R-1",
    }


@pytest.mark.usefixtures("sam")
def test_one_of_several_items_misspelt_is_named(run: Run) -> None:
    assert said(run("mark", "rivers", "crs,drt", "submitted")).startswith('"crs,drt": no item drt.')


def test_somebody_with_the_name_of_an_item_can_still_be_named(run: Run, make_person: MakePerson) -> None:
    """The first word is always a person."""
    make_person(SAM, "DEBTS, Ann")
    assert run("mark", "debts", "debts", "done", "help_needed=no").code == 0
    assert task(run, "debts")["outcome"] == "done"


@pytest.mark.usefixtures("sam", "ann")
def test_when_one_of_several_is_refused_nobody_is_marked(run: Run, unchanged: Callable[[], None]) -> None:
    assert run("mark", "cole", "bank_account", "done", "--although").code == 0
    unchanged()
    done = run("mark", "rivers", "cole", "bank_account", "done", "--although")
    assert said(done).splitlines()[0].startswith(f"{ANN} bank_account is done already, on Mon 23 Nov 2026.")
    assert said(done).splitlines()[-1] == "Nothing was recorded."


@pytest.mark.usefixtures("sam", "ann")
def test_somebody_named_twice_is_marked_once(run: Run) -> None:
    assert run("mark", "rivers", SAM, "crs", "submitted").out.count(" crs submitted ") == 1


@pytest.mark.usefixtures("sam")
def test_two_people_of_one_name_are_listed(
    run: Run, make_person: MakePerson, unchanged: Callable[[], None]
) -> None:
    make_person("A9999ZZ", "RIVERS, Joan")
    unchanged()
    message = said(run("mark", "rivers", *SENT))
    assert message.splitlines() == [
        '"rivers" could be 2 people; use the prison number:',
        "  A9999ZZ  J. R.  cell not known, out 5 Feb 2027",
        "  A1234BC  S. R.  cell not known, out 5 Feb 2027",
    ]


LINES = """
# Thursday's clinic
A1234BC dtr submitted authority="Kirklees, west" consent_to_refer=yes --on 2026-11-19

cole crs submitted
rivers cole first_appointment booked --not-known place given_in_writing=yes \
appointment_on=2027-02-05 appointment_at=10:00
"""


@pytest.mark.usefixtures("sam", "ann")
@pytest.mark.parametrize("people", [f"{SAM},{ANN}", "rivers,cole", f"rivers,{ANN}"])
def test_people_may_have_commas_between(run: Run, people: str) -> None:
    done = run("mark", people, "crs", "submitted", "provider=Ingeus")
    assert [line.split()[0] for line in done.out.splitlines()][:2] == [SAM, ANN]
    one = run("mark", "rivers,sam", "crs", "submitted", "provider=Other")
    assert [line.split()[0] for line in one.out.splitlines()] == [SAM]


@pytest.mark.usefixtures("sam", "ann")
def test_a_file_is_recorded_as_one_entry(run: Run, record: Path) -> None:
    before = entries(record)
    done = run("mark", "-", "--reason", "clinic", stdin=LINES)
    assert done == (
        0,
        "4 outcomes recorded for 2 people. Something is still to record for A1234BC and A2291BB. "
        "To take it all back: releasecheck undo\nNext: releasecheck today\n",
        "",
    )
    assert entries(record) == before + 1
    assert (task(run, "dtr")["outcome_on"], task(run, "dtr")["evidence"]["authority"]) == (
        "2026-11-19",
        "Kirklees, west",
    )
    assert task(run, "crs", ANN)["outcome"] == "submitted"


WRONG = """rivers dtr submitted authority=Leeds consent_to_refer=yes
rivers dtr accepted --reason priority
rivers debts done help_needed=perhaps
nobody dtr submitted
rivers dtrr submitted
rivers crs submitted --on 2027-01-01
rivers crs "submitted
rivers bank_account applied
rivers bank_account done --although
rivers bank_account done --although
rivers dtr --bogus
"""


@pytest.mark.usefixtures("sam")
def test_every_wrong_line_of_a_file_is_shown_and_none_is_saved(
    run: Run, unchanged: Callable[[], None]
) -> None:
    unchanged()
    lines = said(run("mark", "-", stdin=WRONG)).splitlines()
    assert [line.partition(":")[0] for line in lines if not line.startswith("  ")] == [
        *(f"line {number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 11)),
        "Nothing was recorded.",
    ]
    found = dict(line.split(": ", 1) for line in lines[:-1] if not line.startswith("  "))
    assert found["line 2"].startswith('dtr accepted is never for the reason "priority".')
    assert found["line 3"] == 'help_needed "perhaps": yes, no or not known'
    assert found["line 4"].startswith('nobody called "nobody"')
    assert found["line 5"].startswith('no item "dtrr". Did you mean dtr?')
    assert "has not come yet" in found["line 6"]
    assert found["line 7"] == "a quotation mark is not closed"
    assert found["line 8"].startswith("bank_account applied needs 1 answer: add it, or --gaps")
    assert found["line 10"].startswith("A1234BC bank_account is done already")


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "nothing to record: no line on standard input says PERSON ITEM OUTCOME"),
        ("# only a remark\n\n", "nothing to record: no line on standard input says PERSON ITEM OUTCOME"),
        (b"rivers crs submitted\nrivers note\xff", "line 2: is not UTF-8 text. Save the file as UTF-8"),
    ],
)
def test_a_file_that_holds_nothing_says_so(
    run: Run, unchanged: Callable[[], None], text: str | bytes, expected: str
) -> None:
    unchanged()
    assert said(run("mark", "-", stdin=text)) == expected
