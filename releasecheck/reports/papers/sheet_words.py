"""The words of the sheet for the person leaving, in one language: read from a file that offices may change.

An office's file is laid over the built-in one key by key, so that it may hold no more than what it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from string import Formatter
from typing import NamedTuple

from releasecheck.core.errors import TemplateMistake
from releasecheck.core.outside import read_toml
from releasecheck.core.words import did_you_mean, listed
from releasecheck.formats.template_files import TemplateText

LANGUAGES = {"en": "English", "cy": "Welsh"}

_LISTS = {
    **dict.fromkeys((f"calendar.{days}" for days in ("days", "on_days", "from_days", "short_days")), 7),
    **dict.fromkeys(("calendar.months", "calendar.short_months"), 12),
    "phones.others": None,
}
"""Keys that hold a list, and how long it must be."""

ALWAYS = ("116 123", "111", "999")
"""Numbers that stand on every sheet, whatever an office's own list leaves out."""

_RETIRED: Mapping[str, str] = {
    "page.title": "the name of the person is the title",
    "page.for": "the name of the person is the title",
    "page.stopped": "no sheet is made of a release that is stopped",
    "page.little": "what is not known is asked: [ask]",
    "page.about": "it stands at the foot: page.wrong, page.licence, page.replaces",
    "page.given": "use page.replaces_day",
    "page.not_given": "use page.replaces",
    "sleep.ask": "use ask.sleep",
    "sleep.by": "use day.door",
    "sleep.way_in": "use day.more_in",
    **dict.fromkeys(("see.none", "see.not_booked", "see.again"), "it stands under lists.not_yet"),
    **dict.fromkeys(("see.where", "see.way", "see.what"), "rows have no names of their own any more"),
    "money": "what there is stands in [got], what is missing under lists.not_yet, questions in [ask]",
    "medicine": "use got.medicine_days, items.discharge_medicines and ask.medicine",
    "id": "use got.id, items.id_document and ask.id",
    "lists.ready": "what is arranged stands in [got]",
    **dict.fromkeys(("lists.unknown_title", "lists.unknown"), "what is not known is asked: [ask]"),
    **dict.fromkeys(("lists.declined_title", "lists.declined"), "what somebody said no to is not told"),
}
"""Keys and tables that files of an office may still have from before, and what there is instead."""

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

    def time(self, at: str) -> str:
        """2:30 pm, of 14:30."""
        if at in ("12:00", "00:00"):
            return self.say("clock.noon" if at == "12:00" else "clock.midnight")
        hours, _, minutes = at.partition(":")
        half = "clock.am" if int(hours) < 12 else "clock.pm"
        return self.say(half, time=f"{int(hours) % 12 or 12}:{minutes}")

    def item(self, name: str) -> str | None:
        """What an item is called on the sheet; None for one that never stands on it."""
        return self.texts.get(f"{_OPEN_TABLE}.{name}")

    def day(self, day: date) -> str:
        """Friday 5 February 2027."""
        return self._day("calendar.days", day)

    def on_day(self, day: date) -> str:
        """On Friday 5 February 2027, as it stands inside a sentence."""
        return self._day("calendar.on_days", day)

    def from_day(self, day: date) -> str:
        """Friday 5 February 2027, as it stands after "from" and "until"."""
        return self._day("calendar.from_days", day)

    def short_day(self, day: date, this_year: int) -> str:
        """Fri 5 Feb; with the year where that is another."""
        weekday, month = self.lists["calendar.short_days"], self.lists["calendar.short_months"]
        year = f" {day.year}" if day.year != this_year else ""
        return f"{weekday[day.weekday()]} {day.day} {month[day.month - 1]}{year}"

    def _day(self, weekdays: str, day: date) -> str:
        month = self.lists["calendar.months"][day.month - 1]
        return f"{self.lists[weekdays][day.weekday()]} {day.day} {month} {day.year}"


def sheet_words(language: str, read: Callable[[str], Sequence[TemplateText]]) -> Words:
    """The words of a language (en, cy), an office's over the built-in ones.

    `read`: the texts of a template by its name, the built-in one first. Raises TemplateMistake for a mistake,
    naming file and line.
    """
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    builtin, *office = read(f"sheet.{language}.toml")
    for file in (builtin, *office):
        for key, value in _flat(_tables(file)):
            if file is not builtin and retired(key):
                continue
            problem = _problem(key, value, texts, lists, first=file is builtin)
            if problem:
                raise TemplateMistake(f"{_where(file, key)}: {problem}")
            if isinstance(value, str):
                texts[key] = value
            elif isinstance(value, list):
                lists[key] = (*value, *_left_out(value, lists.get(key, ()) if key == "phones.others" else ()))
    return Words(language, texts, lists)


def _left_out(texts: Sequence[str], builtin: Sequence[str]) -> list[str]:
    """Of the built-in numbers those that stand on every sheet and that an office's list has not."""
    numbers = {text.rpartition(": ")[2] for text in texts}
    return [
        text for text in builtin if (number := text.rpartition(": ")[2]) in ALWAYS and number not in numbers
    ]


def retired(key: str) -> str:
    """What there is instead of a key that is not used any more; nothing for one that is."""
    return _RETIRED.get(key, "") or _RETIRED.get(key.partition(".")[0], "")


def doubts(language: str, read: Callable[[str], Sequence[TemplateText]]) -> list[str]:
    """What to look at in the words of a language, by file and line: nothing of it is a mistake.

    Keys that are not used any more, and words that nobody who speaks the language has signed.
    """
    builtin, *office = read(f"sheet.{language}.toml")
    found = [
        f"{_where(file, key)}: {key} is not used any more: {instead}. Take it out"
        for file in office
        for key, _ in _flat(_tables(file))
        if (instead := retired(key))
    ]
    words = sheet_words(language, read)
    if "checked.by" in words.texts and not words.texts["checked.by"].strip():
        name = office[-1].name if office else builtin.name
        found.append(f"{name}: nobody who speaks {LANGUAGES[language]} has signed these words: see [checked]")
    return found


def _tables(file: TemplateText) -> Mapping[str, object]:
    import tomllib

    try:
        return read_toml(file.text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateMistake(f"{file.name}: not valid TOML: {error}") from error


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
