"""People under a row of a list that says they no longer leave from here."""

from __future__ import annotations

import pytest

from releasecheck.exchange.reading.files.tables import read_table
from releasecheck.exchange.reading.lists.headings import has_prison_number
from releasecheck.exchange.reading.lists.people import read_people
from tests.made_up.people_files import FEBRUARY, rows, told
from tests.made_up.workbooks import xlsx

HEADS = ("NOMS No", "Surname", "Cell", "CRD")
RIVERS, MARSH = ("A1234BC", "Rivers", "B1", "05/02/2027"), ("A2345BD", "Marsh", "B2", "06/02/2027")


@pytest.mark.parametrize("title", ["MOVED TO OTHER PRISON", "Transferred out", "Moved"])
def test_who_has_moved_to_another_prison_does_not_leave_from_here(title: str) -> None:
    file = rows([("Printed 27/11/2026",), HEADS, RIVERS, (title,), HEADS, MARSH], "f.csv")
    assert list(told(file)) == ["A1234BC"]
    assert f'"{title}": 1 person under it not read. Who does leave from here belongs above it' in file.notes


def test_who_was_released_last_week_is_not_asked_about_again() -> None:
    gone = ("A2345BD", "Marsh", "B2", "20/11/2026")
    file = rows([("Printed 27/11/2026",), HEADS, RIVERS, ("RELEASED LAST WEEK",), gone], "f.csv")
    assert list(told(file)) == ["A1234BC"]


@pytest.mark.parametrize(
    "title",
    ["RELEASED ON HDC", "Discharged to hostels", "Moves to A wing", "Transfers in", "RECALLS", "Total: 1"],
)
def test_whose_day_is_to_come_is_read_whatever_stands_above(title: str) -> None:
    file = rows([("Printed 27/11/2026",), HEADS, RIVERS, (title,), HEADS, MARSH], "f.csv")
    assert list(told(file)) == ["A1234BC", "A2345BD"]


def test_a_section_ends_at_the_next() -> None:
    file = rows([HEADS, ("MOVED TO OTHER PRISON",), MARSH, ("HDC RELEASES",), RIVERS], "f.csv")
    assert list(told(file)) == ["A1234BC"]


def test_what_stands_above_people_is_said_of_its_own_sheet_only() -> None:
    heads, day = ("NOMS No", "Surname", "Type"), ("Friday 5 February 2027",)
    first = [heads, day, ("A1234BC", "Rivers", "CRD"), ("Moved",), ("A3456BE", "Cole", "CRD")]
    book = xlsx({"Feb": first, "Later": [heads, ("A2345BD", "Marsh", "CRD")]})
    file = read_people(read_table(book, "f.xlsx", are_headings=has_prison_number))
    days = {number: facts.get("conditional_release_date") for number, facts in told(file).items()}
    assert days == {"A1234BC": FEBRUARY, "A2345BD": None}
