"""The failures that inspectors and practitioners named, each with the test that shows the tool answers it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from releasecheck.core.domain import ROLES
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.sources import builtin_files
from releasecheck.policy.working_days import load_calendar
from tests.made_up.handed_over import bare, said
from tests.made_up.program import MakePerson, Run
from tests.made_up.terminal import Terminal

CATALOGUE = read_catalogue(builtin_files())


def shown(run: Run, person: str, as_of: str = "2026-11-23") -> dict[str, dict[str, object]]:
    """A person's tasks by item, from the JSON that other programs read."""
    found = run("show", person, "--format", "json", as_of=as_of)
    assert found.code == 0, found.err
    return {task["item"]: task for task in json.loads(found.out)["tasks"]}


def test_b1_tasks_exist_on_the_first_day_of_the_record(run: Run, make_person: MakePerson) -> None:
    """Release planning was "unplanned, rushed and poor": nobody has to remember to plan."""
    tasks = shown(run, make_person())
    assert len(tasks) == len(CATALOGUE.installed())
    assert tasks["dtr"]["due_on"] == "2027-01-08"


def test_b2_a_risk_review_in_the_last_weeks_shows_as_late_even_when_done(
    run: Run, make_person: MakePerson
) -> None:
    """Risk reviews were "last-minute": done 20 days before release is done late."""
    person = make_person(sentence_start_date="2025-02-06")
    done = run("done", person, "oasys_review", "risk_plan=yes", "--on", "2027-01-16", as_of="2027-01-16")
    assert done.code == 0, done.err
    assert shown(run, person, "2027-01-18")["oasys_review"]["state"] == "done_late"


def test_b3_the_sheet_says_whether_there_is_an_address_and_when_it_was_given(
    run: Run, make_person: MakePerson
) -> None:
    """Men were unsure where they would live or what would happen."""
    person = make_person(com="J. Okafor")
    assert "Have you somewhere to sleep when you leave?" in run("sheet", person).out
    words = ("place_kind=temporary", "confirmed_with=CAS-3", "told_person=yes")
    assert run("mark", person, "address_night_one", "done", *words).code == 0
    assert run("sheet", person, "--given").code == 0
    said = run("sheet", person, "--format", "txt").out
    assert "You have a place to sleep on your first night." in said
    assert "It replaces the sheet of Monday 23 November 2026." in said


def test_b4_no_item_is_without_an_owner() -> None:
    """Duties between prison and community were unclear: every task says whose it is."""
    assert [item.id for item in CATALOGUE.items.values() if item.owner not in ROLES] == []


def test_b4_no_task_of_a_whole_caseload_is_without_an_owner(run: Run, demo: object) -> None:
    found = run("missing", "--format", "json")
    assert [row for row in json.loads(found.out)["items"] if not row["owner"]] == []


@pytest.mark.parametrize(("rosh", "code"), [("high", 4), ("very_high", 4), (None, 4), ("medium", 0)])
def test_b5_open_public_protection_work_of_somebody_of_high_risk_fails_the_gate(
    run: Run, make_person: MakePerson, rosh: str | None, code: int
) -> None:
    """High-risk people were released without the work done: within 28 days the check exits 4.

    Where the risk is not known, it is checked as if it were high.
    """
    facts = {"rosh": rosh} if rosh else {}
    person = make_person("A1234BC", "SMITH, John", "2027-02-05", mappa_category="2", **GATE_SETTLED, **facts)
    day = "2027-01-08"
    assert run("set", person, "confirmed_release_date=2027-02-05").code == 0
    for item in ("release_told", "licence_approved", "first_appointment", "address_night_one"):
        assert run("waive", person, item, "--reason", "test", "--although", as_of=day).code == 0
    assert run("gate", person, "--exit-code", as_of="2027-01-07").code == 0, "29 days left"
    found = run("gate", person, "--exit-code", "--format", "json", as_of=day)
    assert found.code == code, found.out
    open_items = {task["item"] for task in json.loads(found.out)["outstanding"]}
    assert ("mappa_level" in open_items) == (code == 4)


