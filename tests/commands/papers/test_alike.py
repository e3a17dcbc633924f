"""Two people who could be taken for one another are told apart where somebody acts on one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.answers import said
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged, tamper

SAM, JOAN = "A1234BC", "A9999ZZ"
JOAN_SAID = (
    "Not to be confused with A9999ZZ RIVERS, Joan (cell C-1-003, out 19 Feb 2027): same surname, same prison"
)


@pytest.fixture
def sam(make_person: MakePerson) -> str:
    return make_person(
        SAM, "RIVERS, Sam", "2027-02-05", prison="LEI", cell="B-2-014", date_of_birth="1989-04-17"
    )


def joan(
    make_person: MakePerson, release: str = "2027-02-19", prison: str = "LEI", name: str = "Joan"
) -> None:
    make_person(JOAN, f"RIVERS, {name}", release, prison=prison, cell="C-1-003")


@pytest.fixture
def same_day(sam: str, make_person: MakePerson) -> None:
    joan(make_person)


def points(run: Run) -> list[str]:
    found: list[str] = json.loads(run("gate", SAM, "--format", "json").out)["notes"]
    return found


@pytest.mark.usefixtures("same_day")
def test_the_gate_page_names_who_has_the_surname_there_and_leaves_within_14_days(run: Run) -> None:
    page = " ".join(run("gate", SAM, "--format", "txt").out.split())
    same = page.index("Same surname here: RIVERS, Joan A9999ZZ, cell C-1-003, out 19 Feb 2027")
    assert page.index("RIVERS, Sam") < same < page.index("Not ready")
    assert points(run) == [JOAN_SAID]


@pytest.mark.parametrize(("release", "prison"), [("2027-02-22", "LEI"), ("2027-02-05", "DTI")])
def test_nobody_is_named_who_leaves_later_or_elsewhere(
    run: Run, sam: str, make_person: MakePerson, release: str, prison: str
) -> None:
    joan(make_person, release, prison)
    assert points(run) == []


def test_part_of_a_surname_is_another_surname(run: Run, sam: str, make_person: MakePerson) -> None:
    make_person(JOAN, "RIVERSIDE, Joan", "2027-02-05", prison="LEI")
    make_person("A9998ZZ", "RIVER, Joan", "2027-02-05", prison="LEI")
    assert points(run) == []


def test_the_same_name_and_birth_date_under_another_number_is_asked_about_wherever(
    run: Run, sam: str, make_person: MakePerson
) -> None:
    make_person(JOAN, "Rivers, SAM", None, prison="DTI", date_of_birth="1989-04-17")
    assert points(run) == [
        "Same name and date of birth as A9999ZZ RIVERS, SAM (cell not known, no release date): "
        "one person under two numbers?"
    ]


@pytest.mark.usefixtures("same_day")
def test_the_list_of_a_day_names_them_too_and_logs_whose_data_it_showed(run: Run, record: Path) -> None:
    page = " ".join(run("gate", "--on", "2027-02-05", "--format", "txt").out.split())
    assert f"same surname: Joan {JOAN}" in page
    assert logged(record)[-1][2] == [SAM, JOAN]


@pytest.mark.usefixtures("same_day")
def test_the_list_counts_nobody_as_in_it_who_is_only_alike(run: Run) -> None:
    told = json.loads(run("gate", "--on", "2027-02-05", "--format", "json").out)
    assert told["not_counted"] == {"outside_window": 1}


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("trying", [(), ("--dry-run",)])
def test_who_could_be_meant_is_said_when_somebody_is_recorded(run: Run, trying: tuple[str, ...]) -> None:
    words = ("add", JOAN, "--name", "RIVERS, Joan", "--release", "2027-02-19", "--type", "CRD", "prison=LEI")
    out = run(*words, *trying).out
    assert " ".join(out.splitlines()[1].split()).startswith(
        "CHECK THIS Not to be confused with A1234BC RIVERS, Sam"
    )
    assert "(cell B-2-014, out 5 Feb 2027): same surname, same prison Next:" in " ".join(out.split())


@pytest.mark.usefixtures("same_day")
def test_a_restricted_person_is_never_named(run: Run, record: Path) -> None:
    tamper(record, f"UPDATE people SET restricted = 1 WHERE prison_number = '{JOAN}'")
    assert points(run) == []
    assert "Joan" not in run("gate", "--on", "2027-02-05", "--format", "txt").out
    assert said(run("show", "rivers")).splitlines()[1:] == [
        "  A9999ZZ  restricted",
        "  A1234BC  S. R.  LEI  cell B-2-014, out 5 Feb 2027",
    ]


@pytest.mark.usefixtures("same_day")
def test_a_name_that_could_be_several_lists_them_with_cell_and_release_and_logs_it(
    run: Run, record: Path
) -> None:
    assert said(run("show", "rivers")).splitlines() == [
        '"rivers" could be 2 people; use the prison number:',
        "  A9999ZZ  J. R.  LEI  cell C-1-003, out 19 Feb 2027",
        "  A1234BC  S. R.  LEI  cell B-2-014, out 5 Feb 2027",
    ]
    assert logged(record)[-1][2] == [SAM, JOAN]


def test_two_of_one_name_are_told_apart_by_cell_day_pom_and_com(run: Run, make_person: MakePerson) -> None:
    make_person("A4410JK", "KAUR, Jake", prison="LEI", cell="B-1-002", pom="K. Ellis", com="J. Okafor")
    make_person("A8820FB", "KAUR, Jake", "2027-03-15", prison="LEI", com="T. Hughes")
    done = run("show", "jake")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        'releasecheck: "jake" could be 2 people; use the prison number:',
        "  A4410JK  J. K.  LEI  cell B-1-002, out 5 Feb 2027, POM K. Ellis, COM J. Okafor",
        "  A8820FB  J. K.  LEI  cell not known, out 15 Mar 2027, COM T. Hughes",
    ]


def test_a_name_misspelt_gets_the_closest_by_number_and_the_look_is_logged(
    run: Run, make_person: MakePerson, record: Path
) -> None:
    make_person("A4410JK", "KAUR, Jake")
    make_person("A5510JK", "MORRIS, Jayne")
    assert said(run("show", "jakke"), 1) == 'nobody called "jakke". Did you mean A4410JK (J. K.)?'
    assert logged(record)[-1] == ("consultation", "show", ["A4410JK"])
    tamper(record, "UPDATE people SET restricted = 1 WHERE prison_number = 'A4410JK'")
    nobody = 'nobody called "jakke". See who is recorded: releasecheck list'
    assert said(run("show", "jakke"), 1) == nobody


@pytest.mark.usefixtures("same_day")
def test_show_says_nothing_of_others(run: Run) -> None:
    assert "Joan" not in run("show", SAM).out
