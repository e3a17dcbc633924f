"""The record: what is saved is read back, nothing recorded is lost, every bad file is refused untouched."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

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
from releasecheck.core.errors import StoreError
from releasecheck.people.facts import FACTS
from releasecheck.planning.changes import Decided, Note, PersonChange, decide
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue import Catalogue, Item
from releasecheck.policy.catalogue_files import builtin_files, read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.working_days import load_calendar
from releasecheck.store import Filters, Fingerprints, SqliteStore, create, open_record
from releasecheck.store.queries.missing import counts_sql, gaps_sql, people_sql, sent_sql, tasks_sql
from releasecheck.store.report_rows import MissingTask
from releasecheck.store.rows import EVERYONE, ClosedDayRow
from releasecheck.store.sqlite.connection import APPLICATION_ID, SCHEMA
from releasecheck.store.sqlite.migrations import APPEND_ONLY, steps
from releasecheck.store.tables.transaction import Transaction
from tests.made_up.tasks import blank_task
from tests.places import TOP

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
MARKS = Fingerprints("policy1", "calendar1")


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with create(path) as store:
        yield store


@contextmanager
def writing(store: SqliteStore, by: str = "P. Marsh", reason: str | None = None) -> Iterator[Transaction]:
    with store.writing(by, AT, TODAY, "set", reason) as transaction:
        yield transaction


def raw(path: Path, *statements: str) -> None:
    """Do to the file what some other program might."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


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


# A record's file


def test_new_record_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "share" / "releasecheck" / "record.db"
    with create(path):
        found = [stat.S_IMODE(one.stat().st_mode) for one in (path.parent.parent, path.parent, path)]
    assert found == [0o700, 0o700, 0o600]


def test_record_may_lie_under_any_name(tmp_path: Path) -> None:
    path = tmp_path / "Leeds & Hull? 100%#1" / "récord.db"
    create(path).close()
    with open_record(path) as store:
        assert store.path == path
    assert [one.name for one in path.parent.iterdir()] == ["récord.db"]


def test_folder_that_others_share_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    create(shared / "record.db").close()
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


def test_record_is_never_made_over_something(path: Path) -> None:
    path.write_text("kept")
    with pytest.raises(StoreError, match="there is already something at"):
        create(path)
    assert path.read_text() == "kept"


def test_record_that_cannot_be_made_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("releasecheck.store.sqlite.migrations.migrate", fail)
    with pytest.raises(StoreError, match="the disk is full"):
        create(path)
    assert list(path.parent.iterdir()) == []


def other_database(path: Path) -> None:
    raw(path, "PRAGMA journal_mode = WAL", "PRAGMA user_version = 5", "CREATE TABLE tasks(x)")


def newer_record(path: Path) -> None:
    create(path).close()
    raw(path, f"PRAGMA user_version = {SCHEMA + 1}")


BAD_FILES: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: None, r"no record at .*record\.db\. Type: releasecheck record init"),
    (lambda path: path.mkdir(), "is a folder, not a record"),
    (lambda path: path.touch(), "is an empty file, not a record"),
    (lambda path: path.write_text("prison_number,name\n" * 100), "is not a releasecheck record"),
    (other_database, "belongs to another program"),
    (newer_record, "made by a newer version of releasecheck"),
]


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("make", "message"), BAD_FILES, ids=["missing", "folder", "empty", "text", "another_program", "newer"]
)
def test_what_is_not_a_record_is_refused_and_left_as_it_is(
    path: Path, make: Callable[[Path], object], message: str, read_only: bool
) -> None:
    make(path)
    before = contents(path.parent)
    with pytest.raises(StoreError, match=message):
        open_record(path, read_only=read_only)
    assert contents(path.parent) == before


def contents(folder: Path) -> dict[str, bytes | None]:
    return {one.name: one.read_bytes() if one.is_file() else None for one in folder.iterdir()}


