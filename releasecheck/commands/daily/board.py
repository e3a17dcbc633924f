"""`board`: the people and one person's list side by side, for whoever works on them all morning."""

from __future__ import annotations

import os
import sys
from datetime import date

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.commands.options import reason_option
from releasecheck.core.errors import ReportError, UsageError

_PLAIN = (
    "Everything on it is a command: releasecheck today, releasecheck list, releasecheck show PERSON, "
    "releasecheck mark PERSON ITEM OUTCOME"
)


@click.command("board")
@reason_option
@click.pass_context
@pass_app
def board_command(app: App, ctx: click.Context) -> None:
    """Work with people and one person side by side.

    \b
    Examples:
      releasecheck board
      releasecheck --by "P. Marsh" board
      releasecheck --no-color board

    Enter opens a person and records what happened to a task, / finds somebody, ? says what else there is.
    What is done there is recorded and logged as by the commands. Needs: pip install 'releasecheck[board]'

    With a screen reader the commands are better: releasecheck list, show and mark.
    """
    if not at_a_terminal():
        raise UsageError(f"the board is for a terminal. {_PLAIN}")
    try:
        from releasecheck.board.run import run_board
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("textual", "rich"):
            raise
        raise ReportError("the board needs textual. Type: pip install 'releasecheck[board]'") from error
    fixed = ctx.find_root().params.get("as_of") is not None
    run_board(app, (lambda: app.today) if fixed else date.today)


def at_a_terminal() -> bool:
    """Whether somebody reads a screen that can be painted on, and can press keys."""
    there = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    return there and os.environ.get("TERM") != "dumb"
