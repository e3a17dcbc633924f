"""What the handover must say of risk, for the two of our twelve who are a risk to others."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.made_up.handed_over import bare, first_page, said, second_page
from tests.made_up.program import Run
from tests.places import DATA
from tests.twelve import TODAY, read_page

Page = Callable[..., str]
DESMOND, ADAM = "A1008AA", "A1011AA"


@pytest.fixture
def page(run: Run, record: object) -> Page:
    """The text of somebody's handover on one line, each row as its cells between bars."""
    for name in ("08-desmond", "11-adam"):
        added = run(*read_page(DATA / "twelve" / f"{name}.md").add, as_of=TODAY)
        assert added.code == 0, added.err

    def handover(number: str, as_of: str = TODAY) -> str:
        done = run("handover", number, "--to", "the SPO", "--format", "md", as_of=as_of)
        assert done.code == 0, done.err
        return done.out.replace("\\", "")

    return handover


def tell(run: Run, *words: str, as_of: str = TODAY) -> None:
    done = run(*words, as_of=as_of)
    assert done.code == 0, done.err


def part(page: str, title: str, after: str) -> str:
    """The words of one part of it, up to the title of the one after."""
    return bare(page).split(bare(title), 1)[1].split(bare(after))[0]


def risk(page: str) -> str:
    return part(page, "Risk and public protection", "To do before")


def check(page: str) -> str:
    return part(page, "Check this", "Risk and public protection")


def test_desmonds_says_what_the_conviction_is_and_that_he_denies_it(page: Page) -> None:
    assert not said(
        risk(page(DESMOND)),
        "MAPPA | Category 1, level 2",
        "Offence | Sexual offence, against a child | denies it; must notify the police",
        "Children | Contact restricted",
        "Domestic abuse | None recorded",
        "Victim | In the contact scheme",
    )


def test_adams_says_what_he_is_to_a_partner_and_to_children(page: Page) -> None:
    found = risk(page(ADAM))
    assert not said(
        found,
        "MAPPA | Category 2, level 1",
        "Offence | No sexual offence, none against a child | does not deny it",
        "Children | Contact restricted",
        "has children under 18",
        "Domestic abuse | Perpetrator | [police not asked]",
    )
    assert "police not asked; stalking" not in found


def test_what_nobody_recorded_of_what_matters_is_one_line(page: Page) -> None:
    assert bare(
        "Not recorded: level of contact with children, person posing a risk to children (PPRC), orders, "
        "self-harm plan (ACCT), arson and outstanding charges."
    ) in second_page(page(DESMOND))
    assert bare(
        "Not recorded: level of contact with children, person posing a risk to children (PPRC), stalking"
    ) in second_page(page(ADAM))
    assert second_page(page(ADAM)).count("Not recorded") == 1
    assert not said(
        risk(page(ADAM)), "stalking not recorded", "Self-harm (ACCT) [not recorded]", "Orders [not"
    )


def test_each_order_is_named_with_the_day_the_first_ends(page: Page, run: Run) -> None:
    tell(
        run,
        "set",
        ADAM,
        "restraining_order=yes",
        "shpo=no",
        "non_molestation_order=yes",
        "order_ends=5/3/2028",
    )
    tell(
        run, "set", DESMOND, "shpo=yes", "restraining_order=no", "non_molestation_order=no", "other_order=no"
    )
    assert bare("Orders | Restraining order, non-molestation order; the first ends Sun 5 Mar 2028") in risk(
        page(ADAM)
    )
    assert "Orders Sexual harm prevention order; when the first ends is not recorded" in risk(page(DESMOND))


def test_an_order_that_has_ended_is_said_to_have_ended(page: Page, run: Run) -> None:
    tell(run, "set", ADAM, "restraining_order=yes", "order_ends=2026-11-01")
    assert "Restraining order; the first ended 1 Nov" in risk(page(ADAM))


def test_contact_with_children_has_its_level_and_its_review(page: Page, run: Run) -> None:
    tell(run, "set", DESMOND, "child_contact_level=2", "child_contact_review=2027-02-01")
    tell(run, "set", DESMOND, "posing_risk_to_children=yes", "child_protection_plan=yes")
    found = risk(page(DESMOND))
    assert not said(
        found,
        "Children | Contact level 2, letters",
        "review Mon 1 Feb 2027; person posing a risk to children (PPRC); a child has a protection plan",
    )
    assert "level not recorded" not in found
    assert "review was due 1 Feb" in risk(page(DESMOND, as_of="2027-02-03"))


