"""The caseload's people: who leaves when, with what is missing for each, and how many there are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.core.domain import NOTHING, Doubt, Facts, FactValue
from releasecheck.core.words import full_name
from releasecheck.people.custody_checks import list_check
from releasecheck.planning.states import STATE_SQL
from releasecheck.policy.release_checks import lacks_recall
from releasecheck.reports.person import phrases
from releasecheck.store.queries.filters import (
    ASKED_SQL,
    EARLIEST_SQL,
    HERE_SQL,
    MISSING_SQL,
    ORDER_SQL,
    PERSON_FILTERS,
    SAME_CRN_SQL,
    TASK_FILTERS,
    given,
    narrowing,
)
from releasecheck.store.report_rows import ListAsked, PersonCounts
from releasecheck.store.rows import Filters
from releasecheck.store.tables.columns import day_from, doubts_from, stop_from, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, SqlValue


def caseload_rows(
    connection: Database, today: date, until: date, of: ListAsked, *, limit: int | None = None
) -> list[PersonCounts]:
    """People by release date, with how many of their tasks are missing or waiting on the day.

    Whoever has none stands by the earliest possible day. What is to do counts if due by `until`. At most
    `limit` of them, or all.
    """
    sql, parameters = rows_sql(today, until, of, limit=limit)
    return [_caseload_row(row) for row in connection.all(sql, parameters)]


def rows_sql(
    today: date, until: date, of: ListAsked, *, limit: int | None = None
) -> tuple[str, dict[str, SqlValue]]:
    """The query behind `caseload_rows`."""
    clause, parameters = listed_sql(today, of)
    parameters["until"] = until.isoformat()
    tasks = "".join(f"\n      AND {each}" for each in narrowing(of.filters, TASK_FILTERS))
    # A checked person's tasks are counted nowhere.
    counts = (
        "'{}'"
        if of.to_check
        else f"""(SELECT json_group_object(state, number) FROM
    (SELECT state, count(*) AS number FROM (SELECT {STATE_SQL} AS state, due_on FROM tasks
        WHERE prison_number = p.prison_number AND open = 1{tasks}) AS s
      WHERE state IN ({MISSING_SQL}, 'waiting')
      AND (state <> 'to_do' OR due_on IS NULL OR due_on <= :until)
      GROUP BY state) AS counted)"""
    )
    if limit is not None:
        parameters["limit"] = limit
    return (
        f"""
SELECT p.prison_number, p.last_name, p.first_name, p.prison, p.pom, p.com, r.release_date, r.release_type,
  r.confirmed, p.released_on, r.responsible,
  p.custody_status, p.last_movement, p.last_movement_on, p.release_day_words,
  {counts}, r.stopped, {EARLIEST_SQL}, p.recall, p.legal_status, p.rosh, {SAME_CRN_SQL},
  r.doubts
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE {clause}
ORDER BY {ORDER_SQL} IS NULL, {ORDER_SQL}, p.prison_number{"" if limit is None else " LIMIT :limit"}""",
        parameters,
    )


def count_listed(connection: Database, today: date, of: ListAsked) -> int:
    """How many people the list has."""
    clause, parameters = listed_sql(today, of)
    row = connection.one(
        "SELECT count(*) FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number "
        f"WHERE {clause}",
        parameters,
    )
    return row[0] if row else 0


def listed_sql(today: date, of: ListAsked) -> tuple[str, dict[str, SqlValue]]:
    """Whether the list has the person `p` with the plan `r`."""
    parameters: dict[str, SqlValue] = {"today": today.isoformat(), **given(of.filters)}
    who = [*narrowing(of.filters, PERSON_FILTERS, "p."), "p.restricted = 0"]
    # Whoever a list has elsewhere than the record does is asked about among those who are here.
    gone = "p.released_on IS NOT NULL AND p.custody_status IS NULL AND p.merged_into IS NULL"
    asked = "p.custody_status IS NOT NULL AND p.merged_into IS NULL"
    here = f"({HERE_SQL.format('p.')} OR {asked})"
    who.append({"here": here, "gone": gone, "both": f"({here} OR {gone})"}[of.which])
    if of.to_check:
        who.append(_TO_CHECK)
    if of.leaving_by is not None:
        who.append(f"{ORDER_SQL} <= :leaving_by_then")
        parameters["leaving_by_then"] = of.leaving_by.isoformat()
    if of.days is not None:
        who.append(_ON_DAYS)
        parameters["first_day"], parameters["last_day"] = (day.isoformat() for day in of.days)
    if of.without:
        who.append("p.prison_number NOT IN (SELECT value FROM json_each(:without))")
        parameters["without"] = to_json(sorted(of.without))
    return " AND ".join(who), parameters


_ON_DAYS = (
    "(coalesce(p.released_on, r.release_date) BETWEEN :first_day AND :last_day "
    "OR p.released_on IS NULL AND (r.release_date IS NULL OR r.release_date < :today) "
    "OR p.custody_status IS NOT NULL OR p.release_day_words IS NOT NULL)"
)

_ALARMED = (
    "instr({0}doubts, 'true') > 0 AND "
    "EXISTS (SELECT 1 FROM json_each({0}doubts) AS one WHERE one.value LIKE '%,true]')"
)
"""Whether one of the doubts that a plan holds is an alarm: its last value says so."""

_TO_CHECK = (
    "(p.custody_status IS NOT NULL OR p.release_day_words IS NOT NULL OR r.stopped IS NOT NULL "
    f"OR r.release_date < :today OR {SAME_CRN_SQL} IS NOT NULL OR {_ALARMED.format('r.')})"
)
"""Whose place a list left open, whose release is stopped, whose day has gone by, whose CRN two have, or of
whom there is an alarm."""


def to_check(connection: Database, filters: Filters) -> list[tuple[str, str, str]]:
    """Of whom there is an alarm, or whom a list leaves a question about: number, name, what to look at."""
    clauses = "".join(f" AND {clause}" for clause in narrowing(filters, PERSON_FILTERS, "p."))
    rows = connection.all(
        f"""SELECT p.prison_number, p.last_name, p.first_name, p.released_on,
  p.legal_status, p.custody_status, p.last_movement, p.last_movement_on, p.release_day_words, r.doubts
