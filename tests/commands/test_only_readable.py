"""A record that can only be read, as on a read-only mount: looked after, copied and asked all the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.made_up.encrypted import encrypted, key_file, needs_sqlcipher
from tests.made_up.program import MakePerson, Result, Run
from tests.made_up.records import as_somebody_else, rows, tamper

CASES = ("write-ahead", "write-ahead, a day later", "rollback", "rollback, a day later", "encrypted")


class Shut(NamedTuple):
    """A record that this user can only read, and its copy elsewhere that they can write to."""

    asked: Callable[..., Result]
    file: Path
    copy: Path
    state: Path
    as_of: str
    plain: bool


@pytest.fixture(params=CASES)
def shut(
    run: Run,
    make_person: MakePerson,
    record: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Shut:
    """Also where a day has passed, and plans must be made again that cannot be saved."""
    make_person()
    if request.param == "encrypted":
        needs_sqlcipher()
        encrypted(monkeypatch, key_file(tmp_path / "key"))
    else:
        journal = "wal" if request.param.startswith("write-ahead") else "delete"
        tamper(record, "PRAGMA wal_checkpoint(TRUNCATE)", f"PRAGMA journal_mode = {journal}")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    state = tmp_path / "state" / "releasecheck"
    state.mkdir(parents=True)
    for folder in (state, state.parent):
        folder.chmod(0o777)
    folder, copy = tmp_path / "shut", tmp_path / "copy.db"
    folder.mkdir()
    shutil.copy2(record, copy)
    record.replace(folder / "record.db").chmod(0o444)
    as_of = "2027-01-20" if "later" in request.param else "2026-11-23"

    def asked(*words: str | Path) -> Result:
        folder.chmod(0o555)
        try:
            with as_somebody_else(folder):
                return run("--record", folder / "record.db", *words, as_of=as_of)
        finally:
            folder.chmod(0o755)

    if request.param == "encrypted":
        monkeypatch.setenv("RELEASECHECK_KEY_COMMAND", f"echo {'a1' * 32}")
        monkeypatch.delenv("RELEASECHECK_KEY_FILE")
    return Shut(asked, folder / "record.db", copy, state, as_of, request.param != "encrypted")


def kept(shut: Shut) -> list[tuple[object, ...]]:
    """The looks that wait for the log: command, kind, whom, for whom, whether it came to its end."""
    lines = [json.loads(line) for path in shut.state.glob("*") for line in path.read_text().splitlines()]
    return [
        (one["command"], one["kind"], tuple(one["people"]), one["recipient"], one["ended"]) for one in lines
    ]


@pytest.mark.parametrize("words", [("record", "verify"), ("log", "verify"), ("record", "schema")])
def test_it_is_proved_as_any_other(run: Run, shut: Shut, words: tuple[str, ...]) -> None:
    expected = run("--record", shut.copy, *words, as_of=shut.as_of)
    done = shut.asked(*words)
    assert done == expected
    assert done.code == 0
    assert kept(shut) == [], "which show nobody's data"


@pytest.mark.parametrize("words", [("log", "show"), ("history", "A1234BC")])
def test_what_was_done_is_shown_and_the_look_kept(run: Run, shut: Shut, words: tuple[str, ...]) -> None:
    expected = run("--record", shut.copy, *words, as_of=shut.as_of)
    done = shut.asked(*words)
    assert (done.code, done.out) == (0, expected.out)
    assert len(done.err.splitlines()) == 1 and "goes into the log" in done.err
    command = "history" if words[0] == "history" else "log show"
    look = (command, "disclosure", ("A1234BC",), "standard output")
    assert kept(shut) == [(*look, False), (*look, True)]


def test_its_log_is_given_out_and_that_is_kept_for_it(run: Run, shut: Shut) -> None:
    words = ("log", "export", "--to", "ICO", "--format", "json")
    expected = json.loads(run("--record", shut.copy, *words, as_of=shut.as_of).out)
    done = shut.asked(*words)
    assert (done.code, json.loads(done.out)) == (0, expected)
    look = ("log export", "disclosure", ("A1234BC",), "ICO")
    assert kept(shut) == [(*look, False), (*look, True)]


def test_it_is_backed_up_and_the_backup_is_whole(run: Run, shut: Shut, tmp_path: Path) -> None:
    safe = tmp_path / "safe"
    safe.mkdir()
    safe.chmod(0o777)
    done = shut.asked("record", "backup", safe / "b.db")
    assert done.code == 0, done.err
    assert "Backup at" in done.out and "1 person, up to entry 1" in done.out
    look = ("record backup", "disclosure", ("A1234BC",), str(safe / "b.db"))
    assert kept(shut) == [(*look, False), (*look, True)]
    if shut.plain:
        assert rows(safe / "b.db", "SELECT command FROM log") == [("add",)]
    verified = run("--record", safe / "b.db", "record", "verify", as_of=shut.as_of)
    assert verified.code == 0, verified.err


@pytest.mark.parametrize(
    "words",
    [("record", "compact"), ("undo",), ("set", "A1234BC", "tier=C1"), ("show", "A1234BC", "--to", "the COM")],
)
def test_what_must_write_is_refused_in_words(shut: Shut, words: tuple[str, ...]) -> None:
    done = shut.asked(*words)
    assert (done.code, done.out) == (1, "")
    assert "record" in done.err and "Traceback" not in done.err


def test_tampering_shows_there_too(shut: Shut) -> None:
    if shut.plain:
        tamper(shut.file, "UPDATE people SET last_name = 'JONES'")
        says = "people A1234BC: last_name is not what was told"
    else:
        whole = bytearray(shut.file.read_bytes())
        whole[-2000] ^= 1
        shut.file.write_bytes(whole)
        says = "damaged"
    done = shut.asked("record", "verify")
    assert done.code == 1
    assert says in done.err
