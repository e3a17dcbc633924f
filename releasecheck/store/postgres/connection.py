"""A connection to a record in PostgreSQL, and saying in words what could not be done.

psycopg2 is imported here and nowhere else: of the drivers there are it costs a command the least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from releasecheck.core.errors import StoreError
from releasecheck.store.address import Address, tls_for
from releasecheck.store.postgres.dialect import plain, statement
from releasecheck.store.postgres.words import in_words

if TYPE_CHECKING:
    from psycopg2 import extensions

    from releasecheck.store.database import Parameters, SqlRow, SqlValue

#: Where the tables are, apart from whatever else is in that database.
HOME = "releasecheck"

_FEW = 40
"""Rows that are written by one statement; more are copied."""
_AT_A_TIME = 100
_SECONDS = 10
"""To wait for a server that does not answer."""
_SESSION = f"-c search_path={HOME} -c timezone=UTC -c datestyle=ISO -c bytea_output=hex"
#: In milliseconds: of a statement, and of whoever holds the record and does nothing.
_LIMITS = "-c statement_timeout=300000 -c idle_in_transaction_session_timeout=60000 -c lock_timeout={}"
#: One at a time writes, as in a file: whoever holds this row. It needs nothing but the row itself.
_ALONE = "SELECT value FROM meta WHERE key = 'origin' FOR UPDATE"


class PostgresConnection:
    """A connection to one record, whose every failure is a StoreError that says what to do."""

    steps = "schema_steps"

    def __init__(self, address: Address, server: extensions.connection) -> None:
        self.address, self.server = address, server

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement for what it does."""
        self._run(sql, parameters).close()

    def insert(self, sql: str, parameters: Parameters) -> int:
        """Insert one row; its id, which is the next: what is rolled back leaves no gap, as in a file."""
        into, values, rest = sql.partition(" VALUES (")
        table = into.removeprefix("INSERT INTO ").partition("(")[0]
        following = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"
        row = self.one(f"{into.replace('(', '(id, ', 1)}{values}{following}, {rest} RETURNING id", parameters)
        return int(row[0]) if row else 0

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one statement once for each row; many go to the server together."""
        asked, each = statement(sql), iter(rows)
        with self._explained(), self.server.cursor() as cursor:
            while some := list(islice(each, _AT_A_TIME)):
                cursor.execute(b";".join([cursor.mogrify(asked.sql, asked.values(row)) for row in some]))

    def write_rows(self, insert: str, rows: Sequence[tuple[SqlValue, ...]]) -> None:
        """Run `INSERT … VALUES (…)` for many short rows: a few by one statement, more by COPY."""
        if not rows:
            return
        into, values = insert.split(" VALUES (", 1)
        row, _, after = values.partition(")")
        with self._explained(), self.server.cursor() as cursor:
            if len(rows) <= _FEW:
                places = f"({row})".replace("?", "%s")
                every = b", ".join(cursor.mogrify(places, [*map(plain, one)]) for one in rows)
                cursor.execute(into.encode() + b" VALUES " + every + after.encode())
            else:
                self._copy(cursor, into, row.split(", "), after, rows)

    def _copy(
        self,
        cursor: extensions.cursor,
        into: str,
        row: list[str],
        after: str,
        rows: Sequence[tuple[SqlValue, ...]],
    ) -> None:
        table, _, named = into.removeprefix("INSERT INTO ").rstrip(")").partition("(")
        columns = named.split(", ")
        given = [name for name, value in zip(columns, row, strict=True) if value == "?"]
        plain = not after and len(given) == len(columns)
        target = table if plain else f"incoming_{table}"
        if not plain:
            cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {target} (LIKE {table}) ON COMMIT DROP")
            empty = (name for name in columns if name not in given)
            loosened = ", ".join(f"ALTER {name} DROP NOT NULL" for name in empty)
            if loosened:
                cursor.execute(f"ALTER TABLE {target} {loosened}")
        text = StringIO("\n".join("\t".join(map(_copied, one)) for one in rows) + "\n")
        cursor.copy_expert(f"COPY {target}({', '.join(given)}) FROM STDIN", text)
        if not plain:
            wanted = [name if value == "?" else value for name, value in zip(columns, row, strict=True)]
            cursor.execute(f"{into} SELECT {', '.join(wanted)} FROM {target}{after}; DROP TABLE {target}")

    def all(self, sql: str, parameters: Parameters = ()) -> list[SqlRow]:
        """Every row at once."""
        with self._explained(), self._run(sql, parameters) as cursor:
            return cursor.fetchall()

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[SqlRow]:
        """The rows one after the other; this driver has them all before the first is given."""
        with self._explained(), self._run(sql, parameters) as cursor:
            yield from cursor

    def one(self, sql: str, parameters: Parameters = ()) -> SqlRow | None:
        """The first row, if there is any."""
        with self._explained(), self._run(sql, parameters) as cursor:
            return cursor.fetchone()

    def _run(self, sql: str, parameters: Parameters) -> extensions.cursor:
        asked = statement(sql)
        with self._explained():
            cursor = self.server.cursor()
            cursor.execute(asked.sql, asked.values(parameters))
        return cursor

    @property
    def in_transaction(self) -> bool:
        """Whether anything has begun that has not ended."""
        return not self.server.closed and self.server.get_transaction_status() != 0

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one and the same moment, whatever another program writes meanwhile."""
        if self.in_transaction:
            yield
            return
        try:
            self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        finally:
            self._roll_back()

    @contextmanager
    def transaction(self, *, quick: bool = False) -> Iterator[None]:
        """All that is written inside is saved together, or none of it; others who write wait for its end.

        `quick`: the disk is not waited for.
        """
        try:
            self.execute(f"BEGIN; {'SET LOCAL synchronous_commit = off; ' if quick else ''}{_ALONE}")
            yield
            self.execute("COMMIT")
        finally:
            self._roll_back()

    @contextmanager
    def making(self) -> Iterator[None]:
        """The same where there is no record yet to wait for."""
        try:
            self.execute("BEGIN")
            yield
            self.execute("COMMIT")
        finally:
            self._roll_back()

    def _roll_back(self) -> None:
        """Undo what has not been saved; where the connection is gone the server has done so itself."""
        if self.in_transaction:
            with suppress(StoreError):
                self.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the server."""
        self.server.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import psycopg2

        try:
            yield
        except psycopg2.Error as error:
            raise in_words(self.address, error) from error
        except ValueError as error:
            if "NUL" not in str(error):
                raise
            raise StoreError("a NUL character cannot be kept; nothing was saved") from error


def connect(address: Address, timeout: float = 10.0) -> PostgresConnection:
    """A connection to the server; whether there is a record is not asked.

    `timeout` is how many seconds to wait for another program that writes. Raises StoreError where the server
    cannot be reached or does not let this user in, and UsageError where TLS would not be verified.
    """
    verified = tls_for(address)
    try:
        import psycopg2
    except ImportError as error:
        raise StoreError(
            "a record on a server needs psycopg2: pip install 'releasecheck[postgres]'"
        ) from error
    from releasecheck.store.postgres.values import register

    options = f"{_SESSION} {_LIMITS.format(max(1, int(timeout * 1000)))}"
    try:
        server = psycopg2.connect(
            address,
            sslmode=verified,
            options=options,
            connect_timeout=_SECONDS,
            application_name="releasecheck",
            client_encoding="UTF8",
        )
        server.autocommit = True
        register(server)
    except psycopg2.Error as error:
        raise in_words(address, error) from error
    return PostgresConnection(address, server)


_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _copied(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL")
        return value.translate(_ESCAPED)
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(int(value))
