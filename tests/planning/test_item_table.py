"""What policy says of each item, row by row: these facts, so this verdict, this window and this due date.

Everybody here was sentenced and received on Mon 3 Feb 2025 and told then of a conditional release on
Fri 5 Feb 2027, unless a row says otherwise. The handover is then on Fri 22 May 2026, and the hard stop
for the licence on Wed 3 Feb 2027. Extensions are switched on.
"""

from __future__ import annotations

from datetime import date

import pytest

from releasecheck.core.domain import FactValue, PersonRecord, RecordedOutcome, Task, Telling
from releasecheck.people.facts import parse_assignments
from releasecheck.planning.planner import Planner
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.working_days import load_calendar
from tests.made_up.catalogues import by_the_rules
from tests.made_up.item_rows import NEW_ROWS, NO, YES, Row

TODAY = date(2026, 11, 23)
SENTENCED = date(2025, 2, 3)
USUAL = (
    "legal_status=SENTENCED sentence_start_date=2025-02-03 reception_date=2025-02-03 "
    "conditional_release_date=2027-02-05 sentence_expiry_date=2029-02-02 date_of_birth=1990-05-01 sex=M"
)

WORDS = {
    "open": "applies",
    "not_required": "not required",
    "not_applicable": "does not apply",
    "not_achieved": "not achieved",
}


