"""Which spellings of a POM or COM are one person: by rule, and by a table of the office's own.

`J Okafor`, `Okafor, J`, `J. Okafor` and `OKAFOR J` are one by rule: the same surname, and the same initials
or the same first name. `John Okafor` and `J Okafor` are one only where the office's table says so, for `J`
may be Jane.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate

from releasecheck.core.domain import NOTHING, FactValue
from releasecheck.core.named import NamedTuple
from releasecheck.people.facts import split_name
from releasecheck.people.names import fold, is_richer, same_or_poorer

STAFF_FACTS = ("pom", "com", "co_pom")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})


class _NameParts(NamedTuple):
    surname: str
    first: tuple[str, ...]
    """First names or initials, in their order."""

    def key(self) -> str:
        surname = "".join(filter(str.isalnum, fold(self.surname)))
        return f"{surname}, {' '.join(map(fold, self.first))}"


class StaffNames(NamedTuple):
    """Tells which spellings are one person."""

    same: Mapping[str, str] = NOTHING
    """The office's table: a name as it is compared -> the one that it stands for."""

    def key(self, name: str) -> str:
        """What every spelling of one person has in common, and nobody else's."""
        found = _parts(name).key()
        # Signs alone are nobody's surname: each text of them stands by itself.
        return self.same.get(found, found) if found[0].isalnum() else name

    def are_one(self, one: object, other: object) -> bool:
        """Whether two names, as they are kept, are one person; nobody named is nobody's name."""
        if one is None or other is None:
            return one is other
        return one == other or self.key(str(one)) == self.key(str(other))

    def same_or_poorer(self, fact: str, known: FactValue | None, said: FactValue | None) -> bool:
        """Whether a list tells nothing new of a name: the same one, spelled alike or poorer than is known."""
        if fact not in STAFF_FACTS or known is None or said is None:
            return same_or_poorer(fact, known, said)
        return self.are_one(known, said) and not _says_more(str(said), str(known))

    def spelled(self, names: Iterable[str]) -> dict[str, str]:
        """Each of these spellings -> the richest of them for that person, which stands for all."""
        best: dict[str, str] = {}
        keys = {name: self.key(name) for name in names}
        for name, key in keys.items():
            # Most are written in one way only: how much that is worth need not be worked out.
            best[key] = max(best[key], name, key=_worth) if key in best else name
        return {name: best[key] for name, key in keys.items()}


class Spelled(dict[str, str]):
    """Each of these spellings -> the richest of them for that person; any other name stands for itself.

    A country names thousands, and a screen few of them. So each is worked out when it is asked for: whoever
    could be that person is found by the surname. Once many have been asked for all are worked out.
    """

    def __init__(self, staff: StaffNames, names: Iterable[str]) -> None:
        super().__init__()
        self._staff, self._names = staff, dict.fromkeys(names)
        self._plain, self._ends, self._listed = "", list[int](), list[str]()

    def __missing__(self, name: str) -> str:
        if name not in self._names:
            return name
        if len(self) >= _FEW:
            self.update(self._staff.spelled(self._names))
            return self[name]
        self[name] = self._staff.spelled((*self._could_be(name), name))[name]
        return self[name]

    def of(self, name: str) -> list[str]:
        """Those of the spellings that are this person."""
        return [known for known in self._could_be(name) if self._staff.are_one(known, name)]

    def _could_be(self, name: str) -> Iterable[str]:
        """Those of the names that have the letters of this one; all of them where the office has a table."""
        surname, *first = _SIGNS.sub(" ", _parts(name).key()).split() or [""]
        return self._with_letters(surname, first) if surname and not self._staff.same else self._names

    def _with_letters(self, surname: str, first: Iterable[str]) -> Iterator[str]:
        if not self._plain:
            # Of all at once, for that is quicker.
            together = fold("|".join(name.replace("|", " ") for name in self._names))
            self._plain = f"{_SIGNS.sub('', together)}|"
            lengths = (len(name) + 1 for name in self._plain[:-1].split("|"))
            self._ends = [following - 1 for following in accumulate(lengths)]
            self._listed = list(self._names)
        at = self._plain.find(surname)
        while at >= 0:
            which = bisect_left(self._ends, at)
            begins, ends = self._ends[which - 1] if which else 0, self._ends[which]
            if all(self._plain.find(word, begins, ends) >= 0 for word in first):
                yield self._listed[which]
            at = self._plain.find(surname, ends)


_FEW = 200
_SIGNS = re.compile(r"[^\w|]|_")

BY_RULE = StaffNames()
"""Without a table of the office's."""


def surname_of(name: str) -> str:
    """The surname in a POM's or COM's name, however it is written."""
    return _parts(name).surname


def staff_names(rows: Iterable[tuple[str, str]]) -> StaffNames:
    """From the rows of an office's table: a name, and another way in which it is written."""
    same: dict[str, str] = {}
    for name, also in rows:
        one, other = _parts(name).key(), _parts(also).key()
        one = same.get(one, one)
        other = same.get(other, other)
        same = {key: one if stands == other else stands for key, stands in same.items()}
        if one != other:
            same[other] = one
    return StaffNames(same)


def _says_more(one: str, other: str) -> bool:
    """Whether the first of two spellings of one person has the fuller first name, or else richer letters."""
    here, there = _parts(one), _parts(other)
    fuller = len("".join(map(fold, here.first))) - len("".join(map(fold, there.first)))
    if fuller or fold(here.surname) != fold(there.surname):
        return fuller > 0
    return is_richer(" ".join((*here.first, here.surname)), " ".join((*there.first, there.surname)))


def _worth(name: str) -> tuple[int, int, bool, bool, bool, str]:
    """By how much a spelling is to be preferred: a whole first name, its own letters, and as one says it."""
    parts = _parts(name)
    first = len("".join(map(fold, parts.first)))
    letters = "".join((*parts.first, parts.surname))
    special = sum(not letter.isalpha() or not letter.isascii() for letter in letters)
    return first, special, not name.isupper(), "," not in name, name[:1] == "".join(parts.first)[:1], name


@lru_cache(maxsize=20_000)
def _parts(name: str) -> _NameParts:
    """Surname and first names, however they are put: only single letters are initials."""
    surname, comma, first = name.partition(",")
    if comma:
        return _NameParts(surname, _words(first))
    words = _words(name)
    initials = [len(word) == 1 for word in words]
    if not all(initials):
        leading = initials.index(False)
        trailing = initials[::-1].index(False)
        if leading:
            return _NameParts(" ".join(words[leading:]), words[:leading])
        if trailing:
            return _NameParts(" ".join(words[:-trailing]), words[-trailing:])
    last, others = split_name(" ".join(words), as_it_is=True)
    return _NameParts(last or "", _words(others or ""))


def _words(text: str) -> tuple[str, ...]:
    """The words of a name without its titles; `J.M.` is two."""
    words = re.sub(r"\.(?=\S)", ". ", text).split()
    kept = (word.rstrip(".") for word in words if word.rstrip(".").casefold() not in _TITLES)
    return tuple(word for word in kept if word)
