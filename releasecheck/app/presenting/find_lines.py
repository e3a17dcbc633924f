"""Who was found, as lines for a screen."""

from __future__ import annotations

from collections.abc import Sequence

from releasecheck.core.words import count, day_in_words, full_name
from releasecheck.formats.columns import Column, object_maker
from releasecheck.formats.json_text import Json
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


FOUND: tuple[Column[SearchedPerson], ...] = (
    Column("prison_number", "their number", "prison_number"),
    Column("last_name", "their last name", "last_name"),
    Column("first_name", "their first name", "first_name"),
    Column("prison", "their prison", "prison"),
    Column("cell", "their cell", "cell"),
    Column("pom", "their POM", "pom"),
    Column("com", "their COM", "com"),
    Column("release_date", "the release day counted to", "release_on"),
    Column("released_on", "the day they left", "released_on"),
)


def found_object(people: Sequence[SearchedPerson]) -> dict[str, Json]:
    """The same for other programs: everybody."""
    return {"people": list(map(object_maker(FOUND), people))}


def _release(one: SearchedPerson) -> str:
    if one.released_on is not None:
        return f"left {day_in_words(one.released_on, weekday=False)}"
    return f"out {day_in_words(one.release_on, weekday=False)}" if one.release_on else "no release date"
