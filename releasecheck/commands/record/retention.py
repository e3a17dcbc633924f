"""`record retention`: who and what is due to be erased or looked at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import present
from releasecheck.commands.file_forms import report_forms
from releasecheck.commands.options import WINDOW, every_row_option, to_option


@click.command("retention")
@click.option(
    "--within", type=WINDOW, default="0d", help="Also what falls due in this time (12w, 6m).", metavar="TIME"
)
@every_row_option
@report_forms
@to_option
@pass_app
def retention_command(
    app: App, within: int, everything: bool, form: str, output: Path | None, recipient: str | None
) -> None:
    """List who and what is due to be erased or looked at, rule by rule, with everybody held.

    The periods are your office's, and all of them must be set; nobody else can know them:

    \b
    releasecheck config set retention.after_release "6 years"

    People are counted from the day they left or died, and named by number. Nothing is erased by itself.
    """
    from releasecheck.app.law.retention import retention_report

    report = retention_report(app, app.today + timedelta(days=within))
    present(app, report, form, output, recipient, everything=everything)


COMMANDS = (retention_command,)
