"""`staff`: who works here, who has left, and what was in their name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged

SAM, ANN = "A1234BC", "A2291BB"


@pytest.fixture
def office(run: Run, make_person: MakePerson) -> None:
    for number, name in ((SAM, "RIVERS, Sam"), (ANN, "COLE, Ann")):
        make_person(number, name, debts="yes", com="A. Khan", com_email="a.khan@probation.example")
    for worker in ("S. Jones", "R. Okoro"):
        assert run("staff", "add", worker, "--role", "PRT", "--prison", "LEI").code == 0


def test_staff_are_listed_with_role_and_prison(run: Run, office: None) -> None:
    assert [line.split() for line in run("staff").out.splitlines()] == [
        [*name.split(), "PRT", "pre-release", "team", "Leeds"] for name in ("R. Okoro", "S. Jones")
    ]
    assert run("staff", "add", "Jones, S", "--role", "PRT", "--prison", "LEI").out == (
        "S. Jones: nothing new, that was recorded already.\n"
    )


def test_with_nobody_recorded_it_says_how_to_begin(run: Run) -> None:
    assert run("record", "init").code == 0
    assert run("staff").out.endswith('Add somebody: releasecheck staff add "S. Jones" --role PRT\n')


@pytest.mark.parametrize("name", ["PRT", "usual", "", "PRT S. Jones"])
def test_a_role_is_no_name(run: Run, office: None, name: str) -> None:
    done = run("staff", "add", name, "--role", "PRT")
    assert done.code == 2
    assert 'releasecheck staff add "S. Jones" --role PRT' in done.err


def test_an_owner_who_has_left_is_named_until_one_command_reassigns(run: Run, office: None) -> None:
    run("own", "rivers", "PRT", "S. Jones")
    run("own", "cole", "dtr", "S. Jones")
    said = run("staff", "left", "S Jones").out
    hint = "Give it to somebody else: releasecheck staff left 'S. Jones' --to NAME\n"
    assert said == (
        "S. Jones has left, Mon 23 Nov 2026.\n"
        "Still in the name of S. Jones: A1234BC PRT; A2291BB dtr\n" + hint
    )
    assert run("staff").out.endswith(hint)
    refused = run("own", "rivers", "dtr", "S. Jones")
    assert refused.code == 2
    assert "S. Jones left on Mon 23 Nov 2026. If they are back: releasecheck staff add" in refused.err
    assert run("staff", "left", "S. Jones", "--to", "R. Okoro", "--dry-run").out.endswith(
        "Nothing saved. Without --dry-run this is recorded.\n"
    )
    said = run("staff", "left", "S. Jones", "--to", "R. Okoro").out
    assert said == "The PRT tasks of 1 person and 1 task now with R. Okoro.\n"
    assert "Still in the name" not in run("staff").out
    tasks = json.loads(run("show", SAM, "--format", "json").out)["tasks"]
    assert {task["owner_name"] for task in tasks if task["owner"] == "PRT"} == {"R. Okoro"}
    assert run("record", "verify").code == 0


def test_a_com_who_has_left_is_replaced_for_everybody(run: Run, office: None) -> None:
    refused = run("staff", "left", "A. Khan", "--to", "T. Hughes")
    assert refused.code == 2
    assert "First: releasecheck staff add 'T. Hughes' --role COM" in refused.err
    run("staff", "add", "T. Hughes", "--role", "COM")
    assert run("staff", "left", "A. Khan", "--to", "T. Hughes").out == (
        "A. Khan has left, Mon 23 Nov 2026.\nCommunity offender manager of 2 people now with T. Hughes.\n"
    )
    facts = json.loads(run("show", SAM, "--format", "json").out)["person"]["facts"]
    assert (facts["com"], facts.get("com_email")) == ("T. Hughes", None)


def test_undoing_the_leaving_undoes_all_of_it(run: Run, office: None) -> None:
    run("own", "rivers", "dtr", "S. Jones")
    run("staff", "left", "S. Jones", "--to", "R. Okoro")
    assert run("undo", "-y").code == 0
    assert "left" not in run("staff").out
    tasks = json.loads(run("show", SAM, "--format", "json").out)["tasks"]
    assert next(task["owner_name"] for task in tasks if task["item"] == "dtr") == "S. Jones"


def test_who_holds_what_is_logged_when_it_is_listed(run: Run, office: None, record: Path) -> None:
    run("own", "rivers", "dtr", "S. Jones")
    run("staff", "left", "S. Jones")
    assert logged(record)[-1] == ("disclosure", "staff left", [SAM])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("left", "S. Jonas"), "Did you mean S. Jones? See them: releasecheck staff"),
        (("left", "S. Jones", "--to", "S Jones"), "that is who has left"),
    ],
)
def test_a_wrong_name_changes_nothing(run: Run, office: None, words: tuple[str, ...], said: str) -> None:
    done = run("staff", *words)
    assert done.code == 2
    assert said in done.err
    assert "left" not in run("staff").out
