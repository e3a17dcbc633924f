"""Entries of the history as plain values, so that another office can keep them, and back again.

What another office recorded keeps its own author and its own day. Here each of its entries is kept as a note
of kind `elsewhere`, and is read back before what was recorded here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from releasecheck.core.domain import FactValue
from releasecheck.core.text import canonical
from releasecheck.people.entries import (
    ELSEWHERE,
    HistoryEntry,
    Note,
    ToldFact,
    ToldNote,
    ToldOutcome,
    ToldOwner,
    ToldRelease,
)
from releasecheck.people.facts import FACTS, BadValue, parse_own, to_text

_UNDOING = ("voided_by", "void_reason", "voided_at", "voided_by_whom")
_NOT_ITS_OWN = frozenset(("entry", "origin", "origin_seq", *_UNDOING))
_BEFORE_OURS = 1_000_000
"""Entries of another office are numbered below nought, in the order in which they were brought in."""


def clock_of(entry: HistoryEntry) -> tuple[datetime, str, int]:
    """What puts the entries of all offices in one order, whoever asks: the clock, then where it was made."""
    return entry.at, entry.origin, entry.place


def standing(entries: Iterable[HistoryEntry]) -> Iterator[HistoryEntry]:
    """The entries that were not undone, by when they were made."""
    yield from sorted((entry for entry in entries if entry.voided_by is None), key=clock_of)


def entries_given(entries: Iterable[HistoryEntry]) -> Iterator[dict[str, object]]:
    """Every entry that says something as plain values; each undoing is an entry of its own."""
    every = {entry.entry: entry for entry in entries}
    for entry in [*every.values()]:
        if entry.voided_by is not None and entry.voided_by not in every:
            every[entry.voided_by] = _undoing(entry)
    undoings = {entry.voided_by for entry in every.values()}
    for number in sorted(every):
        entry = every[number]
        if number in undoings or any(
            (entry.facts, entry.outcomes, entry.releases, entry.owners, entry.notes)
        ):
            yield entry_given(entry)


def _undoing(undone: HistoryEntry) -> HistoryEntry:
    at = undone.voided_at or undone.at
    by, number = undone.voided_by_whom or undone.by, undone.voided_by or 0
    told = (), (), (), (), ()
    return HistoryEntry(number, at, by, "undo", at.date(), undone.void_reason, *told, None, None, None, None)


def entry_given(entry: HistoryEntry) -> dict[str, object]:
    """One entry as plain values."""
    return {
        "entry": entry.entry,
        "at": _moment(entry.at),
        "by": entry.by,
        "command": entry.command,
        "day": entry.day.isoformat(),
        "reason": entry.reason,
        "facts": [
            [
                fact.fact,
                None if fact.value is None else to_text(fact.value),
                fact.told_on.isoformat(),
                fact.source,
            ]
            for fact in entry.facts
        ],
        "outcomes": [
            [one.item, one.outcome, one.on.isoformat(), one.reason, dict(one.evidence)]
            for one in entry.outcomes
        ],
        "releases": [
            [one.day.isoformat(), one.type, one.confirmed, one.told_on.isoformat(), one.source]
            for one in entry.releases
        ],
        "owners": [[one.item, one.role] for one in entry.owners],
        "notes": [
            [one.kind, one.on.isoformat(), one.text, one.item, dict(one.fields)] for one in entry.notes
        ],
        "voided_by": entry.voided_by,
        "void_reason": entry.void_reason,
        "voided_at": _moment(entry.voided_at) if entry.voided_at else None,
        "voided_by_whom": entry.voided_by_whom,
        "origin": entry.origin,
        "origin_seq": entry.place,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def entry_from(values: Mapping[str, Any]) -> HistoryEntry:
    """An entry back from its plain values."""
    day = date.fromisoformat
    return HistoryEntry(
        entry=int(values["entry"]),
        at=datetime.fromisoformat(values["at"]),
        by=str(values["by"]),
        command=str(values["command"]),
        day=day(values["day"]),
        reason=values["reason"],
        facts=tuple(
            ToldFact(name, _told_value(name, value), day(on), source)
            for name, value, on, source in values["facts"]
        ),
        outcomes=tuple(
            ToldOutcome(item, outcome, day(on), reason, dict(evidence))
            for item, outcome, on, reason, evidence in values["outcomes"]
        ),
        releases=tuple(
            ToldRelease(day(to), kind, bool(confirmed), day(on), source)
            for to, kind, confirmed, on, source in values["releases"]
        ),
        owners=tuple(ToldOwner(item, role) for item, role in values["owners"]),
        notes=tuple(
            ToldNote(kind, day(on), text, item, dict(fields))
            for kind, on, text, item, fields in values["notes"]
        ),
        voided_by=values["voided_by"],
        void_reason=values["void_reason"],
        voided_at=datetime.fromisoformat(values["voided_at"]) if values["voided_at"] else None,
        voided_by_whom=values["voided_by_whom"],
        origin=str(values.get("origin") or ""),
        place=int(values.get("origin_seq") or 0),
    )


def _told_value(name: str, value: str | None) -> FactValue | None:
    """A told value; as text where this version has no such fact."""
    if value is None or name not in FACTS:
        return value
    try:
        return parse_own(FACTS[name], value)
    except BadValue:
        if FACTS[name].kind in ("text", "name"):
            return value  # told when there was no limit to it: it stands in the history as it was
        raise


def same_entry(given: Mapping[str, object]) -> str:
    """What an entry is known by in every office: everything in it but its numbers and what undid it.

    Nor where it was made, of which older programs say nothing.
    """
    own = {name: value for name, value in given.items() if name not in _NOT_ITS_OWN}
    return hashlib.sha256(canonical(own).encode()).hexdigest()[:32]


def kept_elsewhere(entries: Iterable[HistoryEntry], here: Iterable[HistoryEntry]) -> tuple[Note, ...]:
    """A note for each entry of another office that is not here yet, or was undone there since."""
    known = {(same_entry(given), given["voided_at"]) for given in entries_given(here)}
    return tuple(
        Note(ELSEWHERE, date.fromisoformat(str(given["day"])), "", None, {"entry": _kept(given)})
        for given in entries_given(entries)
        if (same_entry(given), given["voided_at"]) not in known
    )


def _kept(given: Mapping[str, object]) -> str:
    import json

    return json.dumps(given, separators=(",", ":"), ensure_ascii=False)


def told_elsewhere(notes: Iterable[tuple[int, int, str]]) -> list[HistoryEntry]:
    """The entries of other offices, from the row and the entry that keep each, and its values as JSON.

    They come before our own, in the order in which they were brought in.
    """
    import json

    found: dict[str, HistoryEntry] = {}
    numbers: dict[tuple[int, int], int] = {}
    read = []
    for row, kept_by, text in notes:
        given = json.loads(text)
        numbers[kept_by, given["entry"]] = row - _BEFORE_OURS
        read.append((row - _BEFORE_OURS, kept_by, given))
    for number, kept_by, given in read:
        entry, known = entry_from(given), found.get(same_entry(given))
        undone_by = None if entry.voided_by is None else numbers.get((kept_by, entry.voided_by), number)
        entry = entry._replace(entry=known.entry if known else number, voided_by=undone_by)
        found[same_entry(given)] = entry
    return list(found.values())


def told_tellings(entries: Iterable[HistoryEntry]) -> list[ToldRelease]:
    """Release dates told in entries that stand, in the order recorded."""
    return [release for entry in standing(entries) for release in entry.releases]
