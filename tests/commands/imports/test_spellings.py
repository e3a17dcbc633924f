"""A list that spells a name poorer than the record changes nothing; one that spells it richer does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made_up.records import rows, tamper


def take_in(run: Run, folder: Path, *lines: str) -> str:
    file = folder / "list.csv"
    file.write_text("\n".join(("NOMS No,Surname,First name", *lines)) + "\n", "utf-8")
    return run("import", "people", file).out


def names(record: Path) -> list[tuple[object, ...]]:
    return rows(record, "SELECT last_name, first_name FROM people ORDER BY prison_number")


@pytest.mark.parametrize(
    "poorer", ["LUKASZ,Jake", "?UKASZ,Jake", "Łukasz,JAKE", "Lukasz,J", "Lukasz,J. M.", "łukasz,Jake M"]
)
def test_a_poorer_spelling_is_no_change(run: Run, record: Path, tmp_path: Path, poorer: str) -> None:
    take_in(run, tmp_path, "A1234BC,Łukasz,Jake Michael")
    assert take_in(run, tmp_path, f"A1234BC,{poorer}") == "1 row: 1 unchanged\n"
    assert names(record) == [("Łukasz", "Jake Michael")]


def test_a_richer_spelling_is_kept(run: Run, record: Path, tmp_path: Path) -> None:
    take_in(run, tmp_path, "A1234BC,LUKASZ,J", "A1188DE,ONEILL,Rene")
    assert "2 otherwise changed" in take_in(run, tmp_path, "A1234BC,Łukasz,Jake", "A1188DE,O'Neill,René")
    assert names(record) == [("O'Neill", "René"), ("Łukasz", "Jake")]


def test_another_surname_is_still_asked_about(run: Run, record: Path, tmp_path: Path) -> None:
    take_in(run, tmp_path, "A1234BC,Łukasz,Jake")
    take_in(run, tmp_path, "A1234BC,Lucas,Jake")
    assert names(record) == [("Łukasz", "Jake")]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("typed", ["lukasz", "ŁUKASZ", "Łukasz, j", "jake lukasz"])
def test_a_name_is_found_by_the_letters_that_a_keyboard_has(run: Run, tmp_path: Path, typed: str) -> None:
    take_in(run, tmp_path, "A1234BC,Łukasz,Jake")
    assert run("show", typed).code == 0
    assert "A1234BC" in run("find", "lukasz").out
    assert "A1234BC" in run("find", "ŁUKASZ").out


def test_a_record_of_an_earlier_version_finds_them_too(run: Run, record: Path, tmp_path: Path) -> None:
    """It kept the letter as it was in what is searched, until its tables are next brought up to date."""
    take_in(run, tmp_path, "A1234BC,Łukasz,Jake", "A1188DE,Cole,Ann")
    tamper(record, "UPDATE people SET search_name = 'łukasz, jake' WHERE prison_number = 'A1234BC'")
    tamper(record, "PRAGMA user_version = 0")
    assert run("show", "lukasz").code == 0


@pytest.mark.usefixtures("record")
def test_one_person_under_two_numbers_is_told_by_any_spelling(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    for line in ("A1234BC,Łukasz,Zoë,01/04/1990", "A1188DE,LUKASZ,ZOE,01/04/1990"):
        file.write_text(f"NOMS No,Surname,First name,DOB\n{line}\n", "utf-8")
        done = run("import", "people", file)
    assert "releasecheck merge A1234BC A1188DE" in done.out + done.err
