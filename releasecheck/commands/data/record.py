"""`record`: making the record, finding it, and proving that it holds together."""

from __future__ import annotations

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.presenting.progress_bar import progress
from releasecheck.app.recording.replanning import replan
from releasecheck.core.errors import StoreError
from releasecheck.core.words import count


@click.group("record")
def record_command() -> None:
    """Look after the record itself."""


@record_command.command("init")
@pass_app
def init(app: App) -> None:
    """Make a new, empty record that only you can read."""
    app.create_record()
    replan(app, None, "")
    click.echo(f"New record at {app.record}, readable by you only.")
    click.echo('Next: releasecheck add A1234BC --name "SURNAME, First" --release DATE --type CRD')
    click.echo("  or: releasecheck import people FILE.csv")


@record_command.command("path")
@pass_app
def path(app: App) -> None:
    """Say where the record is."""
    click.echo(app.record)


@record_command.command("verify")
@pass_app
def verify(app: App) -> None:
    """Prove that every entry is as it was written and every saved plan what the facts give today.

    Names the first that is not. Each entry is sealed with its rows and with the seal of the one before.
    """
    store, planner = app.store, app.planner()
    broken = store.verify_entries()
    if broken is not None:
        raise StoreError(f"the record does not hold together: {broken}")
    numbers = store.numbers()
    for record in store.records(progress(numbers, "Checking", quiet=app.quiet)):
        difference = store.compare_saved(record.prison_number, planner.plan(record, app.today))
        difference = difference or store.compare_facts(record.prison_number)
        if difference is not None:
            raise StoreError(f"the record does not hold together: {difference}")
    click.echo(f"{count(len(numbers), 'person', 'people')}: every saved plan is what the facts give.")
    click.echo("Every entry is as it was written, and follows the one before.")


@record_command.command("schema")
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
