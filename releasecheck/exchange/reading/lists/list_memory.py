"""What a record remembers of the lists it was given: their headings, and what was answered about them.

Next week's list then needs no map; where its headings have changed since, that is said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from releasecheck.exchange.reading.lists.column_map import ListMap
from releasecheck.people.facts import folded

KEY = "lists"
"""Under what the record keeps it."""
_LISTS = 12
"""Lists whose headings are remembered; the oldest is forgotten first."""
_SAME = 0.5
"""Share of headings that two lists have in common when they are one list of two weeks."""


class ListMemory(NamedTuple):
    """The answers, and the headings of each list."""

    answers: ListMap
    lists: tuple[tuple[str, ...], ...] = ()

    def changed(self, headings: Sequence[str]) -> str:
        """Which headings are new and which are gone since the list that is most like this one; or nothing."""
        before = self._last(headings)
        if before is None:
            return ""
        here, there = {folded(one) for one in headings}, {folded(one) for one in before}
        new = [one for one in headings if folded(one) not in there]
        gone = [one for one in before if folded(one) not in here]
        parts = (("new", new), ("no more", gone))
        said = [f"{what}: {', '.join(names)}" for what, names in parts if names]
        return f"Headings have changed since the last such list; {'; '.join(said)}" if said else ""

    def spoken_of(self, headings: Sequence[str]) -> frozenset[str]:
        """The headings, folded, of the list that is most like this one: what is not read was said then."""
        return frozenset(map(folded, self._last(headings) or ()))

    def _last(self, headings: Sequence[str]) -> tuple[str, ...] | None:
        here = {folded(one) for one in headings}

        def alike(other: tuple[str, ...]) -> float:
            there = {folded(one) for one in other}
            return len(here & there) / max(len(here | there), 1)

        best = max(self.lists, key=alike, default=())
        return best if best and alike(best) >= _SAME else None

    def with_list(self, headings: Sequence[str], answers: ListMap) -> ListMemory:
        """The same once this list has come, read with these answers."""
        before = self._last(headings)
        others = tuple(one for one in self.lists if one != before)
        return ListMemory(answers.over(self.answers), (*others, tuple(headings))[-_LISTS:])


def memory_from(text: str | None) -> ListMemory:
    """The memory as the record keeps it; an empty one of a record that remembers nothing."""
    found = json.loads(text) if text else {}
    values: Mapping[str, Mapping[str, str]] = found.get("values", {})
    answers = ListMap("", found.get("columns", {}), values)
    return ListMemory(answers, tuple(map(tuple, found.get("lists", ()))))


def forgetting(memory: ListMemory, forgotten: Callable[[str], bool]) -> ListMemory:
    """The same without the headings and words that must not be remembered any more."""
    answers = memory.answers
    columns = {name: fact for name, fact in answers.columns.items() if not forgotten(name)}
    values = {
        name: {word: value for word, value in words.items() if not forgotten(word) and not forgotten(value)}
        for name, words in answers.values.items()
        if not forgotten(name)
    }
    lists = tuple(tuple(one for one in headings if not forgotten(one)) for headings in memory.lists)
    return ListMemory(ListMap("", columns, values), lists)


def memory_text(memory: ListMemory) -> str:
    """The memory as a record keeps it."""
    answers = memory.answers
    return json.dumps(
        {"columns": dict(answers.columns), "values": dict(answers.values), "lists": memory.lists},
        ensure_ascii=False,
    )
