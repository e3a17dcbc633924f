"""Releases ahead and what they ask for, read in one pass over few columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.planning.states import STATE_SQL
from releasecheck.reports.figures.forecast import Leaver, NeedCount
from releasecheck.store.queries.filters import HERE_SQL, PERSON_FILTERS, given, narrowing
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlValue

_DONE = "'done', 'done_late', 'not_achieved', 'declined'"


def _window(today: date, until: date, filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """Releases of people still here, by the index on the date."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, PERSON_FILTERS, "p."))
    return (
        f"""FROM plans AS r INDEXED BY plans_by_release
CROSS JOIN people AS p ON p.prison_number = r.prison_number
WHERE r.release_date BETWEEN :today AND :until AND {HERE_SQL.format("p.")} AND p.restricted = 0{clauses}""",
        {"today": today.isoformat(), "until": until.isoformat(), **given(filters)},
    )


def leavers(connection: Database, today: date, until: date, filters: Filters) -> list[Leaver]:
    """Everybody who leaves in these days, the soonest first."""
    sql, parameters = leavers_sql(today, until, filters)
    return [
        Leaver._make((*who, date.fromisoformat(on), kind, bool(confirmed), bool(compressed), bool(told)))
        for *who, on, kind, confirmed, compressed, told in connection.all(sql, parameters)
    ]


def leavers_sql(today: date, until: date, filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `leavers`."""
    window, parameters = _window(today, until, filters)
    return (
        f"""
SELECT p.prison_number, p.last_name, p.first_name, p.prison, p.com, r.release_date, r.release_type,
  r.confirmed,
  EXISTS (SELECT 1 FROM tasks WHERE prison_number = p.prison_number AND open = 1 AND days_lost IS NOT NULL),
  EXISTS (SELECT 1 FROM tasks WHERE prison_number = p.prison_number AND item = 'release_told'
    AND stage IN ('done', 'done_late'))
{window}
ORDER BY r.release_date, p.prison_number""",
        parameters,
    )


def needs(
    connection: Database, today: date, until: date, filters: Filters, items: Iterable[str]
) -> list[NeedCount]:
    """How many releases of each month have each of these items to arrange, arranged, or in doubt."""
    window, parameters = _window(today, until, filters)
    asked = "CROSS JOIN json_each(:items) AS i CROSS JOIN tasks AS t ON t.prison_number = r.prison_number"
    those = window.replace("WHERE", f"{asked} AND t.item = i.value\nWHERE", 1)
    rows = connection.all(
        f"""
SELECT month, item, count(*) FILTER (WHERE state NOT IN ({_DONE}, 'unknown')),
  count(*) FILTER (WHERE state IN ({_DONE})), count(*) FILTER (WHERE state = 'unknown')
FROM (SELECT substr(r.release_date, 1, 7) AS month, t.item, {STATE_SQL} AS state
  {those}) AS x
WHERE state NOT IN ('not_required', 'not_applicable')
GROUP BY 1, 2 ORDER BY 1, 2""",
        {**parameters, "items": to_json(list(items))},
    )
    return [NeedCount(*row) for row in rows]
