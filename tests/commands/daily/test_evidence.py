"""Evidence: what is asked for, at a terminal too, and the fact that it is recorded as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_up.answers import ANN, SAM, facts, said, task
from tests.made_up.program import Dump, Run
from tests.made_up.records import entries
from tests.made_up.terminal import Terminal

# --- evidence that is missing ---


@pytest.mark.usefixtures("sam")
def test_with_nobody_to_ask_the_missing_fields_are_named(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    assert said(run("mark", "rivers", "dtr", "submitted")) == (
        "dtr submitted needs 2 answers: add them, or --gaps to record it without\n"
        "  authority=…         Local authority\n"
        "  consent_to_refer=…  Consent to refer: yes, no"
    )


@pytest.mark.usefixtures("sam")
def test_a_gap_is_filled_later_and_the_day_stays(run: Run) -> None:
    gap = run("done", "rivers", "family_plan", "contact_lawful=yes", "plan_made=nk", "--on", "2026-11-20")
    assert gap.out.endswith(
        "Still to record: plan_made. Next: releasecheck mark A1234BC family_plan done plan_made=…\n"
    )
    filled = run("done", "rivers", "family_plan", "plan_made=no")
    assert filled.code == 0, filled.err
    now = task(run, "family_plan")
    assert (now["outcome_on"], now["evidence"]) == (
        "2026-11-20",
        {"contact_lawful": "yes", "plan_made": "no"},
    )
    assert "is done already" in said(
        run("done", "rivers", "family_plan", "plan_made=yes", "contact_lawful=no")
    )


@pytest.mark.usefixtures("sam")
def test_with_gaps_it_is_recorded_and_all_that_is_missing_is_a_gap(run: Run) -> None:
    done = run("done", "rivers", "governor_check", "checked_by=R. Lowe, GOV", "--gaps")
    assert (done.code, done.err) == (0, "")
    assert "Still to record: identity_checked, licence_present and holds_clear." in done.out
    assert task(run, "governor_check")["evidence"] == {"checked_by": "R. Lowe, GOV"}
    assert run("mark", "-", stdin="A1234BC oasys_review done --gaps\n").code == 0
    assert "risk_plan" in " ".join(run("why", "rivers", "oasys_review").out.split())


@pytest.mark.usefixtures("sam")
def test_gaps_are_no_reason(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    refused = said(run("mark", "rivers", "dtr", "accepted", "--gaps"))
    assert refused.startswith("dtr accepted needs 1 answer: add it\n  --reason …")


@pytest.mark.usefixtures("sam")
def test_a_suggested_command_pasted_as_it_is_lists_what_it_leaves_open(
    run: Run, unchanged: Callable[[], None]
) -> None:
    unchanged()
    pasted = ("mark", "rivers", "dtr", "submitted", "authority=…", "consent_to_refer=yes", "reference=...")
    assert said(run(*pasted, "--gaps")) == (
        "dtr submitted needs 2 answers: add them, or --gaps to record it without\n"
        "  authority=…  Local authority\n"
        "  reference=…  Reference"
    )
    assert said(run("waive", "rivers", "mappa_level", "--reason", "…")).startswith(
        "mappa_level not_needed needs"
    )


@pytest.mark.usefixtures("sam")
def test_at_a_terminal_the_reason_is_asked_for_as_well(run: Run, record: Path) -> None:
    """As after "When answered: releasecheck mark A1234BC dtr accepted", pasted."""
    sent = run("mark", "rivers", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    assert sent.out.endswith("When answered: releasecheck mark A1234BC dtr accepted\n")
    screen = Terminal("mark", "A1234BC", "dtr", "accepted", columns=120)
    screen.shows("Reason for accepted (prevention_and_relief or priority_need): ")
    screen.type("because")
    screen.shows('dtr accepted is never for the reason "because"')
    screen.shows("Reason for accepted (prevention_and_relief or priority_need): ")
    screen.type("prio")
    screen.shows("dtr accepted")
    assert screen.code() == 0
    history = " ".join(run("history", "rivers", "--item", "dtr").out.split())
    assert "dtr accepted on Mon 23 Nov 2026: because priority_need" in history


@pytest.mark.usefixtures("sam")
def test_at_a_terminal_done_asks_in_which_way(run: Run, record: Path) -> None:
    screen = Terminal("done", "A1234BC", "mappa_category", "--gaps", columns=120)
    screen.shows("mappa_category: which of these: ")
    screen.type("")
    screen.type("perhaps")
    screen.shows("identified or not_mappa")
    screen.shows("mappa_category: which of these: ")
    screen.type("not")
    screen.shows("A1234BC RIVERS, Sam mappa_category")
    assert screen.code() == 0
    assert task(run, "mappa_category")["outcome"] == "not_mappa"


@pytest.mark.usefixtures("sam")
def test_at_a_terminal_a_waiver_asks_why(run: Run, record: Path) -> None:
    screen = Terminal("waive", "A1234BC", "mappa_level", columns=120)
    screen.shows("Reason for not_needed: ")
    screen.type("not a MAPPA offence")
    assert screen.code() == 0
    assert task(run, "mappa_level")["reasons"] == ["not needed: not a MAPPA offence"]


@pytest.mark.usefixtures("sam")
def test_at_a_terminal_each_missing_field_is_asked_with_its_answers(run: Run, record: Path) -> None:
    screen = Terminal("mark", "rivers", "mappa_category", "identified", columns=120)
    screen.shows("MAPPA category (1, 2, 3 or 4, not known): ")
    screen.type("5")
    screen.shows('category "5": 1, 2, 3 or 4')
    screen.shows("MAPPA category (1, 2, 3 or 4, not known): ")
    screen.type("2")
    screen.shows("Decided by (name and role) (not known): ")
    screen.type("not known")
    screen.shows("Still to record: decided_by. Also recorded: mappa_category category 2.")
    assert screen.code() == 0
    assert task(run, "mappa_category")["evidence"] == {"category": "2"}


@pytest.mark.usefixtures("sam", "ann")
def test_at_a_terminal_each_person_is_asked_about(run: Run, record: Path) -> None:
    screen = Terminal("done", "rivers", "cole", "debts", columns=120)
    for number, answer in ((SAM, "yes"), (ANN, "no")):
        screen.shows(f"{number} debts: Is help needed (yes, no, not known): ")
        screen.type(answer)
    screen.shows("Next: releasecheck today")
    screen.code()
    assert [task(run, "debts", number)["evidence"] for number in (SAM, ANN)] == [
        {"help_needed": "yes"},
        {"help_needed": "no"},
    ]


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("break_off", [Terminal.interrupt, Terminal.end_input], ids=["c", "d"])
def test_a_question_broken_off_records_nothing(
    run: Run, record: Path, dump: Dump, break_off: Callable[[Terminal], None]
) -> None:
    """Ctrl-C and the end of input, at the second question."""
    before = dump(record)
    screen = Terminal("mark", "rivers", "dtr", "submitted", columns=120)
    screen.shows("Local authority (not known): ")
    screen.type("Leeds")
    screen.shows("Consent to refer (yes, no, not known): ")
    break_off(screen)
    screen.shows("Nothing saved.")
    assert screen.code() == 1
    assert dump(record) == before
    assert run("log", "verify").code == 0


@pytest.mark.usefixtures("sam")
def test_what_is_refused_is_refused_before_anything_is_asked(record: Path) -> None:
    screen = Terminal("mark", "rivers", "dtr", "submitted", "--on", "2025-01-01", columns=120)
    screen.shows("is before the reception date")
    assert screen.code() == 2


# --- one entry, many uses ---


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mappa_category identified category=2 decided_by=P", {"mappa_category": "2"}),
        ("mappa_category not_mappa decided_by=P", {"mappa_category": "none"}),
        ("mappa_level set level=3", {"mappa_level": 3}),
        ("com_allocated done com_name=J_Okafor com_office=Leeds", {"com": "J_Okafor", "com_office": "Leeds"}),
        ("tier_recorded done tier=b2 rosh=high pom_name=P", {"tier": "B2", "rosh": "high", "pom": "P"}),
        ("bank_account done --although", {"bank_account": True}),
        ("id_document done document=passport --although", {"id_held": True}),
        ("adjustments none_needed", {"adjustments": False}),
        ("housing_status no_tenancy housing=homeless", {"housing": "homeless"}),
    ],
)
def test_evidence_that_is_a_fact_is_recorded_as_the_fact_too(
    run: Run, record: Path, words: str, expected: dict[str, object]
) -> None:
    before, known = entries(record), facts(run)
    done = run("mark", "rivers", *words.split())
    assert done.code == 0, done.err
    assert {name: value for name, value in facts(run).items() if known.get(name) != value} == expected
    assert entries(record) == before + 1
    assert run("record", "verify").code == 0
    assert run("undo").code == 0
    assert facts(run) == known


@pytest.mark.usefixtures("sam")
def test_the_fact_is_known_from_the_day_of_the_outcome(run: Run) -> None:
    """What is known from a later day stands; the outcome is kept all the same."""
    run("set", "rivers", "mappa_level=1", "--told", "2026-11-20")
    assert run("mark", "rivers", "mappa_level", "set", "level=2", "--on", "2026-11-10").code == 0
    assert facts(run)["mappa_level"] == 1
    assert task(run, "mappa_level")["evidence"] == {"level": "2"}
    assert run("mark", "rivers", "mappa_level", "set", "level=3", "--on", "2026-11-21").code == 2
    run("undo")
    done = run("mark", "rivers", "mappa_level", "set", "level=3", "--on", "2026-11-21")
    assert "Also recorded: mappa_level 3." in done.out
    assert facts(run)["mappa_level"] == 3


@pytest.mark.usefixtures("sam")
def test_a_fact_that_can_be_no_such_value_is_refused(run: Run, unchanged: Callable[[], None]) -> None:
    unchanged()
    done = run("mark", "rivers", "tier_recorded", "done", "tier=Z9", "rosh=high", "pom_name=P")
    assert said(done) == 'tier "Z9": A0 to D3, an S may follow, or A to G'


@pytest.mark.usefixtures("sam")
def test_what_an_outcome_makes_likely_is_suggested_and_never_recorded(run: Run) -> None:
    done = run("mark", "rivers", "private_address", "confirmed")
    assert done.out.endswith(" Next: releasecheck set A1234BC next_accommodation=yes\n")
    assert "next_accommodation" not in facts(run)
    run("set", "rivers", "next_accommodation=yes")
    lost = run("mark", "rivers", "private_address", "fell_through")
    assert lost.out.endswith(" Next: releasecheck set A1234BC next_accommodation=no\n")
    assert facts(run)["next_accommodation"] is True
