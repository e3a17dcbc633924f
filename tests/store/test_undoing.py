"""What was undone stays in the history and counts no longer, what was erased is nowhere; the log is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasecheck.core.domain import (
    RecordedOutcome,
)
from releasecheck.core.errors import StoreError
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.store import SqliteStore
from tests.made_up.records import tamper
from tests.made_up.saved import FULL, GUARDS, MARKS, TODAY, add, bare_plan, day, task, triggers, writing


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
    assert store.people_that_differ(["A1234BC"]) == []
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
        transaction.erase("A1234BC", "age")
        transaction.log("erasure", ["A1234BC"])
    assert store.numbers() == ["A5561CD"]
    assert store.history("A1234BC") == []
    assert triggers(store) == GUARDS
    store.close()
    assert b"rang the council" not in path.read_bytes()


# The log


def test_log_is_a_chain_that_holds(store: SqliteStore) -> None:
    for recipient in ("J. Okafor", None):
        with writing(store) as transaction:
            transaction.log("consultation", ["A1234BC"])
            transaction.log("disclosure", ["A1234BC", "A5561CD"], recipient, "handover")
    assert store.log_faults() == []
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
    tamper(path, "DROP TRIGGER log_no_update", "DROP TRIGGER log_no_delete", deed)
    assert store.log_faults()[0].startswith(found)
