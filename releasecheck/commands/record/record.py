"""`record`: making the record, finding it, keeping copies of it, and proving that it holds together."""

from __future__ import annotations

from contextlib import nullcontext
from importlib import import_module

import click

from releasecheck.app.opening.config import UnsureSettings
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.recording.replanning import replan
from releasecheck.commands.file_forms import answer_option, lines_option
from releasecheck.commands.options import default_record
from releasecheck.core.errors import UsageError
from releasecheck.core.system import for_you_alone
from releasecheck.store.address import Address

_DESPITE_A_WRONG_FILE = ("verify", "backup", "schema", "path", "about")
"""Goes on while the config file is wrong: it changes nothing, and makes nothing that a key should guard."""


@click.group("record")
@pass_app
@click.pass_context
def record_command(ctx: click.Context, app: App) -> None:
    """Look after the record itself: copies of it, its place, and proof that it is whole."""
    if isinstance(app.settings, UnsureSettings) and ctx.invoked_subcommand not in _DESPITE_A_WRONG_FILE:
        raise app.settings.why


@record_command.command("init")
@click.option("--print-sql", is_flag=True, help="Print the roles and rights on a server, and make nothing.")
@click.option(
    "--room",
    "rooms",
    multiple=True,
    metavar="PRISON",
    help="A prison, by its code, or a community office whose people somebody may see. Repeatable.",
)
@click.option(
    "--office",
    "offices",
    multiple=True,
    metavar="NAME",
    help="An office with chains of its own. Repeatable.",
)
@answer_option
@pass_app
def init(app: App, print_sql: bool, rooms: tuple[str, ...], offices: tuple[str, ...]) -> None:
    """Make a new, empty record that only you can read (on Windows, whoever its folder lets in).

    On a server, whoever looks after the database lets others in:
    releasecheck record init --print-sql --room LEI | psql leeds
    """
    from releasecheck.app.presenting.record_lines import saying_new_folder

    if print_sql:
        from releasecheck.store.postgres import rights

        click.echo("".join([f"{one};\n" for one in rights.statements(rooms, offices)]), nl=False)
        return
    if rooms or offices:
        raise UsageError("--room and --office go with --print-sql, which prints what is typed to the server")
    usual = isinstance(app.place, Address) or app.place == default_record()
    with nullcontext() if usual else saying_new_folder(app.record):
        app.create_record()
    replan(app, None, "")
    if isinstance(app.place, Address):
        click.echo(f"New record at {app.place}, readable by whoever the server lets read it.")
    else:
        kept = ("encrypted" if app.key.expected else "", for_you_alone("readable by you only"))
        how = " and ".join(filter(None, kept))
        click.echo(f"New record at {app.place}{how and ', '}{how}.")
    click.echo('Next: releasecheck add A1234BC --name "SURNAME, First" --release DATE --type CRD')
    click.echo("  or: releasecheck import people FILE.csv")


@record_command.command("path")
@lines_option
@pass_app
def path(app: App, form: str) -> None:
    """Say where the record is."""
    if form == "json":
        there = isinstance(app.place, Address) or app.place.exists()
        print_object(app, {"file": str(app.place), "is_there": there})
        return
    click.echo(app.place)


@record_command.command("schema")
@click.option("--sql", is_flag=True, help="The statements that made it, instead of words.")
@click.option("--datasette", is_flag=True, help="Datasette's metadata, as JSON: words, facets, queries.")
@lines_option
@pass_app
def schema(app: App, sql: bool, datasette: bool, form: str) -> None:
    """Print what other programs find in the record.

    The views that are meant for them, column by column, and the tables behind those. Only read it:

    \b
    releasecheck record schema --datasette > metadata.json
    datasette record.db -m metadata.json

    Never with -i, which reads past what was recorded last. Looks in Datasette are in no log.
    """
    from releasecheck.app.presenting.record_lines import schema_lines, schema_object

    if sql and datasette:
        raise UsageError("--sql and --datasette are two answers: ask for one of them")
    parts = app.open_to_look().schema()
    if datasette:
        from releasecheck.formats.json_text import json_text
        from releasecheck.store.queries.datasette import datasette_metadata

        click.echo(json_text(datasette_metadata(parts, app.record.stem)), nl=False)
        return
    if form == "json":
        print_object(app, schema_object(parts))
        return
    print_lines(app, [f"{part.sql};" for part in parts] if sql else schema_lines(parts, app.screen))


_MODULES = (
    *("verify", "backup", "restore", "signing_key", "encrypt"),
    *("restrict", "erase", "retention", "access_report", "policy", "about", "copy"),
)
for _module in _MODULES:
    for _command in import_module(f"releasecheck.commands.record.{_module}").COMMANDS:
        record_command.add_command(_command)
