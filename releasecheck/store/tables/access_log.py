"""The log of processing that section 62 of the Data Protection Act 2018 asks for.

Each line carries the hash of the one before, so that a line changed or taken out by other means shows; the
last hash is kept apart, so that lines cut off the end do. Whoever cuts that as well leaves no trace here:
it shows against the nights, which keep where the log ended.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast

from releasecheck.core.errors import StoreError
from releasecheck.core.sha import sha256
from releasecheck.store.rows import EVERY_LINE, LogFilters, LogRow
from releasecheck.store.tables import digests, log_lists
from releasecheck.store.tables.columns import to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, SqlRow
    from releasecheck.store.late_looks import LateLook

#: Where the record keeps the hash of the last line.
LAST_LINE = "last_line"

#: The six kinds of processing, by the names section 62 has for them.
LogKind = Literal["collection", "alteration", "consultation", "disclosure", "combination", "erasure"]

#: A line is written after others have been waited for, and the clocks of two machines are seldom one.
_WAITED = timedelta(minutes=5)

#: What the first line follows.
START = "0" * 64

_COLUMNS = (
    'id, at, "by", command, kind, people, reason, recipient, previous_hash, hash, origin, login, written_at'
)

#: A few people of a line are kept as JSON, so that a number is found between quotes.
_NARROWING = {
    "person": f"""(instr(people, '"' || :person || '"') > 0 OR {log_lists.OVER_THESE})""",
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
    written_at: str | None = None,
) -> int:
    """Write one line after the last; its number. Inside a transaction, so that no other comes between."""
    last = connection.one("SELECT id, hash FROM log ORDER BY id DESC LIMIT 1") or (0, START)
    named = log_lists.kept_as(connection, tuple(people))
    who = log_lists.Lists(connection).of(named)
    line = LogRow(last[0] + 1, at, by, command, kind, who, reason, recipient, last[1], "")
    line = line._replace(origin=origin, login=login, written_at=written_at)
    connection.execute(
        f"INSERT INTO log({_COLUMNS}) VALUES ({', '.join('?' * (len(line) - 1))})",
        (*line[:5], named, *line[6:9], line_hash(line), *line[10:-1]),
    )
    keep_last(connection)
    return line.id


def begin(connection: Database, line: int) -> None:
    """Mark a disclosure as begun: what is logged first may be cut off before anybody has it."""
    connection.execute("INSERT INTO unfinished(line) VALUES (?)", (line,))
    digests.keep(connection, ("unfinished",))


def end(connection: Database, ended: Iterable[int]) -> None:
    """Take the mark away from disclosures that have come to their end."""
    connection.execute_many("DELETE FROM unfinished WHERE line = ?", ((line,) for line in ended))
    digests.keep(connection, ("unfinished",))


def take_late(connection: Database, looks: Sequence[LateLook], unread: int, now: str) -> None:
    """Write down looks that could not be written at the time, and how many of what was kept are none.

    Those that are here already stay as they are: whoever took them in may have been cut off before they were
    taken out of where they were kept.
    """
    origin, here, lines = origin_of(connection), _written_late(connection), dict[str, int]()
    for look in looks:
        known = here.get((*look.told, log_lists.key_of(look.people)), [])
        if look.ended:
            ended = lines.get(look.id) or (known[0] if known else 0)
            connection.execute("DELETE FROM unfinished WHERE line = ?", (ended,))
        elif known:
            lines[look.id] = known.pop(0)
        else:
            lines[look.id] = add_line(
                *(connection, look.at, look.by, look.command, cast("LogKind", look.kind), look.people),
                *(look.reason, look.recipient, origin, look.login, now),
            )
            if look.kind == "disclosure":
                connection.execute("INSERT INTO unfinished(line) VALUES (?)", (lines[look.id],))
    if unread:
        said = f"{unread} lines that were kept for the log could not be read"
        add_line(connection, now, _NOBODY, "late looks", "consultation", (), said, None, origin, _NOBODY, now)
    digests.keep(connection, ("unfinished",))


_NOBODY = "not readable"
"""Who looked, where nobody can say."""


def _written_late(connection: Database) -> dict[tuple[str | None, ...], list[int]]:
    """The lines that were written late, by all that they say."""
    found: dict[tuple[str | None, ...], list[int]] = {}
    rows = connection.each(
        'SELECT id, at, "by", command, kind, people, reason, recipient, login FROM log '
        "WHERE written_at IS NOT NULL ORDER BY id"
    )
    lists = log_lists.Lists(connection)
    for number, *told, people, reason, recipient, login in rows:
        said = (*told, reason, recipient, login, log_lists.key_of(lists.of(people)))
        found.setdefault(said, []).append(number)
    return found


def keep_last(connection: Database) -> None:
    """Keep the hash of the last line apart, so that lines that are cut off the end show."""
    connection.execute(
        "INSERT INTO meta(key, value) SELECT ?, hash FROM log ORDER BY id DESC LIMIT 1 "
        "ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        (LAST_LINE,),
    )


def line_hash(line: LogRow) -> str:
    """SHA-256 over everything else in the line, as JSON with its keys in order.

    Of a line over many it is over the hash of their list, and their number. A line of an older version has no
    origin, and holds by what it was written with; one that was written at the time says nothing of when that
    was.
    """
    content = {name: value for name, value in line._asdict().items() if name not in ("hash", "unfinished")}
    if isinstance(line.people, log_lists.ListedPeople):
        content["people"] = {"list": line.people.hash, "count": len(line.people)}
    if line.origin is None and line.login is None:
        del content["origin"], content["login"]
    if line.written_at is None:
        del content["written_at"]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def lines(connection: Database, filters: LogFilters = EVERY_LINE) -> list[LogRow]:
    """The log, or what the filters leave of it, oldest first.

    Raises StoreError where a line does not say over whom it is.
    """
    asked = {name: value for name, value in filters._asdict().items() if value is not None}
    where = " AND ".join(_NARROWING[name] for name in asked) or "true"
    if filters.person is not None:
        asked["lists"] = to_json(log_lists.naming(connection, filters.person))
    cut_off = {line for (line,) in connection.all("SELECT line FROM unfinished")}
    rows = connection.all(f"SELECT {_COLUMNS} FROM log WHERE {where} ORDER BY id", asked)
    lists = log_lists.Lists(connection)
    found = (_readable(row, lists) for row in rows)
    return [line._replace(unfinished=True) if line.id in cut_off else line for line in found]


def breaks(connection: Database) -> Iterator[str]:
    """What is wrong with each line that is not as it was written, judged by the one before as it is now."""
    previous, expected = START, 1
    lists = log_lists.Lists(connection)
    for row in connection.each(f"SELECT {_COLUMNS} FROM log ORDER BY id"):
        try:
            line = _line(row, lists)
        except ValueError:
            line = _line((*row[:5], "[]", *row[6:]), lists)  # no list of people: not what was written
        if line.id != expected:
            yield f"line {expected} of the log is not there"
        elif line.previous_hash != previous:
            yield f"line {line.id} of the log does not follow the one before"
        if line.hash != line_hash(line):
            yield f"line {line.id} of the log is not as it was written"
        previous, expected = line.hash, line.id + 1
    (last,) = connection.one("SELECT value FROM meta WHERE key = ?", (LAST_LINE,)) or (START,)
    if last != previous:
        yield f"the last line of the log is not there: it was more than {expected - 1:,} long"
    yield from log_lists.breaks(connection)


def turned_back(connection: Database) -> Iterator[tuple[int, str, str]]:
    """Lines that say an earlier time than the one before, by more than waiting for another program explains.

    The line, its time, and the time of the one before.
    """
    before: datetime | None = None
    for number, at in connection.each("SELECT id, coalesce(written_at, at) FROM log ORDER BY id"):
        moment = datetime.fromisoformat(at)
        if before is not None and before - moment > _WAITED:
            yield number, at, log_time(before)
        before = moment


def _readable(row: SqlRow, lists: log_lists.Lists) -> LogRow:
    try:
        return _line(row, lists)
    except ValueError as error:
        said = f"line {row[0]} of the log is not as it was written"
        raise StoreError(f"{said}. To see what is wrong: releasecheck log verify") from error


def _line(row: SqlRow, lists: log_lists.Lists) -> LogRow:
    number, at, by, command, kind, people, *rest = row
    return LogRow(number, at, by, command, kind, lists.of(people), *rest)
