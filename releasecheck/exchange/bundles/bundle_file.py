"""One person's whole record as a file that another office takes in: what is known, and everything ever told.

The content has a SHA-256 of itself in one fixed form, so that a change on the way shows, and a signature over
the same form where the office that sends it has a key. What another office recorded keeps its own author and
its own day; here it is kept as notes of kind `elsewhere`, and read back among what was recorded here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from releasecheck.core.domain import FactValue, PersonRecord, RecordedOutcome
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import BadJson, read_json
from releasecheck.core.signatures import Checked, check, sign
from releasecheck.core.text import canonical
from releasecheck.exchange.bundles.bundle_bounds import check_bounds
from releasecheck.people.days import parse_day
from releasecheck.people.entries import HistoryEntry, ToldFact
from releasecheck.people.facts import FACTS, BadValue, parse, parse_own, plain, to_text
from releasecheck.people.foreign_entries import entries_given, entry_from, standing
from releasecheck.people.plan_inputs import owners_given, tellings_given, told_before

FORMAT = 1
"""Rises when an older program could no longer read a bundle."""

_CLOCKS_DIFFER = timedelta(days=1)
"""The clocks of two offices, and the days that they are asked as of."""
_NAME = "releasecheck_bundle"
_NOBODY: Mapping[str, str] = MappingProxyType({})


class SignedOff(NamedTuple):
    """Who vouches for a bundle, when, from which office and for whom."""

    by: str
    on: date
    office: str
    made_for: str
    catalogue: str


class Bundle(NamedTuple):
    """A bundle as read: what its office knows, and how it came to."""

    record: PersonRecord
    entries: tuple[HistoryEntry, ...]
    signed: SignedOff
    not_facts: tuple[str, ...]
    """Facts that this version does not have: they stay in the history only."""
    signature: Checked
    """Whose key it is signed with, if it is."""

    def told_later_than(self, now: datetime) -> str | None:
        """What it says was told or recorded on a day that has not come, in words; None for nothing."""
        for entry in self.entries:
            told = {one.told_on for one in entry.facts} | {one.told_on for one in entry.releases}
            latest = max((entry.day, entry.at.date(), *told, *(one.on for one in entry.outcomes)))
            if latest > (now + _CLOCKS_DIFFER).date():
                return f"entry {entry.entry} tells of {latest.isoformat()}"
        return None


def bundle_text(
    record: PersonRecord, entries: Sequence[HistoryEntry], signed: SignedOff, secret: bytes | None = None
) -> str:
    """The bundle as a file: JSON, with the SHA-256 of its content, and a signature if there is a secret key.

    Raises ConfigError where there is a key and nothing to sign with.
    """
    import json

    told = {fact.fact: (fact, entry.by) for entry in standing(entries) for fact in entry.facts}
    content = {
        "prison_number": record.prison_number,
        "signed_off": {**signed._asdict(), "on": signed.on.isoformat()},
        "known_since": record.known_since.isoformat(),
        "facts": [_fact_given(name, value, *told.get(name, (None, None))) for name, value in _sorted(record)],
        "releases_told": tellings_given(record.tellings),
        "outcomes": [_outcome_given(outcome) for outcome in record.outcomes],
        "owners": dict(record.owners),
        "entries": list(entries_given(entries)),
    }
    made: dict[str, str | None] = {"public_key": None, "signature": None}
    if secret is not None:
        made |= sign("bundle", content, secret)
    whole = {_NAME: FORMAT, "sha256": _digest(content), **made, "content": content}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _sorted(record: PersonRecord) -> list[tuple[str, FactValue]]:
    order = {name: n for n, name in enumerate(FACTS)}
    return sorted(record.facts.items(), key=lambda pair: order.get(pair[0], len(order)))


def _fact_given(name: str, value: FactValue, told: ToldFact | None, by: str | None) -> dict[str, object]:
    """A fact with its provenance."""
    return {
        "fact": name,
        "value": to_text(value),
        "told_on": told.told_on.isoformat() if told else None,
        "source": told.source if told else None,
        "by": by,
    }


def _outcome_given(outcome: RecordedOutcome) -> dict[str, object]:
    values = outcome._asdict()
    del values["id"], values["for_release"]
    return {**values, "on": outcome.on.isoformat(), "evidence": dict(outcome.evidence)}


def _digest(content: object) -> str:
    """The SHA-256 of the content, whatever the file looks like: sorted keys, no spaces."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def read_bundle(text: str, name: str, trusted: Mapping[str, str] = _NOBODY) -> Bundle:
    """The bundle in a file's text. ReleasecheckError if it is none, was changed, or has a newer format.

    `trusted`: names by public key, of whoever may have signed it.
    """
    try:
        whole = read_json(text)
    except BadJson as error:
        raise ReleasecheckError(
            f"{name} is not a bundle: {error}. Make one with handover PERSON --bundle FILE"
        ) from None
    content = whole.get("content") if isinstance(whole, dict) else None
    if not isinstance(content, dict) or _NAME not in whole:
        raise ReleasecheckError(f"{name} is not a bundle: make one with handover PERSON --bundle FILE")
    version = whole[_NAME]
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise ReleasecheckError(f"{name} is not a bundle that this program wrote: it has no format")
    if version > FORMAT:
        raise ReleasecheckError(
            f"{name} was written by a newer releasecheck (format {version}; this one reads {FORMAT}): "
            "install that version and take it in again"
        )
    try:
        digest = _digest(content)
    except UnicodeEncodeError as error:  # half of a letter, which JSON can spell and no file can hold
        raise ReleasecheckError(f"{name} is not a bundle that this program wrote: it is not text") from error
    if whole.get("sha256") != digest:
        raise ReleasecheckError(
            f"{name} is not as it was written: something changed it on the way. Ask for it again"
        )
    signature = check("bundle", content, whole.get("public_key"), whole.get("signature"), trusted)
    if signature.state == "bad":
        raise ReleasecheckError(
            f"{name} is not what was signed: its signature is wrong. Nothing was taken in. Ask the office "
            "that sent it for it again, and tell them why"
        )
    try:
        return _bundle(content, signature)
    except (BadShape, ValueError, OverflowError) as error:
        raise ReleasecheckError(f"{name} is not a bundle that this program wrote: {error}") from error


