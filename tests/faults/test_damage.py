"""Whatever happens to the bytes of a record shows, unless it reads to the letter as before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.damage import damages, whole
from tests.faults.tampering import Tampering, noticed, tamper
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import rows

Lay = Callable[[], Path]


def test_every_damage_is_noticed_or_changes_nothing(
    full_record: Lay, capsys: pytest.CaptureFixture[str]
) -> None:
    as_it_was = whole(full_record())
    tried, harmless, missed = 0, 0, []
    for damage in damages():
        tried += 1
        record = full_record()
        record.write_bytes(damage.of(bytearray(record.read_bytes())))
        same = whole(record) == as_it_was
        record.write_bytes(damage.of(bytearray(full_record().read_bytes())))  # looking may have mended it
        if noticed():
            continue
        if same:
            harmless += 1
        else:
            missed.append(damage.name)
    with capsys.disabled():
        seen = tried - harmless - len(missed)
        print(
            f"\ndamages: {tried} tried, {seen} noticed, {harmless} that change nothing, {len(missed)} missed"
        )
    assert missed == []


TOLD = ("facts", "releases", "outcomes", "owners", "notes")


def told(record: Path) -> set[tuple[object, ...]]:
    """Every row of what was told."""
    return {(table, *row) for table in TOLD for row in rows(record, f"SELECT * FROM {table}")}


def holds(run: Run, new: Path) -> bool:
    """Whether a new record proves whole, once the next night has said that it was made on purpose."""
    out = new.with_name(f"{new.stem}-nights")
    said = run("--record", new, "nightly", "--out", out, "--accept-record")
    proofs = [
        run("--record", new, *words, "--against", out) for words in (["record", "verify"], ["log", "verify"])
    ]
    return all(one.code == 0 for one in (said, *proofs))


def test_of_a_damaged_record_a_new_one_that_holds_is_made_with_what_can_be_read(
    full_record: Lay, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    was, chosen = told(full_record()), list(damages())[::4]
    all_of_it, some, nothing, kept = 0, 0, 0, []
    for number, damage in enumerate(chosen):
        record, new = full_record(), tmp_path / f"new-{number}.db"
        record.write_bytes(damage.of(bytearray(record.read_bytes())))
        before = record.read_bytes()
        done = run("record", "repair", new)
        # Where the damage changes nothing that can be read, the copy is given out, and logged there.
        assert record.read_bytes() == before or given(record), damage.name
        if done.code == 1:
            assert not new.exists()
            assert "nothing can be read" in done.err, damage.name
            nothing += 1
            continue
        assert holds(run, new), damage.name
        kept.append(len(told(new) & was) / len(was))
        all_of_it += was <= told(new)
        some += not was <= told(new)
        assert was <= told(new) or done.code == 3, f"{damage.name}: something is lost and not said"
    with capsys.disabled():
        saved = f"{all_of_it} saved whole, {some} in part, {nothing} not at all"
        print(f"\nrepairs: {len(chosen)} tried, {saved}; {sum(kept) / len(chosen):.0%} of what was told")
    assert nothing <= 2
    assert sum(kept) / len(chosen) > 0.8


def given(record: Path) -> list[tuple[object, ...]]:
    """What the log says is given out by a repair: of how many people, and to where."""
    logged = "SELECT kind, json_array_length(people), recipient FROM log WHERE command = 'record repair'"
    return rows(record, f"{logged} AND kind = 'disclosure'")


def test_nobody_erased_comes_back_with_a_backup_in_the_place_of_a_damaged_record(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the list beside it gone as well: then it may stop and say so."""
    make_person("A1234BC", "COLE, Ann")
    make_person("A5561CD", "NIGHTLARK, Odo")
    (tmp_path / "safe").mkdir()
    backup = tmp_path / "safe" / "old.db"
    assert run("record", "backup", backup).code == 0
    assert run("record", "erase", "A5561CD", "--rule", "request", "--confirm", "A5561CD").code == 0
    whole, tried = record.read_bytes(), list(damages())[::3]
    stopped = 0
    for damage in tried:
        for left in tmp_path.glob("record*"):
            left.unlink()
        record.write_bytes(damage.of(bytearray(whole)))
        done = run("record", "restore", backup, "--yes")
        stopped += done.code
        if done.code == 0:
            assert rows(record, "SELECT count(*) FROM facts WHERE prison_number = 'A5561CD'") == [(0,)]
    with capsys.disabled():
        print(f"\nrestores: {len(tried)} tried, {stopped} stopped, nobody came back")
    assert stopped < len(tried) / 2


