"""`show`: one person's countdown checklist."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.law.restricted import find_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.app.reading.countdowns import countdown_for
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import own_rules_option, to_option


@click.command("show")
@click.argument("person")
@click.option("--all", "show_all", is_flag=True, help="Everything: later, done and not needed as well.")
@own_rules_option
@report_forms
@to_option
@pass_app
def show_command(
    app: App,
    person: str,
    show_all: bool,
    own_rules: bool,
    form: str,
    output: Path | None,
    recipient: str | None,
) -> None:
    """Show one person's countdown checklist.

    What is overdue comes first, then what nobody has recorded, then what is next.

    \b
    Examples:
      releasecheck show rivers
      releasecheck A1234BC
      releasecheck show "rivers, s" --all -o rivers.html
    """
    app.own_rules = own_rules
    report = countdown_for(app, find_shown(app, person))
    present(app, report, form, output, recipient, everything=show_all)
