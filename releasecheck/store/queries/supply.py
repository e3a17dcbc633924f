"""What people needed and what there was: as recorded in some days, and as it stands for those who leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.policy.catalogue import NONE_IN_REGION
from releasecheck.reports.figures.supply import ITEMS, SupplyRow
from releasecheck.store.queries.filters import HERE_SQL, PERSON_FILTERS, given, narrowing
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import map_from, to_json
from releasecheck.store.tables.latest import by_clock
from releasecheck.store.tables.reading import STANDS

if TYPE_CHECKING:
    from releasecheck.store.database import Database

_ITEMS = ", ".join(f"'{item}'" for item in ITEMS)
_NONE = f"t.rest = 'not_required' AND instr(t.reasons, '\"{NONE_IN_REGION}\"') > 0"


def supply_recorded(connection: Database, first: date, last: date, filters: Filters) -> list[SupplyRow]:
    """Everything recorded of these items between these days, oldest first, whoever is in prison still."""
    clauses = "".join(f" AND p.{clause}" for clause in narrowing(filters, PERSON_FILTERS))
    rows = connection.all(
        f"""
SELECT p.prison_number, p.prison, p.home_region, substr(o.on_date, 1, 7), o.item, o.outcome, o.evidence
FROM outcomes AS o CROSS JOIN people AS p ON p.prison_number = o.prison_number
CROSS JOIN entries AS e ON e.id = o.entry
WHERE o.on_date BETWEEN :first AND :last AND o.item IN ({_ITEMS}) AND o.{STANDS}
  AND p.restricted = 0 AND p.merged_into IS NULL{clauses}
ORDER BY o.on_date, {by_clock()}, o.id""",
        {"first": first.isoformat(), "last": last.isoformat(), **given(filters)},
    )
    return [SupplyRow._make((*told, map_from(evidence))) for *told, evidence in rows]


def supply_ahead(connection: Database, today: date, until: date, filters: Filters) -> list[SupplyRow]:
    """How each of these items stands for those who leave in these days, by the month they leave in."""
    clauses = "".join(f" AND p.{clause}" for clause in narrowing(filters, PERSON_FILTERS))
    rows = connection.all(
        f"""
SELECT p.prison_number, p.prison, p.home_region, substr(r.release_date, 1, 7), t.item,
  CASE WHEN {_NONE} THEN NULL ELSE t.outcome END, t.evidence
FROM plans AS r INDEXED BY plans_by_release
CROSS JOIN people AS p ON p.prison_number = r.prison_number
CROSS JOIN tasks AS t ON t.prison_number = r.prison_number
WHERE r.release_date BETWEEN :today AND :until AND {HERE_SQL.format("p.")} AND p.restricted = 0
  AND t.item IN ({_ITEMS}) AND (t.outcome IS NOT NULL OR {_NONE}){clauses}
ORDER BY r.release_date, p.prison_number, t.sequence""",
        {"today": today.isoformat(), "until": until.isoformat(), **given(filters)},
    )
    return [SupplyRow._make((*told, map_from(evidence))) for *told, evidence in rows]


def none_in_region(connection: Database, numbers: Iterable[str]) -> list[tuple[str, str | None, str, str]]:
    """Whose home region has none of what they would need: number, prison, region and item."""
    rows = connection.all(
        f"""
SELECT p.prison_number, p.prison, p.home_region, t.item
FROM json_each(?) AS w CROSS JOIN people AS p ON p.prison_number = w.value
CROSS JOIN tasks AS t ON t.prison_number = w.value
WHERE {_NONE} ORDER BY 1""",
        (to_json(sorted(set(numbers))),),
    )
    return [(str(number), prison, str(region), str(item)) for number, prison, region, item in rows]
