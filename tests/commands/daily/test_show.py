"""`show` on a screen: its sections in the order of need, on no more lines than anybody reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.made_up.program import Run
from tests.made_up.terminal import Terminal


def test_show_has_its_sections_in_the_order_of_need(run: Run, demo: Path) -> None:
    lines = run("show", "A1234BC").out.splitlines()
    headings = [
        line.partition(" (")[0] for line in lines if re.fullmatch(r"[A-Z][A-Z ]+( 28 DAYS)?( \(.*\))?", line)
    ]
    assert [heading for heading in headings if heading != "DONE"] == [
        *("CHECK THIS", "NOW", "CANNOT START YET", "ASK", "NEXT 28 DAYS"),
    ]


def test_show_says_the_weekday_and_the_days_left_in_both_kinds(run: Run, demo: Path) -> None:
    out = run("show", "A1234BC").out
    assert "Release Fri 5 Feb 2027" in out
    assert "counts to Sat 6 Feb, closed" in out
    assert "74 days, 51 working days" in out
    assert "may be brought forward to Thu 4 Feb" in out


def test_everybody_in_the_demo_fits_on_a_small_terminal(run: Run, demo: Path) -> None:
    people = json.loads(run("list", "--released", "--all", "--format", "json").out)["people"]
    assert len(people) > 38
    for person in people:
        lines = Terminal("--no-color", "show", person["prison_number"], rows=24).rest().splitlines()
        # What is late or due today is never cut: with much of it, no more than that and a line each.
        assert len(lines) <= 24, person["prison_number"]
        assert max(map(len, lines)) <= 80, person["prison_number"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_of_anybody_in_the_demo_is_cut(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for person in json.loads(run("list", "--all", "--format", "json").out)["people"]:
        for words in ((), ("--all",)):
            assert "…" not in run("show", person["prison_number"], *words).out


def test_on_a_narrow_screen_what_one_types_stands_on_a_line_of_its_own(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert "    mappa_level" in run("show", "rivers").out.splitlines()


def test_show_all_names_every_task_that_the_contract_has(run: Run, demo: Path) -> None:
    tasks = json.loads(run("show", "A1234BC", "--format", "json").out)["tasks"]
    shown = run("show", "A1234BC", "--all").out
    assert [task["item"] for task in tasks if task["item"] not in shown and task["missing_facts"] == []] == []
