"""People on the left, one person on the right: what is shown, found, and logged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.made_up.boards import AtTheBoard, at_the_board
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged

RAMSDEN = "A6472FA"
NUMBER = re.compile("[A-Z][0-9]{4}[A-Z]{2}")


def test_who_needs_somebody_is_on_the_left_in_the_order_of_today(
    demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those to check first, then the most pressing; how much there is stands in words."""
    people = [line.split() for line in run("today").out.splitlines()]
    today = [*dict.fromkeys(word for words in people for word in words if NUMBER.fullmatch(word))]
    shown: list[str] = []

    async def look(at: AtTheBoard) -> None:
        await at.shows("51 of 52 people need somebody", "DUNNE, Kerry", "check: left?")
        await at.shows("RAMSDEN, Tyler", f"{RAMSDEN} 2 late, 1 no answer")
        shown.extend(word for line in at.lines for word in line.split() if word in today)

    assert at_the_board(monkeypatch, look).code == 0
    assert len(shown) == 11
    assert shown == today[: len(shown)]


def test_enter_opens_somebody_as_show_has_them(demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.shows("Nobody is open")
        await at.press("down", "down", "down", "enter")
        await at.shows("RAMSDEN, Tyler A6472FA", "NOW", "Review OASys", "48 d late")
        await at.shows("8 days, 6 working days")

    assert at_the_board(monkeypatch, look, size=(120, 40)).code == 0
    assert "48 d late" in run("show", RAMSDEN).out


def test_all_of_somebodys_tasks_come_and_go_with_e(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.open("rivers", "RIVERS, Sam")
        await at.press("e")
        await at.shows("RIVERS, Sam")
        await at.press("end")
        await at.shows("Catalogue")
        await at.press("e", "end")
        await at.shows("press e")

    assert at_the_board(monkeypatch, look).code == 0


def test_somebody_is_found_as_their_name_is_typed(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also who has nothing to do; an empty answer says so, and Escape brings everybody back."""

    async def look(at: AtTheBoard) -> None:
        await at.press("slash")
        await at.type("r")
        await at.shows("A part of a name")
        await at.type("iv")
        await at.shows("RIVERS, Sam", "“riv”")
        assert "RAMSDEN" not in at.text
        await at.type("zz")
        await at.shows("Nobody fits that")
        await at.press("escape", "escape")
        await at.shows("51 of 52 people", "RAMSDEN, Tyler")

    assert at_the_board(monkeypatch, look).code == 0


def test_several_who_fit_are_gone_to_and_one_is_opened(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.press("slash")
        await at.type("holroyd")
        await at.shows("2 people fit")
        await at.press("enter")
        await at.shows("Nobody is open")
        await at.press("down", "enter")
        await at.shows("HOLROYD", "Release")
        await at.press("escape", "escape")
        await at.open("rivers", "RIVERS, Sam")
        await at.shows("RIVERS, Sam A1234BC")

    assert at_the_board(monkeypatch, look).code == 0


def test_everybody_is_there_by_release_date(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.press("l")
        await at.shows("50 people by release date")
        await at.press("pagedown")
        await at.shows("TANNER")
        await at.press("l")
        await at.shows("51 of 52 people need somebody")

    assert at_the_board(monkeypatch, look).code == 0


def test_the_list_goes_on_as_far_as_there_are_people(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read a few at a time; the last is reached, and nobody comes after."""
    last: list[str | None] = []

    async def look(at: AtTheBoard) -> None:
        pane = at.board.query_one("#people")
        for _ in range(12):
            await at.press("pagedown")
            last.append(pane.key)  # type: ignore[attr-defined]
        await at.shows("BAPTISTE, Kevin" if "BAPTISTE, Kevin" in at.text else "BAPTISTE")

    assert at_the_board(monkeypatch, look).code == 0
    assert last[-1] == last[-2] == "A3301FE"


@pytest.mark.parametrize("config", ['role = "POM"\nby = "P. Marsh"\n'])
def test_yours_first_once_it_is_said_who_you_are(
    demo: Path, tmp_path: Path, run: Run, config: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(config)
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(file))
    mine = run("today").out.splitlines()[0]
    assert "your" in mine

    async def look(at: AtTheBoard) -> None:
        await at.shows(" ".join(mine.split()).partition(" need")[0])
        await at.press("a")
        await at.shows("people need somebody")
        await at.press("a")
        await at.shows("your")

    assert at_the_board(monkeypatch, look).code == 0


def test_whose_is_asked_where_nobody_said_who_they_are(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.press("a")
        await at.shows("config set role POM", "51 of 52 people")

    assert at_the_board(monkeypatch, look).code == 0


def test_why_explains_the_task_under_the_cursor(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.press("w")
        await at.shows("Why what?")
        await at.open("rivers", "RIVERS, Sam")
        await at.put_on("crs")
        await at.press("w")
        await at.shows("CRS", "overdue by 10 days", "84 days", "Source:")
        await at.press("escape")
        await at.shows("RIVERS, Sam")

    assert at_the_board(monkeypatch, look).code == 0


def test_each_look_is_logged_once_and_no_key_is_a_look(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of the list when it is shown, whoever is opened when they are; moving about is none."""
    before = len(logged(demo))

    async def look(at: AtTheBoard) -> None:
        await at.press("down", "down", "down", "up", "down", "enter")
        await at.shows("Review OASys")
        await at.press("down", "down", "w")
        await at.shows("Source:")
        await at.press("escape", "escape", "up", "up", "tab", "down")

    assert at_the_board(monkeypatch, look).code == 0
    page, person = logged(demo)[before:]
    assert page[:2] == ("consultation", "board")
    assert len(page[2]) == 11
    assert {RAMSDEN, "A5561CD"} <= {*page[2]}
    assert person == ("consultation", "board", [RAMSDEN])


def test_the_next_page_is_a_look_at_those_who_are_on_it(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(logged(demo))

    async def look(at: AtTheBoard) -> None:
        await at.press("pagedown", "pageup", "pagedown")
        await at.shows("TANNER")

    assert at_the_board(monkeypatch, look).code == 0
    first, second = (people for _, _, people in logged(demo)[before:])
    assert len(second) == 11
    assert not {*first} & {*second}


def test_nobody_is_on_the_screen_who_is_not_in_the_log(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, seen = len(logged(demo)), set[str]()

    async def look(at: AtTheBoard) -> None:
        def note() -> None:
            seen.update(word for word in at.text.split() if NUMBER.fullmatch(word))

        for keys in (["pagedown"], ["l"], *[["pagedown"]] * 3, ["slash", "h", "o"], ["enter"], ["enter"]):
            await at.press(*keys)
            note()

    assert at_the_board(monkeypatch, look, size=(120, 40)).code == 0
    assert len(seen) > 30
    assert seen <= {number for _, _, people in logged(demo)[before:] for number in people}


def test_whoever_is_restricted_is_not_there(
    make_person: MakePerson, run: Run, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person("A1234BC", "RIVERS, Sam", "2026-12-01")
    make_person("A7001QX", "NIGHTLARK, Odo", "2026-12-01")

    async def look(at: AtTheBoard) -> None:
        await at.shows("RIVERS, Sam", "NIGHTLARK, Odo")
        await at.open("night", "NIGHTLARK, Odo")
        assert run("record", "restrict", "A7001QX", "--reason", "disputed").code == 0
        await at.look_around()
        await at.shows("Nobody is open", "restricted")
        assert "NIGHTLARK" not in at.text

    assert at_the_board(monkeypatch, look).code == 0


def test_help_says_what_the_keys_do_and_where_a_screen_reader_goes(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look(at: AtTheBoard) -> None:
        await at.press("question_mark")
        await at.shows(
            "Page Up", "record an outcome", "releasecheck mark PERSON ITEM OUTCOME", "screen readers"
        )
        await at.press("escape")
        await at.shows("51 of 52")

    assert at_the_board(monkeypatch, look, size=(80, 40)).code == 0