FROM people AS p LEFT JOIN plans AS r ON r.prison_number = p.prison_number
WHERE (p.custody_status IS NOT NULL OR p.release_day_words IS NOT NULL OR {_ALARMED.format("r.")})
AND p.restricted = 0 AND p.merged_into IS NULL{clauses} ORDER BY 1""",
        given(filters),
    )
    found: list[tuple[str, str, str]] = []
    for number, last, first, released_on, status, *custody, doubts in rows:
        check = list_check(number, _listed(custody, released_on, status))
        alarms = alarms_from(doubts)
        if check is None and alarms:
            check = phrases.alarm_words(number, alarms)
        if check is not None:
            found.append((number, full_name(last, first), check))
    return found


_LOOKED_AT = (
    f"({HERE_SQL.format('')} OR EXISTS (SELECT 1 FROM tasks "
    f"WHERE tasks.prison_number = people.prison_number AND open = 1 AND {ASKED_SQL}))"
)


def numbers(connection: Database, filters: Filters) -> list[str]:
    """Everybody whom the filters on people let through, gone or not, in order; never the restricted."""
    clauses = " AND ".join(["restricted = 0", *narrowing(filters, PERSON_FILTERS)])
    rows = connection.all(f"SELECT prison_number FROM people WHERE {clauses} ORDER BY 1", given(filters))
    return [number for (number,) in rows]


def known_from(connection: Database, filters: Filters) -> date | None:
    """The day on which the first of these people was recorded, of those who are here; None for nobody."""
    clauses = " AND ".join([HERE_SQL.format(""), "restricted = 0", *narrowing(filters, PERSON_FILTERS)])
    row = connection.one(f"SELECT min(known_since) FROM people WHERE {clauses}", given(filters))
    return None if row is None else day_from(row[0])


def count_people(connection: Database, today: date, until: date, filters: Filters) -> int:
    """How many people the filters on people let through: all who are here, and those gone with tasks to do.

    Whoever has gone, and of whom something is to be recorded only after `until`, is nobody's caseload yet.
    """
    clauses = " AND ".join([_LOOKED_AT, "restricted = 0", *narrowing(filters, PERSON_FILTERS)])
    days: dict[str, SqlValue] = {"today": today.isoformat(), "until": until.isoformat()}
    row = connection.one(f"SELECT count(*) FROM people WHERE {clauses}", {**days, **given(filters)})
    return 0 if row is None else int(row[0])


def _caseload_row(row: SqlRow) -> PersonCounts:
    number, last, first, prison, pom, com, release_on, kind, confirmed, released_on, responsible = row[:11]
    *custody, counts, stopped, earliest_on, recall, legal_status, rosh, same_crn, doubts = row[11:]
    recalled: Facts = {"recall": recall == 1, **({"legal_status": legal_status} if legal_status else {})}
    return PersonCounts(
        *(number, last, first, prison, pom, com, day_from(release_on), kind, bool(confirmed)),
        *(day_from(released_on), responsible, json.loads(counts), stop_from(stopped)),
        list_check(number, _listed(custody, released_on, legal_status)),
        day_from(earliest_on),
        lacks_recall(kind, bool(confirmed), recalled),
        rosh,
        tuple(sorted((same_crn or "").split())),
        alarms_from(doubts),
    )


def alarms_from(doubts: str | None) -> tuple[Doubt, ...]:
    """Those of a plan's doubts that are alarms."""
    return tuple(one for one in doubts_from(doubts) if one.pressing)


def _listed(columns: Sequence[SqlValue], released_on: SqlValue, legal_status: SqlValue) -> Facts:
    """What a list said of where somebody is and when they leave, as facts."""
    status, movement, moved_on, words = columns
    if status is None and words is None:
        return NOTHING
    days = {"last_movement_on": moved_on, "released_on": released_on}
    found: dict[str, FactValue] = {name: date.fromisoformat(str(day)) for name, day in days.items() if day}
    said = {
        "custody_status": status,
        "last_movement": movement,
        "legal_status": legal_status,
        "release_day_words": words,
    }
    return {**found, **{name: value for name, value in said.items() if value is not None}}