@contextmanager
def as_somebody_else(folder: Path) -> Iterator[None]:
    """Without the powers of an administrator, who may read anything; a folder's mode then counts."""
    if os.geteuid() != 0:
        yield
        return
    closed = [one for one in folder.parents if one.stat().st_uid == 0 and not one.stat().st_mode & 0o001]
    for one in closed:
        one.chmod(one.stat().st_mode | 0o011)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        for one in closed:
            one.chmod(one.stat().st_mode & ~0o011)


@pytest.mark.parametrize(("mode", "words"), [(0o000, "needs leave to read the file"), (0o444, "its folder")])
def test_record_without_leave_says_what_leave_is_needed(tmp_path: Path, mode: int, words: str) -> None:
    folder = tmp_path / "locked"
    create(folder / "record.db").close()
    (folder / "record.db").chmod(mode)
    folder.chmod(0o555)
    try:
        with as_somebody_else(folder), pytest.raises(StoreError, match=words):
            open_record(folder / "record.db", read_only=True).numbers()
    finally:
        folder.chmod(0o700)


def test_record_in_use_says_so(path: Path, store: SqliteStore) -> None:
    with open_record(path, timeout=0) as second:
        with (
            writing(store),
            pytest.raises(StoreError, match="in use by another program; try again"),
            writing(second),
        ):
            raise AssertionError("two programs wrote at once")
        assert second.numbers() == []


def test_full_disk_says_so_and_saves_nothing(path: Path, store: SqliteStore) -> None:
    pages = store._connection.one("PRAGMA page_count")
    assert pages is not None
    store._connection.all(f"PRAGMA max_page_count = {pages[0]}")
    with pytest.raises(StoreError, match="the disk is full and nothing was saved"):
        add(store, "A1234BC", *(task(f"item_{number}", reasons=("because " * 50,)) for number in range(100)))
    assert store.numbers() == []
    assert store.last_entry() is None


def test_opening_for_reading_loads_no_heavy_library(path: Path) -> None:
    """`show` opens the record each time; sqlite-utils alone would triple its start."""
    create(path).close()
    code = (
        "import sys; from pathlib import Path; from releasecheck.store import open_record; "
        f"open_record(Path({str(path)!r}), read_only=True).saved_plan('A1234BC'); "
        "print(sorted({'sqlite_utils', 'pandas', 'tomllib', 'hashlib', 'dateutil', 'click', 'fcntl', 'pwd', "
        "'releasecheck.planning.planner', 'releasecheck.policy.catalogue_files'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=TOP,
    )
    assert done.stdout.strip() == "[]"


# Migrations


def test_user_version_is_the_number_of_steps(store: SqliteStore) -> None:
    assert store._connection.one("PRAGMA user_version") == (SCHEMA,)
    assert len(steps()._migrations) == SCHEMA


def schema_of(path: Path) -> list[tuple[str, str | None]]:
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("steps_done", range(1, SCHEMA))
def test_record_from_any_older_version_is_brought_up_to_date(tmp_path: Path, steps_done: int) -> None:
    from sqlite_utils import Database

    create(tmp_path / "new.db").close()
    old = tmp_path / "old.db"
    names = [step.name for step in steps()._migrations]
    db = Database(sqlite3.connect(old), execute_plugins=False)
    steps().apply(db, stop_before=names[steps_done])
    db.execute(f"PRAGMA user_version = {steps_done}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.close()
    with pytest.raises(StoreError, match="may write to it brings it up to date: releasecheck list"):
        open_record(old, read_only=True)
    open_record(old).close()
    assert schema_of(old) == schema_of(tmp_path / "new.db")
    open_record(old).close()
    assert schema_of(old) == schema_of(tmp_path / "new.db")


def test_new_fact_gets_its_column_and_the_rest_stays(path: Path) -> None:
    with create(path) as store:
        add(store, "A1234BC", tier="B2")
    raw(path, "ALTER TABLE people DROP COLUMN adjustments")
    with open_record(path) as store:
        record = store.person("A1234BC")
        assert record is not None
        assert record.facts == {"tier": "B2"}
        add(store, "A1234BD", adjustments=True)


def test_people_have_a_typed_column_for_each_fact(store: SqliteStore) -> None:
    columns: dict[str, str] = dict(
        store._connection.all("SELECT name, type FROM pragma_table_info('people')")
    )
    assert {*FACTS} <= {*columns}
    kinds = {"yes_no": "INTEGER", "whole_number": "INTEGER"}
    assert {name: columns[name] for name in FACTS} == {
        name: kinds.get(fact.kind, "TEXT") for name, fact in FACTS.items()
    }


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "deed", ["UPDATE {} SET entry = entry", "DELETE FROM {}", "REPLACE INTO {} SELECT * FROM {}"]
)
def test_what_was_recorded_cannot_be_changed(path: Path, store: SqliteStore, table: str, deed: str) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
        transaction.log("collection", ["A1234BC"])
    entry = store.last_entry()
    assert entry is not None
    with writing(store) as transaction:
        transaction.void(entry.entry)
    column = "id" if table in ("entries", "log") else "entry"
    sql = deed.replace("entry = entry", f"{column} = {column}").replace("{}", table)
    refused = pytest.raises(StoreError, match=f"what was recorded in {table} is kept as it is")
    with open_record(path) as again, refused:
        again._connection.execute(sql)


