"""How the cells of a column are read: the facts that each says, by our words and an office's own.

A reader raises BadValue for a cell that says something nobody can read; a cell that says nothing, or that
nobody knows, leaves every fact as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from releasecheck.core.domain import NOTHING, FactValue
from releasecheck.exchange.reading.lists.custody_columns import NO_PRISON, prison_cell
from releasecheck.exchange.reading.lists.office_words import (
    NOBODY,
    YES_NO,
    OfficeWords,
    ValueWord,
    plain_word,
    says_nothing,
)
from releasecheck.exchange.reading.lists.people_file import RowFacts
from releasecheck.people.days import is_no_day
from releasecheck.people.fact import Fact
from releasecheck.people.facts import (
    FACTS,
    BadValue,
    fact_for_heading,
    folded,
    is_not_known,
    parse,
    split_name,
)
from releasecheck.people.sentence_dates import RELEASE_DATES, RELEASE_FACTS, UNTYPED_FACT

Reader: TypeAlias = Callable[[str], RowFacts]
ReaderOf: TypeAlias = Callable[[OfficeWords], Reader]

#: The facts that a column of days can set, whichever its column of types names.
TYPED_FACTS = frozenset({"confirmed_release_date", *(names[-1] for names in RELEASE_FACTS.values())})
TYPE = "release_type"
"""What a column is that says which date stands in the column of days."""
_MOST = 10_000
"""Different cells of a column that are remembered: only numbers never come again."""


def read_fact(fact: Fact, words: OfficeWords) -> Reader:
    """Reads a cell as one fact."""

    def read(text: str) -> RowFacts:
        text = text.strip()
        if (said := words.value(fact.name, text)) is not None:
            return word_facts(said)
        if is_not_known(text):
            # A question mark is no answer; that nobody knows is one.
            return {fact.name: None} if text.strip("? ") else {}
        return _READS.get(fact.kind, _read_plain)(fact, words, text)

    return read if fact.kind == "prison_number" else lru_cache(maxsize=_MOST)(read)


def word_facts(said: ValueWord) -> dict[str, FactValue | None]:
    """The facts that a word stands for; raises BadValue for one that must be asked about."""
    if said.asks or said.refuses:
        raise BadValue(said.asks or said.refuses)
    return {fact: parse(FACTS[fact], text) for fact, text in said.facts.items()}


def _read_plain(fact: Fact, words: OfficeWords, text: str) -> RowFacts:
    """A choice, a number, an address: what is no value of it may still say that nobody knows."""
    try:
        return {fact.name: parse(fact, text)}
    except BadValue:
        if says_nothing(words, text):
            return {}
        raise


def _read_text(fact: Fact, words: OfficeWords, text: str) -> RowFacts:
    if says_nothing(words, text):
        return {}
    if fact.name == "prison" and (none := prison_cell(text)):
        return {NO_PRISON: none}
    return {fact.name: parse(fact, text)}


_SINCE = re.compile(r"[ (]+(?:on )?[0-9]{1,2}[/.][0-9]{1,2}(?:[/.][0-9]{2,4})?\)?$")
"""A day after a word, which says since when."""


def _read_yes_no(fact: Fact, words: OfficeWords, text: str) -> RowFacts:
    text = _SINCE.sub("", text)
    if (said := words.value(fact.name, text)) is not None:
        return word_facts(said)
    if (said := words.value(YES_NO, text)) is not None:
        return {fact.name: said.facts[YES_NO] == "yes"}
    return _read_plain(fact, words, text)


def _read_date(fact: Fact, words: OfficeWords, text: str) -> RowFacts:
    if is_no_day(text):
        return {}
    try:
        day = parse(fact, text)
    except BadValue:
        # Whether a day is confirmed is said with yes and no as well: that is no day.
        flag = fact.name == "confirmed_release_date" and words.value(YES_NO, text) is not None
        if flag or says_nothing(words, text):
            return {}
        raise
    return {} if day is None else {fact.name: day}


def _read_name(fact: Fact, words: OfficeWords, text: str) -> RowFacts:
    """A name: never an error of Excel, and never what offices write where nobody is named."""
    if fact.group == "identity":
        return {fact.name: parse(fact, _a_name(text), as_it_is=True)} if _has_letters(text) else {}
    if says_nothing(words, text, (NOBODY,)):
        return {}
    if _DAY_AND_MONTH.search(text):
        raise BadValue("a name has no day in it")
    return {fact.name: parse(fact, _a_name(text), as_it_is=True)}


_DAY_AND_MONTH = re.compile(r"[0-9][/.-][0-9]")


_READS: Mapping[str, Callable[[Fact, OfficeWords, str], RowFacts]] = {
    "date": _read_date,
    "name": _read_name,
    "text": _read_text,
    "yes_no": _read_yes_no,
}


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() or letter == "\N{REPLACEMENT CHARACTER}" for letter in text)


def _a_name(text: str) -> str:
    if text.startswith("#"):
        raise BadValue("an error of Excel is no name")
    return text


def full_name(text: str) -> RowFacts:
    """A whole name in one cell; initials after a name follow the surname."""
    text = " ".join(_a_name(text.strip()).split())
    if not _has_letters(text):
        return {}
    if (found := _INITIALS_LAST.fullmatch(text)) is not None:
        text = f"{found[1]}, {found[2]}"
    return _names(text)


def surname_first(text: str) -> RowFacts:
    """A whole name whose surname comes first, with or without a comma."""
    text = " ".join(_a_name(text.strip()).split())
    if not _has_letters(text):
        return {}
    if "," not in text:
        found = _INITIALS_LAST.fullmatch(text) or _CAPITALS_FIRST.fullmatch(text) or _ONE_WORD.fullmatch(text)
        text = f"{found[1]}, {found[2]}" if found else f"{text},"
    return _names(text)


_INITIAL = r"[^\W\d_]\.?(?:[ ]?[^\W\d_]\.?){0,2}"
_INITIALS_LAST = re.compile(rf"([^,]*[^\W\d_]{{2}}[^,]*?)[ ]({_INITIAL})")
_CAPITALS_FIRST = re.compile(r"((?:(?:[^a-z, ]{2,})[ ])+)([^,]+)")
_ONE_WORD = re.compile(r"([^, ]+)[ ]([^,]+)")


def _names(text: str) -> RowFacts:
    names = zip(("last_name", "first_name"), split_name(text, as_it_is=True), strict=True)
    return {fact: name for fact, name in names if name is not None}


_MAPPA = (
    re.compile(
        r"(?:c(?:at(?:egory)?)?\.?\s*(?P<category>[1-4]))?[\s,/;&+-]*"
        r"(?:(?:l|lvl|lev|level)\.?\s*(?P<level>[1-3]))?"
    ),
    # First the category, by habit.
    re.compile(r"m?(?P<category>[1-4])\s*(?:[/.,-]|\s|l|lvl|level)\s*(?:l|lvl|level)?\s*(?P<level>[1-3])"),
)


def _mappa(words: OfficeWords) -> Reader:
    """A cell of the category, the level or both; a bare number may be either, and is asked about."""

    def read(text: str) -> RowFacts:
        said = words.value("mappa", text)
        if said is not None:
            return word_facts(said)
        plain = " ".join(text.casefold().split())
        if is_not_known(plain) and plain.strip("? "):
            return {"mappa_category": None}
        if says_nothing(words, text):
            return {}
        found = next((match for pattern in _MAPPA if (match := pattern.fullmatch(plain))), None)
        if found is None:
            raise BadValue("say Cat 2, Level 2, Cat 2 Level 2 or none")
        category, level = found["category"], found["level"]
        told: dict[str, FactValue | None] = {"mappa_category": category} if category else {}
        return told | ({"mappa_level": int(level)} if level else {})

    return lru_cache(maxsize=_MOST)(read)


def _no_fixed_abode(words: OfficeWords) -> Reader:
    """Yes is homeless. No says nothing about being settled, so housing is left as it was."""
    housing = read_fact(FACTS["housing"], words)

    def read(text: str) -> RowFacts:
        if (said := words.value(YES_NO, text)) is not None and words.value("housing", text) is None:
            return {"housing": "homeless"} if said.facts[YES_NO] == "yes" else {}
        return housing(text)

    return read


def _sentence_and_licence(words: OfficeWords) -> Reader:
    """One expiry date for both."""
    expiry = read_fact(FACTS["sentence_expiry_date"], words)

    def read(text: str) -> RowFacts:
        said = expiry(text)
        return {
            name: day for day in said.values() for name in ("sentence_expiry_date", "licence_expiry_date")
        }

    return read


class SpecialColumn(NamedTuple):
    """A column that is not simply one fact: its usual heading, what it can set, and how it is read."""

    heading: str
    sets: tuple[str, ...]
    reader: ReaderOf


SPECIAL_COLUMNS: Mapping[str, SpecialColumn] = {
    "name": SpecialColumn("Name", ("last_name", "first_name"), lambda _: full_name),
    "surname_first": SpecialColumn(
        "Surname and initials", ("last_name", "first_name"), lambda _: surname_first
    ),
    "mappa": SpecialColumn("MAPPA", ("mappa_category", "mappa_level"), _mappa),
    "nfa": SpecialColumn("NFA", ("housing",), _no_fixed_abode),
    "sled": SpecialColumn("SLED", ("sentence_expiry_date", "licence_expiry_date"), _sentence_and_licence),
}


class DateType(NamedTuple):
    """Which date a column of types says it is."""

    fact: str
    """The fact of the day; "" where the word says that nobody is released by it."""
    facts: RowFacts = NOTHING
    """What else the word says: a recall, and which."""
    why: str = ""
    """What is said of a word that nobody knows, or that names no release."""

    @property
    def releases(self) -> bool:
        """Whether people leave on that day."""
        return self.fact in RELEASE_DATES


def date_type(words: OfficeWords, text: str) -> DateType:
    """What CRD, SDS40, "HDC tag" or "FTR 28" in a column of types say of the day beside them.

    A word that nobody knows leaves the day without a type.
    """
    said = words.value(TYPE, text)
    if said is None:
        fact = fact_for_heading(text)
        if fact is not None and fact.name in TYPED_FACTS | {UNTYPED_FACT}:
            return DateType(fact.name)
        if says_nothing(words, text):
            return DateType(UNTYPED_FACT)
        return DateType(UNTYPED_FACT, why="say CRD, ARD, HDC, PRRD, APD or another date that people leave on")
    if said.asks or said.refuses:
        return DateType("", why=said.asks or said.refuses)
    days = [name for name, value in said.facts.items() if not value]
    facts = {name: parse(FACTS[name], value) for name, value in said.facts.items() if value}
    return DateType(days[0] if days else UNTYPED_FACT, facts)


def answered(read: Reader, answers: Mapping[str, str]) -> Reader:
    """Reads a cell by what an office has answered about it, once for all; "" is nothing to be read."""

    def with_answers(text: str) -> RowFacts:
        said = answers.get(plain_word(text))
        if said is None:
            return read(text)
        return read(said) if said.strip() else {}

    return with_answers if answers else read


def is_release_type(text: str, words: OfficeWords) -> bool:
    """Whether a heading names a column of types."""
    word = words.heading(text)
    return folded(text) == folded(TYPE) or (word is not None and word.means == TYPE)
