"""A page that ships with the program, written in Markdown, as lines for a screen.

What the pages use and no more: headings, paragraphs, lists, tables, blocks of code, links, bold and comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from releasecheck.formats.terminal import Screen, cell_width, wrap

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_CELL = re.compile(r"(?<!\\)\|")


def page_lines(text: str, screen: Screen, where_to: Callable[[str], str]) -> list[str]:
    """The page, wrapped to the screen; `where_to` says how to reach what a link leads to."""

    def linked(found: re.Match[str]) -> str:
        return f"{found[1]} ({where_to(found[2])})"

    lines: list[str] = []
    for block in _blocks(re.sub(r"<!--.*?-->\n*", "", text, flags=re.DOTALL)):
        if lines:
            lines.append("")
        if block[0].startswith("```"):
            lines += _code(block[1:-1], screen.room)
        else:
            lines += _of_block([_LINK.sub(linked, line).replace("**", "") for line in block], screen)
    return lines


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines that stand together: up to an empty one, or a whole block of code."""
    block: list[str] = []
    for line in text.splitlines():
        in_code = bool(block) and block[0].startswith("```")
        starts = not in_code and line.startswith(("```", "#")) and block
        if starts or (not line and not in_code and block):
            yield block
            block = []
        if line or in_code:
            block.append(line)
        if in_code and line == "```":
            yield block
            block = []
    if block:
        yield block


def _code(lines: list[str], room: int) -> list[str]:
    """Lines that are not to be broken, set in where there is room."""
    indent = "  " if all(cell_width(line) + 2 <= room for line in lines) else ""
    return [f"{indent}{line}".rstrip() for line in lines]


def _of_block(block: list[str], screen: Screen) -> Iterator[str]:
    if block[0].startswith("#"):
        level, _, heading = block[0].partition(" ")
        shown = heading.replace("`", "") if len(level) > 2 or "`" in heading else heading.upper()
        yield from (screen.style(line, "plain", bold=True) for line in wrap(shown, screen.room))
        if block[1:]:
            yield from _of_block(block[1:], screen)
    elif block[0].startswith("|"):
        for row in (row for row in block if not set(row) <= set("|-: ")):
            first, *others = (cell.strip().replace("\\|", "|") for cell in _CELL.split(row)[1:-1])
            yield from wrap(" | ".join([first, *others]), screen.room, "  ", "      ")
    else:
        for line in _joined(block):
            item = re.match(r"(?:[-*]|\d+\.) ", line)
            yield from wrap(line, screen.room, "", " " * len(item[0]) if item else "")


def _joined(block: list[str]) -> Iterator[str]:
    """The lines of a paragraph as one, and of a list as one for each of its items."""
    text = ""
    for line in block:
        if text and re.match(r"(?:[-*]|\d+\.) ", line):
            yield text
            text = ""
        text = f"{text} {line.strip()}".strip()
    yield text
