"""Where a person, a prison or one worker is named, no command goes through everybody to find them.

Every statement that the command runs is explained, whichever query it comes from.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from releasecheck.app.opening.session import App
from releasecheck.formats.terminal import Screen
from releasecheck.store.sqlite.connection import Connection
from releasecheck.store.tables.reading import stale_query
from tests.made_up.program import Run

BIG = {"people", "plans", "tasks", "facts", "releases", "outcomes", "notes", "search_words"}
NARROW = {
    # Everybody, and everybody who is here, is counted by a small index: to say how many are not asked for.
    "people USING COVERING INDEX people_here",
    "people USING COVERING INDEX people_by_name",
}


@pytest.fixture
def scans(demo: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., set[str]]:
    """What a command goes through from end to end."""
    asked: dict[str, Sequence[Any] | Mapping[str, Any]] = {}

    def listening(name: str) -> None:
        really = getattr(Connection, name)

        def listen(self: Connection, sql: str, parameters: Any = ()) -> Any:
            asked[sql] = parameters
            return really(self, sql, parameters)

        monkeypatch.setattr(Connection, name, listen)

    for name in ("all", "each", "one", "execute", "insert"):
        listening(name)
    monkeypatch.setattr(App, "screen", Screen(100, False, 24))

    def found(*words: str | Path) -> set[str]:
        asked.clear()
        assert run(*words).code == 0
        with closing(sqlite3.connect(demo)) as connection:
            return {
                step
                for sql, parameters in asked.items()
                if sql.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")) and sql != stale_query()
                for step in _scans(sql, connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters))
            }

    return found


def _scans(sql: str, steps: Iterable[Any]) -> Iterator[str]:
    named = {table: table for table in BIG}
    named |= {alias: table for table, alias in re.findall(r"(?:FROM|JOIN)\s+(\w+)\s+AS\s+(\w+)", sql)}
    for *_, step in steps:
        verb, _, rest = step.partition(" ")
        name, _, how = rest.partition(" ")
        table, stops = named.get(name), sql.endswith("LIMIT :most) AS y")
        if verb == "SCAN" and table in BIG and f"{table} {how}" not in NARROW and not stops:
            yield f"{table} {how}: {' '.join(sql.split())}"


ONE = "A5561CD"
PERSON = (f"show {ONE}", f"note {ONE} seen", f"why {ONE} dtr", f"history {ONE}", f"missing --person {ONE}")
PRISON = (
    "list --prison HMP_Leeds",
    "missing --prison HMP_Leeds",
    "today --prison HMP_Leeds",
    "missing --prison HMP_Leeds --owner COM",
)
MINE = ("today", "missing --mine", "list --com okafor", "missing --com okafor", "today --com okafor")
FOUND = (f"find {ONE}", "find dunne", "find okafor")


@pytest.mark.parametrize("words", [*PERSON, *PRISON, *FOUND])
def test_what_is_named_is_found_by_an_index(scans: Callable[..., set[str]], words: str) -> None:
    assert scans(*(word.replace("_", " ") for word in words.split())) == set()


@pytest.mark.parametrize("words", MINE)
def test_what_is_ones_own_is_found_by_an_index(
    scans: Callable[..., set[str]], tmp_path: Path, words: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('role = "POM"\nby = "P. Marsh"\n')
    assert scans("--config", config, *words.split()) == set()


def test_who_waits_for_an_answer_is_found_among_those_who_asked(scans: Callable[..., set[str]]) -> None:
    assert not any(step.startswith("notes") and "notes_asked" not in step for step in scans("today"))


def test_a_whole_country_is_gone_through(scans: Callable[..., set[str]]) -> None:
    """The measure measures: without anybody named there is nothing to go by."""
    assert any(step.startswith("tasks USING COVERING INDEX tasks_open") for step in scans("missing"))
