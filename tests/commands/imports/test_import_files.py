"""`import people` from files as they come: what is saved, what is refused, and what is never overwritten."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.made_up.answers import facts, shown
from tests.made_up.program import Dump, MakePerson, Run
from tests.made_up.records import told
from tests.places import IMPORTS


def test_good_rows_are_saved_and_bad_ones_listed_as_the_spreadsheet_shows_them(
    run: Run, record: Path, tmp_path: Path
) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text(
        "NOMS No,Surname,Release Date,Release Type,MAPPA level,Shoe size\n"
        "A1234BC,RIVERS,06/02/2027,CRD,2,9\n"
        "A123BC,COLE,05/03/2027,CRD,,\n"
        "A1188DE,O’NEILL,31/02/2027,CRD,7,\n"
        "A2291BB,HOLT,2026-11-26,CRD,1,\n"
    )
    done = run("import", "people", file)
    assert done.code == 3
    assert done.out.splitlines() == [
        "4 rows: 3 new, 1 refused",
        "",
        "NO RELEASE DAY READ, 1 person. CHECK THIS has them until it is settled",
        "  31/02/2027 1",
        '  A1188DE O’NEILL "31/02/2027"',
        "",
        "NOT READ, left as it was. Say once what it means: --suggest-map, then --map",
        '  MAPPA level: "7" 1: 1, 2 or 3',
        "",
        "NOT USED: Shoe size",
    ]
    assert done.err.splitlines()[0] == (
        'leeds.csv row 3, NOMS No "A123BC": a prison number is a letter, 4 digits, 2 letters'
    )
    assert "releasecheck import report 1" in done.err
    people = json.loads(run("list", "--format", "json").out)["people"]
    assert [row["prison_number"] for row in people] == ["A2291BB", "A1234BC", "A1188DE"]


def test_refused_rows_can_be_had_back_with_the_reasons(run: Run, record: Path, tmp_path: Path) -> None:
    file, back = tmp_path / "leeds.csv", tmp_path / "back.csv"
    file.write_text("NOMS No,Surname,Tier\nA1234BC,RIVERS,Z9\nA1188DE,COLE,B2\n")
    assert run("import", "people", file, "--rejects", back).code == 3
    with back.open(newline="", encoding="utf-8-sig") as text:
        assert list(csv.reader(text)) == [
            ["NOMS No", "Surname", "Tier", "Why refused"],
            ["A1234BC", "RIVERS", "Z9", "Tier: A0 to D3, an S may follow, or A to G"],
        ]
    back.write_text(back.read_text("utf-8-sig").replace("Z9", "C1"), encoding="utf-8")
    again = run("import", "people", back)
    assert (again.code, again.out) == (
        *(0, "1 row: 1 otherwise changed\n  A1234BC tier: C1 (was not known)\n"),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("byte_order_mark.csv", {}),
        ("lower_case_prison_number.csv", {}),
        ("release_date_day_first.csv", {"conditional_release_date": "2027-03-04"}),
        ("semicolons.csv", {"conditional_release_date": "2027-02-05"}),
        ("tabs.csv", {"conditional_release_date": "2027-02-05"}),
    ],
)
def test_spreadsheets_as_they_come(run: Run, record: Path, name: str, expected: dict[str, str]) -> None:
    done = run("import", "people", IMPORTS / name)
    assert done.code == 0, done.err
    known = facts(run, "A1234BC")
    assert {fact: known[fact] for fact in expected} == expected


def test_a_line_break_in_a_cell_is_kept_and_rows_are_counted_as_the_spreadsheet_does(
    run: Run, record: Path
) -> None:
    done = run("import", "people", IMPORTS / "line_break_in_a_cell.csv")
    assert (done.code, done.out.splitlines()[0]) == (3, "2 rows: 2 new")
    assert '  Tier: "Z9" 1: A0 to D3, an S may follow, or A to G' in done.out.splitlines()
    assert "row 3" in run("import", "report").out
    assert str(facts(run, "A1234BC")["com_office"]).split() == "Leeds probation office Waterloo House".split()


def test_the_headings_of_the_prisoner_search_are_known(run: Run, record: Path) -> None:
    assert run("import", "people", IMPORTS / "prisoner_search_headings.csv").code == 0
    known = facts(run, "A1234BC")
    assert (known["prison"], known["sex"], known["recall"]) == ("LEI", "M", False)
    assert known["conditional_release_override_date"] == "2027-02-10"


def test_a_dash_reads_standard_input(run: Run, record: Path) -> None:
    done = run("import", "people", "-", stdin="NOMS No,Surname\nA1234BC,RIVERS\n")
    assert (done.code, done.out.splitlines()[0]) == (0, "1 row: 1 new")
    bad = run("import", "people", "-", stdin="NOMS No,Surname\nA12,RIVERS\n")
    assert bad.err.startswith('standard input row 2, NOMS No "A12": ')


def test_a_file_in_the_encoding_of_an_old_spreadsheet(run: Run, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    file.write_bytes("NOMS No,Surname\nA1234BC,O’NEILL\n".encode("cp1252"))
    assert run("import", "people", file, "--encoding", "cp1252").code == 0
    assert shown(run, "o'neill")["person"]["name"] == "O’NEILL"


@pytest.mark.parametrize("option", ["--strict", "--dry-run"])
def test_nothing_is_saved_when_that_was_asked_for(
    run: Run, record: Path, tmp_path: Path, dump: Dump, option: str
) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text("NOMS No,Tier\nA1234BC,B2\nA1188DE,Z9\n")
    before = dump(record)
    done = run("import", "people", file, option)
    assert done.code == 3
    assert "Nothing saved." in done.out
    assert dump(record) == before


def test_strict_saves_everything_when_no_row_is_refused(run: Run, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text("NOMS No,Tier\nA1234BC,B2\n")
    assert run("import", "people", file, "--strict").code == 0
    assert facts(run, "A1234BC") == {"tier": "B2"}


def test_an_empty_cell_leaves_a_fact_and_not_known_takes_it_away(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B2", housing="settled")
    assert run("import", "people", IMPORTS / "empty_cell_and_not_known.csv").code == 0
    known = facts(run, "smith")
    assert known["tier"] == "B2"
    assert "housing" not in known


def test_import_says_what_moved_and_who_is_not_in_the_file(
    run: Run, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person()
    make_person("A1188DE", "COLE, Marcus")
    make_person("A2291BB", "HOLT, Ann")
    file = tmp_path / "leeds.csv"
    file.write_text("NOMS No,CRD\nA1234BC,2026-12-18\nA1188DE,2027-02-06\nA5561CD,2027-05-07\n")
    done = run("import", "people", file)
    assert done.code == 0
    assert done.out.startswith("3 rows: 1 new, 1 release date moved (1 makes things overdue), 1 unchanged")
    assert "1 person in the record and not in this file, left as they are: A2291BB" in done.err


def test_a_value_from_a_file_says_which_file(run: Run, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text("NOMS No,Tier\nA1234BC,B2\n")
    assert run("import", "people", file, "--told", "2026-11-20").code == 0
    assert told(record, "tier")[0][:3] == ("B2", "2026-11-20", "leeds.csv")


def test_refused_rows_that_cannot_be_written_stop_the_import(
    run: Run, record: Path, tmp_path: Path, dump: Dump
) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text("NOMS No,Surname,CRD\nA6100AA,FELL,05/02/2027\nA6100AB,DALE,31/02/2027\n", "utf-8")
    before = dump(record)
    assert run("import", "people", file, "--rejects", "/nonexistent/r.csv").code == 1
    assert dump(record) == before


def test_refused_rows_never_replace_the_file_they_come_from(
    run: Run, record: Path, tmp_path: Path, dump: Dump
) -> None:
    file = tmp_path / "leeds.csv"
    text = "NOMS No,Surname,CRD\nA6100AA,FELL,05/02/2027\nA6100AB,DALE,31/02/2027\n"
    file.write_text(text, "utf-8")
    before = dump(record)
    done = run("import", "people", file, "--rejects", file)
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "is the file that is read: choose another with --rejects" in done.err
    assert (file.read_text("utf-8"), dump(record)) == (text, before)


def test_a_refused_row_begins_no_formula_and_comes_back_as_it_was(
    run: Run, record: Path, tmp_path: Path
) -> None:
    file, back = tmp_path / "leeds.csv", tmp_path / "back.csv"
    file.write_text("NOMS No,Surname,Tier\nA6100AB,=DALE(1),Z9\nA6100AC,'=FELL,Z9\n", "utf-8")
    run("import", "people", file, "--rejects", back)
    rows = list(csv.reader(back.read_text("utf-8-sig").splitlines()))[1:]
    assert [row[1] for row in rows] == ["'=DALE(1)", "'=FELL"]
    back.write_text(back.read_text("utf-8-sig").replace("Z9", "C1"), encoding="utf-8")
    assert run("import", "people", back).out.startswith("2 rows: 2 otherwise changed\n")
    assert "=DALE(1)" in run("show", "A6100AB").out


def test_a_surname_in_capitals_is_the_surname_wherever_it_stands(run: Run, record: Path) -> None:
    for number, name in (("A1000AA", "RIVERS Sam"), ("A1000AB", "Sam RIVERS"), ("A1000AC", "VAN DYKE Jo")):
        said = run("add", number, "--name", name).out
        assert f"recorded as {'VAN DYKE, Jo' if 'DYKE' in name else 'RIVERS, Sam'}." in said
