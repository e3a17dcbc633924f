"""`released`, `recalled` and `returned`: out and back, and what is asked about in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.moves import SAM, fact, redated
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import rows
from tests.made_up.terminal import Terminal


def test_a_release_ends_what_was_not_done_and_opens_what_follows(demo: Path, run: Run) -> None:
    done = run("released", SAM, "--on", "2027-02-05", "--time", "9.45", as_of="2027-02-05")
    assert done.out.startswith("A1234BC RIVERS, Sam released Fri 5 Feb 2027 at 09:45.\n")
    assert "end not achieved" in done.out and "to do after release: night_one_outcome" in done.out
    assert "Check this" not in done.out and "Late" not in done.out
    assert fact(demo, "released_on") == "2027-02-05"


def test_a_release_after_two_in_the_afternoon_is_late(demo: Path, run: Run) -> None:
    assert "Late: out after 14:00" in run("released", SAM, "--time", "14:01", as_of="2027-02-05").out
    run("undo", as_of="2027-02-05")
    assert "Late" not in run("released", SAM, "--time", "14:00", as_of="2027-02-05").out


def test_a_release_before_the_planned_day_warns(demo: Path, run: Run) -> None:
    done = run("released", SAM)
    assert "Check this: 74 days before the day planned (Fri 5 Feb 2027)" in done.out


@pytest.mark.parametrize("time", ["25:00", "9", "noon", "09:5", "09:60"])
def test_a_time_that_is_none_is_refused_and_nothing_is_recorded(demo: Path, run: Run, time: str) -> None:
    assert run("released", SAM, "--time", time).code == 2
    assert fact(demo, "released_on") is None


def test_a_release_before_the_sentence_began_is_refused(demo: Path, run: Run) -> None:
    done = run("released", SAM, "--on", "2024-02-05")
    assert done.code == 2 and "is before the sentence start date" in done.err


def test_a_release_day_gone_by_with_nobody_saying_so_heads_today_and_show(
    make_person: MakePerson, run: Run
) -> None:
    make_person()
    today = run("today", as_of="2027-02-06").out
    assert today.splitlines()[2] == "CHECK THIS"
    typed = f"releasecheck released {SAM} --on 2027-02-05"
    assert f"left? {typed}" in today
    shown = " ".join(run("show", SAM, as_of="2027-02-06").out.split())
    assert f"Release day was Fri 5 Feb 2027: released? {typed}" in shown
    run("released", SAM, "--on", "2027-02-05", as_of="2027-02-06")
    assert (
        "--on 2027-02-05"
        not in run("today", as_of="2027-02-06").out + run("show", SAM, as_of="2027-02-06").out
    )


def test_a_recall_clears_the_release_and_waits_for_the_date_it_is_told(demo: Path, run: Run) -> None:
    run("mark", SAM, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    run("released", SAM, as_of="2027-02-05")
    done = run("recalled", SAM, "--on", "2027-06-19", "--recall-type", "fixed_term", as_of="2027-06-20")
    assert done.out.startswith(
        "A1234BC RIVERS, Sam back on recall Sat 19 Jun 2027, 134 days after release.\n"
    )
    assert "1 referral has lapsed: dtr" in done.out
    assert "recall_restart asks for that within 3 days" in " ".join(done.out.split())
    assert "redate A1234BC DATE --type PRRD" in done.out
    assert [
        fact(demo, name) for name in ("released_on", "recall", "return_to_custody_date", "recall_type")
    ] == [*(None, 1, "2027-06-19", "fixed_term")]
    assert "released?" not in run("show", SAM, as_of="2027-06-20").out
    told = run(*("redate", SAM, "2027-08-13", "--type", "PRRD", "--source", "OMU"), as_of="2027-06-21")
    assert "Release is Fri 13 Aug 2027" in told.out


def test_a_recall_keeps_that_they_were_recalled_for_the_outcome_measures(demo: Path, run: Run) -> None:
    run("released", SAM, as_of="2027-02-05")
    run("recalled", SAM, "--on", "2027-03-01", "--cause", "homelessness", as_of="2027-03-02")
    found = rows(
        demo,
        "SELECT outcome, on_date, evidence FROM outcomes WHERE item = 'recall_outcome' AND prison_number = ?",
        SAM,
    )
    assert found == [("recalled", "2027-03-01", '{"recalled_on":"2027-03-01","recall_cause":"homelessness"}')]


@pytest.mark.parametrize("command", ["recalled", "returned"])
def test_nobody_comes_back_who_has_not_left_or_before_they_left(demo: Path, run: Run, command: str) -> None:
    inside = run(command, SAM, "--on", "2026-11-20")
    assert inside.code == 1 and "not recorded as released" in inside.err
    run("released", SAM, as_of="2027-02-05")
    early = run(command, SAM, "--on", "2027-02-04", as_of="2027-02-06")
    late = run(command, SAM, "--on", "2027-02-07", as_of="2027-02-06")
    assert (early.code, late.code) == (2, 2)
    assert fact(demo, "released_on") == "2027-02-05"


def test_somebody_who_has_left_is_not_redated_transferred_or_released_again(demo: Path, run: Run) -> None:
    run("released", SAM, as_of="2027-02-05")
    for words in (("transfer", SAM, "MDI"), ("released", SAM)):
        done = run(*words, as_of="2027-02-06")
        assert done.code == 1 and "was released on Fri 5 Feb 2027" in done.err
    assert redated(run, as_of="2027-02-06").code == 1


def test_a_return_on_remand_puts_the_old_sentence_into_the_history(demo: Path, run: Run) -> None:
    run("released", SAM, as_of="2027-02-05")
    done = run("returned", SAM, "--on", "2027-03-01", "--legal-status", "remand", as_of="2027-03-02")
    assert done.code == 0
    names = ("conditional_release_date", "sentence_start_date", "sentence_expiry_date", "released_on")
    assert [fact(demo, name) for name in names] == [None] * 4
    assert [fact(demo, name) for name in ("legal_status", "reception_date")] == ["REMAND", "2027-03-01"]


def test_undo_takes_a_recall_back_whole(demo: Path, run: Run) -> None:
    run("released", SAM, as_of="2027-02-05")
    run("recalled", SAM, "--on", "2027-03-01", as_of="2027-03-02")
    run("undo", as_of="2027-03-02")
    assert [fact(demo, name) for name in ("released_on", "recall", "conditional_release_date")] == [
        *("2027-02-05", 0, "2027-02-06")
    ]


@pytest.mark.parametrize(("answer", "day"), [("", "2026-11-20"), ("today", "2026-11-23")])
def test_where_the_day_planned_has_gone_by_the_day_is_asked(
    make_person: MakePerson, record: Path, answer: str, day: str
) -> None:
    make_person(SAM, "RIVERS, Sam", "2026-11-20", sentence_start_date="2025-03-03")
    screen = Terminal("released", SAM)
    screen.shows("On which day did they leave? [20/11/2026]: ")
    screen.type(answer)
    assert screen.code() == 0
    assert fact(record, "released_on") == day


def test_with_nobody_to_ask_it_is_today_and_says_that_no_day_was_given(
    make_person: MakePerson, record: Path, run: Run
) -> None:
    make_person(SAM, "RIVERS, Sam", "2026-11-20", sentence_start_date="2025-03-03")
    said = " ".join(run("released", SAM).out.split())
    assert "Check this: no day was given, and so it is today, 3 days after the day planned" in said
    assert fact(record, "released_on") == "2026-11-23"
