"""What goes wrong on the way to a server: said in words, with what to do, and nothing half done."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from releasecheck.core.errors import StoreError
from releasecheck.store.address import address_of
from releasecheck.store.postgres.connection import connect
from tests.made_up.program import Run
from tests.made_up.servers import TestServer

ADD = ("add", "A1111AA", "--name", "SMITH, John", "--release", "2027-02-06", "--type", "CRD")


def test_a_server_that_is_down(run: Run, server: TestServer) -> None:
    done = run("--record", f"postgresql://127.0.0.1:{server.port + 1}/leeds", "list")
    assert (done.code, done.out) == (1, "")
    assert "is not there, or not running" in done.err


def test_a_database_that_is_not_there(run: Run, server: TestServer) -> None:
    done = run("--record", server.url("nowhere"), "record", "init")
    assert (done.code, done.out) == (1, "")
    assert "there is no such user or database" in done.err


def test_a_database_without_a_record(run: Run, server: TestServer) -> None:
    done = run("--record", server.url(server.database()), "list")
    assert (done.code, done.out) == (1, "")
    assert "there is no record in " in done.err
    assert "Type: releasecheck record init" in done.err


def test_a_record_is_made_once(run: Run, url: str, server: TestServer, name: str) -> None:
    assert run("--record", url, *ADD).code == 0
    before = server.counts(name)
    done = run("--record", url, "record", "init")
    assert done.code == 1
    assert "there is already a record in" in done.err
    assert server.counts(name) == before


def test_a_wrong_password_and_none(
    run: Run, server: TestServer, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.sql("DROP ROLE IF EXISTS with_password")
    server.sql("CREATE ROLE with_password LOGIN PASSWORD 'made-up-4711'")
    where = ("--record", server.url(name, "with_password"), "list")
    done = run(*where)
    assert done.code == 1
    assert "asks for a password" in done.err
    passwords = tmp_path / "passwords"
    passwords.write_text("*:*:*:*:made-up-0815\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    done = run(*where)
    assert done.code == 1
    assert "does not take that user and password" in done.err
    assert "~/.pgpass" in done.err
    assert "made-up" not in done.err.replace(name, "")


def test_a_login_without_rights(run: Run, server: TestServer, name: str) -> None:
    server.sql("DROP ROLE IF EXISTS stranger")
    server.sql("CREATE ROLE stranger LOGIN")
    done = run("--record", server.url(name, "stranger"), "list")
    assert (done.code, done.out) == (1, "")
    assert "your login may not do that" in done.err


def test_a_login_that_may_only_read_writes_nothing(run: Run, server: TestServer, url: str, name: str) -> None:
    assert run("--record", url, *ADD).code == 0
    server.sql("DROP ROLE IF EXISTS only_reads")
    server.sql("CREATE ROLE only_reads LOGIN")
    server.sql("GRANT USAGE ON SCHEMA releasecheck TO only_reads", name)
    server.sql("GRANT SELECT ON ALL TABLES IN SCHEMA releasecheck TO only_reads", name)
    before = server.counts(name)
    done = run("--record", server.url(name, "only_reads"), "add", "A2222BB", "--name", "DUNNE, Aine")
    assert done.code == 1
    assert "your login may not do that" in done.err
    assert server.counts(name) == before
    server.sql("DROP OWNED BY only_reads", name)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:pass4711@127.0.0.1/leeds",
        "postgres://ann:pass4711@db.leeds.invalid/leeds",
        "postgresql://db/leeds?password=pass4711",
        "postgresql://db/leeds?user=ann&pass%77ord=pass4711",
        "postgresql:///leeds?sslpassword=pass4711",
        "postgresql://a@b:pass4711@db/leeds",
    ],
)
@pytest.mark.parametrize("told", ["option", "environment", "config"])
def test_a_password_in_the_address_is_refused_and_not_repeated(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    words = ["list"]
    if told == "option":
        words = ["--record", address, *words]
    elif told == "environment":
        monkeypatch.setenv("RELEASECHECK_RECORD", address)
    else:
        (tmp_path / "config.toml").write_text(f'record = "{address}"\n')
        words = ["--config", str(tmp_path / "config.toml"), *words]
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert "has a password in it" in done.err
    assert "pass4711" not in done.err


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("postgresql://db.leeds.invalid/leeds?sslmode=require", "require"),
        ("postgresql://127.0.0.1,db.leeds.invalid/leeds?sslmode=disable", "disable"),
        ("postgresql:///leeds?host=db.leeds.invalid&sslmode=prefer", "prefer"),
        ("postgresql:///leeds?service=leeds&sslmode=allow", "allow"),
    ],
)
def test_another_machine_must_prove_itself(run: Run, address: str, asked: str) -> None:
    done = run("--record", address, "list")
    assert (done.code, done.out) == (2, "")
    assert f"sslmode={asked} lets anybody on the way read" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("record", "encrypt", "--new-key", "KEY"),
        ("record", "decrypt"),
        ("record", "compact"),
        ("record", "restore", "COPY"),
        ("record", "repair", "COPY"),
    ],
)
def test_what_is_for_a_file_says_so_and_does_nothing(
    run: Run, url: str, server: TestServer, name: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    assert run("--record", url, *ADD).code == 0
    before = server.counts(name)
    (tmp_path / "KEY").write_text("")
    places = [str(tmp_path / word) if word in ("KEY", "COPY") else word for word in words]
    done = run("--record", url, *places)
    assert (done.code, done.out) == (2, "")
    assert "that is for a record in a file, and this one is on a server" in done.err
    assert server.counts(name) == before
    assert [path.name for path in tmp_path.iterdir()] == ["KEY"]


def test_a_connection_that_is_cut_leaves_nothing_half_done(
    run: Run, url: str, server: TestServer, name: str
) -> None:
    assert run("--record", url, *ADD).code == 0
    before = server.counts(name)
    where = address_of(url)
    assert where is not None
    with closing(connect(where)) as connection:

        def write() -> None:
            with connection.transaction():
                connection.execute("INSERT INTO meta(key, value) VALUES ('made_up', 'half')")
                server.sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                    f"application_name = 'releasecheck' AND datname = '{name}'"
                )
                connection.execute("INSERT INTO meta(key, value) VALUES ('made_up_too', 'half')")

        with pytest.raises(StoreError, match="was cut: what was being written is there whole, or not at all"):
            write()
    assert server.counts(name) == before
    assert run("--record", url, "record", "verify").code == 0
