"""What the program says to a server: by which indexes it is answered, and that its relatives know the words.

Every statement that some commands send is looked at, and every one that makes a record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from pglast import ast, parse_sql
from pglast.visitors import Visitor

from releasecheck.store.postgres import schema
from releasecheck.store.postgres.connection import PostgresConnection
from tests.made_up.program import Run
from tests.made_up.servers import TestServer

ONE = "A5561CD"
PERSON = (f"show {ONE}", f"note {ONE} seen", f"why {ONE} dtr", f"history {ONE}", f"missing --person {ONE}")
PRISON = ("list --prison HMP_Leeds", "missing --prison HMP_Leeds", "missing --prison HMP_Leeds --owner COM")
FOUND = (f"find {ONE}", "find dunne", "list --com okafor", "missing --com okafor")
MANY = (
    "list",
    "today",
    "missing",
    "caseload",
    "forecast",
    "outcomes",
    "log show",
    "log verify",
)
BIG = ("people", "plans", "tasks", "facts", "releases", "outcomes", "notes", "search_words")
#: Small indexes by which all who are here are counted, and who is restricted is known.
COUNTS = {"people_here", "people_by_name", "people_restricted"}

#: Functions that PostgreSQL's distributed relatives document, and what a record makes for itself. Whoever
#: adds one looks it up there first: releasecheck/store/README.md says what each of them lacks.
KNOWN = {
    *("abs", "array_agg", "coalesce", "convert_to", "count", "current_setting", "encode", "generate_series"),
    *("greatest", "json_agg", "json_array_elements", "json_array_elements_text", "json_each_text"),
    *("json_object_agg", "json_typeof", "length", "lower", "max", "min", "nextval", "nullif", "repeat"),
    *("row_number", "row_to_json", "set_config", "setval", "sha256", "string_agg", "strpos", "substr", "sum"),
    *("timezone", "to_char", "to_json", "upper", "replace", "now", "pg_get_serial_sequence", "date", "round"),
    *(
        "row_security_active",
        "has_table_privilege",
        "to_regclass",
        "to_regnamespace",
        "pg_has_role",
        "position",
        "overlay",
        "mod",
    ),
    *("json_each", "json_extract", "instr", "julianday", "append", "digest_of", "mark_of", "btrim", "left"),
}
#: What some of them do not have, or only promise to have.
STRANGE = (
    *(ast.ListenStmt, ast.NotifyStmt, ast.UnlistenStmt, ast.LockStmt, ast.RuleStmt, ast.CreateEventTrigStmt),
    *(ast.RangeTableSample, ast.DeclareCursorStmt, ast.CreateExtensionStmt, ast.CreateTableSpaceStmt),
    *(ast.CurrentOfExpr, ast.CreatePLangStmt, ast.CreateForeignTableStmt, ast.XmlExpr),
)
#: What counts those whom a list is not about, or is no question; and in so many words how many there are.
_OF_ALL = ("append(", "AS fits")
_EVERYBODY = "SELECT count(*) FROM people"
_SYSTEM = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}


class _Strange(Visitor):
    """Gathers what is outside of what all of them know."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def visit(self, _: Any, node: Any) -> None:
        if isinstance(node, STRANGE):
            self.found.append(type(node).__name__)
        elif isinstance(node, ast.FuncCall):
            name = (node.funcname or ())[-1].sval
            if name not in KNOWN:
                self.found.append(f"{name}()")
        elif isinstance(node, ast.ColumnRef):
            last = (node.fields or ())[-1]
            if isinstance(last, ast.String) and last.sval in _SYSTEM:
                self.found.append(last.sval)
        elif isinstance(node, ast.Constraint) and "EXCLUSION" in repr(node.contype):
            self.found.append("EXCLUDE")
        elif isinstance(node, ast.LockingClause) and "Skip" in repr(node.waitPolicy):
            self.found.append("SKIP LOCKED")


