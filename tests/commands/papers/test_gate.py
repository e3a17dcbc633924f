"""The evening before and the day of release: what is recorded, what is not, and who leaves when."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.expected import agreed, made
from tests.made_up import leavers
from tests.made_up.leavers import DAY, EVE
from tests.made_up.program import MakePerson, Run

mark = partial(leavers.mark, as_of=EVE)


@pytest.fixture
def leaving(record: Path) -> str:
    return leavers.leaving()


@pytest.fixture
def ready(leaving: str) -> str:
    return leavers.ready_for_the_gate(leaving)


@pytest.mark.parametrize("form", ["txt", "md", "html", "json"])
def test_the_page_is_the_one_we_agreed(record: Path, form: str) -> None:
    assert made(f"gate.{form}") == agreed(f"gate.{form}")


def test_of_somebody_unknown_it_says_what_is_not_recorded(record: Path) -> None:
    assert made("gate.empty.txt") == agreed("gate.empty.txt")


def test_with_everything_done_nothing_is_outstanding_on_this_list(run: Run, ready: str) -> None:
    made = run("gate", ready, "--exit-code", as_of=EVE)
    assert made.code == 0, made.out
    assert "Nothing outstanding on this list." in made.out
    assert "Planned out 10:30." in made.out


@pytest.mark.parametrize("done", [True, False])
def test_it_never_says_that_somebody_may_leave(run: Run, ready: str, leaving: str, done: bool) -> None:
    said = run("gate", ready if done else leaving, as_of=EVE).out.lower()
    assert [
        word for word in ("safe", "lawful", "approved for", "cleared", "can be released") if word in said
    ] == []
    assert "this list is a prompt" in said


def test_what_is_not_done_is_outstanding_with_whose_it_is(run: Run, leaving: str) -> None:
    made = run("gate", leaving, "--exit-code", "--format", "json", as_of=EVE)
    assert made.code == 4
    outstanding = {task["item"]: task["owner"] for task in json.loads(made.out)["outstanding"]}
    assert {"governor_check": "GOV", "travel_and_money": "OMU", "licence_explained": "POM"}.items() <= (
        outstanding.items()
    )


def test_a_governor_who_says_stop_is_what_is_outstanding(run: Run, ready: str) -> None:
    mark("governor_check", "stop_release", "--reason", "a second warrant")
    said = run("gate", ready, as_of=EVE).out
    assert "stop release, a second warrant" in " ".join(said.split())


def test_a_day_gone_by_hides_no_public_protection_work(run: Run, make_person: MakePerson) -> None:
    make_person("A1234BC", "RIVERS, Sam", release="2027-02-05")

    def gate(number: str, day: str) -> set[str]:
        made = json.loads(run("gate", number, "--format", "json", as_of=day).out)
        return {task["item"] for task in made["outstanding"]}

    on_the_day = gate("A1234BC", "2027-02-05")
    assert {"mappa_level", "da_check"} <= on_the_day
    assert gate("A1234BC", "2027-02-08") >= on_the_day
    assert "release day gone by" in run("gate", "A1234BC", as_of="2027-02-08").out
    assert run("gate", "--exit-code", as_of="2027-02-08").code == 4


def test_an_appointment_before_the_day_of_release_is_to_be_booked_again(run: Run, ready: str) -> None:
    assert run("set", ready, "confirmed_release_date=2027-02-12", as_of=EVE).code == 0
    said = " ".join(run("gate", ready, as_of=EVE).out.split())
    assert "First probation appointment booked: booked for 5 Feb; release is now 12 Feb" in said


def test_what_was_told_of_an_older_date_does_not_speak_any_more(run: Run, ready: str) -> None:
    assert run("set", ready, "confirmed_release_date=2027-02-12", as_of=DAY).code == 0
    checks = json.loads(run("gate", ready, "--format", "json", as_of=DAY).out)["checks"]
    told = next(check for check in checks if check["item"] == "release_told")
    assert told["answers"]["who_was_told"] is None


def test_what_is_told_again_does_not_keep_what_was_told_before(run: Run, ready: str) -> None:
    mark("release_told", "done", "checked_by=OMU", "who_was_told=COM", as_of=DAY)
    checks = json.loads(run("gate", ready, "--format", "json", as_of=DAY).out)["checks"]
    told = next(check for check in checks if check["item"] == "release_told")
    assert told["answers"] == {"who_was_told": "COM", "days_notice": None, "checked_by": "OMU"}


def test_the_time_of_an_earlier_release_is_not_the_time_of_this_one(run: Run, ready: str) -> None:
    assert run("released", ready, "--time", "20:00", as_of=DAY).code == 0
    assert "Out at 20:00" in run("gate", ready, as_of=DAY).out
    assert run("recalled", ready, "--on", "2027-03-01", "--prrd", "2027-04-26", as_of="2027-03-01").code == 0
    said = run("gate", ready, as_of="2027-04-23").out
    assert "20:00" not in said
    assert "late" not in said.partition("WHAT IS ASKED")[0]


@pytest.mark.parametrize("known", [True, False])
def test_the_page_fits_on_one_sheet_of_paper(
    run: Run, ready: str, make_person: MakePerson, tmp_path: Path, known: bool
) -> None:
    """Also for somebody of whom nothing is known, and everything is asked."""
    person = ready if known else make_person("A0001AA", "LANE, Kit", None)
    assert run("gate", person, "-o", tmp_path / "gate.pdf", as_of=EVE).code == 0
    assert len(PdfReader(tmp_path / "gate.pdf").pages) == 1


# --- the day's list ---


def test_the_list_of_a_day_has_everybody_who_leaves_and_nobody_else(
    run: Run, ready: str, make_person: MakePerson
) -> None:
    make_person("A0002AA", "LANE, Kit", "2027-02-05")
    make_person("A0003AA", "HALE, Jo", "2027-02-08")
    made = run("gate", "--on", DAY, "--format", "json", as_of=EVE)
    people = json.loads(made.out)["people"]
    assert [one["prison_number"] for one in people] == [ready, "A0002AA"]
    assert [bool(one["outstanding"]) for one in people] == [False, True]


def test_a_folder_gets_the_list_and_a_page_for_each_person(
    run: Run, ready: str, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person("A0002AA", "LANE, Kit", DAY)
    folder = tmp_path / "friday"
    done = run("gate", "--on", DAY, "--out", folder, "--to", "duty governor", as_of=EVE)
    assert done.code == 0, done.err
    names = ["A0002AA-gate.html", "A1234BC-gate.html", f"gate-{DAY}.html"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert folder.stat().st_mode & 0o077 == 0
    assert "Nothing outstanding on this list." in (folder / "A1234BC-gate.html").read_text("utf-8")
    again = run("gate", "--on", DAY, "--out", folder, as_of=EVE)
    assert again.code == 1
    assert "--force" in again.err


@pytest.mark.parametrize(
    "words", [["--out", "x", "-o", "y"], ["A1234BC", "--out", "x"], ["--out", "x", "--format", "json"]]
)
def test_a_folder_is_for_pages_of_a_day(run: Run, leaving: str, words: list[str]) -> None:
    done = run("gate", *words)
    assert (done.code, done.out) == (2, "")
    assert not Path("x").exists()


def test_with_no_day_it_is_from_today_to_the_next_working_day(
    run: Run, leaving: str, make_person: MakePerson
) -> None:
    """On a Friday, the people of Monday are checked."""
    make_person("A0003AA", "HALE, Jo", "2027-02-08")
    make_person("A0004AA", "COLE, Al", "2027-02-09")
    found = json.loads(run("gate", "--format", "json", as_of=DAY).out)
    assert (found["from"], found["until"]) == (DAY, "2027-02-08")
    assert [one["prison_number"] for one in found["people"]] == [leaving, "A0003AA"]


def test_somebody_past_their_day_is_asked_after(run: Run, leaving: str) -> None:
    said = run("gate", as_of="2027-02-08").out
    assert f"{leaving}: the day of release has gone by: released?" in said


def test_on_a_narrow_screen_no_name_of_a_task_is_broken(
    run: Run, leaving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    listed = run("gate", "--on", DAY, as_of=EVE).out
    assert max(map(len, listed.splitlines())) <= 40
    assert "licence_explained" in listed


def test_a_day_on_which_nobody_leaves_says_so(run: Run, record: Path) -> None:
    made = run("gate", "--on", "2027-03-01", "--exit-code")
    assert (made.code, "Nobody leaves." in made.out) == (0, True)


def test_looking_is_logged_and_giving_it_out_names_to_whom(run: Run, leaving: str) -> None:
    run("gate", leaving)
    run("gate", "--on", DAY, "--to", "duty governor")
    log = run("log", "show").out
    assert "gate" in log
    assert "duty governor" in log


def test_a_person_and_a_day_are_not_asked_for_at_once(run: Run, leaving: str) -> None:
    done = run("gate", leaving, "--on", DAY)
    assert (done.code, done.out) == (2, "")
    assert "either a person or a day" in done.err


def test_a_site_with_an_impossible_limit_is_told(run: Run, leaving: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('late_after = "noon"\n', encoding="utf-8")
    done = run("--config", config, "gate", leaving)
    assert done.code == 1
    assert 'late_after "noon"' in done.err
