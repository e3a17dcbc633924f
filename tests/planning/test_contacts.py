"""Contacts and requests: noted in one line, never twice, and proof of who asked when."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import RecordedOutcome
from releasecheck.people.entries import HistoryEntry, ToldNote
from releasecheck.planning.changes import Note
from releasecheck.planning.contacts import (
    STEPS,
    Request,
    contact_item,
    contact_note,
    contacts,
    last_contact,
    request_note,
    requests,
    step_note,
    summary,
    totals,
)
from releasecheck.policy.catalogue_files import builtin_files, read_catalogue
from tests.conftest import Run

SAM = "A1234BC"
TODAY = date(2026, 11, 23)


def entry(number: int, note: Note, *, voided_by: int | None = None) -> HistoryEntry:
    """An entry that holds one note, as the history gives it back."""
    told = ToldNote(note.kind, note.on, note.text, note.item, note.fields)
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    nothing: tuple[()] = ()
    return HistoryEntry(
        *(number, at, "P. Marsh", "ask", TODAY, None, nothing, nothing, nothing, nothing, (told,)),
        *(voided_by, None, None, None),
    )


def asked(*entries: HistoryEntry) -> tuple[Request, ...]:
    return requests(entries, (), {})


def number_of(text: str) -> str:
    """The request that a command says it has recorded."""
    found = re.search(r"request (\d+)", text)
    assert found, text
    return found[1]


# --- what is read back ---


def test_a_request_waits_until_somebody_answers_at_all() -> None:
    note = request_note("video_link", "OMU", date(2026, 11, 2), None, "first_contact")
    (request,) = asked(entry(7, note))
    assert (request.status, request.days_waited(TODAY)) == ("no answer", 21)
    offered = entry(8, step_note(request, "offered", date(2026, 11, 12), None))
    held = entry(9, step_note(request, "answered", date(2026, 11, 20), None))
    (request,) = asked(entry(7, note), offered, held)
    assert (request.status, request.days_waited(TODAY)) == ("answered", 10)


@given(days=st.integers(0, 400), later=st.integers(0, 400), step=st.sampled_from(STEPS))
def test_days_waited_stop_at_the_first_response_whatever_the_day_asked(
    days: int, later: int, step: str
) -> None:
    made = TODAY - timedelta(days=days + later)
    (request,) = asked(entry(1, request_note("visit", "OMU", made, None, None)))
    assert request.days_waited(TODAY) == days + later
    name = next(name for name in STEPS if name == step)
    answer = step_note(request, name, made + timedelta(days=days), "why")
    (request,) = asked(entry(1, request_note("visit", "OMU", made, None, None)), entry(2, answer))
    assert request.days_waited(TODAY) == request.days_waited(TODAY + timedelta(days=9)) == days


def test_what_was_undone_is_not_in_the_trail() -> None:
    note = request_note("visit", "OMU", TODAY, None, None)
    assert asked(entry(1, note, voided_by=3)) == ()
    (request,) = asked(entry(1, note))
    undone = entry(2, step_note(request, "refused", TODAY, "no room"), voided_by=3)
    assert asked(entry(1, note), undone) == (request,)


def test_the_totals_of_each_kind_add_up_to_the_trail() -> None:
    notes = [
        request_note("visit", "OMU", date(2026, 11, 2), None, None),
        request_note("visit", "OMU", date(2026, 11, 9), None, None),
        request_note("police_check", "West Yorkshire Police", date(2026, 10, 1), None, None),
    ]
    made = [entry(number, note) for number, note in enumerate(notes, 1)]
    answer = entry(9, step_note(asked(*made)[1], "refused", date(2026, 11, 3), "no room"))
    found = asked(*made, answer)
    visits, checks = totals(found, TODAY)
    assert (visits.kind, visits.asked, visits.refused, visits.unanswered) == ("visit slot", 2, 1, 1)
    assert (checks.kind, checks.longest_wait) == ("police check", 53)
    assert summary(found, TODAY) == "3 asked, 2 with no answer, the longest for 53 days."


def test_a_task_that_was_sent_and_answered_is_in_the_trail_by_itself() -> None:
    items = read_catalogue(builtin_files()).items
    outcomes = (
        RecordedOutcome("parole_interview", "asked", date(2026, 9, 1), by="A. COM"),
        RecordedOutcome("parole_interview", "offered", date(2026, 9, 20), by="A. COM"),
        RecordedOutcome("parole_interview", "no_slot_offered", date(2026, 10, 5), by="A. COM"),
        RecordedOutcome("parole_interview", "asked", date(2026, 10, 6), by="A. COM"),
        RecordedOutcome("dtr", "submitted", date(2026, 11, 2), evidence={"authority": "Leeds"}, by="B. COM"),
        RecordedOutcome("mappa_category", "identified", date(2026, 11, 2)),
    )
    found = requests((), outcomes, items)
    assert [(one.item, one.of, one.asked_by, one.status) for one in found] == [
        ("parole_interview", "", "A. COM", "refused"),
        ("parole_interview", "", "A. COM", "no answer"),
        ("dtr", "Leeds", "B. COM", "no answer"),
    ]
    assert found[0].days_waited(TODAY) == 19


def test_the_last_contact_is_by_day_and_not_by_when_it_was_typed() -> None:
    notes = [
        contact_note("COM", "video", date(2026, 11, 20), "J. Okafor", None),
        contact_note("COM", "phone", date(2026, 11, 3), "T. Hughes", None),
    ]
    found = contacts(entry(number, note) for number, note in enumerate(notes, 1))
    last = last_contact(found, "COM")
    assert last is not None and last.on == date(2026, 11, 20)
    named = last_contact(found, "COM", "T. Hughes")
    assert named is not None and named.on == date(2026, 11, 3)
    assert last_contact(found, "POM") is None


@pytest.mark.parametrize(
    ("role", "how", "item"),
    [
        ("COM", "phone", "first_contact"),
        ("POM", "visit", "pom_contact"),
        ("KW", "in_person", "pom_contact"),
        ("POM", "phone", None),
        ("VLO", "visit", None),
    ],
)
def test_a_contact_does_the_task_that_asks_for_it(role: str, how: str, item: str | None) -> None:
    assert contact_item(role, how) == item


# --- at the front door ---


def outcomes(path: Path, item: str) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    found = connection.execute(
        "SELECT outcome, on_date FROM outcomes WHERE prison_number = ? AND item = ? ORDER BY id", (SAM, item)
    ).fetchall()
    connection.close()
    return found


def test_a_contact_marks_the_coms_task_in_the_same_entry(demo: Path, run: Run) -> None:
    done = run("contact", "rivers", "--by", "com", "--how", "video")
    assert done.out.startswith(
        "A1234BC: COM J. Okafor in contact by video, Mon 23 Nov 2026. first_contact done, next by "
    )
    assert outcomes(demo, "first_contact")[-1] == ("done", "2026-11-23")
    run("undo")
    assert "Last contact" not in run("asked", SAM).out


def test_a_telephone_call_is_not_seeing_the_person(demo: Path, run: Run) -> None:
    before = outcomes(demo, "pom_contact")
    assert "face to face: not marked" in run("contact", SAM, "--by", "POM", "--how", "phone").out
    assert outcomes(demo, "pom_contact") == before


def test_a_contact_typed_late_does_not_overrule_a_later_one(demo: Path, run: Run) -> None:
    before = outcomes(demo, "first_contact")
    done = run("contact", SAM, "--by", "COM", "--how", "video", "--on", "2026-10-01")
    assert "something later recorded: not marked" in done.out
    assert outcomes(demo, "first_contact") == before


def test_asking_again_and_again_is_shown_with_the_days_waited(demo: Path, run: Run) -> None:
    first = run("ask", SAM, "video link", "--of", "OMU", "--on", "2026-11-02", "--for", "first_contact")
    number = number_of(first.out)
    refused = run("ask", SAM, "--refused", number, "--reason", "no link free", "--on", "2026-11-12")
    assert "First response after 10 days" in refused.out
    run("ask", SAM, "police_check", "--of", "West Yorkshire Police", "--on", "2026-10-01")
    rows = list(csv.DictReader(io.StringIO(run("asked", SAM, "--format", "csv").out)))
    noted = [row for row in rows if row["request"]]
    assert [(row["kind"], row["asked_of"], row["status"], row["days_waited"]) for row in noted] == [
        ("police check", "West Yorkshire Police", "no answer", "53"),
        ("video link", "OMU", "refused", "10"),
    ]
    assert noted[1]["refused_because"] == "no link free" and noted[1]["for_item"] == "first_contact"
    assert "video link: 1 asked, 1 refused; longest wait 10 days" in run("asked", SAM).out


def test_the_trail_as_a_page_says_who_asked_and_shows_texts_as_they_are(
    demo: Path, run: Run, tmp_path: Path
) -> None:
    run("--by", "P. Marsh", "ask", SAM, "visit", "--of", "OMU | <b>Leeds</b>")
    page = tmp_path / "asked.md"
    run("asked", SAM, "--format", "md", "-o", page)
    text = page.read_text(encoding="utf-8")
    assert "| visit slot | OMU \\| \\<b\\>Leeds\\</b\\> | P. Marsh |" in text
    assert text.startswith("**OFFICIAL-SENSITIVE**")


def test_a_formula_in_a_request_is_harmless_in_a_spreadsheet(demo: Path, run: Run) -> None:
    run("ask", SAM, "visit", "--of", "=cmd()")
    rows = list(csv.DictReader(io.StringIO(run("asked", SAM, "--format", "csv").out)))
    assert "'=cmd()" in [row["asked_of"] for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        ("visit",),
        ("telepathy", "--of", "OMU"),
        ("other", "--of", "OMU"),
        ("visit", "--of", "OMU", "--offered", "1"),
        ("--offered", "999"),
        ("visit", "--of", "OMU", "--on", "2026-11-24"),
        ("visit", "--of", "OMU", "--for", "nothing_like_it"),
        (),
    ],
)
def test_a_request_typed_wrongly_records_nothing(demo: Path, run: Run, words: tuple[str, ...]) -> None:
    done = run("ask", SAM, *words)
    assert done.code == 2 and done.out == "" and done.err.startswith("releasecheck: ")
    connection = sqlite3.connect(demo)
    assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    connection.close()


def test_an_answer_comes_after_the_question_and_once(demo: Path, run: Run) -> None:
    number = number_of(run("ask", SAM, "visit", "--of", "OMU", "--on", "2026-11-10").out)
    assert run("ask", SAM, "--answered", number, "--on", "2026-11-09").code == 2
    assert run("ask", SAM, "--refused", number).code == 2
    assert run("ask", SAM, "--answered", number).code == 0
    again = run("ask", SAM, "--answered", number)
    assert again.code == 2 and "was answered on Mon 23 Nov 2026" in again.err


def test_a_request_of_one_person_is_not_answered_for_another(demo: Path, run: Run) -> None:
    number = number_of(run("ask", SAM, "visit", "--of", "OMU").out)
    assert run("ask", "A5561CD", "--answered", number).code == 2


def test_nothing_asked_for_is_said(demo: Path, run: Run) -> None:
    run("add", "A9999ZZ", "--name", "NEW, Nell")
    assert "Nothing asked for is on record." in run("asked", "A9999ZZ").out
