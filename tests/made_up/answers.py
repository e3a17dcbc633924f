"""What a command answered, taken apart: why it refused, and what `show` now says of somebody."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.conftest import Result, Run

SENT = ("dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
SAM, ANN = "A1234BC", "A2291BB"
EXPORT = ["export", "plans", "--format", "jsonl", "--to", "the tests"]


def said(done: Result, code: int = 2) -> str:
    """What a refusal says, without the program's name."""
    assert (done.code, done.out) == (code, "")
    return done.err.removeprefix("releasecheck: ").removesuffix("\n")


def shown(run: Run, number: str = SAM) -> dict:
    return json.loads(run("show", number, "--format", "json").out)


def task(run: Run, item: str, number: str = SAM) -> dict:
    return next(task for task in shown(run, number)["tasks"] if task["item"] == item)


def facts(run: Run, number: str = SAM) -> dict:
    return shown(run, number)["person"]["facts"]


def entries(record: Path) -> int:
    with closing(sqlite3.connect(record)) as database:
        return database.execute("SELECT count(*) FROM entries").fetchone()[0]


def told(record: Path, fact: str) -> list[tuple[object, ...]]:
    """Every value of a fact that was ever told, with who said so, oldest first."""
    with closing(sqlite3.connect(record)) as connection:
        return connection.execute(
            "SELECT f.value, f.told_on, f.source, e.by FROM facts AS f JOIN entries AS e ON e.id = f.entry "
            "WHERE f.fact = ? ORDER BY f.id",
            (fact,),
        ).fetchall()


def number_of(text: str) -> str:
    """The request that a command says it has recorded."""
    found = re.search(r"request (\d+)", text)
    assert found, text
    return found[1]


def folder_state(path: Path) -> dict[str, int]:
    return {str(found.relative_to(path)): found.stat().st_mode for found in path.rglob("*")}
