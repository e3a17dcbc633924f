"""How a record came to be: who told what, and when; what stands of it, and what was undone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from releasecheck.core.domain import FactValue
from releasecheck.people.entries import (
    ELSEWHERE,
    HistoryEntry,
    RecordedFact,
    ToldFact,
    ToldNote,
    ToldOutcome,
    ToldOwner,
    ToldRelease,
)
from releasecheck.people.facts import FACTS, from_text
from releasecheck.people.plan_inputs import KNOWN_SINCE
from releasecheck.people.standing import LastTold, replaces
from releasecheck.store.report_rows import Entry, Run, StandingFact
from releasecheck.store.tables.columns import TOLD, day_from, map_from, to_json
from releasecheck.store.tables.latest import by_clock
from releasecheck.store.tables.reading import STANDS, THESE, chunks, old_entries

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow

_ENTRIES_OF = " UNION ".join(f"SELECT entry FROM {table} WHERE prison_number = :number" for table in TOLD)
_ENTRY = 'id, at, "by", command, day, reason, (SELECT voided_by FROM voids WHERE entry = entries.id)'
_TOLD = (
    "SELECT {} FROM facts AS f JOIN entries AS e ON e.id = f.entry "
    f"WHERE f.prison_number = ? AND f.{STANDS}"
)
_PEOPLE_OF = " UNION ".join(f"SELECT prison_number FROM {table} WHERE entry = :entry" for table in TOLD)


def provenance(connection: Database, number: str, fact: str | None) -> list[StandingFact]:
    """The last un-voided telling of each fact, or of one: who said so, when, and from where."""
    one = "" if fact is None else "AND fact = ?"
    rows = connection.all(
        'SELECT f.fact, f.entry, f.told_on, f.value, f.source, e."by", e.at FROM facts AS f '
        "JOIN entries AS e ON e.id = f.entry "
        f"WHERE f.prison_number = ? {one} AND f.{STANDS} ORDER BY {by_clock()}, f.id",
        (number,) if fact is None else (number, fact),
    )
    order = {row: place for place, row in enumerate(rows)}
    standing = sorted(_standing(connection, rows), key=order.__getitem__)
    return [
        StandingFact(
            *(name, fact_value(name, value), date.fromisoformat(told_on), source, by),
            *(datetime.fromisoformat(at), entry),
        )
        for name, entry, told_on, value, source, by, at in standing
    ]


def _standing(connection: Database, rows: Iterable[SqlRow]) -> Iterable[SqlRow]:
    """Of a person's rows, which begin with fact, entry and day told, the one that stands of each fact."""
    old, found = old_entries(connection), dict[str, Any]()
    for row in rows:
        before = found.get(row[0])
        if before is None or replaces(row[1], row[2], before[2], old):
            found[row[0]] = row
    return found.values()


def told_since(connection: Database, numbers: Iterable[str], since: date) -> dict[str, dict[str, LastTold]]:
    """What was told of these people on a day or later, fact by fact, and which of it stands."""
    old, on = old_entries(connection), since.isoformat()
    found: dict[str, dict[str, LastTold]] = {}
    for chosen in chunks(connection, numbers):
        # What was told before that day and is no longer in the old order cannot come after it.
        rows = connection.all(
            "SELECT f.prison_number, f.fact, f.entry, f.told_on, f.value FROM facts AS f "
            f"JOIN entries AS e ON e.id = f.entry WHERE f.prison_number {THESE} AND f.{STANDS} "
            f"AND (f.told_on >= ? OR f.entry <= ?) ORDER BY f.prison_number, {by_clock()}, f.id",
            (chosen, on, old),
        )
        for number, group in groupby(rows, key=lambda row: str(row[0])):
            told = [row[1:] for row in group]
            said: dict[str, set[tuple[FactValue | None, date]]] = {}
            for name, _, day, value in told:
                said.setdefault(name, set()).add((fact_value(name, value), date.fromisoformat(day)))
            found[number] = {
                name: LastTold(fact_value(name, value), date.fromisoformat(day), frozenset(said[name]))
                for name, _, day, value in _standing(connection, told)
            }
    return found


def facts_told(connection: Database, numbers: Iterable[str] | None) -> Iterator[RecordedFact]:
    """Every fact ever told of these people and not undone, by prison number, in the order told."""
    for chosen in chunks(connection, numbers):
        rows = connection.all(
            'SELECT f.prison_number, f.fact, f.value, f.told_on, f.source, e."by", e.at, e.id '
            "FROM facts AS f JOIN entries AS e ON e.id = f.entry "
            f"WHERE f.prison_number {THESE} AND f.{STANDS} "
            f"ORDER BY f.prison_number, {by_clock()}, f.id",
            (chosen,),
        )
        for number, name, value, told_on, source, by, at, entry in rows:
            yield RecordedFact(
                *(number, name, fact_value(name, value), date.fromisoformat(told_on), source, by),
                *(datetime.fromisoformat(at), entry),
            )


