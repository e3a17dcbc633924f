"""One person's checklist as lines for a screen: what is to do now, what to ask, what is next, how to act.

A pure function of the report and the screen. On a terminal it is as long as the terminal is high, unless more
than that is to do now; in a pipe or a file nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, zip_longest

from releasecheck.core.domain import DONE_BEFORE, NAMED_ROLES, NOT_DONE_BEFORE
from releasecheck.core.named import NamedTuple
from releasecheck.core.text import Tone
from releasecheck.core.words import uncapital
from releasecheck.formats.terminal import (
    Screen,
    ScreenCell,
    ScreenColumn,
    cell_width,
    joined,
    table,
    wrap,
)
from releasecheck.people.sensitive import not_shown
from releasecheck.reports.person.countdown import SOON, Countdown, TaskLine
from releasecheck.reports.person.countdown_page import CountdownPage, countdown_page
from releasecheck.reports.person.task_words import USUAL, TaskWords, near, task_words
from releasecheck.reports.section_lines import SectionLines, cut_sections

NARROW = 76
"""Cells below which what one types stands under what is to do."""
_NOW = ("overdue", "action", "chase", "expired")
_DONE = ("done", "done_late")


def countdown_lines(report: Countdown, screen: Screen, show_all: bool = False) -> list[str]:
    """One person's checklist; with `show_all` everything, also what is done or not needed, and why."""
    page = countdown_page(report)
    head = _head(page, screen, show_all, report)
    blocks = _blocks(report, page, screen, show_all)
    body = [page.nothing] if page.nothing else []
    foot = _foot(report, page, screen, show_all)
    whole = [*head, "", *body, *cut_sections(blocks, None, screen), "", *foot]
    room = screen.lines
    if show_all or room is None:
        return whole
    if len(whole) > room:
        # Too much for one screen: rather no empty lines, and fewer words, than fewer tasks.
        blocks = _blocks(report, page, screen, show_all, tight=True)
        foot = _foot(report, page, screen, show_all, tight=True)
        return [*head, *body, *cut_sections(blocks, room - len(head) - len(body) - len(foot), screen), *foot]
    spare = [line for block in blocks if block.spare for line in block.cut(len(block.entries), screen)]
    return whole if len(whole) + len(spare) > room else [*whole[: -len(foot) - 1], *spare, "", *foot]


def countdown_choices(
    report: Countdown, screen: Screen, show_all: bool = False
) -> list[tuple[str, str | None]]:
    """The same without its foot, and with the task that each line is about: one of them can be chosen."""
    page = countdown_page(report)
    said = [*_head(page, screen, show_all, report), "", *filter(None, (page.nothing,))]
    found: list[tuple[str, str | None]] = [(line, None) for line in said]
    for block in _blocks(report, page, screen, show_all, typed=False):
        if not block.spare:
            items = [item for entry, item in zip_longest(block.entries, block.items) for _ in entry]
            found += zip(block.cut(len(block.entries), screen), (None, *items), strict=True)
    return found


def _head(page: CountdownPage, screen: Screen, show_all: bool, report: Countdown) -> list[str]:
    who = f"{page.name}  {page.prison_number}  {joined((page.about[0], page.cell, page.about[1]))}"
    stopped = wrap(page.stopped, screen.room, rest="  ") if page.stopped else []
    lines = [screen.style(line, "bad", bold=True) for line in stopped]
    for text in (who, joined(page.about[2:]), joined(page.release)):
        lines += wrap(text, screen.room, rest="  ")
    if page.countdown:
        words = wrap(joined(page.countdown), screen.room, rest="  ")
        lines += [screen.style(line, "bad") for line in words] if page.late else words
    licence = page.licence if show_all or page.licence_soon else None
    responsible = page.responsible
    if responsible and page.supporting and cell_width(joined((responsible, page.supporting))) <= screen.room:
        responsible = joined((responsible, page.supporting))
    for line in filter(None, (responsible, licence)):
        lines += wrap(line, screen.room, rest="  ")
    if show_all:
        from releasecheck.reports.person.strip import strip, strip_words

        found = strip(report)
        lines += wrap(strip_words(found), screen.room, rest="  ") if found else []
    return lines


class _Row(NamedTuple):
    """One task: its cells, and what else must be said of it."""

    cells: list[ScreenCell]
    notes: tuple[str, ...] = ()


