"""`import undo`: a whole import taken back, and which imports there were."""

from __future__ import annotations

import sys

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.recording.kept_policy import open_by_kept_policy
from releasecheck.commands.daily.undo import say_wrong_files, take_back_whole
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import NUMBER, dry_run_option, reason_option
from releasecheck.core.errors import StoreError
from releasecheck.core.words import count

_LISTED = 10


@click.command("undo")
@click.argument("entry", type=NUMBER, required=False, metavar="[ENTRY]")
@reason_option
@dry_run_option
@click.option("-y", "--yes", is_flag=True, help="Take it back without asking.")
@answer_option
@pass_app
def undo_import(app: App, entry: int | None, dry_run: bool, yes: bool) -> None:
    """Take a whole import back; without ENTRY, list the last ones.

    releasecheck import undo 41

    ENTRY is the number that the import gave. What stood before stands again, and the history keeps it all.
    People whom it first recorded go off the lists, with what was recorded of them since.
    """
    say_wrong_files(open_by_kept_policy(app))
    if entry is None:
        from releasecheck.app.presenting.record_lines import import_lines

        print_lines(app, import_lines(app.store.last_imports(_LISTED), app.screen))
        return
    found = app.store.entry(entry)
    if found is None or found.command.partition(" ")[0] != "import":
        what = "there is no entry" if found is None else f"{found.command} is what made entry"
        raise StoreError(f"{what} {entry}. See the imports: releasecheck import undo")
    if not (dry_run or yes) and sys.stdin.isatty() and found.voided_by is None:
        people = count(len(found.people), "person", "people")
        click.confirm(f"Take back entry {entry}, {found.command}, of {people}?", abort=True, err=True)
    take_back_whole(app, found, dry_run=dry_run)


def how_to_undo(app: App, entry: int) -> str:
    """The last line of every import that saved something."""
    return f"Entry {entry}. To take it back: releasecheck import undo {entry}"
