"""The office's directory: checked, listed, found in, and filled into forms, sheet and tell-lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run

GOOD = """kind,name,area,address,telephone,email,also
council,Leeds City Council,Yorkshire and the Humber,"2 George St, Leeds",0113 222 4401,,Leeds Housing Options
council,Wakefield Council,Yorkshire and the Humber,,01924 305 889,housing@wakefield.example,
hpt,HPT Yorkshire,Yorkshire & Humber|Yorkshire and the Humber,,0113 399 0000,hpt@probation.example,
crs,Ingeus,Yorkshire and the Humber,,0300 222 0001,,
pdu,Leeds PDU,Yorkshire and the Humber,,0113 399 5000,,
jobcentre,Southern House,,"Leeds LS1",0800 169 0190,,
"""
NUMBER = "A1234BC"


@pytest.fixture
def sam(run: Run, make_person: MakePerson) -> str:
    """Somebody who leaves for Leeds, with everything sent that a date can move."""
    make_person(
        *(NUMBER, "RIVERS, Sam", "2026-12-18"),
        sex="M",
        home_region="Yorkshire and the Humber",
        release_authority="leeds",
        com="J. Okafor",
        com_office="Leeds probation office",
        current_accommodation="HMP",
        housing="homeless",
        next_accommodation="no",
        legal_status="SENTENCED",
    )
    run("mark", NUMBER, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    run("mark", NUMBER, "crs", "submitted")
    run("mark", NUMBER, "cas3", "submitted")
    booked = ("jobcentre=southern house", "appointment_on=2026-12-21", "appointment_at=10:00")
    run("mark", NUMBER, "benefits", "booked", *booked)
    return NUMBER


@pytest.fixture
def directory(run: Run, tmp_path: Path) -> Path:
    """The office's directory, set."""
    path = tmp_path / "directory.csv"
    path.write_text(GOOD, encoding="utf-8")
    done = run("config", "set", "directory", path)
    assert "Next: releasecheck directory check" in done.out
    return path


def test_it_is_checked_listed_and_found_in(run: Run, directory: Path) -> None:
    assert "6 entries, council 2, pdu 1, hpt 1, crs 1, jobcentre 1. No mistakes." in " ".join(
        run("directory", "check").out.split()
    )
    listed = run("directory", "list").out
    assert listed.splitlines()[1].split()[:4] == ["council", "Leeds", "City", "Council"]
    assert "Southern House" in listed
    assert "Southern House" not in run("directory", "list", "yorkshire & the humber").out
    none = run("directory", "list", "Yorkshire and Humberside")
    assert none.code == 1
    assert 'for "Yorkshire and Humberside". Did you mean Yorkshire and the Humber?' in none.err
    found = run("directory", "find", "leeds housing").out
    assert "Leeds City Council: council (housing)" in found
    assert "0113 222 4401" in found
    assert "Wakefield" not in found
    none = run("directory", "find", "hull")
    assert (none.code, 'nothing in the directory has "hull"' in none.err) == (1, True)


def test_a_directory_with_two_councils_of_one_name_is_named_and_fills_in_neither(
    run: Run, sam: str, directory: Path
) -> None:
    with directory.open("a", encoding="utf-8") as file:
        file.write("council,Leeds,,,0113 000 0000,,\npolice,Leeds,,,,,\n")
    check = run("directory", "check")
    assert check.code == 1
    assert 'line 8: "Leeds" and "Leeds City Council" on line 2 are two councils of one name' in check.err
    assert 'line 9: "police" is no kind' in check.err
    done = run("prefill", sam, "dtr")
    assert done.code == 0
    assert "The directory has 2 mistakes, left out here. See: releasecheck directory check" in done.err
    assert "0113" not in done.out
    assert "0800 169 0190" in run("prefill", sam, "benefits").out


def test_the_forms_have_whom_they_are_sent_to(run: Run, sam: str, directory: Path) -> None:
    def answers(item: str) -> dict[str, str]:
        found = json.loads(run("prefill", sam, item, "--format", "json").out)
        return {field["ask"]: field["answer"] for field in found["fields"]}

    council = {"Council's address": "2 George St, Leeds", "Council's telephone": "0113 222 4401"}
    assert council.items() <= answers("dtr").items()
    assert "Council's email" not in answers("dtr")
    team = {"Homelessness prevention team": "HPT Yorkshire", "Team's email": "hpt@probation.example"}
    assert (council | team | {"PDU's telephone": "0113 399 5000"}).items() <= answers("cas3").items()
    assert {"Provider": "Ingeus", "Provider's telephone": "0300 222 0001"}.items() <= answers("crs").items()
    assert {"Jobcentre's address": "Leeds LS1"}.items() <= answers("benefits").items()


