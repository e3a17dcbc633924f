"""`export unknown`: out as a sheet, filled in, in again; and what was waited for is decided."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import openpyxl
import pytest

from releasecheck.people.facts import FACTS, fact_for_heading, find_fact
from tests.made_up.answers import facts, said, task
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged, rows, tamper

SOON, LATER, DONE = "A1234BC", "A2291BB", "A9999ZZ"


@pytest.fixture
def two(make_person: MakePerson) -> None:
    make_person(LATER, "COLE, Ann", "2027-06-04", prison="NHI", pom="K. Ellis")
    make_person(SOON, "RIVERS, Sam", "2027-02-06", prison="LEI", pom="P. Marsh", rosh="high")


def sheet(run: Run, *words: str) -> tuple[list[str], list[list[str]]]:
    done = run("export", "unknown", *words)
    assert (done.code, done.err) == (0, "")
    headings, *rows = csv.reader(io.StringIO(done.out))
    return headings, rows


@pytest.mark.usefixtures("two")
def test_whoever_leaves_soonest_comes_first_and_the_most_wanted_fact_too(run: Run) -> None:
    headings, rows = sheet(run)
    assert headings[:3] == ["Prison number", "Last name", "First name"]
    assert [row[:3] for row in rows] == [[SOON, "RIVERS", "Sam"], [LATER, "COLE", "Ann"]]
    assert all(not any(row[3:]) for row in rows)
    asked = {
        one["prison_number"]: one["unknown"]
        for one in json.loads(run("export", "unknown", "--format", "json").out)
    }
    times = [sum(find_fact(heading).name in names for names in asked.values()) for heading in headings[3:]]
    assert times == sorted(times, reverse=True)
    assert min(times) == 1
    assert "rosh" in asked[LATER]
    assert "rosh" not in asked[SOON]


@pytest.mark.usefixtures("two")
def test_only_facts_that_can_be_recorded_are_asked_for(run: Run, record: Path) -> None:
    run("list")
    tamper(record, "UPDATE tasks SET missing_facts = '[\"done_before\", \"tier\"]' WHERE rest = 'unknown'")
    headings, _ = sheet(run)
    assert headings[3:] == ["Tier"]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("words", "people"),
    [
        (["--fact", "rosh"], [LATER]),
        (["--within", "12w"], [SOON]),
        (["--pom", "ellis"], [LATER]),
        (["--prison", "LEI"], [SOON]),
        (["--person", "cole"], [LATER]),
        (["--fact", "tier", "--fact", "sex"], [SOON, LATER]),
    ],
)
def test_it_is_narrowed_like_other_exports(run: Run, words: list[str], people: list[str]) -> None:
    headings, rows = sheet(run, *words)
    assert [row[0] for row in rows] == people
    wanted = {FACTS[word].title for word in words if word in FACTS}
    assert not wanted or set(headings[3:]) == wanted


@pytest.mark.usefixtures("two")
def test_restricted_people_are_not_asked_about(run: Run, record: Path) -> None:
    tamper(record, f"UPDATE people SET restricted = 1 WHERE prison_number = '{SOON}'")
    assert [row[0] for row in sheet(run)[1]] == [LATER]


def test_every_fact_is_read_back_under_its_title() -> None:
    assert {name: getattr(fact_for_heading(fact.title), "name", None) for name, fact in FACTS.items()} == {
        name: name for name in FACTS
    }


@pytest.mark.usefixtures("two")
def test_a_fact_that_there_is_not_is_refused(run: Run) -> None:
    assert said(run("export", "unknown", "--fact", "teir")).startswith('no fact called "teir"')


@pytest.mark.usefixtures("two")
def test_filled_in_and_imported_the_facts_are_set_and_the_tasks_decided(
    run: Run, tmp_path: Path, record: Path
) -> None:
    path = tmp_path / "what's $1 unknown.xlsx"
    out = run("export", "unknown", "-o", path, "--to", "B wing")
    assert out.code == 0, out.err
    assert logged(record)[-1][2] == [SOON, LATER]
    again = out.err.rpartition("comes back by: ")[2]
    assert shlex.split(again)[1:] == ["import", "people", str(path)]

    assert task(run, "mappa_level", SOON)["state"] == "unknown"
    book = openpyxl.load_workbook(path)
    page = book["unknown"]
    headings = {cell.value: place for place, cell in enumerate(page[1], start=1)}
    offered = {
        page.cell(1, cells.min_col).value: (rule.formula1 or "").strip('"').split(",")
        for rule in page.data_validations.dataValidation
        for cells in rule.sqref.ranges
    }
    assert offered["Convicted of a sexual offence"] == ["yes", "no", "not known"]
    assert offered["Risk of serious harm"] == ["low", "medium", "high", "very high", "not known"]
    assert page.cell(2, headings["Risk of serious harm"]).fill.fgColor.rgb == "00D9D9D9", (
        "nobody asks it again"
    )
    for heading, answers in offered.items():
        for row in (2, 3):
            cell = page.cell(row, headings[heading])
            if answers[0] and not cell.fill.fill_type:
                cell.value = answers[0]
    book.save(path)

    done = run(*shlex.split(again)[1:])
    assert (done.code, done.out.splitlines()[0]) == (0, "2 rows: 2 otherwise changed"), done.out
    assert facts(run, LATER)["rosh"] == "low"
    assert facts(run, SOON)["rosh"] == "high"
    left = {
        one["prison_number"]: one["unknown"]
        for one in json.loads(run("export", "unknown", "--format", "json").out)
    }
    assert not {
        name for names in left.values() for name in names if FACTS[name].kind in ("yes_no", "choice")
    } - {"tier", "opioid_treatment"}
    assert task(run, "mappa_level", SOON)["state"] != "unknown"


@pytest.mark.usefixtures("two")
def test_a_sheet_that_comes_back_is_given_to_whoever_makes_it(run: Run, tmp_path: Path, record: Path) -> None:
    for to in ((), ("--to", "B wing")):
        assert run("--by", "P. Marsh", "export", "unknown", "-o", tmp_path / "ask.csv", *to).code == 0
    given = rows(record, "SELECT kind, recipient FROM log ORDER BY id")[-2:]
    assert given == [("disclosure", "P. Marsh"), ("disclosure", "B wing")]
    assert run("export", "people", "-o", tmp_path / "people.csv").code == 2


@pytest.mark.usefixtures("two")
def test_empty_cells_change_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ask.csv"
    assert run("export", "unknown", "-o", path).code == 0
    assert "2 rows: 2 unchanged" in run("import", "people", path).out