def test_what_else_is_recorded_is_named_and_what_was_ruled_out_too(page: Page, run: Run) -> None:
    tell(run, "set", ADAM, "stalking=yes", "arson=yes", "firearms=yes", "tact=no", "outstanding_charges=no")
    tell(run, "set", ADAM, "self_harm=post_closure")
    found = page(ADAM)
    assert not said(
        risk(found),
        "Domestic abuse | Perpetrator; stalking or harassment",
        "Self-harm (ACCT) | Closed, under review",
        "Also | Arson, offence with a firearm",
    )
    assert "Recorded no terrorism, no outstanding charges or warrants." in second_page(found)


def test_the_answers_of_police_and_childrens_services_are_a_word_and_a_day(page: Page, run: Run) -> None:
    tell(run, "mark", ADAM, "da_check", "sent", "force=West Yorkshire", "--on", "2026-11-02", "--gaps")
    assert "no answer from police asked 2 Nov, 25 days" in risk(page(ADAM))
    tell(run, "mark", ADAM, "da_check", "answered", "result=known", "read_by=A. Lowe", "--on", "2026-11-20")
    tell(run, "mark", ADAM, "child_check", "answered", "result=nothing_known", "--gaps", "--on", "2026-11-21")
    found = risk(page(ADAM))
    assert "police something known, 20 Nov, read by A. Lowe" in found
    assert "children's services nothing known, 21 Nov" in found


@pytest.mark.parametrize("fact", ["mappa_category=2 mappa_level=1", "mappa_category=none"])
def test_what_is_recorded_is_never_due(fact: str, page: Page, run: Run) -> None:
    tell(run, "set", ADAM, *fact.split())
    assert "due" not in part(page(ADAM), "MAPPA", "Offence")


def test_what_was_done_and_falls_due_again_says_so(page: Page, run: Run) -> None:
    """OASys was reviewed, and is to be again before release."""
    tell(run, "mark", DESMOND, "oasys_review", "done", "risk_plan=yes", "--gaps")
    found = page(DESMOND, as_of="2027-03-10")
    assert "OASys 27 Nov 2026, risk plan" in risk(found)
    assert "Review OASys again Fri 2 Apr, COM, last 27 Nov 2026" in second_page(found)


@pytest.mark.parametrize(
    ("view", "words"),
    [("disagrees", "the POM disagrees with it"), ("agrees", "the POM agrees with it"),
     ("not_given", "the POM's view was not given")],
)  # fmt: skip
def test_the_poms_view_of_the_parole_report_is_on_it(view: str, words: str, page: Page, run: Run) -> None:
    tell(run, "set", DESMOND, "parole_eligibility_date=2027-05-01", "target_hearing_date=2027-03-20")
    tell(run, "mark", DESMOND, "parole_report", "sent", f"pom_view={view}", "risk_plan=yes", "--although")
    found = page(DESMOND)
    assert f"Parole report sent 27 Nov; {words}." in second_page(found)
    asked = first_page(found).split("For the meeting")[1]
    assert ("The POM disagrees with the parole report" in asked) == (view == "disagrees")


# --- what does not agree ---


@pytest.mark.parametrize(
    ("number", "told", "facts", "both"),
    [
        (
            DESMOND,
            "mark A1008AA mappa_category not_mappa decided_by=SPO --on 2026-11-20 --although",
            "mappa_category=1",
            "MAPPA category 1 (27 Nov 2026, OMU) and not MAPPA (20 Nov 2026, SPO)",
        ),
        (
            ADAM,
            "mark A1011AA victim_contact no_victim_opted_in --gaps --on 2026-11-20",
            "victim_contact=yes",
            "a victim in the contact scheme (27 Nov 2026, OMU) and no victim opted in (20 Nov 2026, tester)",
        ),
        (
            DESMOND,
            "mark A1008AA cas1 placement_booked bed_from=2027-05-28 --gaps --although",
            "next_accommodation=no",
            "no address on release (27 Nov 2026, OMU) and a place in an Approved Premises "
            "(27 Nov 2026, tester)",
        ),
        (
            DESMOND,
            "mark A1008AA da_check answered result=known --gaps",
            "domestic_abuse=none",
            "no domestic abuse (27 Nov 2026, OMU) and police know of some (27 Nov 2026, tester)",
        ),
    ],
)
def test_what_does_not_agree_is_the_first_thing_said(
    number: str, told: str, facts: str, both: str, page: Page, run: Run
) -> None:
    tell(run, *told.split())
    tell(run, "set", number, facts)
    assert f"These two do not agree {both}." in check(page(number))


