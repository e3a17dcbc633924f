"""How many people stand where, whether a report shows them or not: one pass, and nobody looked at by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.reports.caseload.accounted import Whereabouts
from releasecheck.store.queries.caseload import listed_sql
from releasecheck.store.queries.filters import HERE_SQL, PERSON_FILTERS, given, narrowing
from releasecheck.store.queries.needs import standing_sql
from releasecheck.store.report_rows import ListAsked, NeedsAsked
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
    also: NeedsAsked | ListAsked | None = None,
) -> dict[Whereabouts, int]:
    """Everybody in the record by what decides whether a report shows them.

    `shown`: the prison numbers of whom it shows; `also`: what it has everybody of, besides. `first` and
    `last`: the release days it is about.
    """
    # Whoever has no prison is in none of those asked for: not known is no.
    fits = " AND ".join(f"coalesce({clause}, 0)" for clause in narrowing(filters, _WHO, "p.")) or "1"
    grouped = f"""
SELECT NOT ({HERE_SQL.format("p.")}) AS released, p.restricted <> 0 AS restricted, {fits} AS fits,
  CASE WHEN r.release_date IS NULL THEN 'unknown' WHEN r.release_date < :today THEN 'past'
    WHEN r.release_date < :first OR r.release_date > :last THEN 'outside' ELSE 'inside' END AS day, count(*)
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
{{where}} GROUP BY 1, 2, 3, 4"""
    parameters: dict[str, SqlValue] = {
        **given(filters),
        "today": today.isoformat(),
        "first": None if first is None else first.isoformat(),
        "last": None if last is None else last.isoformat(),
    }
    found: Counter[Whereabouts] = Counter()
    for gone, kept, inside, day, number in connection.all(grouped.format(where=""), parameters):
        found[Whereabouts(False, bool(gone), bool(kept), bool(inside), day)] += number
    clause, asked = _shown(today, shown, also)
    these = grouped.format(where=f"WHERE {clause}")
    for gone, kept, inside, day, number in connection.all(these, {**parameters, **asked}):
        not_shown = Whereabouts(False, bool(gone), bool(kept), bool(inside), day)
        found[not_shown] -= number
        found[not_shown._replace(shown=True)] += number
    return {standing: number for standing, number in found.items() if number}


def _shown(
    today: date, shown: Iterable[str], also: NeedsAsked | ListAsked | None
) -> tuple[str, dict[str, SqlValue]]:
    """Whom the report shows, of the people `p` with the plans `r`."""
    named = "SELECT value FROM json_each(:shown)"
    parameters: dict[str, SqlValue] = {"shown": to_json(sorted(shown))}
    if isinstance(also, ListAsked):
        clause, asked = listed_sql(today, also)
        return f"(p.prison_number IN ({named}) OR {clause})", {**asked, **parameters}
    if also is not None:
        inner, asked = standing_sql(today, also)
        named, parameters = f"{named} UNION ALL SELECT prison_number FROM ({inner})", {**asked, **parameters}
    return f"p.prison_number IN ({named})", parameters
