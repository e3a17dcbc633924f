"""The first hour: a record of one's own, and from a spreadsheet to what is missing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_up.answers import EXPORT
from tests.made_up.program import Dump, MakePerson, Run
from tests.places import TOP

SPREADSHEET = """\
NOMS No,Surname,Forename,CRD,Tier,Establishment
a1234bc,RIVERS,Sam,06/02/2027,B2,LEI
A1188DE,O’NEILL,Áine,2027-01-21,C1,STI
A2291BB,COLE,Marcus,26/11/2026,,LEI
"""


def test_a_bare_command_without_a_record_says_how_to_begin(run: Run) -> None:
    done = run()
    assert done.code == 0
    assert "releasecheck demo" in done.out
    assert "releasecheck record init" in done.out


def test_a_new_record_is_for_its_owner_only_and_says_where_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    done = run("record", "init")
    path = tmp_path / "share" / "releasecheck" / "record.db"
    assert done.code == 0
    assert str(path) in done.out
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert run("record", "path").out.strip() == str(path)


def test_a_second_init_leaves_the_record_as_it_is(run: Run, record: Path, dump: Dump) -> None:
    before = dump(record)
    done = run("record", "init")
    assert (done.code, done.out) == (1, "")
    assert "nothing was changed" in done.err
    assert dump(record) == before


def test_the_whole_way_from_a_spreadsheet_to_a_done_task(run: Run, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "leeds.csv"
    file.write_text(SPREADSHEET, encoding="utf-8")
    assert run("import", "people", file).out == "3 rows: 3 new\n"
    assert [row["name"] for row in json.loads(run("list", "--format", "json").out)["people"]] == [
        "COLE, Marcus",
        "O’NEILL, Áine",
        "RIVERS, Sam",
    ]
    assert run("set", "rivers", "com=J. Okafor", "sentence_start_date=2025-01-10").code == 0
    assert "A1234BC" in run("missing", "--item", "crs").out
    sent = run("mark", "rivers", "dtr", "submitted", "authority=Leeds", "consent_to_refer=yes")
    assert (sent.code, sent.err) == (0, "")
    assert sent.out.startswith("A1234BC RIVERS, Sam dtr submitted Mon 23 Nov 2026.")
    done = run("done", "oneill", "com_allocated", "com_name=J. Okafor")
    assert done.code == 0, done.err
    assert "com_allocated" in run("show", "oneill", "--all").out
    assert "4 weeks before release" in run("why", "rivers", "dtr").out
    assert run("record", "verify").out == (
        "The file is whole, and its tables are those that this program makes.\n"
        "Every entry and every line of the log is as it was written, and follows the one before.\n"
        "Compared with no night, so that a record that was cut or written anew as a whole would not show. "
        "Name one: --against DIR\n"
        "3 people: every row is what was told, and every saved plan is what the facts give.\n"
    )


def test_as_of_moves_today_and_not_what_is_known(run: Run, make_person: MakePerson) -> None:
    make_person()
    early = json.loads(run("show", "smith", "--format", "json", as_of="2026-11-24").out)
    later = json.loads(run("show", "smith", "--format", "json", as_of="2027-01-11").out)
    assert (early["as_of"], later["as_of"]) == ("2026-11-24", "2027-01-11")
    assert early["release"]["days"] - later["release"]["days"] == 48
    states = [
        next(task["state"] for task in shown["tasks"] if task["item"] == "da_check")
        for shown in (early, later)
    ]
    assert states == ["to_do", "overdue"]
    assert early["person"] == later["person"]


def test_as_of_may_come_from_the_environment(
    run: Run, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person()
    monkeypatch.setenv("RELEASECHECK_AS_OF", "2026-12-01")
    assert json.loads(run("show", "smith", "--format", "json", as_of=None).out)["as_of"] == "2026-12-01"


def test_the_same_report_on_the_same_day_is_the_same_to_the_letter(run: Run, demo: Path) -> None:
    for words in (["show", "A1234BC", "--all"], ["missing"], ["list"], EXPORT):
        assert run(*words) == run(*words)


def test_python_dash_m_is_the_same_command(demo: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "releasecheck", "--as-of", "2026-11-23", "show", "A1234BC"],
        cwd=TOP,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("RIVERS, Sam  A1234BC")


def test_version_is_told_wherever_the_program_runs(run: Run) -> None:
    done = run("--version", as_of=None)
    assert done.code == 0
    assert re.match(r"releasecheck\b.+\n$", done.out)


def test_quiet_says_nothing_but_results(run: Run, demo: Path, tmp_path: Path) -> None:
    done = run("-q", "missing", "--format", "md", "-o", tmp_path / "missing.md")
    assert done == (0, "", "")
