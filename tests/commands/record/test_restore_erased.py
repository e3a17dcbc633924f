"""Who was erased stays so when a backup takes the place of a record that is damaged, empty or gone."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_up.encrypted import encrypted, holding, key_file, needs_sqlcipher
from tests.made_up.program import MakePerson, Result, Run
from tests.made_up.records import rows

ODO, ANN = "A5561CD", "A1234BC"
NAME = "ZWETSCHGENMEIER"


def erase(run: Run, number: str = ODO) -> None:
    done = run("record", "erase", number, "--rule", "request", "--confirm", number)
    assert done.code == 0, done.err


def restore(run: Run, file: Path, *more: str) -> Result:
    return run("record", "restore", file, "--yes", *more)


@pytest.fixture
def backup(run: Run, make_person: MakePerson, tmp_path: Path) -> Path:
    """A backup, in a folder of its own, of a record with two people, one of whom will be erased."""
    make_person(ANN, "COLE, Ann")
    make_person(ODO, f"{NAME}, Odilius")
    (tmp_path / "safe").mkdir()
    done = run("record", "backup", tmp_path / "safe" / "old.db")
    assert done.code == 0, done.err
    return tmp_path / "safe" / "old.db"


def in_the_middle(record: Path) -> None:
    """Every page of facts is noise: the record cannot be read, but its other tables can."""
    pages = rows(record, "SELECT rootpage FROM sqlite_schema WHERE tbl_name IN ('facts', 'people')")
    spoilt = bytearray(record.read_bytes())
    for (page,) in pages:
        spoilt[(page - 1) * 4096 : page * 4096] = bytes([7]) * 4096
    record.write_bytes(spoilt)


def cut(record: Path) -> None:
    whole = record.read_bytes()
    record.write_bytes(whole[: len(whole) // 3])


def emptied(record: Path) -> None:
    record.write_bytes(b"")


def noise(record: Path) -> None:
    """From its first byte on, as an encrypted one is; nobody here has a key."""
    spoilt = bytearray(record.read_bytes())
    spoilt[:4096] = bytes(range(256)) * 16
    record.write_bytes(spoilt)


def gone(record: Path) -> None:
    record.unlink()


def another(record: Path) -> None:
    """As a command of the next morning makes one where the record is lost."""
    record.unlink()
    from tests.made_up.program import run

    assert run("record", "init").code == 0


LOST = [in_the_middle, cut, emptied, noise, gone, another]


def is_erased(run: Run, record: Path) -> None:
    assert rows(record, "SELECT prison_number, rule FROM erased") == [(ODO, "request")]
    assert NAME.encode() not in record.read_bytes()
    assert run("show", ODO).code == 1
    assert run("show", ANN).code == 0
    assert run("record", "verify").code == 0
    assert run("log", "verify").code == 0


@pytest.mark.parametrize("deed", LOST)
def test_whom_a_lost_record_had_erased_stays_erased(
    run: Run, record: Path, backup: Path, deed: Callable[[Path], None]
) -> None:
    erase(run)
    deed(record)
    done = restore(run, backup)
    assert done.code == 0, done.err
    assert f"Erased since, and to be erased again: {ODO}." in done.err
    assert "Erased again, as since the backup: 1 person." in done.out
    is_erased(run, record)


def test_whoever_was_being_erased_when_the_record_was_lost_stays_erased(
    run: Run, record: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search of nights takes minutes where there are many: the list is there before it begins."""
    from releasecheck.night import sweeping

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    assert run("nightly", "--out", tmp_path / "nights").code == 0
    with monkeypatch.context() as patched:
        patched.setattr(sweeping, "sweep", cut_off)
        assert run("record", "erase", ODO, "--rule", "request", "--confirm", ODO).code != 0
    assert f"erasing {ODO} was cut off" in run("list").err
    gone(record)
    done = restore(run, backup)
    assert done.code == 0, done.err
    is_erased(run, record)


def test_a_pipe_among_the_lists_is_not_waited_for(run: Run, record: Path, backup: Path) -> None:
    import os

    erase(run)
    gone(record)
    os.mkfifo(backup.with_name("other.erased"))
    done = restore(run, backup)
    assert done.code == 0, done.err
    is_erased(run, record)


def test_what_can_be_read_of_a_damaged_record_is_enough(run: Run, record: Path, backup: Path) -> None:
    erase(run)
    in_the_middle(record)
    record.with_name("record.db.erased").unlink()
    done = restore(run, backup)
    assert done.code == 0, done.err
    is_erased(run, record)


