"""The record in a PostgreSQL database; see `Store` for what each method is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.core.errors import NoRight, StoreError
from releasecheck.store.address import Address
from releasecheck.store.postgres import structure
from releasecheck.store.postgres.connection import PostgresConnection, connect
from releasecheck.store.shared_writing import SharedWriting
from releasecheck.store.sqlite.cipher import NO_KEY, Key
from releasecheck.store.tables import access_log

if TYPE_CHECKING:
    from releasecheck.core.marks import Marks
    from releasecheck.store.law_rows import Trace
    from releasecheck.store.report_rows import SchemaPart


_SEES_ALL = """SELECT CASE WHEN row_security_active('people')
THEN pg_has_role('releasecheck_information_officer', 'member') ELSE true END"""


def create(address: Address, *, login: str = "", timeout: float = 10.0) -> PostgresStore:
    """A new, empty record in a database that is there.

    Raises StoreError where there is a record already, or none can be made.
    """
    connection = connect(address, timeout)
    made = False
    try:
        structure.make(connection)
        made = True
    finally:
        if not made:
            connection.close()
    return PostgresStore(connection, login)


def open_record(
    address: Address,
    *,
    login: str = "",
    timeout: float = 10.0,
    kept_in: Path | None = None,
    key: Callable[[], Key] = lambda: NO_KEY,
) -> PostgresStore:
    """An existing record on a server.

    `timeout` is how many seconds to wait while another program writes. `login`: the name the machine knows
    whoever writes by. `kept_in`: the user's folder in which looks are kept that a record cannot take.
    `key`: what a copy of it in a file is encrypted with.
    Raises StoreError when there is no record there, or it cannot be used.
    """
    connection = connect(address, timeout)
    opened = False
    try:
        structure.bring_up_to_date(connection)
        opened = True
    finally:
        if not opened:
            connection.close()
    return PostgresStore(connection, login, kept_in, key)


class PostgresStore(SharedWriting):
    """A record on a server, open; see `Store` for what each method is for."""

    def __init__(
        self,
        connection: PostgresConnection,
        login: str = "",
        kept_in: Path | None = None,
        key: Callable[[], Key] = lambda: NO_KEY,
    ) -> None:
        # No file is there: a name of the place, so that looks at another server's record are kept apart.
        place = Path("/", str(connection.address).replace("/", "-"))
        super().__init__(connection, structure, login, place, kept_in)
        self._postgres, self._key = connection, key

    def close(self) -> None:
        """Let go of the server."""
        self._postgres.close()

    def schema(self) -> list[SchemaPart]:
        """The views and the tables of the record, in the order they were made."""
        from releasecheck.store.postgres import schema
        from releasecheck.store.postgres.described import parts

        return parts(self._postgres, schema.tables())

    def back_up(self, target: Path) -> int:
        """A verified copy of the whole record in a file; its size in bytes."""
        from releasecheck.core.system import to_disk
        from releasecheck.store.copying.record import copy_record
        from releasecheck.store.own_files import parts_in

        try:
            with parts_in(target.parent) as made:
                copy_record(self._postgres, made / target.name, self._key)
                (made / target.name).replace(target)
                to_disk(target.parent)
        except OSError as error:
            raise StoreError(f"cannot write a backup in {target.parent}: {error.strerror}") from error
        return target.stat().st_size

    def faults(self) -> list[str]:
        """All that is wrong with its rows, by table and key, before anything is planned."""
        from releasecheck.store.postgres.checks import faults

        self._must_see_all()
        return faults(self._postgres)

    def log_faults(self) -> list[str]:
        """What is wrong with the lines of the log, of every office."""
        self._must_see_all()
        return super().log_faults()

    def _must_see_all(self) -> None:
        """Raises NoRight for a login from which rooms keep a part: what it cannot see is not gone."""
        (all_of_it,) = self._postgres.one(_SEES_ALL) or (0,)
        if not all_of_it:
            raise NoRight(
                "your login sees a part of this record, and this proves the whole of it: ask the "
                "information officer"
            )

    def traces(self, marks: Marks) -> list[Trace]:
        """Every row in which somebody is still named, but for the numbers that the log and erasures keep."""
        from releasecheck.store.copying.shape import shapes
        from releasecheck.store.tables.proving.traces import traces

        return list(traces(self._postgres, {one.name: one.columns for one in shapes()}, marks))

    def keep_erased(self, record: Path | None, folders: Iterable[Path]) -> list[Path]:
        """Keep whom it erased in a list in each of these folders; those where it cannot be."""
        from releasecheck.store.sqlite.tombstones import keep_list, list_beside

        name = list_beside(Path(self._postgres.address.name)).name
        digits = self._key().digits(Path(name)) if self._key().expected else None
        missed = []
        for folder in folders:
            try:
                keep_list(folder / name, access_log.origin_of(self._postgres), self.erased(), digits)
            except OSError:
                missed.append(folder)
        return missed

    def compact(self) -> tuple[int, int, bool]:
        """Have the server let go of rows that are no more; the database's bytes before and after.

        And whether nothing that is gone can be read from its tables: whoever does not own them cannot do it.
        """
        before = self._size()
        if owns := structure.owns(self._postgres):
            self._postgres.execute("VACUUM")
        return before, self._size(), owns

    def _size(self) -> int:
        (size,) = self._postgres.one("SELECT pg_database_size(current_database())") or (0,)
        return int(size)
