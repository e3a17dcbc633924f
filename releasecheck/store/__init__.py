"""The record: where people, facts, tasks, outcomes and history are kept."""

from __future__ import annotations

from releasecheck.store.base import Store, StoreTransaction
from releasecheck.store.rows import EVERYONE, Filters, Fingerprints
from releasecheck.store.sqlite import SqliteStore, create, open_record

__all__ = [
    "EVERYONE",
    "Filters",
    "Fingerprints",
    "SqliteStore",
    "Store",
    "StoreTransaction",
    "create",
    "open_record",
]
