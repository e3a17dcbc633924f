"""A cell in the column of a task is read as people write it; what is unclear is asked, not guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import day_known
from releasecheck.exchange.reading.trackers.cell_words import may_be_repeated, read_cell
from releasecheck.policy.catalogue import Item
from tests.made_up.trackers import LIST_DAY, cell, in_short, shipped_catalogue, shipped_task_words

SENT = "submitted 2026-11-12"
NO_DAY = "submitted, no day"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sent 12/11", SENT),
        ("Ref'd 12/11 PM", SENT),
        ("sent 20/11/2026", "submitted 2026-11-20"),
        ("Y 18/11/26", "submitted 2026-11-18"),
        ("12/11", SENT),
        ("12.11", SENT),
        ("12th Nov", SENT),
        ("on 12th", SENT),
        ("12-Nov-26", SENT),
        ("Thu 12 Nov 2026", SENT),
        ("2026-11-12 00:00:00", SENT),
        ("DTR sent 12/11", SENT),
        ("KE 12/11", SENT),
        ("12/11 (KE)", SENT),
        ("w/c 9/11", "submitted 2026-11-09"),
        ("w/c 11/11", "submitted 2026-11-09"),
        ("Sent 12/12", "submitted 2025-12-12"),
        ("done", NO_DAY),
        ("Y", NO_DAY),
        ("✓", NO_DAY),
        ("Done KE", NO_DAY),
        ("chased", NO_DAY),
        ("chased 3/11", NO_DAY),
        ("awaiting reply", NO_DAY),
        ("Sent 12/11, chased 20/11", SENT),
        ("PHP done 20/11", "accepted 2026-11-20"),
        ("NLC", "not_accepted, no day"),
        ("Refused by prisoner 3/11", "declined 2026-11-03"),
        ("No", "nothing"),
        ("to do", "nothing"),
        ("not sent", "nothing"),
        ("outstanding", "nothing"),
        ("?", "nothing"),
        ("TBC", "nothing"),
        ("-", "nothing"),
        ("#N/A", "nothing"),
        ("", "nothing"),
        ("awaiting", "asked: under_way"),
        ("in hand", "asked: under_way"),
        ("N/A", "asked: not_needed"),
        ("JS", "asked: initials"),
        ("declined", "asked: other"),
        ("at court", "asked: other"),
        ("rang LA", "asked: unread"),
        ("Thu 13/11", "asked: unread"),
        ("sent 31/2", "asked: unread"),
        ("sent 12/12/2026", "asked: later"),
        ("done, not done", "asked: other"),
        ("Sent 12/11 to the wrong council", "asked: unread"),
        ("sent 12/11, sent 13/11", "asked: other"),
    ],
)
def test_a_cell_of_the_duty_to_refer(text: str, said: str) -> None:
    """Of a thing that is sent and answered, done says that it was sent."""
    assert in_short(cell("dtr", text)) == said


@pytest.mark.parametrize(
    ("item", "headed", "text", "said"),
    [
        ("oasys_review", None, "12/11", "done 2026-11-12"),
        ("oasys_review", "done", "Y", "done, no day"),
        ("oasys_review", None, "WIP", "nothing"),
        ("gp_registration", None, "Y", "accepted, no day"),
        ("gp_registration", None, "GMS1 sent 3/11", "sent 2026-11-03"),
        ("gp_registration", None, "12/11", "asked: unread"),
        ("gp_registration", "accepted", "12/11", "accepted 2026-11-12"),
        ("gp_registration", "accepted", "sent 3/11", "sent 2026-11-03"),
        ("cas3", None, "Sent 12/11", "submitted 2026-11-12"),
        ("cas3", None, "offered", "bedspace_offered, no day"),
        ("cas1", None, "Accepted 12/11", "submitted, no day"),
        ("cas1", None, "on list", "placement_request_submitted, no day"),
        ("da_check", None, "Y 12/11", "sent 2026-11-12"),
        ("da_check", None, "no trace", "answered, no day"),
        ("com_allocated", None, "awaiting", "requested, no day"),
        ("com_allocated", None, "J Okafor", "asked: unread"),
        ("handover_meeting", None, "booked 12/12", "nothing"),
        ("housing_status", None, "done 20/11", "asked: other"),
        ("governor_check", None, "Hold", "asked: other"),
        ("licence_approved", None, "with COM", "submitted, no day"),
        ("benefits", None, "seen 3/11", "met 2026-11-03"),
        ("naloxone", None, "issued", "done, no day"),
        ("bank_account", None, "applied 12/11", "applied 2026-11-12"),
    ],
)
def test_a_cell_of_another_task(item: str, headed: str | None, text: str, said: str) -> None:
    assert in_short(cell(item, text, headed)) == said


@pytest.mark.parametrize(
    ("item", "text", "outcome", "fields"),
    [
        (
            *("first_appointment", "booked 12/12 10am", "booked"),
            {"appointment_on": "2026-12-12", "appointment_at": "10:00"},
        ),
        (
            *("first_appointment", "12/12/2026 @ 10:30", "booked"),
            {"appointment_on": "2026-12-12", "appointment_at": "10:30"},
        ),
        ("benefits", "UC appt 12/12", "booked", {"appointment_on": "2026-12-12"}),
        ("cas1", "AP bed 16/12", "placement_booked", {"bed_from": "2026-12-16"}),
        ("mappa_level", "L2 confirmed", "set", {"level": "2"}),
    ],
)
def test_a_later_day_is_an_appointment_and_not_the_day_it_was_booked(
    item: str, text: str, outcome: str, fields: dict[str, str]
) -> None:
    (said,) = cell(item, text).told
    assert (said.spec.name, said.on) == (outcome, LIST_DAY)
    assert dict(said.evidence) == {**fields, "day_known": "no"}


def test_an_answer_that_needs_a_reason_is_asked_about_and_what_was_sent_is_not_lost() -> None:
    said = cell("dtr", "accepted 20/11")
    assert in_short(said) == "submitted, no day; asked: reason"
    assert said.left is not None
    assert "prevention_and_relief or priority_need. Recorded as submitted" in said.left.why


def test_what_cannot_be_read_beside_a_certain_word_takes_nothing_from_it() -> None:
    assert in_short(cell("dtr", "Sent 12/11 - rang, no answer")) == f"{SENT}; asked: unread"


def test_initials_are_who_wrote_it_and_a_half_of_a_day_is_not() -> None:
    assert [one.by for text in ("KE 12/11", "Sent 12/11 PM") for one in cell("dtr", text).told] == [
        "KE",
        None,
    ]


def test_a_message_repeats_nothing_of_health_or_of_risk_but_what_everybody_writes() -> None:
    items, words = shipped_catalogue().items, shipped_task_words()
    assert may_be_repeated(items["dtr"], "rang LA", words)
    assert may_be_repeated(items["naloxone"], "N/A", words)
    assert not may_be_repeated(items["naloxone"], "on 60ml", words)
    assert not may_be_repeated(items["da_check"], "callouts x3", words)


PIECES = ["submitted", "sent", "done", "accepted", "n/a", "20/11", "2026-11-20", "28/11/2026", "✓", "KE", ","]


@given(
    st.sampled_from([*shipped_catalogue().items.values()]),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=5).map(" ".join),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_whatever_stands_there_nothing_is_told_of_a_day_that_has_not_come(
    item: Item, text: str, list_day: date
) -> None:
    said = read_cell(item, None, text, shipped_task_words(), list_day)
    for one in said.told:
        assert item.outcomes[one.spec.name] is one.spec
        assert one.on <= list_day
        assert one.on == list_day or day_known(one.evidence)