def evidence_recorded(connection: Database) -> list[str]:
    """The name of every field of evidence that was ever recorded."""
    return [name for (name,) in connection.all("SELECT DISTINCT key FROM outcomes, json_each(evidence)")]


def fact_value(name: str, stored: str | None) -> FactValue | None:
    """A told value back again; text for a fact that this version no longer has."""
    if stored is None or name not in FACTS:
        return stored
    return from_text(FACTS[name], stored)


def standing_facts(connection: Database, number: str) -> dict[str, FactValue]:
    """The facts of a person as they follow from everything told and not undone."""
    rows = connection.all(
        "SELECT f.fact, f.entry, f.told_on, f.value FROM facts AS f JOIN entries AS e ON e.id = f.entry "
        f"WHERE f.prison_number = ? AND f.{STANDS} ORDER BY {by_clock()}, f.id",
        (number,),
    )
    last = standing_of(connection, rows)
    return {name: value for name, value in last.items() if name in FACTS and value is not None}


def standing_of(connection: Database, told: Iterable[SqlRow]) -> dict[str, FactValue | None]:
    """What stands of a person's rows of `fact, entry, told_on, value`; None for what is known no more."""
    return {name: fact_value(name, value) for name, _, _, value in _standing(connection, told)}


def first_known(connection: Database, number: str) -> date | None:
    """The day the record first knew of a person: told on in their first entry not undone, else its day.

    Of somebody who came from another record, the day that one first knew of them.
    """
    row = (
        connection.one(
            f"{_TOLD.format('f.value')} AND f.fact = '{KNOWN_SINCE}' "
            f"ORDER BY {by_clock(last_first=True)}, f.id DESC LIMIT 1",
            (number,),
        )
        or connection.one(
            f"{_TOLD.format('f.told_on')} ORDER BY {by_clock()}, f.id LIMIT 1",
            (number,),
        )
        or connection.one(
            f"SELECT e.day FROM ({_ENTRIES_OF}) AS x JOIN entries AS e ON e.id = x.entry "
            f"WHERE x.{STANDS} ORDER BY {by_clock()} LIMIT 1",
            {"number": number},
        )
    )
    return None if row is None else day_from(row[0])


def history(connection: Database, number: str) -> list[HistoryEntry]:
    """Every entry about one person, oldest first, with what it recorded and whether it was undone."""

    def told(columns: str, table: str) -> dict[int, list[SqlRow]]:
        rows = connection.all(
            f"SELECT entry, {columns} FROM {table} WHERE prison_number = ? ORDER BY entry, id", (number,)
        )
        return {
            entry: [row[1:] for row in group] for entry, group in groupby(rows, key=lambda row: int(row[0]))
        }

    with connection.snapshot():
        old = old_entries(connection)
        entries = connection.all(
            'SELECT e.id, e.at, e."by", e.command, e.day, e.reason, e.origin, e.origin_seq, '
            'v.voided_by, v.reason, u.at, u."by" '
            "FROM entries AS e LEFT JOIN voids AS v ON v.entry = e.id "
            f"LEFT JOIN entries AS u ON u.id = v.voided_by WHERE e.id IN ({_ENTRIES_OF}) "
            f"ORDER BY {by_clock()}",
            {"number": number},
        )
        facts = told("fact, value, told_on, source", "facts")
        outcomes = told("item, outcome, on_date, reason, evidence", "outcomes")
        releases = told("date, type, confirmed, told_on, source", "releases")
        owners = told("item, role", "owners")
        notes = told("kind, on_date, text, item, fields, id", "notes")
    own = [
        HistoryEntry(
            *(entry, datetime.fromisoformat(at), by, command, date.fromisoformat(day), reason),
            tuple(
                ToldFact(name, fact_value(name, value), date.fromisoformat(on), source)
                for name, value, on, source in facts.get(entry, ())
            ),
            tuple(
                ToldOutcome(item, outcome, date.fromisoformat(on), why, map_from(evidence))
                for item, outcome, on, why, evidence in outcomes.get(entry, ())
            ),
            tuple(
                ToldRelease(date.fromisoformat(to), kind, bool(confirmed), date.fromisoformat(on), source)
                for to, kind, confirmed, on, source in releases.get(entry, ())
            ),
            tuple(ToldOwner(*row) for row in owners.get(entry, ())),
            tuple(
                ToldNote(kind, date.fromisoformat(on), text, item, map_from(extra))
                for kind, on, text, item, extra, _ in notes.get(entry, ())
                if kind != ELSEWHERE
            ),
            *(voided_by, void_reason, voided_at and datetime.fromisoformat(voided_at), voided_by_whom),
            *(entry <= old, origin, place),
        )
        for entry, at, by, command, day, reason, origin, place, *undone in entries
        for voided_by, void_reason, voided_at, voided_by_whom in (undone,)
    ]
    return _with_elsewhere(own, notes)


