"""`find`: who is it, by whatever somebody remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged, tamper


@pytest.fixture
def caseload(make_person: MakePerson) -> None:
    make_person("A1234BC", "RIVERS, Sam", "2027-02-06", com="J. Okafor", pom="P. Marsh", cell="B-2-014")
    make_person("A2291BB", "O’NEILL, Áine", "2027-05-10", com="T. Hughes", prison="NHI", sex="F")
    make_person("A9999ZZ", "MARTIN, Ben", None, com_office="Leeds Waterloo")


@pytest.mark.usefixtures("caseload")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("riv", "A1234BC"),
        ("sam", "A1234BC"),
        ("oneill", "A2291BB"),
        ("o'neill aine", "A2291BB"),
        ("1234", "A1234BC"),
        ("a2291bb", "A2291BB"),
        ("okafor", "A1234BC"),
        ("marsh", "A1234BC"),
        ("b-2-014", "A1234BC"),
        ("nhi", "A2291BB"),
        ("waterloo", "A9999ZZ"),
        ("feb 2027", "A1234BC"),
        ("February 2027", "A1234BC"),
        ("2027-05", "A2291BB"),
        ("5 feb", "A1234BC"),
        ("okafor 2027-02", "A1234BC"),
    ],
)
def test_a_part_of_what_is_known_is_enough(run: Run, words: str, found: str) -> None:
    done = run("find", *words.split())
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "1 person"
    assert done.out.splitlines()[1].split()[0] == found
    assert done.out.endswith(f"Next: releasecheck show {found}\n")


@pytest.mark.usefixtures("caseload")
def test_a_month_is_not_taken_for_a_part_of_a_name(run: Run) -> None:
    """MARTIN has no date, and nobody leaves in March."""
    assert run("find", "mar", "2027").out == "Nobody fits that. See who is recorded: releasecheck list\n"
    assert run("find", "mar").out.splitlines()[0] == "2 people"


@pytest.mark.usefixtures("caseload")
@pytest.mark.parametrize("words", ["zzz", "okafor may 2027", "%", "_"])
def test_nobody_found_is_no_error(run: Run, words: str) -> None:
    done = run("find", *words.split())
    assert (done.code, done.out) == (0, "Nobody fits that. See who is recorded: releasecheck list\n")


@pytest.mark.usefixtures("caseload")
def test_each_person_is_shown_with_where_when_and_whose(run: Run) -> None:
    assert run("find", "a").out == (
        "3 people\n"
        "  A9999ZZ  MARTIN, Ben                  no release date  no COM\n"
        "  A2291BB  O’NEILL, Áine  NHI           out 10 May 2027  COM T. Hughes\n"
        "  A1234BC  RIVERS, Sam         B-2-014  out 5 Feb 2027   COM J. Okafor\n"
    )


@pytest.mark.usefixtures("caseload")
def test_somebody_who_left_is_found_by_the_day_they_left(run: Run) -> None:
    assert run("released", "rivers", "--on", "2026-11-20").code == 0
    assert "left 20 Nov 2026" in run("find", "nov", "2026").out
    assert "RIVERS" not in run("find", "feb", "2027").out


@pytest.mark.usefixtures("caseload")
def test_a_search_is_logged_as_a_look_at_whoever_it_shows(run: Run, record: Path) -> None:
    run("find", "okafor")
    assert logged(record)[-1] == ("disclosure", "find", ["A1234BC"])


@pytest.mark.usefixtures("caseload")
def test_somebody_whose_data_is_restricted_is_not_found(run: Run, record: Path) -> None:
    tamper(record, "UPDATE people SET restricted = 1 WHERE prison_number = 'A1234BC'")
    assert run("find", "okafor").out.startswith("Nobody fits that.")


def test_more_than_a_screenful_says_how_many_more(run: Run, make_person: MakePerson) -> None:
    for number in range(42):
        make_person(f"A{number:04}AA", f"MADE, Up{chr(97 + number % 26)}", None)
    lines = run("find", "made").out.splitlines()
    assert (lines[0], len(lines), lines[-1]) == ("42 people", 42, "  and 2 more: add a word, or --all")
    assert len(run("find", "made", "--all").out.splitlines()) == 43