TABLE = (
    *NEW_ROWS,
    # Sentence management
    Row("immediate_needs", "", YES, None, "2025-02-06"),
    Row("immediate_needs", "legal_status=REMAND", YES, None, "2025-02-06"),
    Row("immediate_needs", "reception_date=?", "cannot say: reception_date"),
    Row("needs_plan", "", NO),
    Row("needs_plan", "", YES, None, "2025-02-10", "immediate_needs done 2025-02-05"),
    Row("needs_plan", "legal_status=REMAND", NO, after="immediate_needs done 2026-11-25"),
    Row("tier_recorded", "tier=B2", YES, None, "2025-02-17"),
    Row("tier_recorded", "tier=B2 rosh=high pom=Ann_Shaw", "not required"),
    Row("sentence_plan", "", YES, "2025-02-03", "2025-04-14"),
    Row("sentence_plan", "legal_status=REMAND", NO),
    Row("offence_work", "sex_offence=yes", YES, "2026-02-05", "2026-08-05"),
    Row("offence_work", "sex_offence=no denies_offence=yes", YES, "2026-02-05", "2026-08-05"),
    Row("offence_work", "sex_offence=no denies_offence=no", NO),
    Row("offence_work", "sex_offence=no", "cannot say: denies_offence"),
    Row(
        "offence_work",
        "sex_offence=no denies_offence=no",
        YES,
        "2026-02-05",
        "2026-08-05",
        "sentence_plan done_unmet_need 2025-04-10",
    ),
    Row("pom_contact", "", YES, "2025-02-03", "2025-03-03"),
    Row("pom_contact", "", YES, "2026-11-21", "2026-11-27", "pom_contact done 2026-10-31"),
    Row("needs_review", "", YES, "2026-10-16", "2026-11-13"),
    Row("rotl", "rotl_eligible=yes", YES, "2026-02-05", "2026-08-05"),
    Row(
        *("rotl", "rotl_eligible=yes open_conditions=yes open_since=2026-11-02", YES),
        *("2026-11-02", "2027-02-02"),
    ),
    Row("rotl", "rotl_eligible=no", NO),
    Row("rotl", "", "cannot say: rotl_eligible"),
    # Handover
    Row("handover_date_shared", "", YES, "2026-02-27", "2026-03-27"),
    Row("com_allocated", "", YES, "2026-03-27", "2026-05-22"),
    Row("com_allocated", "com=Jo_Bell", "not required"),
    Row("com_allocated", "sentence_start_date=2026-06-01", YES, "2026-06-01", "2026-06-08"),
    Row("com_allocated", "legal_status=REMAND", NO),
    Row("handover_report", "", YES, "2026-03-27", "2026-05-15"),
    Row("handover_meeting", "resourcing=enhanced", YES, "2026-03-27", "2026-05-22"),
    Row("handover_meeting", "", YES, "2026-03-27", "2026-05-22"),
    Row("handover_meeting", "resourcing=standard", "not required"),
    Row("first_contact", "", YES, "2026-05-22", "2026-06-15"),
    Row("first_contact", "", YES, "2026-12-08", "2026-12-15", "first_contact done 2026-11-17"),
    Row("recall_restart", "", NO),
    Row("recall_restart", "recall=yes return_to_custody_date=2026-11-02", YES, None, "2026-11-05"),
    # No POM work where the COM is responsible from the start
    Row("handover_report", "sentence_start_date=2026-06-01", NO),
    Row("handover_date_shared", "sentence_start_date=2026-06-01", NO),
    Row("handover_meeting", "sentence_start_date=2026-06-01", NO),
    # Parole
    Row("parole_report", "", NO),
    Row("parole_report", "target_hearing_date=2027-06-04", YES, "2027-01-15", "2027-03-12"),
    Row("parole_directed", "target_hearing_date=2027-06-04", YES, "2026-12-18", "2027-02-12"),
    Row("parole_interview", "target_hearing_date=2027-06-04", YES, "2026-12-18", "2027-02-12"),
    Row("parole_report", "parole_eligibility_date=2027-01-04", "cannot say: target_hearing_date"),
    # Public protection
    Row("mappa_category", "", YES, None, "2025-02-17"),
    Row("mappa_category", "mappa_category=none", "not required"),
    Row("mappa_level", "", "cannot say: mappa_category"),
    Row("mappa_level", "mappa_category=2", YES, "2026-05-05", "2026-08-05"),
    Row("mappa_level", "mappa_category=none", NO),
    Row("mappa_level", "mappa_category=2 mappa_level=1", "not required"),
    Row("mappa_meeting", "mappa_category=1 mappa_level=2", YES, "2026-08-05", "2026-11-05"),
    Row("mappa_meeting", "mappa_category=1 mappa_level=1", NO),
    Row("oasys_review", "", YES, "2026-03-27", "2026-05-22"),
    Row("oasys_review", "", YES, "2026-11-13", "2026-12-11", "oasys_review done 2026-05-20"),
    Row("da_check", "", YES, None, "2025-03-03"),
    Row("da_check", "", YES, "2026-11-13", "2026-12-11", "da_check answered 2025-02-28"),
    Row("child_check", "", YES, None, "2025-02-17"),
    Row("child_check", "", YES, "2026-11-13", "2026-12-11", "child_check answered 2025-02-14"),
    Row("child_offence_notice", "child_offence=yes", YES, "2026-11-13", "2026-12-11"),
    Row("child_offence_notice", "child_offence=no", NO),
    Row("address_check", "next_accommodation=yes", YES, None, "2026-12-24"),
    Row("address_check", "next_accommodation=no", NO),
    Row(
        "address_check",
        "next_accommodation=no",
        YES,
        None,
        "2026-11-16",
        "private_address proposed 2026-11-02",
    ),
    Row("child_contact_shared", "child_contact_restriction=yes", YES, "2026-03-27", "2026-05-22"),
    Row("child_contact_shared", "child_contact_restriction=no child_offence=no", NO),
    Row("custody_behaviour", "rosh=very_high", YES, "2026-03-27", "2026-05-22"),
    Row("custody_behaviour", "rosh=low mappa_category=2 mappa_level=3", YES, "2026-03-27", "2026-05-22"),
    Row("custody_behaviour", "rosh=medium mappa_category=none", NO),
    Row("custody_behaviour", "rosh=medium", "cannot say: mappa_category, mappa_level"),
    Row("early_release_challenge", "", NO),
    Row("notification_duty", "notification_duty=yes", YES, "2027-01-08", "2027-02-04"),
    Row("notification_duty", "notification_duty=no", NO),
    Row(
        "notification_duty",
        "notification_duty=yes released_on=2027-02-05",
        YES,
        "2027-02-05",
        "2027-02-07",
        "notification_duty signed 2027-02-03",
    ),
    # Licence, victims, immigration
    Row("licence_conditions", "", YES, "2026-12-11", "2027-01-08"),
    Row("licence_approved", "", YES, "2027-01-08", "2027-02-03"),
    Row("licence_approved", "conditional_release_date=? automatic_release_date=2027-02-05", NO),
    Row("licence_explained", "", YES, "2027-02-01", "2027-02-04"),
    Row("monitoring_order", "electronic_monitoring=yes", YES, "2027-01-08", "2027-01-29"),
    Row("monitoring_order", "electronic_monitoring=no", NO),
    Row("hdc_assessment", "", NO),
    Row(
        "hdc_assessment",
        "hdc_eligible=yes hdc_eligibility_date=2026-12-04 hdc_date_stands=yes",
        YES,
        "2026-08-14",
        "2026-09-25",
    ),
    Row("victim_contact", "victim_contact=yes", YES, "2025-02-03", "2026-11-13"),
    Row("victim_contact", "sex_offence=yes", YES, "2025-02-03", "2026-11-13"),
    Row("victim_contact", "victim_contact=no sex_offence=yes", "not required"),
    Row("victim_contact", "", "cannot say: victim_contact, sex_offence"),
    Row("immigration", "immigration_interest=yes", YES, None, "2025-02-17"),
    Row("immigration", "immigration_interest=no", NO),
    Row(
        "immigration",
        "immigration_interest=yes",
        YES,
        "2027-01-29",
        "2027-02-04",
        "immigration released 2026-12-01",
    ),
    # Accommodation
    Row("dtr", "", YES, "2026-12-11", "2027-01-08"),
    Row("dtr", "housing=settled", "not required"),
    Row("dtr", "next_accommodation=yes", "not required"),
    Row("crs", "", YES, "2026-11-13", "2026-11-13"),
    Row("crs", "current_accommodation=A01D", "not required"),
    Row("crs", "sex=F", YES, "2026-11-13", "2026-11-13"),
    Row("crs", "sex=F housing=settled", "not required"),
    Row("crs", "sex=F housing=settled domestic_abuse=victim", YES, "2026-11-13", "2026-11-13"),
    Row("crs", "sex=M housing=settled debts=yes", "not required"),
    Row("crs", "current_accommodation=A08A housing=homeless", YES, "2026-11-13", "2026-11-13"),
    Row("cas1", "tier=B3 rosh=high", YES, "2026-02-05", "2026-08-05"),
    Row("cas1", "tier=C indeterminate=yes rosh=very_high", YES, "2026-02-05", "2026-08-05"),
    Row("cas1", "tier=C rosh=medium mappa_category=2 mappa_level=2", YES, "2026-02-05", "2026-08-05"),
    Row("cas1", "tier=B3 rosh=low mappa_category=none", "not required"),
    Row("cas1", "tier=C rosh=medium mappa_category=1 mappa_level=1", "not required"),
    Row("cas1", "tier=B3", "cannot say: rosh, mappa_category, mappa_level"),
    Row("cas1", "tier=B3 mappa_category=none", "cannot say: rosh"),
    Row("cas1", "tier=B3 rosh=low mappa_category=2", "cannot say: mappa_level"),
    Row("cas1", "tier=D rosh=very_high", NO),
    Row("cas1", "tier=D", YES, "2026-02-05", "2026-08-05", "ap_exceptional agreed 2026-02-10"),
    Row("cas1", "tier=D rosh=high", NO, after="ap_exceptional not_exceptional 2026-02-10"),
    Row("cas1", "tier=E", NO),
    Row("cas1", "tier=A1S rosh=high", NO),
    Row("cas1", "tier=C3", NO),
    Row("cas1", "tier=C3 sex=F rosh=high", YES, "2026-02-05", "2026-08-05"),
    Row("crs_other", "substance_need=yes", YES, "2026-11-13", "2026-11-13"),
    Row("crs_other", "sex=? debts=yes", YES, "2026-11-13", "2026-11-13"),
    Row("crs_other", "sex=F debts=yes", NO),
    Row("crs_other", "", NO),
    Row("ap_exceptional", "tier=D rosh=high", YES, "2026-02-05", "2026-08-05"),
    Row("ap_exceptional", "tier=C3 mappa_level=3", YES, "2026-02-05", "2026-08-05"),
    Row("ap_exceptional", "tier=E sentence_start_date=2017-02-05", YES, "2026-02-05", "2026-08-05"),
    Row("ap_exceptional", "tier=E sentence_start_date=2017-02-06", NO),
    Row("ap_exceptional", "tier=E", NO),
    Row("ap_exceptional", "tier=C3 sex=F rosh=high", NO),
    Row("ap_exceptional", "tier=C rosh=high", NO),
    Row("ap_exceptional", "tier=A1S rosh=high", NO),
    Row("ap_exceptional", "rosh=high", NO),
    Row("cas1", "", "cannot say: tier"),
    Row("cas1", "tier=D1 sex=?", "cannot say: sex"),
    Row("cas3", "", YES, "2026-11-05", "2027-01-08"),
    Row("cas3", "next_accommodation=yes", NO),
    Row("cas3", "conditional_release_date=? automatic_release_date=2027-02-05", "not required"),
    Row("cas3", "sentence_expiry_date=2027-02-05", "not required"),
    Row("cas3", "hdc_actual_date=2026-12-18", "not required"),
    Row(
        "cas3",
        "legal_status=REMAND conditional_release_date=? confirmed_release_date=2027-02-05",
        "not required",
    ),
    Row("cas3", "no_recourse=yes", "not required"),
    Row("cas3", "immigration_interest=yes", "cannot say: no_recourse"),
    Row("cas3", "immigration_interest=yes no_recourse=no", YES, "2026-11-05", "2027-01-08"),
    Row("cas3", "date_of_birth=2009-03-01", "not required"),
    Row("cas3", "home_region=London", YES, "2026-11-05", "2027-01-08"),
    Row("cas3", "current_accommodation=A03", NO),
    Row("cas3", "housing=settled next_accommodation=no", "not required"),
    Row("cas3", "housing=settled", YES, "2026-11-05", "2027-01-08", "crs submitted 2026-11-13"),
    Row("private_address", "", YES, None, "2026-12-11"),
    Row("private_address", "next_accommodation=yes", "not required"),
    Row("private_address", "", NO, after="cas1 submitted 2026-07-01"),
    Row("private_address", "", YES, None, "2026-12-11", "cas1 rejected 2026-07-21"),
    Row("address_night_one", "", YES, "2026-12-11", "2027-01-22"),
    Row("housing_status", "", YES, None, "2025-02-06"),
    Row("cas2", "", NO),
    Row(
        "cas2",
        "hdc_eligible=yes next_accommodation=no hdc_eligibility_date=2026-12-04",
        "not required",
    ),
    # ID, money and benefits; work
    Row("id_document", "id_held=no", YES, "2026-11-13", "2026-11-13"),
    Row("id_document", "id_held=yes", NO),
    Row("id_document", "", "cannot say: id_held"),
    Row("bank_account", "bank_account=no", YES, "2026-08-05", "2026-11-13"),
    Row("bank_account", "bank_account=yes", NO),
    Row("bank_account", "", "cannot say: bank_account"),
    Row("benefits", "", YES, "2026-10-16", "2026-11-13"),
    Row("benefits", "benefit_need=no", "not required"),
    Row("benefits", "", YES, "2027-01-15", "2027-01-29", "benefits met 2026-11-10"),
    Row("debts", "", YES, "2026-10-16", "2026-11-27"),
    Row("debts", "debts=no", "not required"),
    Row("work_lined_up", "work_need=yes", YES, "2026-08-07", "2026-11-13"),
    Row("work_lined_up", "work_need=no", NO),
    # Health and substance misuse
    Row("gp_registration", "", YES, "2027-01-05", "2027-01-22"),
    Row("discharge_medicines", "medication=yes", YES, "2026-12-11", "2027-01-05"),
    Row(
        "discharge_medicines",
        "medication=yes",
        YES,
        "2027-01-29",
        "2027-02-05",
        "discharge_medicines planned 2027-01-04",
    ),
    Row("discharge_medicines", "medication=no health_need=no", NO),
    Row("community_health", "health_need=yes home_area=england", YES, "2026-11-13", "2026-12-24"),
    Row("community_health", "health_need=yes home_area=wales", YES, "2026-11-13", "2026-12-24"),
    Row("community_health", "health_need=no", NO),
    Row("substance_appointment", "substance_need=yes", YES, "2026-12-11", "2027-01-08"),
    Row("substance_appointment", "substance_need=no", NO),
    Row("naloxone", "opioid_treatment=yes", YES, "2027-01-22", "2027-02-02"),
    Row("naloxone", "opioid_treatment=no", NO),
    # Children and families, equality
    Row("family_plan", "under18_children=yes", YES, "2026-11-13", "2026-12-11"),
    Row("family_plan", "under18_children=no", NO),
    Row("crs_women", "sex=F", "not required"),
    Row("crs_women", "", NO),
    Row("care_leaver", "care_leaver=yes date_of_birth=2003-05-01", YES, None, "2025-02-17"),
    Row(
        *("care_leaver", "care_leaver=yes date_of_birth=2003-05-01", YES, "2026-06-05", "2026-08-05"),
        "care_leaver done 2025-02-17",
    ),
    Row("care_leaver", "care_leaver=no date_of_birth=2003-05-01", NO),
    Row("care_leaver", "care_leaver=yes date_of_birth=2001-05-01", NO),
    Row("adjustments", "", YES, "2025-02-03", "2025-02-17"),
    Row("adjustments", "", YES, "2026-03-27", "2026-05-22", "adjustments none_needed 2025-02-10"),
    # Release day
    Row("resettlement_prison", "resettlement_prison=no", YES, "2026-08-05", "2026-11-05"),
    Row("resettlement_prison", "resettlement_prison=yes in_home_area=no", YES, "2026-08-05", "2026-11-05"),
    Row("resettlement_prison", "resettlement_prison=yes in_home_area=yes", NO),
    Row("release_told", "", YES, "2025-02-03", "2027-01-22"),
    Row("release_told", "", YES, "2027-01-08", "2027-01-22", "release_told done 2025-02-10"),
    Row("release_told", "", YES, "2027-01-29", "2027-02-03", "release_told done 2027-01-20"),
    Row("friday_rule_checked", "", YES, "2026-12-11", "2027-01-08"),
    Row("friday_rule_checked", "conditional_release_date=2027-02-03", NO),
    Row("first_appointment", "", YES, "2027-01-08", "2027-01-29"),
    Row("first_appointment", "conditional_release_date=? automatic_release_date=2027-02-05", NO),
    Row("travel_and_money", "", YES, "2027-01-29", "2027-02-04"),
    Row("governor_check", "", YES, "2027-02-04", "2027-02-04"),
    Row("governor_check", "conditional_release_date=2027-02-08", YES, "2027-02-05", "2027-02-05"),
    Row("release_notice", "", YES, "2027-02-05", "2027-02-05"),
    Row("release_notice", "released_on=2027-02-05", YES, "2027-02-05", "2027-02-05"),
    # What became of somebody
    Row("night_one_outcome", "", NO),
    Row("night_one_outcome", "released_on=2027-02-05", YES, None, "2027-02-08"),
    Row("move_on", "released_on=2027-02-05", YES, "2027-04-30", "2027-05-05"),
    Row(
        "move_on",
        "released_on=2027-02-05",
        YES,
        "2027-03-05",
        "2027-04-02",
        "cas3 arrived 2027-02-05",
    ),
    Row("first_appointment_outcome", "released_on=2027-02-05", YES, None, "2027-02-08"),
    Row("recall_outcome", "released_on=2027-02-05", YES, "2027-03-03", "2027-03-05"),
    Row(
        "recall_outcome",
        "released_on=2027-02-05",
        YES,
        "2027-10-29",
        "2027-11-05",
        "recall_outcome not_recalled 2027-03-05",
    ),
    Row("work_outcome", "released_on=2027-02-05", YES, "2027-03-12", "2027-03-19"),
    Row("treatment_outcome", "released_on=2027-02-05 substance_need=yes", YES, None, "2027-02-26"),
    Row("treatment_outcome", "released_on=2027-02-05 substance_need=no", NO),
)


