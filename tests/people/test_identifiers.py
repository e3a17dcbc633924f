"""The numbers that others know somebody by: one form each, and a slip is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.people.fact import BadValue
from releasecheck.people.facts import fact_for_heading, find_fact
from releasecheck.people.identifiers import PNC_SLIP, parse_crn, parse_pnc, pnc_in


@pytest.mark.parametrize("text", ["X123456", "x123456", " X 123456 "])
def test_a_crn_is_kept_in_one_form(text: str) -> None:
    assert parse_crn(text) == "X123456"


@pytest.mark.parametrize(
    "text", ["", "X12345", "X1234567", "1234567", "XX12345", "X12345６", "é123456", "A1234BC"]
)
def test_what_is_no_crn_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="a letter and six digits"):
        parse_crn(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2012/123456Y", "2012/123456Y"),
        ("2012/0123456Y", "2012/123456Y"),
        ("12/123456y", "2012/123456Y"),
        ("12 / 0123456 Y", "2012/123456Y"),
        ("120123456Y", "2012/123456Y"),
        ("20120123456Y", "2012/123456Y"),
        ("99/000001G", "1999/1G"),
        ("1999/1G", "1999/1G"),
        ("65/0000001P", "1965/1P"),
    ],
)
def test_a_pnc_number_is_kept_in_one_form(text: str, kept: str) -> None:
    assert parse_pnc(text) == kept
    assert pnc_in(kept) == kept


@pytest.mark.parametrize(
    "text", ["", "12/Y", "12123456Y", "12/12345678Y", "012/123456Y", "A1234BC", "12/123456"]
)
def test_what_is_no_pnc_number_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="a PNC number has a year"):
        parse_pnc(text)
    assert pnc_in(text) is None


@pytest.mark.parametrize("text", ["2012/123456X", "2012/123465Y", "2013/123456Y", "2012/123456O"])
def test_a_slip_in_a_pnc_number_is_seen_by_its_letter(text: str) -> None:
    with pytest.raises(BadValue, match=PNC_SLIP):
        parse_pnc(text)


@given(st.integers(0, 99), st.integers(1, 9_999_999), st.integers(0, 6))
def test_one_wrong_digit_never_fits_the_letter(year: int, serial: int, place: int) -> None:
    """The remainder by a prime is another for every single digit that is wrong."""
    letter = "ZABCDEFGHJKLMNPQRTUVWXY"[(year * 10_000_000 + serial) % 23]
    digits = f"{serial:07}"
    assert pnc_in(f"{year:02}/{digits}{letter}") is not None
    wrong = str((int(digits[place]) + 1) % 10)
    assert pnc_in(f"{year:02}/{digits[:place]}{wrong}{digits[place + 1 :]}{letter}") is None


@pytest.mark.parametrize(
    ("heading", "fact"), [("CRN", "crn"), ("Delius CRN", "crn"), ("pncNumber", "pnc"), ("PNC", "pnc")]
)
def test_both_are_facts_by_the_names_they_go_by(heading: str, fact: str) -> None:
    assert find_fact(heading).name == fact
    found = fact_for_heading(heading)
    assert found is not None
    assert found.name == fact
