"""How much is open for whom, counted from the index on open tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal

from releasecheck.planning.states import STATE_SQL
from releasecheck.reports.figures.mix import MIX, MixCount, MixFact
from releasecheck.reports.figures.workload import NamedLoad, OwnerLoad, Unowned
from releasecheck.store.queries.filters import ASKED_SQL, HERE_SQL, PERSON_FILTERS, given, narrowing
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import day_from, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlValue


def _parameters(today: date, until: date, filters: Filters) -> dict[str, SqlValue]:
    return {"today": today.isoformat(), "until": until.isoformat(), **given(filters)}


def _people(filters: Filters) -> str:
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, PERSON_FILTERS, "p."))
    return f"{HERE_SQL.format('p.')} AND p.restricted = 0{clauses}"


def owner_loads(connection: Database, today: date, until: date, filters: Filters) -> list[OwnerLoad]:
    """What is open in each prison for each role; read from the index alone, in its order."""
    sql, parameters = owner_loads_sql(today, until, filters)
    return [OwnerLoad(*row) for row in connection.all(sql, parameters)]


def owner_loads_sql(today: date, until: date, filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `owner_loads`."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters))
    return (
        f"SELECT prison, owner, count(*), count(*) FILTER (WHERE {STATE_SQL} = 'overdue') "
        f"FROM tasks INDEXED BY tasks_open WHERE open = 1 AND {ASKED_SQL}{clauses} GROUP BY prison, owner "
        "ORDER BY prison NULLS FIRST, owner",
        _parameters(today, until, filters),
    )


def people_by_prison(connection: Database, filters: Filters) -> dict[str | None, int]:
    """How many people who have not left are in each prison."""
    rows = connection.all(
        f"SELECT p.prison, count(*) FROM people AS p WHERE {_people(filters)} "
        "GROUP BY 1 ORDER BY 1 NULLS FIRST",
        given(filters),
    )
    return dict(rows)


def named_loads(
    connection: Database, role: Literal["POM", "COM"], today: date, until: date, filters: Filters
) -> list[NamedLoad]:
    """How many people each POM or COM has, and what is open of that role for them."""
    sql, parameters = named_loads_sql(role, today, until, filters)
    return [NamedLoad(*row) for row in connection.all(sql, parameters)]


def named_loads_sql(
    role: Literal["POM", "COM"], today: date, until: date, filters: Filters
) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `named_loads`."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters))
    return (
        f"""
SELECT p.{role.lower()}, count(*), coalesce(sum(t.opened), 0), coalesce(sum(t.overdue), 0)
FROM people AS p LEFT JOIN (
  SELECT prison_number, count(*) AS opened, count(*) FILTER (WHERE {STATE_SQL} = 'overdue') AS overdue
  FROM tasks INDEXED BY tasks_open
  WHERE open = 1 AND owner = '{role}' AND {ASKED_SQL}{clauses} GROUP BY 1) AS t
ON t.prison_number = p.prison_number
WHERE {_people(filters)} GROUP BY 1 ORDER BY 1 NULLS FIRST""",
        _parameters(today, until, filters),
    )


def unowned(connection: Database, filters: Filters) -> list[Unowned]:
    """People in prison with no POM, or whose COM is responsible and not named; who leaves first first."""
    rows = connection.all(
        f"""
SELECT p.prison_number, p.last_name, p.first_name, p.prison, r.release_date, p.pom IS NULL,
  p.com IS NULL AND coalesce(r.responsible, '') = 'COM'
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE {_people(filters)} AND (p.pom IS NULL OR (p.com IS NULL AND r.responsible = 'COM'))
ORDER BY r.release_date IS NULL, r.release_date, p.prison_number""",
        given(filters),
    )
    return [
        Unowned(number, last, first, prison, day_from(release_on), bool(no_pom), bool(no_com))
        for number, last, first, prison, release_on, no_pom, no_com in rows
    ]


def mix(connection: Database, filters: Filters, numbers: Iterable[str] | None) -> list[MixCount]:
    """Of how many people each fact of the mix is so; of these people, or of all who have not left."""
    if numbers is None:
        where, parameters = _people(filters), given(filters)
    else:
        where = "p.restricted = 0 AND p.prison_number IN (SELECT value FROM json_each(:these))"
        parameters = {"these": to_json(sorted(set(numbers)))}
    sums = ", ".join(map(_so_and_known, MIX))
    row = connection.one(f"SELECT count(*), {sums} FROM people AS p WHERE {where}", parameters)
    people, *found = row or (0, *[0] * (2 * len(MIX)))
    return [
        MixCount(each.key, so, known, people - known)
        for each, so, known in zip(MIX, found[::2], found[1::2], strict=True)
    ]


def _so_and_known(each: MixFact) -> str:
    """The two sums of one fact: of how many it is so, and of how many it is known."""
    answers = ", ".join(f"'{answer}'" for answer in each.answers)
    return f'count(*) FILTER (WHERE CAST("{each.fact}" AS TEXT) IN ({answers})), count("{each.fact}")'
