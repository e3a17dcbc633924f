"""A mapping file for a tracker or a log: what its columns are, where their headings do not say so.

The same file as for a list of people, in which a task stands as `task:` and its name:

    [columns]
    "Council form" = "task:dtr"
    "Council form in" = "task:dtr submitted"
    "Shoe size" = ""        # not read

    [values."Council form"]
    "On the portal" = "submitted"
    "awaiting" = ""         # nothing has happened
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from releasecheck.core.domain import NOTHING
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import read_toml
from releasecheck.core.words import did_you_mean, listed
from releasecheck.exchange.reading.files.table import SourceCell
from releasecheck.exchange.reading.lists.office_words import plain_word
from releasecheck.exchange.reading.lists.people_file import RowError, UnusedHeading
from releasecheck.exchange.reading.lists.row_reader import Headed
from releasecheck.people.facts import folded

CellWords: TypeAlias = Mapping[str, Mapping[str, str]]
"""Heading, folded -> a cell, plain -> what it says; "" says nothing."""


class TrackerMap(NamedTuple):
    """What an office says the columns of its tracker or its log are."""

    name: str
    columns: Mapping[str, str]
    """Heading, folded -> the heading or the task it stands for; "" is not read."""
    written: Mapping[str, str]
    """Heading, folded -> as it stands in the mapping file."""
    values: CellWords = NOTHING

    def heading(self, cell: SourceCell) -> str:
        """What a heading stands for: itself where the map does not say."""
        text = " ".join((cell or "").split())
        return self.columns.get(folded(text), text)

    def renamed(self, headed: Headed) -> Headed:
        """The table under the headings that the map gives."""
        return headed._replace(headings=tuple(self.heading(heading) for heading in headed.headings))

    def notes(self, headed: Headed) -> tuple[str, ...]:
        """What to say of the headings that are mapped and that the file does not have."""
        there = {folded(heading) for heading in headed.headings}
        missing = [heading for key, heading in self.written.items() if key not in there]
        return (f"{self.name} maps {listed(missing)}, which the file does not have",) if missing else ()

    def original(self, headed: Headed) -> Callable[[str], str]:
        """From a heading as the map gives it to the one in the file, for messages."""
        names: dict[str, str] = {}
        for heading in headed.headings:
            names.setdefault(self.heading(heading), heading)
        return lambda column: names.get(column, column)

    def errors(self, headed: Headed, errors: Iterable[RowError]) -> tuple[RowError, ...]:
        """The same errors under the headings of the file."""
        from dataclasses import replace

        named = self.original(headed)
        return tuple(replace(error, column=named(error.column)) for error in errors)


def as_they_say(
    values: CellWords, headings: Sequence[str], cells: Sequence[SourceCell]
) -> Sequence[SourceCell]:
    """The cells of a row with what an office says that their words mean in its columns."""
    if not values:
        return cells
    found = list(cells)
    for at, heading in enumerate(headings[: len(found)]):
        said = values.get(folded(heading))
        if said is not None:
            found[at] = said.get(plain_word(found[at] or ""), found[at])
    return found


NO_TRACKER_MAP = TrackerMap("", {}, {})


def read_tracker_map(text: str, name: str, means: Callable[[str], bool], known: Iterable[str]) -> TrackerMap:
    """The mapping in a TOML file; `means`: whether a text is a column that can be read, `known`: such names.

    Raises ReleasecheckError naming everything that is wrong with it.
    """
    import tomllib

    try:
        found = read_toml(text)
    except tomllib.TOMLDecodeError as problem:
        raise ReleasecheckError(f"{name}: {problem}") from problem
    columns = found.get("columns")
    if not isinstance(columns, dict):
        raise ReleasecheckError(f'{name} has no [columns], which holds lines such as "DTR form" = "task:dtr"')
    wrong: list[str] = []
    known = tuple(known)
    values = found.get("values", {})
    if not isinstance(values, dict) or not all(map(_is_words, values.values())):
        wrong.append('[values."HEADING"] holds lines such as "On the portal" = "submitted"')
        values = {}
    for heading, meaning in columns.items():
        if not isinstance(meaning, str):
            wrong.append(f'"{heading}" is a heading or a task in quotation marks, or "" for neither')
        elif meaning and not means(meaning):
            hint = did_you_mean(meaning.removeprefix("task:"), known)
            wrong.append(f'"{heading}" = "{meaning}": there is no such task or heading{hint or "."}')
    if wrong:
        raise ReleasecheckError("\n".join(f"{name}: {problem}" for problem in wrong))
    keys = {folded(heading): heading for heading in columns}
    said = {
        folded(heading): {plain_word(word): meaning for word, meaning in words.items()}
        for heading, words in values.items()
    }
    return TrackerMap(name, {key: columns[heading] for key, heading in keys.items()}, keys, said)


def _is_words(said: object) -> bool:
    return isinstance(said, dict) and all(isinstance(meaning, str) for meaning in said.values())


def suggest_tracker_map(
    name: str, command: str, meanings: Mapping[str, str], unused: Sequence[UnusedHeading]
) -> list[str]:
    """The lines of a mapping file under which the file reads as it did, and a guess where it is not read.

    `meanings`: each heading that is read, and what as.
    """
    lines = [
        f"# What the columns of {name} are. Mend it, keep it, and then:",
        f"#   releasecheck {command} FILE --map THIS-FILE",
        '# On the right stands a task (such as "task:dtr"), a heading (such as "Date") or "" for neither.',
        "",
        "[columns]",
        *(f"{_quoted(heading)} = {_quoted(meaning)}" for heading, meaning in meanings.items()),
    ]
    for column in unused:
        guess = f"  # or {_quoted(column.suggestion)}?" if column.suggestion else ""
        lines.append(f'{_quoted(column.heading)} = ""{guess}')
    return lines


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's strings are."""
    import json

    return json.dumps(text, ensure_ascii=False)
