"""Tables for what is a list of people: those that the log looked at, and whom a night remembers."""

from __future__ import annotations

from releasecheck.store.sqlite.connection import Connection

#: Lists of people that the log looked at, each once, and what a night keeps of each person.
TABLES = """
CREATE TABLE log_lists(hash TEXT PRIMARY KEY NOT NULL, people BLOB NOT NULL);
CREATE TABLE night_rows(
    run INTEGER NOT NULL REFERENCES runs, prison_number TEXT NOT NULL, line TEXT NOT NULL,
    PRIMARY KEY (run, prison_number));
"""


def fill(connection: Connection) -> None:
    """Put there what an older record has of its nights; its log stays as it was written."""
    from releasecheck.store.tables import digests, office_rows

    office_rows.rows_of_nights(connection)
    digests.keep(connection, ["night_rows"])
