"""What any record can do, whatever database keeps it: the seam between the program and its store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from releasecheck.store.figures import FiguresStore
from releasecheck.store.law_base import LawReading
from releasecheck.store.rows import EVERY_LINE, EVERYONE, UnreadRow
from releasecheck.store.staff_base import StaffReading

if TYPE_CHECKING:
    from releasecheck.core.domain import PersonRecord
    from releasecheck.core.errors import StoreError
    from releasecheck.core.heads import Heads
    from releasecheck.people.alike import Likeness, Lookalike
    from releasecheck.people.entries import HistoryEntry, RecordedFact
    from releasecheck.people.questions import OwnQuestion
    from releasecheck.people.standing import LastTold
    from releasecheck.reports.caseload.accounted import Whereabouts
    from releasecheck.store.database import Database
    from releasecheck.store.late_looks import LateLook
    from releasecheck.store.report_rows import (
        AskedFact,
        Entry,
        Gap,
        ListAsked,
        MissingCount,
        MissingPerson,
        PersonCounts,
        Run,
        SchemaPart,
        Sent,
        StandingFact,
    )
    from releasecheck.store.rows import (
        ClosedDayRow,
        Filters,
        Fingerprints,
        FoundPerson,
        ItemRow,
        LogFilters,
        LogRow,
        Look,
        PersonRow,
        PlannedBy,
        SavedPlan,
        SearchedPerson,
    )
    from releasecheck.store.tables.plan_rows import PlanRows
    from releasecheck.store.writes import StoreTransaction


class Store(StaffReading, LawReading, FiguresStore, Protocol):
    """A record: people, their saved plans, and everything ever told about them."""

    recorded: list[int]
    """The entries that were made since it was opened, and are safe on the disk."""

    @property
    def database(self) -> Database:
        """What keeps it, for whoever copies every row of it."""

    def close(self) -> None:
        """Let go of the file."""

    def person(self, number: str) -> PersonRecord | None:
        """Everything known of one person, or None."""

    def records(self, numbers: Iterable[str] | None = None) -> Iterator[PersonRecord]:
        """Everything known of these people, or of all, by prison number."""

    def people_rows(self, numbers: Iterable[str] | None = None) -> Iterator[PersonRow]:
        """Only their facts as they stand."""

    def find_people(self, text: str) -> list[FoundPerson]:
        """Everybody whom a prison number, a CRN, a PNC number or a name fits."""

    def words_like(self, word: str) -> list[str]:
        """The words people are found by that one with a slip of the hand could be: they begin alike."""

    def search(self, words: Sequence[str]) -> list[SearchedPerson]:
        """Everybody whom all of these words fit: name, numbers, prison, cell, POM, COM or release date."""

    def alike(self, of: Likeness) -> list[Lookalike]:
        """Whoever could be taken for this person, by name, place and day; never the restricted."""

    def by_crn(
        self, crns: Iterable[str] | None = None, *, restricted: bool = False
    ) -> dict[str, tuple[str, ...]]:
        """Who has each of these CRNs, or of all there are; the restricted only where asked for."""

    def told_apart(self, numbers: Iterable[str]) -> dict[str, SearchedPerson]:
        """What tells these people apart, by number; the restricted are not among them."""

    def saved_plan(self, number: str) -> SavedPlan | None:
        """One person's saved plan, or None."""

    def saved_plans(self, numbers: Iterable[str] | None = None) -> Iterator[SavedPlan]:
        """These people's saved plans, or all, by prison number."""

    def stale(self, today: date, planned_by: PlannedBy) -> list[str]:
        """The people whose saved plan does not hold on a day."""

    def missing_by_person(
        self, today: date, until: date, filters: Filters = EVERYONE
    ) -> Iterator[MissingPerson]:
        """Everything missing on a day; what is merely to do only if due by `until`.

        By risk of harm, then by who leaves soonest; for each person the worst first.
        """

    def missing_people(self, today: date, until: date, filters: Filters = EVERYONE) -> list[str]:
        """Whose rows `missing_by_person` gives, by prison number."""

    def standings(
        self,
        today: date,
        filters: Filters,
        shown: Iterable[str],
        first: date | None,
        last: date | None,
        also: ListAsked | None = None,
    ) -> dict[Whereabouts, int]:
        """Everybody in the record by what decides whether a report is about them.

        It shows these people, and everybody whom `also` asks for.
        """

    def to_check(self, filters: Filters = EVERYONE) -> list[tuple[str, str, str]]:
        """Whom a list has elsewhere than the record does, or an alarm is about: number, name, words."""

    def sent(self, today: date, filters: Filters = EVERYONE) -> list[Sent]:
        """What was sent and is waited for on a day, whether it is time to chase or not."""

    def waited_for(self, filters: Filters = EVERYONE) -> dict[str, frozenset[str]]:
        """By prison number, the facts without which nobody can say whether a task applies."""

    def gaps(self, filters: Filters = EVERYONE) -> list[Gap]:
        """What an outcome asks for and nobody wrote down, by prison number and item."""

    def missing_counts(self, today: date, until: date, filters: Filters = EVERYONE) -> list[MissingCount]:
        """How much is missing in each prison, by owner and state."""

    def caseload_rows(
        self, today: date, until: date, of: ListAsked, *, limit: int | None = None
    ) -> list[PersonCounts]:
        """People by release date, with how many of their tasks are missing or waiting; the first, or all."""

    def known_from(self, filters: Filters = EVERYONE) -> date | None:
        """The day on which the first of the people who are here was recorded."""

    def asked_facts(self, today: date, filters: Filters = EVERYONE) -> list[AskedFact]:
        """What is not known and would settle whether tasks apply, the fact of most people first."""

    def done_before(self, today: date, filters: Filters = EVERYONE) -> int:
        """Of how many tasks it is not known whether they were done before the people were recorded."""

    def provenance(self, number: str, fact: str | None = None) -> list[StandingFact]:
        """Where each fact that was ever told, or one of them, comes from."""

    def facts_told(self, numbers: Iterable[str] | None = None) -> Iterator[RecordedFact]:
        """Every fact ever told of these people, or of all, and not undone, by prison number."""

    def told_since(self, numbers: Iterable[str], since: date) -> dict[str, dict[str, LastTold]]:
        """What was told of these people on a day or later, fact by fact, and which of it stands."""

    def evidence_recorded(self) -> list[str]:
        """The name of every field of evidence that was ever recorded."""

    def history(self, number: str) -> list[HistoryEntry]:
        """Everything ever recorded about a person, oldest first."""

    def open_questions(self, numbers: Iterable[str] | None) -> dict[str, tuple[OwnQuestion, ...]]:
        """By prison number, what each of these people asked and nobody has answered, oldest first."""

    def last_entry(self, by: str | None = None) -> Entry | None:
        """What `undo` would undo: the last entry that stands, of anybody or of one colleague."""

    def entry(self, number: int) -> Entry | None:
        """One entry, whether it stands or not."""

    def undone_by(self, number: int) -> list[int]:
        """The entries that this one took back."""

    def written_by_others(self, login: str, by: str) -> bool:
        """Whether any entry was made under another login; of old ones, which have none, by another name."""

    def last_imports(self, limit: int) -> list[Entry]:
        """The last entries that a file was imported with, latest first, the undone among them."""

    def hanging_on(self, entry: int) -> list[Entry]:
        """The later entries that stand and are about people whom this entry first recorded."""

    def closed_days(self) -> list[ClosedDayRow]:
        """The office's closed days and the bank holidays it imported, by date."""

    def item_rows(self) -> list[ItemRow]:
        """The items of the saved catalogue, in its order."""

    def unread_rows(self, entry: int) -> list[UnreadRow]:
        """What the import that made this entry could not read, in the order of its file."""

    def told_by(self, entry: int) -> list[tuple[str, str, str | None]]:
        """Every fact that an entry told: whose, which and its value as it is kept."""

    def meta(self, key: str) -> str | None:
        """One small thing about the record itself, such as `catalogue_version`."""

    def schema(self) -> list[SchemaPart]:
        """The views and the tables of the record, in the order they were made."""

    def planned_releases(self) -> dict[str, date | None]:
        """The release day of every saved plan, by prison number; None where there is none."""

    def numbers(self, among: Iterable[str] | None = None) -> list[str]:
        """Every prison number, or those of these that are recorded, in order."""

    def numbers_for(self, filters: Filters = EVERYONE) -> list[str]:
        """The prison numbers of all whom these filters let through, gone or not; never the restricted."""

    def count_people(self, today: date, until: date, filters: Filters = EVERYONE) -> int:
        """How many people a report with these filters looks at.

        All who have not left, and of those who have, whoever has something missing by `until`.
        """

    def overrides(self) -> tuple[str, ...]:
        """The items of the saved catalogue that are this office's own, or were changed by it."""

    def fingerprints(self) -> Fingerprints | None:
        """Which catalogue and calendar everybody was last planned with; None before the first time."""

    def runs(self, kind: str, limit: int = 1) -> list[Run]:
        """The last runs of a kind, latest first."""

    def night_lines(self, run: int, numbers: Iterable[str]) -> dict[str, str]:
        """What a run keeps of these people, by prison number; of whom it keeps nothing there is nothing."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Reads inside see one and the same moment, whatever another program writes meanwhile."""

    def back_up(self, target: Path) -> int:
        """A verified copy of the whole record; its size in bytes. Raises StoreError if there can be none."""

    def log_rows(self, filters: LogFilters = EVERY_LINE) -> list[LogRow]:
        """The log of processing, or what these filters leave of it, oldest first."""

    def log_look(self, look: Look) -> int:
        """Log a look at these people's data, at the least cost; the number of the line.

        With a recipient it is a disclosure, marked as unfinished until `log_ended` is told of it.
        """

    def log_ended(self, lines: Iterable[int]) -> None:
        """Take the mark of what is unfinished away from disclosures that have come to their end."""

    def keep_look(self, look: Look) -> LateLook:
        """Keep a look that the record cannot take now; it goes into the log at this user's next writing.

        Raises OSError where that cannot be done either.
        """

    def kept_look_ended(self, look: LateLook) -> None:
        """The same of a disclosure that was kept and has come to its end."""

    @property
    def late_file(self) -> Path:
        """Where the looks of this user are kept that this record could not take."""

    @property
    def logged(self) -> AbstractSet[str]:
        """Whose data has been logged, or kept for the log, since the record was opened."""

    def only_read(self, why: StoreError | None) -> None:
        """Raise this from now on wherever something is to be written; nothing, while it is None."""

    def log_faults(self) -> list[str]:
        """What is wrong with the lines of the log that are not as they were written; none when all are."""

    def clock_turned_back(self) -> list[str]:
        """Lines of the log whose time lies before that of the line before, in words: a clock was wrong."""

    def heads(self) -> Heads:
        """The ends of both chains, as they are now."""

    def hashes_at(self, seen: Heads) -> tuple[str | None, str | None]:
        """The hashes that the line and the entry of these numbers have now; None for what is not there."""

    def replacements(self) -> list[tuple[int, str, str, str]]:
        """Lines of the log that say that a backup took the place of the record, or that it was repaired.

        The number of each, its time, its author and its command.
        """

    def faults(self) -> list[str]:
        """All that is wrong with the file and with its rows, by table and key, before anything is planned."""

    def people_that_differ(self, numbers: Iterable[str] | None = None) -> list[str]:
        """Rows of people that do not follow from what was told, by table, number and column."""

    def plans_that_differ(self, made: Iterable[PlanRows]) -> Iterator[str]:
        """Rows of saved plans that are not those of plans made now, by table, number, item and column."""

    def compact(self) -> tuple[int, int, bool]:
        """Write the file anew without the room that nothing is kept in; its bytes before and after.

        And whether it is so on the disk: while somebody else reads, it still has what it had.
        """

    def writing(
        self, by: str, at: datetime, day: date, command: str, reason: str | None = None
    ) -> AbstractContextManager[StoreTransaction]:
        """One command's writes, whole or not at all; `at` is when, `day` the day it is recorded as of."""
