"""`-o FILE`: asked about at a terminal, replaced elsewhere, and never a record, a link or a folder."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run
from tests.made_up.terminal import Terminal

PERSON = "A1234BC"
NOISE = bytes(range(256)) * 32
"""What an encrypted record looks like from outside."""

WRITERS = {
    "list": ("list", "--format", "csv", "-o"),
    "show": ("show", PERSON, "--format", "txt", "-o"),
    "missing": ("missing", "--format", "csv", "-o"),
    "export": ("export", "people", "--format", "csv", "--to", "Leeds", "-o"),
    "workbook": ("export", "people", "--format", "xlsx", "--to", "Leeds", "-o"),
    "calendar": ("export", "ics", "--to", "Leeds", "-o"),
    "questions": ("export", "unknown", "--format", "csv", "--to", "Leeds", "-o"),
    "log": ("log", "export", "--format", "csv", "--to", "ICO", "-o"),
    "handover": ("handover", PERSON, "--to", "COM", "--force", "--format", "txt", "-o"),
    "handover data": ("handover", PERSON, "--to", "COM", "--force", "--format", "json", "-o"),
    "pdf": ("gate", PERSON, "--force", "--format", "pdf", "-o"),
    "gate data": ("gate", PERSON, "--force", "--format", "json", "-o"),
    "sheet": ("sheet", PERSON, "--force", "--format", "txt", "-o"),
    "bundle": ("handover", PERSON, "--to", "Leeds", "--force", "--bundle"),
}
"""A command of each way in which a file is written; the name of the file comes last."""


@pytest.fixture
def folder(tmp_path: Path, make_person: MakePerson) -> Path:
    """A folder of reports, beside the record of somebody."""
    make_person(PERSON, crn="X123456")
    made = tmp_path / "reports"
    made.mkdir()
    return made


@pytest.fixture(params=WRITERS.values(), ids=list(WRITERS))
def writer(request: pytest.FixtureRequest) -> tuple[str, ...]:
    words: tuple[str, ...] = request.param
    return words


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_an_older_file_is_replaced_whole_where_nobody_can_be_asked(
    run: Run, folder: Path, writer: tuple[str, ...]
) -> None:
    file = folder / "report"
    file.write_text("old " * 100_000)
    done = run(*writer, file)
    assert done.code == 0, done.err
    assert b"old old" not in file.read_bytes()
    assert (file.stat().st_mode & 0o777, hidden(folder)) == (0o600, [])


def test_a_link_is_left_alone_wherever_it_leads(run: Run, folder: Path, writer: tuple[str, ...]) -> None:
    """Whoever may write in the folder says where our file goes, or which of ours is replaced."""
    link, target = folder / "report", folder.parent / "ours.txt"
    link.symlink_to(target)
    lines = run("log", "show", "--all").out
    for there in (False, True):
        if there:
            target.write_text("kept")
        done = run(*writer, link)
        assert (done.code, done.out) == (1, "")
        assert f"releasecheck: {link} is a link, which is left alone" in done.err
        assert link.is_symlink()
    assert target.read_text() == "kept"
    assert (hidden(folder), run("log", "show", "--all").out == lines) == ([], False)
    assert str(link) not in run("log", "show", "--all").out, "nothing was given out"


def test_no_record_is_replaced_encrypted_or_not(
    run: Run, folder: Path, writer: tuple[str, ...], record: Path
) -> None:
    plain, encrypted = folder / "plain", folder / "encrypted"
    plain.write_bytes(record.read_bytes())
    encrypted.write_bytes(NOISE)
    for file in (plain, encrypted):
        before = file.read_bytes()
        done = run(*writer, file)
        assert (done.code, done.out) == (1, "")
        assert f"{file} is a record, and is not written over" in done.err
        assert file.read_bytes() == before


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_nothing_is_written_beside_a_record_under_the_names_of_its_own_files(
    run: Run, folder: Path, record: Path, ending: str, there: bool
) -> None:
    """SQLite takes what lies there for the newest of what was recorded."""
    db = folder / "other.db"
    db.write_bytes(record.read_bytes())
    file = folder / f"other.db{ending}"
    if there:
        file.write_bytes(b"what it holds")
    done = run("list", "--format", "csv", "-o", file)
    assert done.code == 1
    assert f"{file} belongs to a record, and is not written over" in done.err
    assert (file.read_bytes() == b"what it holds") if there else not file.exists()


def test_what_is_no_file_is_left_alone(run: Run, folder: Path, writer: tuple[str, ...]) -> None:
    (folder / "report").mkdir()
    done = run(*writer, folder / "report")
    assert (done.code in (1, 2), done.out) == (True, "")
    assert list(folder.iterdir()) == [folder / "report"]


def test_a_long_text_is_not_taken_for_a_record(run: Run, folder: Path) -> None:
    file = folder / "report.csv"
    for text in ("O’NEILL, Áine\n" * 512, "﻿a,b\r\n" * 512):
        file.write_bytes(text.encode()[: 512 * 8].ljust(512 * 8, b"-"))
        assert run("list", "-o", file).code == 0


def test_a_stream_is_written_to_and_not_replaced(run: Run, folder: Path) -> None:
    page = run("list", "--format", "csv").out
    assert run("list", "--format", "csv", "-o", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        assert run("list", "--format", "csv", "-o", pipe).code == 0
        assert reader.stdout is not None
        assert reader.stdout.read() == page
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_what_the_shell_has_open_is_written_to(run: Run, folder: Path, name: str) -> None:
    """In a pipe, and appended to a file: never in the place of it."""
    typed = [
        sys.executable,
        "-m",
        "releasecheck",
        "--as-of",
        "2026-11-23",
        "list",
        "--format",
        "csv",
        "-o",
        name,
    ]
    page = run("list", "--format", "csv").out
    assert subprocess.run(typed, capture_output=True, text=True, check=True).stdout == page
    with (folder / "all.csv").open("w") as file:
        file.write("before\n")
        file.flush()
        subprocess.run(typed, stdout=file, stderr=subprocess.DEVNULL, check=True)
    assert (folder / "all.csv").read_text("utf-8") == f"before\n{page}"


@pytest.mark.parametrize(
    "words", [WRITERS["list"], WRITERS["workbook"], WRITERS["log"]], ids=lambda words: words[0]
)
def test_at_a_terminal_it_is_asked_first(folder: Path, run: Run, words: tuple[str, ...]) -> None:
    file = folder / "report"
    file.write_text("old")
    screen = Terminal(*words, file, columns=200)
    screen.shows(f"{file} exists. Replace it? [y/N]: ")
    screen.type("")
    assert "Nothing saved." in screen.rest()
    assert file.read_text() == "old"
    assert "disclosure" not in run("log", "show").out
    screen = Terminal(*words, file, columns=200)
    screen.shows("Replace it? [y/N]: ")
    screen.type("y")
    assert screen.code() == 0
    assert file.read_bytes() != b"old"
    screen = Terminal(*words, folder / "new", columns=200)
    assert "Replace it?" not in screen.rest()


CUT_OFF = """
import os, signal, sys
from pathlib import Path
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from releasecheck.cli import main
main(sys.argv[1:])
"""


def test_what_a_run_that_was_cut_off_left_is_gone_after_the_next(
    run: Run, folder: Path, writer: tuple[str, ...]
) -> None:
    words = ["--as-of", "2026-11-23", *writer, str(folder / "report")]
    cut = subprocess.run([sys.executable, "-c", CUT_OFF, *words], capture_output=True, check=False)
    assert (cut.returncode, len(hidden(folder))) == (-9, 1)
    (left,) = folder.iterdir()
    assert [path.stat().st_mode & 0o777 for path in (left, *left.iterdir())] == [0o700, 0o600]
    assert run("list", "-o", folder / "other.csv").code == 0
    assert [path.name for path in folder.iterdir()] == ["other.csv"]


def test_what_another_run_is_making_or_somebody_else_made_is_left(run: Run, folder: Path) -> None:
    busy, open_to_all = folder / ".releasecheck-busy", folder / ".releasecheck-theirs"
    elsewhere = folder.parent / "elsewhere"
    for made, mode in ((busy, 0o700), (open_to_all, 0o755), (elsewhere, 0o700)):
        made.mkdir()
        made.chmod(mode)
        (made / "file").write_text("kept")
    (folder / ".releasecheck-link").symlink_to(elsewhere)
    (folder / ".releasecheck-file").write_text("kept")
    handle = os.open(busy, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert run("list", "-o", folder / "list.csv").code == 0
    assert hidden(folder) == [f".releasecheck-{name}" for name in ("busy", "file", "link", "theirs")]
    assert (elsewhere / "file").read_text() == (busy / "file").read_text() == "kept"
    os.close(handle)
    assert run("list", "-o", folder / "list.csv").code == 0
    assert not busy.exists()


def test_what_an_older_release_left_of_this_file_goes_once_it_is_a_day_old(run: Run, folder: Path) -> None:
    names = (
        ".list.csv.ab12cd_9",
        ".list.csv.zz12cd_9",
        ".list.csv.open1234",
        ".notes.csv.ab12cd_9",
        ".list.csv.swp",
    )
    for name in names:
        (folder / name).write_text("RIVERS, Sam")
        (folder / name).chmod(0o644 if "open" in name else 0o600)
        now = (folder / name).stat().st_mtime
        old = now if "zz" in name else now - 2 * 24 * 60 * 60
        os.utime(folder / name, (old, old))
    assert run("list", "-o", folder / "list.csv").code == 0
    assert hidden(folder) == sorted(names[1:])


def test_backups_and_repairs_leave_nothing_half_made_either(run: Run, folder: Path, record: Path) -> None:
    for words in (("record", "backup", str(folder / "b.db")), ("record", "repair", str(folder / "r.db"))):
        cut = CUT_OFF.replace("Path.replace", "Path.replace = Path.rename")
        subprocess.run([sys.executable, "-c", cut, *words], capture_output=True, check=False)
        assert len(hidden(folder)) == 1, words
        assert run(*words).code == 0
        assert hidden(folder) == [], words


@pytest.mark.parametrize("setting", ["key_file", "signing.key_file", "mail.password_file", None])
def test_no_key_and_no_setting_of_the_office_is_written_over(
    run: Run, make_person: MakePerson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str | None
) -> None:
    """A lost key is a lost record."""
    make_person()
    config, kept = tmp_path / "config.toml", tmp_path / "kept"
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(config))
    kept.write_text("as it was")
    assert run("config", "set", "office", "Leeds").code == 0
    if setting is not None:
        assert run("config", "set", setting, kept).code == 0
    monkeypatch.setenv("RELEASECHECK_KEY_FILE", "")  # the record of this test has no key
    target = config if setting is None else kept
    before = target.read_bytes()
    done = run("list", "--format", "csv", "-o", target)
    assert (done.code, done.out) == (1, "")
    assert "and is not written over. Choose another place" in done.err
    assert target.read_bytes() == before
