"""Making the tables of a record, and what keeps its rows as they were recorded."""

from __future__ import annotations

from os import urandom
from typing import Any

from releasecheck.core.errors import StoreError
from releasecheck.store.postgres.connection import HOME, PostgresConnection
from releasecheck.store.tables.people import fact_columns

#: By which version of the tables a record that is up to date was made: the same number as of a file's.
SCHEMA = 18

#: What stands is told by one look: the version, and the columns there are for facts.
_STANDS = f"""SELECT (SELECT max(id) FROM {HOME}.{PostgresConnection.steps}),
  (SELECT string_agg(attname, ' ') FROM pg_attribute
   WHERE attrelid = to_regclass('{HOME}.people') AND attnum > 0 AND NOT attisdropped)"""


def make(connection: PostgresConnection) -> None:
    """Make the tables of an empty record: all of them or nothing.

    Raises StoreError where there is one already, or where not every letter can be kept.
    """
    from releasecheck.store.postgres import schema
    from releasecheck.store.tables import digests
    from releasecheck.store.tables.columns import insert_into

    (there, encoding) = connection.one(
        f"SELECT to_regnamespace('{HOME}') IS NOT NULL, current_setting('server_encoding')"
    ) or (0, "")
    if there:
        raise StoreError(f"there is already a record in {connection.address}; nothing was changed")
    if encoding != "UTF8":
        raise StoreError(
            f"the database of {connection.address} keeps texts as {encoding}: a record needs one in UTF-8. "
            "Make one: createdb --encoding UTF8 --locale C --template template0 NAME"
        )
    with connection.transaction():
        for one in schema.statements():
            connection.execute(one)
        connection.execute_many(
            insert_into(connection.steps, "id, migration_set, name, applied_at"), schema.steps()
        )
        origin = urandom(16).hex()
        connection.execute("INSERT INTO meta(key, value) VALUES ('origin', ?)", (origin,))
        connection.execute("INSERT INTO heads(office, origin) VALUES ('', ?)", (origin,))
        guard(connection)
        digests.keep(connection, list(digests.DIGESTED))


def is_made(connection: PostgresConnection) -> bool:
    """Whether there are tables of a record, with rows or without."""
    (there,) = connection.one(f"SELECT to_regnamespace('{HOME}') IS NOT NULL") or (0,)
    return bool(there)


def is_finished(connection: PostgresConnection) -> bool:
    """Whether a record can be opened: a copy into it that was cut off says no version."""
    (version,) = connection.one(_STANDS.partition(",\n")[0]) or (None,)
    return version is not None


def set_unfinished(connection: PostgresConnection) -> None:
    """Let nobody open the tables of an empty record, until all rows of another one are in them."""
    with connection.transaction():
        connection.execute(f"DELETE FROM {connection.steps}")


def set_finished(connection: PostgresConnection) -> None:
    """Say which version it is, now that every row is there, and go on numbering after the last."""
    from releasecheck.store.postgres import schema
    from releasecheck.store.tables import digests
    from releasecheck.store.tables.columns import insert_into

    with connection.transaction():
        for table in schema.NUMBERED:
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                f"(SELECT coalesce(max(id), 1) FROM {table}), EXISTS (SELECT 1 FROM {table}))"
            )
        connection.execute_many(
            insert_into(connection.steps, "id, migration_set, name, applied_at"), schema.steps()
        )
        digests.keep(connection, ["steps"])
    connection.execute("ANALYZE")


def bring_up_to_date(connection: PostgresConnection) -> None:
    """Add a column for every fact that the record has none for.

    Raises StoreError where there is no record, or it is of another version of this program.
    """
    version, columns = connection.one(_STANDS) or (None, None)
    if version is None:
        raise StoreError(
            f"a copy into {connection.address} was cut off. Type it again: releasecheck record copy FROM TO"
        )
    if version < SCHEMA:
        raise StoreError(
            f"the record in {connection.address} is from an older version of releasecheck. Once it is copied "
            "with pg_dump, whoever its tables belong to types: releasecheck record migrate"
        )
    if version > SCHEMA:
        raise StoreError(
            f"the record in {connection.address} was made by a newer version of releasecheck: install that "
            "version or a later one"
        )
    there = set((columns or "").split())
    missing = [fact for fact in fact_columns() if fact.name not in there]
    if missing:
        from releasecheck.store.postgres import schema

        with connection.transaction():
            for fact in missing:
                connection.execute(schema.column_of_fact(fact.name, fact.kind))


