"""A paper as lines: for a screen, a pipe or a text file, and to be read aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from releasecheck.core.text import safe
from releasecheck.formats.paper import OFFICIAL_RECORD, Paper, Part
from releasecheck.formats.terminal import Screen, cell_width, pad, wrap

_NARROWEST_COLUMN = 12
_COLUMNS_FROM = 60
"""Cells from which a table always has columns; on a narrower screen only where no word is broken by them."""
_TICK = "[ ]"
_INITIALS = "|____"
_ROOM_TO_WRITE = "_" * 24


def paper_lines(paper: Paper, screen: Screen, *, signed: bool = False) -> list[str]:
    """Every part under its heading; with `signed`, also what stands at its foot."""
    lines = [line for text in (paper.title, *paper.under) for line in wrap(text, screen.room, rest="  ")]
    for part in paper.parts:
        lines += ["", *_part_lines(part, screen)]
    if signed:
        foot = paper.foot or (paper.made.words, OFFICIAL_RECORD)
        lines += ["", *(line for text in foot for line in wrap(text, screen.room, rest="  "))]
    return lines


def spoken_lines(paper: Paper) -> list[str]:
    """The same words for whoever reads them out: a sentence to a line, and no frame round any."""
    lines = [paper.title, *(each for text in paper.under for each in _sentences(text))]
    for part in paper.parts:
        rows = () if part.shape == "ask" else map(_sentence, part.rows)
        lines += ["", *([part.title] if part.title else [])]
        told = (*part.lines, *part.points, *rows, *part.after)
        lines += [each for one in told for each in _sentences(one)]
        lines += map(_question, part.rows) if part.shape == "ask" else ()
    return [*lines, "", *(each for text in paper.foot for each in _sentences(text))]


def _question(row: Sequence[str]) -> str:
    """A question and its answers: `Have you ID? Yes / No`."""
    return safe(f"{row[0]} {' / '.join(row[1:])}")


def _sentences(text: str) -> list[str]:
    """The sentences of a text; an initial, as in `T. Nowak`, ends none."""
    return re.split(r"(?<=[.?!])(?<!\b[A-Z]\.)\s+(?=[^\W\d_a-z])", safe(text))


def _part_lines(part: Part, screen: Screen) -> list[str]:
    heading = f"{part.title.upper()}  ({part.aside})" if part.aside else part.title.upper()
    lines = (
        [screen.style(line, part.tone, bold=True) for line in wrap(heading, screen.room)] if heading else []
    )
    if part.shape == "box":
        return lines + _box(part, screen)
    lines += [line for text in part.lines for line in wrap(text, screen.room, "  ", "  ")]
    if part.shape == "ticks":
        lines += _in_twos([f"{_TICK} {point}" for point in part.points], screen)
    else:
        lines += [line for text in part.points for line in wrap(text, screen.room, "  - ", "    ")]
    lines += _SHAPES.get(part.shape, _rows)(part, screen) if part.rows else []
    return lines + [line for text in part.after for line in wrap(text, screen.room, "  ", "  ")]


def _box(part: Part, screen: Screen) -> list[str]:
    room = screen.room - 4
    edge = f"+{'-' * (screen.room - 2)}+"
    lines = [
        screen.style(pad(line, room), part.tone, bold=n == 0)
        for n, text in enumerate(part.lines)
        for line in wrap(text, room)
    ]
    told = (line for text in part.points for line in wrap(text, room, "- ", "  "))
    lines += [pad(line, room) for line in told]
    return [edge, *(f"| {line} |" for line in lines), edge]


def _in_twos(texts: Sequence[str], screen: Screen) -> list[str]:
    """Two to a line where they fit, one to a line where any does not."""
    half = (screen.room - 4) // 2
    if any(cell_width(safe(text)) > half for text in texts):
        return [line for text in texts for line in wrap(text, screen.room, "  ", "      ")]
    pairs = (texts[n : n + 2] for n in range(0, len(texts), 2))
    return [f"  {'  '.join(pad(safe(text), half) for text in pair)}".rstrip() for pair in pairs]


def _cells(part: Part, screen: Screen) -> list[str]:
    """Three to a line between rules, as on paper; on a narrow screen one under another."""
    room = (screen.room - 10) // 3
    if screen.room < _COLUMNS_FROM:
        return [line for row in part.rows for line in wrap(_sentence(row), screen.room, "  ", "    ")]
    edge = f"+{'+'.join('-' * (room + 2) for _ in range(3))}+"
    lines = [edge]
    for n in range(0, len(part.rows), 3):
        cells = [[line for text in row if text for line in wrap(text, room)] for row in part.rows[n : n + 3]]
        for height in range(max(map(len, cells))):
            texts = [cell[height] if height < len(cell) else "" for cell in cells]
            texts += [""] * (3 - len(texts))
            lines.append(f"| {' | '.join(pad(text, room) for text in texts)} |")
        lines.append(edge)
    return lines


def _checks(part: Part, screen: Screen) -> list[str]:
    rows = tuple((_TICK, what, *told[:1], _INITIALS) for what, *told in part.rows)
    return _rows(part._replace(rows=rows, headings=()), screen)


def _ask(part: Part, screen: Screen) -> list[str]:
    rows = tuple(
        (question, "  ".join(f"{answer} {_TICK}" for answer in answers)) for question, *answers in part.rows
    )
    return _rows(part._replace(rows=rows), screen)


def _card(part: Part, screen: Screen) -> list[str]:
    edge = " ".join("-" * ((screen.room + 1) // 2))
    half = (screen.room - 4) // 2
    texts = [
        f"{who}{' ' * max(2, half - cell_width(safe(who)) - cell_width(number))}{number}"
        for who, number, *_ in part.rows
    ]
    return [edge, *_in_twos(texts, screen), edge]


def _fill(part: Part, screen: Screen) -> list[str]:
    told = (" ".join(filter(None, row)) for row in part.rows)
    return [line for text in told for line in wrap(f"{text} {_ROOM_TO_WRITE}", screen.room, "  ", "    ")]


_SHAPES: dict[str, Callable[[Part, Screen], list[str]]] = {
    "cells": _cells,
    "checks": _checks,
    "ask": _ask,
    "card": _card,
    "fill": _fill,
}


def _rows(part: Part, screen: Screen) -> list[str]:
    """The rows in columns, whole: a cell that is too wide goes on below itself."""
    wide = [max(cell_width(safe(row[n])) for row in part.rows) for n in range(len(part.rows[0]))]
    room = screen.room - 2 - 2 * (len(wide) - 1)
    widths = list(wide)
    while sum(widths) > room and max(widths) > _NARROWEST_COLUMN:
        widest = widths.index(max(widths))
        widths[widest] = max(_NARROWEST_COLUMN, widths[widest] - 1)
    if sum(widths) > room and len(part.headings) == len(wide) > 3:
        return [line for row in part.rows for line in _under_headings(part.headings, row, screen)]
    if sum(widths) > room or (screen.room < _COLUMNS_FROM and _breaks_a_word(part, widths)):
        return [line for row in part.rows for line in wrap(_sentence(row), screen.room, "  ", "    ")]
    return list(_columns(part.rows, widths))


def _under_headings(headings: Sequence[str], row: Sequence[str], screen: Screen) -> list[str]:
    """A row of more columns than there is room for: two cells, then each of the others with its heading."""
    first = wrap("  ".join(filter(None, row[:2])), screen.room, "  ", "    ")
    told = (f"{heading}: {cell}" for heading, cell in zip(headings[2:], row[2:], strict=True) if cell)
    return first + [line for text in told for line in wrap(text, screen.room, "    ", "      ")]


def _columns(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for row in rows:
        cells = [wrap(text, width) for text, width in zip(row, widths, strict=True)]
        for n in range(max(map(len, cells))):
            texts = [cell[n] if n < len(cell) else "" for cell in cells]
            padded = (pad(text, width) for text, width in zip(texts, widths, strict=True))
            yield f"  {'  '.join(padded)}".rstrip()


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
    if row[0].endswith("?"):
        return f"{row[0]} {more}".rstrip()
    return f"{row[0]}: {more}" if row[0] and more else row[0] or more
