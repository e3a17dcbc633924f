"""`contact`, `ask` and `asked`: noted in one line, never twice, and proof of who asked when."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.made_up.answers import number_of
from tests.made_up.program import Run
from tests.made_up.records import rows

SAM = "A1234BC"


def outcomes(path: Path, item: str) -> list[tuple[str, str]]:
    asked = "SELECT outcome, on_date FROM outcomes WHERE prison_number = ? AND item = ? ORDER BY id"
    return rows(path, asked, SAM, item)


def test_a_contact_marks_the_coms_task_in_the_same_entry(demo: Path, run: Run) -> None:
    done = run("contact", "rivers", "--by", "com", "--how", "video")
    assert done.out.startswith(
        "A1234BC RIVERS, Sam"
        ": COM J. Okafor in contact by video, Mon 23 Nov 2026. first_contact done, next by "
    )
    assert outcomes(demo, "first_contact")[-1] == ("done", "2026-11-23")
    run("undo")
    assert "Last contact" not in run("asked", SAM).out


def test_a_telephone_call_is_not_seeing_the_person(demo: Path, run: Run) -> None:
    before = outcomes(demo, "pom_contact")
    assert "face to face: not marked" in run("contact", SAM, "--by", "POM", "--how", "phone").out
    assert outcomes(demo, "pom_contact") == before


def test_a_contact_typed_late_does_not_overrule_a_later_one(demo: Path, run: Run) -> None:
    before = outcomes(demo, "first_contact")
    done = run("contact", SAM, "--by", "COM", "--how", "video", "--on", "2026-10-01")
    assert "something later recorded: not marked" in done.out
    assert outcomes(demo, "first_contact") == before


def test_asking_again_and_again_is_shown_with_the_days_waited(demo: Path, run: Run) -> None:
    first = run("ask", SAM, "video link", "--of", "OMU", "--on", "2026-11-02", "--for", "first_contact")
    number = number_of(first.out)
    refused = run("ask", SAM, "--refused", number, "--reason", "no link free", "--on", "2026-11-12")
    assert "First response after 10 days" in refused.out
    run("ask", SAM, "police_check", "--of", "West Yorkshire Police", "--on", "2026-10-01")
    rows = list(csv.DictReader(io.StringIO(run("asked", SAM, "--format", "csv").out)))
    noted = [row for row in rows if row["request"]]
    assert [(row["kind"], row["asked_of"], row["status"], row["days_waited"]) for row in noted] == [
        ("police check", "West Yorkshire Police", "no answer", "53"),
        ("video link", "OMU", "refused", "10"),
    ]
    assert noted[1]["refused_because"] == "no link free" and noted[1]["for_item"] == "first_contact"
    assert "video link: 1 asked, 1 refused; longest wait 10 days" in run("asked", SAM).out


def test_the_trail_as_a_page_says_who_asked_and_shows_texts_as_they_are(
    demo: Path, run: Run, tmp_path: Path
) -> None:
    run("--by", "P. Marsh", "ask", SAM, "visit", "--of", "OMU | <b>Leeds</b>")
    page = tmp_path / "asked.md"
    run("asked", SAM, "--format", "md", "-o", page)
    text = page.read_text(encoding="utf-8")
    assert "| visit slot | OMU \\| \\<b\\>Leeds\\</b\\> | P. Marsh |" in text
    assert text.startswith("**OFFICIAL-SENSITIVE**")


def test_a_formula_in_a_request_is_harmless_in_a_spreadsheet(demo: Path, run: Run) -> None:
    run("ask", SAM, "visit", "--of", "=cmd()")
    rows = list(csv.DictReader(io.StringIO(run("asked", SAM, "--format", "csv").out)))
    assert "'=cmd()" in [row["asked_of"] for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        ("visit",),
        ("telepathy", "--of", "OMU"),
        ("other", "--of", "OMU"),
        ("visit", "--of", "OMU", "--offered", "1"),
        ("--offered", "999"),
        ("visit", "--of", "OMU", "--on", "2026-11-24"),
        ("visit", "--of", "OMU", "--for", "nothing_like_it"),
        (),
    ],
)
def test_a_request_typed_wrongly_records_nothing(demo: Path, run: Run, words: tuple[str, ...]) -> None:
    done = run("ask", SAM, *words)
    assert done.code == 2 and done.out == "" and done.err.startswith("releasecheck: ")
    assert rows(demo, "SELECT * FROM notes") == []


def test_an_answer_comes_after_the_question_and_once(demo: Path, run: Run) -> None:
    number = number_of(run("ask", SAM, "visit", "--of", "OMU", "--on", "2026-11-10").out)
    assert run("ask", SAM, "--answered", number, "--on", "2026-11-09").code == 2
    assert run("ask", SAM, "--refused", number).code == 2
    assert run("ask", SAM, "--answered", number).code == 0
    again = run("ask", SAM, "--answered", number)
    assert again.code == 2 and "was answered on Mon 23 Nov 2026" in again.err


def test_a_request_of_one_person_is_not_answered_for_another(demo: Path, run: Run) -> None:
    number = number_of(run("ask", SAM, "visit", "--of", "OMU").out)
    assert run("ask", "A5561CD", "--answered", number).code == 2


def test_nothing_asked_for_is_said(demo: Path, run: Run) -> None:
    run("add", "A9999ZZ", "--name", "NEW, Nell")
    assert "Nothing asked for is on record." in run("asked", "A9999ZZ").out
