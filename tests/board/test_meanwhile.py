"""What others record while the board is open, a day that changes, and a record that goes away."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from releasecheck.board.run import Board
from tests.made_up.boards import AtTheBoard, at_the_board
from tests.made_up.program import Run
from tests.made_up.records import entries, logged, open_elsewhere, rows

RIVERS = "A1234BC"


def ellis(run: Run, *words: str) -> None:
    """What a colleague types meanwhile."""
    done = run("--by", "K. Ellis", *words)
    assert done.code == 0, done.err


async def set_level(at: AtTheBoard) -> None:
    """As far as one key before saving that the MAPPA level is 2."""
    await at.open("rivers", "RIVERS, Sam")
    await at.put_on("mappa_level")
    await at.press("m")
    await at.shows("Enter choose")
    await at.press("s", "enter")
    await at.shows("On which day")
    await at.type("2")


def test_what_somebody_else_records_appears(demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def do(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        await at.shows("Set MAPPA level", "A1234BC 3 late")
        ellis(run, "mark", "rivers", "mappa_level", "set", "level=3")
        await at.look_around()
        await at.shows("K. Ellis recorded something of 1 person", "with who is open", "A1234BC 2 late")
        assert "Set MAPPA level" not in at.text
        ellis(run, "undo")
        await at.look_around()
        await at.shows("K. Ellis recorded something", "Set MAPPA level", "A1234BC 3 late")

    assert at_the_board(monkeypatch, do, size=(120, 40)).code == 0


def test_what_one_records_oneself_is_no_news(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def do(at: AtTheBoard) -> None:
        await set_level(at)
        await at.press("ctrl+s")
        await at.shows("level set")
        await at.look_around()
        assert "recorded something" not in at.text
        assert "level set" in at.text

    assert at_the_board(monkeypatch, do).code == 0


def test_to_see_it_again_is_no_look(demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is open stays open, and who is listed stays listed: each was logged when they were shown."""
    lines: list[int] = []

    async def do(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        ellis(run, "note", "rivers", "seen today")
        lines.append(len(logged(demo)))
        await at.look_around()
        await at.shows("K. Ellis recorded")
        lines.append(len(logged(demo)))

    assert at_the_board(monkeypatch, do).code == 0
    assert lines[0] == lines[1]


@pytest.mark.parametrize("yes", [True, False])
def test_an_outcome_onto_a_task_that_somebody_changed_is_asked_about(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch, yes: bool
) -> None:
    """Whoever typed it sees who was before them; no leaves what the other recorded, yes adds theirs."""
    made: list[int] = []

    async def do(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        await at.put_on("crs")
        await at.press("m")
        await at.shows("Enter choose")
        await at.press("a", "enter")
        await at.shows("On which day")
        ellis(run, "mark", "rivers", "crs", "submitted")
        made.append(entries(demo))
        await at.press("ctrl+s")
        await at.shows("K. Ellis recorded at", "since it was shown", "Record yours as well?")
        assert entries(demo) == made[0]
        await at.press("y" if yes else "n")
        await at.shows("crs accepted" if yes else "Nothing saved.")

    assert at_the_board(monkeypatch, do, "--by", "P. Marsh", "board").code == 0
    assert entries(demo) == made[0] + yes
    assert rows(demo, 'SELECT outcome, "by" FROM outcomes ORDER BY id DESC LIMIT 1') == [
        ("accepted", "P. Marsh") if yes else ("submitted", "K. Ellis")
    ]


def test_what_no_longer_fits_after_that_is_refused(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def do(at: AtTheBoard) -> None:
        await set_level(at)
        ellis(run, "mark", "rivers", "mappa_level", "set", "level=3")
        await at.press("ctrl+s")
        await at.shows("K. Ellis recorded at", "Record yours as well?")
        await at.press("y")
        await at.shows("mappa_level is set already")
        await at.press("escape")
        await at.shows("Nothing saved.")

    assert at_the_board(monkeypatch, do).code == 0
    assert rows(demo, "SELECT count(*) FROM outcomes WHERE item = 'mappa_level' AND entry > 1") == [(1,)]


def test_nobody_comes_between_the_question_and_the_saving(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at inside the transaction: here somebody is quicker than a key."""
    from releasecheck.board import outcomes

    real, once = outcomes.record, [True]

    def late(*given: object) -> str:
        if once:
            once.clear()
            ellis(run, "mark", "rivers", "mappa_level", "set", "level=3")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(outcomes, "record", late)

    async def do(at: AtTheBoard) -> None:
        await set_level(at)
        await at.press("ctrl+s")
        await at.shows("K. Ellis recorded at", "Record yours as well?")
        await at.press("n")
        await at.shows("Nothing saved.")

    assert at_the_board(monkeypatch, do).code == 0
    assert rows(demo, "SELECT evidence FROM outcomes ORDER BY id DESC LIMIT 1") == [('{"level":"3"}',)]


def test_a_change_of_another_task_is_not_asked_about(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def do(at: AtTheBoard) -> None:
        await set_level(at)
        ellis(run, "mark", "rivers", "crs", "submitted")
        await at.press("ctrl+s")
        await at.shows("level set")

    assert at_the_board(monkeypatch, do).code == 0


def test_nothing_is_read_again_under_a_form(demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def do(at: AtTheBoard) -> None:
        await set_level(at)
        ellis(run, "note", "rivers", "seen today")
        await at.look_around()
        await at.shows("On which day")
        await at.press("escape")
        await at.look_around()
        await at.shows("K. Ellis recorded")

    assert at_the_board(monkeypatch, do).code == 0


def by_the_clock(patch: pytest.MonkeyPatch, days: list[date]) -> None:
    """The day is the last of these, whatever day it is."""

    class Clock(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return days[-1]

    patch.setattr("releasecheck.commands.daily.board.date", Clock)
    patch.setattr("releasecheck.commands.options.date", Clock)


def test_a_new_day_is_said_planned_for_and_logged_again(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A board that is left open overnight, on the day that a clock of ours says it is."""
    days = [date(2026, 11, 23)]
    before = len(logged(demo))
    by_the_clock(monkeypatch, days)

    async def do(at: AtTheBoard) -> None:
        await at.open("ramsden", "RAMSDEN, Tyler")
        await at.press("escape", "escape")
        await at.shows("Mon 23 Nov 2026", "8 days, 6 working days")
        days.append(date(2026, 11, 24))
        await at.look_around()
        await at.shows("It is Tue 24 Nov 2026 now", "7 days, 5 working days", "Tue 24 Nov 2026 · ")
        days.append(date(2026, 11, 24))
        await at.look_around()
        await at.shows("It is Tue 24 Nov 2026 now")

    assert at_the_board(monkeypatch, do, as_of=None).code == 0
    looks = [people for kind, command, people in logged(demo)[before:] if command == "board"]
    assert sum("A5561CD" in people for people in looks) == 2


def test_as_of_stays_the_day_that_was_asked_for(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def do(at: AtTheBoard) -> None:
        await at.look_around()
        await at.shows("Mon 23 Nov 2026")
        assert "It is" not in at.text

    assert at_the_board(monkeypatch, do).code == 0


def test_the_day_of_a_form_is_the_day_it_was_opened(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [date(2026, 11, 23)]
    by_the_clock(monkeypatch, days)

    async def do(at: AtTheBoard) -> None:
        await set_level(at)
        days.append(date(2026, 11, 24))
        await at.press("ctrl+s")
        await at.shows("level set Mon 23 Nov 2026")

    assert at_the_board(monkeypatch, do, as_of=None).code == 0


def test_a_record_that_is_put_back_is_not_written_over(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded in a file that is no longer there would be lost: it is refused, and said."""
    before = entries(demo)

    async def do(at: AtTheBoard) -> None:
        await set_level(at)
        other = demo.with_name("other.db")
        shutil.copy2(demo, other)
        other.replace(demo)
        await at.press("ctrl+s")
        await at.shows("another file is at", "close the board")

    assert at_the_board(monkeypatch, do).code == 0
    assert entries(demo) == before


def test_a_fault_of_the_program_closes_the_board_and_shows_nobody(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FaultError(Exception):
        pass

    def broken(self: object, number: str, name: str, screen: object) -> list[str]:
        raise FaultError

    async def do(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        monkeypatch.setattr("releasecheck.board.desk.Desk.why", broken)
        await at.put_on("crs")
        await at.press("w")

    printed: list[object] = []
    monkeypatch.setattr(
        Board, "_print_error_renderables", lambda self: printed.extend(self._exit_renderables)
    )
    with pytest.raises(FaultError):
        at_the_board(monkeypatch, do)
    assert printed == []


def test_who_cannot_be_logged_is_not_shown(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the log nor a file of one's own can be written to."""
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "no-folder"))
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0")

    async def do(at: AtTheBoard) -> None:
        with open_elsewhere(demo) as other:
            other("BEGIN IMMEDIATE")
            await at.press("pagedown")
            await at.shows("nothing is shown")
            assert "TANNER" not in at.text
            await at.press("enter")
            assert "Release" not in at.text
            other("ROLLBACK")
        await at.press("pageup", "pagedown")
        await at.shows("TANNER")

    assert at_the_board(monkeypatch, do).code == 0
