"""What any record can be told in one go, whatever database keeps it: the writing half of the seam."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from releasecheck.core.domain import NOTHING
from releasecheck.store.law_base import LawWriting
from releasecheck.store.staff_base import StaffWriting

if TYPE_CHECKING:
    from releasecheck.core.domain import PersonRecord, Plan
    from releasecheck.people.standing import LastTold
    from releasecheck.planning.changes import Decided
    from releasecheck.policy.catalogue import Catalogue
    from releasecheck.store.rows import ClosedDayRow, Fingerprints, UnreadRow
    from releasecheck.store.tables.access_log import LogKind
    from releasecheck.store.tables.plan_rows import PlanRows


class StoreTransaction(StaffWriting, LawWriting, Protocol):
    """One command's writes: one entry, saved whole or not at all."""

    @property
    def entry(self) -> int:
        """The number of this command's entry, made now if nothing had been saved yet."""

    @property
    def wrote(self) -> bool:
        """Whether anything has been saved that belongs to an entry."""

    def record(self, number: str) -> PersonRecord | None:
        """What is known of a person, with what this command has saved so far."""

    def records(self, numbers: Iterable[str] | None = None) -> Iterator[PersonRecord]:
        """The same for many people, or for all, by prison number."""

    def told_since(self, numbers: Iterable[str], since: date) -> dict[str, dict[str, LastTold]]:
        """What was told of these people on a day or later, by now: fact by fact, and which of it stands."""

    def comes_after(self, moment: datetime) -> None:
        """Have what is recorded from now on come after what another office made at this moment."""

    def save(self, decided: Decided, plan: Fingerprints | PlanRows) -> None:
        """Save what a change records, the record it makes, and its plan, made as `save_plan` takes it."""

    def save_plan(self, record: PersonRecord, plan: Plan, made: Fingerprints | PlanRows) -> None:
        """Save a plan made afresh from what was known before: no entry, for nothing was told.

        `made`: what it was made from, or the rows that were made of it already.
        """

    def save_items(self, catalogue: Catalogue) -> None:
        """Save what reports say of each item, and which catalogue it was; save plans after this."""

    def add_closed_days(self, days: Iterable[ClosedDayRow]) -> int:
        """Record closed days, a day at most once; how many are new or say something else than before."""

    def void(self, entry: int, reason: str | None = None) -> tuple[str, ...]:
        """Mark an entry as undone; the people it is about, whom the caller must `rebuild` and plan again.

        Raises StoreError for an entry that is not there, is undone already, or is itself an undoing.
        """

    def rebuild(self, number: str) -> PersonRecord | None:
        """Make a person's row again from all that stands; None when nothing is left of them."""

    def save_fingerprints(self, fingerprints: Fingerprints) -> None:
        """Remember which catalogue and calendar everybody has now been planned with."""

    def set_meta(self, key: str, value: str) -> None:
        """Keep one small thing about the record itself."""

    def keep_unread(self, rows: Iterable[UnreadRow]) -> None:
        """Keep what this import could not read, with its entry."""

    def add_run(self, kind: str, summary: Mapping[str, object], lines: Mapping[str, str] = NOTHING) -> None:
        """Keep what a nightly run found, to compare the next with; `lines`: what of each person."""

    def forget_runs(self, kind: str, kept: Iterable[int]) -> None:
        """Forget the runs of a kind, but not these."""

    def log(
        self,
        kind: LogKind,
        people: Iterable[str],
        recipient: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Write down a processing of people's data; a disclosure says to whom."""
