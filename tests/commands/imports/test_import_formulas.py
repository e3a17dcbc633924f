"""A formula without its value: no empty cell, and no value; it is not read, and nothing is cleared."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.made_up.moves import fact
from tests.places import DATA

CASE = DATA / "cases" / "15-formula-without-its-value"
NUMBER = "A9401ZA"
WHY = "CRD is a formula without its value: open the file in Excel, save it, import that"


def rewritten(source: Path, target: Path, old: bytes, new: bytes) -> Path:
    """A copy of a workbook in which a piece of its sheet reads otherwise."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as copy:
        for part in book.namelist():
            copy.writestr(part, book.read(part).replace(old, new))
    return target


@pytest.mark.parametrize("option", [(), ("--blank-clears",)])
def test_a_formula_without_its_value_leaves_its_fact_as_it_was(
    record: Path, run: Run, option: tuple[str, ...]
) -> None:
    run("import", "people", CASE / "last_week.xlsx")
    done = run("import", "people", *option, CASE / "this_week.xlsx")
    assert done.code == 3 and WHY in " ".join(done.out.split())
    assert fact(record, "conditional_release_date", NUMBER) == "2027-02-05"


def test_a_formula_that_has_its_value_is_read(record: Path, run: Run, tmp_path: Path) -> None:
    run("import", "people", CASE / "last_week.xlsx")
    saved = rewritten(CASE / "this_week.xlsx", tmp_path / "saved.xlsx", b"<v></v>", b"<v>46423</v>")
    assert run("import", "people", saved).code == 0
    assert fact(record, "conditional_release_date", NUMBER) == "2027-02-05"


def test_a_formula_whose_answer_is_an_empty_text_is_an_empty_cell(
    record: Path, run: Run, tmp_path: Path
) -> None:
    run("import", "people", CASE / "last_week.xlsx")
    empty = rewritten(CASE / "this_week.xlsx", tmp_path / "empty.xlsx", b'<c r="D2" ', b'<c r="D2" t="str" ')
    assert run("import", "people", empty).code == 0
    assert fact(record, "conditional_release_date", NUMBER) == "2027-02-05"
    run("import", "people", "--blank-clears", empty)
    assert fact(record, "conditional_release_date", NUMBER) is None


def test_the_row_comes_back_without_what_is_no_value(record: Path, run: Run, tmp_path: Path) -> None:
    refused = tmp_path / "refused.csv"
    run("import", "people", CASE / "this_week.xlsx", "--rejects", refused)
    assert "\0" not in refused.read_text() and f"{NUMBER},FORMULA,Ann,,P. Marsh" in refused.read_text()
