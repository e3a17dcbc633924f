"""Where the program itself is wrong: what to do is said, and nothing of what it was given leaves it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from releasecheck.cli import main
from releasecheck.store.sqlite.store import SqliteStore
from tests.made_up.program import MakePerson, Run

NAME = "QUILLFEATHER"


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch, make_person: MakePerson) -> str:
    """A person whose record cannot be shown: the program trips over their name, and says it."""
    number = make_person(name=f"{NAME}, Ada")

    def trip(self: SqliteStore, *words: object) -> None:
        surname = NAME
        try:
            int(surname)
        except ValueError as error:
            error.add_note(f"while reading {surname}")
            raise KeyError(surname) from error

    monkeypatch.setattr(SqliteStore, "saved_plan", trip)
    monkeypatch.setattr(SqliteStore, "history", trip)
    return number


def fault(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    """What is said on stderr by a command that ends in a fault."""
    with pytest.raises(SystemExit) as ended:
        main(["--as-of", "2026-11-23", *words])
    said = capfd.readouterr()
    assert (ended.value.code, said.out) == (70, "")
    return said.err


def report_in(said: str) -> Path:
    """The report that stderr names."""
    found = re.search(r"^Send (\S+) to whoever looks after this program here: ", said, re.MULTILINE)
    assert found, said
    return Path(found[1])


def test_it_says_what_to_do_and_where_the_report_is(
    wrong: str, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    said = fault(capfd, "history", wrong)
    first, second, third = said.splitlines()
    assert first == (
        "releasecheck: this program is wrong somewhere and cannot go on (KeyError); nothing was half saved."
    )
    assert second.endswith("it says where in the program, and nothing about anybody.")
    assert third == "Is the record sound? releasecheck record verify"
    report = report_in(said)
    assert report.parent == tmp_path / "state" / "releasecheck"
    assert (report.parent.stat().st_mode & 0o777, report.stat().st_mode & 0o777) == (0o700, 0o600)


def test_neither_it_nor_its_report_holds_anything_of_anybody(
    wrong: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not a name, not a number, not what was typed, not the folders of whoever runs it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    said = fault(capfd, "--by", "P. Marsh", "--reason", f"asked by {NAME}", "history", wrong)
    text = report_in(said).read_text("utf-8")
    for told in (NAME, wrong, "Marsh", "asked", "Traceback", str(Path(__file__).parents[3])):
        assert told.casefold() not in (said.replace(str(tmp_path), "") + text).casefold(), told
    assert "\nKeyError\n" in text
    assert "\nValueError\n" in text
    assert re.search(r"^  releasecheck/cli\.py:\d+:Commands\.invoke$", text, re.MULTILINE)
    assert re.search(r"^  click/core\.py:\d+:Context\.invoke$", text, re.MULTILINE)
    assert re.search(
        r"^  (tests/.*/)?test_faults_of_the_program\.py:\d+:wrong\.<locals>\.trip$", text, re.MULTILINE
    )
    assert text.startswith("A fault of releasecheck: ")


def test_what_was_recorded_before_is_said(
    run: Run, make_person: MakePerson, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person()
    monkeypatch.setattr("releasecheck.app.recording.noting.who", lambda *_: dict[str, str]()[NAME])
    said = fault(capfd, "note", person, "Seen today")
    assert "cannot go on (KeyError); entry 2 is recorded and saved: do not type it again." in said
    monkeypatch.undo()
    assert NAME not in said


def test_where_there_is_no_room_for_a_report_it_is_said_without(
    wrong: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with monkeypatch.context() as nowhere:
        nowhere.setattr("tempfile.gettempdir", lambda: str(tmp_path / "file"))
        said = fault(capfd, "history", wrong)
    assert "Say so to whoever looks after this program here, with the command that you typed." in said
    assert NAME not in said


@pytest.mark.parametrize(
    "words",
    [["note", "Seen"], ["mark", "crs", "submitted"], ["set", "cell=B-2-014"], ["released"]],
    ids=lambda words: words[0],
)
def test_what_cannot_be_put_out_any_more_is_said_to_be_recorded(
    run: Run, make_person: MakePerson, words: list[str]
) -> None:
    """Whoever reads that it failed types it again."""
    person = make_person()
    command, *rest = words
    typed = [sys.executable, "-m", "releasecheck", "--as-of", "2027-02-06", command, person, *rest]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(typed, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert (
        "releasecheck: entry 2 is recorded and saved: do not type it again. Only what there was to say of it "
        "could not be put out: No space left on device. See it: releasecheck history PERSON\n"
    ) in done.stderr
    assert run("history", person, "--format", "json").out.count('"entry": 2') == 1


def test_what_was_only_to_be_shown_is_not_said_to_be_recorded(make_person: MakePerson) -> None:
    typed = [sys.executable, "-m", "releasecheck", "--as-of", "2026-11-23", "show", make_person()]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(typed, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "releasecheck: cannot go on: No space left on device\n")
