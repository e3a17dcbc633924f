"""What a page to be handed to somebody is made of: a heading, and parts with sentences, points and rows.

Words and order only: templates lay it out as md, html, txt, docx or pdf, all of them saying the same.
"""

from collections.abc import Mapping
from typing import NamedTuple

from releasecheck.core.text import Tone

OFFICIAL_RECORD = "A working copy: the official record is nDelius / P-NOMIS."
"""Stands on every page that leaves the office."""


class Part(NamedTuple):
    """One part of a paper: each of its sentences, points and rows may be absent."""

    name: str
    """What a template calls it: `missing`, `release`."""
    title: str
    lines: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    """One for each column of the rows; a table has two, three or four."""
    rows: tuple[tuple[str, ...], ...] = ()
    tone: Tone = "plain"
    narrow_first: bool = False
    """Of three columns the first is the narrowest: a word or two, often blank."""


class Made(NamedTuple):
    """When a paper was made, and from what."""

    on: str
    """The day, in words."""
    record: str
    """Which record, and its last entry: `record.db, entry 41`."""
    catalogue: str
    for_whom: str | None = None

    @property
    def words(self) -> str:
        """Made Mon 23 Nov 2026 from record.db, entry 41 · Catalogue 2026-11-21."""
        whom = f" for {self.for_whom}" if self.for_whom else ""
        return f"Made {self.on}{whom} from {self.record} · {self.catalogue}"


class Paper(NamedTuple):
    """A page or two about one person or one day, ready to be laid out."""

    kind: str
    """Which template lays it out: `handover`; where there is none of that name, `paper`."""
    title: str
    under: tuple[str, ...]
    """Sentences right under the title."""
    parts: tuple[Part, ...]
    made: Made
    language: str = "en"
    large: bool = False
    """In large type."""
    numbers: frozenset[str] = frozenset()
    """Whose data it shows."""

    def part(self, name: str) -> Part:
        """The part of that name; an empty one where this paper has none."""
        return next((part for part in self.parts if part.name == name), Part(name, ""))


def as_data(paper: Paper, marking: str) -> Mapping[str, object]:
    """The paper as plain values, for a template that is given data and no objects."""
    return {
        "marking": marking,
        "official_record": OFFICIAL_RECORD,
        "title": paper.title,
        "under": list(paper.under),
        "parts": [part._asdict() for part in paper.parts],
        "made": paper.made.words,
        "language": paper.language,
        "large": paper.large,
    }
