"""Every row of a record brought to another place as it is, and whether all of it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.core.sha import sha256
from releasecheck.store.copying.shape import Shape, check_columns, quoted, shapes
from releasecheck.store.tables import access_log, chain, digests
from releasecheck.store.tables.columns import KEEP

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
    origin = access_log.origin_of(source)
    for shape in shapes():
        has_rows = target.one(f"SELECT 1 FROM {shape.name} LIMIT 1") is not None
        for rows in _chunks(source, shape):
            if has_rows:
                rows = _new_among(target, shape, rows, structure)
            there = [_as_kept(target, shape, row, origin) for row in rows]
            _saved(target, partial(target.write_rows, shape.insert, there))
            tick(shape.name, len(rows))
        if has_rows:
            _take_out(target, shape, _left_over(source, target, shape), structure)
    _saved(target, partial(_keep_ends, target, _ends(source), origin))


def _chunks(connection: Database, shape: Shape) -> Iterator[list[SqlRow]]:
    """The rows of a table by its key, some at a time."""
    columns, key = quoted(shape.columns), quoted(shape.key)
    ordered = f"ORDER BY {key} LIMIT {_AT_A_TIME}"
    after = (
        f"SELECT {columns} FROM {shape.name} WHERE ({key}) > ({', '.join('?' * len(shape.key))}) {ordered}"
    )
    rows = connection.all(f"SELECT {columns} FROM {shape.name} {ordered}")
    while rows:
        yield [_as_told(shape, row) for row in rows if (shape.name, row[0]) not in _OF_THE_PLACE]
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
    return {
        shape.of_key(row): _as_told(shape, row) for row in found if (shape.name, row[0]) not in _OF_THE_PLACE
    }


def _new_among(target: Database, shape: Shape, rows: list[SqlRow], structure: Structure) -> list[SqlRow]:
    """Those of the rows that are not there as they are; whatever else has their place is taken out."""
    there = _between(target, shape, rows)
    wanted = {shape.of_key(row): row for row in rows}
    _take_out(target, shape, [key for key, row in there.items() if wanted.get(key) != row], structure)
    return [row for key, row in wanted.items() if there.get(key) != row]


def _left_over(source: Database, target: Database, shape: Shape) -> list[SqlRow]:
    """The keys of rows that a copy has and the record has no more."""
    keys = f"SELECT {quoted(shape.key)} FROM {shape.name}"
    left = {*map(tuple, target.all(keys))} - {*map(tuple, source.all(keys))}
    return [key for key in left if (shape.name, key[0]) not in _OF_THE_PLACE]


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
    with target.transaction():
        write()


#: What `meta` says of the place itself: how its tables were made, and where the chains of a file end.
_OF_THE_PLACE = {("meta", key) for key in (digests.key_of("steps"), chain.LAST, access_log.LAST_LINE)}


def _as_told(shape: Shape, row: SqlRow) -> SqlRow:
    """A row as a file keeps it: a line of an older version, which named no login, names no origin either."""
    if not shape.of_lines or row[shape.columns.index("login")] is not None:
        return tuple(row)
    return _with_origin(shape, row, None)


def _as_kept(target: Database, shape: Shape, row: SqlRow, origin: str) -> SqlRow:
    """The same as it is kept: on a server every line stands in a chain that has an origin."""
    if target.chains and shape.of_lines and row[shape.columns.index("origin")] is None:
        return _with_origin(shape, row, origin)
    return row


def _with_origin(shape: Shape, row: SqlRow, origin: str | None) -> SqlRow:
    place = shape.columns.index("origin")
    return (*row[:place], origin, *row[place + 1 :])


def _ends(connection: Database) -> tuple[str, str]:
    """The hashes of the last entry and the last line, as they are kept apart."""
    own = access_log.origin_of(connection) if connection.chains else ""
    _, entry = chain.entry_ends(connection).get(own, ("", None))
    _, line = access_log.log_ends(connection).get(own, ("", access_log.START))
    return entry or chain.START, line


def _keep_ends(target: Database, ends: tuple[str, str], origin: str) -> None:
    """Write down where the chains end, as the record said it; and who made the tables."""
    entry, line = ends
    if target.chains:
        target.execute(
            "UPDATE heads SET origin = ?, entry_hash = ?, line_hash = ?, "
            "entry = (SELECT coalesce(max(origin_seq), 0) FROM entries), "
            "entry_at = (SELECT max(at) FROM entries), "
            "line = (SELECT coalesce(max(id), 0) FROM log) WHERE office = ''",
            (origin, entry, line),
        )
        target.execute("UPDATE unfinished SET origin = ?", (origin,))
    else:
        target.execute_many(KEEP, [(chain.LAST, entry), (access_log.LAST_LINE, line)])
    digests.keep(target, ["steps"])


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
                into[name] = (into.get(name, 0) + int.from_bytes(made, "big")) % _MOST
            tick(shape.name, len(rows))
    rest["the ends of the chains"] = int.from_bytes(sha256(repr(_ends(connection)).encode()).digest(), "big")
    return Sums(people, rest)


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
