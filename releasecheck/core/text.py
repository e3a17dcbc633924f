"""Texts as they may be shown: nothing that a terminal would obey, nothing that Markdown would read."""

from __future__ import annotations

from typing import Literal

Tone = Literal["bad", "soon", "dim", "plain"]
"""How pressing something is, for its colour; the words say it too."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: Joiners that Persian and Indic names are spelt with; they take no room and move nothing.
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_[]<>#|~&"})


def safe(text: str) -> str:
    """The text with nothing in it that a terminal would obey: no control or direction characters.

    A name from a spreadsheet could otherwise move the cursor, recolour the screen or read backwards.
    """
    if text.isascii() and text.isprintable():
        return text
    import unicodedata

    def shown(letter: str) -> str:
        if letter in "\t\n\r\v\f":
            return " "
        hidden = unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        return REPLACEMENT if hidden and letter not in JOINERS else letter

    return "".join(map(shown, text))


def markdown(text: str) -> str:
    """The text as Markdown that shows it as it is, on one line."""
    return " ".join(safe(text).split()).translate(_MARKDOWN)
