"""Whatever the order in which things are typed, what was told last stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasecheck.people.standing import replaces
from releasecheck.planning.changes import Decided, PersonChange, decide, without_repeats
from releasecheck.planning.planner import Planner
from releasecheck.store import SqliteStore, create
from tests.bench.people import planner
from tests.made_up.saved import AT, MARKS, TODAY, entry_faults

NUMBER = "A1234BC"
VALUES: dict[str, list[str | date | None]] = {
    "rosh": ["low", "high", None],
    "cell": ["A-1-001", "B-2-014", None],
    "conditional_release_date": [date(2027, 2, 5), date(2027, 3, 5)],
}
TELLING = st.fixed_dictionaries({}, optional={name: st.sampled_from(each) for name, each in VALUES.items()})
DAYS = st.lists(st.integers(1, 60), min_size=1, max_size=6, unique=True)


@pytest.fixture(scope="module")
def rules() -> Planner:
    return planner()


def type_in(store: SqliteStore, change: PersonChange, rules: Planner) -> Decided | None:
    """As a command does, in one transaction."""
    with store.writing("P. Marsh", AT, TODAY, "set") as transaction:
        known = transaction.record(NUMBER)
        told = transaction.told_since([NUMBER], change.told_on or TODAY).get(NUMBER, {})
        fresh = without_repeats(known, change, told, TODAY)
        if known is not None and not fresh:
            return None
        decided = decide(known, fresh, rules, TODAY)
        transaction.again(NUMBER)  # whether they were erased before or not
        transaction.save(decided, MARKS)
        return decided


def standing(changes: Sequence[PersonChange], rules: Planner) -> object:
    with TemporaryDirectory() as folder, create(Path(folder) / "record.db") as store:
        first = PersonChange(NUMBER, {"last_name": "RIVERS"}, told_on=TODAY - timedelta(days=100))
        for change in (first, *changes):
            type_in(store, change, rules)
        assert store.people_that_differ([NUMBER]) == []
        assert entry_faults(store) == []
        record = store.person(NUMBER)
        assert record is not None
        return record.facts


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_order_of_typing_ends_in_what_the_order_of_telling_does(
    rules: Planner, data: st.DataObject
) -> None:
    days = data.draw(DAYS)
    told = [
        PersonChange(NUMBER, data.draw(TELLING), told_on=TODAY - timedelta(days=ago), by_day=True)
        for ago in sorted(days, reverse=True)
    ]
    typed = data.draw(st.permutations(told))
    assert standing(typed, rules) == standing(told, rules)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_chain_and_the_facts_hold_after_any_sequence(rules: Planner, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder, create(Path(folder) / "record.db") as store:
        for _ in range(data.draw(st.integers(1, 8))):
            deed = data.draw(st.sampled_from(["tell", "tell", "now", "void", "erase"]))
            ago = timedelta(days=data.draw(st.integers(0, 30)))
            last = store.last_entry()
            if deed in ("tell", "now"):
                facts = {"last_name": "RIVERS", **data.draw(TELLING)}
                type_in(store, PersonChange(NUMBER, facts, told_on=TODAY - ago, by_day=deed == "tell"), rules)
            elif deed == "void" and last is not None:
                with store.writing("P. Marsh", AT - ago, TODAY, "undo") as transaction:
                    transaction.void(last.entry)
                    transaction.rebuild(NUMBER)
            elif deed == "erase":
                with store.writing("P. Marsh", AT, TODAY, "erase") as transaction:
                    transaction.erase(NUMBER, "age")
                    transaction.log("erasure", [NUMBER])
            assert entry_faults(store) == []
            assert store.log_faults() == []
            if store.numbers():
                assert store.people_that_differ([NUMBER]) == []


def test_of_what_older_versions_recorded_the_last_typed_stands() -> None:
    assert replaces(3, "2026-11-01", "2026-11-20", old_entries=3)
    assert not replaces(4, "2026-11-01", "2026-11-20", old_entries=3)
    assert replaces(4, "2026-11-20", "2026-11-20", old_entries=3)
