"""The tables of a record, made step by step; a step is never edited once it has been released.

sqlite-utils keeps count of the steps. It is imported only to make or to migrate a record: one that is up to
date is known by its `user_version`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.people.fact import Fact
from releasecheck.store.sqlite import lists
from releasecheck.store.sqlite.connection import APPLICATION_ID, SCHEMA, Connection, check_version
from releasecheck.store.sqlite.guards import guard as guard
from releasecheck.store.sqlite.guards import unguard as unguard
from releasecheck.store.sqlite.load_indexes import drop_load_indexes as drop_load_indexes
from releasecheck.store.sqlite.load_indexes import make_load_indexes as make_load_indexes
from releasecheck.store.sqlite.views import VIEWS, VIEWS_SINCE_ASKED
from releasecheck.store.tables.people import fact_columns, fold_names_again

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

_ENTRIES = """
CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value TEXT);
CREATE TABLE entries(
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, "by" TEXT NOT NULL, command TEXT NOT NULL,
    day TEXT NOT NULL, reason TEXT);
CREATE TABLE voids(
    entry INTEGER PRIMARY KEY REFERENCES entries, voided_by INTEGER NOT NULL REFERENCES entries, reason TEXT);
"""

_TOLD = """
CREATE TABLE people(
    prison_number TEXT PRIMARY KEY NOT NULL, search_name TEXT, known_since TEXT NOT NULL,
    restricted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX people_by_name ON people(search_name);
CREATE TABLE facts(
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries, prison_number TEXT NOT NULL,
    fact TEXT NOT NULL, value TEXT, told_on TEXT NOT NULL, source TEXT);
CREATE TABLE releases(
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries, prison_number TEXT NOT NULL,
    told_on TEXT NOT NULL, date TEXT NOT NULL, type TEXT, confirmed INTEGER NOT NULL, source TEXT,
    anchors TEXT NOT NULL);
CREATE TABLE outcomes(
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries, prison_number TEXT NOT NULL,
    item TEXT NOT NULL, outcome TEXT NOT NULL, on_date TEXT NOT NULL, reason TEXT, evidence TEXT NOT NULL,
    "by" TEXT);
CREATE TABLE owners(
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries, prison_number TEXT NOT NULL,
    item TEXT NOT NULL, role TEXT);
CREATE TABLE notes(
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries, prison_number TEXT NOT NULL,
    kind TEXT NOT NULL, on_date TEXT NOT NULL, text TEXT NOT NULL, item TEXT, fields TEXT NOT NULL);
"""

_PLANS = """
CREATE TABLE plans(
    prison_number TEXT PRIMARY KEY NOT NULL, catalogue TEXT NOT NULL, calendar TEXT NOT NULL,
    valid_from TEXT, valid_until TEXT,
    release_date TEXT, release_type TEXT, nominal_date TEXT, confirmed INTEGER, source TEXT, told_on TEXT,
    may_move_to TEXT,
    handover_date TEXT, handover_start TEXT, handover_reason TEXT, responsible TEXT, supporting TEXT,
    earliest_release TEXT, earliest_release_type TEXT, handover_from TEXT, handover_until TEXT,
    licence_start TEXT, hard_stop TEXT, hard_stop_warning TEXT, licence_from TEXT, licence_until TEXT,
    anchors TEXT NOT NULL);
CREATE INDEX plans_by_release ON plans(release_date, prison_number);
CREATE TABLE tasks(
    prison_number TEXT NOT NULL, prison TEXT, open INTEGER NOT NULL, sequence INTEGER NOT NULL,
    item TEXT NOT NULL, owner TEXT NOT NULL, owner_name TEXT,
    stage TEXT, counts_until TEXT, lapses INTEGER NOT NULL, rest TEXT NOT NULL,
    opens_on TEXT, due_on TEXT, closes_on TEXT, chase_on TEXT, expires_on TEXT, days_lost INTEGER,
    hard INTEGER NOT NULL, ready_from TEXT, ready_until TEXT,
    outcome TEXT, outcome_on TEXT, outcome_reason TEXT, outcome_next TEXT, evidence TEXT NOT NULL,
    gaps TEXT NOT NULL, missing_facts TEXT NOT NULL, settling_facts TEXT NOT NULL, reasons TEXT NOT NULL,
    needs TEXT NOT NULL, warnings TEXT NOT NULL, positions TEXT,
    PRIMARY KEY (prison_number, item));
"""

_POLICY = """
CREATE TABLE items(
    item TEXT PRIMARY KEY NOT NULL, sequence INTEGER NOT NULL, code TEXT, title TEXT NOT NULL,
    pathway TEXT NOT NULL, owner TEXT NOT NULL, action TEXT NOT NULL, local_parts TEXT NOT NULL,
    confidence TEXT NOT NULL, outcome_record INTEGER NOT NULL, public_protection INTEGER NOT NULL,
    after_release INTEGER NOT NULL, outcomes TEXT NOT NULL, first_mark TEXT, answer_mark TEXT);
CREATE TABLE closed_days(
    date TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('office', 'bank_holiday')), entry INTEGER NOT NULL REFERENCES entries);
