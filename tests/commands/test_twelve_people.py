"""The list that a senior probation officer would write for each of our twelve, through the front door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import Run
from tests.twelve import TODAY, Line, Page, Plan, Task, difference, pages, planned, read_page


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.stem)
def test_what_an_officer_would_list_stands_there_and_nothing_else(
    path: Path, run: Run, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    page = read_page(path)
    faults = difference(page, planned(page, run)).faults()
    assert not faults, "\n".join([page.title, *faults])


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.stem)
def test_what_somebody_must_check_is_what_the_page_says(path: Path, run: Run, record: Path) -> None:
    page = read_page(path)
    planned(page, run)
    wanted = [name.lower().replace(" ", "_") for name in page.lists["Check this"] if name != "nothing"]
    shown = json.loads(run("show", page.number, "--format", "json", as_of=TODAY).out)["to_check"]
    assert [check["code"] for check in shown] == wanted
    for check in shown:
        assert check["settled_by"] == f"releasecheck checked {page.number} {check['code']}"


def test_everybodys_page_is_there() -> None:
    assert [int(path.name[:2]) for path in pages()] == [*range(1, 13)]


def _task(
    item: str, owner: str = "COM", due: str | None = "2026-12-04", state: str = "to_do", **more
) -> Task:
    return {
        "item": item,
        "owner": owner,
        "due_on": due,
        "state": state,
        "compressed": False,
        "blocked_by": [],
        "reasons": [],
    } | more


def _asked(due: str, *more: str) -> Page:
    lines = tuple(Line(("dtr",), "", ("COM", "PRT"), one, "", "", "") for one in (due, *more))
    return Page("", "", (), lines, {"Must not": {"cas1": "low risk"}, "Allowed": {"debts": ""}})


@pytest.mark.parametrize(
    ("due", "task", "fault"),
    [
        ("2026-12-04", _task("dtr", "PRT"), ""),
        ("2026-12-04", _task("dtr", state="upcoming"), ""),
        ("2026-12-04", _task("dtr", "HC"), "wrong owner: dtr: COM or PRT, 2026-12-04"),
        ("2026-12-04", _task("dtr", due="2026-12-05"), "wrong day: dtr: COM or PRT, 2026-12-04"),
        ("2026-12-04", _task("dtr", state="not_required"), "missing: dtr: COM or PRT, 2026-12-04"),
        ("2026-12-04", _task("crs"), "missing: dtr: COM or PRT, 2026-12-04"),
        ("now", _task("dtr", due="2026-11-27"), ""),
        ("now", _task("dtr", compressed=True), ""),
        ("now", _task("dtr"), "wrong day: dtr: COM or PRT, now"),
        ("later", _task("dtr", due=None, state="upcoming"), ""),
        ("later", _task("dtr", due="2026-11-27"), "wrong day: dtr: COM or PRT, later"),
        ("ask", _task("dtr", due=None, state="unknown"), ""),
        ("waits", _task("dtr", state="blocked", blocked_by=["crs"]), ""),
        ("waits", _task("dtr"), "wrong day: dtr: COM or PRT, waits"),
    ],
)
def test_a_line_stands_with_its_owner_and_its_day_or_it_is_said(due: str, task: Task, fault: str) -> None:
    faults = difference(_asked(due), Plan({task["item"]: task}, {})).faults()
    assert [one.split(";")[0] for one in faults if not one.startswith("noise")] == [fault][: bool(fault)]


def test_an_items_later_checkpoint_stands_where_why_counts_its_day_out() -> None:
    page, tasks = _asked("2026-12-04", "2027-03-05"), {"dtr": _task("dtr")}
    assert difference(page, Plan(tasks, {"dtr": frozenset({"2027-03-05"})})).faults() == []
    assert [fault.split(":")[0] for fault in difference(page, Plan(tasks, {})).faults()] == ["wrong day"]


def test_what_must_not_stand_there_is_said_and_noise_above_a_line_in_ten() -> None:
    page, kept = _asked("2026-12-04"), {"dtr": _task("dtr"), "debts": _task("debts")}
    faults = difference(page, Plan(kept | {"cas1": _task("cas1")}, {})).faults()
    assert [fault.split(";")[0] for fault in faults] == ["must not: cas1 COM to_do 2026-12-04"]
    faults = difference(page, Plan(kept | {"rotl": _task("rotl")}, {})).faults()
    assert [fault.split(";")[0] for fault in faults] == ["noise: rotl COM to_do 2026-12-04"]
    page.lists["Allowed"].update(dict.fromkeys("abcdefg", ""))
    kept |= {item: _task(item) for item in "abcdefg"}
    assert difference(page, Plan(kept | {"rotl": _task("rotl")}, {})).faults() == []
