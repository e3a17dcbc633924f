"""What is no file, no folder and no name is said to be so, and nothing is made or read by mistake."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from releasecheck.cli import cli
from releasecheck.commands.option_types import FilePath
from tests.made_up.program import AS_OF, MakePerson, Run


def commands(group: click.Group, *before: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command there is, with the words that are typed for it."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)
        yield (*before, name), command


PATHS = [
    (words, max(option.opts, key=len))
    for words, command in commands(cli)
    for option in command.params
    if isinstance(option.type, click.Path) and isinstance(option, click.Option)
]


def test_every_path_is_of_the_one_kind() -> None:
    for words, command in commands(cli):
        for option in command.params:
            assert isinstance(option.type, FilePath) or not isinstance(option.type, click.Path), words
    assert len(PATHS) > 30


@pytest.mark.parametrize(
    ("words", "option"), PATHS, ids=lambda one: " ".join(one) if isinstance(one, tuple) else one
)
def test_an_empty_name_is_not_the_folder_we_are_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], option: str
) -> None:
    """As of a variable in a crontab that is not set: the night went into the folder that cron began in."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    done = run(*words, option, "")
    assert done.code == 2
    assert f"{option}: the name is empty" in done.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("option", ["--record", "--config"])
def test_an_empty_name_of_the_record_or_the_settings_is_refused(run: Run, option: str) -> None:
    assert f"{option}: the name is empty" in run(option, "", "list").err


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/full", "pipe"])
def test_a_device_is_not_called_an_empty_file(run: Run, tmp_path: Path, device: str) -> None:
    """Whoever removes it, as they were told to, has no /dev/null any more."""
    if device == "pipe":
        device = str(tmp_path / device)
        os.mkfifo(device)
    done = run("--record", device, "list")
    assert (done.code, done.out) == (1, "")
    assert done.err == f"releasecheck: {device} is a device or a pipe, not a record: a record is a file\n"


def test_a_folder_that_had_to_be_made_for_a_record_is_said(run: Run, tmp_path: Path) -> None:
    """/mnt/safe is an empty folder until its disk is mounted."""
    record = tmp_path / "safe" / "office" / "record.db"
    done = run("--record", record, "record", "init")
    assert done.code == 0
    assert done.err == (
        f"{tmp_path / 'safe'} was not there and was made: is a disk not mounted that belongs there?\n"
    )
    assert run("--record", tmp_path / "safe" / "other.db", "record", "init").err == ""


@pytest.mark.parametrize("what", ["pipe", "link", "long"])
def test_a_night_that_somebody_else_laid_there_holds_up_nothing(
    run: Run, demo: Path, tmp_path: Path, what: str
) -> None:
    """A pipe would be waited for for ever, with the lock held."""
    out, theirs = tmp_path / "out", tmp_path / "out" / "2020-01-01"
    theirs.mkdir(parents=True)
    summary = theirs / "summary.json"
    if what == "pipe":
        os.mkfifo(summary)
    elif what == "link":
        (tmp_path / "summary.json").write_text(json.dumps({"program": "releasecheck nightly"}))
        summary.symlink_to(tmp_path / "summary.json")
    else:
        summary.write_text(json.dumps({"program": "releasecheck nightly", "more": "x" * 11_000_000}))
    assert run("nightly", "--out", out, "--keep-days", "1").code == 0
    assert (out / AS_OF / "index.html").is_file()
    assert theirs.is_dir()


def test_a_name_under_which_an_old_night_could_be_hidden_is_not_in_its_way(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    days = [f"2026-11-{day:02}" for day in range(1, 10)]
    for day in days:
        assert run("nightly", "--out", out, as_of=day).code == 0
    (out / f".night-{days[0]}").symlink_to(tmp_path)
    done = run("nightly", "--out", out, "--keep-days", "1", as_of="2026-11-20")
    assert (done.code, done.err) == (0, "")
    assert not (out / days[0]).exists()
    assert tmp_path.is_dir()


def test_an_import_that_doubts_who_is_meant_says_no_name_on_stderr(
    run: Run, make_person: MakePerson, tmp_path: Path
) -> None:
    """It goes into cron's mail and into logs; the row and the number say whose it is."""
    make_person("A1234BC", "QUILLFEATHER, Ada")
    file = tmp_path / "list.csv"
    file.write_text("prison_number,last_name\nA1234BC,Wetherspoon\n")
    for words in (("--dry-run",), ()):
        done = run("import", "people", file, *words)
        assert "A1234BC is called W… here and Q… in the record: the same person?" in done.err
        assert not re.search("quill|wether", done.err, re.IGNORECASE)
    for who in ("quillfether", "q"):
        done = run("show", who)
        assert not re.search("feather|ada", done.err.replace(who, ""), re.IGNORECASE)