def strange_in(sql: str) -> list[str]:
    """What in these statements is outside of the portable words."""
    visitor = _Strange()
    visitor(parse_sql(sql))
    return visitor.found


@pytest.fixture
def asked(run: Run, server: TestServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Every statement that a command sends, on the record of the demonstration."""
    url, sent = server.url(server.database()), list[str]()
    assert run("demo", "--keep", url).code == 0
    server.sql("ANALYZE", url.rpartition("/")[2])
    really = PostgresConnection._written

    def listen(self: PostgresConnection, sql: str, parameters: Any) -> bytes:
        written = really(self, sql, parameters)
        sent.append(written.decode())
        return written

    monkeypatch.setattr(PostgresConnection, "_written", listen)

    def of(words: str) -> list[str]:
        sent.clear()
        done = run("--record", url, *(word.replace("_", " ") for word in words.split()))
        assert done.code == 0, done.err
        with closing(psycopg2.connect(url, options="-c search_path=releasecheck")) as other:
            return [*dict.fromkeys(sent), *_scans(other, sent)]

    return of


def _scans(other: Any, sent: Iterable[str]) -> Iterator[str]:
    """What the server would have to go through from end to end, as `SCAN table: statement`.

    On so few people it would rather do so anyway: it is told not to where there is any other way.
    """
    with other.cursor() as cursor:
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET enable_{way} = off")
        for sql in sent:
            if not sql.lstrip().startswith(("SELECT", "WITH")) or any(one in sql for one in _OF_ALL):
                continue
            if sql.strip() == _EVERYBODY:
                continue
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            ((plan,),) = cursor.fetchall()
            plan = json.loads(plan) if isinstance(plan, str) else plan
            yield from (f"SCAN {table}: {' '.join(sql.split())}" for table in _through(plan[0]["Plan"]))


def _through(node: dict[str, Any]) -> Iterator[str]:
    table, index = node.get("Relation Name"), node.get("Index Name")
    whole = node["Node Type"] == "Seq Scan" or (
        "Index Cond" not in node and "Recheck Cond" not in node and index not in COUNTS
    )
    if table in BIG and whole:
        yield str(table)
    for below in node.get("Plans", ()):
        yield from _through(below)


@pytest.mark.parametrize("words", [*PERSON, *PRISON, *FOUND])
def test_whoever_is_named_is_found_by_an_index(asked: Callable[..., list[str]], words: str) -> None:
    assert [one for one in asked(words) if one.startswith("SCAN")] == []


def test_a_whole_country_is_gone_through(asked: Callable[..., list[str]]) -> None:
    """The measure measures: without anybody named there is nothing to go by."""
    assert any(one.startswith("SCAN") for one in asked("outcomes"))


@pytest.mark.parametrize("words", [*PERSON, *PRISON, *FOUND, *MANY])
def test_what_a_command_asks_is_known_to_all_relatives(asked: Callable[..., list[str]], words: str) -> None:
    found = {one: strange_in(one) for one in asked(words) if not one.startswith("SCAN")}
    assert {one: strange for one, strange in found.items() if strange} == {}


def test_so_is_what_makes_a_record() -> None:
    assert {one: strange for one in schema.statements() if (strange := strange_in(one))} == {}


@pytest.mark.parametrize(
    ("sql", "strange"),
    [
        ("LISTEN x", "ListenStmt"),
        ("SELECT pg_advisory_lock(1)", "pg_advisory_lock()"),
        ("SELECT 1 FROM people FOR UPDATE SKIP LOCKED", "SKIP LOCKED"),
        ("SELECT ctid FROM people", "ctid"),
        ("SELECT 1 FROM people TABLESAMPLE system(1)", "RangeTableSample"),
        ("CREATE TABLE x(a int, EXCLUDE USING gist (a WITH =))", "EXCLUDE"),
    ],
)
def test_what_only_postgresql_knows_is_found(sql: str, strange: str) -> None:
    assert strange in strange_in(sql)
