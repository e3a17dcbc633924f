"""Opening a record wherever it is: in a file, or on a database server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.store.address import Address

if TYPE_CHECKING:
    from collections.abc import Callable

    from releasecheck.store.base import Store
    from releasecheck.store.sqlite.cipher import Key


def open_at(
    where: Path | Address, key: Callable[[], Key], *, timeout: float, login: str, kept_in: Path | None
) -> Store:
    """An existing record; see `open_record` of each store. `key`: for a file that it opens or makes."""
    if isinstance(where, Address):
        from releasecheck.store.postgres import store as postgres

        return postgres.open_record(where, timeout=timeout, login=login, kept_in=kept_in, key=key)
    from releasecheck.store import open_record

    return open_record(where, timeout=timeout, login=login, key=key(), kept_in=kept_in)


def create_at(where: Path | Address, key: Callable[[], Key], *, timeout: float, login: str) -> Store:
    """A new, empty record; see `create` of each store."""
    if isinstance(where, Address):
        from releasecheck.store.postgres import store as postgres

        return postgres.create(where, timeout=timeout, login=login)
    from releasecheck.store import create

    return create(where, login=login, key=key())
