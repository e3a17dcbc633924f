"""The tables: brought up to date from any older version, and never changed behind the record's back."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasecheck.core.errors import StoreError
from releasecheck.people.facts import FACTS
from releasecheck.policy.catalogue import Catalogue, Item
from releasecheck.store import SqliteStore, create, open_record
from releasecheck.store.rows import StaffRow
from releasecheck.store.sqlite.connection import APPLICATION_ID, SCHEMA
from releasecheck.store.sqlite.guards import APPEND_ONLY
from releasecheck.store.sqlite.migrations import steps
from tests.made_up.records import rows, tamper
from tests.made_up.saved import FULL, GUARDS, MARKS, add, triggers, writing


def test_user_version_is_the_number_of_steps(store: SqliteStore) -> None:
    assert store._connection.one("PRAGMA user_version") == (SCHEMA,)
    assert len(steps()._migrations) == SCHEMA


def schema_of(path: Path) -> list[tuple[str, str | None]]:
    return rows(path, "SELECT name, sql FROM sqlite_schema ORDER BY name")


@pytest.mark.parametrize("steps_done", range(1, SCHEMA))
def test_record_from_any_older_version_is_brought_up_to_date(tmp_path: Path, steps_done: int) -> None:
    from sqlite_utils import Database

    create(tmp_path / "new.db").close()
    old = tmp_path / "old.db"
    names = [step.name for step in steps()._migrations]
    db = Database(old, execute_plugins=False)
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
    tamper(path, "ALTER TABLE people DROP COLUMN adjustments")
    with open_record(path) as store:
        record = store.person("A1234BC")
        assert record is not None
        assert record.facts == {"tier": "B2"}
        add(store, "A1234BD", adjustments=True)


def test_an_item_saved_before_there_were_short_titles_has_its_whole_title(path: Path) -> None:
    item = Item("dtr", "Duty to refer to the housing authority", "accommodation", "COM", "make the referral")
    with create(path) as store, writing(store) as transaction:
        transaction.save_items(Catalogue({"dtr": item}, {}, "1"))
        assert [row.short for row in store.item_rows()] == ["Duty to refer to the housing"]
    tamper(path, "UPDATE items SET short = NULL")
    with open_record(path) as store:
        assert [row.short for row in store.item_rows()] == [item.title]


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
        transaction.log("collection", [f"A{number:04}XX" for number in range(60)])
        transaction.tell_staff([StaffRow("S. Jones", "PRT", None)])
        transaction.erase("A5561CD", "age")
    entry = store.last_entry()
    assert entry is not None
    with writing(store) as transaction:
        transaction.void(entry.entry)
    column = {"entries": "id", "log": "id", "erased": "rule", "log_lists": "hash"}.get(table, "entry")
    sql = deed.replace("entry = entry", f"{column} = {column}").replace("{}", table)
    refused = pytest.raises(StoreError, match=f"what was recorded in {table} is kept as it is")
    with open_record(path) as again, refused:
        again._connection.execute(sql)


def test_triggers_exist_after_all_migrations(store: SqliteStore) -> None:
    assert triggers(store) == GUARDS
