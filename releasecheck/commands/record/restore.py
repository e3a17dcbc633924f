"""`record restore` and `record migrate`: a backup in the place of the record, and a newer form of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import somebody_is_there
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import FilePath
from releasecheck.core.errors import StoreError, UsageError
from releasecheck.core.words import count, day_in_words, for_shell, listed
from releasecheck.store.address import Address

if TYPE_CHECKING:
    from releasecheck.store.sqlite.restoring import Present
    from releasecheck.store.sqlite.upkeep import Restoration

_NOT_KNOWN = (
    "CHECK THIS: who was restricted or held since is not known, and nobody of them will be any more. "
    "To do it again: releasecheck record restrict PERSON, record hold PERSON"
)
_NAMED = 10
"""Entries that the backup has not and that are named; more are counted."""


@click.command("restore")
@click.argument("file", metavar="FILE", type=FilePath())
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option(
    "--nobody-erased", is_flag=True, help="Go on where nothing says whom the record had erased since."
)
@answer_option
@pass_app
def restore(app: App, file: Path, yes: bool, nobody_erased: bool) -> None:
    """Put a backup in the place of the record, which is kept aside under a dated name.

    FILE is checked first, whole: its file, every entry, the log, and every row that follows from others. Says
    what the record has that the backup has not. Whoever was erased, restricted or held since is so in what
    takes its place. Whenever this is cut off, a whole record is there.

    Of a record that is damaged or gone, those erased are known from what can be read of it, or from the list
    of them beside it and with the backups of its nights (record.db.erased). Where nothing says who they are,
    this stops.

    \b
    releasecheck record restore nights/backups/record-2026-11-22.db
    """
    from releasecheck.app.presenting.record_lines import saying_new_folder
    from releasecheck.store.sqlite.upkeep import restoration

    with saying_new_folder(app.record), restoration(app.record, file, app.patience, app.key) as found:
        for line in _what_it_means(found):
            click.echo(line, err=True)
        if _was_lost(app, found) or (found.present.state == "none" and found.present.erased):
            click.echo(_NOT_KNOWN, err=True)
        if not found.present.surely and not nobody_erased:
            _stop_where_nobody_knows(app, found)
        if not yes:
            _ask()
        aside = found.put_in_place(app.by, app.now, app.today, app.login)
    click.echo(f"{app.record} is now {file.name}: {_holds(found)}.")
    if aside is not None:
        click.echo(f"What it was until now is kept whole: {aside}")
    for line in _left_behind(found.present, for_shell(str(aside))):
        click.echo(line)
    click.echo("Next: releasecheck record verify")


def _ask() -> None:
    if not somebody_is_there():
        raise UsageError("nobody can be asked here, and nothing was changed. To do it unasked, add --yes")
    click.confirm("Put it in the place of the record?", abort=True, err=True)


def _was_lost(app: App, found: Restoration) -> bool:
    """Whether there was a record that cannot be asked any more.

    Where there never was one, nor a night of one, as on a new machine, there is nothing to know.
    """
    from releasecheck.app.law.folders import has_nights

    present = found.present
    if present.state != "none":
        return present.state == "damaged"
    return bool(present.unread) or has_nights(app, found.file)


def _stop_where_nobody_knows(app: App, found: Restoration) -> None:
    """Raise StoreError where a record was lost and nothing says whom it had erased."""
    present, file = found.present, found.file
    if present.state == "none" and not _was_lost(app, found):
        return
    lists = listed([str(one) for one in present.unread])
    said = f"the list of them cannot be read ({lists})" if lists else "there is no list of them beside it"
    what = "is gone" if present.state == "none" else "is damaged"
    raise StoreError(
        f"nothing says whom the record had erased since: it {what}, and {said} or with its backups. Whoever "
        "was erased would be back, and nothing was restored. If there is a copy of that list "
        f"({found.record.name}.erased), put it beside the record. If you know that nobody was erased since "
        f"the backup was made: releasecheck record restore {for_shell(str(file))} --nobody-erased"
    )


def _holds(found: Restoration) -> str:
    people = count(found.people, "person", "people")
    if found.last is None:
        return f"{people}, nothing recorded"
    return f"{people}, last recorded in entry {found.last.entry} on {day_in_words(found.last.at.date())}"


def _what_it_means(found: Restoration) -> Iterator[str]:
    """What is said before anybody is asked."""
    yield f"{found.file} passed its check: {_holds(found)}."
    present = found.present
    if present.erased:
        people = listed([number for number, _ in present.erased])
        yield f"Erased since, and to be erased again: {people}."
    if present.state == "damaged":
        yield "The record is damaged: it cannot be said what it has that the backup has not."
        return
    if present.state == "none":
        return
    if present.parted:
        yield "CHECK THIS: the backup has entries that the record has not. Is it a backup of this record?"
    if not present.entries:
        yield "The record has no entry that the backup has not."
        return
    yield f"The record has {count(len(present.entries), 'entry', 'entries')} that the backup has not:"
    for entry in present.entries[-_NAMED:]:
        yield f"  entry {entry.entry}  {entry.at}  {entry.command}  {entry.by}"
    if len(present.entries) > _NAMED:
        yield f"  and {len(present.entries) - _NAMED:,} before those"


def _left_behind(present: Present, aside: str) -> Iterator[str]:
    """What is only in the record that was kept aside."""
    only = [count(len(present.entries), "entry", "entries")] if present.entries else []
    only += [f"{count(present.log_lines, 'line')} of the log of processing"] if present.log_lines else []
    if only:
        yield f"Only there: {' and '.join(only)}. To look: releasecheck --record {aside} log show"
    if present.erased:
        yield f"Erased again, as since the backup: {count(len(present.erased), 'person', 'people')}."
    if present.holds:
        yield f"Held or restricted again, as since the backup: {listed(_held(present))}."
    if present.state == "damaged":
        yield f"To save what can be read of it: releasecheck --record {aside} record repair NEW.db"


def _held(present: Present) -> list[str]:
    return list(dict.fromkeys(row.prison_number for row in present.holds))


@click.command("migrate")
@answer_option
@pass_app
def migrate(app: App) -> None:
    """Bring a record of an older version up to date, once a verified backup of it is made beside it.

    Every command that opens an older record brings it up to date by itself, whole or not at all. This one
    keeps it as it was, too, and checks what came of it. On a server nobody does but whoever its tables belong
    to, by this command, and copies it with pg_dump before.
    """
    if isinstance(app.place, Address):
        _migrate_on_server(app, app.place)
        return
    from releasecheck.store.sqlite.upkeep import migrate

    done = migrate(
        *(app.record, app.today, app.patience),
        lambda backup: click.echo(f"Backup, checked: {backup}"),
        app.key,
    )
    if done.backup is None:
        click.echo(f"{app.record} is up to date (version {done.now}): nothing to do.")
        return
    click.echo(
        f"{app.record} was brought from version {done.before} to version {done.now}, and holds together."
    )
    click.echo("The older version of the program reads only that backup: keep it until you are sure.")


def _migrate_on_server(app: App, address: Address) -> None:
    from contextlib import closing

    from releasecheck.store.postgres import structure
    from releasecheck.store.postgres.connection import connect

    with closing(connect(address, app.patience)) as connection:
        before, now = structure.migrate(connection)
    if before == now:
        click.echo(f"{address} is up to date (version {now}): nothing to do.")
        return
    click.echo(f"{address} was brought from version {before} to version {now}.")
    click.echo("Next: releasecheck record verify")


COMMANDS = (restore, migrate)
