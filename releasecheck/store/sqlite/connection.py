"""Opening a record's file safely, and saying in words what SQLite could not do.

Nothing here writes to a file before it has been recognised as a record of this program.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.core import system
from releasecheck.core.errors import StoreError
from releasecheck.store.sqlite import cipher
from releasecheck.store.sqlite.cipher import NO_KEY, Key
from releasecheck.store.tables.ledger import OneWriter

if TYPE_CHECKING:
    from releasecheck.store.database import Parameters, SqlRow, SqlValue

#: "RLCK": the mark in the file's header by which a record is told from another program's database.
APPLICATION_ID = 0x524C434B
#: How many migrations there are: the `user_version` in the header of a record that is up to date.
SCHEMA = 18

ENGINE = f"SQLite {sqlite3.sqlite_version}"
"""The library that reads and writes records here, with its version."""

_MOST_VALUES = 300
"""Values given to one statement; SQLite before 3.32 takes 999."""
_EACH_CONNECTION = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # so that REPLACE cannot slip past the append-only triggers
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = FULL",
)


# Of all but numbers and texts sqlite3 asks how they are to be kept. Of None, of which nobody says so, that
# takes longer than keeping it; and much of what a record keeps is None.
_NOTHING: dict[None, None] = {}
sqlite3.register_adapter(type(None), _NOTHING.get)


class Connection(OneWriter):
    """A connection to one record, whose every failure is a StoreError that says what to do."""

    steps = "_sqlite_migrations"

    def __init__(self, path: Path, sqlite: sqlite3.Connection, digits: str | None = None) -> None:
        self.path, self.sqlite = path, sqlite
        self.digits = digits  # its key; None where it is not encrypted

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement for what it does."""
        with explained(self.path):
            self.sqlite.execute(sql, parameters)

    def insert(self, sql: str, parameters: Parameters) -> int:
        """Insert one row; its id."""
        with explained(self.path):
            return self.sqlite.execute(sql, parameters).lastrowid or 0

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one statement once for each row."""
        with explained(self.path):
            self.sqlite.executemany(sql, rows)

    def write_rows(self, insert: str, rows: Sequence[tuple[SqlValue, ...]]) -> None:
        """Run `INSERT … VALUES (…)` for many short rows, some of them at a time: a third less work."""
        into, values, row = insert.partition(" VALUES ")
        row, *over = row.partition(" ON CONFLICT")
        together = max(1, _MOST_VALUES // max(1, row.count("?")))
        whole = len(rows) - len(rows) % together
        if whole:
            several = f"{into}{values}{', '.join([row] * together)}{''.join(over)}"
            parts = (rows[n : n + together] for n in range(0, whole, together))
            self.execute_many(several, (tuple(chain.from_iterable(part)) for part in parts))
        self.execute_many(insert, rows[whole:])

    def all(self, sql: str, parameters: Parameters = ()) -> list[SqlRow]:
        """Every row at once."""
        with explained(self.path):
            return self.sqlite.execute(sql, parameters).fetchall()

    def each(self, sql: str, parameters: Parameters = ()) -> Iterator[SqlRow]:
        """The rows one after the other, as they are asked for."""
        with explained(self.path):
            yield from self.sqlite.execute(sql, parameters)

    def one(self, sql: str, parameters: Parameters = ()) -> SqlRow | None:
        """The first row, if there is any."""
        with explained(self.path):
            row: SqlRow | None = self.sqlite.execute(sql, parameters).fetchone()
            return row

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one and the same moment, whatever another program writes meanwhile."""
        if self.sqlite.in_transaction:
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        finally:
            # Nothing was written: ending it either way is the same.
            self.sqlite.rollback()

    @contextmanager
    def transaction(self, *, quick: bool = False) -> Iterator[None]:
        """All that is written inside is saved together, or none of it; `quick`: not waiting for the disk."""
        if quick:
            self.execute("PRAGMA synchronous = NORMAL")
        try:
            self.execute("BEGIN IMMEDIATE")
            yield
            self.execute("COMMIT")
        finally:
            # A full disk has already rolled back; after COMMIT there is nothing to undo.
            if self.sqlite.in_transaction:
                self.sqlite.rollback()
            if quick:
                self.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Let go of the file."""
        self.sqlite.close()


def connect(
    path: Path, *, read_only: bool = False, alone: bool = False, timeout: float = 10.0, key: Key = NO_KEY
) -> Connection:
    """A connection to an existing record, recognised before anything could be written.

    `timeout` is how many seconds to wait for another program to finish writing. `alone`: nobody else has the
    file open, so that nothing need be laid beside it and its folder need not be written to. `key`: what it
    is encrypted with, if it is.
    Raises StoreError when there is no record, or what is there is not one, or the key does not open it.
    """
    digits = _recognise(path, timeout, key)[0]
    with explained(path):
        options = f"mode={'ro' if read_only else 'rw'}{'&immutable=1' if alone else ''}"
        sqlite = open_file(path, options, timeout, digits)
    try:
        with explained(path):
            sqlite.execute("PRAGMA schema_version").fetchone()
            for pragma in _EACH_CONNECTION:
                sqlite.execute(pragma)
    except StoreError:
        sqlite.close()
        raise
    return Connection(path, sqlite, digits)


def make_folders(path: Path) -> None:
    """The folders in which a record is to lie, its owner's alone; those that exist are left as they are."""
    try:
        for folder in reversed([folder for folder in path.parents if not folder.exists()]):
            system.new_folder(folder)
    except OSError as error:
        raise StoreError(f"cannot make a record at {path}: {error.strerror}") from error


