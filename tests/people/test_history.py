"""History in words, and taking back: what was recorded stays, what stood before stands again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from releasecheck.people.entries import (
    HistoryEntry,
    ToldFact,
    ToldNote,
    ToldOutcome,
    ToldOwner,
    ToldRelease,
)
from releasecheck.people.history import Line, chosen, moment_in_words, tell
from tests.conftest import Dump, MakePerson, Run

DAY = date(2026, 11, 23)
BEFORE = date(2026, 11, 20)
AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def entry(
    number: int,
    *told: ToldFact | ToldOutcome | ToldRelease | ToldOwner | ToldNote,
    by: str = "P. Marsh",
    at: datetime = AT,
    day: date = DAY,
    reason: str | None = None,
    voided_by: int | None = None,
    why: str | None = None,
) -> HistoryEntry:
    def of(kind: type) -> tuple[object, ...]:
        return tuple(one for one in told if isinstance(one, kind))

    undoer = (LATER, "J. Okafor") if voided_by else (None, None)
    return HistoryEntry(
        *(number, at, by, "set", day, reason),
        *(of(ToldFact), of(ToldOutcome), of(ToldRelease), of(ToldOwner), of(ToldNote)),
        *(voided_by, why, *undoer),
    )


def fact(
    name: str, value: str | bool | date | None, told_on: date = DAY, source: str | None = None
) -> ToldFact:
    return ToldFact(name, value, told_on, source)


def release(
    day: date, told_on: date = DAY, source: str | None = None, confirmed: bool = False
) -> ToldRelease:
    return ToldRelease(day, "CRD", confirmed, told_on, source)


def sentences(*entries: HistoryEntry) -> list[str]:
    return [line.words() for line in tell(entries)]


KNOWN = entry(1, fact("last_name", "RIVERS"), fact("housing", "settled"))
HEAD = "23 Nov 2026 14:05, P. Marsh: "


# Each entry as a sentence


def test_first_entry_says_what_was_recorded_and_no_before() -> None:
    assert sentences(KNOWN) == [f"{HEAD}recorded: last name RIVERS, housing settled."]


def test_a_change_says_what_stands_what_stood_and_where_it_came_from() -> None:
    changed = entry(2, fact("tier", "B2", source="OASys"), fact("housing", "at_risk", source="OASys"))
    assert sentences(KNOWN, changed)[1] == (
        f"{HEAD}tier B2 (was not known), housing at risk (was settled). Source: OASys."
    )


def test_a_fact_no_longer_known_says_so() -> None:
    assert sentences(KNOWN, entry(2, fact("housing", None)))[1] == f"{HEAD}housing not known (was settled)."


def test_a_question_answered_reads_as_one() -> None:
    told = entry(2, fact("bank_account", True))
    assert sentences(KNOWN, told)[1] == f"{HEAD}has a bank account: yes (was not known)."


def test_a_title_in_capitals_keeps_them() -> None:
    assert "MAPPA level 2" in sentences(KNOWN, entry(2, ToldFact("mappa_level", 2, DAY, None)))[1]


def test_the_day_told_is_said_when_it_was_another_day() -> None:
    told = entry(2, fact("tier", "B2", told_on=date(2026, 11, 20)))
    assert sentences(KNOWN, told)[1].endswith("Told Fri 20 Nov 2026.")


def test_the_day_of_record_is_said_when_the_clock_says_another() -> None:
    assert sentences(entry(1, fact("tier", "B2", told_on=BEFORE), day=BEFORE))[0].endswith(
        "As of Fri 20 Nov 2026."
    )


def test_outcome_says_its_day_evidence_and_reason() -> None:
    outcome = ToldOutcome("dtr", "not_accepted", DAY, "priority_need", {"authority": "Leeds"})
    assert sentences(KNOWN, entry(2, outcome, reason="priority_need"))[1] == (
        f"{HEAD}dtr not accepted on Mon 23 Nov 2026: authority Leeds, because priority_need."
    )


def test_second_outcome_says_the_one_before() -> None:
    first = ToldOutcome("dtr", "submitted", date(2026, 11, 3), None, {})
    second = ToldOutcome("dtr", "accepted", DAY, None, {})
    assert sentences(KNOWN, entry(2, first), entry(3, second))[2] == (
        f"{HEAD}dtr accepted on Mon 23 Nov 2026 (was submitted on Tue 3 Nov 2026)."
    )


def test_moved_release_says_from_where_to_where_and_who_said_so() -> None:
    moved = release(date(2026, 12, 18), told_on=date(2026, 11, 20), source="OMU memo")
    assert sentences(entry(1, release(date(2027, 2, 5))), entry(2, moved))[1] == (
        f"{HEAD}release moved from Fri 5 Feb 2027 (CRD) to Fri 18 Dec 2026 (CRD). "
        "Told Fri 20 Nov 2026. Source: OMU memo."
    )


def test_confirmed_release_on_the_same_day_has_not_moved() -> None:
    day = date(2027, 2, 5)
    assert sentences(entry(1, release(day)), entry(2, release(day, confirmed=True)))[1] == (
        f"{HEAD}release Fri 5 Feb 2027 (CRD, confirmed) (was Fri 5 Feb 2027 (CRD))."
    )


def test_owner_and_note_in_words() -> None:
    note = ToldNote("contact", DAY, "met by video", "first_contact", {"with": "COM", "next": "2026-11-30"})
    assert sentences(KNOWN, entry(2, ToldOwner("dtr", "PRT"), note), entry(3, ToldOwner("dtr", None)))[
        1:
    ] == [
        f"{HEAD}dtr with PRT (was the usual role), "
        "contact on Mon 23 Nov 2026 about first_contact: met by video, with COM, next Mon 30 Nov 2026.",
        f"{HEAD}dtr with the usual role (was PRT).",
    ]


def test_a_fact_this_version_no_longer_has_is_still_told() -> None:
    assert "shoe size 9 (was not known)" in sentences(KNOWN, entry(2, fact("shoe_size", "9")))[1]


def test_undone_entry_says_by_which_entry_when_by_whom_and_why() -> None:
    undone, undoing = sentences(KNOWN, entry(2, fact("tier", "B2"), voided_by=3, why="wrong person"))[1:]
    assert undone == (
        f"{HEAD}tier B2 (was not known). Undone by entry 3 on 24 Nov 2026 09:30, J. Okafor: wrong person."
    )
    assert undoing == (
        "24 Nov 2026 09:30, J. Okafor: undid entry 2: tier not known (was B2). Reason: wrong person."
    )


def test_what_stood_before_is_what_stood_then_even_if_undone_since() -> None:
    lines = sentences(
        KNOWN,
        entry(2, fact("tier", "B1"), voided_by=4),
        entry(3, fact("tier", "B2")),
        entry(5, fact("tier", "C1"), voided_by=6),
    )
    assert "tier B2 (was B1)" in lines[2]
    assert "undid entry 2: " not in lines[3], "B2 stood before and after, so nothing changed by it"
    assert "tier C1 (was B2)" in lines[4]
    assert "tier B2 (was C1)" in lines[5]


def test_undoing_the_only_entry_leaves_nobody_recorded() -> None:
    assert sentences(entry(1, fact("tier", "B2"), voided_by=2))[1].endswith(
        "undid entry 1: no longer recorded."
    )


def test_undone_outcome_is_taken_back() -> None:
    outcome = ToldOutcome("dtr", "submitted", DAY, None, {})
    assert sentences(KNOWN, entry(2, outcome, voided_by=3))[2].endswith(
        "undid entry 2: dtr submitted on Mon 23 Nov 2026 taken back."
    )


# Filters


@pytest.fixture
def lines() -> list[Line]:
    outcome = ToldOutcome("dtr", "submitted", DAY, None, {})
    return tell(
        [KNOWN, entry(2, fact("tier", "B2"), outcome), entry(3, fact("tier", "C1"), at=LATER, by="J. Okafor")]
    )


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [1, 2, 3]),
        ({"first": date(2026, 11, 24)}, [3]),
        ({"last": date(2026, 11, 23)}, [1, 2]),
        ({"author": "okafor"}, [3]),
        ({"item": "dtr"}, [2]),
        ({"fact": "tier"}, [2, 3]),
        ({"fact": "tier", "author": "Marsh"}, [2]),
        ({"fact": "rosh"}, []),
    ],
)
def test_filters_leave_the_entries_asked_for(
    lines: list[Line], asked: dict[str, date | str], numbers: list[int]
) -> None:
    assert [line.entry for line in chosen(lines, **asked)] == numbers


def test_a_filter_leaves_only_the_part_asked_for(lines: list[Line]) -> None:
    assert [part.words for line in chosen(lines, item="dtr") for part in line.parts] == [
        "dtr submitted on Mon 23 Nov 2026"
    ]


def test_moment_is_said_in_its_own_time_zone() -> None:
    assert moment_in_words(AT) == "23 Nov 2026 14:05"


# Through the front door


def test_history_names_every_earlier_value(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B1")
    run("set", "A1234BC", "tier=B2")
    run("set", "A1234BC", "tier=not known")
    done = run("history", "smith", "--fact", "tier", "--format", "json")
    changes = [change for one in json.loads(done.out)["entries"] for change in one["changes"]]
    assert [(change["before"], change["after"]) for change in changes] == [
        (None, "B1"),
        ("B1", "B2"),
        ("B2", None),
    ]


def test_history_as_markdown_is_marked(run: Run, make_person: MakePerson) -> None:
    make_person()
    text = run("history", "smith", "--format", "md").out
    assert text.startswith("**OFFICIAL-SENSITIVE**\n\n# History: SMITH, John (A1234BC)\n\n- 1: ")
    assert text.endswith("**OFFICIAL-SENSITIVE**\n")


def test_history_fits_the_screen(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B2", housing="settled")
    assert max(map(len, run("history", "smith").out.splitlines())) <= 80


def test_undo_brings_back_what_stood(run: Run, make_person: MakePerson, record: Path, dump: Dump) -> None:
    make_person(housing="settled")
    before = dump(record)
    run("set", "A1234BC", "housing=at_risk", "conditional_release_date=2026-12-18")
    done = run("undo")
    after = dump(record)
    assert done.code == 0
    assert done.out.startswith("Undone: entry 2, set, A1234BC: housing at risk (was settled), ")
    assert done.out.endswith("Next: releasecheck show A1234BC\n")
    assert {table: after[table] for table in ("people", "plans", "tasks")} == {
        table: before[table] for table in ("people", "plans", "tasks")
    }
    assert run("record", "verify").code == 0


def test_undo_takes_back_only_ones_own(run: Run, make_person: MakePerson) -> None:
    make_person()
    run("--by", "J. Okafor", "set", "A1234BC", "tier=B2")
    run("set", "A1234BC", "tier=C1")
    assert run("--by", "J. Okafor", "undo").out.startswith("Undone: entry 2, ")
    assert json.loads(run("show", "smith", "--format", "json").out)["person"]["facts"]["tier"] == "C1"
    done = run("--by", "J. Okafor", "undo")
    assert (done.code, done.err) == (
        1,
        "releasecheck: nothing that J. Okafor recorded is left to undo. "
        "Another name: releasecheck --by NAME undo\n",
    )


def test_undo_twice_goes_back_twice(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B1")
    run("set", "A1234BC", "tier=B2")
    run("set", "A1234BC", "tier=C1")
    run("undo")
    run("undo")
    assert json.loads(run("show", "smith", "--format", "json").out)["person"]["facts"]["tier"] == "B1"


def test_undone_outcome_stays_in_the_record(
    run: Run, make_person: MakePerson, record: Path, dump: Dump
) -> None:
    make_person()
    run("mark", "smith", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    run("undo", "--reason", "wrong person")
    assert len(dump(record)["outcomes"]) == 1
    text = " ".join(run("history", "smith").out.split())
    assert "tester: wrong person." in text
    assert "dtr" not in json.loads(run("show", "smith", "--format", "json").out)["counts"]


def test_undo_dry_run_changes_nothing(run: Run, make_person: MakePerson, record: Path, dump: Dump) -> None:
    make_person()
    before = dump(record)
    done = run("undo", "--dry-run")
    assert done.out.startswith("Would undo entry 1, add, A1234BC: ")
    assert dump(record) == before


def test_undoing_an_add_takes_the_person_off_the_lists_and_keeps_the_history(
    run: Run, make_person: MakePerson
) -> None:
    make_person()
    assert "A1234BC off the lists" in run("undo").out
    assert run("show", "A1234BC").code == 1
    assert "0 people" in run("list").out
    done = run("history", "a1234bc")
    assert done.out.startswith("no longer recorded  A1234BC  2 entries, 1 undone\n")
    make_person(tier="B2")
    assert run("record", "verify").code == 0


def test_undo_of_an_add_that_others_have_built_on_is_refused(run: Run, make_person: MakePerson) -> None:
    make_person()
    run("--by", "J. Okafor", "set", "A1234BC", "tier=B2")
    done = run("undo")
    assert done.code == 1
    assert "1 later entry stands (2). To take it all back: releasecheck void 1 --reason TEXT" in done.err


def test_void_of_an_add_takes_back_what_was_built_on_it(
    run: Run, make_person: MakePerson, record: Path, dump: Dump
) -> None:
    make_person()
    run("--by", "J. Okafor", "set", "A1234BC", "tier=B2")
    run("mark", "smith", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    done = run("void", "1", "--reason", "wrong prison number")
    assert "with 2 later entries about the same; A1234BC off the lists" in done.out
    assert [row[:2] for row in dump(record)["voids"]] == [(1, 4), (2, 4), (3, 4)]
    assert len(dump(record)["outcomes"]) == 1


def test_void_leaves_later_values_standing(run: Run, make_person: MakePerson) -> None:
    make_person()
    run("set", "A1234BC", "tier=B2", "housing=settled")
    run("set", "A1234BC", "tier=C1")
    assert run("void", "2", "--reason", "another person").code == 0
    facts = json.loads(run("show", "smith", "--format", "json").out)["person"]["facts"]
    assert facts["tier"] == "C1"
    assert "housing" not in facts


def test_void_of_an_import_reaches_everybody_in_it(run: Run, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text('NOMS No,Name,CRD\nA1234BC,"RIVERS, Sam",2027-02-06\nA5561CD,"DUNNE, Kerry",2027-03-01\n')
    run("import", "people", file)
    done = run("undo")
    assert done.out == (
        "Undone: entry 1, import people people.csv, 2 people; A1234BC and A5561CD off the lists. "
        "Next: releasecheck list\n"
    )


def test_void_of_an_entry_that_others_hang_on_across_people_is_refused(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path
) -> None:
    make_person()
    file = tmp_path / "people.csv"
    file.write_text('NOMS No,Name,Tier\nA1234BC,"SMITH, John",B2\nA5561CD,"DUNNE, Kerry",C1\n')
    run("import", "people", file)
    done = run("void", "1", "--reason", "wrong")
    assert done.code == 1
    assert "entry 2 hangs on entry 1 and is also about A5561CD" in done.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("void", "1"), 2, "void needs a reason"),
        (("void", "99", "--reason", "x"), 1, "there is no entry 99. See them: releasecheck history PERSON"),
        (("void", "0", "--reason", "x"), 2, "0 is not in the range"),
    ],
)
def test_void_says_what_is_wrong(
    run: Run, make_person: MakePerson, words: tuple[str, ...], code: int, said: str
) -> None:
    make_person()
    done = run(*words)
    assert done.code == code
    assert said in done.err


def test_what_was_undone_cannot_be_undone_again(run: Run, make_person: MakePerson) -> None:
    make_person()
    run("set", "A1234BC", "tier=B2")
    run("undo")
    assert "entry 2 is undone already" in run("void", "2", "--reason", "x").err
    assert "entry 3 undid another one" in run("void", "3", "--reason", "x").err


def test_undone_closed_day_plans_everybody_again(run: Run, make_person: MakePerson, record: Path) -> None:
    make_person(release="2027-02-05")
    run("calendar", "add", "2027-01-08", "Office closed")
    assert '"due_on": "2027-01-07"' in run("show", "smith", "--format", "json").out
    assert run("undo").out == "Undone: entry 2, calendar. Next: releasecheck list\n"
    shown = run("show", "smith", "--format", "json").out
    assert '"due_on": "2027-01-08"' in shown
    assert '"due_on": "2027-01-07"' not in shown
    assert run("record", "verify").code == 0


def test_a_date_that_stands_again_was_told_when_it_was_told(
    run: Run, make_person: MakePerson, record: Path
) -> None:
    """A confirmed date hid a CRD told on 10 November; taking the confirmed date back is no new telling."""
    make_person(release="2027-02-05")
    run("set", "A1234BC", "confirmed_release_date=2027-01-15", "--told", "2026-11-05")
    run("set", "A1234BC", "conditional_release_date=2027-03-05", "--told", "2026-11-10")
    run("void", "2", "--reason", "not confirmed after all")
    with closing(sqlite3.connect(record)) as connection:
        told = connection.execute("SELECT date, told_on, entry FROM releases ORDER BY id").fetchall()
    assert told[-1] == ("2027-03-05", "2026-11-10", 4)
    assert run("record", "verify").code == 0
    text = " ".join(run("history", "smith").out.split())
    assert "undid entry 2: confirmed release date not known (was Fri 15 Jan 2027), release moved from" in text


def test_full_disk_leaves_nothing_undone(
    run: Run, make_person: MakePerson, record: Path, dump: Dump, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction ends in the middle: neither the void nor the rebuilt row is there."""
    from releasecheck.store.tables.transaction import Transaction

    make_person(tier="B2")
    before = dump(record)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Transaction, "rebuild", full)
    done = run("undo")
    assert (done.code, done.err) == (1, "releasecheck: cannot go on: no space left\n")
    assert dump(record) == before
    assert run("log", "verify").code == 0
