"""One person's history as a report, and as what a page says of it."""

from __future__ import annotations

from typing import NamedTuple

from releasecheck.people.history import Line


class PersonHistory(NamedTuple):
    """Who recorded what of somebody, oldest first; `lines` are those asked for, of so many."""

    name: str
    number: str
    lines: tuple[Line, ...]
    all_of: int

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset({self.number})


class HistoryPage(NamedTuple):
    """The history, ready to be laid out."""

    name: str
    number: str
    entries: tuple[EntryWords, ...]


class EntryWords(NamedTuple):
    """One entry in words."""

    entry: int
    words: str
    undone: bool


def history_page(report: PersonHistory) -> HistoryPage:
    """Each entry with its number; what was undone stays, and says so."""
    rows = (EntryWords(line.entry, line.words(), line.undone is not None) for line in report.lines)
    return HistoryPage(report.name, report.number, tuple(rows))
