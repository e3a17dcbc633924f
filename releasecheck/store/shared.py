"""What every store asks of its database in the same words; see `base.Store` for what each method is for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.core.domain import PersonRecord
from releasecheck.store.rows import (
    EVERYONE,
    ClosedDayRow,
    Filters,
    Fingerprints,
    FoundPerson,
    ItemRow,
    PersonRow,
    PlannedBy,
    SavedPlan,
    SearchedPerson,
    UnreadRow,
)
from releasecheck.store.shared_figures import SharedFigures
from releasecheck.store.shared_history import SharedHistory
from releasecheck.store.shared_law import SharedLaw
from releasecheck.store.shared_staff import SharedStaff
from releasecheck.store.tables import policy, reading
from releasecheck.store.tables.people import PeopleColumns

if TYPE_CHECKING:
    from releasecheck.people.alike import Likeness, Lookalike
    from releasecheck.reports.caseload.accounted import Whereabouts
    from releasecheck.store.database import Database
    from releasecheck.store.report_rows import (
        AskedFact,
        Gap,
        ListAsked,
        MissingCount,
        MissingPerson,
        PersonCounts,
        Run,
        Sent,
    )
    from releasecheck.store.tables.plan_rows import PlanRows


class SharedStore(SharedHistory, SharedStaff, SharedLaw, SharedFigures):
    """All of a store but what is one database's own: opening it, its transactions, its backups."""

    def __init__(self, connection: Database) -> None:
        self._connection = connection
        self._columns = PeopleColumns()
        self.recorded: list[int] = []

    @property
    def database(self) -> Database:
        """What keeps it, for whoever copies every row of it."""
        return self._connection

    def person(self, number: str) -> PersonRecord | None:
        """Everything known of one person, or None."""
        return next(self.records((number,)), None)

    def records(self, numbers: Iterable[str] | None = None) -> Iterator[PersonRecord]:
        """Everything known of these people, or of all, by prison number."""
        return reading.records(self._connection, self._columns, numbers)

    def people_rows(self, numbers: Iterable[str] | None = None) -> Iterator[PersonRow]:
        """Only their facts as they stand."""
        for chosen in reading.chunks(self._connection, numbers):
            yield from reading.people_rows(self._connection, self._columns, chosen)

    def find_people(self, text: str) -> list[FoundPerson]:
        """Everybody whom a prison number, a CRN, a PNC number or a name fits."""
        return reading.find_people(self._connection, text)

    def words_like(self, word: str) -> list[str]:
        """The words people are found by that one with a slip of the hand could be: they begin alike."""
        from releasecheck.store.queries.search import words_like

        return words_like(self._connection, word)

    def search(self, words: Sequence[str]) -> list[SearchedPerson]:
        """Everybody whom all of these words fit: name, numbers, prison, cell, POM, COM or release date."""
        from releasecheck.store.queries.search import search

        return search(self._connection, words)

    def alike(self, of: Likeness) -> list[Lookalike]:
        """Whoever could be taken for this person, by name, place and day; never the restricted."""
        from releasecheck.store.queries import alike

        return alike.alike(self._connection, of)

    def by_crn(
        self, crns: Iterable[str] | None = None, *, restricted: bool = False
    ) -> dict[str, tuple[str, ...]]:
        """Who has each of these CRNs, or of all there are; the restricted only where asked for."""
        from releasecheck.store.queries import alike

        return alike.by_crn(self._connection, crns, restricted=restricted)

    def told_apart(self, numbers: Iterable[str]) -> dict[str, SearchedPerson]:
        """What tells these people apart, by number; the restricted are not among them."""
        from releasecheck.store.queries import alike

        return alike.told_apart(self._connection, numbers)

    def saved_plan(self, number: str) -> SavedPlan | None:
        """One person's saved plan, or None."""
        return next(self.saved_plans((number,)), None)

    def saved_plans(self, numbers: Iterable[str] | None = None) -> Iterator[SavedPlan]:
        """These people's saved plans, or all, by prison number."""
        return reading.saved_plans(self._connection, self._columns, numbers)

    def stale(self, today: date, planned_by: PlannedBy) -> list[str]:
        """The people whose saved plan does not hold on a day."""
        return reading.stale(self._connection, today, planned_by)

    def missing_by_person(
        self, today: date, until: date, filters: Filters = EVERYONE
    ) -> Iterator[MissingPerson]:
        """Everything missing on a day; what is merely to do only if due by `until`.

        By risk of harm, then by who leaves soonest; for each person the worst first.
        """
        from releasecheck.store.queries import missing

        return missing.missing_by_person(self._connection, today, until, filters)

    def missing_people(self, today: date, until: date, filters: Filters = EVERYONE) -> list[str]:
        """Whose rows `missing_by_person` gives, by prison number."""
        from releasecheck.store.queries import missing

        return missing.missing_people(self._connection, today, until, filters)

    def to_check(self, filters: Filters = EVERYONE) -> list[tuple[str, str, str]]:
        """Whom a list has elsewhere than the record does: number, name and the question, by number."""
        from releasecheck.store.queries import caseload

        return caseload.to_check(self._connection, filters)

    def standings(
        self,
        today: date,
        filters: Filters,
        shown: Iterable[str],
        first: date | None,
        last: date | None,
        also: ListAsked | None = None,
    ) -> dict[Whereabouts, int]:
        """Everybody in the record by what decides whether a report is about them."""
        from releasecheck.store.queries import accounted

        return accounted.standings(self._connection, today, filters, shown, first, last, also)

    def sent(self, today: date, filters: Filters = EVERYONE) -> list[Sent]:
        """What was sent and is waited for on a day, whether it is time to chase or not."""
        from releasecheck.store.queries import missing

        return missing.sent(self._connection, today, filters)

    def waited_for(self, filters: Filters = EVERYONE) -> dict[str, frozenset[str]]:
        """By prison number, the facts without which nobody can say whether a task applies."""
        from releasecheck.store.queries import missing

        return missing.waited_for(self._connection, filters)

    def gaps(self, filters: Filters = EVERYONE) -> list[Gap]:
        """What an outcome asks for and nobody wrote down, by prison number and item."""
        from releasecheck.store.queries import missing

        return missing.gaps(self._connection, filters)

    def missing_counts(self, today: date, until: date, filters: Filters = EVERYONE) -> list[MissingCount]:
        """How much is missing in each prison, by owner and state."""
        from releasecheck.store.queries import missing

        return missing.missing_counts(self._connection, today, until, filters)

    def caseload_rows(
        self, today: date, until: date, of: ListAsked, *, limit: int | None = None
    ) -> list[PersonCounts]:
        """People by release date, with how many of their tasks are missing or waiting; the first, or all."""
        from releasecheck.store.queries import caseload

        return caseload.caseload_rows(self._connection, today, until, of, limit=limit)

    def known_from(self, filters: Filters = EVERYONE) -> date | None:
        """The day on which the first of the people who are here was recorded."""
        from releasecheck.store.queries import caseload

        return caseload.known_from(self._connection, filters)

    def asked_facts(self, today: date, filters: Filters = EVERYONE) -> list[AskedFact]:
        """What is not known and would settle whether tasks apply, the fact of most people first."""
        from releasecheck.store.queries import missing

        return missing.asked_facts(self._connection, today, filters)

    def done_before(self, today: date, filters: Filters = EVERYONE) -> int:
        """Of how many tasks it is not known whether they were done before the people were recorded."""
        from releasecheck.store.queries import missing

        return missing.done_before(self._connection, today, filters)

    def closed_days(self) -> list[ClosedDayRow]:
        """The office's closed days and the bank holidays it imported, by date."""
        return policy.closed_days(self._connection)

    def item_rows(self) -> list[ItemRow]:
        """The items of the saved catalogue, in its order."""
        return policy.item_rows(self._connection)

    def unread_rows(self, entry: int) -> list[UnreadRow]:
        """What the import that made this entry could not read, in the order of its file."""
        rows = self._connection.all(
            "SELECT prison_number, place, heading, words, why FROM unread_cells WHERE entry = ? ORDER BY id",
            (entry,),
        )
        return [UnreadRow(*row) for row in rows]

    def told_by(self, entry: int) -> list[tuple[str, str, str | None]]:
        """Every fact that an entry told: whose, which and its value as it is kept."""
        told = "SELECT prison_number, fact, value FROM facts WHERE entry = ? ORDER BY prison_number, id"
        return [(number, fact, value) for number, fact, value in self._connection.all(told, (entry,))]

    def meta(self, key: str) -> str | None:
        """One small thing about the record itself, such as `catalogue_version`."""
        row = self._connection.one("SELECT value FROM meta WHERE key = ?", (key,))
        return None if row is None else row[0]

    def overrides(self) -> tuple[str, ...]:
        """The items of the saved catalogue that are this office's own, or were changed by it."""
        return tuple(json.loads(self.meta("catalogue_overrides") or "[]"))

    def fingerprints(self) -> Fingerprints | None:
        """Which catalogue and calendar everybody was last planned with; None before the first time."""
        saved = (self.meta("planned_catalogue"), self.meta("planned_calendar"))
        return Fingerprints(*map(str, saved)) if all(saved) else None

    def planned_releases(self) -> dict[str, date | None]:
        """The release day of every saved plan, by prison number; None where there is none."""
        return reading.planned_releases(self._connection)

    def numbers(self, among: Iterable[str] | None = None) -> list[str]:
        """Every prison number, or those of these that are recorded, in order."""
        return reading.everybody(self._connection, among)

    def numbers_for(self, filters: Filters = EVERYONE) -> list[str]:
        """The prison numbers of all whom these filters let through, gone or not; never the restricted."""
        from releasecheck.store.queries import caseload

        return caseload.numbers(self._connection, filters)

    def count_people(self, today: date, until: date, filters: Filters = EVERYONE) -> int:
        """How many people a report with these filters looks at."""
        from releasecheck.store.queries import caseload

        return caseload.count_people(self._connection, today, until, filters)

    def runs(self, kind: str, limit: int = 1) -> list[Run]:
        """The last runs of a kind, latest first."""
        from releasecheck.store.tables import history

        return history.runs(self._connection, kind, limit)

    def night_lines(self, run: int, numbers: Iterable[str]) -> dict[str, str]:
        """What a run keeps of these people, by prison number; of whom it keeps nothing there is nothing."""
        from releasecheck.store.tables import history

        return history.night_lines(self._connection, run, numbers)

    def snapshot(self) -> AbstractContextManager[None]:
        """Reads inside see one and the same moment, whatever another program writes meanwhile."""
        return self._connection.snapshot()

    def people_that_differ(self, numbers: Iterable[str] | None = None) -> list[str]:
        """Rows of people that do not follow from what was told, by table, number and column."""
        from releasecheck.store.tables.proving import proof

        return list(proof.people_that_differ(self._connection, self._columns, numbers))

    def plans_that_differ(self, made: Iterable[PlanRows]) -> Iterator[str]:
        """Rows of saved plans that are not those of plans made now, by table, number, item and column."""
        from releasecheck.store.tables.proving import proof

        return proof.plans_that_differ(self._connection, made)
