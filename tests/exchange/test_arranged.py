"""Lists with two rows of headings, and with the prison number beside something else."""

from __future__ import annotations

import pytest

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.lists.people_file import rejects
from tests.made_up.people_files import FEBRUARY, rows, told

RIVERS = {"last_name": "Rivers", "first_name": "Sam"}


@pytest.mark.parametrize("written", ["a1234bc", "A 1234 BC", "A1234 BC", " A-1234-BC "])
def test_a_prison_number_is_read_however_it_is_spaced(written: str) -> None:
    file = rows([("NOMS No", "Surname", "CRD"), (written, "Rivers", "05/02/2027")], "f.csv")
    assert told(file) == {"A1234BC": {"last_name": "Rivers", "conditional_release_date": FEBRUARY}}


@pytest.mark.parametrize("written", ["A12B4CD", "A1234B", "A1234BCD", "A1234BC A2345BD"])
def test_what_is_no_prison_number_stays_refused(written: str) -> None:
    file = rows([("NOMS No", "Surname", "CRD"), (written, "Rivers", "05/02/2027")], "f.csv")
    assert not file.rows
    assert len(file.errors) == 1


@pytest.mark.parametrize(
    "written",
    ["Rivers, Sam (A1234BC)", "Rivers, Sam - A1234BC", "A1234BC Rivers, Sam", "Rivers, Sam\na1234bc"],
)
def test_a_number_beside_the_name_is_taken_from_it(written: str) -> None:
    file = rows([("Prisoner", "Cell", "CRD"), (written, "B1-2", "05/02/2027"), ("Total", "1", "")], "f.csv")
    facts = {"cell": "B1-2", "conditional_release_date": FEBRUARY}
    assert told(file) == {"A1234BC": RIVERS | facts}
    assert not file.errors


def test_numbers_under_a_heading_that_nobody_knows_are_found_by_their_form() -> None:
    file = rows([("Pris ref (new)", "Surname", "CRD"), ("A1234BC", "Rivers", "05/02/2027")], "f.csv")
    assert told(file) == {"A1234BC": {"last_name": "Rivers", "conditional_release_date": FEBRUARY}}


def test_numbers_in_the_notes_are_not_those_of_the_people() -> None:
    cells = ("Rivers, Sam", "05/02/2027", "shares with A1234BC")
    with pytest.raises(ReleasecheckError, match="no column for the prison number"):
        rows([("Name", "CRD", "Notes"), cells], "f.csv")


def test_two_numbers_in_one_cell_refuse_the_row() -> None:
    cells = [
        ("Rivers, Sam (A1234BC)", "05/02/2027", "B1"),
        ("Marsh, A (A2345BD, A3456BE)", "05/02/2027", "B2"),
    ]
    file = rows([("Prisoner", "CRD", "Cell"), *cells], "f.csv")
    assert list(told(file)) == ["A1234BC"]
    assert [error.row for error in file.errors] == [3]
    given_back = rejects(file, file.errors)
    assert [row[:3] for row in given_back] == [("Prisoner", "CRD", "Cell"), cells[1]]


def test_a_group_above_says_what_a_heading_means_that_means_nothing_alone() -> None:
    file = rows(
        [
            ("Prisoner", "", "Release", "", "HDC", ""),
            ("No.", "Surname", "Date", "Type", "Elig", "Approved"),
            ("A1234BC", "Rivers", "05/02/2027", "HDC", "05/02/2027", "05/02/2027"),
        ],
        "f.csv",
    )
    days = dict.fromkeys(("hdc_actual_date", "hdc_eligibility_date"), FEBRUARY)
    assert told(file)["A1234BC"].items() >= days.items()
    assert not file.unused_headings


def test_headings_that_go_on_below_are_one_row_of_headings() -> None:
    file = rows(
        [
            ("NOMS No", "Surname", "Release", "", ""),
            ("", "", "Date", "Type", "Address"),
            ("A1234BC", "Rivers", "05/02/2027", "CRD", "NFA"),
        ],
        "f.csv",
    )
    assert told(file)["A1234BC"]["conditional_release_date"] == FEBRUARY
    assert not file.no_people
    assert not file.errors


def test_old_dates_under_a_group_of_their_own_are_not_those_of_today() -> None:
    file = rows(
        [
            ("", "", "Now", "Previous"),
            ("NOMS No", "Surname", "CRD", "CRD"),
            ("A1234BC", "Rivers", "05/02/2027", "01/02/2027"),
        ],
        "f.csv",
    )
    assert told(file)["A1234BC"]["conditional_release_date"] == FEBRUARY
    assert [one.heading for one in file.unused_headings] == ["Previous CRD"]
