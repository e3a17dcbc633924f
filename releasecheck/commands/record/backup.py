"""`record backup` and `record compact`: a copy of the record, and the record without the room it wastes."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import may_replace
from releasecheck.app.reading.access_log import all_given, shown
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import FilePath
from releasecheck.core.words import count, for_shell, megabytes


@click.command("backup")
@click.argument("destination", metavar="DEST", type=FilePath())
@click.option("--force", is_flag=True, help="Replace an older backup of that name.")
@answer_option
@pass_app
def backup(app: App, destination: Path, force: bool) -> None:
    """Write a verified copy of the record to DEST, a file or a folder, while others go on working.

    In a folder it is named record-DATE.db. It is written beside DEST, checked, brought safely to the disk and
    only then given its name; only you can read it (on Windows, whoever its folder lets in). It holds
    everything that the record holds: keep it as safe. The log says where it was written, as of anything that
    is given out.

    \b
    releasecheck record backup /mnt/safe
    releasecheck record backup before-the-move.db

    Of a record on a server it is a file as well, compared with it person by person.
    """
    from releasecheck.store.sqlite.backup import backup_name, replaceable

    store = app.open_to_look()
    target = destination / backup_name(app.today) if destination.is_dir() else destination
    if replaceable(app.file, target, app.key_to_open):
        may_replace(target, force, "name another file", backup=True)
    shown(app, store.numbers(), None, target)
    app.wrote.add(target.absolute())
    all_given(app)  # a copy with that mark in it would be unfinished for ever
    size = store.back_up(target)
    people, last = len(store.numbers()), store.last_entry()
    until = f", up to entry {last.entry}" if last else ""
    click.echo(
        f"Backup at {target}: {count(people, 'person', 'people')}{until}, {megabytes(size)}, checked. "
        f"Put it in the place of the record: releasecheck record restore {for_shell(str(target))}"
    )


@click.command("compact")
@answer_option
@pass_app
def compact(app: App) -> None:
    """Write the record anew without the room that nothing is kept in any more.

    What was erased or replaced leaves room in the file, which is written over with zeros and used again. This
    gives it back to the disk, and needs as much room again while it works. Nothing is lost if it is cut off.
    """
    app.need_a_file()  # a server gives room back by itself
    before, after, _ = app.open_as_it_is().compact()
    click.echo(f"{app.record}: {megabytes(before)} before, {megabytes(after)} now.")


COMMANDS = (backup, compact)
