"""Headings known by their words, in any order and however short; and those that never are."""

from __future__ import annotations

import pytest

from releasecheck.exchange.reading.lists.office_words import HEADINGS, shipped_words, with_words


@pytest.mark.parametrize(
    ("heading", "means"),
    [
        ("Exp. Rel. Date", "untyped_release_date"),
        ("Current release date", "untyped_release_date"),
        ("Date of Release (if known)", "untyped_release_date"),
        ("Release date (dd/mm/yyyy)", "untyped_release_date"),
        ("CRD / ARD / PRRD", "untyped_release_date"),
        ("HDC Release Date", "hdc_actual_date"),
        ("Release date (CRD)", "conditional_release_date"),
        ("Cond. Rel. Date", "conditional_release_date"),
        ("Licence end date", "licence_expiry_date"),
        ("Sent. Expiry", "sentence_expiry_date"),
        ("Prob Practitioner", "com"),
        ("Off. Mgr", "com"),
        ("Recept. date", "reception_date"),
    ],
)
def test_a_heading_is_known_by_its_words(heading: str, means: str) -> None:
    word = shipped_words().heading(heading)
    assert word is not None
    assert (word.means, word.certain) == (means, True)


@pytest.mark.parametrize(
    "heading",
    [
        *("Previous release date", "Old CRD", "Provisional release date", "Date", "Day", "To", "Court date"),
        *("HDC decision", "HDC end date", "Tag end date", "Recall end", "ROTL eligibility", "Release time"),
        *("COM allocated date", "Duty to refer date", "CRD/HDCED", "Next review", "Move date"),
    ],
)
def test_a_heading_with_another_word_is_another_heading(heading: str) -> None:
    assert shipped_words().heading(heading) is None


def test_a_heading_that_is_asked_about_is_asked_about_in_any_order() -> None:
    word = shipped_words().heading("Released date")
    assert word is not None
    assert (word.means, word.certain) == ("released_on", False)


def test_an_offices_heading_is_known_by_its_words_too() -> None:
    table = "written,means,certain\nWing SO date out,conditional_release_date,yes\n"
    word = with_words(shipped_words(), (HEADINGS, table)).heading("Date out: wing SO")
    assert word is not None
    assert word.means == "conditional_release_date"
