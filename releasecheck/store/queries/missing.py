"""What is missing, whose and since when, as one indexed query each.

`tasks.open` is 1 where a task could be missing on some day for somebody who is neither released nor
restricted; the partial index on it holds every column that the state follows from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from releasecheck.core.domain import DONE_BEFORE
from releasecheck.planning.states import MISSING, STATE_SQL
from releasecheck.store.queries.filters import (
    ASKED_SQL,
    EARLIEST_SQL,
    ORDER_SQL,
    PERSON_FILTERS,
    UNKNOWN_SQL,
    given,
    narrowing,
)
from releasecheck.store.report_rows import AskedFact, Gap, MissingCount, MissingPerson, MissingTask, Sent
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import day_from, map_from, stop_from, texts_from, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, SqlValue

#: The riskiest first; a risk that nobody has recorded comes before a medium one.
_RISKIEST = (
    "CASE p.rosh WHEN 'very_high' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 3 WHEN 'low' THEN 4 ELSE 2 END"
)
#: What the person `p` with the plan `r` is put in order by: by risk, then by who leaves soonest.
RANK_SQL = f"{_RISKIEST}, {ORDER_SQL} IS NULL, {ORDER_SQL} < :today, {ORDER_SQL}, p.prison_number"
#: What a report says of the person `p` with the plan `r`.
ABOUT_SQL = (
    "p.prison_number, p.last_name, p.first_name, p.prison, p.com, p.pom, p.rosh, r.release_date, "
    f"{EARLIEST_SQL}, r.stopped"
)
#: Filters on a task that do not ask for its state.
_OF_TASK = ("owner", "item", "pathway", "mine")
_WORST = {state: n for n, state in enumerate(MISSING)}
_AT_A_TIME = 250


def missing_by_person(
    connection: Database, today: date, until: date, filters: Filters
) -> Iterator[MissingPerson]:
    """Everything missing on a day; what is merely to do only if due by `until`.

    By risk of harm, then by who leaves soonest; for each person the worst first.
    A few hundred people are read at a time: a country's rows need no more room than a prison's.
    """
    with connection.snapshot():
        people = connection.each(*people_sql(today, filters))
        while some := list(islice(people, _AT_A_TIME)):
            yield from missing_of(connection, some, today, until, filters)


def missing_of(
    connection: Database, people: Sequence[SqlRow], today: date, until: date, filters: Filters
) -> Iterator[MissingPerson]:
    """What is missing for these people, given as `ABOUT_SQL` has them, in their order."""
    found: dict[str, list[SqlRow]] = {}
    for row in connection.all(*tasks_sql(people, today, until, filters)):
        found.setdefault(row[0], []).append(row)
    for person in people:
        theirs = found.get(person[0])
        if theirs:
            theirs.sort(key=_worst_first)
            tasks = tuple([MissingTask._make(row[1:]) for row in theirs])
            days = map(day_from, person[7:9])
            yield MissingPerson._make((*person[:7], *days, stop_from(person[9]), tasks))


def _worst_first(row: SqlRow) -> tuple[int, str, str]:
    return _WORST[row[2]], row[3] or "~", row[1]


def people_sql(today: date, filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """Whom the report is about, in its order."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, PERSON_FILTERS, "p."))
    return (
        f"""
SELECT {ABOUT_SQL}
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE p.restricted = 0{clauses}
ORDER BY {RANK_SQL}""",
        {"today": today.isoformat(), **given(filters)},
    )


def tasks_sql(
    people: Sequence[SqlRow], today: date, until: date, filters: Filters
) -> tuple[str, dict[str, SqlValue]]:
    """What is missing for these people: their tasks lie together, so each person is one reading."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, _OF_TASK, "t."))
    states = f" AND {STATE_SQL} IN (SELECT value FROM json_each(:state))" if filters.state else ""
    return (
        f"""
SELECT t.prison_number, t.item, {STATE_SQL} AS state, t.due_on, t.outcome_on, t.missing_facts, t.gaps,
    t.needs, t.owner, t.owner_name, t.outcome, t.outcome_next,
    CASE t.stage WHEN 'waiting' THEN t.evidence END, t.misfit, t.closes_on,
    t.contested_with, t.contested_name
FROM json_each(:who) AS w CROSS JOIN tasks AS t ON t.prison_number = w.value
WHERE t.open = 1 AND {ASKED_SQL}{clauses}{states}""",
        {
            "today": today.isoformat(),
            "until": until.isoformat(),
            "who": to_json([person[0] for person in people]),
            **given(filters),
        },
    )


def count_gaps(connection: Database, filters: Filters) -> int:
    """How many outcomes lack evidence that they ask for."""
    sql, parameters = gaps_sql(filters)
    row = connection.one(f"SELECT count(*) FROM ({sql}) AS x", parameters)
    return row[0] if row else 0


def missing_counts(connection: Database, today: date, until: date, filters: Filters) -> list[MissingCount]:
    """How much is missing in each prison, by owner and state; read from the index alone."""
    sql, parameters = counts_sql(today, until, filters)
    return [MissingCount(*row) for row in connection.all(sql, parameters)]


def counts_sql(today: date, until: date, filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `missing_counts`."""
    inner, parameters = _standing(today, until, filters)
    return (
        f"SELECT prison, owner, state, count(*) FROM ({inner}) AS x GROUP BY 1, 2, 3 "
        "ORDER BY 1 NULLS FIRST, 2, 3",
        parameters,
    )


