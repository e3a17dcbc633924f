"""The bank holidays of England and Wales: GOV.UK's published list, and the rules that give any other year.

The list (https://www.gov.uk/bank-holidays.json) ships as data, and an office may import a newer one.
The rules are today's eight holidays a year, with what royal proclamations have moved and added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import BadJson, read_json
from releasecheck.people.days import parse_day
from releasecheck.people.fact import LINE, BadValue
from releasecheck.people.facts import plain

_FEED = "https://www.gov.uk/bank-holidays.json"
_DIVISION = "england-and-wales"
_ONE_DAY = timedelta(days=1)

#: New Year, Good Friday, Easter Monday, early May, spring, summer, Christmas, Boxing Day: always on weekdays.
HOLIDAYS_A_YEAR = 8

#: Royal proclamations before the published list begins: holidays moved, and holidays added.
_MOVED: dict[tuple[int, str], date] = {
    (1995, "Early May bank holiday"): date(1995, 5, 8),
    (2002, "Spring bank holiday"): date(2002, 6, 4),
    (2012, "Spring bank holiday"): date(2012, 6, 4),
}
ADDED_HOLIDAYS: dict[date, str] = {
    date(1981, 7, 29): "Royal wedding bank holiday",
    date(1999, 12, 31): "Millennium bank holiday",
    date(2002, 6, 3): "Golden Jubilee bank holiday",
    date(2011, 4, 29): "Royal wedding bank holiday",
    date(2012, 6, 5): "Diamond Jubilee bank holiday",
}


def bank_holidays_by_rule(year: int) -> dict[date, str]:
    """The England and Wales bank holidays of a year by today's eight rules, titled as GOV.UK titles them.

    True of every year since 1978. One-off holidays are known up to 2015; the published list has later ones.
    """
    from dateutil.easter import easter

    easter_day = easter(year)
    titles = {
        date(year, 1, 1): "New Year’s Day",
        easter_day - 2 * _ONE_DAY: "Good Friday",
        easter_day + _ONE_DAY: "Easter Monday",
        _monday_from(date(year, 5, 1)): "Early May bank holiday",
        _monday_from(date(year, 5, 25)): "Spring bank holiday",
        _monday_from(date(year, 8, 25)): "Summer bank holiday",
        date(year, 12, 25): "Christmas Day",
        date(year, 12, 26): "Boxing Day",
    }
    holidays = {_MOVED.get((year, title), day): title for day, title in titles.items() if day.weekday() < 5}
    for day, title in titles.items():
        if day.weekday() >= 5:
            substitute = _monday_from(day)
            while substitute in holidays:
                substitute += _ONE_DAY
            holidays[substitute] = f"{title} (substitute day)"
    return holidays | days_of(year, ADDED_HOLIDAYS)


def published_holidays(text: str) -> dict[date, str]:
    """Read bank holidays in GOV.UK's own shape: the whole document, or its "england-and-wales" part alone.

    Raises ReleasecheckError, naming the event, for anything else.
    """
    try:
        document: object = read_json(text.removeprefix("\ufeff"))
    except BadJson as error:
        raise _not_a_list(f"it is not JSON ({error})") from error
    division: object = document.get(_DIVISION, document) if isinstance(document, dict) else document
    if not isinstance(division, dict) or "events" not in division:
        raise _not_a_list(f'there is no "{_DIVISION}" with "events" in it')
    if division.get("division", _DIVISION) != _DIVISION:
        raise _not_a_list(f"it is for {division['division']}, not for {_DIVISION}")
    events: object = division["events"]
    if not isinstance(events, list) or not events:
        raise _not_a_list('its "events" is not a list of bank holidays')
    return dict(_event(number, event) for number, event in enumerate(events, start=1))


def whole_years(days: Iterable[date]) -> frozenset[int]:
    """Years with at least the eight bank holidays that every year has."""
    return frozenset(year for year, n in Counter(day.year for day in days).items() if n >= HOLIDAYS_A_YEAR)


def days_of(year: int, days: Mapping[date, str]) -> dict[date, str]:
    """Those of these days that fall in a year."""
    return {day: title for day, title in days.items() if day.year == year}


def _monday_from(day: date) -> date:
    """The Monday on or after this day."""
    return day + timedelta(days=-day.weekday() % 7)


def _event(number: int, event: object) -> tuple[date, str]:
    """One bank holiday as a day and its title, saying when it stands in for another day."""
    if not isinstance(event, dict):
        raise _not_a_list(f"event {number} is not a bank holiday")
    written, title, notes = event.get("date"), event.get("title"), event.get("notes", "")
    if not isinstance(written, str) or not isinstance(title, str) or not title:
        raise _not_a_list(f'event {number} needs a "date" and a "title"')
    try:
        plain(title, LINE)
    except BadValue as error:
        raise _not_a_list(f"the title of event {number} {error}") from error
    try:
        day = parse_day(written)
    except BadValue as error:
        raise _not_a_list(
            f'event {number}, "{title}": no such day as "{written[:40]}" (YYYY-MM-DD)'
        ) from error
    substitute = isinstance(notes, str) and notes.strip().casefold() == "substitute day"
    return day, f"{title} (substitute day)" if substitute else title


def _not_a_list(why: str) -> ReleasecheckError:
    return ReleasecheckError(f"not GOV.UK's list of bank holidays: {why}. Download it again from {_FEED}")