def _bundle(given: dict[str, Any], signature: Checked) -> Bundle:
    """Raises BadShape, ValueError or OverflowError for what this program would not have written."""
    check_shape(given)
    check_bounds(given)
    number = parse(FACTS["prison_number"], given["prison_number"])
    facts: dict[str, FactValue] = {}
    not_facts = []
    for fact in given["facts"]:
        known = None if fact["fact"] == "prison_number" else FACTS.get(fact["fact"])
        value = parse_own(known, fact["value"]) if known else None
        if known is None or value is None:
            not_facts.append(fact["fact"])
        else:
            facts[known.name] = value
    record = PersonRecord(
        prison_number=str(number),
        facts=facts,
        known_since=parse_day(given["known_since"]),
        tellings=told_before(given["releases_told"]),
        outcomes=tuple(_outcome(one) for one in given["outcomes"]),
        owners=owners_given(given["owners"]),
    )
    signed = {name: given["signed_off"][name] for name in SignedOff._fields}
    return Bundle(
        record,
        tuple(_entry(one) for one in given["entries"]),
        SignedOff(**{**signed, "on": parse_day(signed["on"])}),
        tuple(not_facts),
        signature,
    )


def _entry(given: Mapping[str, Any]) -> HistoryEntry:
    """An entry whose moments can be put in order with ours."""
    for name, kind in _ORIGIN.items():
        _check(given.get(name, kind()), kind, f"{name} of an entry")
    entry = entry_from(given)
    for at in (entry.at, entry.voided_at):
        if at is not None and at.astimezone(UTC).utcoffset() != at.utcoffset():
            raise BadValue(f"entry {entry.entry} has a moment that is not in UTC")
        if at is not None:
            parse_day(at.date().isoformat())
    told = (*entry.facts, *entry.outcomes, *entry.notes)
    days = (entry.day, *(getattr(one, "told_on", None) or getattr(one, "on", None) for one in told))
    for day in days:
        if isinstance(day, date):
            parse_day(day.isoformat())
    return entry


