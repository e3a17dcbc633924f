"""Where the two chains of a record stood at some moment, as a night keeps it outside the record.

Whoever can write to a record can work out every hash of it anew, but not change what has left the house: a
record that does not go on from where a night saw it was cut, written anew, or is another one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from releasecheck.core.text import canonical
from releasecheck.core.words import day_in_words, day_written

_HASH = re.compile(r"[0-9a-f]{64}|")
_SIGNATURE = ("public_key", "signature")
_FURTHEST = 1 << 62
_TEXT = 200
"""Letters of the longest text that a night could have here."""


class Head(NamedTuple):
    """The end of one chain: how many links it has, and the hash of the last."""

    number: int
    hash: str
    """Empty for a chain without any."""


class Heads(NamedTuple):
    """The ends of both chains of a record."""

    origin: str
    """The record's own id."""
    log: Head
    entries: Head
    offices: tuple[tuple[str, int, int], ...] = ()
    """Where several offices have chains of their own, the origin of each, its last line and its last entry:
    `log` and `entries` are then over the ends of all.
    """


def over_all(ends: Sequence[tuple[str, Head]]) -> Head:
    """One end over those of several chains, each with its origin, in order."""
    told = [[origin, head.number, head.hash] for origin, head in ends]
    return Head(sum(head.number for _, head in ends), hashlib.sha256(canonical(told).encode()).hexdigest())


class NightHeads(NamedTuple):
    """The heads that a night saw, and its signature if it has one."""

    heads: Heads
    day: str
    """The day of the night: 2026-11-27."""
    at: str
    """The moment, UTC: 2026-11-27T02:00:00Z."""
    set_aside: tuple[str, ...]
    """Digests of earlier nights of which it was said that they no longer hold: the record was restored or
    replaced on purpose.
    """
    statement: Mapping[str, object]
    """What is signed, as it stands in the night."""
    public_key: str | None = None
    signature: str | None = None

    def as_object(self) -> dict[str, object]:
        """As a night's summary has it."""
        return {**self.statement, "public_key": self.public_key, "signature": self.signature}

    @property
    def digest(self) -> str:
        """What another night names this one by."""
        return hashlib.sha256(canonical(self.statement).encode()).hexdigest()

    @property
    def title(self) -> str:
        """The night of Fri 27 Nov 2026."""
        day = day_written(self.day)
        return f"the night of {day_in_words(day) if day else self.day}"


def statement_of(heads: Heads, day: str, at: str, set_aside: tuple[str, ...]) -> dict[str, object]:
    """What a night says of a record, to be signed."""
    return {
        "origin": heads.origin,
        "day": day,
        "at": at,
        "log_line": heads.log.number,
        "log_hash": heads.log.hash,
        "entry": heads.entries.number,
        "entry_hash": heads.entries.hash,
        "set_aside": list(set_aside),
        **({"offices": [list(one) for one in heads.offices]} if heads.offices else {}),
    }


def night_heads(given: object) -> NightHeads:
    """The heads in a night's summary. Raises ValueError for what no night of this program has."""
    if not isinstance(given, dict):
        raise ValueError("no heads")
    statement = {name: value for name, value in given.items() if name not in _SIGNATURE}
    texts = {name: given.get(name) for name in ("origin", "day", "at", "log_hash", "entry_hash")}
    aside, signed = given.get("set_aside"), [given.get(name) for name in _SIGNATURE]
    if not isinstance(aside, list) or not all(map(_is_hash, aside)):
        raise ValueError("set_aside is no list of hashes")
    if not all(isinstance(one, str) and len(one) <= _TEXT for one in texts.values()):
        raise ValueError("a text is not there")
    if not (_is_hash(texts["log_hash"]) and _is_hash(texts["entry_hash"])):
        raise ValueError("a hash is none")
    if not all(one is None or (isinstance(one, str) and len(one) <= _TEXT) for one in signed):
        raise ValueError("the signature is no text")
    log = Head(_number(given.get("log_line")), str(texts["log_hash"]))
    entries = Head(_number(given.get("entry")), str(texts["entry_hash"]))
    heads = Heads(str(texts["origin"]), log, entries, _offices(given.get("offices", [])))
    return NightHeads(heads, str(texts["day"]), str(texts["at"]), tuple(aside), statement, *signed)


def _offices(given: object) -> tuple[tuple[str, int, int], ...]:
    """Raises ValueError for what says of no offices how far they were."""
    if not isinstance(given, list):
        raise ValueError("offices is no list")
    found = []
    for one in given:
        if not (isinstance(one, list) and len(one) == 3 and isinstance(one[0], str) and len(one[0]) <= _TEXT):
            raise ValueError("an office is none")
        found.append((one[0], _number(one[1]), _number(one[2])))
    return tuple(found)


def _is_hash(text: object) -> bool:
    return isinstance(text, str) and _HASH.fullmatch(text) is not None


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _FURTHEST:
        raise ValueError("a number is none")
    return value


def other_log(seen: Heads, now: Heads, there: str | None) -> str | None:
    """Why the log does not go on from where a night saw it; None where it does.

    `there`: the hash of the line that has that number now.
    """
    return _other("line", " of the log", seen.log, now.log, there)


def other_entries(seen: Heads, now: Heads, there: str | None) -> str | None:
    """The same of the entries."""
    return _other("entry", "", seen.entries, now.entries, there)


def _other(one: str, of: str, seen: Head, now: Head, there: str | None) -> str | None:
    if not seen.number:
        return None
    where = f"{one} {seen.number:,}{of}"
    if now.number < seen.number:
        return f"{where} is not there: it saw {seen.number:,}, and there are {now.number:,}"
    if there != seen.hash:
        return f"{where} is not the one that it saw: it, or what stands before it, was written anew"
    return None


def heads_words(heads: Heads) -> tuple[str, str]:
    """Both heads, to be printed, mailed or noted down: whole hashes, for a part could be made to fit."""
    return (
        f"entry {heads.entries.number:,} {heads.entries.hash or '-'}",
        f"log line {heads.log.number:,} {heads.log.hash or '-'}",
    )