def _blocks(
    report: Countdown,
    page: CountdownPage,
    screen: Screen,
    show_all: bool,
    *,
    tight: bool = False,
    typed: bool = True,
) -> list[SectionLines]:
    """Every section as lines, with one set of columns for all tasks; `typed`: with what one types."""
    today = report.as_of
    sections: list[tuple[str, Tone, list[_Row]]] = [("NOW", "bad", _rows(_now(report), today, show_all))]
    last = today + timedelta(days=SOON)
    coming, later = _coming(report, page, last)
    sections.append((f"NEXT {SOON} DAYS", "plain", _rows(coming, today, show_all)))
    if show_all:
        sections.append(("TO DO LATER", "plain", _rows(later, today, show_all)))
        for section in page.rest:
            rows = [_Row(_rest_cells(task, section.tone), _notes(task)) for task in section.tasks]
            sections.append((section.title.upper(), section.tone, rows))
    else:
        sections.append(("DONE", "dim", _rows(report.in_state(*_DONE), today, show_all)))
    entries = _entries([row for _, _, rows in sections for row in rows], screen, typed)
    blocks = [
        SectionLines(
            *(title, tone, tuple(islice(entries, len(rows)))),
            spare=title == "DONE" and not show_all,
            whole=title == "NOW",
            items=tuple(row.cells[-1].text for row in rows),
        )
        for title, tone, rows in sections
    ]
    said = (check.short_line if tight else check.line for check in report.found)
    checks = tuple(tuple(wrap(check, screen.room, "  ", "    ")) for check in said)
    ordered = [
        SectionLines("CHECK THIS", "bad", checks),
        blocks[0],
        SectionLines(
            *("CANNOT START YET", "soon", tuple(_waiting(report, screen))),
            items=tuple(task.item for task in report.in_state("blocked")),
        ),
        SectionLines("ASK", "plain", tuple(_asked(page, screen, show_all)), shrinks=True),
        SectionLines("THEY ASKED, NOT ANSWERED", "soon", tuple(_questions(page, screen))),
        *blocks[1:],
    ]
    return [block for block in ordered if block.entries]


def _notes(task: TaskWords) -> tuple[str, ...]:
    return tuple(note for note in task.notes if note != USUAL)


def _now(report: Countdown) -> list[TaskLine]:
    due = (task for task in report.in_state("to_do") if task.due_on is None or task.due_on <= report.as_of)
    return [*report.in_state(*_NOW), *due]


def _coming(report: Countdown, page: CountdownPage, last: date) -> tuple[list[TaskLine], list[TaskLine]]:
    """What falls due or can be begun by a day, the soonest first; and what falls due after it."""
    due = [task for task in report.in_state("to_do") if task.due_on and task.due_on > report.as_of]
    soon = (task for task in due if task.due_on and task.due_on <= last)
    later = [task for task in due if task.due_on and task.due_on > last]
    return sorted((*soon, *page.soon), key=lambda task: _coming_on(task) or date.max), later


def _rows(tasks: Iterable[TaskLine], today: date, with_notes: bool) -> list[_Row]:
    return [
        _Row(_cells(task, today), _notes(task_words(task, today)) if with_notes else ()) for task in tasks
    ]


def _coming_on(task: TaskLine) -> date | None:
    return task.opens_on if task.state == "upcoming" else task.due_on


def _cells(task: TaskLine, today: date) -> list[ScreenCell]:
    """When, what, who, and what one types for it."""
    when, tone = _when(task, today)
    return [
        ScreenCell(when, tone),
        ScreenCell(_what(task, today), "dim" if task.state in _DONE else "plain"),
        _who(task),
        ScreenCell(task.item, "dim"),
    ]


def _who(task: TaskLine | TaskWords) -> ScreenCell:
    """The role; with the name of whoever is named, where there is room. POM and COM stand in the heading."""
    named = task.owner_name if task.owner not in NAMED_ROLES else None
    return ScreenCell(f"{task.owner} {named}" if named else task.owner, short=task.owner)


def _when(task: TaskLine, today: date) -> tuple[str, Tone]:
    if task.state == "overdue" and task.due_on:
        return f"{(today - task.due_on).days} d late", "bad"
    if task.state == "chase":
        return (f"{(today - task.outcome_on).days} d" if task.outcome_on else ""), "soon"
    if task.state in ("action", "expired"):
        return ("now" if task.state == "action" else "do again"), "bad" if task.state == "action" else "soon"
    if task.state == "upcoming":
        # What falls due on the day it opens is simply due then.
        since = "" if task.opens_on == task.due_on else "from "
        return (f"{since}{near(task.opens_on, today)}" if task.opens_on else ""), "plain"
    if task.state in _DONE:
        return (near(task.outcome_on, today) if task.outcome_on else ""), "dim"
    if task.due_on is None:
        return "no date", "soon"
    return ("today" if task.due_on == today else near(task.due_on, today)), "soon"


