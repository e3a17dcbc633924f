"""How much a bundle may hold, and of what: lengths, numbers, days and letters, each named by its place.

The bounds are far beyond any person's record, also beyond those of 0.1.0, whose texts had no limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from releasecheck.people.days import parse_day
from releasecheck.people.fact import BadValue
from releasecheck.people.facts import plain

MOST_ENTRIES = 5_000
"""Of one list, such as the entries of a history; somebody in prison for ten years has some hundred."""
LONGEST_KEPT = 50_000
"""Letters of a text in a history; what is told today has a tenth of that at most."""
LONGEST_LINE = 1_000
"""Letters of an author, an office, a command or a source."""
_MOST_FIGURES = 10**12

#: The name of a fact, a task, an outcome, a role or a kind of note.
_A_NAME = r"[A-Za-z0-9_.\- ]{1,100}"
_LINES = frozenset(("by", "office", "made_for", "catalogue", "command", "source", "voided_by_whom", "origin"))
_NAMES = frozenset(("fact", "item", "outcome"))
_DAYS = frozenset(("day", "on", "told_on", "date", "known_since"))
#: What stands at each place of what an entry tells.
_COLUMNS = {
    "facts": ("fact", "text", "told_on", "source"),
    "outcomes": ("item", "outcome", "on", "reason", "evidence"),
    "releases": ("date", "type", "confirmed", "told_on", "source"),
    "owners": ("item", "owner"),
    "notes": ("kind", "on", "text", "about", "evidence"),
}
_MAY_BE_EMPTY = frozenset(("type", "kind", "about"))

_Values: TypeAlias = "Iterator[tuple[str, str, object]]"


def check_bounds(content: Mapping[str, Any]) -> None:
    """Raises BadValue, naming the place, for a value beyond what is ever written there.

    `content`: of the right shape, as `check_shape` has found.
    """
    for place, name, value in _values(content, ""):
        try:
            _check(name, value)
        except BadValue as problem:
            raise BadValue(f"{place}: {problem}") from None


def _values(value: object, place: str, name: str = "") -> _Values:
    """Every value with its place and what it is called there."""
    yield place, name, value
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield place, "key", key
            yield from _values(inner, f"{place}, {key[:40]}" if place else key[:40], key)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            here = f"{place} {number}"
            if name in _COLUMNS and isinstance(inner, list):
                yield from _told(inner, here, _COLUMNS[name])
            else:
                yield from _values(inner, here)


def _told(values: list[object], place: str, columns: tuple[str, ...]) -> _Values:
    for column, value in zip(columns, values, strict=False):
        yield from _values(value, place, column)


def _check(name: str, value: object) -> None:
    if isinstance(value, str):
        _check_text(name, value)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if not -_MOST_FIGURES < value < _MOST_FIGURES:
            raise BadValue("a number that nothing has")
    elif isinstance(value, list | Mapping):
        if len(value) > MOST_ENTRIES:
            raise BadValue(f"{len(value):,} in one list, and at most {MOST_ENTRIES:,} are taken in")
    else:
        raise BadValue("a number with a point, which none here has")


def _check_text(name: str, text: str) -> None:
    longest = LONGEST_LINE if name in _LINES or name == "owner" else LONGEST_KEPT
    if len(text) > longest:
        raise BadValue(f"is longer than {longest:,} letters")
    if not (text.isascii() and text.isprintable()):
        plain(text, longest)
    if name in _DAYS:
        parse_day(text)
    is_name = name in _NAMES or name == "key" or (name in _MAY_BE_EMPTY and text != "")
    if is_name and not re.fullmatch(_A_NAME, text):
        raise BadValue("is no name that this program gives")
