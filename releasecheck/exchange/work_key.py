"""What ties a row of the working workbook to the record: whose task it is, and as of which entry it was made.

It ends in letters that follow from the rest: pulled down in Excel, a key that counted on would be another's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from releasecheck.core.sha import sha256

KEY = "row_key"
"""The heading of the key."""
OURS = ("prison_number", "name", "release_date", "task", "who", "due_on", "state", "stands", "next")
"""The headings of what the record says, to be read by whoever fills in the rest."""
FILLED_IN = ("outcome", "on", "reason")
EVIDENCE = tuple((f"asks_{n}", f"answer_{n}") for n in range(1, 5))
"""The headings of what an outcome asks for to be written down, and of the answer beside it."""
IF = "if "
MORE = "other_evidence"
"""The heading of what has no column of its own."""

_KEY = re.compile(r"(?P<number>[A-Z]\d{4}[A-Z]{2}) (?P<item>\w+) (?P<entry>\d+) (?P<letters>[a-p]{6})")


class WorkKey(NamedTuple):
    """Whose task a row is, and the last entry of the record when it was made."""

    prison_number: str
    item: str
    entry: int

    def text(self, origin: str) -> str:
        """As it stands in a cell; `origin`: the record's own id."""
        text = f"{self.prison_number} {self.item} {self.entry}"
        return f"{text} {_letters(text, origin)}"


def read_key(text: str, origin: str) -> WorkKey | None:
    """The key that a cell holds; None for one that this record did not make, or that was changed."""
    found = _KEY.fullmatch(text.strip())
    if found is None:
        return None
    key = WorkKey(found["number"], found["item"], int(found["entry"]))
    return key if key.text(origin) == text.strip() else None


def _letters(text: str, origin: str) -> str:
    digest = sha256(f"{origin} {text}".encode())
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest.hexdigest()[:6])