def test_the_form_follows_the_council_that_was_written_down(run: Run, sam: str, directory: Path) -> None:
    run("mark", sam, "dtr", "submitted", "authority=Wakefield", "consent_to_refer=yes")
    assert "01924 305 889" in run("prefill", sam, "dtr").out
    assert "01924 305 889" in run("sheet", sam).out
    run("mark", sam, "dtr", "submitted", "authority=Hull", "consent_to_refer=yes")
    assert "Council's telephone" not in run("prefill", sam, "dtr").out


def test_the_sheet_has_the_persons_own_council_and_pdu(run: Run, sam: str, directory: Path) -> None:
    run("config", "set", "phone_housing", "0113 999 9999")
    sheet = " ".join(run("sheet", sam).out.split())
    assert "Housing help, Leeds City Council 0113 222 4401" in sheet
    assert "0113 399 5000" in sheet
    assert "0113 999 9999" not in sheet
    run("set", sam, "release_authority=Hull")
    run("mark", sam, "dtr", "withdrawn", "--reason", "wrong_local_authority")
    assert "0113 999 9999" in run("sheet", sam).out


def test_whoever_must_be_told_of_a_new_date_is_told_how_to_be_reached(
    run: Run, sam: str, directory: Path
) -> None:
    done = run("redate", sam, "2026-12-16", "--type", "CRD", "--source", "memo", "--dry-run")
    text = " ".join(done.out.split())
    assert "housing authority Leeds City Council (0113 222 4401)" in text
    assert "CRS provider Ingeus (0300 222 0001)" in text
    assert "homelessness prevention team (CAS-3) HPT Yorkshire (0113 399 0000)" in text
    assert "Jobcentre Southern House (0800 169 0190)" in text


def test_an_empty_or_missing_directory_changes_nothing(run: Run, sam: str, tmp_path: Path) -> None:
    asked = (
        *[("prefill", sam, item) for item in ("dtr", "crs", "cas3", "benefits")],
        *[("prefill", sam, item, "--format", "json") for item in ("dtr", "crs", "cas3", "benefits")],
        ("sheet", sam),
        ("sheet", sam, "--welsh"),
        ("redate", sam, "2026-12-16", "--type", "CRD", "--source", "memo", "--dry-run"),
    )
    without = [run(*words) for words in asked]
    assert all(done.code == 0 for done in without)
    empty = tmp_path / "empty.csv"
    for text in ("", GOOD.splitlines()[0] + "\n"):
        empty.write_text(text, encoding="utf-8")
        run("config", "set", "directory", empty)
        assert [run(*words) for words in asked] == without
    missing = run("config", "set", "directory", tmp_path / "none.csv")
    assert "not there yet" in missing.err
    assert [run(*words) for words in asked] == without
    assert run("directory", "check").code == 1
    run("config", "unset", "directory")
    assert "config set directory FILE" in " ".join(run("directory", "check").out.split())
    assert run("directory", "list").code == 1


def test_a_person_whose_facts_name_no_entry_gets_none(
    run: Run, make_person: MakePerson, directory: Path
) -> None:
    make_person("A1002AA", release="2026-12-18", home_region="Wales", release_authority="Cardiff")
    for item in ("dtr", "cas3", "crs"):
        assert "0113" not in run("prefill", "A1002AA", item).out
        assert "telephone" not in run("prefill", "A1002AA", item).out
    assert "Council)" not in run("sheet", "A1002AA").out


def test_a_file_named_from_here_is_found_from_any_folder(
    run: Run, sam: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "d.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    run("config", "set", "directory", "d.csv")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert "0113 222 4401" in run("prefill", sam, "dtr").out


def test_a_file_that_is_no_text_stops_nothing(run: Run, sam: str, directory: Path) -> None:
    directory.write_bytes(b"kind,name\ncouncil,Se\xf1or\n")
    assert run("prefill", sam, "dtr").code == 0
    check = run("directory", "check")
    assert (check.code, "save it as CSV UTF-8" in check.err) == (1, True)