def _with_elsewhere(own: list[HistoryEntry], notes: Mapping[int, list[SqlRow]]) -> list[HistoryEntry]:
    """The entries with those of other offices that are kept as notes, by their moments."""
    undone = {entry.entry for entry in own if entry.voided_by is not None}
    elsewhere = [
        (row, entry, map_from(extra)["entry"])
        for entry, found in notes.items()
        for kind, _, _, _, extra, row in found
        if kind == ELSEWHERE and entry not in undone
    ]
    if not elsewhere:
        return own
    from releasecheck.people.foreign_entries import clock_of, told_elsewhere

    return sorted([*told_elsewhere(elsewhere), *own], key=clock_of)


def people_of(connection: Database, entry: int) -> tuple[str, ...]:
    """The people an entry is about, by prison number."""
    return tuple(number for (number,) in connection.all(f"{_PEOPLE_OF} ORDER BY 1", {"entry": entry}))


def entry(connection: Database, number: int) -> Entry | None:
    """One entry, whether it stands or not."""
    rows = connection.all(f"SELECT {_ENTRY} FROM entries WHERE id = ?", (number,))
    return _entry(connection, rows[0]) if rows else None


def last_entry(connection: Database, by: str | None) -> Entry | None:
    """The last entry, of anybody or of one colleague, that stands and is not itself an undoing."""
    row = connection.one(
        f'SELECT {_ENTRY} FROM entries WHERE (:by IS NULL OR "by" = :by) '
        "AND id NOT IN (SELECT entry FROM voids) AND id NOT IN (SELECT voided_by FROM voids) "
        f"ORDER BY {by_clock('entries', last_first=True)} LIMIT 1",
        {"by": by},
    )
    return None if row is None else _entry(connection, row)


def undone_by(connection: Database, number: int) -> list[int]:
    """The entries that this one took back."""
    asked = "SELECT entry FROM voids WHERE voided_by = ? ORDER BY entry"
    return [entry for (entry,) in connection.all(asked, (number,))]


def last_imports(connection: Database, limit: int) -> list[Entry]:
    """The last entries that a file was imported with, latest first, the undone among them."""
    rows = connection.all(
        f"SELECT {_ENTRY} FROM entries WHERE command = 'import' OR command LIKE 'import %' "
        f"ORDER BY {by_clock('entries', last_first=True)} LIMIT ?",
        (limit,),
    )
    return [_entry(connection, row) for row in rows]


def hanging_on(connection: Database, number: int) -> list[Entry]:
    """The later entries that stand and are about people whom this entry first recorded."""
    later: set[int] = set()
    for person in people_of(connection, number):
        rows = connection.all(
            f"SELECT e.id FROM ({_ENTRIES_OF}) AS x JOIN entries AS e ON e.id = x.entry WHERE x.{STANDS} "
            f"ORDER BY {by_clock()}",
            {"number": person},
        )
        standing = [entry for (entry,) in rows]
        if standing and standing[0] == number:
            later |= {*standing[1:]}
    found = (entry(connection, one) for one in sorted(later))
    return [one for one in found if one is not None]


def _entry(connection: Database, row: SqlRow) -> Entry:
    number, at, by, command, day, reason, voided_by = row
    moment, on = datetime.fromisoformat(at), date.fromisoformat(day)
    return Entry(number, moment, by, command, on, reason, people_of(connection, number), voided_by)


def night_lines(connection: Database, run: int, numbers: Iterable[str]) -> dict[str, str]:
    """What a run keeps of these people, by prison number; of whom it keeps nothing there is nothing."""
    # One look for each of them, and not the whole night: as PostgreSQL would do it by itself.
    rows = connection.each(
        "SELECT n.prison_number, n.line FROM json_each(?) AS w CROSS JOIN night_rows AS n "
        "ON n.run = ? AND n.prison_number = w.value",
        (to_json(sorted(numbers)), run),
    )
    return {str(number): str(line) for number, line in rows}


def runs(connection: Database, kind: str, limit: int) -> list[Run]:
    """The last runs of a kind, latest first."""
    rows = connection.all(
        "SELECT id, at, kind, summary FROM runs WHERE kind = ? ORDER BY id DESC LIMIT ?", (kind, limit)
    )
    return [
        Run(number, datetime.fromisoformat(at), name, json.loads(found)) for number, at, name, found in rows
    ]


def written_by_others(connection: Database, login: str, by: str) -> bool:
    """Whether any entry was made under another login; of old ones, which have none, by another name."""
    others = connection.one(
        "SELECT 1 FROM entries WHERE login NOT IN (:login, '') "
        "OR (login = '' AND \"by\" NOT IN (:login, :by)) LIMIT 1",
        {"login": login, "by": by},
    )
    return others is not None
