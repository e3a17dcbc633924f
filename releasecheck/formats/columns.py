"""A column of a list is one line: what it is called, what stands in it, and where that comes from.

Headings, cells, the keys of JSON and the documented columns are all derived from these lines, so that none
can stand under the name of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from releasecheck.core.named import NamedTuple
from releasecheck.formats.csv_cells import Cell, csv_pieces
from releasecheck.formats.json_text import CONVERTED, Json

Thing = TypeVar("Thing")


class Column(NamedTuple, Generic[Thing]):
    """One column of a list whose rows are each made of a `Thing`."""

    name: str
    """Its heading, and its key in JSON: promised to the programs that read it."""
    about: str
    """What stands in it."""
    value: str | Callable[[Thing], Cell]
    """Where that comes from: an attribute (`title`, `task.title`, or `release?.date`, which is None where
    there is no release), or a function."""


def names(columns: Iterable[Column[Any]]) -> tuple[str, ...]:
    """The headings, or the keys."""
    return tuple(column.name for column in columns)


def chosen(columns: Iterable[Column[Thing]], *wanted: str) -> tuple[Column[Thing], ...]:
    """The columns of these names, in this order."""
    known = {column.name: column for column in columns}
    return tuple(known[name] for name in wanted)


def inside(attribute: str, columns: Iterable[Column[Any]]) -> tuple[Column[Any], ...]:
    """The same columns for rows made of something that has their source as an attribute."""
    taken = []
    for column in columns:
        assert isinstance(column.value, str), f"{column.name} is no attribute"
        taken.append(column._replace(value=f"{attribute}.{column.value}"))
    return tuple(taken)


def row_maker(columns: Sequence[Column[Thing]]) -> Callable[[Thing], tuple[Cell, ...]]:
    """What makes the cells of a row."""
    return _compiled(columns, "({},)", lambda column, value: value)


def object_maker(columns: Sequence[Column[Thing]]) -> Callable[[Thing], dict[str, Json]]:
    """What makes the JSON object of a row: days in ISO form, lists for several texts."""
    return _compiled(columns, "{{{}}}", _pair)


def _pair(column: Column[Any], value: str) -> str:
    """A key with its value, as `plain` makes it, without a call where nothing is to be made."""
    made = "convert(it) if (convert := converted(it.__class__)) else it"
    return f"{column.name!r}: it if (it := {value}) is None or it.__class__ is str else {made}"


def known_maker(columns: Sequence[Column[Thing]]) -> Callable[[Thing], dict[str, Json]]:
    """The same, without what is not known instead of null for it."""
    make = object_maker(columns)
    return lambda source: {name: value for name, value in make(source).items() if value is not None}


def csv_of(
    columns: Sequence[Column[Thing]], sources: Iterable[Thing], above: str | None = None
) -> Iterator[str]:
    """The list as CSV, some hundred rows at a time; `above` is a row before the headings."""
    return csv_pieces(names(columns), map(row_maker(columns), sources), above)


def _compiled(
    columns: Sequence[Column[Thing]], whole: str, part: Callable[[Column[Thing], str], str]
) -> Callable[[Thing], Any]:
    """One function that takes all the values of a row.

    Written out and compiled, as named tuples are: a country has half a million rows of twenty-four columns,
    and a call for each of them would take longer than writing them down.
    """
    known: dict[str, object] = {"converted": CONVERTED.get}
    parts = []
    for number, column in enumerate(columns):
        if isinstance(column.value, str):
            parts.append(part(column, _attribute("source", column.value)))
        else:
            known[f"value_{number}"] = column.value
            parts.append(part(column, f"value_{number}(source)"))
    made: Callable[[Thing], Any] = eval(f"lambda source: {whole.format(', '.join(parts))}", known)
    return made


def _attribute(source: str, path: str) -> str:
    """What takes `title`, `task.title` or `release?.date` from a source."""
    name, _, rest = path.partition(".")
    taken = f"{source}.{name.removesuffix('?')}"
    assert name.removesuffix("?").isidentifier(), f"no attribute is called {path}"
    if not rest:
        return taken
    inner = _attribute(taken, rest)
    return f"(None if {taken} is None else {inner})" if name.endswith("?") else inner
