"""The board on screens of every size, without colour, without a terminal and without its library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.boards import AtTheBoard, at_the_board, without_textual
from tests.made_up.program import Run
from tests.made_up.records import logged
from tests.made_up.terminal import Terminal


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (78, 16), (200, 60)])
def test_both_sides_have_room(demo: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is wider than the screen or cut; whose list it is stays at the top, the keys at the foot."""

    async def look(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        assert all(len(line) <= size[0] for line in at.lines)
        assert "…" not in at.text
        for _ in range(30):
            await at.press("down")
            assert "RIVERS, Sam  A1234BC" in "\n".join(at.lines)
        assert at.lines[-1].startswith("? help")
        assert "q close" in at.lines[-1]
        assert len(at.lines) == size[1]

    assert at_the_board(monkeypatch, look, size=size).code == 0


def test_on_40_columns_one_side_is_shown_at_a_time(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.shows("DUNNE, Kerry")
        assert "Nobody is open" not in at.text
        await at.press("down", "down", "down", "enter")
        await at.shows("RAMSDEN, Tyler A6472FA")
        assert "DUNNE" not in at.text
        await at.press("w")
        await at.press("escape")
        await at.press("escape")
        await at.shows("DUNNE, Kerry")
        assert all(len(line) <= 40 for line in at.lines)

    assert at_the_board(monkeypatch, look, size=(40, 20)).code == 0


@pytest.mark.parametrize("size", [(20, 6), (8, 3)])
def test_a_screen_that_is_far_too_small_stops_nothing(
    demo: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.press("down", "enter", "down", "w", "escape", "m", "escape", "pagedown", "question_mark")
        await at.press("escape", "slash", "r", "i", "enter", "n", "escape")
        await at.pilot.resize_terminal(80, 24)
        await at.shows("q close")

    assert at_the_board(monkeypatch, look, size=size).code == 0


def test_a_question_is_on_a_small_screen_with_its_answer(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        await at.put_on("dtr")
        await at.press("m")
        await at.shows("Enter choose")
        await at.press("enter")
        await at.shows("Local authority")
        await at.press(*["down"] * 6)
        await at.shows("Reason")
        assert "Local authority" not in at.text
        await at.press(*["up"] * 6)
        await at.shows("Local authority")
        await at.press("up")
        await at.shows("On which day", "Mon 23 Nov 2026")

    assert at_the_board(monkeypatch, look, size=(40, 14)).code == 0


def test_another_size_of_the_screen_is_laid_out_anew(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes into view by it is logged."""
    before = len(logged(demo))

    async def look(at: AtTheBoard) -> None:
        await at.shows("DUNNE, Kerry", "Nobody is open")
        await at.pilot.resize_terminal(40, 24)
        await at.shows("DUNNE, Kerry")
        assert "Nobody is open" not in at.text
        await at.pilot.resize_terminal(120, 60)
        await at.shows("Nobody is open", "TANNER")

    assert at_the_board(monkeypatch, look).code == 0
    people = [number for _, _, named in logged(demo)[before:] for number in named]
    assert "A1011AA" in people
    assert len(people) == len(set(people))


COLOURS = ("\x1b[31m", "\x1b[33m", ";31m", ";33m", "[38;", "[48;")


@pytest.mark.parametrize(("set_", "words"), [({"NO_COLOR": "1"}, []), ({}, ["--no-color"])])
def test_without_colour_there_is_none(
    demo: Path, set_: dict[str, str], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a real terminal: what is late says so, and no escape sets a colour."""
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in set_.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal(*words, "board")
    terminal.shows("RAMSDEN, Tyler")
    terminal.shows("q close")
    terminal.keys("q")
    shown = terminal.rest()
    assert [one for one in COLOURS if one in shown] == []


def test_a_real_terminal_shows_colours_of_its_own_and_is_left_as_it_was(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal("board")
    terminal.shows("\x1b[31m")
    terminal.shows("q close")
    terminal.keys("q")
    assert "\x1b[?1049l" in terminal.rest()
    looks = [command for kind, command, _ in logged(demo) if kind == "consultation"]
    assert looks[-1:] == ["board"]


def test_where_there_is_no_terminal_the_commands_are_named(demo: Path, run: Run) -> None:
    done = run("board")
    assert done.code == 2
    assert "for a terminal" in done.err
    for command in ("today", "list", "show PERSON", "mark PERSON ITEM OUTCOME"):
        assert f"releasecheck {command}" in done.err


def test_help_has_examples_and_names_the_plain_commands(run: Run) -> None:
    said = run("board", "--help").out
    assert 'releasecheck --by "P. Marsh" board' in said
    assert "releasecheck list, show and" in said
    assert "pip install 'releasecheck[board]'" in said


def test_without_its_library_one_line_says_what_to_type(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("releasecheck.commands.daily.board.at_a_terminal", lambda: True)
    with without_textual(monkeypatch):
        done = run("board")
    assert done == (1, "", "releasecheck: the board needs textual. Type: pip install 'releasecheck[board]'\n")


def test_no_record_is_said_before_the_screen_is_taken(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("releasecheck.commands.daily.board.at_a_terminal", lambda: True)
    done = run("--record", str(tmp_path / "none.db"), "board")
    assert (done.code, done.out) == (1, "")
    assert "no record at" in done.err


def test_an_office_that_asks_why_somebody_looks_is_told_before(
    demo: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text('require_reason = "yes"\n')
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(file))
    monkeypatch.setattr("releasecheck.commands.daily.board.at_a_terminal", lambda: True)
    done = run("board")
    assert done.code == 2
    assert "asks for a reason" in done.err

    async def look(at: AtTheBoard) -> None:
        await at.shows("RAMSDEN")

    assert at_the_board(monkeypatch, look, "board", "--reason", "morning round").code == 0
