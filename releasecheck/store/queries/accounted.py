"""How many people stand where, whether a report shows them or not: one pass, and nobody looked at by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.reports.caseload.accounted import Whereabouts
from releasecheck.store.queries.caseload import listed_sql
from releasecheck.store.queries.filters import HERE_SQL, PERSON_FILTERS, given, narrowing
from releasecheck.store.report_rows import ListAsked
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlValue

_WHO = tuple(name for name in PERSON_FILTERS if name != "leaving_by")


def standings(
    connection: Database,
    today: date,
    filters: Filters,
    shown: Iterable[str],
    first: date | None,
    last: date | None,
    also: ListAsked | None = None,
) -> dict[Whereabouts, int]:
    """Everybody in the record by what decides whether a report shows them.

    `shown`: the prison numbers of whom it shows; `also`: what it has everybody of, besides. `first` and
    `last`: the release days it is about.
    """
    # Whoever has no prison is in none of those asked for: not known is no.
    who = narrowing(filters, _WHO, "p.")
    fits = " AND ".join(f"coalesce({clause}, false)" for clause in who) or "true"
    parameters: dict[str, SqlValue] = {
        **given(filters),
        "today": today.isoformat(),
        "first": None if first is None else first.isoformat(),
        "last": None if last is None else last.isoformat(),
    }
    grouped = _GROUPED.format(fits=fits)
    found: Counter[Whereabouts] = Counter()
    for number, whereabouts in _counted(
        connection, grouped.format(where=" AND ".join(who) or "true"), parameters
    ):
        found[whereabouts] += number
    if who:
        for number, whereabouts in _elsewhere(connection, found):
            found[whereabouts] += number
    clause, asked = _shown(today, shown, also)
    for number, whereabouts in _counted(connection, grouped.format(where=clause), {**parameters, **asked}):
        found[whereabouts] -= number
        found[whereabouts._replace(shown=True)] += number
    return {standing: number for standing, number in found.items() if number}


_GROUPED = f"""
SELECT NOT ({HERE_SQL.format("p.")}) AS released, p.restricted <> 0 AS restricted, {{fits}} AS fits,
  CASE WHEN NOT {{fits}} OR r.release_date IS NULL THEN 'unknown' WHEN r.release_date < :today THEN 'past'
    WHEN r.release_date < :first OR r.release_date > :last THEN 'outside' ELSE 'inside' END AS day, count(*)
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE {{{{where}}}} GROUP BY 1, 2, 3, 4"""


def _counted(
    connection: Database, sql: str, parameters: dict[str, SqlValue]
) -> Iterator[tuple[int, Whereabouts]]:
    for gone, kept, inside, day, number in connection.all(sql, parameters):
        yield number, Whereabouts(False, bool(gone), bool(kept), bool(inside), day)


def _elsewhere(connection: Database, fitting: Mapping[Whereabouts, int]) -> Iterator[tuple[int, Whereabouts]]:
    """Whoever the filters leave out: everybody, less those whom they let through, and no day of theirs."""
    (everybody,), (here, restricted) = connection.one(_EVERYBODY) or (0,), connection.one(_HERE) or (0, 0)
    found = {(False, False): here - restricted, (False, True): restricted, (True, False): everybody - here}
    for standing, number in fitting.items():
        found[standing.released, standing.restricted and not standing.released] -= number
    for (gone, kept), number in found.items():
        yield number, Whereabouts(False, gone, kept, False, "unknown")


_EVERYBODY = "SELECT count(*) FROM people"
#: By an index that has nothing else in it.
_HERE = f"SELECT count(*), count(*) FILTER (WHERE restricted <> 0) FROM people WHERE {HERE_SQL.format('')}"


def _shown(today: date, shown: Iterable[str], also: ListAsked | None) -> tuple[str, dict[str, SqlValue]]:
    """Whom the report shows, of the people `p` with the plans `r`."""
    named = "SELECT value FROM json_each(:shown)"
    parameters: dict[str, SqlValue] = {"shown": to_json(sorted(shown))}
    if also is not None:
        clause, asked = listed_sql(today, also)
        return f"(p.prison_number IN ({named}) OR {clause})", {**asked, **parameters}
    return f"p.prison_number IN ({named})", parameters