def _outcome(values: Mapping[str, Any]) -> RecordedOutcome:
    """Raises BadValue for a day or a text that could not have been recorded."""
    for text in filter(None, (values.get("reason"), values.get("by"), *values["evidence"].values())):
        plain(text)
    return RecordedOutcome(
        values["item"],
        values["outcome"],
        parse_day(values["on"]),
        values.get("reason"),
        dict(values["evidence"]),
        values.get("by"),
    )


#: Where an entry was made, of which older programs say nothing.
_ORIGIN: dict[str, Any] = {"origin": str, "origin_seq": int}
_TEXT_OR_NOT = (str, type(None))


_NUMBER_OR_NOT = (int, type(None))


_ENTRY: dict[str, Any] = {
    "entry": int,
    **dict.fromkeys(("at", "by", "command", "day"), str),
    "facts": [[str, _TEXT_OR_NOT, str, _TEXT_OR_NOT]],
    "outcomes": [[str, str, str, _TEXT_OR_NOT, {...: str}]],
    "releases": [[str, _TEXT_OR_NOT, bool, str, _TEXT_OR_NOT]],
    "owners": [[str, _TEXT_OR_NOT]],
    "notes": [[str, str, str, _TEXT_OR_NOT, {...: str}]],
    "voided_by": _NUMBER_OR_NOT,
    **dict.fromkeys(("reason", "void_reason", "voided_at", "voided_by_whom"), _TEXT_OR_NOT),
}


_OUTCOME: dict[str, Any] = {
    **dict.fromkeys(("item", "outcome", "on"), str),
    **dict.fromkeys(("reason", "by"), _TEXT_OR_NOT),
    "evidence": {...: str},
}


#: A type or several; a list of one shape; a list of so many; a map with these keys, or with any (`...`).
_CONTENT: dict[str, Any] = {
    **dict.fromkeys(("prison_number", "known_since"), str),
    "signed_off": dict.fromkeys(("by", "on", "office", "made_for", "catalogue"), str),
    "facts": [{"fact": str, "value": str}],
    "releases_told": [dict],
    "outcomes": [_OUTCOME],
    "owners": {...: str},
    "entries": [_ENTRY],
}


class BadShape(ReleasecheckError):
    """A value that this program would not have written there."""


def check_shape(content: object) -> None:
    """Raises BadShape, saying where, for a value of another kind than a bundle has there."""
    _check(content, _CONTENT, "it")


def _check(value: object, shape: Any, where: str) -> None:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise BadShape(f"{where} is no map")
        if ... in shape:
            for name, inner in value.items():
                _check(inner, shape[...], f"{where}, {name}")
            return
        for name, inner in shape.items():
            if name not in value:
                raise BadShape(f"{where} has no {name}")
            _check(value[name], inner, name if where == "it" else f"{where}, {name}")
    elif isinstance(shape, list):
        if not isinstance(value, list) or len(shape) not in (1, len(value)):
            raise BadShape(f"{where} is no list of what belongs there")
        each = shape * len(value) if len(shape) == 1 else shape
        for number, (one, inner) in enumerate(zip(value, each, strict=True), start=1):
            _check(one, inner, f"{where} {number}")
    elif not isinstance(value, shape) or (isinstance(value, bool) and shape is not bool):
        raise BadShape(f"{where} is of another kind")
