"""What the rows of a list are: people, days of a diary, the headings again, or nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from releasecheck.core.words import plain_prison_number
from releasecheck.exchange.reading.files.table import SourceCell
from releasecheck.exchange.reading.lists.row_reader import filled
from releasecheck.people.days import day_by_weekday, parse_date
from releasecheck.people.facts import BadValue, folded
from releasecheck.people.prisons import prison_of

RowKind = Literal["person", "refused", "headings", "day", "end_of_day", "nobody"]

_NUMBER_TRIED = re.compile(r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]{1,7}")
"""What was meant to be a prison number: letters and figures, and not the name of a month or a week."""
_LEAST_OF_A_PERSON = 3
"""Filled cells of a row, one of them a name, that is somebody although it has no prison number."""

#: What ends the people of a day in a diary, beside the next day: a month, a week, or no day at all.
_ENDS_A_DAY = re.compile(
    r"\b(tbc|tba|confirmed|possible|awaiting|unknown|w/?c|week|month|later|no date|date[s]? to|undated|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_A_DAY = (
    r"[0-9]{1,2}(?:st|nd|rd|th)?[ /.-](?:[0-9]{1,2}|[A-Za-z]{3,9})[ /.-][0-9]{2,4}\b"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
)
_DATED = re.compile(
    r"\b(?:printed|as at|as of|dated?|report date|run date|updated|produced|generated|correct at|extracted)\b"
    r"(?: on| by [\w .]+ on)?\s*[:\-]?\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
    rf"(?P<day>{_A_DAY})",
    re.IGNORECASE,
)


class ListRow(NamedTuple):
    """What a row is."""

    kind: RowKind
    day: date | None = None
    """Of a diary's day, that day."""


def kind_of_row(
    cells: Sequence[SourceCell],
    number_at: int,
    name_at: Iterable[int],
    headings: Sequence[str],
    *,
    diary: bool,
    near: date | None = None,
) -> ListRow:
    """What a row is, by its prison number and else by what else stands in it.

    `diary`: the list has no column of release days, and a row with a day is that of the people below it.
    `near`: when the list was made, by which a day without a year is settled that has its weekday.
    """
    text = cells[number_at] if number_at < len(cells) else None
    number = (text or "").strip()
    if plain_prison_number(number):
        return ListRow("person")
    if _NUMBER_TRIED.fullmatch(number.replace(" ", "")):
        return ListRow("refused")
    words = [cell.strip() for cell in cells if filled(cell)]
    if {folded(word) for word in words} <= {folded(heading) for heading in headings} and len(words) > 1:
        return ListRow("headings")
    named = any(at < len(cells) and _is_name(cells[at]) for at in name_at if at != number_at)
    if named and len(words) >= min(_LEAST_OF_A_PERSON, len(headings) - 1):
        return ListRow("refused")
    if diary and (day := day_of_row(words, near)) is not None:
        return ListRow("day", day)
    return ListRow("end_of_day" if diary and _ENDS_A_DAY.search(" ".join(words).casefold()) else "nobody")


#: Over people of a list who do not leave from here: they have gone to another prison.
_MOVED = re.compile(
    r"(?:moved|moves|transferred|transfers)\b.*\b(?:out|prisons?|jails?|establishments?)\b|(?:moved|transferred)$",
    re.IGNORECASE,
)
#: Over people who have left already; whose day is still to come has not.
_GONE = re.compile(
    r"(?:already |recently )?(?:released|discharged|gone|left)\b|(?:releases|discharges) (?:last|previous)\b",
    re.IGNORECASE,
)


class ListSection(NamedTuple):
    """The people under a row that says of them that they no longer leave from here."""

    title: str
    gone: bool
    """Whether they have left; else they have moved to another prison."""


def section_of(cells: Sequence[SourceCell]) -> ListSection | None:
    """What a row says of the people under it, where that is that they are no longer to leave."""
    words = [cell.strip() for cell in cells if filled(cell)]
    if len(words) != 1:
        return None
    gone = _GONE.match(words[0]) is not None
    return ListSection(words[0], gone) if gone or _MOVED.match(words[0]) else None


def _is_name(cell: SourceCell) -> bool:
    return filled(cell) and any(map(str.isalpha, cell))


_AFTER_THE_DAY = re.compile(r"\s*[-–—(:,].*$")


def day_of_row(words: Sequence[str], near: date | None = None) -> date | None:
    """The day that a row of its own names, with or without how many leave on it; None for anything else.

    A week commencing is no day. `near`: when the list was made, for a day that has its weekday and no year.
    """
    if not words or re.match(r"w/?c\b|week", words[0].casefold()):
        return None
    for text in (words[0], _AFTER_THE_DAY.sub("", words[0]), " ".join(words)):
        try:
            return parse_date(text, "coming")
        except BadValue:
            if near is None:
                continue
        try:
            return day_by_weekday(text, near)
        except BadValue:
            continue
    return None


_A_PRISON = re.compile(
    r"\b(?:HMP ?/? ?(?:&|and)? ?YOI|HMPYOI|HMP|HMYOI|YOI)\b[ :]*(?P<name>[^|:(]*)", re.IGNORECASE
)


def prison_of_list(rows: Iterable[Sequence[SourceCell]]) -> str | None:
    """The prison that a list is of, by its code, as it says above its table; None where it names none."""
    for cells in rows:
        for text in filter(filled, cells):
            found = _A_PRISON.search(text)
            words = re.split(r" [-–—] |,|\t", found["name"])[0].split() if found else []
            for most in range(len(words), 0, -1):
                written = " ".join(words[:most])
                if (code := prison_of(written)) != written or (len(code) == _CODE and code.isupper()):
                    return code
    return None


_CODE = 3
"""Letters of a prison's code."""


def day_of_list(rows: Iterable[Sequence[SourceCell]]) -> date | None:
    """The day on which a list was made, as it says above or below its table; None where it does not."""
    for cells in rows:
        text = " ".join(cell.strip() for cell in cells if filled(cell))
        found = _DATED.search(text)
        if found is None:
            continue
        try:
            return parse_date(found["day"], "past")
        except BadValue:
            continue
    return None