@pytest.mark.parametrize(
    ("facts", "odd"),
    [
        ("child_contact_restriction=no child_contact_level=1", "not restricted, but the level"),
        ("child_contact_restriction=yes child_contact_level=4", "restricted, but the level"),
    ],
)
def test_a_level_of_contact_that_does_not_fit_is_to_be_checked(
    facts: str, odd: str, page: Page, run: Run
) -> None:
    tell(run, "set", ADAM, *facts.split())
    assert odd in check(page(ADAM))


def test_where_all_agrees_there_is_nothing_to_check(page: Page) -> None:
    assert "These two do not agree" not in page(ADAM)


# --- what a COM needs to take the case ---


def test_what_is_missing_is_counted_and_named_without_per_cents(page: Page) -> None:
    found = page(DESMOND)
    assert "per cent" not in found
    assert "7 of 14 things a COM needs not known." in first_page(found).split("Risk and public")[0]
    assert bare(
        "Missing of the 14 things a COM needs to take this case: COM, domestic abuse check, children's "
        "services check, level of contact with children, OASys review, security review and self-harm plan "
        "(ACCT)."
    ) in second_page(found)


def test_each_that_is_recorded_is_missed_no_more(page: Page, run: Run) -> None:
    for line in (
        "com A1008AA J.Okafor",
        "set A1008AA child_contact_level=1 self_harm=none",
        "mark A1008AA da_check answered result=nothing_known --gaps",
        "mark A1008AA child_check answered result=nothing_known --gaps",
        "mark A1008AA oasys_review done risk_plan=yes --gaps",
        "mark A1008AA custody_behaviour nothing_to_share --gaps",
    ):
        tell(run, *line.split())
    assert "All 14 things a COM needs are known." in first_page(page(DESMOND))


def test_sent_and_not_answered_is_missing(page: Page, run: Run) -> None:
    """Chased, and put down as no reply: nobody knows anything yet."""
    tell(run, "mark", ADAM, "da_check", "sent", "force=West Yorkshire", "--gaps", "--on", "2026-10-01")
    tell(run, "mark", ADAM, "da_check", "no_reply", "--gaps", "--on", "2026-11-01")
    missing = second_page(page(ADAM)).split("Missing of the")[1]
    assert "domestic abuse check" in missing.split(".")[0]


def test_needs_that_are_not_known_come_after_what_a_com_must_have(page: Page, run: Run) -> None:
    tell(run, "set", ADAM, "bank_account=not known", "debts=not known")
    assert not said(second_page(page(ADAM)), "Missing of the", "Also not known: bank account and debts.")


def test_of_somebody_of_whom_almost_nothing_is_known_the_com_is_told_to_ask_first(
    run: Run, record: object
) -> None:
    tell(run, "add", "A9999ZZ", "--name", "BLANK, Joe")
    done = run("handover", "A9999ZZ", "--to", "SPO", "--format", "txt", as_of=TODAY)
    assert "ask the POM before taking this case" in " ".join(done.out.split())


def test_programs_read_what_is_missing_and_what_does_not_agree(run: Run, page: Page) -> None:
    tell(run, "mark", DESMOND, "da_check", "answered", "result=known", "--gaps")
    data = json.loads(run("handover", DESMOND, "--to", "SPO", "--format", "json", as_of=TODAY).out)
    assert data["needed"]["missing"][:2] == ["com", "child_check"]
    assert data["needed"]["asked"] == 14
    assert data["contradictions"][0].startswith("These two do not agree: no domestic abuse")
    assert data["checks"][0]["result"] == "known"
