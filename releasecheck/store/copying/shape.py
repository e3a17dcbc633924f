"""Which tables a record has, with their columns and keys: read off a new, empty one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.errors import StoreError

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow

FILES = "_sqlite_migrations"
"""What a file says of its steps; a server has a table of its own for that, and neither is copied."""
_IN_A_FILE = "SELECT name FROM pragma_table_info('people')"
_ON_A_SERVER = (
    "SELECT attname FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0 "
    "AND NOT attisdropped AND attname NOT IN ('prison_before', 'com_office_before')"
)


class NotForAFile(StoreError):
    """A record on a server that no file could hold as it is."""


class Shape(NamedTuple):
    """One table, the same whatever keeps it."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def whose(self) -> int | None:
        """Where in a row the prison number stands; None where its rows are of nobody."""
        return self.columns.index("prison_number") if "prison_number" in self.columns else None

    @property
    def of_lines(self) -> bool:
        """Whether these are the lines of the log."""
        return self.name == "log"

    def of_key(self, row: SqlRow) -> SqlRow:
        """By what a row is told from all others."""
        return tuple(row[self.columns.index(name)] for name in self.key)

    @property
    def insert(self) -> str:
        """The statement that writes one row."""
        places = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.name}({quoted(self.columns)}) VALUES ({places})"


def quoted(columns: tuple[str, ...]) -> str:
    """Names of columns in a statement: one of them is a word of the language."""
    return ", ".join(f'"{name}"' for name in columns)


@cache
def shapes() -> tuple[Shape, ...]:
    """Every table whose rows are copied: those that others refer to first."""
    import sqlite3
    from contextlib import closing
    from pathlib import Path

    from releasecheck.store.sqlite import connection, migrations

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        empty = connection.Connection(Path(":memory:"), memory)
        migrations.migrate(empty)
        names = empty.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
        kept = [name for (name,) in names if not name.startswith("sqlite_") and name != FILES]
        described = [(name, empty.all("SELECT name, pk FROM pragma_table_info(?)", (name,))) for name in kept]
    return tuple(
        Shape(
            name,
            tuple(column for column, _ in columns),
            tuple(column for column, place in sorted(columns, key=lambda one: int(one[1])) if place),
        )
        for name, columns in described
    )


def check_columns(connection: Database) -> None:
    """Raise StoreError where a record keeps facts that this version of the program knows nothing of."""
    there = connection.all(_IN_A_FILE if connection.steps == FILES else _ON_A_SERVER)
    known = next(one.columns for one in shapes() if one.name == "people")
    if unknown := sorted({name for (name,) in there} - set(known)):
        raise StoreError(
            f"the record keeps what this version does not know ({', '.join(unknown)}), and "
            "it would be lost in a copy: install the version that made it"
        )
