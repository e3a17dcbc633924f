"""The measures that stand in for a judgement, and what is counted of places and moves: twelve releases.

Every number here was counted from `made_up/twelve_released` before the program could.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.twelve_released import LATER, record_them


@pytest.fixture
def twelve(run: Run, tmp_path: Path) -> dict:
    """What `outcomes` says of the twelve."""
    record_them(run, tmp_path)
    done = run("outcomes", "--since", "2026-10-01", "--format", "json", as_of=LATER)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_what_stands_in_for_a_judgement_and_places_are_counted_as_by_hand(run: Run, twelve: dict) -> None:
    found = {
        row["key"]: (row["yes"], row["of"], row["share"], row["not_known"], row["not_due"])
        for row in twelve["measures"]
    }
    assert found["oasys"] == (6, 11, "54.5%", 1, 0)
    assert found["finance"] == (6, 10, "60.0%", 1, 0)
    assert found["work_help"] == (4, 10, "40.0%", 1, 0)
    assert found["home_area"] == (6, 11, "54.5%", 1, 0)
    assert found["cas3_left"] == (8, 10, "80.0%", 1, 0)
    medians = {row["key"]: (row["median"], row["of"]) for row in twelve["medians"]}
    assert medians["cas3_nights"] == ("64", 10)
    assert medians["key_worker_gap"] == ("7", 10)
    page = " ".join(run("outcomes", "--since", "2026-10-01", as_of=LATER).out.split())
    assert "Not computed" not in page
    assert "OASys reviewed on time (proxy)" in page
    assert "not whether the work was good" in page


def test_a_proxy_lists_who_counts_how_like_any_measure(run: Run, twelve: dict) -> None:
    done = run(
        *("outcomes", "--since", "2026-10-01", "--measure", "finance", "--who", "--format", "json"),
        as_of=LATER,
    )
    rows = {row["prison_number"]: row["counted"] for row in json.loads(done.out)["people_finance"]}
    assert [rows[f"A10{n:02}AA"] for n in (0, 3, 10, 11)] == ["yes", "no", "not of this", "not known"]


def test_c22_the_mix_is_counted_by_fact_and_under_ten_is_too_few(run: Run, make_person: MakePerson) -> None:
    """Fourteen in prison: ten convicted of a sexual offence, two not, two not known; three of high risk."""
    for n in range(14):
        told = {"sex_offence": "yes" if n < 10 else "no"} if n < 12 else {}
        make_person(f"A20{n:02}AA", rosh="high" if n < 3 else "medium", prison="LEI", **told)
    make_person("A2099AA", rosh="high", prison="LEI", release="2026-11-02")
    run("released", "A2099AA", "--on", "2026-11-02")
    found = json.loads(run("caseload", "--format", "json").out)["mix"]
    mix = {row["fact"]: (row["people"], row["of"], row["share"], row["not_known"]) for row in found}
    assert mix["Convicted of a sexual offence"] == (10, 12, "83.3%", 2)
    assert mix["RoSH high or very high"] == ("too few", 14, "too few", 0)
    narrowed = json.loads(run("caseload", "--prison", "LEI", "--rosh", "high", "--format", "json").out)["mix"]
    assert narrowed == []
    assert "Fewer than 10 people: too few for a mix." in run("caseload", "--rosh", "high").out
