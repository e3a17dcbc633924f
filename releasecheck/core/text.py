"""Texts as they may be shown: nothing that a terminal would obey, nothing that Markdown would read."""

from __future__ import annotations

import re
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


#: Letters beyond Unicode's first that a terminal obeys, or reads the line backwards for.
_OBEYED = r"\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"


def harmless_json(text: str) -> str:
    """JSON that says the same, with what a terminal would obey spelled out: U+202E as \\u202e."""
    if text.isascii() and "\x7f" not in text:
        return text
    return re.sub(f"[{_OBEYED}]", lambda found: f"\\u{ord(found[0]):04x}", text)


def harmless_cell(text: str) -> str:
    """A cell with nothing in it that a terminal would obey; its line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(rf"[\x00-\x08\x0b\x0c\x0e-\x1f{_OBEYED}]", REPLACEMENT, text)


def markdown(text: str) -> str:
    """The text as Markdown that shows it as it is, on one line."""
    return " ".join(safe(text).split()).translate(_MARKDOWN)


def canonical(value: object) -> str:
    """The value as JSON in one fixed form, to be hashed or signed: sorted keys, no spaces."""
    import json

    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
