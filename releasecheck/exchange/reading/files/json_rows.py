"""JSON and JSON Lines -> rows of cells under all their keys."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeAlias

from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.files.table import (
    MOST_COLUMNS,
    Row,
    SourceCell,
    SourceTable,
    too_wide,
    typed,
)

_Object: TypeAlias = Mapping[str, object]


_Objects: TypeAlias = Callable[[], Iterator[tuple[int, _Object]]]


def is_json(text: str) -> bool:
    """Whether it begins as JSON does; a heading could hold a brace, but no heading row starts with one."""
    return re.match(r"\s*(\{|\[\s*(\{|\]))", text) is not None


def read_json(text: str, name: str) -> SourceTable:
    """A table from one object, a list of objects, a page with `content`, or an object to each line."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > 1 and _is_whole(lines[0][1]):
        return _table(name, "line", lambda: _from_lines(lines, name))
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ReleasecheckError(f"{name} is not whole JSON: {_words(problem)}") from problem
    notes: tuple[str, ...] = ()
    if isinstance(found, dict) and isinstance(found.get("content"), list):
        notes = _page_notes(found, name)
        found = found["content"]
    things = found if isinstance(found, list) else [found]
    objects = [(number, _object(thing, name, "record", number)) for number, thing in enumerate(things, 1)]
    return _table(name, "record", lambda: iter(objects), notes)


def _is_whole(line: str) -> bool:
    """Whether a line is an object by itself, as every line of JSON Lines is."""
    return line.lstrip().startswith("{") and line.rstrip().endswith("}")


def _from_lines(lines: list[tuple[int, str]], name: str) -> Iterator[tuple[int, _Object]]:
    for number, line in lines:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as problem:
            raise ReleasecheckError(f"{name} line {number} is not whole JSON: {_words(problem)}") from problem
        yield number, _object(found, name, "line", number)


def _object(thing: object, name: str, unit: str, number: int) -> _Object:
    if not isinstance(thing, dict):
        raise ReleasecheckError(f"{name} {unit} {number} is not an object with named values")
    return thing


def _words(problem: Exception) -> str:
    """What is wrong and where, without the text itself."""
    if isinstance(problem, json.JSONDecodeError):
        return f"{problem.msg}, line {problem.lineno} column {problem.colno}"
    return "too deeply nested" if isinstance(problem, RecursionError) else "a number is too long"


def _page_notes(page: _Object, name: str) -> tuple[str, ...]:
    """A page of several is only part of a list, which whoever imports it should know."""
    pages = page.get("totalPages")
    if isinstance(pages, int) and pages > 1:
        return (f"{name} is one page of {pages}: the others are not in it",)
    return ()


def _table(
    name: str, unit: Literal["line", "record"], objects: _Objects, notes: tuple[str, ...] = ()
) -> SourceTable:
    """The objects as rows under all their keys, in the order in which the keys first come."""
    keys = tuple(dict.fromkeys(key for _, thing in objects() for key in thing))
    if len(keys) > MOST_COLUMNS:
        raise too_wide(name, len(keys))

    def rows() -> Iterator[Row]:
        yield 0, keys
        for number, thing in objects():
            yield number, tuple(_cell(thing[key]) if key in thing else None for key in keys)

    return SourceTable(name, rows, unit, notes)


def _cell(value: object) -> SourceCell:
    """The value as somebody would type it; a list or an object as compact JSON."""
    if value is None:
        return ""
    return typed(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
