"""One line a person: its words and its columns, the same in every list of people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from releasecheck.core.domain import DONE_BEFORE
from releasecheck.core.named import NamedTuple
from releasecheck.core.words import count, day_in_words, initialled, uncapital
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, cell_width, joined, table, wrap
from releasecheck.reports.caseload.missing import CaseloadRow, MissingRow
from releasecheck.reports.caseload.needs import Mine, PersonNeeds
from releasecheck.reports.caseload.people_page import check_brief, check_words_of, more_by_kind
from releasecheck.reports.person import phrases
from releasecheck.reports.person.task_words import near

NOTHING = "-"

NARROW = 76
"""Cells below which what is late and next stands under the name."""
WIDE = 110
"""Cells from which there is room for first names as well."""
CHECKS = 4
"""People under CHECK THIS before the rest is only counted, where not everything is asked for."""
_WEEK = 7
"""Days in which the day of the week says which day it is."""
_BRIEF = 20
"""Letters of a title beyond which a narrow place leaves its verb out."""
_NO_OBJECT = ("to", "about", "where")
"""Words that do not stand well without the verb before them."""
_NAME = 12
"""Cells of a name beyond which the first name is an initial, unless the screen is wide."""

#: The sign of a risk beside a name, and what it stands for.
RISK_SIGNS: dict[str | None, str] = {"very_high": "VH", "high": "H", None: "?"}
_RISK_WORDS = {"H": "high", "VH": "very high", "?": "not known"}


class Somebody(Protocol):
    """Whoever has a line of their own."""

    @property
    def prison_number(self) -> str:
        """Their number."""

    @property
    def name(self) -> str:
        """Their name, surname first."""

    @property
    def rosh(self) -> str | None:
        """Their risk of serious harm; None: not recorded."""

    @property
    def days(self) -> int | None:
        """Until they leave, or could at the earliest."""

    @property
    def release_on(self) -> date | None:
        """The release day counted to."""


WHO_COLUMNS = (ScreenColumn(close=True), ScreenColumn(least=8, close=True), ScreenColumn(close=True))
"""Number, name and risk."""


def who_cells(person: Somebody, *, wide: bool) -> tuple[ScreenCell, ...]:
    """Number, name and risk; where there is no room for a first name, its initial."""
    sign = RISK_SIGNS.get(person.rosh, "")
    name = person.name if wide or cell_width(person.name) <= _NAME else initialled(person.name)
    return (
        ScreenCell(person.prison_number),
        ScreenCell(name, short=initialled(person.name)),
        ScreenCell(sign),
    )


def out_in(days: int | None, release_on: date | None) -> str:
    """4 d; today; 55+ d where only the earliest possible day is known."""
    if days is None:
        return NOTHING
    if release_on is None:
        return f"{days}+ d"
    if days < 0:
        return f"{-days} d ago"
    return "today" if days == 0 else f"{days} d"


def late_words(person: PersonNeeds, mine: Mine | None, *, brief: bool = False) -> str:
    """The worst of what is late, whose it is where it is not ours, and how many more there are.

    `brief`: as it is said where there is little room.
    """
    if person.late is None:
        return NOTHING
    more = person.counts.get("late", 0) - 1
    return " ".join(
        filter(None, (_task(person.late, brief), _whose(person.late, mine), f"+{more}" if more else ""))
    )


def next_words(person: PersonNeeds, mine: Mine | None, today: date, *, brief: bool = False) -> str:
    """What comes next: a verb and a day, or who is waited for and how long; else what to ask.

    `brief`: as it is said where there is little room.
    """
    row = person.next
    if row is not None:
        return " ".join(filter(None, (_step(row, today, brief), _whose(row, mine))))
    if person.ask:
        return ask_words(person.ask)
    blocked = person.counts.get("blocked", 0)
    return f"{blocked} cannot start yet" if person.late is None and blocked else NOTHING


def ask_words(facts: Iterable[str]) -> str:
    """What to ask, or how many things; last, whether it was done before they were recorded here."""
    facts = [fact for fact in facts if fact != DONE_BEFORE]
    if not facts:
        return phrases.asked_fact(DONE_BEFORE)
    return f"ask: {phrases.asked_fact(facts[0])}" if len(facts) == 1 else f"ask {len(facts)} things"


def worst_words(person: PersonNeeds, today: date, *, brief: bool = False) -> str:
    """What is late, or else what is next."""
    late = person.late
    return next_words(person, None, today, brief=brief) if late is None else _task(late, brief)


def decide_words(person: PersonNeeds, mine: Mine | None, today: date) -> tuple[str, str]:
    """What to decide first and by when, while nobody could have done anything yet."""
    row = person.late or person.next
    if row is None:
        return ask_words(person.ask) if person.ask else NOTHING, NOTHING
    what = f"{_task(row)}: chase" if row.state == "chase" else _task(row)
    return " ".join(filter(None, (what, _whose(row, mine)))), _by(row, today)


def _by(row: MissingRow, today: date) -> str:
    if row.state == "overdue" and row.due_on:
        return f"{(today - row.due_on).days} d late"
    if row.state != "to_do":
        return "now"
    if row.due_on is None:
        return NOTHING
    return "today" if row.due_on == today else near(row.due_on, today)


def day_words(day: date, today: date, brief: bool = False) -> str:
    """today; Mon 30 in the days after, in brief Mon; 11 Dec later, with the year where it is another."""
    if day == today:
        return "today"
    if 0 < (day - today).days < _WEEK:
        weekday, number, _ = day_in_words(day, year=False).split(" ")
        return weekday if brief else f"{weekday} {number}"
    return near(day, today, weekday=False)


def _task(row: MissingRow, brief: bool = False) -> str:
    """What to do; in brief, a long title without its verb: private address."""
    title = row.short or row.title
    verb, _, rest = title.partition(" ")
    what = rest.removeprefix("for ")
    if brief and len(title) > _BRIEF and what.partition(" ")[0] not in _NO_OBJECT:
        return what
    return f"{uncapital(verb)} {rest}".rstrip()


def _whose(row: MissingRow, mine: Mine | None) -> str:
    """Whose it is, where it is not theirs who ask: the role, or the name where the role is the same."""
    if mine is None or mine.has(row):
        return ""
    return f"({row.owner_name if row.owner == mine.role else row.owner})"


def _step(row: MissingRow, today: date, brief: bool) -> str:
    task = _task(row, brief)
    if row.state == "chase":
        return f"{row.sent_to or task}, {row.waited or 0} d"
    if row.state == "to_do":
        return task if row.due_on is None else f"{task} {day_words(row.due_on, today, brief)}"
    if row.state == "overdue":
        return f"{task}, late"
    if row.contested_with is not None:
        return f"{task}: contested"
    return f"{task} again" if row.state == "expired" else f"{task}: act now"


def risk_legend(people: Iterable[Somebody]) -> str:
    """What the signs stand for, of those that are used."""
    used = [sign for sign in ("H", "VH", "?") if any(RISK_SIGNS.get(one.rosh) == sign for one in people)]
    if not used:
        return ""
    words = ", ".join(_RISK_WORDS[sign] for sign in used)
    return f"{', '.join(used)}: RoSH {words}"


def legend(people: Sequence[Somebody]) -> Iterable[str]:
    """What the signs on these lines stand for, of those that are there; nothing for none."""
    signs = [risk_legend(people)]
    if any(one.release_on is None and one.days is not None for one in people):
        signs.append("55+ d: could be")
    if any(isinstance(one, PersonNeeds) and one.next and one.next.state == "chase" for one in people):
        signs.append("28 d: no answer for so long")
    if any(signs):
        yield joined(signs)


def check_block(rows: Sequence[CaseloadRow], screen: Screen, today: date, limit: int | None) -> list[str]:
    """CHECK THIS, before all else: whose release is stopped, whose day has gone by, and what lists left open.

    What is to be typed is never broken off; at most `limit` people, the rest counted.
    """
    if not rows:
        return []
    shown = rows if limit is None or len(rows) <= limit else rows[: limit - 1]
    left = rows[len(shown) :]
    cells = [
        [
            ScreenCell(row.prison_number),
            ScreenCell(row.name, short=initialled(row.name)),
            ScreenCell(check_words_of(row, today), "bad", short=check_brief(row, today)),
        ]
        for row in shown
    ]
    columns = [ScreenColumn(), ScreenColumn(least=8, close=True), ScreenColumn(least=30)]
    lines = ["", screen.style("CHECK THIS", "bad", bold=True)]
    lines += [line for found in table(cells, columns, screen) for line in found]
    if left:
        lines += wrap(f"and {more_by_kind(left)}: releasecheck list --check", screen.room, "  ", "    ")
    return lines


class Headings(NamedTuple):
    """What stands over the columns of a list of people, besides out and who."""

    words: tuple[str, ...]
    """On the right, as wide as there is room."""
    before: tuple[str, ...] = ()
    """Between out and who."""
    numbers: tuple[str, ...] = ()
    """Between who and the words."""


class Said(NamedTuple):
    """The same of one person."""

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    brief: tuple[str, ...] | None = None
    """The words where there is little room."""


class LaidOut(NamedTuple):
    """A list of people before it is cut to a screen."""

    head: list[str]
    rows: list[list[str]]
    foot: list[str]
    room: int | None
    """Lines for the rows; None: any number."""


def person_rows(
    people: Sequence[Somebody], said: Sequence[Said], headings: Headings, screen: Screen
) -> list[list[str]]:
    """The headings and each person, as the lines they take; on a narrow screen the words stand below."""
    if not people:
        return []
    top = [("OUT", *headings.before, "WHO", "", ""), headings.numbers, headings.words]
    first, numbers, words = ([ScreenCell(text, "dim") for text in texts] for texts in top)
    wide = screen.room >= WIDE
    left = [
        [
            ScreenCell(out_in(one.days, one.release_on)),
            *map(ScreenCell, each.before),
            *who_cells(one, wide=wide),
        ]
        for one, each in zip(people, said, strict=True)
    ]
    columns = [
        ScreenColumn(right=True),
        *(ScreenColumn(least=8) for _ in headings.before),
        *WHO_COLUMNS,
    ]
    if screen.room < NARROW:
        who = table([first, *left], columns, screen, indent=0)
        return [
            [*who[0]],
            *([*line, *_below(each, headings, screen)] for line, each in zip(who[1:], said, strict=True)),
        ]
    columns += [
        *(ScreenColumn(right=True, close=number > 0) for number, _ in enumerate(headings.numbers)),
        *(
            ScreenColumn(least=10, close=not headings.numbers and not at)
            for at, _ in enumerate(headings.words)
        ),
    ]
    rows = [
        [*who_part, *map(ScreenCell, each.numbers), *_worded(each)]
        for who_part, each in zip(left, said, strict=True)
    ]
    return table([[*first, *numbers, *words], *rows], columns, screen, indent=0)


def _worded(said: Said) -> Iterable[ScreenCell]:
    for text, brief in zip(said.words, said.brief or said.words, strict=True):
        yield ScreenCell(text, short=brief)


def _below(said: Said, headings: Headings, screen: Screen) -> list[str]:
    names, texts = (*headings.numbers, *headings.words), (*said.numbers, *said.words)
    parts = (f"{name.lower()} {text}" for name, text in zip(names, texts, strict=True) if text != NOTHING)
    text = joined(parts)
    return wrap(text, screen.room, " " * 8, " " * 10) if text else []


def cut_rows(rows: Sequence[Sequence[str]], number: int, room: int | None, command: str) -> list[str]:
    """An empty line, the headings, and as many people as there is room for; how many more there are."""
    if not rows:
        return []
    kept = number_that_fits(rows, number, room)
    lines = ["", *(line for row in rows[: kept + 1] for line in row)]
    left = number - kept
    return lines + ([f"  ... {count(left, 'more person', 'more people')}: {command}"] if left else [])


def number_that_fits(rows: Sequence[Sequence[str]], number: int, room: int | None) -> int:
    """How many people have room under an empty line and the headings, with one line for the rest."""
    if room is None or not rows:
        return max(len(rows) - 1, 0)
    used, kept = 1 + len(rows[0]), 0
    for row in rows[1:]:
        rest = 1 if kept + 1 < number else 0
        if kept and used + len(row) + rest > room:
            break
        used += len(row)
        kept += 1
    return kept
