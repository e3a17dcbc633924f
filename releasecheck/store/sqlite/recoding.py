"""A record encrypted, encrypted with another key, or no longer encrypted: a copy made and put in its place.

With nobody else in the record the copy is made beside it, checked whole and brought to the disk; one rename
then puts it where the record was. Whenever that is cut off a whole record is there, the old or the new one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.errors import StoreError
from releasecheck.core.system import on_windows, replace, to_disk
from releasecheck.store.own_files import clear_cut_off
from releasecheck.store.sqlite import cipher
from releasecheck.store.sqlite.backup import clear_copy
from releasecheck.store.sqlite.cipher import Key, beside, new_form
from releasecheck.store.sqlite.connection import (
    APPLICATION_ID,
    connect,
    create_file,
    explained,
)
from releasecheck.store.sqlite.store import open_record

if TYPE_CHECKING:
    from releasecheck.store.report_rows import Entry

_LEFT = (".backup-*", ".restore-*")
"""What a copy that was cut off leaves beside a record: a backup of 0.1.0, and a restore."""


class Recoded(NamedTuple):
    """A record in its new form."""

    people: int
    last: Entry | None
    size: int
    """In bytes."""


class Recoder(NamedTuple):
    """Who gives a record another form, when, by which command and why."""

    by: str
    login: str
    at: datetime
    day: date
    command: str
    reason: str | None


def recode(record: Path, key: Key, new: Key, who: Recoder, timeout: float) -> Recoded:
    """Put a copy that `new` opens in the place of a record that `key` opens; NO_KEY: it is not encrypted.

    A line of the log says whose data it was, and who did it.
    Raises StoreError, and nothing is changed, where somebody else is in it, or it does not hold together.
    """
    record = record.resolve()
    with closing(connect(record, timeout=timeout, key=key)) as found:
        digits = found.digits
    with _alone_in(record, digits, timeout) as sqlite:
        copy = new_form(record)
        _copy(sqlite, record, copy, new.digits(copy) if new.expected else None)
        with open_record(copy, key=new, login=who.login) as store:
            if faults := store.faults():
                raise StoreError(
                    "\n  ".join([f"{record} does not hold together, and is left as it is:", *faults])
                )
            with store.writing(who.by, who.at, who.day, who.command, who.reason) as transaction:
                if numbers := store.numbers():
                    transaction.log("alteration", numbers)
            done = Recoded(len(numbers), store.last_entry(), 0)
        with closing(connect(copy, key=new)) as made:
            made.execute("PRAGMA journal_mode = WAL")
        to_disk(copy)
        if on_windows():
            sqlite.close()  # there nothing that is open is replaced; whoever opens it now stops what follows
        for left in beside(record):  # with nobody in it, what another program left when it was cut off
            left.unlink(missing_ok=True)
        clear_cut_off(record.parent)
        for pattern in _LEFT:
            for left in record.parent.glob(pattern):
                left.unlink(missing_ok=True)
        replace(copy, record)
        to_disk(record.parent)
    return done._replace(size=record.stat().st_size)


@contextmanager
def _alone_in(record: Path, digits: str | None, timeout: float) -> Iterator[sqlite3.Connection]:
    """The record held so that nobody reads or writes it, its log brought into it, an empty file beside it.

    The empty file is there before the log is brought in: whoever opens the record after this was cut off sees
    by it that the log is to be made again. Whoever has waited at the door meanwhile finds that the file has
    moved, for that is what SQLite looks for before it writes without a log.
    """
    copy = new_form(record)
    sqlite = cipher.open_with(f"{record.as_uri()}?mode=rw", timeout, digits)
    held = logged = False
    try:
        with explained(record):
            sqlite.execute("PRAGMA locking_mode = EXCLUSIVE")
            sqlite.execute("BEGIN EXCLUSIVE")
            sqlite.execute("COMMIT")
            held = True
            clear_copy(copy)
            create_file(copy)
            (was,) = sqlite.execute("PRAGMA journal_mode").fetchone()
            logged = was == "wal"
            (mode,) = sqlite.execute("PRAGMA journal_mode = DELETE").fetchone()
            if mode != "delete":
                raise StoreError("the record is in use by another program; try again")
            sqlite.execute("BEGIN EXCLUSIVE")
            sqlite.execute("COMMIT")
        yield sqlite
    except OSError as error:
        raise StoreError(f"cannot put another form in the place of {record}: {error.strerror}") from error
    finally:
        if held and copy.exists():  # it was not put in place
            if logged:
                with suppress(*cipher.errors("Error")):
                    sqlite.execute("PRAGMA journal_mode = WAL")
            clear_copy(copy)
        sqlite.close()


def _copy(sqlite: sqlite3.Connection, record: Path, copy: Path, digits: str | None) -> None:
    """Fill the copy, and see that every table has as many rows there."""
    given = "" if digits is None else cipher.as_given(digits)
    with explained(record):
        sqlite.execute("ATTACH ? AS copy KEY ?", (str(copy), given))
        (version,) = sqlite.execute("PRAGMA main.user_version").fetchone()
        sqlite.execute("SELECT sqlcipher_export('copy')")
        sqlite.execute(f"PRAGMA copy.application_id = {APPLICATION_ID}")
        sqlite.execute(f"PRAGMA copy.user_version = {int(version)}")
        names = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'"
        for (name,) in sqlite.execute(names).fetchall():
            count = f'SELECT (SELECT count(*) FROM main."{name}") - (SELECT count(*) FROM copy."{name}")'
            if sqlite.execute(count).fetchone() != (0,):
                raise StoreError(f"the copy of {record} is not whole and was not kept; nothing was changed")
        sqlite.execute("DETACH copy")
