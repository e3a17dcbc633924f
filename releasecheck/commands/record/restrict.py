"""`record restrict`, `unrestrict` and `hold`: who is kept apart, and who must not be erased."""

from __future__ import annotations

import click

from releasecheck.app.law.holds import hold_person, lift_hold, restrict_person, unrestrict_person
from releasecheck.app.opening.session import App, pass_app
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import dry_run_option, reason_option
from releasecheck.core.errors import UsageError


@click.command("restrict")
@click.argument("person")
@reason_option
@dry_run_option
@answer_option
@pass_app
def restrict(app: App, person: str, dry_run: bool) -> None:
    """Keep a person's data and show it nowhere: in no list, page, export, night or mail.

    \b
    releasecheck record restrict A1234BC --reason "they dispute the recall date, section 47"

    Lists say how many are left out, and the release-day check says it for every day: such a release is
    checked by hand. What is told of them is still recorded. It is not in what `undo` takes back.
    """
    click.echo(restrict_person(app, person, _reason(app), dry_run=dry_run))


@click.command("unrestrict")
@click.argument("person")
@reason_option
@dry_run_option
@answer_option
@pass_app
def unrestrict(app: App, person: str, dry_run: bool) -> None:
    """Lift a restriction: the person is in every list again, planned from all that was told meanwhile."""
    click.echo(unrestrict_person(app, person, _reason(app), dry_run=dry_run))


@click.command("hold")
@click.argument("person")
@click.option("--lift", is_flag=True, help="They may be erased again.")
@reason_option
@dry_run_option
@answer_option
@pass_app
def hold(app: App, person: str, lift: bool, dry_run: bool) -> None:
    """Keep a person from being erased: for a serious further offence review, a claim, an inquest.

    \b
    releasecheck record hold A1234BC --reason "SFO review"
    releasecheck record hold A1234BC --lift --reason "review closed"

    `record retention` lists holds, and `record erase` refuses.
    """
    do = lift_hold if lift else hold_person
    click.echo(do(app, person, _reason(app), dry_run=dry_run))


def _reason(app: App) -> str:
    if not app.reason:
        raise UsageError("why? It is kept with it and in the log: add --reason TEXT")
    return app.reason


COMMANDS = (restrict, unrestrict, hold)
