"""One person's checklist as lines for a screen: what is wrong, what is unknown, what is next, how to act.

A pure function of the report and the screen. The first screen of an ordinary person is at most 20 lines.
"""

from collections.abc import Sequence
from typing import NamedTuple

from releasecheck.core.text import Tone
from releasecheck.formats.terminal import (
    LOCAL_DEFAULT,
    Screen,
    ScreenCell,
    ScreenColumn,
    elide,
    joined,
    table,
    wrap,
    wrap_joined,
)
from releasecheck.reports.person.countdown import Countdown
from releasecheck.reports.person.countdown_page import CountdownPage, Section, countdown_page
from releasecheck.reports.person.task_words import TaskWords

LINES = 20
"""Lines of the first screen of one person."""

_WITH_NOTES = 120
"""Cells from which notes have a column of their own."""


class SectionLines(NamedTuple):
    """A section as lines: one entry may take several on a narrow screen."""

    title: str
    tone: Tone
    entries: tuple[tuple[str, ...], ...]
    names: tuple[str, ...] = ()
    shrinks: bool = False
    """Said in one line, as names only, where there is no room for more."""

    def cut(self, kept: int, screen: Screen, *, tight: bool = False) -> list[str]:
        """The heading and so many entries; what is left out is counted, and named where there is room."""
        left = len(self.entries) - kept
        if not kept:
            title = f"{self.title} {len(self.entries)}: "
            return [screen.style(elide(title + ", ".join(self.names), screen.room), self.tone)]
        heading = f"{self.title} ({kept} of {len(self.entries)})" if tight and left else self.title
        lines = [screen.style(heading, self.tone, bold=True)]
        lines += [line for entry in self.entries[:kept] for line in entry]
        if left and not tight:
            names = f": {', '.join(self.names[kept:])}" if self.names else ""
            lines.append(elide(f"  and {left} more{names}", screen.room))
        return lines


def countdown_lines(report: Countdown, screen: Screen, show_all: bool = False) -> list[str]:
    """One person's checklist; with `show_all` everything, also what is done or not needed, and why."""
    page = countdown_page(report)
    head = [*_head(page, screen, show_all, report), ""]
    sections = (*page.wrong, *page.coming, *(page.rest if show_all else ()))
    blocks = _blocks(page, sections, screen, show_all)
    foot = _foot(page, sections, screen, show_all)
    body = [page.nothing] if page.nothing else []
    if show_all:
        body += [line for block in blocks for line in block.cut(len(block.entries), screen)]
        return [*head, *body, *foot]
    room = LINES - len(head) - len(body) - len(foot)
    if sum(len(block.cut(len(block.entries), screen)) for block in blocks) > room:
        # Too much for one screen: rather no empty lines than fewer tasks.
        head, foot = [line for line in head if line], [line for line in foot if line]
        room = LINES - len(head) - len(body) - len(foot)
    return [*head, *body, *_cut(blocks, room, screen), *foot]


def _head(page: CountdownPage, screen: Screen, show_all: bool, report: Countdown) -> list[str]:
    who = f"{page.name}  {page.prison_number}  {joined(page.about)}"
    stopped = wrap(page.stopped, screen.room, rest="  ") if page.stopped else []
    lines = [screen.style(line, "bad", bold=True) for line in stopped]
    lines += [*wrap(who, screen.room, rest="  "), *wrap(joined(page.release), screen.room, rest="  ")]
    if page.countdown:
        words = wrap(joined(page.countdown), screen.room, rest="  ")
        lines += [screen.style(line, "bad") for line in words] if page.late else words
    for text in (page.responsible, page.licence if show_all or page.licence_soon else None):
        if text:
            lines += wrap(text, screen.room, rest="  ")
    if show_all:
        from releasecheck.reports.person.strip import strip, strip_words

        found = strip(report)
        lines += wrap(strip_words(found), screen.room, rest="  ") if found else []
    return lines


