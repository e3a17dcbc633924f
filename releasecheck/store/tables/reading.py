"""Reading people back: who they are, what is known of them, and their saved plan.

People are read a few hundred at a time, with one query for each table, inside one snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from releasecheck.core.domain import (
    NOTHING,
    FactValue,
    HandedBack,
    PersonRecord,
    PrisonMove,
    RecordedOutcome,
)
from releasecheck.core.words import is_crn
from releasecheck.people.facts import FACTS, from_text
from releasecheck.people.identifiers import pnc_in
from releasecheck.people.names import fold
from releasecheck.people.sentence_dates import on_recall
from releasecheck.people.standing import replaces
from releasecheck.store.rows import FoundPerson, PersonRow, PlannedBy, SavedPlan
from releasecheck.store.tables.columns import (
    BEYOND,
    PLAN_COLUMNS,
    day_from,
    map_from,
    plan_from,
    telling_from,
    to_json,
)
from releasecheck.store.tables.latest import OLD_ENTRIES, by_clock, moment, moment_columns
from releasecheck.store.tables.people import PeopleColumns
from releasecheck.store.tables.task_rows import TASK_COLUMNS, TaskReader

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow

_AT_A_TIME = 250
#: The people of one chunk.
THESE = "IN (SELECT value FROM json_each(?))"
#: Rows of an entry that was undone say nothing any more.
STANDS = "entry NOT IN (SELECT entry FROM voids)"


def chunks(connection: Database, numbers: Iterable[str] | None) -> Iterator[str]:
    """Prison numbers in order, a few hundred at a time, as JSON for `json_each`; None means everybody."""
    wanted = everybody(connection) if numbers is None else sorted(set(numbers))
    for start in range(0, len(wanted), _AT_A_TIME):
        yield to_json(wanted[start : start + _AT_A_TIME])


def everybody(connection: Database, among: Iterable[str] | None = None) -> list[str]:
    """Every prison number, or those of these that are recorded, in order."""
    where, chosen = ("", ()) if among is None else (f" WHERE prison_number {THESE}", (to_json(list(among)),))
    return [
        number for (number,) in connection.all(f"SELECT prison_number FROM people{where} ORDER BY 1", chosen)
    ]


def planned_releases(connection: Database) -> dict[str, date | None]:
    """The release day of every saved plan, by prison number; None where there is none."""
    rows = connection.all("SELECT prison_number, release_date FROM plans ORDER BY 1")
    return {number: day_from(day) for number, day in rows}


def people_rows(connection: Database, columns: PeopleColumns, chosen: str) -> list[PersonRow]:
    """The facts of the people of one chunk."""
    return [columns.person(row) for row in connection.all(_people(columns), (chosen,))]


def _people(columns: PeopleColumns) -> str:
    return f"{columns.select} WHERE p.prison_number {THESE} ORDER BY 1"


def records(
    connection: Database, columns: PeopleColumns, numbers: Iterable[str] | None
) -> Iterator[PersonRecord]:
    """What is known of each of these people, by prison number; those not in the record are left out."""
    for chosen in chunks(connection, numbers):
        with connection.snapshot():
            rows, *told, kept = connection.together(
                [*((sql, (chosen,)) for sql in (_people(columns), *_TOLD)), (_OLD, ())]
            )
            if not rows:
                continue
            people = [columns.person(row) for row in rows]
            tellings, outcomes, owners, handed, prisons, checked = map(_each_person, told)
            old = int(kept[0][0]) if kept else 0
            recalled = any(on_recall(person.facts) for person in people)
            recalls = _each_person(connection.all(_RECALLS, (chosen,))) if recalled else {}
        for person in people:
            number = person.prison_number
            yield PersonRecord(
                number,
                person.facts,
                person.known_since,
                tuple(telling_from(row[1:7]) for row in tellings.get(number, ())),
                _outcomes(outcomes.get(number, ()), tellings.get(number, ())),
                _owners(owners.get(number, ())),
                _recall_told(recalls.get(number, ())) if on_recall(person.facts) else None,
                _handed_back(handed[number], owners.get(number, ())) if number in handed else NOTHING,
                _moved(prisons.get(number, ()), old),
                frozenset(_settled(checked.get(number, ()))),
            )


_MOMENT = moment_columns()


def _told_by(only: str = "true") -> str:
    """Of the rows `f` of these people those that stand, the last told last."""
    return (
        f"JOIN entries AS e ON e.id = f.entry WHERE f.prison_number {THESE} AND {only} AND f.{STANDS} "
        f"ORDER BY f.prison_number, {by_clock()}, f.id"
    )


_TOLD_BY = _told_by()
_TELLINGS = f"""
SELECT f.prison_number, f.told_on, f.date, f.type, f.confirmed, f.source, f.anchors, {_MOMENT}
FROM releases AS f {_TOLD_BY}"""
_OUTCOMES = f"""
SELECT f.prison_number, f.item, f.outcome, f.on_date, f.reason, f.evidence, coalesce(f."by", e."by"), f.id,
  {_MOMENT}
