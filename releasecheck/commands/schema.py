"""`record schema`: what other programs find in a record, in words or as SQL."""

from __future__ import annotations

import click

from releasecheck.commands.context import App, pass_app
from releasecheck.commands.output import print_lines


@click.command("schema")
@click.option("--sql", is_flag=True, help="The statements that made it, instead of words.")
@pass_app
def schema(app: App, sql: bool) -> None:
    """Print what the record holds: the views for other programs, and the tables behind them.

    Read it with any SQLite tool, and only read: datasette -i FILE, or sqlite-utils rows FILE v_missing
    """
    from releasecheck.schema_screens import schema_lines

    parts = app.store.schema()
    print_lines(app, [f"{part.sql};" for part in parts] if sql else schema_lines(parts, app.screen))
