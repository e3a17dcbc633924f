"""A record on a server that is of another version: refused, or brought up to date by whoever owns it."""

from __future__ import annotations

import pytest

from releasecheck.store.postgres import structure
from tests.made_up.program import Run
from tests.made_up.servers import TestServer

OLDER = "SET session_replication_role = replica; UPDATE releasecheck.schema_steps SET id = 17"
NEWER = "SET session_replication_role = replica; UPDATE releasecheck.schema_steps SET id = 99"
NEXT = ("CREATE TABLE made_up(id bigint PRIMARY KEY)", "INSERT INTO made_up VALUES (1)")


def test_one_that_is_up_to_date_stays_as_it_is(run: Run, url: str) -> None:
    done = run("--record", url, "record", "migrate")
    assert (done.code, done.out) == (0, f"{url} is up to date (version 18): nothing to do.\n")


@pytest.mark.parametrize("words", [("list",), ("record", "migrate")])
def test_a_newer_one_is_refused(run: Run, server: TestServer, name: str, url: str, words: tuple[str]) -> None:
    server.sql(NEWER, name)
    done = run("--record", url, *words)
    assert (done.code, done.out) == (1, "")
    assert "was made by a newer version of releasecheck" in done.err


def test_an_older_one_is_brought_up_to_date_by_its_owner_and_by_nothing_else(
    run: Run, server: TestServer, name: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.sql(OLDER, name)
    done = run("--record", url, "list")
    assert done.code == 1
    assert "releasecheck record migrate" in done.err
    done = run("--record", url, "record", "migrate")
    assert done.code == 1
    assert "there is no way from version 17 to version 18" in done.err
    monkeypatch.setattr(structure, "STEPS", {18: NEXT})
    server.sql("DROP ROLE IF EXISTS not_the_owner")
    server.sql("CREATE ROLE not_the_owner LOGIN")
    server.sql("GRANT USAGE ON SCHEMA releasecheck TO not_the_owner", name)
    server.sql("GRANT SELECT ON ALL TABLES IN SCHEMA releasecheck TO not_the_owner", name)
    done = run("--record", server.url(name, "not_the_owner"), "record", "migrate")
    assert done.code == 1
    assert "belong to another login" in done.err
    server.sql("DROP OWNED BY not_the_owner", name)
    done = run("--record", url, "record", "migrate")
    assert done.code == 0, done.err
    assert "was brought from version 17 to version 18" in done.out
    assert server.sql("SELECT id FROM releasecheck.made_up", name) == [(1,)]
    assert run("--record", url, "list").code == 0


def test_a_step_that_fails_changes_nothing(
    run: Run, server: TestServer, name: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.sql(OLDER, name)
    monkeypatch.setattr(structure, "STEPS", {18: (*NEXT, "SELECT 1 FROM nowhere")})
    assert run("--record", url, "record", "migrate").code == 1
    assert server.sql("SELECT to_regclass('releasecheck.made_up')", name) == [(None,)]
    assert server.sql("SELECT max(id) FROM releasecheck.schema_steps", name) == [(17,)]
