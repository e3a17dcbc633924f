"""The working workbook: made by `export work`, filled in as people do, and read back by `import tasks`."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.made_up.program import MakePerson, Run, run
from tests.made_up.working_workbook import Book, saved_by_libreoffice

MAN, WOMAN = "A1234BC", "A5561CD"


@pytest.fixture(name="work")
def made(make_person: MakePerson, tmp_path: Path) -> Path:
    """A working workbook of two people who leave within weeks, one of them with a referral sent."""
    make_person(MAN, "SMITH, John", "2026-12-18")
    make_person(WOMAN, "=DUNNE, Kerry", "2026-12-30")
    run("mark", WOMAN, "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes", "--on", "2026-11-02")
    file = tmp_path / "work.xlsx"
    assert run("export", "work", "-o", file).code == 0
    return file


def task(number: str, item: str) -> dict:
    found = json.loads(run("show", number, "--format", "json").out)["tasks"]
    return next(one for one in found if one["item"] == item)


def last_entry(run: Run) -> str:
    return run("undo", "--dry-run").out


def filled(work: Path, **told: object) -> Path:
    """The workbook with this written into the row of the man's housing referral."""
    book = Book(work)
    book.write(book.row(MAN, "dtr"), **told)
    return book.saved()


SENT = {
    "Outcome": "submitted",
    "On": date(2026, 11, 20),
    "Answer_1": "Leeds",
    "Answer_2": "yes",
    "Other_evidence": "reference=AB-1",
}


def test_what_is_filled_in_is_recorded_as_typed(work: Path, run: Run) -> None:
    done = run("import", "tasks", filled(work, **SENT))
    assert done.code == 0, done.err
    assert done.err.splitlines()[:-1] == []  # not a word about our own columns, only how to undo it
    assert f"{MAN} dtr submitted on Fri 20 Nov 2026 (before: open, with nothing recorded)" in " ".join(
        done.out.split()
    )
    found = task(MAN, "dtr")
    assert (found["outcome"], found["outcome_on"]) == ("submitted", "2026-11-20")
    assert found["evidence"] == {"authority": "Leeds", "consent_to_refer": "yes", "reference": "AB-1"}


def test_the_same_file_twice_records_nothing_twice(work: Path, run: Run) -> None:
    file = filled(work, **SENT)
    run("import", "tasks", file)
    again = run("import", "tasks", file)
    assert (again.code, "1 recorded already" in again.out, "Entry" in again.err) == (0, True, False)


def test_an_answer_to_what_waits_is_recorded(work: Path, run: Run) -> None:
    book = Book(work)
    row = book.row(WOMAN, "dtr")
    assert book.cell(row, "Stands").value == "submitted, Mon 2 Nov 2026"
    book.write(row, Outcome="accepted", On=date(2026, 11, 19), Reason="priority_need")
    assert run("import", "tasks", book.saved()).code == 0
    assert task(WOMAN, "dtr")["outcome"] == "accepted"


def test_sorting_and_hiding_rows_changes_nothing(work: Path, run: Run) -> None:
    book = Book(work)
    book.write(book.row(MAN, "dtr"), **SENT)
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), start=2):
        for column, value in enumerate(values, start=1):
            book.sheet.cell(number, column).value = value
        book.sheet.row_dimensions[number].hidden = number % 2 == 0
    assert run("import", "tasks", book.saved()).code == 0
    assert task(MAN, "dtr")["outcome"] == "submitted"


def test_a_task_changed_since_is_shown_with_both_and_recorded_only_when_asked(work: Path, run: Run) -> None:
    run("mark", MAN, "dtr", "declined", "--on", "2026-11-19")
    file = filled(work, **SENT)
    row = Book(file).row(MAN, "dtr")
    done = run("import", "tasks", file)
    assert done.code == 3
    said = f"filled.xlsx row {row}, Outcome: dtr of {MAN} was changed by entry"
    assert said in done.err
    assert "it is declined on Thu 19 Nov 2026, and the row says submitted on Fri 20 Nov 2026" in done.err
    assert "SMITH" not in done.err
    assert task(MAN, "dtr")["outcome"] == "declined"
    assert run("import", "tasks", file, "--changed").code == 0
    assert task(MAN, "dtr")["outcome"] == "submitted"


