"""What PostgreSQL complains of, in words that say what happened and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from releasecheck.core.errors import Conflict, NoRight, StoreError
from releasecheck.store.address import Address

if TYPE_CHECKING:
    import psycopg2

INIT = "Type: releasecheck record init"

IN_USE = "the record is in use by somebody else's program; try again"
_CUT = (
    "the connection to the server of the record was cut: what was being written is there whole, or not at "
    "all. See which, before you type it again: releasecheck log show"
)
_RIGHTS = (
    "your login may not do that in {0}: ask whoever looks after the database for rights to the "
    "record's tables there; nothing was changed"
)
_ROOMS = (
    "that is about somebody of a prison or an office that your login is not in: ask whoever looks after the "
    "database of {0}; nothing was changed"
)
_THERE = (
    "somebody else recorded one of these people at the same moment, or they are recorded where your login "
    "may not look: ask whoever looks after the database; nothing was saved"
)
_FULL = "the disk of the server of {0} is full and nothing was saved. Ask whoever looks after it to make room"

#: What begins so is of a disk, whatever code it has: a limit on the length of a file has none of its own.
_NO_ROOM = ("could not extend file", "could not write")
#: Two held what the other waited for, the server could not put two after one another, or both made one thing.
_DECIDE_AGAIN = ("40P01", "40001", "23505")
#: By the first letters of PostgreSQL's own code for what happened.
_BY_CODE = {
    "55P03": IN_USE,  # waited for a lock for as long as it may
    "57014": "the server of the record gave up after a long time and nothing was saved; try again",
    "57P": _CUT,
    "25P03": _CUT,
    "08": _CUT,
    "53100": _FULL,
    "53300": "the server of {0} has no room for one more connection; try again in a while",
    "53": "the server of {0} has no room left and nothing was saved; try again in a while",
    "25006": "the server of {0} takes no writes now: it is a copy, or set to be read only",
    "42P01": "there is no record in {0}. " + INIT,
    "3F000": "there is no record in {0}. " + INIT,
    "22P05": "a NUL character or broken text cannot be kept; nothing was saved",
    "22021": "a NUL character or broken text cannot be kept; nothing was saved",
    "P0001": "{1}: nothing was changed",
    "XX": "the server of {0} says that the record is damaged ({1}). Ask whoever looks after its backups",
}

#: By what the server, or its library, says where it says no code: while a connection is made.
_BY_WORDS = (
    ("password authentication failed", "the server of {0} does not take that user and password. {2}"),
    ("no password supplied", "the server of {0} asks for a password. {2}"),
    ("does not exist", "there is no such user or database on the server of {0}: {1}"),
    ("permission denied", "your login may not connect to {0}: ask whoever looks after the database"),
    ("pg_hba.conf", "the server of {0} does not let this user in from this machine: {1}"),
    ("certificate", "the server of {0} could not prove that it is the one: {1}. Nothing was sent to it"),
    ("SSL", "the server of {0} speaks no TLS, or could not prove that it is the one: {1}. Nothing was sent"),
    ("Connection refused", "the server of {0} is not there, or not running. Try again, or ask who runs it"),
    ("No such file", "the server of {0} is not running on this machine. Try again, or ask who runs it"),
    ("could not translate host name", "the server of {0} is not known on this network: look at its name"),
    ("timeout", "the server of {0} does not answer. Try again, or ask who runs it"),
    ("too many", "the server of {0} has no room for one more connection; try again in a while"),
    ("starting up", "the server of {0} is starting or stopping; try again in a while"),
    ("shutting down", "the server of {0} is starting or stopping; try again in a while"),
)
_PASSWORDS = (
    "A password comes from ~/.pgpass: a line as HOST:PORT:DATABASE:USER:PASSWORD that only you can read"
)


def in_words(address: Address, error: psycopg2.Error) -> StoreError:
    """The same, to be shown; what was sent to the server is not repeated, for it may be somebody's data."""
    code = error.pgcode or ""
    if code in _DECIDE_AGAIN:
        return Conflict(_THERE if error.diag.constraint_name == "people_pkey" else IN_USE)
    said = error.diag.message_primary or _last_words(str(error))
    if said.startswith(_NO_ROOM):
        return StoreError(_FULL.format(address))
    if code == "42501":
        return NoRight((_ROOMS if "row-level security" in said else _RIGHTS).format(address))
    for begins in (code, code[:3], code[:2]):
        if begins and begins in _BY_CODE:
            return StoreError(_BY_CODE[begins].format(address, said))
    if code:
        return StoreError(f"the record in {address} is not as this program made it ({code})")
    for words, sentence in _BY_WORDS:
        if words in str(error):
            return StoreError(sentence.format(address, said, _PASSWORDS))
    if "closed" in said or "terminat" in said or "connection" in said:
        return StoreError(_CUT)
    return StoreError(f"cannot use the record in {address}: {said}")


def _last_words(text: str) -> str:
    """What libpq says last, on one line: before it stands how it came there."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    return lines[0].rpartition("FATAL:")[2].rpartition("failed:")[2].strip()
