"""The task columns of a list of people, by any of their names; a column that is a fact is not a task too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from releasecheck.core.domain import NOTHING
from releasecheck.exchange.reading.lists.row_reader import Place
from releasecheck.exchange.reading.trackers.task_cells import Names
from releasecheck.exchange.reading.trackers.task_columns import (
    FoundColumns,
    TaskColumnsRead,
    find_task_columns,
    named_column,
    read_task_columns,
)
from tests.made_up.trackers import LIST_DAY, shipped_catalogue, shipped_task_words

TWELVE = (
    *("NOMS", "DTR sent", "R&M", "AP ref", "CAS3 referral sent", "GP registered", "OASys completed"),
    *("DA check", "1st appt", "COM allocated", "3 way", "Licence signed", "Police checks date", "Comments"),
)
FIRST = (
    *("A1234BC", "Sent 12/11", "Ref'd 12/11 KE", "N/A", "No", "Y", "done"),
    *("sent", "12/12 10am", "Asked SPO 3/11", "booked 9/12", "", "3/11", "rang COM"),
)

NO_FACTS: Mapping[int, str] = {}


def read(
    headings: Sequence[str], *rows: Sequence[str], facts: Mapping[int, str] = NO_FACTS
) -> TaskColumnsRead:
    told = ((at, row[0], NOTHING, row) for at, row in enumerate(rows, start=2))
    return read_task_columns(columns(headings, facts), told, shipped_task_words(), LIST_DAY)


def columns(headings: Sequence[str], facts: Mapping[int, str] = NO_FACTS) -> FoundColumns:
    words = shipped_task_words()
    places = [Place(at, heading) for at, heading in enumerate(headings)]
    return find_task_columns(places, Names(shipped_catalogue(), words), words, facts)


def told_of(found: TaskColumnsRead, number: str) -> list[str]:
    return [
        f"{one.item.id} {one.spec.name} {one.on}{'?' if 'day_known' in one.evidence else ''}"
        for one in found.outcomes[number]
    ]


def test_a_tracker_of_twelve_columns_is_read_under_the_names_that_people_use() -> None:
    found = read(TWELVE, FIRST)
    assert told_of(found, "A1234BC") == [
        "dtr submitted 2026-11-12",
        "crs submitted 2026-11-12",
        "gp_registration accepted 2026-11-27?",
        "oasys_review done 2026-11-27?",
        "da_check sent 2026-11-03",
        "first_appointment booked 2026-11-27?",
        "com_allocated requested 2026-11-03",
    ]
    assert [(one.column, one.value, one.kind) for one in found.left] == [("AP ref", "N/A", "not_needed")]
    assert found.not_begun == 2


def test_what_the_same_row_says_of_a_person_stays_with_that_person() -> None:
    found = read(("NOMS", "DTR"), ("A1234BC", "Sent 12/11"), ("A5561CD", "No"), ("A1234BD", "Sent 12/11"))
    assert list(found.outcomes) == ["A1234BC", "A1234BD"]
    assert told_of(found, "A1234BD") == ["dtr submitted 2026-11-12"]


def test_a_column_that_is_read_as_a_fact_is_not_read_as_a_task_too() -> None:
    found = columns(("NOMS", "VLO", "Care leaver told", "DTR"), {1: "victim_contact", 2: "care_leaver"})
    assert [column.item.id for column in found.items] == ["dtr"]
    assert found.unsure == {}


FACTS = {1: "id_held", 2: "bank_account"}


@pytest.mark.parametrize(
    ("held", "bank", "told"),
    [
        ("", "applied", "bank_account applied 2026-11-27?"),
        ("", "applied 12/11", "bank_account applied 2026-11-12"),
        ("", "declined", "bank_account bank_declined 2026-11-27?"),
        ("GRO ordered 3/11", "", "id_document ordered_not_arrived 2026-11-03"),
        ("?", "Y", ""),
        ("CIT card", "N/A", ""),
        ("N", "Barclays", ""),
    ],
)
def test_a_cell_of_a_fact_says_of_its_task_only_what_is_under_way(held: str, bank: str, told: str) -> None:
    """That it is held or open is the fact, and what cannot be read is the fact's to ask about."""
    found = read(("NOMS", "ID Held", "Bank A/c"), ("A1234BC", held, bank), facts=FACTS)
    assert (told_of(found, "A1234BC") if found.outcomes else []) == ([told] if told else [])
    assert (found.left, found.not_begun) == ((), 0)


def test_a_heading_that_may_be_two_things_is_left_and_said() -> None:
    """A licence is proposed, approved and signed; a travel warrant is not all that travel takes."""
    headings = ("NOMS", "Licence", "Handover", "Travel warrant", "OASys due")
    found = read(headings, ("A1234BC", "Y", "Y", "Y", "Y"))
    assert found.outcomes == {}
    assert {place.heading: item for place, item in columns(headings).unsure.items()} == {
        "Licence": "licence_approved",
        "Handover": "handover_report",
        "Travel warrant": "travel_and_money",
        "OASys due": "oasys_review",
    }


@pytest.mark.parametrize(
    ("heading", "item", "outcome"),
    [
        *((name, "dtr", None) for name in ("DTR", "dtr", "AC05", "Duty to refer", "D2R", "DTR?")),
        ("DTR sent", "dtr", "submitted"),
        ("Duty to refer submitted", "dtr", "submitted"),
        ("DTR accepted", "dtr", "accepted"),
        ("CAS3 referral sent", "cas3", "submitted"),
        ("CAS-2 app sent", "cas2", "submitted"),
        ("GP registered", "gp_registration", "accepted"),
        ("OASys completed", "oasys_review", "done"),
        ("task:dtr", "dtr", None),
        ("task:dtr submitted", "dtr", "submitted"),
    ],
)
def test_a_heading_by_any_of_its_names(heading: str, item: str, outcome: str | None) -> None:
    found = named_column(heading, shipped_catalogue(), shipped_task_words())
    assert found is not None
    assert (found.item.id, found.outcome and found.outcome.name) == (item, outcome)


@pytest.mark.parametrize("item", sorted(shipped_catalogue().items))
def test_every_task_goes_by_its_id_its_code_and_its_titles(item: str) -> None:
    known = shipped_catalogue().items[item]
    for name in filter(None, (known.id, known.code, known.title, known.short)):
        found = named_column(name, shipped_catalogue(), shipped_task_words())
        assert found is not None and found.item is known, name


@pytest.mark.parametrize(
    "heading",
    ["POM", "COM", "MAPPA", "Tier", "Loc", "NFA?", "Comments", "Shoe size", "Release date"],
)
def test_a_heading_that_names_no_task_is_none(heading: str) -> None:
    assert named_column(heading, shipped_catalogue(), shipped_task_words()) is None


def test_a_week_is_said_to_be_recorded_as_its_monday() -> None:
    found = read(("NOMS", "DTR"), ("A1234BC", "w/c 11/11"), ("A5561CD", "w/c 11/11"))
    assert found.notes == ("2 cells give a week (w/c): its Monday is recorded",)
