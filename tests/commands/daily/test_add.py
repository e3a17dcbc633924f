"""Putting people and facts into the record: `add`, `set`, `own` and `import people`."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Dump, MakePerson, Run
from tests.places import IMPORTS


def facts(run: Run, person: str) -> dict[str, object]:
    known: dict[str, object] = shown(run, person)["person"]["facts"]
    return known


def shown(run: Run, person: str) -> dict:
    return json.loads(run("show", person, "--format", "json").out)


def told(record: Path, fact: str) -> list[tuple[object, ...]]:
    """Every value of a fact that was ever told, with who said so, oldest first."""
    with closing(sqlite3.connect(record)) as connection:
        return connection.execute(
            "SELECT f.value, f.told_on, f.source, e.by FROM facts AS f JOIN entries AS e ON e.id = f.entry "
            "WHERE f.fact = ? ORDER BY f.id",
            (fact,),
        ).fetchall()


# --- add ---


def test_add_records_a_person_with_a_release_date_and_facts(run: Run, record: Path) -> None:
    done = run(
        "add",
        "a1234bc",
        "--name",
        "Sam Rivers",
        "--release",
        "06/02/2027",
        "--type",
        "crd",
        "tier=b2",
        "sex=M",
    )
    assert done == (
        0,
        "A1234BC recorded as RIVERS, Sam. Release Fri 5 Feb 2027 (CRD, for Sat 6 Feb is a closed day).\n"
        "Next: releasecheck show A1234BC\n",
        "",
    )
    assert shown(run, "rivers, s")["person"] == {
        "prison_number": "A1234BC",
        "name": "RIVERS, Sam",
        "facts": {"sex": "M", "conditional_release_date": "2027-02-06", "tier": "B2"},
    }


@pytest.mark.parametrize(
    ("kind", "type_", "confirmed"),
    [
        ("CRD", "CRD", False),
        ("ARD", "ARD", False),
        ("PRRD", "PRRD", False),
        ("APD", "APD", False),
        ("HDCAD", "HDCAD", False),
        ("CONFIRMED", None, True),
    ],
)
def test_add_takes_each_type_of_release_date(
    run: Run, record: Path, kind: str, type_: str | None, confirmed: bool
) -> None:
    more = ["recall=yes"] if kind == "PRRD" else []
    done = run("add", "A1234BC", "--name", "X", "--release", "2027-02-04", "--type", kind, *more)
    assert done.code == 0, done.err
    release = shown(run, "A1234BC")["release"]
    assert (release["date"], release["type"], release["confirmed"]) == ("2027-02-04", type_, confirmed)


def test_add_as_a_dry_run_says_what_would_be_and_saves_nothing(run: Run, record: Path, dump: Dump) -> None:
    before = dump(record)
    done = run("add", "A1234BC", "--name", "X", "--release", "2027-02-05", "--type", "CRD", "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("A1234BC would be recorded as X. Release Fri 5 Feb 2027 (CRD).\n")
    assert dump(record) == before


def test_a_name_that_nobody_knows_can_be_left_open(run: Run, record: Path) -> None:
    assert run("add", "A1234BC", "--name", "not known").code == 0
    assert shown(run, "A1234BC")["release"] is None


def test_the_prison_of_the_config_file_is_where_new_people_are(
    run: Run, record: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('prison = "LEI"\n')
    assert run("--config", config, "add", "A1234BC", "--name", "X").code == 0
    assert run("--config", config, "add", "A1234BD", "--name", "Y", "prison=MDI").code == 0
    assert facts(run, "A1234BC")["prison"] == "LEI"
    assert facts(run, "A1234BD")["prison"] == "MDI"


# --- set ---


def test_set_says_what_it_was_before(run: Run, make_person: MakePerson) -> None:
    make_person(tier="B2")
    assert run("set", "smith", "tier=C1", "housing=homeless").out == (
        "A1234BC tier: C1 (was B2)\nA1234BC housing: homeless (was not known)\n"
    )
    assert facts(run, "smith")["tier"] == "C1"


def test_not_known_takes_a_fact_away_and_its_history_stays(
    run: Run, record: Path, make_person: MakePerson
) -> None:
    make_person(tier="B2")
    assert run("set", "smith", "tier=not known").out == "A1234BC tier: not known (was B2)\n"
    assert "tier" not in facts(run, "smith")
    assert [row[0] for row in told(record, "tier")] == ["B2", None]


def test_set_to_what_is_known_already_records_nothing(
    run: Run, record: Path, make_person: MakePerson, dump: Dump
) -> None:
    make_person(tier="B2")
    before = dump(record)
    assert run("set", "smith", "tier=B2").out == "A1234BC: nothing new, all of that was recorded already.\n"
    assert dump(record) == before


def test_set_as_a_dry_run_saves_nothing(run: Run, record: Path, make_person: MakePerson, dump: Dump) -> None:
    make_person()
    before = dump(record)
    done = run("set", "smith", "tier=C1", "--dry-run")
    assert done.out.endswith("Nothing saved. Without --dry-run this is recorded.\n")
    assert dump(record) == before


def test_every_value_is_kept_with_who_said_so_and_when(
    run: Run, record: Path, make_person: MakePerson
) -> None:
    make_person(tier="B2")
    assert (
        run("--by", "P. Marsh", "set", "smith", "tier=C1", "--told", "2026-11-20", "--source", "memo").code
        == 0
    )
    assert told(record, "tier")[1] == ("C1", "2026-11-20", "memo", "P. Marsh")


def test_a_new_release_date_is_said_and_moves_the_plan(run: Run, make_person: MakePerson) -> None:
    make_person()
    done = run("set", "smith", "confirmed_release_date=2027-03-05")
    assert "Release Fri 5 Mar 2027 (confirmed)." in done.out
    after = shown(run, "smith")
    assert (after["release"]["date"], after["release"]["confirmed"]) == ("2027-03-05", True)
    assert next(task["opens_on"] for task in after["tasks"] if task["item"] == "dtr") == "2027-01-08"


def test_facts_may_be_called_by_the_headings_people_use(run: Run, make_person: MakePerson) -> None:
    make_person()
    assert run("set", "smith", "crd=13/02/2027").code == 0
    assert facts(run, "smith")["conditional_release_date"] == "2027-02-13"


# --- own ---


def test_own_gives_a_task_to_somebody_else_and_back(run: Run, make_person: MakePerson) -> None:
    make_person()

    def owner() -> str:
        return next(task["owner"] for task in shown(run, "smith")["tasks"] if task["item"] == "dtr")

    assert owner() == "COM"
    assert run("own", "smith", "dtr", "prt").out == "A1234BC dtr: now with PRT, pre-release team.\n"
    assert owner() == "PRT"
    assert run("own", "smith", "dtr", "PRT").out == "A1234BC: nothing new, that was so already.\n"
    assert run("own", "smith", "dtr", "usual").code == 0
    assert owner() == "COM"


# --- import people ---


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
    assert done.out == "4 rows: 2 new, 2 refused\n"
    assert sorted(done.err.splitlines()[:3]) == [
        'leeds.csv row 3, NOMS No "A123BC": a prison number is a letter, 4 digits, 2 letters',
        'leeds.csv row 4, MAPPA level "7": 1, 2 or 3',
        'leeds.csv row 4, Release Date "31/02/2027": no such day',
    ]
    assert 'leeds.csv: column "Shoe size" is not used' in done.err
    assert "--rejects leeds-refused.csv" in done.err
    people = json.loads(run("list", "--format", "json").out)["people"]
    assert [row["prison_number"] for row in people] == ["A2291BB", "A1234BC"]


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
    assert (again.code, again.out) == (0, "1 row: 1 new\n")


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
    assert (done.code, done.out) == (3, "2 rows: 1 new, 1 refused\n")
    assert done.err.startswith('line_break_in_a_cell.csv row 3, Tier "Z9": ')
    assert str(facts(run, "A1234BC")["com_office"]).split() == "Leeds probation office Waterloo House".split()


def test_the_headings_of_the_prisoner_search_are_known(run: Run, record: Path) -> None:
    assert run("import", "people", IMPORTS / "prisoner_search_headings.csv").code == 0
    known = facts(run, "A1234BC")
    assert (known["prison"], known["sex"], known["recall"]) == ("LEI", "M", False)
    assert known["conditional_release_override_date"] == "2027-02-10"


def test_a_dash_reads_standard_input(run: Run, record: Path) -> None:
    done = run("import", "people", "-", stdin="NOMS No,Surname\nA1234BC,RIVERS\n")
    assert (done.code, done.out) == (0, "1 row: 1 new\n")
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


# --- the office's closed days ---


@pytest.mark.parametrize("words", ["done smith com_allocated com_name=Okafor", "set smith tier=C1"])
def test_a_day_on_which_the_office_is_closed_counts_in_every_later_plan(
    run: Run, make_person: MakePerson, words: str
) -> None:
    """`done` once planned before it had read the record's own closed days."""
    make_person()
    assert run("calendar", "add", "2027-01-08", "Office closed").out == (
        "1 closed day new. 1 person planned again.\n"
    )
    assert run(*words.split()).code == 0
    due = {task["item"]: task["due_on"] for task in shown(run, "smith")["tasks"]}
    assert due["dtr"] == "2027-01-07"
    assert run("record", "verify").code == 0


