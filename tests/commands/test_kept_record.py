"""A record and a bundle made by each release are opened and taken in by today's program, and say the same.

What is promised is what programs read; the words of screens are free to get better.

`make.sh` beside each record says how it was made, and with what. Policy moves on: the catalogue that it was
made with is kept beside it, and by that it has to show the same to the letter. Another rule says today when
what came too late is due: here the numbers of an office say it as it was, all due on the day it became known.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from releasecheck.app.opening import office_files
from releasecheck.policy.sources import CatalogueFile
from tests.contract.shapes import differences
from tests.made_up.program import Run
from tests.places import DATA

RECORDS = DATA / "records"
VERSIONS = sorted(path.name for path in RECORDS.iterdir())
PEOPLE = [
    (version, path.stem)
    for version in VERSIONS
    for path in sorted((RECORDS / version / "show").glob("*.json"))
]
HISTORIES = [
    (version, path.stem) for version in VERSIONS for path in sorted((RECORDS / version / "history").iterdir())
]


#: On remand: what counts from a release was asked of them, and is not until a court says when they leave.
ON_REMAND = {"A2291BB"}


def assert_as_meant(was: dict[str, Any], now: dict[str, Any]) -> None:
    """The same answer to the letter, but for what nobody on remand is asked any more."""
    if was["person"]["prison_number"] in ON_REMAND:
        waits = "not until a court says when they leave"
        waiting = {task["item"] for task in now["tasks"] if waits in task["reasons"]}
        waiting |= {task["item"] for task in was["tasks"] if "release_date" in task["missing_facts"]}
        then = {task["state"] for task in was["tasks"] if task["item"] in waiting}
        assert then <= {"unknown", "not_applicable"}, "nothing that somebody was doing"
        assert {task["state"] for task in now["tasks"] if task["item"] in waiting} == {"not_applicable"}
        was, now = without(was, waiting), without(now, waiting)
    assert list(differences(was, now)) == []


def without(answer: dict[str, Any], items: set[str]) -> dict[str, Any]:
    """An answer about somebody without these tasks, their counts and their order."""
    tasks = {task["item"]: task for task in answer["tasks"] if task["item"] not in items}
    return {**answer, "tasks": tasks, "counts": None}


@pytest.fixture(autouse=True)
def _greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Histories tell moments in the time of the place, and these were told in UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


AS_IT_WAS = """
[timetable]
before_days = 40000
least_working_days = 0
share_percent = 0
most_working_days = 0
first_share_percent = 0
first_most_working_days = 0
"""


@pytest.fixture(autouse=True)
def as_it_was() -> Path:
    """An office's own rules, by which what came too late is due as it was when the records were made."""
    office = Path(os.environ["XDG_CONFIG_HOME"]) / "releasecheck" / "catalogue"
    office.mkdir(parents=True)
    rules = office / "rules.toml"
    rules.write_text(AS_IT_WAS, "utf-8")
    return rules


@pytest.fixture
def old_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue that the first release shipped with: what is shown then follows from the record alone."""
    files = tuple(
        CatalogueFile(path.name, text(path), office=True)
        for path in sorted((RECORDS / "0.1.0" / "catalogue").iterdir())
    )
    monkeypatch.setattr(office_files, "builtin_files", lambda: files)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes a copy of a version's record the one that commands use; gives the folder it was kept in."""

    def open_copy(version: str) -> Path:
        shutil.copyfile(RECORDS / version / "record.db", tmp_path / "record.db")
        monkeypatch.setenv("RELEASECHECK_RECORD", str(tmp_path / "record.db"))
        return RECORDS / version

    return open_copy


def text(path: Path) -> str:
    """What was kept, to the letter."""
    return path.read_bytes().decode()


@pytest.mark.parametrize("version", VERSIONS)
def test_a_kept_record_holds_together(version: str, opened: Callable[[str], Path], run: Run) -> None:
    opened(version)
    for words in (("record", "verify"), ("log", "verify")):
        done = run(*words)
        assert done.code == 0, done.err


@pytest.mark.usefixtures("old_policy")
@pytest.mark.parametrize(("version", "number"), PEOPLE)
def test_a_person_is_shown_as_they_were(
    version: str, number: str, opened: Callable[[str], Path], run: Run
) -> None:
    kept = opened(version) / "show"
    shown = run("show", number, "--format", "json").out
    assert_as_meant(json.loads(text(kept / f"{number}.json")), json.loads(shown))


