"""Referral forms filled in from the record: what each service asks, and what stops a referral."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import docx
import pytest

from releasecheck.people.facts import FACTS
from releasecheck.people.office.directory import KINDS, DirectoryEntry
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.sources import builtin_files
from releasecheck.reports.papers.prefill import DIRECTORY, OTHER_SOURCES, ReferralForm, forms
from tests.expected import agreed, made
from tests.made_up.leavers import referred
from tests.made_up.program import Run

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
    texts = [
        cell.text
        for table in docx.Document(str(tmp_path / "cas3.docx")).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "DTR-4471" in texts
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
