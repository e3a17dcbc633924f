"""Putting text on a screen: how wide it is, wrapping, columns and colour.

Nothing here knows what a report says (that is in `reports`) or asks the terminal anything: the
width and the colour come in with the `Screen`. Widths are in cells, the squares of a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from releasecheck.core.named import NamedTuple
from releasecheck.core.text import JOINERS, Tone, safe

NARROWEST = 40
"""Cells below which nothing is promised; a narrower screen is written as if it were this wide."""

LOCAL_DEFAULT = "* usual here, no rule found"
"""What the star after a date means."""

_GAP = "  "
_COLOUR: dict[Tone, str] = {"bad": "\x1b[31m", "soon": "\x1b[33m", "dim": "", "plain": ""}
_BOLD, _DIM, _AS_BEFORE = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class Screen(NamedTuple):
    """What is written on: how many cells wide, whether colour may be used, and how high."""

    width: int = 80
    colour: bool = False
    height: int | None = None
    """Lines of a terminal; None: nobody has to turn pages, as in a pipe."""

    @property
    def room(self) -> int:
        """Cells to write in."""
        return max(self.width, NARROWEST)

    @property
    def lines(self) -> int | None:
        """Lines of a report that is seen whole, with the prompt below it; None: any number."""
        return None if self.height is None else self.height - 2

    def style(self, text: str, tone: Tone, *, bold: bool = False) -> str:
        """The text in its colour, if there is any. The words must say the same without it."""
        if not self.colour or not text or (tone == "plain" and not bold):
            return text
        return f"{_COLOUR[tone]}{_BOLD if bold else ''}{_DIM if tone == 'dim' else ''}{text}{_AS_BEFORE}"


class ScreenCell(NamedTuple):
    """One entry of a row."""

    text: str
    tone: Tone = "plain"
    short: str | None = None
    """Said instead where the text does not fit."""


class ScreenColumn(NamedTuple):
    """How one column may give way when the screen is narrow."""

    least: int | None = None
    """Cells it may be narrowed to, where no word of it is longer; None: it keeps its width."""
    optional: bool = False
    """Left out before the row is broken over several lines; the last such column goes first."""
    right: bool = False
    close: bool = False
    """One cell after the column before it, and not two."""

    @property
    def gap(self) -> str:
        """What parts it from the column before."""
        return " " if self.close else _GAP


def cell_width(text: str) -> int:
    """How many cells the text takes: accents that combine take none, wide letters take two."""
    return len(text) if text.isascii() else sum(map(_cells, text))


@lru_cache(maxsize=1_000)
def _cells(letter: str) -> int:
    import unicodedata

    if unicodedata.category(letter) in ("Mn", "Me") or letter in JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def elide(text: str, width: int) -> str:
    """The text cut to so many cells, ending in an ellipsis if anything went."""
    if cell_width(text) <= width:
        return text
    return _fitting(text, width - 1).rstrip() + "…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces up to so many cells."""
    spaces = " " * (width - cell_width(text))
    return spaces + text if right else text + spaces


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of so many cells, broken between words; `first` and `rest` are the indents."""
    first, rest = first[: width // 2], rest[: width // 2]
    lines: list[str] = []
    line = indent = first
    for word in safe(text).split(" "):
        spaced = word if line == indent else f" {word}"
        if cell_width(line + spaced) <= width:
            line += spaced
            continue
        if line.strip():
            lines.append(line.rstrip())
            line = indent = rest
        *full, line = _broken(line + word, width, rest)
        if full:
            lines += full
            indent = rest
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _broken(line: str, width: int, rest: str) -> list[str]:
    """A line as pieces of so many cells, `rest` before all but the first; in a time that grows with it."""
    pieces: list[str] = []
    begins, used, before = 0, 0, ""
    for at, letter in enumerate(line):
        cells = 1 if letter.isascii() else _cells(letter)
        if used + cells > width and at > begins:
            pieces.append((before + line[begins:at]).rstrip())
            begins, before = at, rest
            used = cell_width(rest)
        used += cells
    return [*pieces, before + line[begins:]]


def title_lines(title: str, filters: Sequence[str], screen: Screen) -> list[str]:
    """A report's title, and what it was narrowed to."""
    lines = [screen.style(line, "plain", bold=True) for line in wrap(title, screen.room, rest="  ")]
    return lines + (wrap(f"Only: {joined(filters)}", screen.room, rest="  ") if filters else [])


def footnote_lines(notes: Sequence[str], screen: Screen) -> list[str]:
    """What must be said of the policy, after an empty line; nothing for none."""
    lines = [line for note in notes for line in wrap(note, screen.room, rest="  ")]
    return ["", *lines] if lines else []


