"""What was recorded about one person, entry by entry, in words: what stands after it and what stood before.

Pure: entries as they were told go in, sentences come out. An entry that was undone stays, and says so; what
stood "before" is what stood at that moment, also where that has been undone since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from releasecheck.core.words import day_in_words, listed
from releasecheck.people.entries import (
    BROUGHT_IN,
    HistoryEntry,
    ToldFact,
    ToldOutcome,
    ToldRelease,
)
from releasecheck.people.facts import FACTS
from releasecheck.people.history_words import PartKind, Told, _bare, _moved, _outcome, _value, _words


class HistoryPart(NamedTuple):
    """One thing that changed, in words and as values; None is not known, or nothing."""

    kind: PartKind
    name: str | None
    """The fact or the item it is about."""
    before: str | None
    after: str | None
    words: str


class Undone(NamedTuple):
    """That an entry was undone, by which later entry, and why."""

    entry: int
    at: datetime
    by: str
    reason: str | None


class Line(NamedTuple):
    """One entry of the history."""

    entry: int
    at: datetime
    by: str
    command: str
    day: date
    """The day it was recorded as of."""
    deed: str
    """`recorded` or `undid entry 41`; empty where the parts say it all."""
    parts: tuple[HistoryPart, ...]
    told_on: date | None
    """The day it was told, where that is not the day it was recorded."""
    source: str | None
    reason: str | None
    undone: Undone | None

    def words(self) -> str:
        """The entry as a sentence, with whatever is known of where it came from."""
        deed = ": ".join(filter(None, (self.deed, ", ".join(part.words for part in self.parts))))
        notes = [f"{moment_in_words(self.at)}, {self.by}: {deed}"]
        if self.day != self.at.date():
            notes.append(f"As of {day_in_words(self.day)}")
        if self.told_on:
            notes.append(f"Told {day_in_words(self.told_on)}")
        if self.source:
            notes.append(f"Source: {self.source}")
        if self.reason:
            notes.append(f"Reason: {self.reason}")
        if self.undone:
            undone = self.undone
            why = f": {undone.reason}" if undone.reason else ""
            when = moment_in_words(undone.at)
            notes.append(f"Undone by entry {called(undone.entry)} on {when}, {undone.by}{why}")
        return "".join(note if note.endswith(".") else f"{note}." for note in _spaced(notes))


def _spaced(notes: Iterable[str]) -> Iterator[str]:
    for number, note in enumerate(notes):
        yield f" {note}" if number else note


def called(entry: int) -> str:
    """An entry by its number; one that was brought in from another office has none here."""
    return str(entry) if entry > 0 else "there"


def moment_in_words(moment: datetime) -> str:
    """23 Nov 2026 14:05, in whatever time zone the moment is given."""
    return f"{day_in_words(moment.date(), weekday=False)} {moment:%H:%M}"


def tell(entries: Iterable[HistoryEntry]) -> list[Line]:
    """The history of one person, oldest first, with a line for each entry and for each undoing."""
    entries = list(entries)
    if all(entry.entry > 0 for entry in entries):
        return _lines(_Telling(entries))
    places = _by_time(entries)
    numbers = {place: number for number, place in places.items()}
    told = _Telling(
        [
            entry._replace(entry=places[entry.entry], voided_by=entry.voided_by and places[entry.voided_by])
            for entry in entries
        ],
        numbers,
    )
    return [
        line._replace(
            entry=numbers[line.entry],
            undone=line.undone and line.undone._replace(entry=numbers[line.undone.entry]),
        )
        for line in _lines(told)
    ]


def _lines(told: _Telling) -> list[Line]:
    undoings = {entry.voided_by for entry in told.entries if entry.voided_by is not None}
    numbers = sorted({*(entry.entry for entry in told.entries), *undoings})
    return [told.undoing(number) if number in undoings else told.line(number) for number in numbers]


def _by_time(entries: Sequence[HistoryEntry]) -> dict[int, int]:
    """The place of each entry and undoing among all: ours as numbered, others' by their moment."""
    moments = {entry.voided_by: entry.voided_at or entry.at for entry in entries if entry.voided_by}
    moments |= {entry.entry: entry.at for entry in entries}
    ours = sorted(number for number in moments if number > 0)
    ordered = sorted(
        (number for number in moments if number < 0), key=lambda number: (moments[number], number)
    )
    for number in ours:
        earlier = [n for n, other in enumerate(ordered) if other > 0 or moments[other] <= moments[number]]
        ordered.insert(max(earlier, default=-1) + 1, number)
    return {number: place for place, number in enumerate(ordered, start=1)}


