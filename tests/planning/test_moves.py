"""Redating, transfers, COMs, releases and returns: what each shows, opens, closes and keeps."""

from __future__ import annotations

import csv
import io
import sqlite3
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue, RecordedOutcome
from releasecheck.planning.changes import Decided, PersonChange, decide
from releasecheck.planning.custody import coming_back, holders, leaving, ordinal, prison_tasks, used_up
from releasecheck.planning.moves import (
    Move,
    compare,
    date_fact,
    facts_told,
    standing_instead,
    telling_items,
    who_to_tell,
)
from releasecheck.planning.planner import Planner
from releasecheck.planning.states import MISSING, state_on
from releasecheck.policy.catalogue_files import builtin_files, read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.working_days import load_calendar
from tests.conftest import MakePerson, Result, Run
from tests.places import TOP

SAM = "A1234BC"
TODAY = date(2026, 11, 23)
CRD = date(2027, 2, 5)


@cache
def planner() -> Planner:
    return Planner(read_catalogue(builtin_files()), load_calendar({}, None), load_rules())


def sam(*outcomes: RecordedOutcome, **facts: FactValue) -> Decided:
    """A made-up person, as first told of on 12 January 2026."""
    known: dict[str, FactValue | None] = {
        "legal_status": "SENTENCED",
        "sentence_start_date": date(2025, 2, 6),
        "conditional_release_date": CRD,
        "com": "J. Okafor",
        "pom": "P. Marsh",
        "victim_contact": True,
        "bank_account": False,
        "housing": "homeless",
        **facts,
    }
    told = date(2026, 1, 12)
    return decide(None, PersonChange(SAM, known, outcomes, told_on=told), planner(), told)


def move(decided: Decided, today: date = TODAY, told: date | None = None, **facts: FactValue | None) -> Move:
    """What other facts, told on a day, do to somebody."""
    after = decide(decided.record, PersonChange(SAM, facts, told_on=told or today), planner(), today)
    before = planner().plan(decided.record, today)
    telling = telling_items(planner().catalogue)
    return compare(before, after.plan, after.record, telling, today, planner().calendar)


def redated(
    run: Run, *more: str, day: str = "2026-12-18", kind: str = "CRD", as_of: str = "2026-11-23"
) -> Result:
    return run("redate", SAM, day, "--type", kind, "--source", "OMU memo", *more, as_of=as_of)


def fact(path: Path, name: str) -> object:
    connection = sqlite3.connect(path)
    (value,) = connection.execute(f'SELECT "{name}" FROM people WHERE prison_number = ?', (SAM,)).fetchone()
    connection.close()
    return value


# --- what a new date does ---


def test_a_date_brought_forward_compresses_what_the_rule_had_already_made_due() -> None:
    found = move(sam(), conditional_release_date=date(2026, 12, 18))
    assert found.days == -49
    assert "dtr" in found.due_now and "dtr" not in found.overdue
    assert [window.item for window in found.closed] == ["bank_account"]
    assert found.pressing


def test_a_date_told_days_ago_makes_what_it_compressed_overdue_today() -> None:
    found = move(sam(), told=date(2026, 11, 20), conditional_release_date=date(2026, 12, 18))
    assert "dtr" in found.overdue and "dtr" not in found.due_now


def test_a_date_put_back_opens_a_window_again_and_says_its_new_last_day() -> None:
    found = move(sam(conditional_release_date=date(2026, 12, 18)), conditional_release_date=date(2027, 3, 5))
    assert [(window.item, window.last_day) for window in found.reopened] == [
        ("bank_account", date(2027, 1, 22))
    ]
    assert not found.closed


@given(days=st.integers(-60, 400))
@settings(max_examples=40, deadline=None)
def test_a_move_and_its_way_back_mirror_each_other(days: int) -> None:
    """Windows that one shuts the other opens, and the days are the same with the sign turned."""
    day = planner().calendar.last_working_day(CRD + timedelta(days=days))
    there = move(sam(), conditional_release_date=day)
    back = move(sam(conditional_release_date=day), conditional_release_date=CRD)
    assert there.days == -back.days == (day - CRD).days
    assert there.moves == (day != CRD)
    assert {window.item for window in there.closed} == {window.item for window in back.reopened}