def test_of_a_record_that_opens_what_it_says_of_them_must_be_as_it_was_written(
    run: Run, record: Path, backup: Path
) -> None:
    """One letter of a number is spoilt: it is somebody else's now, and no page of the file is bad."""
    erase(run)
    spoilt = record.read_bytes().replace(f"{ODO}20".encode(), b"A5561CE20")
    record.write_bytes(spoilt)
    assert run("list").code == 0
    listed = record.with_name("record.db.erased")
    kept = listed.rename(listed.with_name("kept"))
    done = restore(run, backup)
    assert (done.code, "nothing says whom the record had erased" in done.err) == (1, True)
    kept.rename(listed)
    done = restore(run, backup)
    assert done.code == 0, done.err
    is_erased(run, record)


@pytest.mark.parametrize("deed", [in_the_middle, cut, emptied, gone])
def test_the_list_with_the_backups_of_nights_is_enough(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path, deed: Callable[[Path], None]
) -> None:
    """Also of somebody who was erased after the last night."""
    make_person(ANN, "COLE, Ann")
    make_person(ODO, f"{NAME}, Odilius")
    assert run("nightly", "--out", tmp_path / "nights").code == 0
    erase(run)
    deed(record)
    record.with_name("record.db.erased").unlink()
    done = restore(run, tmp_path / "nights" / "backups" / "record-2026-11-23.db")
    assert done.code == 0, done.err
    is_erased(run, record)


@pytest.mark.parametrize("deed", [cut, emptied])
def test_where_nothing_says_who_was_erased_it_stops_and_says_how_to_go_on(
    run: Run, record: Path, backup: Path, deed: Callable[[Path], None]
) -> None:
    erase(run)
    record.with_name("record.db.erased").unlink()
    deed(record)
    before = record.read_bytes()
    done = restore(run, backup)
    assert (done.code, done.out) == (1, "")
    assert "nothing says whom the record had erased since: it is damaged, and there is no list" in done.err
    assert f"releasecheck record restore {backup} --nobody-erased" in done.err
    assert "ZWETSCH" not in done.err
    assert record.read_bytes() == before
    assert not [one for one in record.parent.iterdir() if "until" in one.name or one.name.startswith(".")]
    done = restore(run, backup, "--nobody-erased")
    assert done.code == 0, done.err
    assert run("record", "verify").code == 0


def test_a_record_that_is_gone_and_had_nights_is_not_taken_for_a_new_machine(
    run: Run, record: Path, backup: Path, tmp_path: Path
) -> None:
    assert run("nightly", "--out", tmp_path / "nights").code == 0
    erase(run)
    gone(record)
    record.with_name("record.db.erased").unlink()
    (tmp_path / "nights" / "backups" / "record.db.erased").unlink()
    assert run("config", "set", "nights", tmp_path / "nights").code == 0
    for file in (backup, tmp_path / "nights" / "backups" / "record-2026-11-23.db"):
        done = restore(run, file)
        assert (done.code, done.out) == (1, "")
        assert "it is gone, and there is no list" in done.err
    assert not record.exists()


@pytest.mark.parametrize(("deed", "said"), [(None, False), (cut, True), (gone, True), (emptied, True)])
def test_that_nobody_knows_who_was_restricted_in_a_lost_record_is_said(
    run: Run, record: Path, backup: Path, deed: Callable[[Path], None] | None, said: bool
) -> None:
    erase(run)
    assert run("record", "restrict", ANN, "--reason", "she asked").code == 0
    if deed is not None:
        deed(record)
    done = restore(run, backup)
    assert (done.code, "who was restricted or held since is not known" in done.err) == (0, said)
    assert run("show", ANN).code == (0 if said else 1)


def test_a_first_restore_on_a_new_machine_is_one_line(run: Run, record: Path, backup: Path) -> None:
    gone(record)
    done = restore(run, backup)
    assert "restricted" not in done.err
    assert (done.code, record.exists()) == (0, True), done.err
    assert not record.with_name("record.db.erased").exists()


def test_a_list_of_a_night_says_that_nobody_was_erased(
    run: Run, record: Path, backup: Path, tmp_path: Path
) -> None:
    assert run("nightly", "--out", tmp_path / "nights").code == 0
    emptied(record)
    done = restore(run, backup)
    assert done.code == 0, done.err
    assert run("show", ODO).code == 0


def test_a_list_that_cannot_be_read_is_named(run: Run, record: Path, backup: Path) -> None:
    erase(run)
    gone(record)
    listed = record.with_name("record.db.erased")
    listed.write_bytes(b"no list at all")
    done = restore(run, backup)
    assert done.code == 1
    assert f"the list of them cannot be read ({listed})" in done.err


