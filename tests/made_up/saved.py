"""People and plans to be saved in a record, and the hour at which it is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from releasecheck.core.domain import (
    EarliestRelease,
    Handover,
    HardNeed,
    Licence,
    PersonRecord,
    Plan,
    RecordedOutcome,
    Release,
    Task,
    Telling,
)
from releasecheck.people.entries import Note
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.store import Filters, Fingerprints, SqliteStore
from releasecheck.store.report_rows import MissingTask
from releasecheck.store.rows import EVERYONE
from releasecheck.store.sqlite.guards import APPEND_ONLY
from releasecheck.store.tables import chain
from releasecheck.store.tables.transaction import Transaction
from tests.made_up.tasks import blank_task

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MARKS = Fingerprints("policy1", "calendar1")


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@contextmanager
def writing(store: SqliteStore, by: str = "P. Marsh", reason: str | None = None) -> Iterator[Transaction]:
    with store.writing(by, AT, TODAY, "set", reason) as transaction:
        yield transaction


def task(item: str, **changes: Any) -> Task:
    """A made-up task: open, and due in ten days."""
    return blank_task(item, **{"due_on": day(10), **changes})


def bare_plan(number: str, *tasks: Task) -> Plan:
    return Plan(number, tasks, None, None, None, {}, None, None)


FULL_TASK = Task(
    *(
        "dtr",
        "COM",
        "J. Okafor",
        "waiting",
        day(40),
        True,
        "open",
        day(-20),
        day(5),
        day(60),
        day(10),
        day(40),
    ),
    *(12, True, day(-3), day(90), "submitted", day(-4), "late", "record the answer"),
    *(
        {"authority": "Leeds “North”", "consent": "yes"},
        ("reference",),
        ("housing",),
        ("next_accommodation",),
    ),
    *(
        ("no next accommodation", "leaves on licence"),
        (HardNeed("crs", day(-3), day(90)), HardNeed("x", None, None)),
    ),
    *(("cas3",), {"open": "not_started", "live": "submitted"}),
)
FULL_PLAN = Plan(
    "A1234BC",
    (FULL_TASK, task("bank_account", rest="unknown", due_on=None), task("a_last_one", stage="done")),
    Release(day(76), "CRD", day(77), False, "OMU memo", day(-30), day(75)),
    Handover(
        day(-100), day(-90), "determinate", "COM", "POM", EarliestRelease(day(77), "CRD"), day(-100), day(300)
    ),
    Licence(day(76), day(74), day(72), day(-1), day(500)),
    {"release": day(76), "dtr.submitted": day(-4)},
    day(-90),
    day(300),
)
FULL_RECORD = PersonRecord(
    "A1234BC",
    {
        "last_name": "O’NEILL",
        "first_name": "Áine",
        "prison": "LEEDS",
        "mappa_level": 2,
        "recall": False,
        "care_leaver": True,
        "conditional_release_date": day(77),
        "tier": "B2",
    },
    TODAY,
    (Telling(TODAY, day(76), "CRD", False, "OMU memo", {"release": day(76)}),),
    (RecordedOutcome("dtr", "submitted", day(-4), "late", {"authority": "Leeds"}),),
    {"crs": "PRT"},
)
FULL_CHANGE = PersonChange(
    "A1234BC",
    FULL_RECORD.facts,
    FULL_RECORD.outcomes,
    {"crs": "PRT"},
    (Note("contact", day(-1), "rang the council", "dtr", {"with": "duty officer"}),),
    None,
    "OMU memo",
)
FULL = Decided(FULL_CHANGE, None, FULL_RECORD, FULL_RECORD.tellings[0], FULL_PLAN)


def as_saved(record: PersonRecord) -> PersonRecord:
    """A record read back, less what only the record can add: each outcome's number, and who recorded it."""
    return record._replace(outcomes=tuple(one._replace(id=None, by=None) for one in record.outcomes))


def add(store: SqliteStore, number: str, *tasks: Task, **facts: object) -> int:
    """Record a made-up person with a made-up plan; the entry."""
    known = {name: value for name, value in facts.items() if isinstance(value, str | int | date)}
    record = PersonRecord(number, known, TODAY)
    with writing(store) as transaction:
        change = PersonChange(number, known)
        transaction.save(Decided(change, None, record, None, bare_plan(number, *tasks)), MARKS)
        return transaction.entry


def missing_rows(
    store: SqliteStore, today: date, until: date, filters: Filters = EVERYONE
) -> list[tuple[str, MissingTask]]:
    """Whose it is and what is missing, one to a row."""
    people = store.missing_by_person(today, until, filters)
    return [(person.prison_number, row) for person in people for row in person.tasks]


def entry_faults(store: SqliteStore) -> list[str]:
    """What is wrong with the entries alone."""
    return list(chain.breaks(store._connection))


#: The triggers that let nobody change or delete what was recorded.
GUARDS = {f"{table}_no_{deed}" for table in APPEND_ONLY for deed in ("update", "delete", "replace")}


def triggers(store: SqliteStore) -> set[str]:
    return {
        name for (name,) in store._connection.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    }
