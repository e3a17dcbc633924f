"""Every row of a record brought to another place as it is, and whether all of it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.sha import sha256
from releasecheck.store.copying.shape import Shape, check_columns, quoted, shapes
from releasecheck.store.tables import access_log, chain, digests

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow, Structure

_AT_A_TIME = 1000
"""Rows that are saved together: a copy that is cut off goes on after the last of them."""
_MOST = 1 << 256

Tick = Callable[[str, int], None]
"""Told the table, and how many more of its rows are done."""


class Sums(NamedTuple):
    """What a record holds, to be compared with another place: one number for each person and each table."""

    people: dict[str, int]
    rest: dict[str, int]


def count_rows(connection: Database) -> int:
    """How many rows there are to copy."""
    counts = (connection.one(f"SELECT count(*) FROM {shape.name}") for shape in shapes())
    return sum(int(row[0]) for row in counts if row)


def copy_rows(source: Database, target: Database, structure: Structure, tick: Tick) -> None:
    """Bring every row of one record to another place, some at a time; what is there already stays.

    The source is read as of one moment: whoever calls this holds a snapshot of it. Rows of a copy that was
    cut off are compared, and put right where the record has changed since.
    """
    check_columns(source)
    for shape in shapes():
        has_rows = target.one(f"SELECT 1 FROM {shape.name} LIMIT 1") is not None
        for rows in _chunks(source, shape):
            if has_rows:
                rows = _new_among(target, shape, rows, structure)
            _saved(target, partial(target.write_rows, shape.insert, rows))
            tick(shape.name, len(rows))
        if has_rows:
            _take_out(target, shape, _left_over(source, target, shape), structure)
    _saved(target, lambda: digests.keep(target, ["steps"]))


def _chunks(connection: Database, shape: Shape) -> Iterator[list[SqlRow]]:
    """The rows of a table by its key, some at a time."""
    columns, key = quoted(shape.columns), quoted(shape.key)
    ordered = f"ORDER BY {key} LIMIT {_AT_A_TIME}"
    after = (
        f"SELECT {columns} FROM {shape.name} WHERE ({key}) > ({', '.join('?' * len(shape.key))}) {ordered}"
    )
    rows = connection.all(f"SELECT {columns} FROM {shape.name} {ordered}")
    while rows:
        yield [tuple(row) for row in rows]
        if len(rows) < _AT_A_TIME:
            return
        rows = connection.all(after, shape.of_key(rows[-1]))


def _between(connection: Database, shape: Shape, rows: list[SqlRow]) -> dict[SqlRow, SqlRow]:
    """What another place has from the first of these rows to the last, by key."""
    key, places = quoted(shape.key), ", ".join("?" * len(shape.key))
    found = connection.all(
        f"SELECT {quoted(shape.columns)} FROM {shape.name} "
        f"WHERE ({key}) >= ({places}) AND ({key}) <= ({places}) ORDER BY {key}",
        [*shape.of_key(rows[0]), *shape.of_key(rows[-1])],
    )
    return {shape.of_key(row): tuple(row) for row in found}


def _new_among(target: Database, shape: Shape, rows: list[SqlRow], structure: Structure) -> list[SqlRow]:
    """Those of the rows that are not there as they are; whatever else has their place is taken out."""
    there = _between(target, shape, rows)
    wanted = {shape.of_key(row): row for row in rows}
    _take_out(target, shape, [key for key, row in there.items() if wanted.get(key) != row], structure)
    return [row for key, row in wanted.items() if there.get(key) != row]


def _left_over(source: Database, target: Database, shape: Shape) -> list[SqlRow]:
    """The keys of rows that a copy has and the record has no more."""
    keys = f"SELECT {quoted(shape.key)} FROM {shape.name}"
    return [tuple(row) for row in {*map(tuple, target.all(keys))} - {*map(tuple, source.all(keys))}]


def _take_out(target: Database, shape: Shape, keys: list[SqlRow], structure: Structure) -> None:
    """Remove rows of a copy that is not finished: nobody has worked with it."""
    from releasecheck.store.sqlite.guards import APPEND_ONLY

    if not keys:
        return
    where = " AND ".join(f'"{name}" = ?' for name in shape.key)

    def take_out() -> None:
        if shape.name in APPEND_ONLY:
            structure.unguard(target, shape.name)
        target.execute_many(f"DELETE FROM {shape.name} WHERE {where}", keys)
        if shape.name in APPEND_ONLY:
            structure.guard(target)

    _saved(target, take_out)


def _saved(target: Database, write: Callable[[], None]) -> None:
    """All of it or nothing; nobody else has that place yet."""
    target.execute("BEGIN")
    done = False
    try:
        write()
        done = True
    finally:
        target.execute("COMMIT" if done else "ROLLBACK")


def sums(connection: Database, tick: Tick) -> Sums:
    """What a record holds, person by person and table by table."""
    people: dict[str, int] = {}
    rest: dict[str, int] = {}
    for shape in shapes():
        for rows in _chunks(connection, shape):
            for row in rows:
                made = sha256(repr((shape.name, *row)).encode()).digest()
                whose = None if shape.whose is None else row[shape.whose]
                into, name = (rest, shape.name) if whose is None else (people, str(whose))
                if (shape.name, row[0]) != ("meta", _STEPS):  # each place has its own
                    into[name] = (into.get(name, 0) + int.from_bytes(made, "big")) % _MOST
            tick(shape.name, len(rows))
    return Sums(people, rest)


_STEPS = digests.key_of("steps")


def differences(one: Sums, other: Sums) -> list[str]:
    """Of whom, and in which tables, two places do not hold the same: people by number alone."""
    return [
        name
        for left, right in ((one.people, other.people), (one.rest, other.rest))
        for name in sorted(left.keys() | right.keys())
        if left.get(name) != right.get(name)
    ]


def broken_chains(connection: Database) -> list[str]:
    """What is wrong with the entries and the log by themselves."""
    return [*chain.breaks(connection), *access_log.breaks(connection)]
