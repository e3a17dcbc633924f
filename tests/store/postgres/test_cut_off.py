"""What is cut off, and by what: it is there whole or not at all, and whoever typed it hears which."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from releasecheck.store.postgres.connection import PostgresConnection
from tests.made_up import servers
from tests.made_up.program import Run
from tests.made_up.servers import TestServer

ADD = ("add", "A1111AA", "--name", "SMITH, John", "--release", "2027-02-06", "--type", "CRD")
PEOPLE = Path(__file__).parents[3] / "releasecheck/data/demo/people.csv"

#: Where a command is cut off: before its last step, or while it writes.
MOMENTS = ("last", "write_rows", "execute_many")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    "words",
    [
        ("note", "A1111AA", "seen"),
        ("mark", "A1111AA", "bank_account", "done"),
        ("import", "people", str(PEOPLE)),
        ("undo", "--yes"),
    ],
)
def test_a_backend_that_is_killed_in_the_middle_leaves_nothing_half_done(
    run: Run,
    server: TestServer,
    url: str,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    words: tuple[str, ...],
) -> None:
    assert run("--record", url, *ADD).code == 0
    before = server.counts(name)
    real = getattr(PostgresConnection, moment)

    def killed(connection: PostgresConnection, *given: Any, **more: Any) -> Any:
        if connection.entry:
            server.sql(f"SELECT pg_terminate_backend({connection.server.get_backend_pid()})")
        return real(connection, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(PostgresConnection, moment, killed)
        done = run("--record", url, *words)
    assert done.code == 1
    assert "was cut" in done.err
    assert server.counts(name) == before
    assert run("--record", url, *words).code == 0
    assert run("--record", url, "record", "verify").code == 0


def test_what_the_server_could_not_put_after_one_another_is_decided_again(
    run: Run, server: TestServer, url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[int] = []
    monkeypatch.setattr("releasecheck.store.again.wait", waited.append)
    assert run("--record", url, *ADD).code == 0
    server.sql(
        "SET search_path = releasecheck; CREATE SEQUENCE turns; "
        "CREATE FUNCTION not_yet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF nextval('releasecheck.turns') < 4 THEN "
        "RAISE EXCEPTION 'made up' USING ERRCODE = '40001'; END IF; "
        "RETURN NEW; END $$; "
        "CREATE TRIGGER not_yet BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION not_yet()",
        name,
    )
    done = run("--record", url, "note", "A1111AA", "seen")
    assert done.code == 0, done.err
    assert waited == [1, 2, 3]
    assert server.sql("SELECT count(*) FROM releasecheck.notes WHERE text = 'seen'", name) == [(1,)]
    assert run("--record", url, "record", "verify").code == 0


def test_and_said_where_that_never_ends(
    run: Run, server: TestServer, url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("releasecheck.store.again.wait", lambda _: None)
    assert run("--record", url, *ADD).code == 0
    before = server.counts(name)
    server.sql(
        "SET search_path = releasecheck; "
        "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'made up' USING ERRCODE = '40P01'; END $$; "
        "CREATE TRIGGER never BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION never()",
        name,
    )
    done = run("--record", url, "note", "A1111AA", "seen")
    assert done.code == 1
    assert "in use by somebody else's program; try again" in done.err
    assert server.counts(name) == before


@pytest.fixture(scope="module")
def crowded() -> Iterator[TestServer]:
    with servers.running(small_files=True) as found:
        yield found


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the length of files")
def test_a_disk_that_is_full_on_the_server(crowded: TestServer, run: Run) -> None:
    """A limit on the length of its files stands for it: both are met where a table grows."""
    name = crowded.database()
    url = crowded.url(name)
    assert run("--record", url, "record", "init").code == 0
    assert run("--record", url, *ADD).code == 0
    before = crowded.counts(name)
    done = run("--record", url, "import", "people", PEOPLE)
    assert done.code == 1
    assert f"the disk of the server of {url} is full and nothing was saved" in done.err
    assert crowded.counts(name) == before
    assert run("--record", url, "note", "A1111AA", "seen").code == 0
    assert run("--record", url, "record", "verify").code == 0
