"""A record copied to a server and back is the same record, or no record at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_up.program import Run
from tests.made_up.records import rows, tamper
from tests.made_up.servers import TestServer
from tests.places import DATA, TOP

SEEN_OF_BOTH = (
    "list --all",
    "missing --tasks",
    "history A1234BC",
    "export people",
    "log verify",
    "record verify",
)
TABLES = ("entries", "facts", "salts", "voids", "plans", "tasks", "words", "staff", "log", "meta")
#: Types the command, and is killed by the system once so many parts have been copied.
KILLED = """
import os, signal, sys
from releasecheck.store.copying import rows
write, parts = rows._saved, []
def counted(*given):
    write(*given)
    parts.append(1)
    if len(parts) == {parts}:
        os.kill(os.getpid(), signal.SIGKILL)
rows._saved = counted
from releasecheck.cli import cli
cli(sys.argv[1:])
"""


@pytest.fixture
def file(run: Run, demo: Path) -> Path:
    """A record in a file with some history, restricted and undone."""
    for words in (
        ("note", "A1234BC", "came to the office: 100% of \\it\twith a tab\nand a line"),
        ("mark", "A1234BC", "bank_account", "done"),
        ("undo", "--yes"),
        ("--reason", "court", "record", "restrict", "A5561CD"),
        ("staff", "add", "S. Jones", "--role", "PRT"),
        ("staff", "add", "Žofie \U00020bb7é O’Shea", "--role", "POM"),
        ("own", "A1234BC", "PRT", "S. Jones"),
        ("list", "--all"),
    ):
        done = run("--record", demo, *words)
        assert done.code == 0, done.err
    return demo


@pytest.fixture
def bare(server: TestServer) -> str:
    """The address of a database with nothing in it."""
    return server.url(server.database())


def seen(run: Run, place: str | Path) -> list[tuple[int, str]]:
    found = [run("--record", place, *words.split()) for words in SEEN_OF_BOTH]
    return [(done.code, done.out.replace(str(place), "RECORD")) for done in found]


def _in_order(row: tuple[object, ...]) -> tuple[int, str]:
    return (row[0] if isinstance(row[0], int) else 0), repr(row)


def told(record: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(rows(record, f"SELECT * FROM {table}"), key=_in_order) for table in TABLES}


def test_to_a_server_and_back_every_row_is_as_it_was(run: Run, file: Path, bare: str, tmp_path: Path) -> None:
    done = run("record", "copy", file, bare)
    assert done.code == 0, done.err
    assert "92 people, up to entry 7" in done.out
    assert "compared person by person and along both chains" in done.out
    before = told(file)
    assert run("record", "copy", file, bare, "--check").code == 0
    back = tmp_path / "back.db"
    assert run("record", "copy", bare, back).code == 0
    # The server's own log says that it was copied, and nothing else is new.
    assert [table for table in TABLES if told(back)[table] != before[table]] == ["log", "meta"]
    assert told(back)["log"][:-1] == before["log"]
    assert seen(run, back)[:4] == seen(run, file)[:4] == seen(run, bare)[:4]
    assert [code for code, _ in seen(run, bare)] == [0] * len(SEEN_OF_BOTH)
    assert oct(back.stat().st_mode & 0o777) == "0o600"


def test_lines_of_an_older_version_stand_in_the_chain_on_a_server_and_back(
    run: Run, bare: str, tmp_path: Path
) -> None:
    """They say neither login nor record, and are hashed without."""
    old, back = tmp_path / "old.db", tmp_path / "back.db"
    shutil.copyfile(DATA / "records" / "0.1.0" / "record.db", old)
    assert run("--record", old, "list").code == 0
    assert rows(old, "SELECT count(*) FROM log WHERE origin IS NULL") != [(0,)]
    assert run("record", "copy", old, bare).code == 0
    assert run("--record", bare, "record", "verify").code == 0
    assert run("record", "copy", bare, back).code == 0
    assert run("--record", back, "record", "verify").code == 0
    assert told(back)["log"][:-1] == told(old)["log"]


def test_several_offices_have_chains_that_no_file_can_hold(
    run: Run, file: Path, bare: str, tmp_path: Path, server: TestServer
) -> None:
    assert run("record", "copy", file, bare).code == 0
    server.sql(
        "INSERT INTO releasecheck.heads(office, origin, line) VALUES ('Leeds', repeat('a', 32), 1)",
        bare.rpartition("/")[2],
    )
    done = run("record", "copy", bare, tmp_path / "back.db")
    assert done.code == 1
    assert "2 offices have chains of their own there" in done.err
    assert not (tmp_path / "back.db").exists()


def test_the_log_of_the_record_says_where_it_went(run: Run, file: Path, bare: str) -> None:
    assert run("record", "copy", file, bare).code == 0
    ((kind, command, recipient),) = rows(
        file, "SELECT kind, command, recipient FROM log ORDER BY id DESC LIMIT 1"
    )
    assert (kind, command, recipient) == ("disclosure", "record copy", bare)
    assert rows(file, "SELECT * FROM unfinished") == []


def test_a_colleague_goes_on_where_the_file_was(run: Run, file: Path, bare: str) -> None:
    assert run("record", "copy", file, bare).code == 0
    origin = rows(file, "SELECT value FROM meta WHERE key = 'origin'")
    for words in (("note", "A1234BC", "x"), ("staff", "add", "P. Lane", "--role", "POM"), ("undo", "--yes")):
        done = run("--record", bare, *words)
        assert done.code == 0, done.err
    assert run("--record", bare, "record", "verify").code == 0
    assert origin == rows(file, "SELECT value FROM meta WHERE key = 'origin'")


def test_from_file_to_file_and_encrypted(
    run: Run, file: Path, bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, secret, back = tmp_path / "plain.db", tmp_path / "secret.db", tmp_path / "back.db"
    assert run("record", "copy", file, plain).code == 0
    assert run("record", "copy", file, bare).code == 0
    key = tmp_path / "key"
    key.write_text("0f" * 32)
    key.chmod(0o600)
    monkeypatch.setenv("RELEASECHECK_KEY_FILE", str(key))
    done = run("record", "copy", bare, secret)
    assert done.code == 0, done.err
    assert not secret.read_bytes().startswith(b"SQLite format")
    assert b"RIVERS" not in secret.read_bytes()
    assert run("record", "copy", secret, back).code == 0
    assert run("--record", back, "record", "verify").code == 0
    assert run("record", "copy", secret, back, "--check").code == 0


@pytest.mark.parametrize("parts", [3, 12, 30])
@pytest.mark.parametrize("to", ["server", "file"])
def test_a_copy_that_was_killed_is_no_record_and_goes_on(
    run: Run, file: Path, bare: str, tmp_path: Path, parts: int, to: str
) -> None:
    place = bare if to == "server" else str(tmp_path / "copied.db")
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(parts=parts), "record", "copy", str(file), place],
        capture_output=True,
        check=False,
        cwd=TOP,
        env={**os.environ, "PYTHONPATH": str(TOP)},
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    opened = run("--record", place, "list")
    assert opened.code == 1
    assert ("was cut off" in opened.err) if to == "server" else ("no record at" in opened.err)
    assert run("--record", file, "note", "A1234BC", "recorded meanwhile").code == 0
    done_again = run("record", "copy", file, place)
    assert done_again.code == 0, done_again.err
    assert "went on from where it was cut off" in done_again.out
    assert run("--record", place, "record", "verify").code == 0
    assert "recorded meanwhile" in run("--record", place, "history", "A1234BC").out


def test_what_is_there_already_is_refused_and_left_as_it_is(
    run: Run, file: Path, bare: str, tmp_path: Path, server: TestServer
) -> None:
    assert run("record", "copy", file, bare).code == 0
    other = tmp_path / "other.db"
    assert run("--record", other, "record", "init").code == 0
    before = other.read_bytes()
    for source, target in ((file, bare), (file, other), (other, bare)):
        done = run("record", "copy", source, target)
        assert done.code == 1
        assert "there is already" in done.err
    assert other.read_bytes() == before
    assert run("record", "copy", file, bare, "--check").code in (0, 1)
    assert run("record", "copy", file, file).code == 2


def test_the_copy_of_another_record_that_was_cut_off_is_not_gone_on_with(
    run: Run, file: Path, bare: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    assert run("demo", "--keep", other).code == 0
    subprocess.run(
        [sys.executable, "-c", KILLED.format(parts=12), "record", "copy", str(other), bare],
        capture_output=True,
        check=False,
        cwd=TOP,
        env={**os.environ, "PYTHONPATH": str(TOP)},
    )
    done = run("record", "copy", file, bare)
    assert done.code == 1
    assert "another record's copy" in done.err


@pytest.mark.parametrize(
    ("deed", "named"),
    [
        ("UPDATE facts SET value = 'JONES' WHERE id = 9", "A"),
        ("UPDATE people SET last_name = 'JONES' WHERE prison_number = 'A1234BC'", "A1234BC"),
        ("DELETE FROM tasks WHERE prison_number = 'A1234BC' AND item = 'dtr'", "A1234BC"),
        ("UPDATE log SET command = 'x' WHERE id = 1", "log"),
        ("UPDATE items SET title = 'x' WHERE item = 'dtr'", "items"),
        ("INSERT INTO meta VALUES ('made_up', 'x')", "meta"),
    ],
)
def test_a_row_that_is_changed_in_the_copy_is_found(
    run: Run, file: Path, bare: str, server: TestServer, deed: str, named: str
) -> None:
    assert run("record", "copy", file, bare).code == 0
    assert run("record", "copy", file, bare, "--check").code == 0
    server.sql(
        f"SET session_replication_role = replica; SET search_path = releasecheck; {deed}",
        bare.rpartition("/")[2],
    )
    done = run("record", "copy", file, bare, "--check")
    assert done.code == 1
    assert f"is not what {file} is now: " in done.err
    assert named in done.err.partition("is now: ")[2]


def test_a_record_that_is_not_whole_is_not_copied(run: Run, file: Path, bare: str) -> None:
    tamper(file, "DROP TRIGGER facts_no_update", "UPDATE facts SET value = 'JONES' WHERE fact = 'last_name'")
    done = run("record", "copy", file, bare)
    assert done.code == 1
    assert "the record is not whole" in done.err
    assert run("--record", bare, "list").code == 1
