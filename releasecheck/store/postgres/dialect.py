"""The SQL of tables and queries as PostgreSQL takes it: what both cannot say in the same words.

Only our own statements come here, and each is read once. Values are never part of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from releasecheck.store.database import Parameters

_THESE = r"\(SELECT value FROM json_each\((\?|:\w+)\)\)"

#: In this order. What follows a `!` says how the value of a placeholder is given: as a list, as a list in
#: small letters, or as the one value of a list.
_REWRITTEN = (
    (re.compile(rf"([\w.]+) COLLATE NOCASE IN {_THESE}"), r"lower(\1) = ANY(\2!small)"),
    (re.compile(rf"\bNOT IN {_THESE}"), r"<> ALL(\1!list)"),
    (re.compile(rf"\bIN {_THESE}"), r"= ANY(\1!list)"),
    (re.compile(rf"<= {_THESE}"), r"<= \1!one"),
    (re.compile(r"([\w.]+) COLLATE NOCASE"), r"lower(\1)"),
    # Hints for SQLite's planner: which index, in what order, and none for this column.
    (re.compile(r" INDEXED BY \w+"), ""),
    (re.compile(r"\bCROSS JOIN (\w+(?:\([^()]*\))?(?: AS \w+)?)\s+ON\b"), r"JOIN \1 ON"),
    (re.compile(r"([ (])\+(\w+\.\w+)"), r"\1\2"),
    # Not known is not the same as any value.
    (re.compile(r"\bIS NOT (?!NULL|DISTINCT|TRUE|FALSE)"), "IS DISTINCT FROM "),
    (re.compile(r"\bgroup_concat\("), "string_agg("),
    (re.compile(r"\bjson_group_object\(([^()]*)\)"), r"coalesce(json_object_agg(\1)::text, '{}')"),
)
_PARTS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|(?<!:)(?P<place>\?|:[a-z_]\w*)(?:!(?P<how>\w+))?|%")


class Statement(NamedTuple):
    """A statement with places as psycopg2 has them."""

    sql: str
    places: tuple[tuple[str, str], ...]
    """Of each `?`, or of each name, in order: what it is called, and how its value is given."""

    def values(self, parameters: Parameters) -> Sequence[Any] | Mapping[str, Any]:
        """The parameters as the places want them."""
        if isinstance(parameters, Mapping):
            return {f"{name} {how}": _given(parameters[name], how) for name, how in self.places}
        if len(parameters) != len(self.places):
            raise TypeError(f"{len(self.places)} values are asked for, and {len(parameters)} are given")
        return [_given(value, how) for value, (_, how) in zip(parameters, self.places, strict=True)]


def plain(value: Any) -> Any:
    """A value as it is kept: a flag is a number."""
    return int(value) if value is True or value is False else value


def _given(value: Any, how: str) -> Any:
    if not how or value is None:
        return plain(value)
    found = json.loads(value)
    if how == "one":
        return found[0]
    return [str(one).lower() for one in found] if how == "small" else found


@cache
def statement(sql: str) -> Statement:
    """One of our statements, for this database."""
    for pattern, instead in _REWRITTEN:
        sql = pattern.sub(instead, sql)
    places: list[tuple[str, str]] = []

    def part(found: re.Match[str]) -> str:
        place, how = found["place"], found["how"] or ""
        if place is None:
            return found[0].replace("%", "%%")
        name = place.lstrip(":?")
        places.append((name, how))
        return f"%({name} {how})s" if name else "%s"

    return Statement(_PARTS.sub(part, sql), tuple(places))
