"""What an item asks somebody senior to countersign is done once they have, and is theirs until then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.program import run as run_plainly

FRIDAY = "2026-11-27"
SAM = "A1234BC"
ITEM = """
[item.needs_agreed]
title = "Needs agreed with the person"
pathway = "sentence"
owner = "PRT"
action = "agree the needs"
due = { days = 14, after = "release_told" }
countersign = "SPO"
sources = [{ title = "This office's own", confidence = "high", checked = 2026-11-27 }]
"""
ONLY_HIGH = 'countersign_if = [{ fact = "rosh", is = ["high", "very_high"] }]\n'


@pytest.fixture
def office(run: Run, make_person: MakePerson, tmp_path: Path) -> Path:
    """An office with an item of its own that the SPO countersigns."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    file = folder / "ours.toml"
    file.write_text(ITEM)
    config = tmp_path / "spo.toml"
    config.write_text(f'catalogue = "{folder}"\nrole = "SPO"\nby = "A. Senior"\n')
    run_plainly("--config", config, "record", "init")
    return config


@pytest.fixture
def done(run: Run, office: Path) -> None:
    typed(run, office, "add", SAM, "--name", "RIVERS, Sam", "--release", "2027-02-06", "--type", "CRD")
    typed(run, office, "--by", "S. Jones", "done", "rivers", "needs_agreed")


def typed(run: Run, office: Path, *words: str) -> str:
    found = run("--config", office, *words, as_of=FRIDAY)
    assert found.code == 0, found.err
    return found.out


def task(run: Run, office: Path) -> dict[str, Any]:
    found = json.loads(typed(run, office, "show", SAM, "--format", "json"))["tasks"]
    return next(one for one in found if one["item"] == "needs_agreed")


def test_what_is_done_waits_for_the_spo_on_their_own_list(run: Run, office: Path, done: None) -> None:
    found = task(run, office)
    assert (found["state"], found["owner"], found["outcome"]) == ("action", "SPO", "done")
    assert found["next"] == "countersign it"
    assert found["reasons"][0] == "done 27 Nov 2026, waits for the SPO to countersign"
    assert "RIVERS, Sam" in typed(run, office, "today", "--mine")
    rows = json.loads(typed(run, office, "missing", "--mine", "--format", "json"))["items"]
    assert [row["item"] for row in rows] == ["needs_agreed"]
    assert "Needs agreed with the person: countersign it" in " ".join(
        typed(run, office, "missing", "--mine", "--tasks").split()
    )
    assert typed(run, office, "record", "verify")


def test_countersigned_it_is_done_and_both_are_in_the_history(run: Run, office: Path, done: None) -> None:
    said = typed(run, office, "mark", "rivers", "needs_agreed", "countersigned", "countersigned_by=A. Senior")
    assert said.startswith("A1234BC RIVERS, Sam needs_agreed countersigned Fri 27 Nov 2026.")
    found = task(run, office)
    assert (found["state"], found["owner"], found["outcome"]) == ("done", "PRT", "done")
    history = " ".join(typed(run, office, "history", "rivers").split())
    assert "needs_agreed done on Fri 27 Nov 2026" in history
    assert "needs_agreed countersigned on Fri 27 Nov 2026: countersigned by A. Senior" in history
    assert typed(run, office, "record", "verify")
    typed(run, office, "undo", "-y")
    assert task(run, office)["state"] == "action"


def test_who_countersigned_must_be_said_and_be_somebody_else(run: Run, office: Path, done: None) -> None:
    mark = ("--config", office, "mark", "rivers", "needs_agreed", "countersigned")
    refused = run(*mark, as_of=FRIDAY)
    assert refused.code == 2
    assert "countersigned_by" in refused.err
    refused = run(*mark, "countersigned_by=Jones, S", as_of=FRIDAY)
    assert refused.code == 2
    assert "Jones, S recorded that needs_agreed is done: somebody else countersigns it" in refused.err


def test_what_does_not_wait_for_it_cannot_be_countersigned(run: Run, office: Path, done: None) -> None:
    mark = ("mark", "rivers", "needs_agreed", "countersigned", "countersigned_by=A. Senior")
    typed(run, office, *mark)
    refused = run("--config", office, *mark, "--on", "2026-11-26", as_of=FRIDAY)
    assert refused.code == 2
    assert "does not wait to be countersigned. How it stands: releasecheck why A1234BC" in refused.err


@pytest.mark.parametrize(
    ("rosh", "state"), [("rosh=low", "done"), ("rosh=high", "action"), ("tier=B2", "action")]
)
def test_a_condition_says_for_whom_and_not_known_is_not_no(
    run: Run, office: Path, rosh: str, state: str
) -> None:
    (office.parent / "catalogue" / "ours.toml").write_text(ITEM.replace("sources", f"{ONLY_HIGH}sources"))
    typed(run, office, "add", SAM, "--name", "RIVERS, Sam", "--release", "2027-02-06", "--type", "CRD", rosh)
    typed(run, office, "--by", "S. Jones", "done", "rivers", "needs_agreed")
    assert task(run, office)["state"] == state


def test_an_office_that_asks_for_it_no_more_reads_what_was_signed(run: Run, office: Path, done: None) -> None:
    typed(run, office, "mark", "rivers", "needs_agreed", "countersigned", "countersigned_by=A. Senior")
    (office.parent / "catalogue" / "ours.toml").write_text(ITEM.replace('countersign = "SPO"\n', ""))
    assert task(run, office)["state"] == "done"


def test_the_catalogue_says_that_it_is_countersigned(run: Run, office: Path, done: None) -> None:
    said = " ".join(typed(run, office, "catalogue", "show", "needs_agreed").split())
    assert "Countersigned: by the SPO: not done before" in said
    assert "countersigned (countersigned), evidence countersigned_by" in said
