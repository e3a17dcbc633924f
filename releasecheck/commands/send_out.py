"""`export`: what the record holds, for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.commands.context import App, pass_app
from releasecheck.commands.options import output_option
from releasecheck.commands.output import write
from releasecheck.commands.processing import shown
from releasecheck.commands.reading import countdowns, people_to_count
from releasecheck.errors import UsageError


@click.group("export")
def export_command() -> None:
    """Give out what the record holds."""


@export_command.command("plans")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "json"]),
    default="jsonl",
    show_default=True,
    help="One person to a line, or one list.",
)
@click.option("--to", "recipient", help="Who it is for; this is logged, and a file needs it.", metavar="WHO")
@output_option
@click.option("--prison", help="Only this prison's code.", metavar="CODE")
@pass_app
def export_plans(app: App, form: str, recipient: str | None, output: Path | None, prison: str | None) -> None:
    """Export every person's checklist as `show --format json` gives it, one to a line."""
    from releasecheck.exchange import json_text, jsonl_line, to_json_countdown

    numbers = people_to_count(app, prison)
    if recipient is None and output is not None and str(output) != "-":
        raise UsageError("who is the file for? Add --to WHO: giving out people's data is logged")
    objects = (to_json_countdown(report) for report in countdowns(app, prison))
    if form == "json":
        write(app, json_text(list(objects)), output, "Plans", lambda: shown(app, numbers, recipient))
    elif output is None:
        shown(app, numbers, recipient)
        for one in objects:
            click.echo(jsonl_line(one), nl=False)
    else:
        text = "".join(map(jsonl_line, objects))
        write(app, text, output, "Plans", lambda: shown(app, numbers, recipient))
