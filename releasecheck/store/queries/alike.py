"""Who could be taken for somebody else, by the index of names; and what tells people of one name apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.people.alike import NEAR, Likeness, Lookalike
from releasecheck.people.names import fold
from releasecheck.store.queries.filters import HERE_SQL
from releasecheck.store.rows import SearchedPerson
from releasecheck.store.tables.columns import BEYOND, day_from, to_json
from releasecheck.store.tables.people import search_name

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlValue

_ALIKE = f"""
SELECT p.prison_number, p.last_name, p.first_name, p.cell, r.release_date, p.released_on,
  p.search_name = :name AND coalesce(p.date_of_birth = :born, false) AS same
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE p.search_name >= :surname AND p.search_name < :beyond AND p.prison_number <> :number
  AND p.restricted = 0 AND p.merged_into IS NULL AND p.legal_status IS NOT 'DEAD'
  AND ((p.search_name = :name AND p.date_of_birth = :born)
    OR ({HERE_SQL.format("p.")} AND +p.prison = :prison AND r.release_date BETWEEN :first AND :last))
ORDER BY same DESC, r.release_date NULLS FIRST, p.prison_number"""

_APART = """
SELECT p.prison_number, p.last_name, p.first_name, p.prison, p.cell, p.pom, p.com,
  r.release_date, p.released_on
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE p.prison_number IN (SELECT value FROM json_each(?)) AND p.restricted = 0"""


def alike(connection: Database, of: Likeness) -> list[Lookalike]:
    """Whoever could be taken for this person, the same person first; never the restricted."""
    found = connection.all(*alike_sql(of))
    return [
        Lookalike(number, last, first, cell, day_from(release), day_from(left), bool(same))
        for number, last, first, cell, release, left, same in found
    ]


def alike_sql(of: Likeness) -> tuple[str, dict[str, SqlValue]]:
    """The question and what is asked for: the surname bounds it, so that few are looked at."""
    surname = f"{fold(of.last_name)}, "
    return _ALIKE, {
        "number": of.prison_number,
        "name": search_name(of.last_name, of.first_name),
        "surname": surname,
        "beyond": surname + BEYOND,
        "born": _iso(of.born),
        "prison": of.prison,
        "first": _iso(of.release_on and of.release_on - NEAR),
        "last": _iso(of.release_on and of.release_on + NEAR),
    }


def told_apart(connection: Database, numbers: Iterable[str]) -> dict[str, SearchedPerson]:
    """What tells these people apart, by number; the restricted are not among them."""
    rows = connection.all(_APART, (to_json(sorted(numbers)),))
    found = {}
    for number, last, first, prison, cell, pom, com, release, left in rows:
        days = (day_from(release), day_from(left))
        found[number] = SearchedPerson(number, last, first, prison, cell, pom, com, *days)
    return found


def by_crn(
    connection: Database, crns: Iterable[str] | None, *, restricted: bool
) -> dict[str, tuple[str, ...]]:
    """Who has each of these CRNs, or of all there are, by numbers that stand."""
    found: dict[str, tuple[str, ...]] = {}
    for crn, number in connection.all(*by_crn_sql(crns, restricted=restricted)):
        found[crn] = (*found.get(crn, ()), number)
    return found


def by_crn_sql(crns: Iterable[str] | None, *, restricted: bool) -> tuple[str, dict[str, SqlValue]]:
    """The question and what is asked for; the index of CRNs answers it."""
    these = "" if crns is None else "AND crn IN (SELECT value FROM json_each(:crns)) "
    shown = "" if restricted else "AND restricted = 0 "
    return (
        f"SELECT crn, prison_number FROM people WHERE crn IS NOT NULL {these}{shown}"
        "AND merged_into IS NULL ORDER BY crn, prison_number",
        {} if crns is None else {"crns": to_json(sorted(crns))},
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
