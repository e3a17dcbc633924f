"""Imports of files as they come: which sheet, which separator, which letters, and where a row stands."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.made_up.answers import shown
from tests.made_up.lists import known
from tests.made_up.program import Run
from tests.made_up.workbooks import HEADINGS, xlsx
from tests.places import DATA

RIVERS = ("A1234BC", "RIVERS", "05/02/2027")
COLE = ("A1188DE", "COLE", "05/03/2027")


def test_a_cover_and_a_hidden_sheet_are_not_the_list(run: Run, record: Path, tmp_path: Path) -> None:
    book = tmp_path / "list.xlsx"
    rows = ([HEADINGS, COLE], [["Leeds"]], [HEADINGS, RIVERS])
    book.write_bytes(xlsx(dict(zip(("Archive", "Cover", "Now"), rows, strict=True)), hidden=["Archive"]))
    done = run("import", "people", book)
    assert (done.code, done.out) == (0, "1 row: 1 new\n")
    assert "list.xlsx: read from sheet Now; not read: Archive (hidden), Cover." in done.err
    assert set(known(run)) == {"A1234BC"}


def test_a_sheet_that_nobody_would_read_stops_the_import(run: Run, record: Path, tmp_path: Path) -> None:
    book = tmp_path / "list.xlsx"
    book.write_bytes(xlsx({"Cover": [["Leeds"]], "Data": [HEADINGS, RIVERS]}, hidden=["Data"]))
    done = run("import", "people", book)
    assert done.code == 1 and "Data has, and is hidden. Name the sheet to read: --sheet NAME" in done.err
    assert run("import", "people", book, "--sheet", "Data").out == "1 row: 1 new\n"


def test_a_refused_row_is_said_and_given_back_from_whichever_sheet_it_is(
    run: Run, record: Path, tmp_path: Path
) -> None:
    book, back = tmp_path / "months.xlsx", tmp_path / "back.csv"
    december = [["Surname", "CRD", "NOMS No"], ["COLE", "31/02/2027", "A1188DE"], ["FELL", "", "A1234BC"]]
    book.write_bytes(xlsx({"November": [HEADINGS, RIVERS], "December": december}))
    done = run("import", "people", book, "--rejects", back)
    assert done.code == 3
    (cell, *_) = json.loads(run("import", "report", "--format", "json").out)["not_read"][1:]
    assert (cell["place"], cell["heading"], cell["words"]) == ("sheet December row 2", "CRD", "31/02/2027")
    assert 'sheet December row 3, NOMS No "A1234BC": is already on sheet November row 2' in done.err
    rows = list(csv.reader(back.read_text("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["NOMS No", "Surname", "CRD"]
    assert rows[1][:3] == ["A1188DE", "COLE", "31/02/2027"]


def test_a_tracker_and_a_contact_log_are_a_sheet_a_month_too(run: Run, record: Path, tmp_path: Path) -> None:
    tracker, log = tmp_path / "tracker.xlsx", tmp_path / "log.xlsx"
    heads = ("NOMS No", "Task", "Status", "Date")
    tracker.write_bytes(xlsx({"Nov": [heads], "Dec": [heads, ("A1234BC", "dtr", "sunk", "20/11/2026")]}))
    assert "tracker.xlsx sheet Dec row 2, Status:" in run("import", "tasks", tracker).err
    heads = ("NOMS No", "Date", "Who", "How")
    log.write_bytes(xlsx({"Nov": [heads], "Dec": [heads, ("A1234BC", "20/11/2026", "COM", "pigeon")]}))
    assert "log.xlsx sheet Dec row 2, How:" in run("import", "contacts", log).err


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_workbook_of_another_program_is_imported(run: Run, record: Path, ending: str) -> None:
    done = run("import", "people", DATA / "lists" / f"sheet_a_month.{ending}")
    assert (done.code, done.out.splitlines()[0]) == (3, "4 rows: 4 new")
    assert "sheet December row 2" in run("import", "report").out
    assert shown(run, "A1188DE")["person"]["name"] == "O’NEILL"


def test_notes_full_of_semicolons_do_not_cut_a_list_of_commas(run: Run, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    notes = "rang COM; no answer; rang again; left message; will ring back"
    file.write_text(f"NOMS No,Surname,CRD,Notes\n{','.join(RIVERS)},{notes}\n{','.join(COLE)},\n")
    assert run("import", "people", file).out == "2 rows: 2 new\n\nNOT USED: Notes\n"


def test_letters_of_old_excel_need_no_flag_and_lost_ones_are_said_without_a_name(
    run: Run, record: Path, tmp_path: Path
) -> None:
    file = tmp_path / "board.csv"
    file.write_bytes("NOMS No,Surname\nA1234BC,O’NEILL\nA1188DE,?UKASZ\n".encode("cp1252"))
    done = run("import", "people", file)
    assert done.code == 0
    assert "board.csv: read as Windows-1252. Wrong? Add --encoding NAME" in done.err
    assert "board.csv: letters may be lost or wrong in row 3: check the names there" in done.err
    assert "UKASZ" not in done.err
    assert shown(run, "A1234BC")["person"]["name"] == "O’NEILL"


def test_a_heading_that_only_a_mapping_knows_finds_sheet_and_separator(
    run: Run, record: Path, tmp_path: Path
) -> None:
    book, mapping = tmp_path / "list.xlsx", tmp_path / "map.toml"
    mapping.write_text('[columns]\n"Our ref" = "NOMS No"\n')
    book.write_bytes(xlsx({"Cover": [["Leeds"]], "List": [("Our ref", "Surname"), RIVERS[:2]]}))
    assert run("import", "people", book, "--map", mapping).out.startswith("1 row: 1 new\n")


def test_a_format_in_which_an_error_looks_empty_clears_nothing(run: Run, record: Path) -> None:
    done = run("import", "people", DATA / "lists" / "sheet_a_month.xls", "--blank-clears")
    assert done.code == 1 and "in this format an Excel error looks empty" in done.err
    assert known(run) == {}