def test_triggers_exist_after_all_migrations(store: SqliteStore) -> None:
    found = {
        name for (name,) in store._connection.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    }
    assert found == {f"{table}_no_{deed}" for table in APPEND_ONLY for deed in ("update", "delete")}


# What is saved is read back


def test_record_is_read_back_as_it_was_saved(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
        within = transaction.record("A1234BC")
    found = store.person("A1234BC")
    assert found is not None
    assert within == found
    assert as_saved(found) == FULL_RECORD
    assert [outcome.by for outcome in found.outcomes] == ["P. Marsh"]


def test_plan_is_read_back_as_it_was_saved(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    saved = store.saved_plan("A1234BC")
    assert saved is not None
    assert saved.plan == FULL_PLAN
    assert saved.fingerprints == MARKS
    assert saved.person.facts == FULL_RECORD.facts
    assert store.compare_saved("A1234BC", FULL_PLAN) is None


def test_difference_from_the_saved_plan_is_named(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    moved = FULL_TASK._replace(due_on=day(6))
    assert store.compare_saved("A1234BC", FULL_PLAN._replace(tasks=(moved, *FULL_PLAN.tasks[1:]))) == (
        f"A1234BC dtr: due_on is saved as {day(5)!r}, and comes out as {day(6)!r}"
    )
    assert store.compare_saved("A1234BC", FULL_PLAN._replace(tasks=FULL_PLAN.tasks[:2])) == (
        "A1234BC a_last_one: saved, and no longer planned"
    )
    assert "licence is saved as" in str(store.compare_saved("A1234BC", FULL_PLAN._replace(licence=None)))
    assert store.compare_saved("A9999ZZ", FULL_PLAN) == "A9999ZZ: no plan is saved"


def test_plan_saved_again_leaves_no_task_of_the_old(store: SqliteStore) -> None:
    add(store, "A1234BC", task("first"), task("second"), task("third"))
    add(store, "A1234BC", task("third", reasons=("changed",)), task("second"))
    saved = store.saved_plan("A1234BC")
    assert saved is not None
    assert saved.plan.tasks == (task("third", reasons=("changed",)), task("second"))


def test_fact_no_longer_known_is_absent_and_its_history_kept(store: SqliteStore) -> None:
    add(store, "A1234BC", tier="B2")
    record = PersonRecord("A1234BC", {}, TODAY)
    with writing(store) as transaction:
        change = PersonChange("A1234BC", {"tier": None}, source="OASys")
        transaction.save(Decided(change, None, record, None, bare_plan("A1234BC")), MARKS)
    assert store.person("A1234BC") == record
    assert [told.value for entry in store.history("A1234BC") for told in entry.facts] == ["B2", None]
    (found,) = store.provenance("A1234BC", "tier")
    assert (found.value, found.source, found.by, found.at, found.told_on) == (
        None,
        "OASys",
        "P. Marsh",
        AT,
        TODAY,
    )


def test_history_tells_everything_an_entry_recorded(store: SqliteStore) -> None:
    with writing(store, reason="new arrival") as transaction:
        transaction.save(FULL, MARKS)
    (entry,) = store.history("A1234BC")
    assert (entry.by, entry.at, entry.command, entry.day, entry.reason) == (
        "P. Marsh",
        AT,
        "set",
        TODAY,
        "new arrival",
    )
    assert {told.fact: told.value for told in entry.facts} == FULL_RECORD.facts
    assert [(one.item, one.outcome, one.evidence) for one in entry.outcomes] == [
        ("dtr", "submitted", {"authority": "Leeds"})
    ]
    assert [(one.day, one.type, one.source) for one in entry.releases] == [(day(76), "CRD", "OMU memo")]
    assert entry.owners == (("crs", "PRT"),)
    assert [note.fields for note in entry.notes] == [{"with": "duty officer"}]
    assert entry.voided_by is None


def test_real_plan_of_a_real_catalogue_is_read_back_as_it_was_made(store: SqliteStore) -> None:
    catalogue = read_catalogue(builtin_files())
    planner = Planner(catalogue, load_calendar(), load_rules())
    change = PersonChange(
        "A1234BC",
        {**FULL_RECORD.facts, "legal_status": "SENTENCED", "sentence_start_date": day(-800), "sex": "M"},
        source="import",
    )
    decided = decide(None, change, planner, TODAY)
    with writing(store) as transaction:
        transaction.save_items(catalogue)
        transaction.save(decided, MARKS)
        outcome = RecordedOutcome("dtr", "submitted", TODAY, evidence={"authority": "Leeds"})
        before = transaction.record("A1234BC")
        after = decide(before, PersonChange("A1234BC", outcomes=(outcome,)), planner, TODAY)
        transaction.save(after, MARKS)
    record = store.person("A1234BC")
    assert record is not None
    assert as_saved(record) == after.record
    assert store.compare_saved("A1234BC", planner.plan(record, TODAY)) is None
    assert store.compare_facts("A1234BC") is None
    assert [row.id for row in store.item_rows()] == [item.id for item in catalogue.installed()]
    assert store.meta("catalogue_version") == catalogue.version
    assert {row.item for _, row in missing_rows(store, day(200), day(400))} <= catalogue.items.keys()


def test_fact_changed_behind_the_records_back_is_named(path: Path, store: SqliteStore) -> None:
    add(store, "A1234BC", tier="B2")
    raw(path, "UPDATE people SET tier = 'D0'")
    assert store.compare_facts("A1234BC") == "A1234BC: tier is 'D0' in the row, and was told as 'B2'"


def test_thousands_of_people_are_saved_and_read_in_order(store: SqliteStore) -> None:
    numbers = [f"A{number:04d}BC" for number in range(1200)]
    with writing(store) as transaction:
        for number in reversed(numbers):
            record = PersonRecord(number, {"tier": "B2"}, TODAY)
            change = PersonChange(number, {"tier": "B2"})
            transaction.save(Decided(change, None, record, None, bare_plan(number, task("dtr"))), MARKS)
    assert [record.prison_number for record in store.records()] == numbers
    assert [saved.plan for saved in store.saved_plans()] == [bare_plan(n, task("dtr")) for n in numbers]
    assert [record.prison_number for record in store.records(numbers[5:3:-1])] == numbers[4:6]
    indexes = {
        name for (name,) in store._connection.all("SELECT name FROM sqlite_schema WHERE type = 'index'")
    }
    assert {"tasks_open", "facts_by_person", "notes_by_entry"} <= indexes


def test_command_that_fails_leaves_nothing(store: SqliteStore) -> None:
    with pytest.raises(RuntimeError), writing(store) as transaction:
        transaction.save(FULL, MARKS)
        transaction.flush()
        transaction.log("collection", ["A1234BC"])
        transaction.set_meta("key", "value")
        raise RuntimeError
    assert store.numbers() == []
    assert store.history("A1234BC") == []
    assert store.log_rows() == []
    assert store.meta("key") is None
    assert store.last_entry() is None


def test_planning_again_makes_no_entry(store: SqliteStore) -> None:
    add(store, "A1234BC", tier="B2")
    before = store.history("A1234BC")
    with writing(store) as transaction:
        record = transaction.record("A1234BC")
        assert record is not None
        transaction.save_plan(record, bare_plan("A1234BC", task("dtr")), Fingerprints("policy2", "calendar1"))
        assert not transaction.wrote
    assert store.history("A1234BC") == before
    saved = store.saved_plan("A1234BC")
    assert saved is not None
    assert saved.fingerprints.catalogue == "policy2"


# Undoing


def test_undone_entry_no_longer_counts_and_stays_in_the_history(store: SqliteStore) -> None:
    add(store, "A1234BC", tier="B2", housing="settled")
    later = RecordedOutcome("dtr", "submitted", TODAY)
    with writing(store) as transaction:
        record = transaction.record("A1234BC")
        assert record is not None
        change = PersonChange("A1234BC", {"tier": "C1"}, (later,), {"dtr": "PRT"})
        after = record._replace(
            facts={**record.facts, "tier": "C1"}, outcomes=(later,), owners={"dtr": "PRT"}
        )
        transaction.save(Decided(change, record, after, None, bare_plan("A1234BC")), MARKS)
    entry = store.last_entry("P. Marsh")
    assert entry is not None
    assert entry.people == ("A1234BC",)
    with writing(store) as transaction:
        assert transaction.void(entry.entry, "wrong person") == ("A1234BC",)
        rebuilt = transaction.rebuild("A1234BC")
    assert rebuilt == record == store.person("A1234BC")
    assert store.compare_facts("A1234BC") is None
    first, second = store.history("A1234BC")
    assert (first.voided_by, second.void_reason) == (None, "wrong person")
    assert second.voided_by is not None
    assert [found.value for found in store.provenance("A1234BC", "tier")] == ["B2"]
    following = store.last_entry()
    assert following is not None
    assert following.entry == first.entry


def test_undoing_the_first_entry_takes_the_person_off_the_list(store: SqliteStore) -> None:
    entry = add(store, "A1234BC", task("dtr"), tier="B2")
    with writing(store) as transaction:
        transaction.void(entry)
        assert transaction.rebuild("A1234BC") is None
    assert store.person("A1234BC") is None
    assert store.saved_plan("A1234BC") is None
    assert list(store.missing_by_person(TODAY, day(28))) == []
    assert len(store.history("A1234BC")) == 1
    assert store.last_entry() is None


def test_undoing_twice_or_undoing_an_undoing_is_refused(store: SqliteStore) -> None:
    entry = add(store, "A1234BC", tier="B2")
    with writing(store) as transaction:
        transaction.void(entry)
        undoing = transaction.entry
    for number, words in (
        (entry, "is undone already"),
        (undoing, "undid another one"),
        (99, "there is no entry 99"),
    ):
        with pytest.raises(StoreError, match=words), writing(store) as transaction:
            transaction.void(number)


def test_erased_person_is_gone_from_every_table_and_the_rule_is_back(path: Path, store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    add(store, "A5561CD", tier="B2")
    with writing(store) as transaction:
        transaction.erase("A1234BC")
        transaction.log("erasure", ["A1234BC"])
    assert store.numbers() == ["A5561CD"]
    assert store.history("A1234BC") == []
    test_triggers_exist_after_all_migrations(store)
    store.close()
    assert b"rang the council" not in path.read_bytes()


# The log


def test_log_is_a_chain_that_holds(store: SqliteStore) -> None:
    for recipient in ("J. Okafor", None):
        with writing(store) as transaction:
            transaction.log("consultation", ["A1234BC"])
            transaction.log("disclosure", ["A1234BC", "A5561CD"], recipient, "handover")
    assert store.verify_log() is None
    rows = store.log_rows()
    assert [row.kind for row in rows] == ["consultation", "disclosure"] * 2
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert rows[1].people == ("A1234BC", "A5561CD")


@pytest.mark.parametrize(
    ("deed", "found"),
    [
        ("UPDATE log SET recipient = 'nobody' WHERE id = 2", "line 2 of the log is not as it was written"),
        ("DELETE FROM log WHERE id = 2", "line 2 of the log is not there"),
        ("UPDATE log SET previous_hash = 'x', hash = 'y' WHERE id = 3", "line 3 of the log does not follow"),
    ],
)
def test_tampering_with_the_log_shows(path: Path, store: SqliteStore, deed: str, found: str) -> None:
    with writing(store) as transaction:
        for kind in ("collection", "alteration", "consultation"):
            transaction.log(kind, ["A1234BC"])
    raw(path, "DROP TRIGGER log_no_update", "DROP TRIGGER log_no_delete", deed)
    assert str(store.verify_log()).startswith(found)


# Finding and reporting


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("a1234bc", ["A1234BC"]),
        ("rivers", ["A1234BC", "A1234BD"]),
        ("RIV", ["A1234BC", "A1234BD"]),
        ("rivers, s", ["A1234BC"]),
        ("Sam Rivers", ["A1234BC"]),
        ("rivers sam", ["A1234BC"]),
        ("oneill", ["A1188DE"]),
        ("O'Neill, áine", ["A1188DE"]),
        ("aine o’neill", ["A1188DE"]),
        ("van dyke", ["A2291BB"]),
        ("jo van dyke", ["A2291BB"]),
        ("iver", []),
        ("%", []),
        ("A1234", []),
    ],
)
def test_people_are_found_by_number_or_name(store: SqliteStore, text: str, numbers: list[str]) -> None:
    add(store, "A1234BC", last_name="RIVERS", first_name="Sam")
    add(store, "A1234BD", last_name="Rivers", first_name="Tom")
    add(store, "A1188DE", last_name="O’NEILL", first_name="Áine")
    add(store, "A2291BB", last_name="Van Dyke", first_name="Jo")
    assert [found.prison_number for found in store.find_people(text)] == numbers


def test_plan_is_stale_when_its_days_are_over_or_its_policy_is_another(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    add(store, "A5561CD")
    assert store.stale(TODAY, MARKS) == []
    assert store.stale(day(301), MARKS) == store.stale(day(-91), MARKS) == ["A1234BC"]
    assert store.stale(TODAY, Fingerprints("policy1", "calendar2")) == ["A1234BC", "A5561CD"]


MIXED = (
    task("late", due_on=day(-3)),
    task("soon", due_on=day(20), owner="COM", owner_name="J. Okafor"),
    task("far", due_on=day(60)),
    task("sent", stage="waiting", chase_on=day(-1), due_on=None, outcome_on=day(-20), outcome="submitted"),
    task("unsure", rest="unknown", due_on=None, missing_facts=("housing",)),
    task("finished", stage="done"),
    task("never", rest="not_applicable"),
)


def missing_rows(
    store: SqliteStore, today: date, until: date, filters: Filters = EVERYONE
) -> list[tuple[str, MissingTask]]:
    """Whose it is and what is missing, one to a row."""
    people = store.missing_by_person(today, until, filters)
    return [(person.prison_number, row) for person in people for row in person.tasks]


def test_missing_is_what_the_state_says_worst_first(store: SqliteStore) -> None:
    add(store, "A1234BC", *MIXED, last_name="RIVERS", prison="LEEDS")
    (person,) = store.missing_by_person(TODAY, day(28))
    rows = person.tasks
    assert [(row.item, row.state) for row in rows] == [
        ("late", "overdue"),
        ("sent", "chase"),
        ("unsure", "unknown"),
        ("soon", "to_do"),
    ]
    assert rows[3].owner_name == "J. Okafor"
    assert (rows[0].due_on, person.last_name, person.prison) == (day(-3).isoformat(), "RIVERS", "LEEDS")
    assert rows[2].missing_facts == '["housing"]'
    assert sum(count.tasks for count in store.missing_counts(TODAY, day(28))) == 4


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(number=("A5561CD",)), [("A5561CD", "dtr")]),
        (Filters(prison=("LEEDS",)), [("A1234BC", "late"), ("A1234BC", "dtr")]),
        (Filters(pom=("p. marsh",)), [("A1234BC", "late"), ("A1234BC", "dtr")]),
        (Filters(com=("j. okafor", "nobody")), [("A5561CD", "dtr")]),
        (Filters(owner=("COM",)), [("A5561CD", "dtr")]),
        (Filters(item=("dtr",)), [("A1234BC", "dtr"), ("A5561CD", "dtr")]),
        (Filters(pathway=("accommodation",)), [("A1234BC", "dtr"), ("A5561CD", "dtr")]),
        (Filters(state=("overdue",)), [("A1234BC", "late")]),
        (Filters(prison=("LEEDS",), state=("to_do",)), [("A1234BC", "dtr")]),
        (Filters(prison=("HULL",), owner=("POM",)), []),
        (Filters(wing=("B",)), [("A1234BC", "late"), ("A1234BC", "dtr")]),
        (Filters(rosh=("high", "not_known")), [("A5561CD", "dtr")]),
        (Filters(rosh=("low",)), [("A1234BC", "late"), ("A1234BC", "dtr")]),
    ],
)
def test_missing_can_be_narrowed(store: SqliteStore, filters: Filters, found: list[tuple[str, str]]) -> None:
    item = Item("dtr", "Duty to refer", "accommodation", "COM", "make the referral")
    with writing(store) as transaction:
        transaction.save_items(Catalogue({"dtr": item}, {}, "1"))
    known = {"prison": "LEEDS", "pom": "P. Marsh", "cell": "b-2-014", "rosh": "low"}
    add(store, "A1234BC", task("late", due_on=day(-1)), task("dtr"), **known)
    add(store, "A5561CD", task("dtr", owner="COM"), prison="HULL", com="J. Okafor", cell="BB-1-001")
    rows = [(number, row.item) for number, row in missing_rows(store, TODAY, day(28), filters)]
    assert sorted(rows) == sorted(found)
    counted = store.missing_counts(TODAY, day(28), filters)
    assert sum(count.tasks for count in counted) == len(found)
    assert store.missing_people(TODAY, day(28), filters) == sorted({number for number, _ in found})


