"""Why something was handed back, late or not done: a code that can be counted, and words that need not be.

The codes are data, `reasons.csv`. A reason is kept as one text: `staff_redeployed: two of us on reception`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from releasecheck.core.named import NamedTuple
from releasecheck.core.shipped import DATA

OTHER = "other"

ReasonUse = Literal["handback", "not_done"]
"""What a code can be the reason of: that a task was handed back, or that it was late or not done."""


class CodedReason(NamedTuple):
    """A reason as it is kept."""

    code: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.words}" if self.words else self.code


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, str, frozenset[str]], ...]:
    heading, *lines = (DATA / "reasons.csv").read_text("utf-8").splitlines()
    uses = heading.split(",")[2:]
    found = []
    for line in lines:
        code, words, *said = line.split(",")
        asked = frozenset(use for use, answer in zip(uses, said, strict=True) if answer == "yes")
        found.append((code, words, asked))
    return tuple(found)


def reason_codes(use: ReasonUse) -> Mapping[str, str]:
    """Each code that can be given, and what it means."""
    return {code: words for code, words, uses in _table() if use in uses}


def coded(text: str, use: ReasonUse) -> CodedReason | None:
    """The code that a reason begins with, however it was typed, and what follows; None for words alone."""
    head, _, words = text.partition(":")
    code = "_".join(head.strip().casefold().replace("-", " ").replace("_", " ").split())
    return CodedReason(code, words.strip()) if code in reason_codes(use) else None


def reason_words(text: str) -> str:
    """A kept reason for people to read: `staff redeployed: two of us on reception`."""
    head, colon, words = text.partition(":")
    known = {code: said for code, said, _ in _table()}
    if head not in known:
        return text
    if head == OTHER and words:
        return words.strip()
    return f"{known[head]}{colon}{words}"
