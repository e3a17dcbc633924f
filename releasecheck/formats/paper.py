"""What a page to be handed to somebody is made of: a heading, and parts with sentences, points and rows.

Words and order only: templates lay it out as md, html, txt, docx or pdf, all of them saying the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.core.text import Tone

OFFICIAL_RECORD = "A working copy: the official record is nDelius / P-NOMIS."
"""Stands on every page that leaves the office."""

Layout = Literal["letter", "form", "checklist"]
"""How a paper is held: read by one person, worked through at a desk, or ticked at a gate."""

Shape = Literal["plain", "box", "cells", "checks", "ticks", "ask", "times", "card", "fill"]
"""How a part is laid out. A layout that knows none of them says the same words as `plain`.

`plain`: sentences, points, and rows as a table with its headings.
`box`: the sentences in a border, the first of them in bold: what must be seen first.
`cells`: each row a bordered cell, three to a line: a heading, the word that matters, and more about it.
`checks`: each row a box to tick: what must be true, what the record says, and room for initials.
`ticks`: each point a box to tick, two to a line.
`ask`: each row a question and its answers, each with a box to tick.
`times`: rows without headings, the first cell narrow: a time or a day, and what is then.
`card`: rows of a name and a number, two to a line, in a frame to cut out.
`fill`: each row a frame with room to write: its label, and what is known already.
"""


class Stated(str):
    """A text of a row in which a state stands out, or which is in another language than its paper.

    As plain text the state stands in square brackets: `[not booked] due Fri 4 Dec, COM`.
    """

    state: str
    """The word that needs somebody; empty where there is none."""
    rest: str
    """What follows it."""
    language: str
    """Of what words: `en` in a Welsh paper; empty where they are in its own."""

    @classmethod
    def marked(cls, state: str, rest: str = "") -> Stated:
        """A state that needs somebody, and what there is to say of it."""
        cell = cls(f"[{state}] {rest}".rstrip())
        cell.state, cell.rest, cell.language = state, rest, ""
        return cell

    @classmethod
    def spoken(cls, text: str, language: str) -> Stated:
        """A text in another language than the rest."""
        cell = cls(text)
        cell.state, cell.rest, cell.language = "", text, language
        return cell


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
    shape: Shape = "plain"
    aside: str = ""
    """At the right of the heading: whose part it is, as `duty governor`."""
    beside: bool = False
    """Where the page is wide enough it stands at the right of the part before it."""
    icon: Literal["", "clock", "bed", "days", "tick"] = ""
    """A small picture before the heading that helps to find it; it says nothing that the words do not."""
    new_page: bool = False
    """It begins a page."""
    language: str = ""
    """`en` or `cy` where it is not the paper's own."""
    after: tuple[str, ...] = ()
    """Sentences below its points and rows: how many more there are, and where."""


class Made(NamedTuple):
    """When a paper was made, by whom, and from what."""

    on: str
    """The day, in words."""
    record: str
    """Which record, and its last entry: `record.db, entry 41`. It stands on no paper: the log has it."""
    catalogue: str
    for_whom: str | None = None
    by: str = ""
    at: str = ""
    """The time, as 09:44; empty where the day was chosen and is not this one."""
    day: date | None = None
    """The day itself, which a Word file keeps as its date."""

    @property
    def words(self) -> str:
        """Made Mon 23 Nov 2026 09:44 by P. Marsh for J. Okafor."""
        told = [f"Made {self.on}", self.at]
        told += [f"by {self.by}" if self.by else "", f"for {self.for_whom}" if self.for_whom else ""]
        return " ".join(filter(None, told))


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
    layout: Layout = "form"
    landscape: bool = False
    photo: str = ""
    """What a place for a photograph at the top says: `photo from the system`; without one there is none."""
    marked: bool = True
    """Whether the office's marking stands on it; never on what the person leaving holds."""
    foot: tuple[str, ...] = ()
    """What stands small at the end, in the place of when it was made and where the official record is."""

    @property
    def templates(self) -> tuple[str, ...]:
        """Which lay it out, of which the first there is does: its own, its layout's, that of any paper."""
        return self.kind, self.layout, "paper"

    @property
    def region(self) -> str:
        """Its language with the country it is written for: `en-GB`, `cy-GB`."""
        return f"{self.language}-GB"

    def part(self, name: str) -> Part:
        """The part of that name; an empty one where this paper has none."""
        return next((part for part in self.parts if part.name == name), Part(name, ""))


def as_data(paper: Paper, marking: str, drawings: Mapping[str, str]) -> Mapping[str, object]:
    """The paper as plain values, for a template that is given data and no objects.

    `drawings`: the small pictures that stand before headings, by name.
    """
    return {
        "marking": marking,
        "official_record": OFFICIAL_RECORD,
        "title": paper.title,
        "under": list(paper.under),
        "parts": [{**part._asdict(), "cells": _cells(part.rows)} for part in paper.parts],
        "made": paper.made.words,
        "language": paper.language,
        "large": paper.large,
        "landscape": paper.landscape,
        "photo": paper.photo,
        "foot": list(paper.foot or (paper.made.words, OFFICIAL_RECORD)),
        "icons": drawings,
    }


def _cells(rows: Sequence[Sequence[str]]) -> list[list[Mapping[str, str]]]:
    return [[cell_data(cell) for cell in row] for row in rows]


def cell_data(text: str) -> Mapping[str, str]:
    """A text as what stands out in it, what follows, and its language where that is another."""
    if isinstance(text, Stated):
        return {"state": text.state, "rest": text.rest, "language": text.language}
    return {"state": "", "rest": text, "language": ""}
