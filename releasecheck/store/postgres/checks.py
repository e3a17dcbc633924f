"""What is wrong with the rows of a record on a server: the server looks after its own files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from releasecheck.core.errors import StoreError
from releasecheck.store.postgres.connection import PostgresConnection
from releasecheck.store.tables import access_log, chain, digests, proof
from releasecheck.store.tables.people import PeopleColumns


def faults(connection: PostgresConnection) -> list[str]:
    """All that is wrong with a record, as of one moment; of a person the prison number alone is named.

    Days, moments and flags need no look: the server keeps none that cannot be read.
    """
    with connection.snapshot():
        return list(_faults(connection))


def _faults(connection: PostgresConnection) -> Iterator[str]:
    checks: dict[str, Callable[[], Iterable[str]]] = {
        "the entries": lambda: chain.breaks(connection),
        "the log": lambda: access_log.breaks(connection),
        "what the office told": lambda: digests.breaks(connection),
        "people": lambda: proof.people_that_differ(connection, PeopleColumns()),
    }
    for what, check in checks.items():
        try:
            yield from check()
        except (StoreError, ValueError, TypeError, KeyError, AttributeError) as error:
            yield f"{what} cannot be read to the end: {type(error).__name__}"
