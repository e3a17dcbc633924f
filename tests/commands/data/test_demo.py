"""`demo`: the first thing that anybody types."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

import pytest

from releasecheck.commands.data.demo_data import demo_people
from tests.made_up.answers import EXPORT, folder_state
from tests.made_up.program import Run

DAY = date(2026, 11, 23)


def test_demo_prints_caseload_checklist_missing_report_and_how_to_go_on(run: Run) -> None:
    done = run("demo")
    assert (done.code, done.err) == (0, "")
    headings = [line for line in done.out.splitlines() if line.startswith("$ ")]
    assert [heading.split()[2] for heading in headings] == ["list", "show", "missing"]
    assert "Out within 12 weeks of Mon 23 Nov 2026" in done.out
    assert "RIVERS, Sam  A1234BC" in done.out
    assert "something late, waiting or unknown (14 days ahead)" in done.out
    _, _, how = done.out.partition("How to go on\n")
    assert "releasecheck record init" in how
    assert "releasecheck import people FILE.csv" in how


def test_demo_says_first_that_nobody_in_it_is_real(run: Run) -> None:
    assert "Nobody here is real" in run("demo").out.splitlines()[0]


def test_demo_leaves_nothing_behind(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("data", "config", "temp", "here"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    monkeypatch.chdir(tmp_path / "here")
    before = folder_state(tmp_path)
    assert run("demo").code == 0
    assert folder_state(tmp_path) == before


def test_demo_works_on_any_day(run: Run) -> None:
    for day in ("2024-02-29", "2026-12-25", "2031-06-01"):
        assert run("demo", as_of=day).code == 0


def test_demo_keep_keeps_a_record_that_the_next_command_can_use(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "demo.db"
    said = run("demo", "--keep", kept)
    assert said.code == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    assert str(kept) in said.out
    shown = run("--record", kept, "list", "--format", "json")
    assert len(json.loads(shown.out)["people"]) == sum("released_on" not in p.facts for p in demo_people(DAY))


def test_every_command_that_demo_prints_works_on_the_record_it_keeps(run: Run, demo: Path) -> None:
    for line in run("demo").out.splitlines():
        if line.startswith("$ releasecheck "):
            assert run(*line.split()[2:]).code == 0, line


def test_demo_has_a_weekend_release_a_recall_a_life_sentence_and_things_not_known(
    run: Run, demo: Path
) -> None:
    lines = run(*EXPORT).out.splitlines()
    plans = [json.loads(line) for line in lines]
    releases = [plan["release"] for plan in plans if plan["release"]]
    assert any(release["date"] != release["nominal_date"] for release in releases)
    assert any(release["type"] == "PRRD" for release in releases)
    assert any(plan["person"]["facts"].get("indeterminate") for plan in plans)
    assert any(plan["counts"]["unknown"] for plan in plans)
    assert any(plan["counts"]["done"] for plan in plans)
    assert len({plan["person"]["facts"]["prison"] for plan in plans}) == 8