def chosen(
    lines: Iterable[Line],
    *,
    first: date | None = None,
    last: date | None = None,
    item: str | None = None,
    fact: str | None = None,
    author: str | None = None,
) -> list[Line]:
    """The lines of these days, about this item or fact, by this author (part of the name is enough)."""
    kept = []
    for line in lines:
        day = line.at.date()
        if (first and day < first) or (last and day > last):
            continue
        if author is not None and author.casefold() not in line.by.casefold():
            continue
        parts = line.parts
        if item is not None or fact is not None:
            wanted = ("fact", fact), ("outcome", item), ("owner", item), ("note", item)
            parts = tuple(part for part in parts if part.name and (part.kind, part.name) in wanted)
            if not parts:
                continue
        kept.append(line._replace(parts=parts))
    return kept


class _Telling:
    """Everything told of one person, by what it is about, so that what stood at any moment can be found."""

    def __init__(self, entries: Iterable[HistoryEntry], numbers: Mapping[int, int] | None = None) -> None:
        self._numbers = numbers or {}
        self.entries = sorted(entries, key=lambda entry: entry.entry)
        self._by_number = {entry.entry: entry for entry in self.entries}
        self._told: dict[tuple[PartKind, str], list[tuple[HistoryEntry, Told]]] = {}
        for entry in self.entries:
            for kind, name, thing in _things(entry):
                self._told.setdefault((kind, name), []).append((entry, thing))

    def line(self, number: int) -> Line:
        """An ordinary entry: what it recorded, and what stood before."""
        entry = self._by_number[number]
        new = not any(_stood(other, number) for other in self.entries)
        brought_in = any(note.kind == BROUGHT_IN for note in entry.notes)
        parts = [
            _kept_part(name, before, thing)
            if _is_older(entry, thing, before := self._before(kind, name, number))
            else _part(kind, name, before, thing, new=new)
            for kind, name, thing in _things(entry)
            if not (brought_in and self._said_before(kind, name, thing, number))
        ]
        return self._line(entry, "recorded" if new else "", parts)

    def undoing(self, number: int) -> Line:
        """An entry that undid others: what stands again."""
        undone = [entry for entry in self.entries if entry.voided_by == number]
        first = undone[0]
        names = [called(self._numbers.get(entry.entry, entry.entry)) for entry in undone]
        deed = f"undid {'entry' if len(names) == 1 else 'entries'} {listed(names)}"
        if any(_stood(other, number + 1) for other in self.entries):
            parts = list(self._restored(undone, number))
        else:
            parts = [HistoryPart("person", None, None, None, "no longer recorded")]
        own = self._by_number.get(number)
        at, by = first.voided_at or first.at, first.voided_by_whom or first.by
        day = own.day if own else at.date()
        return Line(number, at, by, "undo", day, deed, tuple(parts), None, None, first.void_reason, None)

    def _restored(self, undone: Sequence[HistoryEntry], number: int) -> Iterator[HistoryPart]:
        keys = dict.fromkeys((kind, name) for entry in undone for kind, name, _ in _things(entry))
        keys |= dict.fromkeys(
            (kind, name)
            for kind, name, _ in (_things(self._by_number[number]) if number in self._by_number else ())
        )
        for kind, name in keys:
            if kind in ("outcome", "note"):
                taken_back = (
                    (entry, told) for entry, told in self._told[kind, name] if entry.voided_by == number
                )
                for _, told in taken_back:
                    yield HistoryPart(kind, name or None, _value(told), None, f"{_words(told)} taken back")
                continue
            before, after = self._before(kind, name, number), self._before(kind, name, number + 1)
            if _value(before) != _value(after):
                yield _part(kind, name, before, after)

    def _before(self, kind: PartKind, name: str, number: int) -> Told | None:
        """The last thing told of this before an entry, that had not been undone by then."""
        if kind == "note":
            return None
        standing: Told | None = None
        for entry, told in self._told[kind, name]:
            if _stood(entry, number) and not _is_older(entry, told, standing):
                standing = told
        return standing

    def _said_before(self, kind: PartKind, name: str, thing: Told, number: int) -> bool:
        """Whether what was only taken in from another office has been said where it was told."""
        if isinstance(thing, ToldFact) and thing.fact not in FACTS:
            return True
        if isinstance(thing, ToldFact):
            return _value(self._before(kind, name, number)) == _value(thing)
        return any(told == thing for entry, told in self._told[kind, name] if entry.entry < number)

    def _line(self, entry: HistoryEntry, deed: str, parts: Iterable[HistoryPart]) -> Line:
        dated: tuple[ToldFact | ToldRelease, ...] = (*entry.facts, *entry.releases)
        told_on = next((told.told_on for told in dated if told.told_on != entry.day), None)
        source = next((told.source for told in dated if told.source), None)
        shown = {outcome.reason for outcome in entry.outcomes}
        undone = None
        if entry.voided_by is not None:
            at, by = entry.voided_at or entry.at, entry.voided_by_whom or entry.by
            undone = Undone(entry.voided_by, at, by, entry.void_reason)
        return Line(
            *(entry.entry, entry.at, entry.by, entry.command, entry.day, deed, tuple(parts), told_on, source),
            *(None if entry.reason in shown else entry.reason, undone),
        )