def test_an_outcome_taken_back_since_has_changed_too(work: Path, run: Run) -> None:
    assert run("undo").code == 0
    book = Book(work)
    book.write(book.row(WOMAN, "dtr"), Outcome="accepted", On=date(2026, 11, 19), Reason="priority_need")
    done = run("import", "tasks", book.saved())
    assert (done.code, "it is open, with nothing recorded, and the row says accepted" in done.err) == (
        3,
        True,
    )


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"Outcome": "submitted"}, "On: on which day did it happen? Where nobody knows: not known"),
        ({"On": date(2026, 11, 20)}, "Outcome: what happened? On is filled in, and no outcome"),
        ({"Answer_1": "Leeds"}, "Outcome: what happened? Answer 1 is filled in, and no outcome"),
        ({**SENT, "Outcome": "submited"}, "Outcome: dtr has no such outcome. Did you mean submitted?"),
        ({**SENT, "On": date(2026, 12, 20)}, 'On "2026-12-20": has not come yet'),
        ({**SENT, "On": "soon"}, "On"),
        ({**SENT, "Answer_2": "perhaps"}, "Answer 2"),
        ({**SENT, "Row_key": None}, "Row key: is empty: was the row added by hand?"),
        ({**SENT, "Row_key": f"{MAN} dtr 3 abcdef"}, "Row key: is not as it was made"),
        ({**SENT, "Prison_number": WOMAN}, f'Prison number "{WOMAN}": is not that of the key'),
        ({**SENT, "Task": "GP registration sent"}, "Task: is not that of the key"),
        ({"Outcome": "accepted", "On": date(2026, 11, 20)}, "needs a reason: prevention_and_relief"),
    ],
)
def test_what_cannot_be_read_is_said_by_row_and_not_recorded(
    work: Path, run: Run, told: dict, says: str
) -> None:
    row = Book(work).row(MAN, "dtr")
    before = last_entry(run)
    done = run("import", "tasks", filled(work, **told))
    assert (done.code, last_entry(run)) == (3, before)
    assert f"filled.xlsx row {row}, " in done.err
    assert says in done.err
    assert not {"SMITH", "DUNNE", "Traceback"} & set(done.err.replace(",", " ").split())


def test_a_copied_row_that_says_another_thing_is_refused_with_its_first(work: Path, run: Run) -> None:
    book = Book(work)
    row = book.row(MAN, "dtr")
    book.write(row, **SENT)
    book.sheet.append([cell.value for cell in book.sheet[row]])
    last = book.sheet.max_row
    book.write(last, Outcome="declined")
    done = run("import", "tasks", book.saved())
    assert f"row {row}, Outcome: the task is also on row {last}, with another answer" in done.err
    assert f"row {last}, Outcome: the task is also on row {row}, with another answer" in done.err
    assert task(MAN, "dtr")["outcome"] is None
    book.write(last, Outcome="submitted")
    done = run("import", "tasks", book.saved("same.xlsx"))
    assert (done.code, "1 repeated" in done.out) == (0, True)


@pytest.mark.parametrize("heading", ["Row key", "Outcome", "On"])
def test_a_column_it_cannot_be_read_without_is_named(work: Path, run: Run, heading: str) -> None:
    book = Book(work)
    book.write(book.row(MAN, "dtr"), **SENT)
    book.sheet.delete_cols(book.at(heading))
    done = run("import", "tasks", book.saved())
    assert (done.code, f"has no column {heading}," in done.err) == (1, True)


def test_columns_that_only_people_read_may_go_and_others_may_come(work: Path, run: Run) -> None:
    book = Book(work)
    book.write(book.row(MAN, "dtr"), **SENT)
    for heading in ("Prison number", "Name", "Task", "Next", "Stands"):
        book.sheet.delete_cols(book.at(heading))
    book.sheet.cell(1, book.sheet.max_column + 1).value = "My notes"
    done = run("import", "tasks", book.saved())
    assert done.code == 0, done.err
    assert 'column "My notes" is not used' in done.err
    assert task(MAN, "dtr")["outcome"] == "submitted"


