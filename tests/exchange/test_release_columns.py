"""A column of release dates, with and without one that says which date it is."""

from __future__ import annotations

import pytest

from tests.made_up.people_files import FEBRUARY, rows, told


def test_a_release_date_without_a_type_is_kept_and_asked_about() -> None:
    file = rows([("NOMS No", "Surname", "Release Date"), ("A1234BC", "Rivers", "05/02/2027")], "f.csv")
    assert told(file) == {"A1234BC": {"last_name": "Rivers", "untyped_release_date": FEBRUARY}}
    assert file.notes == (
        "Release Date: of 1 person nobody says which date it is. Counted to for now, last of all dates",
    )


@pytest.mark.parametrize("heading", ["Release date", "releaseDate", "Date of Release", "DOR", "ERD"])
def test_a_release_date_goes_by_many_names(heading: str) -> None:
    alone = rows([("NOMS No", heading), ("A1234BC", "05/02/2027")], "f.csv")
    assert told(alone) == {"A1234BC": {"untyped_release_date": FEBRUARY}}
    typed = rows([("NOMS No", heading, "Rel Type"), ("A1234BC", "05/02/2027", "CRD")], "f.csv")
    assert told(typed) == {"A1234BC": {"conditional_release_date": FEBRUARY}}


def test_of_two_release_dates_without_a_type_one_is_read_and_the_other_said() -> None:
    file = rows([("NOMS No", "ERD", "Release date"), ("A1234BC", "01/02/2027", "05/02/2027")], "f.csv")
    assert told(file) == {"A1234BC": {"untyped_release_date": FEBRUARY}}
    assert "ERD is not read: Release date is" in file.notes


def test_a_release_date_that_is_none_of_the_dates_beside_it_stays_without_a_type() -> None:
    cells = ("A1234BC", "05/02/2027", "01/03/2027")
    file = rows([("NOMS No", "Release date", "CRD"), cells], "f.csv")
    assert told(file)["A1234BC"]["untyped_release_date"] == FEBRUARY
