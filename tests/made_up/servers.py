"""A PostgreSQL server of the tests' own: started where there is one to start, and gone with them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

_DEBIAN = Path("/usr/lib/postgresql")
_OWNER = "postgres"
"""Who runs it where the tests are run by root, which it refuses to be run by."""


class TestServer:
    """A server that is running on this machine alone."""

    __test__ = False

    def __init__(self, port: int, host: str = "127.0.0.1", owner: str = _OWNER) -> None:
        self.port, self._host, self._owner = port, host, owner
        self._made = 0
        self._copies_files: bool | None = None

    def url(self, database: str, user: str | None = None, host: str | None = None) -> str:
        """The address of one of its databases."""
        return f"postgresql://{user or self._owner}@{host or self._host}:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows of a statement, run as the server's owner by something else than the program."""
        import psycopg2

        with closing(psycopg2.connect(self.url(database))) as server:
            server.autocommit = True
            with server.cursor() as cursor:
                cursor.execute(statement)
                return [] if cursor.description is None else cursor.fetchall()

    def as_login(self, name: str, login: str, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement in one database, run by somebody else, in the record's own schema."""
        import psycopg2

        with closing(psycopg2.connect(self.url(name, login))) as server, server, server.cursor() as cursor:
            cursor.execute(f"SET search_path = releasecheck; {statement}")
            return cursor.fetchall() if cursor.description else []

    def counts(self, name: str) -> list[int]:
        """How many rows each table of a record has."""
        tables = self.sql(
            "SELECT relname FROM pg_class WHERE relnamespace = 'releasecheck'::regnamespace "
            "AND relkind = 'r' ORDER BY 1",
            name,
        )
        return [
            int(self.sql(f"SELECT count(*) FROM releasecheck.{table}", name)[0][0]) for (table,) in tables
        ]

    def database(self, template: str = "template0") -> str:
        """A new database, a copy of another one."""
        self._made += 1
        name = f"made_up_{os.getpid()}_{self._made}"
        options = "ENCODING 'UTF8' LOCALE 'C'" if template == "template0" else ""
        if self._copies_files is None:
            ((version,),) = self.sql("SELECT current_setting('server_version_num')::int")
            self._copies_files = version >= 150000
        options += " STRATEGY FILE_COPY" if self._copies_files else ""
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} {options}")
        return name

    def drop(self, database: str) -> None:
        """Take a database away, whoever is connected to it."""
        self.sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def at(url: str) -> TestServer:
    """A server that is there already, by the address of any database whose owner may make more."""
    from urllib.parse import urlsplit

    where = urlsplit(url)
    return TestServer(where.port or 5432, where.hostname or "localhost", where.username or _OWNER)


def _quick() -> str | None:
    """Memory to keep its files in, where there is enough: it makes and drops a database for each test."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 4_000_000_000 else None


def _programs() -> Path | None:
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return None if elsewhere is None else Path(elsewhere).resolve().parent


def without() -> str | None:
    """Why no server can be started here; None where one can."""
    try:
        import psycopg2  # noqa: F401
    except ImportError:
        return "psycopg2 is not installed: pip install 'releasecheck[postgres]'"
    return "PostgreSQL is not installed" if _programs() is None else None


@contextmanager
def running(*, small_files: bool = False) -> Iterator[TestServer]:
    """A server with a directory of its own, which is gone at the end.

    `small_files`: none of its files may be longer than two or three mebibytes, as on a disk that is full.
    """
    why, programs = without(), _programs()
    if why is not None or programs is None:
        if os.environ.get("CI"):
            pytest.fail(f"{why}: in CI that is a failure")
        pytest.skip(str(why))
    place = Path(tempfile.mkdtemp(prefix="releasecheck-tests-", dir=_quick()))
    owner = None
    if os.name == "posix" and os.getuid() == 0:
        shutil.chown(place, _OWNER, _OWNER)
        owner = _OWNER
    data, port = place / "data", _free_port()

    def run(program: str, *words: str) -> None:
        limited = ["sh", "-c", 'ulimit -f 3072 && exec "$@"', "sh"] if small_files else []
        done = subprocess.run(
            [*limited, str(programs / program), *words],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=owner,
            group=owner,
            extra_groups=None if owner is None else [],
            env={**os.environ, "LC_ALL": "C"},
        )
        assert done.returncode == 0, f"{program}: {done.stdout} {done.stderr}"

    try:
        run(
            *("initdb", "-D", str(data), "-U", _OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C"),
            "--no-sync",
            *(["--wal-segsize=1"] if small_files else []),
        )
        hba = data / "pg_hba.conf"
        # Whoever is called so needs a password, and is there for that.
        hba.write_text(f"host all with_password 127.0.0.1/32 scram-sha-256\n{hba.read_text()}")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -c fsync=off"
        # Its output goes to a file of its own: whoever waits for a pipe would wait for the server to end.
        run("pg_ctl", "-D", str(data), "-o", options, "-l", str(place / "log"), "-w", "start")
        try:
            yield TestServer(port)
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place)


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
