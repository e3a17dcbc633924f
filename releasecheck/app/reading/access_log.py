"""Every look at people's data, and every giving out of it, written down before anything is shown.

Section 62 of the Data Protection Act 2018 asks for this log. It is for checking that what was done was
lawful, for security and for proceedings; nothing here counts or compares the people who are its authors.

What is read on a terminal, or said on stderr, is a consultation. What goes to a file, or to standard output
that is no terminal, is a disclosure: to whom `--to` says, or else to that file or to standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import click

from releasecheck.app.opening.config import hidden
from releasecheck.app.opening.session import App
from releasecheck.core.errors import Restricted, StoreError, UsageError
from releasecheck.store.address import Address
from releasecheck.store.rows import Look

STANDARD_OUTPUT = "standard output"


def looked_at(app: App, people: Iterable[str]) -> None:
    """Log that these people's data is shown: one line that names them, none for nobody."""
    shown(app, people)


def named(app: App, people: Iterable[str]) -> None:
    """Log a consultation of these people's data, of which something is said beside what was asked for."""
    app.ask_for_reason(looking=True)
    _log_unless_kept(app, sorted(set(people)), None)


def given_to(app: App, people: Iterable[str], recipient: str) -> None:
    """Log a disclosure of these people's data; nothing is given out that cannot be logged.

    Raises Restricted for somebody whose data may only be kept.
    """
    named = sorted(set(people))
    not_restricted(app, named)
    log_given(app, named, recipient)


def not_restricted(app: App, named: Iterable[str]) -> None:
    """Raises Restricted where one of these is restricted: reports leave them out, a name asks for them."""
    restricted = set(app.store.numbers()) - set(app.store.numbers_for())
    for number in sorted(restricted.intersection(named)):
        raise Restricted(f"{number} is restricted: their data is kept, and not given out")


def log_given(app: App, named: Sequence[str], recipient: str) -> None:
    """Log a disclosure, whoever it is about; nothing is given out that cannot be logged."""
    _must_be_for_somebody(app, recipient)
    if named:
        line = app.store.log_look(_look(app, named, recipient))
        app.giving.append(line)


def log_itself_given(app: App, named: Sequence[str], recipient: str) -> None:
    """Log that the log is given out; nobody is left out of it.

    Whoever has to answer for a record that can only be read needs its log: this is then kept for it.
    """
    _must_be_for_somebody(app, recipient)
    _log_unless_kept(app, named, recipient)


def _must_be_for_somebody(app: App, recipient: str) -> None:
    if not recipient.strip():
        raise UsageError("who is it for? Add --to WHO: giving out people's data is logged")
    app.ask_for_reason()


def shown(
    app: App, people: Iterable[str], recipient: str | None = None, output: Path | Address | None = None
) -> None:
    """Log what is shown: a disclosure when it is for somebody or leaves by a file or a pipe, else a look.

    `output`: the file, the folder or the database that it goes to; without one it goes to standard output.
    """
    begun = len(app.giving)
    if recipient is not None:
        given_to(app, people, recipient)
    else:
        app.ask_for_reason(looking=True)
        must_say_to_whom(app, recipient, output)
        _log_unless_kept(app, sorted(set(people)), _leaves_by(output))
    if output is None or str(output) == "-":
        app.printed.update(app.giving[begun:])


def must_say_to_whom(app: App, recipient: str | None, output: Path | Address | None = None) -> None:
    """Raise UsageError where the office asks who it is for, and a command that takes --to was given none."""
    if recipient is not None:
        return
    where = _leaves_by(output)
    takes_it = any(option.name == "recipient" for option in click.get_current_context().command.params)
    if where is None or not takes_it:
        return
    if why := hidden(app.settings, "require_to"):
        raise why.needed("require_to", "once it is said who it is for: --to WHO")
    if app.settings.get("require_to", "no") != "no":
        raise UsageError(f"who is it for? This office asks that of what goes to {where}: add --to WHO")


def all_given(app: App, *, printed: bool = False) -> None:
    """What this run has given out has come to its end: nothing of it is unfinished.

    `printed`: only what went to standard output, and all of that is out. Where the record cannot take that
    now, the mark stays: it was given, and nobody can tell.
    """
    giving = [one for one in app.giving if one in app.printed or not printed]
    app.giving = [one for one in app.giving if one not in giving]
    wrote: set[Path] = set()
    if not printed:
        wrote, app.wrote = app.wrote, wrote
    if giving and wrote:
        from releasecheck.app.law.folders import remember_outputs

        with suppress(StoreError):
            remember_outputs(app, wrote)
    try:
        lines = [line for line in giving if isinstance(line, int)]
        if lines:
            app.store.log_ended(lines)
        for look in giving:
            if not isinstance(look, int):
                app.store.kept_look_ended(look)
    except (StoreError, OSError):
        return


def _leaves_by(output: Path | Address | None) -> str | None:
    """What people's data leaves by; None where it is read on a terminal."""
    if output is not None and str(output) != "-":
        return str(output)
    on_screen = sys.stdout is not None and sys.stdout.isatty()
    return None if on_screen else STANDARD_OUTPUT


def _log_unless_kept(app: App, named: Sequence[str], recipient: str | None) -> None:
    """Log it, or keep it for the log where the record cannot take it; StoreError where neither can be."""
    if not named:
        return
    store, asked = app.store, _look(app, named, recipient)
    try:
        line = store.log_look(asked)
        if recipient is not None:
            app.giving.append(line)
        return
    except StoreError as error:
        why = error
    file = store.late_file
    try:
        look = store.keep_look(asked)
    except OSError as error:
        raise StoreError(
            f"nothing is shown, for it could not be logged. The log: {why}. A file of your own, {file}: "
            f"{error.strerror or error}. Once one of them can be written to, try again"
        ) from error
    if recipient is not None:
        app.giving.append(look)
    click.echo(
        f"releasecheck: this look could not be logged: {why}. It is kept in {file} and goes into the log "
        "with the next that you do there",
        err=True,
    )


def _look(app: App, people: Sequence[str], recipient: str | None) -> Look:
    return Look(app.looker, app.now, _command(app), people, app.reason, recipient)


def _command(app: App) -> str:
    """The command as typed, without its options: `show`, `export plans`."""
    return click.get_current_context().command_path.partition(" ")[2] or app.doing or "today"
