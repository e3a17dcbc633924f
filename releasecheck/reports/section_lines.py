"""Sections of a page on a screen: a heading and its entries, cut to the lines that there are."""

from __future__ import annotations

from collections.abc import Sequence

from releasecheck.core.named import NamedTuple
from releasecheck.core.text import Tone
from releasecheck.formats.terminal import Screen


class SectionLines(NamedTuple):
    """A section as lines: one entry may take several."""

    title: str
    tone: Tone
    entries: tuple[tuple[str, ...], ...]
    shrinks: bool = False
    """Said as a number only, where there is no room for more."""
    spare: bool = False
    """Shown only where there is room for all of it."""
    whole: bool = False
    """Never cut, however little room there is."""
    items: tuple[str, ...] = ()
    """The task of each entry, where it is about one."""

    def cut(self, kept: int, screen: Screen) -> list[str]:
        """The heading and so many entries; how many are left out stands in the heading."""
        number = len(self.entries)
        if not kept:
            return [screen.style(f"{self.title} {number}", self.tone, bold=True)]
        heading = self.title if kept == number else f"{self.title} ({kept} of {number})"
        lines = [screen.style(heading, self.tone, bold=True)]
        return lines + [line for entry in self.entries[:kept] for line in entry]


def cut_sections(blocks: Sequence[SectionLines], room: int | None, screen: Screen) -> list[str]:
    """The blocks cut to so many lines, the first given most; each keeps its first entry while there is room.

    What is to do now is not cut, though that is more than there is room for.
    """
    whole = [block for block in blocks if not block.spare]
    kept = [len(block.entries) for block in whole]

    def lines() -> list[str]:
        return [line for block, number in zip(whole, kept, strict=True) for line in block.cut(number, screen)]

    if room is None:
        return lines()
    kept = [len(block.entries) if block.whole else 1 for block in whole]
    if len(lines()) > room:
        kept = [0 if block.shrinks else number for block, number in zip(whole, kept, strict=True)]
    if len(lines()) > room:
        # With very much to do now even what comes next is only counted, where that makes it fit.
        counted = [number if block.whole else 0 for block, number in zip(whole, kept, strict=True)]
        usual, kept = kept, counted
        if len(lines()) > room:
            kept = usual
    for n in sorted(range(len(whole)), key=lambda n: whole[n].shrinks):
        while kept[n] < len(whole[n].entries):
            kept[n] += 1
            if len(lines()) > room:
                kept[n] -= 1
                break
    return lines()
