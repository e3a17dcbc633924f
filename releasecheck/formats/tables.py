"""Reports that are tables of counts: one shape for the forecast, the caseload and the outcomes.

A table holds values, not words, so that programs read the same as people do.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "int | str | date | None"


class Heading(NamedTuple):
    """One column of a table: what programs call it, and its words over it (none: people are not shown it)."""

    key: str
    words: str


class Table(NamedTuple):
    """Counts under headings; the first column names the row."""

    name: str
    """What programs call it: `months`."""
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    data_only: bool = False
    """For JSON and CSV: too long to be read by people."""

    def objects(self) -> Iterator[dict[str, Value]]:
        """Each row as its values by key."""
        keys = [heading.key for heading in self.headings]
        return (dict(zip(keys, row, strict=True)) for row in self.rows)


class Tables(NamedTuple):
    """A report of tables."""

    kind: str
    """Which command makes it: `forecast`."""
    title: str
    as_of: date
    tables: tuple[Table, ...]
    filters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Sentences under the title: what is counted and what is not."""
    footnotes: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    """Whose data it shows by name."""


def headings(**words: str) -> tuple[Heading, ...]:
    """Headings from `key=words`."""
    return tuple(Heading(key, text) for key, text in words.items())
