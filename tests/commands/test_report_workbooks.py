"""Any report as a workbook: days as days, a filter, headings that stay, colour beside the words."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tests.made_up.program import MakePerson, Run

PERSON = "A7710FA"
REPORTS = (
    "list",
    "missing",
    "today",
    "caseload",
    "forecast",
    "outcomes",
    f"show {PERSON}",
    f"asked {PERSON}",
)


def made(run: Run, file: Path, command: str) -> Any:
    done = run(*command.split(), "-o", file, "--to", "OMU")
    assert done.code == 0, done.err
    return load_workbook(file)


@pytest.mark.parametrize("command", REPORTS)
def test_every_sheet_can_be_filtered_and_keeps_its_headings(
    run: Run, demo: Path, tmp_path: Path, command: str
) -> None:
    book = made(run, tmp_path / "report.xlsx", command)
    for sheet in book:
        assert sheet["A1"].value.startswith("OFFICIAL-SENSITIVE")
        assert sheet.freeze_panes.endswith("3")
        assert sheet.print_title_rows == "$2:$2"
        assert sheet.auto_filter.ref == f"A2:{get_column_letter(sheet.max_column)}{max(sheet.max_row, 3)}"


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    headings, *rows = sheet.iter_rows(min_row=2, values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_it_holds_what_the_csv_holds_with_days_as_days(run: Run, demo: Path, tmp_path: Path) -> None:
    sheet = made(run, tmp_path / "missing.xlsx", "missing")["Missing"]
    found, said = rows_of(sheet), list(csv.DictReader(io.StringIO(run("missing", "--format", "csv").out)))
    assert len(found) == len(said)
    for row, text in zip(found, said, strict=True):
        day = row["Due on"]
        assert isinstance(day, datetime | None)
        assert (row["Prison number"], day.date().isoformat() if day else "") == (
            text["prison_number"],
            text["due_on"],
        )
    assert {row["State"] for row in found} >= {"overdue", "to do", "not known"}


def coloured(sheet: Any, heading: str) -> set[str]:
    letter = next(cell.column_letter for cell in sheet[2] if cell.value == heading)
    areas = [area for area in sheet.conditional_formatting if str(area.sqref).startswith(f"{letter}3:")]
    return {f"{rule.operator} {rule.formula[0]}" for area in areas for rule in area.rules}


def test_colour_stands_beside_the_word_that_says_the_same(run: Run, demo: Path, tmp_path: Path) -> None:
    missing = made(run, tmp_path / "missing.xlsx", "missing")["Missing"]
    assert {'equal "overdue"', 'equal "chase"'} <= coloured(missing, "State")
    people = made(run, tmp_path / "list.xlsx", "list")["People"]
    assert coloured(people, "Overdue") == {"greaterThan 0"}
    loads = made(run, tmp_path / "caseload.xlsx", "caseload")
    assert all(coloured(sheet, "Late") == {"greaterThan 0"} for sheet in loads if sheet["A2"].value == "POM")


def test_who_is_not_counted_stands_on_a_sheet_of_its_own(run: Run, demo: Path, tmp_path: Path) -> None:
    book = made(run, tmp_path / "list.xlsx", "list")
    notes = [row[0] for row in book["About"].iter_rows(min_row=2, values_only=True)]
    assert any(note.startswith("Catalogue ") for note in notes)
    gate = made(run, tmp_path / "gate.xlsx", "gate --on 2026-11-24")
    assert "Leaving Tue 24 Nov 2026" in gate["Release check"]["A1"].value


def test_who_has_no_day_is_said_to_be_left_out(run: Run, make_person: MakePerson, tmp_path: Path) -> None:
    make_person(release=None)
    make_person("A5561CD", "DUNNE, Kerry", "2026-12-18")
    for place, command in enumerate(("list --within 28d", "gate", "forecast")):
        book = made(run, tmp_path / f"{place}.xlsx", command)
        said = [row[0] for row in book["About"].iter_rows(min_row=3, values_only=True)]
        assert any("no release date" in note or "no usable release day" in note for note in said), (
            command,
            said,
        )


def test_the_release_check_is_a_workbook_too(run: Run, demo: Path, tmp_path: Path) -> None:
    """Each line of each person's check, with the same words as its page."""
    for words in ("gate", f"gate {PERSON}"):
        sheet = made(run, tmp_path / "gate.xlsx", f"{words} --force")["Release check"]
        checks = json.loads(run(*words.split(), "--format", "json").out)
        people = checks.get("people", [checks])
        said = [(one["prison_number"], line["title"], line["is"]) for one in people for line in one["lines"]]
        found = [(row["Prison number"], row["Check"], row["State"]) for row in rows_of(sheet)]
        assert found == said
    done = run("gate", "--out", tmp_path / "pages", "--format", "xlsx")
    assert (done.code, "--out makes pages" in done.err) == (2, True)


def test_a_name_that_looks_like_a_formula_stays_text(
    run: Run, make_person: MakePerson, tmp_path: Path
) -> None:
    for number, sign in zip(("A1234BC", "A5561CD", "A2291BB", "A1188DE"), "=+-@", strict=True):
        make_person(number, f"{sign}SMITH, John", "2026-12-18")
    sheet = made(run, tmp_path / "list.xlsx", "list")["People"]
    cells = [row[1] for row in sheet.iter_rows(min_row=3)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.value.startswith(tuple("=+-@")) for cell in cells)


def test_it_is_logged_as_given_out(run: Run, demo: Path, tmp_path: Path) -> None:
    made(run, tmp_path / "list.xlsx", "list")
    lines = json.loads(run("log", "export", "--to", "ICO", "--format", "json").out)
    assert any(line["command"].startswith("list") and line["recipient"] == "OMU" for line in lines)


def test_days_are_days_and_another_form_that_is_asked_for_is_written_and_said(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    day = rows_of(made(run, tmp_path / "today.xlsx", "today")["Today"])[0]["Release date"]
    assert day is None or day.date() > date(2026, 1, 1)
    done = run("list", "-o", tmp_path / "l.xlsx", "--format", "csv")
    assert (done.code, "the file ends in .xlsx, and --format csv is written" in done.err) == (0, True)
