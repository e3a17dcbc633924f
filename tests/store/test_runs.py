"""Closed days and past nights: kept as they were recorded, and forgotten when they should be."""

from __future__ import annotations

from releasecheck.store import SqliteStore
from releasecheck.store.rows import ClosedDayRow
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
        transaction.add_run("night snapshot", {"people": {"A1234BC": "-", "A2222BC": "-"}})
        transaction.add_run("nightly", {"people": 2})
        transaction.erase("A1234BC", "age")
    assert store.runs("night snapshot")[0].summary == {"people": {"A2222BC": "-"}}
    assert store.runs("nightly")[0].summary == {"people": 2}