GATE_SETTLED = {
    **dict.fromkeys(("immigration_interest", "notification_duty", "victim_contact"), "no"),
    **dict.fromkeys(("medication", "health_need", "electronic_monitoring", "opioid_treatment"), "no"),
    **dict.fromkeys(("id_held", "bank_account"), "yes"),
}


def test_b6_a_transfer_that_did_not_happen_is_overdue_with_its_owner(
    run: Run, make_person: MakePerson
) -> None:
    """The move to a resettlement prison failed and nobody saw it."""
    person = make_person(resettlement_prison="no", in_home_area="no", sentence_start_date="2025-02-06")
    task = shown(run, person, "2027-01-11")["resettlement_prison"]
    assert (task["state"], task["owner"]) == ("overdue", "OMU")
    listed = ("missing", "--item", "resettlement_prison", "--format", "md")
    assert "late, not started" in run(*listed, as_of="2027-01-11").out
    run("mark", person, "resettlement_prison", "refused", "--reason", "no space", as_of="2027-01-11")
    assert "act now, refused 11 Jan" in run(*listed, as_of="2027-01-11").out


def test_b7_mappa_not_decided_is_missing_and_no_needs_somebody_to_say_so(
    run: Run, make_person: MakePerson
) -> None:
    """Nearly one in five were not under MAPPA, and for some nobody had decided."""
    person = make_person(sentence_start_date="2025-02-06")
    assert shown(run, person, "2026-12-21")["mappa_category"]["state"] == "overdue"
    unsigned = run("mark", person, "mappa_category", "not_mappa")
    assert unsigned.code == 2
    assert "decided_by" in unsigned.err
    signed = run("mark", person, "mappa_category", "not_mappa", "decided_by=D. Asare")
    assert signed.code == 0, signed.err
    assert shown(run, person)["mappa_category"]["state"] in ("done", "done_late")


def test_b8_nowhere_to_sleep_two_working_days_before_release_is_overdue(
    run: Run, make_person: MakePerson
) -> None:
    """People left without knowing where they would sleep."""
    task = shown(run, make_person(), "2027-02-03")["address_night_one"]
    assert task["state"] == "overdue"


def test_b9_a_domestic_abuse_check_is_never_done_without_an_answer(run: Run, make_person: MakePerson) -> None:
    """Checks were sent, and counted as made; under half were answered."""
    person = make_person()
    assert "done" not in CATALOGUE.items["da_check"].outcomes
    run("mark", person, "da_check", "sent", "force=West Yorkshire Police")
    assert shown(run, person)["da_check"]["state"] == "waiting"
    assert shown(run, person, "2026-12-07")["da_check"]["state"] == "chase"


def test_b4_an_open_task_of_a_pom_or_com_whom_nobody_named_says_so(run: Run, make_person: MakePerson) -> None:
    """Nobody could say whose it was: a role without a name stands out until somebody is named."""
    person = make_person(sentence_start_date="2025-02-06")
    assert "POM, nobody named · " in run("missing", "--tasks", "--owner", "POM").out
    run("set", person, "pom=P. Marsh")
    assert "nobody named" not in run("missing", "--tasks", "--owner", "POM").out
    assert "POM P. Marsh · " in run("missing", "--tasks", "--owner", "POM").out


def test_b10_the_median_and_the_longest_wait_are_given_for_each_agency(
    run: Run, make_person: MakePerson
) -> None:
    """Police and children's services answered late: sent 20, 10 and 4 days ago makes 10, at most 20."""
    for number, on in (("A1001AA", "11-03"), ("A1002AA", "11-13"), ("A1003AA", "11-19")):
        make_person(number)
        run("mark", number, "da_check", "sent", "force=West Yorkshire Police", "--on", f"2026-{on}")
    make_person("A1004AA")
    run("mark", "A1004AA", "child_check", "sent", "authority=Leeds", "--on", "2026-11-20")
    waits = run("missing", "--tasks", as_of="2026-11-23").out.partition("WAITING FOR AN ANSWER\n")[2]
    assert waits.splitlines()[:2] == [
        "  Leeds                  1 unanswered  median 3 days   longest 3 days",
        "  West Yorkshire Police  3 unanswered  median 10 days  longest 20 days",
    ]


