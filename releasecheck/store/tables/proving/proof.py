"""Whether rows that follow from others are what follows from them: people from facts, plans from people.

Rows are compared as they are kept, so that a value that nobody could read is only another difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

from releasecheck.core.domain import PersonRecord
from releasecheck.core.errors import StoreError
from releasecheck.people.facts import FACTS
from releasecheck.people.plan_inputs import KNOWN_SINCE
from releasecheck.store.tables import access_log, digests, history, search_words
from releasecheck.store.tables.chain import breaks as entries_that_differ
from releasecheck.store.tables.columns import PLAN_COLUMNS, TOLD, to_json
from releasecheck.store.tables.latest import by_clock
from releasecheck.store.tables.people import PeopleColumns
from releasecheck.store.tables.plan_rows import PlanRows
from releasecheck.store.tables.reading import STANDS, THESE, chunks
from releasecheck.store.tables.task_rows import TASK_COLUMNS, whole_row

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, SqlValue

_AT_A_TIME = 250
_ITEM = TASK_COLUMNS.index("item")
_OPEN = TASK_COLUMNS.index("open")
_FACTS = f"""SELECT f.prison_number, f.fact, f.entry, f.told_on, f.value
FROM facts AS f JOIN entries AS e ON e.id = f.entry
WHERE f.prison_number {THESE} AND f.{STANDS} ORDER BY f.prison_number, {by_clock()}, f.id"""
_TOLD_OF = " UNION ".join(f"SELECT prison_number FROM {table} WHERE {STANDS}" for table in TOLD)


def people_that_differ(
    connection: Database, columns: PeopleColumns, numbers: Iterable[str] | None = None
) -> Iterator[str]:
    """Rows of people that do not follow from what was told, and people who should be there or should not."""
    if numbers is None:
        yield from _nobody_else(connection)
    for chosen in chunks(connection, numbers):
        told = {
            number: [row[1:] for row in group]
            for number, group in groupby(connection.all(_FACTS, (chosen,)), key=lambda row: str(row[0]))
        }
        for number in search_words.differ(connection, chosen):
            yield f"search_words {number}: not the words of their row"
        names = columns.row_columns
        kept = connection.all(
            f"SELECT {columns.row_names} FROM people WHERE prison_number {THESE} ORDER BY 1", (chosen,)
        )
        for row in kept:
            number = str(row[0])
            try:
                made = _made(connection, columns, number, told.get(number, []))
            except (ValueError, TypeError, KeyError):
                yield f"facts of {number}: they cannot be read"
                continue
            if made is None:
                yield f"people {number}: nothing that stands was ever told of them"
            else:
                yield from (
                    f"people {number}: {name} is not what was told"
                    for name, one, other in zip(names, row, made, strict=True)
                    if one != other
                )


def _nobody_else(connection: Database) -> Iterator[str]:
    """Whoever was told of has a row and a plan, and no plan is of somebody who has no row."""
    for (number,) in connection.all(f"{_TOLD_OF} EXCEPT SELECT prison_number FROM people ORDER BY 1"):
        yield f"people {number}: not there, and something that stands was told of them"
    unplanned = "SELECT prison_number FROM people EXCEPT SELECT prison_number FROM plans ORDER BY 1"
    yield from (f"plans {number}: no plan is saved" for (number,) in connection.all(unplanned))
    if search_words.miscounted(connection):
        yield "words: not those that people are looked for by"
    for table in ("plans", "tasks", "search_words"):
        rows = f"SELECT prison_number FROM {table} EXCEPT SELECT prison_number FROM people ORDER BY 1"
        yield from (
            f"{table} {number}: nobody is recorded by this number" for (number,) in connection.all(rows)
        )


def _made(
    connection: Database, columns: PeopleColumns, number: str, told: Sequence[SqlRow]
) -> tuple[SqlValue, ...] | None:
    """The row that follows from what was told of a person and not undone; None for nothing."""
    known_since = _known_since(connection, number, told)
    if known_since is None:
        return None
    standing = history.standing_of(connection, told)
    facts = {name: value for name, value in standing.items() if name in FACTS and value is not None}
    return columns.row(PersonRecord(number, facts, known_since))


def _known_since(connection: Database, number: str, told: Sequence[SqlRow]) -> date | None:
    """As `history.first_known`, from rows that are here already."""
    said = [value for name, _, _, value in told if name == KNOWN_SINCE]
    if said:
        return date.fromisoformat(said[-1])
    if told:
        return date.fromisoformat(told[0][2])
    return history.first_known(connection, number)


def plans_that_differ(connection: Database, made: Iterable[PlanRows]) -> Iterator[str]:
    """Rows of saved plans that are not those of plans made now."""
    plans = iter(made)
    while some := list(islice(plans, _AT_A_TIME)):
        chosen = to_json([one.number for one in some])
        kept = {
            row[0]: row
            for row in connection.all(
                f"SELECT {', '.join(PLAN_COLUMNS)} FROM plans WHERE prison_number {THESE}", (chosen,)
            )
        }
        tasks: dict[str, dict[str, SqlRow]] = {one.number: {} for one in some}
        for row in connection.all(
            f"SELECT {', '.join(TASK_COLUMNS)} FROM tasks WHERE prison_number {THESE}", (chosen,)
        ):
            tasks[row[0]][row[_ITEM]] = row
        hidden = connection.all(
            f"SELECT prison_number FROM people WHERE prison_number {THESE} AND restricted <> 0", (chosen,)
        )
        restricted = {number for (number,) in hidden}
        for one in some:
            yield from _plan(one, kept.get(one.number), tasks[one.number], one.number in restricted)


def _plan(made: PlanRows, kept: SqlRow | None, tasks: dict[str, SqlRow], restricted: bool) -> Iterator[str]:
    if kept is None:
        yield f"plans {made.number}: no plan is saved"
    else:
        yield from _columns(f"plans {made.number}", PLAN_COLUMNS, kept, made.plan)
    wanted = {str(row[_ITEM]): row for row in chain(map(whole_row, made.plain), made.others)}
    for item in {**tasks, **wanted}:
        place = f"tasks {made.number} {item}"
        if item not in wanted:
            yield f"{place}: saved, and no longer planned"
        elif item not in tasks:
            yield f"{place}: planned, and not saved"
        else:
            row = list(wanted[item])
            row[_OPEN] = 0 if restricted else row[_OPEN]
            yield from _columns(place, TASK_COLUMNS, tasks[item], row)


def _columns(
    place: str, names: Sequence[str], kept: Sequence[SqlValue], made: Sequence[SqlValue]
) -> Iterator[str]:
    """Only the names: what stands in a column may be somebody's."""
    for name, one, other in zip(names, kept, made, strict=True):
        if one != other:
            yield f"{place}: {name} is not what comes out today"


def faults_of_rows(connection: Database, first: Mapping[str, Callable[[], Iterable[str]]]) -> Iterator[str]:
    """What is wrong with rows, whatever database keeps them; `first`: what that one looks at before.

    What cannot be read to the end is said, and the next is looked at all the same.
    """
    checks: dict[str, Callable[[], Iterable[str]]] = {
        **first,
        "the entries": lambda: entries_that_differ(connection),
        "the log": lambda: access_log.breaks(connection),
        "what the office told": lambda: digests.breaks(connection),
        "people": lambda: people_that_differ(connection, PeopleColumns()),
    }
    for what, check in checks.items():
        try:
            yield from check()
        except (StoreError, ValueError, TypeError, KeyError, AttributeError) as error:
            yield f"{what} cannot be read to the end: {type(error).__name__}"
