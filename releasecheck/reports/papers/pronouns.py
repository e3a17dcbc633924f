"""How somebody is spoken of, as the record has their sex; `they` where it is not recorded."""

from __future__ import annotations

from collections.abc import Mapping

from releasecheck.core.domain import Facts

_WORDS: Mapping[object, tuple[str, ...]] = {
    "M": ("he", "him", "his", "has", "is", "needs", "leaves"),
    "F": ("she", "her", "her", "has", "is", "needs", "leaves"),
    None: ("they", "them", "their", "have", "are", "need", "leave"),
}
_NAMES = ("he", "him", "his", "has", "is", "needs", "leaves")


def pronouns(facts: Facts) -> dict[str, str]:
    """The words for `{he}`, `{him}`, `{his}` and for what they do, as `{has}`, in a sentence."""
    return dict(zip(_NAMES, _WORDS.get(facts.get("sex"), _WORDS[None]), strict=True))