def test_released_person_is_asked_only_for_what_comes_after_release(store: SqliteStore) -> None:
    after = Item("settled_after", "Settled?", "accommodation", "COM", "ask", after_release=True)
    with writing(store) as transaction:
        transaction.save_items(Catalogue({"settled_after": after}, {}, "1"))
    add(store, "A1234BC", task("dtr", stage="action"), task("settled_after"), released_on=day(-1))
    assert [row.item for _, row in missing_rows(store, TODAY, day(28))] == ["settled_after"]
    assert store.caseload_rows(TODAY, day(28)) == []
    assert [row.released_on for row in store.caseload_rows(TODAY, day(28), released=True)] == [day(-1)]


def test_restricted_person_is_kept_and_left_out_of_reports(store: SqliteStore) -> None:
    add(store, "A1234BC", task("dtr"))
    with writing(store) as transaction:
        transaction.restrict("A1234BC")
    assert list(store.missing_by_person(TODAY, day(28))) == []
    assert store.caseload_rows(TODAY, day(28)) == []
    add(store, "A1234BC", task("dtr", reasons=("planned again",)))
    assert store.missing_counts(TODAY, day(28)) == []
    saved = store.saved_plan("A1234BC")
    assert saved is not None
    assert saved.person.restricted


def test_caseload_is_by_release_date_with_counts(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    add(store, "A5561CD", *MIXED)
    first, second = store.caseload_rows(TODAY, day(28))
    assert (first.prison_number, first.release_on, first.counts) == (
        "A1234BC",
        day(76),
        {"unknown": 1, "waiting": 1},
    )
    assert (second.release_on, second.counts) == (None, {"overdue": 1, "to_do": 1, "chase": 1, "unknown": 1})
    assert [row.prison_number for row in store.caseload_rows(TODAY, day(28), leaving_by=day(76))] == [
        "A1234BC"
    ]
    assert store.caseload_rows(TODAY, day(28), leaving_by=day(75)) == []


def query_plan(store: SqliteStore, sql: str, parameters: dict[str, str | int | None]) -> list[str]:
    return [row[3] for row in store._connection.all(f"EXPLAIN QUERY PLAN {sql}", parameters)]


@pytest.mark.parametrize("filters", [Filters(), Filters(prison=("LEEDS",), owner=("COM",))])
def test_roll_up_never_reads_the_tasks_themselves(store: SqliteStore, filters: Filters) -> None:
    plan = query_plan(store, *counts_sql(TODAY, day(28), filters))
    assert any("tasks USING COVERING INDEX tasks_open" in step for step in plan)
    assert not any("PRIMARY KEY" in step for step in plan)


def test_missing_reads_people_once_in_order_and_the_tasks_of_each_together(store: SqliteStore) -> None:
    people = query_plan(store, *people_sql(TODAY, Filters(prison=("LEEDS",))))
    assert any(step.startswith("SEARCH r USING") for step in people)
    tasks = query_plan(store, *tasks_sql([("A1234BC",)], TODAY, day(28), Filters()))
    assert any(step == "SEARCH t USING PRIMARY KEY (prison_number=?)" for step in tasks)
    assert not any(step.startswith("SCAN t") for step in tasks)


def test_what_was_sent_and_what_lacks_evidence_are_found_by_their_partial_indexes(store: SqliteStore) -> None:
    sent = query_plan(store, *sent_sql(TODAY, Filters()))
    assert any("tasks USING COVERING INDEX tasks_open" in step for step in sent)
    gaps = query_plan(store, *gaps_sql(Filters()))
    assert any("s USING COVERING INDEX tasks_with_gaps" in step for step in gaps)
    assert not any(step.startswith("SCAN t") for step in (*sent, *gaps) if "tasks_open" not in step)


# Small things


def test_closed_day_is_recorded_once_and_can_be_undone(store: SqliteStore) -> None:
    days = [ClosedDayRow(day(3), "Staff training", "office"), ClosedDayRow(day(1), "Funeral", "bank_holiday")]
    with writing(store) as transaction:
        assert transaction.add_closed_days(days) == 2
        entry = transaction.entry
    with writing(store) as transaction:
        assert transaction.add_closed_days(days) == 0
        assert not transaction.wrote
    assert store.closed_days() == days[::-1]
    with writing(store) as transaction:
        assert transaction.void(entry) == ()
    assert store.closed_days() == []
    with writing(store) as transaction:
        assert transaction.add_closed_days(days[:1]) == 1
    assert store.closed_days() == days[:1]


def test_last_runs_are_kept_with_what_they_found(store: SqliteStore) -> None:
    for missing in (19, 17):
        with writing(store) as transaction:
            transaction.add_run("nightly", {"missing": missing, "by_owner": {"COM": 3}})
    assert [run.summary["missing"] for run in store.runs("nightly", 2)] == [17, 19]
    assert store.runs("nightly")[0].at == AT
    assert store.runs("import") == []


def test_runs_are_forgotten_but_those_to_keep(store: SqliteStore) -> None:
    with writing(store) as transaction:
        for day in (21, 22, 23):
            transaction.add_run("night snapshot", {"day": day})
        transaction.add_run("nightly", {"day": 1})
    kept = store.runs("night snapshot", 2)[1]
    with writing(store) as transaction:
        transaction.forget_runs("night snapshot", [kept.id])
    assert store.runs("night snapshot", 9) == [kept]
    assert len(store.runs("nightly", 9)) == 1


def test_who_is_erased_is_in_no_run_either(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.add_run("night snapshot", {"people": {"A1234BC": "-", "A2222BC": "-"}})
        transaction.add_run("nightly", {"people": 2})
        transaction.erase("A1234BC")
    assert store.runs("night snapshot")[0].summary == {"people": {"A2222BC": "-"}}
    assert store.runs("nightly")[0].summary == {"people": 2}
