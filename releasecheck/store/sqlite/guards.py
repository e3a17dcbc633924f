"""The triggers that let nobody change, take out or replace what was recorded, whatever program writes."""

from __future__ import annotations

from releasecheck.store.sqlite.connection import Connection

#: Written once, never changed and never taken away.
APPEND_ONLY = (
    "entries",
    "voids",
    "facts",
    "releases",
    "outcomes",
    "owners",
    "notes",
    "salts",
    "log",
    "log_lists",
    "staff",
    "erased",
)


def guard(connection: Connection) -> None:
    """Make the triggers that keep what was recorded; a rebuilt table has lost its own."""
    for table in APPEND_ONLY:
        for deed in ("UPDATE", "DELETE"):
            when = _UNTIL_SEALED.get((table, deed), "")
            _refuse(connection, table, deed, when)
        _refuse(connection, table, "INSERT", _taken(table))


def _refuse(connection: Connection, table: str, deed: str, when: str) -> None:
    name = "replace" if deed == "INSERT" else deed.lower()
    connection.execute(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{name} BEFORE {deed} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, 'what was recorded in {table} is kept as it is'); END"
    )


_UNTIL_SEALED = {
    ("entries", "UPDATE"): "WHEN OLD.hash IS NOT NULL OR NEW.id <> OLD.id ",
    ("salts", "UPDATE"): "WHEN (SELECT hash FROM entries WHERE id = OLD.entry) IS NOT NULL ",
}
"""A command's own entry is finished by its hash, before which nobody else has seen it."""

_KEYS = {
    "entries": ("id", "origin, origin_seq"),
    "voids": ("entry",),
    "salts": ("entry, part",),
    "erased": ("prison_number",),
    "log_lists": ("hash",),
}
"""By what the rows of each table are told apart, where that is not `id` alone."""


def _taken(table: str) -> str:
    """When a new row would replace one: SQLite then deletes that without a word to any other trigger."""
    same = (
        " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
        for key in _KEYS.get(table, ("id",))
    )
    return "WHEN " + " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {one})" for one in same) + " "


def unguard(connection: Connection, table: str) -> None:
    """Take the triggers away, inside a transaction that makes them again: only erasure does this."""
    for deed in ("update", "delete"):
        connection.execute(f"DROP TRIGGER {table}_no_{deed}")
