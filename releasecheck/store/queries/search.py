"""Finding people by anything that is remembered of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.core.words import day_in_words
from releasecheck.people.identifiers import pnc_in
from releasecheck.people.names import fold
from releasecheck.store.rows import SearchedPerson
from releasecheck.store.tables.columns import BEYOND, day_from

if TYPE_CHECKING:
    from releasecheck.store.database import Database

_SEARCHED = """
SELECT p.search_name, p.prison_number, p.last_name, p.first_name, p.prison, p.cell, p.pom, p.com,
  l.release_date, p.released_on, p.com_office, p.crn, p.pnc
FROM people AS p LEFT JOIN plans AS l ON l.prison_number = p.prison_number
WHERE p.restricted = 0 AND p.merged_into IS NULL{} ORDER BY p.search_name NULLS FIRST, p.prison_number"""

_WITH_WORD = """
p.prison_number IN (SELECT prison_number FROM search_words WHERE word IN (
  SELECT word FROM words WHERE instr(word, ?) > 0))"""
_WITH_NUMBER = """
p.prison_number IN (SELECT prison_number FROM search_words WHERE word IN (
    SELECT word FROM words WHERE instr(word, ?) > 0)
  UNION SELECT prison_number FROM people WHERE prison_number >= ? AND prison_number < ?
  UNION SELECT prison_number FROM people WHERE crn >= ? AND crn < ?
  UNION SELECT prison_number FROM people WHERE pnc >= ? AND pnc < ?)"""
_ON_DAYS = """
p.prison_number IN (SELECT prison_number FROM plans WHERE release_date BETWEEN ? AND ?
  UNION SELECT prison_number FROM people WHERE released_on BETWEEN ? AND ?)"""

_MONTHS = {
    name[:3]: name
    for name in (
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
    )
}


def search(connection: Database, words: Sequence[str]) -> list[SearchedPerson]:
    """Everybody whom all of these words fit, each anywhere; a month with its year is one word, `feb 2027`.

    Whoever is known by words, by days, or by how a number begins is found by an index. Where that finds
    nobody everybody is looked at: what is typed may be out of the middle of a number or of a day.
    """
    wanted = _together([part for word in words for part in fold(pnc_in(word) or word).split()])
    found = _fitting(connection, wanted, *search_sql(wanted))
    return found or _fitting(connection, wanted, _SEARCHED.format(""))


def search_sql(wanted: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The question whom all of these could fit, and what is asked for."""
    parts, parameters = [""], list[str]()
    for word in wanted:
        days = _days_of(word)
        if days is not None:
            parts.append(_ON_DAYS)
            parameters += [*days, *days]
        elif any(map(str.isdecimal, word)):
            begins = word.upper()
            parts.append(_WITH_NUMBER)
            parameters += [word, *(begins, begins + BEYOND) * 3]
        else:
            parts.append(_WITH_WORD)
            parameters.append(word)
    return _SEARCHED.format(" AND ".join(parts)), tuple(parameters)


def words_like(connection: Database, word: str) -> list[str]:
    """The words of about its length with its first or its second letter in the place of the first two."""
    rows = connection.all(
        "SELECT word FROM words WHERE length(word) BETWEEN :length - 2 AND :length + 2 "
        "AND (substr(word, 1, 1) = :first OR substr(word, 2, 1) = :second OR substr(word, 1, 1) = :second)",
        {"length": len(word), "first": word[:1], "second": word[1:2]},
    )
    return [found for (found,) in rows]


def _fitting(
    connection: Database, wanted: Sequence[str], sql: str, parameters: Sequence[str] = ()
) -> list[SearchedPerson]:
    found = []
    for name, number, last, first, prison, cell, pom, com, release, left, *more in connection.all(
        sql, parameters
    ):
        told = fold(" ".join(filter(None, (number, first, last, prison, cell, pom, com, *more))))
        text = f"{name} {told} {_as_looked_for(day_from(left or release))}"
        if all(word in text for word in wanted):
            days = (day_from(release), day_from(left))
            found.append(SearchedPerson(number, last, first, prison, cell, pom, com, *days))
    return found


def _together(words: Sequence[str]) -> list[str]:
    """Month and year as one word, however they were written: `february 2027`, `2027 02`."""
    joined: list[str] = []
    for word in words:
        before = joined[-1] if joined else ""
        if _is_year(word) and _MONTHS.get(before[:3], "").startswith(before) and before:
            joined[-1] = f"{before[:3]} {word}"
        elif _is_year(before) and len(word) == 2 and word.isdecimal():
            joined[-1] = f"{before} {word}"
        else:
            joined.append(word)
    return joined


def _days_of(word: str) -> tuple[str, str] | None:
    """The first and last day of a year, or of a month with its year, as days are kept."""
    if _is_year(word):
        return f"{word}-01-01", f"{word}-12-31"
    one, _, other = word.partition(" ")
    if not other:
        return None
    year, month = (one, other) if _is_year(one) else (other, f"{1 + [*_MONTHS].index(one):02}")
    last = monthrange(int(year), int(month))[1]
    return f"{year}-{month}-01", f"{year}-{month}-{last}"


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal()


def _as_looked_for(day: date | None) -> str:
    """A release date in the forms that somebody may type: 5 feb 2027, 2027 02 05."""
    if day is None:
        return ""
    return f"{day_in_words(day, weekday=False).lower()} {fold(day.isoformat())}"
