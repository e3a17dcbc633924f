"""A handover as its reader reads it: words and order, whatever lays them out."""

from __future__ import annotations

import re

SECOND_PAGE = "Background need"


def bare(text: str) -> str:
    """The words of a page on one line, without what rules, tables and marks add to them."""
    return " ".join(re.sub(r"[|*#\\:\[\]`>_☐-]", " ", text).split())


def first_page(page: str) -> str:
    """The words of what stands before the background."""
    return bare(page).split(SECOND_PAGE)[0]


def second_page(page: str) -> str:
    """The words of the background; none where there is none."""
    return bare(page).partition(SECOND_PAGE)[2]


def said(words: str, *texts: str) -> list[str]:
    """Of these texts, those that do not stand there, and those before which another should."""
    places = [words.find(bare(text)) for text in texts]
    wrong = [text for text, place in zip(texts, places, strict=True) if place < 0]
    return wrong or [
        text for text, before, place in zip(texts[1:], places, places[1:], strict=False) if place < before
    ]
