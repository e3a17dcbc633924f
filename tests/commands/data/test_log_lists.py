"""A line of the log over many people: its list stands once, and everything that reads the log reads it."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_up.encrypted import encrypted, key_file, needs_sqlcipher
from tests.made_up.program import Run
from tests.made_up.records import open_elsewhere, rows

MANY = [f"A{number:04}XX" for number in range(60)]


@pytest.fixture
def listed(run: Run, record: Path, tmp_path: Path) -> Callable[[list[str]], None]:
    """Records these people by one file, which is line 1 of the log, or the next."""

    def take(numbers: list[str]) -> None:
        people = "".join(f"{number},THIMBLEBY,Sam,14/02/2027\n" for number in numbers)
        path = tmp_path / f"{numbers[0]}.csv"
        path.write_text(f"Prison Number,Surname,Forename,CRD\n{people}", "utf-8")
        done = run("import", "people", path)
        assert done.code == 0, done.err

    run("record", "init")
    return take


@pytest.fixture
def many(listed: Callable[[list[str]], None]) -> None:
    listed(MANY)


def behind_the_guards(record: Path, *deeds: str) -> None:
    drops = [
        f"DROP TRIGGER {table}_no_{deed}"
        for table in ("log", "log_lists")
        for deed in ("update", "delete", "replace")
    ]
    with open_elsewhere(record) as other:
        names = [name for (name,) in other("SELECT name FROM sqlite_schema WHERE name LIKE 'log_%no_%'")]
        made = [other(f"SELECT sql FROM sqlite_schema WHERE name = '{name}'")[0][0] for name in names]
        for statement in (*drops, *deeds, *made):
            other(statement)


def lists(record: Path) -> dict[str, list[str]]:
    found = rows(record, "SELECT hash, people FROM log_lists")
    return {hash: json.loads(zlib.decompress(people)) for hash, people in found}


def test_many_looks_at_the_same_people_keep_one_list(run: Run, record: Path, many: None) -> None:
    for _ in range(3):
        run("list")
        run("missing")
    ((own, people),) = lists(record).items()
    assert people == MANY
    text = json.dumps(MANY, separators=(",", ":"))
    assert own == hashlib.sha256(text.encode()).hexdigest()
    kept = {row for (row,) in rows(record, "SELECT people FROM log")}
    assert kept == {f'{{"list":"{own}","count":60}}'}
    assert run("log", "verify").out.startswith("7 lines, an unbroken chain.")
    assert run("record", "verify").code == 0


def test_fifty_people_stand_in_the_line_itself(
    run: Run, record: Path, listed: Callable[[list[str]], None]
) -> None:
    listed(MANY[:50])
    assert rows(record, "SELECT people FROM log") == [(json.dumps(MANY[:50], separators=(",", ":")),)]
    assert lists(record) == {}


def test_the_log_is_shown_and_given_out_as_ever(run: Run, record: Path, tmp_path: Path, many: None) -> None:
    run("list")
    assert run("log", "show").out.count("A0000XX and 59") == 2
    run("log", "export", "--to", "the auditor", "-o", tmp_path / "log.csv")
    told = list(csv.DictReader((tmp_path / "log.csv").read_text("utf-8-sig").splitlines()))
    assert [row["people"] for row in told] == ["; ".join(MANY)] * 3
    run("log", "export", "--to", "the auditor", "--format", "json", "-o", tmp_path / "log.json")
    assert json.loads((tmp_path / "log.json").read_text("utf-8"))[0]["people"] == MANY


def test_an_exported_line_holds_what_its_hash_is_made_of(run: Run, many: None) -> None:
    line = json.loads(run("log", "export", "--to", "the auditor", "--format", "json").out)[0]
    text = json.dumps(line["people"], separators=(",", ":"))
    people = {"list": hashlib.sha256(text.encode()).hexdigest(), "count": 60}
    content = {name: value for name, value in line.items() if name not in ("hash", "unfinished")}
    content = {**content, "people": people}
    del content["written_at"]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == line["hash"]


def test_a_person_is_found_in_lists_and_in_lines_and_nobody_else_is(
    run: Run, record: Path, many: None, listed: Callable[[list[str]], None]
) -> None:
    run("show", "A0031XX")
    listed([f"B{number:04}XX" for number in range(60)])

    asked = ("log", "export", "--to", "x", "--person")
    shown = {person: run(*asked, person).out for person in ("B0031XX", "A0031XX", "A0032XX")}
    found = {
        person: [word for word in ("A0000XX.csv", "B0000XX.csv", ",show,") if word in text]
        for person, text in shown.items()
    }
    assert found == {
        "B0031XX": ["B0000XX.csv"],
        "A0031XX": ["A0000XX.csv", ",show,"],
        "A0032XX": ["A0000XX.csv"],
    }


def test_a_list_of_somebody_erased_stays_as_the_log_stays(run: Run, record: Path, many: None) -> None:
    """The log holds numbers, also of whom it is all that is left of; nothing else of them is in a list."""
    run("list")
    assert run("record", "erase", "A0000XX", "--rule", "order", "--confirm", "A0000XX").code == 0
    assert "list" in run("log", "show", "--person", "A0000XX").out
    assert run("log", "verify").code == 0
    assert run("record", "verify").code == 0


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("DELETE FROM log_lists", "line 1 of the log names list {hash}…, which is not there"),
        ("UPDATE log_lists SET people = x'00'", "list {hash}… of the log is not as it was written"),
        ("UPDATE log SET people = '[]'", "line 1 of the log is not as it was written"),
        ("UPDATE log SET people = replace(people, ':60}', ':59}')", "line 1 of the log is not as it was"),
        ("INSERT INTO log_lists VALUES ('x', x'00')", "list x… of the log is not as it was written"),
    ],
)
def test_what_was_done_to_a_list_is_named(run: Run, record: Path, many: None, deed: str, said: str) -> None:
    (own,) = lists(record)
    behind_the_guards(record, deed)
    for words in (("log", "verify"), ("record", "verify")):
        done = run(*words)
        assert done.code == 1
        assert said.format(hash=own[:12]) in done.err


def test_a_log_whose_list_is_gone_says_so_where_it_is_read(run: Run, record: Path, many: None) -> None:
    behind_the_guards(record, "DELETE FROM log_lists")
    done = run("log", "show")
    assert done.code == 1
    assert "is not there or not as it was written" in done.err
    assert "releasecheck log verify" in done.err


@pytest.mark.parametrize("taken", ["DELETE FROM log_lists", "UPDATE log_lists SET people = x'00'"])
def test_a_repair_keeps_lists_and_says_of_what_is_lost_how_long_it_was(
    run: Run, record: Path, tmp_path: Path, many: None, taken: str
) -> None:
    run("show", "A0031XX")
    whole, new = tmp_path / "whole.db", tmp_path / "new.db"
    assert run("record", "repair", whole).code == 0
    assert lists(whole) == lists(record)
    behind_the_guards(record, taken)
    done = run("record", "repair", new)
    assert done.code == 3
    assert "list" in done.out
    said = rows(new, "SELECT command, people, reason FROM log ORDER BY id LIMIT 2")
    assert said == [
        ("import people A0000XX.csv", "[]", "the list of its 60 people is lost"),
        ("show", '["A0031XX"]', None),
    ]
    assert run("--record", new, "record", "verify").code == 0


def test_a_late_look_over_many_goes_into_the_log_once(
    run: Run, record: Path, tmp_path: Path, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("RELEASECHECK_BUSY_SECONDS", "0.01")
    with open_elsewhere(record) as other:
        other("BEGIN IMMEDIATE")
        assert run("list").code == 0
        other("ROLLBACK")
    (kept,) = (tmp_path / "state" / "releasecheck").glob("*")
    shutil.copy2(kept, tmp_path / "kept")
    run("set", "A0001XX", "tier=B2")
    shutil.copy2(tmp_path / "kept", kept)  # as whoever took it in leaves it that is cut off
    run("set", "A0001XX", "tier=B3")
    late = rows(record, "SELECT command FROM log WHERE written_at IS NOT NULL")
    assert late == [("list",)]
    assert len(lists(record)) == 1
    assert run("log", "verify").code == 0


def test_an_encrypted_record_keeps_its_lists(
    run: Run, tmp_path: Path, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_sqlcipher()
    encrypted(monkeypatch, key_file(tmp_path / "key"))
    assert "A0000XX and 59" in run("log", "show").out
    assert run("log", "verify").code == 0
