"""What staff typed, as it stands on a sheet: in its own language, ended as a sentence, and not too long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from releasecheck.core.words import capital
from releasecheck.formats.paper import Stated

if TYPE_CHECKING:
    from releasecheck.reports.papers.sheet import Sheet
    from releasecheck.reports.papers.sheet_words import Words

BLANK = "_" * 34
"""Room to write an address on: 80 mm in ordinary type."""
SHORT_BLANK = "_" * 12
"""Room to write a number on."""

EASY = 20
"""Words: who typed more than that is told that it is hard to read."""
LONGEST = 25
"""Words that a row holds; more of them stand at the end of the sheet."""

#: Small words that stand in nearly every Welsh sentence and in no English one.
_WELSH = re.compile(
    r"\b(yr?|yn|ar|ac|o'r|i'r|gan|ger|wrth|dan|drwy|bws|canwch|ewch|gofynnwch|ffoniwch|cerdyn|tystysgrif|"
    r"geni|gyda|swyddfa|gwasanaeth|prawf|heol|stryd|drws|gloch)\b",
    re.IGNORECASE,
)


def is_english(text: str) -> bool:
    """Whether it is a phrase in English: the name of a place or of a firm is in no language."""
    return re.search(r"\b[a-z]{2,}", text) is not None and _WELSH.search(text) is None


def typed(words: Words, text: str, original: str = "") -> str:
    """The text as it was typed, said to be English where the rest is not; `original`: as it was judged by."""
    if words.language != "en" and is_english(original or text):
        return Stated.spoken(text, "en")
    return text


def ended(text: str) -> str:
    """As a sentence: with a capital, and a full stop where it was typed without one."""
    text = capital(text.strip())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def count_words(text: str) -> int:
    """How many words somebody has to read."""
    return len(text.split())


def who(words: Words, owner: str, name: str | None = None) -> str:
    """Who does it, by name where the person is told one."""
    said = words.say(f"who.{owner}")
    return f"{said} ({name})" if name else said


def typed_texts(report: Sheet) -> Iterator[tuple[str, str, str]]:
    """Everything on the sheet that staff typed: which task it was recorded of, the field, and the text."""
    for one in report.appointments:
        fields = {"probation": "place", "jobcentre": "jobcentre", "support": "provider", "work": "employer"}
        yield from ((one.item, fields[one.kind], text) for text in [one.where] if text)
        yield from ((one.item, "way_there", text) for text in [one.way] if text)
    if report.bed.standing == "yes" and report.bed.way_in:
        yield "address_night_one", "way_in", report.bed.way_in
    if report.kept.document:
        yield "id_document", "document", report.kept.document
    if report.kept.card:
        yield "bank_account", "card_location", report.kept.card