def planner() -> Planner:
    return Planner(by_the_rules(), load_calendar(), load_rules())


PLANNER = planner()


def planned(row: Row) -> Task:
    """The row's item for somebody with the usual facts and the row's own."""
    written = f"{USUAL} {row.facts}".split()
    last_of_each = {
        word.partition("=")[0]: word.replace("_Shaw", " Shaw").replace("_Bell", " Bell") for word in written
    }
    given = parse_assignments(last_of_each.values())
    facts = {name: value for name, value in given.items() if value is not None}
    record = PersonRecord(
        prison_number="A1234BC",
        facts=facts,
        known_since=SENTENCED,
        tellings=(Telling(SENTENCED, date(2027, 2, 5), "CRD"),),
        outcomes=tuple(recorded(row.after)),
    )
    tasks = PLANNER.plan(record, TODAY).tasks
    return next(task for task in tasks if task.item == row.item)


def recorded(text: str) -> list[RecordedOutcome]:
    found = []
    for entry in filter(None, text.split(", ")):
        item, outcome, day = entry.split()
        found.append(RecordedOutcome(item, outcome, date.fromisoformat(day)))
    return found


def in_words(task: Task) -> str:
    if task.rest == "unknown":
        return f"cannot say: {', '.join(task.missing_facts)}"
    return WORDS[task.rest]


