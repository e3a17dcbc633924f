"""Prisons by code and by name are one; one that is not in the table stays as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.shipped import DATA
from releasecheck.people.facts import BadValue, parse_fact
from releasecheck.people.prisons import differ, is_no_news, prison_of, same_prison

TABLE = [
    line.split(",")
    for line in (DATA / "places" / "prisons.csv").read_text("utf-8").splitlines()
    if line[0] != "#"
]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (text, "LEI")
            for text in ("LEI", "lei", "Leeds", "HMP Leeds", "LEEDS (HMP)", "HM Prison Leeds", "Armley")
        ),
        *((text, "ACI") for text in ("HMP & YOI Altcourse", "HMP/YOI Altcourse", "altcourse (hmp and yoi)")),
        *((text, "GMI") for text in ("Guys Marsh", "Guy's Marsh", "HMP Guy’s Marsh")),
        *((text, "MTI") for text in ("The Mount", "Mount, The", "HMP The Mount")),
        *((text, "IWI") for text in ("Isle of Wight", "IOW", "Albany", "HMP Parkhurst")),
        *(
            ("Edmunds Hill", "HPI"),
            ("Feltham", "FMI"),
            ("HMYOI Feltham", "FYI"),
            ("Parc", "PRI"),
            ("HMYOI Parc", "PYI"),
        ),
        *(("HMYOI Aylesbury", "AYI"), ("Caerdydd", "CFI"), ("NSC", "NSI"), ("Usk", "UKI"), ("ALI", "ALI")),
        *(("Peterborough (Female)", "PFI"), ("Peterborough Male", "PBI")),
    ],
)
def test_a_prison_is_kept_by_its_code(text: str, code: str) -> None:
    assert prison_of(text) == parse_fact("prison", text) == code


@pytest.mark.parametrize(
    "text", ["Peterborough", "HMP & YOI Peterborough", "Elsewhere", "HMP Elsewhere", "XYZ", "HMP"]
)
def test_what_is_not_known_or_may_be_two_stays_as_written(text: str) -> None:
    assert prison_of(text) == text
    assert parse_fact("prison", "xyz") == "XYZ"


def test_what_is_no_prison_is_still_refused() -> None:
    with pytest.raises(BadValue, match="OUT is no prison"):
        parse_fact("prison", "out")


@pytest.mark.parametrize(
    ("known", "said", "same", "no_news"),
    [
        ("LEI", "Leeds", True, True),
        ("Leeds", "LEI", True, False),
        ("HMP Elsewhere", "Elsewhere", True, True),
        ("PBI", "Peterborough", True, True),
        ("Peterborough", "PFI", True, False),
        ("PBI", "PFI", False, False),
        ("LEI", "MDI", False, False),
        ("LEI", None, False, False),
        (None, "LEI", False, False),
    ],
)
def test_two_spellings_of_a_prison_are_no_move(
    known: str | None, said: str | None, same: bool, no_news: bool
) -> None:
    assert same_prison(known, said) is same
    assert differ("prison", known, said) is not same
    assert is_no_news(known, said) is no_news


@pytest.mark.parametrize("row", TABLE[1:], ids=[row[0] for row in TABLE[1:]])
def test_every_prison_in_use_is_found_by_each_of_its_names(row: list[str]) -> None:
    code, name, also, in_use, *_ = row
    assert prison_of(code.lower()) == code
    for each in (name, f"HMP {name}", f"{name} (HMP)", *filter(None, also.split("|"))):
        if in_use == "yes" and each.removeprefix("HMP ").removesuffix(" (HMP)") != "Peterborough":
            assert prison_of(each) == code


def test_the_table_is_whole() -> None:
    codes = [row[0] for row in TABLE[1:]]
    assert TABLE[0] == "code,name,also,in_use,people,open_closed,source".split(",")
    assert len(codes) == len(set(codes)) == 172
    assert all(len(row) == 7 and row[1] and row[3] in ("yes", "no") and row[6] for row in TABLE[1:])
    assert {"OUT", "TRN", "ZZGHI", "FOI", "MUL", "TRO"}.isdisjoint(codes)


@given(st.text(max_size=20))
def test_a_prison_that_was_read_is_read_again_as_itself(text: str) -> None:
    found = prison_of(text)
    assert prison_of(found) == found
    assert same_prison(text, found)
