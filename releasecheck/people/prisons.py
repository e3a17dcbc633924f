"""Prisons by code and by name are one (`data/places/prisons.csv`); one that is not there stays as written.

Loaded only where a prison is read or compared, and never by `show`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from releasecheck.core.named import NamedTuple
from releasecheck.people.names import fold

_LEFT_OUT = frozenset({"hmp", "yoi", "hm", "prison", "and", "the"})
_YOUNG = "hmyoi"
"""Left out as well, but where a side for the young stands apart: HMYOI Feltham is not Feltham."""


class _Prisons(NamedTuple):
    codes: Mapping[str, str]
    """Each code, and the name of the prison."""
    by_name: Mapping[str, frozenset[str]]
    """A name as it is compared -> the codes that it may mean; of those in use, where any is."""


def prison_of(text: str) -> str:
    """The code of a prison, however it is written; the text itself where it is not known or may mean two.

    Plain Peterborough is two prisons, one for men and one for women: it stays as written.
    """
    found = _means(text)
    code = next(iter(found))
    if len(found) == 1 and code in _prisons().codes:
        return code
    return text.upper() if len(text) == 3 else text


def prison_name(code: str) -> str | None:
    """What a prison is called: Leeds for LEI; None for a code that is not known."""
    return _prisons().codes.get(code)


def prison_codes() -> Mapping[str, str]:
    """Every prison's code, and what it is called."""
    return _prisons().codes


def prison_called(code: str) -> str:
    """The same, and the code itself where it is not known."""
    return prison_name(code) or code


def same_prison(one: object, other: object) -> bool:
    """Whether two prisons, as they are kept, are or may be one; none recorded is nobody's prison."""
    if one is None or other is None:
        return one is other
    return one == other or not _means(str(one)).isdisjoint(_means(str(other)))


def differ(fact: str, one: object, other: object) -> bool:
    """Whether two values of a fact are two: a prison in two spellings is one."""
    return not same_prison(one, other) if fact == "prison" else one != other


def is_no_news(known: object, said: object) -> bool:
    """Whether a list tells nothing new of where somebody is: the prison that is known, and not its code."""
    return same_prison(known, said) and (said is None or str(said) not in _prisons().codes)


@lru_cache(maxsize=10_000)
def _means(text: str) -> frozenset[str]:
    """The codes that a text may mean; of an unknown prison the text as it is compared."""
    known, code = _prisons(), text.strip().upper()
    if code in known.codes:
        return frozenset({code})
    name = _compared(text)
    plain = " ".join(word for word in name.split() if word != _YOUNG)
    return known.by_name.get(name) or known.by_name.get(plain) or frozenset({plain or text})


@cache
def _prisons() -> _Prisons:
    from releasecheck.core.shipped import DATA

    lines = (DATA / "places" / "prisons.csv").read_text("utf-8").splitlines()
    rows = [line.split(",") for line in lines if not line.startswith("#")][1:]
    found: dict[str, set[str]] = {}
    for in_use in ("yes", "no"):
        now: dict[str, set[str]] = {}
        for code, name, also, used, *_ in rows:
            for each in (name, *also.split("|")) if used == in_use else ():
                now.setdefault(_compared(each), set()).add(code)
        found = {**now, **found}
    found.pop("", None)
    return _Prisons(
        {row[0]: row[1] for row in rows}, {name: frozenset(codes) for name, codes in found.items()}
    )


def _compared(text: str) -> str:
    words = fold(re.sub(r"[()/&.,]", " ", text)).split()
    return " ".join(word for word in words if word not in _LEFT_OUT)
