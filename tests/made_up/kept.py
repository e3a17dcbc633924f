"""Where the tests keep their records: in files, or on a PostgreSQL server where that is asked for.

A test has a path either way. On a server nothing lies at it: it stands for the address of a database, which
the program is given in its place, and whose rows are read in its place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from releasecheck import store
from releasecheck.store.shared_writing import SharedWriting
from tests.made_up import servers
from tests.made_up.servers import TestServer

WANTED = os.environ.get("RELEASECHECK_TEST_RECORD", "")
"""`postgresql` for a server of the tests' own, or the address of any; nothing for files."""

_IN_A_FILE = store.open_record
"""As it is, whatever a test puts in its place."""
_SERVERS: list[TestServer] = []
_ADDRESSES: dict[str, str] = {}
"""By path, for what is kept on a server."""


@contextmanager
def engine() -> Iterator[None]:
    """What the records are kept by, while the tests run."""
    if not WANTED:
        yield
    elif WANTED == "postgresql":
        with servers.running() as server:
            yield from _using(server)
    else:
        yield from _using(servers.at(WANTED))


def _using(server: TestServer) -> Iterator[None]:
    _SERVERS.append(server)
    try:
        yield
    finally:
        for url in _ADDRESSES.values():
            server.drop(url.rpartition("/")[2])
        _ADDRESSES.clear()
        _SERVERS.clear()


def address(path: str | Path) -> str | None:
    """Where the record is that this path stands for; None for a file."""
    return _ADDRESSES.get(str(path))


def place(path: Path) -> str:
    """What the program is told of a record."""
    return address(path) or str(path)


def new(path: str | Path, like: Path | None = None) -> None:
    """From now on a path stands for a database: an empty one, or one with the same record as another."""
    (server,) = _SERVERS
    there = None if like is None else _ADDRESSES[str(like)].rpartition("/")[2]
    _ADDRESSES[str(path)] = server.url(server.database(there or "template0"))


def copy(record: Path, to: Path) -> str:
    """Copy a record to another place; what the program is told of that."""
    if address(record) is None:
        shutil.copy2(record, to)
    else:
        new(to, like=record)
    return place(to)


def gone(path: Path) -> None:
    """And from now on for nothing, with all that were made in its folder."""
    for one in [one for one in _ADDRESSES if Path(one).is_relative_to(path.parent)]:
        _SERVERS[0].drop(_ADDRESSES.pop(one).rpartition("/")[2])


def for_program(words: list[str]) -> list[str]:
    """The words of a command, with the addresses of records that are on the server."""
    if not _SERVERS:
        return words
    for option in ("--record", "--keep"):
        if option in words and (option == "--keep" or words[-2:] == ["record", "init"]):
            path = words[words.index(option) + 1]
            if path not in _ADDRESSES and "://" not in path and not Path(path).exists():
                new(path)
    return [_ADDRESSES.get(word, word) for word in words]


def for_tests(said: str) -> str:
    """What the program said, with the paths that a test knows in the place of addresses."""
    for path, url in sorted(_ADDRESSES.items(), key=lambda one: -len(one[1])):
        said = said.replace(url, path)
    return said


def open_record(path: Path, **how: Any) -> SharedWriting:
    """A record, opened as the program does it."""
    from releasecheck.store.address import Address
    from releasecheck.store.opening import open_at
    from releasecheck.store.sqlite.cipher import NO_KEY

    if (url := address(path)) is None:
        return _IN_A_FILE(path, **how)
    opened = open_at(Address(url), lambda: NO_KEY, timeout=10, login="", kept_in=None)
    assert isinstance(opened, SharedWriting)
    return opened
