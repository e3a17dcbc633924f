"""Texts that a spreadsheet would run as a formula: made harmless on the way out, restored on the way in.

The rule, both ways: an apostrophe goes before a text that begins with a dangerous sign, and before one that
begins with apostrophes and then such a sign; coming back, such a text loses one. So nothing is ever changed
by going out and coming in.
"""

from __future__ import annotations

SIGNS = "=+-@\t\r\n＝＋－＠"
"""What a cell may not begin with; the full-width forms are run as well."""


def guarded(text: str) -> str:
    """The text as it may stand in a cell."""
    return f"'{text}" if _would_run(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _would_run(text) else text


def _would_run(text: str) -> bool:
    """Whether the text begins with a dangerous sign, apostrophes before it not counted."""
    rest = text.lstrip("'")
    return rest != "" and rest[0] in SIGNS
