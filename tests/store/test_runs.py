"""Closed days and past nights: kept as they were recorded, and forgotten when they should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from releasecheck.store import SqliteStore, open_record
from releasecheck.store.rows import ClosedDayRow
from releasecheck.store.sqlite.connection import APPLICATION_ID, SCHEMA, Connection
from releasecheck.store.sqlite.migrations import steps
from releasecheck.store.tables import digests
from tests.made_up.saved import AT, day, writing


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
        lines = {"A1234BC": "-", "A2222BC": "2027-01-02 dtr:to_do:"}
        transaction.add_run("night snapshot", {"day": 1}, lines)
        transaction.erase("A1234BC", "age")
    (run,) = store.runs("night snapshot")
    assert store.night_lines(run.id, ["A1234BC", "A2222BC"]) == {"A2222BC": "2027-01-02 dtr:to_do:"}
    with writing(store) as transaction:
        transaction.erase("A2222BC", "age")
    assert store.night_lines(run.id, ["A1234BC", "A2222BC"]) == {}
    assert not store.faults()


def test_rows_of_a_night_go_with_it(store: SqliteStore) -> None:
    with writing(store) as transaction:
        for day in (21, 22):
            transaction.add_run("night snapshot", {"day": day}, {"A1234BC": f"2027-01-{day}"})
        transaction.forget_runs("night snapshot", [2])
    assert [store.night_lines(run, ["A1234BC"]) for run in (1, 2)] == [{}, {"A1234BC": "2027-01-22"}]


PEOPLE = {"A1234BC": "2027-01-02 dtr:to_do:2026-12-01 crs:overdue:2026-11-01", "A2222BC": "- dtr:to_do:"}
OLD = {"day": "2026-11-22", "people": PEOPLE, "with_missing": 2, "unanswered": 3}


@pytest.mark.parametrize("touched", [False, True])
def test_nights_of_an_older_record_become_rows(tmp_path: Path, touched: bool) -> None:
    """And what another program did to them before that still shows."""
    from sqlite_utils import Database

    path = tmp_path / "old.db"
    db = Database(path, execute_plugins=False)
    steps().apply(db, stop_before="m018_lists_of_the_log_and_rows_of_nights")
    insert = "INSERT INTO runs(at, kind, summary) VALUES ('2026-11-22T02:00:00Z', 'night snapshot', ?)"
    db.execute(insert, (json.dumps(OLD),))
    digests.keep(Connection(path, db.conn), ["runs", "meta", "steps"])
    if touched:
        db.execute("UPDATE runs SET summary = replace(summary, 'overdue', 'to_do')")
    db.conn.commit()
    db.execute(f"PRAGMA user_version = {SCHEMA - 1}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.close()
    with open_record(path) as store:
        (run,) = store.runs("night snapshot")
        states = {"to_do": 3} if touched else {"to_do": 2, "overdue": 1}
        assert run.summary == {"day": "2026-11-22", "with_missing": 2, "unanswered": 3, "states": states}
        kept = store.night_lines(run.id, [*PEOPLE, "A3333BC"])
        assert kept.keys() == PEOPLE.keys()
        assert (kept == PEOPLE) is not touched
        wrong = ["runs: not as this program last wrote it"] if touched else []
        assert [fault for fault in store.faults() if "runs" in fault or "night" in fault] == wrong
