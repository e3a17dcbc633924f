"""Who and what is due to be erased or looked at, by the periods of an office; nothing is erased here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from releasecheck.core.words import count, day_in_words
from releasecheck.formats.tables import Table, TableColumn, Tables, table


class DuePerson(NamedTuple):
    """Somebody whom a rule has to do with."""

    prison_number: str
    rule: str
    since: date
    """The day that is counted from."""
    period: str
    due_on: date
    held: date | None = None
    """Since when they must not be erased."""
    restricted: date | None = None

    @property
    def erasable(self) -> bool:
        """Whether a rule says that they go, and nothing keeps them."""
        return self.held is None and self.rule != OFF_THE_LISTS


class DueThings(NamedTuple):
    """Something else that is kept, of which some is older than it should be."""

    kind: str
    due: int
    oldest: date | None
    period: str
    what: str
    """What is done about it."""


class HeldBack(NamedTuple):
    """A hold or a restriction."""

    prison_number: str
    kind: str
    since: date
    by: str
    reason: str


class Gone(NamedTuple):
    """Somebody who was erased."""

    prison_number: str
    on: date
    rule: str


OFF_THE_LISTS = "off-the-lists"
"""Somebody whose recording was undone: their history is still kept."""

_PEOPLE: tuple[TableColumn[DuePerson], ...] = (
    TableColumn("prison_number", "Who", lambda one: one.prison_number),
    TableColumn("rule", "Rule", lambda one: one.rule),
    TableColumn("since", "Since", lambda one: one.since),
    TableColumn("period", "Kept for", lambda one: one.period or None),
    TableColumn("due_on", "Due", lambda one: one.due_on),
    TableColumn("held_since", "", lambda one: one.held),
    TableColumn("restricted_since", "", lambda one: one.restricted),
    TableColumn("action", "Then", lambda one: "erase" if one.erasable else _not_erased(one)),
)
_THINGS: tuple[TableColumn[DueThings], ...] = (
    TableColumn("kind", "What", lambda one: one.kind),
    TableColumn("due", "Due", lambda one: one.due),
    TableColumn("oldest", "Oldest", lambda one: one.oldest),
    TableColumn("period", "Kept for", lambda one: one.period),
    TableColumn("action", "Then", lambda one: one.what),
)
_HELD: tuple[TableColumn[HeldBack], ...] = (
    TableColumn("prison_number", "Who", lambda one: one.prison_number),
    TableColumn("kind", "Kind", lambda one: one.kind),
    TableColumn("since", "Since", lambda one: one.since),
    TableColumn("by", "By", lambda one: one.by),
    TableColumn("reason", "Why", lambda one: one.reason),
)
_GONE: tuple[TableColumn[Gone], ...] = (
    TableColumn("prison_number", "Who", lambda one: one.prison_number),
    TableColumn("erased_on", "Erased", lambda one: one.on),
    TableColumn("rule", "Rule", lambda one: one.rule),
)


def _not_erased(one: DuePerson) -> str:
    return "held" if one.held is not None else "review"


def retention(
    people: Iterable[DuePerson],
    things: Iterable[DueThings],
    held: Iterable[HeldBack],
    gone: Iterable[Gone],
    today: date,
    until: date,
    periods: Mapping[str, str],
) -> Tables:
    """The report: who is due by a day, what else is, who is kept all the same, and who went."""
    due = sorted(
        (one for one in people if one.due_on <= until), key=lambda one: (one.due_on, one.prison_number)
    )
    kept = tuple(held)
    tables: tuple[Table, ...] = (
        table("people", "People", _PEOPLE, due),
        table("things", "Everything else", _THINGS, things),
        table("held", "Held or restricted", _HELD, kept),
        table("erased", "Erased", _GONE, gone, data_only=True),
    )
    erase = sum(one.erasable for one in due)
    notes = [
        f"{count(erase, 'person', 'people')} due to be erased by {day_in_words(until)}, "
        f"{len(due) - erase} to be looked at or held.",
        "This office keeps " + "; ".join(f"{name} {words}" for name, words in periods.items()) + ".",
        "Nothing is erased by itself: releasecheck record erase PERSON --rule RULE",
    ]
    numbers = {one.prison_number for one in due} | {one.prison_number for one in kept}
    return Tables("retention", "Retention", today, tables, notes=tuple(notes), numbers=frozenset(numbers))
