"""A list keyed by CRN: each row is of whoever here has it, or is refused with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from releasecheck.core.domain import NOTHING
from releasecheck.exchange.reading.lists.by_crn import why_not
from releasecheck.exchange.reading.lists.column_map import ListMap
from releasecheck.exchange.reading.lists.people import read_people
from releasecheck.exchange.reading.lists.people_file import PeopleFile, rejects
from tests.made_up.people_files import rows_table, told

SAM, JO = "A1234BC", "A2291BB"
CRNS = {"X123456": (SAM,), "X222222": (JO,), "X333333": (SAM, JO)}


def read(*cells: Sequence[str], mapping: ListMap | None = None) -> PeopleFile:
    return read_people(rows_table(cells, "l.csv"), mapping or ListMap(""), crns=CRNS)


def wrong(file: PeopleFile) -> list[tuple[int, str, str | None]]:
    return [(error.row, error.column, error.value) for error in file.errors]


def test_a_list_without_prison_numbers_is_read_by_crn() -> None:
    file = read(("CRN", "Surname", "Tier"), ("x 222222", "Van Dyke", "C1"), ("X123456", "Rivers", "B2"))
    assert told(file) == {
        JO: {"crn": "X222222", "last_name": "Van Dyke", "tier": "C1"},
        SAM: {"crn": "X123456", "last_name": "Rivers", "tier": "B2"},
    }
    assert file.errors == ()


def test_a_row_without_a_prison_number_is_read_by_crn_and_one_with_keeps_it() -> None:
    file = read(("Tier", "NOMS No", "CRN"), ("B2", "", "X123456"), ("C1", "A9999ZZ", "X222222"), ("A1", JO))
    assert {row.prison_number: row.facts["tier"] for row in file.rows} == {
        SAM: "B2",
        "A9999ZZ": "C1",
        JO: "A1",
    }


def test_titles_stand_above_and_totals_below() -> None:
    """A total is nobody, and a day above the table is the day of the list."""
    file = read(
        ("Probation list as at 20/11/2026",),
        (),
        ("CRN", "Tier"),
        ("X123456", "B2"),
        ("Total", "1"),
    )
    assert (list(told(file)), len(file.no_people), file.dated) == ([SAM], 1, date(2026, 11, 20))


def test_what_names_nobody_is_refused_by_its_crn() -> None:
    file = read(
        ("CRN", "Surname", "Tier"), ("X999999", "Cole", "B2"), ("X12345", "Cole", "B2"), ("", "Cole", "B2")
    )
    assert file.rows == ()
    assert wrong(file) == [(2, "CRN", "X999999"), (3, "CRN", "X12345"), (4, "Prison number?", "")]
    assert file.errors[0].expected == (
        "nobody here has this CRN. Give the prison number, or first: releasecheck set PERSON crn=X999999"
    )
    assert file.errors[2].expected.endswith(", or give the CRN of somebody here")


def test_a_crn_of_two_people_names_neither() -> None:
    (error,) = read(("CRN", "Tier"), ("X333333", "B2")).errors
    assert error.expected == "A1234BC and A2291BB have this CRN here: give the prison number"


def test_a_crn_in_the_column_of_prison_numbers_is_no_prison_number() -> None:
    (error,) = read(("NOMS No", "Tier"), ("X123456", "B2")).errors
    assert (error.column, error.expected) == ("CRN", "is a CRN: give it a column of its own, headed CRN")


def test_a_heading_that_may_be_a_note_is_a_crn_where_all_its_cells_are() -> None:
    sure = read(("NOMS No", "Delius"), (SAM, "X123456"), (JO, "X222222"))
    assert [row.facts["crn"] for row in sure.rows] == ["X123456", "X222222"]
    unsure = read(("NOMS No", "Delius"), (SAM, "X123456"), (JO, "checked 3/11"))
    assert [(one.heading, one.asks) for one in unsure.unused_headings] == [("Delius", "crn")]
    assert all("crn" not in row.facts for row in unsure.rows)


def test_a_map_says_which_column_is_the_crn() -> None:
    mapping = ListMap("l.toml", {"delius": "crn"})
    assert list(told(read(("Delius", "Tier"), ("X123456", "B2"), mapping=mapping))) == [SAM]


def test_refused_rows_come_back_with_a_place_for_the_number() -> None:
    file = read(("CRN", "Tier"), ("X123456", "B2"), ("X999999", "B1"))
    heading, row = rejects(file, file.errors)
    assert heading == ("CRN", "Tier", "Prison number?", "Why refused")
    assert row[:3] == ("X999999", "B1", "X999999")
    mended = read(heading, ("X999999", "B1", "A9999ZZ", row[-1]))
    assert told(mended) == {"A9999ZZ": {"crn": "X999999", "tier": "B1"}}


@pytest.mark.parametrize("text", ["X12345", "", "A1234BC"])
def test_what_is_no_crn_is_said_to_be_none(text: str) -> None:
    assert why_not(text, NOTHING) == "a CRN is a letter and six digits, such as X123456"
