"""CRN and PNC number: somebody is found by them, and they stand on what goes to those who know them by it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from releasecheck.reports.papers.prefill_forms import forms
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged, tamper

SAM, JO = "A1234BC", "A2291BB"
CRN, PNC = "X123456", "2012/123456Y"


@pytest.fixture
def sam(make_person: MakePerson) -> str:
    """Somebody known by all three numbers, and somebody by one."""
    make_person(JO, "VAN DYKE, Jo")
    return make_person(SAM, "RIVERS, Sam", prison="LEI", crn="x 123456", pnc="12/0123456y")


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("typed", [CRN, "x123456", PNC, "12/0123456Y", "20120123456y"])
def test_a_person_is_found_by_each_number(run: Run, typed: str) -> None:
    shown = run("show", typed)
    assert (shown.code, shown.err) == (0, "")
    assert "RIVERS, Sam" in shown.out
    assert run("find", typed).out.splitlines()[1].split()[0] == SAM


@pytest.mark.usefixtures("sam")
def test_a_crn_alone_is_the_persons_checklist(run: Run) -> None:
    assert run(CRN).out == run("show", SAM).out
    assert run("find", "x1234").out.splitlines()[1].split()[0] == SAM


@pytest.mark.usefixtures("sam")
def test_several_people_may_be_named_by_crn(run: Run) -> None:
    assert run("set", f"{CRN},{JO}", "in_home_area=no").code == 0
    kept = [json.loads(run("show", one, "--format", "json").out)["person"]["facts"] for one in (SAM, JO)]
    assert [facts["in_home_area"] for facts in kept] == [False, False]
    assert (kept[0]["crn"], kept[0]["pnc"]) == (CRN, PNC)


@pytest.mark.usefixtures("sam")
def test_a_number_that_nobody_has_is_said_with_what_to_type(run: Run) -> None:
    crn, pnc = run("show", "X999999"), run("show", "1999/1G")
    assert (crn.code, pnc.code) == (1, 1)
    assert (
        "nobody here has the CRN X999999. If you know whose it is: releasecheck set PERSON crn=X9" in crn.err
    )
    assert "nobody here has the PNC number 1999/1G" in pnc.err


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize(
    ("typed", "why"),
    [("crn=X12345", "a letter and six digits"), ("pnc=2012/123456X", "its letter does not fit its digits")],
)
def test_a_slip_is_refused(run: Run, typed: str, why: str) -> None:
    done = run("set", SAM, typed)
    assert done.code == 2
    assert why in done.err


def test_somebody_restricted_is_not_found_by_number(run: Run, record: Path, sam: str) -> None:
    tamper(record, f"UPDATE people SET restricted = 1 WHERE prison_number = '{sam}'")
    assert run("find", CRN).out.startswith("Nobody fits that.")


def test_a_look_by_crn_is_logged_by_prison_number(run: Run, record: Path, sam: str) -> None:
    run("show", CRN)
    kind, _, people = logged(record)[-1]
    assert (kind, people) == ("disclosure", [sam])


def test_both_come_back_from_an_export(run: Run, sam: str, tmp_path: Path) -> None:
    made = tmp_path / "people.csv"
    assert run("export", "people", "-o", made, "--to", "J. Okafor").code == 0
    with made.open(encoding="utf-8-sig", newline="") as file:
        told = [(row["crn"], row["pnc"]) for row in csv.DictReader(file) if row["prison_number"] == sam]
    assert told == [(CRN, PNC)]
    assert run("set", sam, "crn=not known", "pnc=not known").code == 0
    assert run("import", "people", made).code == 0
    assert run("show", PNC).code == run("show", CRN).code == 0


def test_every_form_for_those_who_know_it_has_the_number(run: Run, sam: str) -> None:
    """A bank, a surgery and a jobcentre know nobody by a number of probation or of the police."""
    said = {item: run("prefill", sam, item, "--format", "txt").out for item in forms()}
    assert {item for item, text in said.items() if CRN in text} == {
        *("dtr", "crs", "crs_women", "cas1", "cas2", "cas3", "da_check", "child_check")
    }
    assert {item for item, text in said.items() if PNC in text} == {"da_check"}


def test_gate_and_handover_have_both_and_the_leavers_sheet_neither(run: Run, sam: str) -> None:
    for paper in (
        run("gate", sam, "--format", "txt"),
        run("handover", sam, "--to", "COM", "--format", "txt"),
    ):
        assert f"CRN {CRN} · PNC {PNC}" in " ".join(paper.out.split())
    sheet = run("sheet", sam, "--format", "txt").out
    assert sheet
    assert not {CRN, PNC} & set(sheet.split())


def test_neither_is_in_a_calendar_file(run: Run, sam: str) -> None:
    made = run("export", "ics", "--all", "--names")
    assert (made.code, "RIVERS" in made.out) == (0, True)
    assert CRN not in made.out
    assert PNC not in made.out
