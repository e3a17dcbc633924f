"""What is done to a record as a whole: a backup is put in its place, or it is brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.errors import StoreError
from releasecheck.store.sqlite import migrations
from releasecheck.store.sqlite.backup import back_up
from releasecheck.store.sqlite.cipher import Key
from releasecheck.store.sqlite.connection import SCHEMA, connect
from releasecheck.store.sqlite.restoring import (
    Present,
    copy_beside,
    free_name,
    look_at_present,
    not_restored,
    origin_of_backup,
    put_in_place,
    written_since,
)
from releasecheck.store.sqlite.store import SqliteStore, open_record
from releasecheck.store.sqlite.tombstones import list_beside

if TYPE_CHECKING:
    from releasecheck.store.report_rows import Entry


class Restoration:
    """A backup that passed its check, ready to be put in the place of a record."""

    def __init__(self, record: Path, file: Path, copy: Path, origin: str, timeout: float, key: Key) -> None:
        self.record, self.file = record, file
        self._copy, self._origin, self._timeout, self._key = copy, origin, timeout, key
        self.present = self._look()
        with open_record(copy, key=key) as store:
            self.people = len(store.numbers())
            self.last: Entry | None = store.last_entry()

    def _look(self) -> Present:
        with closing(connect(self._copy, key=self._key)) as backup:
            return look_at_present(self.record, self.file, self._origin, backup, self._timeout, self._key)

    def put_in_place(self, by: str, at: datetime, day: date, login: str) -> Path | None:
        """Erase, restrict and hold again as the record has since, and put the backup in its place.

        Where the record was kept; None where there was none.

        Raises StoreError when the record is in use, or somebody wrote to it after it was looked at.
        """
        if self._look() != self.present:
            raise written_since()
        store = open_record(self._copy, login=login, key=self._key)
        why = f"from {self.file.name}"
        with store, store.writing(by, at, day, "record restore", why) as transaction:
            for number, rule in self.present.erased:
                transaction.erase(number, rule)
            if self.present.erased:
                transaction.log("erasure", [number for number, _ in self.present.erased])
            for row in self.present.holds:
                transaction.hold_as(row)
            numbers = store.numbers()
            if numbers:
                transaction.log("alteration", numbers)
        self._keep_list()
        return put_in_place(self._copy, self.record, self.present.last, day, self._timeout, self._key)

    def _keep_list(self) -> None:
        """Before the record is moved: whom it erased is then known wherever this is cut off."""
        with open_record(self._copy, key=self._key) as store:
            if store.erased() or list_beside(self.record).exists():
                store.keep_erased(self.record, ())


@contextmanager
def restoration(record: Path, file: Path, timeout: float, key: Key) -> Iterator[Restoration]:
    """Check a backup and compare it with the record: nothing is changed before `put_in_place`.

    `timeout` is how many seconds to wait while another program writes; `key`
    opens both, if they are encrypted.
    Raises StoreError for a backup that is no record or does not pass its check.
    """
    record = record.resolve()
    with copy_beside(record, file, key) as copy:
        origin = origin_of_backup(copy, key)
        with open_record(copy, key=key) as store:
            faults = store.faults()
        if faults:
            raise not_restored(file, faults)
        yield Restoration(record, file, copy, origin, timeout, key)


class Migrated(NamedTuple):
    """A record that was brought up to date: from which version to which, and where it was kept as it was."""

    before: int
    now: int
    backup: Path | None
    """None where there was nothing to do."""


def migrate(record: Path, day: date, timeout: float, say: Callable[[Path], None], key: Key) -> Migrated:
    """Bring a record up to date, once a backup of it has been made and checked; `say` is told where that is.

    Raises StoreError when there is no record, or it cannot be backed up or brought up to date.
    """
    record = record.resolve()
    with closing(connect(record, timeout=timeout, key=key)) as connection:
        (version,) = connection.one("PRAGMA user_version") or (0,)
        if migrations.is_up_to_date(connection):
            return Migrated(version, SCHEMA, None)
        backup = free_name(record, f"version-{version}-{day.isoformat()}")
        back_up(connection, backup)
        say(backup)
        migrations.migrate(connection)
        faults = SqliteStore(connection).faults()
    if faults:
        what = f"the record was brought up to date and does not hold together. It was kept at {backup}:"
        raise StoreError("\n  ".join([what, *faults]))
    return Migrated(version, SCHEMA, backup)