@pytest.mark.parametrize(("version", "number"), PEOPLE)
def test_by_todays_policy_all_that_was_recorded_is_there_and_nothing_new_is_late(
    version: str, number: str, opened: Callable[[str], Path], run: Run
) -> None:
    kept = json.loads(text(opened(version) / "show" / f"{number}.json"))
    now = {task["item"]: task for task in json.loads(run("show", number, "--format", "json").out)["tasks"]}
    was = {task["item"]: task for task in kept["tasks"]}
    recorded = ("outcome", "outcome_on", "evidence")
    assert [{key: task[key] for key in recorded} for task in was.values()] == [
        {key: now[item][key] for key in recorded} for item in was
    ]
    late = {item for item, task in now.items() if task["state"] == "overdue"}
    assert late <= {item for item, task in was.items() if task["state"] in ("overdue", "to_do", "unknown")}


@pytest.mark.parametrize("version", VERSIONS)
def test_opening_it_says_once_what_is_no_longer_called_late(
    version: str, as_it_was: Path, opened: Callable[[str], Path], run: Run
) -> None:
    as_it_was.unlink()
    opened(version)
    first = " ".join(run("list").err.split())
    assert "fell due long before they were recorded here, and are no longer called late" in first
    assert "releasecheck export before" in first
    assert "no longer called late" not in run("list").err


@pytest.mark.parametrize(("version", "number"), HISTORIES)
def test_a_history_is_told_as_it_was(
    version: str, number: str, opened: Callable[[str], Path], run: Run
) -> None:
    kept = opened(version) / "history"
    assert run("history", number).out == text(kept / f"{number}.txt")


@pytest.mark.usefixtures("old_policy")
@pytest.mark.parametrize("version", VERSIONS)
def test_plans_are_given_out_as_they_were(version: str, opened: Callable[[str], Path], run: Run) -> None:
    kept = opened(version)
    was, now = (
        text(kept / "plans.jsonl").splitlines(),
        run("export", "plans", "--format", "jsonl").out.splitlines(),
    )
    assert len(was) == len(now)
    for kept_one, one in zip(was, now, strict=True):
        assert_as_meant(json.loads(kept_one), json.loads(one))


@pytest.mark.usefixtures("old_policy")
@pytest.mark.parametrize("version", VERSIONS)
def test_a_kept_bundle_is_taken_in_and_shows_the_same(version: str, record: Path, run: Run) -> None:
    kept = RECORDS / version
    done = run("import", "bundle", kept / "bundle.json")
    assert done.code == 0, done.err
    for shown in (kept / "taken-in").glob("*.json"):
        now = json.loads(run("show", shown.stem, "--format", "json").out)
        assert_as_meant(json.loads(text(shown)), now)
    assert run("record", "verify").code == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_a_kept_record_has_every_kind_of_row(version: str, opened: Callable[[str], Path], run: Run) -> None:
    opened(version)
    rows = json.loads(run("export", "history", "--format", "json").out)
    assert {row["kind"] for row in rows} == {"fact", "release", "outcome", "owner", "note"}
    assert len({row["by"] for row in rows}) >= 6, "several authors"
    assert any(row["undone_by"] for row in rows) and any(row["entry"] < 0 for row in rows)
    assert any(row["kind"] == "fact" and row["after"] is None for row in rows), "a fact not known any more"
    commands = {row["command"].partition(" ")[0] for row in rows}
    assert commands >= set(
        "import add set mark waive decline note own redate transfer com contact ask released recalled "
        "returned handover sheet undo".split()
    )
    log = json.loads(run("log", "export", "--to", "the tests", "--format", "json").out)
    assert {line["kind"] for line in log} == {
        *("collection", "alteration", "consultation", "disclosure", "combination"),
    }
    days = run("calendar", "list").out
    assert "Office closed" in days and "Made-up day" in days


# --- how answers are compared ---

ANSWER = {"as_of": "2026-11-23", "tasks": [{"item": "dtr", "days": 1}, {"item": "crs", "days": None}]}


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({"as_of": "2026-11-23"}, "it has no tasks any more"),
        ({**ANSWER, "as_of": "2026-11-24"}, "it.as_of was '2026-11-23' and is '2026-11-24'"),
        ({**ANSWER, "tasks": ANSWER["tasks"][::-1]}, "it.tasks[0].item was 'dtr' and is 'crs'"),
        ({**ANSWER, "tasks": [{"item": "dtr", "days": True}, {}]}, "it.tasks[0].days was 1 and is True"),
        ({**ANSWER, "tasks": []}, f"it.tasks was {ANSWER['tasks']} and is []"),
    ],
)
def test_an_answer_that_is_another_is_noticed(now: object, said: str) -> None:
    assert said in differences(ANSWER, now)


def test_a_key_may_be_added() -> None:
    assert list(differences(ANSWER, {**ANSWER, "earliest_possible": "2026-12-01"})) == []
