"""A record that somebody made to harm: what stands in the place of a table is never read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.hostile.runner import Runner
from tests.made_up.records import rows, tamper

_WITHOUT_END = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {} FROM n WHERE i < 0"
_COMMANDS = (
    ("show", "A1234BC"),
    ("list",),
    ("history", "A1234BC"),
    ("export", "people"),
    ("note", "A1234BC", "hello"),
    ("record", "verify"),
)


def _put_a_view(record: Path, table: str) -> None:
    """A view that takes for ever, under the name of a table."""
    columns = [name for (name,) in rows(record, "SELECT name FROM pragma_table_info(?)", table)]
    endless = _WITHOUT_END.format(", ".join(["i"] * len(columns)))
    tamper(
        record,
        "PRAGMA legacy_alter_table = ON",
        f"ALTER TABLE {table} RENAME TO {table}_kept",
        f"CREATE VIEW {table}({', '.join(columns)}) AS {endless}",
    )


_TABLES = (
    "people plans tasks meta facts releases notes log log_lists holds erased unfinished search_words words "
    "night_rows"
).split()


@pytest.mark.parametrize("table", _TABLES)
def test_a_view_in_the_place_of_a_table_is_named_and_not_read(
    table: str, full_record: Callable[[], Path], runner: Runner, tmp_path: Path
) -> None:
    record = full_record()
    _put_a_view(record, table)
    env = {"RELEASECHECK_RECORD": str(record), "HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    for words in _COMMANDS:
        answer = runner(["--as-of", "2026-11-23", *words], env)
        assert answer.code == 1, words
        assert f"{table} is a view and no table" in answer.err
    repaired = runner(["record", "repair", str(tmp_path / "new.db")], env)
    assert repaired.code in (0, 1, 3), "what the facts give is made again; else it is said what is lost"
    assert "Traceback" not in repaired.err


def test_no_table_is_forgotten(full_record: Callable[[], Path], runner: Runner, tmp_path: Path) -> None:
    """Every one that a record has but SQLite's own, also those that a later version adds."""
    tables = [
        name
        for (name,) in rows(full_record(), "SELECT name FROM sqlite_schema WHERE type = 'table'")
        if name != "sqlite_sequence"
    ]
    assert set(_TABLES) < set(tables)
    for table in tables:
        record = full_record()
        _put_a_view(record, table)
        env = {"RELEASECHECK_RECORD": str(record), "HOME": str(tmp_path), "PATH": os.environ["PATH"]}
        answer = runner(["--as-of", "2026-11-23", "record", "verify"], env)
        assert (answer.code, f"{table} is a view and no table" in answer.err) == (1, True), table
