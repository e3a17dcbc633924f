"""A whole import can be taken back; what stood before stands again and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.kept import open_record
from tests.made_up.program import Dump, MakePerson, Run
from tests.made_up.terminal import Terminal

CURRENT = ("people", "plans", "tasks")


@pytest.fixture
def leeds(tmp_path: Path) -> Path:
    """A list of two people, one of whom is recorded with another tier."""
    file = tmp_path / "leeds.csv"
    file.write_text('NOMS No,Name,Tier\nA1234BC,"SMITH, John",B2\nA5561CD,"DUNNE, Kerry",C1\n')
    return file


def test_an_import_is_taken_back_whole_and_what_stood_before_stands_again(
    run: Run, record: Path, make_person: MakePerson, dump: Dump, leeds: Path
) -> None:
    make_person(tier="A1")
    before = dump(record)
    assert run("import", "people", leeds).code == 0
    done = run("import", "undo", "2")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Undone: entry 2, import")
    assert "A1234BC SMITH, John and A5561CD DUNNE, Kerry; A5561CD off the lists" in done.out
    after = dump(record)
    assert [after[table] for table in CURRENT] == [before[table] for table in CURRENT]
    assert len(after["facts"]) > len(before["facts"]), "what the import said is kept, and undone"


def test_a_dry_run_takes_nothing_back(run: Run, record: Path, dump: Dump, leeds: Path) -> None:
    run("import", "people", leeds)
    before = dump(record)
    assert run("import", "undo", "1", "--dry-run").out.endswith("Nothing saved.\n")
    assert dump(record) == before


def test_what_was_recorded_since_of_whom_it_first_recorded_goes_with_them(
    run: Run, record: Path, leeds: Path
) -> None:
    run("import", "people", leeds)
    run("set", "dunne", "rosh=high")
    assert "with 1 later entry about the same" in run("import", "undo", "1").out
    with open_record(record) as store:
        assert store.numbers() == []


def test_the_last_imports_are_listed_with_their_numbers(
    run: Run, record: Path, make_person: MakePerson, leeds: Path
) -> None:
    make_person()
    run("import", "people", leeds)
    lines = run("import", "undo").out.splitlines()
    assert lines[0].split() == ["Entry", "Day", "What", "People", "By"]
    assert lines[1].split()[:5] == ["2", "Mon", "23", "Nov", "2026"]
    assert lines[-1] == "To take one back, whole: releasecheck import undo ENTRY"
    run("import", "undo", "2")
    assert "undone by 3" in run("import", "undo").out


def test_where_nothing_was_imported_it_says_what_to_type(run: Run, record: Path) -> None:
    assert run("import", "undo").out == "Nothing has been imported. Next: releasecheck import people FILE\n"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("1", "add is what made entry 1. See the imports: releasecheck import undo"),
        ("9", "there is no entry 9. See the imports: releasecheck import undo"),
    ],
)
def test_only_an_import_is_taken_back_this_way(
    run: Run, make_person: MakePerson, entry: str, why: str
) -> None:
    make_person()
    done = run("import", "undo", entry)
    assert (done.code, done.err) == (1, f"releasecheck: {why}\n")


def test_an_import_is_taken_back_once(run: Run, record: Path, leeds: Path) -> None:
    run("import", "people", leeds)
    run("import", "undo", "1")
    assert run("import", "undo", "1").err == "releasecheck: entry 1 is undone already\n"


@pytest.mark.parametrize(("answer", "left"), [("n", "Nothing saved."), ("y", "Undone: entry 1")])
def test_at_a_terminal_it_is_asked_with_the_number_of_people(
    run: Run, record: Path, tmp_path: Path, answer: str, left: str
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Prison number,Surname\nA1234BC,RIVERS\nA2291BB,COLE\n", "utf-8")
    run("record", "init")
    assert run("import", "people", file).code == 0
    screen = Terminal("import", "undo", "1")
    screen.shows("of 2 people? [y/N]: ")
    screen.type(answer)
    screen.shows(left)
    assert screen.code() == (0 if answer == "y" else 1)
