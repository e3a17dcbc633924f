"""`find`: who is it, by whatever is remembered of them."""

from __future__ import annotations

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.answer import print_object
from releasecheck.app.presenting.present import print_lines
from releasecheck.app.reading.access_log import looked_at
from releasecheck.commands.file_forms import lines_option
from releasecheck.commands.options import reason_option

_MOST = 40


@click.command("find")
@click.argument("words", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help="Everybody found, however many.")
@reason_option
@lines_option
@pass_app
def find_command(app: App, words: tuple[str, ...], everything: bool, form: str) -> None:
    """Find people by anything that is known of them.

    \b
    Examples:
      releasecheck find okafor
      releasecheck find leeds feb 2027

    A part of a name, a prison number, a CRN, a PNC number, a prison, a cell, a POM or a COM, or the month of
    release (feb 2027, 2027-02). All the words must fit.
    """
    from releasecheck.app.presenting.find_lines import found_lines, found_object

    found = app.store.search(words)
    shown = found if everything or form == "json" else found[:_MOST]
    looked_at(app, [one.prison_number for one in shown])
    if form == "json":
        print_object(app, found_object(found))
        return
    if not found:
        click.echo("Nobody fits that. See who is recorded: releasecheck list")
        return
    print_lines(app, found_lines(found, app.screen, len(shown)))
    if len(found) == 1:
        click.echo(f"Next: releasecheck show {found[0].prison_number}")
