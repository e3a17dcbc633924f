"""Sending an owner's digest by SMTP: where to, over what, and what to do when it is refused.

Nothing goes out in clear unless the office says so, and a password never does but to this machine itself.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import NamedTuple

from releasecheck.core.errors import ConfigError
from releasecheck.core.text import safe
from releasecheck.people.office.staff import StaffNames
from releasecheck.reports.night.owned import Owner

TO = "mail.to."
"""Before the name of each owner among the settings: `mail.to.COM J. Okafor`."""
SECONDS = 20.0
"""How long a server may take over each answer."""
PAUSES = (5.0, 30.0)
"""Seconds before each new round with what could not be sent."""

_NOT_IN_ONE = ' ,;:<>()[]"\\'
"""Signs that a server, or the head of a letter, would read as more than one address."""

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class MailSettings(NamedTuple):
    """How this office sends mail."""

    host: str
    port: int
    tls: str
    """`starttls`, `tls` or `none`."""
    sender: str
    user: str | None
    names: bool
    """Whether digests name people, or say initials, prison numbers and neutral titles."""
    recipients: Mapping[str, str]
    """Addresses by owner as the settings name them, without regard to case."""

    def address(self, owner: Owner, staff: StaffNames) -> str | None:
        """Where an owner's digest goes: an address of their own, however spelled, else their role's."""
        role = owner.role.casefold()
        own = [
            address
            for name, address in self.recipients.items()
            if name.startswith(f"{role} ") and staff.are_one(name.removeprefix(role).strip(), owner.name)
        ]
        return self.recipients.get(str(owner).casefold()) or next(iter(own), self.recipients.get(role))


class Letter(NamedTuple):
    """One digest, ready to go."""

    owner: str
    recipient: str
    subject: str
    text: str
    numbers: frozenset[str]
    """Whose data is in it."""


class Refusal(NamedTuple):
    """A letter that could not be sent, and what the server said."""

    letter: Letter
    why: str


def mail_settings(settings: Mapping[str, str], password: str | None) -> MailSettings:
    """The office's way of sending, from its settings. Raises ConfigError with everything that is wrong."""
    problems = [
        f"mail: no {name}. Type: releasecheck config set mail.{name} {name.upper()}"
        for name in ("host", "sender")
        if not settings.get(f"mail.{name}")
    ]
    recipients = {
        name.removeprefix(TO).casefold(): address for name, address in settings.items() if name.startswith(TO)
    }
    if not recipients:
        problems.append(
            'mail: nobody to send to. Type: releasecheck config set "mail.to.COM J. Okafor" ADDRESS'
        )
    sender = settings.get("mail.sender", "")
    addresses = filter(None, (sender, *recipients.values()))
    problems += [f'mail: "{one}" is not an address' for one in addresses if not _is_address(one)]
    tls, host = settings.get("mail.tls", "starttls"), settings.get("mail.host", "")
    default = {"tls": "465", "none": "25"}.get(tls, "587")
    port = settings.get("mail.port") or default
    if not port.isdecimal() or not 0 < int(port) < 65536:
        problems.append(f'mail: port "{port}" is not a port')
    if password and tls == "none" and host not in _THIS_MACHINE:
        problems.append('mail: tls = "none" would send the password in clear; use "starttls" or "tls"')
    user = settings.get("mail.user")
    if user and not password:
        problems.append("mail: no password for user: name a password_file, or set RELEASECHECK_MAIL_PASSWORD")
    if user and password and not f"{user}{password}".isascii():
        problems.append("mail: user and password can only have letters without accents, digits and signs")
    if problems:
        raise ConfigError("\n".join(problems))
    return MailSettings(host, int(port), tls, sender, user, settings.get("mail.names") == "yes", recipients)


def _is_address(text: str) -> bool:
    name, at, host = text.partition("@")
    plain = text.isascii() and text.isprintable() and set(text).isdisjoint(_NOT_IN_ONE)
    return bool(name and at and host) and "@" not in host and plain


def send(
    letters: Sequence[Letter],
    settings: MailSettings,
    password: str | None,
    before: Callable[[Letter], None],
    after: Callable[[Letter], None],
) -> tuple[Refusal, ...]:
    """Send each letter, those refused again in later rounds; what could not be sent in the end.

    `before` is called once the server has accepted the recipient and before it gets the text, each time;
    `after` once it has taken it.
    """
    left = [Refusal(letter, "") for letter in letters]
    for pause in (0.0, *PAUSES):
        if not left:
            break
        time.sleep(pause)
        left = list(_round([refusal.letter for refusal in left], settings, password, before, after))
    return tuple(left)


def _round(
    letters: Sequence[Letter],
    settings: MailSettings,
    password: str | None,
    before: Callable[[Letter], None],
    after: Callable[[Letter], None],
) -> Iterator[Refusal]:
    """One connection for as many letters as it will carry, and a new one after each that it would not."""
    waiting = list(letters)
    while waiting:
        try:
            with _connected(settings, password) as server:
                while waiting:
                    _post(server, waiting[0], settings, before)
                    after(waiting.pop(0))
        except _NotServed as error:
            # Nobody got through: the rest would not either.
            yield from (Refusal(letter, str(error)) for letter in waiting)
            return
        except (smtplib.SMTPException, OSError) as error:
            yield Refusal(waiting.pop(0), _said(error))


class _NotServed(Exception):
    """The server cannot be reached, or will not have us."""


@contextmanager
def _connected(settings: MailSettings, password: str | None) -> Iterator[smtplib.SMTP]:
    try:
        server = _open(settings, password)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:  # the last for a host that is no name
        raise _NotServed(f"{settings.host}:{settings.port}: {_said(error)}") from error
    try:
        yield server
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _open(settings: MailSettings, password: str | None) -> smtplib.SMTP:
    safely = ssl.create_default_context()
    server: smtplib.SMTP
    if settings.tls == "tls":
        server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=safely)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
    try:
        if settings.tls == "starttls":
            server.starttls(context=safely)
        if settings.user and password:
            server.login(settings.user, password)
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _post(
    server: smtplib.SMTP, letter: Letter, settings: MailSettings, before: Callable[[Letter], None]
) -> None:
    server.ehlo_or_helo_if_needed()
    _accepted(*server.mail(settings.sender))
    _accepted(*server.rcpt(letter.recipient))
    before(letter)
    _accepted(*server.data(message(letter, settings).as_bytes(policy=SMTP)))


def _accepted(code: int, said: bytes) -> None:
    if code >= 400:
        raise smtplib.SMTPResponseException(code, said)


def message(letter: Letter, settings: MailSettings) -> EmailMessage:
    """The letter as it goes out: plain text, nothing attached."""
    made = EmailMessage()
    made["From"] = settings.sender
    made["To"] = letter.recipient
    made["Subject"] = " ".join(safe(letter.subject).split())
    made["Date"] = formatdate(localtime=True)
    made["Message-ID"] = make_msgid(domain=settings.sender.partition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text)
    return made


def _said(error: Exception) -> str:
    """What a server answered, or what went wrong on the way, in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return " ".join(safe(f"{error.smtp_code} {text}").split())
    if isinstance(error, TimeoutError) or str(error).endswith("timed out"):
        return f"no answer in {SECONDS:g} seconds"
    return safe(str(error) or type(error).__name__)
