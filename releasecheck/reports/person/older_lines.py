"""What was told before what stands, in words: it is recorded, and the later telling is kept."""

from __future__ import annotations

from releasecheck.core.words import day_in_words
from releasecheck.people.facts import FACTS, show_value
from releasecheck.people.standing import Older
from releasecheck.planning.changes import PersonChange


def older_lines(change: PersonChange) -> list[str]:
    """A line for each fact of which something else was told later than in this change."""
    return [older_words(change.prison_number, name, one, "this") for name, one in change.older.items()]


def older_words(number: str, name: str, one: Older, what: str) -> str:
    """That a fact was told later than `what`, such as “this list”, and what stands of it."""
    stands, said = show_value(FACTS[name], one.kept), show_value(FACTS[name], one.value)
    told = day_in_words(one.told_on, weekday=False)
    return f"{number} {name}: told {told}, after {what}; kept {stands}, not {said}"