def test_what_could_not_be_read_is_said_and_stands_in_an_entry(
    full_record: Lay, run: Run, tmp_path: Path
) -> None:
    record = full_record()
    (page,) = rows(record, "SELECT rootpage FROM sqlite_schema WHERE name = 'notes'")[0]
    spoilt = bytearray(record.read_bytes())
    spoilt[(page - 1) * 4096 : page * 4096] = bytes(4096)
    record.write_bytes(spoilt)
    done = run("record", "repair", tmp_path / "new.db")
    assert done.code == 3
    assert "could not be saved as it was: notes " in done.out
    assert "What is left is sealed anew." in done.out
    ((said,),) = rows(tmp_path / "new.db", "SELECT reason FROM entries WHERE command = 'record repair'")
    assert said.startswith("notes ")
    assert given(tmp_path / "new.db") == [("disclosure", 3, str(tmp_path / "new.db"))]


def test_nothing_is_repaired_over_something(full_record: Lay, run: Run, tmp_path: Path) -> None:
    full_record()
    (tmp_path / "new.db").write_text("kept")
    done = run("record", "repair", tmp_path / "new.db")
    assert (done.code, (tmp_path / "new.db").read_text()) == (1, "kept")
    assert "there is already something at" in done.err


def test_a_record_that_is_whole_comes_out_the_same(full_record: Lay, run: Run, tmp_path: Path) -> None:
    record = full_record()
    unfinished = rows(record, "SELECT * FROM unfinished")
    done = run("record", "repair", tmp_path / "new.db")
    assert done.code == 0, done.err
    assert "sealed anew" not in done.out
    assert told(tmp_path / "new.db") == told(record)
    seals = "SELECT id, hash FROM entries WHERE command <> 'record repair'"
    assert rows(tmp_path / "new.db", seals) == rows(record, seals)
    assert given(record) == [("disclosure", 3, str(tmp_path / "new.db"))], "a whole copy is given out"
    assert rows(record, "SELECT * FROM unfinished") == unfinished
    assert run("log", "verify").code == 0


def test_what_is_kept_of_the_catalogue_is_read_again_where_it_is_damaged(full_record: Lay, run: Run) -> None:
    """It is only quicker to read: no command stops for it, and the proof of the record names it."""
    kept = "UPDATE meta SET value = replace(value, 'firearms_notice', 'firearms_notjce')"
    tamper(full_record(), Tampering("", f"{kept} WHERE key = 'catalogue_tables'"))
    assert run("list").code == 0
    done = run("record", "verify")
    assert (done.code, "meta: not as this program last wrote it" in done.err) == (1, True)


def test_who_was_restricted_stays_so_where_the_page_of_people_is_lost(
    full_record: Lay, run: Run, tmp_path: Path
) -> None:
    record = full_record()
    assert run("record", "restrict", "A1234BC", "--reason", "they dispute the date").code == 0
    (page,) = rows(record, "SELECT rootpage FROM sqlite_schema WHERE name = 'people'")[0]
    spoilt = bytearray(record.read_bytes())
    spoilt[(page - 1) * 4096 : page * 4096] = bytes(4096)
    record.write_bytes(spoilt)
    new = tmp_path / "new.db"
    assert run("record", "repair", new).code in (0, 3)
    assert rows(new, "SELECT prison_number FROM people WHERE restricted = 1") == [("A1234BC",)]
    assert holds(run, new)


def test_lines_of_a_log_that_is_sealed_anew_stay_late_and_unfinished(
    full_record: Lay, run: Run, tmp_path: Path
) -> None:
    record, late = full_record(), "2026-11-24T09:00:00Z"
    (last,) = rows(record, "SELECT max(id) FROM log")[0]
    tamper(
        record,
        Tampering(
            "",
            f"UPDATE log SET written_at = '{late}' WHERE id = {last}; DELETE FROM unfinished; "
            f"INSERT INTO unfinished VALUES ({last}); DELETE FROM log WHERE id = 2",
            behind_the_guards=True,
        ),
    )
    new = tmp_path / "new.db"
    done = run("record", "repair", new)
    assert done.code == 3, done.err
    assert rows(new, "SELECT line, written_at FROM unfinished JOIN log ON log.id = line") == [
        (last - 1, late)
    ]
    assert holds(run, new)
