"""The caseload's reports as one indexed query each: what is missing, whose, and who leaves when.

`tasks.open` is 1 where a task could be missing on some day for somebody who is neither released nor
restricted; the partial index on it holds every column that the state follows from.
"""

from __future__ import annotations

import json
from datetime import date

from releasecheck.states import MISSING, STATE_SQL
from releasecheck.store.columns import TaskReader, day_from, to_json
from releasecheck.store.connection import Connection, SqlRow, Value
from releasecheck.store.report_rows import CaseloadRow, MissingCount, MissingRow
from releasecheck.store.rows import Filters

_MISSING = ", ".join(f"'{state}'" for state in MISSING)
#: Any of several values, given as JSON; a name in any case.
_ANY = "IN (SELECT value FROM json_each(:{}))"
_NARROWING = {
    "number": "prison_number " + _ANY,
    "prison": "prison " + _ANY,
    "owner": "owner " + _ANY,
    "item": "item " + _ANY,
    "pathway": "item IN (SELECT item FROM items WHERE pathway " + _ANY + ")",
    "pom": "prison_number IN (SELECT prison_number FROM people WHERE pom COLLATE NOCASE " + _ANY + ")",
    "com": "prison_number IN (SELECT prison_number FROM people WHERE com COLLATE NOCASE " + _ANY + ")",
    "state": "state " + _ANY,
}
_PERSON_FILTERS = ("number", "prison", "pom", "com")


def missing_rows(connection: Connection, today: date, until: date, filters: Filters) -> list[MissingRow]:
    """Everything missing on a day, soonest due first; what is merely to do only if due by `until`."""
    sql, parameters = missing_sql(today, until, filters)
    reader = TaskReader()
    return [_missing_row(row, reader) for row in connection.all(sql, parameters)]


def _missing_row(row: SqlRow, reader: TaskReader) -> MissingRow:
    day = reader.day
    number, last, first, prison, item, title, action, pathway, owner, owner_name, state, *rest = row
    due_on, opens_on, chase_on, outcome, outcome_on, outcome_next, missing, needs, release_on, protection = (
        rest
    )
    return MissingRow(
        *(number, last, first, prison, item, title, action, pathway, owner, owner_name, state),
        *(due_on and day(due_on), opens_on and day(opens_on), chase_on and day(chase_on)),
        *(outcome, outcome_on and day(outcome_on), outcome_next),
        reader.texts(missing),
        reader.needs(needs),
        release_on and day(release_on),
        bool(protection),
    )


def missing_sql(today: date, until: date, filters: Filters) -> tuple[str, dict[str, Value]]:
    """The query behind `missing_rows`: the index says which tasks, and only those are read."""
    inner, parameters = _standing(today, until, filters)
    return (
        f"""
SELECT s.prison_number, p.last_name, p.first_name, t.prison, s.item, i.title, i.action, i.pathway,
    t.owner, t.owner_name, s.state, t.due_on, t.opens_on, t.chase_on, t.outcome, t.outcome_on, t.outcome_next,
    t.missing_facts, t.needs, r.release_date, coalesce(i.public_protection, 0)
FROM ({inner}) AS s
CROSS JOIN tasks AS t ON t.prison_number = s.prison_number AND t.item = s.item
CROSS JOIN people AS p ON p.prison_number = s.prison_number
LEFT JOIN plans AS r ON r.prison_number = s.prison_number
LEFT JOIN items AS i ON i.item = s.item
ORDER BY t.due_on IS NULL, t.due_on, r.release_date IS NULL, r.release_date, s.prison_number, t.sequence""",
        parameters,
    )


def missing_counts(connection: Connection, today: date, until: date, filters: Filters) -> list[MissingCount]:
    """How much is missing in each prison, by owner and state; read from the index alone."""
    sql, parameters = counts_sql(today, until, filters)
    return [MissingCount(*row) for row in connection.all(sql, parameters)]


def counts_sql(today: date, until: date, filters: Filters) -> tuple[str, dict[str, Value]]:
    """The query behind `missing_counts`."""
    inner, parameters = _standing(today, until, filters)
    return (
        f"SELECT prison, owner, state, count(*) FROM ({inner}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        parameters,
    )


