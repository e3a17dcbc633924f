"""Who was found, as lines for a screen."""

from __future__ import annotations

from collections.abc import Sequence

from releasecheck.core.words import count, day_in_words, full_name
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, table
from releasecheck.store.rows import SearchedPerson


def found_lines(people: Sequence[SearchedPerson], screen: Screen, limit: int | None = None) -> list[str]:
    """The people, by name, at most `limit` of them: number, name, prison, cell, release and COM."""
    shown = people[:limit]
    rows = [
        (
            ScreenCell(one.prison_number),
            ScreenCell(full_name(one.last_name, one.first_name)),
            ScreenCell(one.prison or ""),
            ScreenCell(one.cell or ""),
            ScreenCell(_release(one)),
            ScreenCell(f"COM {one.com}" if one.com else "no COM"),
        )
        for one in shown
    ]
    columns = (
        ScreenColumn(),
        ScreenColumn(12),
        ScreenColumn(3),
        ScreenColumn(4, optional=True),
        ScreenColumn(),
        ScreenColumn(8, optional=True),
    )
    lines = [line for row in table(rows, columns, screen) for line in row]
    if len(people) > len(shown):
        lines.append(f"  and {len(people) - len(shown):,} more: add a word, or --all")
    return [count(len(people), "person", "people"), *lines]


def _release(one: SearchedPerson) -> str:
    if one.released_on is not None:
        return f"left {day_in_words(one.released_on, weekday=False)}"
    return f"out {day_in_words(one.release_on, weekday=False)}" if one.release_on else "no release date"