def missing_people(connection: Database, today: date, until: date, filters: Filters) -> list[str]:
    """Whose rows `missing_by_person` gives, by prison number; read from the index alone."""
    inner, parameters = _standing(today, until, filters)
    rows = connection.all(f"SELECT DISTINCT prison_number FROM ({inner}) AS x ORDER BY 1", parameters)
    return [number for (number,) in rows]


def _standing(today: date, until: date, filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """Which tasks are missing, and in what state, from the columns of the index."""
    parameters: dict[str, SqlValue] = {
        "today": today.isoformat(),
        "until": until.isoformat(),
        **given(filters),
    }
    clauses = "".join(f"\n    AND {clause}" for clause in narrowing(filters))
    return (
        f"""SELECT prison_number, item, prison, owner, missing_facts, {STATE_SQL} AS state
    FROM tasks WHERE open = 1 AND {ASKED_SQL}{clauses}""",
        parameters,
    )


def asked_facts(connection: Database, today: date, filters: Filters) -> list[AskedFact]:
    """What is not known and would settle whether tasks apply, the fact of most people first."""
    sql, parameters = _standing(today, today, filters)
    rows = connection.all(
        f"""SELECT f.value, count(DISTINCT t.prison_number), count(*) FROM ({sql}) AS s
CROSS JOIN tasks AS t ON t.prison_number = s.prison_number AND t.item = s.item
CROSS JOIN json_each(t.missing_facts) AS f
WHERE s.state = 'unknown' GROUP BY 1 ORDER BY 2 DESC, 1""",
        parameters,
    )
    return [AskedFact(*row) for row in rows]


def done_before(connection: Database, today: date, filters: Filters) -> int:
    """Of how many tasks it is not known whether they were done before the people were recorded."""
    sql, parameters = done_before_sql(today, filters)
    row = connection.one(sql, parameters)
    return row[0] if row else 0


def done_before_sql(today: date, filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `done_before`."""
    inner, parameters = _standing(today, today, filters)
    return (
        f"SELECT count(*) FROM ({inner} AND {UNKNOWN_SQL}) AS s "
        f"WHERE instr(s.missing_facts, '\"{DONE_BEFORE}\"') > 0",
        parameters,
    )


def sent(connection: Database, today: date, filters: Filters) -> list[Sent]:
    """What was sent and is waited for on a day, whether it is time to chase or not."""
    sql, parameters = sent_sql(today, filters)
    return [
        Sent(number, item, date.fromisoformat(on), map_from(evidence))
        for number, item, on, evidence in connection.all(sql, parameters)
    ]


def sent_sql(today: date, filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `sent`."""
    clauses = "".join(f"\n    AND {clause}" for clause in narrowing(filters, (*PERSON_FILTERS, *_OF_TASK)))
    return (
        f"""SELECT s.prison_number, s.item, t.outcome_on, t.evidence FROM (
    SELECT prison_number, item FROM tasks
    WHERE open = 1 AND stage = 'waiting' AND (counts_until IS NULL OR :today <= counts_until){clauses}) AS s
CROSS JOIN tasks AS t ON t.prison_number = s.prison_number AND t.item = s.item
WHERE t.outcome_on IS NOT NULL
ORDER BY t.outcome_on, s.prison_number, s.item""",
        {"today": today.isoformat(), **given(filters)},
    )


def waited_for(connection: Database, filters: Filters) -> dict[str, frozenset[str]]:
    """By prison number, the facts without which nobody can say whether a task applies."""
    found: dict[str, set[str]] = {}
    for number, facts in connection.all(*waited_for_sql(filters)):
        found.setdefault(number, set()).update(texts_from(facts))
    return {number: frozenset(facts) for number, facts in found.items()}


def waited_for_sql(filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `waited_for`: the index holds only tasks of people who are here."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, (*PERSON_FILTERS, *_OF_TASK)))
    return (
        f"""SELECT DISTINCT s.prison_number, t.missing_facts FROM (
    SELECT prison_number, item FROM tasks INDEXED BY tasks_open
    WHERE open = 1 AND rest = 'unknown'{clauses}) AS s
CROSS JOIN tasks AS t ON t.prison_number = s.prison_number AND t.item = s.item
ORDER BY s.prison_number""",
        given(filters),
    )


def gaps(connection: Database, filters: Filters) -> list[Gap]:
    """What an outcome asks for and nobody wrote down, by prison number and item."""
    sql, parameters = gaps_sql(filters)
    return [
        Gap._make((*row[:6], date.fromisoformat(row[6]), texts_from(row[7]), map_from(row[8])))
        for row in connection.all(sql, parameters)
    ]


def gaps_sql(filters: Filters) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `gaps`: by the index of tasks with evidence missing, or by whose they are."""
    by_person = filters.number or filters.pom or filters.com
    clauses = "".join(
        f"\n  AND {clause}" for clause in narrowing(filters, (*PERSON_FILTERS, *_OF_TASK), "s.")
    )
    return (
        f"""
SELECT s.prison_number, p.last_name, p.first_name, s.item, s.owner, t.outcome, t.outcome_on, s.gaps,
  t.evidence
FROM tasks AS s{"" if by_person else " INDEXED BY tasks_with_gaps"}
CROSS JOIN people AS p ON p.prison_number = s.prison_number
CROSS JOIN tasks AS t ON t.prison_number = s.prison_number AND t.item = s.item
WHERE s.gaps <> '[]' AND p.restricted = 0 AND t.outcome_on IS NOT NULL{clauses}
ORDER BY s.prison_number, s.item""",
        given(filters),
    )
