"""Nothing is asked for nothing: each fact changes somebody's plan, or is kept for a reason given here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from releasecheck.core.domain import Facts, FactValue, PersonRecord, Telling
from releasecheck.people.fact import Fact
from releasecheck.people.fact_table import TABLE
from releasecheck.people.facts import parse, parse_assignments
from releasecheck.planning.planner import Planner
from tests.made_up.catalogues import CALENDAR, RULES, by_the_rules

TODAY = date(2026, 11, 27)

#: Facts that change no plan, and what they are kept for.
KEPT = {
    **dict.fromkeys(
        ("prison_number", "first_name", "last_name", "crn", "pnc"),
        "who it is: found by, and named on every paper",
    ),
    **dict.fromkeys(("prison", "cell"), "where they are: whose list they are on"),
    "home_region": "counted in outcomes; an office says by region where there is no CAS-3",
    "co_pom": "who works with the POM: whose own list they are on",
    **dict.fromkeys(("com_email", "com_office"), "how to reach the COM: papers and bundles"),
    **dict.fromkeys(
        ("custody_status", "last_movement", "last_movement_on"),
        "what the last list said of them: under CHECK THIS until somebody answers",
    ),
    "ethnicity": "whether outcomes differ by group: outcomes --by ethnicity, and never a plan or a paper",
    "licence_expiry_date": "until when the licence runs: at the head of the list, and on papers",
    "died_on": "which day it was; that they died is their legal status",
    "release_day_words": "what a list has instead of a day: under CHECK THIS",
    "id_kind": "which document it is: on the papers for the gate",
    "release_authority": "which council: on its form, on the sheet and in what is told of a change",
    "care_authority": "which council's adviser to tell: on the handover page",
    "right_to_work": "asked of by the forms for work and the bank",
    "topup_supervision_expiry_date": "until when they are supervised: on the forms",
    "child_contact_review": "when contact is decided again: on the handover page",
    "risk_to_staff": "whoever meets them must know it: on the handover page",
    "order_ends": "until when an order holds: on the handover page and in licence conditions",
}

#: People who between them have every kind of sentence, risk and need.
PEOPLE = (
    "sex=M legal_status=SENTENCED sentence_start_date=2025-06-01 reception_date=2025-06-01 tier=B rosh=high "
    "conditional_release_date=2027-02-05 sentence_expiry_date=2028-10-01 date_of_birth=2004-05-01 com=Okafor",
    "sex=F legal_status=SENTENCED sentence_start_date=2025-06-01 reception_date=2025-06-01 housing=settled "
    "conditional_release_date=2027-02-05 sentence_expiry_date=2028-10-01 date_of_birth=1990-05-01",
    "sex=M legal_status=INDETERMINATE_SENTENCE indeterminate=yes sentence_start_date=2009-10-01 tier=D "
    "reception_date=2009-10-01 tariff_date=2027-09-30 open_conditions=yes target_hearing_date=2027-08-16 "
    "rotl_eligible=yes mappa_category=2 mappa_level=2 rosh=high",
    "sex=M recall=yes recall_type=standard return_to_custody_date=2026-11-02 sentence_start_date=2025-01-06 "
    "reception_date=2026-11-02 post_recall_release_date=2027-03-05 rosh=high under18_children=no",
    "sex=M legal_status=REMAND reception_date=2026-11-20 housing=homeless",
    "sex=M legal_status=SENTENCED sentence_start_date=2025-06-01 immigration_interest=yes bank_account=no "
    "conditional_release_date=2027-02-05 early_removal_date=2026-12-10 home_area=wales under18_children=yes "
    "hdc_eligible=yes hdc_eligibility_date=2026-12-10 housing_costs=uc care_leaver=yes "
    "date_of_birth=2007-03-01 domestic_abuse=perpetrator",
    "sex=M legal_status=SENTENCED sentence_start_date=2022-05-01 conditional_release_date=2029-05-01 "
    "parole_eligibility_date=2026-05-01 sentence_expiry_date=2031-05-01 target_hearing_date=2026-11-20",
    "sex=M legal_status=SENTENCED sentence_start_date=2026-03-02",
)


@cache
def planner() -> Planner:
    return Planner(by_the_rules(), CALENDAR, RULES)


def plan(facts: Facts) -> object:
    told = tuple(
        Telling(TODAY, day, "CRD") for day in [facts.get("conditional_release_date")] if isinstance(day, date)
    )
    found = planner().plan(PersonRecord("A1234BC", facts, date(2026, 11, 2), told), TODAY)
    return found.tasks, found.release, found.handover, found.licence, found.anchors


def values(fact: Fact) -> Iterator[FactValue]:
    """Everything that it may be, or enough of it."""
    if fact.email:
        return iter(("j.okafor@probation.example",))
    samples = {
        "yes_no": ("yes", "no"),
        "date": ("2020-05-01", "2026-11-10", "2026-12-04", "2027-01-15", "2030-01-01"),
        "name": ("Rowan Vale",),
        "text": ("Leeds",),
    }.get(fact.kind, tuple(fact.values))
    found = (parse(fact, text) for text in samples)
    return (value for value in found if value is not None)


def decides(fact: Fact) -> bool:
    """Whether knowing it, or knowing it otherwise, changes the plan of one of these people."""
    for words in PEOPLE:
        given = parse_assignments(words.split())
        base = {name: value for name, value in given.items() if value is not None and name != fact.name}
        plans = [plan({**base, fact.name: value}) for value in values(fact)]
        if any(other != plan(base) for other in plans):
            return True
    return False


def test_each_fact_changes_a_plan_or_is_kept_for_a_reason() -> None:
    idle = {
        fact.name for fact in TABLE if fact.kind not in ("crn", "pnc", "prison_number") and not decides(fact)
    }
    by_number = {fact.name for fact in TABLE if fact.kind in ("crn", "pnc", "prison_number")}
    assert idle | by_number == set(KEPT)
