"""Two people with one CRN: one gets the other's letters, so both are asked about wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.program import AS_OF, MakePerson, Result, Run
from tests.made_up.records import logged, tamper

SAM, JO, CRN = "A1234BC", "A2291BB", "X123456"
ASKED = "The same CRN as {}: whose is it? Once known: releasecheck set {} crn=…"
OF_SAM, OF_JO = ASKED.format(JO, SAM), ASKED.format(SAM, JO)


def said(done: Result) -> str:
    """What a command printed, without the breaks of a screen."""
    assert done.code == 0, done.err
    return " ".join(done.out.split())


@pytest.fixture
def both(make_person: MakePerson) -> None:
    make_person(SAM, "RIVERS, Sam", AS_OF, prison="LEI", crn=CRN)
    make_person(JO, "VAN DYKE, Jo", "2027-02-05", prison="LEI", crn=CRN)


@pytest.mark.usefixtures("both")
def test_it_is_a_check_this_of_both_on_every_screen(run: Run) -> None:
    assert OF_SAM in said(run("show", SAM))
    assert OF_JO in said(run("show", JO))
    for words in (("list",), ("today",), ("list", "--check"), ("missing",)):
        text = said(run(*words))
        assert OF_SAM in text and OF_JO in text, words
    assert OF_SAM in said(run("gate", SAM))
    day = said(run("gate", "--on", AS_OF))
    assert f"{SAM} RIVERS, Sam: {OF_SAM[0].lower()}{OF_SAM[1:]}" in day


@pytest.mark.usefixtures("both")
def test_nobody_falls_off_a_list_for_it(run: Run) -> None:
    """A question of a number is none of where somebody is: they still leave today."""
    assert "1 person: 1 not ready" in run("gate", "--on", AS_OF).out
    listed = run("list").out
    assert listed.index(" OUT  DAY") < listed.rindex("RIVERS") < listed.rindex("VAN DYKE")


@pytest.mark.usefixtures("both")
def test_it_is_settled_by_saying_whose_it_is(run: Run) -> None:
    assert run("set", JO, "crn=X222222").code == 0
    for words in (("show", SAM), ("show", JO), ("list",), ("today",), ("gate", SAM)):
        assert "same CRN" not in said(run(*words)), words


@pytest.mark.usefixtures("both")
def test_one_person_under_two_numbers_has_one_crn(run: Run) -> None:
    assert run("merge", SAM, JO).code == 0
    assert "same CRN" not in said(run("show", JO))
    assert "same CRN" not in said(run("list"))


@pytest.mark.usefixtures("both")
def test_somebody_restricted_is_not_named(run: Run, record: Path) -> None:
    tamper(record, f"UPDATE people SET restricted = 1 WHERE prison_number = '{JO}'")
    assert JO not in said(run("show", SAM)) + said(run("list")) + said(run("gate", SAM))


@pytest.mark.usefixtures("both")
def test_whoever_is_named_is_in_the_log(run: Run, record: Path) -> None:
    for words in (("show", SAM), ("gate", SAM), ("list", "--within", "7d")):
        run(*words)
        assert set(logged(record)[-1][2]) == {SAM, JO}, words
    run("prefill", SAM, "dtr")
    assert logged(record)[-1][2] == [SAM]


def test_add_and_set_ask_at_once(run: Run, make_person: MakePerson) -> None:
    make_person(SAM, "RIVERS, Sam", crn=CRN)
    added = run("add", JO, "--name", "VAN DYKE, Jo", f"crn={CRN}")
    assert (added.code, f"CHECK THIS {OF_JO}" in said(added)) == (0, True)
    assert "CHECK THIS" not in said(run("set", JO, "crn=X222222"))
    assert f"CHECK THIS {OF_JO}" in said(run("set", JO, f"crn={CRN}"))
    assert "CHECK THIS" not in said(run("set", JO, "tier=B2"))


def test_one_crn_is_no_fact_of_several_people(run: Run, make_person: MakePerson) -> None:
    make_person(SAM, "RIVERS, Sam")
    make_person(JO, "VAN DYKE, Jo")
    done = run("set", f"{SAM},{JO}", f"crn={CRN}")
    assert (done.code, "crn: one person's own. Name one person only" in done.err) == (2, True)
