"""The words of the sheet for the person leaving, in one language: read from a file that offices may change.

An office's file is laid over the built-in one key by key, so that it may hold no more than what it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from string import Formatter
from typing import NamedTuple

from releasecheck.core.errors import ReportError
from releasecheck.core.words import did_you_mean, listed
from releasecheck.formats.template_files import TemplateText

LANGUAGES = {"en": "English", "cy": "Welsh"}

_LISTS = {"calendar.days": 7, "calendar.on_days": 7, "calendar.months": 12, "phones.others": None}
"""Keys that hold a list, and how long it must be."""

#: Tables to which an office may add keys of its own: roles never, items always.
_OPEN_TABLE = "items"


class Words(NamedTuple):
    """Everything the sheet can say, in one language."""

    language: str
    """One of LANGUAGES."""
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def say(self, key: str, **known: object) -> str:
        """The sentence of that key (`sleep.by`), filled in; {Who} is {who} with a capital."""
        filled = {name: str(value) for name, value in known.items()}
        if who := filled.get("who"):
            filled["Who"] = who[:1].upper() + who[1:]
        return self.texts[key].format(**filled)

    def item(self, name: str) -> str | None:
        """What an item is called on the sheet; None for one that never stands on it."""
        return self.texts.get(f"{_OPEN_TABLE}.{name}")

    def day(self, day: date) -> str:
        """Friday 5 February 2027."""
        return self._day("calendar.days", day)

    def on_day(self, day: date) -> str:
        """On Friday 5 February 2027, as it stands inside a sentence."""
        return self._day("calendar.on_days", day)

    def _day(self, weekdays: str, day: date) -> str:
        month = self.lists["calendar.months"][day.month - 1]
        return f"{self.lists[weekdays][day.weekday()]} {day.day} {month} {day.year}"


def sheet_words(language: str, read: Callable[[str], Sequence[TemplateText]]) -> Words:
    """The words of a language (en, cy), an office's over the built-in ones.

    `read`: the texts of a template by its name, the built-in one first. Raises ReportError for a mistake,
    naming file and line.
    """
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    builtin, *office = read(f"sheet.{language}.toml")
    for file in (builtin, *office):
        for key, value in _flat(_tables(file)):
            problem = _problem(key, value, texts, lists, first=file is builtin)
            if problem:
                raise ReportError(f"{_where(file, key)}: {problem}")
            if isinstance(value, str):
                texts[key] = value
            elif isinstance(value, list):
                lists[key] = tuple(value)
    return Words(language, texts, lists)


def _tables(file: TemplateText) -> Mapping[str, object]:
    import tomllib

    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise ReportError(f"{file.name}: not valid TOML: {error}") from error


def _flat(tables: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in tables.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield name, value


def _problem(
    key: str, value: object, texts: Mapping[str, str], lists: Mapping[str, tuple[str, ...]], *, first: bool
) -> str:
    """What is wrong with one key, or nothing; the built-in file says which keys and {braces} there are."""
    if key in _LISTS:
        size = _LISTS[key]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return f"{key} is a list of texts in quotes"
        return f"{key} has {len(value)} texts, and needs {size}" if size and len(value) != size else ""
    if not isinstance(value, str):
        return f"{key} is text in quotes"
    try:
        asked = {name for _, name, _, _ in Formatter().parse(value) if name is not None}
    except ValueError as error:
        return f"{key}: {error}"
    if first:
        return ""
    known = texts.get(key)
    if known is None and not key.startswith(f"{_OPEN_TABLE}."):
        return f"there is no {key}{did_you_mean(key, [*texts, *lists]) or '.'}"
    allowed = {name for _, name, _, _ in Formatter().parse(known or "") if name is not None}
    allowed |= {"who", "Who"} if allowed & {"who", "Who"} else set()
    if strange := sorted(asked - allowed):
        may = listed(f"{{{name}}}" for name in sorted(allowed)) or "nothing in braces"
        return f"{key} has {{{strange[0]}}}; it may have {may}"
    return ""


def _where(file: TemplateText, key: str) -> str:
    """The file and the line of a key; without the line where it cannot be found."""
    table, _, name = key.rpartition(".")
    here = ""
    for number, line in enumerate(file.text.splitlines(), start=1):
        if line.startswith("["):
            here = line.strip("[] ")
        elif here == table and line.partition("=")[0].strip().strip('"') == name:
            return f"{file.name} line {number}"
    return file.name
