"""`record copy`: a whole record from a file to a database server, back, or from one file to another."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.reading.access_log import all_given, named, shown
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import RECORD
from releasecheck.core.errors import ReportError, UsageError
from releasecheck.core.words import count, for_shell
from releasecheck.store.address import Address

if TYPE_CHECKING:
    from releasecheck.store.copying.record import Steps

_MANY = 20_000
"""Rows: fewer are copied before anybody wonders."""
_NAMED = 20


@click.command("copy")
@click.argument("source", metavar="FROM", type=RECORD)
@click.argument("destination", metavar="TO", type=RECORD)
@click.option("--check", is_flag=True, help="Copy nothing: compare a copy that is there with the record.")
@answer_option
@pass_app
def copy(app: App, source: Path | Address, destination: Path | Address, check: bool) -> None:
    """Copy a whole record: from a file to a server, from a server to a file, or from file to file.

    FROM and TO are files or postgresql:// addresses; TO holds nothing yet. All is copied as of one moment
    while others go on working, with both chains, every number and origin as they are. It is compared with
    the record person by person, and only then can be opened. One that was cut off goes on where it was when
    the same is typed again. A file is encrypted where a key is set. The log of FROM says where it went.

    \b
    releasecheck record copy leeds.db postgresql://ann@db.leeds.example/leeds
    releasecheck record copy postgresql://ann@db.leeds.example/leeds safe.db
    """
    from releasecheck.store.copying.record import compare_records, copy_record

    if str(source) == str(destination):
        raise UsageError("FROM and TO are the same: nothing to copy")
    app.record = source
    store = app.open_as_it_is()
    if check:
        with closing(app.open_another(destination)) as other:
            differing = compare_records(store.database, other.database, _said(app))
        if differing:
            named(app, set(differing).intersection(store.numbers()))
            more = f" and {len(differing) - _NAMED:,} more" if differing[_NAMED:] else ""
            raise ReportError(
                f"{destination} is not what {source} is now: {', '.join(differing[:_NAMED])}{more}. Whatever "
                "was recorded or looked at in either since the copy was made counts too"
            )
        click.echo(f"{destination} holds what {source} does: every person, and both chains.")
        return
    shown(app, store.numbers(), None, destination)
    all_given(app)  # a copy with that mark in it would be unfinished for ever
    done = copy_record(store.database, destination, lambda: app.key, timeout=app.patience, told=_said(app))
    went_on = "went on from where it was cut off, and " if done.went_on else ""
    click.echo(
        f"Copied to {destination}: {count(done.people, 'person', 'people')}, up to entry {done.entry} and "
        f"line {done.line} of the log; {went_on}compared person by person and along both chains."
    )
    click.echo(f"Next: releasecheck config set record {for_shell(str(destination))}")


def _said(app: App) -> Steps:
    """What says on stderr at a terminal how far it has come; nothing where there is little to wait for."""
    last: list[object] = []

    def told(work: str, done: int, of: int) -> None:
        now = [work, done * 100 // max(of, 1)]
        if now != last and of >= _MANY and not app.quiet and sys.stderr.isatty():
            last[:] = now
            click.echo(f"\r{work} {of:,} rows: {now[1]} %", err=True, nl=done >= of)

    return told


COMMANDS = (copy,)
