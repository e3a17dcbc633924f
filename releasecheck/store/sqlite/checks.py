"""What is wrong with a record's file and with what it is built of, before any row of it is read."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from releasecheck.core.errors import StoreError
from releasecheck.store.sqlite import migrations
from releasecheck.store.sqlite.connection import Connection
from releasecheck.store.tables.people import fact_columns
from releasecheck.store.tables.proving import proof, shapes

_MOST = 20
"""Faults of one kind that are named; more say nothing new."""

_Structure = dict[tuple[str, str], str | None]

_SCHEMA = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
#: A table made under SQLite before 3.37 has no strict types, and is as good.
_STRICT = re.compile(r"\bSTRICT\b,?")


def faults(connection: Connection) -> list[str]:
    """All that is wrong with a record, the file first: of one that is damaged nothing else can be said.

    Each fault names a table and a key, and of a person the prison number alone.
    """
    # What is no text is read all the same, and is then not what it was.
    connection.sqlite.text_factory = _any_text
    try:
        with connection.snapshot():
            return file_faults(connection) or list(_row_faults(connection))
    finally:
        connection.sqlite.text_factory = str


def _any_text(kept: bytes) -> str:
    return kept.decode(errors="surrogateescape")


def _row_faults(connection: Connection) -> Iterator[str]:
    checks: dict[str, Callable[[], Iterable[str]]] = {
        "the structure": lambda: structure_faults(connection),
        "the values": lambda: shapes.unreadable(connection),
    }
    yield from proof.faults_of_rows(connection, checks)


def file_faults(connection: Connection) -> list[str]:
    """What SQLite finds wrong with the file itself, and rows that point to nothing; none: it is whole."""
    try:
        found = [str(words) for (words,) in connection.all(f"PRAGMA integrity_check({_MOST})")]
    except StoreError as error:
        return [f"the file cannot be read through: {error.__cause__ or error}"]
    faults = [f"the file is damaged: {_plain(words)}" for words in found if words != "ok"]
    return faults or list(_dangling(connection))


def _plain(words: str) -> str:
    """One line of SQLite's own, without the stars it puts round a heading."""
    return " ".join(words.replace("*", "").split())


def _dangling(connection: Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.all("PRAGMA foreign_key_check")[:_MOST]:
        where = f"{table} {row}" if row is not None else table
        yield f"{where} belongs to a row of {parent} that is not there"


def structure_faults(connection: Connection) -> Iterator[str]:
    """Tables, views, indexes and triggers that are not those this program makes, and settings of the file."""
    expected, columns, names = _as_made()
    found: _Structure = {(kind, name): sql for kind, name, sql in connection.all(_SCHEMA)}
    for (kind, name), sql in expected.items():
        if (kind, name) not in found:
            yield f"{kind} {name} is not there"
        elif (kind, name) != ("table", "people") and _same(found[kind, name]) != _same(sql):
            yield f"{kind} {name} is not as this program makes it"
    for kind, name in sorted(found.keys() - expected.keys()):
        yield f"{kind} {name} is none of this program's"
    # Facts are added to `people` one by one, in the order in which versions of the program knew them.
    there = {row[0]: row for row in _columns(connection)}
    for column in columns:
        if there.get(column[0]) != column:
            yield f"people has no column {column[0]} as this program makes it"
    # Opening adds a column that is not there, also one whose name was damaged: then the old one is left over.
    for name in there.keys() - names:
        yield f"people has a column {name!r} that is none of this program's"

    rows = connection.one(
        "SELECT coalesce((SELECT max(id) FROM entries), 0), "
        "coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'entries'), 0)"
    )
    if rows and rows[0] != rows[1]:
        yield f"sqlite_sequence: the last entry is {rows[0]}, and not {rows[1]}"


def _same(sql: str | None) -> str:
    return " ".join(_STRICT.sub("", sql or "").replace('"', "").split()).rstrip(", ")


def _columns(connection: Connection) -> list[tuple[str, str, int, int, int]]:
    rows = connection.all("SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo('people')")
    return [(name, kind, int(required), int(key), int(hidden)) for name, kind, required, key, hidden in rows]


def _as_made() -> tuple[_Structure, list[tuple[str, str, int, int, int]], set[str]]:
    """What an empty record holds that is made here and now, and every column that `people` may have."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        empty = Connection(Path(":memory:"), memory)
        migrations.migrate(empty)
        made = {(kind, name): sql for kind, name, sql in empty.all(_SCHEMA)}
        known = {"prison_number", "search_name", "known_since", "restricted"}
        known |= {fact.name for fact in fact_columns()}
        columns = _columns(empty)
        names = {column[0] for column in columns} | known
        return made, [column for column in columns if column[0] in known], names
