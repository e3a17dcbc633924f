"""A connection to a record in PostgreSQL, and saying in words what could not be done.

psycopg2 is imported here and nowhere else: of the drivers there are it costs a command the least.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from releasecheck.core.errors import Conflict, StoreError
from releasecheck.store.address import Address, tls_for
from releasecheck.store.postgres.copying import copy_rows
from releasecheck.store.postgres.dialect import plain, statement
from releasecheck.store.postgres.ledger import PostgresLedger
from releasecheck.store.postgres.words import IN_USE, in_words
from releasecheck.store.tables.columns import TOLD, to_json
from releasecheck.store.tables.reading import THESE

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
#: In milliseconds: of a statement, of whoever is in the middle of writing and does nothing, and of one whose
#: machine or network is gone; so long at most anybody else waits for them.
_LIMITS = (
    "-c statement_timeout=300000 -c idle_in_transaction_session_timeout=15000 -c tcp_user_timeout=15000 "
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2 -c lock_timeout={}"
)
_BEGIN = b"BEGIN ISOLATION LEVEL READ COMMITTED"
_ONE_MOMENT = b"BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_FULL = 1 << 20
"""Bytes of statements that are sent, though nothing is asked yet."""
_DRAWN = 100
"""Ids that are drawn at once by whoever needs more than one lot of them."""
_LATER = " UNION ALL ".join(
    f"SELECT entry FROM {table} WHERE prison_number = ANY(%(people)s) AND entry > %(entry)s" for table in TOLD
)


class PostgresConnection:
    """A connection to one record, whose every failure is a StoreError that says what to do."""

    steps = "schema_steps"
    chains = True

    def __init__(self, address: Address, server: extensions.connection) -> None:
        self.address, self.server = address, server
        self._writing = self._moment = False
        self._waiting: list[bytes] = []
        """Statements of a transaction that are sent with the next that asks something, and none alone."""
        self._drawn: dict[str, list[int]] = {}
        self._floor: dict[str, int] = {}
        self._unlooked: dict[str, list[str]] = {}
        """By table, the people whose last row of it has not been looked at since they were held."""
        self._held: set[str] = set()
        self.entry = 0
        """The entry of this transaction, once it has one."""

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement for what it does; in a transaction it goes with the next that asks something."""
        if not self._writing:
            self._run(sql, parameters).close()
            return
        self._put(self._written(sql, parameters))

    def _put(self, written: bytes) -> None:
        self._waiting.append(written)
        if sum(map(len, self._waiting)) > _FULL:
            self._send(b"")

    def _send(self, last: bytes) -> extensions.cursor:
        """Send what is waiting, and this after it; the answer is of the last."""
        whole, self._waiting = b";".join([*self._waiting, last]), []
        with self._explained():
            cursor = self.server.cursor()
            cursor.execute(whole)
        return cursor

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
                written = b";".join([cursor.mogrify(asked.sql, asked.values(row)) for row in some])
                if self._writing:
                    self._put(written)
                else:
                    self._send(written).close()

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
                written = into.encode() + b" VALUES " + every + after.encode()
                if self._writing:
                    self._put(written)
                else:
                    self._send(written).close()
            else:
                if self._waiting:
                    self._send(b"").close()
                copy_rows(cursor, into, row.split(", "), after, rows)

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

    def together(self, asked: Sequence[tuple[str, Parameters]]) -> list[list[SqlRow]]:
        """Every row of each of these, by one statement: as of one moment, and over the network once."""
        each = b", ".join(
            b"(SELECT coalesce(json_agg(row_to_json(q)), '[]') FROM (" + self._written(*one) + b") AS q)"
            for one in asked
        )
        with self._explained(), self._send(b"SELECT " + each) as cursor:
            found = cursor.fetchone() or ()
        return [json.loads(rows, object_pairs_hook=_row) for rows in found]

    def _run(self, sql: str, parameters: Parameters) -> extensions.cursor:
        written = self._written(sql, parameters)
        if self._moment:
            self._moment, self._waiting = False, [_ONE_MOMENT]
        return self._send(written)

    def _written(self, sql: str, parameters: Parameters) -> bytes:
        asked = statement(sql)
        with self._explained(), self.server.cursor() as cursor:
            written: bytes = cursor.mogrify(asked.sql, asked.values(parameters))
        return written

    @property
    def in_transaction(self) -> bool:
        """Whether anything has begun that has not ended."""
        return self._writing or (not self.server.closed and self.server.get_transaction_status() != 0)

    def numbers(self, table: str, count: int, last: int) -> Sequence[int]:
        """Ids from the table's sequence, which says whose they are and nothing of their order.

        Each is greater than all that were there before these people were held: another is drawn where the
        sequence gives one that is not.
        """
        # With an entry's own number goes one for each thing that it is likely to say.
        tables = ("entries", *TOLD) if table == "entries" else (table,)
        self._floor[table] = max(self._floor.get(table, 0), last)
        while self._unlooked.get(table) or len(self._drawn.get(table, ())) < count:
            some = max(count - len(self._drawn.get(table, ())), _DRAWN if last else 1)
            self._draw(tables, some)
        drawn = self._drawn[table]
        self._drawn[table] = drawn[count:]
        return drawn[:count]

    def _draw(self, tables: Sequence[str], some: int) -> None:
        each, people = [], []
        for one in tables:
            there = f"SELECT max(id) FROM {one}"
            if one != "entries":
                there += f" WHERE prison_number {THESE}"
                people.append(to_json(self._unlooked.pop(one, [])))
            each.append(f"nextval('{one}_id_seq'), ({there})")
        rows = self.all(f"SELECT {', '.join(each)} FROM generate_series(1, ?)", (*people, some))
        for place, one in enumerate(tables):
            floor = max(self._floor.get(one, 0), *(row[2 * place + 1] or 0 for row in rows))
            drawn = [*self._drawn.get(one, ()), *(row[2 * place] for row in rows)]
            self._floor[one] = floor
            self._drawn[one] = sorted(number for number in drawn if number > floor)

    def hold(self, people: Sequence[str]) -> None:
        """Lock their rows, in order of their numbers; who has none is told apart when it is made.

        Raises Conflict where somebody else told of one of them after this transaction's entry was begun.
        """
        held = sorted({*people} - self._held)
        if not held or not self._writing:
            return
        locked = f"SELECT 1 FROM people WHERE prison_number {THESE} ORDER BY prison_number FOR UPDATE"
        self.execute(f"SELECT count(*) FROM ({locked}) AS held", (to_json(held),))
        self._held.update(held)
        for table in TOLD:
            self._unlooked.setdefault(table, []).extend(held)
        if self.entry:
            with self.server.cursor() as cursor:
                later = cursor.mogrify(f"{_LATER} LIMIT 1", {"people": held, "entry": self.entry})
            with self._send(later) as found:
                if found.fetchone() is not None:
                    raise Conflict(IN_USE)

    def digest(self, name: str, sql: str) -> str:
        """The server makes it: whoever asks may not see every row."""
        (made,) = self.one("SELECT digest_of(?)", (name,)) or ("",)
        return str(made)

    def ledger(self) -> PostgresLedger:
        """What is chained of one transaction."""
        return PostgresLedger(self)

    def last(self, sql: str, parameters: Parameters, *, asked: bool) -> SqlRow | None:
        """The last statement of a transaction: it goes with COMMIT, or is one where nothing came before it.

        `asked`: its answer is needed.
        """
        if self._waiting == [_BEGIN]:
            self._waiting, self._writing = [], False
            return self.one(sql, parameters)
        if asked:
            return self.one(sql, parameters)
        self.execute(sql, parameters)
        return None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one and the same moment, whatever another program writes meanwhile."""
        if self.in_transaction or self._moment:
            yield
            return
        self._moment = True  # until something is asked alone: what is asked together is of one moment anyway
        try:
            yield
        finally:
            self._moment = False
            self._roll_back()

    @contextmanager
    def transaction(self, *, quick: bool = False) -> Iterator[None]:
        """All that is written inside is saved together, or none of it.

        `quick`: the disk is not waited for.
        """
        self._writing, self._waiting = True, [_BEGIN]
        if quick:
            self._waiting.append(b"SET LOCAL synchronous_commit = off")
        try:
            yield
            if self._writing and self._waiting != [_BEGIN]:
                self._send(b"COMMIT").close()
        finally:
            self._roll_back()

    def _roll_back(self) -> None:
        """Undo what has not been saved; where the connection is gone the server has done so itself."""
        self._writing, self.entry = False, 0
        self._waiting, self._drawn, self._held = [], {}, set()
        self._floor, self._unlooked = {}, {}
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


def connect(address: Address, timeout: float = 10.0, answers_in: int = _SECONDS) -> PostgresConnection:
    """A connection to the server; whether there is a record is not asked.

    `timeout` is how many seconds to wait for another program that writes, `answers_in` for the server.
    Raises StoreError where the server
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
            connect_timeout=answers_in,
            application_name="releasecheck",
            client_encoding="UTF8",
        )
        server.autocommit = True
        register(server)
    except psycopg2.Error as error:
        raise in_words(address, error) from error
    return PostgresConnection(address, server)


def _row(pairs: list[tuple[str, Any]]) -> Any:
    return tuple([value for _, value in pairs])
