"""Every look at people's data, and every giving out of it, written down before anything is shown.

Section 62 of the Data Protection Act 2018 asks for this log. It is for checking that what was done was
lawful, for security and for proceedings; nothing here counts or compares the people who are its authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReportError, StoreError, UsageError


def looked_at(app: App, people: Iterable[str]) -> None:
    """Log a consultation of these people's data: one line that names them, none for nobody.

    A record that cannot be written to can still be read: then what could not be logged is said on stderr.
    """
    app.ask_for_reason(looking=True)
    named = sorted(set(people))
    if not named:
        return
    try:
        app.store.log_look(app.by, app.now, _command(), named, app.reason)
    except StoreError as error:
        click.echo(f"releasecheck: this look could not be logged: {error}", err=True)


def given_to(app: App, people: Iterable[str], recipient: str) -> None:
    """Log a disclosure of these people's data; nothing is given out that cannot be logged.

    Raises ReportError for somebody whose data may only be kept.
    """
    named = sorted(set(people))
    not_restricted(app, named)
    log_given(app, named, recipient)


def not_restricted(app: App, named: Iterable[str]) -> None:
    """Raises ReportError where one of these is restricted: reports leave them out, a name asks for them."""
    restricted = set(app.store.numbers()) - set(app.store.numbers_for())
    for number in sorted(restricted.intersection(named)):
        raise ReportError(f"{number} is restricted: their data is kept, and not given out")


def log_given(app: App, named: Sequence[str], recipient: str) -> None:
    """Log a disclosure, whoever it is about: of the log itself nobody is left out."""
    if not recipient.strip():
        raise UsageError("who is it for? Add --to WHO: giving out people's data is logged")
    app.ask_for_reason()
    if named:
        with app.store.writing(app.by, app.now, app.today, _command(), app.reason) as transaction:
            transaction.log("disclosure", named, recipient)


def shown(app: App, people: Iterable[str], recipient: str | None = None) -> None:
    """Log what a report shows: a disclosure when it is for somebody, a consultation when it is not."""
    if recipient is None:
        looked_at(app, people)
    else:
        given_to(app, people, recipient)


def _command() -> str:
    """The command as typed, without its options: `show`, `export plans`."""
    return click.get_current_context().command_path.partition(" ")[2] or "today"
