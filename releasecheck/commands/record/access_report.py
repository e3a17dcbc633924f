"""`record access-report`: all that is kept of a person, for them, and the review sheet for an officer."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import force_option
from releasecheck.core.words import count

_FORMS = ("html", "txt", "md", "docx", "pdf", "json")


@click.command("access-report")
@click.argument("person")
@click.option(
    "--to", "recipient", required=True, help="Who it is for: logged as given to them.", metavar="WHO"
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=FilePath(file_okay=False),
    required=True,
    help="The folder for both files.",
    metavar="FOLDER",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="html",
    show_default=True,
    help="How to write them.",
)
@click.option("--staff-names", is_flag=True, help="Name the staff; without it they are named by role.")
@force_option
@pass_app
def access_report_command(
    app: App, person: str, recipient: str, folder: Path, form: str, staff_names: bool, force: bool
) -> None:
    """Write all that is kept of a person, and apart from it what an officer must look at first.

    \b
    releasecheck record access-report A1234BC --to "A1234BC, by post" -o sar

    The report has facts with when and from whom, every task with its history, release dates, who was given
    what, why it is kept and how long, rights, and the log. Whatever may name or reveal somebody else is
    not in it: it stands whole in the review sheet, by entry, for an officer to decide. Nothing is released
    by itself. Also of somebody restricted: it is their right.
    """
    from releasecheck.app.law.access import write_access_report

    main, sheet, review = write_access_report(
        app, person, recipient, folder, form, force=force, staff_names=staff_names
    )
    click.echo(f"Report written to {main}: without {count(review, 'thing')} under review.")
    click.echo(f"Review sheet, for an officer only: {sheet}")


COMMANDS = (access_report_command,)
