"""The log of processing that section 62 of the Data Protection Act 2018 asks for.

Each line carries the hash of the one before, so that a line changed or taken out by other means shows.
Lines cut off the end do not show by themselves: keep the last hash somewhere else to tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from releasecheck.store.rows import EVERY_LINE, LogFilters, LogRow
from releasecheck.store.tables.columns import texts_from, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow

#: The six kinds of processing, by the names section 62 has for them.
LogKind = Literal["collection", "alteration", "consultation", "disclosure", "combination", "erasure"]

#: What the first line follows.
START = "0" * 64

_COLUMNS = 'id, at, "by", command, kind, people, reason, recipient, previous_hash, hash, origin, login'

#: The people of a line are kept as JSON, so that a number is found between quotes.
_NARROWING = {
    "person": """instr(people, '"' || :person || '"') > 0""",
    "kind": "kind = :kind",
    "by": 'instr(lower("by"), lower(:by)) > 0',
    "since": "at >= :since",
    "before": "at < :before",
}


def log_time(at: datetime) -> str:
    """2026-11-23T14:05:00Z: how entries and the log keep a moment."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def origin_of(connection: Database) -> str:
    """The record's own id: random, and made once for each record."""
    (found,) = connection.one("SELECT value FROM meta WHERE key = 'origin'") or ("",)
    return str(found)


def add_line(
    connection: Database,
    at: str,
    by: str,
    command: str,
    kind: LogKind,
    people: Iterable[str],
    reason: str | None = None,
    recipient: str | None = None,
    origin: str | None = None,
    login: str | None = None,
) -> None:
    """Write one line after the last; inside a transaction, so that no other line comes between."""
    last = connection.one("SELECT id, hash FROM log ORDER BY id DESC LIMIT 1") or (0, START)
    line = LogRow(last[0] + 1, at, by, command, kind, tuple(people), reason, recipient, last[1], "")
    line = line._replace(origin=origin, login=login)
    connection.execute(
        f"INSERT INTO log({_COLUMNS}) VALUES ({', '.join('?' * len(line))})",
        (*line[:5], to_json(line.people), *line[6:9], line_hash(line), origin, login),
    )


def line_hash(line: LogRow) -> str:
    """SHA-256 over everything else in the line, as JSON with its keys in order.

    A line of an older version has no origin, and holds by what it was written with.
    """
    import hashlib
    import json

    content = {name: value for name, value in line._asdict().items() if name != "hash"}
    if line.origin is None and line.login is None:
        del content["origin"], content["login"]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def lines(connection: Database, filters: LogFilters = EVERY_LINE) -> list[LogRow]:
    """The log, or what the filters leave of it, oldest first."""
    asked = {name: value for name, value in filters._asdict().items() if value is not None}
    where = " AND ".join(_NARROWING[name] for name in asked) or "1"
    return [
        _line(row) for row in connection.all(f"SELECT {_COLUMNS} FROM log WHERE {where} ORDER BY id", asked)
    ]


def first_break(connection: Database) -> str | None:
    """What is wrong with the first line that is not as it was written; None when all are."""
    previous = START
    for number, line in enumerate(lines(connection), start=1):
        if line.id != number:
            return f"line {number} of the log is not there"
        if line.previous_hash != previous:
            return f"line {line.id} of the log does not follow the one before"
        if line.hash != line_hash(line):
            return f"line {line.id} of the log is not as it was written"
        previous = line.hash
    return None


def _line(row: SqlRow) -> LogRow:
    number, at, by, command, kind, people, *rest = row
    return LogRow(number, at, by, command, kind, texts_from(people), *rest)
