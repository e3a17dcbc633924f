"""The store is what `store.base` says, whichever database keeps it; and nobody else knows its tables."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from releasecheck.store import create
from releasecheck.store.base import Store
from releasecheck.store.database import Database, Structure
from releasecheck.store.figures import FiguresStore
from releasecheck.store.postgres.connection import PostgresConnection
from releasecheck.store.postgres.store import PostgresStore
from releasecheck.store.sqlite import migrations
from releasecheck.store.sqlite.connection import Connection
from releasecheck.store.sqlite.store import SqliteStore
from releasecheck.store.tables.transaction import Transaction
from releasecheck.store.writes import StoreTransaction
from tests.house.laws import House, house, parsed, room_of


def test_every_store_is_a_store(path: Path) -> None:
    """Assigned here for the type checker, which compares each method with the contract's."""
    with create(path) as opened:
        store: Store = opened
        connection: Database = opened._sqlite
        structure: Structure = migrations
        assert store.numbers() == []
        assert connection.all("SELECT 1") == [(1,)]
        assert structure.guard is migrations.guard


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


def signatures(contract: type) -> Iterator[tuple[str, str]]:
    for name, member in vars(contract).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            yield name, str(inspect.signature(member))


@pytest.mark.parametrize(
    ("contract", "kept_by"),
    [
        (Store, SqliteStore),
        (Store, PostgresStore),
        (FiguresStore, SqliteStore),
        (StoreTransaction, Transaction),
        (Database, Connection),
        (Database, PostgresConnection),
    ],
)
def test_what_the_contract_says_is_there_and_asks_the_same(contract: type, kept_by: type) -> None:
    said = dict(signatures(contract))
    found = {name: str(inspect.signature(getattr(kept_by, name))) for name in said if hasattr(kept_by, name)}
    returns = re.compile(r" -> .*$")
    assert {name: returns.sub("", text) for name, text in found.items()} == {
        name: returns.sub("", text) for name, text in said.items()
    }


@pytest.mark.parametrize("kept_by", [SqliteStore, PostgresStore])
def test_the_contract_leaves_nothing_out(kept_by: type) -> None:
    """What a store can do and the contract does not say could be used, and another store would lack it."""
    said = {name for name, member in inspect.getmembers(Store) if not name.startswith("_")}
    does = {name for name, member in inspect.getmembers(kept_by) if not name.startswith("_")}
    assert does == said


_SQL = re.compile(r"\b(SELECT\b.*\bFROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET|PRAGMA|CREATE TABLE)\b", re.S)


def knows_tables(sources: House) -> list[str]:
    """Modules outside the store in whose texts a statement for a database stands."""
    return [
        f"{module}: {node.value[:40]}"
        for module, source in sources.items()
        if room_of(module) != "store"
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.search(node.value)
    ]


def test_nobody_but_the_store_knows_a_table() -> None:
    assert knows_tables(house()) == []


@pytest.mark.parametrize(
    "sql", ["SELECT prison_number FROM people", "PRAGMA user_version", "UPDATE tasks SET open = 0"]
)
def test_a_statement_elsewhere_is_found(sql: str) -> None:
    assert len(knows_tables({**house(), "app.new": f"query = {sql!r}"})) == 1