def test_evidence_that_nobody_wrote_down_is_listed_though_the_task_is_done(
    run: Run, make_person: MakePerson
) -> None:
    person = make_person()
    run("mark", person, "da_check", "answered", "result=nothing_known", "read_by=not known")
    listed = run("missing", "--tasks").out.partition("EVIDENCE NOT WRITTEN DOWN\n")[2].splitlines()
    assert listed[0] == "  A1234BC  SMITH, John  da_check  no read by (answered 23 Nov)  COM"


def test_b11_a_handover_nobody_has_acknowledged_is_listed_after_five_working_days(
    run: Run, make_person: MakePerson
) -> None:
    """Prison and probation did not hear one another: sent is not read."""
    person = make_person(sentence_start_date="2025-02-06", com="J. Okafor")
    given = run("handover", person, "--to", "J. Okafor, COM", "--format", "txt")
    assert given.code == 0, given.err
    listed = run("missing", "--state", "chase", "--item", "handover_report", as_of="2026-11-27")
    assert person not in listed.out
    listed = run("missing", "--state", "chase", "--item", "handover_report", as_of="2026-11-30")
    assert person in listed.out


def test_b12_a_handover_lists_its_gaps_first_and_says_how_complete_it_is(
    run: Run, make_person: MakePerson
) -> None:
    """Handovers were "often of poor quality": one with blanks says which, and never that it is complete."""
    words = " ".join(run("handover", make_person(), "--to", "COM", "--format", "txt").out.split())
    assert re.search(r"\d+ of \d+ things a handover must say are not known: ask the POM", words)
    assert words.index("are not known") < words.index("handover from")


def test_b20_what_protects_the_public_comes_before_everything_that_was_done(
    run: Run, make_person: MakePerson
) -> None:
    """Public-protection information did not reach those who decided."""
    person = make_person(sentence_start_date="2025-02-06", rosh="high")
    done = run("mark", person, "gp_registration", "sent", "--gaps", "--although")
    assert done.code == 0, done.err
    page = run("handover", person, "--to", "COM", "--format", "md").out
    assert not said(
        bare(page),
        "Risk of serious harm High",
        "Children [not known] [children's services not asked]",
        "Domestic abuse [not known] [police not asked]",
        "Share custody behaviour",
        "GP registration sent",
    )


def test_b13_no_contact_with_the_pom_for_more_than_four_weeks_is_listed(
    run: Run, make_person: MakePerson
) -> None:
    person = make_person(sentence_start_date="2025-02-06")
    run("mark", person, "pom_contact", "done", "seen_how=face_to_face")
    assert shown(run, person, "2026-12-10")["pom_contact"]["state"] == "done"
    assert shown(run, person, "2026-12-15")["pom_contact"]["state"] == "to_do"
    assert shown(run, person, "2026-12-22")["pom_contact"]["state"] == "overdue"
    late = run("missing", "--tasks", "--item", "pom_contact", as_of="2026-12-22").out
    assert "1 day late, done 23 Nov" in late


def test_b15_a_release_late_in_the_day_is_listed(run: Run, make_person: MakePerson, tmp_path: Path) -> None:
    """Somebody let out at eight in the evening cannot keep an appointment."""
    person = make_person("A1234BC", "SMITH, John", "2027-02-05")
    day = "2027-02-05"
    words = ("warrant_to=Leeds", "planned_time=13:00")
    assert run("mark", person, "travel_and_money", "done", *words, as_of=day).code == 0
    listed = run("gate", "--on", day, as_of=day).out
    assert "late" not in listed
    assert run("released", person, "--time", "20:00", as_of=day).code == 0
    listed = " ".join(run("gate", "--on", day, as_of=day).out.split())
    assert "1 person late, after 14:00." in listed
    found = json.loads(run("gate", "--on", day, "--format", "json", as_of=day).out)["people"][0]
    assert (found["planned_time"], found["time_out"], found["late"]) == ("13:00", "20:00", True)
    config = tmp_path / "config.toml"
    config.write_text('late_after = "20:00"\n', encoding="utf-8")
    assert "late, after" not in run("--config", config, "gate", "--on", day, as_of=day).out


