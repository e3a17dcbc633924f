"""Which reasons were given in a time, by item and month: never by whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from releasecheck.people.entries import HANDED_BACK
from releasecheck.reports.figures.reasons import ReasonGiven
from releasecheck.store.queries.filters import PERSON_FILTERS, given, narrowing
from releasecheck.store.rows import Filters
from releasecheck.store.tables.reading import STANDS

if TYPE_CHECKING:
    from releasecheck.store.database import Database


def reasons_given(connection: Database, first: date, last: date, filters: Filters) -> list[ReasonGiven]:
    """How often each reason was recorded of an outcome, or a code of a handing back, by item and month."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, PERSON_FILTERS, "p."))
    who = f"JOIN people AS p USING (prison_number) WHERE p.restricted = 0 AND t.{STANDS}{clauses}"
    span = "t.on_date BETWEEN :first AND :last"
    rows = connection.all(
        f"""
SELECT t.item, t.outcome, substr(t.on_date, 1, 7), t.reason, count(*) FROM outcomes AS t {who}
  AND t.reason IS NOT NULL AND {span} GROUP BY 1, 2, 3, 4
UNION ALL
SELECT t.item, t.kind, substr(t.on_date, 1, 7), json_extract(t.fields, '$.code'), count(*)
FROM notes AS t {who} AND t.kind = '{HANDED_BACK}' AND {span} GROUP BY 1, 2, 3, 4
ORDER BY 1, 3, 4 NULLS FIRST""",
        {"first": first.isoformat(), "last": last.isoformat(), **given(filters)},
    )
    return [ReasonGiven(*row) for row in rows]
