"""A record in which every table holds something, made through the front door and by a night."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from releasecheck.store.rows import Look
from releasecheck.store.sqlite.store import open_record
from tests.faults.hostile.runner import Runner
from tests.made_up.program import make_person, run
from tests.made_up.records import AT, rows, tamper

HERE = Path(__file__).parent
MANY = [f"A{number:04}XX" for number in range(60)]
"""More than a line of the log names by itself."""
UNREAD = 3
"""The exit code of an import that could not read everything."""
PEOPLE = """Prison Number,Surname,Forename,CRD,MAPPA level
A5561CD,NIGHTLARK,Odo,14/02/2027,1
A7770ZZ,THIMBLE,Ann,20/03/2027,some
A2291BB,LINNET,Eve,20/03/2027,1
"""


@pytest.fixture(scope="session")
def kill_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that ends its process at a chosen call, compiled."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        said = "killing inside SQLite needs Linux and a C compiler (cc)"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    made = tmp_path_factory.mktemp("kill_at") / "kill_at.so"
    source = Path(__file__).parent / "kill_at.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    return made


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    """Runs commands in processes of their own, with limits of time and of memory."""
    with Runner() as one:
        yield one


@pytest.fixture(scope="session")
def _full_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full")
    path = folder / "record.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASECHECK_RECORD", str(path))
        (folder / "people.csv").write_text(PEOPLE, "utf-8")
        said = [run("record", "init")]
        make_person(tier="B2", prison="LEEDS", cell="A1-02")
        said += [
            run(*words)
            for words in (
                ("import", "people", folder / "people.csv"),
                ("set", "A5561CD", "tier=C1", "housing=no_fixed_abode"),
                ("mark", "A1234BC", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes"),
                ("own", "A1234BC", "dtr", "COM"),
                ("note", "A1234BC", "He asked about his bank card"),
                ("note", "A5561CD", "for the wrong person"),
                ("undo", "--yes"),
                ("staff", "add", "M. Kettle", "--role", "POM"),
                ("calendar", "add", "2026-12-23", "Staff day"),
                ("nightly", "--out", folder / "nights"),
                ("export", "people", "--to", "the council", "-o", folder / "out.csv"),
                ("show", "A5561CD"),
                ("record", "hold", "A5561CD", "--reason", "an inquest"),
                ("record", "erase", "A2291BB", "--rule", "mistake", "--confirm", "A2291BB"),
            )
        ]
    assert [one.err for one in said if one.code not in (0, UNREAD)] == []
    with open_record(path) as store:  # as a giving out leaves it that is cut off
        for command in ("list", "missing"):  # as a look at a prison does
            store.log_look(Look("tester", AT, command, MANY))
        store.log_look(Look("tester", AT, "handover", ["A5561CD"], None, "the COM"))
    tables = [name for (name,) in rows(path, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    empty = [name for name in tables if not rows(path, f'SELECT 1 FROM "{name}" LIMIT 1')]
    assert empty == [], "what holds nothing cannot be tampered with"
    tamper(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def full_record(_full_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Lays a fresh copy of the full record where commands use it, with nothing beside it."""
    path = tmp_path / "record.db"
    monkeypatch.setenv("RELEASECHECK_RECORD", str(path))

    def lay() -> Path:
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copy2(_full_record, path)
        return path

    return lay
