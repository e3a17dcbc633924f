"""What the person asks in their own voice: noted, answered, and never left to fester unseen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.made_up.handed_over import bare
from tests.made_up.program import MakePerson, Result, Run

SAM = "A1234BC"


@pytest.fixture
def sam(make_person: MakePerson) -> str:
    return make_person(SAM, "RIVERS, Sam", com="J. Okafor", pom="P. Marsh", legal_status="SENTENCED")


def noted(run: Run, *words: str, as_of: str = "2026-11-27") -> Result:
    done = run("note", SAM, *words, as_of=as_of)
    assert done.code == 0, done.err
    return done


def number(done: Result) -> str:
    """The number by which it is answered."""
    found = re.search(r"--answered (\d+)", " ".join(done.out.split()))
    assert found, done.out
    return found[1]


def words(done: Result) -> str:
    assert done.code == 0, done.err
    return " ".join(done.out.split())


def test_a_question_stands_in_show_until_it_is_answered(run: Run, sam: str) -> None:
    one = number(noted(run, "--question", "Will I be tagged?", "--to", "COM", "--on", "2026-11-02"))
    shown = words(run("show", sam, as_of="2026-11-27"))
    assert f'Mon 2 Nov "Will I be tagged?" COM to answer, 25 days: note --answered {one}' in shown
    answered = words(noted(run, "--answered", one, "told on the wing: not known yet"))
    assert f"question {one} answered Fri 27 Nov 2026; all are answered." in answered
    assert "Will I be tagged" not in run("show", sam, as_of="2026-11-27").out


def test_an_application_says_that_it_is_one(run: Run, sam: str) -> None:
    done = noted(run, "--application", "a move to open conditions", "--to", "OMU")
    assert "application" in done.out and "OMU to answer" in done.out
    shown = words(run("show", sam, as_of="2026-11-27"))
    assert 'applies for: "a move to open conditions" OMU to answer, today' in shown


def test_who_should_answer_is_whoever_is_responsible_unless_told(run: Run, sam: str) -> None:
    assert run("set", sam, "responsibility_override=prison").code == 0
    assert "POM to answer" in noted(run, "--question", "When do I see my POM?").out
    assert run("set", sam, "responsibility_override=community").code == 0
    assert "COM to answer" in noted(run, "--question", "Who is my COM?").out


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_page_of_the_person_has_it(form: str, run: Run, sam: str) -> None:
    noted(run, "--question", "Will I be <tagged>?", "--on", "2026-11-02")
    page = run("show", sam, "--format", form, as_of="2026-11-27").out
    assert "They asked, not answered" in page
    assert "25 days" in page
    assert "<tagged>" not in page


def test_programs_read_it(run: Run, sam: str) -> None:
    one = number(noted(run, "--question", "Will I be tagged?", "--to", "COM", "--on", "2026-11-02"))
    data = json.loads(run("show", sam, "--format", "json", as_of="2026-11-27").out)
    assert data["own_questions"] == [
        {
            "id": int(one),
            "kind": "question",
            "text": "Will I be tagged?",
            "to": "COM",
            "asked_on": "2026-11-02",
            "answered_on": None,
        }
    ]


# --- the handover and their own sheet ---


def test_the_handover_has_at_most_five_the_oldest_first(run: Run, sam: str) -> None:
    for day in range(2, 9):
        noted(run, "--question", f"Question of the {day}th?", "--on", f"2026-11-0{day}")
    noted(run, "--answered", number(noted(run, "--question", "Answered?", "--on", "2026-11-20")))
    page = run("handover", sam, "--to", "SPO", "--format", "md", as_of="2026-11-27").out
    assert "7 questions from them not answered, since 2 Nov page 2" in bare(page)
    part = page.split("Their own questions and applications\n")[1].split("\n## ")[0]
    assert re.findall(r"of the (\d)th", part) == ["2", "3", "4", "5", "6"]
    assert "And 2 more not answered" in part
    assert "1 answered, the last 27 Nov." in part
    assert "none after 25 days" in part


def test_their_own_sheet_says_what_they_asked_and_that_nobody_has_answered(run: Run, sam: str) -> None:
    one = number(noted(run, "--question", "Will I be tagged?", "--to", "COM", "--on", "2026-11-02"))
    noted(run, "--application", "a call with my brother", "--to", "OMU", "--on", "2026-11-03")
    sheet = words(run("sheet", sam, as_of="2026-11-27"))
    assert "You asked: “Will I be tagged?” That was on Monday 2 November 2026. Your probation" in sheet
    assert "You applied for: “a call with my brother”" in sheet
    assert "The prison office has not answered yet." in sheet
    assert "Does dim ateb gan eich swyddog prawf eto." in words(
        run("sheet", sam, "--welsh", as_of="2026-11-27")
    )
    noted(run, "--answered", one)
    assert "tagged" not in run("sheet", sam, as_of="2026-11-27").out


# --- the list of the day ---


@pytest.mark.parametrize(("as_of", "there"), [("2026-11-16", False), ("2026-11-17", True)])
def test_it_is_on_the_list_of_the_day_after_ten_working_days(
    as_of: str, there: bool, run: Run, sam: str
) -> None:
    noted(run, "--question", "Will I be tagged?", "--to", "COM", "--on", "2026-11-02", as_of="2026-11-03")
    listed = words(run("today", "--all", as_of=as_of))
    assert ("question of Mon 2 Nov: COM has not answered in 11 working days" in listed) is there
    assert "tagged" not in listed
    found = json.loads(run("today", "--format", "json", as_of=as_of).out)["own_questions"]
    assert [each["prison_number"] for each in found] == ([SAM] if there else [])


def test_a_workers_own_list_has_what_they_should_answer(
    run: Run, sam: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    noted(run, "--question", "Will I be tagged?", "--to", "COM", "--on", "2026-10-01")
    noted(run, "--question", "When is my review?", "--to", "POM", "--on", "2026-10-02")
    config = tmp_path / "config.toml"
    config.write_text('by = "P. Marsh"\nrole = "POM"\n', "utf-8")
    mine = words(run("--config", config, "today", as_of="2026-11-27"))
    assert "question of Fri 2 Oct: POM has not answered" in mine
    assert "COM has not answered" not in mine


def test_whoever_has_left_waits_no_more(run: Run, sam: str) -> None:
    noted(run, "--question", "Will I be tagged?", "--on", "2026-10-01")
    assert run("released", sam, "--on", "2026-11-26", as_of="2026-11-27").code == 0
    assert "has not answered" not in run("today", "--all", as_of="2026-11-27").out


def test_of_many_that_wait_a_screen_names_the_three_that_waited_longest(
    run: Run, make_person: MakePerson
) -> None:
    for n in range(1, 6):
        person = make_person(f"A000{n}AA", f"NAME, N{n}", legal_status="SENTENCED")
        done = run("note", person, "--question", "When?", "--on", f"2026-10-0{n}", as_of="2026-11-27")
        assert done.code == 0, done.err
    everybody = run("today", "--all", as_of="2026-11-27").out
    assert everybody.count("has not answered") == 5


# --- what stands in the record ---


def test_undoing_it_takes_it_back(run: Run, sam: str) -> None:
    one = number(noted(run, "--question", "Will I be tagged?"))
    noted(run, "--answered", one)
    assert run("undo").code == 0
    assert "Will I be tagged?" in run("show", sam, as_of="2026-11-27").out
    assert run("void", one, "--reason", "asked by somebody else").code == 0
    assert "Will I be tagged?" not in run("show", sam, as_of="2026-11-27").out


def test_the_history_says_who_was_to_answer_and_what_was_answered(run: Run, sam: str) -> None:
    one = number(noted(run, "--question", "Will I be tagged?", "--to", "COM", "--on", "2026-11-02"))
    noted(run, "--answered", one, "not known yet")
    told = words(run("history", sam))
    assert "question on Mon 2 Nov 2026: Will I be tagged?, to COM" in told
    assert "answer on Fri 27 Nov 2026: not known yet, question Will I be tagged?, asked on Mon 2 Nov" in told


def test_it_comes_along_when_two_numbers_are_one_person(run: Run, sam: str, make_person: MakePerson) -> None:
    noted(run, "--question", "Will I be tagged?", "--on", "2026-11-02")
    answered = number(noted(run, "--question", "Who is my COM?", "--on", "2026-11-03"))
    noted(run, "--answered", answered)
    new = make_person("A9876ZZ", "RIVERS, Sam", com="J. Okafor", pom="P. Marsh", legal_status="SENTENCED")
    merged = run("merge", sam, new, as_of="2026-11-27")
    assert merged.code == 0, merged.err
    data = json.loads(run("show", new, "--format", "json", as_of="2026-11-27").out)
    assert [each["text"] for each in data["own_questions"]] == ["Will I be tagged?"]
    one = data["own_questions"][0]["id"]
    assert run("note", new, "--answered", str(one), as_of="2026-11-27").code == 0
    assert "Will I be tagged" not in run("show", new, as_of="2026-11-27").out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--question",), "the note is empty"),
        (("--question", "--application", "x"), "give one of"),
        (("x", "--to", "COM"), "add --question or --application"),
        (("--answered", "999"), "has no question 999 of their own. None of theirs waits"),
        (("--answered", "999", "--item", "dtr"), "--item is for a note"),
        (("--question", "x", "--to", "BOSS"), "BOSS"),
    ],
)
def test_a_slip_is_answered_in_one_line(typed: tuple[str, ...], said: str, run: Run, sam: str) -> None:
    done = run("note", sam, *typed)
    assert done.code == 2
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_twice_or_too_early_is_refused(run: Run, sam: str) -> None:
    one = number(noted(run, "--question", "Will I be tagged?", "--on", "2026-11-02"))
    again = run("note", sam, "--question", "Will I be tagged?", "--on", "2026-11-02")
    assert again.code == 2 and "asked that on Mon 2 Nov 2026 already" in again.err
    assert "tagged" not in again.err
    early = run("note", sam, "--answered", one, "--on", "2026-11-01")
    assert early.code == 2 and "asked on Mon 2 Nov 2026, after that day" in early.err
    noted(run, "--answered", one)
    twice = run("note", sam, "--answered", one)
    assert twice.code == 2 and f"question {one} was answered on" in twice.err