def name_of(row: Row) -> str:
    return " ".join(filter(None, (row.item, row.facts, row.after)))


@pytest.mark.parametrize("row", TABLE, ids=name_of)
def test_the_facts_give_the_verdict_and_the_dates_that_policy_says(row: Row) -> None:
    task = planned(row)
    assert in_words(task) == row.verdict
    if row.verdict == YES:
        assert (_iso(task.opens_on), _iso(task.due_on)) == (row.opens, row.due)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def test_every_item_has_a_row_that_applies() -> None:
    applying = {row.item for row in TABLE if row.verdict == YES}
    assert set(PLANNER.catalogue.items) - applying == {"early_release_challenge", "cas2", "crs_women"}


def test_an_earlier_date_asks_within_two_working_days_whether_anybody_objects() -> None:
    """Told on Fri 20 Nov 2026 of a release seven weeks earlier than the one told before."""
    facts: dict[str, FactValue] = {
        "legal_status": "SENTENCED",
        "sentence_start_date": SENTENCED,
        "conditional_release_date": date(2026, 12, 18),
    }
    earlier = Telling(date(2026, 11, 20), date(2026, 12, 18), "CRD")
    record = PersonRecord("A1234BC", facts, SENTENCED, (Telling(SENTENCED, date(2027, 2, 5), "CRD"), earlier))
    task = next(t for t in PLANNER.plan(record, TODAY).tasks if t.item == "early_release_challenge")
    assert (in_words(task), _iso(task.opens_on), _iso(task.due_on)) == (YES, "2026-11-20", "2026-11-24")


def test_another_date_asks_again_whether_the_vlo_and_everybody_else_were_told() -> None:
    """What people were told about the old date does not count for the new one."""
    facts: dict[str, FactValue] = {
        "legal_status": "SENTENCED",
        "sentence_start_date": SENTENCED,
        "conditional_release_date": date(2027, 4, 9),
        "victim_contact": True,
    }
    later = Telling(date(2026, 11, 20), date(2027, 4, 9), "CRD")
    record = PersonRecord(
        "A1234BC",
        facts,
        SENTENCED,
        (Telling(SENTENCED, date(2027, 2, 5), "CRD"), later),
        (
            RecordedOutcome("victim_contact", "done", date(2026, 11, 10)),
            RecordedOutcome("release_told", "done", date(2026, 11, 10)),
        ),
    )
    tasks = {task.item: task for task in PLANNER.plan(record, TODAY).tasks}
    assert _iso(tasks["victim_contact"].opens_on) == "2026-11-20"
    assert _iso(tasks["release_told"].opens_on) == "2026-11-20"
