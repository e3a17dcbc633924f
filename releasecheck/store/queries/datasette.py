"""What Datasette is told of a record: what its views say, what may be asked of them, and what stays shut.

The tables behind the views are shut, and SQL of one's own with them: restricted people stand in those tables.
Nothing of anybody is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from releasecheck.formats.json_text import Json
from releasecheck.store.report_rows import SchemaPart

WARNING = (
    "Only read it here: what is changed past the program has no history. What is looked at here is in no log."
)

#: The address of the Datasette that is asked, whatever machine it runs on.
_HERE = "coalesce(nullif(:_header_x_forwarded_proto, ''), 'http') || '://' || :_header_host || '{database}"


class NamedQuery(NamedTuple):
    """Something that can be asked of the views by name, with nothing to type but what it asks for."""

    title: str
    sql: str


def _link(place: str, key: str) -> str:
    """An address of this Datasette that ends in a value: what leads from one view to another."""
    return f"{_HERE}/{place}' || {key}"


QUERIES: Mapping[str, NamedQuery] = {
    "everybody": NamedQuery(
        "Who is here, by release day, each with the way to what is missing for them",
        "SELECT last_name, first_name, prison_number, prison, release_date, overdue, blocked, unknown,\n"
        f"    {_link('one_person?prison_number=', 'prison_number')} AS checklist,\n"
        f"    {_link('v_missing?prison_number=', 'prison_number')} AS missing\n"
        "FROM v_people WHERE released_on IS NULL ORDER BY release_date;\n",
    ),
    "late_tasks": NamedQuery(
        "What is overdue, longest first, each with the way to whose it is",
        "SELECT due_on, days, title, owner, owner_name, last_name, prison_number, prison, release_date,\n"
        f"    {_link('one_person?prison_number=', 'prison_number')} AS checklist,\n"
        f"    {_link('v_people?prison_number=', 'prison_number')} AS person\n"
        "FROM v_missing WHERE state = 'overdue' ORDER BY due_on, prison_number;\n",
    ),
    "one_person": NamedQuery(
        "One person's checklist, done or not",
        "SELECT state, due_on, title, owner, owner_name, outcome, outcome_on, last_name, release_date,\n"
        f"    {_link('v_people?prison_number=', 'prison_number')} AS person\n"
        "FROM v_countdown WHERE prison_number = upper(trim(:prison_number))\n"
        "ORDER BY due_on IS NULL, due_on;\n",
    ),
    "overdue_by_owner": NamedQuery(
        "What each owner has overdue, prison by prison",
        "SELECT prison, owner, count(*) AS overdue\n"
        "FROM v_missing WHERE state = 'overdue'\n"
        "GROUP BY prison, owner ORDER BY overdue DESC;\n",
    ),
    "no_duty_to_refer": NamedQuery(
        "Who leaves within eight weeks without a duty to refer having been made",
        "SELECT prison_number, prison, release_date, state, due_on\n"
        "FROM v_countdown, v_today\n"
        "WHERE item = 'dtr' AND state IN ('to_do', 'overdue', 'blocked', 'expired', 'unknown')\n"
        "  AND release_date BETWEEN today AND date(today, '+56 days')\n"
        "ORDER BY release_date;\n",
    ),
    "facts_to_find": NamedQuery(
        "Which facts, once known, would decide most",
        "SELECT fact.value AS fact, count(DISTINCT prison_number) AS people, count(*) AS tasks\n"
        "FROM v_missing, json_each(missing_facts) AS fact\n"
        "WHERE state = 'unknown'\n"
        "GROUP BY fact.value ORDER BY tasks DESC;\n",
    ),
}

_Shown: TypeAlias = Mapping[str, Json]

#: How each view is shown: what it is narrowed by, what a row goes by, in which order, counted in what.
_VIEWS: Mapping[str, _Shown] = {
    "v_missing": {
        "facets": ["state", "owner", "prison"],
        "label_column": "title",
        "sort": "release_date",
        "units": {"days": "day"},
    },
    "v_countdown": {
        "facets": ["state", "owner", "prison"],
        "label_column": "title",
        "sort": "release_date",
        "units": {"days": "day", "days_lost": "day"},
    },
    "v_people": {
        "facets": ["prison", "pom", "responsible"],
        "label_column": "last_name",
        "sort": "release_date",
        "units": {"days_to_release": "day"},
    },
}
#: What a row of a table goes by, for an office that opens the tables after all.
_LABELS = {"people": "last_name", "items": "title", "entries": "command", "staff": "name"}
_ITS_OWN = ("sqlite_sequence", "_sqlite_migrations")
"""What SQLite and sqlite-utils keep in the file for themselves."""
_SHUT: _Shown = {"hidden": True, "allow": False}


def datasette_metadata(parts: Iterable[SchemaPart], database: str) -> dict[str, Json]:
    """The metadata of a record for Datasette; `database` is the file's name without its ending."""
    described = sorted(parts, key=lambda part: part.place)
    return {
        "title": "Releases to come, and what is missing for them",
        "description": WARNING,
        "databases": {
            database: {
                "description": WARNING,
                "allow_sql": False,
                "tables": {
                    **{part.name: _table(part) for part in described},
                    **{name: dict(_SHUT) for name in _ITS_OWN},
                },
                "queries": {
                    name: {
                        "title": query.title,
                        "sql": query.sql.replace("{database}", f"/{_path(database)}"),
                    }
                    for name, query in QUERIES.items()
                },
            }
        },
    }


def _table(part: SchemaPart) -> dict[str, Json]:
    about: dict[str, Json] = {"description": part.about}
    if words := {column: words for column, words in part.columns if words}:
        about["columns"] = dict(words)
    if part.promised:
        return {**about, **_VIEWS.get(part.name, {})}
    label: dict[str, Json] = {"label_column": _LABELS[part.name]} if part.name in _LABELS else {}
    return {**about, **label, **_SHUT}


def _path(database: str) -> str:
    """A database's name as it stands in Datasette's addresses: all but letters and digits spelt out."""
    letters = (
        "+" if byte == 32 else chr(byte) if re.match(rb"[A-Za-z0-9_-]", bytes([byte])) else f"~{byte:02X}"
        for byte in database.encode()
    )
    return "".join(letters)
