"""How many people stand where, whether a report shows them or not: one pass, and nobody looked at by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.reports.caseload.accounted import Whereabouts
from releasecheck.store.queries.filters import HERE_SQL, PERSON_FILTERS, given, narrowing
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database

_WHO = tuple(name for name in PERSON_FILTERS if name != "leaving_by")


def standings(
    connection: Database,
    today: date,
    filters: Filters,
    shown: Iterable[str],
    first: date | None,
    last: date | None,
) -> dict[Whereabouts, int]:
    """Everybody in the record by what decides whether a report shows them.

    `shown`: the prison numbers of whom it shows. `first` and `last`: the release days it is about.
    """
    # Whoever has no prison is in none of those asked for: not known is no.
    fits = " AND ".join(f"coalesce({clause}, 0)" for clause in narrowing(filters, _WHO, "p.")) or "1"
    rows = connection.all(
        f"""
SELECT shown, released, restricted, fits, day, count(*) FROM (
  SELECT p.prison_number IN (SELECT value FROM json_each(:shown)) AS shown,
    NOT ({HERE_SQL.format("p.")}) AS released, p.restricted <> 0 AS restricted, {fits} AS fits,
    CASE WHEN r.release_date IS NULL THEN 'unknown' WHEN r.release_date < :today THEN 'past'
      WHEN r.release_date < :first OR r.release_date > :last THEN 'outside' ELSE 'inside' END AS day
  FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number)
GROUP BY 1, 2, 3, 4, 5""",
        {
            **given(filters),
            "today": today.isoformat(),
            "shown": to_json(sorted(shown)),
            "first": None if first is None else first.isoformat(),
            "last": None if last is None else last.isoformat(),
        },
    )
    return {
        Whereabouts(bool(seen), bool(released), bool(restricted), bool(inside), day): number
        for seen, released, restricted, inside, day, number in rows
    }
