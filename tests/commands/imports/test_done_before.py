"""What was done before anybody here knew of somebody: asked, answered one by one or by a sheet, and kept."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.made_up.program import MakePerson, Run


@pytest.fixture
def people(make_person: MakePerson) -> None:
    """Two men sentenced in 2022 and first recorded on Mon 23 Nov 2026; the second has four years to go."""
    facts = {
        "legal_status": "SENTENCED",
        "sentence_start_date": "2022-10-03",
        "reception_date": "2022-10-03",
        "domestic_abuse": "perpetrator",
        "mappa_category": "2",
        "resourcing": "standard",
    }
    make_person(release="2030-02-06", **facts)
    make_person("A5561CD", "DUNNE, Kerry", "2030-03-01", **facts)


def tasks(run: Run, number: str = "A1234BC") -> dict[str, dict]:
    found = json.loads(run("show", number, "--format", "json").out)["tasks"]
    return {task["item"]: task for task in found}


def asked(run: Run, number: str = "A1234BC") -> list[str]:
    return sorted(
        name for name, task in tasks(run, number).items() if task["missing_facts"] == ["done_before"]
    )


@pytest.mark.usefixtures("people")
def test_it_is_asked_about_and_not_late(run: Run) -> None:
    found = tasks(run)["sentence_plan"]
    assert (found["state"], found["due_on"], found["compressed"]) == ("unknown", None, False)
    assert found["next"] == "say whether it was done before, and when"
    said = " ".join(run("why", "A1234BC", "sentence_plan").out.split())
    assert "cannot say: done before? when?" in said
    assert "sentence 3 Oct 2022, due 12 Dec 2022, first recorded here 23 Nov 2026" in said
    assert "releasecheck mark A1234BC sentence_plan not_done_before" in said


@pytest.mark.usefixtures("people")
def test_one_command_answers_for_several(run: Run) -> None:
    done = run("mark", "A1234BC", "A5561CD", "sentence_plan", "done", "--on", "2022-12-01")
    assert (done.code, done.err) == (0, "")
    assert tasks(run)["sentence_plan"]["state"] == tasks(run, "A5561CD")["sentence_plan"]["state"] == "done"


@pytest.mark.usefixtures("people")
def test_what_was_written_down_then_is_asked_of_nobody(run: Run) -> None:
    """`answered` asks for evidence; of a time before, it stays a gap."""
    done = run("mark", "A1234BC", "da_check", "answered", "--on", "2022-11-01")
    assert done.code == 0, done.err
    assert tasks(run)["da_check"]["outcome"] == "answered"


@pytest.mark.usefixtures("people")
def test_no_makes_it_something_to_do(run: Run) -> None:
    done = run("mark", "A1234BC", "sentence_plan", "not_done_before")
    assert done.out.startswith("A1234BC SMITH, John sentence_plan not done before Mon 23 Nov 2026.")
    found = tasks(run)["sentence_plan"]
    assert (found["state"], found["due_on"], found["missing_facts"]) == ("to_do", "2026-12-07", [])
    why = " ".join(run("why", "A1234BC", "sentence_plan").out.split())
    assert "Not done before said Mon 23 Nov: due Mon 7 Dec" in why
    again = run("mark", "A1234BC", "sentence_plan", "not_done_before", as_of="2026-11-25")
    assert (again.code, "nobody asks whether sentence_plan of A1234BC was done before" in again.err) == (
        2,
        True,
    )


@pytest.mark.usefixtures("people")
def test_a_slip_lists_the_answer_among_the_others(run: Run) -> None:
    done = run("mark", "A1234BC", "sentence_plan", "not_done")
    assert (done.code, "not_done_before" in done.err) == (2, True)


def answer(sheet: Path, answers: dict[tuple[str, str], tuple[str, str]]) -> None:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    for row in read:
        row["done_before"], row["on"] = answers.get((row["prison_number"], row["item"]), ("", ""))
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(read[0]))
        writer.writeheader()
        writer.writerows(read)


@pytest.mark.usefixtures("people")
def test_a_sheet_goes_out_is_filled_in_and_comes_back(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "before.csv"
    out = run("export", "before", "-o", sheet)
    assert out.err.startswith(f"Before written to {sheet}: ")
    assert f"Filled in, it comes back by: releasecheck import tasks {sheet}\n" in out.err
    answer(
        sheet,
        {
            ("A1234BC", "sentence_plan"): ("yes", "01/12/2022"),
            ("A1234BC", "da_check"): ("Yes", ""),
            ("A5561CD", "sentence_plan"): ("No", ""),
            ("A5561CD", "da_check"): ("not known", ""),
        },
    )
    before = len(asked(run)) + len(asked(run, "A5561CD"))
    done = run("import", "tasks", sheet)
    assert (done.code, "is not used" in done.err) == (0, False), done.err
    assert "3 outcomes new for 2 people" in done.out
    assert f"{before - 3} rows have no answer and stay open" in done.out + done.err
    sam, kerry = tasks(run), tasks(run, "A5561CD")
    assert (sam["sentence_plan"]["outcome_on"], sam["sentence_plan"]["state"]) == ("2022-12-01", "done")
    assert (sam["da_check"]["state"], sam["da_check"]["evidence"]) == ("done", {"day_known": "no"})
    assert (kerry["sentence_plan"]["state"], kerry["da_check"]["state"]) == ("to_do", "unknown")
    assert len(asked(run)) + len(asked(run, "A5561CD")) == before - 3
    again = run("import", "tasks", sheet, as_of="2026-12-01")
    assert (again.code, "3 recorded already" in again.out) == (0, True)


PROTECTS = ("da_check", "child_check", "com_allocated", "handover_report", "orders_check")


@pytest.mark.usefixtures("people")
def test_the_workbook_has_a_list_to_choose_from_and_protection_first(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "before.xlsx"
    assert run("export", "before", "-o", sheet).code == 0
    workbook = load_workbook(sheet)
    (page,) = workbook.worksheets
    headings, *lines = [list(row) for row in page.iter_rows(values_only=True)]
    assert headings == "prison_number name item title counted_from done_before on".split()
    (offered,) = page.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == ('"yes,no,not known"', f"F2:F{len(lines) + 1}")
    protects = [line[2] in PROTECTS for line in lines]
    assert protects == sorted(protects, reverse=True) and any(protects)
    page["F2"], page["G2"] = "yes", None
    workbook.save(sheet)
    assert "1 outcome new for 1 person" in run("import", "tasks", sheet).out
