"""Somebody whom a list has elsewhere than the record does: under CHECK THIS until it is settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.places import DATA

CASE = DATA / "cases" / "06-left-prison-by-import"
GONE = "A9101ZA"
TYPE = f"releasecheck released {GONE} --on 2026-11-26"


@pytest.fixture
def left(record: Path, run: Run) -> None:
    """Three people of Leeds, one of whom a list has released."""
    run("import", "people", CASE / "before.json", as_of="2026-11-20")
    run("import", "people", CASE / "after.json", as_of="2026-11-27")


def joined(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("words", [("list",), ("today",), ("show", GONE), ("gate", GONE), ("missing",)])
def test_a_list_that_has_somebody_gone_is_asked_about(left: None, run: Run, words: tuple[str, ...]) -> None:
    said = joined(run(*words, as_of="2026-11-27").out)
    assert said.upper().index("CHECK THIS") < said.index("Left prison Thu 26 Nov 2026")
    assert "--on 2026-11-26" in said


def test_they_are_not_on_the_gate_list_unasked(left: None, run: Run) -> None:
    done = run("gate", "--on", "2026-12-04", "--exit-code", as_of="2026-12-03")
    said = joined(done.out)
    assert "Nobody is down to leave; 1 may have to be" in said
    assert "1 whom a list has elsewhere" in said and f"{GONE} left prison Thu 26 Nov 2026" in said
    assert "releasecheck list --check" in done.err
    assert done.code == 4


def test_the_night_asks_too(left: None, run: Run, tmp_path: Path) -> None:
    run("nightly", "--out", tmp_path / "night", as_of="2026-11-27")
    assert TYPE in joined((tmp_path / "night" / "latest" / "index.html").read_text())


def test_once_settled_nothing_is_asked(left: None, run: Run) -> None:
    run("released", GONE, "--on", "2026-11-26", as_of="2026-11-27")
    for words in (("list",), ("today",), ("show", GONE), ("missing",)):
        assert "Left prison" not in run(*words, as_of="2026-11-27").out


def test_somebody_recorded_as_released_whom_a_list_has_in_is_asked_about(left: None, run: Run) -> None:
    run("released", "A9102ZA", "--on", "2026-11-21", as_of="2026-11-21")
    run("import", "people", CASE / "before.json", as_of="2026-11-28")
    said = joined(run("list", as_of="2026-11-28").out)
    assert "Recorded as released, and a list has them in custody: releasecheck recalled A9102ZA" in said
