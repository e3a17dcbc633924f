"""`outcomes` counts why work was late, not done or handed back: by item and month, of no member of staff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run

SAM, ANN = "A1234BC", "A2291BB"
FRIDAY = "2026-11-27"


@pytest.fixture
def given(run: Run, make_person: MakePerson, tmp_path: Path) -> None:
    """Three things not done and one handed back, by two workers."""
    for number, name in ((SAM, "RIVERS, Sam"), (ANN, "COLE, Ann")):
        make_person(number, name, debts="yes", prison="LEI" if number == SAM else "MDI")
    config = tmp_path / "prt.toml"
    config.write_text('role = "PRT"\n')
    not_done = ("debts", "not_achieved", "--reason")
    for by, words in (
        (
            "S. Jones",
            ("mark", SAM, *not_done, "Staff redeployed: two on reception"),
        ),
        (
            "R. Okoro",
            ("mark", ANN, *not_done, "staff_redeployed", "--on", "2026-11-24"),
        ),
        ("R. Okoro", ("mark", ANN, "crs", "not_achieved", "--reason", "somebody fell ill")),
        ("S. Jones", ("handback", ANN, "family_plan", "--because", "staff-redeployed")),
    ):
        done = run("--config", config, "--by", by, *words, as_of=FRIDAY)
        assert done.code == 0, done.err


def counted(run: Run, *words: str) -> list[tuple[object, ...]]:
    found = json.loads(run("outcomes", *words, "--format", "json", as_of=FRIDAY).out)
    keys = ("item", "month", "code", "not_done", "handed_back")
    return [tuple(row[key] for key in keys) for row in found.get("reasons", ())]


def test_reasons_with_a_code_are_counted_by_item_and_month(run: Run, given: None) -> None:
    assert counted(run) == [
        ("debts", "2026-11", "staff_redeployed", 2, 0),
        ("family_plan", "2026-11", "staff_redeployed", 0, 1),
    ]
    said = run("outcomes", "--all", as_of=FRIDAY).out
    assert "WHY WORK WAS LATE, NOT DONE OR HANDED BACK" in said
    assert "S. Jones" not in said
    assert "two on reception" not in said


def test_they_are_narrowed_like_the_rest_and_gone_once_undone(run: Run, given: None) -> None:
    assert counted(run, "--prison", "LEI") == [("debts", "2026-11", "staff_redeployed", 1, 0)]
    assert counted(run, "--since", "2026-11-25") == [
        ("debts", "2026-11", "staff_redeployed", 1, 0),
        ("family_plan", "2026-11", "staff_redeployed", 0, 1),
    ]
    assert run("--by", "S. Jones", "undo", "-y", as_of=FRIDAY).code == 0
    assert counted(run) == [("debts", "2026-11", "staff_redeployed", 2, 0)]


def test_what_was_done_late_keeps_why(run: Run, make_person: MakePerson) -> None:
    make_person(SAM, "RIVERS, Sam", debts="yes")
    done = run("done", SAM, "debts", "--reason", "staff redeployed", "--gaps", as_of=FRIDAY)
    assert done.code == 0, done.err
    assert counted(run) == [("debts", "2026-11", "staff_redeployed", 1, 0)]


def test_whoever_gives_no_reason_is_told_the_codes(run: Run, make_person: MakePerson) -> None:
    make_person(SAM, "RIVERS, Sam", debts="yes")
    refused = run("mark", SAM, "debts", "not_achieved", as_of=FRIDAY)
    assert refused.code == 2
    assert "staff_redeployed" in refused.err
    assert "words after a colon" in refused.err