def test_a_closed_day_told_twice_is_one(run: Run, make_person: MakePerson) -> None:
    make_person()
    assert run("calendar", "add", "2027-01-08", "Office closed").code == 0
    again = run("calendar", "add", "2027-01-08", "Office closed")
    assert again.out == "0 closed days new. 0 people planned again.\n"
    assert "Fri 8 Jan 2027" in run("calendar", "list").out


def test_a_document_goes_through_a_link_and_a_pipe_without_replacing_them(
    run: Run, make_person: MakePerson, tmp_path: Path
) -> None:
    """`-o` makes a file; it must never turn something else into one."""
    person = make_person()
    target, link = tmp_path / "target.md", tmp_path / "link.md"
    target.write_text("old", "utf-8")
    link.symlink_to(target)
    assert run("show", person, "--format", "md", "-o", link).code == 0
    assert link.is_symlink()
    assert "SMITH" in target.read_text("utf-8")


def test_what_could_not_be_written_is_not_logged_as_given(run: Run, make_person: MakePerson) -> None:
    person = make_person()
    done = run("show", person, "--format", "md", "-o", "/nonexistent/x.md", "--to", "Leeds Council")
    assert done.code == 1
    assert "disclosure" not in run("log", "show").out


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
    assert run("import", "people", back).out == "2 rows: 2 new\n"
    assert "=DALE(1)" in run("show", "A6100AB").out


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("show A6100AA --format md -o", "record.db"),
        ("handover A6100AA --force -o", "record.txt"),
        ("export people -o", "record.csv"),
        ("export ics -o", "record.ics"),
    ],
)
def test_no_report_is_written_over_a_record(
    run: Run, record: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    """Not even where the record is called what the report would be."""
    record = record.rename(record.with_name(name))
    monkeypatch.setenv("RELEASECHECK_RECORD", str(record))
    run("add", "A6100AA", "--name", "FELL, Ada", "--release", "2027-02-05", "--type", "CRD")
    done = run(*command.split(), record, "--to", "Leeds OMU")
    assert done.code == 1
    assert "is a record, and is not written over" in done.err
    assert run("record", "verify").code == 0
    assert "disclosure" not in run("log", "show").out


def test_a_surname_in_capitals_is_the_surname_wherever_it_stands(run: Run, record: Path) -> None:
    for number, name in (("A1000AA", "RIVERS Sam"), ("A1000AB", "Sam RIVERS"), ("A1000AC", "VAN DYKE Jo")):
        said = run("add", number, "--name", name).out
        assert f"recorded as {'VAN DYKE, Jo' if 'DYKE' in name else 'RIVERS, Sam'}." in said
