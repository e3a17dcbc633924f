"""Who is held, restricted or erased, and how old what is kept is; and the writing of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.core.errors import StoreError
from releasecheck.store.law_rows import ErasedRow, HoldKind, HoldRow, KeptRows, LeftRow
from releasecheck.store.tables import digests
from releasecheck.store.tables.columns import TOLD, insert_over, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, Structure

_THESE = "prison_number IN (SELECT value FROM json_each(?))"
_TOLD_OF = " UNION ALL ".join(f"SELECT prison_number, entry FROM {table}" for table in TOLD)
_MERGED = """SELECT prison_number, value FROM facts WHERE fact = 'merged_into' AND value IS NOT NULL
AND entry NOT IN (SELECT entry FROM voids)"""


def _of(connection: Database, what: str, table: str, numbers: Iterable[str] | None) -> list[SqlRow]:
    if numbers is None:
        return connection.all(f"SELECT {what} FROM {table} ORDER BY prison_number")
    chosen = to_json(list(numbers))
    return connection.all(f"SELECT {what} FROM {table} WHERE {_THESE} ORDER BY prison_number", (chosen,))


def holds(connection: Database, numbers: Iterable[str] | None = None) -> list[HoldRow]:
    """Who must not be erased and who is restricted, by prison number."""
    return [
        HoldRow(*row) for row in _of(connection, 'prison_number, kind, at, "by", reason', "holds", numbers)
    ]


def erased(connection: Database, numbers: Iterable[str] | None = None) -> list[ErasedRow]:
    """Whom the record erased, by prison number."""
    return [ErasedRow(*row) for row in _of(connection, "prison_number, at, rule", "erased", numbers)]


def erased_from(connection: Database, entry: int) -> int:
    """How many people an entry was about who have been erased since: their digests are all that is left."""
    row = connection.one(
        "SELECT count(*) FROM salts WHERE entry = ? AND part > 0 AND prison_number IS NULL", (entry,)
    )
    return int(row[0]) if row else 0


def one_person(connection: Database, number: str) -> tuple[str, ...]:
    """Every prison number that was merged with this one, by way of others too."""
    merged = connection.all(_MERGED)
    found = {number}
    while more := {
        number for pair in merged if not found.isdisjoint(pair) for number in pair if number not in found
    }:
        found |= more
    return tuple(sorted(found))


def kept(connection: Database) -> KeptRows:
    """What the record keeps, and since when; an entry counts from the day it was made."""
    left = connection.all(
        "SELECT prison_number, died_on IS NOT NULL, coalesce(died_on, released_on) FROM people "
        "WHERE coalesce(died_on, released_on) IS NOT NULL AND merged_into IS NULL ORDER BY prison_number"
    )
    off = connection.all(
        f"SELECT t.prison_number, max(substr(coalesce(u.at, e.at), 1, 10)) FROM ({_TOLD_OF}) AS t "
        "JOIN entries AS e ON e.id = t.entry LEFT JOIN voids AS v ON v.entry = e.id "
        "LEFT JOIN entries AS u ON u.id = v.voided_by "
        "WHERE t.prison_number NOT IN (SELECT prison_number FROM people) GROUP BY 1 ORDER BY 1"
    )
    log = connection.all("SELECT substr(at, 1, 10), count(*) FROM log GROUP BY 1 ORDER BY 1")
    unread = connection.all(
        "SELECT substr(e.at, 1, 10), count(*) FROM unread_cells AS u JOIN entries AS e ON e.id = u.entry "
        "GROUP BY 1 ORDER BY 1"
    )
    day = date.fromisoformat
    return KeptRows(
        tuple(LeftRow(number, bool(died), day(since)) for number, died, since in left),
        tuple((number, day(since)) for number, since in off),
        {day(on): lines for on, lines in log},
        {day(on): cells for on, cells in unread},
    )


class LawRows:
    """The part of one command's writes that the law asks for."""

    _connection: Database
    _structure: Structure
    _at: str
    _by: str
    _touched: set[str]
    _again: set[str]
    """People who were erased and are really here again."""
    _once_erased: dict[str, ErasedRow] | None = None

    def flush(self) -> None:
        """Write the rows gathered so far."""
        raise NotImplementedError

    def restrict(self, number: str, restricted: bool = True) -> None:
        """Keep a person's data but leave them out of every report; or lift that, and plan them again."""
        self.flush()
        self._touched.add("restricted")
        self._connection.execute(
            "UPDATE people SET restricted = ? WHERE prison_number = ?", (int(restricted), number)
        )
        if restricted:
            self._connection.execute(
                "UPDATE tasks SET open = 0 WHERE prison_number = ? AND open = 1", (number,)
            )

    def hold(self, number: str, kind: HoldKind, reason: str) -> None:
        """Keep a person from being erased, or restrict them; and write down why."""
        self.hold_as(HoldRow(number, kind, self._at, self._by, reason))

    def hold_as(self, row: HoldRow) -> None:
        """The same as another record has it: since when, by whom and why."""
        self._touched.add("holds")
        self._connection.execute(
            insert_over("holds", 'prison_number, kind, at, "by", reason', "prison_number, kind"), row
        )
        if row.kind == "restriction":
            self.restrict(row.prison_number)

    def lift(self, number: str, kind: HoldKind) -> None:
        """Take that away again."""
        self._touched.add("holds")
        self._connection.execute("DELETE FROM holds WHERE prison_number = ? AND kind = ?", (number, kind))

    def say_who_is_kept_apart(self) -> None:
        """Let the log say at the end of this how holds, restrictions and erasures are left."""
        self._touched.update(digests.KEPT_APART)

    def again(self, number: str) -> None:
        """Let somebody be recorded who was erased: they are really here again."""
        self._again.add(number)

    def forget_unread(self, ids: Iterable[int]) -> None:
        """Take out cells that an import could not read."""
        self._touched.add("unread_cells")
        self._connection.execute_many("DELETE FROM unread_cells WHERE id = ?", [(one,) for one in ids])

    def _new_here(self, number: str) -> None:
        """Raises StoreError for somebody erased, whom nothing brings back unasked."""
        if self._once_erased is None:
            self._once_erased = {row.prison_number: row for row in erased(self._connection)}
        if number in self._once_erased and number not in self._again:
            raise StoreError(self._once_erased[number].words)

    def _keep_restricted(self, numbers: Collection[str]) -> None:
        """Whoever comes back to the lists is restricted as before."""
        for row in holds(self._connection) if numbers else ():
            if row.kind == "restriction" and row.prison_number in numbers:
                self.restrict(row.prison_number)

    def _erase_rows(self, number: str, rule: str) -> None:
        delete = "DELETE FROM {} WHERE prison_number = ?"
        for table in TOLD:
            self._structure.unguard(self._connection, table)
            self._connection.execute(delete.format(table), (number,))
        # The digests stay, so that the chain holds; without the salt nothing can be guessed from them.
        self._structure.unguard(self._connection, "salts")
        self._connection.execute(
            "UPDATE salts SET prison_number = NULL, salt = NULL WHERE prison_number = ?", (number,)
        )
        # Of somebody erased again it is the last time that a backup is compared with.
        self._structure.unguard(self._connection, "erased")
        self._connection.execute(delete.format("erased"), (number,))
        self._structure.guard(self._connection)
        for table in ("tasks", "plans", "people", "unread_cells", "holds", "night_rows"):
            self._connection.execute(delete.format(table), (number,))
        self._connection.execute(
            "INSERT INTO erased(prison_number, at, rule) VALUES (?, ?, ?)", (number, self._at, rule)
        )
        self._touched |= {"restricted", "night_rows", *digests.OF_THE_LAW, "unread_cells"}
