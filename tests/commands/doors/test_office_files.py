"""A file of the office's own that is wrong stops what needs it, says which it is, and stops nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.made_up.nights import found_in
from tests.made_up.program import AS_OF, Dump, MakePerson, Run
from tests.made_up.records import tamper

PERSON = "A1234BC"


def put(name: str, text: str | bytes) -> Callable[[Path], None]:
    """What lays such a file into the office's folder."""

    def lay(folder: Path) -> None:
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    return lay


WRONG = {
    "no TOML": put("ours.toml", "this is [ no TOML"),
    "no text": put("ours.toml", b"\xff\xfe\x00"),
    "an unknown key": put("ours.toml", "[item.crs]\nlaed = 3\n"),
    "rules": put("rules.toml", "[ no"),
    "unknown rules": put("rules.toml", "[nothing]\nof = 'this'\n"),
    "gate": put("gate.toml", "[ no"),
    "a catalogue": put("catalogue/ours.toml", "[ no"),
    "a template": put("templates/show.txt.j2", "{{ 1/0 }}"),
    "words": put("templates/sheet.en.toml", "[ no"),
    "staff": put("staff.csv", b"\xff\xfe\x00"),
    "a directory": put("directory.csv", b"\xff\xfe\x00"),
    "words of lists": put("words/headings.toml", "[ no"),
}


@pytest.fixture
def office(tmp_path: Path, make_person: MakePerson, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's folder, beside a record of one person that was planned when nothing was wrong."""
    folder = tmp_path / "office"
    folder.mkdir()
    files = (("staff", "staff.csv"), ("directory", "directory.csv"), ("words", "words"))
    settings = "".join(f'{name} = "{folder / path}"\n' for name, path in files)
    (folder / "config.toml").write_text(settings)
    (folder / "staff.csv").write_text("name,also\n")
    (folder / "directory.csv").write_text("kind,name,area,address,telephone,email,also\n")
    (folder / "words").mkdir()
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(folder / "config.toml"))
    make_person(PERSON)
    assert run("note", PERSON, "Seen").code == 0
    return folder


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_what_is_recorded_is_read_proved_and_taken_back_whatever_is_wrong(
    run: Run, office: Path, tmp_path: Path, wrong: Callable[[Path], None]
) -> None:
    wrong(office)
    for words in (
        ("log", "verify"),
        ("log", "show"),
        ("log", "export", "--to", "ICO"),
        ("history", PERSON),
        ("record", "verify"),
        ("record", "backup", tmp_path / "copy.db"),
        ("record", "compact"),
        ("record", "migrate"),
        ("record", "schema"),
        ("record", "repair", tmp_path / "repaired.db"),
        ("record", "restore", "--yes", tmp_path / "copy.db"),
        ("import", "undo"),
        ("undo", "--dry-run"),
        ("undo", "--yes"),
        ("void", "1", "--reason", "wrong person"),
        ("config", "show"),
        ("template", "list"),
        ("help",),
    ):
        done = run(*words)
        assert done.code == 0, (words, done)
    assert "no longer recorded" in run("history", PERSON).out
    assert run("record", "verify").out.endswith("what the facts give.\n")


@pytest.mark.parametrize("name", ["no TOML", "no text", "an unknown key", "rules", "a catalogue"])
def test_whatever_needs_the_policy_says_which_file_is_wrong(run: Run, office: Path, name: str) -> None:
    WRONG[name](office)
    file = next(path for path in office.rglob("*.toml") if path.name in ("ours.toml", "rules.toml")).name
    for words in (("list",), ("show", PERSON), ("note", PERSON, "Seen"), ("catalogue", "check")):
        done = run(*words)
        assert (done.code, done.out) == (1, "")
        assert file in done.err


def test_what_is_taken_back_meanwhile_is_planned_by_what_the_record_kept(
    run: Run, office: Path, record: Path, dump: Dump
) -> None:
    """The office's own days stand in a file that worked, and that somebody then broke."""
    file = office / "ours.toml"
    file.write_text('[item.crs]\ndue = { before = "release", weeks = 20 }\n')
    run("list")
    before = dump(record)["tasks"]
    assert run("mark", PERSON, "crs", "submitted").code == 0
    assert dump(record)["tasks"] != before
    file.write_text("[ no")
    done = run("undo")
    assert done.code == 0
    assert "ours.toml" in done.err
    assert "Until that is mended, what the record kept of these files is gone by" in done.err
    assert dump(record)["tasks"] == before
    assert run("record", "verify").code == 0
    file.write_text('[item.crs]\ndue = { before = "release", weeks = 20 }\n')
    assert run("list").err == ""
    assert dump(record)["tasks"] == before


def test_the_night_is_made_by_what_the_record_kept(run: Run, office: Path, tmp_path: Path) -> None:
    assert run("nightly", "--out", tmp_path / "well").code == 0
    (office / "ours.toml").write_text("[ no")
    done = run("nightly", "--out", tmp_path / "night")
    assert done.code == 1
    assert "ours.toml: not valid TOML" in done.err
    assert len(done.out.splitlines()) == 3
    assert found_in(tmp_path / "night" / AS_OF) == found_in(tmp_path / "well" / AS_OF)
    assert run("nightly", "--out", tmp_path / "night", "--check").code == 0


def test_a_backup_is_made_even_where_no_night_can_be(
    run: Run, office: Path, tmp_path: Path, record: Path
) -> None:
    """A record that an older version planned keeps no files to go by."""
    tamper(record, "UPDATE meta SET value = '1-other' WHERE key = 'planned_catalogue'")
    (office / "ours.toml").write_text("[ no")
    done = run("nightly", "--out", tmp_path / "night")
    assert (done.code, done.out) == (1, "")
    assert "ours.toml" in done.err
    made = sorted(path.name for path in (tmp_path / "night" / "backups").iterdir())
    assert made == [f"record-{AS_OF}.db", "record.db.erased"]
    assert not (tmp_path / "night" / AS_OF).exists()


def test_help_needs_no_settings(run: Run, office: Path) -> None:
    Path(os.environ["RELEASECHECK_CONFIG"]).write_text("[ no")
    assert run("help", "night").code == 0
    assert run("completion", "bash").code == 0
    done = run("list")
    assert (done.code, "config.toml: not valid TOML" in done.err) == (1, True)
