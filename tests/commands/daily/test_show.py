"""`show` on a screen: its sections in the order of need, on no more lines than anybody reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.made_up.program import Run


def test_show_has_its_sections_in_the_order_of_need(run: Run, demo: Path) -> None:
    lines = run("show", "A1234BC").out.splitlines()
    headings = [found[1] for line in lines if (found := re.match(r"([A-Z][A-Z ]+[A-Z])(?: [0-9(]|$)", line))]
    order = ["CHECK THIS", "OVERDUE", "ACT NOW", "CHASE", "DO AGAIN", "BLOCKED", "NOT KNOWN", "DUE", "NEXT"]
    assert headings == [heading for heading in order if heading in headings]
    assert {"OVERDUE", "CHASE", "NOT KNOWN", "DUE", "NEXT"} <= set(headings)


def test_show_says_the_weekday_and_the_days_left_in_both_kinds(run: Run, demo: Path) -> None:
    out = run("show", "A1234BC").out
    assert "Release Fri 5 Feb 2027" in out
    assert "nominal Sat 6 Feb" in out
    assert "74 days, 51 working days" in out
    assert "may be brought forward to Thu 4 Feb" in out


def test_nobody_in_the_demo_needs_more_than_twenty_lines_of_eighty_columns(run: Run, demo: Path) -> None:
    people = json.loads(run("list", "--released", "--all", "--format", "json").out)["people"]
    for person in people:
        lines = run("show", person["prison_number"]).out.splitlines()
        assert len(lines) <= 20, person["prison_number"]
        assert max(map(len, lines)) <= 80, person["prison_number"]


def test_show_all_names_every_task_that_the_contract_has(run: Run, demo: Path) -> None:
    tasks = json.loads(run("show", "A1234BC", "--format", "json").out)["tasks"]
    shown = run("show", "A1234BC", "--all").out
    assert [task["item"] for task in tasks if task["item"] not in shown and task["missing_facts"] == []] == []
