"""`record backup`, `restore`, `compact` and `migrate`: copies that are whole, and no record that is lost."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releasecheck.store import open_record
from releasecheck.store.sqlite.connection import SCHEMA
from tests.made_up.program import MakePerson, Result, Run
from tests.made_up.records import open_elsewhere, rows, tables, tamper
from tests.made_up.saved import AT, TODAY
from tests.made_up.terminal import Terminal
from tests.places import DATA

NOTES = "SELECT text FROM notes ORDER BY id"
OLD = DATA / "records" / "0.1.0" / "record.db"


def note(run: Run, text: str) -> None:
    done = run("note", "A1234BC", text)
    assert done.code == 0, done.err


@pytest.fixture
def backup(run: Run, make_person: MakePerson, tmp_path: Path) -> Path:
    """A backup of a record with one person and one note."""
    make_person(tier="B2")
    note(run, "before the backup")
    done = run("record", "backup", tmp_path / "backup.db")
    assert done.code == 0, done.err
    return tmp_path / "backup.db"


# backup


def test_a_backup_is_whole_and_its_owners_alone(run: Run, record: Path, backup: Path) -> None:
    assert tables(backup) == tables(record)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert run("--record", backup, "record", "verify").code == 0
    assert [one.name for one in backup.parent.iterdir() if one.name.startswith(".")] == []


def test_a_backup_holds_what_another_program_left_in_the_log_and_not_what_it_is_writing(
    run: Run, record: Path, backup: Path
) -> None:
    with open_elsewhere(record) as ask:
        ask("SELECT 1 FROM notes")  # with it open, what is written stays in the log beside the file
        note(run, "in the log")
        ask("BEGIN IMMEDIATE")
        ask("UPDATE people SET cell = 'A1-01'")
        assert run("record", "backup", backup, "--force").code == 0
        ask("ROLLBACK")
    assert rows(backup, NOTES) == [("before the backup",), ("in the log",)]
    assert rows(backup, "SELECT cell FROM people") == [(None,)]


def test_in_a_folder_a_backup_is_named_for_its_day(run: Run, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "safe").mkdir()
    done = run("record", "backup", tmp_path / "safe")
    made = tmp_path / "safe" / "record-2026-11-23.db"
    assert [*(tmp_path / "safe").iterdir()] == [made]
    assert done.out == (
        f"Backup at {made}: 1 person, up to entry 2, {made.stat().st_size / 1_000_000:.1f} MB, checked. "
        f"Put it in the place of the record: releasecheck record restore {made}\n"
    )


def test_an_older_backup_is_replaced_only_when_asked(run: Run, backup: Path) -> None:
    before = backup.read_bytes()
    note(run, "later")
    done = run("record", "backup", backup)
    assert (done.code, backup.read_bytes()) == (1, before)
    assert "Add --force to replace it" in done.err
    assert run("record", "backup", backup, "--force").code == 0
    assert rows(backup, NOTES) == [("before the backup",), ("later",)]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("itself", "is the record itself"),
        ("its second name", "is the record itself"),
        ("a link", "is a link: it is left alone"),
        ("a letter", "is no backup of a record"),
        ("a record in use", "may be in use"),
    ],
)
def test_what_no_backup_may_replace_is_left_alone_whatever_is_asked(
    run: Run, record: Path, backup: Path, tmp_path: Path, what: str, said: str
) -> None:
    target = tmp_path / "target.db"
    match what:
        case "itself":
            target = record
        case "its second name":
            os.link(record, target)
        case "a link":
            target.symlink_to(backup)
        case "a letter":
            target.write_text("Dear Sir or Madam, " * 50)
        case "a record in use":
            shutil.copyfile(backup, target)
            (tmp_path / "target.db-wal").write_bytes(b"kept")
    before = target.read_bytes()
    done = run("record", "backup", target, "--force")
    assert done.code == 1
    assert said in done.err
    assert target.read_bytes() == before


# restore


def restore(run: Run, file: Path) -> Result:
    return run("record", "restore", file, "--yes")


def but_itself(record: Path) -> object:
    """Every row but those in which the record counts its own log."""
    return {**tables(record), "meta": []}


def test_a_backup_takes_the_place_of_the_record_which_is_kept_whole(
    run: Run, record: Path, backup: Path
) -> None:
    note(run, "after the backup")
    was, kept = tables(record), but_itself(backup)
    done = restore(run, backup)
    assert done.code == 0, done.err
    assert "The record has 1 entry that the backup has not:\n  entry 3  " in done.err
    aside = record.with_name("record-until-2026-11-23.db")
    assert f"What it was until now is kept whole: {aside}" in done.out
    assert "Only there: 1 entry and 1 line of the log of processing" in done.out
    assert tables(aside) == was
    assert but_itself(record) == kept
    assert stat.S_IMODE(record.stat().st_mode) == stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert run("record", "verify").code == 0
    assert run("log", "verify").code == 0
    assert run("log", "show").code == 0
    assert rows(record, "PRAGMA journal_mode") == [("wal",)]


def test_there_and_back_again_loses_nothing(run: Run, record: Path, backup: Path) -> None:
    note(run, "after the backup")
    was = but_itself(record)
    restore(run, backup)
    done = restore(run, record.with_name("record-until-2026-11-23.db"))
    assert "The record has no entry that the backup has not." in done.err
    assert "CHECK THIS: the backup has entries that the record has not" in done.err
    assert but_itself(record) == was
    assert record.with_name("record-until-2026-11-23-2.db").exists()


def test_what_is_still_in_the_log_beside_a_record_is_kept_aside_with_it(
    run: Run, record: Path, backup: Path, tmp_path: Path
) -> None:
    with open_elsewhere(record) as ask:
        ask("SELECT 1 FROM notes")
        note(run, "only in the log")
        for ending in ("", "-wal"):
            shutil.copyfile(f"{record}{ending}", tmp_path / f"cut-off.db{ending}")
    cut_off = tmp_path / "cut-off.db"
    done = run("--record", cut_off, "record", "restore", backup, "--yes")
    assert "The record has 1 entry that the backup has not" in done.err
    aside = tmp_path / "cut-off-until-2026-11-23.db"
    assert rows(aside, NOTES) == [("before the backup",), ("only in the log",)]
    assert rows(cut_off, NOTES) == [("before the backup",)]


def test_nobody_is_asked_where_nobody_is_and_then_nothing_is_done(
    run: Run, record: Path, backup: Path
) -> None:
    note(run, "after the backup")
    before = tables(record)
    done = run("record", "restore", backup)
    assert done.code == 2
    assert "add --yes" in done.err
    assert tables(record) == before
    assert sorted(one.name for one in record.parent.iterdir()) == ["backup.db", "record.db"]


def test_at_a_terminal_it_asks_once_it_has_said_what_it_means(run: Run, record: Path, backup: Path) -> None:
    note(run, "after the backup")
    seen = Terminal("record", "restore", backup)
    seen.shows("The record has 1 entry that the backup has not")
    seen.shows("Put it in the place of the record? [y/N]: ")
    seen.type("n")
    assert "Nothing saved." in seen.rest()
    assert rows(record, NOTES)[-1] == ("after the backup",)
    assert sorted(one.name for one in record.parent.iterdir()) == ["backup.db", "record.db"]


def damaged(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def tampered(path: Path) -> None:
    tamper(path, "DROP TRIGGER facts_no_update", "UPDATE facts SET value = 'C1' WHERE fact = 'tier'")


@pytest.mark.parametrize("deed", [damaged, tampered])
def test_a_backup_that_does_not_pass_its_check_changes_nothing(
    run: Run, record: Path, backup: Path, deed: Callable[[Path], None]
) -> None:
    deed(backup)
    before = tables(record)
    done = restore(run, backup)
    assert done.code == 1
    assert "did not pass its check. Nothing was restored, and nothing was changed" in done.err
    assert tables(record) == before
    assert sorted(one.name for one in record.parent.iterdir()) == ["backup.db", "record.db"]


def test_a_damaged_record_is_kept_aside_with_its_log(run: Run, record: Path, backup: Path) -> None:
    damaged(record)
    half = record.read_bytes()
    record.with_name("record.db-wal").write_bytes(b"not a log, and kept")
    done = run("record", "restore", backup, "--yes", "--nobody-erased")
    assert done.code == 0, done.err
    assert "The record is damaged: it cannot be said what it has" in done.err
    aside = record.with_name("record-until-2026-11-23.db")
    assert aside.read_bytes() == half
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"not a log, and kept"
    assert not record.with_name("record.db-wal").exists()
    assert run("record", "verify").code == 0


def test_a_record_that_is_gone_is_put_back(run: Run, record: Path, backup: Path) -> None:
    was = but_itself(record)
    record.unlink()
    done = restore(run, backup)
    assert done.code == 0, done.err
    assert "kept" not in done.out
    assert but_itself(record) == was


def test_another_programs_file_is_no_record_to_replace(run: Run, backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    tamper(other, "CREATE TABLE letters(x)")
    before = other.read_bytes()
    done = run("--record", other, "record", "restore", backup, "--yes")
    assert done.code == 1
    assert "belongs to another program" in done.err
    assert other.read_bytes() == before


@pytest.mark.parametrize("folder", [".", "/", ".."])
def test_a_folder_is_no_backup_whatever_it_is_called(
    run: Run, record: Path, backup: Path, folder: str
) -> None:
    done = run("record", "restore", folder, "--yes")
    assert (done.code, done.out) == (1, "")
    assert "is a folder, not a record" in done.err


@pytest.mark.parametrize("name", ["record.db", "nothing.db"])
def test_what_is_no_backup_is_refused(run: Run, record: Path, backup: Path, name: str) -> None:
    before = tables(record)
    done = restore(run, record.with_name(name))
    assert done.code == 1
    assert tables(record) == before


def test_a_record_in_use_is_not_replaced_under_anybody(
    run: Run, record: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0")
    before = tables(record)
    with open_elsewhere(record) as ask:
        ask("SELECT 1 FROM notes")
        done = restore(run, backup)
    assert done.code == 1
    assert "the record is in use by another program; try again" in done.err
    assert tables(record) == before
    assert not record.with_name("record-until-2026-11-23.db").exists()


def test_what_is_told_once_the_backup_is_ready_is_not_left_behind_unsaid(
    run: Run, record: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from releasecheck.store.sqlite import restoring, upkeep

    put_in_place = restoring.put_in_place

    def late(*asked: Any) -> Path | None:
        note(run, "at the last moment")
        return put_in_place(*asked)

    with monkeypatch.context() as patched:
        patched.setattr(upkeep, "put_in_place", late)
        done = restore(run, backup)
    assert (done.code, done.out) == (1, "")
    assert "somebody has just written to the record; try again" in done.err
    assert rows(record, NOTES) == [("before the backup",), ("at the last moment",)]
    assert run("record", "verify").code == 0
    assert "entry 3" in restore(run, backup).err


def test_a_restore_that_was_cut_off_before_the_last_step_is_done_again(
    run: Run, record: Path, backup: Path
) -> None:
    """The record then has a second name, and no copy has its first."""
    os.link(record, record.with_name("record-until-2026-11-22.db"))
    record.with_name(".restore-x.db").write_bytes(b"left")
    assert restore(run, backup).code == 0
    assert sorted(one.name for one in record.parent.iterdir()) == [
        *("backup.db", "record-until-2026-11-23.db", "record.db"),
    ]


def test_who_was_erased_since_is_erased_from_what_is_restored(
    run: Run, record: Path, backup: Path, make_person: MakePerson
) -> None:
    make_person("A5561CD", "NIGHTLARK, Odo")
    with open_record(record) as store, store.writing("P. Marsh", AT, TODAY, "erase") as transaction:
        transaction.erase("A1234BC", "age")
        transaction.log("erasure", ["A1234BC"])
    done = restore(run, backup)
    assert "Erased again, as since the backup: 1 person." in done.out
    assert rows(record, "SELECT count(*) FROM people") == [(0,)]
    assert b"before the backup" not in record.read_bytes()
    assert rows(record, "SELECT people FROM log WHERE kind = 'erasure'") == [('["A1234BC"]',)]
    assert rows(record, "SELECT prison_number, rule FROM erased") == [("A1234BC", "age")]
    assert run("record", "verify").code == 0


def test_who_was_restricted_or_held_since_is_so_in_what_is_restored(
    run: Run, record: Path, backup: Path
) -> None:
    for words in (("restrict", "they dispute the date"), ("hold", "SFO review")):
        assert run("record", words[0], "A1234BC", "--reason", words[1]).code == 0
    before = rows(record, "SELECT * FROM holds ORDER BY kind")
    done = restore(run, backup)
    assert "Held or restricted again, as since the backup: A1234BC." in done.out
    assert rows(record, "SELECT * FROM holds ORDER BY kind") == before != []
    assert "A1234BC" not in run("list", "--all").out
    assert run("record", "verify").code == 0


# compact and migrate


def test_compacting_gives_back_room_and_keeps_every_row(
    run: Run, record: Path, make_person: MakePerson
) -> None:
    make_person()
    tamper(record, "CREATE TABLE room(x)", "INSERT INTO room VALUES (zeroblob(3000000))", "DROP TABLE room")
    before = tables(record)
    done = run("record", "compact")
    assert done.code == 0, done.err
    assert " MB before, " in done.out
    assert record.stat().st_size < 3_000_000
    assert tables(record) == before
    assert run("record", "verify").code == 0


def test_an_old_record_is_migrated_once_a_backup_of_it_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "record.db"
    shutil.copyfile(OLD, old)
    monkeypatch.setenv("RELEASECHECK_RECORD", str(old))
    notes = rows(old, NOTES)
    done = run("record", "migrate")
    assert done.code == 0, done.err
    backup = tmp_path / "record-version-7-2026-11-23.db"
    assert rows(backup, "PRAGMA user_version") == [(7,)]
    assert rows(backup, NOTES) == rows(old, NOTES) == notes
    assert rows(old, "PRAGMA user_version") == [(SCHEMA,)]
    assert f"from version 7 to version {SCHEMA}" in done.out
    again = run("record", "migrate")
    assert f"up to date (version {SCHEMA}): nothing to do" in again.out
    assert len(list(tmp_path.glob("*.db"))) == 2


def test_a_backup_of_an_older_version_is_brought_up_to_date_as_it_is_restored(run: Run, record: Path) -> None:
    done = restore(run, OLD)
    assert done.code == 0, done.err
    assert rows(record, "PRAGMA user_version") == [(SCHEMA,)]
    assert run("record", "verify").code == 0
    beside = [one.name for one in OLD.parent.glob("record.db*")]
    assert beside == ["record.db"], "a backup is read where it lies, and nothing is laid beside it"
