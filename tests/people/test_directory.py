"""The office's directory: which entry a name means, and what is wrong with one."""

from __future__ import annotations

import pytest

from releasecheck.people.office.directory import EMPTY, read_directory

GOOD = """kind,name,area,address,telephone,email,also
council,Leeds City Council,Yorkshire and the Humber,"2 George St, Leeds",0113 222 4401,,Leeds Housing Options
council,Wakefield Council,Yorkshire and the Humber,,01924 305 889,housing@wakefield.example,
hpt,HPT Yorkshire,Yorkshire and the Humber,,,hpt@probation.example,
crs,Ingeus,Yorkshire and the Humber,,0300 222 0001,,
crs,Ingeus,North West|Greater Manchester,,0300 222 0002,,
PDU,Leeds PDU,Yorkshire and the Humber,,0113 399 5000,,
Jobcentre,Southern House,,,0800 169 0190,,
"""


@pytest.mark.parametrize(
    ("kind", "written", "found"),
    [
        ("council", "Leeds City Council", "Leeds City Council"),
        ("council", "leeds", "Leeds City Council"),
        ("council", "LEEDS  CITY-COUNCIL", "Leeds City Council"),
        ("council", "Leeds Housing Options", "Leeds City Council"),
        ("council", "Leedsham", None),
        ("council", "City Council", None),
        ("council", None, None),
        ("pdu", "Leeds probation office", "Leeds PDU"),
        ("jobcentre", "Southern House Jobcentre Plus", "Southern House"),
        ("crs", "Ingeus", None),
        ("hpt", "Leeds City Council", None),
    ],
)
def test_a_name_is_found_as_people_write_it(kind: str, written: str | None, found: str | None) -> None:
    entry = read_directory(GOOD).named(kind, written)
    assert (entry.name if entry else None) == found


def test_of_several_of_one_name_the_one_for_the_area_is_meant() -> None:
    directory = read_directory(GOOD)
    assert directory.mistakes == ()
    for area, number in (
        ("Yorkshire & The Humber", "0300 222 0001"),
        ("greater manchester", "0300 222 0002"),
    ):
        entry = directory.named("crs", "ingeus", area)
        assert entry is not None
        assert entry.telephone == number
    assert directory.of_area("council", "Yorkshire and the Humber") is None, "there are two"


def test_for_a_person_what_was_written_down_goes_before_the_facts() -> None:
    facts = {
        "home_region": "Yorkshire and the Humber",
        "release_authority": "Wakefield",
        "com_office": "Leeds",
    }
    directory = read_directory(GOOD)
    named = {kind: each.name for kind, each in directory.for_person(facts, {}).items()}
    assert named == {
        "council": "Wakefield Council",
        "pdu": "Leeds PDU",
        "hpt": "HPT Yorkshire",
        "crs": "Ingeus",
    }
    written = directory.for_person(facts, {"council": "Leeds", "crs": "Another provider"})
    assert {kind: each.name for kind, each in written.items()} == {
        "council": "Leeds City Council",
        "pdu": "Leeds PDU",
        "hpt": "HPT Yorkshire",
    }
    assert directory.for_person({}, {}) == {}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("council,LEEDS Council,,,0113 1,,", 'line 9: "0113 1" is no telephone number'),
        (
            "council,Leeds,,,0113 222 0000,,",
            'line 9: "Leeds" and "Leeds City Council" on line 2 are two councils',
        ),
        ("council,Bradford,,,01274 1,,", '"01274 1" is no telephone number'),
        ("council,Bradford,,,ring us,,", '"ring us" is no telephone number'),
        ("council,Bradford,,,,nobody at all,", '"nobody at all" is no email address'),
        ("police,Bradford,,,,,", '"police" is no kind: it is council, pdu, hpt, crs, jobcentre, treatment'),
        (",Bradford,,,,,", "no kind: it is council"),
        ("council,,,,,,", "line 9: no name"),
        ("council,Bradford,,Hall, City Park,,,", "more cells than headings"),
        ("council,Bradford,,,,,leeds city council", "are two councils of one name"),
        ("hpt,Another team,Yorkshire & the Humber,,,,", "are teams for one region"),
        ("crs,INGEUS,North West,,,,", "are two CRS providers of one name"),
        ("council,\x1b[31mBradford,,,,,", "has a character that is not text"),
    ],
)
def test_what_is_wrong_with_a_row_is_named_with_its_line_and_the_row_left_out(row: str, said: str) -> None:
    directory = read_directory(GOOD + row + "\n")
    assert any(said in mistake for mistake in directory.mistakes), directory.mistakes
    assert all(each.line != 9 for each in directory.entries)


def test_two_councils_of_one_name_are_both_left_out() -> None:
    directory = read_directory(GOOD + "council,Leeds,,,0113 222 0000,,\n")
    assert directory.named("council", "Leeds") is None
    assert len(directory.mistakes) == 1
    assert directory.named("council", "Wakefield") is not None


@pytest.mark.parametrize("text", ["", "\n\n", "kind,name,area,address,telephone,email,also\n"])
def test_an_empty_file_is_an_empty_directory(text: str) -> None:
    assert read_directory(text) == EMPTY


@pytest.mark.parametrize(
    "text", ["name,phone\nLeeds,1\n", "kind;name\ncouncil;Leeds\n", 'kind,name\n"council,Le']
)
def test_a_file_that_is_no_directory_is_one_mistake(text: str) -> None:
    directory = read_directory(text)
    assert len(directory.mistakes) == 1
    assert directory.entries == ()


def test_a_line_is_counted_in_the_file_and_not_in_rows() -> None:
    text = GOOD + 'council,Hull,,"Guildhall\nAlfred Gelder Street",01482 300 300,,\ncouncil,York,,,x,,\n'
    directory = read_directory(text)
    assert [mistake.partition(":")[0] for mistake in directory.mistakes] == ["line 11"]
    hull = directory.named("council", "Hull")
    assert hull is not None
    assert hull.address == "Guildhall Alfred Gelder Street"
