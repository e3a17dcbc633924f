"""Writing many rows at once by COPY, and what is more than plain rows by way of a table of their own."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg2 import extensions

    from releasecheck.store.database import SqlValue


def copy_rows(
    cursor: extensions.cursor,
    into: str,
    row: list[str],
    after: str,
    rows: Sequence[tuple[SqlValue, ...]],
) -> None:
    """Do what `into VALUES (row) after` does with each of these rows."""
    table, _, named = into.removeprefix("INSERT INTO ").rstrip(")").partition("(")
    columns = named.split(", ")
    given = [name for name, value in zip(columns, row, strict=True) if value == "?"]
    plain = not after and len(given) == len(columns)
    target = table if plain else f"incoming_{table}"
    if not plain:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {target} (LIKE {table}) ON COMMIT DROP")
        empty = (name for name in columns if name not in given)
        loosened = ", ".join(f"ALTER {name} DROP NOT NULL" for name in empty)
        if loosened:
            cursor.execute(f"ALTER TABLE {target} {loosened}")
    text = StringIO("\n".join("\t".join(map(_copied, one)) for one in rows) + "\n")
    cursor.copy_expert(f"COPY {target}({', '.join(given)}) FROM STDIN", text)
    if not plain:
        wanted = [name if value == "?" else value for name, value in zip(columns, row, strict=True)]
        cursor.execute(f"{into} SELECT {', '.join(wanted)} FROM {target}{after}; DROP TABLE {target}")


_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _copied(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL")
        return value.translate(_ESCAPED)
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(int(value))