@given(days=st.integers(0, 300), told=st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_a_later_date_never_makes_anything_due_or_shuts_a_window(days: int, told: int) -> None:
    found = move(
        sam(), told=TODAY - timedelta(days=told), conditional_release_date=CRD + timedelta(days=days)
    )
    assert not found.due_now and not found.closed
    assert not found.overdue and not found.pressing


def test_the_same_date_moves_nothing() -> None:
    found = move(sam(), confirmed_release_date=CRD)
    assert not found.moves and not found.pressing
    assert move(sam(), tier="B2").moved == 0


# --- which fact a date told belongs in ---


@pytest.mark.parametrize("kind", ["CRD", "ARD", "PRRD"])
def test_a_date_goes_where_it_is_read_from_its_override_if_there_is_one(kind: str) -> None:
    plain = date_fact({}, kind)
    override = plain.replace("_date", "_override_date")
    assert date_fact({override: CRD}, kind) == override


def test_confirming_the_day_a_crd_falls_on_leaves_the_crd_as_it_is() -> None:
    """The CRD is Saturday 6 February, so they leave on Friday 5."""
    facts = {"conditional_release_date": date(2027, 2, 6)}
    told = facts_told(facts, CRD, "CRD", True, planner().calendar, planner().rules)
    assert told == {"confirmed_release_date": CRD}


def test_confirming_another_day_as_the_crd_moves_the_crd_too() -> None:
    facts, day = {"conditional_release_date": CRD}, date(2026, 12, 18)
    told = facts_told(facts, day, "CRD", True, planner().calendar, planner().rules)
    assert told == {"confirmed_release_date": day, "conditional_release_date": day}


def test_a_date_that_comes_later_in_the_order_stands_aside() -> None:
    found = sam(hdc_actual_date=date(2026, 12, 1))
    assert (
        standing_instead(found.record.facts, found.plan.release, "CRD", planner().rules) == "hdc_actual_date"
    )
    assert standing_instead(found.record.facts, found.plan.release, "HDCAD", planner().rules) is None
    assert standing_instead(found.record.facts, found.plan.release, "PRRD", planner().rules) == "recall"


# --- who must be told ---


def test_everybody_who_plans_with_the_date_is_told_by_name() -> None:
    sent = (
        RecordedOutcome("dtr", "submitted", date(2026, 11, 2), evidence={"authority": "Leeds"}),
        RecordedOutcome("crs", "submitted", date(2026, 11, 2), evidence={"provider": "Ingeus"}),
        RecordedOutcome("crs", "accepted", date(2026, 11, 9)),
    )
    found = sam(*sent, medication=True)
    assert who_to_tell(found.record, planner().plan(found.record, TODAY), TODAY) == (
        "COM J. Okafor",
        "victim liaison",
        "housing authority Leeds",
        "CRS provider Ingeus",
        "healthcare",
        "POM P. Marsh",
        "the person",
    )


def test_a_referral_that_has_lapsed_or_was_withdrawn_has_nobody_to_tell() -> None:
    sent = RecordedOutcome("dtr", "submitted", date(2026, 2, 2), evidence={"authority": "Leeds"})
    gone = RecordedOutcome("crs", "withdrawn", date(2026, 11, 9))
    found = sam(sent, gone)
    told = who_to_tell(found.record, planner().plan(found.record, TODAY), TODAY)
    assert not [who for who in told if "Leeds" in who or "CRS" in who]


def test_whether_a_victim_is_in_the_scheme_not_known_is_said() -> None:
    unknown = decide(sam().record, PersonChange(SAM, {"victim_contact": None}), planner(), TODAY)
    told = who_to_tell(unknown.record, unknown.plan, TODAY)
    assert "victim liaison, if a victim is in the scheme (not known)" in told
    ruled_out = sam(victim_contact=False)
    assert not [who for who in who_to_tell(ruled_out.record, ruled_out.plan, TODAY) if "victim" in who]


@pytest.mark.parametrize("item", ["release_told", "victim_contact"])
def test_what_was_told_of_the_old_date_is_asked_for_again(item: str) -> None:
    told = RecordedOutcome(item, "done", date(2026, 11, 10))
    before = sam(told)
    assert state_on(next(t for t in before.plan.tasks if t.item == item), TODAY) == "done"
    found = move(before, conditional_release_date=date(2027, 1, 29))
    assert item in found.telling


def test_a_victim_liaison_who_has_not_answered_must_be_told_the_new_date() -> None:
    told = RecordedOutcome("victim_contact", "vlo_told", date(2026, 11, 10))
    assert "victim_contact" in move(sam(told), conditional_release_date=date(2027, 1, 29)).telling
    assert "victim_contact" not in move(sam(told), tier="B2").telling


# --- redate, at the front door ---


def test_redate_shows_the_move_before_it_saves(demo: Path, run: Run) -> None:
    done = redated(run, "--dry-run")
    assert done.code == 0
    assert done.out.startswith("Release moves from Fri 5 Feb 2027 to Fri 18 Dec 2026: 49 days earlier\n")
    assert "tasks become due now (compressed): dtr, cas3" in done.out
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
    connection = sqlite3.connect(demo)
    dates = [day for (day,) in connection.execute(f"SELECT date FROM releases WHERE prison_number = '{SAM}'")]
    connection.close()
    assert dates == ["2027-02-05", "2026-12-18", "2027-01-08"]


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
    import pexpect

    child = pexpect.spawn(
        sys.executable,
        [
            *("-m", "releasecheck", "--as-of", "2026-11-23"),
            *("redate", SAM, "2026-12-18", "--type", "CRD", "--source", "memo"),
        ],
        cwd=str(TOP),
        encoding="utf-8",
        timeout=60,
    )
    child.expect("Record it")
    child.send(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert fact(demo, "conditional_release_date") == saved


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
    assert saved.out == "2 rows: 2 release dates moved (1 makes things overdue)\n"


# --- transfer and com ---


def test_a_transfer_lists_the_prisons_tasks_and_forgets_what_was_the_old_prisons(
    demo: Path, run: Run
) -> None:
    done = run("transfer", SAM, "mdi")
    assert done.out.startswith("A1234BC moved from LEI to MDI on Mon 23 Nov 2026.\n")
    assert "release_told" in done.out and "POM: not known yet (was P. Marsh)" in done.out
    assert [fact(demo, name) for name in ("prison", "pom", "cell", "in_home_area")] == [
        "MDI",
        None,
        None,
        None,
    ]
    assert fact(demo, "reception_date") == "2024-12-20"
    connection = sqlite3.connect(demo)
    poms = connection.execute(
        f"SELECT value FROM facts WHERE fact = 'pom' AND prison_number = '{SAM}' ORDER BY id"
    )
    assert poms.fetchall() == [("P. Marsh",), (None,)]
    connection.close()


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


def test_prison_tasks_are_those_of_the_prisons_roles_that_are_not_settled() -> None:
    owned = prison_tasks(sam().plan, TODAY)
    assert "release_told" in owned["OMU"]
    assert "COM" not in owned


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


def test_holders_count_changes_and_not_repeats() -> None:
    days = [date(2026, 1, day) for day in (1, 2, 3, 4, 5)]
    told: list[FactValue | None] = ["A", "A", None, "B", "A"]
    assert [one.name for one in holders(zip(told, days, strict=True))] == ["A", "B", "A"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (3, "third"), (11, "11th"), (12, "12th"), (21, "21st"), (112, "112th")],
)
def test_ordinals_read_as_they_are_said(number: int, words: str) -> None:
    assert ordinal(number) == words


# --- out and back ---


def test_a_release_ends_what_was_not_done_and_opens_what_follows(demo: Path, run: Run) -> None:
    done = run("released", SAM, "--on", "2027-02-05", "--time", "9.45", as_of="2027-02-05")
    assert done.out.startswith("A1234BC released Fri 5 Feb 2027 at 09:45.\n")
    assert "end not achieved" in done.out and "to do after release: night_one_outcome" in done.out
    assert "Check this" not in done.out and "Late" not in done.out
    assert fact(demo, "released_on") == "2027-02-05"


def test_leaving_counts_nothing_twice() -> None:
    found = sam()
    out = decide(found.record, PersonChange(SAM, {"released_on": CRD}), planner(), CRD)
    gone = leaving(planner().plan(found.record, CRD), out.plan, CRD)
    assert gone.ended and gone.opened
    assert not set(gone.ended) & set(gone.opened) and not set(gone.ended) & set(gone.waiting)


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
    assert today.index("CHECK THIS") < today.index("OVERDUE")
    assert "release day was Fri 5 Feb: released?" in today
    assert "Release day was Fri 5 Feb 2027: released?" in run("show", SAM, as_of="2027-02-06").out
    run("released", SAM, "--on", "2027-02-05", as_of="2027-02-06")
    assert "released?" not in run("today", as_of="2027-02-06").out + run("show", SAM, as_of="2027-02-06").out


def test_a_recall_clears_the_release_and_waits_for_the_date_it_is_told(demo: Path, run: Run) -> None:
    run("mark", SAM, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    run("released", SAM, as_of="2027-02-05")
    done = run("recalled", SAM, "--on", "2027-06-19", "--recall-type", "fixed_term", as_of="2027-06-20")
    assert done.out.startswith("A1234BC back on recall Sat 19 Jun 2027, 134 days after release.\n")
    assert "1 referral has lapsed: dtr" in done.out
    assert "recall_restart (RD09)" in done.out and "switched off here" in " ".join(done.out.split())
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
    connection = sqlite3.connect(demo)
    found = connection.execute(
        "SELECT outcome, on_date, evidence FROM outcomes WHERE item = 'recall_outcome' AND prison_number = ?",
        (SAM,),
    )
    assert found.fetchall() == [
        ("recalled", "2027-03-01", '{"recalled_on":"2027-03-01","recall_cause":"homelessness"}')
    ]
    connection.close()


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


@given(days=st.integers(-400, 400), confirmed=st.booleans())
def test_dates_used_up_by_a_return_are_approved_ones_gone_by_and_any_confirmed_one(
    days: int, confirmed: bool
) -> None:
    """The conditional release date stays recorded: it is part of the sentence, and is not counted to."""
    day = TODAY + timedelta(days=days)
    facts: dict[str, FactValue] = {"conditional_release_date": day, "hdc_actual_date": day}
    if confirmed:
        facts["confirmed_release_date"] = day
    gone = {"hdc_actual_date"} if day <= TODAY else set()
    assert set(used_up(facts, TODAY)) == gone | ({"confirmed_release_date"} if confirmed else set())


def test_what_was_sent_before_still_counts_until_it_lapses() -> None:
    sent = RecordedOutcome("dtr", "submitted", date(2026, 11, 2), evidence={"authority": "Leeds"})
    plan = sam(sent).plan
    assert coming_back(plan, date(2027, 5, 3)).still_counting == ("dtr",)
    assert coming_back(plan, date(2027, 5, 4)).lapsed == ("dtr",)
