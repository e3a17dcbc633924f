"""Facts as people write them: what is read, what is refused and why, what is kept and shown."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from releasecheck.core.domain import FactValue
from releasecheck.core.errors import UsageError
from releasecheck.people.fact import Fact
from releasecheck.people.fact_table import TABLE
from releasecheck.people.facts import (
    FACTS,
    BadValue,
    ask,
    expected,
    fact_for_heading,
    find_fact,
    folded,
    from_text,
    parse,
    parse_assignments,
    parse_fact,
    show_value,
    split_name,
    suggest_heading,
    to_text,
)

PROMISED_FACTS = """
prison_number first_name last_name date_of_birth sex prison cell home_area home_region in_home_area
resettlement_prison open_conditions open_since legal_status sentence_start_date indeterminate recall
recall_type return_to_custody_date reception_date additional_indeterminate last_parole_outcome
confirmed_release_date conditional_release_date automatic_release_date post_recall_release_date
parole_eligibility_date actual_parole_date target_hearing_date tariff_date hdc_eligibility_date
hdc_actual_date licence_expiry_date sentence_expiry_date topup_supervision_expiry_date
conditional_release_override_date automatic_release_override_date post_recall_release_override_date pom
com com_email com_office tier rosh mappa_category mappa_level early_allocation resourcing sex_offence
notification_duty child_offence denies_offence domestic_abuse housing current_accommodation
next_accommodation release_authority substance_need opioid_treatment health_need medication id_held
bank_account right_to_work benefit_need debts work_need under18_children child_contact_restriction
care_leaver immigration_interest hdc_eligible rotl_eligible electronic_monitoring victim_contact
adjustments released_on non_parole_date early_term_date mid_term_date late_term_date early_removal_date
tariff_removal_date untyped_release_date responsibility_override
custody_status last_movement last_movement_on died_on merged_into release_day_words id_kind crn pnc
no_recourse child_contact_level child_contact_review posing_risk_to_children child_protection_plan
children_at_address stalking violent_offence restraining_order non_molestation_order shpo
other_order order_ends gang self_harm arson tact firearms security_category outstanding_charges
power_to_detain slavery_victim deportation_order hdc_date_stands next_court_date tenancy housing_costs
priority_need looked_after_16_17 care_authority welsh_wish care_act pregnant wellbeing_need
co_pom ethnicity risk_to_staff
""".split()


# --- the table ---


def test_the_table_holds_every_fact_that_is_promised_and_no_other() -> None:
    assert Counter(fact.name for fact in TABLE) == Counter(PROMISED_FACTS)


def test_no_heading_stands_for_two_facts() -> None:
    claims = {(folded(h), fact.name) for fact in TABLE for h in (fact.name, fact.title, *fact.aliases)}
    assert [heading for heading, times in Counter(h for h, _ in claims).items() if times > 1] == []


@pytest.mark.parametrize("fact", [fact for fact in TABLE if fact.values], ids=lambda fact: fact.name)
def test_no_way_of_writing_a_value_stands_for_two_values(fact: Fact) -> None:
    """A meaning or a spelling is never also the code of another value."""
    for code, meaning in fact.values.items():
        assert to_text(parse(fact, code) or "") == code
        assert to_text(parse(fact, meaning or code) or "") == code
    for spelling, code in fact.also.items():
        assert code in fact.values
        assert to_text(parse(fact, spelling) or "") == code
        assert spelling == folded(spelling)


@pytest.mark.parametrize("fact", TABLE, ids=lambda fact: fact.name)
def test_every_fact_may_be_not_known(fact: Fact) -> None:
    for text in ("", "  ", "?", "unknown", "NK", "n/k"):
        assert parse(fact, text) is None
    assert ask(fact).endswith("not known)?")


def test_what_is_most_private_is_marked_sensitive() -> None:
    for name in (
        "domestic_abuse",
        "victim_contact",
        "health_need",
        "sex_offence",
        "child_contact_restriction",
    ):
        assert FACTS[name].sensitive
    assert not FACTS["tier"].sensitive


# --- headings ---


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Noms No", "prison_number"),
        ("NOMS Number", "prison_number"),
        ("NOMIS No.", "prison_number"),
        ("prisonerNumber", "prison_number"),
        ("Forename(s)", "first_name"),
        ("SURNAME", "last_name"),
        ("D.O.B.", "date_of_birth"),
        ("gender", "sex"),
        ("prisonId", "prison"),
        ("Establishment", "prison"),
        ("cellLocation", "cell"),
        ("receptionDate", "reception_date"),
        ("legalStatus", "legal_status"),
        ("indeterminateSentence", "indeterminate"),
        ("CRD", "conditional_release_date"),
        ("conditionalReleaseDate", "conditional_release_date"),
        ("Conditional Release", "conditional_release_date"),
        ("conditionalReleaseDateOverrideDate", "conditional_release_override_date"),
        ("conditionalReleaseOverrideDate", "conditional_release_override_date"),
        ("postRecallReleaseOverrideDate", "post_recall_release_override_date"),
        ("ARD", "automatic_release_date"),
        ("PED", "parole_eligibility_date"),
        ("actualParoleDate", "actual_parole_date"),
        ("approvedParoleDate", "actual_parole_date"),
        ("homeDetentionCurfewEligibilityDate", "hdc_eligibility_date"),
        ("homeDetentionCurfewActualDate", "hdc_actual_date"),
        ("topupSupervisionExpiryDate", "topup_supervision_expiry_date"),
        ("TUSED", "topup_supervision_expiry_date"),
        ("Offender Manager", "com"),
        ("Community Offender Manager", "com"),
        ("Prison Offender Manager", "pom"),
        ("MAPPA Cat", "mappa_category"),
        ("MAPPA level", "mappa_level"),
        ("RoSH", "rosh"),
    ],
)
def test_a_heading_of_another_system_is_known(heading: str, name: str) -> None:
    fact = fact_for_heading(heading)
    assert fact is not None
    assert fact.name == name


@pytest.mark.parametrize("heading", ["Release Date", "Type", "Notes", ""])
def test_a_heading_that_could_mean_several_facts_means_none(heading: str) -> None:
    assert fact_for_heading(heading) is None


def test_a_slip_in_a_heading_is_recognised_and_an_unrelated_heading_is_not() -> None:
    assert suggest_heading("Forname") == "Forename"
    assert suggest_heading("Relase Date", ["Release Date"]) == "Release Date"
    assert suggest_heading("Notes") is None


def test_a_fact_is_found_by_name_or_by_heading() -> None:
    assert find_fact("tier") is find_fact("Tier")
    assert find_fact("crd") is FACTS["conditional_release_date"]


def test_an_unknown_fact_offers_a_close_match() -> None:
    with pytest.raises(UsageError) as caught:
        find_fact("housng")
    assert str(caught.value) == (
        'no fact called "housng". Did you mean housing? See them: releasecheck catalogue facts'
    )


# --- values ---


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("prison_number", " a1234bc ", "A1234BC"),
        ("first_name", "  Zoe\u0308 ", "Zo\u00eb"),
        ("last_name", "VAN\n DYKE", "VAN DYKE"),
        ("sex", "Female", "F"),
        ("sex", "Not Known / Not Recorded", "N"),
        ("sex", "Not specified", "NS"),
        ("tier", "b2s", "B2S"),
        ("tier", "A0", "A0"),
        ("tier", "g", "G"),
        ("rosh", "Very High", "very_high"),
        ("rosh", "VH", "very_high"),
        ("rosh", "Med", "medium"),
        ("mappa_category", "N", "none"),
        ("mappa_category", "Cat 2", "2"),
        ("mappa_level", "3", 3),
        ("mappa_level", "Level 2", 2),
        ("mappa_level", "L2", 2),
        ("recall", "TRUE", True),
        ("recall", "0", False),
        ("housing", "NFA", "homeless"),
        ("housing", "At risk", "at_risk"),
        ("current_accommodation", "a07a", "A07A"),
        ("legal_status", "IMMIGRATION_DETAINEE", "IMMIGRATION_DETAINEE"),
        ("legal_status", "UNKNOWN", None),
        ("last_parole_outcome", "Release [*]", "release"),
        ("release_authority", " Leeds ", "Leeds"),
        ("conditional_release_date", "2027-02-05", date(2027, 2, 5)),
        ("conditional_release_date", "05/02/2027", date(2027, 2, 5)),
        ("date_of_birth", "1900-01-01", date(1900, 1, 1)),
        ("licence_expiry_date", "31/12/2100", date(2100, 12, 31)),
    ],
)
def test_a_value_is_read_as_staff_write_it(name: str, text: str, value: FactValue | None) -> None:
    read = parse_fact(name, text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("prison_number", "A123BC", "a prison number is a letter, 4 digits, 2 letters"),
        ("prison_number", "A12345C", "a prison number is a letter, 4 digits, 2 letters"),
        ("mappa_level", "7", "1, 2 or 3"),
        ("mappa_level", "4", "1, 2 or 3"),
        ("mappa_category", "5", "none, 1, 2, 3 or 4"),
        ("rosh", "severe", "low, medium, high or very_high"),
        ("tier", "E1", "A0 to D3, an S may follow, or A to G"),
        ("tier", "A4", "A0 to D3, an S may follow, or A to G"),
        ("recall", "perhaps", "yes, no or not known"),
        ("last_name", "Rivers\x00", "has a character that is not text"),
        ("cell", "A1\x1b[31m", "has a character that is not text"),
        ("conditional_release_date", "31/02/2027", "no such day"),
        ("conditional_release_date", "2027-02-29", "no such day"),
        ("conditional_release_date", "00/02/2027", "no such day"),
        ("date_of_birth", "05/02/97", "write the year in full, as in 05/02/2027"),
        ("conditional_release_date", "soon", "write the day as 05/02/2027 or 5 Feb 2027"),
        (
            "conditional_release_date",
            "02/15/2027",
            "there is no month 15: the day comes first, as in 25/12/2027",
        ),
        ("conditional_release_date", "0227-02-05", "is the year right?"),
        ("conditional_release_date", "1899-12-31", "is the year right?"),
        ("conditional_release_date", "2101-01-01", "is the year right?"),
        ("conditional_release_date", "05/02/2720", "is the year right?"),
    ],
)
def test_a_bad_value_says_what_was_expected(name: str, text: str, sentence: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_fact(name, text)
    assert str(caught.value) == sentence


def test_a_text_fact_is_asked_for_without_listing_answers() -> None:
    assert ask(FACTS["housing"]) == "Housing (settled, at_risk, homeless, not known)?"
    assert ask(FACTS["com_office"]) == "COM's office (not known)?"
    assert expected(FACTS["housing"]) == "settled, at_risk or homeless"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("conditional_release_date", date(2027, 2, 5), "Fri 5 Feb 2027"),
        ("recall", True, "yes"),
        ("rosh", "very_high", "very high"),
        ("sex", "F", "female"),
        ("tier", "B2", "B2"),
        ("mappa_level", 2, "2"),
        ("mappa_category", "none", "not MAPPA"),
        ("housing", None, "not known"),
        ("legal_status", "A_CODE_SINCE_DROPPED", "A_CODE_SINCE_DROPPED"),
    ],
)
def test_a_value_is_shown_in_words(name: str, value: FactValue | None, words: str) -> None:
    assert show_value(FACTS[name], value) == words


@pytest.mark.parametrize(
    ("name", "stored"), [("recall", "True"), ("mappa_level", "x"), ("tariff_date", "soon")]
)
def test_a_stored_value_that_was_tampered_with_is_not_passed_on(name: str, stored: str) -> None:
    with pytest.raises(ValueError):
        from_text(FACTS[name], stored)


# --- names ---


@pytest.mark.parametrize(
    ("text", "last", "first"),
    [
        ("RIVERS, Sam", "RIVERS", "Sam"),
        ("Rivers,Sam Lee", "Rivers", "Sam Lee"),
        ("Sam Rivers", "Rivers", "Sam"),
        ("Sam VAN DYKE", "VAN DYKE", "Sam"),
        ("Sam Lee VAN DYKE", "VAN DYKE", "Sam Lee"),
        ("SAM LEE RIVERS", "RIVERS", "SAM LEE"),
        ("Rivers", "Rivers", None),
        ("RIVERS,", "RIVERS", None),
        ("unknown", None, None),
    ],
)
def test_a_whole_name_is_split(text: str, last: str | None, first: str | None) -> None:
    assert split_name(text) == (last, first)


# --- FACT=VALUE ---


def test_assignments_are_read() -> None:
    """An empty value and "not known" both record that it is not known."""
    assert parse_assignments(
        ["tier=B2", "crd=5 feb", "reception_date=-3d", "housing=not known", "com_office=", "com=J=K"],
        date(2026, 11, 27),
    ) == {
        "tier": "B2",
        "conditional_release_date": date(2027, 2, 5),
        "reception_date": date(2026, 11, 24),
        "housing": None,
        "com_office": None,
        "com": "J=K",
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["tier"], '"tier" is not FACT=VALUE, such as tier=B2'),
        (["teir=B2"], 'no fact called "teir". Did you mean tier? See them: releasecheck catalogue facts'),
        (["mappa_level=7"], 'mappa_level "7": 1, 2 or 3'),
        (["tier=B2", "Tier=B3"], "tier is given twice, with different values"),
        (["prison_number=A1234BC"], "the prison number says who the person is: it cannot be set"),
    ],
)
def test_a_bad_assignment_says_why(words: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_assignments(words, date(2026, 11, 27))
    assert str(caught.value) == message


# --- properties ---

DAYS = st.dates(date(1900, 1, 2), date(2100, 12, 31))


TURNS_ROUND = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@st.composite
def known_values(draw: st.DrawFn) -> tuple[Fact, FactValue]:
    """Any fact with any value that it may have."""
    fact = draw(st.sampled_from(TABLE))
    if fact.values:
        text = draw(st.sampled_from(list(fact.values)))
    elif fact.kind == "yes_no":
        text = draw(st.sampled_from(["yes", "no"]))
    elif fact.kind == "date":
        text = draw(DAYS).isoformat()
    elif fact.kind == "prison_number":
        text = draw(st.from_regex(r"[A-Z][0-9]{4}[A-Z]{2}", fullmatch=True))
    elif fact.kind in ("crn", "pnc"):
        text = {"crn": "X123456", "pnc": "1999/1G"}[fact.kind]
    elif fact.email:
        text = "j.okafor@probation.example"
    else:
        letters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=TURNS_ROUND)
        text = draw(st.text(letters, min_size=1, max_size=fact.longest))
    value = parse(fact, text)
    assume(value is not None)
    assert value is not None
    return fact, value


@given(known_values())
def test_what_is_stored_comes_back_as_it_was(known: tuple[Fact, FactValue]) -> None:
    fact, value = known
    back = from_text(fact, to_text(value))
    assert back == value
    assert type(back) is type(value)


@given(known_values())
def test_what_is_exported_is_read_as_the_same_value(known: tuple[Fact, FactValue]) -> None:
    fact, value = known
    assert parse(fact, to_text(value)) == value


@given(known_values())
def test_what_is_shown_is_read_as_the_same_value(known: tuple[Fact, FactValue]) -> None:
    """Staff type what they see."""
    fact, value = known
    assert parse(fact, show_value(fact, value)) == value


def test_a_mappa_level_of_nought_is_not_known_and_a_minus_is_refused() -> None:
    """Other systems write 0 where no level is set."""
    assert parse_fact("mappa_level", "0") is None
    assert parse_fact("mappa_level", "2") == 2
    with pytest.raises(BadValue):
        parse_fact("mappa_level", "-1")
