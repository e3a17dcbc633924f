"""The board on a record that a server keeps: the same looks, the same writing, the same news."""

from __future__ import annotations

import pytest

from tests.made_up.boards import AtTheBoard, at_the_board
from tests.made_up.program import run as typed
from tests.made_up.servers import running


def test_the_board_works_on_a_record_on_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as server:
        monkeypatch.setenv("RELEASECHECK_RECORD", server.url(server.database()))
        for words in (
            ["record", "init"],
            ["add", "A1234BC", "--name", "RIVERS, Sam", "--release", "2026-12-11", "--type", "CRD"],
        ):
            done = typed(*words)
            assert done.code == 0, done.err

        async def do(at: AtTheBoard) -> None:
            await at.shows("RIVERS, Sam")
            await at.open("rivers", "RIVERS, Sam")
            await at.press("n")
            await at.shows("Note on")
            await at.type("has a coat")
            await at.press("ctrl+s")
            await at.shows("noted Mon 23 Nov 2026")
            assert typed("--by", "K. Ellis", "note", "rivers", "has gloves").code == 0
            await at.look_around()
            await at.shows("K. Ellis recorded something of 1 person")

        assert at_the_board(monkeypatch, do).code == 0
        said = typed("history", "rivers").out
        assert "has a coat" in said
        assert "has gloves" in said
        assert "board note" in typed("log", "show").out
