"""Days as people, spreadsheets and screens write them; day first, always.

A day is read only where it has one meaning. Two days in one cell, a month alone and a day with a word beside
it are refused, and the message says in plain words what was expected, never what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from releasecheck.core.named import NamedTuple
from releasecheck.people.fact import BadValue, Years

FIRST_OF_ALL, LAST_OF_ALL = 1900, 2100
"""The years of every date that can be told: births lie before `facts.FIRST_YEAR`, expiries far ahead."""

EXPECTED = "write the day as 05/02/2027 or 5 Feb 2027"

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *(("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",)),
            *(("jun", "june"), ("jul", "july"), ("aug", "august"), ("sep", "sept", "september")),
            *(("oct", "october"), ("nov", "november"), ("dec", "december")),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Not compiled here: most commands never read a day, and most days are in one of the two quick forms.
_WEEKDAY = (
    r"(?:(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)\.?,? ?)?"
)
_TIME = (
    r"(?:(?:T|,? )(?P<hour>[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?(?: ?[ap]m)?"
    r" ?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_WEEKDAY_LAST = r"(?P<rest>.*[0-9]) ?[ (,] ?(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?\)?"
_BEHIND = r"[., ;]+$|(?<=[0-9]) ?[ap]m$"
"""What is put behind a day and changes nothing about it: a stop, or before or after noon."""
_DASHES = {ord(dash): "-" for dash in "\N{EN DASH}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}"}
_FORMS = (
    r"(?P<year>[0-9]{4})(?P<by>[-/.])(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})",
    r"(?P<day>[0-9]{1,2}) ?(?P<by>[-/.]) ?(?P<month>[0-9]{1,2}) ?(?P=by) ?(?P<year>[0-9]{4}|[0-9]{2})",
    r"(?P<day>[0-9]{2}) (?P<month>[0-9]{2}) (?P<year>[0-9]{4})",
    r"(?P<day>[0-9]{1,2})(?P<year>)/(?P<month>[0-9]{1,2})",
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[-/. ,]*(?P<month>[a-z]{3,9})\.?"
    r"(?:[-/. ,]*['’]?(?P<year>[0-9]{4}|[0-9]{2}))?",
    r"(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})",
    r"(?P<year>(?:19|20)[0-9]{2}|2100)(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
)
_NUMBER = r"[1-7][0-9]{4}(?:\.[0-9]+)?"
_NUMBERED_FROM = date(1899, 12, 30)
"""Excel's numbers count from here, for every day after February 1900."""
#: What a program writes where there is no day: Excel for an empty cell, P-NOMIS for no date.
_NOTHING = frozenset(
    {
        *("0", "00:00", "00:00:00", "00/01/1900", "0/1/1900", "1900-01-00", "30/12/1899", "1899-12-30"),
        *("00/00/0000", "00/00/00", "0000-00-00", "31/12/2999", "2999-12-31", "31-dec-2999", "31 dec 2999"),
    }
)
_ANY_DAY = (
    r"[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[a-z]{3,9})[-/. ](?:[0-9]{4}|[0-9]{2})\b|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
_IS_THE_YEAR_RIGHT = "is the year right?"


class Written(NamedTuple):
    """A day as it was written, taken apart and not yet checked."""

    day: int
    month: int
    year: int | None
    """None where none was written; below 100 where it has two figures."""
    weekday: int | None
    """0 for Monday, as `date.weekday` counts."""
    late_in_utc: bool
    """Whether its time of day is the last hour of that day in UTC: in British summer time, the next day."""


def parse_date(text: str, years: Years = "full") -> date:
    """The day that somebody wrote, in any form that has one meaning.

    `years`: what a year of two figures may mean here. Raises BadValue, which says what was expected.
    """
    text = text.strip()
    # The forms that nearly every file is written in come first, at the speed of an import of a country.
    if len(text) == 19 and text[10:] in (" 00:00:00", "T00:00:00"):
        text = text[:10]  # a day of a workbook
    written = f"{text[6:]}-{text[3:5]}-{text[:2]}" if text[2:3] == "/" == text[5:6] else text
    try:
        day = date.fromisoformat(written) if len(written) == 10 and written[4] == "-" == written[7] else None
    except ValueError:
        day = None
    if day is not None and FIRST_OF_ALL < day.year <= LAST_OF_ALL:
        return day
    return _dated(text, years)


def is_no_day(text: str) -> bool:
    """Whether a program wrote that there is no day: 0, 00/01/1900, 31/12/2999 and the like."""
    text = re.sub(r"[T ]00:00(?::00)?(?:\.0+)?Z?$", "", text.strip().casefold(), flags=re.IGNORECASE)
    return text in _NOTHING


def nearest_day(text: str, today: date, *, ahead: bool | None, years: Years = "full") -> date:
    """As `parse_date`, and where no year is written the nearest such day.

    `ahead`: the next on or after today, or else the latest not after it; None where the year must be written.
    """
    try:
        return parse_date(text, years)
    except BadValue:
        found = _written(text)
        if found.year is not None or ahead is None:
            raise
    step = 1 if ahead else -1
    for year in range(today.year, today.year + 9 * step, step):
        try:
            day = date(year, found.month, found.day)
        except ValueError:
            continue
        if day >= today if ahead else day <= today:
            return _fits(day, found)
    raise BadValue(_not_a_day(found))


def day_by_weekday(text: str, near: date) -> date:
    """A day that is written with its weekday and without its year, such as Fri 4 Dec.

    It is the one of that weekday from a month before `near` to ten months after: in other years it is
    another weekday.
    Raises BadValue for anything else.
    """
    found = _written(text)
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            day = date(year, found.month, found.day)
        except ValueError:
            continue
        wanted = found.year is None and found.weekday == day.weekday()
        if wanted and near - timedelta(31) <= day < near + timedelta(304):
            return day
    raise BadValue(EXPECTED)


def is_day_of(text: str, day: date) -> bool:
    """Whether a text without a year can mean this day: Fri, Fri 4 Dec, 4/12."""
    plain = text.strip().rstrip(".").casefold()
    if re.fullmatch(_WEEKDAY.rstrip("?"), plain, re.IGNORECASE):
        return _weekday(plain) == day.weekday()
    try:
        found = _written(text)
    except BadValue:
        return False
    if found.year is not None or (found.day, found.month) != (day.day, day.month):
        return False
    return found.weekday in (None, day.weekday())


def typed_day(text: str, today: date, *, ahead: bool | None, years: Years = "full") -> date:
    """As `nearest_day`, with what is typed in a hurry: today, yesterday, tomorrow, -3d, +2w."""
    said = " ".join(text.casefold().split())
    if said in _WORDS:
        return today + timedelta(_WORDS[said])
    if counted := re.fullmatch(r"([+-][0-9]{1,4})([dw])", said):
        return _within(today + timedelta(int(counted[1]) * (7 if counted[2] == "w" else 1)), years)
    return nearest_day(text, today, ahead=ahead, years=years)


_LONGEST = 200
"""Letters of a cell that may be a day with words beside it."""
_WORDS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def parse_day(text: str) -> date:
    """A day as this program writes it in its own files, within the years that anything is kept of."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 and text[4] == "-" == text[7] else None
    except ValueError:
        day = None
    if day is None:
        raise BadValue("a day is written here as 2027-02-05")
    if not FIRST_OF_ALL <= day.year <= LAST_OF_ALL:
        raise BadValue(f"{text}: {_IS_THE_YEAR_RIGHT}")
    return day


def written_month_first(cells: Iterable[str]) -> bool:
    """Whether a column of a list is written month first, as in American English.

    It is where two or more of its cells can be read only so and none only day first: 02/15/2027 twice, and no
    15/02/2027. A single such cell is a slip, and `parse_date` says so by itself.
    """
    month_first = 0
    for cell in cells:
        found = re.match(r" *([0-9]{1,2})([-/.])([0-9]{1,2})\2[0-9]{2}", cell)
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if second <= 12 < first <= 31:
            return False
        month_first += 0 < first <= 12 < second <= 31
    return month_first >= 2


def _dated(text: str, years: Years) -> date:
    """A day in one of the slower forms."""
    if re.fullmatch(_NUMBER, text):
        return _within(_NUMBERED_FROM + timedelta(int(text.partition(".")[0])), years)
    found = _written(text)
    if found.year is None:
        raise BadValue("write the year as well, as in 05/02/2027")
    year = found.year if found.year >= 100 else _whole_year(found.year, years)
    try:
        day = date(year, found.month, found.day)
    except ValueError:
        raise BadValue(_not_a_day(found)) from None
    return _fits(_within(day, years), found)


def _written(text: str) -> Written:
    """Takes a day apart; raises BadValue for what is no day."""
    if len(text) > _LONGEST:
        raise BadValue(EXPECTED)
    text = " ".join(text.translate(_DASHES).split())
    text = re.sub(_BEHIND, "", text, flags=re.IGNORECASE)
    if last := re.fullmatch(_WEEKDAY_LAST, text, re.IGNORECASE):
        text = f"{last['weekday']} {last['rest']}"
    for form in _FORMS:
        found = re.fullmatch(_WEEKDAY + form + _TIME, text, re.IGNORECASE)
        if found is None:
            continue
        said = found.groupdict()
        month = _MONTHS.get(said["month"].casefold(), 0) if said["month"].isalpha() else int(said["month"])
        if said["month"].isalpha() and not month:
            continue
        if len(said["year"] or "") == 4 and not FIRST_OF_ALL <= int(said["year"]) <= LAST_OF_ALL:
            raise BadValue(_IS_THE_YEAR_RIGHT)
        return Written(
            int(said["day"]),
            month,
            int(said["year"]) if said["year"] else None,
            _weekday(said["weekday"]),
            said["hour"] == "23" and said["zone"] in ("Z", "z", "+00:00", "+0000"),
        )
    raise BadValue(_what_it_is(text))


def _what_it_is(text: str) -> str:
    """Why a text is no day, where that can be told."""
    text = text.casefold()
    days = re.findall(_ANY_DAY, text)
    if len(days) > 1:
        return "more than one day stands here: write the one that is meant"
    if days:
        return "something stands beside the day: write the day alone"
    month = re.search(rf"(?<![a-z])(?:{'|'.join(_MONTHS)})(?![a-z])", text)
    if month and (month[0] != "may" or re.search("[0-9]", text)):
        return f"a month is no day: {EXPECTED}"
    return EXPECTED


def _whole_year(figures: int, years: Years) -> int:
    """The year that two figures stand for, where the fact leaves no doubt."""
    if years == "coming" and figures < 70:
        return 2000 + figures
    if years == "past" and not 50 <= figures < 70:
        return (2000 if figures < 50 else 1900) + figures
    raise BadValue("write the year in full, as in 05/02/2027")


def _within(day: date, years: Years) -> date:
    """The day, where its year can be right; 1 January 1900 is Excel's 1, and a day only of a birth."""
    if not FIRST_OF_ALL <= day.year <= LAST_OF_ALL or (years != "full" and day == date(1900, 1, 1)):
        raise BadValue(_IS_THE_YEAR_RIGHT)
    return day


def _fits(day: date, found: Written) -> date:
    """The day, where it is the weekday that was written and the same day in Britain."""
    if found.weekday is not None and found.weekday != day.weekday():
        raise BadValue(f"that day is a {_WEEKDAYS[day.weekday()]}: is the day right?")
    if found.late_in_utc and _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10):
        raise BadValue("the time is in UTC, and here it is the next day by then: write the day alone")
    return day


def _last_sunday(year: int, month: int) -> date:
    """Of March or October, when clocks change."""
    last = date(year, month, 31)
    return last - timedelta((last.weekday() + 1) % 7)


def _weekday(name: str | None) -> int | None:
    if name is None:
        return None
    return next(
        place for place, day in enumerate(_WEEKDAYS) if day.casefold().startswith(name[:3].casefold())
    )


def _not_a_day(found: Written) -> str:
    """What is wrong with a day that no calendar has."""
    if found.month > 12 >= found.day > 0:
        return f"there is no month {found.month}: the day comes first, as in 25/12/2027"
    return "no such day"