def _what(task: TaskLine, today: date) -> str:
    title = task.short or task.title
    if task.misfit:
        return f"{title}: {task.misfit}"
    if task.state == "action" and task.next:
        return f"{title}: {task.next}"
    if task.state == "chase":
        return f"{title}: no answer, chase"
    if task.closes_on and task.closes_on < today and task.compressed and task.next:
        return f"{title}: {task.next}"
    if task.outcome == NOT_DONE_BEFORE:
        return f"{title} (not done before)"
    if task.state in ("overdue", "to_do") and task.outcome_on:
        return f"{title} (last {near(task.outcome_on, today, weekday=False)})"
    return f"{title}, late" if task.state == "done_late" else title


def _rest_cells(task: TaskWords, tone: Tone) -> list[ScreenCell]:
    return [
        ScreenCell(task.when, tone),
        ScreenCell(task.short, tone),
        _who(task),
        ScreenCell(task.item, "dim"),
    ]


def _entries(rows: Sequence[_Row], screen: Screen, typed: bool) -> Iterator[tuple[str, ...]]:
    """Each task as its lines; on a narrow screen what one types stands on a line of its own."""
    if not rows:
        return
    columns = [ScreenColumn(least=8), ScreenColumn(least=16), ScreenColumn(least=3), ScreenColumn()]
    narrow = screen.room < NARROW
    kept = 3 if narrow or not typed else 4
    for row, lines in zip(
        rows, table([row.cells[:kept] for row in rows], columns[:kept], screen), strict=True
    ):
        below = [f"    {row.cells[3].text}"] if narrow and typed else []
        notes = wrap(", ".join(row.notes), screen.room, "    ", "    ") if row.notes else []
        yield (*lines, *below, *notes)


def _waiting(report: Countdown, screen: Screen) -> Iterator[tuple[str, ...]]:
    """What waits for something else: by when it is needed, and what must come first."""
    titles = {task.item: uncapital(task.short or task.title) for task in report.tasks}
    for task in report.in_state("blocked"):
        by = f", needed by {near(task.due_on, report.as_of)}" if task.due_on else ""
        first = " and ".join(titles.get(item, item) for item in task.blocked_by)
        text = f"{task.short or task.title} ({task.item}){by}: first {first}"
        yield tuple(wrap(text, screen.room, "  ", "    "))


def _asked(page: CountdownPage, screen: Screen, show_all: bool) -> list[tuple[str, ...]]:
    """What nobody has recorded, what hangs on it, and what one types to record it."""
    before = [
        tuple(wrap(f"{one.title}  {one.so}", screen.room, "  ", "    "))
        for one in page.unknown
        if one.name == DONE_BEFORE
    ]
    rows = [
        [
            ScreenCell(one.title),
            ScreenCell(one.so if show_all else one.short or one.so),
            ScreenCell(one.typed, "dim"),
        ]
        for one in page.unknown
        if one.name != DONE_BEFORE
    ]
    columns = [ScreenColumn(least=16), ScreenColumn(least=16), ScreenColumn()]
    return [*before, *map(tuple, table(rows, columns, screen) if rows else [])]


def _questions(page: CountdownPage, screen: Screen) -> Iterator[tuple[str, ...]]:
    """What the person asked: when, in their words, who should answer, and what one types when they have."""
    for one in page.questions:
        text = f"{one.asked}  {one.text}  {one.to} to answer, {one.days}: note --answered {one.id}"
        yield tuple(wrap(text, screen.room, "  ", "    "))


def _foot(
    report: Countdown, page: CountdownPage, screen: Screen, show_all: bool, *, tight: bool = False
) -> list[str]:
    lines: list[str] = []
    said = [page.compressed] if page.compressed and not show_all else []
    if not tight and any(task.local_default for task in report.tasks):
        said.append(f"Some of these days are {USUAL}")
    lines += wrap(joined(said), screen.room, rest="  ") if said else []
    if (page.tally or tight) and not show_all:
        tally = joined(page.tally) or "All of it"
        lines += wrap(f"{tally}: show {page.prison_number} --all", screen.room, rest="  ")
    if show_all:
        lines += [line for note in page.footnotes for line in wrap(note, screen.room, rest="  ")]
    if report.withheld and not show_all:
        lines += wrap(not_shown(report.withheld), screen.room, rest="  ")
    if page.command:
        lines += wrap(f"Next: {page.command}", screen.room, rest="  ")
    return lines