def test_a_workbook_of_last_week_is_read_where_nothing_has_changed(work: Path, run: Run) -> None:
    run("mark", MAN, "gp_registration", "sent", "--gaps", "--on", "2026-11-24", as_of="2026-11-30")
    done = run("import", "tasks", filled(work, **SENT), as_of="2026-11-30")
    assert done.code == 0, done.err


def test_a_workbook_of_another_record_is_refused(
    work: Path, run: Run, make_person: MakePerson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filled(work, **SENT)
    monkeypatch.setenv("RELEASECHECK_RECORD", str(tmp_path / "other.db"))
    run("record", "init")
    make_person(MAN, "SMITH, John", "2026-12-18")
    done = run("import", "tasks", file)
    assert (done.code, "Row key: is not as it was made, or is of another record" in done.err) == (3, True)


def test_a_workbook_that_is_open_is_read_as_it_was_saved_and_not_replaced(work: Path, run: Run) -> None:
    beside = work.with_name("~$work.xlsx")
    beside.write_bytes(b"somebody")
    done = run("import", "tasks", work)
    assert (done.code, done.err) == (
        0,
        "work.xlsx is open in another program: only what was saved there is read\n",
    )
    before = work.read_bytes()
    done = run("export", "work", "-o", work)
    assert (done.code, work.read_bytes()) == (1, before)
    assert f"{work} is open in another program: close it there" in done.err
    beside.rename(work.with_name(".~lock.work.xlsx#"))
    assert run("export", "work", "-o", work).code == 1


def test_a_workbook_that_excel_keeps_to_itself_is_said_so(
    work: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(path: Path, most: int) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("releasecheck.commands.imports.import_options.bytes_of_file", locked)
    done = run("import", "tasks", work)
    assert (done.code, "Is it open in Excel? Save it and close it there" in done.err) == (1, True)


def test_restricted_people_are_not_in_it(work: Path, run: Run, tmp_path: Path) -> None:
    run("record", "restrict", MAN, "--reason", "court order")
    file = tmp_path / "again.xlsx"
    run("export", "work", "-o", file)
    numbers = {row[0].value for row in Book(file).sheet.iter_rows(min_row=2)}
    assert numbers == {WOMAN}


def test_a_text_that_looks_like_a_formula_stays_text(work: Path) -> None:
    book = Book(work)
    cell = book.cell(book.row(WOMAN, "dtr"), "Name")
    assert (cell.data_type, "DUNNE" in cell.value) == ("s", True)


def test_libreoffice_opens_and_saves_it_and_nothing_is_lost(work: Path, run: Run, tmp_path: Path) -> None:
    untouched = saved_by_libreoffice(work, tmp_path)
    done = run("import", "tasks", untouched)
    assert (done.code, " left empty" in done.out, done.err) == (0, True, "")
    book = Book(untouched)
    rules = {
        str(rule.sqref).rstrip("0123456789"): rule for rule in book.sheet.data_validations.dataValidation
    }
    assert any("OFFSET" in (rule.formula1 or "") for rule in rules.values())
    assert isinstance(book.cell(book.row(MAN, "dtr"), "Due on").value, datetime)
    book.write(book.row(MAN, "dtr"), **SENT)
    file = saved_by_libreoffice(book.saved(), tmp_path)
    assert run("import", "tasks", file).code == 0
    assert task(MAN, "dtr")["evidence"]["authority"] == "Leeds"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_untouched_workbook_records_nothing_however_it_is_arranged(
    work: Path, data: st.DataObject
) -> None:
    book = Book(work)
    columns = data.draw(st.permutations(range(1, book.sheet.max_column + 1)))
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows()]
    order = [0, *data.draw(st.permutations(range(1, len(rows))))]
    for number, row in enumerate(order, start=1):
        for place, column in enumerate(columns, start=1):
            book.sheet.cell(number, place).value = rows[row][column - 1]
    done = run("import", "tasks", book.saved("arranged.xlsx"))
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{len(rows) - 1} rows: {len(rows) - 1} left empty\n"
