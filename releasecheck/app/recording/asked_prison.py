"""The prison that a list is of, where the list itself has none: the config's, or asked for once."""

from __future__ import annotations

import sys

import click

from releasecheck.app.opening.config_file import checked, set_setting
from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReleasecheckError, UsageError


def default_prison(app: App) -> str | None:
    """The prison of the config file, as it is kept; None where none is set."""
    given = app.settings.get("prison")
    return None if given is None else checked("prison", given)[1]


def ask_prison(app: App) -> str | None:
    """The same, asked for at a terminal where none is set, and kept in the config file; Enter gives none.

    Where nobody can be asked, None. Call it before anything is saved: Ctrl-C there ends the command.
    """
    if (known := default_prison(app)) is not None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return known
    question = "Which prison is this list of? Its code, such as LEI; Enter if it is of several"
    while answer := str(click.prompt(question, default="", show_default=False, err=True)).strip():
        try:
            name, code = checked("prison", answer)
            set_setting(app.config_file, name, code)
        except UsageError as error:
            click.echo(str(error), err=True)
            continue
        except ReleasecheckError as error:
            click.echo(f"Not kept for next time: {error}", err=True)
        app.settings = {**app.settings, "prison": code}
        click.echo(f"Kept for next time: releasecheck config set prison {code}", err=True)
        return code
    return None