@pytest.mark.parametrize("deed", [emptied, gone])
def test_a_list_of_another_record_erases_nobody_here(
    run: Run, record: Path, backup: Path, make_person: MakePerson, deed: Callable[[Path], None]
) -> None:
    """As where a record for practice lay in that place before."""
    gone(record)
    assert run("record", "init").code == 0
    make_person(ODO, "OTHER, Odo")
    erase(run)
    gone(record)
    assert restore(run, backup, "--nobody-erased").code == 0
    assert run("show", ODO).code == 0
    assert rows(record, "SELECT count(*) FROM erased") == [(0,)]


def test_who_is_really_back_is_not_erased_by_the_list(
    run: Run, record: Path, backup: Path, tmp_path: Path
) -> None:
    erase(run)
    back = run("add", ODO, "--name", f"{NAME}, Odilius", "--again", "--reason", "recalled")
    assert back.code == 0, back.err
    assert run("record", "backup", tmp_path / "between.db").code == 0
    gone(record)
    done = restore(run, tmp_path / "between.db")
    assert done.code == 0, done.err
    assert run("show", ODO).code == 0


def test_the_list_holds_no_name_and_is_its_owners_alone(
    run: Run, record: Path, backup: Path, tmp_path: Path
) -> None:
    assert run("nightly", "--out", tmp_path / "nights").code == 0
    erase(run)
    lists = sorted(tmp_path.rglob("*.erased"))
    assert lists == [tmp_path / "nights" / "backups" / "record.db.erased", tmp_path / "record.db.erased"]
    for one in lists:
        assert stat.S_IMODE(one.stat().st_mode) == 0o600
        assert NAME.encode() not in one.read_bytes()
        assert rows(one, "SELECT prison_number, rule FROM erased") == [(ODO, "request")]
    over = run("handover", ANN, "--to", "Leeds", "--bundle", lists[1], "--force")
    assert (over.code, "is a record, and is not written over" in over.err) == (1, True)


@pytest.mark.parametrize("table", ["erased", "search_words"])
def test_a_record_that_is_repaired_keeps_them_erased(
    run: Run, record: Path, backup: Path, tmp_path: Path, table: str
) -> None:
    """Whether the list beside it says more than what can be read of it, or the same."""
    erase(run)
    pages = rows(record, f"SELECT rootpage FROM sqlite_schema WHERE tbl_name = '{table}'")
    spoilt = bytearray(record.read_bytes())
    for (page,) in pages:
        spoilt[(page - 1) * 4096 : page * 4096] = bytes([7]) * 4096
    record.write_bytes(spoilt)
    assert run("record", "repair", tmp_path / "new.db").code in (0, 3)
    assert rows(tmp_path / "new.db", "SELECT prison_number FROM erased") == [(ODO,)]
    assert run("--record", tmp_path / "new.db", "record", "verify").code == 0


@pytest.mark.parametrize("deed", [cut, emptied, gone])
def test_of_an_encrypted_record_the_list_is_encrypted_too(
    run: Run,
    record: Path,
    make_person: MakePerson,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    deed: Callable[[Path], None],
) -> None:
    needs_sqlcipher()
    make_person(ANN, "COLE, Ann")
    make_person(ODO, f"{NAME}, Odilius")
    make_person("A7770ZZ", "THIMBLE, Una")
    assert run("nightly", "--out", tmp_path / "nights").code == 0
    erase(run, "A7770ZZ")
    assert len(holding(tmp_path, "A7770ZZ")) > 2, "in the log, and in two lists"
    encrypted(monkeypatch, key_file(tmp_path / "key"))
    (tmp_path / "safe").mkdir()
    assert run("record", "backup", tmp_path / "safe" / "old.db").code == 0
    erase(run)
    new = key_file(tmp_path / "new-key", "b2")
    assert run("record", "rekey", "--to-key", new).code == 0
    assert run("--record", tmp_path / "safe" / "old.db", "record", "rekey", "--to-key", new).code == 0
    monkeypatch.setenv("RELEASECHECK_KEY_FILE", str(new))
    lists = sorted(tmp_path.rglob("*.erased"))
    assert len(lists) == 2
    for one in lists:
        assert b"A7770ZZ" not in one.read_bytes()
    deed(record)
    done = restore(run, tmp_path / "safe" / "old.db")
    assert done.code == 0, done.err
    assert run("show", ODO).code == 1
    assert run("show", ANN).code == 0
    assert run("record", "verify").code == 0
