"""Saving what was decided: the one place that writes about people.

Everything between `begin` and the end of a transaction belongs to one entry, made when the first change is
saved. Rows are gathered and written together, so that an import of thousands is one pass over each table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from releasecheck.core.domain import PersonRecord, Plan, Telling
from releasecheck.core.errors import StoreError
from releasecheck.people.facts import to_text
from releasecheck.people.plan_inputs import KNOWN_SINCE
from releasecheck.store.rows import EntrySaid, Fingerprints, NewLine
from releasecheck.store.tables import access_log, chain, digests, history, policy, reading, search_words
from releasecheck.store.tables.columns import TOLD, TOLD_COLUMNS, IsoDays, days_to, insert_into, to_json
from releasecheck.store.tables.law import LawRows
from releasecheck.store.tables.office_rows import OfficeRows
from releasecheck.store.tables.people import PeopleColumns
from releasecheck.store.tables.plan_rows import PlanRows, PlanWriter

if TYPE_CHECKING:
    from releasecheck.people.standing import LastTold
    from releasecheck.planning.changes import Decided, PersonChange
    from releasecheck.policy.catalogue import Catalogue
    from releasecheck.store.database import Database, Ledger, SqlValue, Structure
    from releasecheck.store.tables.access_log import LogKind

_AT_A_TIME = 500


class Transaction(OfficeRows, LawRows):
    """One command's writes; it is saved whole when the command ends, or not at all."""

    def __init__(
        self,
        connection: Database,
        structure: Structure,
        columns: PeopleColumns,
        by: str,
        at: datetime,
        day: date,
        command: str,
        reason: str | None = None,
        login: str = "",
        *,
        ledger: Ledger,
    ) -> None:
        self._connection, self._structure, self._columns = connection, structure, columns
        self._by, self._day, self._command, self._reason = by, day, command, reason
        self._at, self._login = access_log.log_time(at), login
        self._not_before = ""
        self._entry: int | None = None
        self._ledger = ledger
        self._voided: list[tuple[int, int, str | None]] = []
        self._seals = chain.Seals(connection)
        self._days = IsoDays()
        self._told: dict[str, list[tuple[SqlValue, ...]]] = {table: [] for table in TOLD}
        self._people: dict[str, tuple[SqlValue, ...]] = {}
        self._last_id: dict[str, int] = {}
        self._new: set[str] = set()
        """Whose row is made by this command: somebody else's of the same number is another decision's."""
        self._words = Counter[str]()
        self._plans = PlanWriter(connection)
        self._collected: set[str] = set()
        self._altered: set[str] = set()
        self._without_indexes = False
        self._touched = set[str]()
        self._again = set[str]()
        self.logged = set[str]()
        """Whose data the log says that this was about."""

    @property
    def entry(self) -> int:
        """The number of this command's entry, made now if nothing had been saved yet."""
        if self._entry is None:
            day = self._day.isoformat()
            at = max(self._at, self._not_before)
            said = EntrySaid(at, self._by, self._command, day, self._reason, self._login)
            self._entry = self._ledger.begin(said)
        return self._entry

    def comes_after(self, moment: datetime) -> None:
        """Have what is recorded from now on come after what another office made at this moment.

        The clocks of two offices differ, and whoever records here knows by then what was told there.
        """
        self._not_before = access_log.log_time(moment + timedelta(seconds=1))

    @property
    def wrote(self) -> bool:
        """Whether anything has been saved that belongs to an entry."""
        return self._entry is not None

    def record(self, number: str) -> PersonRecord | None:
        """What is known of a person, with what this command has saved so far."""
        if number in self._people:
            self.flush()
        self._connection.hold((number,))
        return next(reading.records(self._connection, self._columns, (number,)), None)

    def records(self, numbers: Iterable[str] | None = None) -> Iterator[PersonRecord]:
        """The same for many people, or for all, by prison number; nobody else writes of them till the end."""
        self.flush()
        wanted = reading.everybody(self._connection) if numbers is None else sorted(set(numbers))
        self._connection.hold(wanted)
        return reading.records(self._connection, self._columns, wanted)

    def told_since(self, numbers: Iterable[str], since: date) -> dict[str, dict[str, LastTold]]:
        """What was told of these people on a day or later, fact by fact, and which of it stands.

        With what this command has saved so far.
        """
        self.flush()
        return history.told_since(self._connection, numbers, since)

    def save(self, decided: Decided, plan: Fingerprints | PlanRows) -> None:
        """Save what a change records, the record it makes, and its plan.

        `plan`: what the plan was made from, or the rows that were made of it already.
        """
        change, number, told = decided.change, decided.record.prison_number, decided.telling
        if decided.before is None:
            self._new_here(number)
            self._new.add(number)
        if decided.before is None and not change and told is None:
            # Somebody of whom only the number is known is recorded all the same.
            change = replace(change, known_since=decided.record.known_since)
        if change or told is not None:
            self._tell(change, change.tellings if told is None else (*change.tellings, told))
        (self._collected if decided.before is None else self._altered).add(number)
        self._people[number] = self._columns.row(decided.record)
        self.save_plan(decided.record, decided.plan, plan)

    def _tell(self, change: PersonChange, tellings: Sequence[Telling]) -> None:
        number, entry, days = change.prison_number, self.entry, self._days
        told_on, source = days[change.told_on or self._day], change.source
        facts: list[tuple[SqlValue, ...]] = [
            (
                *(entry, number, name, None if value is None else to_text(value)),
                *(days[change.told[name]] if name in change.told else told_on, source),
            )
            for name, value in change.recorded()
        ]
        if change.known_since is not None:
            since = change.known_since.isoformat()
            facts.insert(0, (entry, number, KNOWN_SINCE, since, told_on, source))
        rows: dict[str, list[tuple[SqlValue, ...]]] = {
            "facts": facts,
            "releases": [
                (
                    *(entry, number, days[one.told_on], days[one.date], one.type, int(one.confirmed)),
                    *(one.source, days_to(one.anchors)),
                )
                for one in tellings
            ],
            "outcomes": [
                (entry, number, o.item, o.outcome, days[o.on], o.reason, to_json(dict(o.evidence)), o.by)
                for o in change.outcomes
            ],
            "owners": [(entry, number, item, role) for item, role in change.owners.items()],
            "notes": [
                (entry, number, note.kind, days[note.on], note.text, note.item, to_json(dict(note.fields)))
                for note in change.notes
            ],
        }
        numbered = [self._numbered(table, rows[table]) for table in TOLD]
        self._seals.add(number, numbered)
        for table, told in zip(TOLD, numbered, strict=True):
            self._told[table] += told

    def _numbered(self, table: str, rows: list[tuple[SqlValue, ...]]) -> list[tuple[SqlValue, ...]]:
        """The rows with their ids, which are sealed with them."""
        if not rows:
            return rows
        ids = self._connection.numbers(table, len(rows), self._last_id.get(table, 0))
        self._last_id[table] = ids[-1]
        return [(own, *row) for own, row in zip(ids, rows, strict=True)]

    def save_plan(self, record: PersonRecord, plan: Plan, made: Fingerprints | PlanRows) -> None:
        """Save a plan made afresh from what was known before: no entry, for nothing was told.

        `made`: what it was made from, or the rows that were made of it already.
        """
        if isinstance(made, PlanRows):
            self._plans.add_rows(made)
        else:
            self._plans.add(record, plan, made)
        self._write_when_many()

    def _write_when_many(self) -> None:
        if len(self._plans) >= _AT_A_TIME:
            self._drop_indexes_for_a_first_load()
            self.flush()

    def _drop_indexes_for_a_first_load(self) -> None:
        """An index made at the end of a load costs less than half of one kept up all the way."""
        if not self._without_indexes and self._connection.one("SELECT 1 FROM tasks LIMIT 1") is None:
            self._structure.drop_load_indexes(self._connection)
            self._without_indexes = True

    def flush(self) -> None:
        """Write the rows gathered so far; whoever reads inside the transaction needs them."""
        for table, rows in self._told.items():
            if rows:
                self._connection.write_rows(insert_into(table, f"id, {TOLD_COLUMNS[table]}"), rows)
                rows.clear()
        if self._people:
            self._save_people()
            self._words.update(search_words.keep(self._connection, self._columns.row_columns, self._people))
            self._people.clear()
            self._new.clear()
        self._plans.flush()

    def _save_people(self) -> None:
        """Where many write at once, somebody else of the same number is another decision's, and not ours."""
        rows, names = self._people, self._columns.row_columns
        if not self._connection.chains:
            self._connection.execute_many(self._columns.upsert, rows.values())
            return
        new = [row for number, row in rows.items() if number in self._new]
        known = [
            dict(zip(names, row, strict=True)) for number, row in rows.items() if number not in self._new
        ]
        self._connection.execute_many(self._columns.insert, new)
        self._connection.execute_many(self._columns.update, known)

    def finish(self) -> None:
        """Write what is left, the indexes again if they were put off, and what the log must say of it."""
        self.flush()
        search_words.count(self._connection, self._words)
        self._keep_restricted(self._collected)
        if not self._touched.isdisjoint(digests.KEPT_APART):
            self._ledger.left(self._line("alteration", ()), digests.LEFT)
        if not self._touched.isdisjoint((*digests.KEPT_APART, "meta")):
            self._ledger.left(self._line("alteration", ()), digests.POLICY)
        if self._touched:
            self._ledger.keep(self._touched)
        if self._entry is not None:
            told = not digests.TOLD_OF_THE_OFFICE.isdisjoint(self._touched)
            self._ledger.seal(self._seals.write(self._entry), self._voided, office=told)
        if self._collected:
            self.log("collection", sorted(self._collected))
        if self._altered - self._collected:
            self.log("alteration", sorted(self._altered - self._collected))
        if self._without_indexes:
            self._structure.make_load_indexes(self._connection)

    def void(self, entry: int, reason: str | None = None) -> tuple[str, ...]:
        """Mark an entry as undone; the people it is about, whom the caller must `rebuild` and plan again.

        Raises StoreError for an entry that is not there, is undone already, or is itself an undoing.
        """
        self.flush()
        one = self._connection.one
        self._connection.hold(people := history.people_of(self._connection, entry))
        if one("SELECT 1 FROM entries WHERE id = ?", (entry,)) is None:
            raise StoreError(f"there is no entry {entry}")
        if one("SELECT 1 FROM voids WHERE entry = ?", (entry,)):
            raise StoreError(f"entry {entry} is undone already")
        if one("SELECT 1 FROM voids WHERE voided_by = ?", (entry,)):
            raise StoreError(f"entry {entry} undid another one: record what is right instead")
        self._connection.execute(
            insert_into("voids", "entry, voided_by, reason"), (entry, self.entry, reason)
        )
        self._voided = sorted([*self._voided, (entry, self.entry, reason)])
        self._altered.update(people)
        return people

    def rebuild(self, number: str) -> PersonRecord | None:
        """Make a person's row again from all that was told and not undone.

        None when nothing is left of them: their row and plan are gone, their history is kept.
        """
        self.flush()
        known_since = history.first_known(self._connection, number)
        if known_since is None:
            self._words.update(search_words.forget(self._connection, number))
            for table in ("tasks", "plans", "unread_cells", "people"):  # last whoever the others are seen by
                self._connection.execute(f"DELETE FROM {table} WHERE prison_number = ?", (number,))
            self._touched |= {"unread_cells", "restricted"}
            return None
        if self._connection.one("SELECT 1 FROM people WHERE prison_number = ?", (number,)) is None:
            self._new.add(number)
        facts = history.standing_facts(self._connection, number)
        self._people[number] = self._columns.row(PersonRecord(number, facts, known_since))
        return self.record(number)

    def erase(self, number: str, rule: str) -> None:
        """Take a person out of the record for good, as the law can require; the log keeps that it was done.

        Their number stays with the time and the rule, so that no backup and no bundle brings them back.
        The one way past the append-only rule, and only inside the transaction that puts the rule back.
        """
        self.flush()
        self._erase_rows(number, rule)
        self._seals.forget(number)
        self._words.update(search_words.forget(self._connection, number))

    def save_items(self, catalogue: Catalogue) -> None:
        """Save what reports say of each item, and which catalogue it was; save plans after this."""
        self.flush()
        policy.save_items(self._connection, catalogue)
        self._touched.add("items")
        self.set_meta("catalogue_version", catalogue.version)
        self.set_meta("catalogue_overrides", to_json(catalogue.overrides))
        self.set_meta("catalogue_fingerprint", catalogue.fingerprint)
        self.set_meta("evidence", to_json(policy.evidence_asked(catalogue)))
        self._plans.forget_items()

    def log(
        self,
        kind: LogKind,
        people: Iterable[str],
        recipient: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Write down a processing of people's data; a disclosure says to whom."""
        named = tuple(people)
        self.logged.update(named)
        line = self._line(kind, named)
        self._ledger.line(line._replace(reason=reason or self._reason, recipient=recipient))

    def _line(self, kind: LogKind, people: Sequence[str]) -> NewLine:
        said = self._at, self._by, self._command, kind
        return NewLine(*said, people, self._reason, None, self._login)
