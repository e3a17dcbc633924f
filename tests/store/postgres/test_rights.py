"""What each role may do: what was recorded is kept by rights alone, without any trigger."""

from __future__ import annotations

import psycopg2
import pytest

from releasecheck.store.sqlite.guards import APPEND_ONLY
from tests.made_up.program import Run
from tests.made_up.servers import TestServer
from tests.store.postgres.conftest import LOGINS

ADD = ("add", "A1111AA", "--name", "SMITH, John", "--release", "2027-02-06", "--type", "CRD", "prison=LEI")
REFUSED = psycopg2.errors.InsufficientPrivilege


@pytest.fixture
def without_triggers(server: TestServer, shared: str) -> str:
    """The same record where nothing but rights keeps anything."""
    for table in APPEND_ONLY:
        server.sql(f"ALTER TABLE releasecheck.{table} DISABLE TRIGGER USER", shared)
    return shared


@pytest.mark.parametrize("login", LOGINS)
def test_nobody_changes_or_takes_out_what_was_recorded(
    run: Run, server: TestServer, without_triggers: str, login: str
) -> None:
    name = without_triggers
    assert run("--record", server.url(name, "worker_lei"), *ADD).code == 0
    for table in (*APPEND_ONLY, "heads", "schema_steps"):
        (column,) = server.sql(
            "SELECT attname FROM pg_attribute WHERE attnum = 1 "
            f"AND attrelid = 'releasecheck.{table}'::regclass",
            name,
        )[0]
        for deed in (
            f'UPDATE {table} SET "{column}" = "{column}"',
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
            f"ALTER TABLE {table} DISABLE TRIGGER ALL",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            f"DROP TABLE {table} CASCADE",
        ):
            with pytest.raises(REFUSED):
                server.as_login(name, login, deed)
    assert run("--record", server.url(name, "officer"), "record", "verify").code == 0


@pytest.mark.parametrize(
    "deed",
    [
        'INSERT INTO log(origin, id, at, "by", command, kind, people, previous_hash, hash, role) '
        "VALUES ('x', 1, now(), 'x', 'x', 'alteration', '[]', 'x', 'x', 'x')",
        "INSERT INTO heads(office, origin) VALUES ('x', 'x')",
        "INSERT INTO erased(prison_number, at, rule) VALUES ('A1111AA', now(), 'x')",
        "INSERT INTO schema_steps VALUES (99, 'x', 'x', now())",
        "CREATE TABLE mine(one int)",
        "CREATE OR REPLACE FUNCTION my_rooms() RETURNS text[] LANGUAGE sql AS 'SELECT ARRAY[''MDI'']'",
        "DROP FUNCTION append(json)",
        "SET ROLE releasecheck_owner",
        'GRANT "releasecheck_in_MDI" TO CURRENT_USER',
    ],
)
def test_nobody_writes_what_the_server_alone_writes(server: TestServer, shared: str, deed: str) -> None:
    for login in LOGINS:
        with pytest.raises((REFUSED, psycopg2.errors.InvalidGrantOperation)):
            server.as_login(shared, login, deed)


@pytest.mark.parametrize("table", ["facts", "entries", "people", "tasks", "plans", "meta", "holds", "words"])
def test_a_reader_writes_nothing(server: TestServer, shared: str, table: str) -> None:
    for deed in (f"INSERT INTO {table} SELECT * FROM {table}", f"DELETE FROM {table}"):
        with pytest.raises(REFUSED):
            server.as_login(shared, "reader_lei", deed)


@pytest.mark.parametrize("table", ["closed_days", "holds", "runs", "night_rows"])
def test_what_is_one_for_all_is_changed_by_managers_and_information_officers(
    server: TestServer, shared: str, table: str
) -> None:
    with pytest.raises(REFUSED):
        server.as_login(shared, "worker_lei", f"DELETE FROM {table}")
    for login in ("manager_lei", "officer"):
        server.as_login(shared, login, f"DELETE FROM {table}")


