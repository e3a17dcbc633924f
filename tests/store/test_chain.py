"""Entries are chained: whatever was changed, taken out, put in or moved shows, and an erasure does not."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from releasecheck.core.errors import StoreError
from releasecheck.planning.changes import Decided, PersonChange
from releasecheck.store import SqliteStore, create, open_record
from releasecheck.store.rows import Look
from releasecheck.store.sqlite.connection import connect
from releasecheck.store.sqlite.guards import unguard
from releasecheck.store.tables import digests
from tests.conftest import Run
from tests.made_up.records import AT, rows, tamper
from tests.made_up.saved import FULL, MARKS, TODAY, add, bare_plan, entry_faults, writing
from tests.places import DATA


def filled(path: Path) -> None:
    """Seven entries: two people told of with everything, one told again, one undone, and one with no row."""
    with create(path, login="pmarsh") as store:
        with writing(store) as transaction:
            transaction.save(FULL, MARKS)
        add(store, "A5561CD", tier="B2", housing="settled")
        wrong = add(store, "A7770ZZ", tier="B2")
        tell(store, "A5561CD", tier="C1")
        with writing(store) as transaction:
            transaction.void(wrong, "wrong person")
            transaction.rebuild("A7770ZZ")
        tell(store, "A1234BC", tier="C1", prison="HULL")
        with writing(store) as transaction:
            assert transaction.entry == 7
        assert entry_faults(store) == []


def tell(store: SqliteStore, number: str, **facts: str) -> None:
    with writing(store) as transaction:
        before = transaction.record(number)
        assert before is not None
        after = before._replace(facts={**before.facts, **facts})
        change = PersonChange(number, facts)
        transaction.save(Decided(change, before, after, None, bare_plan(number)), MARKS)


_GUARDED = ("entries", "facts", "releases", "outcomes", "owners", "notes", "voids", "salts")
_ROWS = ("facts", "releases", "outcomes", "owners", "notes")
CHANGED = [
    *(f"UPDATE {table} SET {column} = {value} WHERE rowid = 1"
      for table, column, value in (
          ("facts", "value", "'x'"), ("facts", "value", "NULL"), ("facts", "told_on", "'2020-01-01'"),
          ("facts", "source", "'x'"), ("facts", "fact", "'x'"), ("facts", "prison_number", "'A5561CD'"),
          ("facts", "entry", "2"), ("releases", "date", "'2020-01-01'"), ("releases", "anchors", "'{}'"),
          ("releases", "confirmed", "1"), ("outcomes", "outcome", "'accepted'"),
          ("outcomes", "evidence", "'{}'"),
          ("outcomes", '"by"', "'x'"), ("owners", "role", "'POM'"), ("notes", "text", "'x'"),
          ("notes", "kind", "'x'"), ("entries", "at", "'2020-01-01T00:00:00Z'"), ("entries", '"by"', "'x'"),
          ("entries", "reason", "'x'"), ("entries", "login", "'x'"), ("entries", "origin", "'x'"),
          ("entries", "origin_seq", "70"), ("entries", "command", "'x'"), ("entries", "day", "'2020-01-01'"),
      )),
    "UPDATE voids SET reason = 'x'",
    "UPDATE voids SET voided_by = 6",
    "UPDATE salts SET salt = 'x' WHERE entry = 1",
    "UPDATE salts SET salt = NULL, prison_number = NULL WHERE entry = 1",
    "UPDATE salts SET digest = 'x' WHERE entry = 1",
    "UPDATE entries SET hash = 'x' WHERE id = 7",
    "UPDATE meta SET value = 'x' WHERE key = 'last_entry'",
]  # fmt: skip
TAKEN_OUT = [
    *(f"DELETE FROM {table} WHERE rowid = (SELECT {end}(rowid) FROM {table})"
      for table in (*_ROWS, "entries", "voids") for end in ("min", "max")),
    "DELETE FROM entries WHERE id = 4",
    "DELETE FROM salts WHERE entry = 1",
    "DELETE FROM salts WHERE entry = 6",
]  # fmt: skip
PUT_IN = [
    *(f"INSERT INTO facts(entry, prison_number, fact, value, told_on) VALUES "
      f"({entry}, 'A5561CD', 'rosh', 'low', '2026-11-21')" for entry in (7, 2, 99)),
    *(f"INSERT INTO {table} SELECT 99, {columns} FROM {table} WHERE id = 1" for table, columns in (
        ("releases", "entry, prison_number, told_on, date, type, confirmed, source, anchors"),
        ("outcomes", 'entry, prison_number, item, outcome, on_date, reason, evidence, "by"'),
        ("owners", "entry, prison_number, item, role"),
        ("notes", "entry, prison_number, kind, on_date, text, item, fields"))),
    "INSERT INTO voids VALUES (2, 7, NULL)",
    "INSERT INTO voids VALUES (2, 99, NULL)",
    "INSERT INTO entries(at, by, command, day, origin, origin_seq, login, hash) "
    "SELECT at, by, command, day, origin, 8, login, hash FROM entries WHERE id = 7",
    "INSERT INTO salts VALUES (7, 1, 'A5561CD', 'x', 'y')",
]  # fmt: skip
MOVED = [
    "UPDATE facts SET id = 500 WHERE id = 1",
    "UPDATE facts SET id = -5 WHERE id = (SELECT max(id) FROM facts)",
    "UPDATE outcomes SET id = 500 WHERE id = 1",
    "UPDATE entries SET id = 500 WHERE id = 7",
    "UPDATE facts SET entry = 4 WHERE entry = 2 AND fact = 'tier'",
]


@pytest.mark.parametrize("deed", [*CHANGED, *TAKEN_OUT, *PUT_IN, *MOVED])
def test_one_row_that_is_not_as_it_was_written_shows(path: Path, deed: str) -> None:
    filled(path)
    unguarded = [f"DROP TRIGGER {table}_no_{kind}" for table in _GUARDED for kind in ("update", "delete")]
    tamper(path, *unguarded, deed)
    with open_record(path) as store:
        found = entry_faults(store)
    assert found
    assert all("entry" in one for one in found)


def test_every_entry_that_does_not_hold_is_named_with_its_rows(path: Path) -> None:
    filled(path)
    tamper(path, "DROP TRIGGER facts_no_update", "UPDATE facts SET value = 'x' WHERE entry IN (4, 6)")
    with open_record(path) as store:
        found = entry_faults(store)
    assert [one.partition(" (")[0] for one in found] == [
        "entry 4: what it says of A5561CD is not as it was written",
        "entry 6: what it says of A1234BC is not as it was written",
    ]
    assert "(facts " in found[0], "the rows are named"


def test_who_is_erased_leaves_a_chain_that_holds_and_nothing_to_guess_from(path: Path) -> None:
    filled(path)
    with open_record(path) as store:
        with writing(store) as transaction:
            transaction.erase("A1234BC", "age")
            transaction.log("erasure", ["A1234BC"])
        assert entry_faults(store) == []
        with pytest.raises(StoreError, match="was erased on"):
            add(store, "A1234BC", tier="B2")
        add(store, "A7770ZZ", tier="B2")
        assert entry_faults(store) == []
        assert store.log_faults() == []
    kept = rows(path, "SELECT prison_number, salt, length(digest) FROM salts WHERE entry IN (1, 6)")
    assert kept == [(None, None, 64), (None, None, 64)]
    tamper(path, "DROP TRIGGER salts_no_delete", "DELETE FROM salts WHERE entry = 6")
    with open_record(path) as store:
        assert entry_faults(store), "an erasure does not excuse what else is missing"


def test_person_told_of_twice_in_one_entry_or_erased_by_it_leaves_a_chain_that_holds(
    store: SqliteStore,
) -> None:
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
        transaction.flush()
        transaction.save(FULL._replace(telling=None), MARKS)
    assert entry_faults(store) == []
    with writing(store) as transaction:
        transaction.save(FULL, MARKS)
        transaction.erase("A1234BC", "age")
        transaction.save(FULL, MARKS)
    assert entry_faults(store) == []


def test_two_people_told_the_same_have_digests_that_do_not_show_it(path: Path) -> None:
    filled(path)
    digests = rows(path, "SELECT DISTINCT salt, digest FROM salts")
    assert len(digests) == len(rows(path, "SELECT * FROM salts"))


def test_clock_of_entries_never_goes_back(path: Path, store: SqliteStore) -> None:
    for moment in (AT, AT - timedelta(days=400), AT + timedelta(hours=1)):
        with store.writing("P. Marsh", moment, TODAY, "set") as transaction:
            assert transaction.entry
    assert rows(path, "SELECT at FROM entries ORDER BY id") == [
        ("2026-11-23T09:30:00Z",),
        ("2026-11-23T09:30:00Z",),
        ("2026-11-23T10:30:00Z",),
    ]


def test_entry_and_line_of_the_log_say_which_record_and_which_login(path: Path) -> None:
    filled(path)
    ((origin,),) = rows(path, "SELECT value FROM meta WHERE key = 'origin'")
    assert len(origin) == 32
    assert rows(path, "SELECT origin, origin_seq, login FROM entries ORDER BY id") == [
        (origin, number, "pmarsh") for number in range(1, 8)
    ]
    assert {*rows(path, "SELECT origin, login FROM log")} == {(origin, "pmarsh")}


def test_two_records_never_have_the_same_id(tmp_path: Path) -> None:
    origins = set()
    for name in ("a.db", "b.db"):
        create(tmp_path / name).close()
        origins |= {*rows(tmp_path / name, "SELECT value FROM meta WHERE key = 'origin'")}
    assert len(origins) == 2


def test_record_of_an_older_version_is_chained_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    shutil.copyfile(DATA / "records" / "0.1.0" / "record.db", path)
    before = rows(path, "SELECT id, at, by, command, day, reason FROM entries ORDER BY id")
    with open_record(path, login="pmarsh") as store:
        assert entry_faults(store) == []
        assert store.log_faults() == []
        store.log_look(Look("P. Marsh", AT, "show", ["A1234BC"]))
        add(store, "A5561CD", tier="B2")
        assert entry_faults(store) == []
        assert store.log_faults() == []
    assert rows(path, "SELECT id, at, by, command, day, reason FROM entries ORDER BY id")[:-1] == before
    assert {*rows(path, "SELECT login FROM entries")} == {("",), ("pmarsh",)}
    sequence = [number for (number,) in rows(path, "SELECT origin_seq FROM entries ORDER BY id")]
    assert sequence == list(range(1, len(before) + 2))
    tamper(path, "DROP TRIGGER facts_no_update", "UPDATE facts SET value = 'x' WHERE id = 1")
    with open_record(path) as store:
        assert entry_faults(store)


@pytest.mark.parametrize("deed", ["login = 'x'", "origin = 'x'", "login = NULL, origin = NULL"])
def test_where_a_line_of_the_log_was_written_is_in_its_hash(path: Path, deed: str) -> None:
    filled(path)
    tamper(path, "DROP TRIGGER log_no_update", f"UPDATE log SET {deed} WHERE id = 2")
    with open_record(path) as store:
        assert store.log_faults()[0] == "line 2 of the log is not as it was written"


def test_verify_says_which_entry_does_not_hold(run: Run, record: Path) -> None:
    run("add", "A1234BC", "--name", "RIVERS, Sam", "tier=B2")
    run("set", "A1234BC", "tier=C1")
    tamper(record, "DROP TRIGGER entries_no_update", "UPDATE entries SET by = 'somebody else' WHERE id = 1")
    done = run("record", "verify")
    assert done.code == 1
    assert "entry 1 is not as it was written" in done.err


def test_a_hold_or_an_erasure_that_the_log_knows_nothing_of_shows(path: Path) -> None:
    """Their tables have only a digest, which anybody can work out; the log is a chain."""
    filled(path)
    with open_record(path) as store, writing(store) as transaction:
        transaction.hold("A1234BC", "hold", "an inquest")
        transaction.erase("A5561CD", "age")
    for deed in (
        "DELETE FROM holds",
        "UPDATE people SET restricted = 1",
        "UPDATE salts SET prison_number = NULL, salt = NULL WHERE prison_number = 'A1234BC'",
        "INSERT INTO erased VALUES ('A0001AA', '2026-11-23T09:30:00Z', 'age')",
    ):
        with closing(connect(path)) as connection:
            connection.execute("BEGIN")
            unguard(connection, "salts")
            connection.execute(deed)
            digests.keep(connection, digests.DIGESTED)
            assert [one for one in digests.breaks(connection) if "as the log says" in one], deed
            connection.sqlite.rollback()
    with closing(connect(path)) as connection:
        assert list(digests.breaks(connection)) == []