#: What brings the tables from the version before to this one: nothing yet, for there was none before 18.
STEPS: dict[int, tuple[str, ...]] = {}


def migrate(connection: PostgresConnection) -> tuple[int, int]:
    """Bring an older record up to date, all of it or nothing: its version before, and now.

    Raises StoreError where it is newer, has no way here, or its tables belong to somebody else.
    """
    from releasecheck.store.postgres import schema
    from releasecheck.store.tables import digests
    from releasecheck.store.tables.columns import insert_into

    (before,) = connection.one(f"SELECT max(id) FROM {HOME}.{connection.steps}") or (None,)
    if before is None or before >= SCHEMA:
        bring_up_to_date(connection)
        return SCHEMA, SCHEMA
    if not owns(connection):
        raise StoreError(
            f"the tables of the record in {connection.address} belong to another login, who alone can change "
            "them: ask whoever made the record. Nothing was changed"
        )
    wanted = range(before + 1, SCHEMA + 1)
    if missing := [version for version in wanted if version not in STEPS]:
        raise StoreError(
            f"there is no way from version {before} to version {missing[0]} of the record in "
            f"{connection.address}; nothing was changed"
        )
    (_, kind, name, now), *_ = schema.steps()
    with connection.transaction():
        for version in wanted:
            for statement in STEPS[version]:
                connection.execute(statement)
            row = (version, kind, name, now)
            connection.execute(insert_into(connection.steps, "id, migration_set, name, applied_at"), row)
        guard(connection)
        digests.keep(connection, ["steps"])
    bring_up_to_date(connection)
    return before, SCHEMA


def owns(connection: Any) -> bool:
    """Whether the tables belong to this login: nobody else may make or drop an index of theirs."""
    (ours,) = connection.one(
        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'tasks'::regclass"
    ) or (0,)
    return bool(ours)


def drop_load_indexes(connection: Any) -> None:
    """Take away the indexes that a first load is quicker without, where it is the owner who loads."""
    if not owns(connection):
        return
    from releasecheck.store.postgres import schema

    for name in schema.load_indexes():
        connection.execute(f"DROP INDEX IF EXISTS {name}")


def make_load_indexes(connection: Any) -> None:
    """Make those of them that are not there."""
    if not owns(connection):
        return
    from releasecheck.store.postgres import schema

    for create in schema.load_indexes().values():
        connection.execute(create)


_REFUSE = """
CREATE OR REPLACE FUNCTION keep_what_was_recorded() RETURNS trigger LANGUAGE plpgsql
SET search_path = releasecheck AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'entries' THEN
    IF OLD.hash IS NULL AND NEW.id = OLD.id THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'salts' THEN
    IF (SELECT hash FROM entries WHERE id = OLD.entry) IS NULL THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'what was recorded in % is kept as it is', TG_TABLE_NAME;
END $$
"""
"""A command's own entry is finished by its hash, before which nobody else has seen it."""


def guard(connection: Any) -> None:
    """Make the triggers by which nobody changes, takes out or empties what was recorded."""
    from releasecheck.store.sqlite.guards import APPEND_ONLY

    connection.execute(_REFUSE)
    for table in APPEND_ONLY:
        connection.execute(
            f"CREATE OR REPLACE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION keep_what_was_recorded()"
        )
        connection.execute(
            f"CREATE OR REPLACE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_what_was_recorded()"
        )


def unguard(connection: Any, table: str) -> None:
    """Take the triggers away, inside a transaction that makes them again: only erasure does this."""
    for name in ("kept", "not_emptied"):
        connection.execute(f"DROP TRIGGER {table}_{name} ON {table}")
