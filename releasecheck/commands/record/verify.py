"""`record verify`: proof that a record is whole and as it was written; `record repair`: what can be saved."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.access_log import all_given, shown
from releasecheck.commands.file_forms import answer_option, proof_option
from releasecheck.commands.option_types import FilePath
from releasecheck.commands.options import against_option
from releasecheck.commands.record.against import compared
from releasecheck.core.errors import StoreError
from releasecheck.core.system import for_you_alone
from releasecheck.core.words import count, for_shell

_OF_A_FILE = "The file is whole, and its tables are those that this program makes."
_OF_A_SERVER = "The files and tables are the server's to look after: the rows in them were looked at."
_NAMED = 20
"""Faults that are named; more are counted."""


@click.command("verify")
@against_option
@proof_option
@pass_app
def verify(app: App, against: Path | None) -> None:
    """Prove that the record is whole, as it was written, and planned as the facts give today.

    Looks at the file, the tables and what guards them, every entry and every line of the log, the rows of
    people against all that was told of them, and every saved plan against what comes out today. Names what is
    not so by table and key, and of a person the prison number alone; exit 1 if there is anything.

    Rows changed by somebody who can change all of them and works out every hash anew show only against what
    has left the record: it is compared with every night in the folder that the config file's `nights` names,
    or where the last one was made. Nobody without the key can make what is signed there fit.
    """
    from releasecheck.app.recording.kept_policy import open_by_kept_policy
    from releasecheck.app.recording.proving import plan_faults

    store = app.open_to_look()
    if faults := _named(store.faults()):
        raise StoreError("\n".join(faults))
    click.echo(_OF_A_FILE if app.file else _OF_A_SERVER)
    click.echo("Every entry and every line of the log is as it was written, and follows the one before.")
    for words in store.clock_turned_back():
        click.echo(f"CHECK THIS: {words}. A clock was wrong")
    faults = compared(app, against)
    wrong = open_by_kept_policy(app)
    if wrong is not None:
        click.echo(f"releasecheck: {wrong.words}", err=True)
        if not wrong.planned_by:
            click.echo(
                "Saved plans were not worked out again: the record keeps no files that they were made by."
            )
    if wrong is None or wrong.planned_by:
        plans = _named(plan_faults(app))
        faults = [*plans, *faults]
        if not plans:
            people = count(len(app.store.numbers()), "person", "people")
            click.echo(f"{people}: every row is what was told, and every saved plan is what the facts give.")
    if faults:
        raise StoreError("\n".join(faults))


def _named(faults: Iterable[str]) -> list[str]:
    """In which lines to say what does not hold together; none where all does."""
    found = iter(faults)
    named = list(islice(found, _NAMED))
    more = sum(1 for _ in found)
    lines = [*named, f"and {more:,} more"] if more else named
    if len(lines) == 1:
        return [f"the record does not hold together: {lines[0]}"]
    return ["the record does not hold together:", *(f"  {line}" for line in lines)] if lines else []


@click.command("repair")
@click.argument("destination", metavar="DEST", type=FilePath())
@answer_option
@pass_app
@click.pass_context
def repair(ctx: click.Context, app: App, destination: Path) -> None:
    """Save what can be read of a damaged record into a new one, and list what cannot; exit 3 if anything.

    The damaged one is left as it is: keep it. Try the newest backup first, with `record restore`, which loses
    nothing that was recorded before it. All that was told is read row by row, and what follows from it is
    worked out again. Where something is lost or is not as it was written, what is left is sealed anew, and an
    entry of the new record says what.

    \b
    releasecheck record repair saved.db
    releasecheck --record record-until-2026-11-27.db record repair saved.db
    """
    from releasecheck.app.recording.kept_policy import open_by_kept_policy
    from releasecheck.store.sqlite.repair import Repaired, repair

    def log(done: Repaired) -> None:
        """In the record that was read, where that is sound: a damaged one is left as it is."""
        if done.lost or done.sealed_anew:
            return
        with suppress(StoreError):
            store = app.open_as_it_is()
            if next(iter(store.faults()), None) is None:
                shown(app, store.numbers(), None, destination)

    where = (app.record, destination)
    done = repair(*where, app.by, app.now, app.today, app.login, app.key, log)
    told = bool(app.giving)
    all_given(app)
    app.let_go()
    app.record = destination
    wrong = open_by_kept_policy(app)  # nothing that follows from what was told is in it yet
    if not told:
        shown(app, app.store.numbers(), None, destination)
    if wrong is not None:
        click.echo(f"releasecheck: {wrong.error}\nNobody is planned until that is mended", err=True)
    people = count(len(app.store.numbers()), "person", "people")
    click.echo(
        f"New record at {destination}{for_you_alone(', readable by you only')}: {people}, "
        f"{count(done.rows, 'row')} read."
    )
    for fault in done.lost:
        click.echo(f"  could not be saved as it was: {fault}")
    if done.sealed_anew:
        click.echo("What is left is sealed anew. Keep the damaged record: it alone shows what was sealed.")
    click.echo(f"Next: releasecheck --record {for_shell(str(destination))} record verify")
    if done.lost:
        ctx.exit(3)


COMMANDS = (verify, repair)
