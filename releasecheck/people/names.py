"""Names compared and not changed: one name is one name however a keyboard or an old system spelled it.

Letters are compared as the plain ones they are typed for (`data/names/letters.csv`); a name is kept and shown
as the richest spelling that was told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from releasecheck.core.domain import FactValue
from releasecheck.core.named import NamedTuple

_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼʻ")
_HYPHENS = str.maketrans(dict.fromkeys("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}", " "))
_LOST = re.compile("[?\N{REPLACEMENT CHARACTER}\N{INVERTED QUESTION MARK}]+")
"""What stands for a letter that a program could not keep."""


class _Letters(NamedTuple):
    """Letters with the plain ones they are compared as, for `str.translate`."""

    plain: Mapping[int, str]
    also: Mapping[int, str]
    """By the other custom: ae for ä, dj for đ."""


@cache
def _letters() -> _Letters:
    from releasecheck.core.shipped import DATA

    lines = (DATA / "names" / "letters.csv").read_text("utf-8").splitlines()[1:]
    rows = [line.split(",")[:3] for line in lines]
    return _Letters(
        {ord(letter): plain for letter, plain, _ in rows},
        {ord(letter): also or plain for letter, plain, also in rows},
    )


def plain_letters(text: str) -> str:
    """In lower case and without accents, `łukasz` and `ŁUKASZ` alike as `lukasz`."""
    text = text.casefold()
    return text if text.isascii() else _plain(text, _letters().plain)


def fold(name: str) -> str:
    """A name without case, accents, apostrophes and hyphens: `oneill` for O’NEILL."""
    plain = plain_letters(name.translate(_APOSTROPHES)).translate(_APOSTROPHES)
    return " ".join(plain.translate(_HYPHENS).split())


def same_name(one: str, other: str) -> bool:
    """Whether two texts spell one name: apart from case, accents, apostrophes, hyphens and spaces.

    A letter that a program lost (`?UKASZ`, `O\N{REPLACEMENT CHARACTER}NEILL`) fits any.
    """
    if not _keys(one).isdisjoint(_keys(other)):
        return True
    return _fits_what_is_left(one, other) or _fits_what_is_left(other, one)


def same_or_poorer(fact: str, known: FactValue | None, said: FactValue | None) -> bool:
    """Whether a list tells nothing new of a name: it is the one that is known, spelled alike or poorer.

    `fact`: `last_name` or `first_name`, of which `J` and `Jake` are poorer than `Jake Michael`. Of any other
    fact nothing is poorer. A spelling with more accents or apostrophes is richer, and new.
    """
    if fact not in ("last_name", "first_name") or known is None or said is None:
        return False
    known, said = str(known), str(said)
    if same_name(known, said):
        return not is_richer(said, known)
    return fact == "first_name" and _shortened(known, said)


def is_richer(one: str, other: str) -> bool:
    """Whether the first of two spellings of one name says more: in no respect less, and in one more.

    Capitals are no respect: an older system has nothing else.
    """
    here, there = _richness(one), _richness(other)
    return here != there and all(this >= that for this, that in zip(here, there, strict=True))


def _richness(name: str) -> tuple[int, int, int]:
    """Letters not lost, letters with an accent, and signs between letters, a space being the least."""
    import unicodedata

    text = unicodedata.normalize("NFC", name)
    special = sum(letter.isalpha() and not letter.isascii() for letter in text)
    lost = sum(map(len, _LOST.findall(text)))
    signs = sum(ord(sign) in _APOSTROPHES or ord(sign) in _HYPHENS for sign in text)
    return -lost, special, 2 * signs + len(text.split()) - 1


def _shortened(known: str, said: str) -> bool:
    """Whether forenames were left out or cut to initials: `J`, `J. M.` or `Jake` of `Jake Michael`."""
    whole, cut = fold(known).split(), fold(said.replace(".", " ")).split()
    return 0 < len(cut) <= len(whole) and all(
        short in (full, full[0]) for short, full in zip(cut, whole, strict=False)
    )


def _keys(name: str) -> set[str]:
    """The name as it is compared: letters and digits only, by either custom."""
    text = name.casefold()
    if text.isascii():
        return {_compared(text)}
    return {_compared(_plain(text, letters)) for letters in _letters()}


def _compared(text: str) -> str:
    return "".join(filter(str.isalnum, text.translate(_APOSTROPHES)))


def _plain(text: str, letters: Mapping[int, str]) -> str:
    import unicodedata

    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(letters))
    parts = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return parts.translate(_letters().plain)  # of a letter with both a stroke and an accent


def _fits_what_is_left(damaged: str, whole: str) -> bool:
    pieces = [_compared(plain_letters(piece)) for piece in _LOST.split(damaged)]
    if len(pieces) == 1 or len("".join(pieces)) < 2:
        return False
    # One sign may stand for two letters (ß) or for an apostrophe, which is not compared.
    pattern = ".{0,2}".join(map(re.escape, pieces))
    return any(re.fullmatch(pattern, key) for key in _keys(whole))


def as_spoken(name: str) -> str:
    """A name as it is spoken: `O’Neill-McKay` for O’NEILL-MCKAY, and `Lane` as it is."""
    if not name.isupper() or len(name) < 2:
        return name
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", name.title())
