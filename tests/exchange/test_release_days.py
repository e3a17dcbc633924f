"""Days of release where a list says them once for several people, or heads them with no more than "Date"."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook

from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.column_map import read_map, suggest_map
from releasecheck.exchange.reading.lists.headings import has_prison_number
from releasecheck.exchange.reading.lists.people import read_people
from tests.made_up.people_files import FEBRUARY, rows, rows_table, told
from tests.made_up.workbooks import xlsx


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


@pytest.mark.parametrize("written", ["Fri 5 Feb", "Friday 5th February", "Fri 5/2"])
def test_a_day_without_its_year_is_the_one_of_its_weekday(written: str) -> None:
    people = [("NOMS No", "CRD"), ("A1234BC", written)]
    found = {"A1234BC": {"conditional_release_date": FEBRUARY}}
    assert told(rows([("Printed 27/11/2026",), *people], "f.csv")) == found
    of_another_year = rows([("Printed 27/11/2025",), *people], "f.csv")
    assert told(of_another_year) == {"A1234BC": {"release_day_words": written}}
    diary = [("NOMS No", "Type"), (written,), ("A1234BC", "CRD")]
    assert told(rows([("Printed 27/11/2026",), *diary], "f.csv")) == found


@pytest.mark.parametrize("written", ["5/2", "5 Feb", "Thu 5 Feb", "Fri"])
def test_a_day_without_year_and_its_weekday_is_asked_about(written: str) -> None:
    file = rows([("Printed 27/11/2026",), ("NOMS No", "CRD"), ("A1234BC", written)], "f.csv")
    assert told(file) == {"A1234BC": {"release_day_words": written}}


@pytest.mark.parametrize("written", ["Fri", "Friday", "5/2", "Fri 5 Feb", "5th Feb"])
def test_in_a_sheet_a_week_a_day_is_one_of_that_week(written: str) -> None:
    heads, other = ("Day", "NOMS No", "Type"), ("Mon", "A2345BD", "CRD")
    book = xlsx({"wc 25-01-27": [heads, other], "wc 01-02-27": [heads, (written, "A1234BC", "CRD")]})
    file = read_people(read_table(book, "f.xlsx", are_headings=has_prison_number))
    days = {number: facts.get("conditional_release_date") for number, facts in told(file).items()}
    assert days == {"A1234BC": FEBRUARY, "A2345BD": date(2027, 1, 25)}


def test_a_day_that_is_not_in_the_week_of_its_sheet_is_asked_about() -> None:
    heads = ("NOMS No", "CRD")
    book = xlsx({"wc 25-01-27": [heads, ("A1234BC", "Fri 5 Feb")], "wc 01-02-27": [heads]})
    file = read_people(read_table(book, "f.xlsx", are_headings=has_prison_number))
    assert told(file) == {"A1234BC": {"release_day_words": "Fri 5 Feb"}}


@pytest.mark.parametrize("title", ["RELEASES - HMP LEEDS", "Discharge diary"])
def test_in_a_list_of_releases_the_date_is_that_of_release(title: str) -> None:
    people = [("NOMS No", "Date", "Type"), ("A1234BC", "05/02/2027", "CRD")]
    file = rows([(title,), *people], "f.csv")
    assert told(file) == {"A1234BC": {"conditional_release_date": FEBRUARY}}
    suggested = read_map("\n".join(suggest_map(file)), "m.toml")
    mapped = read_people(rows_table([(title,), *people], "f.csv"), suggested)
    assert (mapped.rows, mapped.headings) == (file.rows, file.headings)


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
