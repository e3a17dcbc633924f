"""The log of processing that section 62 of the Data Protection Act 2018 asks for.

Each line carries the hash of the one before, so that a line changed or taken out by other means shows; the
last hash is kept apart, so that lines cut off the end do. Whoever cuts that as well leaves no trace here:
it shows against the nights, which keep where the log ended.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from releasecheck.core.errors import StoreError
from releasecheck.core.sha import sha256
from releasecheck.store.rows import EVERY_LINE, LogFilters, LogRow, NewLine
from releasecheck.store.tables import digests, log_lists
from releasecheck.store.tables.columns import to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Database, Ledger, SqlRow
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


def take_late(connection: Database, ledger: Ledger, looks: Sequence[LateLook], unread: int, now: str) -> None:
    """Write down looks that could not be written at the time, and how many of what was kept are none.

    Those that are here already stay as they are: whoever took them in may have been cut off before they were
    taken out of where they were kept.
    """
    here, lines, ended = _written_late(connection), dict[str, int](), list[int]()
    new: dict[str, tuple[NewLine, bool]] = {}
    for look in looks:
        known = here.get((*look.told, log_lists.key_of(look.people)), [])
        if look.ended and look.id in new:
            new[look.id] = new[look.id][0], False
        elif look.ended:
            ended.append(lines.get(look.id) or (known[0] if known else 0))
        elif known:
            lines[look.id] = known.pop(0)
        else:
            said = look.at, look.by, look.command, look.kind, look.people
            line = NewLine(*said, look.reason, look.recipient, look.login, now)
            new[look.id] = line, look.kind == "disclosure"
    for line, begun in new.values():
        ledger.line(line, begun=begun)
    if unread:
        why = f"{unread} lines that were kept for the log could not be read"
        ledger.line(NewLine(now, _NOBODY, "late looks", "consultation", (), why, None, _NOBODY, now))
    ledger.ended(ended)


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
    whose = "origin, line" if connection.chains else "line"
    cut_off = set(connection.all(f"SELECT {whose} FROM unfinished"))
    order = "coalesce(written_at, at), origin, id" if connection.chains else "id"
    rows = connection.all(f"SELECT {_COLUMNS} FROM log WHERE {where} ORDER BY {order}", asked)
    lists = log_lists.Lists(connection)
    found = (_readable(row, lists) for row in rows)
    return [
        line._replace(unfinished=True) if cut_off & {(line.id,), (line.origin, line.id)} else line
        for line in found
    ]


def breaks(connection: Database) -> Iterator[str]:
    """What is wrong with each line that is not as it was written, judged by the one before as it is now."""
    lists, chains = log_lists.Lists(connection), connection.chains
    ends = log_ends(connection)
    rows = connection.each(f"SELECT {_COLUMNS} FROM log ORDER BY {'origin, id' if chains else 'id'}")
    each = groupby(rows, key=lambda row: str(row[10]) if chains else "")
    for origin, whole in each:
        office, last = ends.pop(origin, ("", START))
        told = map(_without_place, whole) if chains else whole
        yield from _chain_breaks(told, lists, f" of {office}" if office else "", last)
    for office, last in ends.values():
        yield from _chain_breaks((), lists, f" of {office}" if office else "", last)
    yield from log_lists.breaks(connection)


def _without_place(row: SqlRow) -> SqlRow:
    """A line of an older version, which a server keeps in the record's own chain, as it was written."""
    return (*row[:10], None, *row[11:]) if row[11] is None else row


def _chain_breaks(rows: Iterable[SqlRow], lists: log_lists.Lists, of: str, last: str) -> Iterator[str]:
    """The same of one chain; `last`: the hash of its last line, as it is kept apart."""
    previous, expected = START, 1
    for row in rows:
        try:
            line = _line(row, lists)
        except ValueError:
            line = _line((*row[:5], "[]", *row[6:]), lists)  # no list of people: not what was written
        if line.id != expected:
            yield f"line {expected} of the log{of} is not there"
        elif line.previous_hash != previous:
            yield f"line {line.id} of the log{of} does not follow the one before"
        if line.hash != line_hash(line):
            yield f"line {line.id} of the log{of} is not as it was written"
        previous, expected = line.hash, line.id + 1
    if last != previous:
        yield f"the last line of the log{of} is not there: it was more than {expected - 1:,} long"


def log_ends(connection: Database) -> dict[str, tuple[str, str]]:
    """By origin, each chain's office and the hash of its last line as it is kept apart; "" in a file."""
    if connection.chains:
        rows = connection.all("SELECT origin, office, line_hash FROM heads ORDER BY origin")
        return {origin: (office, last) for origin, office, last in rows}
    (last,) = connection.one("SELECT value FROM meta WHERE key = ?", (LAST_LINE,)) or (START,)
    return {"": ("", last)}


def turned_back(connection: Database) -> Iterator[tuple[int, str, str]]:
    """Lines that say an earlier time than the one before, by more than waiting for another program explains.

    The line, its time, and the time of the one before.
    """
    before: datetime | None = None
    chain, order = ("origin", "origin, id") if connection.chains else ("''", "id")
    asked, one = f"SELECT id, coalesce(written_at, at), {chain} FROM log ORDER BY {order}", ""
    for number, at, origin in connection.each(asked):
        moment = datetime.fromisoformat(at)
        if before is not None and before - moment > _WAITED and origin == one:
            yield number, at, log_time(before)
        before, one = moment, origin


def _readable(row: SqlRow, lists: log_lists.Lists) -> LogRow:
    try:
        return _line(row, lists)
    except ValueError as error:
        said = f"line {row[0]} of the log is not as it was written"
        raise StoreError(f"{said}. To see what is wrong: releasecheck log verify") from error


def _line(row: SqlRow, lists: log_lists.Lists) -> LogRow:
    number, at, by, command, kind, people, *rest = row
    return LogRow(number, at, by, command, kind, lists.of(people), *rest)
