"""`checked`: what stood under CHECK THIS has been dealt with, by whom and when."""

from __future__ import annotations

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.countdowns import checks
from releasecheck.app.recording.evidence_prompts import plain_text
from releasecheck.app.recording.move_checks import NOTHING_SAVED
from releasecheck.app.recording.writing import record_change
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import dry_run_option, reason_option
from releasecheck.core.domain import Doubt
from releasecheck.core.errors import UsageError
from releasecheck.core.words import count, did_you_mean, listed, who
from releasecheck.people.entries import CHECKED, Note
from releasecheck.planning.changes import PersonChange
from releasecheck.store.rows import SavedPlan


@click.command("checked")
@click.argument("person")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@click.option("--because", help="What was found or done; never what somebody said.", metavar="TEXT")
@reason_option
@dry_run_option
@answer_option
@pass_app
def checked_command(
    app: App, person: str, codes: tuple[str, ...], because: str | None, dry_run: bool
) -> None:
    """Record that something under CHECK THIS has been dealt with.

    \b
    Examples:
      releasecheck checked rivers tranche --because "the OMU confirmed it"

    It is asked no more, and comes back when what it is about changes: another date, another move. Who
    settled it and when stands in the history; `undo` takes it back.
    """
    number = app.find(person)
    saved = app.store.saved_plan(number)
    assert saved is not None, "only called for somebody the record knows"
    found = {code: _found(app, saved, code) for code in dict.fromkeys(code.casefold() for code in codes)}
    why = plain_text("the reason", because)
    notes = tuple(
        Note(
            CHECKED,
            app.today,
            why or doubt.brief,
            None,
            {"code": doubt.code, **({"about": doubt.about} if doubt.about else {})},
        )
        for doubt in found.values()
    )
    decided = record_change(app, PersonChange(number, notes=notes), dry_run=dry_run)
    assert decided is not None, "a note is always something new"
    left = len(decided.plan.doubts)
    more = f"{count(left, 'more thing')} to check" if left else "nothing else to check here"
    click.echo(f"{who(number, saved.person.facts)}: {listed(found)} settled by {app.by}; {more}.")
    click.echo(NOTHING_SAVED if dry_run else f"Next: releasecheck show {number}")


def _found(app: App, saved: SavedPlan, code: str) -> Doubt:
    """The doubt of that code as it stands. Raises UsageError saying what there is to settle."""
    number, doubts = saved.plan.prison_number, {doubt.code: doubt for doubt in saved.plan.doubts}
    if code in doubts:
        return doubts[code]
    record = app.store.person(number)
    if record is not None and any(code == settled for settled, _ in record.settled):
        raise UsageError(f"{code} is settled already. See by whom: releasecheck history {number}")
    by_facts = next((one for one in checks(saved.plan, saved.person.facts, app) if one.code == code), None)
    if by_facts is not None:
        raise UsageError(f"{code} is settled by putting the facts right: {by_facts.text}")
    there = f"It is {listed(doubts, 'or')}." if doubts else "There is nothing to settle."
    near = did_you_mean(code, doubts) or "."
    raise UsageError(f'{number} has nothing called "{code}" to check{near} {there}')