def table(
    rows: Sequence[Sequence[ScreenCell]], columns: Sequence[ScreenColumn], screen: Screen, indent: int = 2
) -> list[list[str]]:
    """Each row as lines with its columns under one another; where that is too wide, as running text.

    Nothing is cut: what is too long for its column goes on below, broken between words.
    """
    clean = [[_cleaned(cell) for cell in row] for row in rows]
    kept = [n for n in range(len(columns)) if any(row[n].text for row in clean)]
    natural = {n: max(cell_width(row[n].text) for row in clean) for n in kept}
    while True:
        widths = _widths({n: natural[n] for n in kept}, columns, clean, screen.room - indent)
        if widths is not None:
            return [_lines(row, widths, columns, screen, indent) for row in clean]
        optional = [n for n in kept if columns[n].optional]
        if not optional:
            break
        kept.remove(optional[-1])
    first, rest = " " * indent, " " * (indent + 2)
    every = (_GAP.join(cell.text for cell in row if cell.text) for row in clean)
    return [wrap(text, screen.room, first, rest) for text in every]


def joined(parts: Iterable[str]) -> str:
    """a · b · c, without the empty ones."""
    return " · ".join(part for part in parts if part)


def _fitting(text: str, width: int) -> str:
    """As much of the beginning as fits into so many cells, and at least one letter."""
    end = used = 0
    for letter in text:
        used += cell_width(letter)
        if used > width and end:
            break
        end += 1
    return text[:end]


def _cleaned(cell: ScreenCell) -> ScreenCell:
    short = None if cell.short is None else " ".join(safe(cell.short).split())
    return ScreenCell(" ".join(safe(cell.text).split()), cell.tone, short)


def _widths(
    natural: dict[int, int],
    columns: Sequence[ScreenColumn],
    rows: Sequence[Sequence[ScreenCell]],
    room: int,
) -> dict[int, int] | None:
    """The cells for each column; None when they cannot all be fitted in.

    The widest is narrowed first, and any that has shorter words to say before one that would have to wrap.
    """
    widths = dict(natural)
    over = sum(widths.values()) + sum(len(columns[n].gap) for n in [*widths][1:]) - room
    if over <= 0:
        return widths
    least = {n: min(widths[n], _least(n, columns[n], rows)) for n in widths}
    brief = {n: max(least[n], _brief(n, rows)) for n in widths}
    while over > 0:
        wide = [n for n in widths if widths[n] > brief[n]] or [n for n in widths if widths[n] > least[n]]
        if not wide:
            return None
        widths[max(wide, key=widths.__getitem__)] -= 1
        over -= 1
    return widths


def _least(n: int, column: ScreenColumn, rows: Sequence[Sequence[ScreenCell]]) -> int:
    """Cells that a column gets at least: no word in it is broken."""
    if column.least is None:
        return _NEVER_NARROWED
    texts = (row[n].text if row[n].short is None else row[n].short or "" for row in rows)
    return max(column.least, max(cell_width(word) for text in texts for word in text.split(" ")))


def _brief(n: int, rows: Sequence[Sequence[ScreenCell]]) -> int:
    """Cells in which no entry of a column wraps."""
    return max(cell_width(row[n].text if row[n].short is None else row[n].short or "") for row in rows)


_NEVER_NARROWED = 10_000


def _lines(
    row: Sequence[ScreenCell],
    widths: dict[int, int],
    columns: Sequence[ScreenColumn],
    screen: Screen,
    indent: int,
) -> list[str]:
    """One row as its lines, as many as its longest cell needs."""
    texts = {n: _in_column(row[n], width) for n, width in widths.items()}
    height = max(map(len, texts.values()), default=1)
    return [
        _line(
            {n: text[at] if at < len(text) else "" for n, text in texts.items()},
            row,
            widths,
            columns,
            screen,
            indent,
        )
        for at in range(height)
    ]


def _in_column(cell: ScreenCell, width: int) -> list[str]:
    if cell_width(cell.text) <= width:
        return [cell.text]
    text = cell.text if cell.short is None else cell.short
    return [text] if cell_width(text) <= width else wrap(text, width)


def _line(
    texts: dict[int, str],
    row: Sequence[ScreenCell],
    widths: dict[int, int],
    columns: Sequence[ScreenColumn],
    screen: Screen,
    indent: int,
) -> str:
    line = " " * indent
    spaces = ""
    for at, (n, width) in enumerate(widths.items()):
        text = texts[n]
        spaces += columns[n].gap if at else ""
        padded = pad(text, width, right=columns[n].right)
        if text:
            before, after = padded.split(text, 1) if columns[n].right else ("", padded[len(text) :])
            line += spaces + before + screen.style(text, row[n].tone)
            spaces = after
        else:
            spaces += padded
    return line.rstrip()
