"""Values as columns and back: days as ISO text, flags as 0 and 1, lists and maps as JSON.

A country's plans are millions of rows with few different days and reasons, so each is written out once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from releasecheck.core.domain import (
    Doubt,
    EarliestRelease,
    Handover,
    HardNeed,
    Licence,
    Plan,
    Release,
    Task,
    Telling,
    TurnedRelease,
)
from releasecheck.store.rows import Fingerprints

if TYPE_CHECKING:
    from releasecheck.store.database import SqlRow, SqlValue

#: The tables of what is recorded about people: every row belongs to an entry and a person.
TOLD = ("facts", "releases", "outcomes", "owners", "notes")
#: What a row of each says beside its id. Entries are sealed over these columns, so one that is added later
#: needs seals of a second kind.
TOLD_COLUMNS = {
    "facts": "entry, prison_number, fact, value, told_on, source",
    "releases": "entry, prison_number, told_on, date, type, confirmed, source, anchors",
    "outcomes": 'entry, prison_number, item, outcome, on_date, reason, evidence, "by"',
    "owners": "entry, prison_number, item, role",
    "notes": "entry, prison_number, kind, on_date, text, item, fields",
}

PLAN_COLUMNS = (
    "prison_number catalogue calendar valid_from valid_until "
    "release_date release_type nominal_date confirmed source told_on may_move_to "
    "handover_date handover_start handover_reason responsible supporting "
    "earliest_release earliest_release_type handover_from handover_until "
    "licence_start hard_stop hard_stop_warning licence_from licence_until anchors stopped doubts"
).split()


#: Greater than whatever begins with the same letters: the end of a range of an index.
BEYOND = "\U0010ffff"


def insert_into(table: str, columns: str) -> str:
    """`INSERT` with a place for each column."""
    return f"INSERT INTO {table}({columns}) VALUES ({', '.join('?' * (columns.count(',') + 1))})"


def insert_over(table: str, columns: str, key: str) -> str:
    """The same, over the row of that key where there is one."""
    names = [name for name in columns.split(", ") if name not in key.split(", ")]
    told = ", ".join(f"{name} = excluded.{name}" for name in names)
    return f"{insert_into(table, columns)} ON CONFLICT({key}) DO UPDATE SET {told}"


#: Keeps one small thing about the record itself.
KEEP = insert_over("meta", "key, value", "key")


class IsoDays(dict[date | None, str | None]):
    """Each day's ISO text, worked out once."""

    def __missing__(self, day: date | None) -> str | None:
        text = self[day] = None if day is None else day.isoformat()
        return text


class Texts(dict[tuple[str, ...], str]):
    """Each list of texts as JSON, worked out once."""

    def __missing__(self, texts: tuple[str, ...]) -> str:
        written = self[texts] = to_json(texts)
        return written


class Maps(dict[tuple[tuple[str, str], ...], str]):
    """Each map of texts, given as its pairs, as JSON, worked out once."""

    def __missing__(self, pairs: tuple[tuple[str, str], ...]) -> str:
        written = self[pairs] = to_json(dict(pairs))
        return written


