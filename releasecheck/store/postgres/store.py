"""The record in a PostgreSQL database; see `Store` for what each method is for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.core.errors import UsageError
from releasecheck.store.address import Address
from releasecheck.store.postgres import structure
from releasecheck.store.postgres.connection import PostgresConnection, connect
from releasecheck.store.shared_writing import SharedWriting

if TYPE_CHECKING:
    from releasecheck.core.marks import Marks
    from releasecheck.store.law_rows import Trace
    from releasecheck.store.report_rows import SchemaPart


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
    address: Address, *, login: str = "", timeout: float = 10.0, kept_in: Path | None = None
) -> PostgresStore:
    """An existing record on a server.

    `timeout` is how many seconds to wait while another program writes. `login`: the name the machine knows
    whoever writes by. `kept_in`: the user's folder in which looks are kept that a record cannot take.
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
    return PostgresStore(connection, login, kept_in)


class PostgresStore(SharedWriting):
    """A record on a server, open; see `Store` for what each method is for."""

    def __init__(self, connection: PostgresConnection, login: str = "", kept_in: Path | None = None) -> None:
        # No file is there: a name of the place, so that looks at another server's record are kept apart.
        place = Path("/", str(connection.address).replace("/", "-"))
        super().__init__(connection, structure, login, place, kept_in)
        self._postgres = connection

    def close(self) -> None:
        """Let go of the server."""
        self._postgres.close()

    def schema(self) -> list[SchemaPart]:
        """The tables of the record, in the order they were made."""
        raise self._only_of_files("its tables are described by: psql, and then \\d releasecheck.*")

    def back_up(self, target: Path) -> int:
        """Raises UsageError: a server's own tools copy what is on it."""
        raise self._only_of_files("copy it with pg_dump, as a whole database")

    def faults(self) -> list[str]:
        """All that is wrong with its rows, by table and key, before anything is planned."""
        from releasecheck.store.postgres.checks import faults

        return faults(self._postgres)

    def traces(self, marks: Marks) -> list[Trace]:
        """Raises UsageError: nobody is erased from a record on a server yet."""
        raise self._only_of_files("erasing somebody there comes later")

    def keep_erased(self, record: Path, folders: Iterable[Path]) -> list[Path]:
        """Raises UsageError, as `traces`."""
        raise self._only_of_files("erasing somebody there comes later")

    def compact(self) -> tuple[int, int, bool]:
        """Raises UsageError: a server gives room back by itself."""
        raise self._only_of_files("its server gives room back by itself, by VACUUM")

    def _only_of_files(self, instead: str) -> UsageError:
        return UsageError(f"that is for a record in a file, and this one is on a server: {instead}")
