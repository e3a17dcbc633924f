"""Many write at once: whoever writes of one person waits for whoever does already, and for nobody else."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime

import psycopg2
import pytest

from releasecheck.core.errors import Conflict, StoreError
from releasecheck.store import again
from releasecheck.store.address import Address, address_of
from releasecheck.store.postgres.connection import PostgresConnection, connect
from releasecheck.store.postgres.store import open_record
from releasecheck.store.rows import Look
from tests.made_up.program import AS_OF, Result, Run
from tests.made_up.servers import TestServer

ADD = ("add", "A1111AA", "--name", "SMITH, John", "--release", "2027-02-06", "--type", "CRD")
OTHER = ("add", "A2222BB", "--name", "DUNNE, Aine", "--release", "2027-03-06", "--type", "CRD")


def place(url: str) -> Address:
    found = address_of(url)
    assert found is not None
    return found


@contextmanager
def holding(url: str, sql: str) -> Iterator[None]:
    """Somebody else's program in the middle of something."""
    with closing(psycopg2.connect(url)) as other, other.cursor() as cursor:
        cursor.execute("SET search_path = releasecheck")
        cursor.execute(sql)
        yield


def at_once(deeds: list[tuple[str, ...]], url: str) -> list[Result]:
    """What each of these says, all begun together."""
    words = [sys.executable, "-m", "releasecheck", "--as-of", AS_OF, "--record", url]
    begun = [
        subprocess.Popen([*words, *deed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for deed in deeds
    ]
    return [Result(one.wait(), *said) for one, said in [(one, one.communicate()) for one in begun]]


def holds(connection: PostgresConnection, person: str) -> None:
    connection.hold([person])
    connection.one("SELECT 1")  # with which that is sent


HOLD_SMITH = "SELECT 1 FROM people WHERE prison_number = 'A1111AA' FOR UPDATE"
HOLD_THE_CHAIN = "SELECT 1 FROM heads FOR UPDATE"


def test_whoever_writes_of_one_person_holds_up_nobody_who_writes_of_another(
    run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--record", url, *ADD).code == run("--record", url, *OTHER).code == 0
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.2")
    with holding(url, HOLD_SMITH):
        assert run("--record", url, "note", "A2222BB", "seen").code == 0
        assert run("--record", url, "show", "A1111AA").code == 0
        done = run("--record", url, "note", "A1111AA", "seen")
    assert done.code == 1
    assert "in use by somebody else's program; try again" in done.err
    assert run("--record", url, "note", "A1111AA", "seen").code == 0
    assert run("--record", url, "record", "verify").code == 0


def test_a_chain_that_somebody_holds_is_waited_for_so_long_and_no_longer(
    run: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--record", url, *ADD).code == 0
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.2")
    with holding(url, HOLD_THE_CHAIN):
        done = run("--record", url, "note", "A1111AA", "seen")
    assert done.code == 1
    assert "in use by somebody else's program; try again" in done.err
    assert "seen" not in run("--record", url, "history", "A1111AA").out


def test_whoever_stops_halfway_is_let_go_of_by_the_server(run: Run, url: str) -> None:
    """Their machine sleeps in the middle of writing: the server ends it, and the next goes on by itself."""
    assert run("--record", url, *ADD).code == 0
    stalled = connect(place(url))
    with pytest.raises(StoreError, match="was cut"), stalled.transaction():
        stalled.execute("SET LOCAL idle_in_transaction_session_timeout = '300ms'")
        holds(stalled, "A1111AA")
        done = run("--record", url, "note", "A1111AA", "seen")
        assert done.code == 0, done.err


def test_a_session_has_limits_of_its_own(url: str) -> None:
    with closing(connect(place(url), timeout=7)) as connection:
        asked = "SELECT name, setting::int FROM pg_settings WHERE name IN (SELECT value FROM json_each(?))"
        names = (
            '["statement_timeout","lock_timeout","idle_in_transaction_session_timeout","tcp_user_timeout"]'
        )
        assert dict(connection.all(asked, (names,))) == {
            "statement_timeout": 300000,
            "lock_timeout": 7000,
            "idle_in_transaction_session_timeout": 15000,
            "tcp_user_timeout": 15000,
        }


def test_what_several_tell_of_one_person_at_once_is_all_there(run: Run, url: str) -> None:
    assert run("--record", url, *ADD).code == 0
    texts = [f"note number {number}" for number in range(6)]
    said = at_once([("note", "A1111AA", text) for text in texts], url)
    assert [one.code for one in said] == [0] * 6
    history = run("--record", url, "history", "A1111AA").out
    assert all(text in history for text in texts)
    assert run("--record", url, "record", "verify").code == 0


def test_of_two_who_add_somebody_at_once_one_hears_that_they_are_there(run: Run, url: str) -> None:
    said = at_once([ADD] * 4, url)
    assert sorted(one.code for one in said) == [0, 2, 2, 2]
    assert all("A1111AA is already recorded" in one.err for one in said if one.code)
    assert run("--record", url, "record", "verify").code == 0


def test_of_two_who_undo_an_entry_at_once_one_does(run: Run, url: str) -> None:
    assert run("--record", url, *ADD).code == 0
    assert run("--record", url, "note", "A1111AA", "seen").code == 0
    said = at_once([("void", "2", "--reason", "wrong")] * 3, url)
    assert sorted(one.code for one in said) == [0, 1, 1]
    assert all("undone already" in one.err for one in said if one.code)
    assert run("--record", url, "record", "verify").code == 0


def test_what_was_decided_in_vain_is_decided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(again, "wait", waited.append)
    turns = iter([Conflict("one"), Conflict("two"), None])

    def decide() -> str:
        if (wrong := next(turns)) is not None:
            raise wrong
        return "decided"

    assert again.decided_again(decide) == "decided"
    assert waited == [1, 2]


def test_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []
    monkeypatch.setattr(again, "wait", waited.append)

    def never() -> None:
        raise Conflict("in use")

    with pytest.raises(Conflict):
        again.decided_again(never)
    assert len(waited) == 5


def test_two_who_wait_for_one_another_are_put_after_one_another(
    run: Run, url: str, server: TestServer, name: str
) -> None:
    """The server ends one of them; that one decides again, and both are recorded."""
    server.sql(f"ALTER DATABASE {name} SET deadlock_timeout = '100ms'")
    assert run("--record", url, *ADD).code == run("--record", url, *OTHER).code == 0
    with closing(connect(place(url))) as other:

        def the_other_way_round() -> None:
            with other.transaction():
                holds(other, "A2222BB")
                waiting.set()
                holds(other, "A1111AA")

        waiting = threading.Event()
        thread = threading.Thread(target=lambda: again.decided_again(the_other_way_round))
        with closing(connect(place(url))) as one, one.transaction():
            holds(one, "A1111AA")
            thread.start()
            assert waiting.wait(10)
            with suppress(Conflict):
                holds(one, "A2222BB")
        thread.join(10)
        assert not thread.is_alive()
    assert run("--record", url, "note", "A1111AA", "seen").code == 0


def test_those_who_look_at_once_leave_one_chain(run: Run, url: str) -> None:
    """Each line follows the one before, whoever wrote it, and each has a number of its own."""
    assert run("--record", url, *ADD).code == 0
    numbers: list[int] = []

    def look() -> None:
        with open_record(place(url)) as store:
            for _ in range(10):
                numbers.append(store.log_look(Look("t", datetime.now(UTC), "show", ("A1111AA",))))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 40))
    done = run("--record", url, "log", "verify")
    assert done.code == 0, done.err


@pytest.fixture
def york(server: TestServer, name: str) -> Iterator[str]:
    """The address for somebody of another office, whose chains are its own."""
    server.sql("DROP ROLE IF EXISTS in_york")
    server.sql("CREATE ROLE in_york LOGIN SUPERUSER")
    server.sql("ALTER ROLE in_york SET releasecheck.office = 'York'")
    server.sql("INSERT INTO releasecheck.heads(office, origin) VALUES ('York', repeat('ab', 16))", name)
    yield server.url(name, "in_york")
    server.sql("DROP ROLE in_york")


def test_each_office_has_its_own_chains(run: Run, url: str, york: str, server: TestServer, name: str) -> None:
    assert run("--record", url, *ADD).code == 0
    assert run("--record", york, *OTHER).code == 0
    assert run("--record", york, "note", "A1111AA", "seen in York").code == 0
    assert run("--record", url, "note", "A2222BB", "seen in Leeds").code == 0
    places = server.sql(
        "SELECT h.office, e.origin_seq FROM releasecheck.entries AS e JOIN releasecheck.heads AS h "
        "ON h.origin = e.origin ORDER BY e.id",
        name,
    )
    assert places == [("", 1), ("York", 1), ("York", 2), ("", 2)]
    assert run("--record", url, "record", "verify").code == 0
    assert run("--record", york, "log", "verify").code == 0
    with open_record(place(url)) as store:
        seen = store.heads()
        assert len(seen.offices) == 2
        assert seen.entries.number == 4
        assert store.hashes_at(seen) == (seen.log.hash, seen.entries.hash)
    assert run("--record", york, "note", "A1111AA", "again").code == 0
    with open_record(place(url)) as store:
        assert store.heads() != seen
        assert store.hashes_at(seen) == (seen.log.hash, seen.entries.hash)
    server.sql(
        "SET session_replication_role = replica; SET search_path = releasecheck; "
        "DELETE FROM log WHERE origin = repeat('ab', 16) AND id = 2",
        name,
    )
    done = run("--record", url, "log", "verify")
    assert done.code == 1
    assert "of York" in done.err
    with open_record(place(url)) as store:
        assert store.hashes_at(seen)[0] != seen.log.hash


def test_an_office_that_the_record_does_not_know_writes_nothing(
    run: Run, york: str, server: TestServer
) -> None:
    server.sql("ALTER ROLE in_york SET releasecheck.office = 'Nowhere'")
    done = run("--record", york, *ADD)
    assert done.code == 1
    assert 'this record knows no office "Nowhere": nothing was changed' in done.err


def test_what_is_of_the_whole_record_stands_in_its_own_chain_whoever_says_it(
    run: Run, url: str, york: str
) -> None:
    """Who is restricted and which days are closed is one list for all: its last word must be known."""
    assert run("--record", url, *ADD).code == 0
    assert run("--record", york, "--reason", "court", "record", "restrict", "A1111AA").code == 0
    assert run("--record", york, "staff", "add", "S. Jones", "--role", "PRT").code == 0
    assert run("--record", url, "staff", "add", "R. Okoro", "--role", "PRT").code == 0
    assert run("--record", url, "--reason", "court", "record", "unrestrict", "A1111AA").code == 0
    done = run("--record", url, "record", "verify")
    assert done.code == 0, done.err
