"""Done, day not known: marked, imported, shown, exported and read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run


@pytest.fixture
def smith(make_person: MakePerson) -> str:
    return make_person(legal_status="SENTENCED", sentence_start_date="2026-01-05")


def task(run: Run, name: str) -> dict:
    tasks = json.loads(run("show", "smith", "--format", "json").out)["tasks"]
    return next(task for task in tasks if task["item"] == name)


@pytest.mark.usefixtures("smith")
def test_it_is_said_wherever_its_day_would_be(run: Run) -> None:
    done = run("mark", "smith", "immediate_needs", "done", "day_known=no", "needs_found=debts")
    assert (done.code, done.out.splitlines()[0].split(". ")[0]) == (
        0,
        "A1234BC SMITH, John immediate_needs screened, day not known",
    )
    found = task(run, "immediate_needs")
    assert (found["state"], found["evidence"]["day_known"]) == ("done", "no")
    assert "done, day not known" in run("show", "smith", "--all").out
    assert "screened, day not known, told Mon 23 Nov 2026" in run("why", "smith", "immediate_needs").out
    history = " ".join(run("history", "smith").out.split())
    assert "immediate_needs done, day not known (told Mon 23 Nov 2026)" in history


@pytest.mark.usefixtures("smith")
def test_where_evidence_is_missing_no_day_is_made_up_for_it(run: Run) -> None:
    run("mark", "smith", "immediate_needs", "done", "day_known=no", "needs_found=not known")
    gaps = " ".join(run("missing", "--tasks").out.partition("EVIDENCE NOT WRITTEN DOWN")[2].split())
    assert "no needs found (done, day not" in gaps and "23 Nov)" not in gaps


@pytest.mark.usefixtures("smith")
def test_its_day_can_be_told_later(run: Run) -> None:
    run("mark", "smith", "immediate_needs", "done", "day_known=no", "needs_found=debts")
    later = run("mark", "smith", "immediate_needs", "done", "needs_found=debts", "--on", "2026-10-12")
    assert later.code == 0, later.err
    found = task(run, "immediate_needs")
    assert (found["outcome_on"], found["evidence"]) == ("2026-10-12", {"needs_found": "debts"})


@pytest.mark.usefixtures("smith")
def test_a_list_that_says_so_every_week_is_recorded_once(run: Run, tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.csv"
    for day, said in (("23/11/2026", "1 outcome new for 1 person"), ("24/11/2026", "1 recorded already")):
        tracker.write_text(
            f"NOMS No,Task,Status,Date,evidence.day_known\nA1234BC,sentence_plan,done,{day},no\n", "utf-8"
        )
        done = run("import", "tasks", tracker, as_of="2026-11-24")
        assert (done.code, done.out.splitlines()[0]) == (0, f"1 row: {said}")
    tracker.write_text("NOMS No,Task,Status,Date\nA1234BC,sentence_plan,done,02/03/2026\n", "utf-8")
    assert "1 outcome new" in run("import", "tasks", tracker, as_of="2026-11-24").out


@pytest.mark.usefixtures("smith")
def test_an_export_of_outcomes_reads_back_the_same(run: Run, tmp_path: Path) -> None:
    run("mark", "smith", "immediate_needs", "done", "day_known=no", "needs_found=debts")
    given = tmp_path / "outcomes.csv"
    run("export", "outcomes", "-o", given, "--to", "the tests")
    assert run("import", "tasks", given).out.startswith("1 row: 1 recorded already")


@pytest.mark.usefixtures("smith")
def test_another_record_gives_all_that_it_holds(run: Run, tmp_path: Path) -> None:
    """With a place among all that was recorded, twice is twice."""
    given = tmp_path / "outcomes.csv"
    given.write_text(
        "prison_number,item,outcome,on,sequence,evidence.day_known\n"
        "A1234BC,sentence_plan,done,2026-11-02,1,no\nA1234BC,sentence_plan,done,2026-11-20,2,no\n",
        "utf-8",
    )
    assert run("import", "tasks", given).out.startswith("2 rows: 2 outcomes new for 1 person")