def create_file(path: Path) -> None:
    """An empty file that only its owner can read, and the folders for it; others may share those."""
    make_folders(path)
    try:
        os.close(system.new_file(path))
    except FileExistsError:
        raise StoreError(f"there is already something at {path}; nothing was changed") from None
    except OSError as error:
        raise StoreError(f"cannot make a record at {path}: {error.strerror}") from error


def connect_new(path: Path, key: Key = NO_KEY) -> Connection:
    """A connection to the empty file of a record that is being made, encrypted where a key is expected."""
    digits = key.digits(path) if key.expected else None
    with explained(path):
        sqlite = open_file(path, "mode=rw", 10.0, digits)
        for pragma in _EACH_CONNECTION:
            sqlite.execute(pragma)
    return Connection(path, sqlite, digits)


def remove_file(path: Path) -> None:
    """Take away what is left of a record that could not be made."""
    for one in (path, *cipher.beside(path)):
        one.unlink(missing_ok=True)


def open_file(path: Path, options: str, timeout: float, digits: str | None) -> sqlite3.Connection:
    """A file opened as it is, with its key where it is encrypted."""
    uri = f"{path.absolute().as_uri()}?{options}"
    if digits is not None:
        return cipher.open_with(uri, timeout, digits)
    return sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)


def schema_of(path: Path, timeout: float, key: Key) -> int:
    """By which version of the tables a record was made; nobody's data is read for it.

    Raises StoreError where there is no record or that cannot be told.
    """
    return _recognise(path, timeout, key)[1]


def _recognise(path: Path, timeout: float, key: Key) -> tuple[str | None, int]:
    """Its key, or None where it is not encrypted, and its version.

    Raises StoreError unless the file is a record; another program's file is left untouched.
    """
    try:
        if path.is_dir():
            raise StoreError(f"{path} is a folder, not a record")
        if path.exists() and not path.is_file():
            raise StoreError(f"{path} is a device or a pipe, not a record: a record is a file")
        size = path.stat().st_size
    except FileNotFoundError:
        raise StoreError(f"no record at {path}. Type: releasecheck record init") from None
    except OSError as error:
        raise StoreError(f"cannot open {path}: {error.strerror}") from error
    if size == 0:
        raise StoreError(
            f"{path} is an empty file, not a record. Remove it, then type: releasecheck record init"
        )
    digits = key.digits(path) if key.expected else None
    try:
        with explained(path):
            mark, version = _marks(path, timeout, digits)
    except StoreError as error:
        if not _is_no_database(error):
            raise
        if not key.expected and cipher.looks_encrypted(path):
            key.digits(path)
            return _recognise(path, timeout, key)
        found = _no_database(path, key, error)
        raise found from (error.__cause__ if found is error else None)
    if mark != APPLICATION_ID:
        raise StoreError(f"{path} belongs to another program: it is not a releasecheck record")
    check_version(path, version)
    return digits, version


def _no_database(path: Path, key: Key, error: StoreError) -> StoreError:
    """What is to be said of a file of which nothing can be made with this key, or with none."""
    if key.expected and cipher.is_plain(path):
        return cipher.plain_where_encrypted_was_expected(path)
    return cipher.wrong_key(path) if key.expected and cipher.looks_encrypted(path) else error


