"""Saving what belongs to the office or to the record itself and not to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from releasecheck.store.rows import ClosedDayRow, Fingerprints, StaffRow, UnreadRow
from releasecheck.store.tables import policy, staff
from releasecheck.store.tables.columns import insert_into, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database


class OfficeRows:
    """The part of one command's writes that no person's rows are among."""

    _connection: Database
    _at: str
    _touched: set[str]
    """Tables with a digest of their own that this command has written to."""

    @property
    def entry(self) -> int:
        """The number of this command's entry, made now if nothing had been saved yet."""
        raise NotImplementedError

    def add_closed_days(self, days: Iterable[ClosedDayRow]) -> int:
        """Record closed days, a day at most once; how many are new or say something else than before."""
        new = policy.add_closed_days(self._connection, days, lambda: self.entry)
        if new:
            self._touched.add("closed_days")
        return new

    def save_fingerprints(self, fingerprints: Fingerprints) -> None:
        """Remember which catalogue and calendar everybody has now been planned with."""
        self.set_meta("planned_catalogue", fingerprints.catalogue)
        self.set_meta("planned_calendar", fingerprints.calendar)

    def set_meta(self, key: str, value: str) -> None:
        """Keep one small thing about the record itself."""
        self._touched.add("meta")
        self._connection.execute("REPLACE INTO meta(key, value) VALUES (?, ?)", (key, value))

    def keep_unread(self, rows: Iterable[UnreadRow]) -> None:
        """Keep what this import could not read, with its entry."""
        keep = insert_into("unread_cells", "entry, prison_number, place, heading, words, why")
        self._touched.add("unread_cells")
        self._connection.execute_many(keep, [(self.entry, *row) for row in rows])

    def tell_staff(self, rows: Iterable[StaffRow]) -> None:
        """Record who works here in which role, or has left it."""
        self._touched.add("staff")
        staff.tell(self._connection, self.entry, rows)

    def add_run(self, kind: str, summary: Mapping[str, object]) -> None:
        """Keep what a nightly run found, to compare the next with."""
        self._touched.add("runs")
        self._connection.execute(
            insert_into("runs", "at, kind, summary"), (self._at, kind, to_json(dict(summary)))
        )

    def forget_runs(self, kind: str, kept: Iterable[int]) -> None:
        """Forget the runs of a kind, but not these."""
        self._touched.add("runs")
        self._connection.execute(
            "DELETE FROM runs WHERE kind = ? AND id NOT IN (SELECT value FROM json_each(?))",
            (kind, to_json(sorted(kept))),
        )
