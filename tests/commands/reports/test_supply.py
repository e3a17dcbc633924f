"""Needs against supply, in `outcomes` and `forecast`: counted by hand from five made-up people."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.twelve_released import task_file

#: Number, item, outcome, day, field, value.
TASKS = (
    ("A1001AA", "sentence_plan", "programme_named", "2026-09-10", "programme", "Horizon"),
    ("A1001AA", "offence_work", "waiting_list", "2026-10-05", "programme", "Horizon"),
    ("A1002AA", "sentence_plan", "done_unmet_need", "2026-09-12", "needed", "HORIZON"),
    ("A1003AA", "offence_work", "not_available_here", "2026-10-08", "needed", "Kaizen"),
    ("A1004AA", "sentence_plan", "programme_named", "2026-09-20", "programme", "Thinking Skills"),
    ("A1004AA", "offence_work", "completed", "2026-11-02", "programme", "Thinking Skills"),
    ("A1005AA", "sentence_plan", "done", "2026-09-20", "", ""),
    ("A1001AA", "cas1", "submitted", "2026-09-15", "", ""),
    ("A1001AA", "cas1", "rejected", "2026-10-02", "", ""),
    ("A1004AA", "cas1", "submitted", "2026-10-20", "", ""),
    ("A1002AA", "cas3", "submitted", "2026-10-10", "", ""),
    ("A1002AA", "cas3", "booking_confirmed", "2026-11-03", "bed_from", "2026-12-04"),
    ("A1001AA", "crs", "submitted", "2026-10-01", "", ""),
    ("A1001AA", "crs", "returned_incomplete", "2026-10-09", "", ""),
    ("A1002AA", "crs", "submitted", "2026-10-02", "", ""),
    ("A1002AA", "crs", "accepted", "2026-10-20", "", ""),
)
PROGRAMMES = [
    {"programme": "Horizon", "needed": 2, "offered": 0, "waiting": 1, "not_available": 1, "unsuitable": 0},
    {"programme": "Kaizen", "needed": 1, "offered": 0, "waiting": 0, "not_available": 1, "unsuitable": 0},
    {
        "programme": "Thinking Skills",
        "needed": 1,
        "offered": 1,
        "waiting": 0,
        "not_available": 0,
        "unsuitable": 0,
    },
]


@pytest.fixture
def five(run: Run, make_person: MakePerson, tmp_path: Path) -> None:
    """Two from LEI who leave in December, three from HLI in January; one region has no CAS-3."""
    office = tmp_path / "catalogue"
    office.mkdir()
    (office / "regions.toml").write_text('[item.cas3]\nnone_in = ["East of England"]\n', encoding="utf-8")
    run("config", "set", "catalogue", office)
    told = {"sex": "M", "sex_offence": "yes", "tier": "B2", "rosh": "high", "current_accommodation": "HMP"}
    told |= {"next_accommodation": "no", "housing": "homeless", "legal_status": "SENTENCED"}
    for n in range(1, 6):
        home, prison = (
            ("East of England" if n == 3 else "Yorkshire and the Humber"),
            "LEI" if n < 3 else "HLI",
        )
        release = "2026-12-04" if n < 3 else "2027-01-08"
        make_person(f"A100{n}AA", release=release, prison=prison, home_region=home, com="J. Okafor", **told)
    done = run("import", "tasks", task_file(tmp_path / "tasks.csv", TASKS))
    assert done.code == 0, done.err


def asked(run: Run, *words: str) -> dict:
    done = run(*words, "--format", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def plain(rows: list[dict], *left_out: str) -> list[dict]:
    return [{key: value for key, value in row.items() if key not in left_out} for row in rows]


def test_b19_programmes_needed_offered_and_not_available_are_counted_once_a_person(
    run: Run, five: None
) -> None:
    for report in ("outcomes", "forecast"):
        found = asked(run, report)
        assert plain(found["programmes"], "share") == PROGRAMMES, report
        assert {row["share"] for row in found["programmes"]} == {"too few"}
        assert found["programmes_by_prison"] == [
            {"prison": "HLI", "needed": 2, "offered": 1, "waiting": 0, "not_available": 1},
            {"prison": "LEI", "needed": 2, "offered": 0, "waiting": 1, "not_available": 1},
        ]


def test_what_was_recorded_is_counted_in_the_month_it_was_recorded_in(run: Run, five: None) -> None:
    found = asked(run, "outcomes")
    assert [tuple(row.values()) for row in found["programmes_by_month"]] == [
        ("2026-09", "sentence_plan", 3, 0, 0, 1),
        ("2026-10", "offence_work", 2, 0, 1, 1),
        ("2026-11", "offence_work", 1, 1, 0, 0),
    ]
    assert [tuple(row.values()) for row in found["beds_by_month"]] == [
        ("2026-09", "cas1", 1, 0, 0, 0),
        ("2026-10", "cas1", 1, 0, 1, 0),
        ("2026-10", "cas3", 1, 0, 0, 0),
        ("2026-11", "cas3", 0, 1, 0, 0),
    ]
    assert [tuple(row.values()) for row in found["referrals_by_month"]] == [("2026-10", "crs", 2, 1, 1)]


def test_beds_are_counted_by_home_region_and_one_that_has_no_cas3_is_named(run: Run, five: None) -> None:
    yorkshire = [
        ("Yorkshire and the Humber", "cas1", 2, 0, 1, 0),
        ("Yorkshire and the Humber", "cas3", 1, 1, 0, 0),
    ]
    found = asked(run, "forecast")
    here = [("East of England", "cas3", 0, 0, 0, 1), *yorkshire]
    assert [(row["region"], row["item"], *list(row.values())[2:]) for row in found["beds"]] == here
    found = asked(run, "outcomes")
    assert [(row["region"], row["item"], *list(row.values())[2:]) for row in found["beds"]] == yorkshire
    run("released", "A1003AA", "--on", "2026-11-23")
    found = asked(run, "outcomes")
    assert [(row["region"], row["item"], *list(row.values())[2:]) for row in found["beds"]] == here


def test_the_months_ahead_are_those_in_which_people_leave(run: Run, five: None) -> None:
    found = asked(run, "forecast")
    assert [tuple(row.values()) for row in found["programmes_by_month"]] == [
        ("2026-12", "sentence_plan", 2, 0, 0, 1),
        ("2026-12", "offence_work", 1, 0, 1, 0),
        ("2027-01", "sentence_plan", 1, 0, 0, 0),
        ("2027-01", "offence_work", 2, 1, 0, 1),
    ]
    assert [tuple(row.values()) for row in found["referrals_by_month"]] == [("2026-12", "crs", 2, 1, 1)]


def test_it_is_never_counted_by_member_of_staff(run: Run, five: None) -> None:
    for report in ("outcomes", "forecast"):
        narrowed = asked(run, report, "--com", "J. Okafor")
        assert narrowed["programmes"] == []
        assert "beds" not in narrowed
        assert "never counted by member of staff" in " ".join(run(report, "--com", "J. Okafor").out.split())
        assert "Okafor" not in json.dumps({**asked(run, report), "short_notice": []})


@pytest.mark.parametrize("form", ["table", "md", "html", "txt"])
def test_the_page_says_it_too(run: Run, five: None, form: str) -> None:
    for report in ("outcomes", "forecast"):
        text = " ".join(run(report, "--format", form, "--all").out.split())
        for words in (
            "Needs against supply",
            "Horizon",
            "East of England" if report == "forecast" else "Kaizen",
        ):
            assert words.lower() in text.lower()


def test_with_nothing_recorded_it_says_so(run: Run, make_person: MakePerson) -> None:
    make_person()
    assert "No programme, bed or CRS referral is recorded." in " ".join(run("forecast").out.split())


def test_its_columns_stand_after_those_that_programs_know(run: Run, five: None) -> None:
    text = run("forecast", "--format", "csv").out
    heading = next(csv.reader(io.StringIO(text)))
    assert heading.index("cannot_say") < heading.index("programme")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["table"] == "programmes"]
    assert [row["needed"] for row in rows] == ["2", "1", "1"]
