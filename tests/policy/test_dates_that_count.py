"""Which recorded dates still count, chosen once for release and licence alike; and what is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.core.domain import Facts, FactValue, PersonRecord
from releasecheck.people.sentence_dates import RELEASE_FACTS
from releasecheck.planning.changes import PersonChange, decide
from releasecheck.planning.person import know
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue import Catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.licence import licence, licence_kind
from releasecheck.policy.release_checks import check_release
from releasecheck.policy.release_day import choose_release, dates_that_count
from releasecheck.policy.working_days import Calendar, load_calendar

RULES = load_rules()
CALENDAR = load_calendar()
TOLD = date(2026, 11, 27)
BEFORE, AFTER = date(2026, 6, 1), date(2027, 2, 12)
RECALLED: Facts = {"recall": True, "post_recall_release_date": AFTER}
WALKED_OUT_ON = [
    "confirmed_release_date",
    "untyped_release_date",
    *(RELEASE_FACTS[kind][-1] for kind in ("APD", "HDCAD", "CRD", "NPD", "ARD", "MTD", "ETD", "LTD")),
]


def release_of(facts: Facts, recall_told: date | None = None) -> tuple[str | None, date] | None:
    found = choose_release(facts, CALENDAR, RULES, recall_told=recall_told)
    return None if found is None else (found.type, found.date)


def codes(facts: Facts) -> list[str]:
    release = choose_release(facts, CALENDAR, RULES)
    found = licence(facts, CALENDAR, TOLD, RULES)
    return [check.code for check in check_release(facts, release, found, CALENDAR)]


# --- a recall uses dates up ---


@pytest.mark.parametrize("fact", WALKED_OUT_ON)
def test_the_date_they_were_recalled_from_is_used_up(fact: str) -> None:
    facts = {**RECALLED, fact: BEFORE}
    assert release_of(facts, TOLD) == ("PRRD", AFTER)
    assert release_of({**facts, "return_to_custody_date": BEFORE}) == ("PRRD", AFTER)
    alone: Facts = {"recall": True, fact: BEFORE}
    assert release_of(alone, TOLD) is None


def test_a_date_on_the_day_the_recall_was_told_still_counts() -> None:
    """Where the day of return is known, a date on it is used up: nobody leaves on the day they come back."""
    facts: Facts = {"recall": True, "conditional_release_date": TOLD}
    assert release_of(facts, TOLD) == ("CRD", TOLD)
    assert release_of({**facts, "return_to_custody_date": TOLD}, TOLD) is None


def test_the_day_of_return_decides_where_it_is_known() -> None:
    facts: Facts = {"recall": True, "conditional_release_date": date(2026, 10, 20)}
    assert release_of({**facts, "return_to_custody_date": date(2026, 10, 1)}, TOLD) == (
        "CRD",
        date(2026, 10, 20),
    )


def test_the_licence_drops_what_the_release_drops() -> None:
    """A curfew of before the recall starts no licence, in either way of knowing that it was before."""
    facts: Facts = {**RECALLED, "hdc_actual_date": BEFORE}
    back: Facts = {**facts, "return_to_custody_date": date(2026, 10, 1)}
    assert licence_kind(back, RULES) == "PRRD"
    for told, known in ((None, back), (TOLD, facts)):
        found = licence(known, CALENDAR, TOLD, RULES, told)
        assert found is not None and (found.start, found.hard_stop) == (AFTER, date(2027, 2, 10))


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(
    st.dictionaries(st.sampled_from([*WALKED_OUT_ON, "post_recall_release_date"]), days),
    st.none() | days,
    days,
    st.sampled_from([True, False, None]),
)
def test_release_and_licence_never_speak_of_different_dates(
    dates: dict[str, FactValue], back: date | None, told: date, recall: bool | None
) -> None:
    facts: dict[str, FactValue] = dict(dates)
    if recall is not None:
        facts["recall"] = recall
    if back is not None:
        facts["return_to_custody_date"] = back
    record = PersonRecord("A1234BC", facts, TOLD, recall_told=told if recall else None)
    person = know(record, {}, CALENDAR, RULES, TOLD)
    counted = dates_that_count(facts, RULES, record.recall_told)
    assert person.release == choose_release(counted, CALENDAR, RULES), "choosing twice changes nothing"
    if person.release is not None:
        assert person.release.nominal_date in counted.values()
    if person.licence is not None and recall:
        limit = back + timedelta(days=1) if back else told
        assert CALENDAR.law.last_working_day(limit) <= person.licence.start


# --- the day the recall was told ---

NOTHING = Planner(Catalogue({}, {}, "0"), CALENDAR, RULES)


def test_the_day_a_recall_is_told_is_kept_while_it_lasts() -> None:
    record: PersonRecord | None = None
    told: list[date | None] = []
    for day, facts in (
        (1, {"conditional_release_date": BEFORE}),
        (2, {"legal_status": "RECALL"}),
        (3, {"recall": True}),
        (4, {"legal_status": "SENTENCED"}),
        (5, {"recall": False}),
        (6, {"recall": True}),
    ):
        change = PersonChange("A1234BC", facts, told_on=date(2026, 11, day))
        record = decide(record, change, NOTHING, TOLD).record
        told.append(record.recall_told)
    first, again = date(2026, 11, 2), date(2026, 11, 6)
    assert told == [None, first, first, first, None, again]


# --- a recall that nobody recorded ---


@pytest.mark.parametrize("facts", [{}, {"recall": False}, {"legal_status": "SENTENCED"}])
def test_a_post_recall_date_without_a_recall_counts_for_now(facts: Facts) -> None:
    alone = {**facts, "post_recall_release_date": AFTER}
    assert release_of(alone) == ("PRRD", AFTER)
    assert codes(alone) == ["post_recall_date_without_recall"]
    assert licence_kind(alone, RULES) == "PRRD"
    gone_by = {**alone, "conditional_release_date": BEFORE}
    assert release_of(gone_by) == ("PRRD", AFTER), "the later of the two"
    new_sentence = {**alone, "conditional_release_date": date(2028, 2, 1)}
    assert release_of(new_sentence) == ("CRD", date(2028, 2, 1))


# --- dates of a detention and training order, and of the old law ---

MTD, ETD, LTD = date(2026, 12, 15), date(2026, 11, 16), date(2027, 1, 15)
YOUTH: Facts = {"mid_term_date": MTD, "early_term_date": ETD, "late_term_date": LTD}


def test_the_mid_term_date_is_the_release_unless_another_is_confirmed() -> None:
    assert release_of(YOUTH) == ("MTD", MTD)
    assert release_of({**YOUTH, "confirmed_release_date": ETD}) == ("ETD", ETD)
    assert release_of({**YOUTH, "confirmed_release_date": LTD}) == ("LTD", LTD)
    assert release_of({**YOUTH, "confirmed_release_date": MTD}) == ("MTD", MTD)


def test_an_early_date_alone_is_counted_to_rather_than_nothing() -> None:
    assert release_of({"early_term_date": ETD}) == ("ETD", ETD)


def test_an_office_decides_the_order() -> None:
    office = load_rules({"release": {"order": ["ETD", "MTD"]}})
    found = choose_release(YOUTH, CALENDAR, office)
    assert found is not None and found.type == "ETD"


@pytest.mark.parametrize("fact", ["early_removal_date", "tariff_removal_date"])
def test_a_removal_is_no_release(fact: str) -> None:
    assert release_of({fact: AFTER}) is None


@pytest.mark.parametrize("fact", ["non_parole_date", "mid_term_date", "untyped_release_date"])
def test_a_release_on_a_saturday_is_on_the_friday_before(fact: str) -> None:
    found = release_of({fact: date(2027, 2, 6)})
    assert found is not None and found[1] == date(2027, 2, 5)


# --- a date without a type ---


def test_a_date_without_a_type_is_the_last_to_count_and_is_asked_about() -> None:
    alone: Facts = {"untyped_release_date": AFTER}
    assert release_of(alone) == (None, AFTER)
    assert codes(alone) == ["release_date_without_type"]
    typed: Facts = {**alone, "automatic_release_date": date(2027, 3, 1)}
    assert release_of(typed) == ("ARD", date(2027, 3, 1))
    assert codes(typed) == ["release_date_differs"]


@pytest.mark.parametrize("crd", [AFTER, date(2027, 2, 13)])
def test_a_date_without_a_type_that_is_the_typed_one_is_nothing_to_ask(crd: date) -> None:
    """Also where a list says the working day on which a date of Saturday is kept."""
    assert codes({"untyped_release_date": AFTER, "conditional_release_date": crd}) == []


# --- a release on the last day ---


@pytest.mark.parametrize("ends", ["sentence_expiry_date", "licence_expiry_date"])
@pytest.mark.parametrize("day", [AFTER, date(2027, 2, 13)])
def test_a_release_on_the_last_day_has_no_licence(ends: str, day: date) -> None:
    planned = NOTHING.prepare(
        PersonRecord("A1234BC", {**RECALLED, "post_recall_release_date": day, ends: day}, TOLD), TOLD
    )
    assert planned.licence is None
    assert planned.inputs["on_licence"] is False
    later = NOTHING.prepare(PersonRecord("A1234BC", {**RECALLED, ends: date(2028, 2, 12)}, TOLD), TOLD)
    assert later.licence is not None and later.inputs["on_licence"] is True


# --- what is to be checked ---


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"confirmed_release_date": date(2027, 2, 6)}, ["confirmed_on_closed_day"]),
        ({"confirmed_release_date": date(2026, 12, 25)}, ["confirmed_on_closed_day"]),
        ({"confirmed_release_date": date(2026, 12, 24)}, []),
        (
            {"recall": True, "conditional_release_date": BEFORE, "return_to_custody_date": TOLD},
            ["dates_used_up_by_recall"],
        ),
        (
            {"legal_status": "IMMIGRATION_DETAINEE", "conditional_release_date": AFTER},
            ["immigration_detainee_with_release"],
        ),
        ({"legal_status": "REMAND", "automatic_release_date": AFTER}, ["legal_status_with_release"]),
        ({"indeterminate": True, "conditional_release_date": AFTER}, ["indeterminate_with_release"]),
        (
            {
                "legal_status": "CONVICTED_UNSENTENCED",
                "conditional_release_date": AFTER,
                "confirmed_release_date": date(2027, 2, 1),
            },
            ["legal_status_with_release", "licence_starts_later"],
        ),
        ({"legal_status": "SENTENCED", "conditional_release_date": AFTER}, []),
        ({"confirmed_release_date": date(2027, 2, 6), "released_on": date(2027, 2, 6)}, []),
    ],
)
def test_what_does_not_add_up_about_a_release_is_said(facts: Facts, found: list[str]) -> None:
    assert codes(facts) == found


def test_a_day_on_which_the_office_is_shut_is_no_closed_day_for_a_release() -> None:
    shut = Calendar(CALENDAR.bank_holidays, {AFTER: "Office closed"}, CALENDAR.published_years)
    release = choose_release({"confirmed_release_date": AFTER}, shut, RULES)
    assert check_release({"confirmed_release_date": AFTER}, release, None, shut) == ()