def _stood(entry: HistoryEntry, number: int) -> bool:
    """Whether an entry stood just before another one was made."""
    return entry.entry < number and (entry.voided_by is None or entry.voided_by >= number)


def _is_older(entry: HistoryEntry, told: Told, standing: Told | None) -> bool:
    """Whether a fact was told before the one that stands, which it then leaves as it is."""
    return (
        isinstance(told, ToldFact)
        and isinstance(standing, ToldFact)
        and not entry.typed_order
        and told.told_on < standing.told_on
    )


def _kept_part(name: str, standing: Told | None, told: Told) -> HistoryPart:
    words = f"{_words(told, name)}, told before {_bare(standing, name, 'fact')}, which stands"
    return HistoryPart("fact", name, _value(standing), _value(standing), words)


def _things(entry: HistoryEntry) -> Iterator[tuple[PartKind, str, Told]]:
    for fact in entry.facts:
        yield "fact", fact.fact, fact
    for release in entry.releases:
        yield "release", "", release
    for outcome in entry.outcomes:
        yield "outcome", outcome.item, outcome
    for owner in entry.owners:
        yield "owner", owner.item, owner
    for note in entry.notes:
        yield "note", note.item or "", note


def _part(
    kind: PartKind, name: str, before: Told | None, after: Told | None, *, new: bool = False
) -> HistoryPart:
    words = _words(after, name, kind)
    if isinstance(after, ToldRelease) and isinstance(before, ToldRelease):
        words = _moved(before, after)
    elif not new and kind in ("fact", "owner"):
        words += f" (was {_bare(before, name, kind)})"
    elif isinstance(before, ToldOutcome):
        words += f" (was {_outcome(before)})"
    return HistoryPart(kind, name or None, _value(before), _value(after), words)
