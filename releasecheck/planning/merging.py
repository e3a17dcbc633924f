"""Two prison numbers that are one person: what the number that stands takes over from the other. Pure.

No row of the old number is rewritten: one entry tells the new one what the old one knew and keeps its history
beside it, and tells the old one which number stands. Undoing that entry parts them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.domain import FactValue, PersonRecord
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.foreign_entries import kept_elsewhere
from releasecheck.planning.changes import PersonChange


class Merge(NamedTuple):
    """What the entry records, and what the two numbers say differently."""

    changes: tuple[PersonChange, PersonChange]
    """Of the old number, and of the one that stands."""
    conflicts: tuple[tuple[str, FactValue, FactValue], ...]
    """Fact, what the old number had, and what stands."""


def merging(
    old: PersonRecord, new: PersonRecord, theirs: Sequence[HistoryEntry], ours: Sequence[HistoryEntry]
) -> Merge:
    """The joining of `old` into `new`: it learns what it does not know; where both know, `new` stands."""
    facts = {name: value for name, value in old.facts.items() if name not in new.facts}
    latest: dict[str, date] = {outcome.item: outcome.on for outcome in new.outcomes}
    outcomes = tuple(
        outcome._replace(id=None)
        for outcome in old.outcomes
        if outcome.item not in latest or outcome.on > latest[outcome.item]
    )
    owners = {item: role for item, role in old.owners.items() if item not in new.owners}
    change = PersonChange(
        new.prison_number,
        facts,
        outcomes=outcomes,
        owners=owners,
        notes=kept_elsewhere(theirs, ours),
        source=f"merged from {old.prison_number}",
    )
    away = PersonChange(old.prison_number, {"merged_into": new.prison_number})
    conflicts = tuple(
        (name, value, new.facts[name])
        for name, value in old.facts.items()
        if name in new.facts and new.facts[name] != value
    )
    return Merge((away, change), conflicts)
