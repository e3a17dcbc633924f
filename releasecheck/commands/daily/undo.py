"""`undo` and `void`: taking back what was recorded wrongly; it stays in the history."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.recording.kept_policy import WrongFiles, open_by_kept_policy
from releasecheck.app.recording.undoing import (
    entry_words,
    just_recorded,
    last_to_undo,
    not_of_the_erased,
    people_named,
    take_back,
)
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import NUMBER, dry_run_option, reason_option
from releasecheck.core.errors import StoreError

if TYPE_CHECKING:
    from releasecheck.store.report_rows import Entry


@click.command("undo")
@reason_option
@dry_run_option
@click.option("-y", "--yes", is_flag=True, help="Take it back without asking.")
@answer_option
@pass_app
def undo_command(app: App, dry_run: bool, yes: bool) -> None:
    """Take back the last thing you recorded.

    It stays in the history as undone, and what stood before stands again. At a terminal it asks first where
    that is not what your last command recorded. For an older one: releasecheck void ENTRY

    \b
    Examples:
      releasecheck undo --dry-run
      releasecheck undo
    """
    say_wrong_files(open_by_kept_policy(app))
    entry = last_to_undo(app)
    if not dry_run and not yes and sys.stdin.isatty() and not just_recorded(app, entry):
        app.ask_for_reason()
        click.echo(f"Older than your last command: {entry_words(app, entry)}.")
        click.confirm("Take that back?", abort=True, err=True)
    click.echo(take_back(app, [entry], dry_run=dry_run))


def say_wrong_files(wrong: WrongFiles | None) -> None:
    """Say which file of the office is wrong, where that stops nothing here."""
    if wrong is not None:
        click.echo(f"releasecheck: {wrong.words}", err=True)


@click.command("void")
@click.argument("entry", type=NUMBER, metavar="ENTRY")
@reason_option
@dry_run_option
@answer_option
@pass_app
def void_command(app: App, entry: int, dry_run: bool) -> None:
    """Take back an older entry.

    \b
    Examples:
      releasecheck void 41 --reason "wrong person"

    ENTRY is its number in releasecheck history PERSON. Taking back the entry that first recorded somebody
    takes them off the lists, with all that was recorded of them since; the history keeps it all.
    """
    if not app.reason:
        raise click.UsageError("void needs a reason: add --reason TEXT")
    say_wrong_files(open_by_kept_policy(app))
    found = app.store.entry(entry)
    if found is None:
        raise StoreError(f"there is no entry {entry}. See them: releasecheck history PERSON")
    take_back_whole(app, found, dry_run=dry_run)


def take_back_whole(app: App, found: Entry, *, dry_run: bool) -> None:
    """Take back an entry, with every later one about the people whom it first recorded."""
    if found.voided_by is not None:
        raise StoreError(f"entry {found.entry} is undone already")
    not_of_the_erased(app, found)
    hanging = app.store.hanging_on(found.entry)
    for other in hanging:
        apart = sorted({*other.people} - {*found.people})
        if apart:
            named = people_named(app, apart)
            raise StoreError(
                f"entry {other.entry} hangs on entry {found.entry} and is also about {named}: "
                f"take that back first, releasecheck void {other.entry} --reason TEXT"
            )
    click.echo(take_back(app, [found, *hanging], dry_run=dry_run))
