"""Which spellings of a POM or COM are one person, and which are never."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.people.office.staff import BY_RULE, Spelled, StaffNames, staff_names, surname_of

JOHN = staff_names([("John Okafor", "J Okafor"), ("John Okafor", "Jon Okafor")])


@pytest.mark.parametrize(
    "spellings",
    [
        [*("J Okafor", "J. Okafor", "Okafor, J.", "OKAFOR J", "OKAFOR, J", "j okafor"), "Mr J.Okafor"],
        [*("Karen Ellis", "ELLIS, Karen", "Ellis, Karen", "ELLIS Karen", "KAREN ELLIS"), "Ms karen ellis"],
        ["S O'Neill", "S. ONEILL", "O’Neill, S"],
        ["Łukasz Nowak", "Nowak, Lukasz", "LUKASZ NOWAK"],
        ["J. M. Okafor", "J.M. Okafor", "Okafor, J M", "OKAFOR J.M."],
        ["K van der Berg", "VAN DER BERG, K", "Van Der Berg K."],
    ],
)  # fmt: skip
def test_one_person_is_one_however_the_name_is_put(spellings: list[str]) -> None:
    assert all(BY_RULE.are_one(one, other) for one, other in combinations(spellings, 2))
    assert len(set(BY_RULE.spelled(spellings).values())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Okafor", "J Okafor"),
        ("John Okafor", "Jane Okafor"),
        ("J Okafor", "K Okafor"),
        ("J Okafor", "J M Okafor"),
        ("J Okafor", "Okafor"),
        ("J Okafor", "J Okafur"),
        ("-", "?"),
        ("Jo Okafor", "J O Okafor"),
    ],
)
def test_what_may_be_two_people_is_two(one: str, other: str) -> None:
    assert not BY_RULE.are_one(one, other)


def test_the_offices_table_makes_a_first_name_and_its_initial_one() -> None:
    assert JOHN.are_one("OKAFOR J", "Okafor, John")
    assert JOHN.are_one("J. Okafor", "Jon Okafor")
    assert not JOHN.are_one("J. Okafor", "Jane Okafor")
    assert JOHN.spelled(["J Okafor", "Okafor, John", "K Ellis"]) == {
        "J Okafor": "Okafor, John",
        "Okafor, John": "Okafor, John",
        "K Ellis": "K Ellis",
    }


def test_a_table_may_lead_on_and_round() -> None:
    chained = staff_names(
        [("John Okafor", "Jon Okafor"), ("Jon Okafor", "J Okafor"), ("J Okafor", "John Okafor")]
    )
    assert chained.are_one("J Okafor", "John Okafor")
    other_way = staff_names([("Jon Okafor", "J Okafor"), ("John Okafor", "Jon Okafor")])
    assert other_way.are_one("J Okafor", "John Okafor")


@pytest.mark.parametrize(
    ("known", "said", "staff", "nothing_new"),
    [
        ("J Okafor", "Okafor, J", BY_RULE, True),
        ("J Okafor", "J. Okafor", BY_RULE, True),
        ("J Okafor", "J Okafor", BY_RULE, True),
        ("J Okafor", "John Okafor", BY_RULE, False),
        ("J Okafor", "John Okafor", JOHN, False),
        ("John Okafor", "J. Okafor", JOHN, True),
        ("Lukasz Nowak", "Nowak, Łukasz", BY_RULE, False),
        ("Łukasz Nowak", "NOWAK, LUKASZ", BY_RULE, True),
        ("J Okafor", None, BY_RULE, False),
    ],
)
def test_a_list_never_replaces_a_name_by_a_poorer_spelling(
    known: str, said: str | None, staff: StaffNames, nothing_new: bool
) -> None:
    for fact in ("com", "pom"):
        assert staff.same_or_poorer(fact, known, said) is nothing_new


def test_other_facts_are_compared_as_names_or_not_at_all() -> None:
    assert BY_RULE.same_or_poorer("last_name", "Łukasz", "LUKASZ")
    assert not BY_RULE.same_or_poorer("com_office", "Leeds, N", "N Leeds")


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("J Okafor", "Okafor"),
        ("Okafor, J", "Okafor"),
        ("K van der Berg", "van der Berg"),
        ("OKAFOR John", "OKAFOR"),
    ],
)
def test_the_surname_is_found(name: str, surname: str) -> None:
    assert surname_of(name) == surname


NAMES = st.text("abcAB .,'-?ŁłØ", min_size=1, max_size=12)


@given(st.lists(NAMES, max_size=6))
def test_every_spelling_stands_under_one_of_its_own_persons(names: list[str]) -> None:
    spelled = BY_RULE.spelled(names)
    assert set(spelled) == set(names) >= set(spelled.values())
    for name, shown in spelled.items():
        assert BY_RULE.are_one(name, shown)
        assert spelled[shown] == shown


@pytest.mark.parametrize("staff", [BY_RULE, JOHN])
def test_a_spelling_asked_for_alone_is_that_of_the_whole_list(staff: StaffNames) -> None:
    names = ["J Okafor", "Okafor, J.", "OKAFOR John", "O’Neill, Á", "Aine ONeill", "J van Dyke"]
    names += ["van-dyke, j", "VANDYKE J", "Mr | Smith", "ß Strauß", "STRAUSS ß", "|", "--", "K Ellis"]
    names += ["Ellis-Okafor J", "Dr J Okafor"]
    whole, alone = staff.spelled(names), Spelled(staff, names)
    assert {name: Spelled(staff, names)[name] for name in names} == whole
    assert {name: alone[name] for name in reversed(names)} == whole
    assert alone["Nobody, A"] == "Nobody, A"
    for name in names:
        assert alone.of(name) == [known for known in names if staff.are_one(known, name)]
