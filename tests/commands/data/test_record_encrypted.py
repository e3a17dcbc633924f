"""`record encrypt`, `rekey`, `decrypt`, and every command on a record that is encrypted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from releasecheck.store import open_record
from releasecheck.store.sqlite.cipher import known
from tests.made_up.encrypted import (
    SURNAME,
    encrypted,
    holding,
    mode,
    needs_sqlcipher,
    open_in_another_process,
    refused,
)
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import open_elsewhere, rows, tables, tamper

PLAIN = b"SQLite format 3\0"


def cut_off(folder: Path) -> Path:
    """What a backup that was ended halfway has left in a folder."""
    parts = folder / ".releasecheck-abcd1234"
    parts.mkdir(mode=0o700)
    (parts / "half.db").write_text(SURNAME)
    return parts


# encrypt


def test_encrypting_leaves_nothing_in_the_folder_that_can_be_read(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path
) -> None:
    needs_sqlcipher()
    make_person(name=f"{SURNAME}, Odo")
    assert holding(tmp_path) == ["record.db"], "or the search finds nothing anywhere"
    (tmp_path / ".restore-left.db").write_text(SURNAME)
    cut_off(tmp_path)
    done = run("record", "encrypt", "--new-key", tmp_path / "new.key")
    assert done.code == 0, done.err
    assert holding(tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.key", "record.db"]
    assert (mode(record), mode(tmp_path / "new.key")) == (0o600, 0o600)
    assert not record.read_bytes().startswith(PLAIN)
    assert done.out.splitlines() == [
        f"{record} is encrypted now: 1 person, up to entry 1, {record.stat().st_size / 1e6:.1f} MB, checked.",
        f"Its key is in {tmp_path / 'new.key'}. KEEP A COPY of that file elsewhere: without it nobody can "
        "ever read the record or a backup of it.",
        f"Next: releasecheck config set key_file {tmp_path / 'new.key'}",
        "What the disk may still hold of it, unencrypted: releasecheck help database",
    ]
    assert run("config", "set", "key_file", str(tmp_path / "new.key")).code == 0
    assert SURNAME in run("list", "--all").out
    assert run("record", "verify").code == 0
    assert run("log", "verify").code == 0


def test_what_another_program_left_in_the_log_is_encrypted_too(
    run: Run,
    make_person: MakePerson,
    record: Path,
    key: Path,
    tmp_path: Path,
    patch: pytest.MonkeyPatch,
) -> None:
    make_person()
    with open_elsewhere(record) as ask:
        ask("SELECT 1 FROM notes")
        assert run("note", "A1234BC", f"about {SURNAME}").code == 0
        for ending in ("", "-wal", "-shm"):
            shutil.copy(f"{record}{ending}", tmp_path / f"cut-off.db{ending}")
    patch.setenv("RELEASECHECK_RECORD", str(tmp_path / "cut-off.db"))
    encrypted(patch, key)
    assert not [path.name for path in tmp_path.glob("cut-off.db-*")]
    assert holding(tmp_path) == ["record.db"]
    assert SURNAME in run("history", "A1234BC").out


def test_plain_copies_that_are_still_there_are_named(
    run: Run,
    make_person: MakePerson,
    record: Path,
    key: Path,
    tmp_path: Path,
    patch: pytest.MonkeyPatch,
) -> None:
    make_person(name=f"{SURNAME}, Odo")
    assert run("nightly", "--out", tmp_path / "nights").code == 0
    assert run("record", "backup", tmp_path / "beside.db").code == 0
    patch.setenv("RELEASECHECK_KEY_FILE", str(key))
    said = run("record", "encrypt").out
    left = tmp_path / "nights" / "backups" / "record-2026-11-23.db"
    assert (
        "\n".join(
            (
                "Not encrypted, and left as they are:",
                f"  {tmp_path / 'beside.db'}",
                f"  {left}",
                "Delete each, or encrypt it: releasecheck --record FILE record encrypt",
            )
        )
        in said
    )
    for copy in (tmp_path / "beside.db", left):
        assert run("--record", copy, "record", "encrypt").code == 0
    assert "Not encrypted" not in run("record", "rekey", "--new-key", tmp_path / "k").out
    assert holding(tmp_path / "nights" / "backups") == []


#: Of a line over more than fifty people the list itself stands elsewhere.
HOW_MANY = "coalesce(json_extract(people, '$.count'), json_array_length(people))"


def test_encrypting_changes_nothing_that_was_recorded(
    run: Run, demo: Path, key: Path, patch: pytest.MonkeyPatch
) -> None:
    before = tables(demo)
    encrypted(patch, key)
    assert run("record", "decrypt", "--yes").code == 0
    patch.delenv("RELEASECHECK_KEY_FILE")
    assert tables(demo) == before
    assert run("record", "verify").code == 0
    logged = rows(demo, f"SELECT command, kind, {HOW_MANY} FROM log ORDER BY id DESC LIMIT 2")
    people = len(before["people"])
    assert logged == [("record decrypt", "alteration", people), ("record encrypt", "alteration", people)]
    assert rows(demo, "PRAGMA journal_mode") == [("wal",)]


COMMANDS = (
    "list --all",
    "list --within 12w --format json",
    "show rivers",
    "show rivers --format json",
    "A1234BC",
    "history rivers",
    "why rivers dtr",
    "missing",
    "missing --format csv",
    "today",
    "caseload",
    "forecast",
    "outcomes",
    "handover rivers",
    "sheet rivers",
    "gate rivers",
    "prefill rivers dtr",
    "export people",
    "catalogue list",
    "calendar list",
    "staff list",
    "record schema",
    "show nobodyofthatname",
    "show r",
    "mark rivers dtr submitted authority=Leeds consent_to_refer=yes",
    "set rivers tier=A1",
    "note rivers he_has_a_bicycle",
    "redate rivers 2027-03-01 --yes",
    "list --marked",
    "undo --yes",
    "record verify",
)


def test_every_command_says_the_same_of_an_encrypted_record(
    run: Run, demo: Path, key: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    plain = tmp_path / "plain" / demo.name
    plain.parent.mkdir()
    shutil.copy(demo, plain)
    encrypted(patch, key)
    answers = []
    for path, key_or_none in ((plain, ""), (demo, str(key))):
        patch.setenv("RELEASECHECK_RECORD", str(path))
        patch.setenv("RELEASECHECK_KEY_FILE", key_or_none)
        done = [run(*line.split()) for line in COMMANDS]
        answers.append([(one.code, one.out.replace(str(path), "R"), one.err) for one in done])
    for line, expected, actual in zip(COMMANDS, *answers, strict=True):
        assert expected == actual, line
    worked = [line for line, (code, _, _) in zip(COMMANDS, answers[0], strict=True) if code == 0]
    assert len(worked) >= 25, "and they are no dead ends"


# as a whole


def test_while_somebody_else_has_it_open_its_form_is_not_changed(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    needs_sqlcipher()
    make_person()
    patch.setenv("RELEASECHECK_BUSY_SECONDS", "0")
    with open_in_another_process(record):
        refused(run("record", "encrypt", "--new-key", tmp_path / "k"), "in use by another program")
        assert run("note", "A1234BC", "He asked about his bank card").code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["record.db"]
    assert rows(record, "PRAGMA journal_mode") == [("wal",)]
    assert run("record", "encrypt", "--new-key", tmp_path / "k").code == 0


def test_a_record_that_does_not_hold_together_is_not_encrypted(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path
) -> None:
    needs_sqlcipher()
    make_person()
    tamper(record, "UPDATE people SET tier = 'A1'")
    refused(
        run("record", "encrypt", "--new-key", tmp_path / "k"), "does not hold together, and is left as it is"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["record.db"]
    assert rows(record, "PRAGMA journal_mode") == [("wal",)]


def test_rekeying_leaves_the_old_key_nothing_but_the_old_backups(
    run: Run, secret: Path, key: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    assert run("record", "backup", tmp_path / "old.db").code == 0
    done = run("record", "rekey", "--new-key", tmp_path / "new")
    assert done.code == 0, done.err
    assert "Backups made until now still open with the old key only" in done.out
    refused(run("list"), "the key does not open")
    patch.setenv("RELEASECHECK_KEY_FILE", str(tmp_path / "new"))
    assert run("record", "verify").code == 0
    refused(
        run("record", "restore", tmp_path / "old.db", "--yes"), f"the key does not open {tmp_path / 'old.db'}"
    )
    patch.setenv("RELEASECHECK_KEY_FILE", str(key))
    assert run("--record", tmp_path / "old.db", "record", "rekey", "--to-key", tmp_path / "new").code == 0
    patch.setenv("RELEASECHECK_KEY_FILE", str(tmp_path / "new"))
    assert run("record", "restore", tmp_path / "old.db", "--yes").code == 0


def test_a_new_record_is_encrypted_where_a_key_is_set(
    run: Run, key: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    patch.setenv("RELEASECHECK_KEY_FILE", str(key))
    patch.setenv("RELEASECHECK_RECORD", str(tmp_path / "first.db"))
    assert "encrypted and readable by you only" in run("record", "init").out
    assert run("add", "A1234BC", "--name", f"{SURNAME}, Odo").code == 0
    assert SURNAME in run("list", "--all").out
    assert holding(tmp_path) == []
    assert run("demo").code == 0, "made-up people need no key"


def test_backups_and_what_is_restored_are_encrypted(
    run: Run, secret: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    assert run("record", "backup", tmp_path / "b.db").code == 0
    assert run("record", "backup", tmp_path / "b.db", "--force").code == 0, "an older one is replaced"
    assert run("note", "A1234BC", f"{SURNAME} again").code == 0
    done = run("record", "restore", tmp_path / "b.db", "--yes")
    assert done.code == 0, done.err
    assert "Only there: 1 entry" in done.out
    assert run("record", "verify").code == 0
    assert run("nightly", "--out", tmp_path / "nights").code == 0
    assert run("record", "repair", tmp_path / "repaired.db").code == 0
    assert run("record", "compact").code == 0
    assert holding(tmp_path / "nights" / "backups") == []
    assert [name for name in holding(tmp_path) if name.endswith(".db")] == []
    patch.setenv("RELEASECHECK_RECORD", str(tmp_path / "repaired.db"))
    assert run("record", "verify").code == 0


def test_a_plain_backup_is_encrypted_before_it_is_restored(
    run: Run,
    make_person: MakePerson,
    record: Path,
    key: Path,
    tmp_path: Path,
    patch: pytest.MonkeyPatch,
) -> None:
    make_person(name=f"{SURNAME}, Odo")
    assert run("record", "backup", tmp_path / "plain.db").code == 0
    encrypted(patch, key)
    before = record.read_bytes()
    refused(
        run("record", "restore", tmp_path / "plain.db", "--yes"),
        "plain.db is not encrypted, and a key is set",
    )
    assert record.read_bytes() == before
    assert run("--record", tmp_path / "plain.db", "record", "encrypt").code == 0
    assert run("record", "restore", tmp_path / "plain.db", "--yes").code == 0
    assert SURNAME in run("list", "--all").out


def _spoil(record: Path, page: int) -> None:
    kept = bytearray(record.read_bytes())
    kept[(page - 1) * 4096 + 100] ^= 1
    record.write_bytes(kept)


def test_damage_is_named_and_what_can_be_read_is_saved_encrypted(
    run: Run, demo: Path, key: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    encrypted(patch, key)
    with open_record(demo, key=known(key.read_text().strip())) as store:
        before = len(store.numbers())
    _spoil(demo, demo.stat().st_size // 4096 // 2)
    refused(run("record", "verify"), "damaged")
    done = run("record", "repair", tmp_path / "saved.db")
    assert done.code in (0, 3), done.err
    assert holding(tmp_path, "RIVERS") == []
    patch.setenv("RELEASECHECK_RECORD", str(tmp_path / "saved.db"))
    assert run("record", "verify").code == 0
    with open_record(tmp_path / "saved.db", key=known(key.read_text().strip())) as store:
        assert len(store.numbers()) >= before - 5


def test_a_damaged_beginning_is_put_right_from_a_backup(run: Run, secret: Path, tmp_path: Path) -> None:
    assert run("record", "backup", tmp_path / "b.db").code == 0
    _spoil(secret, 1)
    refused(run("list"), "or the beginning of the file is damaged", "record restore FILE")
    refused(run("record", "repair", tmp_path / "new.db"), "or the beginning of the file is damaged")
    done = run("record", "restore", tmp_path / "b.db", "--yes")
    assert (done.code, "nothing says whom the record had erased" in done.err) == (1, True)
    done = run("record", "restore", tmp_path / "b.db", "--yes", "--nobody-erased")
    assert done.code == 0, done.err
    assert SURNAME in run("list", "--all").out


def test_no_page_is_written_over_an_encrypted_record(
    run: Run, secret: Path, patch: pytest.MonkeyPatch
) -> None:
    named = secret.rename(secret.with_name("record.csv"))
    patch.setenv("RELEASECHECK_RECORD", str(named))
    refused(run("export", "people", "--to", "the council", "-o", named), "is a record")
    assert SURNAME in run("list", "--all").out


def test_backups_of_both_kinds_are_looked_into_when_somebody_is_erased(
    run: Run, make_person: MakePerson, record: Path, key: Path, patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make_person("A5561CD", f"{SURNAME}, Odo")
    assert run("record", "backup", tmp_path / "plain.db").code == 0
    encrypted(patch, key)
    assert run("record", "backup", tmp_path / "secret.db").code == 0
    left = cut_off(tmp_path)
    done = run("record", "erase", "A5561CD", "--rule", "request", "--confirm", "A5561CD")
    assert done.code == 0, done.err
    assert not left.exists()
    for name in ("plain.db", "secret.db"):
        assert f"{tmp_path / name}  holds them until it is removed" in done.out
    assert "cannot be looked into" not in done.out


def test_plain_copies_elsewhere_that_the_record_knows_are_named(
    run: Run,
    make_person: MakePerson,
    record: Path,
    key: Path,
    tmp_path_factory: pytest.TempPathFactory,
    patch: pytest.MonkeyPatch,
) -> None:
    make_person(name=f"{SURNAME}, Odo")
    away = tmp_path_factory.mktemp("away")
    for name in ("nights", "kept", "safe"):
        (away / name).mkdir()
    assert run("nightly", "--out", away / "nights", "--backups", away / "kept").code == 0
    patch.chdir(away)
    assert run("record", "backup", Path("safe", "copy.db")).code == 0
    patch.setenv("RELEASECHECK_KEY_FILE", str(key))
    said = run("record", "encrypt").out
    for copy in (away / "kept" / "record-2026-11-23.db", away / "safe" / "copy.db"):
        assert f"\n  {copy}\n" in said