"""

_LOG = """
CREATE TABLE log(
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, "by" TEXT NOT NULL, command TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure')),
    people TEXT NOT NULL, reason TEXT, recipient TEXT, previous_hash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TABLE runs(id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, summary TEXT NOT NULL);
"""

_CHAIN = """
DROP TRIGGER IF EXISTS entries_no_update;
ALTER TABLE entries ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN origin_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN login TEXT NOT NULL DEFAULT '';
ALTER TABLE entries ADD COLUMN hash TEXT;
ALTER TABLE log ADD COLUMN origin TEXT;
ALTER TABLE log ADD COLUMN login TEXT;
CREATE TABLE salts(
    entry INTEGER NOT NULL REFERENCES entries, part INTEGER NOT NULL, prison_number TEXT, salt TEXT,
    digest TEXT NOT NULL, PRIMARY KEY (entry, part));
INSERT INTO meta(key, value) VALUES ('origin', lower(hex(randomblob(16))));
"""
_CHAINED = "CREATE UNIQUE INDEX entries_by_origin ON entries(origin, origin_seq)"

#: Small indexes that reports read instead of whole tables.
_REPORTS = """
CREATE INDEX tasks_with_gaps ON tasks(prison, owner, item, prison_number, gaps) WHERE gaps <> '[]';
CREATE INDEX facts_of_release ON facts(prison_number, value, entry, fact) WHERE fact = 'released_on';
"""

#: Plans say what does not fit the release counted to, and what stops it.
_ARRANGEMENTS = """
ALTER TABLE tasks ADD COLUMN misfit TEXT;
ALTER TABLE plans ADD COLUMN stopped TEXT;
"""

#: Titles for narrow places; they come when the items are saved again, as a new catalogue makes a record do.
_SHORT_TITLES = "ALTER TABLE items ADD COLUMN short TEXT"

#: What about a release somebody must look at, and which items only those may see who need to.
_DOUBTS = """
ALTER TABLE plans ADD COLUMN doubts TEXT;
ALTER TABLE items ADD COLUMN sensitive INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN unsaid TEXT;
"""

#: What an import could not read, to be looked at later.
_UNREAD = """
CREATE TABLE unread_cells(
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries, prison_number TEXT NOT NULL,
    place TEXT NOT NULL, heading TEXT NOT NULL, words TEXT, why TEXT NOT NULL);
CREATE INDEX unread_by_entry ON unread_cells(entry);
"""

#: Who works here: every row is what was told of somebody in a role. And who else a task could be with.
_STAFF = """
CREATE TABLE staff(
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entries, name TEXT NOT NULL, role TEXT NOT NULL,
    prison TEXT, left_on TEXT);
ALTER TABLE tasks ADD COLUMN contested_with TEXT;
ALTER TABLE tasks ADD COLUMN contested_name TEXT;
CREATE INDEX notes_handed_back ON notes(prison_number) WHERE kind = 'handed_back';
DROP INDEX IF EXISTS tasks_open;
"""

#: What the law asks of a record: who is kept apart or must be kept, whom it erased, which disclosures were
#: begun and not seen to end, and when a look was written down that the record could not take at once.
_LAW = """
ALTER TABLE log ADD COLUMN written_at TEXT;
CREATE TABLE unfinished(line INTEGER PRIMARY KEY REFERENCES log);
CREATE TABLE holds(
    prison_number TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('hold', 'restriction')), at TEXT NOT NULL,
    "by" TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (prison_number, kind));
