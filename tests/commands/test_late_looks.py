"""A look that the record cannot take is kept in a file of the user's own, and goes into the log later."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from releasecheck.store.rows import Look
from releasecheck.store.sqlite.store import open_record
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import AT, as_somebody_else, open_elsewhere, rows, tamper
from tests.made_up.terminal import Terminal

LOG = "SELECT kind, command, recipient, written_at IS NOT NULL FROM log ORDER BY id"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this user's looks are kept."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    return tmp_path / "state" / "releasecheck"


@contextmanager
def locked(record: Path) -> Iterator[None]:
    with open_elsewhere(record) as other:
        other("BEGIN IMMEDIATE")
        yield
        other("ROLLBACK")


def kept(state: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in state.glob("*") for line in path.read_text().splitlines()]


def sound(run: Run) -> None:
    for words in (("record", "verify"), ("log", "verify")):
        done = run(*words)
        assert done.code == 0, done.err


def test_a_look_while_the_record_is_locked_is_kept_and_logged_with_the_next_writing(
    run: Run, make_person: MakePerson, record: Path, state: Path
) -> None:
    make_person()
    with locked(record):
        done = run("show", "smith")
        assert (done.code, "SMITH, John" in done.out) == (0, True)
        (file,) = state.iterdir()
        assert str(file) in done.err and len(done.err.splitlines()) == 1
        assert [stat.S_IMODE(path.stat().st_mode) for path in (file, state)] == [0o600, 0o700]
        run("find", "smith")
        assert [(look["command"], look["people"]) for look in kept(state) if not look["ended"]] == [
            ("show", ["A1234BC"]),
            ("find", ["A1234BC"]),
        ]
    assert [row[1] for row in rows(record, LOG)] == ["add"]
    run("set", "smith", "tier=B2")
    assert rows(record, LOG)[1:] == [
        ("disclosure", "show", "standard output", 1),
        ("disclosure", "find", "standard output", 1),
        ("alteration", "set", None, 0),
    ]
    assert kept(state) == []
    assert rows(record, "SELECT * FROM unfinished") == []
    assert "late: the record took this line only at" in run("log", "show").out
    sound(run)


def test_a_look_on_a_terminal_is_a_consultation(
    run: Run, make_person: MakePerson, record: Path, state: Path
) -> None:
    make_person()
    screen = Terminal("show", "smith")
    screen.shows("SMITH, John")
    assert screen.code() == 0
    screen = Terminal("set", "smith", "tier=B2", "--dry-run")
    screen.shows("Nothing saved")
    assert screen.code() == 0
    assert rows(record, LOG)[1:] == [("consultation", "show", None, 0), ("consultation", "set", None, 0)]


def test_where_it_can_be_kept_nowhere_nothing_is_shown_and_what_to_do_is_said(
    run: Run, make_person: MakePerson, record: Path, state: Path
) -> None:
    make_person()
    state.parent.write_text("")
    with locked(record):
        done = run("show", "smith")
    assert (done.code, done.out) == (1, "")
    assert "nothing is shown, for it could not be logged" in done.err
    assert done.err.rstrip().endswith("Once one of them can be written to, try again")


def test_no_copy_of_the_record_takes_them_and_the_record_does_wherever_it_is_now(
    run: Run, make_person: MakePerson, record: Path, state: Path, tmp_path: Path
) -> None:
    make_person()
    copy = tmp_path / "copy.db"
    assert run("record", "backup", copy).code == 0
    with locked(record):
        run("show", "smith")
    assert run("--record", copy, "note", "smith", "into the copy").code == 0
    assert run("--record", copy, "find", "smith").code == 0
    assert [row[1] for row in rows(copy, LOG)] == ["add", "record backup", "note", "find"]
    assert [look["command"] for look in kept(state) if not look["ended"]] == ["show"]
    moved = record.rename(tmp_path / "moved.db")
    assert run("--record", moved, "set", "smith", "tier=B2").code == 0
    assert [row[1] for row in rows(moved, LOG)] == ["add", "record backup", "show", "set"]
    assert kept(state) == []


def test_a_link_in_the_place_of_the_file_is_not_followed(
    run: Run, make_person: MakePerson, record: Path, state: Path, tmp_path: Path
) -> None:
    make_person()
    with locked(record):
        run("show", "smith")
        (file,) = state.iterdir()
        file.unlink()
        (tmp_path / "victim").write_text("keep me")
        file.symlink_to(tmp_path / "victim")
        done = run("show", "smith")
    assert (done.code, done.out) == (1, "")
    run("set", "smith", "tier=B2")
    assert (tmp_path / "victim").read_text() == "keep me"


def test_killed_between_the_log_and_the_emptying_of_the_file_nothing_is_doubled(
    run: Run, make_person: MakePerson, record: Path, state: Path
) -> None:
    make_person()
    with locked(record):
        run("show", "smith")
        run("show", "smith")
    (file,) = state.iterdir()
    before = file.read_bytes()
    run("set", "smith", "tier=B2")
    once = rows(record, LOG)
    assert [row[1] for row in once] == ["add", "show", "show", "set"]
    file.write_bytes(before)
    run("set", "smith", "tier=C1")
    assert rows(record, LOG) == [*once, ("alteration", "set", None, 0)]
    assert file.read_bytes() == b""
    sound(run)


def test_lines_that_cannot_be_read_are_counted_in_the_log_and_the_others_taken(
    run: Run, make_person: MakePerson, record: Path, state: Path
) -> None:
    make_person()
    with locked(record):
        run("show", "smith")
        (file,) = state.iterdir()
        with file.open("ab") as torn:
            torn.write(b'[[[\n{"at": 5}\n{"id": "cut o')
        run("find", "smith")
    run("set", "smith", "tier=B2")
    assert [row[1] for row in rows(record, LOG)] == ["add", "show", "find", "late looks", "set"]
    (said,) = rows(record, "SELECT people, reason FROM log WHERE command = 'late looks'")
    assert said == ("[]", "3 lines that were kept for the log could not be read")
    assert run("log", "show").code == 0
    sound(run)


def test_a_giving_out_that_was_cut_off_is_unfinished_until_it_ends(
    run: Run, make_person: MakePerson, record: Path
) -> None:
    make_person()
    with open_record(record) as store:
        store.log_look(Look("P. Marsh", AT, "handover", ["A1234BC"], None, "the COM"))
    assert "unfinished: begun, and not seen to end" in run("log", "show").out
    sound(run)
    exported = json.loads(run("log", "export", "--to", "ICO", "--format", "json").out)
    assert [(row["command"], row["unfinished"]) for row in exported] == [
        ("add", False),
        ("handover", True),
        ("log show", False),
    ]
    done = run("show", "smith", "--to", "the COM")
    assert done.code == 0
    assert rows(record, "SELECT line FROM unfinished") == [(2,)]


def test_what_was_said_before_a_command_ended_in_an_error_has_come_to_its_end(
    run: Run, make_person: MakePerson, record: Path
) -> None:
    """The preview has left whole, whatever then stops the recording."""
    make_person()
    run("config", "set", "require_reason", "changes")
    done = run("redate", "smith", "2027-03-01", "--type", "CRD", "--source", "memo")
    assert done.code == 2
    assert "1 Mar 2027" in done.out
    assert rows(record, "SELECT kind, recipient FROM log WHERE command = 'redate'") == [
        ("disclosure", "standard output")
    ]
    assert rows(record, "SELECT line FROM unfinished") == []
    sound(run)


def test_output_that_a_full_disk_does_not_take_is_unfinished(make_person: MakePerson, record: Path) -> None:
    make_person()
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "releasecheck", "export", "people"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert rows(record, "SELECT kind, recipient FROM log JOIN unfinished ON line = id") == [
        ("disclosure", "standard output")
    ]


@pytest.mark.parametrize("journal", ["wal", "delete"])
@pytest.mark.parametrize("as_of", ["2026-11-23", "2027-01-20"], ids=["planned", "to be planned again"])
def test_a_record_that_can_only_be_read_is_read_and_says_so(
    run: Run, make_person: MakePerson, record: Path, state: Path, as_of: str, journal: str, tmp_path: Path
) -> None:
    """Also where a day has passed, and plans must be made again that cannot be saved."""
    make_person()
    tamper(record, "PRAGMA wal_checkpoint(TRUNCATE)", f"PRAGMA journal_mode = {journal}")
    shutil.copy2(record, tmp_path / "copy.db")
    show = ("show", "smith", "--format", "json")
    expected = run("--record", tmp_path / "copy.db", *show, as_of=as_of)
    state.mkdir(parents=True)
    for folder in (state, state.parent):
        folder.chmod(0o777)
    shut = tmp_path / "shut"
    shut.mkdir()
    record.replace(shut / "record.db").chmod(0o444)
    shut.chmod(0o555)
    with as_somebody_else(shut):
        done = run("--record", shut / "record.db", *show, as_of=as_of)
        refused = run("--record", shut / "record.db", "set", "smith", "tier=C1", as_of=as_of)
    shut.chmod(0o755)
    assert (done.code, done.out) == (0, expected.out)
    assert len(done.err.splitlines()) == 1 and "goes into the log" in done.err
    assert refused.code == 1
    assert next(look["command"] for look in kept(state)) == "show"


def test_an_office_can_ask_for_whom_what_goes_to_a_pipe_or_a_file_is(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person()
    (tmp_path / "office.toml").write_text('require_to = "yes"\n', "utf-8")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(tmp_path / "office.toml"))
    for words in (("show", "smith"), ("show", "smith", "-o", tmp_path / "x.html"), ("list",)):
        done = run(*words)
        assert (done.code, done.out) == (2, "") and "add --to WHO" in done.err
    assert not (tmp_path / "x.html").exists()
    assert run("show", "smith", "--to", "the COM").code == 0
    assert run("find", "smith").code == 0, "which has no --to"
    assert [row[2] for row in rows(record, LOG) if row[2]] == ["the COM", "standard output"]
