"""The views of a record on a server, and every view and table of it in words, for `record schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from releasecheck.planning.states import STATE_SQL
from releasecheck.store.sqlite import schema as words
from releasecheck.store.sqlite.views import since_asked, views

if TYPE_CHECKING:
    from releasecheck.store.postgres.connection import PostgresConnection
    from releasecheck.store.report_rows import SchemaPart

#: Today is the day where it is read, as that session's time zone has it.
VIEWS = since_asked(
    views(
        STATE_SQL.replace(":today", "today").strip(),
        "CURRENT_DATE",
        "count(*) FILTER (WHERE state = '{}')",
        " AS t",
    )
)
_HERE_ALONE = {"heads": "where the chains of each office end: its last entry and line, by number and hash"}
_THERE = """SELECT relname, CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) END FROM pg_class
WHERE relnamespace = 'releasecheck'::regnamespace AND relkind IN ('r', 'v') AND relname <> ?
ORDER BY relkind = 'v', oid"""
_COLUMNS = """SELECT attname FROM pg_attribute
WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum"""


def parts(connection: PostgresConnection, made: Mapping[str, str]) -> list[SchemaPart]:
    """The tables and views of a record as they are, in the order they were made.

    `made`: the statement that makes each table.
    """
    found = []
    for name, view in connection.all(_THERE, (connection.steps,)):
        columns = [column for (column,) in connection.all(_COLUMNS, (f"releasecheck.{name}",))]
        sql = f"CREATE VIEW {name} AS\n{str(view).strip().rstrip(';')}" if view else made.get(name, "")
        part = words.part(str(name), sql, columns)
        found.append(part._replace(about=part.about or _HERE_ALONE.get(part.name, "")))
    return found
