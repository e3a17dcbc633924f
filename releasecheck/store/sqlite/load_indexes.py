"""Indexes that are made when a record is, and put off while thousands of people are loaded into it."""

from __future__ import annotations

from releasecheck.store.queries.filters import HERE_SQL
from releasecheck.store.sqlite.connection import Connection
from releasecheck.store.tables.columns import TOLD

#: Indexes that a first load of thousands of people is better off without until its end.
LOAD_INDEXES = {
    # Few know it of everybody: those who have none are not in it.
    **{
        f"people_by_{fact}": f"CREATE INDEX IF NOT EXISTS people_by_{fact} ON people({fact}) "
        f"WHERE {fact} IS NOT NULL"
        for fact in ("crn", "pnc", "released_on", "prison", "pom", "com", "co_pom")
    },
    # Whose people somebody has, however a name is typed.
    **{
        f"people_of_{fact}": f"CREATE INDEX IF NOT EXISTS people_of_{fact} ON people({fact} COLLATE NOCASE) "
        f"WHERE {fact} IS NOT NULL"
        for fact in ("pom", "com", "co_pom")
    },
    # Holds nothing but who is here, to count those whom a list is not about. The status leads, for nothing
    # is looked up by it: an index that begins with what nearly everybody has would be taken for a short way.
    "people_here": "CREATE INDEX IF NOT EXISTS people_here ON people(legal_status, released_on, merged_into, "
    f"restricted) WHERE {HERE_SQL.format('')}",
    # Holds all that the state of a task follows from, so that a roll-up never reads the tasks themselves.
    "tasks_open": "CREATE INDEX IF NOT EXISTS tasks_open ON tasks(prison, owner, due_on, stage, "
    "counts_until, lapses, rest, opens_on, chase_on, hard, ready_from, ready_until, item, "
    "prison_number, open, contested_with) WHERE open = 1",
    # The same of the few of which it is not known whether they apply, with what would settle it.
    "tasks_unknown": "CREATE INDEX IF NOT EXISTS tasks_unknown ON tasks(prison, owner, item, prison_number, "
    "missing_facts, rest, stage, counts_until, chase_on, opens_on, due_on, hard, ready_from, ready_until, "
    "lapses, open, contested_with) WHERE open = 1 AND (rest = 'unknown' OR stage = 'unknown')",
    "search_words_by_word": "CREATE INDEX IF NOT EXISTS search_words_by_word "
    "ON search_words(word, prison_number)",
    **{
        f"{table}_by_{column}": f"CREATE INDEX IF NOT EXISTS {table}_by_{column} ON {table}({columns})"
        for table in TOLD
        for column, columns in (
            ("person", "prison_number, fact" if table == "facts" else "prison_number"),
            ("entry", "entry, prison_number"),
        )
    },
}


def drop_load_indexes(connection: Connection) -> None:
    """Take away the indexes that a first load is quicker without, and make ready for many rows."""
    for index in LOAD_INDEXES:
        connection.execute(f"DROP INDEX IF EXISTS {index}")
    for pragma in _LOADING:
        connection.execute(f"PRAGMA {pragma}")


def make_load_indexes(connection: Connection) -> None:
    """Make those of them that are not there."""
    for create in LOAD_INDEXES.values():
        connection.execute(create)


_LOADING = ("cache_size = -20000", "threads = 2")
"""Some hundred people and their tasks are held in memory (KiB), and two threads sort the indexes."""