def _standing(today: date, until: date, filters: Filters) -> tuple[str, dict[str, Value]]:
    """Which tasks are missing, and in what state, from the columns of the index."""
    asked = filters.asked()
    parameters: dict[str, Value] = {"today": today.isoformat(), "until": until.isoformat()}
    parameters |= {name: to_json(values) for name, values in asked.items()}
    narrowing = "".join(f"\n    AND {_NARROWING[name].format(name)}" for name in asked)
    return (
        f"""SELECT prison_number, item, prison, owner, {STATE_SQL} AS state
    FROM tasks WHERE open = 1 AND state IN ({_MISSING})
    AND (state <> 'to_do' OR due_on IS NULL OR due_on <= :until){narrowing}""",
        parameters,
    )


def caseload_rows(
    connection: Connection,
    today: date,
    until: date,
    filters: Filters,
    *,
    leaving_by: date | None = None,
    released: bool = False,
) -> list[CaseloadRow]:
    """People by release date, with how many of their tasks are missing or waiting on the day.

    What is to do counts if due by `until`. `leaving_by` leaves out later releases and people without a date;
    `released` lists the people who have left instead of those still here.
    """
    asked = filters.asked()
    parameters: dict[str, Value] = {"today": today.isoformat(), "until": until.isoformat()}
    parameters |= {name: to_json(values) for name, values in asked.items()}
    who = [f"p.{_NARROWING[name].format(name)}" for name in _PERSON_FILTERS if name in asked]
    which = [_NARROWING[name].format(name) for name in asked if name not in _PERSON_FILTERS]
    who.append("p.restricted = 0")
    who.append(f"p.released_on IS {'NOT ' if released else ''}NULL")
    if leaving_by is not None:
        who.append("r.release_date <= :leaving_by")
        parameters["leaving_by"] = leaving_by.isoformat()
    tasks = "".join(f"\n      AND {clause}" for clause in which)
    rows = connection.all(
        f"""
SELECT p.prison_number, p.last_name, p.first_name, p.prison, p.pom, p.com, r.release_date, r.release_type,
  r.confirmed, p.released_on, r.responsible,
  (SELECT json_group_object(state, number) FROM
    (SELECT {STATE_SQL} AS state, count(*) AS number FROM tasks
      WHERE prison_number = p.prison_number AND open = 1 AND state IN ({_MISSING}, 'waiting')
      AND (state <> 'to_do' OR due_on IS NULL OR due_on <= :until){tasks}
      GROUP BY state))
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE {" AND ".join(who)}
ORDER BY r.release_date IS NULL, r.release_date, p.prison_number""",
        parameters,
    )
    return [_caseload_row(row) for row in rows]


_WITH_TASKS = (
    "(released_on IS NULL OR EXISTS "
    "(SELECT 1 FROM tasks WHERE tasks.prison_number = people.prison_number AND open = 1))"
)


def numbers(connection: Connection, filters: Filters) -> list[str]:
    """Everybody whom the filters on people let through, gone or not, in order; never the restricted."""
    asked = filters.asked()
    who = [_NARROWING[name].format(name) for name in _PERSON_FILTERS if name in asked]
    parameters: dict[str, Value] = {name: to_json(values) for name, values in asked.items()}
    clauses = " AND ".join(["restricted = 0", *who])
    rows = connection.all(f"SELECT prison_number FROM people WHERE {clauses} ORDER BY 1", parameters)
    return [number for (number,) in rows]


def count_people(connection: Connection, filters: Filters) -> int:
    """How many people the filters on people let through: all who are here, and those gone with tasks left."""
    asked = filters.asked()
    who = [_NARROWING[name].format(name) for name in _PERSON_FILTERS if name in asked]
    parameters: dict[str, Value] = {name: to_json(values) for name, values in asked.items()}
    clauses = " AND ".join([_WITH_TASKS, "restricted = 0", *who])
    row = connection.one(f"SELECT count(*) FROM people WHERE {clauses}", parameters)
    return 0 if row is None else int(row[0])


def _caseload_row(row: SqlRow) -> CaseloadRow:
    number, last, first, prison, pom, com, release_on, kind, confirmed, released_on, responsible, counts = row
    return CaseloadRow(
        *(number, last, first, prison, pom, com, day_from(release_on), kind, bool(confirmed)),
        *(day_from(released_on), responsible, json.loads(counts)),
    )