def _blocks(
    page: CountdownPage, sections: Sequence[Section], screen: Screen, show_all: bool
) -> list[SectionLines]:
    """Every section as lines, with one set of columns for the whole page."""
    wide = screen.room >= _WITH_NOTES
    rows = [_task_cells(task, section.tone, wide) for section in sections for task in section.tasks]
    columns = [
        ScreenColumn(right=True),
        ScreenColumn(),
        ScreenColumn(least=16),
        ScreenColumn(),
        ScreenColumn(least=14),
        ScreenColumn(least=24),
    ]
    laid_out = iter(table(rows, columns, screen) if rows else [])
    blocks = {}
    for section in sections:
        entries = [
            (*next(laid_out), *(_note_lines(task, screen) if show_all and not wide else ()))
            for task in section.tasks
        ]
        names = tuple(task.item for task in section.tasks)
        blocks[section.title] = SectionLines(section.title.upper(), section.tone, tuple(entries), names)
    checks = [tuple(wrap(check, screen.room, "  ", "    ")) for check in page.checks]
    unknown_rows = [[ScreenCell(unknown.name), ScreenCell(unknown.so)] for unknown in page.unknown]
    unknown = table(unknown_rows, [ScreenColumn(), ScreenColumn(least=20)], screen) if unknown_rows else []
    wrong = {section.title for section in page.wrong}
    ordered = [
        SectionLines("CHECK THIS", "bad", tuple(checks)),
        *(block for title, block in blocks.items() if title in wrong),
        SectionLines(
            "NOT KNOWN", "plain", tuple(map(tuple, unknown)), tuple(each.name for each in page.unknown), True
        ),
        *(block for title, block in blocks.items() if title not in wrong),
    ]
    return [block for block in ordered if block.entries]


def _task_cells(task: TaskWords, tone: Tone, wide: bool) -> list[ScreenCell]:
    star = "*" if task.local_default and task.when and not wide else ""
    return [
        ScreenCell(task.days, tone),
        ScreenCell(task.item, "dim" if tone == "dim" else "plain"),
        ScreenCell(task.what, "dim" if tone == "dim" else "plain"),
        ScreenCell(task.owner),
        ScreenCell(task.when + star),
        ScreenCell(", ".join(task.notes) if wide else ""),
    ]


def _note_lines(task: TaskWords, screen: Screen) -> list[str]:
    return wrap(", ".join(task.notes), screen.room, "    ", "    ") if task.notes else []


def _foot(page: CountdownPage, sections: Sequence[Section], screen: Screen, show_all: bool) -> list[str]:
    lines = []
    if screen.room < _WITH_NOTES:
        compressed = "" if show_all else page.compressed
        starred = any(task.local_default and task.when for section in sections for task in section.tasks)
        lines += wrap_joined((compressed, LOCAL_DEFAULT if starred else ""), screen.room)
    if page.tally and not show_all:
        tally = joined(page.tally)
        lines += wrap(
            f"{tally[0].upper()}{tally[1:]}: show {page.prison_number} --all", screen.room, rest="  "
        )
    if show_all:
        lines += [line for note in page.footnotes for line in wrap(note, screen.room, rest="  ")]
    if page.command:
        lines += ["", *wrap(f"Next: {page.command}", screen.room, rest="  ")]
    return lines


def _cut(blocks: Sequence[SectionLines], room: int, screen: Screen) -> list[str]:
    """The blocks cut to so many lines, the worst given most, and none left without its first entry."""
    kept = [1] * len(blocks)

    def lines(tight: bool = False) -> list[str]:
        pairs = zip(blocks, kept, strict=True)
        return [line for block, number in pairs for line in block.cut(number, screen, tight=tight)]

    tight = len(lines()) > room
    if tight:
        kept = [0 if block.shrinks else 1 for block in blocks]
    growing = set(range(len(blocks)))
    while growing:
        # What to do comes before what to find out.
        doing = {n for n in growing if not blocks[n].shrinks}
        for n in sorted(doing or growing):
            if kept[n] == len(blocks[n].entries):
                growing.discard(n)
                continue
            kept[n] += 1
            if len(lines(tight)) > room:
                kept[n] -= 1
                growing.discard(n)
    return lines(tight)