def to_json(value: object) -> str:
    """Compact JSON, in the order given, with letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def texts_from(text: str) -> tuple[str, ...]:
    """A list of texts back again."""
    return () if text == "[]" else tuple(json.loads(text))


def map_from(text: str) -> dict[str, str]:
    """A map of texts back again."""
    found: dict[str, str] = {} if text == "{}" else json.loads(text)
    return found


def days_from(text: str) -> dict[str, date]:
    """A map of days back again."""
    return {name: date.fromisoformat(day) for name, day in map_from(text).items()}


def days_to(days: Mapping[str, date]) -> str:
    """A map of days as JSON."""
    return to_json({name: day.isoformat() for name, day in days.items()})


def day_from(text: str | None) -> date | None:
    """A day back again."""
    return None if text is None else date.fromisoformat(text)


def needs_from(text: str) -> tuple[HardNeed, ...]:
    """Prerequisites back again."""
    if text == "[]":
        return ()
    return tuple(HardNeed(item, day_from(first), day_from(last)) for item, first, last in json.loads(text))


def plan_row(plan: Plan, fingerprints: Fingerprints) -> tuple[SqlValue, ...]:
    """A plan as the values of PLAN_COLUMNS; its tasks have their own rows."""
    days = IsoDays()
    release, handover, licence = plan.release, plan.handover, plan.licence
    values: list[SqlValue] = [
        plan.prison_number,
        *fingerprints,
        days[plan.valid_from],
        days[plan.valid_until],
    ]
    if release is None:
        values += [None] * 7
    else:
        values += [days[release.date], release.type, days[release.nominal_date], int(release.confirmed)]
        values += [release.source, days[release.told_on], days[release.may_move_to]]
    if handover is None:
        values += [None] * 9
    else:
        earliest = handover.earliest_release
        values += [days[handover.date], days[handover.start], handover.reason, handover.responsible]
        values += [
            handover.supporting,
            days[earliest.date] if earliest else None,
            earliest.type if earliest else None,
        ]
        values += [days[handover.valid_from], days[handover.valid_until]]
    if licence is None:
        values += [None] * 5
    else:
        values += [days[licence.start], days[licence.hard_stop], days[licence.hard_stop_warning]]
        values += [days[licence.valid_from], days[licence.valid_until]]
    return (*values, days_to(plan.anchors), stop_to(plan.stopped), doubts_to(plan.doubts))


def stop_to(stop: TurnedRelease | None) -> str | None:
    """What stops a release as JSON."""
    return None if stop is None else to_json([stop.kind, stop.words, stop.since.isoformat(), stop.item])


def stop_from(text: str | None) -> TurnedRelease | None:
    """What stops a release back again."""
    if text is None:
        return None
    kind, words, since, item = json.loads(text)
    return TurnedRelease(kind, words, date.fromisoformat(since), item)


def doubts_to(doubts: tuple[Doubt, ...]) -> str | None:
    """What somebody must look at as JSON; None for nothing, so that most rows say nothing of it."""
    return to_json(doubts) if doubts else None


def doubts_from(text: str | None) -> tuple[Doubt, ...]:
    """What somebody must look at back again."""
    return () if text is None else tuple(Doubt(*one) for one in json.loads(text))


def plan_from(row: SqlRow, tasks: tuple[Task, ...]) -> tuple[Plan, Fingerprints]:
    """A row of PLAN_COLUMNS and its tasks back again."""
    number, catalogue, calendar, valid_from, valid_until, *rest = row
    plan = Plan(
        number,
        tasks,
        _release_from(rest[:7]),
        _handover_from(rest[7:16]),
        _licence_from(rest[16:21]),
        days_from(rest[21]),
        day_from(valid_from),
        day_from(valid_until),
        stop_from(rest[22]),
        doubts_from(rest[23]),
    )
    return plan, Fingerprints(catalogue, calendar)


def _release_from(columns: list[SqlValue]) -> Release | None:
    day, kind, nominal, confirmed, source, told_on, may_move_to = columns
    if not isinstance(day, str) or not isinstance(nominal, str):
        return None
    return Release(
        date.fromisoformat(day),
        _text(kind),
        date.fromisoformat(nominal),
        bool(confirmed),
        _text(source),
        day_from(_text(told_on)),
        day_from(_text(may_move_to)),
    )


def _handover_from(columns: list[SqlValue]) -> Handover | None:
    day, start, reason, responsible, supporting, earliest, earliest_type, first, last = map(_text, columns)
    if reason is None:
        return None
    return Handover(
        day_from(day),
        day_from(start),
        reason,
        "COM" if responsible == "COM" else "POM",
        None if supporting is None else "COM" if supporting == "COM" else "POM",
        EarliestRelease(date.fromisoformat(earliest), earliest_type) if earliest and earliest_type else None,
        day_from(first),
        day_from(last),
    )


def _licence_from(columns: list[SqlValue]) -> Licence | None:
    start, *days = map(_text, columns)
    return None if start is None else Licence(date.fromisoformat(start), *map(day_from, days))


def _text(value: SqlValue) -> str | None:
    return None if value is None else str(value)


def telling_from(row: SqlRow) -> Telling:
    """`told_on, date, type, confirmed, source, anchors` back again."""
    told_on, day, kind, confirmed, source, anchors = row
    return Telling(
        date.fromisoformat(told_on),
        date.fromisoformat(day),
        kind,
        bool(confirmed),
        source,
        days_from(anchors),
    )
