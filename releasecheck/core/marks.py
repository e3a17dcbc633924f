"""What somebody can be found by in texts and in files: their numbers, and the spellings of their names."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Sequence

_APART = r"\W{0,12}"
"""What may stand between a last and a first name: a comma, the tags of a page, nothing in a record's rows."""
_APOSTROPHES = "'’‘`´"


class Marks:
    """The numbers and the names of one person, to be looked for.

    A last name is looked for by itself only where it is `alone`: where nobody else has it.
    """

    def __init__(
        self,
        numbers: Iterable[str],
        names: Sequence[tuple[str, str]],
        alone: Iterable[str],
        shared: Iterable[str] = (),
    ) -> None:
        self.numbers, self.names, self.alone = tuple(numbers), tuple(names), tuple(alone)
        self.shared = tuple(shared)
        """Their last names that somebody else has, too: what holds no more than one says nothing for sure."""
        words = [_word(number) for number in self.numbers]
        words += [_word(pattern) for pattern in self._names()]
        self._any = re.compile("|".join(words) or r"(?!)", re.IGNORECASE)
        self._bytes = _bytes_pattern(self._literals())
        self._apart = re.compile(
            rb"(?<![A-Za-z])(?:" + self._bytes.pattern + rb")(?![A-Za-z])", re.IGNORECASE
        )

    def _names(self) -> Iterable[str]:
        for last, first in self.names:
            if last and first:
                yield f"{_spelled(last)}{_APART}{_spelled(first)}"
                yield f"{_spelled(first)}{_APART}{_spelled(last)}"
        yield from map(_spelled, self.alone)

    def _literals(self) -> set[str]:
        found = set(self.alone)
        for last, first in self.names:
            if last and first:
                found |= {f"{last}, {first}", f"{last},{first}", f"{last}{first}", f"{first} {last}"}
        return found

    def in_text(self, text: str) -> bool:
        """Whether a text names them, by number or by name."""
        return self._any.search(text) is not None

    def in_bytes(self, data: bytes, *, apart: bool = False) -> bool:
        """Whether bytes hold their name, in UTF-8 or UTF-16, escaped as in JSON and HTML or not.

        `apart`: and not within a longer word, as Lowe is in "allowed".
        """
        return (self._apart if apart else self._bytes).search(data) is not None

    @property
    def longest(self) -> int:
        """Bytes of the longest thing that is looked for, so that a file can be read in parts."""
        return 4 * max(map(len, self._literals()), default=0) * 6


def _word(pattern: str) -> str:
    return rf"(?<![^\W_])(?:{pattern})(?![^\W_])"


def _spelled(name: str) -> str:
    """A name whatever apostrophe it has, and whatever stands between its parts."""
    parts = [re.escape(part) for part in name.split()]
    return r"\s+".join(re.sub(f"[{_APOSTROPHES}]", f"[{_APOSTROPHES}]", part) for part in parts)


def _bytes_pattern(texts: Iterable[str]) -> re.Pattern[bytes]:
    encoded = set[bytes]()
    for text in texts:
        for spelled in {text, text.upper(), text.lower(), text.title()}:
            for written in {spelled, json.dumps(spelled)[1:-1], html.escape(spelled)}:
                encoded |= {
                    written.encode(one, "surrogatepass") for one in ("utf-8", "utf-16-le", "utf-16-be")
                }
    longest_first = sorted(encoded, key=lambda one: (-len(one), one))
    return re.compile(b"|".join(map(re.escape, longest_first)) or rb"(?!)", re.IGNORECASE)
