"""`merge`: two prison numbers that are one person."""

from __future__ import annotations

import click

from releasecheck.app.law.restricted import may_be_shown
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.recording.move_checks import NOTHING_SAVED, typed
from releasecheck.app.recording.writing import record_changes
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import dry_run_option, reason_option
from releasecheck.core.domain import PersonRecord
from releasecheck.core.errors import NoSuchPerson, UsageError
from releasecheck.core.words import count, who
from releasecheck.people.facts import FACTS, show_value
from releasecheck.planning.merging import merging


@click.command("merge")
@click.argument("old")
@click.argument("new")
@reason_option
@dry_run_option
@answer_option
@pass_app
def merge_command(app: App, old: str, new: str, dry_run: bool) -> None:
    """Record that two prison numbers are one person.

    \b
    Examples:
      releasecheck merge A1234BC A4321CB

    NEW is the number that stands. It takes over what was recorded under OLD, with the whole history; both
    numbers find the person. What the two say differently is shown, and undoing this parts them again.
    """
    gone, stands = _recorded(app, old), _recorded(app, new)
    for one in (gone, stands):
        # Else what is kept apart of the one would be shown of the other, or who is to be shown would not be.
        may_be_shown(app, one.prison_number)
    if gone.prison_number == stands.prison_number:
        raise UsageError("those are one number already")
    found = merging(
        gone, stands, app.store.history(gone.prison_number), app.store.history(stands.prison_number)
    )
    record_changes(app, found.changes, dry_run=dry_run)
    outcomes = count(len(found.changes[1].outcomes), "outcome")
    facts = count(len(found.changes[1].facts), "fact")
    old, new = (who(one.prison_number, one.facts) for one in (gone, stands))
    lines = [f"{old} is now {new}: {outcomes} and {facts} taken over."]
    lines += [
        f"  {FACTS[name].title}: {show_value(FACTS[name], now)} stands, "
        f"{gone.prison_number} had {show_value(FACTS[name], was)}"
        for name, was, now in found.conflicts
    ]
    print_lines(app, lines)
    click.echo(NOTHING_SAVED if dry_run else f"Next: releasecheck show {stands.prison_number}")


def _recorded(app: App, text: str) -> PersonRecord:
    """The record of this very number, merged or not."""
    number = str(typed("prison_number", text))
    record = app.store.person(number)
    if record is None:
        raise NoSuchPerson(
            f"nobody here has the prison number {number}. See who is recorded: releasecheck list"
        )
    if "merged_into" in record.facts:
        into = app.find(number)
        raise UsageError(f"{number} was merged into {into} already. See: releasecheck history {into}")
    return record
