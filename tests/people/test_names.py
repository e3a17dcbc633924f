"""One name is one name, however a keyboard or an old system spelled it; the richest spelling is kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.people.names import fold, is_richer, plain_letters, same_name, same_or_poorer

#: The richer spelling first.
PAIRS = [
    ("ŁUKASZ", "LUKASZ"),
    ("Łukasz", "?UKASZ"),
    ("O'NEILL", "ONEILL"),
    ("O’NEILL", "O NEILL"),
    ("O'Neill", "O\N{REPLACEMENT CHARACTER}NEILL"),
    ("Smith-Jones", "SMITH JONES"),
    ("Smith Jones", "SMITHJONES"),
    ("Müller", "MUELLER"),
    ("Müller", "MULLER"),
    ("Đorđe", "DJORDJE"),
    ("Đorđe", "DORDE"),
    ("Strauß", "STRAUSS"),
    ("Strauß", "STRAU?"),
    ("Sørensen", "Soerensen"),
    ("İbrahim", "IBRAHIM"),
    ("Yıldız", "YILDIZ"),
    ("Þórunn", "THORUNN"),
    ("Ælfric", "AELFRIC"),
]


@pytest.mark.parametrize(("richer", "poorer"), PAIRS)
def test_a_poorer_spelling_never_replaces_a_richer_and_a_richer_does(richer: str, poorer: str) -> None:
    for fact in ("last_name", "first_name"):
        assert same_name(richer, poorer)
        assert same_or_poorer(fact, richer, poorer)
        assert not same_or_poorer(fact, poorer, richer)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("RIVERS", "Rivers"),
        ("Rivers", "RIVERS"),
        ("O’Neill", "O'NEILL"),
        ("Núñez", unicodedata.normalize("NFD", "NÚÑEZ")),
        ("O'Brien", "OBrién"),
    ],
)
def test_a_spelling_that_is_no_richer_is_no_change(known: str, said: str) -> None:
    assert same_or_poorer("last_name", known, said)


@pytest.mark.parametrize(
    ("said", "poorer"),
    [
        *(("J", True), ("J.", True), ("J M", True), ("J.M.", True), ("JAKE", True), ("Jake M", True)),
        *(("Jake Michael", True), ("Jake Matthew", False), ("Jack", False), ("Michael", False)),
        *(("M", False), ("J M P", False), (None, False)),
    ],
)
def test_initials_never_replace_a_forename(said: str | None, poorer: bool) -> None:
    assert same_or_poorer("first_name", "Jake Michael", said) is poorer


def test_a_surname_is_never_shortened_and_another_fact_never_poorer() -> None:
    assert not same_or_poorer("last_name", "Rivers", "R")
    assert not same_or_poorer("last_name", "Rivers Cole", "Rivers")
    assert not same_or_poorer("cell", "A-1", "A1")
    assert not same_or_poorer("last_name", None, "Rivers")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("McDonald", "MacDonald"),
        ("Mohammed", "Muhammad"),
        ("Lee", "Leigh"),
        ("?", "Li"),
        ("Rivers", "Reeves"),
    ],
)
def test_two_names_are_two(one: str, other: str) -> None:
    assert not same_name(one, other)


NAMES = st.text(
    st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F) | st.sampled_from("'’- "), min_size=1
)


@given(NAMES)
def test_a_name_is_the_same_in_capitals_and_without_its_accents(name: str) -> None:
    for other in (name.upper(), name.title(), plain_letters(name), fold(name)):
        assert same_name(name, other)
        assert same_or_poorer("last_name", name, other) or is_richer(other, name)


@given(NAMES)
def test_what_is_looked_for_has_no_letter_that_a_keyboard_lacks(name: str) -> None:
    assert fold(name) == fold(fold(name))
    assert not set(fold(name)) & set("łøđðþæœßıħŧäöüåñşğčšž'’-")


@given(NAMES, NAMES)
def test_of_two_spellings_one_at_most_is_richer(one: str, other: str) -> None:
    assert not (is_richer(one, other) and is_richer(other, one))
