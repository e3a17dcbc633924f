"""`why`: every reason for a task in columns that fit, with the routes' numbers and the handover lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files
from tests.made_up.program import MakePerson, Run

Why = Callable[..., str]
INSTALLED = [item.id for item in read_catalogue(builtin_files()).installed()]


@pytest.fixture
def why(run: Run, monkeypatch: pytest.MonkeyPatch) -> Why:
    """What `why` says of somebody where nothing need be wrapped, with every run of spaces as one."""

    def said(*words: str, as_of: str = "2026-11-23") -> str:
        monkeypatch.setenv("COLUMNS", "400")
        done = run("why", *words, as_of=as_of)
        assert done.code == 0, done.err
        return " ".join(done.out.split())

    return said


# --- how it looks ---


def test_one_task_is_explained_in_three_columns(make_person: MakePerson, run: Run) -> None:
    person = make_person(next_accommodation="no")
    done = run("--by", "P. Marsh", "why", person, "crs", as_of="2026-12-07")
    assert done.out.splitlines()[:13] == [
        "CRS accommodation referral: applies, due Mon 7 Dec 2026",
        "",
        "  No next accommodation          next_accommodation = no    tester, 23 Nov",
        "  recorded",
        "  Home is not known to be        housing not known          ask: settled,",
        "  settled                                                   at_risk, homeless",
        "  Current accommodation          current_accommodation = prison",
        "                                                            nobody recorded",
        "                                                            living elsewhere",
        "  From 12 weeks before release   Fri 5 Feb 2027 - 84 days = Fri 13 Nov 2026",
        "  Due 12 weeks before release    Fri 5 Feb 2027 - 84 days = Fri 13 Nov 2026",
        "  Release day                    CRD Sat 6 Feb, closed, so Fri 5 Feb 2027",
        "                                                            source not recorded,",
    ]
    late = next(line for line in done.out.splitlines() if "Came too late" in line)
    assert late.split(None, 3)[3].startswith("known Mon 23 Nov, 10 days after")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_screen(
    width: int, demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = [run("why", "A1234BC", item).out for item in INSTALLED[::6]]
    shown.append(run("why", "A1234BC").out)
    assert [line for text in shown for line in text.splitlines() if len(line) > width] == []


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_lost_in_narrow_columns(
    width: int, demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for item in ("cas1", "cas3", "oasys_review"):
        monkeypatch.setenv("COLUMNS", "300")
        wide = sorted(run("why", "A7710FA", item).out.split())
        monkeypatch.setenv("COLUMNS", str(width))
        assert sorted(run("why", "A7710FA", item).out.split()) == wide


def test_a_fact_nobody_knows_says_what_the_answer_may_be(make_person: MakePerson, why: Why) -> None:
    person = make_person()
    assert "next_accommodation not known ask: yes, no" in why(person, "dtr")
    assert "tier not known ask: A0 to D3, an S may follow, or A to G" in why(person, "cas1")
    assert "com not known ask: the name" in why(person, "com_allocated")


def test_a_fact_read_twice_is_shown_once(make_person: MakePerson, why: Why) -> None:
    person = make_person(tier="B2", sex="M")
    assert why(person, "cas1").count("tier = B2") == 1


def test_roles_keep_their_capitals(make_person: MakePerson, why: Why) -> None:
    person = make_person(sentence_start_date="2024-01-01", legal_status="SENTENCED")
    assert "Responsibility passes from POM to COM" in why(person, "handover_report")


def test_a_number_of_our_own_has_a_star_and_the_foot_says_what_it_means(
    make_person: MakePerson, why: Why
) -> None:
    person = make_person()
    assert "Fri 5 Feb 2027 - 28 days = Fri 8 Jan 2027*" in why(person, "dtr")
    assert "* usual here, no rule found" in why(person, "dtr")
    assert "*" not in why(person, "crs")


def test_every_source_is_named_with_its_confidence(make_person: MakePerson, run: Run) -> None:
    sources = [
        line
        for line in run("why", make_person(home_area="england"), "dtr").out.splitlines()
        if line.startswith("Source")
    ]
    assert len(sources) == 4
    assert sources[1] == "Source: Duty to Refer policy framework, updated 11 Oct 2023. High confidence,"


def test_a_source_has_one_line_where_it_fits(
    make_person: MakePerson, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    source = "Source: Single Accommodation Service rules (97e2112): 12 weeks."
    lines = run("why", make_person(), "crs").out.splitlines()
    assert f"{source} High confidence, checked 21 Nov 2026." in lines


def test_a_checkpoint_that_is_for_other_cases_is_left_out(make_person: MakePerson, why: Why) -> None:
    person = make_person(sentence_start_date="2024-01-01", legal_status="SENTENCED")
    assert "com outset" not in why(person, "com_allocated")
    short = make_person("A1234BD", sentence_start_date="2026-10-01", legal_status="SENTENCED")
    assert "5 working days after com outset Thu 1 Oct 2026 + 5 working days" in why(short, "com_allocated")


def test_a_closed_day_says_why_unless_its_weekday_does(make_person: MakePerson, why: Why) -> None:
    person = make_person(release="2026-12-25")
    assert "CRD Fri 25 Dec, closed (Christmas Day), so Thu 24 Dec 2026" in why(person, "crs")


def test_who_does_it_is_said_and_why_when_it_is_not_the_usual_owner(
    make_person: MakePerson, run: Run, why: Why
) -> None:
    person = make_person(sentence_start_date="2026-01-05", release="2029-01-05", legal_status="SENTENCED")
    assert "Who COM, community offender manager Then" in why(person, "dtr")
    assert "Who POM, prison offender manager until handover; then COM" in why(person, "oasys_review")
    run("own", person, "dtr", "PRT")
    assert "Who PRT, pre-release team chosen for this person; usually COM" in why(person, "dtr")


def test_what_waits_for_a_task_is_said_until_it_is_made(make_person: MakePerson, run: Run, why: Why) -> None:
    person = make_person()
    assert "Then cas3 cannot start until this and dtr are made" in why(person, "crs")
    run("mark", person, "crs", "submitted", "--on", "2026-11-23")
    assert "cannot start until" not in why(person, "crs")


# --- every item ---


def test_every_item_has_a_line_under_its_verdict(make_person: MakePerson, run: Run) -> None:
    person = make_person(sex="F", next_accommodation="yes", tier="D2")
    blocks = [block.splitlines() for block in run("why", person).out.split("\n\n")]
    found = {heading: [line.split()[0] for line in lines] for heading, *lines in blocks}
    verdicts = ["APPLIES", "CANNOT SAY", "NOT NEEDED", "DOES NOT APPLY"]
    assert list(found) == [
        f"{verdict}  {len(items)}" for verdict, items in zip(verdicts, found.values(), strict=True)
    ]
    assert sorted(item for items in found.values() for item in items) == sorted(INSTALLED)
    applies, unknown, not_needed, does_not_apply = found.values()
    assert "governor_check" in applies
    assert "bank_account" in unknown
    assert "dtr" in not_needed
    assert "cas1" in does_not_apply


def test_a_line_ends_with_the_reason_where_there_is_room(
    make_person: MakePerson, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person(next_accommodation="no")
    reason = "no next accommodation recorded"
    monkeypatch.setenv("COLUMNS", "120")
    assert reason in run("why", person).out
    monkeypatch.setenv("COLUMNS", "50")
    assert reason not in run("why", person).out


# --- Approved Premises ---


def test_an_application_sent_today_says_its_notice_and_how_soon_it_is_assessed(
    make_person: MakePerson, why: Why
) -> None:
    person = make_person(tier="B2", sex="M", release="2026-12-16")
    assert "If sent today short notice (23 days): assessed within 5 working days" in why(person, "cas1")
    assert "If sent today an emergency (7 days): assessed within 2 hours" in why(
        person, "cas1", as_of="2026-12-09"
    )
    assert "short notice (8 days; the service may count a day less)" in why(
        person, "cas1", as_of="2026-12-08"
    )


def test_the_form_asks_why_only_when_six_months_have_passed(make_person: MakePerson, why: Why) -> None:
    early = make_person(tier="B2", sex="M", release="2027-05-25")
    late = make_person("A1234BD", tier="B2", sex="M", release="2027-05-24")
    passed = "Six months before release from Tue 24 Nov 2026 the form asks why: risk escalated, plan"
    assert passed not in why(late, "cas1")
    assert passed in why(late, "cas1", as_of="2026-11-24")
    assert "the form asks why" not in why(early, "cas1", as_of="2026-11-24")


def test_an_application_that_cannot_start_yet_says_nothing_of_notice(
    make_person: MakePerson, why: Why
) -> None:
    assert "If sent today" not in why(make_person(tier="B2", sex="M", release="2028-03-01"), "cas1")


def test_an_application_sent_says_when_it_should_be_assessed(
    make_person: MakePerson, run: Run, why: Why
) -> None:
    person = make_person(tier="B2", sex="M", release="2027-02-05")
    run("mark", person, "cas1", "started", "--on", "2026-11-02")
    assert "Lapses unless it is sent Sat 1 May 2027, 180 days after it was begun" in why(person, "cas1")
    run("mark", person, "cas1", "submitted", "--on", "2026-11-18")
    said = why(person, "cas1")
    assert "standard: by Wed 2 Dec 2026 if received before 13:00, else Thu 3 Dec" in said
    assert "If sent today" not in said
    run("mark", person, "cas1", "placement_request_submitted", "--on", "2026-11-20")
    said = why(person, "cas1")
    assert "Answer expected by Fri 27 Nov 2026 if received before 13:00, else Mon 30 Nov" in said
    assert "365 days after it was accepted: Sat 20 Nov 2027 at the latest" in said


@pytest.mark.parametrize(
    ("facts", "stay"),
    [
        ({"tier": "B2", "sex": "M"}, "12 weeks by default; PIPE 26, ESAP 52"),
        ({"tier": "B", "sex": "M", "legal_status": "SENTENCED"}, "12 weeks by default; PIPE 26, ESAP 62"),
        ({"tier": "B", "sex": "M", "indeterminate": "yes"}, "16 weeks by default; PIPE 26, ESAP 62"),
        ({"tier": "B", "sex": "F"}, "16 weeks by default; PIPE 26, ESAP 62"),
        ({"tier": "B", "sex": "M"}, "depends on the sentence, which is not known"),
        ({"tier": "B", "sex": "N"}, "depends on the sex, which is not known"),
    ],
)
def test_the_expected_stay_follows_from_tier_sex_and_sentence(
    facts: dict[str, str], stay: str, make_person: MakePerson, why: Why
) -> None:
    assert f"Expected stay {stay}" in why(make_person(**facts), "cas1")


def test_a_stay_that_the_service_refuses_is_said_of_an_exceptional_case(
    make_person: MakePerson, run: Run, why: Why
) -> None:
    person = make_person(tier="D", sex="M", indeterminate="yes")
    assert "does not apply" in why(person, "cas1")
    agreed = ("ap_exceptional=long_served", "agreed_with=head of PDU", "agreed_on=2026-11-20")
    assert run("mark", person, "ap_exceptional", "agreed", *agreed, "--although").code == 0
    said = why(person, "cas1")
    assert "Agreed as an exceptional case" in said
    assert "Expected stay refused in an ordinary place; PIPE 26, ESAP 62" in said


def test_nothing_is_said_of_a_route_that_is_not_for_them(make_person: MakePerson, why: Why) -> None:
    person = make_person(tier="D2", sex="M", next_accommodation="yes", home_area="wales")
    assert "Expected stay" not in why(person, "cas1")
    assert "84 nights" not in why(person, "cas3").partition("Source")[0].replace("(up to 84 nights)", "")
    assert "In Wales" not in why(person, "dtr")


# --- CAS-3, duty to refer, private address ---


def test_cas3_names_who_must_approve_and_what_could_still_matter(make_person: MakePerson, why: Why) -> None:
    said = why(make_person(rosh="high", mappa_category="2", sex_offence="yes"), "cas3")
    assert "Approval needed senior probation officer: rosh = high" in said
    assert "Approval may be needed head of PDU: mappa_level not known" in said
    assert (
        "Approval needed head of PDU, head of operations and regional probation director: sex_offence = yes"
        in said
    )
    low = why(make_person("A1234BD", rosh="low", mappa_category="none", sex_offence="no"), "cas3")
    assert "Approval needed none for what is recorded; regions may ask for more" in low
    assert "Flags not kept here ask for the approvals they need: arson (head of PDU)" in low


def test_cas3_counts_84_nights_from_the_bed(make_person: MakePerson, run: Run, why: Why) -> None:
    person = make_person()
    assert "84 nights at most from release day, the last is Thu 29 Apr 2027" in why(person, "cas3")
    run("mark", person, "cas3", "submitted", "--on", "2026-11-18", "--although")
    assert "Answer expected Mon 23 Nov 2026 to Wed 25 Nov 2026" in why(person, "cas3")
    run("mark", person, "cas3", "booking_confirmed", "bed_from=2027-02-08", "bed_until=2027-05-06")
    said = why(person, "cas3")
    assert "84 nights at most from Mon 8 Feb 2027, the last is Sun 2 May 2027" in said
    assert "Too long 3 nights over: record whether that is authorised" in said


def test_a_stay_that_has_run_over_is_counted_by_the_day(make_person: MakePerson, run: Run, why: Why) -> None:
    person = make_person(release="2026-11-20")
    run("set", person, "released_on=2026-11-20")
    run("mark", person, "cas3", "arrived", "--on", "2026-11-20", "--although")
    assert "Too long" not in why(person, "cas3", as_of="2027-02-12")
    assert "Too long 1 night over" in why(person, "cas3", as_of="2027-02-13")


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        (
            {"home_area": "wales"},
            "In Wales an application for assistance, under the Housing (Wales) Act 2014",
        ),
        ({}, "home_area not known: in Wales, an application for assistance"),
        ({"next_accommodation": "no"}, "Homelessness flag risk of no fixed abode"),
        ({"current_accommodation": "A08A"}, "Homelessness flag no fixed abode"),
        ({}, "Homelessness flag next_accommodation not known: cannot say"),
        ({}, "Safe order crs, dtr, then cas3, which needs both"),
    ],
)
def test_the_duty_to_refer_says_what_else_to_know(
    facts: dict[str, str], note: str, make_person: MakePerson, why: Why
) -> None:
    assert note in why(make_person(**facts), "dtr")


def test_in_england_there_is_nothing_to_say_of_wales(make_person: MakePerson, why: Why) -> None:
    assert "Wales" not in why(make_person(home_area="england"), "dtr")


def test_a_private_address_says_when_it_counts(make_person: MakePerson, why: Why) -> None:
    said = why(make_person(next_accommodation="no"), "private_address")
    assert "a proposed address with a postcode and no end date" in said
    assert "set next_accommodation=yes: dtr, crs and cas3 are no longer asked for" in said


# --- handover ---

LONG = {"sentence_start_date": "2024-01-10", "legal_status": "SENTENCED"}
"""With release on Fri 20 Aug 2027 the handover is on Sun 6 Dec 2026."""


def test_the_checklist_says_which_it_is_and_whether_this_item_is_on_it(
    make_person: MakePerson, why: Why
) -> None:
    person = make_person(release="2027-08-20", **LONG)
    enhanced = "review the last OASys, have contact from the COM and attend the handover meeting"
    assert "Handover type enhanced: resourcing not known, read as enhanced" in why(person, "handover_meeting")
    assert f"National checklist {enhanced}: 0 of 3 done " in why(person, "handover_meeting")
    assert f"National checklist {enhanced}: 0 of 3 done; not this item" in why(person, "handover_report")
    standard = make_person("A1234BD", release="2027-08-20", resourcing="standard", **LONG)
    said = why(standard, "handover_report")
    assert (
        "Handover type standard National checklist have contact from the COM and send the handover report"
        in said
    )
    assert "not this item" not in said


def test_a_handover_is_upcoming_for_56_days_until_a_com_is_named(
    make_person: MakePerson, run: Run, why: Why
) -> None:
    person = make_person(release="2027-08-20", **LONG)
    assert "Upcoming handovers list on it since Sun 11 Oct 2026: 13 days to handover" in why(
        person, "handover_report"
    )
    assert "Upcoming handovers list from Sun 11 Oct 2026" in why(
        person, "handover_report", as_of="2026-10-10"
    )
    run("set", person, "com=J. Okafor")
    assert "Handovers in progress list on it National e-mails" in why(person, "handover_report")


def test_a_com_is_overdue_two_days_after_handover(make_person: MakePerson, why: Why) -> None:
    person = make_person(release="2027-08-20", **LONG)
    assert "COM allocation overdue" not in why(person, "com_allocated", as_of="2026-12-07")
    assert "COM allocation overdue 2 days since handover and no COM is named" in why(
        person, "com_allocated", as_of="2026-12-08"
    )


def test_parole_within_ten_months_is_approaching(make_person: MakePerson, why: Why) -> None:
    near = make_person(release="2027-12-20", parole_eligibility_date="2027-09-23", **LONG)
    far = make_person("A1234BD", release="2027-12-20", parole_eligibility_date="2027-09-24", **LONG)
    assert "Approaching parole PED Thu 23 Sep 2027" in why(near, "oasys_review")
    assert "Approaching parole" not in why(far, "oasys_review")


def test_a_sentence_too_short_for_a_handover_says_so(make_person: MakePerson, why: Why) -> None:
    person = make_person(sentence_start_date="2026-10-01", legal_status="SENTENCED")
    assert "Handover type none: the sentence is too short for a handover" in why(person, "com_allocated")
    assert "National checklist" not in why(person, "com_allocated")


def test_the_checklist_counts_what_is_done(make_person: MakePerson, run: Run, why: Why) -> None:
    person = make_person(release="2027-08-20", **LONG)
    assert run("done", person, "oasys_review", "--not-known", "risk_plan").code == 0
    assert ": 1 of 3 done" in why(person, "handover_meeting")


def test_the_mails_still_to_come_are_named(make_person: MakePerson, run: Run, why: Why) -> None:
    """Sun 6 Dec 2026 is the handover: a mail two weeks on while no COM is named, and one on the day after."""
    person = make_person(release="2027-08-20", **LONG)
    said = why(person, "handover_report")
    assert (
        "National e-mails Sun 13 Dec 2026 to the community team, to name a COM; "
        "Sun 20 Dec 2026 to the POM that no COM is named" in said
    )
    run("set", person, "com=J. Okafor")
    assert "National e-mails Sun 6 Dec 2026 to the POM on the day of handover" in why(
        person, "handover_report"
    )


def test_responsibility_set_by_hand_beats_the_dates(make_person: MakePerson, run: Run, why: Why) -> None:
    person = make_person(release="2027-08-20", **LONG)
    assert "POM responsible" in run("show", person).out
    assert run("set", person, "responsibility_override=community").code == 0
    assert "COM responsible" in run("show", person).out
    assert "Set by hand the community is responsible, whatever the dates say" in why(person, "com_allocated")
    assert "POM responsible" in run("show", make_person("A1234BD", responsibility_override="prison")).out
    assert run("record", "verify").code == 0


# --- the licence ---


def test_why_says_what_the_licence_service_makes_of_a_release(make_person: MakePerson, why: Why) -> None:
    """A CRD of Fri 5 Feb 2027: hard stop Wed 3 Feb; three working days before, Fridays not counted, Tue 2."""
    person = make_person(release="2027-02-05", licence_expiry_date="2028-02-05")
    far = why(person, "licence_approved")
    assert "In the hard stop" not in far and "Due soon" not in far
    brought = "from Fri 5 Feb 2027, if the governor agrees, to Tue 2 Feb 2027 at the earliest"
    assert f"May be brought forward {brought}" in far
    assert "The licence service would begin a licence of kind CRD today" in far
    near = why(person, "licence_approved", as_of="2027-02-03")
    assert "In the hard stop since Wed 3 Feb: only the prison can write the licence" in near
    assert "The licence service" not in why(person, "dtr")


def test_why_says_in_the_services_words_why_it_would_begin_no_licence(
    make_person: MakePerson, run: Run, why: Why
) -> None:
    person = make_person(release="2027-02-05", parole_eligibility_date="2027-01-04")
    assert "would begin none today: is eligible for parole" in why(person, "licence_approved")
    run("set", person, "parole_eligibility_date=not known", "hdc_actual_date=2026-12-01")
    assert "would begin none today. CRD: is expected to be released on HDC" in why(
        person, "licence_approved", as_of="2027-02-01"
    )


def test_time_served_has_no_hard_stop_and_is_due_soon(make_person: MakePerson, why: Why) -> None:
    person = make_person(release="2026-11-25", sentence_start_date="2026-11-25")
    said = why(person, "licence_approved")
    assert "Due soon within two working days, on Wed 25 Nov 2026" in said
    assert "In the hard stop" not in said
    assert "Due soon" not in why(person, "licence_approved", as_of="2026-11-20")


def test_nobody_named_to_write_a_licence_that_is_near_is_to_be_checked(
    make_person: MakePerson, run: Run
) -> None:
    """Fri 5 Feb 2027: five working days before, Fridays not counted, is Thu 28 Jan."""
    person = make_person(release="2027-02-05")
    warned = "No COM is named, and release is no more than 5 working days away"
    seen = [" ".join(run("show", person, as_of=f"2027-{day}").out.split()) for day in ("01-27", "01-28")]
    assert [warned in said for said in seen] == [False, True]
    run("set", person, "com=J. Okafor")
    assert warned not in " ".join(run("show", person, as_of="2027-01-28").out.split())


HDC = {"hdc_eligibility_date": "2027-02-06", "hdc_eligible": "yes", "hdc_date_stands": "yes"}


def test_curfew_work_counts_from_the_working_day_after_an_eligibility_on_a_saturday(
    make_person: MakePerson, why: Why
) -> None:
    person = make_person(release="2027-08-20", **HDC)
    assert "Mon 8 Feb 2027 - " in why(person, "hdc_assessment")


def test_no_fact_is_asked_for_by_a_condition_of_ours_that_decides_nothing(
    make_person: MakePerson, why: Why
) -> None:
    said = why(make_person(release="2027-02-05", rosh="high", tier="B2", sex="M"), "cas3")
    assert "no_recourse" not in said and "home_region" not in said
    assert "No recourse to public funds" in why(make_person("A1234BD", no_recourse="yes"), "cas3")
    asked = why("A1234BC", "cas1")
    assert "RoSH high or very high, or MAPPA level 2 or 3" in asked
