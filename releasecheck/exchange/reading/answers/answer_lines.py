"""The answer to a list that was brought in, on one screen: what hurts first, and what to type about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from releasecheck.core.words import count, day_in_words, full_name, listed, shortened
from releasecheck.exchange.reading.files.table import WITHOUT_VALUE
from releasecheck.exchange.reading.lists.people_diff import PeopleComparison
from releasecheck.exchange.reading.lists.people_file import PeopleFile, UnusedHeading
from releasecheck.exchange.reading.lists.unread import UnreadWords, apart, by_value
from releasecheck.formats.terminal import Screen, wrap

_NAMED = 3
"""People or rows named in one block; more are counted."""
_COLUMNS = 4
"""Columns named whose cells could not be read; more are counted."""
_REASONS = 2
"""Questions put about one column."""
_WORDS = 3
"""Words named of one column; more are counted."""


class LeavingSoon(NamedTuple):
    """Somebody of the list who leaves by the next working day."""

    day: date
    prison_number: str
    name: str
    about: str
    """CRD, not confirmed; or what should be checked."""


def head_lines(people: PeopleFile, sentence: str, told_on: date, screen: Screen) -> list[str]:
    """How many people of which rows, which rows are nobody, and the day of the list."""
    lines = wrap(sentence, screen.room, "", "  ")
    if people.no_people:
        lines += wrap(_nobody(people), screen.room, "  ", "    ")
    if people.dated is not None and people.dated == told_on:
        lines.append(f"  Printed {day_in_words(told_on)}: every fact is dated so")
    return lines


def _nobody(people: PeopleFile) -> str:
    rows, unit = people.no_people, people.table.unit
    few = [f'{people.table.place(row.row)} "{row.words}"' for row in rows[:_NAMED]]
    more = [f"{len(rows) - _NAMED:,} more"] if len(rows) > _NAMED else []
    named = listed([*few, *more])
    return f"{count(len(rows), f'{unit} is nobody', f'{unit}s are nobody')}: {named}"


def no_day_lines(people: PeopleFile, comparison: PeopleComparison, screen: Screen) -> list[str]:
    """Of whom the list says something else than a day of release, or that it says it of nobody new."""
    if not people.has_days and comparison.new:
        unused = listed([heading.heading for heading in people.unused_headings[:_COLUMNS]], "or")
        asked = f" Is it {unused}? Say so with --map." if unused else ""
        said = f"NO RELEASE DAY READ, for anybody: no column says when people leave.{asked}"
        return ["", *wrap(said, screen.room, "", "  ")]
    told = {row.prison_number: row.facts.get("release_day_words") for row in people.rows}
    said_instead = {number: str(words) for number, words in told.items() if words is not None}
    if not said_instead:
        return []
    whom = count(len(said_instead), "person", "people")
    names = _names(people)
    lines = ["", f"NO RELEASE DAY READ, {whom}. CHECK THIS has them until it is settled"]
    counted = Counter(map(_first_spelt(said_instead.values()), said_instead.values())).most_common()
    each = [f"{words} {number:,}" for words, number in counted[: _NAMED + 1]]
    each += [f"{len(counted) - _NAMED - 1:,} more"] if len(counted) > _NAMED + 1 else []
    lines += wrap(" · ".join(each), screen.room, "  ", "  ")
    for number, words in list(said_instead.items())[:_NAMED]:
        lines += wrap(f'{number} {names.get(number, "")} "{words}"', screen.room, "  ", "    ")
    if len(said_instead) > _NAMED:
        lines.append(f"  and {len(said_instead) - _NAMED:,} more: releasecheck today")
    return lines


def _first_spelt(words: Iterable[str]) -> Callable[[str], str]:
    """Each word as it was spelt first: tbc is TBC."""
    spelt: dict[str, str] = {}
    for word in words:
        spelt.setdefault(word.casefold(), word)
    return lambda word: spelt[word.casefold()]


def leaving_lines(leaving: Sequence[LeavingSoon], by: date, screen: Screen) -> list[str]:
    """Who leaves by the next working day."""
    if not leaving:
        return []
    lines = ["", f"OUT BY {day_in_words(by, year=False).upper()}, {count(len(leaving), 'person', 'people')}"]
    for one in sorted(leaving)[: 2 * _NAMED]:
        day = day_in_words(one.day, year=False)
        lines += wrap(f"{one.prison_number} {one.name}  {day}  {one.about}", screen.room, "  ", "    ")
    if len(leaving) > 2 * _NAMED:
        lines.append(f"  and {len(leaving) - 2 * _NAMED:,} more: releasecheck list --within 7d")
    return lines


def not_read_lines(comparison: PeopleComparison, screen: Screen) -> list[str]:
    """What nobody could read, by column and word with how many people; the facts stay as they were."""
    everywhere, columns = apart(by_value(comparison.unread))
    formulas = Counter(cell.column for cell in comparison.unread if cell.why == WITHOUT_VALUE)
    lines = [
        line
        for column, number in formulas.items()
        for line in wrap(f"{column} {WITHOUT_VALUE} ({number:,})", screen.room, "", "  ")
    ]
    if not columns and not everywhere:
        return lines
    lines += ["", "NOT READ, left as it was. Say once what it means: --suggest-map, then --map"]
    for word, where in everywhere[:_WORDS]:
        more = [f"{len(where) - _WORDS:,} more"] if len(where) > _WORDS else []
        under = listed([*where[:_WORDS], *more])
        said = f'"{word.value}" {word.people:,}, under {under}: {_shortly(word.why)}'
        lines += wrap(said, screen.room, "  ", "    ")
    for column, words in list(columns.items())[:_COLUMNS]:
        lines += wrap(f"{column}: {_words(words)}", screen.room, "  ", "    ")
    if len(columns) > _COLUMNS:
        lines.append(f"  and {count(len(columns) - _COLUMNS, 'more column', 'more columns')}")
    return lines


def _words(words: Sequence[UnreadWords]) -> str:
    """ "N/A" 21: not needed, and why? · "awaiting" 14: sent, or still to send?"""
    reasons = list(dict.fromkeys(word.why for word in words))[:_REASONS]
    said = []
    for why in reasons:
        those = [word for word in words if word.why == why]
        rest = sum(word.people for word in those[_WORDS:])
        named = [f'"{word.value}" {word.people:,}' for word in those[:_WORDS]]
        said.append(f"{', '.join([*named, *([f'{rest:,} more'] if rest else [])])}: {_shortly(why)}")
    return " · ".join(said)


def _shortly(why: str) -> str:
    """The first sentence or question of a reason, cut at a word; all of it is in the report of the import."""
    question, asked, _ = why.partition("? ")
    return shortened(f"{question}?" if asked else why.partition(". ")[0], _LONGEST)


_LONGEST = 44
"""Letters of a reason."""


def not_used_lines(unused: Sequence[UnusedHeading], screen: Screen) -> list[str]:
    """The columns that nothing was read from, those first that may mean something here."""
    if not unused:
        return []
    asking = [column for column in unused if column.asks or column.suggestion]
    plain = [column.heading for column in unused if not (column.asks or column.suggestion)]
    lines = [""]
    if plain:
        more = f" and {len(plain) - _COLUMNS:,} more" if len(plain) > _COLUMNS else ""
        lines += wrap(f"NOT USED: {', '.join(plain[:_COLUMNS])}{more}", screen.room, "", "  ")
    if asking:
        each = ", ".join(f"{one.heading} ({one.asks or one.suggestion}?)" for one in asking[:_COLUMNS])
        lines += wrap(f"NOT USED, and may mean something: {each}. Say so with --map", screen.room, "", "  ")
    return lines


def _names(people: PeopleFile) -> dict[str, str]:
    """Prison number -> name, as the list has it."""
    return {
        row.prison_number: full_name(row.facts.get("last_name"), row.facts.get("first_name"))
        for row in people.rows
        if "last_name" in row.facts
    }
