"""The board of a role without need, of a record that can only be read, on a server; and a morning on it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.made_up.boards import AtTheBoard, at_the_board
from tests.made_up.need import CATALOGUE, SECRET
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import as_somebody_else, entries, rows, tamper


def test_a_role_without_need_sees_and_records_nothing_sensitive(
    make_person: MakePerson, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "releasecheck" / "catalogue"
    folder.mkdir(parents=True)
    (folder / "need.toml").write_text(CATALOGUE, "utf-8")
    make_person(com="J. Okafor", prison="LEI", restraining_order="yes", sex_offence="yes", work_need="yes")
    assert run("config", "set", "role", "PWC").code == 0
    seen: list[str] = []

    async def do(at: AtTheBoard) -> None:
        await at.open("smith", "SMITH, John")
        await at.press("e")
        for _ in range(12):
            seen.append(at.text)
            await at.press("pagedown")

    assert at_the_board(monkeypatch, do, size=(120, 50)).code == 0
    assert "not shown" in " ".join(seen)
    assert [word for word in SECRET if any(word in one for one in seen)] == []


def test_a_record_that_can_only_be_read_is_shown_and_not_written(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looks are kept in the user's own file; what would be written is refused on the screen."""
    state = tmp_path / "state" / "releasecheck"
    state.mkdir(parents=True)
    for folder in (state, state.parent):
        folder.chmod(0o777)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    tamper(demo, "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode = delete")
    shut = tmp_path / "shut"
    shut.mkdir()
    before = entries(demo)
    shutil.copy2(demo, shut / "record.db")
    (shut / "record.db").chmod(0o444)
    shut.chmod(0o555)

    async def do(at: AtTheBoard) -> None:
        await at.shows("RAMSDEN, Tyler", "could not be logged")
        await at.open("rivers", "RIVERS, Sam")
        await at.press("n")
        await at.shows("Note on")
        await at.type("seen")
        await at.press("ctrl+s")
        await at.shows("read")
        await at.look_around()
        await at.shows("RIVERS, Sam")

    with as_somebody_else(shut):
        done = at_the_board(monkeypatch, do, "--record", shut / "record.db", "board", size=(120, 40))
    assert done.code == 0
    shut.chmod(0o755)
    assert entries(shut / "record.db") == before
    assert any(state.glob("looks-*"))


def test_a_morning_on_the_board(demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who needs somebody, one person, a referral sent yesterday, and a plain one today."""
    keys: dict[str, int] = {}

    async def do(at: AtTheBoard) -> None:
        await at.shows("51 of 52 people need somebody")
        keys["morning list"] = at.pressed
        await at.open("rivers", "RIVERS, Sam")
        keys["one person"] = at.pressed
        await at.put_on("dtr")
        at.pressed = 0
        await at.press("m")
        await at.shows("Enter choose")
        await at.press("enter")
        await at.shows("On which day")
        await at.press("up")
        await at.clear()
        await at.type("yesterday")
        await at.press("enter")
        await at.type("Leeds")
        await at.press("enter")
        await at.type("yes")
        await at.press("ctrl+s")
        await at.shows("dtr submitted Sun 22 Nov 2026", "Chase from")
        keys["sent yesterday"] = at.pressed
        await at.put_on("crs")
        await at.press("m")
        await at.shows("Enter choose")
        await at.press("enter")
        await at.shows("On which day")
        await at.press("ctrl+s")
        await at.shows("crs submitted Mon 23 Nov 2026")

    assert at_the_board(monkeypatch, do, "--by", "P. Marsh", "board", size=(120, 50)).code == 0
    made = rows(demo, "SELECT item, outcome, on_date FROM outcomes WHERE entry > 1 ORDER BY id")
    assert made == [("dtr", "submitted", "2026-11-22"), ("crs", "submitted", "2026-11-23")]
    assert keys["sent yesterday"] < 30
    assert run("record", "verify").code == 0
