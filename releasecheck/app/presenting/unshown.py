"""What a command that records something of somebody restricted may answer: nothing of them.

What is told of them is recorded like anybody's. The answers of commands are made of names, of what stood
before and of what follows: here, where all of them go by, they are kept back, whatever command they are of.
"""

from __future__ import annotations

import click

from releasecheck.app.law.restricted import refused, restricted
from releasecheck.app.opening.session import App
from releasecheck.core.errors import (
    AmbiguousPerson,
    CatalogueError,
    ConfigError,
    NoSuchPerson,
    ReleasecheckError,
    Restricted,
    StoreError,
    UsageError,
    WrongWords,
)
from releasecheck.core.words import count, listed

_OF_THE_LAW = frozenset({"record", "log"})
"""Commands of whoever answers for data protection: they say who is restricted, held and erased."""
_OF_MANY = frozenset({"import", "undo", "void", "calendar"})
"""Commands that name nobody and may answer with anybody."""
_OF_NOBODY = (
    *(WrongWords, NoSuchPerson, AmbiguousPerson, Restricted),
    *(ConfigError, CatalogueError, StoreError),
)
"""Errors that tell nothing of whoever was meant."""


def words_shown(app: App, text: str) -> str:
    """The words without what tells of somebody restricted: all of them where only such a one is meant."""
    meant = _meant(app)
    if not meant:
        return _without_lines(app, text) if _command(app) in _OF_MANY else text
    others = app.found - meant
    if not text.endswith("\n"):
        return text  # a question, which is about what was typed
    if any(number in text for number in others) and not any(number in text for number in meant):
        return text
    app.kept_back |= meant
    return ""


def _without_lines(app: App, text: str) -> str:
    """The same without each line that names one, and what is set in under it."""
    hidden = restricted(app)
    if not any(number in text for number in hidden):
        return text
    kept: list[str] = []
    under: int | None = None
    for line in text.splitlines(keepends=True):
        deep = len(line) - len(line.lstrip(" "))
        if named := {number for number in hidden if number in line}:
            under = deep
            app.kept_back |= named
        elif under is None or deep <= under:
            under = None
            kept.append(line)
    return "".join(kept)


def say_who_is_kept_back(app: App) -> None:
    """The last word of a command: that there is somebody of whom it says nothing."""
    numbers, meant = app.kept_back, sorted(_meant(app))
    if not numbers:
        return
    # The number that was typed tells nothing of anybody: that is no look.
    app.asked_for |= numbers
    app.kept_back, app.found = set(), set()
    if not meant:
        click.echo(restricted_among(len(numbers)))
        return
    are = "is" if len(meant) == 1 else "are"
    click.echo(
        f"{listed(meant)} {are} restricted: what was told of them is in the record, and nothing of them is "
        "shown. To take back what you recorded last: releasecheck undo"
    )


def restricted_among(people: int) -> str:
    """How many are kept back from an answer about several."""
    return f"{count(people, 'restricted person', 'restricted people')} among them, not shown."


def without_the_restricted(app: App | None, error: Exception) -> Exception:
    """The error, or where it could tell of somebody restricted one that does not, ended alike."""
    if app is None or not isinstance(error, ReleasecheckError) or not app.has_opened:
        return error
    if isinstance(error, _OF_NOBODY) or not (meant := sorted(_meant(app))):
        return error
    kind = UsageError if error.exit_code == UsageError.exit_code else ReleasecheckError
    return kind(refused(meant))


def _meant(app: App) -> frozenset[str]:
    """Who of those that were named is restricted."""
    if not app.has_opened or not app.found or _command(app) in _OF_THE_LAW:
        return frozenset()
    return restricted(app) & app.found


def _command(app: App) -> str:
    return app.doing.partition(" ")[0]
