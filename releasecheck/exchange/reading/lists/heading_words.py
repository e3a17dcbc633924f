"""Headings by their words, whatever their order and however short: "Exp. Rel. Date", "Current release date".

What the words of a known heading are, and how offices shorten them, stands in `data/words`. What two headings
would be known by whose meanings differ, neither is known by.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from typing import NamedTuple, TypeAlias

from releasecheck.core.shipped import DATA
from releasecheck.people.fact import LINE
from releasecheck.people.facts import FACTS
from releasecheck.people.sentence_dates import RELEASE_DATES, UNTYPED_FACT

HeadingKey: TypeAlias = tuple[str, ...]
"""The words of a heading, each written out, in the order of the alphabet."""


class HeadingWord(NamedTuple):
    """What a heading stands for."""

    means: str
    """A fact, or one of the headings that say more; "" for a column that holds no fact."""
    certain: bool


_DATE, _RELEASE = "date", "release"
_MOST = 16
"""Ways of writing out one heading that are looked at."""
_EITHER = re.compile(r"\s*(?:/|&|\+|,|\bor\b)\s*")


@cache
def _written_out() -> Mapping[str, Sequence[str]]:
    """Word -> what it may be short for; "" for one that changes nothing."""
    text = (DATA / "words" / "abbreviations.csv").read_text("utf-8")
    return {
        word: row["means"].split("|")
        for row in csv.DictReader(text.splitlines())
        for word in row["written"].split("|")
    }


def words_of(heading: str) -> Iterator[HeadingKey]:
    """Every way of writing out a heading."""
    parts = re.findall(r"[a-z0-9]+", heading.casefold())
    choices = (_written_out().get(part, (part,)) for part in parts)
    for found in islice(product(*choices), _MOST):
        yield tuple(sorted(filter(None, found)))


def by_words(headings: Iterable[tuple[str, HeadingWord]]) -> dict[HeadingKey, HeadingWord]:
    """The words of each heading -> what it means; words of two headings that differ belong to neither."""
    found: dict[HeadingKey, HeadingWord] = {}
    two: set[HeadingKey] = set()
    for heading, means in headings:
        for words in words_of(heading):
            if set(words) - {_DATE} and found.setdefault(words, means) != means:
                two.add(words)
    return {words: means for words, means in found.items() if words not in two}


def heading_like(heading: str, known: Mapping[HeadingKey, HeadingWord]) -> HeadingWord | None:
    """What a heading means that has the words of a known one; None where nobody can tell.

    Of a date, "date" may be written or left out, and a code such as CRD may stand beside "release date".
    """
    if len(heading) > LINE:
        return None
    ways = list(words_of(heading))
    means = {known[words] for words in ways if words in known}
    if not means:
        means = {found for words in ways if (found := _as_a_date(words, known))}
    if (
        not means
        and len(kinds := _EITHER.split(heading)) > 1
        and all(_releases(kind, known) for kind in kinds)
    ):
        return HeadingWord(UNTYPED_FACT, certain=True)
    return means.pop() if len(means) == 1 else None


def _as_a_date(words: HeadingKey, known: Mapping[HeadingKey, HeadingWord]) -> HeadingWord | None:
    bare = tuple(word for word in words if word != _DATE)
    for form in (bare, tuple(sorted((*bare, _DATE)))):
        if form and (word := known.get(form)) is not None and _is_date(word.means):
            return word
    code = tuple(word for word in bare if word != _RELEASE)
    word = known.get(code) if code and code != bare else None
    return word if word is not None and word.means in RELEASE_DATES else None


def _is_date(means: str) -> bool:
    return means == "sled" or (means in FACTS and FACTS[means].kind == "date")


def _releases(heading: str, known: Mapping[HeadingKey, HeadingWord]) -> bool:
    """Whether a heading is that of a day on which people leave."""
    return any(words in known and known[words].means in RELEASE_DATES for words in words_of(heading))
