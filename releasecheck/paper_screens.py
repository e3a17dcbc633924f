"""A paper as lines: for a screen, a pipe or a text file."""

from releasecheck.papers import OFFICIAL_RECORD, Paper, Part
from releasecheck.terminal import Screen, cell_width, pad, safe, wrap

_NARROWEST_COLUMN = 12


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
    lines: list[str] = []
    for row in part.rows:
        cells = [wrap(text, width) for text, width in zip(row, widths, strict=True)]
        for n in range(max(map(len, cells))):
            texts = [cell[n] if n < len(cell) else "" for cell in cells]
            padded = (pad(text, width) for text, width in zip(texts, widths, strict=True))
            lines.append(f"  {'  '.join(padded)}".rstrip())
    return lines
