"""What is recorded on the board is what the commands record, or nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.boards import AtTheBoard, at_the_board
from tests.made_up.program import Dump, Run
from tests.made_up.records import entries, logged, open_elsewhere, rows

RIVERS = "A1234BC"
OUTCOMES = "SELECT item, outcome, on_date, reason, evidence FROM outcomes ORDER BY id DESC LIMIT 1"


def last_outcome(record: Path) -> tuple[object, ...]:
    return tuple(rows(record, OUTCOMES)[0])


async def mark(at: AtTheBoard, item: str, letters: str) -> None:
    """Put the cursor on a task of Sam Rivers and choose what happened to it."""
    await at.open("rivers", "RIVERS, Sam")
    await at.put_on(item)
    await at.press("m")
    await at.shows("Enter choose")
    await at.press(*letters)
    await at.press("enter")
    await at.shows("On which day")


def test_an_outcome_is_recorded_with_its_evidence(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, lines = entries(demo), len(logged(demo))

    async def do(at: AtTheBoard) -> None:
        await mark(at, "mappa_level", "s")
        await at.type("2")
        await at.press("ctrl+s")
        await at.shows("mappa_level level set", "Also recorded: mappa_level 2.")
        assert "Set MAPPA level" not in at.text
        assert "releasecheck show" not in at.text

    assert at_the_board(monkeypatch, do, "--by", "P. Marsh", "board", size=(120, 40)).code == 0
    assert entries(demo) == before + 1
    assert last_outcome(demo) == ("mappa_level", "set", "2026-11-23", None, '{"level":"2"}')
    assert rows(demo, 'SELECT "by", command FROM entries ORDER BY id DESC LIMIT 1') == [
        ("P. Marsh", "board mark")
    ]
    assert ("alteration", "board mark", [RIVERS]) in logged(demo)[lines:]
    assert "P. Marsh" in run("history", RIVERS).out
    assert run("record", "verify").code == 0


def test_enter_goes_from_answer_to_answer_and_saves_from_the_last(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first outcome is under the cursor; a day of one's own, a reason, and what may stay empty."""

    async def do(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        await at.put_on("crs")
        await at.press("enter")
        await at.shows("submitted")
        await at.press("enter")
        await at.shows("On which day", "may be left empty")
        await at.press("up")
        await at.clear()
        await at.type("yesterday")
        await at.press(*["enter"] * 7)
        await at.type("by phone")
        await at.press("enter")
        await at.shows("crs submitted Sun 22 Nov 2026")

    assert at_the_board(monkeypatch, do).code == 0
    assert last_outcome(demo)[:4] == ("crs", "submitted", "2026-11-22", "by phone")


def test_what_is_missing_is_named_and_nothing_is_saved_until_it_is_there(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(demo)

    async def do(at: AtTheBoard) -> None:
        await mark(at, "mappa_level", "s")
        await at.press("ctrl+s")
        await at.shows("ANSWER THIS", "Still to answer: level")
        assert entries(demo) == before
        await at.type("seven")
        await at.press("ctrl+s")
        await at.shows('level "seven"')
        await at.clear()
        await at.type("not known")
        await at.press("ctrl+s")
        await at.shows("Still to record: level")

    assert at_the_board(monkeypatch, do).code == 0
    assert last_outcome(demo) == ("mappa_level", "set", "2026-11-23", None, "{}")


def test_escape_leaves_everything_as_it_was(demo: Path, dump: Dump, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(demo)

    async def do(at: AtTheBoard) -> None:
        await mark(at, "mappa_level", "s")
        await at.type("2")
        await at.press("escape")
        await at.shows("Nothing saved.")
        await at.press("m")
        await at.shows("Enter choose")
        await at.press("escape")
        await at.shows("Nothing saved.")

    assert at_the_board(monkeypatch, do).code == 0
    assert dump(demo) == before


def test_an_outcome_that_does_not_fit_is_refused_unless_somebody_insists(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `mark` refuses it without --although: first no, then yes."""
    before = entries(demo)

    async def do(at: AtTheBoard) -> None:
        await mark(at, "mappa_level", "nn")
        await at.type("known elsewhere")
        await at.press("ctrl+s")
        await at.shows("applies to A1234BC", "Record it all the same?")
        assert "--although" not in at.text
        await at.press("n")
        await at.shows("applies to A1234BC", "On which day")
        assert entries(demo) == before
        await at.press("ctrl+s")
        await at.shows("Record it all the same?")
        await at.press("y")
        await at.shows("mappa_level not needed Mon 23 Nov 2026")

    assert at_the_board(monkeypatch, do).code == 0
    assert last_outcome(demo)[:2] == ("mappa_level", "not_needed")


def test_a_day_to_come_and_one_long_ago(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one is refused, the other asked about."""
    before = entries(demo)

    async def do(at: AtTheBoard) -> None:
        await mark(at, "crs", "s")
        await at.press("up")
        await at.clear()
        await at.type("1/12/2026")
        await at.press("ctrl+s")
        await at.shows("has not come yet")
        await at.press("up")
        await at.clear()
        await at.type("1/2/2026")
        await at.press("ctrl+s")
        await at.shows("more than six months back. Is that the day?")
        await at.press("n")
        await at.shows("On which day was it?")
        assert entries(demo) == before
        await at.press("ctrl+s")
        await at.shows("Is that the day?")
        await at.press("y")
        await at.shows("crs submitted Sun 1 Feb 2026")

    assert at_the_board(monkeypatch, do).code == 0
    assert last_outcome(demo)[:3] == ("crs", "submitted", "2026-02-01")


def test_a_note_about_a_task_and_one_about_the_person(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def do(at: AtTheBoard) -> None:
        await at.press("n")
        await at.shows("Open somebody first")
        await at.open("rivers", "RIVERS, Sam")
        await at.put_on("crs")
        await at.press("n")
        await at.shows("Note on A1234BC RIVERS, Sam, about crs")
        await at.press("ctrl+s")
        await at.shows("the note is empty")
        await at.type("asks to be met")
        await at.press("enter", "enter")
        await at.shows("noted Mon 23 Nov 2026, about crs")
        await at.press("escape", "n")
        await at.shows("Note on A1234BC RIVERS, Sam")
        assert "about crs" not in at.text.partition("Note on")[2].partition("(")[0]
        await at.type("has a new coat")
        await at.press("ctrl+s")
        await at.shows("noted Mon 23 Nov 2026.")

    assert at_the_board(monkeypatch, do).code == 0
    found = rows(demo, "SELECT text, item FROM notes ORDER BY id DESC LIMIT 2")
    assert found == [("has a new coat", None), ("asks to be met", "crs")]


def test_the_last_is_taken_back_once_it_is_named(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def do(at: AtTheBoard) -> None:
        await mark(at, "mappa_level", "s")
        await at.type("2")
        await at.press("ctrl+s")
        await at.shows("mappa_level level set")
        await at.press("u")
        await at.shows("Take back entry", "RIVERS, Sam")
        await at.press("escape")
        await at.shows("Nothing saved.")
        await at.press("u")
        await at.shows("Take back entry")
        await at.type("wrong level")
        await at.press("enter")
        await at.shows("Undone: entry")

    assert at_the_board(monkeypatch, do, "--by", "P. Marsh", "board").code == 0
    assert rows(demo, "SELECT reason FROM voids ORDER BY entry DESC LIMIT 1") == [("wrong level",)]
    assert run("record", "verify").code == 0


def test_nothing_to_take_back_is_a_line_on_the_screen(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def do(at: AtTheBoard) -> None:
        await at.press("u")
        await at.shows("nothing that N. Obody recorded is left to undo")

    assert at_the_board(monkeypatch, do, "--by", "N. Obody", "board").code == 0


def test_a_locked_record_says_so_and_keeps_the_answers(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0")
    before = entries(demo)

    async def do(at: AtTheBoard) -> None:
        await mark(at, "mappa_level", "s")
        await at.type("2")
        with open_elsewhere(demo) as other:
            other("BEGIN IMMEDIATE")
            await at.press("ctrl+s")
            await at.shows("another program", "On which day")
            other("ROLLBACK")
        assert entries(demo) == before
        await at.press("ctrl+s")
        await at.shows("level set")

    assert at_the_board(monkeypatch, do).code == 0
    assert last_outcome(demo)[4] == '{"level":"2"}'


def test_an_office_that_asks_for_a_reason_is_given_one_with_each_change(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text('require_reason = "changes"\n')
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(file))
    before = entries(demo)

    async def do(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        await at.press("n")
        await at.type("has a coat")
        await at.press("ctrl+s")
        await at.shows("this office asks for a reason")
        assert entries(demo) == before
        await at.press("down")
        await at.type("told on the wing")
        await at.press("ctrl+s")
        await at.shows("noted")

    assert at_the_board(monkeypatch, do).code == 0
    assert rows(demo, "SELECT reason FROM entries ORDER BY id DESC LIMIT 1") == [("told on the wing",)]
