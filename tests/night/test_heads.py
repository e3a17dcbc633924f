"""What a night keeps of the record shows a record that was cut, written anew, put back or replaced."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.made_up.nights import NEXT, summary
from tests.made_up.program import MakePerson, Result, Run
from tests.made_up.records import rows, tamper

SEEN = "SELECT (SELECT max(id) FROM log), (SELECT max(id) FROM entries)"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config.toml"
    file.write_text("")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(file))
    return file


@pytest.fixture
def key(run: Run, config: Path, tmp_path: Path) -> str:
    """The office has a key; its public half."""
    return new_key(run, tmp_path / "key")


def new_key(run: Run, file: Path) -> str:
    made = run("record", "signing-key", "new", file)
    assert made.code == 0, made.err
    assert run("config", "set", "signing.key_file", file).code == 0
    return run("record", "signing-key", "show").out.splitlines()[0]


@pytest.fixture
def out(run: Run, make_person: MakePerson, tmp_path: Path, config: Path) -> Path:
    make_person(tier="B2")
    return tmp_path / "nights"


def night(run: Run, out: Path, day: str = "2026-11-23", *words: str) -> Result:
    return run("nightly", "--out", out, *words, as_of=day)


def good(done: Result) -> Result:
    assert (done.code, done.err) == (0, ""), done.err
    return done


def heads(out: Path, name: str = "latest") -> dict[str, Any]:
    found = summary(out, name)["heads"]
    assert isinstance(found, dict)
    return found


def change(out: Path, **values: object) -> None:
    """Another program's hand in a night's summary."""
    file = out / "2026-11-23" / "summary.json"
    whole = json.loads(file.read_text())
    whole["heads"] |= values
    file.write_text(json.dumps(whole))


# --- the key ---


def test_a_new_key_is_its_owners_alone_and_is_never_printed(run: Run, tmp_path: Path) -> None:
    made = good(run("record", "signing-key", "new", tmp_path / "key"))
    kept = (tmp_path / "key").read_text().strip()
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert kept.startswith("ed25519-secret:")
    assert kept not in made.out + made.err
    assert made.out.splitlines()[1].startswith("ed25519:")


@pytest.mark.parametrize("what", ["a key", "a link to nothing", "a folder"])
def test_a_key_is_never_written_over(run: Run, tmp_path: Path, what: str) -> None:
    file = tmp_path / "key"
    match what:
        case "a key":
            good(run("record", "signing-key", "new", file))
        case "a link to nothing":
            file.symlink_to(tmp_path / "elsewhere")
        case "a folder":
            file.mkdir()
    before = file.read_text() if what == "a key" else sorted(tmp_path.iterdir())
    done = run("record", "signing-key", "new", file)
    assert done.code == 1
    assert "never written over" in done.err
    assert before == (file.read_text() if what == "a key" else sorted(tmp_path.iterdir()))


def test_a_key_that_others_can_read_is_not_used_and_the_night_is_made_all_the_same(
    run: Run, out: Path, key: str, tmp_path: Path
) -> None:
    (tmp_path / "key").chmod(0o640)
    done = night(run, out)
    assert done.code == 1
    assert f"chmod 600 {tmp_path / 'key'}" in done.err
    assert "The night is not signed" in done.err
    assert heads(out)["signature"] is None


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("cat {key}", None),
        ("false", "ended with 1 and gave no key"),
        ("echo ed25519-secret:AAAA", "no signing key"),
        ("no-such-program", "cannot be run"),
        ('"', "cannot be run"),
    ],
)
def test_a_command_may_print_the_key(
    run: Run, out: Path, config: Path, tmp_path: Path, command: str, said: str | None
) -> None:
    good(run("record", "signing-key", "new", tmp_path / "key"))
    good(run("config", "set", "signing.command", command.format(key=tmp_path / "key")))
    done = night(run, out)
    if said is None:
        assert good(done) and heads(out)["signature"]
    else:
        assert (done.code, heads(out)["signature"]) == (1, None)
        assert said in done.err
        assert "AAAA" not in done.err


def test_a_secret_key_is_no_setting(run: Run, config: Path, tmp_path: Path) -> None:
    good(run("record", "signing-key", "new", tmp_path / "key"))
    secret = (tmp_path / "key").read_text().strip()
    done = run("config", "set", "signing.trusted.HMP Leeds", secret)
    assert done.code == 2
    assert secret not in done.err
    assert "Make a new one" in done.err
    assert run("config", "set", "signing.trusted.HMP Leeds", "ed25519:AAAA").code == 2
    assert config.read_text() == ""


# --- what a night keeps ---


def test_a_night_keeps_both_heads_and_signs_them(run: Run, record: Path, out: Path, key: str) -> None:
    ((line, entry),) = rows(record, SEEN)
    ((line_hash,),) = rows(record, f"SELECT hash FROM log WHERE id = {line}")
    ((entry_hash,),) = rows(record, f"SELECT hash FROM entries WHERE id = {entry}")
    good(night(run, out))
    found = heads(out)
    assert (found["log_line"], found["log_hash"]) == (line, line_hash)
    assert (found["entry"], found["entry_hash"]) == (entry, entry_hash)
    assert (found["day"], found["public_key"]) == ("2026-11-23", key)
    index = (out / "latest" / "index.html").read_text()
    assert line_hash in index and entry_hash in index and "signed with key" in index


def test_the_signature_is_over_what_the_page_on_files_says(run: Run, out: Path, key: str) -> None:
    """Checked here as another program would, with nothing of ours."""
    from base64 import b64decode

    from nacl.signing import VerifyKey

    good(night(run, out))
    found = heads(out)
    signature, public = found.pop("signature"), found.pop("public_key")
    text = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = b"releasecheck night 1\n" + text.encode()
    VerifyKey(b64decode(public.removeprefix("ed25519:"))).verify(whole, b64decode(signature))


def test_both_verifies_say_which_night_the_record_goes_on_from(
    run: Run, out: Path, key: str, tmp_path: Path
) -> None:
    assert "Compared with no night" in good(run("record", "verify")).out
    good(night(run, out))
    good(night(run, out, NEXT))
    for what in ("record", "log"):
        said = good(run(what, "verify", as_of=NEXT)).out
        assert "goes on from where the night of Tue 24 Nov 2026 saw it (entry " in said
        assert "signed by this office, and from 1 other night." in said
    good(run("config", "set", "nights", out))
    shutil.move(out, tmp_path / "moved")
    assert f"CHECK THIS: no night in {out}" in good(run("record", "verify", as_of=NEXT)).out
    good(run("config", "set", "nights", tmp_path / "moved"))
    good(run("record", "verify", as_of=NEXT))


def test_nightly_writes_where_the_settings_say(run: Run, out: Path) -> None:
    good(run("config", "set", "nights", out))
    good(run("nightly"))
    assert (out / "latest").is_dir()


# --- what shows ---


def cut(record: Path) -> None:
    guards = rows(record, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    tamper(record, *(f"DROP TRIGGER {name}" for name, _ in guards))
    tamper(record, "DELETE FROM log WHERE id = (SELECT max(id) FROM log)")
    tamper(
        record,
        "UPDATE meta SET value = (SELECT hash FROM log ORDER BY id DESC LIMIT 1) WHERE key = 'last_line'",
    )
    tamper(record, *(str(sql) for _, sql in guards))


def test_a_tail_that_was_cut_off_shows_by_its_number(run: Run, record: Path, out: Path, key: str) -> None:
    good(run("show", "A1234BC"))
    good(night(run, out))
    seen = heads(out)["log_line"]
    tamper(record, "DELETE FROM runs")
    while rows(record, "SELECT max(id) FROM log")[0][0] >= seen:
        cut(record)
    done = run("log", "verify", "--against", out)
    assert done.code == 1
    assert f"line {seen} of the log is not there: it saw {seen}, and there are {seen - 1}" in done.err
    assert "signed by this office" in done.err


def test_another_record_in_its_place_shows(run: Run, record: Path, out: Path, key: str) -> None:
    good(night(run, out))
    record.unlink()
    good(run("record", "init"))
    for what in ("record", "log"):
        done = run(what, "verify", "--against", out)
        assert done.code == 1
        assert "this is another record" in done.err


def test_a_backup_copied_over_a_newer_record_shows_and_the_log_says_nothing_of_it(
    run: Run, record: Path, out: Path, key: str, tmp_path: Path
) -> None:
    good(run("record", "backup", tmp_path / "older.db"))
    good(run("note", "A1234BC", "later"))
    good(night(run, out))
    good(run("record", "verify"))
    for ending in ("", "-wal", "-shm"):
        record.with_name(record.name + ending).unlink(missing_ok=True)
    shutil.copy2(tmp_path / "older.db", record)
    done = run("record", "verify", "--against", out)
    assert done.code == 1
    assert "entry 2 is not there: it saw 2, and there are 1" in done.err
    assert "`record restore` would stand in the log after that night, and does not" in done.err


@pytest.fixture
def restored(run: Run, out: Path, key: str, tmp_path: Path) -> Path:
    """A backup was put in the place of a record that had gone on, and a night had seen it."""
    good(run("record", "backup", tmp_path / "older.db"))
    good(run("note", "A1234BC", "later"))
    good(night(run, out))
    assert run("record", "restore", tmp_path / "older.db", "--yes").code == 0
    return out


def test_a_restored_record_is_said_to_be_one_and_still_must_be_accepted(run: Run, restored: Path) -> None:
    """Whoever can work out every hash can write a line of the log too: only the next night can say so."""
    good_words = "says that `record restore` put a backup in its place"
    done = run("record", "verify", "--against", restored)
    assert done.code == 1
    assert good_words in done.err
    tonight = night(run, restored, NEXT)
    assert tonight.code == 1
    assert good_words in tonight.err and "--accept-record" in tonight.err
    assert heads(restored)["signature"] is None, "nothing is signed that does not fit"
    assert "CHECK THIS: the night could not vouch" in (restored / "latest" / "index.html").read_text()


def test_a_restoration_that_was_accepted_is_no_alarm_any_more(run: Run, restored: Path) -> None:
    good(night(run, restored, NEXT, "--accept-record"))
    said = good(run("record", "verify", "--against", restored)).out
    assert "1 night from before the record was replaced on purpose: not compared." in said
    good(night(run, restored, "2026-11-25"))
    good(run("log", "verify", "--against", restored))


def test_nobody_without_the_key_accepts_in_the_offices_name(
    run: Run, restored: Path, config: Path, tmp_path: Path
) -> None:
    settings = config.read_text()
    new_key(run, tmp_path / "another")
    night(run, restored, NEXT, "--accept-record")
    config.write_text(settings)
    done = run("record", "verify", "--against", restored)
    assert done.code == 1
    assert "the night of Mon 23 Nov 2026 (signed by this office)" in done.err


def test_last_nights_own_backup_put_back_is_no_alarm(run: Run, out: Path, key: str) -> None:
    good(night(run, out))
    good(run("note", "A1234BC", "lost"))
    assert run("record", "restore", next((out / "backups").glob("*.db")), "--yes").code == 0
    good(run("record", "verify", "--against", out))
    good(night(run, out, NEXT))


def test_a_signed_night_that_was_changed_is_told_from_an_unsigned_one(run: Run, out: Path, key: str) -> None:
    good(night(run, out))
    good(night(run, out, NEXT))
    change(out, at="2020-01-01T00:00:00Z")
    done = run("record", "verify", "--against", out)
    assert done.code == 1
    assert "what it says of the record, or its signature, was changed" in done.err
    assert "its signature is wrong" in done.err


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"public_key": None, "signature": None}, "no night is signed with a key of this office"),
        ({"signature": "AAAA"}, "its signature is wrong"),
        ({"public_key": "x"}, "its signature is wrong"),
        ({"log_line": -1}, "was not written by nightly"),
        ({"log_hash": 7}, "was not written by nightly"),
        ({"set_aside": ["x"]}, "was not written by nightly"),
        ({"origin": "another"}, "its signature is wrong"),
    ],
)
def test_whatever_is_done_to_the_last_night_shows(
    run: Run, out: Path, key: str, changed: dict[str, object], said: str
) -> None:
    good(night(run, out))
    change(out, **changed)
    done = run("record", "verify", "--against", out / "2026-11-23" / "summary.json")
    assert done.code == 1
    assert said in done.err


def test_a_night_signed_by_a_key_that_is_not_listed_says_so(
    run: Run, out: Path, key: str, config: Path, tmp_path: Path
) -> None:
    good(night(run, out))
    public = new_key(run, tmp_path / "another")
    done = run("record", "verify")
    assert done.code == 1
    assert "signed with a key that this office does not list" in done.out
    good(run("config", "set", "signing.trusted.the key until November", key))
    assert "signed by the key until November" in good(run("record", "verify")).out
    good(night(run, out, NEXT))
    assert heads(out)["public_key"] == public
    good(run("config", "unset", "signing.key_file"))
    good(run("record", "verify", as_of=NEXT))


def test_a_clock_set_to_2099_and_back_costs_no_comparison(run: Run, out: Path, key: str) -> None:
    good(night(run, out))
    good(night(run, out, "2099-01-01"))
    good(run("note", "A1234BC", "back"))
    assert night(run, out, NEXT).code == 0
    said = good(run("record", "verify", as_of=NEXT)).out
    assert "CHECK THIS: the night of Thu 1 Jan 2099 lies ahead of today: a clock was wrong" in said
    assert "and from 2 other nights." in said


def test_nights_of_long_ago_are_said_to_be_old(run: Run, out: Path) -> None:
    good(night(run, out))
    said = good(run("record", "verify", as_of="2026-12-01")).out
    assert "CHECK THIS: the night of Mon 23 Nov 2026 is 8 days ago: is nightly still run?" in said


def test_a_night_that_is_gone_is_still_in_the_record_itself(
    run: Run, record: Path, out: Path, key: str
) -> None:
    good(night(run, out))
    shutil.rmtree(out)
    assert "goes on from where the night of Mon 23 Nov 2026 saw it" in good(run("record", "verify")).out


def test_of_a_backup_later_nights_know_more_and_that_is_no_alarm(
    run: Run, out: Path, key: str, tmp_path: Path
) -> None:
    good(night(run, out))
    good(run("record", "backup", tmp_path / "backup.db"))
    good(run("note", "A1234BC", "later"))
    good(night(run, out, "2026-11-30"))
    for what in ("record", "log"):
        said = good(run("--record", tmp_path / "backup.db", what, "verify", as_of="2026-12-09")).out
        assert "Made at another place, as a backup is" in said
        assert "CHECK THIS" not in said
        against = run("--record", tmp_path / "backup.db", what, "verify", "--against", out)
        assert against.code == 1
        assert "the night of Mon 30 Nov 2026 (signed by this office): line " in against.err
    good(run("--record", tmp_path / "backup.db", "nightly", "--out", tmp_path / "tried", as_of="2026-12-09"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "no night in"),
        (lambda path: path.mkdir(), "no night in"),
        (lambda path: path.write_text("{"), "is no summary of a night"),
        (lambda path: path.write_text("[" * 100_000), "is no summary of a night"),
        (lambda path: path.write_text("[]"), "is no summary of a night"),
        (lambda path: path.write_bytes(b"\xff"), "is no summary of a night"),
        (os.mkfifo, "is no summary of a night"),
    ],
    ids=["nothing", "an empty folder", "half", "deep", "a list", "no text", "a pipe"],
)
def test_what_is_no_night_is_refused_in_words(
    run: Run, out: Path, tmp_path: Path, make: Callable[[Path], None], said: str
) -> None:
    make(tmp_path / "what")
    done = run("record", "verify", "--against", tmp_path / "what")
    assert done.code == 1
    assert said in done.err


# --- without PyNaCl ---


def test_without_pynacl_the_heads_are_compared_and_the_signature_is_said_not_to_be_checked(
    run: Run, record: Path, out: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(night(run, out))
    for name in ("nacl.signing", "nacl.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    said = good(run("record", "verify")).out
    assert "the signature was not checked" in said
    assert "pip install 'releasecheck[signed]'" in said
    done = run("record", "signing-key", "new", tmp_path / "second")
    assert (done.code, (tmp_path / "second").exists()) == (1, False)
    assert "pip install 'releasecheck[signed]'" in done.err
    cut(record)
    cut(record)
    assert "of the log is not there" in run("log", "verify", "--against", out).err
