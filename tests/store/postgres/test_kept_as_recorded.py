"""What was recorded on a server is changed by nobody unseen, and each value is what its column says."""

from __future__ import annotations

import psycopg2
import pytest

from releasecheck.store.postgres import schema, structure
from releasecheck.store.postgres.dialect import statement
from releasecheck.store.sqlite.connection import SCHEMA
from releasecheck.store.sqlite.guards import APPEND_ONLY
from tests.made_up.program import Run
from tests.made_up.servers import TestServer

ADD = ("add", "A1111AA", "--name", "SMITH, John", "--release", "2027-02-06", "--type", "CRD")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_nothing_that_was_recorded_is_taken_out_by_another_program(
    server: TestServer, name: str, table: str
) -> None:
    with pytest.raises(psycopg2.Error, match=f"what was recorded in {table} is kept as it is"):
        server.sql(f"TRUNCATE releasecheck.{table} CASCADE", name)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE releasecheck.facts SET value = 'x'",
        "DELETE FROM releasecheck.facts",
        'UPDATE releasecheck.log SET "by" = $$x$$',
        "DELETE FROM releasecheck.log",
        "UPDATE releasecheck.entries SET hash = NULL",
        "UPDATE releasecheck.salts SET digest = ''",
    ],
)
def test_and_changed_by_none(run: Run, server: TestServer, name: str, url: str, deed: str) -> None:
    assert run("--record", url, *ADD).code == 0
    with pytest.raises(psycopg2.Error, match="is kept as it is"):
        server.sql(deed, name)
    assert run("--record", url, "record", "verify").code == 0


@pytest.mark.parametrize(
    ("deed", "seen"),
    [
        ("UPDATE facts SET value = 'JONES' WHERE fact = 'last_name'", "not as it was written"),
        ("DELETE FROM log WHERE id = 1", "is not there"),
        ("UPDATE log SET at = at + interval '1 second' WHERE id = 1", "is not as it was written"),
        ("UPDATE people SET last_name = 'JONES'", "last_name is not what was told"),
        ("UPDATE people SET restricted = 1", "not as this program last wrote it"),
        ("UPDATE tasks SET due_on = due_on + 1 WHERE item = 'bank_account'", "is not what comes out today"),
        ("INSERT INTO meta VALUES ('made_up', 'x')", "meta: not as this program last wrote it"),
        ("UPDATE schema_steps SET name = 'x'", "schema_steps: not as this program last wrote it"),
    ],
)
def test_what_the_owner_changes_all_the_same_is_seen(
    run: Run, server: TestServer, name: str, url: str, deed: str, seen: str
) -> None:
    assert run("--record", url, *ADD).code == 0
    server.sql(f"SET session_replication_role = replica; SET search_path = releasecheck; {deed}", name)
    done = run("--record", url, "record", "verify")
    assert done.code == 1
    assert seen in done.out + done.err


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("entries", "at", "timestamp with time zone"),
        ("entries", "day", "date"),
        ("log", "at", "timestamp with time zone"),
        ("facts", "told_on", "date"),
        ("people", "date_of_birth", "date"),
        ("people", "restricted", "smallint"),
        ("plans", "release_date", "date"),
        ("tasks", "due_on", "date"),
        ("tasks", "open", "smallint"),
        ("tasks", "evidence", "text"),
        ("log_lists", "people", "bytea"),
    ],
)
def test_days_and_moments_have_types_of_their_own(
    server: TestServer, name: str, table: str, column: str, kind: str
) -> None:
    assert server.sql(
        "SELECT data_type FROM information_schema.columns WHERE table_schema = 'releasecheck' "
        f"AND table_name = '{table}' AND column_name = '{column}'",
        name,
    ) == [(kind,)]


def test_the_tables_are_those_of_a_file_and_of_the_same_version() -> None:
    assert structure.SCHEMA == SCHEMA
    assert sum(one.startswith("CREATE TABLE") for one in schema.statements()) > 20


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("a = ? AND b = ':x'", "a = %s AND b = ':x'"),
        ("a LIKE 'x%' AND b = :name", "a LIKE 'x%%' AND b = %(name )s"),
        ("a IN (SELECT value FROM json_each(?))", "a = ANY(%s)"),
        ("a NOT IN (SELECT value FROM json_each(:x))", "a <> ALL(%(x list)s)"),
        ("a COLLATE NOCASE IN (SELECT value FROM json_each(:x))", "lower(a) = ANY(%(x small)s)"),
        ("FROM a INDEXED BY b CROSS JOIN c AS d ON d.x = a.x", "FROM a JOIN c AS d ON d.x = a.x"),
        ("FROM a CROSS JOIN json_each(b) AS c", "FROM a CROSS JOIN json_each(b) AS c"),
        ("a IS NOT 'DEAD' AND b IS NOT NULL", "a IS DISTINCT FROM 'DEAD' AND b IS NOT NULL"),
        ("a::text", "a::text"),
    ],
)
def test_what_both_cannot_say_is_said_in_each_ones_words(ours: str, theirs: str) -> None:
    assert statement(ours).sql == theirs