def test_a_reader_looks_and_every_look_is_logged(run: Run, server: TestServer, shared: str) -> None:
    assert run("--record", server.url(shared, "worker_lei"), *ADD).code == 0
    where = ("--record", server.url(shared, "reader_lei"))
    for words in (("show", "A1111AA"), ("list",), ("missing",), ("today",), ("history", "A1111AA")):
        done = run(*where, *words)
        assert done.code == 0, done.err
    done = run(*where, "note", "A1111AA", "seen")
    assert done.code == 1
    assert "your login may not do that" in done.err
    looks = server.sql("SELECT count(*) FROM releasecheck.log WHERE role = 'reader_lei'", shared)
    assert looks[0][0] == 5


def test_a_reader_is_told_that_plans_are_those_of_another_day(
    run: Run, server: TestServer, shared: str
) -> None:
    assert run("--record", server.url(shared, "worker_lei"), *ADD).code == 0
    done = run("--record", server.url(shared, "reader_lei"), "show", "A1111AA", as_of="2027-03-20")
    assert done.code == 0, done.err
    assert "your login may only read" in done.err


def test_a_worker_works(run: Run, server: TestServer, shared: str) -> None:
    where = ("--record", server.url(shared, "worker_lei"))
    for words in (
        ADD,
        ("note", "A1111AA", "seen"),
        ("mark", "A1111AA", "bank_account", "done"),
        ("set", "A1111AA", "cell=B2-14", "pom=P. Marsh"),
        ("redate", "A1111AA", "2027-03-01", "--type", "CRD", "--source", "court"),
        ("undo", "--yes"),
        ("own", "A1111AA", "dtr", "COM"),
        ("released", "A1111AA", "--on", "2026-11-20"),
        ("void", "1", "--reason", "wrong person"),
    ):
        done = run(*where, *words)
        assert done.code in (0, 2), (words, done.err)
        assert "may not" not in done.err, words
    done = run("--record", server.url(shared, "officer"), "record", "verify")
    assert done.code == 0, done.err


def test_an_information_officer_restricts_and_lifts_it(run: Run, server: TestServer, shared: str) -> None:
    assert run("--record", server.url(shared, "worker_lei"), *ADD).code == 0
    where = ("--record", server.url(shared, "officer"), "--reason", "court")
    for words in (("record", "restrict", "A1111AA"), ("record", "unrestrict", "A1111AA")):
        done = run(*where, *words)
        assert done.code == 0, done.err
    assert run(*where, "record", "verify").code == 0


def test_the_log_is_read_whole_by_the_information_officer_alone(
    run: Run, server: TestServer, shared: str
) -> None:
    assert run("--record", server.url(shared, "worker_lei"), *ADD).code == 0
    assert run("--record", server.url(shared, "reader_lei"), "show", "A1111AA").code == 0
    counted = "SELECT count(*) FROM log"
    lines = {login: server.as_login(shared, login, counted)[0][0] for login in LOGINS}
    assert lines["officer"] == lines["manager_lei"] == 2
    assert lines["worker_lei"] == lines["reader_lei"] == 1
    assert lines["worker_mdi"] == 0
    done = run("--record", server.url(shared, "officer"), "log", "verify")
    assert done.code == 0, done.err


def test_whoever_is_let_in_by_nobody_sees_nothing(run: Run, server: TestServer, shared: str) -> None:
    server.sql("DROP ROLE IF EXISTS passer_by")
    server.sql("CREATE ROLE passer_by LOGIN")
    done = run("--record", server.url(shared, "passer_by"), "list")
    assert (done.code, done.out) == (1, "")
    assert "your login may not do that" in done.err


@pytest.mark.parametrize("words", [("record", "verify"), ("log", "verify")])
def test_the_whole_is_proved_by_whoever_sees_the_whole(
    run: Run, server: TestServer, shared: str, words: tuple[str, ...]
) -> None:
    assert run("--record", server.url(shared, "worker_lei"), *ADD).code == 0
    for login in LOGINS:
        done = run("--record", server.url(shared, login), *words)
        assert (done.code == 0) == (login == "officer"), (login, done.err)
        assert ("sees a part of this record" in done.err) == (login != "officer")
