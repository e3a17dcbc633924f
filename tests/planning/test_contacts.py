"""Contacts and requests as they are read back: who asked when, and how long the answer took."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import RecordedOutcome
from releasecheck.people.entries import HistoryEntry, Note, ToldNote
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
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files

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
