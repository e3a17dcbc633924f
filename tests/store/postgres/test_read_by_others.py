"""Other programs find the same views on a server as in a file, and the same words about them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from releasecheck.store.sqlite.views import NAMES
from tests.made_up.program import Run
from tests.made_up.records import rows, tamper
from tests.made_up.servers import TestServer


def as_text(found: list[tuple[object, ...]]) -> list[tuple[str | None, ...]]:
    return sorted((tuple(None if one is None else str(one) for one in row) for row in found), key=repr)


@pytest.fixture
def both(run: Run, server: TestServer, demo: Path) -> tuple[Path, str]:
    """The same record in a file and on a server, on the same day; somebody in it is restricted."""
    assert run("--reason", "court", "record", "restrict", "A5561CD").code == 0
    name = server.database()
    assert run("record", "copy", demo, server.url(name)).code == 0
    tamper(demo, "DROP VIEW v_today", "CREATE VIEW v_today AS SELECT '2026-11-23' AS today")
    server.sql("CREATE OR REPLACE VIEW releasecheck.v_today AS SELECT DATE '2026-11-23' AS today", name)
    return demo, name


@pytest.mark.parametrize("view", NAMES)
def test_a_view_has_the_same_rows_on_both(both: tuple[Path, str], server: TestServer, view: str) -> None:
    file, name = both
    there = server.sql(f"SET search_path = releasecheck; SELECT * FROM {view}", name)
    assert as_text(there) == as_text(rows(file, f"SELECT * FROM {view}"))
    assert there


def test_record_schema_tells_the_same_of_both(run: Run, both: tuple[Path, str], server: TestServer) -> None:
    file, name = both
    here = run("--record", file, "record", "schema").out
    there = run("--record", server.url(name), "record", "schema").out
    ours, theirs = (text.partition("TABLES")[0] for text in (here, there))
    assert ours == theirs
    assert set(re.findall(r"^(\w+):", here, re.M)) <= set(re.findall(r"^(\w+):", there, re.M))
    made = run("--record", server.url(name), "record", "schema", "--sql").out
    assert made.count("CREATE VIEW") == len(NAMES)
    assert made.count("CREATE TABLE") > 20
