"""Who sees whom: by the prison and the community office somebody is in, and at no cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from releasecheck.store.address import address_of
from releasecheck.store.postgres.store import open_record
from tests.bench.people import fill
from tests.made_up.program import Run
from tests.made_up.servers import TestServer
from tests.store.postgres.conftest import LOGINS

EVERYWHERE = {"officer"}
LEI = {login for login in LOGINS if login.endswith("_lei")}
#: By number: what is told of somebody, and the logins that see them.
PEOPLE = {
    "A1111AA": (["prison=LEI"], LEI),
    "A2222BB": (["prison=MDI"], {"worker_mdi"}),
    "A3333CC": (["prison=LEI", "com_office=Leeds PDU"], LEI | {"worker_pdu"}),
    "A4444DD": (["com_office=Leeds PDU"], {"worker_pdu"}),
    "A5555EE": ([], set(LOGINS)),
    "A6666FF": (["prison=WTI"], set()),
}


def add(run: Run, url: str, number: str, *facts: str) -> None:
    done = run(
        *("--record", url, "add", number, "--name", f"MADEUP{number[1]}, Ann"),
        *("--release", "2027-02-06", "--type", "CRD", *facts),
    )
    assert done.code == 0, done.err


def seen_by(server: TestServer, name: str, number: str) -> set[str]:
    """The logins that find somebody, in every table that has something of them."""
    tables = (
        *("people", "plans", "tasks", "facts", "releases", "search_words", "salts"),
        *("v_people", "v_countdown"),
    )
    found = set()
    for login in LOGINS:
        asked = " UNION ALL ".join(
            f"SELECT count(*) FROM {table} WHERE prison_number = '{number}'" for table in tables
        )
        counts = [row[0] for row in server.as_login(name, login, asked)]
        assert all(counts) or not any(counts), (login, number, dict(zip(tables, counts, strict=True)))
        found |= {login} if any(counts) else set()
    return found


@pytest.fixture
def whole(run: Run, server: TestServer, shared: str) -> str:
    for number, (facts, _) in PEOPLE.items():
        add(run, server.url(shared), number, *facts)
    return shared


def test_each_sees_who_is_in_their_prison_or_with_their_office(server: TestServer, whole: str) -> None:
    """Whoever is nowhere is seen by all, so that somebody says where they are."""
    for number, (_, logins) in PEOPLE.items():
        assert seen_by(server, whole, number) == logins | EVERYWHERE, number


def test_and_the_program_shows_no_one_else(run: Run, server: TestServer, whole: str) -> None:
    where = ("--record", server.url(whole, "worker_lei"))
    listed = run(*where, "list", "--all", "--format", "json").out
    assert all((number in listed) == ("worker_lei" in logins) for number, (_, logins) in PEOPLE.items())
    assert "A2222BB" not in run(*where, "find", "madeup").out
    done = run(*where, "show", "A2222BB")
    assert done.code == 1
    assert "MADEUP2" not in done.out + done.err
    assert "MADEUP2" not in run(*where, "find", "madeup22").err  # not as a name that is meant either
    words = server.as_login(whole, "worker_lei", "SELECT word FROM words")
    assert ("madeup1,",) in words or any(str(word).startswith("madeup1") for (word,) in words)
    assert not any(str(word).startswith("madeup2") for (word,) in words)


def test_who_moves_is_seen_where_they_are_and_where_they_came_from(
    run: Run, server: TestServer, whole: str
) -> None:
    """Whoever sends them can still set right what was said, until they move on."""
    assert run("--record", server.url(whole, "worker_lei"), "transfer", "A1111AA", "MDI").code == 0
    assert seen_by(server, whole, "A1111AA") == LEI | {"worker_mdi"} | EVERYWHERE
    done = run("--record", server.url(whole, "worker_lei"), "note", "A1111AA", "sent the papers on")
    assert done.code == 0, done.err
    assert run("--record", server.url(whole, "worker_mdi"), "transfer", "A1111AA", "WTI").code == 0
    assert seen_by(server, whole, "A1111AA") == {"worker_mdi"} | EVERYWHERE
    assert run("--record", server.url(whole, "officer"), "record", "verify").code == 0


def test_a_transfer_that_was_wrong_is_taken_back_by_whoever_said_it(
    run: Run, server: TestServer, whole: str
) -> None:
    where = ("--record", server.url(whole, "worker_lei"))
    assert run(*where, "transfer", "A1111AA", "MDI").code == 0
    done = run(*where, "undo", "--yes")
    assert done.code == 0, done.err
    kept = server.as_login(whole, "worker_lei", "SELECT prison FROM people WHERE prison_number = 'A1111AA'")
    assert kept == [("LEI",)]


def test_who_gets_another_community_office_is_seen_by_both(run: Run, server: TestServer, whole: str) -> None:
    done = run("--record", server.url(whole, "worker_pdu"), "set", "A4444DD", "com_office=York PDU")
    assert done.code == 0, done.err
    assert seen_by(server, whole, "A4444DD") == {"worker_pdu"} | EVERYWHERE


def test_who_was_released_is_seen_by_the_prison_they_left_and_their_office(
    run: Run, server: TestServer, whole: str
) -> None:
    assert (
        run("--record", server.url(whole, "worker_lei"), "released", "A3333CC", "--on", "2026-11-20").code
        == 0
    )
    assert seen_by(server, whole, "A3333CC") == LEI | {"worker_pdu"} | EVERYWHERE


def test_nobody_adds_somebody_to_another_prison(run: Run, server: TestServer, whole: str) -> None:
    before = server.sql("SELECT count(*) FROM releasecheck.facts", whole)
    done = run(
        *("--record", server.url(whole, "worker_lei"), "add", "A7777GG"),
        *("--name", "MADEUP7, Ann", "prison=MDI"),
    )
    assert done.code == 1
    assert "of a prison or an office that your login is not in" in done.err
    assert server.sql("SELECT count(*) FROM releasecheck.facts", whole) == before


def test_nor_somebody_who_is_recorded_where_they_may_not_look(
    run: Run, server: TestServer, whole: str
) -> None:
    done = run(
        *("--record", server.url(whole, "worker_lei"), "add", "A2222BB"),
        *("--name", "MADEUP2, Ann", "prison=LEI"),
    )
    assert done.code == 1
    assert "of a prison or an office that your login is not in" in done.err
    assert "MADEUP" not in done.err


def test_nothing_is_told_of_somebody_elsewhere_past_the_program(server: TestServer, whole: str) -> None:
    import psycopg2

    told = "(entry, prison_number, fact, value, told_on) VALUES (1, '{}', 'cell', 'B1', '2026-11-23')"
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match="row-level security"):
        server.as_login(whole, "worker_lei", f"INSERT INTO facts{told.format('A2222BB')}")
    server.as_login(whole, "worker_lei", f"INSERT INTO facts{told.format('A1111AA')}")


def test_a_login_that_is_nowhere_sees_only_who_is_nowhere(run: Run, server: TestServer, whole: str) -> None:
    listed = run("--record", server.url(whole, "worker_nowhere"), "list", "--all").out
    assert "A5555EE" in listed
    assert "A1111AA" not in listed


@pytest.mark.parametrize(
    ("room", "why"), [("", "is no prison and no office"), ("x" * 48, "a name of at most 47 letters")]
)
def test_a_room_without_a_name_that_a_role_can_have(run: Run, room: str, why: str) -> None:
    done = run("record", "init", "--print-sql", "--room", room)
    assert (done.code, done.out) == (2, "")
    assert why in done.err


def test_rooms_go_with_what_is_printed(run: Run) -> None:
    done = run("record", "init", "--room", "LEI")
    assert done.code == 2
    assert "--print-sql" in done.err


# What it costs.

MANY = 1500


@pytest.fixture(scope="module")
def country(server: TestServer, _shared: str) -> Iterator[str]:
    name = server.database(_shared)
    place = address_of(server.url(name))
    assert place is not None
    with open_record(place) as store:
        fill(store, MANY, spread=True)
    server.sql("UPDATE releasecheck.people SET prison = 'LEI' WHERE prison = 'QAA'", name)
    server.sql("UPDATE releasecheck.tasks SET prison = 'LEI' WHERE prison = 'QAA'", name)
    server.sql("ANALYZE", name)
    yield name


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def explained(server: TestServer, name: str, login: str, sql: str) -> list[dict[str, Any]]:
    (answer,) = server.as_login(name, login, f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
    found: Any = answer[0]
    whole = json.loads(found) if isinstance(found, str) else found
    return list(nodes(whole[0]["Plan"]))


ONE = (
    "SELECT * FROM people WHERE prison_number = 'B0007AA'",
    "SELECT * FROM tasks WHERE prison_number = 'B0007AA'",
    "SELECT * FROM plans WHERE prison_number = 'B0007AA'",
    "SELECT * FROM facts WHERE prison_number = 'B0007AA'",
    "SELECT * FROM outcomes WHERE prison_number = 'B0007AA'",
)


@pytest.mark.parametrize("login", ["reader_lei", "worker_mdi", "worker_pdu", "officer", "worker_nowhere"])
@pytest.mark.parametrize("sql", ONE)
def test_one_person_is_found_by_an_index_whoever_asks(
    server: TestServer, country: str, login: str, sql: str
) -> None:
    table = sql.split()[3]
    plan = explained(server, country, login, sql)
    assert not [node for node in plan if node["Node Type"] == "Seq Scan" and node["Relation Name"] == table]


@pytest.mark.parametrize("login", ["reader_lei", "worker_mdi", "worker_pdu"])
def test_the_rooms_of_a_login_are_asked_for_once(server: TestServer, country: str, login: str) -> None:
    for sql in (
        "SELECT count(*) FROM people",
        "SELECT count(*) FROM tasks WHERE open = 1",
        "SELECT count(*) FROM plans",
        "SELECT count(*) FROM facts WHERE fact = 'prison'",
    ):
        plan = explained(server, country, login, sql)
        asked = [node for node in plan if str(node.get("Subplan Name", "")).startswith("InitPlan")]
        assert asked, sql
        assert all(node["Actual Loops"] <= 1 for node in asked), sql


def test_a_prison_s_own_tasks_are_counted_without_looking_at_a_country_s(
    server: TestServer, country: str
) -> None:
    plan = explained(server, country, "reader_lei", "SELECT count(*) FROM tasks WHERE open = 1")
    assert not [node for node in plan if node["Node Type"] == "Seq Scan" and node["Relation Name"] == "tasks"]
