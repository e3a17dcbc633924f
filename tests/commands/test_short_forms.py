"""Fewer keys: a bare prison number shows the person, and the program has a short name."""

from __future__ import annotations

import configparser

import pytest

from releasecheck.commands.completion_offers import SHORT_NAME
from tests.made_up.program import MakePerson, Run
from tests.places import TOP


@pytest.fixture
def sam(make_person: MakePerson) -> str:
    return make_person("A1234BC", "RIVERS, Sam")


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    "words", [["A1234BC"], ["a1234bc"], ["A1234BC", "--all"], ["A1234BC", "--format", "json"]]
)
def test_a_prison_number_alone_is_show(run: Run, words: list[str]) -> None:
    bare, shown = run(*words), run("show", *words)
    assert bare == shown
    assert (bare.code, bare.err) == (0, "")
    assert "A1234BC" in bare.out


@pytest.mark.usefixtures("sam")
def test_global_options_go_before_it(run: Run) -> None:
    done = run("--quiet", "--by", "P. Marsh", "A1234BC")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("RIVERS, Sam")


def test_nobody_of_that_number_is_said_as_show_says_it(run: Run, sam: str) -> None:
    done = run("Z9999ZZ")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("releasecheck: nobody here has the prison number Z9999ZZ")


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("typed", ["shwo", "rivers", "A1234B", "A12345BC", "1234ABC", "Ａ1234BC", "AB234BC"])
def test_what_is_no_prison_number_is_a_command_that_is_not_there(run: Run, typed: str) -> None:
    done = run(typed)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f'releasecheck: no command "{typed}"')


def test_the_short_name_starts_the_same_program() -> None:
    setup = configparser.ConfigParser()
    setup.read(TOP / "setup.cfg", encoding="utf-8")
    scripts = dict(
        line.split(" = ") for line in setup["options.entry_points"]["console_scripts"].strip().splitlines()
    )
    assert scripts == {SHORT_NAME: "releasecheck.cli:main", "releasecheck": "releasecheck.cli:main"}


def test_help_and_the_pages_name_the_short_name(run: Run) -> None:
    assert f"{SHORT_NAME} A1234BC" in run("--help").out
    assert f"`{SHORT_NAME}`" in (TOP / "README.md").read_text("utf-8")