CREATE TABLE erased(prison_number TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL, rule TEXT NOT NULL);
"""

#: What keeps a look at one person as quick in a country as in one office: an index for every way in which a
#: saved plan stops to hold, and the words that people are looked for by.
_FLAT = """
CREATE INDEX plans_from ON plans(valid_from) WHERE valid_from IS NOT NULL;
CREATE INDEX plans_until ON plans(valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX plans_by_catalogue ON plans(catalogue);
CREATE INDEX plans_by_calendar ON plans(calendar);
CREATE TABLE search_words(
    prison_number TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (prison_number, word));
CREATE TABLE words(word TEXT PRIMARY KEY NOT NULL, people INTEGER NOT NULL);
"""

#: What keeps a list of a whole country as quick as its screen is short: whoever may wait for an answer.
_WHOLE_LISTS = """
CREATE INDEX notes_asked ON notes(prison_number)
    WHERE kind IN ('question', 'application', 'elsewhere');
"""


@cache
def steps() -> Migrations:
    """Every step from an empty file to the record of today."""
    from sqlite_utils import Migrations

    migrations = Migrations("releasecheck")
    before = {
        "m001_entries": _ENTRIES,
        "m002_people_and_what_is_told": _TOLD,
        "m003_plans_and_tasks": _PLANS,
        "m004_items_and_closed_days": _POLICY,
        "m005_log_and_runs": _LOG,
        "m006_indexes_for_reports": _REPORTS,
        "m007_views": VIEWS,
    }
    after = {
        "m009_short_titles": _SHORT_TITLES,
        "m010_unread_cells": _UNREAD,
        "m011_views_since_asked": VIEWS_SINCE_ASKED,
        "m012_staff_and_contested_tasks": _STAFF,
        "m013_doubts_and_need_to_know": _DOUBTS,
    }

    def add(name: str, statements: str) -> None:
        migrations(name=name)(lambda db: _make_tables(db, statements))

    for name, statements in before.items():
        add(name, statements)
    migrations(name="m008_chain_and_arrangements")(_chain_and_arrangements)
    for name, statements in after.items():
        add(name, statements)
    migrations(name="m014_digests_and_no_replacing")(_digests)
    migrations(name="m015_what_the_law_asks")(_what_the_law_asks)
    add("m016_indexes_that_keep_it_flat", _FLAT)
    migrations(name="m018_lists_of_the_log_and_rows_of_nights")(_lists)
    add("m019_indexes_for_whole_lists", _WHOLE_LISTS)
    return migrations


def _digests(db: Database) -> None:
    """Keep digests of what is in no seal, as it is now; `guard` makes what refuses to replace rows."""
    from releasecheck.store.tables import access_log, digests

    connection = Connection(Path(), db.conn)
    later = {"steps", "night_rows", *digests.OF_THE_LAW}
    digests.keep(connection, [name for name in digests.DIGESTED if name not in later])
    access_log.keep_last(connection)


def _what_the_law_asks(db: Database) -> None:
    """Tables for holds, erasures and disclosures that were cut off, and their digests."""
    from releasecheck.store.tables import digests

    _make_tables(db, _LAW)
    digests.keep(Connection(Path(), db.conn), digests.OF_THE_LAW)


def _lists(db: Database) -> None:
    _make_tables(db, lists.TABLES)
    lists.fill(Connection(Path(), db.conn))


def _chain_and_arrangements(db: Database) -> None:
    """Give every entry its place in a chain, those of an older record too, as they are now.

    With it comes what a plan says of an arrangement that does not fit, and of a release that is stopped.
    """
    from releasecheck.store.tables import chain

    _make_tables(db, _CHAIN)
    _make_tables(db, _ARRANGEMENTS)
    chain.fill(Connection(Path(), db.conn))
    db.execute(_CHAINED)


_BY_KEY = tuple(f"CREATE TABLE {one}(" for one in "tasks salts search_words words night_rows".split())


def _make_tables(db: Database, statements: str) -> None:
    """Run CREATE statements, with strict types where this SQLite knows them (3.37 and later)."""
    for statement in filter(None, (part.strip() for part in statements.split(";"))):
        if not statement.startswith("CREATE TABLE"):
            db.execute(statement)
            continue
        options = ["STRICT"] if db.supports_strict else []
        if statement.startswith(_BY_KEY):
            options.append("WITHOUT ROWID")  # a person's rows lie together: a tenth faster and smaller
        db.execute(f"{statement} {', '.join(options)}")


def is_up_to_date(connection: Connection) -> bool:
    """Whether the record has every table, and a column for every fact.

    Raises StoreError for a record from a newer version of this program.
    """
    row = connection.one("PRAGMA user_version")
    version = row[0] if row else 0
    check_version(connection.path, version)
    return bool(version == SCHEMA) and not _missing_columns(connection)


def _missing_columns(connection: Connection) -> list[Fact]:
    present = {name for (name,) in connection.all("SELECT name FROM pragma_table_info('people')")}
    return [fact for fact in fact_columns() if fact.name not in present]


def migrate(connection: Connection) -> None:
    """Bring a record, or an empty file, up to date: all of it or nothing."""
    from sqlite_utils import Database

    from releasecheck.store.tables import digests, search_words

    # A plugin of the office's own sqlite-utils has no business with a record.
    db = Database(connection.sqlite, execute_plugins=False)
    with connection.transaction():
        steps().apply(db)
        for fact in _missing_columns(connection):
            kind = "INTEGER" if fact.kind in ("yes_no", "whole_number") else "TEXT"
            connection.execute(f'ALTER TABLE people ADD COLUMN "{fact.name}" {kind}')
        fold_names_again(connection)
        search_words.fill(connection)
        make_load_indexes(connection)
        guard(connection)
        digests.keep(connection, ["steps"])
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
