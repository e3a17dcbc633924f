"""The record: where people, facts, tasks, outcomes and history are kept.

`base` says what any store can do; it is for readers and type checkers, and no command loads it.
"""

from __future__ import annotations

from releasecheck.store.rows import EVERYONE, Filters, Fingerprints
from releasecheck.store.sqlite import SqliteStore, create, open_record

__all__ = [
    "EVERYONE",
    "Filters",
    "Fingerprints",
    "SqliteStore",
    "create",
    "open_record",
]
