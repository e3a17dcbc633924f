"""What somebody who can write to a record and knows how it is made can do: every hash is worked out anew.

The record holds together afterwards, so neither verify can say anything by itself. Add yours to the list: it
must show against a night that was signed before.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from releasecheck.store.sqlite import guards
from releasecheck.store.sqlite.connection import Connection, connect
from releasecheck.store.tables import access_log, chain, digests

#: What is done to the rows before every hash is made to fit them again.
REHASHED = {
    "nothing but other salts": "SELECT 1",
    "the whole log under another name": "UPDATE log SET by = 'J. Okafor'",
    "one line of the log under another name": "UPDATE log SET by = 'J. Okafor' WHERE id = 2",
    "a line of the log under another login": "UPDATE log SET login = 'jokafor' WHERE id = 2",
    "a disclosure made a look": "UPDATE log SET kind = 'consultation', recipient = NULL "
    "WHERE kind = 'disclosure'",
    "people taken out of a line of the log": "UPDATE log SET people = '[]' WHERE id = 2",
    "a line of the log over many made one over nobody": "UPDATE log SET people = '[]' WHERE people LIKE '{%'",
    "the times of the log": "UPDATE log SET at = '2020-01-01T00:00:00Z'",
    "the last line of the log cut off": "DELETE FROM log WHERE id = (SELECT max(id) FROM log)",
    "the last four lines of the log cut off": "DELETE FROM log WHERE id > (SELECT max(id) - 4 FROM log)",
    "a line of the log taken out, the rest moved up": "DELETE FROM log WHERE id = 3;"
    "UPDATE log SET id = id - 1 WHERE id > 3",
    "the log emptied": "DELETE FROM log",
    "the last line of the log written again": "UPDATE log SET command = 'today' "
    "WHERE id = (SELECT max(id) FROM log)",
    "all entries under another name": "UPDATE entries SET by = 'J. Okafor'",
    "an entry under another name": "UPDATE entries SET by = 'J. Okafor' WHERE id = 2",
    "an entry with another reason": "UPDATE entries SET reason = 'none' WHERE id = 2",
    "an entry of another day": "UPDATE entries SET at = '2026-01-01T00:00:00Z' WHERE id = 1",
    "a note changed": "UPDATE notes SET text = 'He said nothing'",
    "the notes taken out": "DELETE FROM notes",
    "the source of every fact forged": "UPDATE facts SET source = 'OMU memo'",
    "an outcome given to somebody else": "UPDATE outcomes SET by = 'J. Okafor'",
    "the reason of an undoing": "UPDATE voids SET reason = 'a slip'",
    "a member of staff renamed": "UPDATE staff SET name = 'M. Nobody'",
    "the last entry taken out": "DELETE FROM closed_days WHERE entry = (SELECT max(id) FROM entries);"
    "DELETE FROM entries WHERE id = (SELECT max(id) FROM entries);"
    "UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM entries) WHERE name = 'entries'",
    "another record's id": "UPDATE meta SET value = '0123456789abcdef0123456789abcdef' WHERE key = 'origin';"
    "UPDATE entries SET origin = '0123456789abcdef0123456789abcdef'",
}


_FORGOTTEN = (
    "DELETE FROM night_rows",
    "DELETE FROM runs",
    "DELETE FROM meta WHERE key = 'folders'",
    "DELETE FROM unfinished",
    "DELETE FROM salts",
)


def rehash(record: Path, sql: str) -> None:
    """Do it to the rows, forget what the record keeps of its nights, and make every hash fit again."""
    with closing(connect(record)) as connection, connection.transaction():
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for table in guards.APPEND_ONLY:
            guards.unguard(connection, table)
            connection.execute(f"DROP TRIGGER {table}_no_replace")
        for statement in [*sql.split(";"), *_FORGOTTEN]:
            connection.execute(statement)
        unused = "NOT EXISTS (SELECT 1 FROM log WHERE instr(log.people, log_lists.hash) > 0)"
        connection.execute(f"DELETE FROM log_lists WHERE {unused}")
        connection.execute("UPDATE entries SET hash = NULL")
        chain.seal_all(connection)
        _office_parts(connection)
        if (left := digests.mark(connection)) != digests.mark_in_the_log(connection):
            # As after a hold that was lifted: the log says how it was left.
            line = ("2026-11-23T09:00:00Z", "tester", "record hold")
            access_log.add_line(connection, *line, "alteration", (), digests.LEFT + left)
        _chain_log(connection)
        digests.keep(connection, digests.DIGESTED)
        guards.guard(connection)


def _office_parts(connection: Connection) -> None:
    """Entries about the office are sealed over all that is known of it: the last of them as it is now."""
    own = digests.of_the_office(connection)
    told = "SELECT max(entry) FROM (SELECT entry FROM staff UNION SELECT entry FROM closed_days)"
    (last,) = connection.one(told) or (None,)
    if last is not None:
        connection.execute(
            "INSERT INTO salts(entry, part, prison_number, salt, digest) VALUES (?, 0, NULL, NULL, ?)",
            (last, own),
        )
    previous = chain.START
    for (entry,) in connection.all("SELECT id FROM entries ORDER BY id"):
        voided = connection.all(
            "SELECT entry, voided_by, reason FROM voids WHERE voided_by = ? ORDER BY entry", (entry,)
        )
        previous = chain.entry_hash(connection, entry, previous, voided)
        connection.execute("UPDATE entries SET hash = ? WHERE id = ?", (previous, entry))
    connection.execute("REPLACE INTO meta(key, value) VALUES (?, ?)", (chain.LAST, previous))


def _chain_log(connection: Connection) -> None:
    previous = access_log.START
    for line in access_log.lines(connection):
        line = line._replace(previous_hash=previous)
        previous = access_log.line_hash(line)
        connection.execute(
            "UPDATE log SET previous_hash = ?, hash = ? WHERE id = ?", (line.previous_hash, previous, line.id)
        )
    connection.execute("DELETE FROM meta WHERE key = ?", (access_log.LAST_LINE,))
    access_log.keep_last(connection)
