"""What an answer is made of, as plain words, and what of it is no longer as it was.

An answer is a frozen one's heir when a program that reads the frozen one can read it: keys, words and options
may have been added, and columns at the end; nothing is renamed, moved, dropped or of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Contract: TypeAlias = dict[str, dict[str, Any]]
"""Each section under its name: JSON shapes, columns, words, options, exit codes."""

#: Maps whose keys are somebody's words and not ours: what was recorded, whose it is, where they are.
FREE = frozenset("evidence answers by_owner by_prison others_by_state owners not_counted".split())

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def kind(value: object) -> str:
    """What a JSON value is: a day and a moment are told from other strings."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) else "number"
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            return "day"
        return "moment" if _MOMENT.fullmatch(value) else "string"
    return "list" if isinstance(value, list) else "object"


def paths(value: object, at: str = "", within: str = "") -> Iterator[tuple[str, str]]:
    """Each place in a JSON value with its kind: `tasks[].due_on`, day.

    A list in a list is a row, each place of which has a meaning of its own: `facts[][0]`.
    """
    yield at, kind(value)
    if isinstance(value, dict):
        for key, inner in value.items():
            name = "*" if within in FREE else key
            yield from paths(inner, f"{at}.{name}" if at else name, key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            row = f"[{number}]" if at.endswith("]") else "[]"
            # What a row ends with has no name: a map there is of what somebody recorded.
            yield from paths(inner, at + row, "evidence" if row != "[]" else "")


def shape(values: Iterable[object]) -> dict[str, str]:
    """All places of these values, each with every kind that stands there: `day|null`."""
    found: dict[str, set[str]] = {}
    for value in values:
        for path, one in paths(value):
            found.setdefault(path, set()).add(one)
    return {path or "(all of it)": "|".join(sorted(kinds)) for path, kinds in sorted(found.items())}


def faults(frozen: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Everything of the frozen contract that is not so any more, a sentence each."""
    found: list[str] = []
    for section, things in frozen.items():
        for name, was in things.items():
            where = f"{section}, {name}"
            if name not in now.get(section, {}):
                found.append(f"{where}: gone")
            else:
                found += [f"{where}: {fault}" for fault in _COMPARED[section](was, now[section][name])]
    return found


def shape_faults(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Keys that are gone, and keys of another kind."""
    for path, kinds in was.items():
        if path not in now:
            yield f"no {path} any more"
        elif not _kind_kept(set(kinds.split("|")), set(now[path].split("|"))):
            yield f"{path} was {kinds.replace('|', ' or ')} and is {now[path].replace('|', ' or ')}"


def _kind_kept(was: set[str], now: set[str]) -> bool:
    """Nothing new stands there, and all that stood there does; what was null may always be known now."""
    return now <= was and was - {"null"} <= now


def column_faults(was: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    """Columns that are gone or stand in another place; new ones stand at the end."""
    yield from (f"no column {name} any more" for name in was if name not in now)
    for place, name in enumerate(was):
        if name in now and (place >= len(now) or now[place] != name):
            yield f"column {name} was number {place + 1} and is number {list(now).index(name) + 1}"


def word_faults(was: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    """Words that are gone."""
    known = set(now)
    yield from (f"no {word} any more" for word in was if word not in known)


def option_faults(was: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Options that are gone or no longer take what they took."""
    for option, words in was.items():
        if option not in now:
            yield f"no {option} any more"
        else:
            yield from (f"{option}: {fault}" for fault in word_faults(words, now[option]))


def value_faults(was: object, now: object) -> Iterator[str]:
    """A value that is another."""
    if was != now:
        yield f"was {was} and is {now}"


def differences(was: object, now: object, at: str = "it") -> Iterator[str]:
    """Where an answer no longer says what it said; keys may have been added to it."""
    if isinstance(was, dict) and isinstance(now, dict):
        yield from (f"{at} has no {key} any more" for key in was if key not in now)
        for key in was.keys() & now.keys():
            yield from differences(was[key], now[key], f"{at}.{key}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from differences(one, other, f"{at}[{number}]")
    elif was != now or isinstance(was, bool) != isinstance(now, bool):
        yield f"{at} was {was!r} and is {now!r}"


_COMPARED: dict[str, Any] = {
    "json": shape_faults,
    "columns": column_faults,
    "views": column_faults,
    "words": word_faults,
    "outcomes": word_faults,
    "facts": word_faults,
    "commands": option_faults,
    "exit codes": value_faults,
}
