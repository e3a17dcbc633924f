"""The working workbook as it is made: what stands in it, what each cell offers, and how it looks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from tests.made_up.program import Run
from tests.made_up.working_workbook import Book


@pytest.fixture(name="book")
def made(demo: Path, run: Run, tmp_path: Path) -> Book:
    done = run("export", "work", "-o", tmp_path / "work.xlsx")
    assert done.code == 0, done.err
    assert "Filled in, it comes back by: releasecheck import tasks" in done.err
    return Book(tmp_path / "work.xlsx")


def test_it_has_a_row_for_each_task_that_needs_somebody_or_waits(book: Book, run: Run) -> None:
    missing = json.loads(run("missing", "--within", "28d", "--format", "json").out)["items"]
    keys = {tuple(row[-1].value.split()[:2]) for row in book.sheet.iter_rows(min_row=2)}
    assert {(one["prison_number"], one["item"]) for one in missing} <= keys
    states = {book.cell(row, "State").value for row in range(2, book.sheet.max_row + 1)}
    assert {"overdue", "to do", "waiting"} <= states
    assert "does not apply" not in states


def offered(book: Book, row: int, heading: str, by: str) -> list[str]:
    """What a cell's rule comes to: it goes by what stands in its own row."""
    letter = get_column_letter(book.at(heading))
    rules = book.sheet.data_validations.dataValidation
    rule = next(one for one in rules if str(one.sqref).startswith(f"{letter}2:"))
    assert f"MATCH(${get_column_letter(book.at(by))}2," in rule.formula1
    first, key = re.findall(r"Lists!\$([A-Z]+)\$", rule.formula1)[:2]
    lists = book.book["Lists"]
    for cell in lists[key]:
        if cell.value == book.cell(row, by).value:
            answers = lists[cell.row][lists[f"{first}1"].column - 1 :]
            many = lists.cell(cell.row, lists[f"{first}1"].column - 1).value
            return [one.value for one in answers[:many]]
    return []


def test_each_cell_offers_what_the_catalogue_allows_its_task(book: Book) -> None:
    row = next(row for row in range(2, book.sheet.max_row + 1) if " dtr " in book.cell(row, "Row key").value)
    assert offered(book, row, "Outcome", "Task") == [
        *("submitted", "accepted", "not accepted", "withdrawn"),
        *("declined by the person", "not achieved", "not needed"),
    ]
    assert "priority_need" in offered(book, row, "Reason", "Task")
    assert book.cell(row, "Asks 2").value == "Consent to refer (if submitted)"
    assert offered(book, row, "Answer 2", "Asks 2") == ["yes", "no", "not known"]
    days = [rule for rule in book.sheet.data_validations.dataValidation if rule.type == "date"]
    assert [str(rule.sqref).partition(":")[0] for rule in days] == [f"{get_column_letter(book.at('On'))}2"]


def test_it_is_laid_out_to_work_in(book: Book) -> None:
    sheet, last = book.sheet, get_column_letter(book.sheet.max_column)
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref == f"A1:{last}{sheet.max_row}"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$D")
    assert sheet.column_dimensions[last].hidden
    assert book.book["Lists"].sheet_state == "hidden"
    state = get_column_letter(book.at("State"))
    coloured = [area for area in sheet.conditional_formatting if str(area.sqref).startswith(f"{state}2:")]
    rules = {rule.formula[0] for area in coloured for rule in area.rules}
    assert {'"overdue"', '"act now"', '"blocked"'} <= rules
    assert book.cell(2, "Due on").number_format == "ddd d mmm yyyy"


def test_it_is_logged_as_given_out(book: Book, run: Run) -> None:
    log = run("log", "show").out
    assert "export work" in log


def test_mine_are_the_tasks_of_whoever_asks(
    demo: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run("export", "work", "--mine")
    assert (done.code, "config set role" in done.err) == (2, True)
    run("config", "set", "role", "OMU")
    run("export", "work", "--mine", "-o", tmp_path / "mine.xlsx")
    book = Book(tmp_path / "mine.xlsx")
    assert {book.cell(row, "Who").value.split()[0] for row in range(2, book.sheet.max_row + 1)} == {"OMU"}
