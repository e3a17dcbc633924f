"""A map of a list: what its headings and its words mean, where they do not say so themselves.

TOML, written for the office by `import people FILE --suggest-map` and kept beside the list:

    [columns]
    "Disch" = "Release Date"
    "Off Mgr" = "com"
    "Shoe size" = ""        # not read

    [values."ID Held"]
    "CIT card" = "yes"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from releasecheck.core.domain import NOTHING
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import read_toml
from releasecheck.core.words import listed
from releasecheck.exchange.reading.files.table import SourceCell
from releasecheck.exchange.reading.lists.by_crn import ADDED_HEADING
from releasecheck.exchange.reading.lists.headings import (
    SPECIAL_NAMES,
    means_something,
    plain_meaning,
    read_column,
)
from releasecheck.exchange.reading.lists.office_words import OfficeWords, plain_word
from releasecheck.exchange.reading.lists.people_file import PeopleFile, UnreadCell, UnusedHeading
from releasecheck.exchange.reading.lists.release_column import DAY_HEADINGS
from releasecheck.exchange.reading.lists.source_columns import confirms
from releasecheck.exchange.reading.lists.unread import WITHHELD, by_value
from releasecheck.people.facts import BadValue, folded, suggest_heading
from releasecheck.people.sentence_dates import RELEASE_DATES


class ListMap(NamedTuple):
    """What an office says that its headings and words mean."""

    name: str
    columns: Mapping[str, str] = NOTHING
    """Heading, folded -> the heading or the name of the fact it stands for; "" is not read."""
    values: Mapping[str, Mapping[str, str]] = NOTHING
    """Heading, folded -> word, plain -> what it says; "" says nothing."""
    written: Mapping[str, str] = NOTHING
    """Heading, folded -> as it stands in the mapping file."""

    def notes(self, headings: Iterable[SourceCell]) -> tuple[str, ...]:
        """What to say of the headings that are mapped and that a file does not have."""
        there = {folded(heading) for heading in headings if heading}
        missing = [heading for key, heading in self.written.items() if key not in there]
        return (f"{self.name} maps {listed(missing)}, which the file does not have",) if missing else ()

    def over(self, other: ListMap) -> ListMap:
        """Both together; what this one says of a heading or a word wins."""
        values = {heading: {**said, **self.values.get(heading, {})} for heading, said in other.values.items()}
        return ListMap(
            self.name or other.name,
            {**other.columns, **self.columns},
            {**self.values, **values},
            {**other.written, **self.written},
        )


NO_MAP = ListMap("")
TASK = "task:"
"""Before the name of a task, where a map says that a column is one."""


def read_map(text: str, name: str, words: OfficeWords | None = None) -> ListMap:
    """The map in a TOML file. Raises ReleasecheckError naming everything that is wrong with it."""
    import tomllib

    try:
        found = read_toml(text)
    except tomllib.TOMLDecodeError as problem:
        raise ReleasecheckError(f"{name}: {problem}") from problem
    columns, values = found.pop("columns", None), found.pop("values", {})
    wrong = [f'"{key}" is not read: only [columns] and [values."HEADING"] are' for key in found]
    if not isinstance(columns, dict):
        wrong.append('has no [columns], which holds lines such as "Off Mgr" = "com"')
        columns = {}
    if not isinstance(values, dict):
        wrong.append('[values."HEADING"] holds lines such as "CIT card" = "yes"')
        values = {}
    wrong += _wrong_columns(columns, words)
    wrong += _wrong_values(values, columns, words)
    if wrong:
        raise ReleasecheckError("\n".join(f"{name}: {problem}" for problem in wrong))
    keys = {folded(heading): heading for heading in columns}
    return ListMap(
        name,
        {key: columns[heading] for key, heading in keys.items()},
        {
            folded(heading): {plain_word(word): meaning for word, meaning in said.items()}
            for heading, said in values.items()
        },
        keys,
    )


def _wrong_columns(columns: Mapping[str, object], words: OfficeWords | None) -> Iterator[str]:
    for heading, meaning in columns.items():
        if not isinstance(meaning, str):
            yield f'"{heading}" is the name of a fact in quotation marks, or "" for a column not to read'
        elif meaning and not meaning.startswith(TASK) and not means_something(meaning, words):
            close = suggest_heading(meaning, SPECIAL_NAMES)
            hint = f" Did you mean {close}?" if close else ""
            yield f'"{heading}" = "{meaning}": there is no such fact or heading.{hint}'


def _wrong_values(
    values: Mapping[str, object], columns: Mapping[str, object], words: OfficeWords | None
) -> Iterator[str]:
    """What an answer says must be something that its column can be."""
    for heading, said in values.items():
        meanings = {folded(column): meaning for column, meaning in columns.items()}
        column = read_column(0, heading, str(meanings.get(folded(heading), heading)), words)
        if not isinstance(said, dict):
            yield f'[values."{heading}"] holds lines such as "CIT card" = "yes"'
            continue
        for word, meaning in said.items():
            try:
                if not isinstance(meaning, str):
                    raise BadValue("is text in quotation marks")
                if column is not None and meaning.strip():
                    column.read(meaning)
            except BadValue as problem:
                yield f'[values."{heading}"] "{word}" = {meaning!r}: {problem}'


def suggest_map(
    people: PeopleFile,
    mapping: ListMap = NO_MAP,
    unused: Sequence[UnusedHeading] | None = None,
    unread: Sequence[UnreadCell] | None = None,
) -> list[str]:
    """The lines of a map under which the file reads exactly as without it, with what to fill in.

    What is not read yet stands in lines of its own, behind a mark that makes them comments.
    `unused`, `unread`: what is left once the columns that are tasks have been read as well.
    """
    left = people.unused_headings if unused is None else unused
    lines = [
        f"# What the columns and words of {people.name} mean. Mend it, keep it, and then import with --map.",
        '# On the right stands a fact (such as "com"), a heading (such as "Release Date") or "" for neither.',
        "",
        "[columns]",
    ]
    for heading, facts in people.headings.items():
        if heading == ADDED_HEADING:
            continue
        alone = plain_meaning(heading) if len(facts) == 1 and not confirms(heading) else None
        if folded(heading) in DAY_HEADINGS and RELEASE_DATES.intersection(facts):
            alone = "Release Date"
        meaning = mapping.columns.get(folded(heading), alone or heading)
        sets = f"  # {', '.join(facts)}" if 0 < len(facts) < _MANY and meaning not in facts else ""
        lines.append(f"{_quoted(heading)} = {_quoted(meaning)}{sets}")
    places = {one.index for one in left}
    for column in people.unused_headings:
        if column.heading.startswith("("):
            continue
        if column.index not in places:
            lines.append(f"{_quoted(column.heading)} = {_quoted(f'{TASK}{column.heading}')}")
        else:
            guess = column.asks or column.suggestion
            lines.append(f"# {_quoted(column.heading)} = {_quoted(guess or '')}  # not read")
    for heading, cells in by_value(people.unread if unread is None else unread).items():
        shown = [cell for cell in cells if cell.value != WITHHELD]
        lines += ["", f"# [values.{_quoted(heading)}]"] if shown else []
        lines += [f'# {_quoted(cell.value)} = ""  # {cell.people} people: {cell.why}' for cell in shown]
    for key, said in mapping.values.items():
        heading = next((one for one in people.headings if folded(one) == key), key)
        lines += ["", f"[values.{_quoted(heading)}]"]
        lines += [f"{_quoted(word)} = {_quoted(meaning)}" for word, meaning in said.items()]
    return lines


_MANY = 4
"""Facts of one column that a map names."""


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's strings are."""
    import json

    return json.dumps(text, ensure_ascii=False)
