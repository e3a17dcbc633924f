"""The board as somebody would use it: opened by its command, driven by keys, and read off the screen."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.app import App as TextualApp
from textual.pilot import Pilot

from releasecheck.board.board import BoardScreen
from releasecheck.board.run import Board
from tests.made_up.program import AS_OF, Result, run

_LOOKS = 400
"""How often the screen is looked at before it is said that it never shows something."""


class AtTheBoard:
    """Whoever sits at it."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.pressed = 0
        """How many keys were pressed."""

    @property
    def board(self) -> BoardScreen:
        """The board itself, whatever is in front of it."""
        app = self.pilot.app
        assert isinstance(app, Board)
        return app.board

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        return [strip.text.rstrip() for strip in self.pilot.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """The same as one text, as it would be read."""
        return " ".join(" ".join(self.lines).split())

    async def shows(self, *texts: str) -> None:
        """Wait until all of this is on the screen."""
        for _ in range(_LOOKS):
            if all(text in self.text for text in texts):
                return
            await self.pilot.pause()
        missing = [text for text in texts if text not in self.text]
        raise AssertionError(f"never shown: {missing}\n" + "\n".join(self.lines))

    async def press(self, *keys: str) -> None:
        """Press these keys."""
        self.pressed += len(keys)
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type this."""
        names = {" ": "space", "_": "underscore", "=": "equals_sign", "/": "slash", ",": "comma"}
        await self.press(*(names.get(letter, letter) for letter in text))

    async def clear(self) -> None:
        """Take out what is in the answer that the cursor is in."""
        await self.press("end", "ctrl+u")

    async def open(self, typed: str, name: str) -> None:
        """Find the only one whom that fits: they are open then."""
        await self.press("slash")
        await self.type(typed)
        await self.shows(name)
        await self.press("enter")
        for _ in range(_LOOKS):
            if self.board.opened is not None and self.board.opened.report.name == name:
                return
            await self.pilot.pause()
        raise AssertionError(f"never opened: {name}\n" + "\n".join(self.lines))

    async def look_around(self) -> None:
        """What happens every other second."""
        self.board.look_around()
        await self.pilot.pause()

    async def put_on(self, item: str) -> None:
        """Put the cursor on a task of whoever is open."""
        pane = self.board.query_one("#person")
        await self.press("home")
        for _ in range(200):
            if pane.key == item:  # type: ignore[attr-defined]
                return
            await self.press("down")
        raise AssertionError(f"no line of {item}\n" + "\n".join(self.lines))


Doing = Callable[[AtTheBoard], Awaitable[None]]


def at_the_board(
    patch: pytest.MonkeyPatch,
    doing: Doing,
    *words: str | Path,
    size: tuple[int, int] = (80, 24),
    as_of: str | None = AS_OF,
) -> Result:
    """Open the board by its command on a screen of that size, do this there, and close it."""

    async def drive(pilot: Pilot[Any]) -> None:
        try:
            await pilot.pause()
            await doing(AtTheBoard(pilot))
        finally:
            pilot.app.exit()

    def shown(board: Board) -> None:
        TextualApp.run(board, headless=True, size=size, auto_pilot=drive)

    with patch.context() as patched:
        patched.setattr("releasecheck.commands.daily.board.at_a_terminal", lambda: True)
        patched.setattr(Board, "run", shown)
        patched.setattr("releasecheck.board.board._LOOKS_EVERY", 1_000_000.0)  # no test waits for a clock
        # In a thread of its own: a browser's pages may be open in this one, whose loop runs on.
        with ThreadPoolExecutor(1) as apart:
            typed = partial(run, *(words or ("board",)), as_of=as_of)
            return apart.submit(copy_context().run, typed).result()


@contextmanager
def without_textual(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where it is not installed."""
    with patch.context() as patched:
        for module in [one for one in sys.modules if one.startswith(("textual", "releasecheck.board.run"))]:
            patched.delitem(sys.modules, module)
        patched.setitem(sys.modules, "textual", None)
        yield
