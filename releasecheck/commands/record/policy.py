"""`record policy`: by what everybody in the record is planned, whoever reads or writes."""

from __future__ import annotations

import sys

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.commands.file_forms import answer_option, lines_option
from releasecheck.commands.options import dry_run_option
from releasecheck.core.words import count


@click.group("policy")
def policy_command() -> None:
    """By what everybody in the record is planned: the record's own rules, whoever reads or writes.

    A record keeps the catalogue and the date rules that it was planned by, and for a prison that has rules of
    its own a layer over them. Whoever has other files reads the same plans as everybody else.
    """


@policy_command.command("show")
@lines_option
@pass_app
def show(app: App, form: str) -> None:
    """Say by what people are planned, in each prison, since when, and whether your own files are others."""
    from releasecheck.app.recording.policy_taking import policy_lines, policy_object

    if form == "json":
        print_object(app, policy_object(app))
        return
    print_lines(app, policy_lines(app))


@policy_command.command("take")
@click.option("--prison", metavar="NAME", help="Only for people in this prison, over what holds for all.")
@dry_run_option
@click.option("-y", "--yes", is_flag=True, help="Take them without asking.")
@answer_option
@pass_app
def take(app: App, prison: str | None, dry_run: bool, yes: bool) -> None:
    """Plan everybody by your own catalogue and date rules from now on, and say first whose dates move.

    \b
    releasecheck record policy take --dry-run
    releasecheck record policy take --prison LEI

    With --prison what you have beside the record's rules becomes a layer for the people who are there, and
    for whoever is moved there; where you have nothing else than the record, its layer ends.
    """
    from releasecheck.app.recording.move_checks import NOTHING_SAVED
    from releasecheck.app.recording.policy_taking import go_by, moved_by, proposed, take_up
    from releasecheck.reports.person.move_lines import day_moved_lines

    app.ask_for_reason()
    wanted = proposed(app, prison)
    go_by(app, wanted)
    moved = moved_by(app, wanted.people)
    looked_at(app, (theirs[0].prison_number for theirs in moved))
    for name in wanted.kept_below:
        click.echo(f"{name} of the record holds there as well, though you do not have it.", err=True)
    print_lines(app, day_moved_lines(moved, app.screen))
    if dry_run:
        click.echo(NOTHING_SAVED)
        return
    if not yes and sys.stdin.isatty():
        click.confirm("Plan them so?", abort=True, err=True)
    planned = take_up(app, wanted)
    where = f", at {wanted.prison}" if wanted.prison else ""
    what = "by your files" if wanted.files else "by the rules that hold for all"
    click.echo(f"{count(planned, 'person', 'people')} planned again{where}, {what}.")


COMMANDS = (policy_command,)
