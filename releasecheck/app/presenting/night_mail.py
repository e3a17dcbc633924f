"""Sending the digests of a night: one to an owner and a day, each logged as given to its recipient."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from releasecheck.app.opening.files import text_of_file
from releasecheck.app.opening.session import App
from releasecheck.app.reading.calendar_days import post_titles
from releasecheck.core import system
from releasecheck.core.errors import ConfigError
from releasecheck.core.outside import OFFICE_BYTES
from releasecheck.core.words import count, for_shell

if TYPE_CHECKING:
    from releasecheck.night.mail import Letter, MailSettings
    from releasecheck.reports.night.owned import Digest
    from releasecheck.store.late_looks import LateLook

PASSWORD = "RELEASECHECK_MAIL_PASSWORD"
_SENT = "night mail"
"""The kind of run that keeps whose digest has gone out on a day, so that no second one does."""


class Post(NamedTuple):
    """What is needed to send, found to be in order before the night begins."""

    settings: MailSettings
    password: str | None


class Posted(NamedTuple):
    """What became of the digests."""

    sent: int
    problems: tuple[str, ...]


def ready_to_post(app: App) -> Post:
    """The settings and the password. Raises ConfigError with all that is wrong with them."""
    from releasecheck.night.mail import mail_settings

    password = os.environ.get(PASSWORD) or _password_in(app.settings.get("mail.password_file"))
    return Post(mail_settings(app.settings, password), password)


def _password_in(name: str | None) -> str | None:
    if not name:
        return None
    path = Path(name).expanduser()
    try:
        if system.others_can_read(path.stat()):
            raise ConfigError(f"{path} can be read by others. Type: chmod 600 {for_shell(str(path))}")
        return text_of_file(path, OFFICE_BYTES).strip()
    except OSError as error:
        raise ConfigError(f"cannot read the password in {path}: {error.strerror}") from error
    except UnicodeDecodeError:
        # Without the error, which has the password in it.
        raise ConfigError(f"cannot read the password in {path}: save it as UTF-8") from None


def post(app: App, night_post: Post, digests: Sequence[Digest], foot: Sequence[str]) -> Posted:
    """Send every digest that has something new in it, once a day to an owner.

    `foot`: lines that stand at the foot of each.
    """
    from releasecheck.app.reading.staff import staff_of
    from releasecheck.night.mail import send

    gone, staff = _gone_today(app), staff_of(app)
    news = [
        digest for digest in digests if (digest.rows or digest.withheld) and str(digest.owner) not in gone
    ]
    letters, nowhere = [], []
    for digest in news:
        address = night_post.settings.address(digest.owner, staff)
        if address is None:
            nowhere.append(str(digest.owner))
        else:
            letters.append(_letter(app, digest, address, night_post.settings.names, foot))
    if nowhere:
        from releasecheck.core.text import safe

        owners = safe("; ".join(sorted(nowhere)))
        click.echo(
            f"releasecheck: no address for {count(len(nowhere), 'owner')}: {owners}. "
            "Theirs, or their role's: releasecheck config set mail.to.COM ADDRESS",
            err=True,
        )
    begun: dict[Letter, int | LateLook | None] = {}
    refused = send(
        letters,
        night_post.settings,
        night_post.password,
        before=lambda letter: _log(app, begun, letter),
        after=lambda letter: _remember(app, gone, begun[letter], letter),
    )
    problems = [f"{one.letter.owner}, {one.letter.recipient}: not sent: {one.why}" for one in refused]
    return Posted(len(letters) - len(refused), tuple(problems))


def _letter(app: App, digest: Digest, address: str, names: bool, foot: Sequence[str]) -> Letter:
    from releasecheck.formats.terminal import Screen
    from releasecheck.night.mail import Letter
    from releasecheck.reports.night.digest_lines import digest_lines, masked_lines, masked_numbers, subject

    screen = Screen(width=72)
    if names:
        lines, numbers = digest_lines(digest, screen), digest.numbers
    else:
        lines, numbers = masked_lines(digest, post_titles(app), screen), masked_numbers(digest)
    text = "\n".join((app.marking, "", *lines, "", *foot, "", app.marking, ""))
    return Letter(str(digest.owner), address, f"{app.marking}: {subject(digest)}", text, numbers)


def _log(app: App, begun: dict[Letter, int | LateLook | None], letter: Letter) -> None:
    """Log a letter as given to its recipient, however often it must be tried; unfinished until it is sent."""
    from releasecheck.app.reading.access_log import given_to

    if letter not in begun:
        given_to(app, letter.numbers, f"{letter.owner}, {letter.recipient}")
        begun[letter] = app.giving.pop() if app.giving else None  # one may name nobody


def _gone_today(app: App) -> list[str]:
    """Whose digest of today has gone out already."""
    for run in app.store.runs(_SENT):
        owners = run.summary.get("owners")
        if run.summary.get("day") == app.today.isoformat() and isinstance(owners, list):
            return [str(owner) for owner in owners]
    return []


def _remember(app: App, gone: list[str], line: int | LateLook | None, letter: Letter) -> None:
    from releasecheck.app.reading.access_log import all_given

    if line is not None:
        app.giving.append(line)
        all_given(app)
    gone.append(letter.owner)
    with app.store.writing(app.by, app.now, app.today, app.command, app.reason) as transaction:
        transaction.forget_runs(_SENT, ())
        transaction.add_run(_SENT, {"day": app.today.isoformat(), "owners": gone})
