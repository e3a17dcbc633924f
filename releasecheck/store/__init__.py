"""The record: where people, facts, tasks, outcomes and history are kept.

`base` says what any store can do; it is for readers and type checkers, and no command loads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from releasecheck.store.rows import EVERYONE, Filters, Fingerprints
    from releasecheck.store.sqlite.store import SqliteStore, create, open_record

__all__ = [
    "EVERYONE",
    "Filters",
    "Fingerprints",
    "SqliteStore",
    "create",
    "open_record",
]

_HOMES = {
    "EVERYONE": "releasecheck.store.rows",
    "Filters": "releasecheck.store.rows",
    "Fingerprints": "releasecheck.store.rows",
    "SqliteStore": "releasecheck.store.sqlite.store",
    "create": "releasecheck.store.sqlite.store",
    "open_record": "releasecheck.store.sqlite.store",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Each name from its module when it is first asked for: completion asks for none of them."""
        from importlib import import_module

        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(_HOMES[name]), name)
        return found
