"""The words that offices use: what their headings and their cells mean (`data/words/*.csv`).

A table of an office's own is read after ours, and what it says of a word wins. "ask" in the column `certain`
means that nobody decides alone: a heading is read only where all its cells can be, a value is asked about.
Source: a source stands on each row of the tables.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from releasecheck.core.domain import NOTHING
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.shipped import DATA
from releasecheck.exchange.reading.lists.heading_words import HeadingKey, HeadingWord, by_words, heading_like
from releasecheck.people.facts import folded

HEADINGS, VALUES = "headings.csv", "values.csv"
"""The tables, by the names of their files; an office's own have the same."""

ANYTHING, NOBODY, YES_NO = "any", "nobody", "yes_no"
"""What words are of that say nothing of any fact, that name nobody, and that answer any question."""
_WRITTEN_IN = {HEADINGS: ("written", "means", "certain"), VALUES: ("of", "written", "means", "certain")}
_CERTAIN = ("yes", "ask", "no", "")


class ValueWord(NamedTuple):
    """What a cell says."""

    facts: Mapping[str, str]
    """Fact -> its value, as it would be typed; a word that stands for a kind of date names it, with ""."""
    asks: str = ""
    """The question, for a word that may mean two things; then `facts` is empty."""
    refuses: str = ""
    """Why a word that is understood cannot be taken here."""


class OfficeWords(NamedTuple):
    """The tables, ready to be looked up."""

    headings: Mapping[str, HeadingWord]
    values: Mapping[str, Mapping[str, ValueWord]]
    """Of which fact, or kind of column -> the word, plain -> what it says."""
    by_words: Mapping[HeadingKey, HeadingWord]
    """The words of a heading, written out -> what it stands for."""

    def heading(self, text: str) -> HeadingWord | None:
        """What a heading stands for, whatever its case, spaces, stops and order, written out or short."""
        if not (plain := folded(text)):
            return None
        return self.headings.get(plain) or heading_like(text, self.by_words)

    def value(self, of: str, text: str) -> ValueWord | None:
        """What a cell of this fact or kind of column says, if the tables have it."""
        return self.values.get(of, NOTHING).get(plain_word(text))


def plain_word(text: str) -> str:
    """A word as the tables look it up: no case, spaces or stops, but every other sign ("SDS+", "?")."""
    plain = "".join(letter for letter in text.casefold() if not letter.isspace() and letter != ".")
    return plain.strip("\N{NO-BREAK SPACE}")


@cache
def shipped_words() -> OfficeWords:
    """The tables that ship with the program."""
    return with_words(OfficeWords({}, {}, {}), _shipped(HEADINGS), _shipped(VALUES))


def _shipped(name: str) -> tuple[str, str]:
    return name, (DATA / "words" / name).read_text("utf-8")


def with_words(words: OfficeWords, *tables: tuple[str, str]) -> OfficeWords:
    """The words with what these tables add and change: each is its name and its text.

    Raises ReleasecheckError naming the file and row of what cannot be read.
    """
    headings, alike = dict(words.headings), dict(words.by_words)
    values = {of: dict(known) for of, known in words.values.items()}
    for name, text in tables:
        kind = HEADINGS if name.endswith(HEADINGS) else VALUES
        written: list[tuple[str, HeadingWord]] = []
        for row, found in _rows(name, kind, text):
            forms = [form for form in found["written"].split("|") if form.strip()]
            certain = found["certain"].strip().lower()
            if kind == HEADINGS:
                word = HeadingWord(found["means"].strip() if certain != "no" else "", certain != "ask")
                headings.update((folded(form), word) for form in forms)
                written += ((form, word) for form in forms)
            else:
                said = _value(name, row, found, certain)
                of = values.setdefault(found["of"].strip(), {})
                of.update((plain_word(form), said) for form in forms)
        alike |= by_words(written)
    return OfficeWords(headings, values, alike)


def _rows(name: str, kind: str, text: str) -> Iterable[tuple[int, Mapping[str, str]]]:
    try:
        yield from _read_rows(name, kind, text)
    except csv.Error as problem:
        raise ReleasecheckError(
            f"{name} cannot be read: {problem}. A quotation mark may be missing"
        ) from problem


def _read_rows(name: str, kind: str, text: str) -> Iterable[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(text.splitlines())
    missing = [column for column in _WRITTEN_IN[kind] if column not in (reader.fieldnames or ())]
    if missing:
        raise ReleasecheckError(f"{name} has no column {missing[0]}: it needs {', '.join(_WRITTEN_IN[kind])}")
    for found in reader:
        row = {key: value or "" for key, value in found.items() if isinstance(key, str)}
        if row["certain"].strip().lower() not in _CERTAIN:
            raise ReleasecheckError(f"{name} row {reader.line_num}: certain is yes, ask or no")
        yield reader.line_num, row


def _value(name: str, row: int, found: Mapping[str, str], certain: str) -> ValueWord:
    caution = found.get("caution", "").strip()
    if certain == "ask":
        return ValueWord({}, asks=caution or found["means"].strip() or "what does it mean?")
    if certain == "no":
        return ValueWord({}, refuses=caution or "is not taken")
    of = found["of"].strip()
    facts: dict[str, str] = {}
    for part in filter(None, map(str.strip, found["means"].split(";"))):
        fact, equals, value = part.partition("=")
        if not equals and of == YES_NO:
            fact, value = YES_NO, part
        elif not equals and of != "release_type":
            raise ReleasecheckError(f"{name} row {row}: means is FACT=VALUE, such as rosh=high")
        facts[fact.strip()] = value.strip()
    return ValueWord(facts)


def says_nothing(words: OfficeWords, text: str, more: Sequence[str] = ()) -> bool:
    """Whether a cell says that there is nothing, or that nobody knows: TBC, N/A, a dash, #N/A."""
    return any(words.value(of, text) is not None for of in (ANYTHING, *more)) or not plain_word(text)
