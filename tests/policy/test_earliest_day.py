"""The earliest day on which somebody could be out: which date it is, and for which days that holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from releasecheck.core.domain import EarliestPossible, Facts, FactValue
from releasecheck.people.facts import parse_assignments
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.earliest_day import (
    earliest_possible,
    earliest_possible_validity,
    hdc_no_longer_given,
    hdc_to_ask_about,
)
from releasecheck.policy.release_day import choose_release
from tests.made_up.catalogues import CALENDAR, ONE_DAY, RULES

TODAY = date(2026, 11, 27)

LIFER = "indeterminate=yes legal_status=INDETERMINATE_SENTENCE open_conditions=yes tariff_date=2027-09-30"
EXTENDED = "legal_status=SENTENCED parole_eligibility_date=2027-05-01 conditional_release_date=2029-05-01"
IPP = "indeterminate=yes recall=yes return_to_custody_date=2026-06-02 tariff_date=2006-03-01"
HDC = "legal_status=SENTENCED conditional_release_date=2027-05-10 hdc_eligibility_date=2026-12-28"


def found_on(facts: Facts, today: date = TODAY) -> EarliestPossible | None:
    """The earliest possible day of these facts."""
    return earliest_possible(facts, choose_release(facts, CALENDAR, RULES), CALENDAR, RULES, today)


def told(words: str) -> dict[str, FactValue]:
    """Facts as somebody types them."""
    return {name: value for name, value in parse_assignments(words.split()).items() if value is not None}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # The later of eligibility and hearing plus 35 days.
        (f"{LIFER} target_hearing_date=2027-08-16", "2027-09-30 TED tariff expiry, after hearing 16 Aug +"),
        (f"{LIFER} target_hearing_date=2027-09-20", "2027-10-25 THD hearing 20 Sep + 35 days"),
        (f"{EXTENDED} target_hearing_date=2027-08-16", "2027-09-20 THD hearing 16 Aug + 35 days"),
        (f"{EXTENDED} target_hearing_date=2027-03-20", "2027-05-01 PED parole eligibility, after hearing"),
        # Whichever of the two is known.
        (LIFER, "2027-09-30 TED tariff expiry, no hearing to come recorded"),
        (EXTENDED, "2027-05-01 PED parole eligibility, no hearing to come recorded"),
        (f"{IPP} target_hearing_date=2027-02-01", "2027-03-08 THD hearing 1 Feb + 35 days"),
        (f"{IPP} target_hearing_date=2026-11-10", "2026-12-15 THD hearing 10 Nov + 35 days"),
        # Gone by or refused is none.
        (f"{IPP} target_hearing_date=2026-10-01", None),
        (f"{IPP} target_hearing_date=2026-11-10 last_parole_outcome=not_release", None),
        (f"{IPP} target_hearing_date=2026-05-20", None),
        (f"{EXTENDED} target_hearing_date=2026-11-10 last_parole_outcome=not_release", "2027-05-01 PED"),
        (
            "parole_eligibility_date=2026-01-05 conditional_release_date=2029-05-01 "
            "target_hearing_date=2026-11-10 last_parole_outcome=not_release",
            "2029-05-01 CRD CRD",
        ),
        (f"{LIFER} target_hearing_date=2027-09-20 last_parole_outcome=not_release", "2027-10-25 THD"),
        # Never later than the release.
        (f"{EXTENDED} target_hearing_date=2029-04-20", "2029-05-01 CRD CRD"),
        (f"{EXTENDED} target_hearing_date=2027-08-16 actual_parole_date=2027-10-04", "2027-10-04 APD APD"),
        # HDC only where it is known to apply, forward off closed days, and not beside a date approved.
        (HDC, "2027-05-10 CRD CRD"),
        (f"{HDC} hdc_eligible=no", "2027-05-10 CRD CRD"),
        # Adults are given no such date since 2 September 2026: counted only once the OMU has confirmed it.
        (f"{HDC} hdc_eligible=yes", "2027-05-10 CRD CRD"),
        (f"{HDC} hdc_eligible=yes hdc_date_stands=yes", "2026-12-29 HDCED home detention curfew eligibility"),
        (f"{HDC} hdc_eligible=yes date_of_birth=2010-06-01", "2026-12-29 HDCED home detention curfew"),
        (f"{HDC} hdc_eligible=yes hdc_actual_date=2027-01-12", "2027-01-12 HDCAD HDCAD"),
        ("conditional_release_date=2026-11-02", None),
        ("conditional_release_date=2027-05-10 confirmed_release_date=2027-05-07", "2027-05-07 CRD CRD, conf"),
        ("indeterminate=yes target_hearing_date=2027-08-16 legal_status=DEAD", None),
        (f"{EXTENDED} released_on=2026-11-20", None),
        ("legal_status=REMAND", None),
    ],
)  # fmt: skip
def test_the_earliest_possible_day(words: str, expected: str | None) -> None:
    found = found_on(told(words))
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert f"{found.date} {found.type} {found.because}".startswith(expected)


def test_an_office_may_count_without_the_provisional_days() -> None:
    cautious = load_rules({"parole": {"provisional_days": 0}})
    facts = told(f"{EXTENDED} target_hearing_date=2027-08-16")
    release = choose_release(facts, CALENDAR, cautious)
    found = earliest_possible(facts, release, CALENDAR, cautious, TODAY)
    assert found == EarliestPossible(date(2027, 8, 30), "THD", "hearing 16 Aug + 14 days")


def test_an_hdc_date_is_asked_about_only_while_nobody_knows_whether_it_applies() -> None:
    def asked(words: str) -> date | None:
        facts = told(words)
        return hdc_to_ask_about(facts, choose_release(facts, CALENDAR, RULES), CALENDAR, RULES, TODAY)

    assert asked(HDC) == date(2026, 12, 29)
    assert asked(f"{HDC} hdc_eligible=yes") is None
    assert asked(f"{HDC} hdc_eligible=no") is None
    assert asked(f"{HDC} hdc_actual_date=2027-01-12") is None
    assert asked("conditional_release_date=2026-12-11 hdc_eligibility_date=2026-12-28") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (HDC, date(2026, 12, 28)),
        (f"{HDC} hdc_eligible=yes", date(2026, 12, 28)),
        (f"{HDC} hdc_eligible=yes hdc_date_stands=yes", None),
        (f"{HDC} hdc_eligible=no", None),
        (f"{HDC} date_of_birth=2010-06-01", None),
        (f"{HDC} hdc_actual_date=2027-01-12", None),
        ("hdc_eligibility_date=2026-11-20", None),
    ],
)
def test_an_hdc_date_that_adults_are_given_no_longer_is_to_be_checked(
    words: str, expected: date | None
) -> None:
    assert hdc_no_longer_given(told(words), RULES, TODAY) == expected


# --- whatever the dates ---

DAYS = st.dates(date(2025, 6, 1), date(2029, 12, 31))
SENTENCES = st.fixed_dictionaries(
    {"legal_status": st.sampled_from(["SENTENCED", "INDETERMINATE_SENTENCE", "RECALL"])},
    optional={
        **dict.fromkeys(
            "conditional_release_date confirmed_release_date post_recall_release_date hdc_actual_date "
            "hdc_eligibility_date parole_eligibility_date tariff_date target_hearing_date actual_parole_date "
            "return_to_custody_date sentence_start_date".split(),
            DAYS,
        ),
        **dict.fromkeys(("hdc_eligible", "recall"), st.booleans()),
        "last_parole_outcome": st.sampled_from(["release", "not_release"]),
    },
)


@given(facts=SENTENCES, today=DAYS)
def test_it_is_never_before_today_nor_after_a_release_to_come(facts: Facts, today: date) -> None:
    found = found_on(facts, today)
    release = choose_release(facts, CALENDAR, RULES)
    if release is not None and release.date >= today:
        assert found is not None and found.date <= release.date
    if found is not None:
        assert found.date >= today


@given(eligible=DAYS, hearing=DAYS, kind=st.sampled_from(["parole_eligibility_date", "tariff_date"]))
def test_the_board_releases_neither_before_eligibility_nor_before_it_has_decided(
    eligible: date, hearing: date, kind: str
) -> None:
    found = found_on({kind: eligible, "target_hearing_date": hearing}, date(2025, 6, 1))
    assert found is not None
    assert found.date == max(eligible, hearing + timedelta(days=35))


@given(facts=SENTENCES, today=DAYS, hearings=st.tuples(DAYS, DAYS))
def test_a_later_hearing_never_makes_an_earlier_day(
    facts: Facts, today: date, hearings: tuple[date, date]
) -> None:
    """A hearing still to come: one that was held may have refused, and then counts no more."""
    one, other = sorted(max(hearing, today + ONE_DAY) for hearing in hearings)
    days = [found_on({**facts, "target_hearing_date": hearing}, today) for hearing in (one, other)]
    earlier, later = days
    back_on, sentenced = facts.get("return_to_custody_date"), facts.get("sentence_start_date")
    for known in (back_on, sentenced, facts.get("actual_parole_date")):
        # A hearing of an earlier sentence or stay, or one that has set its day, is none.
        assume(not isinstance(known, date) or known < one or known > other)
    if earlier is not None and later is not None:
        assert earlier.date <= later.date


@given(facts=SENTENCES, today=DAYS, other=DAYS)
def test_on_every_day_for_which_it_is_valid_work_counts_from_the_same_day(
    facts: Facts, today: date, other: date
) -> None:
    release = choose_release(facts, CALENDAR, RULES)

    def counted(on: date) -> date | None:
        found = earliest_possible(facts, release, CALENDAR, RULES, on)
        return found.date if found else release.date if release else None

    first, last = earliest_possible_validity(facts, release, CALENDAR, RULES, today)
    inside = min(max(other, first or other), last or date.max)
    assert counted(inside) == counted(today)
    if last is not None:
        assert counted(last + ONE_DAY) != counted(today)
    if first is not None:
        assert counted(first - ONE_DAY) != counted(today)
