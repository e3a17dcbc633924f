"""Whoever works out every hash anew leaves a record that holds together, and does not fit a signed night."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.rehashed import REHASHED, rehash
from tests.made_up.program import Run, run
from tests.made_up.records import tamper

Lay = Callable[[], Path]
VERIFIES = (("record", "verify"), ("log", "verify"))


@pytest.fixture
def signed(full_record: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The full record, with a signed night that saw it: the folder of nights. The record is `before.db`."""
    record = full_record()
    (tmp_path / "config.toml").write_text("")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(tmp_path / "config.toml"))
    for words in (
        ("record", "signing-key", "new", tmp_path / "key"),
        ("config", "set", "signing.key_file", tmp_path / "key"),
        ("record", "backup", tmp_path / "before.db"),
        ("nightly", "--out", tmp_path / "nights"),
    ):
        done = run(*words)
        assert done.code == 0, done.err
    heads = json.loads((tmp_path / "nights" / "latest" / "summary.json").read_text())["heads"]
    assert heads["signature"] is not None
    shutil.copy2(tmp_path / "before.db", record)
    assert all(run(*words, "--against", tmp_path / "nights").code == 0 for words in VERIFIES)
    return tmp_path / "nights"


def lay(folder: Path) -> Path:
    record = folder / "record.db"
    for ending in ("", "-wal", "-shm"):
        record.with_name(record.name + ending).unlink(missing_ok=True)
    shutil.copy2(folder / "before.db", record)
    return record


def test_what_no_hash_can_show_every_signed_night_does(
    signed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    alone, against = [], []
    for name, sql in REHASHED.items():
        rehash(lay(tmp_path), sql)
        monkeypatch.delenv("RELEASECHECK_CONFIG")
        alone += [(name, done.err) for words in VERIFIES if (done := run(*words)).code]
        monkeypatch.setenv("RELEASECHECK_CONFIG", str(tmp_path / "config.toml"))
        found = run("record", "verify", "--against", signed)
        against += [] if found.code == 1 and "(signed by this office)" in found.err else [name]
    with capsys.disabled():
        print(f"\nevery hash anew: {len(REHASHED)} tried, {len(against)} missed against a signed night")
    assert alone == [], "by itself the record holds together, or it proves nothing"
    assert against == []


def test_cron_does_not_sign_a_record_that_was_written_anew(signed: Path, tmp_path: Path, run: Run) -> None:
    rehash(lay(tmp_path), REHASHED["the whole log under another name"])
    done = run("nightly", "--out", signed, as_of="2026-11-24")
    assert done.code == 1
    assert "is not the one that it saw" in done.err
    heads = json.loads((signed / "latest" / "summary.json").read_text())["heads"]
    assert heads["signature"] is None
    assert run("record", "verify", "--against", signed, as_of="2026-11-24").code == 1


def test_both_are_named_where_a_plan_is_wrong_as_well(signed: Path, tmp_path: Path, run: Run) -> None:
    record = lay(tmp_path)
    rehash(record, REHASHED["the whole log under another name"])
    tamper(record, "UPDATE tasks SET sequence = sequence + 1 WHERE item = (SELECT min(item) FROM tasks)")
    done = run("record", "verify", "--against", signed)
    assert done.code == 1
    assert (
        done.err.startswith("releasecheck: the record does not hold together:")
        and ": sequence is not" in done.err
    )
    assert "the record does not go on from where a night saw it:\n" in done.err
