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