def test_b16_what_was_recorded_once_is_in_every_form(run: Run, make_person: MakePerson) -> None:
    """Workers filled in the same things on four forms: one entry, used by all of them."""
    from releasecheck.reports.papers.prefill_forms import forms

    person = make_person(date_of_birth="1989-04-17", com="J. Okafor", com_email="j@probation.example")
    for item in forms():
        made = run("prefill", person, item, "--format", "txt")
        assert made.code == 0, made.err
        assert "17 April 1989" in made.out, item
    said = [run("prefill", person, item, "--format", "txt").out for item in ("dtr", "crs", "cas1", "cas3")]
    assert all("j@probation.example" in text for text in said)


def test_b17_nobody_gets_two_reminders_of_one_thing_in_a_night(run: Run, demo: Path, tmp_path: Path) -> None:
    """Reminder overload: one digest for each owner, a thing in one of them only, and once."""
    assert run("nightly", "--out", tmp_path / "out").code == 0
    reminders: list[tuple[str, str]] = []
    titles: list[str] = []
    for path in (tmp_path / "out" / "latest" / "owners").iterdir():
        page = path.read_text("utf-8").partition("</main>")[0]
        titles += re.findall(r"<h1>(.*?), Mon ", page)
        for part in page.split("<h3>")[1:]:
            reminders += [
                (part[:7], unescape(what).partition(": ")[0])
                for what in re.findall(r"<tr><td>(.*?)</td>", part)
            ]
    listed = json.loads((tmp_path / "out" / "latest" / "missing.json").read_text("utf-8"))["items"]
    short = {item.id: item.short_title for item in CATALOGUE.installed()}
    known = {(row["prison_number"], short[row["item"]]) for row in listed if row["state"] != "unknown"}
    assert sorted(one for one in reminders if one[1] not in ("Ask", "Something is not known")) == sorted(
        known
    )
    assert len(set(titles)) == len(titles) > 1


def test_b19_work_that_is_needed_and_not_to_be_had_here_is_an_outcome_of_its_own() -> None:
    """Plans were written to fit what was available: unmet need can be counted."""
    assert {"waiting_list", "not_available_here"} <= set(CATALOGUE.items["offence_work"].outcomes)


def test_b21_a_referral_sent_back_incomplete_is_not_lost() -> None:
    assert CATALOGUE.items["crs"].outcomes["returned_incomplete"].kind == "action"


def test_b22_the_causes_of_recall_are_the_inspectorates_and_a_new_offence() -> None:
    causes = set(CATALOGUE.fields["recall_cause"].values)
    assert {"homelessness", "drugs_or_alcohol", "contact_lost", "new_offence"} <= causes


def test_b23_a_person_with_simple_facts_has_a_short_list(run: Run, make_person: MakePerson) -> None:
    """Too complex to work in practice: the first screen is one screen, of the smallest terminal."""
    person = make_person(housing="settled", next_accommodation="yes", legal_status="SENTENCED")
    assert len(Terminal("show", person, rows=24).rest().splitlines()) <= 22


def test_a8_handover_at_three_months_is_one_edit() -> None:
    """Practitioners asked for three months instead of eight and a half: the number is data."""
    rules = load_rules({"handover": {"determinate": {"months": 3}}})
    assert rules.handover.determinate.months == 3
    assert rules.handover.determinate.days == 0
    assert Planner(CATALOGUE, load_calendar(), rules).rules.handover.determinate.months == 3


def test_every_item_says_in_plain_words_what_it_is_for() -> None:
    """ "Who does this, who does that, when": help for each item, in short lines."""
    for item in CATALOGUE.items.values():
        assert len(item.help.splitlines()) >= 2, item.id
        assert re.search(r"[.!?]$", item.help.strip()), item.id
