"""The record as some other program reads it, writes to it, or has it open: tests do so only through these."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import releasecheck
from tests.made_up import kept

#: When things happen in tests of the log.
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LIBRARY = f"SQLite {sqlite3.sqlite_version}"

Rows = list[tuple[Any, ...]]
Logged = list[tuple[str, str, list[str]]]


def rows(record: Path, sql: str, *parameters: object) -> Rows:
    """What stands in a record."""
    if url := kept.address(record):
        with _on_server(url) as ask:
            return ask(sql, *parameters)
    with closing(sqlite3.connect(record)) as connection:
        return connection.execute(sql, parameters).fetchall()


def tamper(record: Path, *statements: str) -> None:
    """Do to a record, or to any file, what only another program would."""
    if url := kept.address(record):
        with _on_server(url) as ask:
            ask("SET session_replication_role = replica")
            for statement in statements:
                if not statement.startswith("DROP TRIGGER"):  # as a replica, it obeys none
                    ask(statement)
        return
    with closing(sqlite3.connect(record, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def _on_server(url: str) -> Iterator[Callable[..., Rows]]:
    """The same of a record on a server, whose days and moments are given as a file has them."""
    import psycopg2

    from releasecheck.store.postgres.dialect import statement
    from releasecheck.store.postgres.values import register

    with closing(psycopg2.connect(url, options="-c search_path=releasecheck -c timezone=UTC")) as server:
        server.autocommit = True
        register(server)

        def ask(sql: str, *parameters: Any) -> Rows:
            asked = statement(sql)
            with server.cursor() as cursor:
                cursor.execute(asked.sql, asked.values(parameters))
                return [] if cursor.description is None else cursor.fetchall()

        yield ask


@contextmanager
def open_elsewhere(record: Path) -> Iterator[Callable[[str], Rows]]:
    """Somebody else has the record open: what they do is done at once, and what they begin goes on."""
    if url := kept.address(record):
        with _on_server(url) as ask:
            yield ask
        return
    with closing(sqlite3.connect(record, isolation_level=None)) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


def tables(record: Path) -> dict[str, Rows]:
    """Every row of every table but the log of who looked at it."""
    if url := kept.address(record):
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'releasecheck' ORDER BY 1"
    else:
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    with open_elsewhere(record) as ask:
        names = ask(tables)
        there = [name for (name,) in names if name not in ("log", "heads", "sqlite_sequence")]
        found = {name: ask(f'SELECT * FROM "{name}"') for name in there}
    if url:  # which keeps rows in no order
        found = {name: sorted(every, key=_by_number) for name, every in found.items()}
    if "meta" in found:
        found["meta"] = sorted(row for row in found["meta"] if row[0] != "last_line")  # that is the log's
    return found


def _by_number(row: tuple[Any, ...]) -> tuple[int, str]:
    return (row[0] if isinstance(row[0], int) else 0), repr(row)


def entries(record: Path) -> int:
    """How many entries were ever made."""
    return int(rows(record, "SELECT count(*) FROM entries")[0][0])


def told(record: Path, fact: str) -> Rows:
    """Every value of a fact that was ever told, with who said so, oldest first."""
    return rows(
        record,
        "SELECT f.value, f.told_on, f.source, e.by FROM facts AS f JOIN entries AS e ON e.id = f.entry "
        "WHERE f.fact = ? ORDER BY f.id",
        fact,
    )


def logged(record: Path, after: int = 0) -> Logged:
    """What the log says: kind, command, people."""
    found = rows(record, "SELECT kind, command, people FROM log WHERE id > ? ORDER BY id", after)
    return [(kind, command, people_of(record, people)) for kind, command, people in found]


def people_of(record: Path, people: str) -> list[str]:
    """Whom a line of the log is over: itself, or by its list."""
    found = json.loads(people)
    if isinstance(found, dict):
        ((packed,),) = rows(record, "SELECT people FROM log_lists WHERE hash = ?", found["list"])
        named: list[str] = json.loads(zlib.decompress(packed))
        assert len(named) == found["count"]
        return named
    return [str(number) for number in found]


def column(record: Path, name: str) -> list[object]:
    """One column of the log, line by line."""
    return [value for (value,) in rows(record, f'SELECT "{name}" FROM log ORDER BY id')]


@contextmanager
def as_somebody_else(folder: Path) -> Iterator[None]:
    """Without the powers of an administrator, who may read anything; a folder's mode then counts.

    The way to the folder is open, and the way to the program, which imports what it needs when it does.
    """
    if os.geteuid() != 0:
        yield
        return
    with Path(tempfile.gettempdir(), "as-somebody-else").open("a") as turns:
        fcntl.flock(turns, fcntl.LOCK_EX)  # tests beside this one open and shut the same folders
        with _without_powers(folder):
            yield


@contextmanager
def _without_powers(folder: Path) -> Iterator[None]:
    ways = (folder, Path(releasecheck.__file__), *(Path(one) for one in sys.path if one))
    above = {one: one.stat() for way in ways for one in way.absolute().parents if one.exists()}
    closed = {one: now.st_mode for one, now in above.items() if now.st_uid == 0 and ~now.st_mode & 0o011}
    for one, mode in closed.items():
        one.chmod(mode | 0o011)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        for one, mode in closed.items():
            one.chmod(mode)
