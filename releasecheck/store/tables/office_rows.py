"""Saving what belongs to the office or to the record itself and not to a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from releasecheck.core.domain import NOTHING
from releasecheck.reports.night.found import states_of
from releasecheck.store.rows import ClosedDayRow, Fingerprints, StaffRow, UnreadRow
from releasecheck.store.tables import digests, policy, staff
from releasecheck.store.tables.columns import KEEP, insert_into, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database

_NIGHT_ROWS = "run, prison_number, line"


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
        self._connection.execute(KEEP, (key, value))

    def keep_unread(self, rows: Iterable[UnreadRow]) -> None:
        """Keep what this import could not read, with its entry."""
        keep = insert_into("unread_cells", "entry, prison_number, place, heading, words, why")
        self._touched.add("unread_cells")
        self._connection.execute_many(keep, [(self.entry, *row) for row in rows])

    def tell_staff(self, rows: Iterable[StaffRow]) -> None:
        """Record who works here in which role, or has left it."""
        self._touched.add("staff")
        staff.tell(self._connection, self.entry, rows)

    def add_run(self, kind: str, summary: Mapping[str, object], lines: Mapping[str, str] = NOTHING) -> None:
        """Keep what a nightly run found, to compare the next with; `lines`: what of each person."""
        self._touched.add("runs")
        run = self._connection.insert(
            insert_into("runs", "at, kind, summary"), (self._at, kind, to_json(dict(summary)))
        )
        if lines:
            self._touched.add("night_rows")
            rows = ((run, number, lines[number]) for number in sorted(lines))
            self._connection.execute_many(insert_into("night_rows", _NIGHT_ROWS), rows)

    def forget_runs(self, kind: str, kept: Iterable[int]) -> None:
        """Forget the runs of a kind, but not these."""
        self._touched |= {"runs", "night_rows"}
        others = "kind = ? AND id NOT IN (SELECT value FROM json_each(?))"
        told = kind, to_json(sorted(kept))
        forget = f"DELETE FROM night_rows WHERE run IN (SELECT id FROM runs WHERE {others})"
        self._connection.execute(forget, told)
        self._connection.execute(f"DELETE FROM runs WHERE {others}", told)


def rows_of_nights(connection: Database) -> bool:
    """Give what an older record has of its nights in one text a row for each person; whether it had any.

    What is not as it was written shows afterwards as before.
    """
    whole = not digests.is_changed(connection, "runs")
    old = connection.all(
        "SELECT id, summary FROM runs WHERE json_valid(summary) AND json_type(summary, '$.people') = 'object'"
    )
    for run, text in old:
        summary = json.loads(text)
        lines = {number: line for number, line in summary.pop("people").items() if isinstance(line, str)}
        rows = ((run, number, lines[number]) for number in sorted(lines))
        connection.execute_many(insert_into("night_rows", _NIGHT_ROWS), rows)
        summary["states"] = states_of(lines.values())
        connection.execute("UPDATE runs SET summary = ? WHERE id = ?", (to_json(summary), run))
    if old and whole:
        digests.keep(connection, ["runs"])
    return bool(old)
