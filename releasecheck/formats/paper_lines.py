"""A paper as lines: for a screen, a pipe or a text file."""

from collections.abc import Sequence

from releasecheck.core.text import safe
from releasecheck.formats.paper import OFFICIAL_RECORD, Paper, Part
from releasecheck.formats.terminal import Screen, cell_width, pad, wrap

_NARROWEST_COLUMN = 12
_COLUMNS_FROM = 60
"""Cells from which a table always has columns; on a narrower screen only where no word is broken by them."""


def paper_lines(paper: Paper, screen: Screen, *, signed: bool = False) -> list[str]:
    """Every part under its heading; with `signed`, also when it was made and from what."""
    lines = [line for text in (paper.title, *paper.under) for line in wrap(text, screen.room, rest="  ")]
    for part in paper.parts:
        lines += ["", *_part_lines(part, screen)]
    if signed:
        made = (paper.made.words, OFFICIAL_RECORD)
        lines += ["", *(line for text in made for line in wrap(text, screen.room, rest="  "))]
    return lines


def _part_lines(part: Part, screen: Screen) -> list[str]:
    lines = [screen.style(line, part.tone, bold=True) for line in wrap(part.title.upper(), screen.room)]
    lines += [line for text in part.lines for line in wrap(text, screen.room, "  ", "  ")]
    lines += [line for text in part.points for line in wrap(text, screen.room, "  - ", "    ")]
    return lines + (_rows(part, screen) if part.rows else [])


def _rows(part: Part, screen: Screen) -> list[str]:
    """The rows in columns, whole: a cell that is too wide goes on below itself."""
    wide = [max(cell_width(safe(row[n])) for row in part.rows) for n in range(len(part.rows[0]))]
    room = screen.room - 2 - 2 * (len(wide) - 1)
    widths = list(wide)
    while sum(widths) > room and max(widths) > _NARROWEST_COLUMN:
        widest = widths.index(max(widths))
        widths[widest] = max(_NARROWEST_COLUMN, widths[widest] - 1)
    if screen.room < _COLUMNS_FROM and _breaks_a_word(part, widths):
        return [line for row in part.rows for line in wrap(_sentence(row), screen.room, "  ", "    ")]
    lines: list[str] = []
    for row in part.rows:
        cells = [wrap(text, width) for text, width in zip(row, widths, strict=True)]
        for n in range(max(map(len, cells))):
            texts = [cell[n] if n < len(cell) else "" for cell in cells]
            padded = (pad(text, width) for text, width in zip(texts, widths, strict=True))
            lines.append(f"  {'  '.join(padded)}".rstrip())
    return lines


def _breaks_a_word(part: Part, widths: Sequence[int]) -> bool:
    return any(
        cell_width(word) > width
        for row in part.rows
        for text, width in zip(row, widths, strict=True)
        for word in safe(text).split()
    )


def _sentence(row: Sequence[str]) -> str:
    """The cells of a row one after the other: `RoSH: high; recorded 2 Nov 2026`."""
    more = "; ".join(cell for cell in row[1:] if cell)
    return f"{row[0]}: {more}" if row[0] and more else row[0] or more
