"""A sheet to fill in: whoever something is not known of, and a column for each fact that a task waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from releasecheck.formats.columns import Column
from releasecheck.formats.sheets.drop_downs import DropDown
from releasecheck.people.fact import Fact
from releasecheck.people.facts import FACTS, expected

_NOT_KNOWN = "not known"
_KNOWN_BY = ("prison_number", "last_name", "first_name")


class UnknownOf(NamedTuple):
    """Somebody of whom something is asked."""

    prison_number: str
    last_name: str | None
    first_name: str | None
    release_on: date | None
    waited_for: frozenset[str]


def to_ask(people: Iterable[UnknownOf], only: Collection[str]) -> tuple[tuple[str, ...], list[UnknownOf]]:
    """The facts that are waited for, for most people first; and of whom, whoever leaves soonest first.

    `only`: these facts alone, where any are named. What is no fact that can be recorded is left out.
    """
    narrowed = (
        one._replace(
            waited_for=frozenset(
                name for name in one.waited_for if name in FACTS and (not only or name in only)
            )
        )
        for one in people
    )
    found = [one for one in narrowed if one.waited_for]
    wanted = Counter(name for one in found for name in one.waited_for)
    facts = tuple(name for name in FACTS if name in wanted)  # in the order of the table, where as many wait
    found.sort(key=lambda one: (one.release_on or date.max, one.prison_number))
    return tuple(sorted(facts, key=lambda name: -wanted[name])), found


def unknown_columns(facts: Iterable[str], not_asked: str | None) -> tuple[Column[UnknownOf], ...]:
    """Who it is, then a column for each fact, under the headings that `import people` reads.

    `not_asked`: what stands where nothing waits for the fact; the others are empty, to be filled in.
    """
    columns: list[Column[UnknownOf]] = [Column(FACTS[name].title, "who it is", name) for name in _KNOWN_BY]
    return (*columns, *(_to_fill_in(name, not_asked) for name in facts))


def _to_fill_in(name: str, not_asked: str | None) -> Column[UnknownOf]:
    def cell(one: UnknownOf) -> str | None:
        return None if name in one.waited_for else not_asked

    return Column(FACTS[name].title, "to fill in", cell)


def as_questions(one: UnknownOf) -> dict[str, object]:
    """The JSON object of a row: who it is, and the names of the facts to ask for."""
    return {
        **{name: getattr(one, name) for name in _KNOWN_BY},
        "unknown": [name for name in FACTS if name in one.waited_for],
    }


def answers(facts: Iterable[str]) -> dict[str, DropDown]:
    """By heading, what may be filled in."""
    return {FACTS[name].title: DropDown(_answers(FACTS[name]), expected(FACTS[name])) for name in facts}


def _answers(fact: Fact) -> tuple[str, ...]:
    """The words for each value, as a cell may hold them; none where anything may be written."""
    if fact.kind == "yes_no":
        return ("yes", "no", _NOT_KNOWN)
    words = [meaning if meaning and "," not in meaning else code for code, meaning in fact.values.items()]
    return (*words, _NOT_KNOWN) if words else ()
