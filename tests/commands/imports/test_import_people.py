"""`import people` as an office uses it: its own headings, its own programs, and what stays as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.records import rows
from tests.places import IMPORTS


def facts(run: Run, person: str) -> dict[str, object]:
    """What the record knows of somebody."""
    shown = json.loads(run("show", person, "--format", "json").out)["person"]
    assert isinstance(shown["facts"], dict)
    return {"name": shown["name"], **shown["facts"]}


@pytest.fixture(autouse=True)
def _record(run: Run, record: Path) -> None:
    """An empty record for each test."""


def test_the_records_of_prisoner_search_are_read_as_they_come(run: Run) -> None:
    done = run("import", "people", IMPORTS / "prisoner_search_page.json")
    unused = "NOT USED: heightCentimetres, currentIncentive"
    assert (done.code, done.out) == (0, f"2 rows: 2 new\n\n{unused}\n")
    assert "prisoner_search_page.json is one page of 3: the others are not in it" in done.err
    assert facts(run, "A1234BC") == {
        "name": "RIVERS, SAM",
        "date_of_birth": "1990-04-01",
        "sex": "M",
        "prison": "LEI",
        "cell": "A-1-002",
        "legal_status": "SENTENCED",
        "indeterminate": False,
        "recall": False,
        "conditional_release_date": "2027-02-06",
        "conditional_release_override_date": "2027-02-10",
        "arson": True,
    }


def test_a_bad_line_of_json_lines_is_named_by_its_line(run: Run) -> None:
    done = run("import", "people", IMPORTS / "lines.jsonl")
    assert (done.code, done.out.splitlines()[0]) == (3, "2 rows: 2 new")
    (line,) = json.loads(run("import", "report", "--format", "json").out)["not_read"]
    assert (line["place"], line["heading"], line["words"]) == (
        "line 3",
        "conditionalReleaseDate",
        "05/13/2027",
    )


def test_titles_above_the_headings_are_passed_over(run: Run) -> None:
    done = run("import", "people", IMPORTS / "titles_above_the_headings.csv")
    dated = "Printed Fri 20 Nov 2026: every fact is dated so"
    assert (done.code, done.out) == (0, f"1 row: 1 new\n  {dated}\n")
    assert facts(run, "A1234BC")["conditional_release_date"] == "2027-02-05"


def test_a_list_without_headings_is_refused_and_nobody_is_named(run: Run) -> None:
    done = run("import", "people", IMPORTS / "no_headings.csv")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "releasecheck: no_headings.csv has no headings: row 1 is somebody already. "
        "Put a row of headings above it, such as NOMS No, Surname, CRD\n"
    )


def test_a_workbook_is_imported_whatever_its_cells_are(run: Run) -> None:
    done = run("import", "people", IMPORTS / "workbook_of_openpyxl.xlsx")
    assert (done.code, done.out) == (0, "3 rows: 3 new\n")
    assert facts(run, "A1188DE")["cell"] == "0012"
    assert facts(run, "A2291BB")["conditional_release_date"] == "2027-04-23", "Excel's number of it, 46500"
    assert facts(run, "A1234BC")["reception_date"] == "2025-06-10"


def test_an_offices_own_headings_are_read_through_a_mapping(run: Run) -> None:
    """Without it, two of the columns mean nothing and the release date has no type."""
    file = IMPORTS / "an_offices_own_headings.csv"
    without = run("import", "people", file, "--dry-run")
    assert "NOT USED: Gate day, How, Handled by, Shoe size" in without.out
    assert "NO RELEASE DAY READ, for anybody" in without.out
    done = run("import", "people", file, "--map", IMPORTS / "an_offices_own_headings.toml")
    assert (done.code, done.out) == (0, "1 row: 1 new\n")
    assert facts(run, "A1234BC") == {
        "name": "RIVERS, Sam",
        "conditional_release_date": "2027-02-05",
        "com": "J. Okafor",
    }


def test_the_mapping_suggested_for_a_file_reads_it_as_it_was_read_without(run: Run, tmp_path: Path) -> None:
    file, mapping = IMPORTS / "prisoner_search_page.json", tmp_path / "map.toml"
    suggested = run("import", "people", file, "--suggest-map")
    assert suggested.code == 0
    assert '"prisonerNumber" = "prison_number"' in suggested.out
    assert '# "currentIncentive" = ""' in suggested.out
    mapping.write_text(suggested.out)
    assert run("import", "people", file).out.startswith("2 rows: 2 new\n")
    assert run("import", "people", file, "--map", mapping).out.startswith("2 rows: 2 unchanged\n")


def test_everything_wrong_with_a_mapping_is_said_at_once(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text('sheet = "One"\n[columns]\n"Off Mgr" = "comm"\n"Tier" = 3\n')
    done = run("import", "people", IMPORTS / "full_name.csv", "--map", mapping)
    assert done.code == 1
    assert done.err.splitlines() == [
        'releasecheck: map.toml: "sheet" is not read: only [columns] and [values."HEADING"] are',
        'map.toml: "Off Mgr" = "comm": there is no such fact or heading.',
        'map.toml: "Tier" is the name of a fact in quotation marks, or "" for a column not to read',
    ]


def test_an_empty_cell_clears_a_fact_only_when_that_was_asked_for(run: Run, tmp_path: Path) -> None:
    """And it never takes a name away."""
    file = tmp_path / "leeds.csv"
    file.write_text(
        "NOMS No,Surname,Forename,Tier,Housing,Release Date,Release Type\n"
        "A1234BC,RIVERS,Sam,B2,settled,05/02/2027,CRD\n"
    )
    run("import", "people", file)
    file.write_text("NOMS No,Surname,Forename,Tier,Housing,Release Date,Release Type\nA1234BC,,,C1,,,CRD\n")
    said = "1 row: 1 otherwise changed\n  A1234BC tier: C1 (was B2)\n"
    assert run("import", "people", file).out == said
    kept = {"name": "RIVERS, Sam", "tier": "C1"}
    assert facts(run, "A1234BC") == {**kept, "housing": "settled", "conditional_release_date": "2027-02-05"}
    assert run("import", "people", file, "--blank-clears").out == (
        "1 row: 1 otherwise changed\n"
        "  A1234BC conditional_release_date: not known (was Fri 5 Feb 2027)\n"
        "  A1234BC housing: not known (was settled)\n"
    )
    assert facts(run, "A1234BC") == kept


def test_a_json_record_without_a_key_clears_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text('{"prisonerNumber": "A1234BC", "lastName": "RIVERS", "tier": "B2", "prisonId": "LEI"}')
    run("import", "people", file)
    file.write_text('{"prisonerNumber": "A1234BC", "tier": null}')
    run("import", "people", file, "--blank-clears")
    assert facts(run, "A1234BC") == {"name": "RIVERS", "prison": "LEI"}


def test_a_recall_is_counted_apart_from_moved_dates(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text(
        "NOMS No,Surname,CRD,Recalled,PRRD\nA1234BC,RIVERS,05/02/2027,no,\nA1188DE,COLE,05/02/2027,no,\n"
    )
    run("import", "people", file)
    file.write_text(
        "NOMS No,Surname,CRD,Recalled,PRRD\nA1234BC,RIVERS,05/02/2027,yes,05/03/2027\n"
        "A1188DE,COLE,12/02/2027,no,\n"
    )
    assert run("import", "people", file).out == (
        "2 rows: 1 recall, 1 release date moved\n"
        "\nMOVED, 2 release days\n"
        "  A1188DE COLE: Fri 5 Feb 2027 to Fri 12 Feb 2027, 7 days later; tell COM\n"
        "    (nobody named) and 2 more\n"
        "  A1234BC RIVERS: Fri 5 Feb 2027 to Fri 5 Mar 2027, 28 days later; tell COM\n"
        "    (nobody named) and 2 more\n"
        "  A1234BC recall: yes (was no)\n"
    )


def test_a_name_is_kept_as_it_came_and_never_sent_raw_to_a_screen_or_a_page(run: Run) -> None:
    run("import", "people", IMPORTS / "names_a_terminal_would_obey.csv")
    assert facts(run, "A1234BC")["name"] == "RIV\x1b[2JERS, S\u202eam"
    for form in ("table", "html", "md", "txt"):
        page = run("show", "A1234BC", "--format", form).out
        assert "RIV" in page
        assert "\x1b" not in page
        assert "\u202e" not in page


def test_a_value_guarded_against_formulas_comes_back_as_it_was(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text("NOMS No,Surname,Probation office\nA1234BC,O'NEILL,'+44 Leeds\n")
    run("import", "people", file)
    assert facts(run, "A1234BC")["com_office"] == "+44 Leeds"


def test_what_another_record_told_of_somebody_new_comes_with_them(run: Run, tmp_path: Path) -> None:
    """Known since the summer and told a date twice: nothing of theirs is new, nor in a hurry."""
    told = [
        {"told_on": "2026-06-01", "date": "2027-03-05", "type": "CRD"},
        {"told_on": "2026-09-01", "date": "2027-02-05", "type": "CRD"},
    ]
    person = {
        "prison_number": "A1234BC",
        "last_name": "RIVERS",
        "conditional_release_date": "2027-02-05",
        "known_since": "2026-06-01",
        "releases_told": told,
        "owners": {"dtr": "PRT"},
    }
    file = tmp_path / "one.json"
    file.write_text(json.dumps(person))
    assert run("import", "people", file).out == "1 row: 1 new\n"
    tasks = json.loads(run("show", "A1234BC", "--format", "json").out)["tasks"]
    assert {task["item"]: task["owner"] for task in tasks}["dtr"] == "PRT"
    file.write_text(json.dumps(person | {"prison_number": "A1188DE", "known_since": "2027-01-01"}))
    assert (
        "record 1, known_since: A1188DE was told of on a day that has not come yet"
        in run("import", "people", file).err
    )
    file.write_text(json.dumps(person | {"prison_number": "A1188DE", "owners": {"dtr": "KING"}}))
    refused = run("import", "people", file)
    assert refused.code == 3
    assert "one.json record 1, owners: items and roles, as" in refused.err


def test_people_planned_by_another_process_have_the_plans_they_would_have_had(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A country's people are: here two, one of them known before and with a date that moves."""
    file = tmp_path / "leeds.csv"
    file.write_text("NOMS No,Surname,CRD,Received\nA1234BC,RIVERS,05/02/2027,01/06/2026\n")
    run("import", "people", file)
    file.write_text(
        "NOMS No,Surname,CRD,Received,Tier\n"
        "A1188DE,COLE,05/03/2027,01/06/2026,B2\nA1234BC,RIVERS,18/12/2026,01/06/2026,C1\n"
    )
    monkeypatch.setattr("releasecheck.app.recording.planning_process.WORTH_A_PROCESS", 2)
    assert run("import", "people", file).out == (
        "2 rows: 1 new, 1 release date moved (1 makes things overdue)\n"
        "\nMOVED, 1 release day, 1 with something urgent\n"
        "  A1234BC RIVERS: Fri 5 Feb 2027 to Fri 18 Dec 2026, 49 days earlier; 8 short of\n"
        "    time, 1 window closed, tell COM (nobody named) and 2 more\n"
        "  A1234BC tier: C1 (was not known)\n"
    )
    elsewhere = run("export", "plans").out
    assert "every saved plan is what the facts give" in run("record", "verify").out
    run("undo")
    monkeypatch.setattr("releasecheck.app.recording.planning_process.WORTH_A_PROCESS", 5_000)
    assert run("import", "people", file).out.startswith("2 rows: 1 new, 1 release date moved")
    assert run("export", "plans").out == elsewhere


def test_a_row_that_may_be_about_somebody_else_says_nothing_of_tasks(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path
) -> None:
    """A refused row had its facts left out, and its task was recorded of somebody whom it was not about."""
    make_person("A1234BC", "RIVERS, Sam")
    file = tmp_path / "list.csv"
    file.write_text("Prison Number,Surname,DTR\nA1234BC,ELSEWHERE,sent 1/11\n")
    done = run("import", "people", file)
    assert done.code == 3
    assert "the same person?" in done.err
    assert rows(record, "SELECT * FROM outcomes") == []
