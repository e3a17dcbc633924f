"""Days of release where a list says them once for several people, or heads them with no more than "Date"."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.headings import has_prison_number
from releasecheck.exchange.reading.lists.people import read_people
from tests.made_up.people_files import FEBRUARY, rows, told


def test_merged_cells_of_a_column_say_the_same_of_every_row() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("Release date", "NOMS No", "Surname"),
        (FEBRUARY, "A1234BC", "Rivers"),
        (None, "A2345BD", "Marsh"),
        (None, "A3456BE", "Cole"),
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    made = io.BytesIO()
    book.save(made)
    file = read_people(read_table(made.getvalue(), "f.xlsx", are_headings=has_prison_number))
    days = {number: facts.get("untyped_release_date") for number, facts in told(file).items()}
    assert days == {"A1234BC": FEBRUARY, "A2345BD": FEBRUARY, "A3456BE": None}


@pytest.mark.parametrize("title", ["RELEASES - HMP LEEDS", "Discharge diary"])
def test_in_a_list_of_releases_the_date_is_that_of_release(title: str) -> None:
    people = [("NOMS No", "Date", "Type"), ("A1234BC", "05/02/2027", "CRD")]
    assert told(rows([(title,), *people], "f.csv")) == {"A1234BC": {"conditional_release_date": FEBRUARY}}


@pytest.mark.parametrize(
    "above", [("Visits",), ("Releases last week",), ("Releases", "Printed 01/03/2027")], ids=" ".join
)
def test_a_date_that_may_be_another_is_asked_about(above: tuple[str, ...]) -> None:
    people = [("NOMS No", "Date", "Type"), ("A1234BC", "05/02/2027", "CRD")]
    file = rows([above, *people], "f.csv")
    assert told(file) == {"A1234BC": {}}
    assert not file.has_days
    assert [one.heading for one in file.unused_headings] == ["Date"]


def test_a_date_beside_a_release_date_is_another() -> None:
    people = [("NOMS No", "Date", "CRD"), ("A1234BC", "01/02/2027", "05/02/2027")]
    assert told(rows([("Releases",), *people], "f.csv")) == {
        "A1234BC": {"conditional_release_date": FEBRUARY}
    }
