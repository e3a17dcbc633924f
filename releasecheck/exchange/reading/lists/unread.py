"""The cells of a list that nobody could read, gathered by column and by what stood in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from releasecheck.exchange.reading.files.table import WITHOUT_VALUE
from releasecheck.exchange.reading.lists.people_file import UnreadCell

WITHHELD = "(not repeated)"
"""What stands for a cell that may be somebody's name or something sensitive."""


class UnreadWords(NamedTuple):
    """One thing that a column says and nobody knows."""

    value: str
    people: int
    why: str


def by_value(unread: Iterable[UnreadCell]) -> dict[str, list[UnreadWords]]:
    """Column -> what stood in it, the commonest first; days of release and formulas are told apart."""
    found: dict[str, dict[str, list[UnreadCell]]] = {}
    for cell in unread:
        if not cell.release and cell.why != WITHOUT_VALUE:
            value = WITHHELD if cell.value is None else cell.value
            found.setdefault(cell.column, {}).setdefault(value, []).append(cell)
    return {
        column: sorted(
            (UnreadWords(value, len(cells), cells[0].why) for value, cells in values.items()),
            key=lambda words: (-words.people, words.value),
        )
        for column, values in found.items()
    }
