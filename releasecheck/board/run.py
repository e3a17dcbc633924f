"""The board as a program of its own inside a terminal, from its opening to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import app as textual_app
from textual.binding import BindingType
from textual.screen import Screen

from releasecheck.app.opening.session import App
from releasecheck.app.presenting.watched import unwatched
from releasecheck.board.board import BoardScreen
from releasecheck.board.desk import Desk


class Board(textual_app.App[None]):
    """The program that shows it."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+c,ctrl+q", "quit", "close")]
    # The terminal's own colours: what is red or yellow is in the lines themselves, and the word beside it.
    CSS = """
    Screen { background: ansi_default; color: ansi_default; }
    Pane { height: 1fr; background: ansi_default; color: ansi_default; }
    Static { background: ansi_default; color: ansi_default; height: auto; }
    #people { width: 37; padding: 0 1 0 0; }
    #person { width: 1fr; }
    .narrow #people { width: 1fr; padding: 0; }
    .heading { text-style: bold; }
    .said { max-height: 6; }
    Input, Input:focus { background: ansi_default; color: ansi_default; border: none; height: 1;
        padding: 0 0 0 2; }
    Input:focus { text-style: underline; }
    #find, #news, #said { display: none; }
    VerticalScroll { background: ansi_default; scrollbar-size-vertical: 0; }
    """

    def __init__(self, desk: Desk, said: str = "") -> None:
        super().__init__(ansi_color=True)
        self.board = BoardScreen(desk, said)

    def get_default_screen(self) -> Screen[None]:
        """The board is all there is."""
        return self.board

    def _fatal_error(self) -> None:
        """Close: what the fault is the command says, without the values that a traceback would show."""
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """What went wrong in the program itself, where something did."""
        error = self._exception
        return getattr(error, "error", error) if error is not None else None


def run_board(app: App, clock: Callable[[], date]) -> None:
    """Show the board until it is closed. `clock`: the day, which changes while it is open."""
    desk = Desk(app, clock)
    board = Board(desk, desk.open())
    # What is painted is logged by the board itself, before; the lines of a screen are no words of a command.
    with unwatched():
        board.run()
    if board.fault is not None:
        raise board.fault
