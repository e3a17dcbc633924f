"""A mapping file: what the columns of an office's own list are, where their headings do not say so.

TOML, written for the office by `import people FILE --suggest-map` and kept beside the list:

    [columns]
    "Disch" = "Release Date"
    "Off Mgr" = "com"
    "Shoe size" = ""        # not read
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import listed
from releasecheck.exchange.reading.files.table import SourceCell
from releasecheck.exchange.reading.lists.headings import SPECIAL_NAMES, means_something
from releasecheck.exchange.reading.lists.people_file import PeopleFile
from releasecheck.people.facts import folded, suggest_heading


class HeadingMap(NamedTuple):
    """What an office says its columns are."""

    name: str
    columns: Mapping[str, str]
    """Heading, folded -> the heading or the name of the fact it stands for; "" is not read."""
    written: Mapping[str, str]
    """Heading, folded -> as it stands in the mapping file."""

    def notes(self, headings: Iterable[SourceCell]) -> tuple[str, ...]:
        """What to say of the headings that are mapped and that a file does not have."""
        there = {folded(heading) for heading in headings if heading}
        missing = [heading for key, heading in self.written.items() if key not in there]
        return (f"{self.name} maps {listed(missing)}, which the file does not have",) if missing else ()


NO_MAP = HeadingMap("", {}, {})


def read_map(text: str, name: str) -> HeadingMap:
    """The mapping in a TOML file. Raises ReleasecheckError naming everything that is wrong with it."""
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ReleasecheckError(f"{name}: {problem}") from problem
    columns = found.pop("columns", None)
    wrong = [f'"{key}" is not read: only [columns] is' for key in found]
    if not isinstance(columns, dict):
        wrong.append('has no [columns], which holds lines such as "Off Mgr" = "com"')
        columns = {}
    for heading, meaning in columns.items():
        if not isinstance(meaning, str):
            wrong.append(
                f'"{heading}" is the name of a fact in quotation marks, or "" for a column not to read'
            )
        elif meaning and not means_something(meaning):
            close = suggest_heading(meaning, SPECIAL_NAMES)
            hint = f" Did you mean {close}?" if close else ""
            wrong.append(f'"{heading}" = "{meaning}": there is no such fact or heading.{hint}')
    if wrong:
        raise ReleasecheckError("\n".join(f"{name}: {problem}" for problem in wrong))
    keys = {folded(heading): heading for heading in columns}
    return HeadingMap(name, {key: columns[heading] for key, heading in keys.items()}, keys)


def suggest_map(people: PeopleFile, mapping: HeadingMap = NO_MAP) -> list[str]:
    """The lines of a mapping file: what each column is read as, and a guess where it is not read."""
    lines = [
        f"# What the columns of {people.name} are. Mend it, keep it, and then:",
        f"#   releasecheck import people {people.name} --map THIS-FILE",
        '# On the right stands a fact (such as "com"), a heading (such as "Release Date") or "" for neither.',
        "",
        "[columns]",
    ]
    for heading, facts in people.headings.items():
        meaning = facts[0] if len(facts) == 1 else mapping.columns.get(folded(heading), heading)
        lines.append(f"{_quoted(heading)} = {_quoted(meaning)}")
    for column in people.unused_headings:
        guess = f"  # or {_quoted(column.suggestion)}?" if column.suggestion else ""
        lines.append(f'{_quoted(column.heading)} = ""{guess}')
    return lines


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's strings are."""
    import json

    return json.dumps(text, ensure_ascii=False)
