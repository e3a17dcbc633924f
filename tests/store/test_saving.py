"""What is saved is read back as it was, and nothing recorded is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasecheck.core.domain import (
    PersonRecord,
    Plan,
    RecordedOutcome,
)
from releasecheck.planning.changes import Decided, PersonChange, decide
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.sources import builtin_files
from releasecheck.policy.working_days import load_calendar
from releasecheck.store import Fingerprints, SqliteStore
from releasecheck.store.tables.plan_rows import RowMaker
from tests.made_up.records import tamper
from tests.made_up.saved import (
    AT,
    FULL,
    FULL_PLAN,
    FULL_RECORD,
    FULL_TASK,
    MARKS,
    TODAY,
    add,
    as_saved,
    bare_plan,
    day,
    missing_rows,
    task,
    writing,
)


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
    assert differences(store, FULL_PLAN) == []


def differences(store: SqliteStore, plan: Plan, marks: Fingerprints = MARKS) -> list[str]:
    """How the saved plan of the person who is known best differs from this one."""
    after_release = frozenset(row.id for row in store.item_rows() if row.after_release)
    maker = RowMaker(after_release)
    record = FULL_RECORD._replace(prison_number=plan.prison_number)
    return list(store.plans_that_differ([maker.rows(record, plan, marks)]))


def test_difference_from_the_saved_plan_is_named(store: SqliteStore) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
    moved = FULL_TASK._replace(due_on=day(6))
    assert differences(store, FULL_PLAN._replace(tasks=(moved, *FULL_PLAN.tasks[1:]))) == [
        "tasks A1234BC dtr: due_on is not what comes out today"
    ]
    assert differences(store, FULL_PLAN._replace(tasks=FULL_PLAN.tasks[:2])) == [
        "tasks A1234BC a_last_one: saved, and no longer planned"
    ]
    without_licence = differences(store, FULL_PLAN._replace(licence=None))
    assert "plans A1234BC: licence_start is not what comes out today" in without_licence
    nobody = FULL_PLAN._replace(prison_number="A9999ZZ", tasks=())
    assert differences(store, nobody) == ["plans A9999ZZ: no plan is saved"]


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
    with writing(store) as transaction:
        outcome = RecordedOutcome("dtr", "submitted", TODAY, evidence={"authority": "Leeds"})
        before = transaction.record("A1234BC")
        after = decide(before, PersonChange("A1234BC", outcomes=(outcome,)), planner, TODAY)
        transaction.save(after, MARKS)
    record = store.person("A1234BC")
    assert record is not None
    assert as_saved(record) == after.record
    maker = RowMaker(frozenset(row.id for row in store.item_rows() if row.after_release))
    assert list(store.plans_that_differ([maker.rows(record, planner.plan(record, TODAY), MARKS)])) == []
    assert store.people_that_differ(["A1234BC"]) == []
    assert [row.id for row in store.item_rows()] == [item.id for item in catalogue.installed()]
    assert store.meta("catalogue_version") == catalogue.version
    assert {row.item for _, row in missing_rows(store, day(200), day(400))} <= catalogue.items.keys()


def test_fact_changed_behind_the_records_back_is_named(path: Path, store: SqliteStore) -> None:
    add(store, "A1234BC", tier="B2")
    tamper(path, "UPDATE people SET tier = 'D0'")
    assert store.people_that_differ(["A1234BC"]) == ["people A1234BC: tier is not what was told"]


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
