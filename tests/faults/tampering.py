"""What somebody might do to a record with another program, by what they would gain: add yours to the list.

`noticed` must say so of each: `record verify` or `log verify` ends with 1, or SQLite itself refuses. Whoever
works out every hash anew is another matter, and stands in `rehashed`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from releasecheck.store.sqlite.guards import APPEND_ONLY
from tests.made_up.program import run


class Tampering(NamedTuple):
    """One deed: what it is for, and the statements that do it."""

    name: str
    sql: str
    behind_the_guards: bool = False
    """The triggers are taken out of its way, and put back afterwards."""


#: Whoever means to change what was recorded first takes away what is in the way.
OPEN = tuple(
    f"DROP TRIGGER IF EXISTS {table}_no_{deed}"
    for table in APPEND_ONLY
    for deed in ("update", "delete", "replace")
)
#: And puts it back, so that nothing of that shows.
_SQL = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"

EMPTY = "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
"""The hash of a list of nobody."""

#: Done with the triggers out of the way, and those put back afterwards.
BEHIND_THE_GUARDS = {
    "the log emptied": "DELETE FROM log",
    "the last line of the log cut off": "DELETE FROM log WHERE id = (SELECT max(id) FROM log)",
    "the last four lines of the log cut off": "DELETE FROM log WHERE id > (SELECT max(id) - 4 FROM log)",
    "a line of the log taken out": "DELETE FROM log WHERE id = 3",
    "the first line of the log taken out": "DELETE FROM log WHERE id = 1",
    "a line of the log given to somebody else": "UPDATE log SET by = 'J. Okafor' WHERE id = 2",
    "a line of the log without its people": "UPDATE log SET people = '[]' WHERE id = 2",
    "a disclosure made a look": "UPDATE log SET kind = 'consultation', recipient = NULL "
    "WHERE kind = 'disclosure'",
    "a line of the log with another time": "UPDATE log SET at = '2020-01-01T00:00:00Z' WHERE id = 2",
    "an entry given to somebody else": "UPDATE entries SET by = 'J. Okafor' WHERE id = 2",
    "an entry with another time": "UPDATE entries SET at = '2020-01-01T00:00:00Z' WHERE id = 2",
    "an entry with another day": "UPDATE entries SET day = '2020-01-01' WHERE id = 2",
    "an entry with another reason": "UPDATE entries SET reason = 'none' WHERE id = 2",
    "an entry taken out": "DELETE FROM entries WHERE id = 2",
    "the last entry taken out": "DELETE FROM entries WHERE id = (SELECT max(id) FROM entries)",
    "a note changed": "UPDATE notes SET text = 'He said nothing'",
    "a note taken out": "DELETE FROM notes",
    "all release days told changed": "UPDATE releases SET date = '2027-03-01'",
    "an outcome changed": "UPDATE outcomes SET outcome = 'accepted'",
    "an outcome taken out": "DELETE FROM outcomes",
    "an outcome of another day": "UPDATE outcomes SET on_date = '2026-11-01'",
    "the evidence of an outcome changed": "UPDATE outcomes SET evidence = '{}'",
    "an owner changed": "UPDATE owners SET role = 'PRT'",
    "an undoing taken back": "DELETE FROM voids",
    "an entry undone by hand": "INSERT INTO voids VALUES (2, 3, NULL)",
    "the source of a fact forged": "UPDATE facts SET source = 'OMU memo'",
    "a fact told on another day": "UPDATE facts SET told_on = '2020-01-01' WHERE fact = 'tier'",
    "a fact and the person's row changed alike": "UPDATE facts SET value = 'C1' WHERE fact = 'tier';"
    "UPDATE people SET tier = 'C1' WHERE tier IS NOT NULL",
    "a fact put in": "INSERT INTO facts(entry, prison_number, fact, value, told_on) "
    "VALUES (1, 'A1234BC', 'rosh', 'low', '2026-11-23')",
    "a value that cannot be read": "UPDATE facts SET told_on = 'soon' WHERE id = 1",
    "evidence that cannot be read": "UPDATE outcomes SET evidence = '{'",
    "people of the log that cannot be read": "UPDATE log SET people = 'x' WHERE id = 1",
    "a list of the log taken out": "DELETE FROM log_lists",
    "a list of the log changed": "UPDATE log_lists SET people = x'789c8b8e0500011500b9'",
    "a list of the log that is none": "UPDATE log_lists SET people = x'00'",
    "a list of the log under another hash": "UPDATE log_lists SET hash = replace(hash, 'a', 'b')",
    "a list of the log put in the place of another": "INSERT INTO log_lists "
    f"VALUES ('{EMPTY}', x'789c8b8e0500011500b9');"
    f'UPDATE log SET people = \'{{"list":"{EMPTY}","count":60}}\' WHERE people LIKE \'{{%\'',
    "a list of the log said to be shorter": "UPDATE log SET people = replace(people, ':60}', ':51}')",
    "a line over many made one over nobody": "UPDATE log SET people = '[]' WHERE people LIKE '{%'",
    "a line over many made one that names them": "UPDATE log SET people = '[\"A0001XX\"]' "
    "WHERE people LIKE '{%'",
    "a line over many that names no list": "UPDATE log SET people = '{}' WHERE people LIKE '{%'",
    "somebody put among the staff": "INSERT INTO staff(entry, name, role) VALUES (1, 'M. Nobody', 'POM')",
    "a member of staff renamed": "UPDATE staff SET name = 'M. Nobody'",
    "a note taken out as if by an erasure": "UPDATE salts SET prison_number = NULL, salt = NULL "
    "WHERE entry IN (SELECT entry FROM notes WHERE prison_number = 'A1234BC') AND prison_number = 'A1234BC';"
    "DELETE FROM notes WHERE prison_number = 'A1234BC'",
    "a line of the log said to be late": "UPDATE log SET written_at = '2026-12-01T00:00:00Z' WHERE id = 2",
    "somebody said to be erased": "INSERT INTO erased VALUES ('A1234BC', '2026-11-23T09:00:00Z', 'age')",
    "a salt taken away as if by an erasure": "UPDATE salts SET salt = NULL, prison_number = NULL",
}
#: What needs no trigger out of its way.
PLAIN = {
    "all triggers dropped": ";".join(OPEN),
    "one trigger dropped": "DROP TRIGGER log_no_delete",
    "a trigger that swallows every line of the log": "CREATE TRIGGER quiet BEFORE INSERT ON log "
    "BEGIN SELECT RAISE(IGNORE); END",
    "a trigger that does nothing any more": "DROP TRIGGER log_no_delete;"
    "CREATE TRIGGER log_no_delete BEFORE DELETE ON log WHEN 0 BEGIN SELECT 1; END",
    "a view replaced": "DROP VIEW v_people; CREATE VIEW v_people AS SELECT prison_number FROM people WHERE 0",
    "an index dropped": "DROP INDEX facts_by_person",
    "an index of somebody else's": "CREATE UNIQUE INDEX one_a_day ON notes(prison_number, on_date)",
    "a table of somebody else's": "CREATE TABLE kept(x)",
    "a person's rows deleted while their facts stay": "DELETE FROM people WHERE prison_number = 'A1234BC'",
    "a person's plan deleted": "DELETE FROM plans WHERE prison_number = 'A1234BC';"
    "DELETE FROM tasks WHERE prison_number = 'A1234BC'",
    "a person nobody told of": "INSERT INTO people(prison_number, known_since) "
    "VALUES ('A7777AA', '2026-11-23')",
    "a person's cell changed": "UPDATE people SET cell = 'B2-14' WHERE prison_number = 'A1234BC'",
    "a person's name for looking up changed": "UPDATE people SET search_name = 'x, y'",
    "a word that a person is looked for by taken out": "DELETE FROM search_words "
    "WHERE word = (SELECT min(word) FROM words)",
    "a different word taken out": "DELETE FROM words WHERE word = (SELECT min(word) FROM words)",
    "a person known since another day": "UPDATE people SET known_since = '2026-01-01'",
    "a person hidden everywhere": "UPDATE people SET restricted = 1 WHERE prison_number = 'A1234BC'",
    "a task closed": "UPDATE tasks SET open = 0 WHERE prison_number = 'A1234BC'",
    "a task moved to another prison": "UPDATE tasks SET prison = 'HULL' WHERE prison_number = 'A1234BC'",
    "a task due later": "UPDATE tasks SET due_on = date(due_on, '+40 days')",
    "a task taken out": "DELETE FROM tasks WHERE item = 'dtr'",
    "a task given to somebody else": "UPDATE tasks SET owner_name = 'M. Nobody'",
    "a release of a saved plan moved": "UPDATE plans SET release_date = '2027-12-24'",
    "a plan that is said to hold for ever": "UPDATE plans SET valid_until = '2099-01-01'",
    "a day that cannot be read in a plan": "UPDATE plans SET release_date = 'soon'",
    "a closed day put in": "INSERT INTO closed_days VALUES ('2026-12-09', 'Staff day', 'office', 1)",
    "a closed day taken out": "DELETE FROM closed_days",
    "what the record knows of itself emptied": "DELETE FROM meta",
    "the record's own id changed": "UPDATE meta SET value = 'x' WHERE key = 'origin'",
    "items that no longer count after release": "UPDATE items SET after_release = 0",
    "what a night found forgotten": "DELETE FROM runs",
    "what a night found changed": "UPDATE runs SET summary = '{}'",
    "what a night found of somebody taken out": "DELETE FROM night_rows WHERE prison_number = 'A1234BC'",
    "what a night found of somebody changed": "UPDATE night_rows SET line = '2027-01-01'",
    "a night's rows of somebody put in": "INSERT INTO night_rows SELECT id, 'A9999ZZ', '-' FROM runs LIMIT 1",
    "somebody said to be held": "INSERT INTO holds "
    "VALUES ('A1234BC', 'hold', '2026-11-23T09:00:00Z', 'x', 'y')",
    "a disclosure said to be cut off": "INSERT INTO unfinished VALUES (1)",
    "a disclosure cut off that is said to be whole": "DELETE FROM unfinished",
    "cells that could not be read taken out": "DELETE FROM unread_cells",
    "replaced, facts": "REPLACE INTO facts SELECT id, entry, prison_number, fact, 'x', told_on, source "
    "FROM facts",
    "replaced, entries": "REPLACE INTO entries SELECT id, at, 'J. Okafor', command, day, reason, origin, "
    "origin_seq, login, hash FROM entries",
    "replaced, entries by their place": "INSERT OR REPLACE INTO entries SELECT 900 + id, at, 'J. Okafor', "
    "command, day, reason, origin, origin_seq, login, hash FROM entries WHERE id = 2",
    "replaced, the log": "REPLACE INTO log SELECT id, at, 'J. Okafor', command, kind, people, reason, "
    "recipient, previous_hash, hash, origin, login, NULL FROM log",
    "replaced, a list of the log": "REPLACE INTO log_lists SELECT hash, x'00' FROM log_lists",
    "a list of the log put in": f"INSERT INTO log_lists VALUES ('{EMPTY}', x'789c8b8e0500011500b9')",
    "replaced, salts": "REPLACE INTO salts SELECT entry, part, NULL, NULL, digest FROM salts",
    "replaced, voids": "REPLACE INTO voids SELECT entry, voided_by, 'x' FROM voids",
    "updated or replaced": "UPDATE OR REPLACE facts SET id = 1 WHERE id = 2",
}

TAMPERINGS = [
    *(Tampering(name, sql) for name, sql in PLAIN.items()),
    *(Tampering(name, sql, behind_the_guards=True) for name, sql in BEHIND_THE_GUARDS.items()),
]


def tamper(record: Path, deed: Tampering) -> bool:
    """Do it; whether SQLite let it be done."""
    with closing(sqlite3.connect(record, isolation_level=None)) as other:
        guards = other.execute(_SQL).fetchall() if deed.behind_the_guards else []
        for statement in OPEN if deed.behind_the_guards else ():
            other.execute(statement)
        try:
            other.executescript(deed.sql)
        except sqlite3.IntegrityError:
            return False
        finally:
            for name, sql in guards:
                other.execute(f"DROP TRIGGER IF EXISTS {name}")
                other.execute(sql)
    return True


def changed(before: Path, after: Path) -> bool:
    """Whether anything in the one is not in the other: what changes nothing proves nothing."""
    return _dumped(before) != _dumped(after)


def _dumped(record: Path) -> list[str]:
    with closing(sqlite3.connect(record)) as connection:
        return list(connection.iterdump())


def noticed() -> bool:
    """Whether either of the two proofs of the record that commands use now fails, in words."""
    return any(run(*words).code == 1 for words in (("record", "verify"), ("log", "verify")))
