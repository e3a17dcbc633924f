"""Whether every value in a record can be read at all, table by table; a row that cannot is named by its key.

Asked in SQL, so that nothing is read into values that may not be any.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from releasecheck.people.facts import FACTS, from_text
from releasecheck.store.tables.people import fact_columns

if TYPE_CHECKING:
    from releasecheck.store.database import Database

_MOST = 20
"""Rows of one column that are named."""

_DAY = "date({0}) IS NOT {0} OR {0} < '0001' OR length({0}) <> 10"
_MOMENT = "strftime('%Y-%m-%dT%H:%M:%SZ', {0}) IS NOT {0} OR {0} < '0001' OR length({0}) <> 20"
_FLAG = "{0} NOT IN (0, 1)"
_NUMBER = "typeof({0}) <> 'integer'"
_JSON = "NOT json_valid({0})"
_LIST = "CASE WHEN json_valid({0}) THEN json_type({0}) <> 'array' ELSE 1 END"
_MAP = (
    "CASE WHEN json_valid({0}) THEN json_type({0}) <> 'object' "
    "OR EXISTS (SELECT 1 FROM json_each({0}) AS one WHERE one.type <> 'text') ELSE 1 END"
)
_DAYS = (
    "CASE WHEN json_valid({0}) THEN json_type({0}) <> 'object' "
    "OR EXISTS (SELECT 1 FROM json_each({0}) AS one WHERE date(one.value) IS NOT one.value) ELSE 1 END"
)
_TEXTS = (
    "CASE WHEN json_valid({0}) THEN json_type({0}) <> 'array' "
    "OR EXISTS (SELECT 1 FROM json_each({0}) AS one WHERE one.type <> 'text') ELSE 1 END"
)
_WHO = (
    "CASE WHEN json_valid({0}) AND json_type({0}) = 'object' THEN json_type({0}, '$.list') IS NOT 'text' "
    f"OR json_type({{0}}, '$.count') IS NOT 'integer' ELSE {_TEXTS} END"
)
_AFTER_A_DAY = "{0} NOT LIKE '-%' AND date(substr({0}, 1, 10)) IS NOT substr({0}, 1, 10)"

_PLAN_DAYS = (
    "valid_from valid_until release_date nominal_date told_on may_move_to handover_date handover_start "
    "earliest_release handover_from handover_until licence_start hard_stop hard_stop_warning licence_from "
    "licence_until"
).split()

#: What each table's rows are named by, and what cannot be read in which column.
_SHAPES: dict[str, tuple[str, dict[str, str]]] = {
    "entries": ("id", {"at": _MOMENT, "day": _DAY, "origin_seq": _NUMBER}),
    "facts": ("id", {"told_on": _DAY}),
    "releases": ("id", {"told_on": _DAY, "date": _DAY, "confirmed": _FLAG, "anchors": _DAYS}),
    "outcomes": ("id", {"on_date": _DAY, "evidence": _MAP}),
    "notes": ("id", {"on_date": _DAY, "fields": _MAP}),
    "staff": ("id", {"left_on": _DAY}),
    "closed_days": ("date", {"date": _DAY}),
    "log": ("id", {"at": _MOMENT, "people": _WHO, "written_at": _MOMENT}),
    "holds": ("prison_number", {"at": _MOMENT}),
    "erased": ("prison_number", {"at": _MOMENT}),
    "runs": ("id", {"at": _MOMENT, "summary": _JSON}),
    "night_rows": ("prison_number", {"line": _AFTER_A_DAY}),
    "items": ("item", {"local_parts": _TEXTS, "outcomes": _MAP, "unsaid": _TEXTS}),
    "plans": (
        "prison_number",
        {**dict.fromkeys(_PLAN_DAYS, _DAY), "anchors": _DAYS, "stopped": _LIST, "doubts": _LIST},
    ),
}
_PERSON = {"date": _DAY, "yes_no": _FLAG, "whole_number": _NUMBER}


def kind_of(table: str, column: str) -> str | None:
    """Whether a column holds a day, a moment or a flag; None for anything else, and for those of tasks."""
    if table == "people":
        wrong = _people().get(column)
    else:
        wrong = _SHAPES[table][1].get(column) if table in _SHAPES else None
    return {_DAY: "day", _MOMENT: "moment", _FLAG: "flag"}.get(wrong or "")


def _people() -> dict[str, str]:
    people = {"known_since": _DAY, "restricted": _FLAG}
    return people | {fact.name: _PERSON[fact.kind] for fact in fact_columns() if fact.kind in _PERSON}


def unreadable(connection: Database) -> Iterator[str]:
    """Each value that cannot be read: its table, key and column."""
    for table, (key, columns) in _SHAPES.items():
        yield from _in_table(connection, table, key, columns)
    yield from _in_table(connection, "people", "prison_number", _people())
    yield from _facts(connection)


def _in_table(connection: Database, table: str, key: str, columns: dict[str, str]) -> Iterator[str]:
    for column, wrong in columns.items():
        name = f'"{column}"'
        rows = connection.all(
            f"SELECT {key} FROM {table} WHERE {name} IS NOT NULL AND ({wrong.format(name)}) LIMIT {_MOST}"
        )
        yield from (f"{table} {row}: {column} cannot be read" for (row,) in rows)


def _facts(connection: Database) -> Iterator[str]:
    """Facts are kept as text, and read by the kind of the fact."""
    parsed = [fact.name for fact in FACTS.values() if fact.kind in _PERSON]
    named = f"fact IN ({', '.join('?' * len(parsed))})"
    for name, value in connection.all(
        f"SELECT DISTINCT fact, value FROM facts WHERE value IS NOT NULL AND {named}", parsed
    ):
        try:
            from_text(FACTS[name], value)
        except ValueError:
            rows = connection.all(
                f"SELECT id FROM facts WHERE fact = ? AND value = ? ORDER BY id LIMIT {_MOST}", (name, value)
            )
            yield from (f"facts {row}: {name} cannot be read" for (row,) in rows)
