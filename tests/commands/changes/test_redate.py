"""`redate`, `transfer` and `com`: what each shows before it saves, and what it keeps."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from releasecheck.planning.states import MISSING
from tests.made_up.moves import SAM, fact, redated
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import rows
from tests.made_up.terminal import Terminal

# --- redate ---


def test_redate_shows_the_move_before_it_saves(demo: Path, run: Run) -> None:
    done = redated(run, "--dry-run")
    assert done.code == 0
    assert done.out.startswith("Release moves from Fri 5 Feb 2027 to Fri 18 Dec 2026: 49 days earlier\n")
    assert "tasks have less than the usual time: dtr, cas3" in done.out
    assert "1 window has closed: bank_account (last day 6 Nov 2026)" in done.out
    assert "to tell: COM J. Okafor, victim liaison" in done.out
    assert done.out.endswith("Nothing saved. Without --dry-run this is recorded.\n")


def test_a_dry_run_leaves_the_record_as_it_was(demo: Path, run: Run, dump: Callable[[Path], str]) -> None:
    before = dump(demo)
    for words in (
        ("redate", SAM, "2026-12-18", "--type", "CRD", "--source", "memo"),
        ("transfer", SAM, "MDI"),
        ("com", SAM, "T. Hughes"),
        ("released", SAM),
    ):
        assert run(*words, "--dry-run").out.endswith("Nothing saved. Without --dry-run this is recorded.\n")
    assert dump(demo) == before


def test_redate_keeps_every_earlier_date_and_shows_it(demo: Path, run: Run) -> None:
    redated(run, "--yes")
    done = redated(run, "--yes", day="2027-01-08", as_of="2026-11-30")
    assert "Told before: Fri 18 Dec 2026 (told 23 Nov 2026), Fri 5 Feb 2027 (told 12 Jan 2026)" in " ".join(
        done.out.split()
    )
    dates = rows(demo, "SELECT date FROM releases WHERE prison_number = ?", SAM)
    assert dates == [("2027-02-05",), ("2026-12-18",), ("2027-01-08",)]


def test_after_a_redate_show_asks_for_everybody_to_be_told_again(demo: Path, run: Run) -> None:
    evidence = ("checked_by=OMU", "who_was_told=all")
    assert run("done", SAM, "release_told", *evidence).code == 0
    redated(run, "--yes", as_of="2026-11-24")
    shown = run("show", SAM, "--format", "csv", as_of="2026-11-24").out
    states = {row["item"]: row["state"] for row in csv.DictReader(io.StringIO(shown))}
    assert states["release_told"] in MISSING and states["victim_contact"] in MISSING


def test_redating_the_same_date_twice_records_nothing_new(demo: Path, run: Run) -> None:
    redated(run, "--yes")
    assert "nothing new" in redated(run).out


def test_a_confirmed_date_stands_before_a_crd_and_says_how_to_clear_it(demo: Path, run: Run) -> None:
    redated(run, kind="CONFIRMED", day="2027-02-04")
    done = redated(run, day="2027-03-05")
    assert "Release stays Thu 4 Feb 2027" in done.out
    assert "set A1234BC confirmed_release_date=" in done.out
    run("set", SAM, "confirmed_release_date=not known")
    assert "Fri 5 Mar 2027" in run("show", SAM).out


def test_a_redate_with_no_terminal_asks_nothing(demo: Path, run: Run) -> None:
    assert redated(run).code == 0
    assert fact(demo, "conditional_release_date") == "2026-12-18"


@pytest.mark.parametrize(("answer", "saved"), [("n\n", "2027-02-06"), ("y\n", "2026-12-18")])
def test_at_a_terminal_a_date_that_makes_things_late_is_confirmed_first(
    demo: Path, answer: str, saved: str
) -> None:
    screen = Terminal("redate", SAM, "2026-12-18", "--type", "CRD", "--source", "memo")
    screen.shows("Record it? [y/N]: ")
    screen.keys(answer)
    screen.code()
    assert fact(demo, "conditional_release_date") == saved


@pytest.mark.parametrize("pasted", [("…",), (), ("DATE", "--source", "…")])
def test_at_a_terminal_a_redate_asks_for_what_it_lacks_in_turn(demo: Path, pasted: tuple[str, ...]) -> None:
    screen = Terminal("redate", SAM, *pasted, columns=120)
    screen.shows("The new release day: ")
    screen.type("soon")
    screen.shows('"soon": ')
    screen.shows("The new release day: ")
    screen.type("5/3/2027")
    screen.shows("Which date is it? CRD, ARD, HDCAD")
    screen.type("sds40")
    screen.shows("Who or what said so: ")
    screen.type("OMU memo")
    screen.shows("Record it? [y/N]: ")
    screen.type("y")
    screen.shows("recorded. Next, once everybody is told: releasecheck done")
    assert screen.code() == 0
    assert fact(demo, "conditional_release_date") == "2027-03-05"


@pytest.mark.parametrize("pasted", [("…",), (), ("DATE", "--source", "…")])
def test_with_nobody_to_ask_a_redate_lists_all_that_it_lacks(
    demo: Path, run: Run, pasted: tuple[str, ...]
) -> None:
    done = run("redate", SAM, *pasted)
    assert (done.code, done.out) == (2, "")
    first, *lines = done.err.splitlines()
    assert first == "releasecheck: 3 answers to give: add them"
    assert [line.split("  ")[1] for line in lines] == ["DATE", "--type TYPE", "--source TEXT"]
    assert "1 answer to give" in run("redate", SAM, "2027-03-05", "--type", "CRD").err


def test_a_redate_told_later_than_today_is_refused(demo: Path, run: Run) -> None:
    done = redated(run, "--told", "2026-11-24")
    assert (done.code, done.out) == (2, "")


def test_a_date_that_has_passed_asks_whether_they_left(demo: Path, run: Run) -> None:
    assert "has the person left?" in redated(run, day="2026-11-20").out


def test_an_import_that_moves_many_dates_says_whose_before_it_saves(
    make_person: MakePerson, run: Run, tmp_path: Path
) -> None:
    make_person(com="J. Okafor")
    make_person("B2345CD", "POOLE, Amy", release="2028-06-02")
    file = tmp_path / "sds40.csv"
    file.write_text(f"Prison number,CRD\n{SAM},2026-12-18\nB2345CD,2028-06-09\n", encoding="utf-8")
    done = run("import", "people", file, "--dry-run", as_of="2026-11-24")
    assert done.out.startswith("2 rows: 2 release dates moved (1 makes things overdue)\n")
    assert f"{SAM} SMITH, John: Fri 5 Feb 2027 to Fri 18 Dec 2026, 49 days earlier; " in done.out
    assert "B2345CD POOLE, Amy: Fri 2 Jun 2028 to Fri 9 Jun 2028, 7 days later; tell " in done.out
    assert done.out.endswith("Nothing saved.\n")
    saved = run("import", "people", file, as_of="2026-11-24")
    assert saved.out == done.out.removesuffix("Nothing saved.\n")


# --- transfer and com ---


def test_a_transfer_lists_the_prisons_tasks_and_forgets_what_was_the_old_prisons(
    demo: Path, run: Run
) -> None:
    done = run("transfer", SAM, "mdi")
    assert done.out.startswith("A1234BC RIVERS, Sam moved from LEI to MDI on Mon 23 Nov 2026.\n")
    assert "release_told" in done.out and "POM: not known yet (was P. Marsh)" in done.out
    assert [fact(demo, name) for name in ("prison", "pom", "cell", "in_home_area")] == [
        "MDI",
        None,
        None,
        None,
    ]
    assert fact(demo, "reception_date") == "2024-12-20"
    poms = rows(demo, "SELECT value FROM facts WHERE fact = 'pom' AND prison_number = ? ORDER BY id", SAM)
    assert poms == [("P. Marsh",), (None,)]


@pytest.mark.parametrize(
    ("as_of", "home", "says"),
    [("2027-01-02", "no", "ALARM"), ("2027-01-02", "yes", "Late move"), ("2027-01-01", "no", None)],
)
def test_a_move_in_the_last_five_weeks_is_late_and_away_from_home_an_alarm(
    make_person: MakePerson, run: Run, as_of: str, home: str, says: str | None
) -> None:
    """Release is Friday 5 February 2027; 1 January is five weeks before."""
    make_person(prison="LEI")
    done = run("transfer", SAM, "MDI", "--in-home-area", home, as_of=as_of)
    assert [word for word in ("ALARM", "Late move") if word in done.out] == ([says] if says else [])


def test_a_transfer_to_where_they_are_is_refused(demo: Path, run: Run) -> None:
    done = run("transfer", SAM, "lei")
    assert done.code == 1 and "at LEI already" in done.err


def test_every_com_is_kept_counted_and_says_whether_they_have_met(demo: Path, run: Run) -> None:
    run("com", SAM, "T. Hughes")
    done = run("com", SAM, "U. Ndiaye", "--email", "u.ndiaye@probation.example")
    assert "Third COM: J. Okafor (from 12 Jan 2026), then T. Hughes" in done.out
    assert "Met the person: not recorded" in done.out and "Contact is due by" in done.out
    run("contact", SAM, "--by", "COM", "--how", "video")
    again = run("com", SAM, "U. Ndiaye", "--office", "Bradford")
    assert "Met the person: last on Mon 23 Nov 2026" in again.out
    assert fact(demo, "com_email") == "u.ndiaye@probation.example"


def test_the_email_of_the_com_before_is_not_kept_for_the_next(demo: Path, run: Run) -> None:
    run("com", SAM, "T. Hughes")
    assert fact(demo, "com_email") is None
