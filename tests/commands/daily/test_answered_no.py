"""An answer of no is no tick: what was asked about is still to be done."""

from __future__ import annotations

import json

import pytest

from tests.made_up.program import MakePerson, Run

#: The day from which the catalogue asks for it at all.
ASKED_SINCE = "2026-11-27"
WOMAN = {"sex": "F", "domestic_abuse": "victim", "under18_children": "yes", "legal_status": "SENTENCED"}


def _task(run: Run, person: str, item: str) -> dict:
    tasks = json.loads(run("show", person, "--format", "json").out)["tasks"]
    return next(task for task in tasks if task["item"] == item)


@pytest.mark.parametrize(
    ("words", "state", "then"),
    [
        ("da_victim_safety done safe_address=yes safe_contact=yes", "done", None),
        ("da_victim_safety done safe_address=no safe_contact=yes", "action", "find another address"),
        ("da_victim_safety done safe_address=yes safe_contact=no", "action", "how to be reached safely"),
        ("dtr submitted authority=Leeds consent_to_refer=no", "action", "ask for consent"),
        ("dtr submitted authority=Leeds consent_to_refer=yes", "waiting", "record the authority's answer"),
        ("family_plan done contact_lawful=no plan_made=yes", "action", "no plan with contact"),
    ],
)
def test_what_was_answered_no_is_to_act_on(
    run: Run, make_person: MakePerson, words: str, state: str, then: str | None
) -> None:
    person = make_person(release="2027-01-22", **WOMAN)
    assert run("mark", person, *words.split(), "--although").code == 0
    found = _task(run, person, words.split()[0])
    assert found["state"] == state
    assert (then or "") in (found["next"] or "")


def test_once_it_is_yes_it_is_done(run: Run, make_person: MakePerson) -> None:
    person = make_person(release="2027-01-22", **WOMAN)
    for answer in ("no", "yes"):
        safe = f"safe_address={answer}"
        assert run("mark", person, "da_victim_safety", "done", safe, "safe_contact=yes").code == 0
    assert _task(run, person, "da_victim_safety")["state"] == "done"


@pytest.mark.parametrize(
    ("facts", "item"),
    [
        ({"domestic_abuse": "victim"}, "da_victim_safety"),
        ({"domestic_abuse": "perpetrator"}, "da_safety"),
        ({"self_harm": "open"}, "self_harm_handover"),
        ({"opioid_treatment": "yes"}, "naloxone"),
        ({"substance_need": "yes"}, "substance_appointment"),
    ],
)
def test_on_remand_it_is_for_today_or_before_the_court_sits(
    run: Run, make_person: MakePerson, facts: dict[str, str], item: str
) -> None:
    """A court may let somebody go on any day: nothing waits for a date that nobody knows."""
    remand = {"legal_status": "REMAND", "reception_date": "2026-10-19"}
    any_day = make_person("A1234BC", "SMITH, Jo", None, **remand, **facts)
    assert _task(run, any_day, item)["due_on"] <= ASKED_SINCE
    soon = make_person("A1234BD", "SMITH, Al", None, next_court_date="2026-11-30", **remand, **facts)
    assert _task(run, soon, item)["due_on"] <= "2026-11-30"


def test_a_womans_referral_is_filled_in_on_the_form_of_the_womens_service(
    run: Run, make_person: MakePerson
) -> None:
    person = make_person(release="2027-01-22", **WOMAN)
    said = run("prefill", person, "crs").out
    assert "CRS women's service referral" in said and "Redirect" not in said and "not needed" not in said
    assert "Ways of contact that are safe" in said
