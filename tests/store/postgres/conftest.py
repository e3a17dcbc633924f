"""One server for all of these tests, and a database for each: a copy of one with an empty record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.made_up import program, servers
from tests.made_up.servers import TestServer


@pytest.fixture(scope="session")
def server() -> Iterator[TestServer]:
    with servers.running() as found:
        yield found


@pytest.fixture(scope="session")
def _empty(server: TestServer) -> str:
    name = server.database()
    done = program.run("--record", server.url(name), "record", "init")
    assert done.code == 0, done.err
    return name


@pytest.fixture
def name(server: TestServer, _empty: str) -> str:
    """The database of an empty record."""
    return server.database(_empty)


@pytest.fixture
def url(server: TestServer, name: str) -> str:
    """Its address."""
    return server.url(name)


LOGINS = {
    "reader_lei": "releasecheck_reader",
    "worker_lei": "releasecheck_worker",
    "worker_mdi": "releasecheck_worker",
    "manager_lei": "releasecheck_manager",
    "worker_pdu": "releasecheck_worker",
    "worker_nowhere": "releasecheck_worker",
    "officer": "releasecheck_information_officer",
}
ROOMS = {"lei": "LEI", "mdi": "MDI", "pdu": "Leeds PDU"}


@pytest.fixture(scope="session")
def _shared(server: TestServer, _empty: str) -> str:
    """A record with roles, as the program prints them, and somebody who has each."""
    name = server.database(_empty)
    words = [word for room in ROOMS.values() for word in ("--room", room)]
    printed = program.run("record", "init", "--print-sql", *words, "--office", "Leeds")
    assert printed.code == 0, printed.err
    for _ in range(2):  # as often as they like
        server.sql(printed.out, name)
    for login, role in LOGINS.items():
        place = ROOMS.get(login.partition("_")[2])
        server.sql(f"CREATE ROLE {login} LOGIN IN ROLE {role}", name)
        if place is not None:
            server.sql(f'GRANT "releasecheck_in_{place}" TO {login}', name)
    return name


@pytest.fixture
def shared(server: TestServer, _shared: str) -> str:
    """The database of an empty record that is shared by people with different rights."""
    return server.database(_shared)
