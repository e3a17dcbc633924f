"""Referral forms filled in from the record: what each service asks, and what stops a referral."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from releasecheck.people.facts import FACTS
from releasecheck.people.office.directory import KINDS, DirectoryEntry
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files
from releasecheck.reports.papers.prefill import DIRECTORY, OTHER_SOURCES
from releasecheck.reports.papers.prefill_forms import ReferralForm, forms
from tests.expected import agreed, made
from tests.made_up.leavers import referred
from tests.made_up.office_files import docx_texts
from tests.made_up.program import MakePerson, Run

CATALOGUE = read_catalogue(builtin_files())
FORMS = [pytest.param(form, id=name) for name, form in forms().items()]


def filled(run: Run, person: str, item: str, as_of: str = "2026-11-23") -> dict[str, object]:
    done = run("prefill", person, item, "--format", "json", as_of=as_of)
    assert done.code == 0, done.err
    return json.loads(done.out)


@pytest.fixture
def rivers(record: Path) -> str:
    return referred()


def test_the_text_to_paste_is_the_one_we_agreed(record: Path) -> None:
    assert made("prefill.dtr.txt") == agreed("prefill.dtr.txt")


def test_the_longest_form_is_the_one_we_agreed(record: Path) -> None:
    assert made("prefill.cas3.md") == agreed("prefill.cas3.md")


def test_of_somebody_unknown_every_blank_is_marked(record: Path) -> None:
    assert made("prefill.empty.txt") == agreed("prefill.empty.txt")


# --- the forms are data, and sound ---


@pytest.mark.parametrize("form", FORMS)
def test_every_answer_is_looked_for_where_the_record_can_have_it(form: ReferralForm) -> None:
    assert form.item in CATALOGUE.items
    unknown = []
    for source in (source for question in form.questions for source in question.sources):
        item, dot, field = source.partition(".")
        if item == DIRECTORY:
            kind, _, cell = field.partition(".")
            unknown += [] if kind in KINDS and cell in DirectoryEntry._fields else [source]
        elif not dot:
            unknown += [source] if source not in FACTS and source not in OTHER_SOURCES else []
        elif field not in ("on", "outcome"):
            asked = {need.field for spec in CATALOGUE.items[item].outcomes.values() for need in spec.evidence}
            unknown += [source] if field not in asked else []
    assert unknown == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_where_its_questions_were_read_and_asks_nothing_twice(form: ReferralForm) -> None:
    assert form.source
    assert form.confidence in ("high", "medium", "low")
    assert [
        ask for ask, times in Counter(question.ask for question in form.questions).items() if times > 1
    ] == []


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_that_stops_is_one_that_can_be_given(form: ReferralForm) -> None:
    """`very high`, not `very_high`: it is compared with what the page says."""
    wrong = []
    for question in form.questions:
        fact = FACTS.get(question.source or "")
        if fact is None or fact.kind not in ("choice", "yes_no"):
            continue
        can = {"yes", "no"} if fact.kind == "yes_no" else {value.lower() for value in fact.values.values()}
        wrong += [stop.when for stop in question.stops if stop.when not in {*can, "not known"}]
    assert wrong == []


# --- what stops or redirects a referral ---


@pytest.mark.parametrize(
    ("item", "fact", "said"),
    [
        ("crs_women", "sex=M", "Redirect: men go to the accommodation service"),
        ("dtr", "next_accommodation=yes", "Not needed: there is next accommodation"),
        ("cas1", "rosh=medium", "an exceptional case needs a senior manager"),
        ("cas3", "mappa_level=3", "Needs approval by the head of PDU"),
        ("cas3", "rosh=very_high", "Needs approval by a senior probation officer"),
        ("cas3", "sex_offence=yes", "regional probation director"),
        ("cas3", "conditional_release_date=2027-03-05", "more than 3 months from release"),
        ("bank_account", "bank_account=yes", "Not needed: there is an account"),
        ("bank_account", "conditional_release_date=2026-12-18", "Closed: the last day was 6 November 2026"),
        ("benefits", "benefit_need=no", "Not needed"),
    ],
)
def test_an_answer_that_stops_or_redirects_it_comes_first(
    run: Run, rivers: str, item: str, fact: str, said: str
) -> None:
    assert run("set", rivers, fact).code == 0
    stops = filled(run, rivers, item)["stops"]
    assert isinstance(stops, list)
    assert [stop for stop in stops if said in stop] != []


def test_three_months_ahead_to_the_day_is_not_too_early(run: Run, rivers: str) -> None:
    stops = str(filled(run, rivers, "cas3", as_of="2026-11-23")["stops"])
    assert "more than 3 months" not in stops
    assert "more than 3 months" not in str(filled(run, rivers, "cas3", as_of="2026-11-05")["stops"])
    assert "more than 3 months" in str(filled(run, rivers, "cas3", as_of="2026-11-04")["stops"])


def test_a_referral_that_went_stale_is_not_given_as_made(run: Run, rivers: str) -> None:
    """A duty to refer counts for 26 weeks: afterwards CAS-3 cannot start with it."""
    answers = {field["ask"]: field["answer"] for field in filled(run, rivers, "cas3")["fields"]}  # type: ignore[attr-defined]
    assert answers["Duty to refer made on"] == "20 November 2026"
    later = filled(run, rivers, "cas3", as_of="2027-05-22")
    assert {field["ask"]: field["answer"] for field in later["fields"]}["Duty to refer made on"] is None  # type: ignore[attr-defined]
    assert "a duty to refer comes first" in str(later["stops"])


# --- whether it can go ---


def first_lines(run: Run, person: str, item: str, as_of: str = "2026-11-23") -> list[str]:
    """What stands between the title and the blanks, with the points that explain it left out."""
    done = run("prefill", person, item, "--format", "txt", as_of=as_of)
    assert done.code == 0, done.err
    return [line for line in done.out.split("\n\n")[1].splitlines() if not line.startswith("- ")]


@pytest.mark.parametrize(
    ("item", "facts", "said"),
    [
        ("crs", ["crn=X123456", "adjustments=no"], "Can go: 6 blanks"),
        ("bank_account", [], "Cannot go yet: proof of identity is not known"),
        ("bank_account", ["bank_account=yes"], "Should not go: there is a bank account"),
        (
            "bank_account",
            ["bank_account=yes", "conditional_release_date=2026-12-18"],
            "Should not go: the last day was Fri 6 Nov; there is a bank account",
        ),
        ("crs", ["next_accommodation=yes"], "Should not go: there is somewhere to go"),
        ("cas1", ["tier=B2"], "Can go: 13 blanks"),
        ("cas1", [], "Cannot go yet: the tier is not known"),
        ("cas2", [], "Should not go: CAS-2 takes no new applications for HDC"),
        ("cas3", [], "Cannot go yet: no CRS referral that counts is recorded"),
    ],
)
def test_the_first_line_says_whether_it_can_go(
    run: Run, rivers: str, item: str, facts: list[str], said: str
) -> None:
    if facts:
        assert run("set", rivers, *facts).code == 0
    assert first_lines(run, rivers, item) == [said]
    data = json.loads(run("prefill", rivers, item, "--format", "json").out)
    assert (data["verdict"], data["can_go"]) == (said, said.startswith("Can go:"))


def test_consent_that_nobody_recorded_keeps_it_here(run: Run, make_person: MakePerson) -> None:
    assert first_lines(run, make_person(), "dtr") == ["Cannot go yet: consent to refer is not known"]


def test_who_must_agree_is_said_where_nothing_else_is_in_the_way(run: Run, rivers: str) -> None:
    assert run("mark", rivers, "crs", "submitted", "provider=Northlight", "--although").code == 0
    said = "Cannot go yet: approval by a senior probation officer is not known"
    assert first_lines(run, rivers, "cas3") == [said]


def test_a_referral_that_was_made_is_said_first(run: Run, rivers: str) -> None:
    assert first_lines(run, rivers, "dtr")[0] == "Sent 20 Nov: making it again?"
    assert run("mark", rivers, "dtr", "accepted", "--reason", "priority_need", "--on", "2026-11-22").code == 0
    assert first_lines(run, rivers, "dtr")[0] == "Sent 20 Nov, accepted 22 Nov: making it again?"
    too_old = first_lines(run, rivers, "dtr", as_of="2027-05-22")
    assert [line for line in too_old if "again" in line] == []


def test_a_release_that_is_stopped_is_said_above_the_verdict(run: Run, rivers: str) -> None:
    words = ("stop_release", "--reason", "other_warrant", "checked_by=DG Hale", "--although")
    assert run("mark", rivers, "governor_check", *words).code == 0
    stopped, verdict = first_lines(run, rivers, "crs")
    assert stopped.startswith("Stopped: ")
    assert verdict == "Should not go: the release is stopped"


def test_a_day_that_has_gone_by_is_in_the_way(run: Run, rivers: str) -> None:
    said = first_lines(run, rivers, "crs", as_of="2027-02-08")
    assert said == ["Cannot go yet: the release day has gone by, Fri 5 Feb"]


def test_nowhere_to_go_is_never_said_plainly_of_somebody_with_a_bed(run: Run, rivers: str) -> None:
    assert run("mark", rivers, "cas3", "booking_confirmed", "bed_from=2027-02-05", "--although").code == 0
    said = run("prefill", rivers, "dtr", "--format", "txt").out.splitlines()
    answer = "no when recorded 23 Nov; a room is booked from 5 Feb 2027"
    assert f"Has somewhere to go on release: {answer}" in said
    assert f"These two do not agree. Somewhere to go: {answer}" in said


# --- blanks, and where each is found ---


@pytest.mark.parametrize("form", FORMS)
def test_a_question_that_nothing_answers_says_where_to_look(form: ReferralForm) -> None:
    assert [question.ask for question in form.questions if not question.source and not question.where] == []


@pytest.mark.parametrize("form", FORMS)
def test_nobody_but_the_person_and_those_at_work_for_them_is_ever_filled_in(form: ReferralForm) -> None:
    others = ("household", "who lives there", "parents", "children: names", "backup contact", "previous gp")
    asked = [question for question in form.questions if any(word in question.ask.lower() for word in others)]
    assert [question.ask for question in asked if question.sources] == []
    assert asked or form.item not in ("da_check", "child_check", "id_document", "cas3", "gp_registration")


def test_blanks_stand_together_each_with_where_it_is_found(run: Run, rivers: str) -> None:
    said = run("prefill", rivers, "cas3", "--format", "txt").out
    blanks = said.split("BLANKS, BY WHERE THEY ARE FOUND\n")[1].split("\n\n")[0].splitlines()
    assert "- nDelius: CRN; Conviction and event number, offence; Offending in short" in blanks
    assert any(line.startswith("- Not written down with: OASys reviewed: OASys last") for line in blanks)
    unrecorded = next(
        line for line in blanks if line.startswith(f"- Not recorded: releasecheck set {rivers}: ")
    )
    assert "Home area (home_area=…)" in unrecorded
    marked = [line.removesuffix(": ________") for line in said.splitlines() if line.endswith(": ________")]
    assert len(marked) > 30
    assert [ask for ask in marked if ask not in "".join(blanks)] == []


@pytest.mark.parametrize("form", FORMS)
def test_the_text_holds_nothing_that_is_not_meant_to_be_pasted(
    run: Run, rivers: str, form: ReferralForm
) -> None:
    said = run("prefill", rivers, form.item, "--format", "txt").out
    wrong = ("OFFICIAL", "Catalogue", ".db", "working copy", form.source)
    assert [word for word in wrong if word in said] == []
    answers = said.split("\n\nTO KNOW FIRST\n")[1].partition("\n\n")[2]
    notes = [question.note for question in form.questions if question.note]
    assert [note for note in notes if note in answers] == []
    assert "(" not in "".join(line.partition(": ")[2] for line in answers.splitlines())


# --- one answer at a time ---


def test_the_answers_alone_are_the_form_and_nothing_else(run: Run, rivers: str) -> None:
    whole = run("prefill", rivers, "dtr", "--format", "txt").out
    done = run("prefill", rivers, "dtr", "--only", "answers")
    assert (done.code, done.err) == (0, "")
    assert done.out == whole.split("\n\nANSWERS\n")[1]
    assert done.out.startswith("Council: Leeds\n")


@pytest.mark.parametrize("which", ["Release date", "release d", "10"])
def test_one_answer_is_given_alone(run: Run, rivers: str, which: str) -> None:
    done = run("prefill", rivers, "dtr", "--only", which)
    assert (done.code, done.out, done.err) == (0, "5 February 2027, CRD, not confirmed\n", "")


def test_a_question_by_its_whole_name_is_not_the_others_that_hold_it(run: Run, rivers: str) -> None:
    assert run("prefill", rivers, "dtr", "--only", "council").out == "Leeds\n"


@pytest.mark.parametrize(
    ("which", "code", "said"),
    [
        ("crn", 1, "CRN is a blank. Where to find it: nDelius"),
        (
            "consent",
            2,
            "2 questions say consent: give the number of one of these, or answers for all. 3 ",
        ),
        ("shoe size", 2, "no question is shoe size: give the number of one of these"),
        ("0", 2, "no question is 0"),
    ],
)
def test_what_is_no_answer_leaves_nothing_to_paste(
    run: Run, rivers: str, which: str, code: int, said: str
) -> None:
    done = run("prefill", rivers, "dtr", "--only", which)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_answers_alone_are_text(run: Run, rivers: str, tmp_path: Path) -> None:
    done = run("prefill", rivers, "dtr", "--only", "answers", "--to", "Leeds", "-o", tmp_path / "dtr.pdf")
    assert (done.code, done.out) == (2, "")
    assert "--only is text to paste" in done.err
    assert not (tmp_path / "dtr.pdf").exists()


# --- giving it out ---


def test_a_file_needs_somebody_to_give_it_to_and_that_is_logged(
    run: Run, rivers: str, tmp_path: Path
) -> None:
    refused = run("prefill", rivers, "cas3", "-o", tmp_path / "cas3.docx")
    assert refused.code == 2
    assert "Add --to WHO" in refused.err
    assert not (tmp_path / "cas3.docx").exists()
    done = run("prefill", rivers, "cas3", "--to", "HPT Yorkshire", "-o", tmp_path / "cas3.docx")
    assert done.code == 0, done.err
    assert "DTR-4471" in docx_texts((tmp_path / "cas3.docx").read_bytes())
    log = run("log", "show").out
    assert "disclosure" in log
    assert "HPT Yorkshire" in log


def test_an_item_without_a_form_names_those_that_have_one(run: Run, rivers: str) -> None:
    done = run("prefill", rivers, "mappa_level")
    assert (done.code, done.out) == (2, "")
    assert "there is no form for mappa_level. There is one for dtr, crs" in done.err


def test_nobody_of_that_name_is_said(run: Run, rivers: str) -> None:
    done = run("prefill", "nobody", "dtr")
    assert (done.code, done.out) == (1, "")
    assert 'nobody called "nobody"' in done.err


def test_an_answer_is_one_line_of_the_text_however_long(run: Run, rivers: str) -> None:
    address = "Leeds probation office, " * 8
    assert run("set", rivers, f"com_office={address}").code == 0
    said = run("prefill", rivers, "dtr", "--format", "txt").out
    assert f"Worker's office: {address.strip()}" in said.splitlines()
