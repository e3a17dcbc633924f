"""`calendar add` and `import`: a closed day counts in every plan, and whose dates it moves is said first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.answers import shown
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import tables, tamper


@pytest.mark.parametrize("words", ["done smith com_allocated com_name=Okafor", "set smith tier=C1"])
def test_a_day_on_which_the_office_is_closed_counts_in_every_later_plan(
    run: Run, make_person: MakePerson, words: str
) -> None:
    """`done` once planned before it had read the record's own closed days."""
    make_person()
    done = run("calendar", "add", "2027-01-08", "Office closed")
    assert done.out.endswith("\n1 closed day new. 1 person planned again.\n")
    assert run(*words.split()).code == 0
    due = {task["item"]: task["due_on"] for task in shown(run, "smith")["tasks"]}
    assert due["dtr"] == "2027-01-07"
    assert run("record", "verify").code == 0


def test_a_closed_day_told_twice_is_one(run: Run, make_person: MakePerson) -> None:
    make_person()
    assert run("calendar", "add", "2027-01-08", "Office closed").code == 0
    again = run("calendar", "add", "2027-01-08", "Office closed")
    assert again.out == "0 closed days new. 0 people planned again.\n"
    assert "Fri 8 Jan 2027" in run("calendar", "list").out


# --- whose dates move ---


def holiday(path: Path, day: str) -> Path:
    path.write_text(json.dumps({"england-and-wales": {"events": [{"title": "Made up", "date": day}]}}))
    return path


def test_whose_deadlines_an_office_moves_is_said_person_by_person(run: Run, make_person: MakePerson) -> None:
    number = make_person()
    said = " ".join(run("calendar", "add", "2027-01-08", "Office closed").out.split())
    assert f"{number}: dtr due Fri 8 Jan 2027 to Thu 7 Jan 2027" in said
    assert "release Fri" not in said and "licence start" not in said and "hard stop" not in said


def test_a_bank_holiday_moves_releases_and_says_from_and_to(
    run: Run, make_person: MakePerson, tmp_path: Path
) -> None:
    number = make_person(release="2027-02-05")
    said = " ".join(run("calendar", "import", holiday(tmp_path / "days.json", "2027-02-05")).out.split())
    assert f"{number}: release Fri 5 Feb 2027 to Thu 4 Feb 2027; licence start Fri 5 Feb 2027" in said
    assert shown(run, number)["release"]["date"] == "2027-02-04"
    assert run("record", "verify").code == 0


@pytest.mark.parametrize("what", ["add", "import"])
def test_a_dry_run_says_the_same_and_saves_nothing(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path, what: str
) -> None:
    make_person()
    days = holiday(tmp_path / "days.json", "2027-01-08")
    words = ("add", "2027-01-08", "Office closed") if what == "add" else ("import", days)
    before = tables(record)
    told = run("calendar", *words, "--dry-run")
    assert told.out.endswith("Nothing saved. Without --dry-run this is recorded.\n")
    assert "closed day new" not in told.out
    assert tables(record) == before
    done = run("calendar", *words, "--yes")
    assert done.out.splitlines()[:-1] == told.out.splitlines()[:-1]


def test_a_day_that_moves_nobodys_dates_says_so(run: Run, make_person: MakePerson) -> None:
    make_person()
    assert run("calendar", "add", "2020-01-08", "Office closed").out.startswith("Nobody's dates move.\n")


def test_many_people_are_cut_and_counted(run: Run, make_person: MakePerson) -> None:
    for number in range(23):
        make_person(f"A{1000 + number}ZA", "SMITH, Al")
    out = run("calendar", "add", "2027-01-08", "Office closed").out
    assert "of 23 people" in out and "\n  and 3 more people\n" in out
    assert max(map(len, out.splitlines())) <= 80


def test_whose_dates_were_shown_is_logged(run: Run, make_person: MakePerson) -> None:
    number = make_person()
    run("calendar", "add", "2027-01-08", "Office closed", "--dry-run")
    lines = json.loads(run("log", "export", "--to", "the tests", "--format", "json").out)
    assert ("disclosure", [number]) in [(line["kind"], line["people"]) for line in lines]


# --- an older record ---


def test_opening_a_record_says_once_whose_release_is_another_day_now(
    run: Run, make_person: MakePerson, record: Path
) -> None:
    """As an office's closed day once moved a release, and the rules of today do not."""
    number, other = make_person(release="2027-02-05"), make_person("A2222BB", "COLE, Ann")
    tamper(
        record,
        f"UPDATE plans SET release_date = '2027-02-04' WHERE prison_number = '{number}'",
        "UPDATE meta SET value = 'before' WHERE key = 'planned_calendar'",
    )
    opened = run("list")
    assert f"  {number}: Thu 4 Feb 2027 to Fri 5 Feb 2027\n" in opened.err
    assert "release of 1 person:" in opened.err and other not in opened.err
    assert "Thu 4 Feb" not in opened.out
    assert run("list").err == ""
