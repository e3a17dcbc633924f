"""What every store asks in the same words of how its record came to be: entries, what was told, the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.store.rows import (
    EVERY_LINE,
    LogFilters,
    LogRow,
)
from releasecheck.store.tables import access_log
from releasecheck.store.tables.people import PeopleColumns

if TYPE_CHECKING:
    from releasecheck.core.heads import Heads
    from releasecheck.people.entries import HistoryEntry, RecordedFact
    from releasecheck.people.questions import OwnQuestion
    from releasecheck.people.standing import LastTold
    from releasecheck.store.database import Database
    from releasecheck.store.report_rows import (
        Entry,
        StandingFact,
    )


class SharedHistory:
    """The part of a store that reads what was recorded, by whom and when, and proves that it still is so."""

    _connection: Database
    _columns: PeopleColumns

    def provenance(self, number: str, fact: str | None = None) -> list[StandingFact]:
        """Where each fact that was ever told, or one of them, comes from."""
        from releasecheck.store.tables import history

        return history.provenance(self._connection, number, fact)

    def facts_told(self, numbers: Iterable[str] | None = None) -> Iterator[RecordedFact]:
        """Every fact ever told of these people, or of all, and not undone, by prison number."""
        from releasecheck.store.tables import history

        return history.facts_told(self._connection, numbers)

    def told_since(self, numbers: Iterable[str], since: date) -> dict[str, dict[str, LastTold]]:
        """What was told of these people on a day or later, fact by fact, and which of it stands."""
        from releasecheck.store.tables import history

        return history.told_since(self._connection, numbers, since)

    def evidence_recorded(self) -> list[str]:
        """The name of every field of evidence that was ever recorded."""
        from releasecheck.store.tables import history

        return history.evidence_recorded(self._connection)

    def history(self, number: str) -> list[HistoryEntry]:
        """Everything ever recorded about a person, oldest first."""
        from releasecheck.store.tables import history

        return history.history(self._connection, number)

    def open_questions(self, numbers: Iterable[str] | None) -> dict[str, tuple[OwnQuestion, ...]]:
        """By prison number, what each of these people asked and nobody has answered, oldest first."""
        from releasecheck.store.queries import questions

        return questions.open_questions(self._connection, numbers)

    def last_entry(self, by: str | None = None) -> Entry | None:
        """What `undo` would undo: the last entry that stands, of anybody or of one colleague."""
        from releasecheck.store.tables import history

        return history.last_entry(self._connection, by)

    def entry(self, number: int) -> Entry | None:
        """One entry, whether it stands or not."""
        from releasecheck.store.tables import history

        return history.entry(self._connection, number)

    def undone_by(self, number: int) -> list[int]:
        """The entries that this one took back."""
        from releasecheck.store.tables import history

        return history.undone_by(self._connection, number)

    def written_by_others(self, login: str, by: str) -> bool:
        """Whether any entry was made under another login; of old ones, which have none, by another name."""
        from releasecheck.store.tables import history

        return history.written_by_others(self._connection, login, by)

    def last_imports(self, limit: int) -> list[Entry]:
        """The last entries that a file was imported with, latest first, the undone among them."""
        from releasecheck.store.tables import history

        return history.last_imports(self._connection, limit)

    def hanging_on(self, entry: int) -> list[Entry]:
        """The later entries that stand and are about people whom this entry first recorded."""
        from releasecheck.store.tables import history

        return history.hanging_on(self._connection, entry)

    def log_rows(self, filters: LogFilters = EVERY_LINE) -> list[LogRow]:
        """The log of processing, or what these filters leave of it, oldest first."""
        return access_log.lines(self._connection, filters)

    def log_faults(self) -> list[str]:
        """What is wrong with the lines of the log that are not as they were written; none when all are."""
        return list(access_log.breaks(self._connection))

    def clock_turned_back(self) -> list[str]:
        """Lines of the log whose time lies before that of the line before, in words: a clock was wrong."""
        turned = access_log.turned_back(self._connection)
        return [
            f"line {line} of the log says {at}, and the one before {before}" for line, at, before in turned
        ]

    def heads(self) -> Heads:
        """The ends of both chains, as they are now."""
        from releasecheck.store.tables import heads

        return heads.heads(self._connection)

    def hashes_at(self, seen: Heads) -> tuple[str | None, str | None]:
        """The hashes that the line and the entry of these numbers have now; None for what is not there."""
        from releasecheck.store.tables import heads

        return heads.hashes_at(self._connection, seen)

    def replacements(self) -> list[tuple[int, str, str, str]]:
        """Lines of the log that say that a backup took the place of the record, or that it was repaired.

        The number of each, its time, its author and its command.
        """
        from releasecheck.store.tables import heads

        return heads.replacements(self._connection)
