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


# --- closed for one prison alone ---


@pytest.fixture
def two(make_person: MakePerson) -> tuple[str, str]:
    """Whoever is in Leeds, and whoever is in Hull, with the same dates."""
    return make_person(prison="LEI"), make_person("A2345BD", "RIVERS, Sam", prison="HLI")


def due_of(run: Run, number: str) -> str:
    return str({task["item"]: task["due_on"] for task in shown(run, number)["tasks"]}["dtr"])


def test_a_day_on_which_one_prison_is_closed_moves_only_who_is_there(run: Run, two: tuple[str, str]) -> None:
    leeds, hull = two
    dry = " ".join(
        run("calendar", "add", "2027-01-08", "Training", "--prison", "LEI", "--dry-run").out.split()
    )
    assert f"{leeds}: dtr due Fri 8 Jan 2027 to Thu 7 Jan 2027" in dry
    assert hull not in dry
    assert due_of(run, leeds) == "2027-01-08"
    said = run("calendar", "add", "2027-01-08", "Training", "--prison", "Leeds")
    assert said.out.endswith("\nLEI is closed on Fri 8 Jan 2027. 1 person planned again.\n")
    assert (due_of(run, leeds), due_of(run, hull)) == ("2027-01-07", "2027-01-08")
    assert "Fri 8 Jan 2027   Training  at LEI only" in run("calendar", "list").out
    again = run("calendar", "add", "2027-01-08", "Training", "--prison", "LEI")
    assert again.out == "That is so already. Nothing was changed.\n"
    assert run("record", "verify").code == 0


def test_whoever_is_moved_goes_by_the_days_of_the_prison_they_are_in(run: Run, two: tuple[str, str]) -> None:
    leeds, hull = two
    run("calendar", "add", "2027-01-08", "Training", "--prison", "LEI")
    assert run("transfer", hull, "LEI").code == 0
    assert run("transfer", leeds, "HLI").code == 0
    assert (due_of(run, leeds), due_of(run, hull)) == ("2027-01-08", "2027-01-07")
    assert run("record", "verify").code == 0


def test_what_is_closed_for_all_stays_closed_there(run: Run, two: tuple[str, str]) -> None:
    leeds, hull = two
    run("calendar", "add", "2027-01-08", "Training", "--prison", "LEI")
    run("calendar", "add", "2027-01-07", "Office closed")
    assert (due_of(run, leeds), due_of(run, hull)) == ("2027-01-06", "2027-01-08")
    run("calendar", "remove", "2027-01-08", "--prison", "LEI")
    assert due_of(run, leeds) == "2027-01-08"
    assert run("record", "verify").code == 0


def test_rules_of_its_own_that_a_prison_takes_leave_its_closed_days(
    run: Run, two: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("calendar", "add", "2027-01-08", "Training", "--prison", "LEI")
    (tmp_path / "config.toml").touch()
    (tmp_path / "own.toml").write_text('[item.dtr]\ntitle = "Refer to the council"\n', "utf-8")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(tmp_path / "config.toml"))
    taken = run("record", "policy", "take", "--prison", "LEI")
    assert taken.code == 0, taken.err
    assert due_of(run, two[0]) == "2027-01-07"
    assert run("record", "verify").code == 0


def test_a_prison_that_nobody_knows_is_not_closed(run: Run, two: tuple[str, str]) -> None:
    refused = run("calendar", "add", "2027-01-08", "Training", "--prison", "Nowhere")
    assert (refused.code, refused.out) == (2, "")
    assert 'no prison is called "Nowhere". Type its code, such as LEI' in refused.err
