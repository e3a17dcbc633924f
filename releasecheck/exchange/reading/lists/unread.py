"""The cells of a list that nobody could read, gathered by column and by what stood in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


_EVERYWHERE = 3
"""Columns in which the same is not understood before it is said of all of them at once."""


def apart(
    columns: Mapping[str, Sequence[UnreadWords]],
) -> tuple[list[tuple[UnreadWords, list[str]]], dict[str, list[UnreadWords]]]:
    """What stands in several columns, with which these are; and what is left of each column."""
    where: dict[tuple[str, str], list[str]] = {}
    people: Counter[tuple[str, str]] = Counter()
    for column, words in columns.items():
        for word in words:
            where.setdefault((word.value, word.why), []).append(column)
            people[word.value, word.why] += word.people
    wide = {key for key, named in where.items() if len(named) >= _EVERYWHERE}
    left = {
        column: [word for word in words if (word.value, word.why) not in wide]
        for column, words in columns.items()
    }
    everywhere = [(UnreadWords(value, people[value, why], why), where[value, why]) for value, why in wide]
    everywhere.sort(key=lambda found: (-found[0].people, found[0].value))
    return everywhere, {column: words for column, words in left.items() if words}


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
