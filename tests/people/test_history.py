"""History in words: what was recorded, what stood before, and what was taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeVar

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

DAY = date(2026, 11, 23)
BEFORE = date(2026, 11, 20)
AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


Told = TypeVar("Told")


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
    def of(kind: type[Told]) -> tuple[Told, ...]:
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
    lines: list[Line], asked: dict[str, Any], numbers: list[int]
) -> None:
    assert [line.entry for line in chosen(lines, **asked)] == numbers


def test_a_filter_leaves_only_the_part_asked_for(lines: list[Line]) -> None:
    assert [part.words for line in chosen(lines, item="dtr") for part in line.parts] == [
        "dtr submitted on Mon 23 Nov 2026"
    ]


def test_moment_is_said_in_its_own_time_zone() -> None:
    assert moment_in_words(AT) == "23 Nov 2026 14:05"
