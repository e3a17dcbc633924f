"""`died`: nothing is counted, chased or made of somebody who has died, and the history stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import MakePerson, Run
from tests.made_up.moves import SAM, fact
from tests.places import DATA

CASE = DATA / "cases" / "05-died-in-custody"
NUMBER = "A9105ZA"


def test_a_death_by_a_list_is_recorded_and_closes_the_case(record: Path, run: Run) -> None:
    run("import", "people", CASE / "before.json", as_of="2026-11-20")
    done = run("import", "people", CASE / "after.json", as_of="2026-11-27")
    assert f"{NUMBER}: died, the day not known" in done.out and "1 row: 1 died" in done.out
    assert NUMBER not in run("list", as_of="2026-11-27").out
    assert NUMBER not in run("missing", "--within", "7d", as_of="2026-11-27").out
    for words in (("sheet", NUMBER), ("gate", NUMBER), ("released", NUMBER, "--dry-run")):
        refused = run(*words, as_of="2026-11-27")
        assert refused.code == 1 and f"{NUMBER} died" in refused.err
    forecast = run("forecast", as_of="2026-11-27").out
    assert "0 releases" in forecast and "no release date" not in forecast
    again = run("import", "people", CASE / "after.json", as_of="2026-11-28")
    assert again.out == "1 row: 1 unchanged\n"
    assert run("record", "verify").code == 0


def test_died_closes_everything_and_can_be_taken_back(make_person: MakePerson, run: Run) -> None:
    make_person()
    before = run("show", SAM, "--format", "json").out
    run("mark", SAM, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    done = run("died", SAM, "--on", "2026-11-22")
    assert done.out.startswith("A1234BC SMITH, John died Sun 22 Nov 2026. ")
    shown = run("show", SAM).out
    assert "Died Sun 22 Nov 2026" in shown and "CHECK THIS" not in shown and "NOW" not in shown
    assert "dtr" in run("history", SAM).out
    for report in ("today", "list", "missing", "outcomes"):
        assert SAM not in run(report).out
    assert "Nobody leaves." in run("gate", "--on", "2027-02-05").out
    for words in (
        ("handover", SAM, "--to", "COM"),
        ("transfer", SAM, "MDI"),
        ("died", SAM),
        ("prefill", SAM, "dtr"),
    ):
        assert "A1234BC died on Sun 22 Nov 2026" in " ".join(run(*words).err.split())
    assert run("record", "verify").code == 0
    run("undo")
    run("undo")
    assert run("show", SAM, "--format", "json").out == before


def test_nobody_dies_tomorrow_or_before_they_came_in(make_person: MakePerson, run: Run) -> None:
    make_person(reception_date="2026-01-05")
    assert run("died", SAM, "--on", "2026-11-24").code == 2
    assert run("died", SAM, "--on", "2026-01-04").code == 2


@pytest.mark.parametrize("text", ["legal_status=DEAD", "legal_status=DEAD died_on=2026-11-20"])
def test_a_death_that_is_set_is_a_death(make_person: MakePerson, run: Run, text: str) -> None:
    make_person()
    run("set", SAM, *text.split())
    assert run("sheet", SAM).code == 1


def test_somebody_recorded_as_dead_stays_so_whatever_a_list_says(record: Path, run: Run) -> None:
    run("import", "people", CASE / "before.json", as_of="2026-11-20")
    run("died", NUMBER, "--on", "2026-11-21", as_of="2026-11-22")
    done = run("import", "people", CASE / "before.json", as_of="2026-11-27")
    assert "recorded as dead, and this list has them in custody" in " ".join(done.out.split())
    assert fact(record, "legal_status", NUMBER) == "DEAD"
    assert "Recorded as dead" in run("show", NUMBER, as_of="2026-11-27").out