def _is_no_database(error: StoreError) -> bool:
    """Whether SQLite could make nothing of a file: it is another program's, or encrypted."""
    return getattr(error.__cause__, "sqlite_errorname", "") == "SQLITE_NOTADB"


def _marks(path: Path, timeout: float, digits: str | None) -> tuple[int, int]:
    """Whose file it is and by which version, without a lock where that can be told.

    Such a look sees the file alone. While another program writes, or after one was cut off, the file alone
    may be half of what it will be, and the rest stands in the log beside it: then only a look through that
    log says anything, and it is not one to judge by before.
    """
    if digits is not None:
        cipher.library()
    with suppress(*cipher.errors("DatabaseError"), UnicodeDecodeError):
        marks = _look(path, "mode=ro&immutable=1", 0, digits)
        if not _left_beside(path):
            return marks
    # A journal of a writer that was cut off is undone by opening, for which reading is not enough.
    return _look(path, "mode=rw" if _left_beside(path, "-journal") else "mode=ro", timeout, digits)


def _look(path: Path, options: str, timeout: float, digits: str | None) -> tuple[int, int]:
    # Not with open(): closing a second handle would drop the locks of a connection in this process.
    sqlite = open_file(path, options, timeout, digits)
    try:
        (mark,) = sqlite.execute("PRAGMA application_id").fetchone()
        (version,) = sqlite.execute("PRAGMA user_version").fetchone()
    finally:
        sqlite.close()
    return mark, version


def _left_beside(path: Path, *endings: str) -> bool:
    """Whether a log or a journal of changes lies beside the file."""
    for ending in endings or ("-wal", "-journal"):
        with suppress(OSError):
            if path.with_name(path.name + ending).stat().st_size:
                return True
    return False


def check_version(path: Path, version: int) -> None:
    """Raise StoreError for a record that a newer version of this program has changed."""
    if version > SCHEMA:
        raise StoreError(
            f"the record at {path} was made by a newer version of releasecheck: "
            "install that version or a later one"
        )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite complains of into a StoreError that says what happened and what to do next."""
    try:
        yield
    except cipher.errors("ProgrammingError", "InterfaceError"):
        raise  # our own mistake: to be seen whole
    except cipher.errors("Error") as error:
        raise StoreError(_in_words(path, error)) from error
    except UnicodeDecodeError as error:  # what SQLite complains of is itself no text any more
        raise StoreError(f"the record at {path} is damaged. {_USE_A_BACKUP}") from error


def _in_words(path: Path, error: Exception) -> str:
    code = getattr(error, "sqlite_errorname", "") or "SQLITE_ERROR"
    kind = "_".join(code.split("_")[:2])
    if code == "SQLITE_CONSTRAINT_TRIGGER":
        return f"{error}: nothing was changed"
    full = f"the disk is full and nothing was saved. Make room for {path}, then try again"
    sentences = {
        "SQLITE_BUSY": "the record is in use by another program; try again",
        "SQLITE_LOCKED": "the record is in use by another program; try again",
        "SQLITE_FULL": full,
        "SQLITE_IOERR_SHMSIZE": full,  # no room for the file through which its readers agree
        "SQLITE_READONLY_DBMOVED": "the record was replaced meanwhile and nothing was saved; try again",
        "SQLITE_READONLY": f"the record at {path} can be read but not changed: ask for leave to write to it "
        "and to its folder",
        "SQLITE_CANTOPEN": f"cannot open the record at {path}: reading it needs leave to read the file and "
        "to write to its folder. Ask for both",
        "SQLITE_PERM": f"cannot open the record at {path}: no leave to read it",
        "SQLITE_NOTADB": f"{path} is not a releasecheck record",
        "SQLITE_CORRUPT": f"the record at {path} is damaged. {_USE_A_BACKUP}",
        "SQLITE_IOERR": f"the disk could not be read or written at {path}; nothing was saved",
    }
    otherwise = f"the record at {path} is not as this program made it ({error}). {_USE_A_BACKUP}"
    return sentences.get(code) or sentences.get(kind, otherwise)


_USE_A_BACKUP = (
    "Put the newest backup in its place, which keeps it aside: every night leaves one, "
    "backups/record-DATE.db. Type: releasecheck record restore FILE. Without a backup, what can be read "
    "of it goes into a new one: releasecheck record repair NEW.db"
)
