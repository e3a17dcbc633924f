"""`record restrict`, `unrestrict` and `hold`: kept and not shown, and never lost from release day unsaid."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged, rows

ODO = "A5561CD"


@pytest.fixture
def odo(make_person: MakePerson) -> str:
    make_person("A1234BC", "RIVERS, Sam", prison="LEI")
    return make_person(ODO, "NIGHTLARK, Odo", "2026-11-27", prison="LEI", tier="B2", crn="X123456")


def restrict(run: Run, *more: str) -> None:
    done = run("record", "restrict", ODO, "--reason", "they dispute the date", *more)
    assert done.code == 0, done.err


def test_who_is_restricted_is_in_no_list_and_every_list_counts_them(run: Run, odo: str) -> None:
    restrict(run)
    for words in (
        ("today",),
        ("list", "--all"),
        ("missing",),
        ("gate", "--on", "2026-11-27"),
        ("forecast",),
    ):
        done = run(*words)
        assert ODO not in done.out, words
        assert "NIGHTLARK" not in done.out, words
        assert "1 restricted" in done.out, words


@pytest.mark.parametrize(
    "words",
    [
        ("show", ODO),
        ("show", "nightlark"),
        ("show", "X123456"),
        ("why", ODO, "dtr"),
        ("history", ODO),
        ("asked", ODO),
        ("missing", "--person", ODO),
        ("gate", ODO),
        ("sheet", ODO),
        ("prefill", ODO, "dtr"),
        ("handover", ODO, "--preview", "--to", "J. Okafor"),
        ("handover", ODO, "--to", "J. Okafor"),
        ("export", "plans", "--person", ODO, "--to", "x"),
        ("set", ODO, "tier=A1", "--dry-run"),
        ("redate", ODO, "2026-12-01", "--type", "CRD", "--source", "OMU", "--dry-run"),
    ],
    ids=" ".join,
)
def test_a_page_of_somebody_restricted_is_refused_and_says_who_may_lift_it(
    run: Run, odo: str, words: tuple[str, ...]
) -> None:
    restrict(run)
    done = run(*words)
    assert (done.code, done.out) == (1, "")
    assert f"{ODO} is restricted" in done.err
    assert "NIGHTLARK" not in done.err


def test_what_is_told_of_somebody_restricted_is_still_recorded(run: Run, odo: str, record: Path) -> None:
    """A date that moves must not be lost because nobody may look at the person."""
    restrict(run)
    assert run("set", ODO, "tier=A1").code == 0
    assert run("note", ODO, "He asked about his bank card").code == 0
    assert rows(record, "SELECT tier, restricted FROM people WHERE prison_number = ?", ODO) == [("A1", 1)]
    assert "NIGHTLARK" not in run("list", "--all").out
    assert run("record", "verify").code == 0


def test_a_list_that_comes_in_records_somebody_restricted_and_does_not_show_them(
    run: Run, odo: str, record: Path, tmp_path: Path
) -> None:
    restrict(run)
    file = tmp_path / "people.csv"
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows([["Prison Number", "CRD", "Tier"], [ODO, "01/12/2026", "A1"]])
    done = run("import", "people", file)
    assert done.code == 0, done.err
    assert ODO not in done.out
    assert "1 restricted person among them, not shown" in done.out
    assert rows(record, "SELECT tier FROM people WHERE prison_number = ?", ODO) == [("A1",)]


def test_a_restriction_that_is_lifted_leaves_everything_as_it_would_have_been(
    run: Run, odo: str, record: Path
) -> None:
    restrict(run)
    run("set", ODO, "housing=homeless")
    done = run("record", "unrestrict", ODO, "--reason", "settled")
    assert done.code == 0, done.err
    assert "NIGHTLARK" in run("list", "--all").out
    assert run("show", ODO).code == 0
    assert run("record", "verify").code == 0
    assert rows(record, "SELECT * FROM holds") == []
    assert [line for line in logged(record) if line[1].startswith("record") and line[2]] == [
        ("alteration", "record restrict", [ODO]),
        ("alteration", "record unrestrict", [ODO]),
    ]


def test_who_comes_back_to_the_lists_is_restricted_as_before(
    run: Run, odo: str, make_person: MakePerson
) -> None:
    restrict(run)
    assert run("undo", "--yes").code == 0
    make_person(ODO, "NIGHTLARK, Odo")
    assert "1 restricted" in run("list", "--all").out
    assert run("show", ODO).code == 1
    assert run("record", "verify").code == 0


def test_both_numbers_of_somebody_merged_are_restricted(run: Run, odo: str, make_person: MakePerson) -> None:
    make_person("A7770ZZ", "NIGHTLARK, Odo")
    assert run("merge", ODO, "A7770ZZ").code == 0
    restrict(run)
    assert [run("show", one).code for one in (ODO, "A7770ZZ")] == [1, 1]
    assert "NIGHTLARK" not in run("list", "--all").out


def test_a_dry_run_restricts_nobody(run: Run, odo: str, record: Path) -> None:
    restrict(run, "--dry-run")
    assert rows(record, "SELECT * FROM holds") == []
    assert run("show", ODO).code == 0


@pytest.mark.parametrize("command", ["restrict", "unrestrict", "hold"])
def test_it_asks_for_a_reason(run: Run, odo: str, command: str) -> None:
    done = run("record", command, ODO)
    assert done.code == 2
    assert "add --reason TEXT" in done.err


def test_what_is_not_so_cannot_be_lifted(run: Run, odo: str) -> None:
    for words in (("unrestrict", ODO), ("hold", ODO, "--lift")):
        done = run("record", *words, "--reason", "no")
        assert (done.code, done.out) == (1, "")
        assert "Nothing was changed" in done.err
