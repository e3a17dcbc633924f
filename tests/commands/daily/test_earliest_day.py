"""Somebody who could be out before the release, or without one: said in every place, and planned for."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.made_up.program import MakePerson, Run

TODAY = "2026-11-27"
LIFER = {
    "legal_status": "INDETERMINATE_SENTENCE",
    "indeterminate": "yes",
    "open_conditions": "yes",
    "open_since": "2026-03-02",
    "tariff_date": "2027-07-01",
    "target_hearing_date": "2027-08-16",
    "sex": "M",
    "tier": "B",
}
EXTENDED = {
    "legal_status": "SENTENCED",
    "parole_eligibility_date": "2027-05-01",
    "target_hearing_date": "2027-08-16",
}
COULD_BE = "Could be as early as Mon 20 Sep 2027 (hearing 16 Aug + 35 days)"


def shown(run: Run, number: str = "A1234BC", as_of: str = TODAY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", number, "--format", "json", as_of=as_of).out)
    return found


def task(report: dict[str, Any], item: str) -> dict[str, Any]:
    return next(one for one in report["tasks"] if one["item"] == item)


@pytest.mark.parametrize("form", ["table", "md", "html"])
def test_the_head_says_both_days_and_why(run: Run, record: Path, make_person: MakePerson, form: str) -> None:
    make_person(release="2029-05-01", **EXTENDED)
    out = " ".join(run("show", "A1234BC", "--format", form, as_of=TODAY).out.split())
    assert f"{COULD_BE}; release Tue 1 May 2029 (CRD, not confirmed)" in out
    assert "297 days to the earliest possible day · 886 days to the release" in out


def test_the_handover_says_both_days(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person(release="2029-05-01", **EXTENDED)
    out = " ".join(run("handover", "A1234BC", "--to", "J. Okafor", as_of=TODAY).out.split())
    assert f"{COULD_BE}." in out


def test_without_a_release_the_head_says_that_there_is_none(
    run: Run, record: Path, make_person: MakePerson
) -> None:
    make_person(release=None, **LIFER)
    out = " ".join(run("show", "A1234BC", as_of=TODAY).out.split())
    assert f"{COULD_BE}; no release date recorded 297 days to the earliest possible day" in out
    report = shown(run)
    assert report["release"] is None
    assert report["earliest_possible"] == {
        "date": "2027-09-20",
        "type": "THD",
        "because": "hearing 16 Aug + 35 days",
    }
    assert task(report, "cas1")["due_on"] == "2027-03-19"
    assert task(report, "cas1")["position"] == "not_started"
    gate = task(report, "governor_check")
    assert (gate["state"], gate["missing_facts"], gate["opens_on"]) == ("upcoming", [], None)
    assert gate["next"].endswith("once there is a release day")


def test_an_ordinary_release_is_its_own_earliest_day(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person()
    report = shown(run)
    assert report["earliest_possible"] == {"date": "2027-02-05", "type": "CRD", "because": "CRD"}
    assert "Could be" not in run("show", "A1234BC").out
    assert shown(run, as_of="2027-02-06")["earliest_possible"] is None, "gone by"


def test_export_plans_has_it_too(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person(release=None, **LIFER)
    (line,) = run("export", "plans", "--format", "jsonl", as_of=TODAY).out.splitlines()
    assert json.loads(line)["earliest_possible"]["date"] == "2027-09-20"


def test_an_hdc_date_that_nobody_said_applies_is_asked_about(
    run: Run, record: Path, make_person: MakePerson
) -> None:
    make_person(release="2027-05-10", hdc_eligibility_date="2027-01-02")
    report = shown(run)
    assert report["earliest_possible"]["date"] == "2027-05-10"
    out = " ".join(run("show", "A1234BC", "--all", as_of=TODAY).out.split())
    assert "HDC from Mon 4 Jan 2027, if it applies: not known" in out
    assert "hdc_eligible=" in out
    assert "CHECK THIS Adults are given no HDC eligibility date such as Sat 2 Jan 2027 any more" in out
    run("set", "A1234BC", "hdc_eligible=yes", as_of=TODAY)
    assert shown(run)["earliest_possible"]["date"] == "2027-05-10", "not before the OMU has confirmed it"
    assert task(shown(run), "hdc_assessment")["state"] == "not_applicable"
    run("set", "A1234BC", "hdc_date_stands=yes", as_of=TODAY)
    assert "CHECK THIS" not in run("show", "A1234BC", as_of=TODAY).out
    assert shown(run)["earliest_possible"]["type"] == "HDCED"
    assert task(shown(run), "crs")["compressed"] and task(shown(run), "crs")["due_on"] == "2026-12-02"
    assert task(shown(run), "travel_and_money")["due_on"] == "2027-05-07"


def test_lists_put_whoever_has_no_release_where_they_could_be_out(
    run: Run, record: Path, make_person: MakePerson
) -> None:
    make_person("A1000AA", "LATER, Ann", release="2029-05-01")
    make_person("A1000AB", "NEVER, Bob", release=None)
    make_person("A1000AC", "LIFER, Cyd", release=None, **LIFER)
    make_person("A1000AD", "SOON, Dot", release="2027-02-05")
    order = ["A1000AD", "A1000AC", "A1000AA", "A1000AB"]
    people = json.loads(run("list", "--format", "json", as_of=TODAY).out)["people"]
    assert [row["prison_number"] for row in people] == order
    assert people[1]["earliest_possible"] == "2027-09-20" and people[1]["release_date"] is None
    assert re.search(r"297\+ d +20 Sep 2027 +could be +A1000AC", run("list", as_of=TODAY).out)
    assert "could be Mon 20 Sep 2027" in run("missing", "--by", "person", as_of=TODAY).out
    rows = list(csv.DictReader(io.StringIO(run("missing", "--format", "csv", as_of=TODAY).out)))
    assert list(dict.fromkeys(row["prison_number"] for row in rows)) == order
    assert {row["earliest_possible"] for row in rows if row["prison_number"] == "A1000AC"} == {"2027-09-20"}


def test_a_night_makes_the_plan_anew_when_the_day_has_gone_by(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person(release="2029-05-01", **EXTENDED)
    assert task(shown(run), "cas1")["due_on"] == "2027-03-19"
    run("nightly", "--out", tmp_path / "night", as_of="2027-09-21")
    assert run("record", "verify", as_of="2027-09-21").code == 0
    report = shown(run, as_of="2027-09-21")
    assert report["earliest_possible"]["date"] == "2029-05-01"
    assert task(report, "cas1")["due_on"] == "2028-11-01"


def test_a_refusal_asks_for_the_next_hearing(run: Run, record: Path, make_person: MakePerson) -> None:
    make_person(release=None, rosh="high", **LIFER)
    run("set", "A1234BC", "last_parole_outcome=not_release", as_of="2027-08-30")
    report = shown(run, as_of="2027-08-30")
    assert report["earliest_possible"] is None
    assert task(report, "cas1")["missing_facts"] == ["target_hearing_date"]
    assert run("record", "verify", as_of="2027-08-30").code == 0


def test_history_tells_the_day_as_no_release(run: Run, record: Path, make_person: MakePerson) -> None:
    facts = {name: value for name, value in LIFER.items() if name != "target_hearing_date"}
    make_person(release=None, **facts)
    said = run("set", "A1234BC", "target_hearing_date=2027-08-16", as_of=TODAY).out
    assert "No release date yet. Could be as early as Mon 20 Sep 2027." in said
    told = " ".join(run("history", "A1234BC", as_of=TODAY).out.split())
    assert "earliest possible day moved from Thu 1 Jul 2027 (TED) to Mon 20 Sep 2027 (THD)" in told
    told = run(
        "redate", "A1234BC", "2027-10-04", "--type", "APD", "--source", "OMU", "--yes", as_of=TODAY
    ).out
    assert "Told before" not in told, "no release had been told"


def test_another_record_that_takes_a_bundle_in_counts_from_the_same_day(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    facts = {name: value for name, value in LIFER.items() if name != "target_hearing_date"}
    make_person(release=None, **facts)
    run("set", "A1234BC", "target_hearing_date=2027-02-15", "tariff_date=2020-01-06", as_of=TODAY)
    here = shown(run)
    assert task(here, "cas1")["compressed"]
    bundle, there = tmp_path / "bundle.json", tmp_path / "there.db"
    given = run("--by", "P. Marsh", "handover", "A1234BC", "--to", "Leeds", "--bundle", bundle, as_of=TODAY)
    assert given.code == 0, given.err
    run("--record", there, "record", "init")
    taken = run("--record", there, "import", "bundle", bundle, as_of=TODAY)
    assert taken.code == 0, taken.err
    report = json.loads(run("--record", there, "show", "A1234BC", "--format", "json", as_of=TODAY).out)
    assert report["earliest_possible"] == here["earliest_possible"]
    assert report["tasks"] == here["tasks"]
    assert run("--record", there, "record", "verify", as_of=TODAY).code == 0
