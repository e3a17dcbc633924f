"""A record that a kill left half written is whole to the first command that opens it, and so is a busy one.

Nothing may open the file before the command line does: any ordinary look by SQLite mends what it finds.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.killing import killed_everywhere
from tests.made_up.program import MakePerson, Run
from tests.places import DATA, TOP


def people(how_many: int, first: int = 0) -> str:
    rows = (
        f"A{1000 + n}BC,NIGHTLARK{n % 7},Odo{n},{28 - n % 28:02d}/02/2027"
        for n in range(first, first + how_many)
    )
    return "\n".join(["Prison Number,Surname,Forename,CRD", *rows]) + "\n"


@pytest.mark.parametrize(
    "command",
    [
        ["import", "people", "PEOPLE"],
        ["calendar", "add", "2026-12-23", "Staff day"],
        ["set", "A1234BC", "tier=A1"],
        ["note", "A1234BC", "He asked about his bank card"],
    ],
    ids=lambda words: words[0],
)
def test_a_record_opens_after_a_kill_at_any_call(
    kill_at: Path, make_person: MakePerson, record: Path, tmp_path: Path, command: list[str]
) -> None:
    """As when the power goes: in the middle of a write, a sync or a truncation, the checkpoint's too."""
    make_person(tier="B2")
    (tmp_path / "people.csv").write_text(people(8), "utf-8")
    words = [tmp_path / "people.csv" if word == "PEOPLE" else word for word in command]
    (tmp_path / "killed").mkdir()
    found = killed_everywhere(kill_at, record, tmp_path / "killed", words, MOST)
    points = found["points"]
    assert len(points) >= 50, "every call of the command, whole and torn"
    assert [point["call"] for point in points if not point["killed"]] == []
    refused = [(point["call"], point["torn"], point["err"]) for point in points if point["code"] != 0]
    assert refused == []
    listed = {point["out"] for point in points}
    assert listed <= {found["before"], found["after"]}, "all of it is there, or nothing"


MOST = 30
"""Calls of a command that copies the whole record and makes some hundred of them."""


@pytest.mark.parametrize("command", ["backup", "restore", "migrate", "compact"])
def test_whatever_is_done_to_a_record_as_a_whole_leaves_it_and_every_copy_whole(
    kill_at: Path, run: Run, make_person: MakePerson, record: Path, tmp_path: Path, command: str
) -> None:
    """Killed at any call, naming and linking too: there is always a record, and no name is half made."""
    make_person(tier="B2")
    folder = tmp_path / "killed"
    folder.mkdir()
    words: dict[str, list[str | Path]] = {
        "backup": [folder / "backup.db"],
        "restore": [tmp_path / "backup.db", "--yes"],
    }
    if command == "restore":
        assert run("record", "backup", tmp_path / "backup.db").code == 0
        make_person("A5561CD", "NIGHTLARK, Odo")
    if command == "migrate":
        record = tmp_path / "old.db"
        shutil.copyfile(DATA / "records" / "0.1.0" / "record.db", record)
    found = killed_everywhere(kill_at, record, folder, ["record", command, *words.get(command, [])], MOST)
    points = found["points"]
    assert len(points) >= MOST
    assert [point["call"] for point in points if not point["killed"]] == []
    everything = [one for point in points for one in (point, *point["others"])]
    assert [(one["err"], one["out"]) for one in everything if one["code"] != 0] == []
    assert {one["out"] for one in everything} <= {found["before"], found["after"]}
    assert (found["before"] != found["after"]) == (command == "restore")


def test_a_record_opens_beside_an_import_that_makes_it_grow(run: Run, record: Path, tmp_path: Path) -> None:
    """The file alone may then be shorter than it says it is: the rest is still in its log."""
    (tmp_path / "people.csv").write_text(people(1500), "utf-8")
    words: list[str | Path] = ["--as-of", "2026-11-23", "import", "people", tmp_path / "people.csv"]
    importing = subprocess.Popen(
        [sys.executable, "-m", "releasecheck", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=TOP,
    )
    openings = []
    while importing.poll() is None:
        openings.append(run("list", "--within", "1d"))
    assert importing.stderr is not None
    assert importing.wait() == 0, importing.stderr.read()
    importing.stderr.close()
    assert len(openings) > 20
    assert {opening.err for opening in openings if opening.code != 0} == set()


def test_a_record_that_is_damaged_is_still_called_so(run: Run, make_person: MakePerson, record: Path) -> None:
    """And what to do can be done: it names no command that does not exist, and no copy without its log."""
    make_person()
    whole = record.read_bytes()
    record.write_bytes(whole[: len(whole) // 2])
    done = run("list")
    assert done.code == 1
    assert done.err == (
        f"releasecheck: the record at {record} is damaged. Put the newest backup in its place, which keeps "
        "it aside: every night leaves one, backups/record-DATE.db. Type: releasecheck record restore FILE. "
        "Without a backup, what can be read of it goes into a new one: releasecheck record repair NEW.db\n"
    )
