"""The place that a record is copied to: a file that gets its name at the end, or a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.errors import StoreError
from releasecheck.store.address import Address

if TYPE_CHECKING:
    from releasecheck.store.database import Database, Structure
    from releasecheck.store.sqlite.cipher import Key

_HOLDS = "SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM log) + (SELECT count(*) FROM people)"


class Target(NamedTuple):
    """Where a copy is made, open."""

    connection: Database
    structure: Structure
    goes_on: bool
    """Whether a copy of the same record was begun there and cut off."""


def part_of(path: Path) -> Path:
    """Where a copy lies until it is whole, and stays where it was cut off."""
    return path.with_name(f"{path.name}.copying")


def target(
    where: Path | Address, key: Callable[[], Key], origin: str, timeout: float
) -> AbstractContextManager[Target]:
    """An empty place for a copy of the record of this origin, or one that was begun; whole at the end.

    Raises StoreError where something else is there: it is not touched.
    """
    if isinstance(where, Address):
        return _on_server(where, origin, timeout)
    return _in_file(where, key, origin)


@contextmanager
def _in_file(path: Path, key: Callable[[], Key], origin: str) -> Iterator[Target]:
    import os

    from releasecheck.core.system import to_disk
    from releasecheck.store.sqlite import migrations
    from releasecheck.store.sqlite.cipher import beside
    from releasecheck.store.sqlite.connection import connect
    from releasecheck.store.sqlite.store import create

    part = part_of(path)
    if path.exists() or path.is_symlink():
        raise StoreError(f"there is already something at {path}; nothing was changed. Name another file")
    if not part.exists():
        create(part, key=key()).close()
    connection = connect(part, key=key())
    try:
        yield Target(connection, migrations, _goes_on(connection, origin, str(part)))
        ((waits, *_),) = connection.all("PRAGMA wal_checkpoint(TRUNCATE)")
        if waits:
            raise StoreError(f"somebody else has {part} open; the copy is there, without its name")
    finally:
        connection.close()
    for left in beside(part):
        left.unlink(missing_ok=True)
    to_disk(part)
    try:
        os.link(part, path)  # which never takes the place of another file
        part.unlink()
    except FileExistsError:
        raise StoreError(f"meanwhile something was put at {path}: the copy is {part}") from None
    except OSError:
        part.rename(path)  # where a file has one name alone
    to_disk(path.parent)


@contextmanager
def _on_server(address: Address, origin: str, timeout: float) -> Iterator[Target]:
    from releasecheck.store.postgres import structure
    from releasecheck.store.postgres.connection import connect

    connection = connect(address, timeout)
    try:
        if not structure.is_made(connection):
            structure.make(connection)
        if structure.is_finished(connection):
            if _holds(connection):
                raise StoreError(
                    f"there is already a record in {address}; nothing was changed. Name another database"
                )
            structure.set_unfinished(connection)
        yield Target(connection, structure, _goes_on(connection, origin, str(address)))
        structure.set_finished(connection)
    finally:
        connection.close()


def _holds(connection: Database) -> bool:
    (rows,) = connection.one(_HOLDS) or (0,)
    return bool(rows)


def _goes_on(connection: Database, origin: str, place: str) -> bool:
    """Whether what was copied there is of this record; StoreError where it is of another one."""
    from releasecheck.store.tables import access_log

    if not _holds(connection):
        return False
    if access_log.origin_of(connection) != origin:
        raise StoreError(
            f"in {place} is what another record's copy left when it was cut off; nothing was changed. Name "
            "another place, or take it away"
        )
    return True
