"""Where somebody is still named after they were erased: in rows of a record, whatever keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from releasecheck.store.law_rows import Trace

if TYPE_CHECKING:
    from releasecheck.core.marks import Marks
    from releasecheck.store.database import Database

_KEYS = {"people": "prison_number", "plans": "prison_number", "meta": "key", "items": "item"}
_KEPT = {("erased", "prison_number"), ("log", "people"), ("log_lists", "people")}
"""Where a number stays: that somebody was erased, and what was done with their data before."""


def traces(connection: Database, tables: Mapping[str, Sequence[str]], marks: Marks) -> Iterator[Trace]:
    """Every row in which somebody is named, table by table; `tables`: the columns of each."""
    with connection.snapshot():
        for table, columns in tables.items():
            yield from _in_table(connection, table, columns, marks)


def _in_table(connection: Database, table: str, columns: Iterable[str], marks: Marks) -> Iterator[Trace]:
    read = [one for one in columns if (table, one) not in _KEPT]
    key = _KEYS.get(table) or next(
        (one for one in ("id", "prison_number", "entry", "date") if one in read), ""
    )
    names = ", ".join(f'"{one}"' for one in read)
    for row in connection.each(f'SELECT {names} FROM "{table}"'):
        values = dict(zip(read, row, strict=True))
        for name, value in values.items():
            if isinstance(value, str) and marks.in_text(value):
                entry = values["id"] if table == "entries" else values.get("entry")
                yield Trace(table, str(values.get(key, "")), name, entry, values.get("prison_number"))
