"""`record schema`: what other programs find in a record, in words or as SQL."""

from __future__ import annotations

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines


@click.command("schema")
@click.option("--sql", is_flag=True, help="The statements that made it, instead of words.")
@pass_app
def schema(app: App, sql: bool) -> None:
    """Print what other programs find in the record.

    The views that are meant for them, column by column, and the tables behind those. Only read it:

    datasette record.db
    """
    from releasecheck.app.presenting.record_lines import schema_lines

    parts = app.store.schema()
    print_lines(app, [f"{part.sql};" for part in parts] if sql else schema_lines(parts, app.screen))
