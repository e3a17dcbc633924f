"""`record erase`: in two steps, everywhere, both chains whole, and only number, time and rule are left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Result, Run
from tests.made_up.records import open_elsewhere, rows, tables

ODO, ANN = "A5561CD", "A1234BC"
NAMES = ("Zwetschgenmeier", "Odilius")
"""Names that nobody else has."""


@pytest.fixture
def odo(make_person: MakePerson) -> str:
    make_person(ANN, "COLE, Ann", prison="LEI")
    return make_person(ODO, "ZWETSCHGENMEIER, Odilius", prison="LEI", tier="B2")


def erase(run: Run, *more: str | Path, number: str = ODO) -> Result:
    return run("record", "erase", number, "--rule", "request", "--confirm", number, *more)


def left(folder: Path) -> list[str]:
    """The files in a folder whose bytes hold a name, in any case, in UTF-8 or UTF-16."""
    wanted = [
        text.encode(one)
        for name in NAMES
        for text in (name, name.upper(), name.lower())
        for one in ("utf-8", "utf-16-le", "utf-16-be")
    ]
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
        if any(one in path.read_bytes() for one in wanted)
    )


def test_it_takes_two_steps(run: Run, odo: str, record: Path) -> None:
    before = tables(record)
    first = run("record", "erase", ODO, "--rule", "request")
    assert first.code == 2
    assert f"{ODO} (request). What goes: " in first.out
    assert "facts" in first.out
    assert f"record erase {ODO} --rule request --confirm {ODO}\n" in first.err
    wrong = run("record", "erase", ODO, "--rule", "request", "--confirm", ANN)
    assert wrong.code == 2
    dry = run("record", "erase", ODO, "--rule", "request", "--dry-run")
    assert dry.code == 0
    assert tables(record) == before


def test_what_to_type_next_has_all_that_was_typed(run: Run, odo: str, tmp_path: Path) -> None:
    typed = f"--rule after-release --nights {tmp_path} --backups {tmp_path}"
    done = run("record", "erase", "zwetsch", *typed.split())
    whole = f"record erase {ODO} {typed} --confirm {ODO}"
    assert done.err.endswith(f"To do it: releasecheck {whole}\n")
    assert run(*whole.split()).code == 0


def test_nothing_of_them_is_left_but_number_time_and_rule(run: Run, odo: str, record: Path) -> None:
    run("note", ODO, "ZWETSCHGENMEIER asked about his card")
    run("show", ODO)
    done = erase(run)
    assert done.code == 0, done.err
    assert left(record.parent) == []
    assert [row[::2] for row in rows(record, "SELECT prison_number, at, rule FROM erased")] == [
        (ODO, "request")
    ]
    for table, found in tables(record).items():
        if table != "erased":
            assert ODO not in json.dumps(found), table
    lines = rows(record, "SELECT people, reason, recipient FROM log WHERE kind = 'erasure'")
    assert lines == [(json.dumps([ODO]), "request", None)]
    assert run("record", "verify").code == 0
    assert run("log", "verify").code == 0
    assert run("show", ODO).code == 1
    assert run("show", ANN).code == 0


def test_a_reason_is_not_kept(run: Run, odo: str, record: Path) -> None:
    done = run(
        "--reason", "ZWETSCHGENMEIER wrote", "record", "erase", ODO, "--rule", "request", "--confirm", ODO
    )
    assert done.code == 0
    assert "--reason is not kept" in done.err
    assert left(record.parent) == []


def test_it_asks_by_which_rule(run: Run, odo: str) -> None:
    done = run("record", "erase", ODO, "--confirm", ODO)
    assert done.code == 2
    assert "by which rule? Add --rule: after-release" in done.err


def test_who_is_held_is_not_erased(run: Run, odo: str, record: Path) -> None:
    assert run("record", "hold", ODO, "--reason", "inquest").code == 0
    done = erase(run)
    assert done.code == 1
    assert f"{ODO} is held, and not erased" in done.err
    assert run("show", ODO).code == 0
    assert run("record", "hold", ODO, "--lift", "--reason", "closed").code == 0
    assert erase(run).code == 0


def test_somebody_merged_goes_under_every_number(
    run: Run, odo: str, make_person: MakePerson, record: Path
) -> None:
    make_person("A7770ZZ", "ZWETSCHGENMEIER, Odilius")
    assert run("merge", ODO, "A7770ZZ").code == 0
    assert erase(run).code == 0
    assert left(record.parent) == []
    assert rows(record, "SELECT prison_number FROM erased ORDER BY 1") == [(ODO,), ("A7770ZZ",)]
    assert run("record", "verify").code == 0


def test_somebody_off_the_lists_can_be_erased(run: Run, odo: str, record: Path) -> None:
    assert run("undo", "--yes").code == 0
    assert erase(run).code == 0
    assert left(record.parent) == []


def test_nights_are_swept_and_hold_the_others_still(run: Run, odo: str, record: Path, tmp_path: Path) -> None:
    nights = tmp_path / "nights"
    assert run("nightly", "--out", nights).code == 0
    assert any("missing" in one for one in left(nights))
    done = erase(run)
    assert done.code == 0, done.err
    found = [one for one in left(nights) if not one.startswith("backups")]
    assert found == []
    night = nights / "latest"
    assert ANN in (night / "missing.csv").read_text("utf-8")
    assert {row["prison_number"] for row in json.loads((night / "missing.json").read_text())["items"]} == {
        ANN
    }
    assert ODO not in "".join(
        path.read_text("utf-8")
        for path in night.rglob("*")
        if path.suffix in (".html", ".csv", ".json", ".txt")
    )
    again = run("nightly", "--out", nights)
    assert again.code == 0, again.err
    assert "ZWETSCH" not in again.out + again.err


def test_nights_that_the_record_does_not_remember_are_swept_where_the_office_names_them(
    run: Run, odo: str, record: Path, tmp_path: Path
) -> None:
    """As those that an older version made."""
    nights = tmp_path / "nights"
    assert run("record", "backup", tmp_path / "before.db").code == 0
    assert run("nightly", "--out", nights).code == 0
    assert run("record", "restore", tmp_path / "before.db", "--yes").code == 0
    for path in (*tmp_path.glob("record-until-*"), tmp_path / "before.db"):
        path.unlink()
    assert run("config", "set", "nights", nights).code == 0
    assert erase(run).code == 0
    assert [one for one in left(nights) if not one.startswith("backups")] == []


def test_a_backup_in_reach_is_named_and_erased_when_it_is_restored(
    run: Run, odo: str, record: Path, tmp_path: Path
) -> None:
    nights = tmp_path / "nights"
    assert run("nightly", "--out", nights).code == 0
    done = erase(run)
    backup = nights / "backups" / "record-2026-11-23.db"
    assert f"{backup}  holds them until it is removed; restoring it erases them again" in done.out
    assert run("record", "restore", backup, "--yes").code == 0
    assert run("show", ODO).code == 1
    assert b"ZWETSCHGENMEIER" not in record.read_bytes()


def test_a_backup_from_between_two_erasures_is_erased_again(
    run: Run, odo: str, make_person: MakePerson, record: Path, tmp_path: Path
) -> None:
    erase(run)
    back = run("add", ODO, "--name", "ZWETSCHGENMEIER, Odilius", "--again", "--reason", "recalled")
    assert back.code == 0, back.err
    assert run("record", "backup", tmp_path / "between.db").code == 0
    assert erase(run).code == 0
    assert run("record", "restore", tmp_path / "between.db", "--yes").code == 0
    assert b"ZWETSCHGENMEIER" not in record.read_bytes()
    assert run("show", ODO).code == 1


def test_text_of_others_that_names_them_is_listed_and_left(run: Run, odo: str, record: Path) -> None:
    run("note", ANN, "shares a cell with ZWETSCHGENMEIER")
    run("note", ANN, f"met {ODO} in reception")
    run("note", ANN, "nothing of interest")
    done = erase(run)
    assert done.code == 0, done.err
    numbers = [one for (one,) in rows(record, "SELECT entry FROM notes ORDER BY id")]
    for entry in numbers[:2]:
        assert f"entry {entry}, notes of {ANN}: text" in done.out
    assert f"entry {numbers[2]}," not in done.out
    assert "ZWETSCHGENMEIER" not in done.out
    assert rows(record, "SELECT text FROM notes LIMIT 1") == [("shares a cell with ZWETSCHGENMEIER",)]


def test_who_was_erased_comes_back_by_no_file(run: Run, odo: str, record: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "odo.json"
    assert run("handover", ODO, "--to", "Leeds", "--bundle", bundle).code == 0
    people = tmp_path / "people.csv"
    people.write_text(
        f"Prison Number,Surname,CRD\n{ODO},ZWETSCHGENMEIER,01/03/2027\nA7770ZZ,THIMBLE,01/03/2027\n"
    )
    assert erase(run).code == 0
    for words, code in ((("import", "bundle", bundle), 1), (("import", "people", people), 3)):
        done = run(*words)
        assert done.code == code, done.err
        assert f"{ODO} was erased on" in done.err
        assert f"releasecheck add {ODO} --name … --again --reason TEXT" in done.err
        assert "ZWETSCH" not in done.err
    assert run("show", "A7770ZZ").code == 0
    added = run("add", ODO, "--name", "ZWETSCHGENMEIER, Odilius")
    assert added.code == 1
    assert "--again" in added.err
    assert rows(record, "SELECT count(*) FROM facts WHERE prison_number = ?", ODO) == [(0,)]


def test_who_is_really_back_is_recorded_with_a_reason(run: Run, odo: str, tmp_path: Path) -> None:
    erase(run)
    words = ("add", ODO, "--name", "ZWETSCHGENMEIER, Odilius", "--again")
    assert run(*words).code == 2
    assert run(*words, "--reason", "new sentence").code == 0
    assert run("show", ODO).code == 0
    people = tmp_path / "people.csv"
    people.write_text(f"Prison Number,CRD\n{ODO},01/03/2027\n")
    assert run("import", "people", people).code == 0
    assert run("record", "verify").code == 0


def test_undo_brings_nobody_back_and_says_so(run: Run, odo: str, record: Path) -> None:
    erase(run)
    for words in (("undo", "--yes"), ("void", "2", "--reason", "back")):
        done = run(*words)
        assert (done.code, done.out) == (1, "")
        assert "was about somebody who has been erased: nothing brings them back" in done.err


def test_typed_again_it_searches_again(run: Run, odo: str, record: Path) -> None:
    erase(run)
    done = run("record", "erase", ODO)
    assert done.code == 0, done.err
    assert f"{ODO} was erased on" in done.out
    assert "searched again, by number" in done.out
    assert rows(record, "SELECT count(*) FROM log WHERE kind = 'erasure'") == [(1,)]


def test_a_record_that_is_read_by_somebody_else_is_said_not_to_be_cleared_yet(
    run: Run, odo: str, record: Path
) -> None:
    with open_elsewhere(record) as ask:
        ask("BEGIN")
        ask("SELECT count(*) FROM people")
        done = erase(run)
        assert done.code == 1
        assert "another program has it open" in done.err
        assert "was cut off" in run("list").err
    done = run("record", "erase", ODO)
    assert done.code == 0, done.err
    assert "That was cut off, and is now finished" in done.out
    assert left(record.parent) == []
    assert run("list").err == ""


def test_a_name_that_other_words_have_in_them_is_no_trace_of_anybody(
    run: Run, make_person: MakePerson, record: Path
) -> None:
    """The catalogue, which stands in the record, says what is allowed."""
    make_person(ODO, "LOWE, Carl", prison="LEI")
    assert b"allowed" in record.read_bytes()
    done = erase(run)
    assert done.code == 0, done.err
    assert run("list").err == ""


def test_to_whom_they_were_given_out_is_in_the_log(run: Run, odo: str, tmp_path: Path) -> None:
    run("handover", ODO, "--to", "Leeds", "-o", tmp_path / "odo.html")
    done = erase(run)
    command = f"log show --person {ODO} --kind disclosure"
    assert f"Given out before: 1 line of the log. To whom: releasecheck {command}" in done.out
    assert "to Leeds" in run(*command.split()).out


def test_a_file_beside_the_record_that_names_them_is_named(run: Run, odo: str, record: Path) -> None:
    (record.parent / "old-list.csv").write_text("ZWETSCHGENMEIER, Odilius", "utf-16")
    done = erase(run)
    assert f"{record.parent / 'old-list.csv'}  has their name in it" in done.out