FROM outcomes AS f {_TOLD_BY}"""
_OWNERS = f"""
SELECT f.prison_number, f.item, f.role, {_MOMENT} FROM owners AS f {_TOLD_BY}"""
_HANDED_BACK = f"""
SELECT f.prison_number, f.item, f.on_date, f.text, f.fields, {_MOMENT}
FROM notes AS f {_told_by("f.kind = 'handed_back'")}"""

_RECALLS = f"""
SELECT f.prison_number, f.fact, f.value, f.told_on
FROM facts AS f {_told_by("f.fact IN ('recall', 'legal_status')")}"""

_PRISONS = f"""
SELECT f.prison_number, f.value, f.told_on, f.entry FROM facts AS f {_told_by("f.fact = 'prison'")}"""
_CHECKED = f"""
SELECT prison_number, fields FROM notes
WHERE prison_number {THESE} AND kind = 'checked' AND {STANDS} ORDER BY prison_number, id"""


_TOLD = (_TELLINGS, _OUTCOMES, _OWNERS, _HANDED_BACK, _PRISONS, _CHECKED)
_OLD = f"SELECT value FROM meta WHERE key = '{OLD_ENTRIES}'"


def _each_person(rows: Iterable[SqlRow]) -> dict[str, list[SqlRow]]:
    return {number: list(group) for number, group in groupby(rows, key=lambda row: str(row[0]))}


def _outcomes(rows: Sequence[SqlRow], tellings: Sequence[SqlRow]) -> tuple[RecordedOutcome, ...]:
    """Outcomes, each with the release day that an earlier entry had told when it was recorded."""
    found: list[RecordedOutcome] = []
    told, release, ahead = 0, None, len(tellings)
    for _, item, outcome, on, reason, evidence, by, number, *at in rows:
        while told < ahead and moment(tellings[told][7:]) < moment(at):
            release = date.fromisoformat(tellings[told][2])
            told += 1
        day = date.fromisoformat(on)
        found.append(RecordedOutcome(item, outcome, day, reason, map_from(evidence), by, number, release))
    return tuple(found)


def _recall_told(rows: Iterable[SqlRow]) -> date | None:
    """The day since when what was told says recalled without a break."""
    said: dict[str, FactValue] = {}
    told: date | None = None
    for _, fact, value, told_on in rows:
        said.pop(fact, None)
        if value is not None:
            said[fact] = from_text(FACTS[fact], value)
        told = (told or date.fromisoformat(told_on)) if on_recall(said) else None
    return told


def old_entries(connection: Database) -> int:
    """The last entry that was made when the order of recording alone decided what stands."""
    (last,) = connection.one(_OLD) or ("0",)
    return int(last)


def _moved(rows: Sequence[SqlRow], old: int) -> PrisonMove | None:
    """The last of these tellings that stood and had them in another prison than the one before it."""
    found: PrisonMove | None = None
    was, since = None, ""
    for _, prison, told_on, entry in rows:
        if not replaces(entry, told_on, since, old):
            continue
        if was is not None and prison is not None and was != prison and _are_two(was, prison):
            found = PrisonMove(date.fromisoformat(told_on), was, prison)
        was, since = prison, told_on
    return found


def _are_two(one: str, other: str) -> bool:
    from releasecheck.people.prisons import same_prison  # few have moved, and the names are a long list

    return not same_prison(one, other)


def _settled(rows: Iterable[SqlRow]) -> Iterator[tuple[str, str]]:
    for _, written in rows:
        fields = map_from(written)
        yield fields.get("code", ""), fields.get("about", "")


def _owners(rows: Sequence[SqlRow]) -> dict[str, str]:
    last = {item: role for _, item, role, *_ in rows}
    return {item: role for item, role in last.items() if role is not None}


def _handed_back(rows: Sequence[SqlRow], owners: Sequence[SqlRow]) -> dict[str, HandedBack]:
    """What was handed back, and whose owner was not told since."""
    from releasecheck.people.entries import handed_back_of  # few have been

    told = {item: moment(at) for _, item, _, *at in owners}
    return {
        item: handed_back_of(date.fromisoformat(on), text, map_from(fields))
        for _, item, on, text, fields, *at in rows
        if item not in told or told[item] < moment(at)
    }


_PLANS = f"SELECT {', '.join(PLAN_COLUMNS)} FROM plans WHERE prison_number {THESE} ORDER BY prison_number"
_TASKS = (
    f"SELECT prison_number, {', '.join(TASK_COLUMNS[4:])} FROM tasks WHERE prison_number {THESE} "
    "ORDER BY prison_number, sequence"
)


def saved_plans(
    connection: Database, columns: PeopleColumns, numbers: Iterable[str] | None
) -> Iterator[SavedPlan]:
    """Each saved plan as it was saved, tasks in the order of the catalogue."""
    reader = TaskReader()
    for chosen in chunks(connection, numbers):
        with connection.snapshot():
            asked = [(sql, (chosen,)) for sql in (_people(columns), _PLANS, _TASKS)]
            rows, plans, each = connection.together(asked)
        people = {person.prison_number: person for person in map(columns.person, rows)}
        tasks = _each_person(each)
        for row in plans:
            made = tuple(reader.task(task[1:]) for task in tasks.get(row[0], ()))
            yield SavedPlan(people[row[0]], *plan_from(row, made))


_BY_NAME = "ORDER BY search_name NULLS FIRST, prison_number"


def find_people(connection: Database, text: str) -> list[FoundPerson]:
    """Everybody whom a prison number, a CRN, a PNC number or a name fits, by last name.

    A name may be cut short, even to nothing.
    `sean` is found as last name, as first, and as any word of either; what has a comma begins with the last.
    """
    found = "SELECT prison_number, last_name, first_name, prison, merged_into FROM people WHERE "
    exact = connection.all(found + "prison_number = ?", (text.strip().upper(),))
    if exact:
        return _standing_now(connection, found, exact)
    if any(map(str.isdecimal, text)):
        number, value = ("crn", text.strip().upper()) if is_crn(text.strip()) else ("pnc", pnc_in(text))
        rows = connection.all(f"{found}{number} = ? {_BY_NAME}", (value,))
        if rows:
            return _standing_now(connection, found, rows)
    starts = _name_starts(text)
    fits = ["search_name >= ? AND search_name < ?" for _ in starts]
    bounds = [bound for start in starts for bound in (start, start + BEYOND)]
    if starts[0] and "," not in text:
        first = starts[0].split()[0]
        fits.append(
            "(prison_number IN (SELECT prison_number FROM search_words WHERE word >= ? AND word < ?) "
            "AND instr(search_name, ?) > 0)"
        )
        bounds += [first, first + BEYOND, f" {starts[0]}"]
    rows = connection.all(f"{found}{' OR '.join(fits)} {_BY_NAME}", bounds)
    return _standing_now(connection, found, rows)


def _standing_now(connection: Database, found: str, rows: Iterable[SqlRow]) -> list[FoundPerson]:
    """The people by the numbers that stand: one merged into another finds that one."""
    people: dict[str, FoundPerson] = {}
    for row in rows:
        while row[4] is not None and (into := connection.one(f"{found}prison_number = ?", (row[4],))):
            row = into
        people[row[0]] = FoundPerson(*row[:4])
    return list(people.values())


def _name_starts(text: str) -> list[str]:
    """How `search_name` may begin: `smith, j` as typed; `john smith` either way round."""
    last, comma, first = text.partition(",")
    if comma:
        return [f"{fold(last)}, {fold(first)}"]
    words = fold(text).split()
    starts = [" ".join(words)]
    for cut in range(1, len(words)):
        before, after = " ".join(words[:cut]), " ".join(words[cut:])
        starts += [f"{after}, {before}", f"{before}, {after}"]
    return starts


_NOT_HOLDING = (
    *("calendar < :calendar", "calendar > :calendar", "valid_from > :today", "valid_until < :today"),
)
_UNPLANNED = """SELECT prison_number FROM people
WHERE (SELECT count(*) FROM people) > (SELECT count(*) FROM plans)
AND prison_number NOT IN (SELECT prison_number FROM plans)"""


def stale_query(marks: int = 1, *, unplanned: bool = True) -> str:
    """Who has a plan that does not hold, where one may have any of so many marks, in order.

    Each end of a range is found by an index of its own, so that nobody whose plan holds is looked at; and two
    indexes are counted before anybody is looked for who has none.

    `unplanned`: whether somebody may have none. On a server, where counting is dear, a person and a plan are
    saved together, and a copy is compared before it can be opened.
    """
    between = (f"catalogue > :c{at} AND catalogue < :c{at + 1}" for at in range(marks - 1))
    others = ("catalogue < :c0", *between, f"catalogue > :c{marks - 1}", *_NOT_HOLDING)
    asked = [f"SELECT prison_number FROM plans WHERE {one}" for one in others]
    return " UNION ".join([*asked, _UNPLANNED] if unplanned else asked)


def stale(connection: Database, today: date, planned_by: PlannedBy) -> list[str]:
    """The people whose saved plan does not hold on a day: made by another policy, or its days are over.

    Whoever has none, as after a repair that was cut off, is among them too.
    """
    marks = planned_by.catalogues()
    named = {f"c{at}": mark for at, mark in enumerate(marks)}
    asked = {"today": today.isoformat(), "calendar": planned_by.house.calendar, **named}
    query = stale_query(len(marks), unplanned=not connection.chains)
    return [number for (number,) in connection.all(query, asked)]
